//! Work in progress beside what it will replace: locked, and cleaned of what a killed process left.

use std::fs::File;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};
use tempfile::{Builder, NamedTempFile, TempDir};

/// A folder in which unfinished files and folders of one kind are made. While one process has it, another
/// with the same folder waits; so whatever has the prefix already is left over, and is removed.
#[derive(Debug)]
pub struct Staging {
    folder: Utf8PathBuf,
    prefix: String,
    /// Held until the end. Where folders cannot be locked, leftovers stay.
    _lock: Option<File>,
}

impl Staging {
    /// Makes `folder` where it is missing, waits for it, and removes what is left over in it.
    ///
    /// # Errors
    /// When the folder cannot be made, or a leftover cannot be removed.
    pub fn open(folder: &Utf8Path, prefix: impl Into<String>) -> io::Result<Self> {
        // An absolute path saves a look at the current folder for each file.
        let folder = camino::absolute_utf8(if folder.as_str().is_empty() { Utf8Path::new(".") } else { folder })?;
        let prefix = prefix.into();
        std::fs::create_dir_all(&folder)?;
        let lock = File::open(&folder).and_then(|folder| folder.lock().map(|()| folder)).ok();
        if lock.is_some() {
            remove_leftovers(&folder, &prefix)?;
        }
        Ok(Self { folder, prefix, _lock: lock })
    }

    /// An unfinished file with the permissions of any new file; it vanishes unless it is put in its place.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn file(&self) -> io::Result<NamedTempFile> {
        let mut builder = Builder::new();
        builder.prefix(&self.prefix);
        #[cfg(unix)]
        builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
        builder.tempfile_in(&self.folder)
    }

    /// An unfinished folder; it vanishes with whatever is at its path by then.
    ///
    /// # Errors
    /// When it cannot be made.
    pub fn folder(&self) -> io::Result<TempDir> {
        Builder::new().prefix(&self.prefix).tempdir_in(&self.folder)
    }
}

fn remove_leftovers(folder: &Utf8Path, prefix: &str) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().to_str().is_some_and(|name| name.starts_with(prefix)) {
            if entry.file_type()?.is_dir() { std::fs::remove_dir_all(entry.path())? } else { std::fs::remove_file(entry.path())? }
        }
    }
    Ok(())
}
