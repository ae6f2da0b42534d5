//! Output files → a folder that is always a whole site (promise P5).
//!
//! The new site is written beside the old one, file by file as they are made, and takes its place in one step;
//! an output folder that sitegen did not make is never touched. A file that did not change is a second link to
//! the old one.

mod compare;
mod files;
mod manifest;
mod share;
mod standing;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;
use std::io::{self, Write as _};
use std::sync::{Mutex, MutexGuard, PoisonError, RwLock};

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use tempfile::TempDir;

use crate::cache::Output;
use crate::digest::sha256_bytes;
use crate::render::{Fingerprint, Inputs, OutputFile, Receiver};
use crate::site::Address;
use crate::staging::Staging;

pub use compare::{Comparison, Difference};
pub use manifest::{Made, manifest};
pub use share::Share;
pub use standing::{Standing, stands};

/// The file by which sitegen knows an output folder as its own.
pub const MARKER: &str = ".sitegen";

/// Of so many published files is looked whether they are still as they were when they were written.
const SAMPLE: usize = 8;

pub(crate) const MARKER_TEXT: &str = "Made by sitegen. Every build replaces this whole folder; keep your own files elsewhere.\n";

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

/// A site on its way into its folder. Dropped before it is finished, it leaves the folder as it was.
#[derive(Debug)]
pub struct Publication {
    out: Utf8PathBuf,
    /// True when there is a site to replace.
    exists: bool,
    /// The share of the files that is published.
    share: Share,
    /// What is known of the files that stand in `out`.
    before: Standing,
    staged: Utf8PathBuf,
    /// The folders that are made, as paths below `staged`.
    folders: RwLock<BTreeSet<String>>,
    made: Mutex<Vec<Made>>,
    failure: Mutex<Option<PublishError>>,
    /// Removes whatever is at its path when dropped: a half-written site, or the old one after the swap.
    folder: TempDir,
    staging: Staging,
}

/// The site that was replaced, where there was one. It goes when this is dropped.
#[derive(Debug)]
pub struct Replaced {
    folder: TempDir,
    _staging: Staging,
}

impl Drop for Replaced {
    fn drop(&mut self) {
        files::remove_files(self.folder.path());
    }
}

impl Publication {
    /// Begins to replace the site in the folder `out`. Where `before` knows a file that stands there with the same bytes, it is
    /// not written again.
    ///
    /// # Errors
    /// When `out` is not sitegen's, or nothing can be written beside it.
    pub fn begin(out: &Utf8Path, share: Share, before: Standing) -> Result<Self, PublishError> {
        check_folder(out)?;
        let parent = out.parent().unwrap_or(Utf8Path::new("."));
        let staging = staging_beside(out).map_err(unwritten(parent))?;
        let exists = check_folder(out)?;
        let folder = staging.folder().map_err(unwritten(parent))?;
        let staged = Utf8Path::from_path(folder.path()).ok_or_else(|| PublishError::NoFolder(out.to_owned()))?.join("site");
        files::make_folder(&staged)?;
        files::write(&staged.join(MARKER), MARKER_TEXT.as_bytes())?;
        Ok(Self {
            out: out.to_owned(),
            exists,
            share,
            before,
            staged,
            folders: RwLock::default(),
            made: Mutex::default(),
            failure: Mutex::default(),
            folder,
            staging,
        })
    }

    /// Puts the new site in the place of the old one. What was made, by address, and the old site.
    ///
    /// # Errors
    /// When something could not be written; the folder is as it was.
    pub fn finish(self) -> Result<(Vec<Made>, Replaced), PublishError> {
        if let Some(error) = locked(&self.failure).take() {
            return Err(error);
        }
        let swap = if self.exists { files::exchange(&self.staged, &self.out) } else { std::fs::rename(&self.staged, &self.out) };
        swap.map_err(unwritten(&self.out))?;
        let mut made = self.made.into_inner().unwrap_or_else(PoisonError::into_inner);
        made.par_sort_unstable_by(|one, other| one.address.cmp(&other.address));
        // Some file systems set a file's time only when it is closed; then each is looked at once more.
        let changed = |made: &Made| standing::stamp(&self.out, made.address.path()) != Some(made.stamp);
        if made.iter().step_by(made.len() / SAMPLE + 1).any(changed) {
            made.par_iter_mut().for_each(|made| made.stamp = standing::stamp(&self.out, made.address.path()).unwrap_or(made.stamp));
        }
        Ok((made, Replaced { folder: self.folder, _staging: self.staging }))
    }

    fn add(&self, file: OutputFile) -> Result<(), PublishError> {
        let path = self.staged.join(file.address.path());
        self.make_folders(file.address.path())?;
        let sha256 = sha256_bytes(&file.bytes);
        let unchanged = self.before.with_bytes(&file.address, &sha256).filter(|_| self.exists);
        // Not every file system links; then the file is written like a new one.
        let stamp = match unchanged.filter(|_| self.link(&file.address)) {
            Some(known) => known.stamp,
            None => files::write(&path, &file.bytes)?.without_links(),
        };
        locked(&self.made).push(Made { address: file.address, sha256, inputs: file.inputs, fingerprint: file.fingerprint, stamp });
        Ok(())
    }

    /// Gives the file that stands at `address` a second link in the new site; true if that could be done.
    fn link(&self, address: &Address) -> bool {
        std::fs::hard_link(self.out.join(address.path()), self.staged.join(address.path())).is_ok()
    }

    /// Makes the folders above the file at `path`.
    fn make_folders(&self, path: &str) -> Result<(), PublishError> {
        let Some((folder, _)) = path.rsplit_once('/') else { return Ok(()) };
        if self.folders.read().unwrap_or_else(PoisonError::into_inner).contains(folder) {
            return Ok(());
        }
        let mut made = self.folders.write().unwrap_or_else(PoisonError::into_inner);
        for end in folder.match_indices('/').map(|(at, _)| at).chain([folder.len()]) {
            if made.insert(folder[..end].to_owned()) {
                files::make_folder(&self.staged.join(&folder[..end]))?;
            }
        }
        Ok(())
    }
}

impl Receiver for Publication {
    fn wants(&self, address: &Address) -> bool {
        self.share.has(address)
    }

    fn keep(&self, addresses: &[Address], fingerprint: &Fingerprint, inputs: &Inputs) -> bool {
        let found: Option<Vec<&Output>> = addresses.iter().map(|address| self.before.made_from(address, fingerprint)).collect();
        let Some(found) = found.filter(|_| self.exists) else { return false };
        for (number, address) in addresses.iter().enumerate() {
            if self.make_folders(address.path()).is_err() || !self.link(address) {
                // They will be made anew, and a file must never be written through a link.
                addresses[..number].iter().for_each(|address| drop(std::fs::remove_file(self.staged.join(address.path()))));
                return false;
            }
        }
        let kept = addresses.iter().zip(found).map(|(address, known)| Made {
            address: address.clone(),
            sha256: known.sha256,
            inputs: Inputs::clone(inputs),
            fingerprint: Some(*fingerprint),
            stamp: known.stamp,
        });
        locked(&self.made).extend(kept);
        true
    }

    fn take(&self, file: OutputFile) {
        if let Err(error) = self.add(file) {
            locked(&self.failure).get_or_insert(error);
        }
    }
}

/// Removes what killed or failing builds left beside these files and folders.
///
/// # Errors
/// When something cannot be removed.
pub fn remove_leftovers(paths: &[&Utf8Path]) -> Result<(), PublishError> {
    paths.iter().try_for_each(|path| staging_beside(path).map(drop).map_err(unwritten(path)))
}

/// Where what will take the place of `path` is made.
fn staging_beside(path: &Utf8Path) -> io::Result<Staging> {
    Staging::open(path.parent().unwrap_or(Utf8Path::new(".")), format!(".{}.sitegen-", path.file_name().unwrap_or_default()))
}

/// What a mutex holds; no thread that panicked can have left it half changed.
fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Writes what goes along with a published site, such as the record of addresses, to `path`: whole or not at all, and only where the
/// file says something else.
///
/// # Errors
/// When it cannot be written.
pub fn write_beside(path: &Utf8Path, text: &str) -> Result<(), PublishError> {
    let write = || -> io::Result<()> {
        let staging = staging_beside(path)?;
        if std::fs::read_to_string(path).is_ok_and(|before| before == text) {
            return Ok(());
        }
        let mut file = staging.file()?;
        file.write_all(text.as_bytes())?;
        // What was ever published can be found out from nothing else, so it must outlive a power cut.
        file.as_file().sync_all()?;
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
