//! The words for lengths of time: data, read once from `durations.yaml`.

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::bytes::{ByteSet, Shapes, any, same_letters, table, word_beginnings};
use crate::settings::ImportWords;
use crate::thread::claim::Unit;

use super::text::{Phrase, phrases};

/// Words for lengths of time and their subjects; see the comments in `durations.yaml`.
#[derive(Debug, Clone)]
pub struct Durations {
    pub(super) units: BTreeMap<String, Unit>,
    /// Every word of every answer is asked whether it is one of the units.
    shapes: Shapes,
    /// The letters with which the units begin.
    unit_letters: ByteSet,
    /// The words with which a figure can begin, if not with digits.
    pub(super) beginnings: HashSet<String, ahash::RandomState>,
    /// The words with which a number can end, if not with digits.
    number_ends: Vec<String>,
    /// The longest first, so that `a couple of` is not `a`.
    pub(super) numbers: Vec<(Phrase, String)>,
    pub(super) between: Vec<Phrase>,
    pub(super) openers: Vec<Phrase>,
    pub(super) at_least: Vec<Phrase>,
    pub(super) or_more: Vec<Phrase>,
    pub(super) at_most: Vec<Phrase>,
    pub(super) within: Vec<Phrase>,
    pub(super) or_less: Vec<Phrase>,
    pub(super) no_length_behind: Vec<Phrase>,
    pub(super) no_length_before: Vec<Phrase>,
    pub(super) subjects: Vec<Subject>,
}

/// What a length of time can be about.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) about: String,
    pub(super) cues: Vec<Phrase>,
    pub(super) behind: Vec<Phrase>,
}

/// `durations.yaml` as it stands.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    units: BTreeMap<String, Vec<String>>,
    numbers: BTreeMap<String, String>,
    between: Vec<String>,
    openers: Vec<String>,
    at_least: Vec<String>,
    or_more: Vec<String>,
    at_most: Vec<String>,
    within: Vec<String>,
    or_less: Vec<String>,
    no_length_behind: Vec<String>,
    no_length_before: Vec<String>,
    subjects: Vec<SubjectWords>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SubjectWords {
    about: String,
    cues: Vec<String>,
    #[serde(default)]
    behind: Vec<String>,
}

impl Durations {
    /// What comes with sitegen and a site's own subjects, which go before.
    #[must_use]
    pub fn with(words: &ImportWords) -> Self {
        static BUILT_IN: LazyLock<Durations> = LazyLock::new(|| {
            #[expect(clippy::expect_used, reason = "the file is compiled in, and a test reads it")]
            let file: File = serde_yaml::from_str(include_str!("durations.yaml")).expect("durations.yaml is valid");
            Durations::from(file)
        });
        let mut durations = BUILT_IN.clone();
        let own = words.subjects.iter().map(|(about, cues)| Subject { about: about.clone(), cues: phrases(cues), behind: Vec::new() });
        durations.subjects.splice(0..0, own);
        durations
    }
}

impl Durations {
    /// The stretch of the first word for a unit of time in a text.
    pub(super) fn first_unit(&self, text: &str) -> Option<Range<usize>> {
        let bytes = text.as_bytes();
        let places = word_beginnings(bytes).filter(|start| self.unit_letters.has(bytes[*start]));
        let mut words = places.map(|start| {
            let length = bytes[start..].iter().position(|byte| !LETTERS[usize::from(*byte)]).unwrap_or(bytes.len() - start);
            start..start + length
        });
        words.find(|word| {
            let word = &bytes[word.clone()];
            self.shapes.may_hold(word) && self.units.keys().any(|unit| same_letters(unit.as_bytes(), word))
        })
    }

    /// Could a paragraph of Markdown tell a length, by what stands beside its units: a number before one, or digits behind it?
    /// Where Markdown may hide something, anything could stand there.
    pub(super) fn may_tell_a_length(&self, paragraph: &str) -> bool {
        let mut at = 0;
        let mut units = std::iter::from_fn(|| {
            let found = self.first_unit(&paragraph[at..])?;
            let unit = at + found.start..at + found.end;
            at = unit.end;
            Some(unit)
        });
        let bytes = paragraph.as_bytes();
        any(bytes, |byte| matches!(byte, b'*' | b'_' | b'&' | b'<' | b'[' | b'`' | b'~'))
            || units.any(|unit| self.may_end_in_number(&bytes[..unit.start]) || may_begin_with_digits(&bytes[unit.end..]))
    }

    /// Could the words before a unit end in a number? What is no plain word could be one.
    fn may_end_in_number(&self, before: &[u8]) -> bool {
        let spaces = before.iter().rev().take_while(|byte| **byte == b' ').count();
        let before = &before[..before.len() - spaces];
        let letters = before.iter().rev().take_while(|byte| LETTERS[usize::from(**byte)]).count();
        let (rest, word) = before.split_at(before.len() - letters);
        let is_plain = spaces > 0 && letters > 0 && matches!(rest.last(), None | Some(b' ' | b'\n' | b'.' | b','));
        !is_plain || self.number_ends.iter().any(|end| end.as_bytes().eq_ignore_ascii_case(word))
    }
}

/// Could the text behind a unit begin with digits? A word and the end of a sentence are none.
fn may_begin_with_digits(behind: &[u8]) -> bool {
    let first = behind.iter().find(|byte| **byte != b' ');
    !first.is_some_and(|first| LETTERS[usize::from(*first)] || matches!(first, b'.' | b',' | b'!' | b'?'))
}

/// The letters of units.
const LETTERS: [bool; 256] = table(b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

impl From<File> for Durations {
    fn from(file: File) -> Self {
        let words = Unit::ALL
            .into_iter()
            .flat_map(|unit| file.units.get(unit.plural()).into_iter().flatten().map(move |word| (word.clone(), unit)));
        let mut numbers: Vec<(Phrase, String)> = file.numbers.iter().map(|(words, digits)| (Phrase::new(words), digits.clone())).collect();
        numbers.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
        let subject = |words: SubjectWords| Subject { about: words.about, cues: phrases(&words.cues), behind: phrases(&words.behind) };
        let units: BTreeMap<String, Unit> = words.collect();
        let mut shapes = Shapes::NONE;
        units.keys().for_each(|unit| shapes.add(unit.as_bytes()));
        let unit_letters = units.keys().filter_map(|unit| unit.bytes().next()).collect();
        let number_ends = numbers.iter().filter_map(|(phrase, _)| phrase.last()).map(str::to_owned).collect();
        let beginnings = numbers.iter().filter_map(|(phrase, _)| phrase.first()).chain(units.keys().map(String::as_str)).map(str::to_owned);
        Self {
            shapes,
            unit_letters,
            beginnings: beginnings.collect(),
            number_ends,
            units,
            numbers,
            between: phrases(&file.between),
            openers: phrases(&file.openers),
            at_least: phrases(&file.at_least),
            or_more: phrases(&file.or_more),
            at_most: phrases(&file.at_most),
            within: phrases(&file.within),
            or_less: phrases(&file.or_less),
            no_length_behind: phrases(&file.no_length_behind),
            no_length_before: phrases(&file.no_length_before),
            subjects: file.subjects.into_iter().map(subject).collect(),
        }
    }
}
