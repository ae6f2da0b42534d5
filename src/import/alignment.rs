//! Which answer of the new import is which answer of the last one: ids follow the answers, not
//! their numbers.

use std::collections::BTreeMap;

use crate::thread::Answer;

/// What an answer is recognised by.
pub(super) struct Candidate<'a> {
    answer: &'a Answer,
    /// How often each word stands in the text.
    words: BTreeMap<&'a str, usize>,
    count: usize,
}

impl<'a> Candidate<'a> {
    pub(super) fn new(answer: &'a Answer) -> Self {
        let words = counted(&answer.body.text);
        Self { answer, count: words.values().sum(), words }
    }

    /// How alike two answers are: the words weigh most, then the name, then the heading. Two equal
    /// answers without a byline reach 3; the same person with other words 2.
    fn likeness(&self, other: &Self) -> f64 {
        let same = |one: &Option<String>, two: &Option<String>| one.is_some() && one == two;
        let name = same(&self.answer.byline.name, &other.answer.byline.name);
        let heading = self.answer.heading.is_some() && self.answer.heading == other.answer.heading;
        let other_name = self.answer.byline.name.is_some() && other.answer.byline.name.is_some() && !name;
        3.0 * dice((&self.words, self.count), (&other.words, other.count)) + if name { 2.0 } else { 0.0 } + if heading { 1.0 } else { 0.0 }
            - if other_name { 1.5 } else { 0.0 }
    }
}

/// Answers less alike than this are two answers: half of the words with nothing else in common, or
/// the same name.
const LEAST_LIKENESS: f64 = 1.5;

/// For each of `new`, the index of the one of `known` that it is. Most alike pairs first; earlier
/// ones win a tie.
pub(super) fn align(known: &[Candidate<'_>], new: &[Candidate<'_>]) -> Vec<Option<usize>> {
    let mut pairs: Vec<(f64, usize, usize)> = Vec::new();
    for (new_index, new) in new.iter().enumerate() {
        for (known_index, known) in known.iter().enumerate() {
            let likeness = known.likeness(new);
            if likeness >= LEAST_LIKENESS {
                pairs.push((likeness, new_index, known_index));
            }
        }
    }
    // The same place in the order settles what likeness leaves open.
    let distance = |(_, new, known): &(f64, usize, usize)| new.abs_diff(*known);
    pairs.sort_by(|one, two| two.0.total_cmp(&one.0).then(distance(one).cmp(&distance(two))).then((one.1, one.2).cmp(&(two.1, two.2))));
    let mut partners = vec![None; new.len()];
    let mut taken = vec![false; known.len()];
    for (_, new, known) in pairs {
        if partners[new].is_none() && !taken[known] {
            partners[new] = Some(known);
            taken[known] = true;
        }
    }
    partners
}

/// How many of the words of two texts are the same, from 0 to 1 (Dice's coefficient).
pub(super) fn shared_words(one: &str, two: &str) -> f64 {
    let (one, two) = (counted(one), counted(two));
    dice((&one, one.values().sum()), (&two, two.values().sum()))
}

fn counted(text: &str) -> BTreeMap<&str, usize> {
    let mut words = BTreeMap::new();
    for word in text.split_whitespace() {
        *words.entry(word).or_insert(0) += 1;
    }
    words
}

fn dice(one: (&BTreeMap<&str, usize>, usize), two: (&BTreeMap<&str, usize>, usize)) -> f64 {
    let shared: usize = one.0.iter().map(|(word, count)| two.0.get(word).map_or(0, |other| *count.min(other))).sum();
    let total = one.1 + two.1;
    if total == 0 { 1.0 } else { 2.0 * shared as f64 / total as f64 }
}
