//! A page as the search sees it: runs of words, and what stands between them.

use std::ops::Range;

use super::line::{Kind, Line};

/// A run of lines of words that gets one label from the search.
#[derive(Debug)]
pub(super) struct Unit {
    /// Indices of its lines.
    pub(super) lines: Range<usize>,
    /// What stands between the unit before and this one.
    pub(super) before: Separator,
    /// The line opens an answer by a marker such as `Answer:`.
    pub(super) marked: bool,
    /// The line has the shape of place and specialty, and nothing confirms it.
    pub(super) maybe_specialty: bool,
}

/// What stands between two runs of words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Separator {
    pub(super) count: bool,
    pub(super) byline: bool,
    /// Debris that the site puts between answers.
    pub(super) debris: bool,
    pub(super) votes: bool,
    /// Blank lines right before the words, or before the votes that precede them: two stand where a
    /// heading is missing.
    pub(super) slot: usize,
}

/// What a page has as a whole, which says how much each piece of evidence weighs.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub(super) declared: Option<u32>,
    pub(super) vote_templates: usize,
    pub(super) bylines: usize,
    /// Some vote line carries a number, or the count is in parentheses: votes may be empty slots.
    pub(super) vote_slots: bool,
    pub(super) markers: bool,
    /// One answer a line, as a first line of advertising shows.
    pub(super) run_on: bool,
    /// No disclaimer at the end: the page may have been cut.
    pub(super) may_be_cut: bool,
}

/// Looks at the whole page.
pub(super) fn page(lines: &[Line<'_>]) -> Page {
    let count = |wanted: fn(&Kind) -> bool| lines.iter().filter(|line| wanted(&line.kind)).count();
    Page {
        declared: lines.iter().find_map(|line| if let Kind::Count(count) = line.kind { count } else { None }),
        vote_templates: count(|kind| matches!(kind, Kind::Votes(None))),
        bylines: count(|kind| matches!(kind, Kind::Specialty(_) | Kind::MaybeSpecialty(_) | Kind::CutSpecialty(_))),
        vote_slots: count(|kind| matches!(kind, Kind::Votes(Some(_)))) > 0
            || lines.iter().any(|line| matches!(line.kind, Kind::Count(_)) && line.text.ends_with(')')),
        markers: count(|kind| matches!(kind, Kind::AnswerMarker(_))) > 0,
        run_on: lines.iter().find(|line| line.kind != Kind::Blank).is_some_and(|line| line.kind == Kind::Chrome("slogan".to_owned())),
        may_be_cut: count(|kind| *kind == Kind::Disclaimer) == 0,
    }
}

/// Cuts a page into units; the separator behind the last one comes second.
pub(super) fn units(lines: &[Line<'_>], page: &Page) -> (Vec<Unit>, Separator) {
    let mut units: Vec<Unit> = Vec::new();
    let mut separator = Separator::default();
    let mut blanks = 0;
    let mut counted = false;
    for (index, line) in lines.iter().enumerate() {
        match &line.kind {
            Kind::Blank => blanks += 1,
            Kind::Words | Kind::MaybeSpecialty(_) | Kind::AnswerMarker(_) => {
                let plain = line.kind == Kind::Words;
                if let Some(open) = units
                    .last_mut()
                    .filter(|unit| plain && !page.run_on && unit.lines.end == index && !unit.marked && !unit.maybe_specialty)
                {
                    open.lines.end = index + 1;
                } else {
                    if !separator.votes {
                        separator.slot = blanks;
                    }
                    units.push(Unit {
                        lines: index..index + 1,
                        before: separator,
                        marked: matches!(line.kind, Kind::AnswerMarker(_)),
                        maybe_specialty: matches!(line.kind, Kind::MaybeSpecialty(_)),
                    });
                }
                separator = Separator::default();
                blanks = 0;
                continue;
            }
            // A second one stands where the page says, and says nothing.
            Kind::Count(_) => separator.count = !std::mem::replace(&mut counted, true),
            Kind::Name(_) | Kind::Specialty(_) | Kind::CutSpecialty(_) | Kind::Rating(_) => separator.byline = true,
            Kind::Chrome(rule) => separator.debris |= rule != "ask-a-doctor" && rule != "slogan",
            Kind::Votes(_) => {
                if !separator.votes {
                    separator.slot = blanks;
                }
                separator.votes = true;
            }
            Kind::Disclaimer => {}
        }
        if line.kind != Kind::Blank {
            blanks = 0;
        }
    }
    (units, separator)
}
