//! Which word stands in which thread, and how much it says about it.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::thread::ThreadPath;

use super::counts::{Counts, Lexicon};
use super::words;

/// A level of 1 to 8 says how much a word tells about a thread.
pub(super) const LEVELS: f32 = 8.0;

/// Of a word that stands in more threads than this, only those are kept about which it says most: a reader
/// who looks for such a word alone can never read them all, and with another word the other decides.
pub(super) const MOST: usize = 1500;

/// How soon more of the same word stops to add to its level (`k1` in BM25).
const SATURATION: f32 = 3.0;

/// How much longer texts are held against their words (`b` in BM25).
const LENGTH_PENALTY: f32 = 0.4;

/// The weights of BM25F for what a thread's length matters to, and for its topic.
mod weight {
    pub(super) const QUESTION: f32 = 3.0;
    pub(super) const ANSWER: f32 = 1.0;
    pub(super) const TOPIC: f32 = 1.5;
}

/// A word with the threads that it stands in.
pub(super) struct Entry<'a> {
    pub(super) word: &'a str,
    /// In how many threads it stands, those left out of the list included.
    pub(super) threads: usize,
    /// By rising number of the thread.
    pub(super) list: Vec<Listed>,
}

/// A thread in a word's list: eight times its number, and the word's level there from 0 to 7. There are millions, so each is one whole number.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Listed(u32);

impl Listed {
    fn new(number: u32, level: u8) -> Self {
        Self(number * 8 + u32::from(level))
    }

    pub(super) fn number(self) -> u32 {
        self.0 / 8
    }

    pub(super) fn level(self) -> u32 {
        self.0 % 8
    }

    /// What is written of it behind a thread of which the number is `next` less 1.
    pub(super) fn step(self, next: u32) -> u32 {
        self.0 - next * 8
    }
}

/// Of some of the threads, the threads of each word.
struct Part {
    /// Where in `threads` those of each word begin; one more at the end.
    starts: Vec<usize>,
    threads: Vec<Listed>,
}

impl Part {
    fn of(&self, word: usize) -> &[Listed] {
        &self.threads[self.starts[word]..self.starts[word + 1]]
    }
}

/// A thread as the index sees it.
#[derive(Debug, Clone, Copy)]
pub struct Counted<'a> {
    /// Topic and slug.
    pub path: &'a ThreadPath,
    /// The topic's name.
    pub topic_title: &'a str,
    /// Its words.
    pub counts: &'a Counts,
}

/// Every word that stands in a thread, by code point, with its threads. `numbers` are those of the threads.
pub(super) fn entries<'a>(lexicon: &'a mut Lexicon, threads: &[Counted<'_>], numbers: &[u32]) -> Vec<Entry<'a>> {
    let mut topics: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for thread in threads {
        topics.entry(thread.topic_title).or_insert_with(|| {
            let mut found = Vec::new();
            words::each(thread.topic_title, |word| found.push(lexicon.number(word)));
            found
        });
    }
    let lexicon = &*lexicon;
    let averages = Averages::of(threads);
    let mut pairs: Vec<(&Counted<'_>, u32)> = threads.iter().zip(numbers.iter().copied()).collect();
    // In this order, so that each word's list is in it as well. How the threads are parted makes no difference.
    pairs.sort_unstable_by_key(|(_, number)| *number);
    let size = threads.len().div_ceil(rayon::current_num_threads()).max(64);
    let parts: Vec<Part> = pairs.par_chunks(size).map(|chunk| part(chunk, lexicon.words().len(), &topics, &averages)).collect();
    let mut words: Vec<(&str, usize)> = lexicon.words().iter().map(AsRef::as_ref).zip(0..).collect();
    words.par_sort_unstable();
    words.into_par_iter().filter_map(|(word, number)| entry(word, parts.iter().map(|part| part.of(number)))).collect()
}

/// The entry of a word whose threads are in `lists`, by rising number.
fn entry<'a, 'b>(word: &'a str, lists: impl Iterator<Item = &'b [Listed]>) -> Option<Entry<'a>> {
    let lists: Vec<&[Listed]> = lists.collect();
    let mut list = lists.concat();
    let threads = list.len();
    if threads > MOST {
        list.select_nth_unstable_by_key(MOST, |listed| (std::cmp::Reverse(listed.level()), listed.number()));
        list.truncate(MOST);
        list.sort_unstable();
    }
    (threads > 0).then_some(Entry { word, threads, list })
}

/// The average lengths of a thread's questions and answers.
struct Averages {
    questions: f32,
    answers: f32,
}

impl Averages {
    fn of(threads: &[Counted<'_>]) -> Self {
        let average = |length: fn(&Counts) -> u32| {
            let lengths = threads.iter().map(|thread| u64::from(length(thread.counts))).filter(|length| *length > 0);
            let (sum, count) = lengths.fold((0, 0_u64), |(sum, count), length| (sum + length, count + 1));
            sum as f32 / count.max(1) as f32
        };
        Self { questions: average(|counts| counts.questions), answers: average(|counts| counts.answers) }
    }

    /// What one occurrence counts in texts of `length` bytes.
    fn share(length: u32, average: f32) -> f32 {
        1.0 / (1.0 - LENGTH_PENALTY + LENGTH_PENALTY * length as f32 / average.max(1.0))
    }
}

/// The threads of each word in `chunk`, in the order of the chunk. Its levels are gone through twice, first to find out how much room each
/// word takes: those of a large site, put down on the way, would be the largest thing in memory.
fn part(chunk: &[(&Counted<'_>, u32)], words: usize, topics: &BTreeMap<&str, Vec<u32>>, averages: &Averages) -> Part {
    let mut of_topic = vec![0.0; words];
    let mut starts = vec![0; words + 1];
    each_level(chunk, &mut of_topic, topics, averages, |word, _, _| starts[word + 1] += 1);
    for word in 0..words {
        starts[word + 1] += starts[word];
    }
    let mut next = starts.clone();
    let mut threads = vec![Listed::default(); starts[words]];
    each_level(chunk, &mut of_topic, topics, averages, |word, number, level| {
        threads[next[word]] = Listed::new(number, level);
        next[word] += 1;
    });
    Part { starts, threads }
}

/// Calls `take` with each word, the number of a thread that has it, and its level there. `of_topic` has a place for each word; all are 0
/// before and after.
fn each_level(
    chunk: &[(&Counted<'_>, u32)],
    of_topic: &mut [f32],
    topics: &BTreeMap<&str, Vec<u32>>,
    averages: &Averages,
    mut take: impl FnMut(usize, u32, u8),
) {
    for (thread, number) in chunk {
        let topic = topics.get(thread.topic_title).map_or(&[][..], Vec::as_slice);
        topic.iter().for_each(|word| of_topic[*word as usize] += weight::TOPIC);
        let counts = thread.counts;
        let question = weight::QUESTION * Averages::share(counts.questions, averages.questions);
        let answer = weight::ANSWER * Averages::share(counts.answers, averages.answers);
        for met in &counts.words {
            let sum = f32::from(met.weight) / 2.0 + f32::from(met.in_questions) * question + f32::from(met.in_answers) * answer;
            let sum = sum + std::mem::take(&mut of_topic[met.word as usize]);
            take(met.word as usize, *number, level(sum));
        }
        for word in topic {
            let sum = std::mem::take(&mut of_topic[*word as usize]);
            if sum > 0.0 {
                take(*word as usize, *number, level(sum));
            }
        }
    }
}

fn level(sum: f32) -> u8 {
    // Within 0 to 7.
    ((sum / (sum + SATURATION) * LEVELS).ceil().clamp(1.0, LEVELS) - 1.0) as u8
}
