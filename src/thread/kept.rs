//! Threads that were read before and need not be taken apart again.

use std::collections::HashMap;
use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::{Markdown, Thread};

/// Threads that were read without anything to say about them, by the SHA-256 of their files' texts.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct KeptThreads {
    threads: HashMap<[u8; 32], Box<KeptThread>, ahash::RandomState>,
    /// Is it other than what was loaded?
    #[serde(skip)]
    has_changed: bool,
}

/// A thread without the words that its file holds just so.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct KeptThread {
    thread: Thread,
    /// How long the texts below the front matter are, in bytes, in their order in the file.
    lengths: Vec<u32>,
    front_matter: Range<usize>,
}

impl KeptThread {
    /// What is kept of a thread and of the place of its front matter; `None` where a text is not just what stands in the file.
    #[must_use]
    pub fn new(thread: &mut Thread, front_matter: Range<usize>, file: &str) -> Option<Box<Self>> {
        if !markdown(thread).all(|text| file.get(text.offset..).is_some_and(|rest| rest.starts_with(&text.text))) {
            return None;
        }
        let texts: Vec<String> = markdown(thread).map(|markdown| std::mem::take(&mut markdown.text)).collect();
        let lengths: Option<Vec<u32>> = texts.iter().map(|text| u32::try_from(text.len()).ok()).collect();
        let kept = thread.clone();
        markdown(thread).zip(texts).for_each(|(markdown, text)| markdown.text = text);
        Some(Box::new(Self { thread: kept, lengths: lengths?, front_matter }))
    }

    /// The thread in a file with the same text, and the place of its front matter.
    #[must_use]
    pub fn thread(&self, file: &str) -> Option<(Thread, Range<usize>)> {
        let mut thread = self.thread.clone();
        for (markdown, length) in markdown(&mut thread).zip(&self.lengths) {
            markdown.text = file.get(markdown.offset..markdown.offset + *length as usize)?.to_owned();
        }
        Some((thread, self.front_matter.clone()))
    }
}

/// The texts of a thread that stand below its front matter.
fn markdown(thread: &mut Thread) -> impl Iterator<Item = &mut Markdown> {
    let answers = thread.answers.iter_mut().flat_map(|answer| answer.heading.iter_mut().chain([&mut answer.body]));
    [&mut thread.question].into_iter().chain(answers)
}

impl KeptThreads {
    /// The thread of which the file's text has this SHA-256.
    #[must_use]
    pub fn get(&self, sha256: &[u8; 32]) -> Option<&KeptThread> {
        self.threads.get(sha256).map(AsRef::as_ref)
    }

    /// Keeps these threads and no others: what was read anew, and by their hashes what is kept already.
    pub fn keep_only(&mut self, threads: impl IntoIterator<Item = ([u8; 32], Option<Box<KeptThread>>)>) {
        let mut before = std::mem::take(&mut self.threads);
        for (sha256, new) in threads {
            self.has_changed |= new.is_some();
            if let Some(thread) = new.or_else(|| before.remove(&sha256)) {
                self.threads.insert(sha256, thread);
            }
        }
        self.has_changed |= !before.is_empty();
    }

    /// Is it other than what was loaded?
    #[must_use]
    pub fn has_changed(&self) -> bool {
        self.has_changed
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::read;
    use super::*;
    use crate::diagnostic::Source;
    use crate::document::split;

    const FILE: &str = "---\ntitle: Numb?\nshort_answer: Yes.\nanswers:\n  - { id: a1, name: Vida Norstrand, rating: 4.9 }\n  - { id: a2, place: Fargo }\n\
                        disclaimer: General words.\n---\n\nIs it \u{e9} numb?\n\n## Wait {#a1}\n\nTwo weeks.\n\n## {#a2}\n\nThree.\n";

    fn read_file() -> (Thread, Range<usize>) {
        let source = Arc::new(Source::new("content/t/a.md", FILE.to_owned()));
        let mut problems = Vec::new();
        let thread = read(&source, &mut problems).unwrap();
        let front_matter = split(&source, &mut problems).unwrap().front_matter;
        assert!(problems.is_empty());
        (thread, front_matter)
    }

    #[test]
    fn a_kept_thread_is_the_one_that_was_read() {
        let (mut thread, front_matter) = read_file();
        let before = format!("{thread:?}");
        let kept = KeptThread::new(&mut thread, front_matter.clone(), FILE).unwrap();
        assert_eq!(format!("{thread:?}"), before, "it is as it was");
        let bytes = postcard::to_allocvec(&kept).unwrap();
        assert!(!bytes.windows(9).any(|part| part == b"Two weeks"), "the file's own words are not kept");
        let kept: KeptThread = postcard::from_bytes(&bytes).unwrap();
        let (again, place) = kept.thread(FILE).unwrap();
        assert_eq!((format!("{again:?}"), place), (before, front_matter));
        assert!(kept.thread("---\n---\n").is_none());
    }

    #[test]
    fn words_that_the_file_has_otherwise_are_not_kept() {
        let (mut thread, front_matter) = read_file();
        thread.question.text.push('!');
        assert!(KeptThread::new(&mut thread, front_matter, FILE).is_none());
    }

    #[test]
    fn only_what_is_still_there_is_kept() {
        let (thread, front_matter) = read_file();
        let kept = || KeptThread::new(&mut thread.clone(), front_matter.clone(), FILE);
        let mut threads = KeptThreads::default();
        threads.keep_only([([1; 32], kept()), ([2; 32], kept())]);
        assert!(threads.has_changed());
        let bytes = postcard::to_allocvec(&threads).unwrap();
        let mut threads: KeptThreads = postcard::from_bytes(&bytes).unwrap();
        threads.keep_only([([1; 32], None), ([2; 32], None), ([2; 32], None)]);
        assert!(!threads.has_changed());
        threads.keep_only([([2; 32], None)]);
        assert!(threads.has_changed() && threads.get(&[1; 32]).is_none() && threads.get(&[2; 32]).is_some());
    }
}
