//! The site that stands in an output folder.

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;
use walkdir::WalkDir;

use crate::cache::{Output, Stamp};
use crate::render::Fingerprint;
use crate::site::Address;

use super::MARKER;

/// What is known of the files in an output folder.
#[derive(Debug, Default)]
pub struct Standing {
    out: Utf8PathBuf,
    /// By path.
    files: Vec<Output>,
}

impl Standing {
    /// The folder `out`, of whose files `outputs`, which are sorted by path, were published.
    #[must_use]
    pub fn new(out: &Utf8Path, outputs: Vec<Output>) -> Self {
        Self { out: out.to_owned(), files: outputs }
    }

    /// The file at `address`, if it still stands there with bytes of this SHA-256.
    pub(super) fn with_bytes(&self, address: &Address, sha256: &[u8; 32]) -> Option<&Output> {
        self.known(address).filter(|known| known.sha256 == *sha256 && self.stands(known))
    }

    /// The file at `address`, if it was made from what has this fingerprint, and still stands there.
    pub(super) fn made_from(&self, address: &Address, fingerprint: &Fingerprint) -> Option<&Output> {
        self.known(address).filter(|known| known.fingerprint == Some(*fingerprint) && self.stands(known))
    }

    fn known(&self, address: &Address) -> Option<&Output> {
        let at = self.files.binary_search_by(|output| output.path.as_str().cmp(address.path())).ok()?;
        self.files.get(at)
    }

    fn stands(&self, known: &Output) -> bool {
        stamp(&self.out, &known.path) == Some(known.stamp)
    }
}

/// The stamp of the file at `path` below `out`. Links are made and removed with each build, so that they do not count.
pub(super) fn stamp(out: &Utf8Path, path: &str) -> Option<Stamp> {
    Stamp::of(&out.join(path)).map(Stamp::without_links)
}

/// Do exactly these files stand in `out`, and as they were?
#[must_use]
pub fn stands(out: &Utf8Path, outputs: &[Output]) -> bool {
    let mut files = 0;
    for entry in WalkDir::new(out).min_depth(1) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(_) => files += 1,
            Err(_) => return false,
        }
    }
    files == outputs.len() + 1
        && out.join(MARKER).is_file()
        && outputs.par_iter().all(|output| stamp(out, &output.path) == Some(output.stamp))
}
