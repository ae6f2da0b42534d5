//! How a file was when it was looked at.

use std::time::UNIX_EPOCH;

use camino::Utf8Path;
use serde::{Deserialize, Serialize};

/// What a file system says about a file; one that changed has another stamp, but for a change within the same tick of the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Stamp {
    /// In bytes.
    pub size: u64,
    /// When its content changed, in nanoseconds since 1970.
    pub modified: u64,
    /// When its content, name or rights changed, in nanoseconds since 1970; 0 where that is not known.
    pub changed: u64,
    /// Its number in the file system; 0 where it has none.
    pub number: u64,
    /// Its kind and who may do what with it; 0 where that is not known.
    pub mode: u32,
}

impl Stamp {
    /// The stamp of the regular file at `path`; `None` where there is none.
    #[must_use]
    pub fn of(path: &Utf8Path) -> Option<Self> {
        std::fs::symlink_metadata(path).ok().filter(std::fs::Metadata::is_file).map(|metadata| Self::from(&metadata))
    }

    /// The stamp without what a second link to the file changes.
    #[must_use]
    pub fn without_links(self) -> Self {
        Self { changed: 0, ..self }
    }
}

impl From<&std::fs::Metadata> for Stamp {
    fn from(metadata: &std::fs::Metadata) -> Self {
        let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        let modified = modified.and_then(|time| u64::try_from(time.as_nanos()).ok()).unwrap_or_default();
        #[cfg(unix)]
        let (changed, number, mode) = {
            use std::os::unix::fs::MetadataExt as _;
            let nanoseconds = i128::from(metadata.ctime()) * 1_000_000_000 + i128::from(metadata.ctime_nsec());
            (u64::try_from(nanoseconds).unwrap_or_default(), metadata.ino(), metadata.mode())
        };
        #[cfg(not(unix))]
        let (changed, number, mode) = (0, 0, 0);
        Self { size: metadata.len(), modified, changed, number, mode }
    }
}
