//! Writing into `content/`: whole files or none, and never over another.

use std::io::Write as _;

use camino::Utf8Path;

use super::error::ImportError;
use super::reimport::kept_path;

/// Keeps the raw text, once a text, with its answers' ids where they are not just `a1`, `a2` and so on.
pub(super) fn keep_source(root: &Utf8Path, sha256: &str, text: &str, ids: &[String]) -> Result<(), ImportError> {
    let in_order = ids.iter().enumerate().all(|(index, id)| *id == format!("a{}", index + 1));
    let ids: String = if in_order { String::new() } else { ids.iter().map(|id| format!("{id}\n")).collect() };
    for (extension, text) in [("txt", text), ("ids", ids.as_str())] {
        let path = kept_path(root, sha256, extension).filter(|path| !path.exists() && (extension == "txt" || !text.is_empty()));
        if let Some(path) = path {
            write_new(&path, text.as_bytes())?;
        }
    }
    Ok(())
}

/// Replaces an edited file whose text was `before` when the change was planned; if somebody saved it
/// in between, theirs stands and the next import merges again.
pub(super) fn replace(path: &Utf8Path, before: &str, after: &str) -> Result<(), ImportError> {
    let write = || -> std::io::Result<()> {
        let metadata = std::fs::metadata(path)?;
        let mut file = tempfile::Builder::new().tempfile_in(path.parent().unwrap_or(Utf8Path::new(".")))?;
        file.write_all(after.as_bytes())?;
        file.as_file().set_permissions(metadata.permissions())?;
        if std::fs::read_to_string(path)? != before {
            return Err(std::io::Error::other("somebody changed it just now; import again"));
        }
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error| ImportError::Unwritten { path: path.to_owned(), error })
}

/// Writes a file that is not there yet: whole or not at all, and never over another.
pub(super) fn write_new(path: &Utf8Path, bytes: &[u8]) -> Result<(), ImportError> {
    let write = || -> std::io::Result<()> {
        let folder = path.parent().unwrap_or(Utf8Path::new("."));
        std::fs::create_dir_all(folder)?;
        // A link could lead out of the site, and the build would pass over it.
        if std::fs::symlink_metadata(folder)?.is_symlink() {
            return Err(std::io::Error::other("its folder is a link; put a real folder in its place"));
        }
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
