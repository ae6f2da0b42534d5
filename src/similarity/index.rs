//! Which threads are alike, and by which words.

use rayon::prelude::*;

use super::corpus::{Corpus, Counted};

/// So many terms of a thread are kept, the heaviest: what a thread is about shows in fewer.
pub const MOST_TERMS: usize = 64;

/// So many of a thread's terms, the heaviest, look for other threads.
const MOST_ASKED: usize = 20;

/// So many threads are remembered for a term, those in which it weighs most.
const MOST_REMEMBERED: usize = 128;

/// So many of the threads found are compared by all their terms.
const MOST_COMPARED: usize = 16;

/// At this count (in the weights of [`super::parts`]) a word has half of the weight that any number of
/// repetitions could give it.
const HALF_COUNT: f32 = 10.0;

/// A term's number and its weight in one thread; the squares of a thread's weights add up to 1.
type Weighted = (u32, f32);

/// Threads by the words that they share.
#[derive(Debug)]
pub struct Index {
    corpus: Corpus,
    /// Each thread's heaviest terms, by number.
    vectors: Vec<Box<[Weighted]>>,
    /// Where in `postings` each term's threads begin; one more at the end.
    starts: Vec<usize>,
    /// Threads with the weight of the term there, in no order.
    postings: Vec<Weighted>,
}

/// A thread that is like another one.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Match {
    /// Its number in the corpus.
    pub document: usize,
    /// How alike the two are, from 0 to 1.
    pub likeness: f32,
}

/// A term that two threads share.
#[derive(Debug, Clone, PartialEq)]
pub struct Shared<'a> {
    /// The word as it stands in either, in small letters; often the same.
    pub words: [&'a str; 2],
    /// What it adds to the likeness; these add up to the whole of it.
    pub share: f32,
}

/// What a thread needs while it looks for others, kept so that it need not be made anew.
#[derive(Debug, Clone, Default)]
pub struct Scratch {
    sums: Sums,
    /// The weights of the thread that looks, by term; all 0 between two searches.
    weights: Vec<f32>,
}

/// The sums of the threads that one search meets, in a table with open addressing. There is room for all that a search can meet and no
/// more, so that the table stays close to the processor, however large the site is.
#[derive(Debug, Clone)]
struct Sums {
    /// The thread's number plus 1, or 0 for a free place, with the sum.
    places: Box<[(u32, f32)]>,
    /// The places in use.
    used: Vec<u32>,
}

impl Sums {
    /// Twice as many as can be in use, as a power of two, so that a free place is near.
    const PLACES: usize = (MOST_ASKED * MOST_REMEMBERED * 2).next_power_of_two();

    fn add(&mut self, thread: u32, weight: f32) {
        // The highest bits of the product depend on all of the number (Fibonacci hashing).
        let mut at = (thread.wrapping_mul(0x9e37_79b9) >> (u32::BITS - Self::PLACES.ilog2())) as usize;
        loop {
            let (known, sum) = &mut self.places[at];
            if *known == thread + 1 {
                *sum += weight;
                return;
            }
            if *known == 0 {
                (*known, *sum) = (thread + 1, weight);
                self.used.push(at as u32);
                return;
            }
            at = (at + 1) % Self::PLACES;
        }
    }

    /// Calls `take` with every thread and its sum, and forgets them.
    fn drain(&mut self, mut take: impl FnMut(u32, f32)) {
        for at in self.used.drain(..) {
            let (known, sum) = std::mem::take(&mut self.places[at as usize]);
            take(known - 1, sum);
        }
    }
}

impl Default for Sums {
    fn default() -> Self {
        Self { places: vec![(0, 0.0); Self::PLACES].into_boxed_slice(), used: Vec::new() }
    }
}

impl Index {
    /// Weighs every term of every thread.
    #[must_use]
    pub fn new(corpus: Corpus) -> Self {
        let rarity = rarity(&corpus);
        let vectors: Vec<Box<[Weighted]>> = corpus.documents.par_iter().map(|document| vector(&corpus, &rarity, document)).collect();
        let (starts, postings) = postings(&vectors, rarity.len());
        Self { corpus, vectors, starts, postings }
    }

    /// The threads most like `document`, best first, that are at least `least` alike.
    #[must_use]
    pub fn nearest(&self, document: usize, least: f32, scratch: &mut Scratch) -> Vec<Match> {
        let mut asked: Vec<Weighted> = self.vectors[document].to_vec();
        if asked.len() > MOST_ASKED {
            asked.select_nth_unstable_by(MOST_ASKED, by_weight);
            asked.truncate(MOST_ASKED);
        }
        heaviest_first(&mut asked);
        for (term, weight) in asked {
            for (other, other_weight) in &self.postings[self.starts[term as usize]..self.starts[term as usize + 1]] {
                scratch.sums.add(*other, weight * other_weight);
            }
        }
        let mut found = Heaviest::default();
        scratch.sums.drain(|other, sum| {
            if other as usize != document {
                found.add((other, sum));
            }
        });
        scratch.weights.resize(self.starts.len(), 0.0);
        for (term, weight) in &self.vectors[document] {
            scratch.weights[*term as usize] = *weight;
        }
        let likeness =
            |other: u32| self.vectors[other as usize].iter().map(|(term, weight)| scratch.weights[*term as usize] * weight).sum();
        let compared = found.0.into_iter().map(|(other, _)| (other, likeness(other)));
        let mut alike: Vec<Weighted> = compared.filter(|(_, likeness)| *likeness >= least).collect();
        for (term, _) in &self.vectors[document] {
            scratch.weights[*term as usize] = 0.0;
        }
        heaviest_first(&mut alike);
        alike.into_iter().map(|(other, likeness)| Match { document: other as usize, likeness }).collect()
    }

    /// The terms that two threads share, each with what it adds to their likeness, by number.
    fn common(&self, one: usize, other: usize) -> impl Iterator<Item = Weighted> {
        let mut others = self.vectors[other].iter().peekable();
        self.vectors[one].iter().filter_map(move |(term, weight)| {
            while others.next_if(|(candidate, _)| candidate < term).is_some() {}
            others.next_if(|(candidate, _)| candidate == term).map(|(_, other_weight)| (*term, weight * other_weight))
        })
    }

    /// The terms that two threads share, heaviest first.
    pub fn shared(&self, one: usize, other: usize) -> impl Iterator<Item = Shared<'_>> {
        let mut common: Vec<Weighted> = self.common(one, other).collect();
        heaviest_first(&mut common);
        common.into_iter().filter_map(move |(term, share)| Some(Shared { words: self.forms(term, one, other)?, share }))
    }

    /// The form of `term` that stands in both threads most often, else the commonest of each.
    fn forms(&self, term: u32, one: usize, other: usize) -> Option<[&str; 2]> {
        let forms = |document: usize| -> Vec<Counted> {
            let words = self.corpus.documents[document].iter().copied();
            words.filter(|counted| self.corpus.term_of(counted.word()) == term).collect()
        };
        let (ours, theirs) = (forms(one), forms(other));
        let in_both = ours.iter().filter_map(|our| {
            let their = theirs.iter().find(|their| their.word() == our.word())?;
            Some((our.weight().min(their.weight()), self.corpus.word(our.word())))
        });
        // Of two that count the same, the first of the alphabet.
        if let Some((_, word)) = in_both.max_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(one.1))) {
            return Some([word, word]);
        }
        let commonest = |forms: &[Counted]| {
            let words = forms.iter().map(|counted| (counted.weight(), self.corpus.word(counted.word())));
            words.max_by(|one, other| one.0.cmp(&other.0).then(other.1.cmp(one.1))).map(|(_, word)| word)
        };
        Some([commonest(&ours)?, commonest(&theirs)?])
    }
}

/// By weight, heaviest first, then by number.
fn by_weight(one: &Weighted, other: &Weighted) -> std::cmp::Ordering {
    other.1.total_cmp(&one.1).then(one.0.cmp(&other.0))
}

/// The heaviest [`MOST_COMPARED`] of many, heaviest first.
#[derive(Debug, Default)]
struct Heaviest(Vec<Weighted>);

impl Heaviest {
    /// Most are lighter than the lightest here, which is found out at a look.
    fn add(&mut self, weighted: Weighted) {
        if self.0.len() == MOST_COMPARED {
            if self.0.last().is_some_and(|last| by_weight(last, &weighted).is_lt()) {
                return;
            }
            self.0.pop();
        }
        let place = self.0.iter().rposition(|heavier| by_weight(heavier, &weighted).is_lt()).map_or(0, |last| last + 1);
        self.0.insert(place, weighted);
    }
}

fn heaviest_first(weighted: &mut [Weighted]) {
    weighted.sort_unstable_by(by_weight);
}

/// How much each term tells, by how few threads have it: `ln(1 + (N - n + ½) / (n + ½))` for n of N
/// threads (Robertson and Spärck Jones, as in BM25), in whole thousandths.
fn rarity(corpus: &Corpus) -> Vec<f32> {
    let mut counts = vec![0_u32; corpus.terms()];
    let mut seen_in = vec![usize::MAX; corpus.terms()];
    for (number, document) in corpus.documents.iter().enumerate() {
        for counted in document {
            let term = corpus.term_of(counted.word()) as usize;
            if seen_in[term] != number {
                seen_in[term] = number;
                counts[term] += 1;
            }
        }
    }
    let all = corpus.len() as f64;
    let rarity = |count: u32| (1.0 + (all - f64::from(count) + 0.5) / (f64::from(count) + 0.5)).ln();
    counts.into_iter().map(|count| (rarity(count) * 1000.0).round() as f32).collect()
}

/// The heaviest terms of a thread, by number, with weights of which the squares add up to 1.
fn vector(corpus: &Corpus, rarity: &[f32], document: &[Counted]) -> Box<[Weighted]> {
    let mut terms: Vec<(u32, u32)> = document.iter().map(|counted| (corpus.term_of(counted.word()), counted.weight())).collect();
    terms.sort_unstable_by_key(|(term, _)| *term);
    terms.dedup_by(|later, earlier| {
        let same = later.0 == earlier.0;
        earlier.1 += if same { later.1 } else { 0 };
        same
    });
    let weighed = terms.into_iter().map(|(term, count)| {
        let count = count as f32;
        (term, rarity[term as usize] * count / (count + HALF_COUNT))
    });
    let mut vector: Vec<Weighted> = weighed.collect();
    if vector.len() > MOST_TERMS {
        vector.select_nth_unstable_by(MOST_TERMS, by_weight);
        vector.truncate(MOST_TERMS);
    }
    vector.sort_unstable_by_key(|(term, _)| *term);
    let length = vector.iter().map(|(_, weight)| weight * weight).sum::<f32>().sqrt();
    for (_, weight) in &mut vector {
        *weight /= length.max(f32::MIN_POSITIVE);
    }
    vector.into_boxed_slice()
}

/// For each term the threads in which it weighs most. A term of one thread alone leads nowhere.
fn postings(vectors: &[Box<[Weighted]>], terms: usize) -> (Vec<usize>, Vec<Weighted>) {
    let mut ends = vec![0_usize; terms];
    vectors.iter().flatten().for_each(|(term, _)| ends[*term as usize] += 1);
    let mut end = 0;
    for count in &mut ends {
        // Where the term's threads begin, for now: each that is put down moves it on.
        end += std::mem::replace(count, end);
    }
    let mut all: Vec<Weighted> = vec![(0, 0.0); end];
    for (document, vector) in (0_u32..).zip(vectors) {
        for (term, weight) in vector {
            let place = &mut ends[*term as usize];
            all[*place] = (document, *weight);
            *place += 1;
        }
    }
    let mut starts = Vec::with_capacity(terms + 1);
    let (mut start, mut kept) = (0, 0);
    for end in ends {
        starts.push(kept);
        let list = &mut all[start..end];
        let length = match list.len() {
            1 => 0,
            length if length > MOST_REMEMBERED => {
                list.select_nth_unstable_by(MOST_REMEMBERED, by_weight);
                MOST_REMEMBERED
            }
            length => length,
        };
        all.copy_within(start..start + length, kept);
        (start, kept) = (end, kept + length);
    }
    starts.push(kept);
    all.truncate(kept);
    all.shrink_to_fit();
    (starts, all)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::similarity::Counters;

    fn index(threads: &[&str]) -> Index {
        let counters = Counters::default();
        let documents = threads.iter().map(|thread| counters.count(&[(thread, 1)])).collect();
        Index::new(Corpus::new(counters, documents))
    }

    fn nearest(index: &Index, document: usize) -> Vec<usize> {
        index.nearest(document, 0.01, &mut Scratch::default()).iter().map(|found| found.document).collect()
    }

    const THREADS: [&str; 6] = [
        "numb eyelid, tingling eyelid, lashes",
        "the eyelid droops, lashes too, after a toxin",
        "numbness of the lip, tingling, filler",
        "filler in the lip swelled, bruise",
        "toxin in the jaw, chewing",
        "numb eyelid, tingling eyelid, lashes",
    ];

    #[test]
    fn the_thread_that_shares_the_rarest_words_is_the_nearest() {
        let index = index(&THREADS);
        assert_eq!(nearest(&index, 0)[..2], [5, 1]);
        assert_eq!(nearest(&index, 3), [2]);
        let twin = index.nearest(0, 0.01, &mut Scratch::default())[0];
        assert!(twin.document == 5 && (twin.likeness - 1.0).abs() < 1e-5);
        assert_eq!(index.shared(3, 4).count(), 0);
    }

    #[test]
    fn the_reason_stands_in_both_and_adds_up() {
        let index = index(&THREADS);
        let shared: Vec<Shared<'_>> = index.shared(0, 2).collect();
        let words: Vec<[&str; 2]> = shared.iter().map(|shared| shared.words).collect();
        assert_eq!(words, [["numb", "numbness"], ["tingling", "tingling"]]);
        let sum: f32 = shared.iter().map(|shared| shared.share).sum();
        let likeness = index.nearest(0, 0.01, &mut Scratch::default()).iter().find(|found| found.document == 2).unwrap().likeness;
        assert!((sum - likeness).abs() < 1e-6);
    }

    #[test]
    fn threads_without_words_are_like_none() {
        let index = index(&["", "the and of", "eyelid"]);
        for document in 0..3 {
            assert_eq!(nearest(&index, document), Vec::<usize>::new());
        }
        assert!(Index::new(Corpus::default()).vectors.is_empty());
    }

    #[test]
    fn a_word_of_thousands_of_threads_is_bounded_work() {
        let threads: Vec<String> = (0..2000).map(|number| format!("botox rare{number}x twin{}x", number / 2)).collect();
        let index = index(&threads.iter().map(String::as_str).collect::<Vec<_>>());
        assert!(index.postings.len() <= MOST_REMEMBERED + 2000);
        for document in [0, 1, 1000, 1999] {
            assert_eq!(nearest(&index, document).first(), Some(&(document ^ 1)), "the thread that shares the rare word");
        }
    }
}
