//! The exact search: dynamic programming over the runs of a page, their labels, and the number of
//! answers begun so far.

use super::evidence::{Label, NEVER};

pub(super) const LABELS: usize = Label::ALL.len();

/// A score a label, in the order of [`Label::ALL`].
pub(super) type Scores = [f32; LABELS];

/// Some of the labels, by their indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Labels(u8);

impl Labels {
    pub(super) const NONE: Self = Self(0);
    pub(super) const ALL: Self = Self((1 << LABELS) - 1);

    pub(super) fn has(self, label: usize) -> bool {
        self.0 & (1 << label) != 0
    }

    pub(super) fn add(&mut self, label: usize) {
        self.0 |= 1 << label;
    }
}

/// Above so many answers more than declared, one more makes no difference.
const EXCESS: usize = 3;

/// Most cells that a search may have; the largest page seen, 22 answers declared, has some 2,000.
const LARGEST: usize = 200_000;

/// The steps that may lead from one run to the next.
#[derive(Debug)]
pub(super) struct Steps(Vec<Step>);

#[derive(Debug, Clone, Copy)]
struct Step {
    from: usize,
    to: usize,
    score: f32,
    /// 1 where the step begins an answer.
    answers: usize,
}

impl Steps {
    /// The steps with their scores by the label before and the label here, those without a score left out.
    pub(super) fn new(score: impl Fn(Label, Label) -> Option<f32>) -> Self {
        let all = (0..LABELS).flat_map(|from| (0..LABELS).map(move |to| (from, to)));
        let scored = all.filter_map(|(from, to)| {
            let (previous, label) = (Label::ALL[from], Label::ALL[to]);
            let score = score(previous, label)?;
            Some(Step { from, to, score, answers: usize::from(label.begins_answer(Some(previous))) })
        });
        Self(scored.collect())
    }

    /// The labels to which a step leads from one of `labels`.
    pub(super) fn from(&self, labels: Labels) -> Labels {
        let mut reached = Labels::NONE;
        self.0.iter().filter(|step| labels.has(step.from)).for_each(|step| reached.add(step.to));
        reached
    }
}

/// What a page's evidence says.
#[derive(Debug)]
pub(super) struct Scored<'a> {
    /// The labels that each run may have.
    pub(super) possible: Vec<Labels>,
    /// Of each run by itself, for the labels that it may have.
    pub(super) local: Vec<Scores>,
    /// Into each run but the first.
    pub(super) steps: Vec<&'a Steps>,
    /// Of the first run's label.
    pub(super) first: Scores,
    /// Of the last run's label.
    pub(super) last: Scores,
    /// How many answers the page declares.
    pub(super) declared: Option<u32>,
}

impl Scored<'_> {
    /// The steps that may lead into a run but the first.
    fn steps_into(&self, unit: usize) -> impl Iterator<Item = &Step> {
        let (before, here) = (self.possible[unit - 1], self.possible[unit]);
        self.steps[unit - 1].0.iter().filter(move |step| before.has(step.from) && here.has(step.to))
    }
}

/// Scores of partial readings, by run, label and number of answers begun.
#[derive(Debug)]
pub(super) struct Lattice<'a> {
    scored: &'a Scored<'a>,
    /// How many answers are told apart: 2 where none are declared.
    counts: usize,
    /// Best score of the runs up to and with this one.
    forward: Vec<f32>,
    /// Best score of the runs after this one.
    backward: Vec<f32>,
}

impl<'a> Lattice<'a> {
    /// Fills the lattice; `number` scores a number of answers.
    pub(super) fn new(scored: &'a Scored<'a>, number: impl Fn(usize) -> f32) -> Self {
        let units = scored.local.len();
        let counts = scored.declared.map_or(2, |declared| (declared as usize).min(units) + EXCESS + 1);
        // On a page beyond all measure the count would cost more than it tells.
        let counts = if counts * units > LARGEST { 2 } else { counts };
        let nothing = vec![f32::NEG_INFINITY; units * LABELS * counts];
        let mut lattice = Self { scored, counts, forward: nothing.clone(), backward: nothing };
        lattice.run_forward();
        lattice.run_backward(number);
        lattice
    }

    /// Is there a reading that nothing rules out?
    pub(super) fn is_possible(&self) -> bool {
        (0..LABELS).any(|label| self.score(0, label) > NEVER / 2.0)
    }

    /// Where the scores of a run's label begin.
    fn row(&self, unit: usize, label: usize) -> usize {
        (unit * LABELS + label) * self.counts
    }

    fn run_forward(&mut self) {
        let first = Label::ALL.into_iter().enumerate().filter(|(index, _)| self.scored.possible[0].has(*index));
        for (index, label) in first {
            let at = self.row(0, index) + usize::from(label.begins_answer(None));
            self.forward[at] = self.scored.first[index] + self.scored.local[0][index];
        }
        for unit in 1..self.scored.local.len() {
            let (above, here) = self.forward.split_at_mut(unit * LABELS * self.counts);
            let above = &above[(unit - 1) * LABELS * self.counts..];
            for step in self.scored.steps_into(unit) {
                let score = step.score + self.scored.local[unit][step.to];
                let from = &above[step.from * self.counts..][..self.counts];
                let to = &mut here[step.to * self.counts..][..self.counts];
                for (to, from) in to[step.answers..].iter_mut().zip(from) {
                    raise(to, from + score);
                }
                // The last number stands for all above it as well.
                raise(&mut to[self.counts - 1], from[self.counts - 1] + score);
            }
        }
    }

    fn run_backward(&mut self, number: impl Fn(usize) -> f32) {
        let units = self.scored.local.len();
        for label in 0..LABELS {
            let row = self.row(units - 1, label);
            for answers in 0..self.counts {
                self.backward[row + answers] = self.scored.last[label] + number(answers);
            }
        }
        for unit in (0..units - 1).rev() {
            let (here, below) = self.backward.split_at_mut((unit + 1) * LABELS * self.counts);
            let here = &mut here[unit * LABELS * self.counts..];
            for step in self.scored.steps_into(unit + 1) {
                let score = step.score + self.scored.local[unit + 1][step.to];
                let from = &mut here[step.from * self.counts..][..self.counts];
                let to = &below[step.to * self.counts..][..self.counts];
                for (from, to) in from.iter_mut().zip(&to[step.answers..]) {
                    raise(from, to + score);
                }
                raise(&mut from[self.counts - 1], to[self.counts - 1] + score);
            }
        }
    }

    /// The best score of a whole reading in which `unit` has the label with index `label`.
    pub(super) fn score(&self, unit: usize, label: usize) -> f32 {
        let row = self.row(unit, label);
        let both = self.forward[row..row + self.counts].iter().zip(&self.backward[row..row + self.counts]);
        both.map(|(forward, backward)| forward + backward).fold(f32::NEG_INFINITY, f32::max)
    }

    /// The indices of the best reading's labels, followed from the first run on; the earlier label
    /// wins a tie.
    pub(super) fn best(&self) -> Vec<usize> {
        let mut labels: Vec<usize> = Vec::with_capacity(self.scored.local.len());
        let mut answers = 0;
        for unit in 0..self.scored.local.len() {
            let mut best = (f32::NEG_INFINITY, 0, 0);
            let mut consider = |score: f32, label: usize, begun: usize| {
                let begun = (answers + begun).min(self.counts - 1);
                let score = score + self.scored.local[unit][label] + self.backward[self.row(unit, label) + begun];
                if score > best.0 || (score == best.0 && label < best.1) {
                    best = (score, label, begun);
                }
            };
            match labels.last() {
                None => (0..LABELS)
                    .filter(|label| self.scored.possible[0].has(*label))
                    .for_each(|label| consider(self.scored.first[label], label, usize::from(Label::ALL[label].begins_answer(None)))),
                Some(previous) => {
                    let steps = self.scored.steps_into(unit).filter(|step| step.from == *previous);
                    steps.for_each(|step| consider(step.score, step.to, step.answers));
                }
            }
            labels.push(best.1);
            answers = best.2;
        }
        labels
    }
}

/// Takes over a score that is better. No score is a NaN, which `f32::max` would look out for; and written in any case,
/// a processor does several at once.
fn raise(best: &mut f32, score: f32) {
    *best = if score > *best { score } else { *best };
}
