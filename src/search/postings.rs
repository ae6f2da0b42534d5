//! Which word stands in which thread, and how much it says about it.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{Record, words};

/// A level of 1 to 8 says how much a word tells about a thread.
pub(super) const LEVELS: f32 = 8.0;

/// Of a word that stands in more threads than this, only those are kept about which it says most: a reader
/// who looks for such a word alone can never read them all, and with another word the other decides.
pub(super) const MOST: usize = 1500;

/// How soon more of the same word stops to add to its level (`k1` in BM25).
const SATURATION: f32 = 3.0;

/// How much longer texts are held against their words (`b` in BM25).
const LENGTH_PENALTY: f32 = 0.4;

/// The weights of BM25F: what a word's place says about what a thread is about.
mod weight {
    pub(super) const TITLE: f32 = 8.0;
    pub(super) const QUESTION: f32 = 3.0;
    pub(super) const NAME: f32 = 3.0;
    pub(super) const HEADING: f32 = 2.0;
    pub(super) const TOPIC: f32 = 1.5;
    pub(super) const ANSWER: f32 = 1.0;
}

/// A word with the threads that it stands in.
pub(super) struct Entry<'a> {
    pub(super) word: &'a str,
    /// In how many threads it stands, those left out of the list included.
    pub(super) threads: usize,
    /// The thread's number and its level from 0 to 7, by rising number.
    pub(super) list: Vec<(u32, u8)>,
}

/// A word with its list in one part.
type WordList<'a> = (&'a str, &'a Vec<(u32, u8)>);

/// The words of some of the threads.
#[derive(Default)]
pub(super) struct Part {
    ids: HashMap<Box<str>, u32, ahash::RandomState>,
    words: Vec<Box<str>>,
    lists: Vec<Vec<(u32, u8)>>,
}

/// Reads the threads on all cores, each core a part.
pub(super) fn parts(records: &[Record<'_>], numbers: &[u32]) -> Vec<Part> {
    let lengths = Lengths::average(records);
    let size = records.len().div_ceil(rayon::current_num_threads()).max(64);
    let pairs: Vec<(&Record<'_>, u32)> = records.iter().zip(numbers.iter().copied()).collect();
    pairs.par_chunks(size).map(|chunk| part(chunk, &lengths)).collect()
}

/// All words of the parts in their order, each once. How the threads were parted makes no difference.
pub(super) fn merge(parts: &[Part]) -> Vec<Entry<'_>> {
    let mut all: Vec<WordList<'_>> = parts.iter().flat_map(|part| part.words.iter().map(AsRef::as_ref).zip(&part.lists)).collect();
    all.par_sort_by_key(|(word, _)| *word);
    let groups: Vec<&[WordList<'_>]> = all.chunk_by(|one, other| one.0 == other.0).collect();
    groups.into_par_iter().map(entry).collect()
}

fn entry<'a>(group: &[WordList<'a>]) -> Entry<'a> {
    let mut list: Vec<(u32, u8)> = group.iter().flat_map(|(_, list)| list.iter().copied()).collect();
    let threads = list.len();
    if threads > MOST {
        list.sort_unstable_by_key(|(number, level)| (std::cmp::Reverse(*level), *number));
        list.truncate(MOST);
    }
    list.sort_unstable();
    Entry { word: group[0].0, threads, list }
}

/// The average lengths of the texts in bytes, which stand for their numbers of words.
struct Lengths {
    question: f32,
    answer: f32,
}

impl Lengths {
    fn average(records: &[Record<'_>]) -> Self {
        let average = |lengths: &mut dyn Iterator<Item = usize>| {
            let (sum, count) = lengths.filter(|length| *length > 0).fold((0, 0_usize), |(sum, count), length| (sum + length, count + 1));
            sum as f32 / count.max(1) as f32
        };
        Self {
            question: average(&mut records.iter().flat_map(|record| record.questions.iter().map(|question| question.words.len()))),
            answer: average(&mut records.iter().flat_map(|record| record.answers.iter().map(|answer| answer.words.len()))),
        }
    }

    /// What one occurrence counts in a text of `length` bytes.
    fn share(length: usize, average: f32) -> f32 {
        1.0 / (1.0 - LENGTH_PENALTY + LENGTH_PENALTY * length as f32 / average.max(1.0))
    }
}

fn part(chunk: &[(&Record<'_>, u32)], lengths: &Lengths) -> Part {
    let mut part = Part::default();
    let mut count = Count::default();
    for (record, number) in chunk {
        count_words(record, lengths, &mut part, &mut count);
        for id in count.touched.drain(..) {
            let sum = std::mem::take(&mut count.sums[id as usize]);
            let level = (sum / (sum + SATURATION) * LEVELS).ceil().clamp(1.0, LEVELS) - 1.0;
            // The line above keeps it within 0 to 7.
            part.lists[id as usize].push((*number, level as u8));
        }
    }
    part
}

/// The weighted occurrences of each word in one thread.
#[derive(Default)]
struct Count {
    /// By the word's id; 0 for each that the thread does not have.
    sums: Vec<f32>,
    touched: Vec<u32>,
}

fn count_words(record: &Record<'_>, lengths: &Lengths, part: &mut Part, count: &mut Count) {
    let mut add = |text: &str, weight: f32| {
        words::each(text, |word| {
            let id = part.id(word);
            if count.sums.len() <= id as usize {
                count.sums.resize(part.words.len(), 0.0);
            }
            let sum = &mut count.sums[id as usize];
            if *sum == 0.0 {
                count.touched.push(id);
            }
            *sum += weight;
        });
    };
    add(&record.title, weight::TITLE);
    for question in &record.questions {
        add(question.title.as_deref().unwrap_or_default(), weight::TITLE);
        add(&question.words, weight::QUESTION * Lengths::share(question.words.len(), lengths.question));
    }
    add(record.topic_title, weight::TOPIC);
    record.tags.iter().for_each(|tag| add(tag, weight::TOPIC));
    record.editor.iter().for_each(|text| add(text, weight::HEADING));
    for answer in &record.answers {
        add(answer.name.unwrap_or_default(), weight::NAME);
        add(answer.heading.as_deref().unwrap_or_default(), weight::HEADING);
        add(answer.words, weight::ANSWER * Lengths::share(answer.words.len(), lengths.answer));
    }
}

impl Part {
    fn id(&mut self, word: &str) -> u32 {
        if let Some(id) = self.ids.get(word) {
            return *id;
        }
        let id = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        self.ids.insert(word.into(), id);
        self.words.push(word.into());
        self.lists.push(Vec::new());
        id
    }
}
