//! Threads as counted words.

use std::borrow::Cow;

use ahash::{AHashMap, RandomState};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::digest::sha256_bytes_of_parts;
use crate::kept::Kept;
use crate::pool::Pool;

use super::table::WordTable;
use super::words::{each_word, is_stop_word, stem};
use super::{LONGEST_TEXT, Part};

/// The number of a word that is not counted.
const IGNORED: u32 = u32::MAX;

/// A word's number with the sum of its weights in one thread, at most 255. There are many, so each takes
/// five bytes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted([u8; 5]);

impl Counted {
    fn new(word: u32, weight: u32) -> Self {
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
    counter: usize,
    words: Box<[Counted]>,
}

/// Threads that were counted before.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct KeptDocuments {
    /// Every word that they have or once had. A word keeps its number, so that what is kept of a thread stays as it is.
    words: Vec<Box<str>>,
    /// By the SHA-256 of the texts, for each word how far its number is behind the one before, and its weight.
    documents: Kept,
}

/// When of so many words one is in use, all are numbered anew.
const WORDS_A_USED_ONE: usize = 2;

impl KeptDocuments {
    /// Keeps the threads of `corpus`, of which the texts have these SHA-256, and no others.
    pub fn keep_only(&mut self, keys: Vec<[u8; 32]>, corpus: &Corpus) {
        let mut numbers = corpus.kept_numbers.clone();
        if self.words.len() > WORDS_A_USED_ONE * corpus.words.len() {
            *self = Self::default();
            numbers.fill(IGNORED);
        }
        for (number, word) in numbers.iter_mut().zip(&corpus.words).filter(|(number, _)| **number == IGNORED) {
            *number = self.words.len() as u32;
            self.words.push(word.clone());
        }
        let new = keys.into_par_iter().zip(&corpus.documents).map(|(key, document)| {
            let new = self.documents.get(&key).is_none().then(|| stored(document, &numbers)).flatten();
            (key, new)
        });
        let new: Vec<_> = new.collect();
        self.documents.keep_only(new);
    }

    /// Is anything other than what was loaded?
    #[must_use]
    pub fn has_changed(&self) -> bool {
        self.documents.has_changed()
    }
}

/// What is kept of a thread of which the words have these `numbers` there.
fn stored(document: &[Counted], numbers: &[u32]) -> Option<Vec<u8>> {
    let mut words: Vec<(u32, u8)> = document.iter().map(|counted| (numbers[counted.word() as usize], counted.0[4])).collect();
    words.sort_unstable();
    let mut before = 0;
    words.iter_mut().for_each(|(number, _)| *number -= std::mem::replace(&mut before, *number));
    postcard::to_allocvec(&words).ok()
}

/// The number of those that count nothing, but know the words of threads that were counted before.
const KEPT: usize = 0;

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
    /// Counters that take part in a corpus with threads of `kept`.
    #[must_use]
    pub fn with(kept: &KeptDocuments) -> Self {
        Self { kept: kept.words.clone(), counting: Pool::default() }
    }

    /// The thread of which the texts have the SHA-256 `key`, where it is among `kept`, from which these counters were made.
    #[must_use]
    pub fn known(&self, kept: &KeptDocuments, key: &[u8; 32]) -> Option<Document> {
        let steps: Vec<(u32, u8)> = postcard::from_bytes(kept.documents.get(key)?).ok()?;
        let mut number = 0_u32;
        let words = steps.into_iter().map(|(step, weight)| {
            number = number.checked_add(step).filter(|number| (*number as usize) < kept.words.len())?;
            Some(Counted::new(number, u32::from(weight)))
        });
        Some(Document { counter: KEPT, words: words.collect::<Option<_>>()? })
    }

    /// Counts the words of one thread.
    #[must_use]
    pub fn count(&self, parts: &[Part<'_>]) -> Document {
        self.counting.with(|number, counter| Document { counter: KEPT + 1 + number, words: counter.count(parts) })
    }
}

/// The SHA-256 of all that is counted of a thread.
#[must_use]
pub fn key(parts: &[Part<'_>]) -> [u8; 32] {
    let lengths: Vec<u8> = parts.iter().flat_map(|(text, weight)| [&text.len().to_le_bytes()[..], &[*weight]].concat()).collect();
    sha256_bytes_of_parts([lengths.as_slice()].into_iter().chain(parts.iter().map(|(text, _)| text.as_bytes())))
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
    words: Vec<Box<str>>,
    /// The term of each word.
    term_of: Vec<u32>,
    terms: usize,
    /// The number of each word among those that were known from before; [`IGNORED`] for the others.
    kept_numbers: Vec<u32>,
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
    fn threads_counted_before_make_the_same_corpus() {
        let mut kept = KeptDocuments::default();
        for round in 0..20 {
            // One thread stays, one comes back, and one brings words that the next round has no more.
            let texts = ["Numb eyelid".to_owned(), format!("a swollen lip {}", round % 2), format!("wordx{round} wordy{round} numb lips")];
            let parts: Vec<[Part<'_>; 1]> = texts.iter().map(|text| [(text.as_str(), 2)]).collect();
            let counters = Counters::with(&kept);
            let known = parts.iter().map(|parts| counters.known(&kept, &key(parts)));
            let known: Vec<Option<Document>> = known.collect();
            assert_eq!(known.iter().map(Option::is_some).collect::<Vec<_>>(), [round > 0, false, false]);
            let documents = known.into_iter().zip(&parts).map(|(known, parts)| known.unwrap_or_else(|| counters.count(parts)));
            let documents = documents.collect();
            let corpus = Corpus::new(counters, documents);
            kept.keep_only(parts.iter().map(|parts| key(parts)).collect(), &corpus);
            assert!(kept.has_changed());
            assert!(kept.words.len() <= WORDS_A_USED_ONE * corpus.words.len() + corpus.words.len());
            kept = postcard::from_bytes(&postcard::to_allocvec(&kept).unwrap()).unwrap();

            let counters = Counters::default();
            let documents = parts.iter().map(|parts| counters.count(parts)).collect();
            let anew = Corpus::new(counters, documents);
            assert_eq!((&corpus.words, &corpus.term_of, corpus.terms), (&anew.words, &anew.term_of, anew.terms));
            assert!((0..3).all(|document| counts(&corpus, document) == counts(&anew, document)));
        }
    }

    #[test]
    fn a_thread_is_read_up_to_a_length() {
        let long = format!("{} eyelid", "é".repeat(LONGEST_TEXT));
        let counters = Counters::default();
        let document = counters.count(&[("numb", 1), (&long, 1), ("lip", 1)]);
        assert_eq!(counts(&Corpus::new(counters, vec![document]), 0), [("numb", 1)]);
    }
}
