//! What `content/` holds before an import.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Source, shown_path};
use crate::digest::{hexadecimal, parse_sha256};
use crate::thread::{self, ADDRESSES, CONTENT, ThreadPath, Topic, published_lines, read_topic};

use super::listed::{Hash, List};

/// What `content/` holds already, and what this import adds to it.
#[derive(Default)]
pub(super) struct Existing {
    pub(super) topics: Vec<Topic>,
    /// Every file that has a thread's place.
    threads: List,
    /// Every thread that was ever published, with the hash of its text and the ids of its answers.
    pub(super) published: BTreeMap<ThreadPath, Published>,
    /// Where the thread of a text was published.
    pub(super) published_by_sha256: BTreeMap<String, ThreadPath>,
}

/// What was published at an address.
#[derive(Debug, Default)]
pub(super) struct Published {
    pub(super) sha256: Option<String>,
    pub(super) answers: BTreeSet<String>,
}

impl Existing {
    /// Reads what import needs to know. Errors in threads are `check`'s to report; those in a
    /// topic's words are reported here, as they decide where threads go.
    ///
    /// # Errors
    /// When the list of threads cannot be kept.
    pub(super) fn load(root: &Utf8Path, problems: &mut Vec<Diagnostic>) -> io::Result<Self> {
        let content = root.join(CONTENT);
        let mut existing = Self::default();
        existing.load_published(root);
        let files: Vec<(ThreadPath, Utf8PathBuf)> = walkdir::WalkDir::new(&content)
            .min_depth(2)
            .max_depth(2)
            .sort_by_file_name()
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file())
            .filter_map(|entry| {
                let path = Utf8Path::from_path(entry.path())?.to_owned();
                let topic = path.parent()?.file_name()?.to_owned();
                let slug = path.file_name()?.strip_suffix(".md")?.to_owned();
                (!topic.starts_with(['.', '_'])).then_some((ThreadPath { topic, slug }, path))
            })
            .collect();
        // Of each thread only what is looked for is kept: all texts at once could be more than there is memory.
        let found: Vec<(ThreadPath, Found)> = files
            .into_par_iter()
            .map(|(path, file)| {
                let shown = shown_path(root, file.strip_prefix(root).unwrap_or(&file));
                let source = std::fs::read_to_string(&file).ok().map(|text| Arc::new(Source::new(shown, text)));
                let found = match source {
                    Some(source) if path.slug == "_index" => Found::Topic(source),
                    Some(source) => origin(&source).map_or(Found::Unknown, |(file, sha256)| Found::Thread { file, sha256 }),
                    None => Found::Unknown,
                };
                (path, found)
            })
            .collect();
        for (path, found) in found {
            // A file that cannot be read has its name all the same.
            let (sha256, file) = match found {
                Found::Topic(source) => {
                    existing.topics.extend(read_topic(&path.topic, &source, problems));
                    (None, None)
                }
                Found::Thread { file, sha256 } => (Some(sha256), file),
                Found::Unknown => (None, None),
            };
            existing.threads.add(&path, sha256, file)?;
        }
        Ok(existing)
    }
}

impl Existing {
    /// Reads the record of addresses. What is wrong with it is the build's to report.
    fn load_published(&mut self, root: &Utf8Path) {
        let text = std::fs::read_to_string(root.join(ADDRESSES)).unwrap_or_default();
        for line in published_lines(&text) {
            let Some(path) = line.path.strip_suffix(".html").and_then(ThreadPath::parse) else { continue };
            if let Some(sha256) = line.sha256 {
                self.published_by_sha256.insert(sha256.to_owned(), path.clone());
            }
            let published = self.published.entry(path).or_default();
            published.sha256 = line.sha256.map(str::to_owned);
            published.answers.extend(line.answers.into_iter().map(str::to_owned));
        }
    }

    /// How many threads have their place.
    pub(super) fn number(&self) -> usize {
        self.threads.threads()
    }

    /// Every thread that has its place, in order.
    ///
    /// # Errors
    /// When the list of threads cannot be read; so with all that look into it.
    pub(super) fn threads(&self) -> io::Result<Vec<ThreadPath>> {
        self.threads.paths()
    }

    /// The thread of a text with this hash.
    pub(super) fn thread_of(&self, sha256: &str) -> io::Result<Option<ThreadPath>> {
        parse_sha256(sha256).map_or(Ok(None), |sha256| self.threads.of_text(&sha256))
    }

    /// The threads that came from a file of this name, each with the hash of its text.
    pub(super) fn of_file(&self, name: &str) -> io::Result<Vec<(ThreadPath, String)>> {
        let listed = self.threads.of_file(name)?.into_iter();
        Ok(listed.filter_map(|listed| Some((hexadecimal(&listed.sha256?), listed.path()))).map(|(sha256, path)| (path, sha256)).collect())
    }

    /// Takes note of where the thread of a text has its place.
    pub(super) fn add(&mut self, path: &ThreadPath, sha256: &str) -> io::Result<()> {
        self.threads.add(path, parse_sha256(sha256), None)
    }

    /// Has another text's thread this path, or had it ever, so that links lead there?
    pub(super) fn is_taken(&self, path: &ThreadPath, sha256: &str) -> io::Result<bool> {
        let of_another = |published: &Published| published.sha256.as_deref() != Some(sha256);
        Ok(self.published.get(path).is_some_and(of_another) || self.threads.holds(path)?)
    }

    /// The ids that answers of a thread ever had, whose text had this hash at last.
    pub(super) fn published_ids(&self, path: &ThreadPath, sha256: &str) -> BTreeSet<String> {
        let paths = [Some(path), self.published_by_sha256.get(sha256)];
        let published = paths.into_iter().flatten().filter_map(|path| self.published.get(path));
        published.flat_map(|published| published.answers.iter().cloned()).collect()
    }
}

/// What import needs to know of a file in `content/`.
enum Found {
    Topic(Arc<Source>),
    Thread { file: Option<String>, sha256: Hash },
    Unknown,
}

/// By what a thread's file is recognised when its source comes again: the source's name, and its hash.
fn origin(source: &Arc<Source>) -> Option<(Option<String>, Hash)> {
    let provenance = thread::read_provenance(source).unwrap_or_default();
    // A file with a mistake in it is still the thread that it was: its hash stands in it.
    let sha256 = parse_sha256(&provenance.sha256.or_else(|| written_hash(source.text()))?)?;
    // One of many threads in a file goes by its own address.
    Some((provenance.file.or(provenance.url), sha256))
}

/// The hash behind the word `sha256` in a text, whatever surrounds it.
fn written_hash(text: &str) -> Option<String> {
    let (_, rest) = text.split_once("sha256")?;
    let hash: String = rest.trim_start_matches([':', ' ', '"', '\'']).chars().take_while(char::is_ascii_hexdigit).collect();
    (hash.len() == 64).then_some(hash)
}
