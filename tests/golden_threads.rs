//! The four real threads and their hand-made labels, which are not part of this repository: they lie
//! beside a checkout at the makers' workplace. Where they are absent, this test says so and passes.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and reports by printing"
)]

mod support;

use std::path::PathBuf;

use serde_json::Value;
use sitegen::import::{Reading, Vocabulary, read};
use support::SiteTest;

fn folder() -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/threads");
    folder.join("expected.json").exists().then_some(folder)
}

fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Every field as `name = value`, so that two lists can be compared at a glance.
fn fields(reading: &Reading) -> Vec<String> {
    let mut fields = vec![
        format!("title = {:?}", reading.title),
        format!("declared = {:?}", reading.declared_answers),
        format!("disclaimer = {:?}", reading.disclaimer.as_deref().map(words)),
    ];
    for answer in &reading.answers {
        fields.push(format!(
            "{:?} | {:?} {:?} | {:?} {:?} | {:?} {:?}",
            answer.heading,
            answer.name,
            answer.credentials,
            answer.place,
            answer.specialty,
            answer.rating.map(|rating| rating.stars()),
            answer.reviews
        ));
    }
    fields
}

fn expected_fields(expected: &Value) -> Vec<String> {
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let number = |value: &Value| value.as_u64().and_then(|number| u32::try_from(number).ok());
    let mut fields = vec![
        format!("title = {:?}", text(&expected["title"])),
        format!("declared = {:?}", number(&expected["declared_answers"])),
        format!("disclaimer = {:?}", text(&expected["disclaimer"]).map(|text| words(&text))),
    ];
    for answer in expected["answers"].as_array().unwrap() {
        fields.push(format!(
            "{:?} | {:?} {:?} | {:?} {:?} | {:?} {:?}",
            text(&answer["heading"]),
            text(&answer["author"]),
            text(&answer["credentials"]),
            text(&answer["location"]),
            text(&answer["specialty"]),
            answer["rating"].as_f64(),
            number(&answer["reviews"])
        ));
    }
    fields
}

#[test]
fn the_real_threads_are_read_exactly() {
    let Some(folder) = folder() else {
        eprintln!("skipped: the real threads are not beside this checkout");
        return;
    };
    let expected: Value = serde_json::from_str(&std::fs::read_to_string(folder.join("expected.json")).unwrap()).unwrap();
    let (mut answers, mut named) = (0, 0);
    for (file, expected) in expected.as_object().unwrap() {
        let reading = read(&std::fs::read_to_string(folder.join(file)).unwrap(), Vocabulary::built_in());
        assert_eq!(fields(&reading), expected_fields(expected), "{file}");
        let question = words(reading.question.as_deref().unwrap());
        assert!(question.starts_with(expected["question_starts"].as_str().unwrap()), "{file}: {question}");
        assert!(question.ends_with(expected["question_ends"].as_str().unwrap()), "{file}: {question}");
        for (answer, expected) in reading.answers.iter().zip(expected["answers"].as_array().unwrap()) {
            let body = words(&answer.body);
            assert!(body.starts_with(&words(expected["body_starts"].as_str().unwrap())), "{file}: {body}");
            assert!(body.ends_with(&words(expected["body_ends"].as_str().unwrap())), "{file}: {body}");
            assert!(!body.contains("voteCount") && !body.contains("You might also like"), "{file}: debris in {body}");
        }
        answers += reading.answers.len();
        named += reading.answers.iter().filter(|answer| answer.name.is_some()).count();
    }
    assert_eq!((answers, named), (27, 18));
}

/// The words that a browser shows of a page's body.
fn visible(html: &str) -> String {
    let body = html.split_once("<main").map_or(html, |(_, body)| body);
    let mut text = String::new();
    let mut inside = false;
    for character in body.chars() {
        match character {
            '<' => inside = true,
            '>' if inside => inside = false,
            _ if inside => {}
            _ => text.push(character),
        }
        if character == '<' {
            text.push(' ');
        }
    }
    let decoded = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#39;", "'").replace("&#x27;", "'");
    words(&decoded.replace("&amp;", "&"))
}

#[test]
fn the_real_threads_stand_on_their_pages_word_for_word() {
    let Some(folder) = folder() else {
        eprintln!("skipped: the real threads are not beside this checkout");
        return;
    };
    let site = SiteTest::new();
    let folder = folder.canonicalize().unwrap();
    let run = site.run(&["--root", "new", "--format", "json", "import", folder.to_str().unwrap()]).succeeds();
    site.run(&["--root", "new", "build"]).succeeds();
    let (mut answers, mut disclaimers) = (0, 0);
    for line in run.stdout.lines() {
        let thread: Value = serde_json::from_str(line).unwrap();
        let path = thread["path"].as_str().unwrap().replace("content/", "new/public/").replace(".md", ".html");
        let page = visible(&site.text(&path));
        let shows = |value: &Value| {
            let text = words(value.as_str().unwrap_or_default());
            assert!(page.contains(&text), "{path} does not show {text:?}");
        };
        shows(&thread["title"]);
        shows(&thread["question"]);
        shows(&thread["disclaimer"]);
        disclaimers += 1;
        for answer in thread["answers"].as_array().unwrap() {
            for field in ["heading", "body", "name", "credentials", "specialty", "place"] {
                shows(&answer[field]);
            }
            if let Some(rating) = answer["rating"].as_f64() {
                shows(&Value::String(format!("{rating:.1} of 5 from {} review", answer["reviews"])));
            }
            answers += 1;
        }
        for debris in ["voteCount", "{{", "You might also like", "Doctor Answers"] {
            assert!(!page.contains(debris), "{path} shows {debris:?}");
        }
    }
    assert_eq!((answers, disclaimers), (27, 4));
}
