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

/// Words of the kinds that pages are made of; every one is invented or common.
fn phrase(words: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    let word = proptest::sample::select(vec![
        "the",
        "stitch",
        "I",
        "my",
        "you",
        "your",
        "Heals",
        "slowly",
        "2",
        "weeks",
        "Omaha",
        "MD",
        "Dr.",
        "Best,",
        "Hello",
        "Answer:",
        "(photo)",
        "it's",
        "“sore”",
        "Surgeon",
        "and",
        "out",
        "of",
        "5",
        "stars",
        "Doctor",
        "Answers",
        "ünïcödé",
        "你好",
        "🩹",
        "e\u{301}",
        "\u{202e}",
        "\u{200b}",
        "\0",
        "#1",
        "*",
        "{{",
        "}}",
        "+3",
        "—",
        "wait.Then",
        "Why?",
        "No!",
        "...",
    ]);
    prop::collection::vec(word, words).prop_map(|words| words.join(" "))
}

/// `Vida Q. Norstrand, MD` above `Omaha Plastic Surgeon` above its rating, each of them sometimes missing.
fn byline() -> impl Strategy<Value = Vec<String>> {
    let name = proptest::sample::select(vec![
        "Vida Q. Norstrand, MD, FACS",
        "A.B. Lind, III, DO",
        "Ana de la Cruz, FXYZ (retired)",
        "Vida Norstrand",
        "Lind, M",
    ]);
    let work = proptest::sample::select(vec![
        "Omaha Plastic Surgeon",
        "The Hague Oral and Maxillofacial Surgeon",
        "Bath GP",
        "Physician",
        "Great Neck Quibbler",
        "Oma",
    ]);
    let rated = proptest::sample::select(vec![
        "4.9 out of 5 stars 86 reviews",
        "5.0 out of 5 stars  1 review",
        "4.1 out of 5 s",
        "4.",
        "9.9 out of 5 stars 1 review",
    ]);
    (prop::option::of(name), prop::option::weighted(0.8, work), prop::option::weighted(0.8, rated))
        .prop_map(|(name, work, rated)| [name, work, rated].into_iter().flatten().map(str::to_owned).collect())
}

/// An answer in any layout: heading, votes, paragraphs, byline, debris, with blank lines between.
fn answer() -> impl Strategy<Value = Vec<String>> {
    let heading = prop_oneof![2 => phrase(1..8), 1 => phrase(1..6).prop_map(|words| format!("Answer: {words}")), 1 => Just(String::new())];
    let votes = proptest::sample::select(vec!["", "+2", "{{ voteCount >= 0 ? '+' + (voteCount + 1) : (voteCount + 1) }}", "{{ vo"]);
    let after = proptest::sample::select(vec!["", "You might also like...", "Helpful", "March 3, 2013", "Dr. L"]);
    let body = prop::collection::vec(phrase(1..40), 1..4);
    (heading, votes, body, byline(), after, prop::bool::ANY).prop_map(|(heading, votes, body, byline, after, airy)| {
        let mut lines = vec![heading, votes.to_owned()];
        for paragraph in body {
            lines.extend([paragraph, String::new()]);
        }
        lines.extend(byline);
        lines.extend([String::new(), after.to_owned(), String::new()]);
        if !airy {
            lines.retain(|line| !line.is_empty());
        }
        lines
    })
}

/// A whole page of answers, then spoilt: lines dropped, doubled, swapped, made very long, and the end cut off.
fn spoilt_page() -> impl Strategy<Value = String> {
    let opening = proptest::sample::select(vec!["", "Ask a doctor", "Real people—real doctors, real reviews, and real photos.Here's how."]);
    let count =
        proptest::sample::select(vec!["", "Doctor Answers 3", "Doctor Answers (2)", "Doctor Answers", "Doctor Answers 99999999999"]);
    let closing = proptest::sample::select(vec!["", "These answers are for educational purposes. Call 911.", "These answers are for edu"]);
    let spoiling = prop::collection::vec((0..5_u8, any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..6);
    let ending = proptest::sample::select(vec!["\n", "\r\n", "\n\n", " \u{a0}\n"]);
    let head = (opening, prop::option::of(phrase(2..20)), prop::option::of(phrase(3..60)), count);
    let cut = prop::option::weighted(0.4, any::<prop::sample::Index>());
    (head, prop::collection::vec(answer(), 0..7), closing, spoiling, ending, cut).prop_map(
        |(head, answers, closing, spoiling, ending, cut)| {
            let (opening, title, question, count) = head;
            let mut lines: Vec<String> = [Some(opening.to_owned()), title, question, Some(count.to_owned())]
                .into_iter()
                .flatten()
                .flat_map(|line| [line, String::new()])
                .collect();
            lines.extend(answers.into_iter().flatten());
            lines.push(closing.to_owned());
            for (how, one, other) in spoiling {
                let (one, other) = (one.index(lines.len()), other.index(lines.len()));
                match how {
                    0 => lines[one] = String::new(),
                    1 => lines.insert(other, lines[one].clone()),
                    2 => lines.swap(one, other),
                    3 if lines[one].len() < 1000 => lines[one] = lines[one].repeat(200),
                    _ => lines[one].push_str("\u{2028}\u{feff}\u{b}"),
                }
            }
            let text = lines.join(ending);
            cut.map_or(text.clone(), |at| text[..text.floor_char_boundary(at.index(text.len() + 1))].to_owned())
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

/// Nothing in a byline is invented: each part stands in a line that the ledger says it came from.
fn check_bylines(text: &str, reading: &Reading) -> Result<(), TestCaseError> {
    for answer in &reading.answers {
        let parts = [
            (&answer.name, Class::Name),
            (&answer.credentials, Class::Name),
            (&answer.place, Class::Specialty),
            (&answer.specialty, Class::Specialty),
        ];
        for (part, class) in parts.into_iter().filter_map(|(part, class)| part.as_ref().map(|part| (part, class))) {
            let plain = |words: Vec<String>| words.into_iter().map(|word| word.trim_end_matches(',').to_owned()).collect::<Vec<_>>();
            let (stands, wanted) = (plain(words_of_class(text, reading, class)), plain(words(part)));
            prop_assert!(stands.windows(wanted.len()).any(|window| window == wanted), "{:?} in {:?}", part, stands);
        }
    }
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

    /// P1 on whole pages of every layout, spoilt in every way: the same, and no byline is invented.
    #[test]
    fn no_page_however_spoilt_loses_or_invents_a_word(text in spoilt_page()) {
        let reading = read(&text, Vocabulary::built_in());
        check_ledger(&text, &reading)?;
        check_words(&text, &reading)?;
        check_bylines(&text, &reading)?;
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
