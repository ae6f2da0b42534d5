//! How often which word stands where in which thread: all that the index needs to know of a thread's text.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::pool::Pool;

use super::{Record, words};

/// The weights of BM25F, in halves: what a word's place says about what a thread is about.
mod weight {
    pub(super) const TITLE: u8 = 16;
    pub(super) const NAME: u8 = 6;
    pub(super) const HEADING: u8 = 4;
    pub(super) const TAG: u8 = 3;
}

/// A word in one thread.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Occurrences {
    /// The word's number in the lexicon.
    pub(super) word: u32,
    /// The sum of the weights, in halves, where the length of the text does not matter: title, headings, names, tags. As the next
    /// one, at most 255: more of a word says no more.
    pub(super) weight: u8,
    /// How often it stands in the questions.
    pub(super) in_questions: u8,
    /// How often it stands in the answers.
    pub(super) in_answers: u16,
}

/// The words of one thread.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    /// The length of the questions in bytes, which stands for their number of words.
    pub(super) questions: u32,
    /// The length of the answers in bytes.
    pub(super) answers: u32,
    pub(super) words: Vec<Occurrences>,
}

/// The most bytes of a word whose bytes are its key.
const SHORT: usize = 16;

/// Every word with its number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Box<str>>", into = "Vec<Box<str>>")]
pub struct Lexicon {
    /// The numbers of short words. They are compared where they stand in the table: a word that stands elsewhere must be fetched first,
    /// and this is done for every word of a site.
    short: HashMap<[u8; SHORT], u32, ahash::RandomState>,
    long: HashMap<Box<str>, u32, ahash::RandomState>,
    words: Vec<Box<str>>,
}

impl Lexicon {
    pub(super) fn number(&mut self, word: &str) -> u32 {
        let next = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let number = match key(word) {
            Some(key) => *self.short.entry(key).or_insert(next),
            None => match self.long.get(word) {
                Some(number) => *number,
                None => *self.long.entry(word.into()).or_insert(next),
            },
        };
        if number == next {
            self.words.push(word.into());
        }
        number
    }

    pub(super) fn words(&self) -> &[Box<str>] {
        &self.words
    }
}

/// A short word's bytes. No word has a byte 0, with which they are filled up.
fn key(word: &str) -> Option<[u8; SHORT]> {
    let mut bytes = [0; SHORT];
    bytes.get_mut(..word.len())?.copy_from_slice(word.as_bytes());
    Some(bytes)
}

impl From<Vec<Box<str>>> for Lexicon {
    fn from(words: Vec<Box<str>>) -> Self {
        let mut lexicon = Self::default();
        for word in &words {
            lexicon.number(word);
        }
        lexicon
    }
}

impl From<Lexicon> for Vec<Box<str>> {
    fn from(lexicon: Lexicon) -> Self {
        lexicon.words
    }
}

/// Counts threads, many at once.
#[derive(Debug, Default)]
pub struct Counters(Pool<Batch>);

/// By this, a thread that was counted gets its counts.
#[derive(Debug)]
pub struct Receipt {
    batch: usize,
    thread: usize,
}

impl Counters {
    /// Counts the words of a thread.
    #[must_use]
    pub fn count(&self, record: &Record<'_>) -> Receipt {
        self.0.with(|number, batch| {
            batch.add(record);
            Receipt { batch: number, thread: batch.threads.len() - 1 }
        })
    }

    /// The threads in the order of their receipts, their words by their numbers in `lexicon`, which learns those that it
    /// does not know. Who counted which thread makes no difference but to these numbers.
    #[must_use]
    pub fn into_counts(self, receipts: Vec<Receipt>, lexicon: &mut Lexicon) -> Vec<Counts> {
        let mut batches: Vec<Vec<Counts>> = self.0.into_inner().into_iter().map(|batch| batch.into_counts(lexicon)).collect();
        receipts.into_iter().map(|Receipt { batch, thread }| std::mem::take(&mut batches[batch][thread])).collect()
    }
}

/// Some threads, counted on their own.
#[derive(Debug, Default)]
struct Batch {
    lexicon: Lexicon,
    threads: Vec<Counts>,
    /// Where in the thread at hand each word is counted, by its number, plus 1; 0 for each that was not met.
    places: Vec<u32>,
    /// The numbers of the words of the text at hand.
    met: Vec<u32>,
}

/// What a text is to a word in it.
#[derive(Clone, Copy)]
enum Place {
    Weight(u8),
    Question,
    Answer,
}

impl Batch {
    /// Counts the words of a thread.
    fn add(&mut self, record: &Record<'_>) {
        let mut counts = Counts::default();
        self.count(&mut counts, &record.title, Place::Weight(weight::TITLE));
        for question in &record.questions {
            self.count(&mut counts, question.title.as_deref().unwrap_or_default(), Place::Weight(weight::TITLE));
            self.count(&mut counts, &question.words, Place::Question);
            counts.questions += length(&question.words);
        }
        record.tags.iter().for_each(|tag| self.count(&mut counts, tag, Place::Weight(weight::TAG)));
        record.editor.iter().for_each(|text| self.count(&mut counts, text, Place::Weight(weight::HEADING)));
        for answer in &record.answers {
            self.count(&mut counts, answer.name.unwrap_or_default(), Place::Weight(weight::NAME));
            self.count(&mut counts, answer.heading.as_deref().unwrap_or_default(), Place::Weight(weight::HEADING));
            self.count(&mut counts, answer.words, Place::Answer);
            counts.answers += length(answer.words);
        }
        counts.words.iter().for_each(|met| self.places[met.word as usize] = 0);
        counts.words.shrink_to_fit();
        self.threads.push(counts);
    }

    fn count(&mut self, counts: &mut Counts, text: &str, place: Place) {
        words::each(text, |word| self.met.push(self.lexicon.number(word)));
        // Numbers and places lie all over the memory. Many of one kind after another are waited for together.
        for number in self.met.drain(..) {
            if self.places.len() <= number as usize {
                self.places.resize(number as usize + 1, 0);
            }
            let known = &mut self.places[number as usize];
            if *known == 0 {
                counts.words.push(Occurrences { word: number, ..Occurrences::default() });
                *known = u32::try_from(counts.words.len()).unwrap_or(u32::MAX);
            }
            let met = &mut counts.words[*known as usize - 1];
            match place {
                Place::Weight(weight) => met.weight = met.weight.saturating_add(weight),
                Place::Question => met.in_questions = met.in_questions.saturating_add(1),
                Place::Answer => met.in_answers = met.in_answers.saturating_add(1),
            }
        }
    }

    /// The threads in the order in which they were added, their words by their numbers in `lexicon`, which learns those that it
    /// does not know.
    fn into_counts(mut self, lexicon: &mut Lexicon) -> Vec<Counts> {
        let numbers: Vec<u32> = self.lexicon.words.iter().map(|word| lexicon.number(word)).collect();
        for met in self.threads.iter_mut().flat_map(|thread| &mut thread.words) {
            met.word = numbers[met.word as usize];
        }
        self.threads
    }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}
