//! What import promises of any text at all (P1, P2), for the property tests and the fuzz targets.

use std::sync::Arc;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use sitegen::diagnostic::Source;
use sitegen::import::{Class, Reading};
use sitegen::thread::Thread;

/// P1: the ledger covers every line once and in order.
pub(crate) fn every_line_once(text: &str, reading: &Reading) {
    let mut next = 1;
    for entry in &reading.ledger {
        assert_eq!(entry.first, next);
        assert!(entry.last >= entry.first);
        assert!(entry.class != Class::Chrome || entry.rule.is_some());
        next = entry.last + 1;
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    assert_eq!(next - 1, lines.len());
    let again: String = reading.ledger.iter().flat_map(|entry| &lines[entry.first - 1..entry.last]).copied().collect();
    assert_eq!(again, text, "put back in order, the classes give the file again");
    for entry in &reading.ledger {
        for line in &lines[entry.first - 1..entry.last] {
            assert_eq!(words(line).is_empty(), entry.class == Class::Blank, "{line:?}");
        }
    }
}

/// P1: the fields hold the lines' words, no more and no fewer.
pub(crate) fn every_word_once(text: &str, reading: &Reading) {
    let optional = |text: &Option<String>| words(text.as_deref().unwrap_or_default());
    assert_eq!(optional(&reading.title), words_of_class(text, reading, Class::Title));
    assert_eq!(optional(&reading.question), words_of_class(text, reading, Class::Question));
    assert_eq!(optional(&reading.disclaimer), words_of_class(text, reading, Class::Disclaimer));
    let headings: Vec<String> = reading.answers.iter().flat_map(|answer| optional(&answer.heading)).collect();
    assert_eq!(headings, words_of_class(text, reading, Class::Heading));
    let bodies: Vec<String> = reading.answers.iter().flat_map(|answer| words(&answer.body)).collect();
    assert_eq!(bodies, words_of_class(text, reading, Class::Body));
}

/// Nothing in a byline is invented: each part stands in a line that the ledger says it came from.
pub(crate) fn bylines_stand_there(text: &str, reading: &Reading) {
    for answer in &reading.answers {
        let parts = [
            (&answer.name, Class::Name),
            (&answer.credentials, Class::Name),
            (&answer.place, Class::Specialty),
            (&answer.specialty, Class::Specialty),
        ];
        for (part, class) in parts.into_iter().filter_map(|(part, class)| part.as_ref().map(|part| (part, class))) {
            // `Vida Norstrand,MD` is a name and its credentials all the same.
            let plain = |words: Vec<String>| {
                words.join(" ").split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_owned).collect::<Vec<_>>()
            };
            let (stands, wanted) = (plain(words_of_class(text, reading, class)), plain(words(part)));
            assert!(stands.windows(wanted.len()).any(|window| window == wanted), "{part:?} in {stands:?}");
        }
    }
}

/// P2: as Markdown, every question, heading and answer says what the source said.
pub(crate) fn words_stand_as_written(reading: &Reading, thread: &Thread) {
    let visible = |text: &str| words(&text.replace('\0', "\u{fffd}"));
    assert_eq!(rendered_words(&thread.question.text), visible(reading.question.as_deref().unwrap_or_default()));
    for (answer, read) in thread.answers.iter().zip(&reading.answers) {
        assert_eq!(rendered_words(&answer.body.text), visible(&read.body));
        let heading = answer.heading.as_ref().map_or("", |heading| &*heading.text);
        assert_eq!(rendered_words(heading), visible(read.heading.as_deref().unwrap_or_default()));
    }
}

/// A thread's file reads back as the same thread, without a complaint.
pub(crate) fn file_reads_back(thread: &Thread) {
    let source = Arc::new(Source::new("content/t/a.md", sitegen::thread::write(thread)));
    let mut problems = Vec::new();
    let back = sitegen::thread::read(&source, &mut problems);
    let problems: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
    assert_eq!(problems, Vec::<String>::new(), "{}", source.text());
    assert_eq!(back.as_ref(), Some(thread));
}

/// What Markdown says, as plain words; anything but paragraphs and line breaks is a failure.
pub(crate) fn rendered_words(markdown: &str) -> Vec<String> {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(words) => text.push_str(&words),
            Event::HardBreak | Event::SoftBreak | Event::End(TagEnd::Paragraph) => text.push('\n'),
            Event::Start(Tag::Paragraph) => {}
            other => panic!("{other:?} in {markdown:?}"),
        }
    }
    words(&text)
}

/// The words of a text, whatever stands between them.
pub(crate) fn words(text: &str) -> Vec<String> {
    text.split(|character: char| character.is_whitespace() || character == '\u{feff}')
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words of all lines of one class, in order, without the marker before a heading.
fn words_of_class(text: &str, reading: &Reading, class: Class) -> Vec<String> {
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    let entries = reading.ledger.iter().filter(|entry| entry.class == class);
    entries
        .flat_map(|entry| &lines[entry.first - 1..entry.last])
        .flat_map(|line| words(line.trim().strip_prefix("Answer:").filter(|_| class == Class::Heading).unwrap_or(line)))
        .collect()
}
