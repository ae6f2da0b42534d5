//! Forum user names by which answers address the person who asked: found by how they stand, never by
//! guessing at names. A name that is missed stays; a word that is none must not go.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::bytes::{ByteSet, same_letters, table};
use crate::settings::ImportWords;

use super::Thread;
use super::markdown::escape;

/// Longest user name, in bytes.
const LONGEST: usize = 40;

/// Fewest letters of a name with digits: `b12` and `co2` are no names.
const LEAST_LETTERS: usize = 3;

/// Shortest name of small letters alone, in bytes.
const SHORTEST_PLAIN: usize = 6;

/// How answers address people; see the comments in `user-names.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct UserNames {
    salutations: Vec<String>,
    full_salutations: Vec<String>,
    plain_words: BTreeSet<String>,
    /// The last bytes of all salutations.
    #[serde(skip)]
    last: ByteSet,
}

impl UserNames {
    /// What comes with sitegen and a site's own words.
    #[must_use]
    pub fn with(words: &ImportWords) -> Self {
        static BUILT_IN: LazyLock<UserNames> = LazyLock::new(|| {
            #[expect(clippy::expect_used, reason = "the file is compiled in, and a test reads it")]
            serde_yaml::from_str(include_str!("user-names.yaml")).expect("user-names.yaml is valid")
        });
        let mut names = BUILT_IN.clone();
        let lower =
            |words: &[String]| words.iter().map(|word| word.trim().to_lowercase()).filter(|word| !word.is_empty()).collect::<Vec<_>>();
        names.full_salutations.extend(lower(&words.salutations));
        names.plain_words.extend(lower(&words.plain_words));
        let salutations = names.salutations.iter().chain(&names.full_salutations);
        names.last = salutations.filter_map(|words| words.bytes().last()).collect();
        names
    }

    /// The user names in each answer of a thread, in the order of the text and each once.
    #[must_use]
    pub fn in_answers(&self, thread: &Thread) -> Vec<Vec<String>> {
        let names = self.in_thread(thread);
        let answers = thread.answers.iter().map(|answer| {
            let mut found = Vec::new();
            for markdown in answer.heading.iter().chain([&answer.body]) {
                for range in standing(&markdown.text, &names) {
                    let name = &markdown.text[range];
                    if !found.iter().any(|other| other == name) {
                        found.push(name.to_owned());
                    }
                }
            }
            found
        });
        answers.collect()
    }

    /// Puts `mask` in the place of every user name in the answers of a thread.
    pub fn mask(&self, thread: &mut Thread, mask: &str) {
        let names = self.in_thread(thread);
        if names.is_empty() {
            return;
        }
        for answer in &mut thread.answers {
            for markdown in answer.heading.iter_mut().chain([&mut answer.body]) {
                let places = standing(&markdown.text, &names);
                if places.is_empty() {
                    continue;
                }
                let mut text = markdown.text.to_string();
                places.into_iter().rev().for_each(|place| text.replace_range(place, &escape(mask)));
                markdown.text = text.into();
            }
        }
    }

    /// Every user name in the answers of a thread, as it is written there.
    fn in_thread(&self, thread: &Thread) -> BTreeSet<String> {
        let answers = || thread.answers.iter().flat_map(|answer| answer.heading.iter().chain([&answer.body]));
        let mut addressed: Vec<&str> = Vec::new();
        for markdown in answers() {
            self.addressed(&markdown.text, &mut addressed);
        }
        let texts =
            || [thread.title.as_deref().unwrap_or_default(), &thread.question.text].into_iter().chain(answers().map(|text| &*text.text));
        let is_name = |name: &&&str| {
            let times = addressed.iter().filter(|other| other == name).count();
            // A word that the thread uses otherwise too is a word.
            has_digit(name)
                || texts().map(|text| words(text).filter(|range| text[range.clone()] == ***name).count()).sum::<usize>() == times
        };
        addressed.iter().filter(is_name).map(|name| (*name).to_owned()).collect()
    }

    /// The words of `text` that stand where a user name would, and look like one.
    fn addressed<'a>(&self, text: &'a str, found: &mut Vec<&'a str>) {
        for range in candidates(text) {
            // A word is the end of what stands before nearly every other, and of few salutations.
            let before = text[..range.start].trim_end_matches([' ', ',', '-', '–', '\u{a0}']);
            if before.len() == range.start || !before.bytes().last().is_some_and(|last| self.last.has(last)) {
                continue;
            }
            let word = &text[range.clone()];
            let looks_like = looks_like_name(word, &text[range.end..]);
            if looks_like == Look::Word {
                continue;
            }
            let behind = |phrases: &[String]| phrases.iter().any(|phrase| ends_with_words(before, phrase));
            let addressed = behind(&self.full_salutations) || (looks_like == Look::Name && behind(&self.salutations));
            if addressed && !self.plain_words.contains(&word.to_ascii_lowercase()) {
                found.push(word);
            }
        }
    }
}

/// What a word looks like, wherever it stands.
#[derive(PartialEq, Eq)]
enum Look {
    /// Letters with digits: a name, if anybody is addressed.
    Name,
    /// Small letters that end a sentence: a name behind a full salutation.
    Perhaps,
    /// No name.
    Word,
}

fn looks_like_name(word: &str, rest: &str) -> Look {
    if word.len() > LONGEST {
        Look::Word
    } else if has_digit(word) {
        let letters = word.bytes().filter(u8::is_ascii_alphabetic).count();
        let begins_well = word.starts_with(|first: char| first.is_ascii_alphabetic());
        if begins_well && letters >= LEAST_LETTERS { Look::Name } else { Look::Word }
    } else {
        let small = word.len() >= SHORTEST_PLAIN && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        if small && ends_sentence(rest) { Look::Perhaps } else { Look::Word }
    }
}

fn has_digit(word: &str) -> bool {
    word.bytes().any(|byte| byte.is_ascii_digit())
}

/// Does `text` end with `phrase`, whatever the case of its plain letters, at a word's beginning?
fn ends_with_words(text: &str, phrase: &str) -> bool {
    let Some(start) = text.len().checked_sub(phrase.len()) else { return false };
    same_letters(&text.as_bytes()[start..], phrase.as_bytes()) && !text[..start].ends_with(char::is_alphanumeric)
}

fn ends_sentence(rest: &str) -> bool {
    rest.is_empty() || rest.starts_with(['.', ',', '!', '?', ';', ':', '\n', '\\'])
}

/// A digit, and what [`ends_sentence`].
const SHOWS_A_NAME: [bool; 256] = table(b"0123456789.,!?;:\n\\");

/// The words of a text that could be a user name by themselves: those with a digit, and those that end a
/// sentence. All others are passed over byte by byte, since this runs over every text of the site.
fn candidates(text: &str) -> impl Iterator<Item = Range<usize>> {
    let bytes = text.as_bytes();
    let (mut at, mut behind) = (0, 0);
    std::iter::from_fn(move || {
        while at <= bytes.len() {
            let here = bytes[at..].iter().position(|byte| SHOWS_A_NAME[usize::from(*byte)]).map_or(bytes.len(), |length| at + length);
            at = here + 1;
            let found = if here < behind { continue } else { word_around(text, here) };
            if found.start >= behind && !found.is_empty() {
                behind = found.end;
                return Some(found);
            }
        }
        None
    })
}

/// The word that stands on both sides of `at`, or ends there; empty where none does. Byte by byte where it can.
fn word_around(text: &str, at: usize) -> Range<usize> {
    let bytes = text.as_bytes();
    let (mut before, mut behind) = (at, at);
    while before > 0 && PART[usize::from(bytes[before - 1])] {
        before -= 1;
    }
    if before > 0 && !bytes[before - 1].is_ascii() {
        before = text[..before].trim_end_matches(is_part).len();
    }
    while behind < bytes.len() && PART[usize::from(bytes[behind])] {
        behind += 1;
    }
    if bytes.get(behind).is_some_and(|byte| !byte.is_ascii()) {
        behind = text.len() - text[behind..].trim_start_matches(is_part).len();
    }
    before..behind
}

/// What is part of a word and ASCII.
const PART: [bool; 256] = table(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

/// The words of a text as user names are written: letters, digits and `_`, of any script.
fn words(text: &str) -> impl Iterator<Item = Range<usize>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let start = at + text[at..].find(is_part)?;
        let end = text[start..].find(|character| !is_part(character)).map_or(text.len(), |length| start + length);
        at = end;
        Some(start..end)
    })
}

fn is_part(character: char) -> bool {
    character.is_alphanumeric() || character == '_'
}

/// Where any of `names` stands in `text` as a word.
fn standing(text: &str, names: &BTreeSet<String>) -> Vec<Range<usize>> {
    if names.is_empty() { Vec::new() } else { words(text).filter(|range| names.contains(&text[range.clone()])).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::thread::{Answer, Markdown};

    fn thread(bodies: &[&str]) -> Thread {
        let answers = bodies.iter().map(|body| Answer { body: Markdown::new(*body), ..Answer::default() });
        Thread { title: Some("Will it fade?".to_owned()), answers: answers.collect(), ..Thread::default() }
    }

    fn names(body: &str) -> Vec<String> {
        UserNames::with(&ImportWords::default()).in_answers(&thread(&[body])).remove(0)
    }

    #[test]
    fn user_names_are_found_by_how_they_stand() {
        for (body, name) in [
            ("Thank you for your question kestrel77. I am sorry.", "kestrel77"),
            ("Hi, marmot_3 and welcome.", "marmot_3"),
            ("Hello Tansy1988,\\\nwait a week.", "Tansy1988"),
            ("Thanks for your question sunnyotter!", "sunnyotter"),
            ("THANK YOU FOR YOUR QUESTION wrenlet.", "wrenlet"),
            ("Wait. Good luck, heron4u", "heron4u"),
        ] {
            assert_eq!(names(body), [name], "{body}");
        }
    }

    #[test]
    fn plain_words_are_never_taken_for_names() {
        for body in [
            "Thank you for your question. It fades.",
            "Thank you for your question today.",
            "Thank you for your question regarding numbness.",
            "Thanks for your question everyone!",
            "Thank you for your question and photos.",
            "Hi there, it fades. Hello lovely, dear patient.",
            "Hi, 20units were too many; thanks, b12 helps. Good luck, co2 lasers help.",
            "Thank you for your question, Maria. Dear Mrs. Smith,",
            "Thank you for your question swelling. The swelling goes.",
            "The patient in room12 said thank you.",
            "I took 3months. Delphi77 is a product.",
            "Thank you for your question\n\nsunnyotter.",
        ] {
            assert_eq!(names(body), Vec::<String>::new(), "{body}");
        }
    }

    #[test]
    fn a_name_is_masked_wherever_answers_use_it() {
        let mut thread = thread(&["Hi kestrel77. As I said, kestrel77, wait.", "I agree with kestrel77's doctor. Not kestrel778."]);
        UserNames::with(&ImportWords::default()).mask(&mut thread, "[name removed]");
        assert_eq!(thread.answers[0].body.text, "Hi \\[name removed]. As I said, \\[name removed], wait.");
        assert_eq!(thread.answers[1].body.text, "I agree with \\[name removed]'s doctor. Not kestrel778.");
    }

    #[test]
    fn a_site_adds_its_own_words() {
        let words = ImportWords {
            salutations: vec!["Merci pour votre question".to_owned()],
            plain_words: vec!["Bonjour".to_owned()],
            ..ImportWords::default()
        };
        let found = |body: &str| UserNames::with(&words).in_answers(&thread(&[body])).remove(0);
        assert_eq!(found("merci pour votre question loutrette."), ["loutrette"]);
        assert_eq!(found("Merci pour votre question bonjour."), Vec::<String>::new());
    }
}
