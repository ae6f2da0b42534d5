//! How often which word stands where in which thread: all that the index needs to know of a thread's text.

use std::collections::HashMap;

use rayon::prelude::*;
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

/// The bytes of a word of at most 16, as a number.
type Key = u128;

/// Every word with its number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Box<str>>", into = "Vec<Box<str>>")]
pub struct Lexicon {
    /// The numbers of short words. They are compared where they stand in the table: a word that stands elsewhere must be fetched first,
    /// and this is done for every word of a site.
    short: HashMap<Key, u32, ahash::RandomState>,
    long: HashMap<Box<str>, u32, ahash::RandomState>,
    words: Vec<Box<str>>,
}

impl Lexicon {
    pub(super) fn number(&mut self, word: &str) -> u32 {
        match key(word) {
            Some(key) => self.number_of_short(key),
            None => self.number_of_long(word),
        }
    }

    fn number_of_short(&mut self, key: Key) -> u32 {
        let words = &mut self.words;
        *self.short.entry(key).or_insert_with(|| learn(words, &word(key)))
    }

    fn number_of_long(&mut self, word: &str) -> u32 {
        if let Some(number) = self.long.get(word) {
            return *number;
        }
        let number = learn(&mut self.words, word);
        self.long.insert(word.into(), number);
        number
    }

    pub(super) fn words(&self) -> &[Box<str>] {
        &self.words
    }
}

/// The number of a word that is not known yet.
fn learn(words: &mut Vec<Box<str>>, word: &str) -> u32 {
    words.push(word.into());
    u32::try_from(words.len() - 1).unwrap_or(u32::MAX)
}

/// A short word's bytes, filled up with 0, which no word has. Read as whole numbers, since copying a few bytes for every word of a site
/// takes longer.
fn key(word: &str) -> Option<Key> {
    let bytes = word.as_bytes();
    let above = |last: Key, length: usize, from: usize| (last >> (8 * (2 * from - length))) << (8 * from);
    match (bytes.len(), bytes.first_chunk::<8>(), bytes.last_chunk::<8>()) {
        (17.., ..) => None,
        (length, Some(first), Some(last)) => {
            Some(Key::from(u64::from_le_bytes(*first)) | above(Key::from(u64::from_le_bytes(*last)), length, 8))
        }
        (length, ..) => match (bytes.first_chunk::<4>(), bytes.last_chunk::<4>()) {
            (Some(first), Some(last)) => {
                Some(Key::from(u32::from_le_bytes(*first)) | above(Key::from(u32::from_le_bytes(*last)), length, 4))
            }
            _ => Some(bytes.iter().rev().fold(0, |key, byte| key << 8 | Key::from(*byte))),
        },
    }
}

/// The short word with these bytes.
fn word(key: Key) -> String {
    let bytes = key.to_le_bytes();
    let length = bytes.iter().position(|byte| *byte == 0).unwrap_or(bytes.len());
    String::from_utf8_lossy(&bytes[..length]).into_owned()
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
        let batches = self.0.into_inner();
        // What each batch learnt, one after the other; then the rest of the work side by side.
        let batches: Vec<(Batch, Vec<u32>)> = batches.into_iter().map(|batch| batch.numbered(lexicon)).collect();
        let mut batches: Vec<Vec<Counts>> = batches.into_par_iter().map(|(batch, numbers)| batch.into_counts(&numbers)).collect();
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
    /// The short words of the text at hand.
    keys: Vec<Key>,
    /// The numbers of its words.
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
            self.count(&mut counts, question.title.unwrap_or_default(), Place::Weight(weight::TITLE));
            self.count(&mut counts, &question.words, Place::Question);
            counts.questions += length(&question.words);
        }
        record.tags.iter().for_each(|tag| self.count(&mut counts, tag, Place::Weight(weight::TAG)));
        record.editor.iter().for_each(|text| self.count(&mut counts, text, Place::Weight(weight::HEADING)));
        for answer in &record.answers {
            self.count(&mut counts, answer.name.unwrap_or_default(), Place::Weight(weight::NAME));
            self.count(&mut counts, answer.heading.unwrap_or_default(), Place::Weight(weight::HEADING));
            self.count(&mut counts, answer.words, Place::Answer);
            counts.answers += length(answer.words);
        }
        counts.words.iter().for_each(|met| self.places[met.word as usize] = 0);
        counts.words.shrink_to_fit();
        self.threads.push(counts);
    }

    fn count(&mut self, counts: &mut Counts, text: &str, place: Place) {
        words::each(text, |word| match key(word) {
            Some(key) => self.keys.push(key),
            None => self.met.push(self.lexicon.number_of_long(word)),
        });
        // Numbers and places lie all over the memory. Many of one kind after another are waited for together.
        self.met.extend(self.keys.drain(..).map(|key| self.lexicon.number_of_short(key)));
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

    /// The batch with the numbers of its words in `lexicon`, which learns those that it does not know.
    fn numbered(self, lexicon: &mut Lexicon) -> (Self, Vec<u32>) {
        let numbers = self.lexicon.words.iter().map(|word| lexicon.number(word)).collect();
        (self, numbers)
    }

    /// The threads in the order in which they were added, their words by these `numbers`.
    fn into_counts(mut self, numbers: &[u32]) -> Vec<Counts> {
        for met in self.threads.iter_mut().flat_map(|thread| &mut thread.words) {
            met.word = numbers[met.word as usize];
        }
        self.threads
    }
}

fn length(text: &str) -> u32 {
    u32::try_from(text.len()).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_short_words_key_says_the_word() {
        for text in ["numbness", "wöchentlich", "1234567890123456"] {
            for (end, _) in text.char_indices().skip(1).chain([(text.len(), ' ')]) {
                let expected = text[..end].bytes().rev().fold(0, |key, byte| key << 8 | Key::from(byte));
                assert_eq!(key(&text[..end]), Some(expected), "{}", &text[..end]);
                assert_eq!(word(expected), text[..end]);
            }
        }
        assert_eq!(key("12345678901234567"), None);
    }

    #[test]
    fn words_of_any_length_have_a_number_each() {
        let mut lexicon = Lexicon::default();
        let words = ["a", "electroencephalography", "ab", "a", "electroencephalography", "b"];
        assert_eq!(words.map(|word| lexicon.number(word)), [0, 1, 2, 0, 1, 3]);
        assert_eq!(lexicon.words().iter().map(AsRef::as_ref).collect::<Vec<&str>>(), ["a", "electroencephalography", "ab", "b"]);
    }
}
