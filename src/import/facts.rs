//! The facts about a run of words that evidence is taken from.

use crate::bytes::{Shapes, same_letters, table};

use super::byline::{self, Shown};
use super::vocabulary::{Beginnings, Vocabulary, begins_with_words};

/// Longer words than this are nobody's heading or title, in bytes.
const LONGEST_LINE: usize = 600;

/// The facts about a run of words that evidence is taken from.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) one_line: bool,
    pub(super) words: usize,
    pub(super) letters: usize,
    pub(super) sentences: usize,
    pub(super) ending: char,
    pub(super) cut_ending: bool,
    pub(super) title_case: bool,
    pub(super) starts_small: bool,
    pub(super) list_item: bool,
    pub(super) greeting: bool,
    pub(super) farewell: bool,
    pub(super) person: bool,
    /// The words right below begin with this line's words.
    pub(super) continued_below: bool,
    /// The same line stands elsewhere on the page, as the title or another heading.
    pub(super) repeated: bool,
    /// A question mark stands somewhere.
    pub(super) asks: bool,
    pub(super) commas: usize,
    /// How much the words sound like somebody who asks (positive) or answers (negative).
    pub(super) voice: f32,
    pub(super) below_is_longer: bool,
    /// The words right above end in a comma or a colon.
    pub(super) above_goes_on: bool,
    /// Nobody's words stand above.
    pub(super) first: bool,
    /// Nobody's words stand below.
    pub(super) last: bool,
}

/// The words right below a run.
#[derive(Debug, Clone, Copy)]
pub(super) struct Below<'a> {
    pub(super) text: &'a str,
    /// The file ends within them, so how long they are says nothing.
    pub(super) broken_off: bool,
}

impl Facts {
    /// Takes the facts from `text`, the unit's lines joined by `\n`, with the words above and
    /// below it and whether the same line stands elsewhere.
    pub(super) fn new(text: &str, above: Option<&str>, below: Option<Below<'_>>, repeated: bool, vocabulary: &Vocabulary) -> Self {
        // No heading or title is longer; what tells them apart need not be looked at there.
        let long = text.len() > LONGEST_LINE;
        let head = &text[..text.floor_char_boundary(LONGEST_LINE)];
        let counted = Counted::new(head);
        let words = counted.words + usize::from(long) * 100;
        let smiles = text.ends_with([')', '(']) && text[..text.len() - 1].ends_with([':', ';', '-']);
        let ending = if smiles { '!' } else { text.trim_end_matches(['"', '”', ')', '\'', '’']).chars().next_back().unwrap_or(' ') };
        let cut_ending = text.ends_with("...") || text.ends_with('…');
        let begins = |phrases: &Beginnings| phrases.begin(text);
        let few_words = words <= 8;
        Self {
            one_line: memchr::memchr(b'\n', text.as_bytes()).is_none(),
            words,
            letters: head.chars().count() + usize::from(long) * 100,
            sentences: counted.sentences,
            ending,
            cut_ending,
            title_case: !long && counted.is_title_case(),
            starts_small: text.starts_with(char::is_lowercase),
            list_item: is_list_item(text),
            greeting: begins(&vocabulary.greetings),
            farewell: few_words && begins(&vocabulary.farewells),
            person: few_words && is_person(text, vocabulary),
            continued_below: !long && below.is_some_and(|below| continues(text, below.text)),
            repeated,
            asks: memchr::memchr(b'?', text.as_bytes()).is_some(),
            commas: if long { 0 } else { commas(text) },
            voice: voice(text, counted.voice),
            below_is_longer: below.is_some_and(|below| below.text.len() > text.len() || below.broken_off),
            first: above.is_none(),
            last: below.is_none(),
            above_goes_on: above.is_some_and(|above| above.ends_with([',', ':'])),
        }
    }
}

impl Facts {
    /// Do the words end in no punctuation?
    pub(super) fn ends_open(&self) -> bool {
        self.ending.is_alphanumeric()
    }
}

/// What one look at each word of a text tells.
#[derive(Default)]
struct Counted {
    words: usize,
    /// Sentences by their ends, a cut one included.
    sentences: usize,
    /// Words of more than three letters, and how many of them begin with a capital.
    long_words: usize,
    capitals: usize,
    voice: f32,
}

impl Counted {
    fn new(text: &str) -> Self {
        let mut counted = Self::default();
        let mut open = false;
        for word in words(text) {
            counted.words += 1;
            counted.voice += word_voice(word);
            if has_four_letters(word) {
                counted.long_words += 1;
                counted.capitals += usize::from(begins_with_capital(word));
            }
            open = open || word.bytes().any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
            if open && matches!(word.as_bytes().last(), Some(b'.' | b'!' | b'?')) {
                counted.sentences += 1;
                open = false;
            }
        }
        counted.sentences += usize::from(open);
        counted
    }

    /// Do most of the longer words begin with a capital?
    fn is_title_case(&self) -> bool {
        self.capitals >= 2 && self.capitals * 10 >= self.long_words * 6
    }
}

/// Has a word four characters at least?
fn has_four_letters(word: &str) -> bool {
    match word.as_bytes().first_chunk::<4>() {
        Some(four) => four.is_ascii() || word.chars().nth(3).is_some(),
        None => false,
    }
}

/// Does a word begin with a capital, quotation marks and brackets aside?
fn begins_with_capital(word: &str) -> bool {
    match word.as_bytes().first() {
        Some(first) if first.is_ascii_alphabetic() => first.is_ascii_uppercase(),
        _ => word.trim_start_matches(['"', '(', '“']).starts_with(char::is_uppercase),
    }
}

/// How many commas have a space behind them.
fn commas(text: &str) -> usize {
    let bytes = text.as_bytes();
    memchr::memchr_iter(b',', bytes).filter(|comma| bytes.get(comma + 1) == Some(&b' ')).count()
}

/// The words of a text, between plain white space and no-break spaces.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let bytes = text.as_bytes();
    let mut at = 0;
    std::iter::from_fn(move || {
        // Most words have one space between them.
        at += usize::from(bytes.get(at) == Some(&b' '));
        while let Some(length) = bytes.get(at).filter(|byte| MAY_BE_SPACE[usize::from(**byte)]).and_then(|_| space(&bytes[at..])) {
            at += length;
        }
        let start = at;
        while let Some(length) = bytes[at..].iter().position(|byte| MAY_BE_SPACE[usize::from(*byte)]) {
            at += length;
            if bytes[at] == b' ' || space(&bytes[at..]).is_some() {
                return Some(&text[start..at]);
            }
            at += 1;
        }
        at = bytes.len();
        (start < at).then(|| &text[start..])
    })
}

/// The bytes by which white space begins.
const MAY_BE_SPACE: [bool; 256] = table(b" \t\n\x0b\x0c\r\xc2");

/// How long the white space is that these bytes begin with.
fn space(bytes: &[u8]) -> Option<usize> {
    match bytes {
        [b' ' | b'\t'..=b'\r', ..] => Some(1),
        [0xc2, 0xa0, ..] => Some("\u{a0}".len()),
        _ => None,
    }
}

fn is_list_item(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.starts_with(['•', '*', '·', '–'])
        || text.starts_with("- ")
        || (digits > 0 && text[digits..].starts_with([')', '.']) && text[digits + 1..].starts_with([' ', '\u{a0}']))
}

/// `Dr. L`, `Dr. Lind from Fargo.`, `Abel Lind, MD`, `#topdoc Physician`: a sign-off.
fn is_person(text: &str, vocabulary: &Vocabulary) -> bool {
    let titled = ["Dr. ", "Dr ", "Doctor ", "Prof. ", "Prof "].iter().find_map(|title| text.strip_prefix(title));
    let is_name = |rest: &str| {
        let mut words = rest.split_whitespace();
        words.clone().count() <= 5
            && !rest.ends_with('?')
            && words.all(|word| {
                word.starts_with(char::is_uppercase) || matches!(word, "from" | "in" | "of" | "and" | "van" | "von" | "de" | "der")
            })
    };
    titled.is_some_and(is_name)
        || byline::name_with_credentials(text, Shown::Alone, vocabulary).is_some()
        || text.starts_with("Board Certified")
        || text.starts_with("#top")
}

/// Does `below` begin with the words of `line`, its last punctuation aside, or go on where it breaks off?
fn continues(line: &str, below: &str) -> bool {
    let words = line.trim_end_matches(['.', '…', '?', '!', ' ', ',']);
    !words.is_empty() && below.len() > words.len() && begins_with_words(below, words)
}

/// First against second person, and the words by which people ask or advise: positive for an asker,
/// between -2.5 and 2.5.
fn voice(text: &str, words: f32) -> f32 {
    let asks = if text.trim_end().ends_with('?') { 1.0 } else { 0.0 };
    (words + asks).clamp(-2.5, 2.5)
}

/// The words that tell, with what each says.
const VOICE: [(f32, &[&str]); 2] = [
    (0.4, &["i", "my", "me", "i'm", "i’m", "i've", "i’ve", "im", "ive", "mine", "i'd", "i’d", "myself"]),
    (
        -0.6,
        &[
            "you",
            "your",
            "patients",
            "patient",
            "recommend",
            "recommended",
            "suggest",
            "advise",
            "yourself",
            "you're",
            "you’re",
            "consult",
            "consultation",
            "practice",
        ],
    ),
];

/// Of the words that tell.
static VOICE_SHAPES: Shapes = {
    let mut shapes = Shapes::NONE;
    let mut list = 0;
    while list < VOICE.len() {
        let mut word = 0;
        while word < VOICE[list].1.len() {
            shapes.add(VOICE[list].1[word].as_bytes());
            word += 1;
        }
        list += 1;
    }
    shapes
};

/// What [`u8::is_ascii_punctuation`].
const PUNCTUATION: [bool; 256] = table(b"!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~");

fn word_voice(word: &str) -> f32 {
    let mut word = word.as_bytes();
    while let [b, rest @ ..] = word
        && PUNCTUATION[usize::from(*b)]
    {
        word = rest;
    }
    while let [rest @ .., b] = word
        && PUNCTUATION[usize::from(*b)]
    {
        word = rest;
    }
    if !VOICE_SHAPES.may_hold(word) {
        return 0.0;
    }
    let tells = |words: &[&str]| words.iter().any(|known| same_letters(known.as_bytes(), word));
    VOICE.iter().find(|(_, words)| tells(words)).map_or(0.0, |(voice, _)| *voice)
}
