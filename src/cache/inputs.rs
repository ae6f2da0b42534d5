//! The files that a site is made from.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use walkdir::WalkDir;

use crate::digest::sha256_bytes;

use super::Stamp;

/// Whatever below these can change a site, but for hidden files.
const FOLDERS: [&str; 2] = ["content", "templates"];

/// Files at the root that can change a site.
const FILES: [&str; 3] = ["sitegen.yaml", "redactions.yaml", "addresses.txt"];

/// A file that changed so shortly before it was looked at may change again without another stamp: the coarsest clock of a file system in
/// use (FAT) ticks every two seconds.
const TICK: Duration = Duration::from_secs(2);

/// A file that a site is made from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Input {
    /// Its path from the site's root.
    pub path: String,
    /// How it was; `None` for what is no regular file.
    pub stamp: Option<Stamp>,
    /// The SHA-256 of its content, where the stamp alone does not tell whether it changes.
    pub sha256: Option<[u8; 32]>,
}

impl Input {
    /// Is this file, looked at now, what it was `before`?
    #[must_use]
    pub fn is_still(&self, before: &Self, root: &Utf8Path) -> bool {
        self.path == before.path
            && self.stamp == before.stamp
            && before.sha256.is_none_or(|sha256| self.sha256.or_else(|| digest(&root.join(&self.path))) == Some(sha256))
    }
}

/// Every file that can change the site at `root`, by path. What cannot be listed is left out; a build says so.
#[must_use]
pub fn inputs(root: &Utf8Path) -> Vec<Input> {
    let now = SystemTime::now();
    let walk = |folder: &str| {
        let entries = WalkDir::new(root.join(folder)).min_depth(1).into_iter();
        let visible = entries.filter_entry(|entry| !entry.file_name().as_encoded_bytes().starts_with(b"."));
        visible.filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir()).map(walkdir::DirEntry::into_path).collect::<Vec<_>>()
    };
    let files = FILES.iter().map(|file| root.join(file).into_std_path_buf()).filter(|path| path.symlink_metadata().is_ok());
    let paths: Vec<_> = FOLDERS.iter().flat_map(|folder| walk(folder)).chain(files).collect();
    let path =
        |path: std::path::PathBuf| Utf8PathBuf::from_path_buf(path).unwrap_or_else(|path| path.to_string_lossy().into_owned().into());
    let mut inputs: Vec<Input> = paths.into_par_iter().map(|full| look(root, &path(full), now)).collect();
    inputs.sort_unstable_by(|one, other| one.path.cmp(&other.path));
    inputs
}

/// The file at `path` below `root`, if it is there.
#[must_use]
pub fn input(root: &Utf8Path, path: &str) -> Option<Input> {
    let full = root.join(path);
    full.symlink_metadata().is_ok().then(|| look(root, &full, SystemTime::now()))
}

fn look(root: &Utf8Path, path: &Utf8Path, now: SystemTime) -> Input {
    let stamp = Stamp::of(path);
    let sha256 = stamp.filter(|stamp| is_fresh(*stamp, now)).and_then(|_| digest(path));
    Input { path: path.strip_prefix(root).unwrap_or(path).as_str().to_owned(), stamp, sha256 }
}

/// Did the file change so lately, or in the future, that it may change again without another stamp?
fn is_fresh(stamp: Stamp, now: SystemTime) -> bool {
    let sure = now.checked_sub(TICK).and_then(|sure| sure.duration_since(UNIX_EPOCH).ok()).map_or(0, |sure| sure.as_nanos());
    u128::from(stamp.modified.max(stamp.changed)) >= sure
}

fn digest(path: &Utf8Path) -> Option<[u8; 32]> {
    std::fs::read(path).ok().map(sha256_bytes)
}
