//! Files and folders that everybody may read, and two folders that change places.

use std::cmp::Reverse;
use std::fs::{DirEntry, File};
use std::io::{self, Write as _};
use std::path::Path;

use camino::Utf8Path;
use rayon::prelude::*;

use crate::cache::Stamp;

use super::{PublishError, unwritten};

/// Makes a folder that everybody may read, whatever the umask; one that is there is fine.
pub(super) fn make_folder(path: &Utf8Path) -> Result<(), PublishError> {
    match std::fs::create_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(unwritten(path)(error)),
        _ => {}
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).map_err(unwritten(path))?;
    }
    Ok(())
}

/// Writes a new file that everybody may read, whatever the umask. There must be none: it could be a link to one of the old site.
/// How it is when it is written.
pub(super) fn write(path: &Utf8Path, bytes: &[u8]) -> Result<Stamp, PublishError> {
    let write = || {
        let mut options = File::options();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o644);
        let mut file = options.open(path)?;
        file.write_all(bytes)?;
        let metadata = file.metadata()?;
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            // Seldom: the umask takes away what everybody needs.
            if metadata.permissions().mode() & 0o7777 != 0o644 {
                file.set_permissions(std::fs::Permissions::from_mode(0o644))?;
                return file.metadata();
            }
        }
        Ok(metadata)
    };
    write().map(|metadata| Stamp::from(&metadata)).map_err(unwritten(path))
}

/// Lets two folders change places: in one step where the system can, else in two with the old
/// folder put back if the second fails.
pub(super) fn exchange(staged: &Utf8Path, out: &Utf8Path) -> io::Result<()> {
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::{CWD, RenameFlags, renameat_with};
        use rustix::io::Errno;
        match renameat_with(CWD, staged.as_std_path(), CWD, out.as_std_path(), RenameFlags::EXCHANGE) {
            Err(Errno::INVAL | Errno::NOSYS | Errno::NOTSUP) => {}
            result => return result.map_err(io::Error::from),
        }
    }
    let aside = staged.with_file_name("old");
    std::fs::rename(out, &aside)?;
    std::fs::rename(staged, out).or_else(|error| {
        std::fs::rename(&aside, out)?;
        Err(error)
    })
}

/// Removes the files in a folder and in the folders in it, on all cores. What cannot be removed stays.
pub(super) fn remove_files(folder: &Path) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    let is_folder = |entry: &DirEntry| entry.file_type().is_ok_and(|kind| kind.is_dir());
    let (mut folders, files): (Vec<DirEntry>, Vec<DirEntry>) = entries.filter_map(Result::ok).partition(is_folder);
    // The largest first, so that no core waits for it at the end.
    folders.sort_by_cached_key(|folder| Reverse(folder.metadata().map_or(0, |metadata| metadata.len())));
    let remove = || files.iter().for_each(|file| drop(std::fs::remove_file(file.path())));
    rayon::join(remove, || folders.par_iter().for_each(|folder| remove_files(&folder.path())));
}
