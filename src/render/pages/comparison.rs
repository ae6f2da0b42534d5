//! The figures of a thread's answers, side by side, and the quotes marked in the answers.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::thread::Claim;
use crate::thread::claim::{Duration, Time, Unit};

use super::super::claims::{Part, find};
use super::super::context::{self, Comparison, Figure, Link, ScaleMark};
use super::super::quotes::mark;
use super::super::words::{Direction, Words};
use super::scale::{Scale, WHOLE};

/// The drawing's narrowest width and the width of a letter in it, in pixels: what fits a screen of 320 pixels.
const NARROWEST: u64 = 280;
const LETTER: u64 = 8;

/// Heights in tenths of an `em`.
const LINE: u64 = 13;
const ABOVE_MARKS: u64 = 3;
const ABOVE_BAR: u64 = 7;
const BAR: u64 = 6;
const BELOW_BAR: u64 = 4;

/// Puts the claims side by side on the page of their thread, and marks the quotes in its answers.
pub(in super::super) fn compare(claims: &[Claim], page: &mut context::Thread, words: &Words) {
    let places = mark_quotes(claims, &mut page.answers);
    let mut subjects: Vec<(String, Vec<usize>)> = Vec::new();
    for (index, claim) in claims.iter().enumerate() {
        let folded = claim.about.to_lowercase();
        match subjects.iter_mut().find(|(about, _)| *about == folded) {
            Some((_, members)) => members.push(index),
            None => subjects.push((folded, vec![index])),
        }
    }
    let comparisons = subjects.into_iter().zip(1..).map(|((_, mut members), number)| {
        let position = |index: &usize| page.answers.iter().position(|answer| answer.id == claims[*index].answer);
        let about = &claims[members[0]].about;
        members.sort_by_key(position);
        let members: Vec<(&Claim, &str)> = members.iter().map(|index| (&claims[*index], places[*index].as_str())).collect();
        comparison((number, about), &members, page, words)
    });
    page.comparisons = comparisons.collect();
}

/// Marks each quote in its answer; the places of the claims' quotes on the page, in their order.
fn mark_quotes(claims: &[Claim], answers: &mut [context::Answer]) -> Vec<String> {
    let mut places: Vec<String> = claims.iter().map(|claim| claim.answer.clone()).collect();
    for answer in answers {
        let own = claims.iter().enumerate().filter(|(_, claim)| claim.answer == answer.id);
        let found = own.filter_map(|(index, claim)| {
            let (part, range) = find(&claim.quote, answer.heading_html.as_deref(), &answer.body_html)?;
            Some((part, range, index))
        });
        let mut found: Vec<(Part, Range<usize>, usize)> = found.collect();
        found.sort_by_key(|(part, range, _)| (*part, range.start, range.end));
        let mut marks: BTreeMap<Part, Vec<(Range<usize>, String)>> = BTreeMap::new();
        let mut number = 0;
        for (part, range, index) in found {
            let marks = marks.entry(part).or_default();
            match marks.last_mut().filter(|(last, _)| range.start < last.end) {
                // Quotes that overlap light up together.
                Some((last, _)) => last.end = last.end.max(range.end),
                None => {
                    number += 1;
                    marks.push((range, format!("quote.{}.{number}", answer.id)));
                }
            }
            places[index] = format!("quote.{}.{number}", answer.id);
        }
        if let (Some(marks), Some(heading)) = (marks.get(&Part::Heading), &mut answer.heading_html) {
            *heading = mark(heading, marks);
        }
        if let Some(marks) = marks.get(&Part::Body) {
            answer.body_html = mark(&answer.body_html, marks);
        }
    }
    places
}

/// The comparison of claims about one thing, each with the place of its quote.
fn comparison((number, about): (usize, &str), claims: &[(&Claim, &str)], page: &context::Thread, words: &Words) -> Comparison {
    let times: Vec<Time> = claims.iter().map(|(claim, _)| claim.time).collect();
    let drawing = Drawing { scale: Scale::of(&times), mirrored: words.direction == Direction::RightToLeft };
    let silent = page.answers.iter().filter(|answer| !claims.iter().any(|(claim, _)| claim.answer == answer.id));
    let silent = silent.map(|answer| Link { title: who(answer, words), href: format!("#{}", answer.id), here: false }).collect();
    let mut figures: Vec<Figure> = claims.iter().map(|(claim, place)| drawing.figure(claim, place, page, words)).collect();
    let letters = |figure: &Figure| (figure.label.chars().count() + figure.time.chars().count()) as u64 + 2;
    let two_lines = figures.iter().any(|figure| letters(figure) * LETTER > NARROWEST);
    let row = LINE * if two_lines { 2 } else { 1 } + ABOVE_BAR + BAR + BELOW_BAR;
    for (figure, number) in figures.iter_mut().zip(0..) {
        let top = number * row;
        let last_line = top + LINE * if two_lines { 2 } else { 1 };
        figure.top = em(top);
        figure.height = em(row);
        figure.words_height = em(last_line - top + ABOVE_MARKS);
        figure.label_line = em(top + LINE);
        figure.time_line = two_lines.then(|| em(last_line));
        figure.bar = em(last_line + ABOVE_BAR);
        figure.middle = em(last_line + ABOVE_BAR + BAR / 2);
    }
    let axis = claims.len() as u64 * row;
    Comparison {
        id: format!("claims.{number}"),
        about: about.to_owned(),
        figures,
        silent,
        scale: drawing.sentence(words),
        marks: drawing.marks(words),
        height: em(axis + 2 * LINE),
        axis: em(axis),
        labels: em(axis + LINE),
        beginning: percent(drawing.across(0)),
    }
}

/// Who gave an answer: the name, or the answer's number.
fn who(answer: &context::Answer, words: &Words) -> String {
    let unnamed = || words.say("claim_unnamed", &[("number", &words.number(answer.number))]);
    answer.byline.name.clone().unwrap_or_else(unnamed)
}

/// How lengths of time become places in a drawing.
struct Drawing {
    scale: Scale,
    /// Times run from right to left, as the language does.
    mirrored: bool,
}

impl Drawing {
    fn across(&self, position: u64) -> u64 {
        if self.mirrored { WHOLE - position } else { position }
    }

    fn figure(&self, claim: &Claim, place: &str, page: &context::Thread, words: &Words) -> Figure {
        let who = page.answers.iter().find(|answer| answer.id == claim.answer).map(|answer| who(answer, words)).unwrap_or_default();
        let position = |time: Duration| self.across(self.scale.position(time));
        let (shape, from, to) = match claim.time {
            Time::Single(time) => ("single", position(time), position(time)),
            Time::Range(from, to) => ("range", position(from), position(to)),
            Time::AtLeast(from) => ("at-least", position(from), self.across(WHOLE)),
            Time::AtMost(to) => ("at-most", self.across(0), position(to)),
        };
        let point = if shape == "at-most" { to } else { from };
        let (left, right) = (from.min(to), from.max(to));
        Figure {
            label: words.direction.isolate(&shortened(&who)).into_owned(),
            who,
            time: spoken(claim.time, words),
            quote: claim.quote.clone(),
            href: format!("#{place}"),
            shape: shape.to_owned(),
            left: percent(left),
            right: percent(right),
            width: percent(right - left),
            point: percent(point),
            ..Figure::default()
        }
    }

    fn sentence(&self, words: &Words) -> String {
        let end = self.scale.stops.last().map(|stop| length(*stop, words)).unwrap_or_default();
        let sentence = words.say("claim_scale", &[("end", &end)]);
        if self.scale.is_even { sentence } else { format!("{sentence} {}", words.text("claim_steps")) }
    }

    /// The marks of the scale; the last says the unit, and so does each where the steps grow.
    fn marks(&self, words: &Words) -> Vec<ScaleMark> {
        let count = self.scale.stops.len();
        let label = |index: usize| {
            let stop = self.scale.stops[index];
            if self.scale.is_even && index + 1 < count { words.decimals(&stop.number()) } else { length(stop, words) }
        };
        let mark = |position: u64, label: Option<String>, anchor: &str| ScaleMark {
            at: percent(self.across(position)),
            label,
            anchor: anchor.to_owned(),
        };
        let mut marks = vec![mark(0, Some("0".to_owned()), "start")];
        let last = count.checked_sub(1).map(label).unwrap_or_default();
        let room = NARROWEST / count.max(1) as u64;
        for index in 0..count {
            let own = label(index);
            // Beside the last label, which ends at the edge, half of the one before it must fit.
            let fits = index + 2 != count || (last.chars().count() as u64 + own.chars().count() as u64 / 2 + 1) * LETTER <= room;
            let anchor = if index + 1 == count { "end" } else { "middle" };
            marks.push(mark(self.scale.position(self.scale.stops[index]), fits.then_some(own), anchor));
        }
        marks
    }
}

/// A figure in words, such as `6 to 8 weeks`.
fn spoken(time: Time, words: &Words) -> String {
    match time {
        Time::Single(time) => length(time, words),
        Time::Range(from, to) if from.unit == to.unit => {
            words.say("claim_range", &[("from", &words.decimals(&from.number())), ("to", &length(to, words))])
        }
        Time::Range(from, to) => words.say("claim_range", &[("from", &length(from, words)), ("to", &length(to, words))]),
        Time::AtLeast(from) => words.say("claim_at_least", &[("time", &length(from, words))]),
        Time::AtMost(to) => words.say("claim_at_most", &[("time", &length(to, words))]),
    }
}

/// A length of time in words, such as `8 weeks`.
fn length(time: Duration, words: &Words) -> String {
    let phrase = match time.unit {
        Unit::Hour => "hours",
        Unit::Day => "days",
        Unit::Week => "weeks",
        Unit::Month => "months",
        Unit::Year => "years",
    };
    words.say(phrase, &[("count", &words.decimals(&time.number()))])
}

/// A name as far as it fits the chart; the table has the whole.
fn shortened(name: &str) -> String {
    let most = (NARROWEST / LETTER) as usize;
    if name.chars().count() <= most {
        return name.to_owned();
    }
    let cut: String = name.chars().take(most - 1).collect();
    format!("{}…", cut.trim_end())
}

fn percent(hundredths: u64) -> String {
    format!("{}.{:02}%", hundredths / 100, hundredths % 100)
}

fn em(tenths: u64) -> String {
    format!("{}.{}em", tenths / 10, tenths % 10)
}
