//! Threads as counted words.

use ahash::AHashMap;

use super::words::{each_word, is_stop_word, stem};
use super::{LONGEST_TEXT, Part};

/// The number of a word that is not counted.
const IGNORED: u32 = u32::MAX;

/// So many different words fit: a count shares four bytes with its word, since there are many.
const MOST_WORDS: u32 = 1 << 24;

/// Every word met so far by its number, and the term that it is a form of.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    numbers: AHashMap<Box<str>, u32>,
    words: Vec<Box<str>>,
    /// The term of each word.
    term_of: Vec<u32>,
    terms: AHashMap<Box<str>, u32>,
}

impl Lexicon {
    /// The number of `word`; [`IGNORED`] for one that is not counted.
    fn number(&mut self, word: &str) -> u32 {
        if let Some(number) = self.numbers.get(word) {
            return *number;
        }
        let next = u32::try_from(self.words.len()).unwrap_or(MOST_WORDS);
        if next >= MOST_WORDS {
            return IGNORED;
        }
        let number = if is_stop_word(word) { IGNORED } else { next };
        self.numbers.insert(word.into(), number);
        if number != IGNORED {
            let term = stem(word);
            let new_term = u32::try_from(self.terms.len()).unwrap_or(MOST_WORDS);
            let term = *self.terms.entry(term.into()).or_insert(new_term);
            self.words.push(word.into());
            self.term_of.push(term);
        }
        number
    }

    pub(super) fn word(&self, number: u32) -> &str {
        &self.words[number as usize]
    }

    pub(super) fn term_of(&self, word: u32) -> u32 {
        self.term_of[word as usize]
    }

    pub(super) fn terms(&self) -> usize {
        self.terms.len()
    }
}

/// A word's number with the sum of its weights in one thread, at most 255.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted(u32);

impl Counted {
    fn new(word: u32, weight: u32) -> Self {
        Self(word << 8 | weight.min(255))
    }

    pub(super) fn word(self) -> u32 {
        self.0 >> 8
    }

    pub(super) fn weight(self) -> u32 {
        self.0 & 255
    }
}

/// Some threads counted on their own, so that many can be counted at once.
#[derive(Debug, Default)]
pub struct Batch {
    lexicon: Lexicon,
    documents: Vec<Box<[Counted]>>,
    /// The weight of each word in the thread being counted.
    weights: Vec<u32>,
}

impl Batch {
    /// Counts the words of one thread.
    pub fn add(&mut self, parts: &[Part<'_>]) {
        let mut room = LONGEST_TEXT;
        let mut met = Vec::new();
        for (text, weight) in parts {
            let text = &text[..text.floor_char_boundary(room)];
            room -= text.len();
            each_word(text, |word| {
                let number = self.lexicon.number(word);
                if number == IGNORED {
                    return;
                }
                if number as usize >= self.weights.len() {
                    self.weights.resize(number as usize + 1, 0);
                }
                let sum = &mut self.weights[number as usize];
                if *sum == 0 {
                    met.push(number);
                }
                *sum += u32::from(*weight);
            });
        }
        self.documents.push(met.into_iter().map(|word| Counted::new(word, std::mem::take(&mut self.weights[word as usize]))).collect());
    }
}

/// Threads as counted words, in the order in which they were added. Their texts are not kept.
#[derive(Debug, Default)]
pub struct Corpus {
    pub(super) lexicon: Lexicon,
    /// The words of each thread, by their numbers.
    pub(super) documents: Vec<Box<[Counted]>>,
}

impl Corpus {
    /// Adds the threads of a batch behind those that are there.
    pub fn add(&mut self, batch: Batch) {
        let numbers: Vec<u32> = batch.lexicon.words.iter().map(|word| self.lexicon.number(word)).collect();
        for mut document in batch.documents {
            let known = document.iter().all(|counted| numbers[counted.word() as usize] != IGNORED);
            if !known {
                document = document.into_iter().filter(|counted| numbers[counted.word() as usize] != IGNORED).collect();
            }
            for counted in &mut document {
                *counted = Counted::new(numbers[counted.word() as usize], counted.weight());
            }
            document.sort_unstable_by_key(|counted| counted.word());
            self.documents.push(document);
        }
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
        let mut counts: Vec<(&str, u32)> =
            corpus.documents[document].iter().map(|counted| (corpus.lexicon.word(counted.word()), counted.weight())).collect();
        counts.sort_unstable();
        counts
    }

    #[test]
    fn words_count_by_where_they_stand_and_batches_join() {
        let mut corpus = Corpus::default();
        let mut first = Batch::default();
        first.add(&[("Numb eyelid", 4), ("The eyelid is numb, numb.", 1)]);
        first.add(&[("Swollen lip", 4)]);
        let mut second = Batch::default();
        second.add(&[("Lips and eyelid", 2)]);
        corpus.add(first);
        corpus.add(second);
        assert_eq!(corpus.len(), 3);
        assert_eq!(counts(&corpus, 0), [("eyelid", 5), ("numb", 6)]);
        assert_eq!(counts(&corpus, 2), [("eyelid", 2), ("lips", 2)]);
        let term = |word: &str| corpus.lexicon.term_of(corpus.lexicon.numbers[word]);
        assert_eq!(term("lip"), term("lips"));
    }

    #[test]
    fn a_thread_is_read_up_to_a_length() {
        let mut batch = Batch::default();
        let long = format!("{} eyelid", "é".repeat(LONGEST_TEXT));
        batch.add(&[("numb", 1), (&long, 1), ("lip", 1)]);
        let mut corpus = Corpus::default();
        corpus.add(batch);
        assert_eq!(counts(&corpus, 0), [("numb", 1)]);
    }
}
