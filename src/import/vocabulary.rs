//! The words by which pages are recognised: data, read once from `vocabulary.yaml`.

use std::sync::LazyLock;

use serde::Deserialize;

use crate::bytes::{ByteSet, Shapes, same_letters};
use crate::settings::ImportWords;

/// Longest line of debris, in bytes: a line of advertising.
const LONGEST_DEBRIS: usize = 200;

/// Words and patterns of a forum's pages; see the comments in `vocabulary.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Vocabulary {
    pub(super) count_lines: Vec<String>,
    pub(super) disclaimers: Vec<String>,
    pub(super) answer_markers: Vec<String>,
    pub(super) debris: Vec<Debris>,
    pub(super) template_marks: TemplateMarks,
    pub(super) credentials: WordSet,
    pub(super) specialty_modifiers: WordSet,
    pub(super) specialty_heads: WordSet,
    pub(super) specialty_endings: Vec<String>,
    pub(super) modifier_endings: Vec<String>,
    pub(super) no_place: WordSet,
    pub(super) no_place_alone: WordSet,
    pub(super) practices: WordSet,
    pub(super) greetings: Beginnings,
    pub(super) farewells: Beginnings,
}

/// Phrases with which a text may begin.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct Beginnings {
    /// In small letters.
    phrases: Vec<String>,
    /// The bytes with which they begin. A letter that is not plain may begin with other bytes in another case.
    first: ByteSet,
}

impl From<Vec<String>> for Beginnings {
    fn from(phrases: Vec<String>) -> Self {
        let mut beginnings = Self { phrases: Vec::new(), first: ByteSet::default() };
        (0x80..=0xff).for_each(|byte| beginnings.first.add(byte));
        beginnings.extend(&phrases);
        beginnings
    }
}

impl Beginnings {
    /// Does `text` begin with one of the phrases, whatever its case, ending at a word's end?
    pub(super) fn begin(&self, text: &str) -> bool {
        let may_begin = text.bytes().next().is_none_or(|first| self.first.has(first));
        may_begin && self.phrases.iter().any(|phrase| begins_with_words(text, phrase))
    }

    fn extend(&mut self, phrases: &[String]) {
        // An empty phrase would be found everywhere.
        for phrase in phrases.iter().filter(|phrase| !phrase.trim().is_empty()) {
            let phrase = phrase.to_lowercase();
            phrase.bytes().next().into_iter().for_each(|first| self.first.add(first));
            self.phrases.push(phrase);
        }
    }
}

/// Words in order, so that one is found at once.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "Vec<String>")]
pub(super) struct WordSet {
    words: Vec<String>,
    shapes: Shapes,
}

impl From<Vec<String>> for WordSet {
    fn from(mut words: Vec<String>) -> Self {
        words.sort_unstable();
        words.dedup();
        let mut shapes = Shapes::NONE;
        words.iter().for_each(|word| shapes.add(word.as_bytes()));
        Self { words, shapes }
    }
}

impl WordSet {
    pub(super) fn contains(&self, word: &str) -> bool {
        self.shapes.may_hold(word.as_bytes()) && self.words.binary_search_by(|known| known.as_str().cmp(word)).is_ok()
    }

    /// Does the set hold these words with a space between each two?
    pub(super) fn contains_phrase(&self, words: &[&str]) -> bool {
        let (Some(first), Some(last)) =
            (words.first().and_then(|word| word.bytes().next()), words.last().and_then(|word| word.bytes().last()))
        else {
            return false;
        };
        let length = words.iter().map(|word| word.len() + 1).sum::<usize>() - 1;
        self.shapes.may_hold_from_to(first, length, last) && self.contains(&words.join(" "))
    }

    /// Does a word of the set begin with `start`?
    pub(super) fn contains_start(&self, start: &str) -> bool {
        self.words.get(self.words.partition_point(|known| known.as_str() < start)).is_some_and(|known| known.starts_with(start))
    }

    fn extend(&mut self, words: &[String]) {
        let all = self.words.drain(..).chain(words.iter().cloned()).collect::<Vec<_>>();
        *self = Self::from(all);
    }
}

/// A line of site debris and the name of the rule that recognises it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Debris {
    pub(super) rule: String,
    pub(super) line: String,
}

/// How an unrendered template shows.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TemplateMarks {
    pub(super) opening: String,
    pub(super) votes: String,
}

impl Vocabulary {
    /// The vocabulary that comes with sitegen.
    pub fn built_in() -> &'static Self {
        static BUILT_IN: LazyLock<Vocabulary> = LazyLock::new(|| {
            let read: Result<Vocabulary, _> = serde_yaml::from_str(include_str!("vocabulary.yaml"));
            #[expect(clippy::expect_used, reason = "the file is compiled in, and a test reads it")]
            read.expect("vocabulary.yaml is valid").in_small_letters()
        });
        &BUILT_IN
    }

    /// This vocabulary with a site's own words added.
    #[must_use]
    pub fn with(&self, words: &ImportWords) -> Self {
        let mut vocabulary = self.clone();
        for (list, added) in [
            (&mut vocabulary.count_lines, &words.count_lines),
            (&mut vocabulary.disclaimers, &words.disclaimers),
            (&mut vocabulary.answer_markers, &words.answer_markers),
        ] {
            // An empty word would be found everywhere.
            list.extend(added.iter().filter(|word| !word.trim().is_empty()).cloned());
        }
        vocabulary.greetings.extend(&words.greetings);
        vocabulary.farewells.extend(&words.farewells);
        for (set, added) in [
            (&mut vocabulary.credentials, &words.credentials),
            (&mut vocabulary.specialty_modifiers, &words.specialty_modifiers),
            (&mut vocabulary.specialty_heads, &words.specialty_heads),
            (&mut vocabulary.no_place, &words.no_place),
        ] {
            set.extend(added);
        }
        let debris = words.debris.iter().filter(|(_, line)| !line.trim_matches('*').trim().is_empty());
        vocabulary.debris.extend(debris.map(|(rule, line)| Debris { rule: rule.clone(), line: line.clone() }));
        vocabulary.in_small_letters()
    }

    /// Patterns that are compared without regard to case, made ready for it once.
    fn in_small_letters(mut self) -> Self {
        for debris in &mut self.debris {
            debris.line = debris.line.to_lowercase();
        }
        self
    }

    /// The debris rule that `line` matches.
    pub(super) fn debris_rule(&self, line: &str) -> Option<&str> {
        // Debris is a few words; what people write is seldom so short.
        if line.len() > LONGEST_DEBRIS {
            return None;
        }
        self.debris.iter().find(|debris| matches_pattern(line, &debris.line)).map(|debris| debris.rule.as_str())
    }

    /// The debris rule whose line begins with `line`, the last line of a cut file.
    pub(super) fn cut_debris_rule(&self, line: &str) -> Option<&str> {
        let lower = line.to_lowercase();
        let words = |debris: &Debris| debris.line.trim_end_matches('*').len();
        self.debris
            .iter()
            .find(|debris| lower.len() >= 5 && lower.len() < words(debris) && debris.line.starts_with(&lower))
            .map(|debris| debris.rule.as_str())
    }
}

/// Does `text` match `pattern`, in which `*` at either end stands for anything, whatever the case of
/// its plain letters?
fn matches_pattern(text: &str, pattern: &str) -> bool {
    let words = pattern.trim_matches('*').as_bytes();
    let text = text.as_bytes();
    let Some(room) = text.len().checked_sub(words.len()) else { return false };
    let at = |start: usize| same_letters(&text[start..start + words.len()], words);
    match (pattern.starts_with('*'), pattern.ends_with('*')) {
        (true, true) => {
            // A mark is rarer than any letter.
            let rare = words.iter().position(|byte| byte.is_ascii_punctuation()).unwrap_or(0);
            let Some(byte) = words.get(rare) else { return true };
            let places = &text[rare..=room + rare];
            memchr::memchr2_iter(byte.to_ascii_lowercase(), byte.to_ascii_uppercase(), places).any(at)
        }
        (true, false) => at(room),
        (false, true) => at(0),
        (false, false) => room == 0 && at(0),
    }
}

/// Does `text` begin with `words`, whatever their case, ending at a word's end?
pub(super) fn begins_with_words(text: &str, words: &str) -> bool {
    let (Some(first), Some(begins)) = (words.bytes().next(), text.bytes().next()) else { return words.is_empty() };
    if first.is_ascii() && !first.eq_ignore_ascii_case(&begins) && begins.is_ascii() {
        return false;
    }
    let rest = if words.is_ascii() {
        let begins = text.as_bytes().get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words.as_bytes()));
        if begins { Some(&text[words.len()..]) } else { None }
    } else {
        let mut letters = text.chars();
        let same = |known: char| letters.next().is_some_and(|letter| letter.to_lowercase().eq(known.to_lowercase()));
        if words.chars().all(same) { Some(letters.as_str()) } else { None }
    };
    rest.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_vocabulary_reads_and_finds_debris() {
        let vocabulary = Vocabulary::built_in();
        assert_eq!(vocabulary.debris_rule("You might also like..."), Some("also-like"));
        assert_eq!(vocabulary.debris_rule("Helpful"), Some("helpful"));
        assert_eq!(vocabulary.debris_rule("Helpful hints for you"), None);
    }

    #[test]
    fn words_begin_a_text_only_as_whole_words() {
        assert!(begins_with_words("Hi, Mara", "hi"));
        assert!(begins_with_words("Good luck!", "good luck"));
        assert!(begins_with_words("Ätzend, ja", "ätzend"));
        assert!(!begins_with_words("Highlights", "hi"));
    }
}
