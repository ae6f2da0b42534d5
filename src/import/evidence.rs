//! What speaks for reading a run of words as one part of a page: named evidence with weights.
//!
//! Weights are natural-log odds, set by hand from the frequencies that were seen (a byline is
//! missing on about a quarter of answers, a heading on a few in a hundred) and checked against the
//! labelled threads under `tests/labels`. They look at shape and position, never at a subject.
//! Here is what a run's own words say; `position` has what its place on the page says.

use super::facts::Facts;
use super::unit::{Page, Unit};

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

/// A weight that rules a reading out.
pub(super) const NEVER: f32 = -1.0e6;

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

    /// Is there something that rules the reading out?
    pub(super) fn rules_out(&self) -> bool {
        self.sum <= NEVER / 2.0
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
            e.add(!facts.asks && facts.first && facts.voice <= 0.0, "the first words ask nothing", -2.0);
            e.add(!facts.asks && facts.letters < 40, "too short to ask without a question mark", -0.8);
        }
        Label::Heading => heading(e, facts, unit, page),
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
            let few = facts.words <= 3 && facts.below_is_longer && !facts.list_item && !facts.farewell && !facts.greeting;
            e.add(few && facts.ending != ',' && !facts.above_goes_on, "a paragraph of few words", -0.6);
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
    e.add(facts.ending == '.' && !facts.asks && !facts.title_case, "a statement", -1.5);
    e.add(facts.greeting || facts.farewell || facts.person, "a greeting or farewell", -3.0);
    e.add(true, "voice of somebody who asks", 0.3 * facts.voice);
}

fn heading(e: &mut Evidence, facts: &Facts, unit: &Unit, page: &Page) {
    if unit.marked {
        return;
    }
    e.add(!facts.one_line, "more than one line", NEVER);
    e.add(facts.words == 1, "one word", -0.6);
    e.add((2..=12).contains(&facts.words), "a heading's length", 0.7);
    e.add((16..=20).contains(&facts.words), "long for a heading", -1.5);
    e.add(facts.words > 20, "too long for a heading", -0.35 * (facts.words as f32 - 16.0));
    e.add(facts.ending == '.' && !facts.cut_ending, "a full stop", -2.0);
    e.add(facts.cut_ending, "breaks off", 1.0);
    e.add(matches!(facts.ending, ',' | ':' | ';'), "goes on below", -4.0);
    e.add(facts.last && facts.letters <= 4, "too little is left to tell", -1.5);
    e.add(facts.ends_open() && !facts.last, "no punctuation at its end", 1.2);
    e.add(facts.ending == '!', "an exclamation", -0.4);
    e.add(facts.ending == '?', "a question", 0.2);
    e.add(facts.sentences >= 2, "several sentences", -0.9 * (facts.sentences as f32 - 1.0));
    e.add(facts.title_case, "capitals", 1.5);
    e.add(facts.commas >= 2, "a sentence of several parts", -0.8);
    e.add(facts.starts_small, "begins small", -1.0);
    e.add(facts.list_item, "an item of a list", -3.0);
    // More than a few words without a mark at their end address nobody; only a count says that an answer is missing there.
    let address = facts.words <= 3 || !facts.ends_open() || page.declared.is_none();
    e.add(facts.greeting && address, "a greeting", -4.0);
    e.add(facts.greeting && !address, "begins like a greeting", -1.5);
    e.add(facts.farewell, "a farewell", -6.0);
    e.add(facts.person, "a sign-off", -6.0);
    e.add(facts.above_goes_on, "the words above go on", -3.0);
    e.add(facts.continued_below, "the words below begin like it", 3.5);
    e.add(facts.repeated, "stands elsewhere too", 3.0);
    e.add(facts.below_is_longer, "longer words below", 0.5);
    e.add(!facts.below_is_longer && !facts.last, "shorter words below", -0.8);
}
