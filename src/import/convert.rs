//! A reading as a thread: plain text becomes Markdown that says the same; Markdown stays as it is.

use crate::thread::markdown::escape;
use crate::thread::{Answer, Byline, Markdown, Provenance, Thread};

use super::reading::{Markup, ReadAnswer, Reading};

/// The thread that a reading makes, with every word of it (promise P2).
#[must_use]
pub fn thread(reading: &Reading, source: Provenance) -> Thread {
    Thread {
        title: reading.title.as_deref().map(one_line),
        tags: reading.tags.clone(),
        source: Some(provenance(source, &reading.origin)),
        declared_answers: reading.declared_answers,
        answers: reading.answers.iter().map(|read| answer(read, reading.markup)).collect(),
        disclaimer: reading.disclaimer.clone(),
        question: words(reading.question.as_deref().unwrap_or_default(), reading.markup),
        ..Thread::default()
    }
}

fn answer(read: &ReadAnswer, markup: Markup) -> Answer {
    Answer {
        id: read.id.clone(),
        heading: read.heading.as_deref().map(|heading| Markdown::new(escape(&one_line(heading)))),
        body: words(&read.body, markup),
        byline: Byline {
            name: read.name.clone(),
            credentials: read.credentials.clone(),
            specialty: read.specialty.clone(),
            place: read.place.clone(),
            link: read.link.clone(),
            rating: read.rating,
            reviews: read.reviews,
            votes: read.votes,
        },
        url: read.url.clone(),
        licence: read.licence.clone(),
        answered: read.answered,
        lost: None,
    }
}

fn words(text: &str, markup: Markup) -> Markdown {
    match markup {
        Markup::Text => Markdown::new(escape(text)),
        Markup::Markdown => Markdown::new(text),
    }
}

/// What the importer knows of a source, and what the source says of itself.
fn provenance(source: Provenance, origin: &Provenance) -> Provenance {
    let Provenance { file, sha256, imported, .. } = source;
    // A thread that goes by its address needs no second name.
    let file = file.filter(|file| origin.url.as_ref() != Some(file));
    Provenance { file, sha256, imported, ..origin.clone() }
}

/// A title or heading stands on one line, whatever its source did.
fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
