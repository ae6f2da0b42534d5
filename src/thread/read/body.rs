//! A thread's words, matched with the answers that the front matter lists.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, MOST_IN_ONE_FILE, Source, did_you_mean};
use crate::document::{Step, place};
use crate::thread::sections::{Heading, Outline, outline};
use crate::thread::{Answer, Markdown, Thread};

use super::front_matter::is_id;

/// The text below the front matter, about to be matched with the answers above.
pub(super) struct Body<'a> {
    pub(super) source: &'a Arc<Source>,
    pub(super) front_matter: Range<usize>,
    pub(super) body: Range<usize>,
}

impl Body<'_> {
    /// Cuts the text at its headings and gives each answer its words, in the order of the text.
    pub(super) fn read_into(self, thread: &mut Thread, problems: &mut Vec<Diagnostic>) {
        let outline = outline(self.source.text(), self.body.clone());
        let first = outline.headings.first().map_or(self.body.end, |heading| heading.line.start);
        thread.question = Markdown::at(self.source, self.body.start..first);

        let described = std::mem::take(&mut thread.answers);
        self.report_twice_described(&described, problems);
        let ids: Vec<String> = described.iter().map(|answer| answer.id.clone()).collect();
        // The first of two with one id is the one that a heading takes; the other has no words.
        let mut waiting: BTreeMap<String, Vec<Answer>> = BTreeMap::new();
        for answer in described.into_iter().rev() {
            waiting.entry(answer.id.clone()).or_default().push(answer);
        }
        let mut seen: BTreeMap<&str, &Heading> = BTreeMap::new();
        for (index, heading) in outline.headings.iter().enumerate() {
            let end = outline.headings.get(index + 1).map_or(self.body.end, |next| next.line.start);
            self.report_level(heading, problems);
            if let Some(earlier) = seen.get(heading.id.as_str()) {
                self.report_twice_written(heading, earlier, problems);
                continue;
            }
            seen.insert(&heading.id, heading);
            if let Some(mut answer) = waiting.get_mut(&heading.id).and_then(Vec::pop) {
                answer.heading = (!heading.text.is_empty()).then(|| Markdown::at(self.source, heading.text.clone()));
                answer.body = Markdown::at(self.source, heading.line.end..end);
                thread.answers.push(answer);
            } else {
                self.report_undescribed(heading, &ids, &outline, problems);
            }
        }
        if let Some(code) = &outline.unclosed_code {
            problems.push(
                Diagnostic::new(Code::UnclosedCode, "this code block is never closed")
                    .at(self.source, code.clone(), "opened here")
                    .note("everything below it counts as code, headings of answers included")
                    .help("close it with a line of the same marks, or put a backslash before them"),
            );
            // The answers that it swallows are there, only hidden.
            return;
        }
        for (index, id) in ids.iter().enumerate().filter(|(_, id)| is_id(id)) {
            if !seen.contains_key(id.as_str()) {
                self.report_unwritten((index, id), &outline, problems);
            }
        }
    }

    fn report_twice_written(&self, heading: &Heading, earlier: &Heading, problems: &mut Vec<Diagnostic>) {
        if problems.len() < MOST_IN_ONE_FILE {
            problems.push(
                Diagnostic::new(Code::DuplicateId, format!("two headings carry the id `{}`", heading.id))
                    .at(self.source, heading.id_span.clone(), "used again here")
                    .at(self.source, earlier.id_span.clone(), "first used here")
                    .help("give each answer an id of its own, in the text and under `answers:`"),
            );
        }
    }

    fn report_level(&self, heading: &Heading, problems: &mut Vec<Diagnostic>) {
        if heading.level != 2 && problems.len() < MOST_IN_ONE_FILE {
            let marks = heading.line.start..heading.line.start + heading.level;
            problems.push(
                Diagnostic::new(Code::HeadingLevel, format!("the heading of answer `{}` begins with {} `#`", heading.id, heading.level))
                    .at(self.source, marks, "two are needed")
                    .help(format!("write `## … {{#{}}}`; a sub-heading inside an answer carries no id", heading.id)),
            );
        }
    }

    fn report_twice_described(&self, answers: &[Answer], problems: &mut Vec<Diagnostic>) {
        let mut seen: BTreeMap<&str, usize> = BTreeMap::new();
        for (index, answer) in answers.iter().enumerate().filter(|(_, answer)| is_id(&answer.id)) {
            let Some(earlier) = seen.get(answer.id.as_str()) else {
                seen.insert(&answer.id, index);
                continue;
            };
            if problems.len() < MOST_IN_ONE_FILE {
                problems.push(
                    Diagnostic::new(Code::DuplicateId, format!("two answers carry the id `{}`", answer.id))
                        .at(self.source, self.described_at(index), "used again here")
                        .at(self.source, self.described_at(*earlier), "first used here")
                        .help("give each answer an id of its own, here and at its heading"),
                );
            }
        }
    }

    /// A heading whose id stands nowhere under `answers:`.
    fn report_undescribed(&self, heading: &Heading, ids: &[String], outline: &Outline, problems: &mut Vec<Diagnostic>) {
        if problems.len() >= MOST_IN_ONE_FILE {
            return;
        }
        let id = &heading.id;
        let unmatched = ids.iter().filter(|id| !outline.headings.iter().any(|heading| heading.id == **id)).map(String::as_str);
        let close = did_you_mean(id, unmatched);
        let words = match close {
            Some(close) => format!("did you mean `{close}`?"),
            None => format!("`{id}` is not under `answers:`"),
        };
        let help = match close {
            Some(close) => format!("write `{{#{close}}}` here, or add `- {{ id: {id} }}` under `answers:`"),
            None => format!("add `- {{ id: {id} }}` under `answers:`, or remove `{{#{id}}}` if this is no answer"),
        };
        let list = self.place_of(&[Step::Key("answers".into())]).unwrap_or(self.front_matter.clone());
        let list = list.start..list.start + self.source.text()[list].lines().next().map_or(0, str::len);
        problems.push(
            Diagnostic::new(Code::UnmatchedId, format!("the heading's id `{id}` has no line under `answers:`"))
                .at(self.source, heading.id_span.clone(), words)
                .at(
                    self.source,
                    list,
                    if ids.is_empty() { "no answers are listed".to_owned() } else { format!("listed here: {}", ids.join(", ")) },
                )
                .help(help),
        );
    }

    /// A line under `answers:` whose id stands at no heading.
    fn report_unwritten(&self, (index, id): (usize, &str), outline: &Outline, problems: &mut Vec<Diagnostic>) {
        if problems.len() >= MOST_IN_ONE_FILE {
            return;
        }
        let mut diagnostic = Diagnostic::new(Code::UnmatchedId, format!("answer `{id}` has no heading in the text")).at(
            self.source,
            self.described_at(index),
            format!("no heading below carries `{{#{id}}}`"),
        );
        diagnostic = if let [only] = outline.headings_without_id.as_slice() {
            diagnostic.at(self.source, only.clone(), "this heading has no id").help(format!("put `{{#{id}}}` at the end of its heading"))
        } else if let Some(at) = self.source.text()[self.body.clone()].find(&format!("{{#{id}}}")).map(|at| at + self.body.start) {
            diagnostic
                .at(self.source, at..at + id.len() + 3, "here it is, but not at the end of a heading")
                .help(format!("begin that line with `## ` at its very left and end it with `{{#{id}}}`"))
        } else {
            let end = self.source.text().trim_end().len();
            diagnostic
                .at(self.source, end..end, "the text ends here")
                .help(format!("begin the answer's text with a line `## Its heading {{#{id}}}`, or delete its line under `answers:`"))
        };
        problems.push(diagnostic);
    }

    fn described_at(&self, index: usize) -> Range<usize> {
        self.place_of(&[Step::Key("answers".into()), Step::Index(index), Step::Key("id".into())]).unwrap_or(self.front_matter.clone())
    }

    fn place_of(&self, path: &[Step]) -> Option<Range<usize>> {
        let found = place(&self.source.text()[self.front_matter.clone()], path)?.value;
        Some(found.start + self.front_matter.start..found.end + self.front_matter.start)
    }
}
