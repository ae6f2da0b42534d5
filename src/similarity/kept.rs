//! Threads that were counted before and need not be counted again.

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::digest::sha256_bytes_of_parts;
use crate::kept::Kept;

use super::Part;
use super::corpus::{Corpus, Counted, Counters, Document, IGNORED, KEPT};

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
    /// The threads with these texts. Those that are kept are not counted again; then these are kept, and no others.
    pub fn corpus(&mut self, threads: &[Vec<Part<'_>>]) -> Corpus {
        let counters = Counters::with(self.words.clone());
        let document = |parts: &Vec<Part<'_>>| {
            let key = key(parts);
            (key, self.document(&key).unwrap_or_else(|| counters.count(parts)))
        };
        let (keys, documents): (Vec<_>, Vec<_>) = threads.par_iter().map(document).unzip();
        let corpus = Corpus::new(counters, documents);
        self.keep_only(&keys, &corpus);
        corpus
    }

    /// Is anything other than what was loaded?
    #[must_use]
    pub fn has_changed(&self) -> bool {
        self.documents.has_changed()
    }

    /// The thread of which the texts have the SHA-256 `key`.
    fn document(&self, key: &[u8; 32]) -> Option<Document> {
        let steps: Vec<(u32, u8)> = postcard::from_bytes(self.documents.get(key)?).ok()?;
        let mut number = 0_u32;
        let words = steps.into_iter().map(|(step, weight)| {
            number = number.checked_add(step).filter(|number| (*number as usize) < self.words.len())?;
            Some(Counted::new(number, u32::from(weight)))
        });
        Some(Document { counter: KEPT, words: words.collect::<Option<_>>()? })
    }

    fn keep_only(&mut self, keys: &[[u8; 32]], corpus: &Corpus) {
        let mut numbers = corpus.kept_numbers.clone();
        if self.words.len() > WORDS_A_USED_ONE * corpus.words.len() {
            *self = Self::default();
            numbers.fill(IGNORED);
        }
        for (number, word) in numbers.iter_mut().zip(&corpus.words).filter(|(number, _)| **number == IGNORED) {
            *number = self.words.len() as u32;
            self.words.push(word.clone());
        }
        let new = keys.par_iter().zip(&corpus.documents).map(|(key, document)| {
            let new = self.documents.get(key).is_none().then(|| stored(document, &numbers)).flatten();
            (*key, new)
        });
        let new: Vec<_> = new.collect();
        self.documents.keep_only(new);
    }
}

/// The SHA-256 of all that is counted of a thread.
fn key(parts: &[Part<'_>]) -> [u8; 32] {
    let lengths: Vec<u8> = parts.iter().flat_map(|(text, weight)| [&text.len().to_le_bytes()[..], &[*weight]].concat()).collect();
    sha256_bytes_of_parts([lengths.as_slice()].into_iter().chain(parts.iter().map(|(text, _)| text.as_bytes())))
}

/// What is kept of a thread of which the words have these `numbers` there.
fn stored(document: &[Counted], numbers: &[u32]) -> Option<Vec<u8>> {
    let mut words: Vec<(u32, u8)> = document.iter().map(|counted| (numbers[counted.word() as usize], counted.weight() as u8)).collect();
    words.sort_unstable();
    let mut before = 0;
    words.iter_mut().for_each(|(number, _)| *number -= std::mem::replace(&mut before, *number));
    postcard::to_allocvec(&words).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The words of each thread with their weights.
    fn words(corpus: &Corpus) -> Vec<Vec<(&str, u32)>> {
        let of_one = |document: &[Counted]| {
            let mut words: Vec<_> = document.iter().map(|counted| (corpus.word(counted.word()), counted.weight())).collect();
            words.sort_unstable();
            words
        };
        corpus.documents.iter().map(|document| of_one(document)).collect()
    }

    #[test]
    fn threads_counted_before_make_the_same_corpus() {
        let mut kept = KeptDocuments::default();
        for round in 0..20 {
            // One thread stays, one comes back, and one brings words that the next round has no more.
            let texts = ["Numb eyelid".to_owned(), format!("a swollen lip {}", round % 2), format!("wordx{round} wordy{round} numb lips")];
            let threads: Vec<Vec<Part<'_>>> = texts.iter().map(|text| vec![(text.as_str(), 2)]).collect();
            assert_eq!(kept.document(&key(&threads[0])).is_some(), round > 0);
            assert!(threads[1..].iter().all(|parts| kept.document(&key(parts)).is_none()));
            let corpus = kept.corpus(&threads);
            assert!(kept.has_changed() && threads.iter().all(|parts| kept.document(&key(parts)).is_some()));
            assert!(kept.words.len() <= (WORDS_A_USED_ONE + 1) * corpus.words.len());

            let anew = KeptDocuments::default().corpus(&threads);
            assert_eq!((&corpus.words, words(&corpus), corpus.terms()), (&anew.words, words(&anew), anew.terms()));
            assert!((0..corpus.words.len() as u32).all(|word| corpus.term_of(word) == anew.term_of(word)));
            kept = postcard::from_bytes(&postcard::to_allocvec(&kept).unwrap()).unwrap();
        }
    }
}
