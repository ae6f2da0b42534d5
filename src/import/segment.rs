//! The search for the best reading of a page: one label a unit, so that all evidence together is
//! strongest. Exact (dynamic programming over label and number of answers), and since it looks both
//! ways it also tells how much better the best reading is than the best one with another label.

use super::evidence::{Evidence, Label, NEVER, shape};
use super::facts::{Below, Facts};
use super::line::Line;
use super::position::{below, number_of_answers, step};
use super::unit::{Page, Separator, Unit};
use super::vocabulary::Vocabulary;

/// The label of a unit and how sure it is.
#[derive(Debug)]
pub(super) struct Labelled {
    pub(super) label: Label,
    /// By how much the best reading beats the best one in which this unit has another label.
    pub(super) margin: f32,
    /// What spoke for and against the label, where that was asked for.
    pub(super) evidence: Vec<(&'static str, f32)>,
}

/// Above so many answers more than declared, one more makes no difference.
const EXCESS: usize = 3;

/// Longest line that is looked for elsewhere on the page, in bytes.
const LONGEST_REPEATED: usize = 250;

/// Most cells that a search may have; the largest page seen, 22 answers declared, has some 2,000.
const LARGEST_LATTICE: usize = 200_000;

const LABELS: usize = Label::ALL.len();

/// A page ready to be searched.
pub(super) struct Search<'a> {
    units: &'a [Unit],
    end: &'a Separator,
    page: &'a Page,
    facts: Vec<Facts>,
}

impl<'a> Search<'a> {
    pub(super) fn new(lines: &[Line<'_>], units: &'a [Unit], end: &'a Separator, page: &'a Page, vocabulary: &Vocabulary) -> Self {
        Self { units, end, page, facts: facts(lines, units, page, vocabulary) }
    }

    /// Finds the best reading; with `explained` also what spoke for it.
    pub(super) fn run(&self, explained: bool) -> Vec<Labelled> {
        if self.units.is_empty() {
            return Vec::new();
        }
        let units = 0..self.units.len();
        let local: Vec<[f32; LABELS]> = units.clone().map(|unit| Label::ALL.map(|label| sum(|e| self.local(e, unit, label)))).collect();
        let steps: Vec<[[f32; LABELS]; LABELS]> = units
            .clone()
            .map(|unit| {
                Label::ALL
                    .map(|previous| Label::ALL.map(|label| sum(|e| step(e, Some(previous), label, &self.units[unit].before, self.page))))
            })
            .collect();
        let first = Label::ALL.map(|label| sum(|e| step(e, None, label, &self.units[0].before, self.page)));
        let last = Label::ALL.map(|label| sum(|e| self.ending(e, label)));
        let lattice = Lattice::new(self.page, &local, &steps, first, last);
        let best = lattice.best();
        let best_score = lattice.score(0, best[0]);
        units
            .map(|unit| {
                let label = Label::ALL[best[unit]];
                let other = (0..LABELS).filter(|other| *other != best[unit]).map(|other| lattice.score(unit, other)).fold(NEVER, f32::max);
                let previous = unit.checked_sub(1).map(|above| Label::ALL[best[above]]);
                let evidence = if explained { self.explain(unit, previous, label) } else { Vec::new() };
                Labelled { label, margin: (best_score - other).min(99.0), evidence }
            })
            .collect()
    }

    /// What a unit and what stands below it say for `label`.
    fn local(&self, e: &mut Evidence, unit: usize, label: Label) {
        shape(e, label, &self.facts[unit], &self.units[unit], self.page);
        below(e, label, self.units.get(unit + 1).map_or(self.end, |next| &next.before), self.page);
    }

    /// What the end of the page says about the last unit.
    fn ending(&self, e: &mut Evidence, label: Label) {
        let over = self.end.byline || self.end.debris || !self.page.may_be_cut;
        let facts = &self.facts[self.units.len() - 1];
        e.add(label == Label::Heading && over, "nothing below", -9.0);
        e.add(label == Label::Heading && !over && !facts.ends_open(), "a whole sentence with nothing below", -2.5);
        e.add(label == Label::Heading && !over && facts.ends_open(), "broken off with nothing below", -0.4);
    }

    fn explain(&self, unit: usize, previous: Option<Label>, label: Label) -> Vec<(&'static str, f32)> {
        let mut evidence = Evidence::explained();
        self.local(&mut evidence, unit, label);
        step(&mut evidence, previous, label, &self.units[unit].before, self.page);
        if unit + 1 == self.units.len() {
            self.ending(&mut evidence, label);
        }
        evidence.named.unwrap_or_default()
    }
}

fn sum(collect: impl FnOnce(&mut Evidence)) -> f32 {
    let mut evidence = Evidence::default();
    collect(&mut evidence);
    evidence.sum
}

fn facts(lines: &[Line<'_>], units: &[Unit], page: &Page, vocabulary: &Vocabulary) -> Vec<Facts> {
    let texts: Vec<String> =
        units.iter().map(|unit| lines[unit.lines.clone()].iter().map(|line| line.text).collect::<Vec<_>>().join("\n")).collect();
    // Only short lines are headings, and two long ones are hardly the same.
    let folded: Vec<String> = texts
        .iter()
        .map(|text| if text.len() > LONGEST_REPEATED { String::new() } else { text.trim_end_matches(['.', '?', '!', ' ']).to_lowercase() })
        .collect();
    let mut sorted: Vec<&str> = folded.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    sorted.sort_unstable();
    let repeated = |index: usize| {
        let text = folded[index].as_str();
        let at = sorted.partition_point(|other| *other < text);
        !text.is_empty() && sorted.get(at + 1).is_some_and(|other| *other == text)
    };
    let text = |index: usize| texts.get(index).map(String::as_str);
    let below = |index: usize| {
        let broken_off = index + 2 == texts.len() && page.may_be_cut;
        text(index + 1).map(|text| Below { text, broken_off: broken_off && text.ends_with(char::is_alphanumeric) })
    };
    (0..units.len())
        .map(|index| Facts::new(&texts[index], index.checked_sub(1).and_then(text), below(index), repeated(index), vocabulary))
        .collect()
}

/// Scores of partial readings, by unit, number of answers begun and label.
struct Lattice<'a> {
    /// How many answers are told apart: 1 where none are declared.
    counts: usize,
    local: &'a [[f32; LABELS]],
    steps: &'a [[[f32; LABELS]; LABELS]],
    /// Best score of the units up to and with this one.
    forward: Vec<Vec<[f32; LABELS]>>,
    /// Best score of the units after this one.
    backward: Vec<Vec<[f32; LABELS]>>,
}

impl<'a> Lattice<'a> {
    fn new(
        page: &Page,
        local: &'a [[f32; LABELS]],
        steps: &'a [[[f32; LABELS]; LABELS]],
        first: [f32; LABELS],
        last: [f32; LABELS],
    ) -> Self {
        let counts = page.declared.map_or(2, |declared| (declared as usize).min(local.len()) + EXCESS + 1);
        // On a page beyond all measure the count would cost more than it tells.
        let counts = if counts * local.len() > LARGEST_LATTICE { 2 } else { counts };
        let mut lattice = Self { counts, local, steps, forward: Vec::new(), backward: Vec::new() };
        lattice.run_forward(first);
        lattice.run_backward(page, last);
        lattice
    }

    /// The number of answers after `label`, of which only so many are told apart.
    fn counted(&self, answers: usize, previous: Option<Label>, label: Label) -> usize {
        (answers + usize::from(label.begins_answer(previous))).min(self.counts - 1)
    }

    fn run_forward(&mut self, first: [f32; LABELS]) {
        let nothing = vec![[NEVER; LABELS]; self.counts];
        let mut row = nothing.clone();
        for (index, label) in Label::ALL.into_iter().enumerate() {
            row[self.counted(0, None, label)][index] = first[index] + self.local[0][index];
        }
        self.forward.push(row);
        for unit in 1..self.local.len() {
            let mut row = nothing.clone();
            let above = &self.forward[unit - 1];
            for (answers, scores) in above.iter().enumerate() {
                for (previous, score) in scores.iter().enumerate().filter(|(_, score)| **score > NEVER) {
                    for (index, label) in Label::ALL.into_iter().enumerate() {
                        let cell = &mut row[self.counted(answers, Some(Label::ALL[previous]), label)][index];
                        *cell = cell.max(score + self.steps[unit][previous][index] + self.local[unit][index]);
                    }
                }
            }
            self.forward.push(row);
        }
    }

    fn run_backward(&mut self, page: &Page, last: [f32; LABELS]) {
        let units = self.local.len();
        let mut rows = vec![vec![[NEVER; LABELS]; self.counts]; units];
        for (answers, row) in rows[units - 1].iter_mut().enumerate() {
            let number = sum(|e| number_of_answers(e, answers, page));
            *row = last.map(|last| last + number);
        }
        for unit in (0..units - 1).rev() {
            for answers in 0..self.counts {
                for previous in 0..LABELS {
                    let mut best = NEVER;
                    for (index, label) in Label::ALL.into_iter().enumerate() {
                        let next = self.counted(answers, Some(Label::ALL[previous]), label);
                        best = best.max(self.steps[unit + 1][previous][index] + self.local[unit + 1][index] + rows[unit + 1][next][index]);
                    }
                    rows[unit][answers][previous] = best;
                }
            }
        }
        self.backward = rows;
    }

    /// The best score of a whole reading in which `unit` has the label with index `label`.
    fn score(&self, unit: usize, label: usize) -> f32 {
        (0..self.counts).map(|answers| self.forward[unit][answers][label] + self.backward[unit][answers][label]).fold(NEVER, f32::max)
    }

    /// The labels of the best reading, followed from the first unit on; the earlier label wins a tie.
    fn best(&self) -> Vec<usize> {
        let mut labels: Vec<usize> = Vec::with_capacity(self.local.len());
        let mut answers = 0;
        for unit in 0..self.local.len() {
            let mut best = (f32::NEG_INFINITY, 0, 0);
            for (index, label) in Label::ALL.into_iter().enumerate() {
                let previous = labels.last().copied();
                let next = self.counted(answers, previous.map(|previous| Label::ALL[previous]), label);
                let here = match previous {
                    None => self.forward[0][next][index],
                    Some(previous) => self.steps[unit][previous][index] + self.local[unit][index],
                };
                let score = here + self.backward[unit][next][index];
                if score > best.0 {
                    best = (score, index, next);
                }
            }
            labels.push(best.1);
            answers = best.2;
        }
        labels
    }
}
