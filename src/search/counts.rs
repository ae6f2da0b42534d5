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

/// The bytes of a word of at most 16, filled up with 0, which no word has, as two numbers: the first eight and the others.
type Key = (u64, u64);

/// Every word with its number.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(from = "Vec<Box<str>>", into = "Vec<Box<str>>")]
pub struct Lexicon {
    /// The numbers of short words. They are compared where they stand in the table: a word that stands elsewhere must be fetched first.
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
        if let Some(number) = self.short.get(&key) {
            return *number;
        }
        let number = learn(&mut self.words, &word(key));
        self.short.insert(key, number);
        number
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

/// The key of a short word. Its bytes are read as whole numbers, since copying a few bytes for every word of a site takes longer.
fn key(word: &str) -> Option<Key> {
    let bytes = word.as_bytes();
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        // Of the last eight, those that are not among the first.
        let others = u128::from(u64::from_le_bytes(*last)) >> (8 * 16_usize.checked_sub(bytes.len())?);
        return Some((u64::from_le_bytes(*first), others as u64));
    }
    if let (Some(first), Some(last)) = (bytes.first_chunk(), bytes.last_chunk()) {
        let others = u64::from(u32::from_le_bytes(*last)) >> (8 * (8 - bytes.len()));
        return Some((u64::from(u32::from_le_bytes(*first)) | others << 32, 0));
    }
    Some((bytes.iter().rev().fold(0, |key, byte| key << 8 | u64::from(*byte)), 0))
}

/// The short word with this key.
fn word(key: Key) -> String {
    let bytes = [key.0.to_le_bytes(), key.1.to_le_bytes()].concat();
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
    /// The words of the thread at hand and where each is counted. Most words stand in a thread several times, so most are found in this
    /// small table, which stays close to the processor, and not looked for in the lexicon.
    met: HashMap<Key, u32, ahash::RandomState>,
    /// The same words in the order in which they are counted.
    keys: Vec<Key>,
}

/// The second half of what stands for a long word among keys; its first is the word's number. No word has the byte 255 (UTF-8).
const LONG: u64 = u64::MAX;

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
        // Numbers lie all over the memory. Many, one after the other, are waited for together.
        for (met, key) in counts.words.iter_mut().zip(&self.keys) {
            met.word = if key.1 == LONG { key.0 as u32 } else { self.lexicon.number_of_short(*key) };
        }
        self.keys.clear();
        self.met.clear();
        counts.words.shrink_to_fit();
        self.threads.push(counts);
    }

    fn count(&mut self, counts: &mut Counts, text: &str, place: Place) {
        words::each(text, |word| {
            let key = key(word).unwrap_or_else(|| (u64::from(self.lexicon.number_of_long(word)), LONG));
            let at = *self.met.entry(key).or_insert_with(|| {
                self.keys.push(key);
                counts.words.push(Occurrences::default());
                u32::try_from(counts.words.len() - 1).unwrap_or(u32::MAX)
            });
            let met = &mut counts.words[at as usize];
            match place {
                Place::Weight(weight) => met.weight = met.weight.saturating_add(weight),
                Place::Question => met.in_questions = met.in_questions.saturating_add(1),
                Place::Answer => met.in_answers = met.in_answers.saturating_add(1),
            }
        });
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
                let mut bytes = [0; 16];
                bytes[..end].copy_from_slice(&text.as_bytes()[..end]);
                let expected = u128::from_le_bytes(bytes);
                assert_eq!(key(&text[..end]), Some((expected as u64, (expected >> 64) as u64)), "{}", &text[..end]);
                assert_eq!(word(key(&text[..end]).unwrap()), text[..end]);
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
