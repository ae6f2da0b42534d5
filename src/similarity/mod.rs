//! How alike threads are, by the words that they share.
//!
//! Each word weighs the more the fewer threads have it (TF-IDF), and likeness is the cosine of two threads' weights, from 0
//! to 1. An inverted index finds the threads that share a word, so no two threads are compared that share none. The work
//! is bounded: a thread is read up to [`LONGEST_TEXT`], keeps its [`MOST_TERMS`] heaviest terms, and asks for each of the
//! heaviest only the threads in which that term weighs most. Scripts that put no spaces between words find nothing here.
//!
//! Everything is done in an order that depends on the threads alone (promise P6). The logarithm, which
//! mathematics libraries round differently, is cut to whole numbers before it is used; the remaining
//! operations are exact to the bit on every machine (IEEE 754).

mod corpus;
mod index;
mod kept;
mod table;
mod words;

pub use corpus::{Corpus, Counters, Document};
pub use index::{Index, MOST_TERMS, Match, Scratch, Shared};
pub use kept::KeptDocuments;

use crate::thread::Thread;

/// How many bytes of a thread are looked at, title and question first: some twenty pages of a book.
pub const LONGEST_TEXT: usize = 32 * 1024;

/// A piece of text and how much a word in it counts.
pub type Part<'a> = (&'a str, u8);

/// A title says what a thread is about; the question, mostly; an answer often strays.
const IN_TITLE: u8 = 4;
const IN_QUESTION: u8 = 3;
const IN_ANSWER: u8 = 1;

/// The texts of a thread with their weights. Of the site's own voice nothing is looked at: it says
/// what the editor thinks of the thread, not what it is.
#[must_use]
pub fn parts(thread: &Thread) -> Vec<Part<'_>> {
    let mut parts = wording(thread.title.as_deref().unwrap_or_default(), &thread.question.text).to_vec();
    for answer in &thread.answers {
        parts.extend(answer.heading.as_ref().map(|heading| (&*heading.text, IN_ANSWER)));
        parts.push((&*answer.body.text, IN_ANSWER));
    }
    parts
}

/// A question's title and words with their weights.
#[must_use]
pub fn wording<'a>(title: &'a str, question: &'a str) -> [Part<'a>; 2] {
    [(title, IN_TITLE), (question, IN_QUESTION)]
}
