//! Output files → a folder that is always a whole site (promise P5).
//!
//! The new site is written beside the old one and takes its place in one step; an output folder
//! that sitegen did not make is never touched.

use std::io::{self, Write as _};

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::render::OutputFile;
use crate::staging::Staging;

/// The file by which sitegen knows an output folder as its own.
pub const MARKER: &str = ".sitegen";

const MARKER_TEXT: &str = "Made by sitegen. Every build replaces this whole folder; keep your own files elsewhere.\n";

/// What went wrong in publishing. But for [`PublishError::Unrecorded`], the output folder is as it was.
#[derive(Debug, thiserror::Error)]
pub enum PublishError {
    /// The output folder holds files that sitegen did not write.
    #[error("`{0}` is not empty and was not made by sitegen, so it was not touched; name another folder with `--out`, or empty this one")]
    Foreign(Utf8PathBuf),
    /// The output path is a link, a file or a device.
    #[error("`{0}` is not a folder, so it was not touched; name a folder with `--out`")]
    NoFolder(Utf8PathBuf),
    /// The output folder holds, or lies in, what the site is made from.
    #[error(
        "`{out}` would mix with `{source_folder}`, which the site is made from, so it was not touched; name another folder with `--out`"
    )]
    Mixed {
        /// The output folder.
        out: Utf8PathBuf,
        /// The folder that it would mix with.
        source_folder: Utf8PathBuf,
    },
    /// The site was published, but the record of its addresses could not be written.
    #[error("the site was published, but `{path}` could not be written: {error}; build again, so that its addresses are on record")]
    Unrecorded {
        /// The record.
        path: Utf8PathBuf,
        /// The system's reason.
        error: io::Error,
    },
    /// Something could not be read or written.
    #[error("could not write `{path}`: {error}; the site in the output folder is as it was")]
    Unwritten {
        /// The file or folder.
        path: Utf8PathBuf,
        /// The system's reason.
        error: io::Error,
    },
}

/// Makes sure that the output folder is none of the folders that the site at `root` is made from,
/// nor inside one or around one.
///
/// # Errors
/// When it is.
pub fn apart(out: &Utf8Path, root: &Utf8Path) -> Result<(), PublishError> {
    let absolute = |path: &Utf8Path| camino::absolute_utf8(path).map(|path| normal(&path)).map_err(unwritten(path));
    let target = absolute(out)?;
    for folder in ["content", "templates"].map(|name| root.join(name)) {
        let source_folder = absolute(&folder)?;
        if target.starts_with(&source_folder) || source_folder.starts_with(&target) {
            return Err(PublishError::Mixed { out: out.to_owned(), source_folder: folder });
        }
    }
    Ok(())
}

/// A path without `.` and `..`.
fn normal(path: &Utf8Path) -> Utf8PathBuf {
    let mut normal = Utf8PathBuf::new();
    for part in path.components() {
        match part {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir => {
                normal.pop();
            }
            part => normal.push(part),
        }
    }
    normal
}

/// Replaces the site in the folder `out` by `files`. On an error `out` is as it was.
///
/// # Errors
/// When `out` is not sitegen's, or something cannot be written.
pub fn publish(out: &Utf8Path, files: &[OutputFile]) -> Result<(), PublishError> {
    check_folder(out)?;
    let parent = out.parent().unwrap_or(Utf8Path::new("."));
    let staging = Staging::open(parent, format!(".{}.sitegen-", out.file_name().unwrap_or("public"))).map_err(unwritten(parent))?;
    let exists = check_folder(out)?;
    // Dropping it removes whatever is at its path: a half-written site, or the old one after the swap.
    let folder = staging.folder().map_err(unwritten(parent))?;
    let staged = Utf8Path::from_path(folder.path()).ok_or_else(|| PublishError::NoFolder(out.to_owned()))?.join("site");
    write_all(&staged, files)?;
    if exists { exchange(&staged, out) } else { std::fs::rename(&staged, out) }.map_err(unwritten(out))
}

/// Writes the record of published addresses to `path`, whole or not at all, where it says something else.
///
/// # Errors
/// When it cannot be written.
pub fn write_record(path: &Utf8Path, text: &str) -> Result<(), PublishError> {
    let write = || -> io::Result<()> {
        let staging =
            Staging::open(path.parent().unwrap_or(Utf8Path::new(".")), format!(".{}.sitegen-", path.file_name().unwrap_or_default()))?;
        if std::fs::read_to_string(path).is_ok_and(|before| before == text) {
            return Ok(());
        }
        let mut file = staging.file()?;
        file.write_all(text.as_bytes())?;
        file.persist(path)?;
        Ok(())
    };
    write().map_err(|error| PublishError::Unrecorded { path: path.to_owned(), error })
}

fn unwritten(path: &Utf8Path) -> impl Fn(io::Error) -> PublishError {
    move |error| PublishError::Unwritten { path: path.to_owned(), error }
}

/// True when `out` is there and ours to replace, false when it is not there.
fn check_folder(out: &Utf8Path) -> Result<bool, PublishError> {
    let metadata = match std::fs::symlink_metadata(out) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(unwritten(out)(error)),
    };
    if !metadata.is_dir() {
        return Err(PublishError::NoFolder(out.to_owned()));
    }
    let empty = std::fs::read_dir(out).map_err(unwritten(out))?.next().is_none();
    if empty || out.join(MARKER).is_file() { Ok(true) } else { Err(PublishError::Foreign(out.to_owned())) }
}

fn write_all(staged: &Utf8Path, files: &[OutputFile]) -> Result<(), PublishError> {
    let mut folders: Vec<&str> =
        files.iter().filter_map(|file| Utf8Path::new(file.address.path()).parent()).map(Utf8Path::as_str).collect();
    folders.sort_unstable();
    folders.dedup();
    make_folder(staged)?;
    for folder in folders.into_iter().filter(|folder| !folder.is_empty()) {
        let mut made = staged.to_owned();
        for part in folder.split('/') {
            made.push(part);
            make_folder(&made)?;
        }
    }
    write(&staged.join(MARKER), MARKER_TEXT.as_bytes())?;
    files.par_iter().try_for_each(|file| write(&staged.join(file.address.path()), &file.bytes))
}

/// Makes a folder that everybody may read, whatever the umask; one that is there is fine.
fn make_folder(path: &Utf8Path) -> Result<(), PublishError> {
    match std::fs::create_dir(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(unwritten(path)(error)),
        _ => {}
    }
    set_mode(path, 0o755)
}

/// Writes a file that everybody may read, whatever the umask.
fn write(path: &Utf8Path, bytes: &[u8]) -> Result<(), PublishError> {
    std::fs::write(path, bytes).map_err(unwritten(path))?;
    set_mode(path, 0o644)
}

#[cfg(unix)]
fn set_mode(path: &Utf8Path, mode: u32) -> Result<(), PublishError> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).map_err(unwritten(path))
}

#[cfg(not(unix))]
fn set_mode(_path: &Utf8Path, _mode: u32) -> Result<(), PublishError> {
    Ok(())
}

/// Lets two folders change places: in one step where the system can, else in two with the old
/// folder put back if the second fails.
fn exchange(staged: &Utf8Path, out: &Utf8Path) -> io::Result<()> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::site::Address;

    fn file(path: &str, text: &str) -> OutputFile {
        OutputFile { address: Address::well_known(path), bytes: text.as_bytes().to_vec() }
    }

    fn temporary() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8Path::from_path(folder.path()).unwrap().to_owned();
        (folder, path)
    }

    #[test]
    fn a_new_site_replaces_the_old_one_whole() {
        let (_guard, root) = temporary();
        let out = root.join("public");
        publish(&out, &[file("a.html", "1"), file("old/b.html", "2")]).unwrap();
        publish(&out, &[file("a.html", "3")]).unwrap();
        assert_eq!(std::fs::read_to_string(out.join("a.html")).unwrap(), "3");
        assert!(!out.join("old").exists(), "what the new site lacks is gone");
        assert_eq!(std::fs::read_dir(&root).unwrap().count(), 1, "nothing is left beside it");
    }

    #[test]
    fn what_a_killed_build_left_is_removed_and_nothing_else() {
        let (_guard, root) = temporary();
        for folder in [".public.sitegen-abc123/site", ".other.sitegen-abc123", "public.sitegen-mine"] {
            std::fs::create_dir_all(root.join(folder)).unwrap();
        }
        publish(&root.join("public"), &[file("a.html", "1")]).unwrap();
        let mut left: Vec<_> = std::fs::read_dir(&root).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        left.sort();
        assert_eq!(left, [".other.sitegen-abc123", "public", "public.sitegen-mine"]);
    }

    #[test]
    fn builds_at_once_wait_for_each_other() {
        let (_guard, root) = temporary();
        let out = root.join("public");
        std::thread::scope(|scope| {
            for number in 0..8 {
                let out = &out;
                scope.spawn(move || publish(out, &[file("a.html", &number.to_string()), file("b.html", &number.to_string())]).unwrap());
            }
        });
        assert_eq!(std::fs::read(out.join("a.html")).unwrap(), std::fs::read(out.join("b.html")).unwrap());
        assert_eq!(std::fs::read_dir(&root).unwrap().count(), 1);
    }

    #[test]
    fn a_folder_that_is_not_ours_stays_as_it_is() {
        let (_guard, root) = temporary();
        std::fs::write(root.join("precious.txt"), "mine").unwrap();
        assert!(matches!(publish(&root, &[file("a.html", "1")]), Err(PublishError::Foreign(_))));
        assert!(matches!(publish(&root.join("precious.txt"), &[]), Err(PublishError::NoFolder(_))));
        assert_eq!(std::fs::read_dir(&root).unwrap().count(), 1);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_in_place_of_the_folder_is_refused() {
        let (_guard, root) = temporary();
        std::fs::create_dir(root.join("elsewhere")).unwrap();
        std::os::unix::fs::symlink(root.join("elsewhere"), root.join("public")).unwrap();
        assert!(matches!(publish(&root.join("public"), &[]), Err(PublishError::NoFolder(_))));
    }

    #[test]
    fn an_empty_folder_may_be_used_and_a_failure_leaves_no_trace() {
        let (_guard, root) = temporary();
        let out = root.join("public");
        std::fs::create_dir(&out).unwrap();
        publish(&out, &[file("a.html", "1")]).unwrap();
        // A file where a folder is needed makes the writing fail half-way.
        assert!(publish(&out, &[file("a", "2"), file("a/b.html", "3")]).is_err());
        assert_eq!(std::fs::read_to_string(out.join("a.html")).unwrap(), "1");
        assert_eq!(std::fs::read_dir(&root).unwrap().count(), 1);
    }
}
