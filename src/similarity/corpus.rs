//! Threads as counted words.

use std::borrow::Cow;

use ahash::{AHashMap, RandomState};
use rayon::prelude::*;

use crate::pool::Pool;

use super::table::WordTable;
use super::words::{each_word, is_stop_word, stem};
use super::{LONGEST_TEXT, Part};

/// The number of a word that is not counted.
pub(super) const IGNORED: u32 = u32::MAX;

/// A word's number with the sum of its weights in one thread, at most 255. There are many, so each takes
/// five bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted([u8; 5]);

impl Counted {
    pub(super) fn new(word: u32, weight: u32) -> Self {
        let [one, two, three, four] = word.to_le_bytes();
        Self([one, two, three, four, u8::try_from(weight).unwrap_or(u8::MAX)])
    }

    fn with_number(self, word: u32) -> Self {
        let [one, two, three, four] = word.to_le_bytes();
        Self([one, two, three, four, self.0[4]])
    }

    pub(super) fn word(self) -> u32 {
        let [one, two, three, four, _] = self.0;
        u32::from_le_bytes([one, two, three, four])
    }

    pub(super) fn weight(self) -> u32 {
        u32::from(self.0[4])
    }
}

/// A thread whose words were counted, with the numbers that one counter gives to words.
#[derive(Debug)]
pub struct Document {
    pub(super) counter: usize,
    pub(super) words: Box<[Counted]>,
}

/// The number of those that count nothing, but know the words of threads that were counted before.
pub(super) const KEPT: usize = 0;

/// Counts threads, many at once.
#[derive(Debug, Default)]
pub struct Counters {
    /// The words of threads that were counted before.
    kept: Vec<Box<str>>,
    /// The others, of which the numbers begin behind [`KEPT`].
    counting: Pool<Counter>,
}

/// Counts one thread at a time and knows every word that it met.
#[derive(Debug, Default)]
struct Counter {
    keys: RandomState,
    table: WordTable,
    words: Vec<Box<str>>,
    /// The texts of the thread being counted, in small letters; kept for its room.
    text: String,
    /// The places in the table of the words of the thread being counted; kept for its room.
    met: Vec<u32>,
}

/// A word has three letters at least and something behind it: of so many bytes of a text, one word.
const SHORTEST_WITH_SPACE: usize = 4;

impl Counters {
    /// Counters that take part in a corpus with threads that were counted before, which had these words.
    pub(super) fn with(kept: Vec<Box<str>>) -> Self {
        Self { kept, counting: Pool::default() }
    }

    /// Counts the words of one thread.
    #[must_use]
    pub fn count(&self, parts: &[Part<'_>]) -> Document {
        self.counting.with(|number, counter| Document { counter: KEPT + 1 + number, words: counter.count(parts) })
    }
}

impl Counter {
    fn count(&mut self, parts: &[Part<'_>]) -> Box<[Counted]> {
        let mut small = std::mem::take(&mut self.text);
        small.clear();
        let ends = parts.iter().map(|(text, weight)| {
            small.push_str(&text[..text.floor_char_boundary(LONGEST_TEXT - small.len())]);
            (small.len(), u32::from(*weight))
        });
        let ends: Vec<(usize, u32)> = ends.collect();
        small.make_ascii_lowercase();
        let mut words: Vec<(u64, u32, Cow<'_, str>)> = Vec::with_capacity(small.len() / SHORTEST_WITH_SPACE);
        let mut start = 0;
        for (end, weight) in ends {
            each_word(&small[start..end], |word| words.push((self.keys.hash_one(&*word), weight, word)));
            start = end;
        }
        self.table.make_room(words.len());
        // Entries lie all over the memory. Looked up one right after another, many are waited for together.
        for (hash, weight, word) in &words {
            let (place, entry) = self.table.entry(*hash);
            if entry.number == WordTable::FREE {
                entry.number = number_of(word, &mut self.words);
            }
            if entry.number != IGNORED {
                if entry.weight == 0 {
                    self.met.push(place);
                }
                entry.weight += weight;
            }
        }
        drop(words);
        self.text = small;
        let table = &mut self.table;
        let counted = self.met.drain(..).map(|place| {
            let entry = table.at(place);
            Counted::new(entry.number, std::mem::take(&mut entry.weight))
        });
        counted.collect()
    }
}

/// The number of a word that was not met before; [`IGNORED`] for one that is not counted.
fn number_of(word: &str, words: &mut Vec<Box<str>>) -> u32 {
    if is_stop_word(word) {
        return IGNORED;
    }
    words.push(word.into());
    words.len() as u32 - 1
}

/// Threads as counted words. Their texts are not kept.
#[derive(Debug, Default)]
pub struct Corpus {
    /// Every word, in the order of the alphabet.
    pub(super) words: Vec<Box<str>>,
    /// The term of each word.
    term_of: Vec<u32>,
    terms: usize,
    /// The number of each word among those that were known from before; [`IGNORED`] for the others.
    pub(super) kept_numbers: Vec<u32>,
    /// The words of each thread, in the order in which it has them.
    pub(super) documents: Vec<Box<[Counted]>>,
}

impl Corpus {
    /// The threads in this order, which `counters` counted. Who counted which of them makes no difference, and none has a word that stands in
    /// no thread.
    #[must_use]
    pub fn new(counters: Counters, documents: Vec<Document>) -> Self {
        let counting = counters.counting.into_inner().into_iter().map(|counter| counter.words);
        let words: Vec<Vec<Box<str>>> = std::iter::once(counters.kept).chain(counting).collect();
        // By counter and its number of the word, the number in the corpus.
        let mut numbers: Vec<Vec<u32>> = words.iter().map(|words| vec![IGNORED; words.len()]).collect();
        for document in &documents {
            let numbers = &mut numbers[document.counter];
            document.words.iter().for_each(|counted| numbers[counted.word() as usize] = 0);
        }
        let mut met: Vec<(Box<str>, usize, usize)> = Vec::new();
        for (words, counter) in words.into_iter().zip(0..) {
            let numbered = words.into_iter().enumerate().filter(|(number, _)| numbers[counter][*number] != IGNORED);
            met.extend(numbered.map(|(number, word)| (word, counter, number)));
        }
        met.par_sort_unstable();
        let mut corpus = Self::default();
        for (word, counter, number) in met {
            if corpus.words.last() != Some(&word) {
                corpus.words.push(word);
                // Of one word, the counter that knows it from before comes first.
                corpus.kept_numbers.push(if counter == KEPT { number as u32 } else { IGNORED });
            }
            numbers[counter][number] = corpus.words.len() as u32 - 1;
        }
        corpus.find_terms();
        corpus.documents = documents
            .into_par_iter()
            .map(|Document { counter, mut words }| {
                for counted in &mut words {
                    *counted = counted.with_number(numbers[counter][counted.word() as usize]);
                }
                words
            })
            .collect();
        corpus
    }

    /// Numbers the terms that the words are forms of.
    fn find_terms(&mut self) {
        let mut terms: AHashMap<&str, u32> = AHashMap::new();
        for word in &self.words {
            let next = terms.len() as u32;
            self.term_of.push(*terms.entry(stem(word)).or_insert(next));
        }
        self.terms = terms.len();
    }

    pub(super) fn word(&self, number: u32) -> &str {
        &self.words[number as usize]
    }

    pub(super) fn term_of(&self, word: u32) -> u32 {
        self.term_of[word as usize]
    }

    pub(super) fn terms(&self) -> usize {
        self.terms
    }

    /// How many threads there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.documents.len()
    }

    /// True when there is no thread.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(corpus: &Corpus, document: usize) -> Vec<(&str, u32)> {
        let mut counts: Vec<_> = corpus.documents[document].iter().map(|counted| (corpus.word(counted.word()), counted.weight())).collect();
        counts.sort_unstable();
        counts
    }

    #[test]
    fn words_count_by_where_they_stand_and_counters_join() {
        let counters = Counters::default();
        let first = counters.count(&[("Numb eyelid", 4), ("The eyelid is numb, numb.", 1)]);
        // While the first counter is in use, another one counts.
        let second = counters.counting.with(|_, _| counters.count(&[("Swollen lip", 4)]));
        let third = counters.count(&[("Lips and eyelid", 2)]);
        assert_ne!(first.counter, second.counter);
        let corpus = Corpus::new(counters, vec![first, second, third]);
        assert_eq!(corpus.len(), 3);
        assert_eq!(counts(&corpus, 0), [("eyelid", 5), ("numb", 6)]);
        assert_eq!(counts(&corpus, 1), [("lip", 4), ("swollen", 4)]);
        assert_eq!(counts(&corpus, 2), [("eyelid", 2), ("lips", 2)]);
        let term = |word: &str| corpus.term_of(corpus.words.iter().position(|known| &**known == word).unwrap() as u32);
        assert_eq!(term("lip"), term("lips"));
        assert_eq!(corpus.terms(), 4);
    }

    #[test]
    fn a_thread_is_read_up_to_a_length() {
        let long = format!("{} eyelid", "é".repeat(LONGEST_TEXT));
        let counters = Counters::default();
        let document = counters.count(&[("numb", 1), (&long, 1), ("lip", 1)]);
        assert_eq!(counts(&Corpus::new(counters, vec![document]), 0), [("numb", 1)]);
    }
}
