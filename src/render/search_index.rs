//! The search index, from the very words that the pages show.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::search::{AnswerRecord, Batch, Counted, Counts, Index, Lexicon, QuestionRecord, Record};
use crate::site::{Site, SiteThread};
use crate::thread::CONTENT;

use super::content::{Content, ThreadProse};
use super::disclaimer::check_shard;
use super::fingerprint::{Fingerprint, Ingredients};
use super::markdown::Prose;
use super::pages::place_of;
use super::visible::visible_text;
use super::{OutputFile, Receiver};

/// What a build learnt of a site's words, for the next one.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Memory {
    lexicon: Lexicon,
    /// The counted words of each thread, by its fingerprint.
    counts: BTreeMap<Fingerprint, Counts>,
}

/// Makes the index of all threads but drafts, which stay out of it even where they are shown; each thread's
/// shard is proved to carry its disclaimer (promise P3). The index's version.
pub(super) fn make(
    site: &Site,
    content: &Content<'_>,
    memory: &mut Memory,
    receiver: &dyn Receiver,
    problems: &mut Vec<Diagnostic>,
) -> String {
    let threads: Vec<usize> = published(site).collect();
    let counts = counted(site, content, &threads, memory);
    let counted: Vec<Counted<'_>> = threads.iter().zip(&counts).map(|(index, counts)| of_thread(site, *index, counts)).collect();
    let mut index = Index::new(&mut memory.lexicon, &counted, &site.settings.synonyms);
    for (address, bytes) in std::mem::take(&mut index.files) {
        if receiver.wants(&address) {
            receiver.take(OutputFile { address, bytes, inputs: vec![format!("{CONTENT}/")], fingerprint: None });
        }
    }
    let missing = threads.par_iter().enumerate().filter_map(|(number, at)| {
        let (address, thread) = (index.thread_address(number), &site.threads[*at]);
        let fingerprint = Ingredients::default()
            .add("search")
            .add(&(address.path(), topic_title(site, thread)))
            .add_fingerprint(&content.fingerprints[*at])
            .finish();
        let inputs = thread.files();
        if !receiver.wants(&address) || receiver.keep(std::slice::from_ref(&address), &fingerprint, &inputs) {
            return None;
        }
        let bytes = index.thread(number, &record(site, thread, content.thread(*at)));
        let missing = check_shard(&address, &bytes, thread);
        receiver.take(OutputFile { address, bytes, inputs, fingerprint: missing.is_none().then_some(fingerprint) });
        missing
    });
    problems.par_extend(missing);
    memory.counts = threads.iter().map(|at| content.fingerprints[*at]).zip(counts).collect();
    index.version
}

/// The counted words of these threads; those that are not remembered are counted on all cores.
fn counted(site: &Site, content: &Content<'_>, threads: &[usize], memory: &mut Memory) -> Vec<Counts> {
    let mut known: Vec<Option<Counts>> = threads.iter().map(|at| memory.counts.remove(&content.fingerprints[*at])).collect();
    let new: Vec<usize> = (0..threads.len()).filter(|number| known[*number].is_none()).collect();
    let count = |numbers: &[usize]| {
        let mut batch = Batch::default();
        for number in numbers {
            let at = threads[*number];
            batch.add(&record(site, &site.threads[at], content.thread(at)));
        }
        batch
    };
    // Each batch learns all words anew, so there are few. How many makes no difference to the result.
    let size = new.len().div_ceil(rayon::current_num_threads() * 2).max(64);
    let batches: Vec<Batch> = new.par_chunks(size).map(count).collect();
    for (numbers, batch) in new.chunks(size).zip(batches) {
        for (number, counts) in numbers.iter().zip(batch.into_counts(&mut memory.lexicon)) {
            known[*number] = Some(counts);
        }
    }
    known.into_iter().map(Option::unwrap_or_default).collect()
}

fn of_thread<'a>(site: &'a Site, at: usize, counts: &'a Counts) -> Counted<'a> {
    let thread = &site.threads[at];
    Counted { path: &thread.path, topic_title: topic_title(site, thread), counts }
}

fn topic_title<'a>(site: &'a Site, thread: &SiteThread) -> &'a str {
    let topic = site.topics.iter().find(|entry| entry.topic.slug == thread.path.topic);
    topic.map_or("", |entry| &entry.topic.title)
}

fn published(site: &Site) -> impl Iterator<Item = usize> {
    (0..site.threads.len()).filter(|index| !site.threads[*index].thread.editorial.draft)
}

fn record<'a>(site: &'a Site, thread: &'a SiteThread, prose: &'a ThreadProse) -> Record<'a> {
    let answers = thread.thread.answers.iter().zip(&prose.answers).map(|(answer, prose)| AnswerRecord {
        id: &answer.id,
        name: answer.byline.name.as_deref(),
        heading: prose.heading.as_ref().map(words),
        words: &prose.words,
    });
    Record {
        path: &thread.path,
        title: thread.display_title(),
        topic_title: topic_title(site, thread),
        tags: &thread.thread.tags,
        questions: questions(thread, prose),
        editor: [&prose.short_answer, &prose.note].into_iter().flatten().map(words).collect(),
        answers: answers.collect(),
        disclaimers: thread.disclaimers().collect(),
    }
}

/// The thread's own question, then those of the threads that are merged into it.
fn questions(thread: &SiteThread, prose: &ThreadProse) -> Vec<QuestionRecord> {
    let own = QuestionRecord { id: String::new(), title: None, words: words(&prose.question) };
    let merged = thread.merged.iter().zip(&prose.merged);
    let merged =
        merged.map(|(merged, prose)| QuestionRecord { id: place_of(merged), title: Some(merged.title.clone()), words: words(prose) });
    std::iter::once(own).chain(merged).collect()
}

fn words(prose: &Prose) -> String {
    visible_text(prose.words_html())
}
