//! Labels → reading: every line in one class, the fields, the ledger.

use std::borrow::Cow;

use super::byline::{Name, Rated, Specialty};
use super::evidence::Label;
use super::line::{Kind, Line, recognise};
use super::reading::{Assigned, Class, Entry, ReadAnswer, Reading};
use super::segment::{Labelled, Search};
use super::unit::{Unit, page, units};
use super::vocabulary::Vocabulary;
use super::{doubts, repeated};

/// Reads the text of a raw file. Any text at all gives a reading: what cannot be told is left out
/// of the fields and said in the findings, and every line stands in the ledger.
#[must_use]
pub fn read(text: &str, vocabulary: &Vocabulary) -> Reading {
    read_page(text, vocabulary, false)
}

/// As [`read`], and each entry of the ledger says what spoke for its class.
#[must_use]
pub(super) fn read_explained(text: &str, vocabulary: &Vocabulary) -> Reading {
    read_page(text, vocabulary, true)
}

fn read_page(text: &str, vocabulary: &Vocabulary, explained: bool) -> Reading {
    let mut lines = recognise(text, vocabulary);
    repeated::mark(&mut lines);
    let page = page(&lines);
    let (units, end) = units(&lines, &page);
    let labels = Search::new(&lines, &units, &end, &page, vocabulary).run(explained);
    let assigned = assign(&lines, &units, &labels);
    let mut reading = fields(&lines, &assigned);
    reading.declared_answers = page.declared;
    reading.findings = doubts::find(&reading, &lines, &assigned);
    reading
}

/// Gives every line its class and its answer.
fn assign(lines: &[Line<'_>], units: &[Unit], labels: &[Labelled]) -> Vec<Assigned> {
    let mut assigned: Vec<Assigned> = Vec::with_capacity(lines.len());
    let mut answers = Answers::default();
    let mut unit = 0;
    for (index, line) in lines.iter().enumerate() {
        while units.get(unit).is_some_and(|unit| unit.lines.end <= index) {
            unit += 1;
        }
        let here = units.get(unit).filter(|unit| unit.lines.contains(&index));
        assigned.push(match here {
            Some(found) => {
                let labelled = &labels[unit];
                if found.lines.start == index {
                    answers.words(labelled.label);
                }
                let (class, rule) = class_of(labelled.label, found);
                let answer = (!matches!(class, Class::Title | Class::Question)).then_some(answers.current);
                Assigned { class, rule, answer, margin: Some(labelled.margin), evidence: labelled.evidence.clone() }
            }
            None => {
                let next = labels.get(unit).map(|labelled| labelled.label);
                let (class, rule) = class_by_kind(&line.kind);
                let answer = answers.other(&line.kind, next);
                Assigned { class, rule, answer, margin: None, evidence: Vec::new() }
            }
        });
    }
    assigned
}

fn class_of(label: Label, unit: &Unit) -> (Class, Option<Cow<'static, str>>) {
    match label {
        Label::Title => (Class::Title, None),
        Label::Question => (Class::Question, None),
        Label::Heading => (Class::Heading, unit.marked.then_some(Cow::Borrowed("answer-marker"))),
        Label::Opening | Label::Body | Label::Alone => (Class::Body, None),
        Label::Byline => (Class::Specialty, Some(Cow::Borrowed("place-and-specialty"))),
    }
}

fn class_by_kind(kind: &Kind) -> (Class, Option<Cow<'static, str>>) {
    let (class, rule) = match kind {
        Kind::Blank => return (Class::Blank, None),
        Kind::Chrome(rule) => return (Class::Chrome, Some(Cow::Owned(rule.clone()))),
        Kind::Count(_) => (Class::Count, "count-line"),
        Kind::Votes(Some(_)) => (Class::Votes, "votes"),
        Kind::Votes(None) => (Class::Votes, "unrendered-votes"),
        Kind::Name(_) => (Class::Name, "name-above-specialty"),
        Kind::Specialty(_) | Kind::MaybeSpecialty(_) => (Class::Specialty, "place-and-specialty"),
        Kind::CutSpecialty(_) => (Class::Specialty, "below-name-at-cut"),
        Kind::Rating(_) => (Class::Rating, "rating"),
        Kind::Disclaimer => (Class::Disclaimer, "first-words"),
        Kind::AnswerMarker(_) | Kind::Words => (Class::Body, "left-over"),
    };
    (class, Some(Cow::Borrowed(rule)))
}

/// Counts answers along the lines. A byline with no words above it is an answer all the same: its
/// words are missing, and the byline must not overwrite another's.
#[derive(Default)]
struct Answers {
    current: usize,
    previous: Option<Label>,
    byline: [bool; 3],
    votes: bool,
}

impl Answers {
    fn begin(&mut self) {
        *self = Self { current: self.current + 1, ..Self::default() };
    }

    /// The first line of a unit.
    fn words(&mut self, label: Label) {
        if label == Label::Byline {
            self.part(1);
        } else {
            let begins = label.begins_answer(self.previous) || (self.current == 0 && label == Label::Body);
            if begins && !(label == Label::Opening && self.begun_by_votes()) {
                self.begin();
            }
        }
        self.previous = Some(label);
    }

    /// A line outside units; `next` is the label of the words that follow.
    fn other(&mut self, kind: &Kind, next: Option<Label>) -> Option<usize> {
        match kind {
            Kind::Name(_) => self.part(0),
            Kind::Specialty(_) | Kind::MaybeSpecialty(_) | Kind::CutSpecialty(_) => self.part(1),
            Kind::Rating(_) => self.part(2),
            Kind::Votes(_) => {
                if next == Some(Label::Opening) && self.previous != Some(Label::Heading) && !self.begun_by_votes() {
                    self.begin();
                }
                self.votes = true;
            }
            _ => return None,
        }
        (self.current > 0).then_some(self.current)
    }

    /// Votes that stand above a headless answer begin it.
    fn begun_by_votes(&self) -> bool {
        self.votes && self.previous.is_none()
    }

    fn part(&mut self, part: usize) {
        if self.current == 0 || self.byline[part..].contains(&true) {
            self.begin();
        }
        self.byline[part] = true;
    }
}

/// Puts the fields together from the lines.
fn fields(lines: &[Line<'_>], assigned: &[Assigned]) -> Reading {
    let count = assigned.iter().filter_map(|line| line.answer).max().unwrap_or(0);
    let mut answers: Vec<ReadAnswer> = (1..=count).map(|number| ReadAnswer { id: format!("a{number}"), ..ReadAnswer::default() }).collect();
    let [mut title, mut question, mut disclaimer] = [Gathered::default(), Gathered::default(), Gathered::default()];
    let mut headings: Vec<Gathered> = vec![Gathered::default(); count];
    let mut bodies = headings.clone();
    let blanks = blanks_above(lines);
    for (index, (line, assigned)) in lines.iter().zip(assigned).enumerate() {
        let number = assigned.answer.unwrap_or(0);
        let gathered = match assigned.class {
            Class::Title => Some(&mut title),
            Class::Question => Some(&mut question),
            Class::Disclaimer => Some(&mut disclaimer),
            Class::Heading => headings.get_mut(number.wrapping_sub(1)),
            Class::Body => bodies.get_mut(number.wrapping_sub(1)),
            _ => None,
        };
        if let Some(gathered) = gathered {
            gathered.add(index, line, assigned.class, &blanks);
        } else if let Some(answer) = answers.get_mut(number.wrapping_sub(1)) {
            byline_part(answer, &line.kind, assigned.class);
        }
    }
    for ((answer, heading), body) in answers.iter_mut().zip(headings).zip(bodies) {
        answer.heading = heading.some();
        answer.body = body.text;
    }
    Reading {
        title: title.some().map(|title| title.replace('\n', " ")),
        question: question.some(),
        disclaimer: disclaimer.some(),
        answers,
        ledger: ledger(assigned),
        ..Reading::default()
    }
}

fn byline_part(answer: &mut ReadAnswer, kind: &Kind, class: Class) {
    match (kind, class) {
        (Kind::Votes(votes), _) => answer.votes = answer.votes.or(*votes),
        (Kind::Name(Name { name, credentials }), _) => {
            answer.name = Some(name.clone());
            answer.credentials.clone_from(credentials);
        }
        (
            Kind::Specialty(Specialty { place, specialty })
            | Kind::MaybeSpecialty(Specialty { place, specialty })
            | Kind::CutSpecialty(Some(Specialty { place, specialty })),
            Class::Specialty,
        ) => {
            answer.place.clone_from(place);
            answer.specialty = Some(specialty.clone());
        }
        (Kind::Rating(Rated { rating, reviews, .. }), _) => {
            answer.rating = *rating;
            answer.reviews = *reviews;
        }
        _ => {}
    }
}

/// For each line, how many blank lines stand above it in the whole file.
fn blanks_above(lines: &[Line<'_>]) -> Vec<usize> {
    let mut count = 0;
    lines
        .iter()
        .map(|line| {
            let above = count;
            count += usize::from(line.kind == Kind::Blank);
            above
        })
        .collect()
}

/// The words of some lines: lines stay lines, and a blank line stands where at least one stood.
#[derive(Debug, Clone, Default)]
struct Gathered {
    text: String,
    last: Option<usize>,
}

impl Gathered {
    fn add(&mut self, index: usize, line: &Line<'_>, class: Class, blanks: &[usize]) {
        if let Some(last) = self.last {
            self.text.push_str(if blanks[index] > blanks[last] { "\n\n" } else { "\n" });
        }
        self.text.push_str(match line.kind {
            Kind::AnswerMarker(start) if class == Class::Heading => &line.text[start..],
            _ => line.text,
        });
        self.last = Some(index);
    }

    fn some(self) -> Option<String> {
        Some(self.text).filter(|text| !text.is_empty())
    }
}

/// Runs of lines that were read alike.
fn ledger(assigned: &[Assigned]) -> Vec<Entry> {
    let mut entries: Vec<Entry> = Vec::new();
    for (index, line) in assigned.iter().enumerate() {
        match entries.last_mut() {
            Some(entry) if entry.class == line.class && entry.rule == line.rule && entry.answer == line.answer => entry.last = index + 1,
            _ => entries.push(Entry {
                first: index + 1,
                last: index + 1,
                class: line.class,
                rule: line.rule.clone(),
                answer: line.answer,
                margin: line.margin,
                evidence: line.evidence.clone(),
            }),
        }
    }
    entries
}
