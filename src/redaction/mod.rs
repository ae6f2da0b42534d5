//! `redactions.yaml`: what must not be published any more, whatever `content/` says.
//!
//! Redactions are applied when the site is put together, after every import and before anything is
//! rendered, so that importing a source again cannot bring back what was taken out. What is still in
//! the output afterwards is found by [`Redactions::remains`], and nothing is published.

mod claims;
mod pattern;
mod read;

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::thread::{Markdown, Thread, ThreadPath};

use pattern::{Pattern, long_stretches};

pub use read::FILE;

/// What must not be published.
#[derive(Debug, Default)]
pub struct Redactions {
    entries: Vec<Entry>,
    source: Option<Arc<Source>>,
    /// The entries that took something out.
    used: BTreeSet<usize>,
    /// Words of withdrawn answers and threads, by entry.
    withdrawn_words: Vec<(usize, String)>,
}

/// One redaction with its place in the file.
#[derive(Debug)]
struct Entry {
    what: What,
    date: Date,
    span: Range<usize>,
}

#[derive(Debug)]
enum What {
    /// Words, wherever they stand.
    Phrase(Pattern),
    /// One answer.
    Answer(ThreadPath, String),
    /// The name of a person; where a place is given, only that of the person there.
    Person { name: String, place: Option<String>, mentions: Option<Pattern> },
    /// A whole thread.
    Thread(ThreadPath),
}

/// What became of a thread.
#[derive(Debug, PartialEq, Eq)]
pub enum Redacted {
    /// It is published, without these answers.
    Without(Vec<WithdrawnAnswer>),
    /// It is published no more, since this day.
    Withdrawn(Date),
}

/// An answer that was taken out of a published thread.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WithdrawnAnswer {
    /// The part of its address, which still says that there was one.
    pub id: String,
    /// The day of the redaction.
    pub on: Date,
}

impl Redactions {
    /// Takes out of a thread what must not be published.
    pub fn apply(&mut self, path: &ThreadPath, thread: &mut Thread) -> Redacted {
        let mut withdrawn = Vec::new();
        for index in 0..self.entries.len() {
            let Entry { what, date, .. } = &self.entries[index];
            let date = *date;
            let hit = match what {
                What::Thread(wanted) if wanted == path => {
                    let texts = thread.answers.iter().map(|answer| &answer.body).chain([&thread.question]);
                    let words: Vec<String> = texts.flat_map(|markdown| long_stretches(&markdown.text)).collect();
                    self.withdrawn_words.extend(words.into_iter().map(|words| (index, words)));
                    self.used.insert(index);
                    return Redacted::Withdrawn(date);
                }
                What::Answer(wanted, id) if wanted == path => {
                    let answer = thread.answers.iter().position(|answer| answer.id == *id).map(|position| thread.answers.remove(position));
                    withdrawn.extend(answer.iter().map(|answer| WithdrawnAnswer { id: answer.id.clone(), on: date }));
                    thread.editorial.claims.retain(|claim| claim.answer != *id);
                    let words = answer.iter().flat_map(|answer| long_stretches(&answer.body.text));
                    self.withdrawn_words.extend(words.map(|words| (index, words)));
                    answer.is_some()
                }
                What::Person { name, place, mentions } => {
                    let unnamed = remove_name(thread, name, place.as_deref());
                    let mentioned = mentions.as_ref().is_some_and(|pattern| replace_in_thread(thread, pattern));
                    unnamed || mentioned
                }
                What::Phrase(pattern) => replace_in_thread(thread, pattern),
                What::Thread(_) | What::Answer(..) => false,
            };
            if hit {
                self.used.insert(index);
            }
        }
        Redacted::Without(withdrawn)
    }

    /// Takes redacted words out of a Markdown text that belongs to no thread.
    pub fn apply_to_markdown(&mut self, markdown: &mut Markdown) {
        self.apply_to(&mut |pattern| replace_markdown(markdown, pattern));
    }

    /// Takes redacted words out of a plain text that belongs to no thread.
    pub fn apply_to_text(&mut self, text: &mut String) {
        self.apply_to(&mut |pattern| replace_text(text, pattern));
    }

    fn apply_to(&mut self, replace: &mut dyn FnMut(&Pattern) -> bool) {
        for (index, entry) in self.entries.iter().enumerate() {
            if let What::Phrase(pattern) | What::Person { mentions: Some(pattern), .. } = &entry.what
                && replace(pattern)
            {
                self.used.insert(index);
            }
        }
    }

    /// Nothing is to be taken out.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// The redactions that took nothing out, each as a warning.
    #[must_use]
    pub fn idle(&self) -> Vec<Diagnostic> {
        let idle = self.entries.iter().enumerate().filter(|(index, _)| !self.used.contains(index));
        let warning = |(_, entry): (usize, &Entry)| {
            let what = match &entry.what {
                What::Phrase(_) => "these words stand nowhere in the content".to_owned(),
                What::Answer(path, id) => format!("there is no answer `{id}` in a thread `{path}`"),
                What::Person { .. } => "nobody of this name answered".to_owned(),
                What::Thread(path) => format!("there is no thread `{path}`"),
            };
            self.at(Diagnostic::new(Code::IdleRedaction, what), entry, "takes nothing out")
                .help("compare its spelling with the content; where the words are gone for good, the redaction may stay")
        };
        idle.map(warning).collect()
    }

    /// What must not be published and still stands in an output file: in its `address` or in one of its
    /// `texts`, which are the file's text in every reading that matters, white space collapsed.
    #[must_use]
    pub fn remains(&self, address: &str, texts: &[String]) -> Vec<Diagnostic> {
        let mut problems = Vec::new();
        let remain = |entry: &Entry, message: String, help: &str| {
            self.at(Diagnostic::new(Code::RedactedRemains, message), entry, "must not be published").help(help)
        };
        for (index, entry) in self.entries.iter().enumerate() {
            let pattern = match &entry.what {
                What::Phrase(pattern) | What::Person { mentions: Some(pattern), .. } => Some(pattern),
                _ => None,
            };
            if pattern.is_some_and(|pattern| pattern.in_address(address)) {
                let message = format!("redacted words stand in the address `{address}`");
                problems.push(remain(
                    entry,
                    message,
                    "rename the content file that this page is made from; an old address goes with its line in `addresses.txt`",
                ));
            } else if pattern.is_some_and(|pattern| texts.iter().any(|text| pattern.in_output(text))) {
                let message = format!("redacted words still stand in `{address}`");
                problems.push(remain(
                    entry,
                    message,
                    "take them out of the content or template by hand: a link, a tag or split words may hold them",
                ));
            }
            let words = self.withdrawn_words.iter().filter(|(of, _)| *of == index);
            if words.clone().any(|(_, words)| texts.iter().any(|text| text.contains(words))) {
                let message = format!("words of what was withdrawn still stand in `{address}`");
                problems.push(remain(entry, message, "withdraw the other copy too, or take the words out of it"));
            }
        }
        problems
    }

    fn at(&self, diagnostic: Diagnostic, entry: &Entry, label: &str) -> Diagnostic {
        match &self.source {
            Some(source) => diagnostic.at(source, entry.span.clone(), label),
            None => diagnostic,
        }
    }
}

/// Leaves the answers of a person without their name; true where there was one.
fn remove_name(thread: &mut Thread, name: &str, place: Option<&str>) -> bool {
    let mut found = false;
    for byline in thread.answers.iter_mut().map(|answer| &mut answer.byline) {
        let same_name = byline.name.as_deref().is_some_and(|other| pattern::same_words(other, name));
        let same_place = place.is_none_or(|place| byline.place.as_deref().is_some_and(|other| pattern::same_words(other, place)));
        if same_name && same_place {
            // What is left must not point to the person: reviews and credentials can be looked up.
            *byline = crate::thread::Byline { specialty: byline.specialty.take(), ..crate::thread::Byline::default() };
            found = true;
        }
    }
    found
}

/// Replaces a pattern in every text of a thread; true where it stood in one.
fn replace_in_thread(thread: &mut Thread, pattern: &Pattern) -> bool {
    let mut found = false;
    let editorial = &mut thread.editorial;
    let review = editorial.reviewed.as_mut().map(|review| &mut review.by);
    let source = thread.source.as_mut();
    let source = source.into_iter().flat_map(|source| [&mut source.file, &mut source.url, &mut source.licence]).flatten();
    let plain = thread.title.iter_mut().chain(&mut thread.tags).chain(&mut thread.disclaimer).chain(review).chain(source);
    for text in plain {
        found |= replace_text(text, pattern);
    }
    for markdown in [&mut thread.question].into_iter().chain(&mut editorial.short_answer).chain(&mut editorial.note) {
        found |= replace_markdown(markdown, pattern);
    }
    found |= claims::redact(thread, pattern);
    for answer in &mut thread.answers {
        for markdown in answer.heading.iter_mut().chain([&mut answer.body]) {
            found |= replace_markdown(markdown, pattern);
        }
        let byline = &mut answer.byline;
        for text in [&mut byline.name, &mut byline.credentials, &mut byline.specialty, &mut byline.place].into_iter().flatten() {
            found |= replace_text(text, pattern);
        }
    }
    found
}

fn replace_text(text: &mut String, pattern: &Pattern) -> bool {
    pattern.replace(text)
}

fn replace_markdown(markdown: &mut Markdown, pattern: &Pattern) -> bool {
    pattern.replace_markdown(markdown)
}

#[cfg(test)]
mod tests;
