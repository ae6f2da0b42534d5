//! What an editor does with threads that are there: questions asked twice, experts, names.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use support::SiteTest;

const DISCLAIMER: &str = "These answers are for educational purposes. Call 911 in an emergency.";

fn raw(title: &str, question: &str, answer: &str) -> String {
    format!(
        "{title}\n\n{question}\n\nDoctor Answers 1\n\nWhat to do\n\n{answer}\n\nVida Norstrand, MD\nFargo Plastic Surgeon\n4.9 out of 5 stars 458 reviews\n\n{DISCLAIMER}\n"
    )
}

fn asked_twice() -> SiteTest {
    let first = raw(
        "Metal taste in mouth since lip filler?",
        "I had 1 syringe put in my lips on Friday. Everything tastes like coins. Does the metallic taste leave?",
        "A metallic taste is reported after numbing gel. The gel reaches the tongue.",
    );
    let second = raw(
        "Everything tastes metallic after filler in lips",
        "Got lip filler four days ago and my mouth tastes of metal. Did it get into my tongue?",
        "The taste comes from the numbing gel.",
    );
    let other = raw("May I swim with stitches?", "I leave for the sea on day 5.", "Keep the cut dry.");
    SiteTest::new().file("old/taste.txt", &first).file("new/metal.txt", &second).file("new/swim.txt", &other)
}

#[test]
fn import_says_what_was_asked_before_and_why() {
    let expected = [
        "note[asked-before]: this may ask what `content/unsorted/metal-taste-in-mouth-since-lip-filler.md` asks already",
        "new/metal.txt",
        "through the words ",
        "taste",
        "metallic",
        "add `merged_into: unsorted/metal-taste-in-mouth-since-lip-filler` to `content/unsorted/everything-tastes-metallic-after-filler-in-lips.md`",
    ];
    let site = asked_twice();
    site.run(&["import", "-v", "old"]).succeeds();
    site.run(&["import", "-v", "--dry-run", "new"]).succeeds().says(&expected);
    let run = site.run(&["import", "-v", "new"]).succeeds().says(&expected);
    assert!(
        !run.stderr.contains("swim-with-stitches.md` asks already") && run.stderr.matches("asked-before").count() == 1,
        "{}",
        run.stderr
    );
    let again = site.run(&["import", "-v", "new"]).succeeds();
    assert!(!again.stderr.contains("asked-before"), "what is there already is not suggested again: {}", again.stderr);
}

#[test]
fn two_of_one_import_are_compared_too() {
    let run = asked_twice();
    let run = run.run(&["import", "-v", "old", "new"]).succeeds();
    assert_eq!(run.stderr.matches("asked-before").count(), 1, "each pair is suggested once: {}", run.stderr);
}
