//! A thread's file taken apart, with everything that is wrong with it said at once.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, MOST_IN_ONE_FILE, Source, did_you_mean};
use crate::document::{Document, Fields, Step, place, split};

use super::sections::{Heading, Outline, outline};
use super::{Answer, Byline, Editorial, Markdown, Provenance, Rating, Review, Thread, is_web_address};

/// Reads a thread's file. Everything wrong with it is added to `problems`; `None` where too little
/// could be read to go on. A thread that comes with errors is fit for further checks, not for
/// publishing.
pub fn read(source: &Arc<Source>, problems: &mut Vec<Diagnostic>) -> Option<Thread> {
    let parts = split(source, problems)?;
    let document = Document::parse(source, parts.front_matter.clone(), problems)?;
    let mut fields = document.fields(problems);
    let mut thread = front_matter(&mut fields);
    fields.finish();
    drop(fields);
    Body { source, front_matter: parts.front_matter, body: parts.body }.read_into(&mut thread, problems);
    Some(thread)
}

/// Only where a thread came from, much faster than [`read`]; `None` where that is not to be made out,
/// whatever the reason. The text may have any mistake elsewhere.
#[must_use]
pub fn read_provenance(source: &Arc<Source>) -> Option<Provenance> {
    let text = source.text();
    let start = text.find("\nsource:")? + 1;
    // Front matter is a block mapping: what belongs to its key `source` is indented below it, or closes it.
    let more = text[start..].split_inclusive('\n').skip(1).take_while(|line| line.starts_with([' ', '\t', '}']));
    let first = text[start..].split_inclusive('\n').next().map_or(0, str::len);
    let length = first + more.map(str::len).sum::<usize>();
    let mut problems = Vec::new();
    let document = Document::parse(source, start..start + length, &mut problems)?;
    let mut fields = document.fields(&mut problems);
    fields.mapping("source", provenance)
}

fn front_matter(fields: &mut Fields<'_>) -> Thread {
    let title = fields.text("title");
    if title.as_deref().is_some_and(|title| title.trim().is_empty()) {
        fields.problem("title", Code::WrongType, "the title is empty", "no words here", "write the question in one line");
    }
    Thread {
        title,
        tags: fields.texts("tags"),
        source: fields.mapping("source", provenance),
        declared_answers: fields.whole_number("declared_answers"),
        answers: fields.list("answers", answer),
        disclaimer: fields.text("disclaimer").map(|text| text.trim_end().to_owned()).filter(|text| !text.is_empty()),
        question: Markdown::default(),
        editorial: Editorial {
            short_answer: fields.text("short_answer").map(trimmed),
            note: fields.text("note").map(trimmed),
            reviewed: fields.mapping("reviewed", review).flatten(),
            draft: fields.boolean("draft").unwrap_or(false),
            aliases: fields.texts("aliases"),
            see_also: fields.texts("see_also"),
            merged_into: fields.text("merged_into"),
            also_asked: fields.texts("also_asked"),
        },
    }
}

fn trimmed(text: String) -> Markdown {
    Markdown::new(text.trim_end())
}

fn provenance(fields: &mut Fields<'_>) -> Provenance {
    Provenance {
        file: fields.text("file"),
        sha256: fields.text("sha256"),
        imported: fields.date("imported"),
        url: web_address(fields, "url"),
        licence: fields.text("licence"),
        asked: fields.date("asked"),
        asked_by: fields.text("asked_by"),
        asked_by_link: web_address(fields, "asked_by_link"),
    }
}

/// A page at the source: readers follow it, so it must be a web address.
pub(super) fn web_address(fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    let address = fields.text(key)?;
    if is_web_address(&address) {
        return Some(address);
    }
    let help = format!("write it with its scheme and without spaces, such as `{key}: \"https://forum.example/7\"`");
    fields.problem(key, Code::WrongType, format!("`{address}` is not a full web address"), "an address expected", help);
    None
}

fn review(fields: &mut Fields<'_>) -> Option<Review> {
    let (by, on, due) = (fields.text("by"), fields.date("on"), fields.date("due"));
    if by.is_none() || on.is_none() {
        fields.missing(
            if by.is_none() { "by" } else { "on" },
            "a review needs who and when: `reviewed: { by: Name, on: 2026-11-22 }`; leave it out if there was none",
        );
    }
    Some(Review { by: by?, on: on?, due })
}

fn answer(fields: &mut Fields<'_>) -> Answer {
    let id = fields.text("id").unwrap_or_default();
    if id.is_empty() {
        fields.missing("id", "give the answer the id that stands at its heading, such as `id: a1`");
    } else if !is_id(&id) {
        fields.problem(
            "id",
            Code::InvalidId,
            format!("`{id}` cannot be an answer's id"),
            "not an id",
            "use a small letter, then small letters, digits or `-`, such as `a1`",
        );
    }
    let rating = fields.number("rating").and_then(|stars| {
        let rating = Rating::from_stars(stars);
        if rating.is_none() {
            fields.problem(
                "rating",
                Code::WrongType,
                format!("{stars} is not a rating"),
                "0 to 5 with one decimal expected",
                "write stars out of five with at most one decimal, such as `rating: 4.9`",
            );
        }
        rating
    });
    let byline = Byline {
        name: fields.text("name"),
        credentials: fields.text("credentials"),
        specialty: fields.text("specialty"),
        place: fields.text("place"),
        link: web_address(fields, "link"),
        rating,
        reviews: fields.whole_number("reviews"),
        votes: fields.integer("votes"),
    };
    let (url, licence) = (web_address(fields, "url"), fields.text("licence"));
    Answer { id, byline, url, licence, answered: fields.date("answered"), lost: fields.date("lost"), ..Answer::default() }
}

fn is_id(id: &str) -> bool {
    id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.len() <= 40
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The text below the front matter, about to be matched with the answers above.
struct Body<'a> {
    source: &'a Arc<Source>,
    front_matter: Range<usize>,
    body: Range<usize>,
}

impl Body<'_> {
    /// Cuts the text at its headings and gives each answer its words, in the order of the text.
    fn read_into(self, thread: &mut Thread, problems: &mut Vec<Diagnostic>) {
        let outline = outline(self.source.text(), self.body.clone());
        let first = outline.headings.first().map_or(self.body.end, |heading| heading.line.start);
        thread.question = Markdown::at(self.source.text(), self.body.start..first);

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
                answer.heading = (!heading.text.is_empty()).then(|| Markdown::at(self.source.text(), heading.text.clone()));
                answer.body = Markdown::at(self.source.text(), heading.line.end..end);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::terminal;
    use crate::thread::write;

    fn problems(text: &str) -> (Option<Thread>, Vec<String>) {
        let source = Arc::new(Source::new("content/t/a.md", text.to_owned()));
        let mut problems = Vec::new();
        let thread = read(&source, &mut problems);
        (thread, problems.iter().map(|problem| terminal::render(problem, false)).collect())
    }

    const SOUND: &str = "---
title: \"How long: weeks?\"
tags: [numbness]
source: { file: thread-0007.txt, imported: 2026-11-21, url: \"https://forum.example/q/7\", licence: CC BY-SA 4.0, asked: 2019-03-02, asked_by: Lena B, asked_by_link: \"https://forum.example/u/9\" }
declared_answers: 3
answers:
  - { id: a1, specialty: Dermatologist, place: Omaha, rating: 5.0, reviews: 66 }
  - { id: a2, name: Vida Norstrand, credentials: \"MD, FACS\", link: \"https://forum.example/u/8\", votes: 2, url: \"https://forum.example/a/12\", licence: CC BY-SA 3.0, answered: 2019-03-04 }
disclaimer: |-
  Not advice.
---

The question.

## First {#a1}

One.

## {#a2}

Two.
";

    #[test]
    fn a_sound_file_reads_and_writes_back_byte_for_byte() {
        let (thread, problems) = problems(SOUND);
        assert_eq!(problems, Vec::<String>::new());
        let thread = thread.unwrap();
        assert_eq!(thread.question.text, "The question.");
        assert_eq!(thread.answers[0].heading.as_ref().unwrap().text, "First");
        assert_eq!(thread.answers[1].heading, None);
        assert_eq!(thread.answers[1].body.text, "Two.");
        assert_eq!(write(&thread), SOUND);
    }

    #[test]
    fn provenance_is_read_alone_even_from_a_file_with_mistakes() {
        let read = |text: &str| read_provenance(&Arc::new(Source::new("content/t/a.md", text.to_owned())));
        let expected = problems(SOUND).0.unwrap().source;
        assert!(expected.is_some());
        assert_eq!(read(SOUND), expected);
        assert_eq!(read(&SOUND.replace("title: ", "title: [")), expected);
        let block = SOUND
            .replace("source: { file: thread-0007.txt, imported: 2026-11-21 }", "source:\n  file: thread-0007.txt\n  imported: 2026-11-21");
        assert_eq!(read(&block), expected);
        assert_eq!(read(&SOUND.replace("source: {", "source: [{")), None);
    }

    #[test]
    fn windows_line_endings_read_the_same() {
        let (thread, problems) = problems(&SOUND.replace('\n', "\r\n"));
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(thread.unwrap().answers.len(), 2);
    }

    #[test]
    fn a_link_that_is_no_web_address_is_a_mistake() {
        for wrong in ["javascript:alert(1)", "forum.example/u/8", "https://forum.example/a b", "//forum.example", "https://"] {
            let (_, problems) = problems(&SOUND.replace("https://forum.example/u/8", wrong));
            assert!(problems.len() == 1 && problems[0].contains("is not a full web address"), "{wrong}: {problems:?}");
        }
    }

    #[test]
    fn every_mistake_is_reported_in_one_run() {
        let text = SOUND
            .replace("title:", "titel:")
            .replace("reviews: 66", "reviews: many")
            .replace("## {#a2}", "## {#a4}")
            .replace("## First {#a1}", "# First {#a1}");
        let (_, problems) = problems(&text);
        let all = problems.join("\n");
        for expected in [
            "did you mean `title`?",
            "a whole number from 0 expected",
            "did you mean `a2`?",
            "no heading below carries `{#a2}`",
            "two are needed",
        ] {
            assert!(all.contains(expected), "{expected} not in\n{all}");
        }
        assert_eq!(problems.len(), 5, "{all}");
    }
}
