//! The facts about a run of words that evidence is taken from.

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
            title_case: !long && is_title_case(text),
            starts_small: text.starts_with(char::is_lowercase),
            list_item: is_list_item(text),
            greeting: begins(&vocabulary.greetings),
            farewell: few_words && begins(&vocabulary.farewells),
            person: few_words && is_person(text, vocabulary),
            continued_below: !long && below.is_some_and(|below| continues(text, below.text)),
            repeated,
            asks: text.contains('?'),
            commas: if long { 0 } else { text.matches(", ").count() },
            voice: voice(text, head),
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

/// Do most of the longer words begin with a capital?
fn is_title_case(text: &str) -> bool {
    let long_words = text.split_whitespace().filter(|word| word.chars().nth(3).is_some());
    let is_capital = |word: &&str| word.trim_start_matches(['"', '(', '“']).starts_with(char::is_uppercase);
    let (count, capitals) = long_words.fold((0, 0), |(count, capitals), word| (count + 1, capitals + usize::from(is_capital(&word))));
    capitals >= 2 && capitals * 10 >= count * 6
}

/// How many words a text has, and sentences by their ends, a cut one included.
struct Counted {
    words: usize,
    sentences: usize,
}

impl Counted {
    /// One look at each byte; letters beyond ASCII are part of words.
    fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let (mut words, mut sentences) = (0, 0);
        let (mut in_word, mut open) = (false, false);
        for (index, byte) in bytes.iter().enumerate() {
            let space = is_space(&bytes[index..]) || (index > 0 && bytes[index - 1..=index] == NO_BREAK_SPACE);
            words += usize::from(!space && !in_word);
            in_word = !space;
            if matches!(byte, b'.' | b'!' | b'?') {
                if open && (index + 1 == bytes.len() || is_space(&bytes[index + 1..])) {
                    sentences += 1;
                    open = false;
                }
            } else if byte.is_ascii_alphanumeric() || (!byte.is_ascii() && !space) {
                open = true;
            }
        }
        Self { words, sentences: sentences + usize::from(open) }
    }
}

const NO_BREAK_SPACE: [u8; 2] = [0xc2, 0xa0];

/// Do these bytes begin with white space?
fn is_space(bytes: &[u8]) -> bool {
    matches!(bytes, [b' ' | b'\t'..=b'\r', ..]) || bytes.starts_with(&NO_BREAK_SPACE)
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
/// between -2.5 and 2.5. The beginning of a long text, `head`, tells enough.
fn voice(text: &str, head: &str) -> f32 {
    let mut score = 0.0_f32;
    for word in head.split_ascii_whitespace() {
        score += word_voice(word.trim_matches(|character: char| character.is_ascii_punctuation()));
    }
    if text.trim_end().ends_with('?') {
        score += 1.0;
    }
    score.clamp(-2.5, 2.5)
}

fn word_voice(word: &str) -> f32 {
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
