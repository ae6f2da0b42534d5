//! What the last build knew, in `.sitegen/` at the site's root, so that the next one need not find it out again.
//!
//! The folder may be deleted at any time. What is read from it is checked: it begins with a mark of its form and of the program that wrote
//! it, and ends with a hash of all between. A cache that is damaged, or another program's, is as good as none.

mod findings;
mod inputs;
mod stamp;

use std::io::{BufWriter, Write as _};

use camino::{Utf8Path, Utf8PathBuf};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::digest::{Hashed, sha256_bytes};
use crate::render::Fingerprint;
use crate::staging::Staging;

pub use findings::Finding;
pub use inputs::{Input, input, inputs};
pub use stamp::Stamp;

/// The folder below the site's root.
pub const FOLDER: &str = ".sitegen";

/// What a cache of this form begins with; changed whenever the form does.
const MARK: &[u8] = b"sitegen cache 4\n";

/// More findings than this are not worth keeping: somebody has to mend them first.
const MOST_FINDINGS: usize = 1000;

/// A file that the last build published.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Output {
    /// Its path below the output folder.
    pub path: String,
    /// The SHA-256 of its bytes.
    pub sha256: [u8; 32],
    /// How it was when it had been published.
    pub stamp: Stamp,
    /// The hash of everything that it was made from, where that was worked out.
    pub fingerprint: Option<Fingerprint>,
}

/// The last build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBuild {
    /// What it was asked for, as text.
    pub options: String,
    /// The output folder.
    pub out: Utf8PathBuf,
    /// Every file that it read, by path.
    pub inputs: Vec<Input>,
    /// Every file that it published, by path.
    pub outputs: Vec<Output>,
    /// What it wrote besides, with the path from the site's root.
    pub records: Vec<(Utf8PathBuf, Stamp)>,
    /// What it had to say; `None` where that was too much to keep.
    pub findings: Option<Vec<Finding>>,
    /// What it reported at its end.
    pub summary: Summary,
}

/// How much a build made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Summary {
    /// How many threads have pages.
    pub threads: usize,
    /// How many experts have pages.
    pub experts: usize,
    /// How many files were published.
    pub files: usize,
}

/// A part of the cache, each in a file of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// A [`LastBuild`]. Read by every build.
    LastBuild,
    /// What it found out about the content. Read, as the next one is, by a build that has something to make.
    Content,
    /// What it learnt of the words that its pages show.
    Memory,
}

impl Part {
    fn file(self) -> &'static str {
        match self {
            Self::LastBuild => "last-build",
            Self::Content => "content",
            Self::Memory => "memory",
        }
    }
}

/// So many bytes are hashed and written at once.
const BUFFER: usize = 64 * 1024;

/// The cache of one site, for one program: another one may make other pages of the same files.
#[derive(Debug)]
pub struct Cache {
    folder: Utf8PathBuf,
    /// What each file begins with.
    head: Vec<u8>,
}

impl Cache {
    /// The cache of the site at `root` for the program at a path.
    #[must_use]
    pub fn of(root: &Utf8Path, program: &std::path::Path) -> Option<Self> {
        let path = Utf8Path::from_path(program)?;
        let stamp = Stamp::of(path)?;
        Some(Self::new(root, &format!("{} {path} {stamp:?}", env!("CARGO_PKG_VERSION"))))
    }

    fn new(root: &Utf8Path, program: &str) -> Self {
        Self { folder: root.join(FOLDER), head: [MARK, program.as_bytes(), b"\n"].concat() }
    }

    /// What was kept in this part, if it can be trusted.
    #[must_use]
    pub fn load<T: DeserializeOwned>(&self, part: Part) -> Option<T> {
        let bytes = std::fs::read(self.folder.join(part.file())).ok()?;
        let body = bytes.strip_prefix(self.head.as_slice())?;
        let (body, hash) = body.split_last_chunk()?;
        if sha256_bytes(body) != *hash {
            return None;
        }
        postcard::from_bytes(body).ok()
    }

    /// Keeps a value in this part. One that cannot be written is no reason to stop: the next build takes longer.
    pub fn save(&self, part: Part, value: &impl Serialize) {
        let path = self.folder.join(part.file());
        let write = || -> Option<()> {
            // From here on nothing is done on several cores: a core that helps out could wait for this very lock.
            let staging = Staging::open(&self.folder, ".unfinished-").ok()?;
            let mut file = staging.file().ok()?;
            file.write_all(&self.head).ok()?;
            let body = postcard::to_io(value, BufWriter::with_capacity(BUFFER, Hashed::new(&mut file))).ok()?;
            let hash = body.into_inner().ok()?.finish();
            file.write_all(&hash).ok()?;
            file.persist(&path).ok()?;
            Some(())
        };
        if write().is_none() {
            let _ = std::fs::remove_file(path);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_damaged_or_foreign_cache_is_none() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        let (cache, other) = (Cache::new(root, "one"), Cache::new(root, "other"));
        let last = LastBuild {
            options: "all".to_owned(),
            out: "public".into(),
            inputs: Vec::new(),
            outputs: Vec::new(),
            records: Vec::new(),
            findings: None,
            summary: Summary { threads: 1, experts: 2, files: 3 },
        };
        assert_eq!(cache.load::<LastBuild>(Part::LastBuild), None);
        cache.save(Part::LastBuild, &last);
        assert_eq!(cache.load(Part::LastBuild).as_ref(), Some(&last));
        assert_eq!(other.load::<LastBuild>(Part::LastBuild), None);
        let path = cache.folder.join(Part::LastBuild.file());
        let whole = std::fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            std::fs::write(&path, &damaged).unwrap();
            assert_eq!(cache.load::<LastBuild>(Part::LastBuild), None, "byte {at}");
            std::fs::write(&path, &whole[..at]).unwrap();
            assert_eq!(cache.load::<LastBuild>(Part::LastBuild), None, "cut at {at}");
        }
    }
}
