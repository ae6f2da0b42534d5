//! The importer against threads that people labelled line by line (`tests/labels`).
//!
//! A `.labels` file holds a raw thread with a tag and a tab before each line; the tags say which
//! class a line has, to which answer it belongs, and what stands in a byline.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and reports by printing"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;
use sitegen::import::{Class, Reading, Vocabulary, read};

/// One labelled line.
struct Line {
    class: String,
    answer: Option<usize>,
    fields: Value,
    text: String,
}

fn labelled(path: &Path) -> (String, Vec<Line>) {
    let file = std::fs::read_to_string(path).unwrap();
    let mut text = String::new();
    let mut lines = Vec::new();
    for line in file.split_inclusive('\n') {
        let (tag, words) = line.split_once('\t').unwrap_or_else(|| panic!("{}: no tab in {line:?}", path.display()));
        text.push_str(words);
        let mut tag = tag.splitn(3, ' ');
        let class = tag.next().unwrap().to_owned();
        let number = tag.next();
        let fields = tag.next().map_or(Value::Null, |json| serde_json::from_str(json).unwrap());
        let answer = if class == "count" { None } else { number.map(|number| number.parse().unwrap()) };
        lines.push(Line { class, answer, fields, text: words.trim_end_matches(['\n', '\r']).to_owned() });
    }
    (text, lines)
}

/// What the labels say each field holds, by name; bodies as words.
fn expected(lines: &[Line]) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    let mut add = |name: String, text: &str| {
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let field: &mut String = fields.entry(name).or_default();
        if !field.is_empty() {
            field.push(' ');
        }
        field.push_str(&words);
    };
    for line in lines {
        let key = |field: &str| format!("answer {} {field}", line.answer.unwrap_or(0));
        let part = |index: usize| match &line.fields[index] {
            Value::Null => String::new(),
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        match line.class.as_str() {
            class @ ("title" | "question" | "disclaimer") => add(class.to_owned(), &line.text),
            "count" => add("declared".to_owned(), line.text.split(['(', ')', ' ']).rfind(|word| !word.is_empty()).unwrap_or("")),
            "heading" => add(key("heading"), line.text.strip_prefix("Answer: ").unwrap_or(&line.text)),
            "body" => add(key("body"), &line.text),
            "votes" if !line.fields.is_null() => add(key("votes"), &line.fields.to_string()),
            "name" => {
                add(key("name"), &part(0));
                add(key("credentials"), &part(1));
            }
            "specialty" => {
                add(key("place"), &part(0));
                add(key("specialty"), &part(1));
            }
            "rating" => {
                add(key("rating"), &part(0));
                add(key("reviews"), &part(1));
            }
            _ => {}
        }
    }
    fields.retain(|_, text| !text.is_empty());
    fields
}

fn found(reading: &Reading) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut add = |name: &str, text: Option<String>| {
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            fields.insert(name.to_owned(), text);
        }
    };
    add("title", reading.title.as_deref().map(words));
    add("question", reading.question.as_deref().map(words));
    add("disclaimer", reading.disclaimer.as_deref().map(words));
    add("declared", reading.declared_answers.map(|count| count.to_string()));
    for (index, answer) in reading.answers.iter().enumerate() {
        let mut add = |field: &str, text: Option<String>| add(&format!("answer {} {field}", index + 1), text);
        add("heading", answer.heading.as_deref().map(words));
        add("body", Some(words(&answer.body)));
        add("votes", answer.votes.map(|votes| votes.to_string()));
        add("name", answer.name.clone());
        add("credentials", answer.credentials.clone());
        add("place", answer.place.clone());
        add("specialty", answer.specialty.clone());
        add("rating", answer.rating.map(|rating| rating.to_string()));
        add("reviews", answer.reviews.map(|reviews| reviews.to_string()));
    }
    fields
}

fn class_name(class: Class) -> String {
    serde_json::to_value(class).unwrap().as_str().unwrap().to_owned()
}

/// Reads every labelled thread of a folder; returns threads, fields, and the misses in words.
fn score(folder: &str) -> (usize, usize, BTreeMap<String, Vec<String>>) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labels").join(folder);
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let (mut total, mut misses) = (0, BTreeMap::new());
    for path in &paths {
        let (text, lines) = labelled(path);
        let reading = read(&text, Vocabulary::built_in());
        let mut missed: Vec<String> = Vec::new();
        let classes: Vec<String> =
            reading.ledger.iter().flat_map(|entry| (entry.first..=entry.last).map(|_| class_name(entry.class))).collect();
        assert_eq!(classes.len(), lines.len(), "{}: the ledger covers every line once", path.display());
        for (number, (line, class)) in lines.iter().zip(&classes).enumerate() {
            if line.class != *class {
                missed.push(format!("line {}: {class}, not {}: {:.90}", number + 1, line.class, line.text));
            }
        }
        let (expected, found) = (expected(&lines), found(&reading));
        total += expected.len();
        for name in expected.keys().chain(found.keys().filter(|name| !expected.contains_key(*name))) {
            if expected.get(name) != found.get(name) {
                missed.push(format!("{name}: {:.120?}, not {:.120?}", found.get(name), expected.get(name)));
            }
        }
        if !missed.is_empty() {
            misses.insert(path.file_stem().unwrap().to_string_lossy().into_owned(), missed);
        }
    }
    (paths.len(), total, misses)
}

fn report(folder: &str) -> usize {
    let (threads, fields, misses) = score(folder);
    let missed: usize = misses.values().flatten().filter(|miss| !miss.starts_with("line ")).count();
    println!("{folder}: {} of {threads} threads without a miss, {} of {fields} fields right", threads - misses.len(), fields - missed);
    for (thread, missed) in &misses {
        println!("{thread}\n  {}", missed.join("\n  "));
    }
    misses.len()
}

/// The demonstration's threads, which the committed site is made from, are read without a miss.
#[test]
fn demonstration_threads() {
    assert_eq!(report("demo"), 0);
}

/// The threads that the importer's weights were set with.
#[test]
fn development_threads() {
    assert_eq!(report("dev"), 0);
}

/// More of them, in other words: 60 threads written before the importer had been run on any. It read
/// 30 of them without a miss then (993 of 1,162 fields); they have been tuned to since.
#[test]
fn second_development_threads() {
    assert!(report("dev2") <= 1);
}

/// Threads that nothing was set with, written by somebody who never saw the importer. The floor is
/// what was measured before and after each change of weights.
#[test]
fn held_out_threads() {
    assert!(report("held_out") <= 1);
}

/// 42 more, written before the importer had been run on any. It read 39 of them without a miss then
/// (781 of 788 fields). The three misses, a shape each, were mended since.
#[test]
fn second_held_out_threads() {
    assert_eq!(report("held_out_2"), 0);
}

/// Another 42, written before the importer had been run on any, by somebody who knew it. It read all of them
/// without a miss (833 fields).
#[test]
fn third_held_out_threads() {
    assert_eq!(report("held_out_3"), 0);
}

/// Another 42, in 1,793 fields, written before the importer had been run on any by somebody who never saw it. It read 40 of them
/// without a miss then (1,787 fields). The three misses, a shape each, were mended since.
#[test]
fn fourth_held_out_threads() {
    assert_eq!(report("held_out_4"), 0);
}

/// Another 42, in 1,380 fields, written in the same way. It read 39 of them without a miss then (1,373 fields). Two of the misses, one
/// shape, were mended since; the third is the stump of a place at the end of a cut file, which is not taken for a place.
#[test]
fn fifth_held_out_threads() {
    assert!(report("held_out_5") <= 1);
}

/// Another 42, in 1,301 fields, written in the same way. It read all of them without a miss.
#[test]
fn sixth_held_out_threads() {
    assert_eq!(report("held_out_6"), 0);
}
