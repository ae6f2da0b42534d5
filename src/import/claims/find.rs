//! Lengths of time in a text.

use std::ops::Range;

use crate::thread::claim::{Duration, Time, Unit};

use super::text::{Kind, Phrase, Token, longest, longest_before};
use super::vocabulary::Durations;

/// A length of time in a text.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) time: Time,
    /// The tokens that say it.
    pub(super) tokens: Range<usize>,
}

/// Every length of time that `tokens` name, in order.
pub(super) fn find(tokens: &[Token<'_>], words: &Durations) -> Vec<Found> {
    let finder = Finder { tokens, words };
    let mut found = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if tokens[at].kind != Kind::Number && !words.beginnings.contains(&*tokens[at].text) {
            at += 1;
            continue;
        }
        let figure = finder.range(at).or_else(|| finder.single(at)).or_else(|| finder.unit_first(at));
        match figure.map(|(from, to, end)| (finder.whole(from, to, at..end), end)) {
            Some((whole, end)) => {
                found.extend(whole);
                at = end;
            }
            None => at += 1,
        }
    }
    found
}

/// The ends of a figure, the same for a single one, and the token behind it.
type Figure = (Duration, Duration, usize);

struct Finder<'a> {
    tokens: &'a [Token<'a>],
    words: &'a Durations,
}

impl Finder<'_> {
    /// `6 to 8 weeks`, `between 10 days and two weeks`, `a day or three`.
    fn range(&self, at: usize) -> Option<Figure> {
        let (first, behind_first) = self.first_number(at)?;
        let (unit, behind_unit) = self.unit(behind_first).map_or((None, behind_first), |(unit, behind)| (Some(unit), behind));
        let mut second_at = behind_unit + Some(longest(&self.words.between, self.tokens, behind_unit)).filter(|length| *length > 0)?;
        second_at += longest(&self.words.openers, self.tokens, second_at);
        let (second, behind_second) = self.number(second_at)?;
        let (second_unit, end) = self.unit(behind_second).or(unit.map(|unit| (unit, behind_second)))?;
        let (from, to) = (Duration::new(first, unit.unwrap_or(second_unit))?, Duration::new(second, second_unit)?);
        (from.seconds() < to.seconds()).then_some((from, to, end))
    }

    /// `six weeks`.
    fn single(&self, at: usize) -> Option<Figure> {
        let (number, behind) = self.first_number(at)?;
        let (unit, end) = self.unit(behind)?;
        let time = Duration::new(number, unit)?;
        Some((time, time, end))
    }

    /// `week 6`, `week 8 or 10`.
    fn unit_first(&self, at: usize) -> Option<Figure> {
        let (unit, behind) = self.unit(at)?;
        let (first, end) = self.digits(behind)?;
        let from = Duration::new(first, unit)?;
        let between = longest(&self.words.between, self.tokens, end);
        let second_at = self.unit(end + between).filter(|(other, _)| *other == unit).map_or(end + between, |(_, behind)| behind);
        let second = (between > 0).then(|| self.digits(second_at)).flatten();
        let to = second.and_then(|(second, end)| Some((Duration::new(second, unit)?, end)));
        match to.filter(|(to, _)| to.seconds() > from.seconds()) {
            Some((to, end)) => Some((from, to, end)),
            None => Some((from, from, end)),
        }
    }

    /// A number that is not the end of another word, as in `twenty-four`.
    fn first_number(&self, at: usize) -> Option<(&str, usize)> {
        let touches = |at: usize| self.tokens[at - 1].place.end == self.tokens[at].place.start;
        let is_end = at > 1 && self.tokens[at - 1].text == "-" && touches(at) && touches(at - 1) && self.tokens[at - 2].kind == Kind::Word;
        if is_end { None } else { self.number(at) }
    }

    fn number(&self, at: usize) -> Option<(&str, usize)> {
        let words = self.words.numbers.iter().find(|(phrase, _)| phrase.stands(self.tokens, at));
        self.digits(at).or_else(|| words.map(|(phrase, digits)| (digits.as_str(), at + phrase.len())))
    }

    fn digits(&self, at: usize) -> Option<(&str, usize)> {
        let token = self.tokens.get(at).filter(|token| token.kind == Kind::Number)?;
        Some((&token.text, at + 1))
    }

    fn unit(&self, at: usize) -> Option<(Unit, usize)> {
        Some((*self.words.units.get(&*self.tokens.get(at)?.text)?, at + 1))
    }

    /// A figure with the words around it that belong to it; `None` where these say that it is no length.
    fn whole(&self, from: Duration, to: Duration, tokens: Range<usize>) -> Option<Found> {
        let before = |phrases: &[Phrase], at: usize| longest_before(phrases, self.tokens, at);
        let behind = |phrases: &[Phrase]| longest(phrases, self.tokens, tokens.end);
        if longest(&self.words.no_length_before, self.tokens, tokens.end) > 0 || before(&self.words.no_length_behind, tokens.start) > 0 {
            return None;
        }
        let mut start = tokens.start - before(&self.words.openers, tokens.start);
        let (at_least, at_most, within) =
            (before(&self.words.at_least, start), before(&self.words.at_most, start), before(&self.words.within, start));
        let (or_more, or_less) = (behind(&self.words.or_more), behind(&self.words.or_less));
        let is_single = from == to;
        let time = match () {
            () if is_single && at_least + or_more > 0 => Time::AtLeast(from),
            () if at_most > 0 || (is_single && within + or_less > 0) => Time::AtMost(to),
            () if is_single => Time::Single(from),
            () => Time::Range(from, to),
        };
        start -= at_least.max(at_most).max(within);
        Some(Found { time, tokens: start..tokens.end + or_more.max(or_less) })
    }
}
