//! A site that is made again and compared with the one that stands, byte for byte.

use std::collections::BTreeSet;
use std::fmt;
use std::sync::{Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use walkdir::WalkDir;

use crate::render::{OutputFile, Receiver};
use crate::site::Address;

use super::{MARKER, MARKER_TEXT, Share, locked};

/// Compares the files that are made with those in a folder, and writes nothing.
#[derive(Debug)]
pub struct Comparison {
    out: Utf8PathBuf,
    share: Share,
    made: Mutex<BTreeSet<String>>,
    differences: Mutex<BTreeSet<Difference>>,
}

/// How a folder differs from the site that belongs into it. The paths are below the folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Difference {
    /// A file is not there.
    Missing(String),
    /// A file has other bytes.
    Changed(String),
    /// A file does not belong there.
    Foreign(String),
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Missing(path) => write!(formatter, "`{path}` is not there"),
            Self::Changed(path) => write!(formatter, "`{path}` has other bytes"),
            Self::Foreign(path) => write!(formatter, "`{path}` does not belong there"),
        }
    }
}

impl Difference {
    /// The difference for a program.
    #[must_use]
    pub fn json(&self) -> serde_json::Value {
        let (kind, path) = match self {
            Self::Missing(path) => ("missing", path),
            Self::Changed(path) => ("changed", path),
            Self::Foreign(path) => ("foreign", path),
        };
        serde_json::json!({ "difference": kind, "path": path })
    }
}

impl Comparison {
    /// Begins to compare with the folder `out`, which holds this share of a site.
    #[must_use]
    pub fn begin(out: &Utf8Path, share: Share) -> Self {
        let comparison = Self { out: out.to_owned(), share, made: Mutex::default(), differences: Mutex::default() };
        comparison.compare(MARKER, MARKER_TEXT.as_bytes());
        comparison
    }

    /// Every difference, once all files were taken.
    #[must_use]
    pub fn finish(self) -> Vec<Difference> {
        let made = locked(&self.made);
        let files = WalkDir::new(&self.out).min_depth(1).into_iter().filter_map(Result::ok).filter(|entry| !entry.file_type().is_dir());
        let paths = files.filter_map(|entry| Some(entry.path().strip_prefix(&self.out).ok()?.to_string_lossy().replace('\\', "/")));
        locked(&self.differences).extend(paths.filter(|path| !made.contains(path)).map(Difference::Foreign));
        drop(made);
        self.differences.into_inner().unwrap_or_else(PoisonError::into_inner).into_iter().collect()
    }

    fn compare(&self, path: &str, bytes: &[u8]) {
        let difference = match std::fs::read(self.out.join(path)) {
            Ok(standing) if standing == bytes => None,
            Ok(_) => Some(Difference::Changed(path.to_owned())),
            Err(_) => Some(Difference::Missing(path.to_owned())),
        };
        locked(&self.differences).extend(difference);
        locked(&self.made).insert(path.to_owned());
    }
}

impl Receiver for Comparison {
    fn wants(&self, address: &Address) -> bool {
        self.share.has(address)
    }

    fn take(&self, file: OutputFile) {
        self.compare(file.address.path(), &file.bytes);
    }
}
