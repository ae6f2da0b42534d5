//! `addresses.txt`: every address that was ever published, so that each keeps working (promise P8).
//!
//! One line a page: its path, the hash of the source that it was made from (`-` where there is none) and
//! the ids of its answers, separated by spaces. The file is written by `sitegen build`, sorted, and meant
//! to be committed: two branches that each add a page merge line by line.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use std::sync::Arc;

use camino::Utf8Path;

use crate::diagnostic::{Code, Diagnostic, Source};

use crate::thread::{ADDRESSES, PublishedLine, published_lines};

use super::addresses::Addresses;
use super::{Address, Redirect, Site, SiteThread};

/// The name of the file at the site's root.
pub const FILE: &str = ADDRESSES;

const HEADING: &str = "\
# Every address that sitegen has published. Commit this file: what stands here keeps working, by a page,
# a redirect or a word that it is gone. Delete a line only when its address may break.
";

/// What was published at an address.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Published {
    /// The SHA-256 of the source that the page's thread came from.
    pub sha256: Option<String>,
    /// The ids of its answers.
    pub answers: BTreeSet<String>,
}

/// Every address with what was published there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Record {
    pages: BTreeMap<Address, Published>,
}

/// An address that has no page any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gone {
    /// The address.
    pub at: Address,
    /// The ids of the answers that stood there.
    pub answers: BTreeSet<String>,
}

impl Record {
    /// The record of the site at `root`; empty where there is none yet.
    pub(super) fn load(root: &Utf8Path, problems: &mut Vec<Diagnostic>) -> Self {
        match std::fs::read_to_string(root.join(FILE)) {
            Ok(text) => Self::read(&Arc::new(Source::new(FILE, text)), problems),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(error) => {
                problems.push(
                    Diagnostic::new(Code::UnreadableFile, format!("this file could not be read: {error}"))
                        .in_file(Utf8Path::new(FILE))
                        .help("restore it from version control: without it, old addresses would break"),
                );
                Self::default()
            }
        }
    }

    /// Reads the text of an `addresses.txt`. A line that cannot be read is a problem.
    pub fn read(source: &Arc<Source>, problems: &mut Vec<Diagnostic>) -> Self {
        let mut record = Self::default();
        for PublishedLine { span, path, sha256, answers } in published_lines(source.text()) {
            let published = Published { sha256: sha256.map(str::to_owned), answers: answers.into_iter().map(str::to_owned).collect() };
            match Address::parse(path) {
                Some(address) => record.add(address, published),
                None => problems.push(
                    Diagnostic::new(Code::InvalidRecord, "this line of the record names no page of this site")
                        .at(source, span, "a path such as `numbness/will-it-fade.html` expected")
                        .help("restore the line from version control, or delete it if its address may break"),
                ),
            }
        }
        record
    }

    /// Adds a page to what was published at its address before.
    pub fn add(&mut self, address: Address, published: Published) {
        let known = self.pages.entry(address).or_default();
        known.answers.extend(published.answers);
        known.sha256 = published.sha256.or(known.sha256.take());
    }

    /// What becomes of the addresses that no page has any more: each leads to the thread that was made from the
    /// same source, where there is one, and is gone otherwise.
    pub(super) fn orphans(&self, addresses: &Addresses, threads: &[SiteThread]) -> (Vec<Redirect>, Vec<Gone>) {
        let mut by_source: BTreeMap<&str, &SiteThread> = BTreeMap::new();
        for thread in threads {
            let merged = thread.merged.iter().map(|merged| &merged.source);
            for source in [&thread.thread.source].into_iter().chain(merged).flatten() {
                by_source.extend(source.sha256.as_deref().map(|sha256| (sha256, thread)));
            }
        }
        let (mut moved, mut gone) = (Vec::new(), Vec::new());
        for (from, published) in self.pages.iter().filter(|(address, _)| !addresses.contains(address)) {
            match published.sha256.as_deref().and_then(|sha256| by_source.get(sha256)) {
                Some(thread) => moved.push(Redirect { from: from.clone(), to: Address::thread(&thread.path), merged: None }),
                None => gone.push(Gone { at: from.clone(), answers: published.answers.clone() }),
            }
        }
        (moved, gone)
    }

    /// The answers that stood on a thread's page and stand there no more.
    pub(super) fn lost_answers(&self, thread: &SiteThread) -> Vec<String> {
        let published = self.pages.get(&Address::thread(&thread.path));
        let here = |id: &String| {
            thread.thread.answers.iter().any(|answer| answer.id == *id) || thread.withdrawn.iter().any(|answer| answer.id == *id)
        };
        published.into_iter().flat_map(|published| &published.answers).filter(|id| !here(id)).cloned().collect()
    }

    /// The record as the text of its file.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = HEADING.to_owned();
        for (address, Published { sha256, answers }) in &self.pages {
            let _ = write!(text, "{} {}", address.path(), sha256.as_deref().unwrap_or("-"));
            for answer in answers {
                let _ = write!(text, " {answer}");
            }
            text.push('\n');
        }
        text
    }
}

impl Site {
    /// What was ever published, with the `pages` that the site has now. The page for wrong addresses has none of
    /// its own.
    #[must_use]
    pub fn record(&self, pages: impl Iterator<Item = Address>) -> Record {
        let mut record = self.published.clone();
        for page in pages.filter(|page| *page != Address::page("404")) {
            record.add(page, Published::default());
        }
        for thread in &self.threads {
            let answers = thread.thread.answers.iter().map(|answer| answer.id.clone()).collect();
            let sha256 = thread.thread.source.as_ref().and_then(|source| source.sha256.clone());
            record.add(Address::thread(&thread.path), Published { sha256, answers });
        }
        record
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn a_record_grows_and_reads_back() {
        let page = |path: &str| Address::parse(path).unwrap();
        let published = |sha256: Option<&str>, answers: &[&str]| Published {
            sha256: sha256.map(str::to_owned),
            answers: answers.iter().map(|answer| (*answer).to_owned()).collect(),
        };
        let mut record = Record::default();
        record.add(page("b/two.html"), published(Some("ab12"), &["a1", "a2"]));
        record.add(page("a/"), published(None, &[]));
        record.add(page("b/two.html"), published(None, &["a3"]));
        let text = record.write();
        assert!(text.ends_with("\na/index.html -\nb/two.html ab12 a1 a2 a3\n"), "{text}");
        let mut problems = Vec::new();
        assert_eq!(Record::read(&Arc::new(Source::new(FILE, text)), &mut problems), record);
        assert!(problems.is_empty());
        Record::read(&Arc::new(Source::new(FILE, "../x -\n".to_owned())), &mut problems);
        assert_eq!(problems.len(), 1);
    }
}
