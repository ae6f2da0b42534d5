//! The facts about a run of words that evidence is taken from.

use crate::bytes::table;

use super::byline::{self, Shown};
use super::vocabulary::{Vocabulary, begins_with_words};

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
        let begins = |list: &[String]| list.iter().any(|words| begins_with_words(text, words));
        let few_words = words <= 8;
        Self {
            one_line: !text.contains('\n'),
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
            asks: text.contains('?'),
            commas: if long { 0 } else { text.matches(", ").count() },
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
            if word.len() > 3 && word.chars().nth(3).is_some() {
                counted.long_words += 1;
                counted.capitals += usize::from(word.trim_start_matches(['"', '(', '“']).starts_with(char::is_uppercase));
            }
            open |= word.bytes().any(|byte| byte.is_ascii_alphanumeric() || !byte.is_ascii());
            if open && word.ends_with(['.', '!', '?']) {
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

/// The words of a text, between plain white space and no-break spaces.
fn words(text: &str) -> impl Iterator<Item = &str> {
    let mut at = 0;
    std::iter::from_fn(move || {
        let bytes = text.as_bytes();
        while let Some(length) = space(&bytes[at..]) {
            at += length;
        }
        let start = at;
        while let Some(length) = bytes[at..].iter().position(|byte| MAY_BE_SPACE[usize::from(*byte)]) {
            at += length;
            if space(&bytes[at..]).is_some() {
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

/// `consultation`, in bytes.
const LONGEST_VOICE_WORD: usize = 12;

/// First against second person, and the words by which people ask or advise: positive for an asker,
/// between -2.5 and 2.5.
fn voice(text: &str, words: f32) -> f32 {
    let asks = if text.trim_end().ends_with('?') { 1.0 } else { 0.0 };
    (words + asks).clamp(-2.5, 2.5)
}

fn word_voice(word: &str) -> f32 {
    // Most words begin with another letter, and are looked at no further.
    let first = word.as_bytes().iter().find(|byte| !byte.is_ascii_punctuation()).map(u8::to_ascii_lowercase);
    if !matches!(first, Some(b'i' | b'm' | b'y' | b'p' | b'r' | b's' | b'a' | b'c')) {
        return 0.0;
    }
    let word = word.trim_matches(|character: char| character.is_ascii_punctuation());
    let mut letters = [0; LONGEST_VOICE_WORD];
    let Some(lower) = letters.get_mut(..word.len()) else { return 0.0 };
    lower.copy_from_slice(word.as_bytes());
    lower.make_ascii_lowercase();
    match &*lower {
        b"i" | b"my" | b"me" | b"i'm" | b"i\xe2\x80\x99m" | b"i've" | b"i\xe2\x80\x99ve" | b"im" | b"ive" | b"mine" | b"i'd"
        | b"i\xe2\x80\x99d" | b"myself" => 0.4,
        b"you" | b"your" | b"patients" | b"patient" | b"recommend" | b"recommended" | b"suggest" | b"advise" | b"yourself" | b"you're"
        | b"you\xe2\x80\x99re" | b"consult" | b"consultation" | b"practice" => -0.6,
        _ => 0.0,
    }
}
