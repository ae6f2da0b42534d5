//! What is read directly, against the general reader.

use serde_yaml::Value;

use proptest::prelude::*;

use super::read;

/// Pieces of which front matter is made, and such as make trouble.
const PIECES: &[&str] = &[
    "title: ",
    "source: { ",
    "answers:\n",
    "  - { ",
    "  - ",
    "id: a1",
    "sha256: ",
    "1a: ",
    "name: Vida Norstrand",
    ", ",
    " }",
    "}",
    "[",
    "]",
    "tags: [one, two]",
    "\n",
    "\n",
    "\n",
    "disclaimer: |-\n",
    "  ",
    "\"MD, FACS\"",
    "'it'",
    "4.9",
    "6 weeks",
    "droop*",
    "/old.html",
    "2.5 months",
    "12",
    "007",
    "0",
    "1e3",
    "0x1f",
    "2026-11-21",
    "null",
    "True",
    "true",
    "~",
    "# remark",
    " # ",
    ": ",
    ":",
    "-",
    "?",
    "&a ",
    "*a",
    "!x ",
    "%",
    "@",
    "`",
    "|",
    ">",
    "\\",
    "\\\"",
    "\"",
    "'",
    "\t",
    "\r",
    "é",
    "’",
    "\u{a0}",
    "\u{85}",
    "\u{2028}",
    "\u{feff}",
    "x",
    "word",
    "key_x: ",
    "---",
    "...",
    "<<: ",
    "y: ",
    "no",
    ".5",
    "5.",
    "1.5.2",
    "1-2-3",
    ",",
    "/",
    "(a)",
    ";",
    "+1",
    "https://forum.example/q/7",
];

fn general(text: &str) -> Option<Value> {
    serde_yaml::from_str(text).ok()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(4096))]

    #[test]
    fn what_is_read_is_what_the_general_reader_reads(pieces in prop::collection::vec(prop::sample::select(PIECES), 1..16)) {
        let text = pieces.concat();
        if let Some(value) = read(&text) {
            prop_assert_eq!(Some(value), general(&text), "{:?}", text);
        }
    }

    #[test]
    fn sound_front_matter_with_pieces_changed_is_read_the_same(
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>(), prop::sample::select(PIECES)), 0..4),
    ) {
        let mut text = SOUND.to_owned();
        for (start, length, piece) in changes {
            let start = text.floor_char_boundary(start.index(text.len() + 1));
            let end = text.floor_char_boundary(start + length.index(6).min(text.len() - start));
            text.replace_range(start..end, piece);
        }
        if let Some(value) = read(&text) {
            prop_assert_eq!(Some(value), general(&text), "{:?}", text);
        }
    }
}

const SOUND: &str = "title: \"How \\\"long\\\": weeks?\"
tags: [numbness, 'left eye', \"2\"]
source: { file: thread-0007.txt, imported: 2026-11-21, url: \"https://forum.example/q/7\", licence: CC BY-SA 4.0 }
declared_answers: 3
# a remark
answers:
  - { id: a1, specialty: Dermatologist, place: Omaha, rating: 5.0, reviews: 66 }
  - { id: a2, name: Noémie O'Falstrand-Oue,  credentials: \"MD, FACS\", votes: 0 }
short_answer: Yes, it is (mostly)
disclaimer: |-
  Not advice: # 911.

    Further in.
draft_of: x
";

#[test]
fn the_usual_forms_are_read() {
    assert!(read(SOUND).is_some());
    assert_eq!(read(SOUND), general(SOUND));
    for text in ["title: a", "title: a\n", "a: 1.0\nb: 0\nc: 0.5", "a: |-\n  x\n\n\nb: c"] {
        assert!(read(text).is_some() && read(text) == general(text), "{text:?}");
    }
}

#[test]
fn all_front_matter_of_the_demonstration_is_read() {
    let files = walkdir::WalkDir::new(concat!(env!("CARGO_MANIFEST_DIR"), "/content")).into_iter().filter_map(Result::ok);
    let mut count = 0;
    for file in files.filter(|file| file.path().extension().is_some_and(|extension| extension == "md")) {
        let text = std::fs::read_to_string(file.path()).unwrap();
        let front_matter = text.strip_prefix("---\n").unwrap().split("\n---\n").next().unwrap();
        count += 1;
        let read = read(front_matter);
        assert!(read.is_some() && read == general(front_matter), "{}", file.path().display());
    }
    assert!(count > 10);
}

#[test]
fn what_is_not_certain_is_left_to_the_general_reader() {
    for text in [
        "",
        "a",
        "a: b\n c: d",
        "a: b\n  c",
        "a: b\na: c",
        "a: { b: c, b: d }",
        "a: [b",
        "a: {}",
        "a: |-\n",
        "a: |-\n    b\n  c",
        "a: |-\n  b\n c: d",
        "a: 'it''s'",
        "a: \"\\n\"",
        "a: True",
        "null: b",
        "a: 007",
        "a: b: c",
        "a: b # c",
        "a: \"b\nc\"",
        "a:\n- b",
        "a:\n  - b\n    c",
        "a: b\u{2028}c",
        "a: { b: c d: e }",
        "a: &b c",
        "a: *b",
    ] {
        assert_eq!(read(text), None, "{text:?}");
    }
}
