//! New threads that may ask what another thread asks already, with the words that say why.
//!
//! Of each thread only the counted words are kept, so that memory stays in proportion to the number of
//! threads and not to their texts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Source, shown_path};
use crate::similarity::{Corpus, Counters, Document, Index, Match, Scratch, Shared, parts};
use crate::thread::{self, CONTENT, ThreadPath};

use super::error::unlisted;
use super::existing::Existing;
use super::plan::Planned;

/// Threads at least this much alike are suggested, if they share at least so many words: two that share
/// their subject share three or four, two that ask the same share more. Both were set on the invented
/// threads of `tests/asked_before/tuned.txt`; `held_out.txt` measures them.
const LEAST_LIKENESS: f32 = 0.3;
const LEAST_WORDS: usize = 5;

/// So many earlier threads are suggested for one new thread.
const MOST_SUGGESTED: usize = 3;

/// So many of the shared words are shown, the heaviest.
const MOST_SHOWN: usize = 8;

/// More threads than this are not compared: what is kept of each takes 2 to 3 KB, and a dump of a large forum holds millions.
const MOST_COMPARED: usize = 200_000;

/// The new threads of an import, as far as it needs to know them for suggestions.
pub(super) struct AskedBefore {
    /// So many threads are compared; of more, none.
    most: usize,
    too_many: bool,
    counters: Counters,
    documents: Vec<Document>,
    /// The threads in the order of the documents, each with the raw text that it came from.
    new: Vec<(ThreadPath, Utf8PathBuf)>,
}

impl Default for AskedBefore {
    fn default() -> Self {
        Self { most: MOST_COMPARED, too_many: false, counters: Counters::default(), documents: Vec::new(), new: Vec::new() }
    }
}

impl AskedBefore {
    /// What counts the words of the new threads; `None` when there are too many of them.
    pub(super) fn counters(&self) -> Option<&Counters> {
        (!self.too_many).then_some(&self.counters)
    }

    /// Takes note of the new threads among `planned`.
    pub(super) fn add<E>(&mut self, planned: &mut [Result<Planned, E>]) {
        for planned in planned.iter_mut().flatten() {
            if let Some(counted) = planned.counted.take() {
                self.documents.push(counted);
                self.new.push((planned.imported.path.clone(), planned.imported.source.path().to_owned()));
            }
        }
        if self.new.len() > self.most {
            *self = Self { most: self.most, too_many: true, ..Self::default() };
        }
    }

    /// What new threads may repeat: a thread that lay in `content/` before, or an earlier one of this
    /// import. `existing` knows all of them.
    pub(super) fn findings(self, root: &Utf8Path, existing: &Existing) -> Vec<Diagnostic> {
        let Self { most, too_many, counters, mut documents, new } = self;
        if too_many || (!new.is_empty() && existing.number() > most) {
            let message = format!("there are more than {most} threads, so it was not looked whether any asks what another asks already");
            let help = "`sitegen check --asked-before` looks, and needs 2 to 3 KB of memory for each thread";
            return vec![Diagnostic::new(Code::AskedBefore, message).in_file(Utf8Path::new(CONTENT)).help(help)];
        }
        if new.is_empty() {
            return Vec::new();
        }
        let taken = match existing.threads() {
            Ok(taken) => taken,
            Err(error) => return vec![unlisted(&error)],
        };
        let made_now: BTreeSet<&ThreadPath> = new.iter().map(|(path, _)| path).collect();
        let before: Vec<&ThreadPath> = taken.iter().filter(|path| !made_now.contains(path) && path.slug != "_index").collect();
        let merged = read_and_count(root, &before, &counters, &mut documents);
        let index = Index::new(Corpus::new(counters, documents));
        // A thread that is merged into another is not the one to merge with.
        let path = |document: usize| {
            let path = new.get(document).map_or_else(|| before[document - new.len()], |(path, _)| path);
            merged.get(path).unwrap_or(path)
        };
        let findings = (0..new.len()).into_par_iter().map_init(Scratch::default, |scratch, document| -> Vec<Diagnostic> {
            // Of two new threads, the later one may repeat the earlier.
            let earlier = |other: usize| other < document || other >= new.len();
            let suggested = suggested(&index, document, scratch, earlier).into_iter();
            let (ours, raw) = &new[document];
            suggested.map(|(found, shared)| finding(ours, path(found.document), found, &shared).in_file(raw)).collect()
        });
        findings.collect::<Vec<_>>().into_iter().flatten().collect()
    }
}

/// Which threads in the content of the site at `root` may ask what another asks: each pair once, those that
/// an editor has merged aside.
#[must_use]
pub fn asked_before(root: &Utf8Path) -> Vec<Diagnostic> {
    let threads = match Existing::load(root, &mut Vec::new()).and_then(|existing| existing.threads()) {
        Ok(threads) => threads,
        Err(error) => return vec![unlisted(&error)],
    };
    let paths: Vec<&ThreadPath> = threads.iter().filter(|path| path.slug != "_index").collect();
    let (counters, mut documents) = (Counters::default(), Vec::new());
    let merged = read_and_count(root, &paths, &counters, &mut documents);
    let index = Index::new(Corpus::new(counters, documents));
    let findings = (0..paths.len()).into_par_iter().map_init(Scratch::default, |scratch, document| -> Vec<Diagnostic> {
        if merged.contains_key(paths[document]) {
            return Vec::new();
        }
        let earlier = |other: usize| other < document && !merged.contains_key(paths[other]);
        let suggested = suggested(&index, document, scratch, earlier).into_iter();
        let file = shown_path(root, &Utf8Path::new(CONTENT).join(paths[document].file()));
        suggested.map(|(found, shared)| finding(paths[document], paths[found.document], found, &shared).in_file(&file)).collect()
    });
    findings.collect::<Vec<_>>().into_iter().flatten().collect()
}

/// The threads that `document` may repeat, of those that count as `earlier`, best first.
fn suggested<'a>(
    index: &'a Index,
    document: usize,
    scratch: &mut Scratch,
    earlier: impl Fn(usize) -> bool,
) -> Vec<(Match, Vec<Shared<'a>>)> {
    let alike = index.nearest(document, LEAST_LIKENESS, scratch).into_iter().filter(|found| earlier(found.document));
    let with_words = alike.map(|found| (found, index.shared(document, found.document).collect::<Vec<_>>()));
    with_words.filter(|(_, shared)| shared.len() >= LEAST_WORDS).take(MOST_SUGGESTED).collect()
}

/// Adds the words of threads in `content/` to `documents`, and says which threads are merged into which.
/// One that cannot be read has no words; `check` reports it.
fn read_and_count(
    root: &Utf8Path,
    paths: &[&ThreadPath],
    counters: &Counters,
    documents: &mut Vec<Document>,
) -> BTreeMap<ThreadPath, ThreadPath> {
    let read = |path: &&ThreadPath| {
        let file = root.join(CONTENT).join(path.file());
        let source = std::fs::read_to_string(&file).ok().map(|text| Arc::new(Source::new(file, text)));
        let thread = source.and_then(|source| thread::read(&source, &mut Vec::new())).unwrap_or_default();
        let into = thread.editorial.merged_into.iter().filter_map(|target| ThreadPath::parse(target));
        let from = thread.editorial.also_asked.iter().filter_map(|other| ThreadPath::parse(other));
        let merges: Vec<_> = into.map(|target| ((*path).clone(), target)).chain(from.map(|other| (other, (*path).clone()))).collect();
        (counters.count(&parts(&thread)), merges)
    };
    let mut merged = BTreeMap::new();
    for (document, merges) in paths.par_iter().map(read).collect::<Vec<_>>() {
        documents.push(document);
        merged.extend(merges);
    }
    merged
}

fn finding(path: &ThreadPath, earlier: &ThreadPath, found: Match, shared: &[Shared<'_>]) -> Diagnostic {
    let percent = |share: f32| (share * 100.0).round();
    let words = shared.iter().take(MOST_SHOWN).map(|shared| {
        let [ours, theirs] = shared.words;
        let word = if ours == theirs { ours.to_owned() } else { format!("{ours}/{theirs}") };
        format!("{word} {}", percent(shared.share))
    });
    let words: Vec<String> = words.collect();
    Diagnostic::new(Code::AskedBefore, format!("this may ask what `{CONTENT}/{}` asks already", earlier.file()))
        .note(format!("alike by {} of 100, through the words {}", percent(found.likeness), words.join(", ")))
        .help(format!(
            "if it is the same question, add `merged_into: {earlier}` to `{CONTENT}/{}`, or `also_asked: [{path}]` to the other; if not, leave both as they are",
            path.file()
        ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::Thread;

    /// A thread of `tests/asked_before/*.txt` with its group; `-` for none.
    struct Labelled {
        group: char,
        thread: Thread,
    }

    fn labelled(text: &str) -> Vec<Labelled> {
        let threads = text.split("\n\n").filter(|block| !block.trim_start().starts_with('#') || block.contains("\nq "));
        let labelled = threads.map(|block| {
            let mut lines = block.trim().lines().filter(|line| !line.starts_with('#'));
            let first = lines.next().unwrap();
            let mut thread = Thread { title: Some(first[2..].to_owned()), ..Thread::default() };
            for line in lines {
                let words = thread::Markdown::new(&line[2..]);
                match &line[..2] {
                    "q " => thread.question = words,
                    "a " => thread.answers.push(thread::Answer { body: words, ..thread::Answer::default() }),
                    other => panic!("{other:?} in {block}"),
                }
            }
            Labelled { group: first.chars().next().unwrap(), thread }
        });
        labelled.collect()
    }

    /// The labelled raw threads of `tests/labels`, which stand for the content that is there.
    fn background() -> Vec<Labelled> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/labels");
        let files = walkdir::WalkDir::new(folder)
            .sort_by_file_name()
            .into_iter()
            .filter_map(Result::ok)
            .filter(|entry| entry.file_type().is_file());
        let threads = files.map(|entry| {
            let text = std::fs::read_to_string(entry.path()).unwrap();
            let raw: String = text.lines().map(|line| format!("{}\n", line.split_once('\t').map_or("", |(_, words)| words))).collect();
            let thread =
                crate::import::thread(&crate::import::read(&raw, crate::import::Vocabulary::built_in()), thread::Provenance::default());
            Labelled { group: '-', thread }
        });
        threads.collect()
    }

    #[test]
    fn too_many_threads_are_not_compared_and_nothing_of_them_is_kept() {
        let path = |number: usize| ThreadPath { topic: "numbness".to_owned(), slug: format!("thread-{number}") };
        let asked_before = |most: usize, threads: usize| {
            let mut asked_before = AskedBefore { most, ..AskedBefore::default() };
            asked_before.new = (0..threads).map(|number| (path(number), Utf8PathBuf::from("raw.txt"))).collect();
            asked_before.documents =
                (0..threads).map(|_| asked_before.counters.count(&[("numb eyelid tingling lashes droop", 4)])).collect();
            asked_before.add::<()>(&mut []);
            asked_before
        };
        let existing = |threads: usize| {
            let mut existing = Existing::default();
            (0..threads).for_each(|number| existing.add(&path(number), "").unwrap());
            existing
        };
        let many = asked_before(2, 3);
        assert!(many.counters().is_none() && many.documents.is_empty() && many.new.is_empty());
        let said = |asked_before: AskedBefore, threads| -> Vec<String> {
            asked_before.findings(Utf8Path::new("nowhere"), &existing(threads)).into_iter().map(|finding| finding.message).collect()
        };
        let too_many = "there are more than 2 threads, so it was not looked whether any asks what another asks already";
        assert_eq!(said(many, 3), [too_many]);
        assert_eq!(said(asked_before(2, 1), 3), [too_many], "those that were there before count too");
        assert_eq!(said(asked_before(3, 3), 3).len(), 3, "the second and the third repeat those before them");
        assert!(said(asked_before(2, 0), 3).is_empty(), "nothing new, nothing to say");
    }

    /// Pairs of `text` that are suggested and right, suggested and wrong, and missed.
    fn measure(text: &str) -> (usize, usize, usize) {
        let threads: Vec<Labelled> = labelled(text).into_iter().chain(background()).collect();
        let groups: Vec<char> = threads.iter().map(|thread| thread.group).collect();
        let counters = Counters::default();
        let documents = threads.iter().map(|thread| counters.count(&parts(&thread.thread))).collect();
        let index = Index::new(Corpus::new(counters, documents));
        let (mut right, mut wrong) = (0, 0);
        for one in 0..groups.len() {
            for (found, _) in suggested(&index, one, &mut Scratch::default(), |other| other < one) {
                let same = groups[one] == groups[found.document] && groups[one] != '-';
                // Of the background nobody has said which threads ask the same.
                if one < labelled(text).len() {
                    (right, wrong) = if same { (right + 1, wrong) } else { (right, wrong + 1) };
                }
            }
        }
        let pairs = groups.iter().filter(|group| **group != '-').count() / 2;
        (right, wrong, pairs - right)
    }

    #[test]
    fn questions_asked_before_are_found() {
        let (right, wrong, missed) = measure(include_str!("../../tests/asked_before/tuned.txt"));
        assert!(right >= 6 && wrong <= 4 && missed == 0, "tuned: {right} right, {wrong} wrong, {missed} missed");
        let (right, wrong, missed) = measure(include_str!("../../tests/asked_before/held_out.txt"));
        assert!(right >= 5 && wrong == 0 && missed <= 1, "held out: {right} right, {wrong} wrong, {missed} missed");
    }
}
