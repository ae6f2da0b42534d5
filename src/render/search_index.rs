//! The search index, from the very words that the pages show.

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::search::{AnswerRecord, Index, QuestionRecord, Record};
use crate::site::{Site, SiteThread};
use crate::thread::CONTENT;

use super::content::{Content, ThreadProse};
use super::disclaimer::check_shard;
use super::markdown::Prose;
use super::pages::place_of;
use super::visible::visible_text;
use super::{OutputFile, Receiver};

/// Makes the index of all threads but drafts, which stay out of it even where they are shown; each thread's
/// shard is proved to carry its disclaimer (promise P3). The index's version.
pub(super) fn make(site: &Site, content: &Content, receiver: &dyn Receiver, problems: &mut Vec<Diagnostic>) -> String {
    let pairs: Vec<(&SiteThread, &ThreadProse)> = published(site).map(|index| (&site.threads[index], &content.threads[index])).collect();
    let records: Vec<Record<'_>> = pairs.par_iter().map(|(thread, prose)| record(site, thread, prose)).collect();
    let mut index = Index::new(&records, &site.settings.synonyms);
    for (address, bytes) in std::mem::take(&mut index.files) {
        if receiver.wants(&address) {
            receiver.take(OutputFile { address, bytes, inputs: vec![format!("{CONTENT}/")] });
        }
    }
    let missing = records.par_iter().zip(pairs).enumerate().filter_map(|(number, (record, (thread, _)))| {
        let address = index.thread_address(number);
        if !receiver.wants(&address) {
            return None;
        }
        let bytes = index.thread(number, record);
        let missing = check_shard(&address, &bytes, thread);
        receiver.take(OutputFile { address, bytes, inputs: thread.files() });
        missing
    });
    problems.par_extend(missing);
    index.version
}

fn published(site: &Site) -> impl Iterator<Item = usize> {
    (0..site.threads.len()).filter(|index| !site.threads[*index].thread.editorial.draft)
}

fn record<'a>(site: &'a Site, thread: &'a SiteThread, prose: &'a ThreadProse) -> Record<'a> {
    let topic = site.topics.iter().find(|entry| entry.topic.slug == thread.path.topic);
    let answers = thread.thread.answers.iter().zip(&prose.answers).map(|(answer, prose)| AnswerRecord {
        id: &answer.id,
        name: answer.byline.name.as_deref(),
        heading: prose.heading.as_ref().map(words),
        words: &prose.words,
    });
    Record {
        path: &thread.path,
        title: thread.display_title(),
        topic_title: topic.map_or("", |entry| &entry.topic.title),
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
