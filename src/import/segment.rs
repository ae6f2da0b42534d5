//! The search for the best reading of a page: one label a unit, so that all evidence together is
//! strongest. The search is exact, and since it looks both ways it also tells how much better the best
//! reading is than the best one with another label.

use std::borrow::Cow;

use super::evidence::{Evidence, Label, NEVER, shape};
use super::facts::{Below, Facts};
use super::lattice::{LABELS, Labels, Lattice, Scored, Scores, Steps};
use super::line::Line;
use super::position::{below, number_of_answers, possible_step, step};
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

/// Longest line that is looked for elsewhere on the page, in bytes.
const LONGEST_REPEATED: usize = 250;

/// Which steps a search looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Wanted {
    /// Those that nothing rules out.
    Possible,
    /// All: where each reading has something that rules it out, the one with the least is taken.
    All,
}

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
        let possible = self.search(Wanted::Possible, true, explained);
        possible.or_else(|| self.search(Wanted::All, false, explained)).unwrap_or_default()
    }

    /// `None` where everything that is wanted is ruled out. A `narrow` search passes over labels that are ruled out and what only leads to
    /// or on from them, which makes no difference to what is possible.
    fn search(&self, wanted: Wanted, narrow: bool, explained: bool) -> Option<Vec<Labelled>> {
        let (kinds, tables) = self.steps(wanted);
        let first = Label::ALL.map(|label| sum(|e| step(e, None, label, &self.units[0].before, self.page)));
        let (mut possible, mut local) = (Vec::with_capacity(self.units.len()), Vec::with_capacity(self.units.len()));
        for unit in 0..self.units.len() {
            let reached = match possible.last() {
                _ if !narrow => Labels::ALL,
                Some(above) => tables[kinds[unit - 1]].from(*above),
                None => labels(|label| first[label] > NEVER / 2.0),
            };
            let scores: Scores =
                std::array::from_fn(|label| if reached.has(label) { sum(|e| self.local(e, unit, Label::ALL[label])) } else { NEVER });
            possible.push(if narrow { labels(|label| scores[label] > NEVER / 2.0) } else { reached });
            local.push(scores);
        }
        let scored = Scored {
            possible,
            local,
            steps: kinds.iter().map(|kind| &tables[*kind]).collect(),
            first,
            last: Label::ALL.map(|label| sum(|e| self.ending(e, label))),
            declared: self.page.declared,
        };
        let lattice = Lattice::new(&scored, |answers| sum(|e| number_of_answers(e, answers, self.page)));
        if wanted == Wanted::Possible && !lattice.is_possible() {
            return None;
        }
        let best = lattice.best();
        let best_score = lattice.score(0, best[0]);
        let labelled = |unit: usize| {
            let others = (0..LABELS).filter(|other| *other != best[unit]).map(|other| lattice.score(unit, other));
            let margin = (best_score - others.fold(f32::NEG_INFINITY, f32::max)).min(99.0);
            let label = Label::ALL[best[unit]];
            let previous = unit.checked_sub(1).map(|above| Label::ALL[best[above]]);
            let evidence = if explained { self.explain(unit, previous, label) } else { Vec::new() };
            Labelled { label, margin, evidence }
        };
        Some((0..self.units.len()).map(labelled).collect())
    }

    /// The steps into each unit but the first, as an index into the tables. Most units of a page stand
    /// apart in one of a few ways, and each way is scored once.
    fn steps(&self, wanted: Wanted) -> (Vec<usize>, Vec<Steps>) {
        let mut known: Vec<Separator> = Vec::new();
        let mut tables = Vec::new();
        let kinds = self.units[1..]
            .iter()
            .map(|unit| {
                known.iter().position(|between| *between == unit.before).unwrap_or_else(|| {
                    let between = &unit.before;
                    tables.push(match wanted {
                        Wanted::Possible => Steps::new(|previous, label| possible_step(previous, label, between, self.page)),
                        Wanted::All => Steps::new(|previous, label| Some(sum(|e| step(e, Some(previous), label, between, self.page)))),
                    });
                    known.push(unit.before);
                    known.len() - 1
                })
            })
            .collect();
        (kinds, tables)
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

fn labels(wanted: impl Fn(usize) -> bool) -> Labels {
    let mut labels = Labels::NONE;
    (0..LABELS).filter(|label| wanted(*label)).for_each(|label| labels.add(label));
    labels
}

fn sum(collect: impl FnOnce(&mut Evidence)) -> f32 {
    let mut evidence = Evidence::default();
    collect(&mut evidence);
    evidence.sum
}

fn facts(lines: &[Line<'_>], units: &[Unit], page: &Page, vocabulary: &Vocabulary) -> Vec<Facts> {
    let texts: Vec<Cow<'_, str>> = units
        .iter()
        .map(|unit| match &lines[unit.lines.clone()] {
            [line] => Cow::Borrowed(line.text),
            lines => Cow::Owned(lines.iter().map(|line| line.text).collect::<Vec<_>>().join("\n")),
        })
        .collect();
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
    let text = |index: usize| texts.get(index).map(AsRef::as_ref);
    let below = |index: usize| {
        let broken_off = index + 2 == texts.len() && page.may_be_cut;
        text(index + 1).map(|text| Below { text, broken_off: broken_off && text.ends_with(char::is_alphanumeric) })
    };
    (0..units.len())
        .map(|index| Facts::new(&texts[index], index.checked_sub(1).and_then(text), below(index), repeated(index), vocabulary))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::{line, unit};
    use super::*;

    /// The raw texts of labelled threads: what stands behind the first tab of each line.
    fn raw_texts(set: &str) -> Vec<String> {
        let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labels").join(set);
        let files = std::fs::read_dir(folder).unwrap().map(|entry| std::fs::read_to_string(entry.unwrap().path()).unwrap());
        let raw =
            |labels: String| labels.lines().map(|line| line.split_once('\t').map_or("", |(_, text)| text).to_owned() + "\n").collect();
        files.map(raw).collect()
    }

    #[test]
    fn a_narrow_search_finds_what_a_wide_one_finds() {
        let vocabulary = Vocabulary::built_in();
        let texts = ["dev", "dev2"].into_iter().flat_map(raw_texts);
        // Cut short, pages have other labels ruled out.
        let cut = |text: &String| text[..text.floor_char_boundary(text.len() * 2 / 3)].to_owned();
        for text in texts.flat_map(|text| [cut(&text), text]) {
            let lines = line::recognise(&text, vocabulary);
            let page = unit::page(&lines);
            let (units, end) = unit::units(&lines, &page);
            let search = Search::new(&lines, &units, &end, &page, vocabulary);
            let found = |narrow: bool| {
                let labelled = search.search(Wanted::Possible, narrow, false)?;
                Some(labelled.into_iter().map(|labelled| (labelled.label, labelled.margin)).collect::<Vec<_>>())
            };
            assert_eq!(found(true), found(false), "{text}");
        }
    }
}
