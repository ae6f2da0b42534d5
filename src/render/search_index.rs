//! The search index, from the very words that the pages show.

use std::borrow::Cow;

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Diagnostic;
use crate::kept::Kept;
use crate::search::{AnswerRecord, Counted, Counters, Counts, Index, Lexicon, QuestionRecord, Receipt, Record, Shards};
use crate::site::{Address, Site, SiteThread};
use crate::thread::{CONTENT, ThreadPath};

use super::content::{Content, ThreadProse};
use super::disclaimer::check_shard;
use super::fingerprint::{Fingerprint, Ingredients};
use super::markdown::Prose;
use super::pages::place_of;
use super::visible::visible_text;
use super::{Inputs, OutputFile, Receiver};

/// What a build learnt of a site's words, for the next one.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Memory {
    lexicon: Lexicon,
    /// The counted words of each thread, by its fingerprint.
    counts: Kept,
}

impl Memory {
    /// Is it other than what was loaded?
    #[must_use]
    pub fn has_changed(&self) -> bool {
        self.counts.has_changed()
    }
}

/// What the index needs of each thread, made along with its page. Drafts stay out of it even where they are shown, and so do all
/// threads where the site cannot be searched.
pub(super) struct Threads<'a> {
    site: &'a Site,
    content: &'a Content<'a>,
    /// The threads that are in the index, by their indices in the site's list.
    listed: Vec<usize>,
    shards: Shards,
    /// The counted words of each of them that is remembered.
    known: Vec<Option<Counts>>,
    counters: Counters,
}

impl<'a> Threads<'a> {
    pub(super) fn new(site: &'a Site, content: &'a Content<'a>, memory: &Memory) -> Self {
        let in_index = |index: &usize| site.settings.search && !site.threads[*index].thread.editorial.draft;
        let listed: Vec<usize> = (0..site.threads.len()).filter(in_index).collect();
        let paths: Vec<&ThreadPath> = listed.iter().map(|index| &site.threads[*index].path).collect();
        let shards = Shards::new(paths.into_iter());
        let known = |at: &usize| memory.counts.get(&content.fingerprints[*at]).and_then(|kept| postcard::from_bytes(kept).ok());
        let known = listed.par_iter().map(known).collect();
        Self { site, content, listed, shards, known, counters: Counters::default() }
    }

    /// What is to be made for the thread at `index` in the site's list: its shard, unless `receiver` has or does not want it, and its counts,
    /// unless they are known. `None` where that is nothing.
    pub(super) fn missing(&self, index: usize, inputs: &Inputs, receiver: &dyn Receiver) -> Option<Missing> {
        let position = self.listed.binary_search(&index).ok()?;
        let thread = &self.site.threads[index];
        let address = self.shards.address(position);
        let fingerprint = Ingredients::default()
            .add("search")
            .add(&(address.path(), topic_title(self.site, thread)))
            .add_fingerprint(&self.content.fingerprints[index])
            .finish();
        let made = !receiver.wants(&address) || receiver.keep(std::slice::from_ref(&address), &fingerprint, inputs);
        let missing = Missing { position, shard: (!made).then_some((address, fingerprint)), counts: self.known[position].is_none() };
        (missing.shard.is_some() || missing.counts).then_some(missing)
    }

    /// Makes what is missing of the thread at `index` in the site's list, which has these texts. Its shard is proved to carry its disclaimer
    /// (promise P3).
    pub(super) fn make(&self, index: usize, missing: Missing, prose: &ThreadProse, inputs: Inputs, receiver: &dyn Receiver) -> Made {
        let thread = &self.site.threads[index];
        let record = record(self.site, thread, prose);
        let receipt = missing.counts.then(|| (missing.position, self.counters.count(&record)));
        let problem = missing.shard.and_then(|(address, fingerprint)| {
            let bytes = self.shards.shard(missing.position, &record);
            let problem = check_shard(&address, &bytes, thread);
            receiver.take(OutputFile { address, bytes, inputs, fingerprint: problem.is_none().then_some(fingerprint) });
            problem
        });
        Made { problem, receipt }
    }

    /// Makes the rest of the index, when everything that was missing is made. Its version; empty where there is to be none.
    pub(super) fn finish(self, counted: Vec<(usize, Receipt)>, memory: &mut Memory, receiver: &dyn Receiver) -> String {
        if !self.site.settings.search {
            return String::new();
        }
        let Self { site, content, listed, shards, mut known, counters } = self;
        let (positions, receipts): (Vec<usize>, Vec<Receipt>) = counted.into_iter().unzip();
        let is_new: Vec<bool> = known.iter().map(Option::is_none).collect();
        for (position, counts) in positions.into_iter().zip(counters.into_counts(receipts, &mut memory.lexicon)) {
            known[position] = Some(counts);
        }
        let counts: Vec<Counts> = known.into_iter().map(Option::unwrap_or_default).collect();
        let pairs = listed.iter().zip(&counts).map(|(index, counts)| {
            let thread = &site.threads[*index];
            Counted { path: &thread.path, topic_title: topic_title(site, thread), counts }
        });
        let index = Index::new(&mut memory.lexicon, &pairs.collect::<Vec<_>>(), &shards, &site.settings.synonyms);
        let inputs = Inputs::from([format!("{CONTENT}/")]);
        index.files.into_par_iter().filter(|(address, _)| receiver.wants(address)).for_each(|(address, bytes)| {
            receiver.take(OutputFile { address, bytes, inputs: Inputs::clone(&inputs), fingerprint: None });
        });
        let fingerprints = listed.par_iter().map(|index| content.fingerprints[*index]);
        let new = counts.par_iter().zip(is_new).map(|(counts, is_new)| is_new.then(|| postcard::to_allocvec(counts).ok()).flatten());
        memory.counts.keep_only(fingerprints.zip(new).collect::<Vec<_>>());
        index.version
    }
}

/// What is to be made of a thread for the index.
pub(super) struct Missing {
    position: usize,
    shard: Option<(Address, Fingerprint)>,
    counts: bool,
}

/// What came of making it.
pub(super) struct Made {
    pub(super) problem: Option<Diagnostic>,
    /// For [`Threads::finish`].
    pub(super) receipt: Option<(usize, Receipt)>,
}

fn topic_title<'a>(site: &'a Site, thread: &SiteThread) -> &'a str {
    let topic = site.topics.iter().find(|entry| entry.topic.slug == thread.path.topic);
    topic.map_or("", |entry| &entry.topic.title)
}

fn record<'a>(site: &'a Site, thread: &'a SiteThread, prose: &'a ThreadProse) -> Record<'a> {
    let answers = thread.thread.answers.iter().zip(&prose.answers).map(|(answer, prose)| AnswerRecord {
        id: &answer.id,
        name: answer.byline.name.as_deref(),
        heading: prose.heading_words.as_deref(),
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
fn questions<'a>(thread: &'a SiteThread, prose: &'a ThreadProse) -> Vec<QuestionRecord<'a>> {
    let own = QuestionRecord { id: String::new(), title: None, words: Cow::Borrowed(&prose.question_words) };
    let merged = thread.merged.iter().zip(&prose.merged);
    let merged =
        merged.map(|(merged, prose)| QuestionRecord { id: place_of(merged), title: Some(&merged.title), words: Cow::Owned(words(prose)) });
    std::iter::once(own).chain(merged).collect()
}

fn words(prose: &Prose) -> String {
    visible_text(prose.words_html())
}
