//! Promises P1 and P2 on any text at all: made of the lines that real pages are made of, and of noise.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and reports by printing"
)]

use std::sync::Arc;

use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use sitegen::diagnostic::Source;
use sitegen::import::{Class, Reading, Vocabulary, read, thread};
use sitegen::thread::{Provenance, Thread, markdown};

/// Lines in the shapes of real pages; every word is invented.
fn page_line() -> impl Strategy<Value = String> {
    let shapes = [
        "",
        "",
        "",
        "\u{a0} ",
        "Ask a doctor",
        "Doctor Answers 3",
        "Doctor Answers (12)",
        "{{ voteCount >= 0 ? '+' + (voteCount + 1) : (voteCount + 1) }}",
        "{{ voteCount >= 0 ? '+'",
        "+2",
        "You might also like...",
        "Helpful",
        "March 3, 2013",
        "Answer: Not for two weeks",
        "Not for two weeks",
        "Can I swim with *fresh* stitches? (photo)",
        "Keep the cut dry until it has closed.\u{a0} Then wait, >6 days [at least].",
        "Hi Nelly20x",
        "Good luck and be well.",
        "Dr. L",
        "Vida Q. Norstrand, MD, FACS",
        "Abel Lind, Jr., MD (retired)",
        "Omaha Plastic Surgeon",
        "Salt Lake City Emergency Medicine Physician",
        "Board Certified Plastic Surgeon",
        "4.9 out of 5 stars 86 reviews",
        "4.1 out of 5 s",
        "1) Bruising",
        "  • item _one_",
        "# hash #tag",
        "----",
        "I leave for the sea on day 5 and my doctor is away. May I swim?",
        "These answers are for educational purposes. Call 911. They are no patient/doctor relationship.",
        "Get well—real doctors, real reviews, and real photos.Here's how.",
    ];
    prop_oneof![
        8 => proptest::sample::select(shapes.to_vec()).prop_map(str::to_owned),
        1 => "[ -~\u{a0}\u{2019}]{0,60}",
        1 => any::<String>().prop_map(|text| text.replace('\n', " ")),
    ]
}

/// A page, cut anywhere.
fn page() -> impl Strategy<Value = String> {
    let ending = proptest::sample::select(vec!["\n", "\n", "\n\n", "\r\n"]);
    (prop::collection::vec((page_line(), ending), 0..40), any::<prop::sample::Index>(), prop::bool::weighted(0.3)).prop_map(
        |(lines, at, cut)| {
            let text: String = lines.into_iter().map(|(line, ending)| line + ending).collect();
            if cut { text[..text.floor_char_boundary(at.index(text.len() + 1))].to_owned() } else { text }
        },
    )
}

fn words(text: &str) -> Vec<String> {
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

/// What Markdown says, as plain words; anything but paragraphs and line breaks is a failure.
fn rendered_words(markdown: &str) -> Result<Vec<String>, TestCaseError> {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(words) => text.push_str(&words),
            Event::HardBreak | Event::SoftBreak | Event::End(TagEnd::Paragraph) => text.push('\n'),
            Event::Start(Tag::Paragraph) => {}
            other => return Err(TestCaseError::fail(format!("{other:?} in {markdown:?}"))),
        }
    }
    Ok(words(&text))
}

fn check_ledger(text: &str, reading: &Reading) -> Result<(), TestCaseError> {
    let mut next = 1;
    for entry in &reading.ledger {
        prop_assert_eq!(entry.first, next);
        prop_assert!(entry.last >= entry.first);
        prop_assert!(entry.class != Class::Chrome || entry.rule.is_some());
        next = entry.last + 1;
    }
    let lines: Vec<&str> = text.split_inclusive('\n').collect();
    prop_assert_eq!(next - 1, lines.len());
    let again: String = reading.ledger.iter().flat_map(|entry| &lines[entry.first - 1..entry.last]).copied().collect();
    prop_assert_eq!(again, text, "put back in order, the classes give the file again");
    for entry in &reading.ledger {
        for line in &lines[entry.first - 1..entry.last] {
            prop_assert_eq!(words(line).is_empty(), entry.class == Class::Blank, "{:?}", line);
        }
    }
    Ok(())
}

fn check_words(text: &str, reading: &Reading) -> Result<(), TestCaseError> {
    let optional = |text: &Option<String>| words(text.as_deref().unwrap_or_default());
    prop_assert_eq!(optional(&reading.title), words_of_class(text, reading, Class::Title));
    prop_assert_eq!(optional(&reading.question), words_of_class(text, reading, Class::Question));
    prop_assert_eq!(optional(&reading.disclaimer), words_of_class(text, reading, Class::Disclaimer));
    let headings: Vec<String> = reading.answers.iter().flat_map(|answer| optional(&answer.heading)).collect();
    prop_assert_eq!(headings, words_of_class(text, reading, Class::Heading));
    let bodies: Vec<String> = reading.answers.iter().flat_map(|answer| words(&answer.body)).collect();
    prop_assert_eq!(bodies, words_of_class(text, reading, Class::Body));
    Ok(())
}

fn file_and_back(thread: &Thread) -> (Option<Thread>, Vec<String>) {
    let source = Arc::new(Source::new("content/t/a.md", sitegen::thread::write(thread)));
    let mut problems = Vec::new();
    let back = sitegen::thread::read(&source, &mut problems);
    (back, problems.into_iter().map(|problem| format!("{}: {}", problem.message, source.text())).collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// P1: the ledger covers every line once, in order, and the fields hold the lines' words.
    #[test]
    fn no_line_and_no_word_is_lost_or_invented(text in page()) {
        let reading = read(&text, Vocabulary::built_in());
        check_ledger(&text, &reading)?;
        check_words(&text, &reading)?;
    }

    /// P2: as Markdown, every question, heading and answer says what the source said.
    #[test]
    fn words_stand_as_written_after_rendering(text in page()) {
        let reading = read(&text, Vocabulary::built_in());
        let thread = thread(&reading, Provenance::default());
        let visible = |text: &str| words(&text.replace('\0', "\u{fffd}"));
        prop_assert_eq!(rendered_words(&thread.question.text)?, visible(reading.question.as_deref().unwrap_or_default()));
        for (answer, read) in thread.answers.iter().zip(&reading.answers) {
            prop_assert_eq!(rendered_words(&answer.body.text)?, visible(&read.body));
            let heading = answer.heading.as_ref().map_or("", |heading| heading.text.as_str());
            prop_assert_eq!(rendered_words(heading)?, visible(read.heading.as_deref().unwrap_or_default()));
        }
    }

    /// A thread's file reads back as the same thread, without a complaint.
    #[test]
    fn a_threads_file_reads_back(text in page()) {
        let thread = thread(&read(&text, Vocabulary::built_in()), Provenance::default());
        let (back, problems) = file_and_back(&thread);
        prop_assert_eq!(problems, Vec::<String>::new());
        prop_assert_eq!(back, Some(thread));
    }

    /// P2 for any text: escaped, it renders to its own words.
    #[test]
    fn any_text_survives_markdown(text in any::<String>()) {
        prop_assert_eq!(rendered_words(&markdown::escape(&text))?, words(&text.replace('\0', "\u{fffd}")));
    }
}
