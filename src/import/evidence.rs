//! What speaks for reading a run of words as one part of a page: named evidence with weights.
//!
//! Weights are natural-log odds, set by hand from the frequencies that were seen (a byline is
//! missing on about a quarter of answers, a heading on a few in a hundred) and checked against the
//! labelled threads under `tests/labels`. They look at shape and position, never at a subject.

use super::unit::{Page, Separator, Unit};
use super::vocabulary::{Vocabulary, begins_with_words};

/// What a run of words can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Title,
    Question,
    Heading,
    /// The first words of an answer.
    Opening,
    /// Further words of the same answer.
    Body,
    /// An unconfirmed line of place and specialty.
    Byline,
    /// Words of the one answer that is the whole page.
    Alone,
}

impl Label {
    pub(super) const ALL: [Self; 7] = [Self::Title, Self::Question, Self::Heading, Self::Opening, Self::Body, Self::Byline, Self::Alone];

    /// Does this label, after `previous`, begin another answer?
    pub(super) fn begins_answer(self, previous: Option<Self>) -> bool {
        match self {
            Self::Heading => true,
            Self::Opening => previous != Some(Self::Heading),
            Self::Alone => previous.is_none(),
            _ => false,
        }
    }
}

/// Longer words than this are nobody's heading or title, in bytes.
const LONGEST_LINE: usize = 600;

/// A weight that rules a reading out.
pub(super) const NEVER: f32 = -1.0e6;

/// The facts about a run of words that evidence is taken from.
#[derive(Debug)]
pub(super) struct Facts {
    pub(super) one_line: bool,
    words: usize,
    letters: usize,
    sentences: usize,
    ending: char,
    cut_ending: bool,
    title_case: bool,
    starts_small: bool,
    list_item: bool,
    greeting: bool,
    farewell: bool,
    person: bool,
    /// The words right below begin with this line's words.
    continued_below: bool,
    /// The same line stands elsewhere on the page, as the title or another heading.
    repeated: bool,
    /// A question mark stands somewhere.
    asks: bool,
    commas: usize,
    /// How much the words sound like somebody who asks (positive) or answers (negative).
    voice: f32,
    below_is_longer: bool,
}

impl Facts {
    /// Takes the facts from `text`, the unit's lines joined by `\n`, with the words below it and
    /// whether the same line stands elsewhere.
    pub(super) fn new(text: &str, below: Option<&str>, repeated: bool, vocabulary: &Vocabulary) -> Self {
        // No heading or title is longer; what tells them apart need not be looked at there.
        let long = text.len() > LONGEST_LINE;
        let head = &text[..text.floor_char_boundary(LONGEST_LINE)];
        let words = head.split_whitespace().count() + usize::from(long) * 100;
        let ending = text.trim_end_matches(['"', '”', ')', '\'', '’']).chars().next_back().unwrap_or(' ');
        let cut_ending = text.ends_with("...") || text.ends_with('…');
        let begins = |list: &[String]| list.iter().any(|words| begins_with_words(text, words));
        let few_words = words <= 8;
        Self {
            one_line: !text.contains('\n'),
            words,
            letters: head.chars().count() + usize::from(long) * 100,
            sentences: sentences(head),
            ending,
            cut_ending,
            title_case: !long && is_title_case(text),
            starts_small: text.starts_with(char::is_lowercase),
            list_item: is_list_item(text),
            greeting: begins(&vocabulary.greetings),
            farewell: few_words && begins(&vocabulary.farewells),
            person: few_words && is_person(text, vocabulary),
            continued_below: !long && below.is_some_and(|below| continues(text, below)),
            repeated,
            asks: text.contains('?'),
            commas: if long { 0 } else { text.matches(", ").count() },
            voice: voice(text, head),
            below_is_longer: below.is_some_and(|below| below.len() > text.len()),
        }
    }
}

/// Everything that was found to speak for or against a label.
#[derive(Debug, Default)]
pub(super) struct Evidence {
    pub(super) sum: f32,
    /// The single pieces, where somebody asks for them.
    pub(super) named: Option<Vec<(&'static str, f32)>>,
}

impl Evidence {
    /// Evidence that remembers its pieces.
    pub(super) fn explained() -> Self {
        Self { sum: 0.0, named: Some(Vec::new()) }
    }

    pub(super) fn add(&mut self, holds: bool, name: &'static str, weight: f32) {
        if holds {
            self.sum += weight;
            if let Some(named) = &mut self.named {
                named.push((name, weight));
            }
        }
    }
}

/// What the shape of a unit's words says for `label`.
pub(super) fn shape(e: &mut Evidence, label: Label, facts: &Facts, unit: &Unit, page: &Page) {
    e.add(unit.marked && label != Label::Heading, "opened by a marker", NEVER);
    e.add(unit.maybe_specialty != (label == Label::Byline) && label == Label::Byline, "not of a byline's shape", NEVER);
    e.add(unit.maybe_specialty && label != Label::Byline, "has a byline's shape", -4.0);
    match label {
        Label::Title => title(e, facts, page),
        Label::Question => {
            e.add(true, "voice of somebody who asks", facts.voice);
            e.add(facts.farewell || facts.person, "a farewell", -1.5);
            e.add(!facts.asks, "asks nothing", -0.4);
        }
        Label::Heading => heading(e, facts, unit),
        Label::Opening => {
            e.add(true, "voice of somebody who answers", -0.6 * facts.voice);
            e.add(facts.greeting && !facts.farewell, "a greeting", 1.5);
            e.add(facts.farewell || facts.person, "a farewell", -4.0);
            e.add(facts.list_item, "an item of a list", -3.0);
            e.add(facts.letters < 60 && !page.run_on, "short", -0.8);
        }
        Label::Body | Label::Alone => {
            e.add(true, "voice of somebody who answers", -0.6 * facts.voice);
            e.add(facts.greeting && !facts.farewell && facts.words > 3, "a greeting", -1.0);
            e.add(facts.farewell || facts.person, "a farewell", 2.0);
            e.add(facts.list_item, "an item of a list", 1.5);
        }
        Label::Byline => e.add(true, "a byline's shape", 1.0),
    }
}

fn title(e: &mut Evidence, facts: &Facts, page: &Page) {
    e.add(!facts.one_line, "more than one line", -5.0);
    e.add(page.markers, "pages with answer markers have no title", -4.0);
    e.add(page.run_on, "run-on pages have no title", -8.0);
    e.add(page.declared.is_some(), "pages with a count have a title", 4.0);
    e.add(facts.letters <= 160, "short enough for a title", 1.5);
    e.add(facts.letters > 160, "long for a title", -1.5);
    e.add(facts.letters > 220, "too long for a title", -3.0);
    e.add(facts.words < 3, "too few words", -1.0);
    e.add(facts.ending == '?', "a question", 1.0);
    e.add(facts.title_case, "capitals", 1.0);
    e.add(facts.sentences >= 3, "several sentences", -0.7 * (facts.sentences as f32 - 2.0));
    e.add(facts.ending == '.' && !facts.cut_ending, "a full stop", -1.2);
    e.add(facts.greeting || facts.farewell || facts.person, "a greeting or farewell", -3.0);
    e.add(true, "voice of somebody who asks", 0.3 * facts.voice);
}

fn heading(e: &mut Evidence, facts: &Facts, unit: &Unit) {
    if unit.marked {
        return;
    }
    e.add(!facts.one_line, "more than one line", NEVER);
    e.add(facts.words == 1, "one word", -2.0);
    e.add((2..=12).contains(&facts.words), "a heading's length", 0.7);
    e.add((16..=20).contains(&facts.words), "long for a heading", -1.5);
    e.add(facts.words > 20, "too long for a heading", -0.35 * (facts.words as f32 - 16.0));
    e.add(facts.ending == '.' && !facts.cut_ending, "a full stop", -2.0);
    e.add(facts.cut_ending, "breaks off", 1.0);
    e.add(matches!(facts.ending, ',' | ':' | ';'), "goes on below", -4.0);
    e.add(facts.ending.is_alphanumeric(), "no punctuation at its end", 1.2);
    e.add(facts.ending == '!', "an exclamation", -0.4);
    e.add(facts.ending == '?', "a question", 0.2);
    e.add(facts.sentences >= 2, "several sentences", -0.9 * (facts.sentences as f32 - 1.0));
    e.add(facts.title_case, "capitals", 1.5);
    e.add(facts.commas >= 2, "a sentence of several parts", -0.8);
    e.add(facts.starts_small, "begins small", -1.0);
    e.add(facts.list_item, "an item of a list", -3.0);
    e.add(facts.greeting, "a greeting", -4.0);
    e.add(facts.farewell, "a farewell", -6.0);
    e.add(facts.person, "a sign-off", -6.0);
    e.add(facts.continued_below, "the words below begin like it", 3.5);
    e.add(facts.repeated, "stands elsewhere too", 3.0);
    e.add(facts.below_is_longer, "longer words below", 0.5);
    e.add(!facts.below_is_longer, "shorter words below", -0.8);
}

/// What the step from `previous` to `label` says, given what stands between.
pub(super) fn step(e: &mut Evidence, previous: Option<Label>, label: Label, between: &Separator, page: &Page) {
    let in_answer = |label: Label| matches!(label, Label::Heading | Label::Opening | Label::Body | Label::Byline);
    let Some(previous) = previous else {
        first(e, label, between, page);
        return;
    };
    if previous == Label::Alone || label == Label::Alone {
        e.add(previous != label, "one answer is all or nothing", NEVER);
        e.add(between.byline || between.votes || between.debris || between.count, "a page has parts", -9.0);
        return;
    }
    e.add(label == Label::Title, "a title is first", NEVER);
    e.add(label == Label::Question && in_answer(previous), "the question is before the answers", NEVER);
    e.add(previous == Label::Heading && label != Label::Opening, "a heading has words below", NEVER);
    e.add(label == Label::Body && !matches!(previous, Label::Opening | Label::Body), "an answer has begun", NEVER);
    e.add(label == Label::Byline && !matches!(previous, Label::Opening | Label::Body), "a byline is below words", NEVER);
    e.add(between.count && (in_answer(previous) || !in_answer(label)), "the count stands before the answers", NEVER);
    e.add(
        page.declared.is_some() && !between.count && !in_answer(previous) && in_answer(label),
        "the count stands before the answers",
        NEVER,
    );
    let enters = !in_answer(previous) && in_answer(label);
    if enters {
        e.add(label == Label::Opening && between.slot < 2, "the first answer has no heading", -3.5);
        e.add(label == Label::Opening && between.slot >= 2, "an empty slot for the heading", 1.0);
    } else if in_answer(previous) {
        within_answers(e, previous, label, between, page);
    }
    e.add(page.markers && enters && label == Label::Opening, "answers have markers here", -6.0);
    e.add(previous == Label::Title && label == Label::Question, "a question below the title", 0.8);
    e.add(previous == Label::Title && enters && page.declared.is_none(), "no question below the title", -1.0);
    e.add(previous == Label::Question && label == Label::Question, "a further paragraph of the question", -0.9);
}

fn first(e: &mut Evidence, label: Label, between: &Separator, page: &Page) {
    e.add(matches!(label, Label::Body | Label::Byline), "nothing has begun", NEVER);
    e.add(between.count && matches!(label, Label::Title | Label::Question), "the count stands before the answers", NEVER);
    e.add(
        page.declared.is_some() && !between.count && matches!(label, Label::Heading | Label::Opening),
        "the count stands before the answers",
        NEVER,
    );
    e.add(label == Label::Question && !page.markers, "no title", -1.2);
    e.add(label == Label::Alone, "an answer is all there is", -1.2);
    e.add(label == Label::Alone && (page.bylines > 0 || page.markers || page.run_on || page.declared.is_some()), "a page has parts", -8.0);
    e.add(label == Label::Opening && !page.run_on, "no title and no question", -8.0);
    e.add(label == Label::Heading && !page.markers, "no title and no question", -6.0);
}

/// Steps between the words of answers: does another answer begin here?
fn within_answers(e: &mut Evidence, previous: Label, label: Label, between: &Separator, page: &Page) {
    if label == Label::Byline {
        e.add(between.byline || between.votes || between.debris, "a byline is right below words", -6.0);
        return;
    }
    if previous == Label::Heading {
        e.add(between.byline || between.debris, "a heading has words below", -9.0);
        e.add(between.votes, "votes below a heading", 3.0);
        e.add(!between.votes && page.vote_templates > 1, "no votes below a heading", -6.0);
        e.add(!between.votes && between.slot >= 2 && page.vote_slots, "an empty slot for votes", 2.5);
        e.add(!between.votes && between.slot >= 2 && !page.vote_slots, "two blank lines below a heading", -2.0);
        e.add(between.slot == 0 && !page.markers && !between.votes, "words right below a heading", -2.0);
        return;
    }
    let ended = between.byline || previous == Label::Byline;
    let another = label != Label::Body;
    let headless = label == Label::Opening;
    e.add(ended && another, "a byline ended the answer", 5.0);
    e.add(ended && !another, "a byline ended the answer", -9.0);
    e.add(between.debris && another, "debris between answers", 4.0);
    e.add(between.debris && !another, "debris between answers", -6.0);
    e.add(between.votes && !headless, "votes stand above an answer's words", -12.0);
    e.add(between.votes && headless && between.slot >= 2, "an empty slot for the heading", 3.0);
    e.add(between.votes && headless && between.slot < 2, "votes with no empty slot for the heading", -3.0);
    e.add(!between.votes && headless && page.vote_templates > 1, "no votes above an answer", -8.0);
    e.add(!ended && another && page.bylines > 0 && !between.debris, "no byline ended the answer before", -1.0);
    e.add(!between.votes && between.slot >= 2 && another, "two blank lines", 1.8);
    e.add(!between.votes && between.slot >= 2 && !another, "two blank lines", -1.2);
    e.add(headless && between.slot < 2 && !page.run_on, "no empty slot for the heading", -3.5);
    e.add(headless && !ended && !between.votes && !between.debris && !page.run_on, "neither heading nor byline", -2.0);
    e.add(page.run_on && headless, "one answer a line", 6.0);
    e.add(page.run_on && !headless, "one answer a line", -6.0);
    e.add(page.markers && headless, "answers have markers here", -6.0);
}

/// What the separator right below a unit says about its label.
pub(super) fn below(e: &mut Evidence, label: Label, after: &Separator, page: &Page) {
    if after.votes && after.slot < 2 && !after.byline {
        e.add(label == Label::Heading, "votes right below", 5.0);
        e.add(label != Label::Heading, "votes right below", -3.0);
    }
    e.add(label == Label::Heading && after.byline, "a byline right below", -9.0);
    e.add(matches!(label, Label::Title | Label::Question) && after.byline, "a byline right below", -9.0);
    e.add(
        matches!(label, Label::Title | Label::Question) && after.votes && page.declared.is_some() && !after.count,
        "votes right below",
        -6.0,
    );
}

/// What the number of answers says, where the page declares one.
pub(super) fn number_of_answers(e: &mut Evidence, answers: usize, page: &Page) {
    let Some(declared) = page.declared else {
        e.add(answers == 0, "no answer", -3.0);
        return;
    };
    let declared = declared as usize;
    let missing = declared.saturating_sub(answers) as f32;
    let excess = answers.saturating_sub(declared) as f32;
    e.add(answers == declared, "as many answers as declared", 1.0);
    e.add(missing > 0.0, "fewer answers than declared", if page.may_be_cut { -0.2 } else { -0.4 } * missing);
    e.add(excess > 0.0, "more answers than declared", -3.5 * excess);
}

/// Do most of the longer words begin with a capital?
fn is_title_case(text: &str) -> bool {
    let long_words = text.split_whitespace().filter(|word| word.chars().nth(3).is_some());
    let is_capital = |word: &&str| word.trim_start_matches(['"', '(', '“']).starts_with(char::is_uppercase);
    let (count, capitals) = long_words.fold((0, 0), |(count, capitals), word| (count + 1, capitals + usize::from(is_capital(&word))));
    capitals >= 2 && capitals * 10 >= count * 6
}

/// Counts sentences by their ends, a cut one included.
fn sentences(text: &str) -> usize {
    let mut count = 0;
    let mut characters = text.chars().peekable();
    let mut open = false;
    while let Some(character) = characters.next() {
        if matches!(character, '.' | '!' | '?') {
            if open && characters.peek().is_none_or(|next| next.is_whitespace()) {
                count += 1;
                open = false;
            }
        } else if character.is_alphanumeric() {
            open = true;
        }
    }
    count + usize::from(open)
}

fn is_list_item(text: &str) -> bool {
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    text.starts_with(['•', '*', '·', '–'])
        || text.starts_with("- ")
        || (digits > 0 && text[digits..].starts_with([')', '.']) && text[digits + 1..].starts_with([' ', '\u{a0}']))
}

/// `Dr. L`, `Abel Lind, MD`, `#topdoc Physician`: a sign-off.
fn is_person(text: &str, vocabulary: &Vocabulary) -> bool {
    let title = ["Dr. ", "Dr ", "Doctor ", "Prof. ", "Prof "].iter().any(|title| text.starts_with(title));
    let short = text.split_whitespace().count() <= 5;
    (title && short && !text.ends_with('?'))
        || super::byline::name_with_credentials(text, super::byline::Shown::Alone, vocabulary).is_some()
        || text.starts_with("Board Certified")
        || text.starts_with("#top")
}

/// Does `below` begin with the words of `line`, its last punctuation aside, or go on where it breaks off?
fn continues(line: &str, below: &str) -> bool {
    let words = line.trim_end_matches(['.', '…', '?', '!', ' ', ',']);
    words.split_whitespace().count() >= 2 && below.len() > words.len() && begins_with(below, words)
}

/// Does `text` begin with `words`, whatever their case?
fn begins_with(text: &str, words: &str) -> bool {
    let mut letters = text.chars().flat_map(char::to_lowercase);
    words.chars().flat_map(char::to_lowercase).all(|expected| letters.next() == Some(expected))
}

/// `consultation`, in bytes.
const LONGEST_VOICE_WORD: usize = 12;

/// First against second person, and the words by which people ask or advise: positive for an asker,
/// between -2.5 and 2.5. The beginning of a long text, `head`, tells enough.
fn voice(text: &str, head: &str) -> f32 {
    const ASKER: [&str; 12] = ["i", "my", "me", "i'm", "i’m", "i've", "i’ve", "im", "ive", "mine", "i'd", "myself"];
    const ANSWERER: [&str; 14] = [
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
    ];
    let mut score = 0.0_f32;
    for word in head.split_ascii_whitespace() {
        let word = word.trim_matches(|character: char| character.is_ascii_punctuation());
        if word.len() > LONGEST_VOICE_WORD {
            continue;
        }
        if ASKER.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            score += 0.4;
        } else if ANSWERER.iter().any(|known| known.eq_ignore_ascii_case(word)) {
            score -= 0.6;
        }
    }
    if text.trim_end().ends_with('?') {
        score += 1.0;
    }
    score.clamp(-2.5, 2.5)
}
