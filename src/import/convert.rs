//! A reading as a thread: plain text becomes Markdown that says the same.

use crate::thread::markdown::escape;
use crate::thread::{Answer, Byline, Markdown, Provenance, Thread};

use super::reading::{ReadAnswer, Reading};

/// The thread that a reading makes, with every word of it (promise P2).
#[must_use]
pub fn thread(reading: &Reading, source: Provenance) -> Thread {
    Thread {
        title: reading.title.as_deref().map(one_line),
        source: Some(source),
        declared_answers: reading.declared_answers,
        answers: reading.answers.iter().map(answer).collect(),
        disclaimer: reading.disclaimer.clone(),
        question: Markdown::new(escape(reading.question.as_deref().unwrap_or_default())),
        ..Thread::default()
    }
}

fn answer(read: &ReadAnswer) -> Answer {
    Answer {
        id: read.id.clone(),
        heading: read.heading.as_deref().map(|heading| Markdown::new(escape(&one_line(heading)))),
        body: Markdown::new(escape(&read.body)),
        byline: Byline {
            name: read.name.clone(),
            credentials: read.credentials.clone(),
            specialty: read.specialty.clone(),
            place: read.place.clone(),
            rating: read.rating,
            reviews: read.reviews,
            votes: read.votes,
        },
        lost: None,
    }
}

/// A title or heading stands on one line, whatever its source did.
fn one_line(text: &str) -> String {
    text.split(['\n', '\r']).map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}
