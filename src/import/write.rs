//! Writing into `content/`: whole files or none, and never over another.

use std::io::Write as _;

use camino::Utf8Path;

use crate::thread::{CONTENT, KEPT_SOURCES};

use super::error::ImportError;

/// Keeps the raw text, once a text.
pub(super) fn keep_source(root: &Utf8Path, sha256: &str, text: &str) -> Result<(), ImportError> {
    let path = root.join(CONTENT).join(KEPT_SOURCES).join(&sha256[..2]).join(format!("{sha256}.txt"));
    if path.exists() { Ok(()) } else { write_new(&path, text.as_bytes()) }
}

/// Writes a file that is not there yet: whole or not at all, and never over another.
pub(super) fn write_new(path: &Utf8Path, bytes: &[u8]) -> Result<(), ImportError> {
    let write = || -> std::io::Result<()> {
        let folder = path.parent().unwrap_or(Utf8Path::new("."));
        std::fs::create_dir_all(folder)?;
        let mut builder = tempfile::Builder::new();
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(bytes)?;
        file.persist_noclobber(path)?;
        Ok(())
    };
    write().map_err(|error| ImportError::Unwritten { path: path.to_owned(), error })
}
