//! The search index, from the very words that the pages show.

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::search::{self, AnswerRecord, Index, QuestionRecord, Record};
use crate::site::{Site, SiteThread};

use super::OutputFile;
use super::content::{Content, ThreadProse};
use super::disclaimer::check_shard;
use super::markdown::Prose;
use super::pages::place_of;
use super::visible::visible_text;

/// Makes the index of all threads but drafts, which stay out of it even where they are shown.
pub(super) fn make(site: &Site, content: &Content) -> Index {
    let pairs: Vec<(&SiteThread, &ThreadProse)> = published(site).map(|index| (&site.threads[index], &content.threads[index])).collect();
    let records: Vec<Record<'_>> = pairs.into_par_iter().map(|(thread, prose)| record(site, thread, prose)).collect();
    search::index(&records, &site.settings.synonyms)
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

/// The files of the index, each thread's proved to carry its disclaimer (promise P3).
pub(super) fn files(index: Index, site: &Site, problems: &mut Vec<Diagnostic>) -> Vec<OutputFile> {
    let files: Vec<OutputFile> = index.files.into_iter().map(|(address, bytes)| OutputFile { address, bytes }).collect();
    // The threads' shards come last, in the order of the threads.
    let threads: Vec<&SiteThread> = published(site).map(|index| &site.threads[index]).collect();
    let shards = &files[files.len() - threads.len()..];
    let missing = shards.par_iter().zip(threads).filter_map(|(file, thread)| check_shard(&file.address, &file.bytes, thread));
    problems.par_extend(missing);
    files
}
