//! Why an import could not go on.

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::{Code, Diagnostic};
use crate::thread::CONTENT;

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
    /// The list of the site's threads, which is kept in a temporary file where it is long, could not be kept or read again.
    #[error(
        "could not keep or read the list of threads in the folder for temporary files: {0}; the threads listed above are whole and no other \
         was touched. Make room in that folder, or name another one in the environment variable `TMPDIR`, and import again"
    )]
    Unlisted(std::io::Error),
    /// The topic asked for cannot be a folder.
    #[error("`{0}` cannot be a topic's folder; use small letters, digits and `-`, and neither `experts` nor `assets`")]
    InvalidTopic(String),
}

/// The list of the site's threads could not be kept or read again, so it is not known which threads are alike.
pub(super) fn unlisted(error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(
        Code::UnreadableFile,
        format!("the list of threads in the folder for temporary files could not be kept or read: {error}"),
    )
    .in_file(Utf8Path::new(CONTENT))
    .help("make room in that folder, or name another one in the environment variable `TMPDIR`, and try again")
}
