//! Promises P1 and P2 on any text at all: made of the lines that real pages are made of, and of noise.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and reports by printing"
)]

use proptest::prelude::*;
use sitegen::import::{Vocabulary, read, thread};
use sitegen::thread::{Provenance, markdown};

#[path = "support/promises.rs"]
mod promises;

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

proptest! {
    #![proptest_config(ProptestConfig { cases: 512, failure_persistence: None, ..ProptestConfig::default() })]

    /// P1: the ledger covers every line once, in order, and the fields hold the lines' words.
    #[test]
    fn no_line_and_no_word_is_lost_or_invented(text in page()) {
        let reading = read(&text, Vocabulary::built_in());
        promises::every_line_once(&text, &reading);
        promises::every_word_once(&text, &reading);
    }

    /// P1 on whole pages of every layout, spoilt in every way: the same, and no byline is invented.
    #[test]
    fn no_page_however_spoilt_loses_or_invents_a_word(text in spoilt_page()) {
        let reading = read(&text, Vocabulary::built_in());
        promises::every_line_once(&text, &reading);
        promises::every_word_once(&text, &reading);
        promises::bylines_stand_there(&text, &reading);
    }

    /// P2: as Markdown, every question, heading and answer says what the source said.
    #[test]
    fn words_stand_as_written_after_rendering(text in page()) {
        let reading = read(&text, Vocabulary::built_in());
        promises::words_stand_as_written(&reading, &thread(&reading, Provenance::default()));
    }

    /// A thread's file reads back as the same thread, without a complaint.
    #[test]
    fn a_threads_file_reads_back(text in page()) {
        promises::file_reads_back(&thread(&read(&text, Vocabulary::built_in()), Provenance::default()));
    }

    /// P2 for any text: escaped, it renders to its own words.
    #[test]
    fn any_text_survives_markdown(text in any::<String>()) {
        prop_assert_eq!(promises::rendered_words(&markdown::escape(&text)), promises::words(&text.replace('\0', "\u{fffd}")));
    }
}
