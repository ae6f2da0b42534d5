//! A thread's file taken apart, with everything that is wrong with it said at once.

mod body;
mod claims;
mod front_matter;

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Source};
use crate::document::{Document, split};

use super::{Provenance, Thread};

pub(super) use front_matter::web_address;

use body::Body;
use claims::check_claims;
use front_matter::{front_matter, provenance};

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
    // By the list, so that an answer without a heading is one mistake.
    check_claims(source, &parts.front_matter, &thread, problems);
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::terminal;
    use crate::thread::claim::{Duration, Time, Unit};
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
claims:
  - { answer: a1, about: how long it lasts, from: 6 weeks, to: 2.5 months, quote: \"6 weeks: to \\\"2.5\\\" months\" }
  - { answer: a2, about: how long it lasts, from: 1 year, quote: \"a year or more\" }
  - { answer: a2, about: until it works, to: 36 hours, quote: \"up to 36 hours\" }
  - { answer: a1, about: until it works, time: 1 day, quote: \"a day\" }
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
        assert_eq!(thread.editorial.claims[0].quote, "6 weeks: to \"2.5\" months");
        assert_eq!(thread.editorial.claims[3].time, Time::Single(Duration::new("1", Unit::Day).unwrap()));
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
