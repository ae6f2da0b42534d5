//! Why an import could not go on.

use camino::Utf8PathBuf;

/// Why an import could not go on.
#[derive(Debug, thiserror::Error)]
pub enum ImportError {
    /// A path that was given does not exist or cannot be listed.
    #[error("could not read `{path}`: {error}")]
    Unreadable {
        /// The path.
        path: Utf8PathBuf,
        /// The system's reason.
        error: std::io::Error,
    },
    /// A file could not be written.
    #[error("could not write `{path}`: {error}; nothing was overwritten, and the threads listed above are whole")]
    Unwritten {
        /// The path.
        path: Utf8PathBuf,
        /// The system's reason.
        error: std::io::Error,
    },
    /// The topic asked for cannot be a folder.
    #[error("`{0}` cannot be a topic's folder; use small letters, digits and `-`, and neither `experts` nor `assets`")]
    InvalidTopic(String),
}
