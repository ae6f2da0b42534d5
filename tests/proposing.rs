//! What import proposes to be put side by side: found in answers, told apart by the words around, never live.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use sitegen::import::{Durations, proposals};
use sitegen::settings::ImportWords;
use sitegen::thread::markdown::escape;
use sitegen::thread::{Answer, Markdown, Thread, claim_line};
use support::SiteTest;

const GONE: &str = "how long until it is gone";
const WORKS: &str = "how long until it works";
const LASTS: &str = "how long it lasts";
const SINCE: &str = "time since the treatment";
const UNTOLD: &str = "\"???\"";

fn proposed_with(words: &ImportWords, text: &str) -> Vec<String> {
    let answer = Answer { id: "a1".to_owned(), body: Markdown::new(escape(text)), ..Answer::default() };
    let thread = Thread { answers: vec![answer], ..Thread::default() };
    proposals(&thread, &Durations::with(words)).iter().map(claim_line).collect()
}

/// `text` holds one length of time, about `about`, written `time` and said in the words `quote`.
#[track_caller]
fn one(text: &str, about: &str, time: &str, quote: &str) {
    let expected = format!("{{ answer: a1, about: {about}, {time}, quote: \"{quote}\" }}");
    assert_eq!(proposed_with(&ImportWords::default(), text), [expected], "{text}");
}

#[test]
fn lengths_of_time_in_every_wording() {
    one("The crust is gone in 6 to 8 weeks.", GONE, "from: 6 weeks, to: 8 weeks", "6 to 8 weeks");
    one("Gone after 3-4 months", GONE, "from: 3 months, to: 4 months", "3-4 months");
    one("Gone after 3 – 4 months", GONE, "from: 3 months, to: 4 months", "3 – 4 months");
    one("It will be gone in two weeks!", GONE, "time: 2 weeks", "two weeks");
    one("It will be gone in about a month.", GONE, "time: 1 month", "about a month");
    one("Gone in a week or two.", GONE, "from: 1 week, to: 2 weeks", "a week or two");
    one("Gone between ten days and three weeks", GONE, "from: 10 days, to: 3 weeks", "between ten days and three weeks");
    one("Gone by week 6 or 8", GONE, "from: 6 weeks, to: 8 weeks", "by week 6 or 8");
    one("Gone between day 2 and day 5.", GONE, "from: 2 days, to: 5 days", "between day 2 and day 5");
    one("Gone in 2.5 months.", GONE, "time: 2.5 months", "2.5 months");
    one("Gone in half a year.", GONE, "time: 0.5 years", "half a year");
    one("Gone in a couple of days.", GONE, "time: 2 days", "a couple of days");
    one("Gone within 36 hrs.", GONE, "to: 36 hours", "within 36 hrs");
    one("Gone in less than 2 wks.", GONE, "to: 2 weeks", "less than 2 wks");
    one("Gone in up to 3 or 4 months.", GONE, "to: 4 months", "up to 3 or 4 months");
    one("Gone only after at least 6 months.", GONE, "from: 6 months", "at least 6 months");
    one("Gone, the slowest in >6 weeks.", GONE, "from: 6 weeks", ">6 weeks");
    one("Gone in 1 year or more.", GONE, "from: 1 year", "1 year or more");
}

#[test]
fn what_a_length_of_time_is_about_is_told_by_the_words_around() {
    one("The numb feeling resolves over 4-6 weeks.", GONE, "from: 4 weeks, to: 6 weeks", "over 4-6 weeks");
    one("It takes 3 months to recover.", GONE, "time: 3 months", "3 months");
    one("Gel needs 10 days to take effect.", WORKS, "time: 10 days", "10 days");
    one("It kicks in at 48 hours.", WORKS, "time: 48 hours", "48 hours");
    one("The gel lasts nine months, more or less.", LASTS, "time: 9 months", "nine months");
    one("It wears off 2-3 months after treatment.", LASTS, "from: 2 months, to: 3 months", "2-3 months");
    one("You had the peel 5 days ago.", SINCE, "time: 5 days", "5 days");
    one("Six weeks after a peel this is not unusual.", SINCE, "time: 6 weeks", "Six weeks");
    one("Redness fades early. Call me at 10 days.", UNTOLD, "time: 10 days", "10 days");
    one("It works within 3 days.", WORKS, "to: 3 days", "within 3 days");
    // The nearer cue decides.
    let two = proposed_with(&ImportWords::default(), "It takes effect in 3 days, and lasts for 4 months.");
    assert_eq!(two.len(), 2);
    assert!(two[0].contains(WORKS) && two[0].contains("3 days") && two[1].contains(LASTS) && two[1].contains("4 months"), "{two:?}");
}

#[test]
fn what_is_no_length_of_time_is_not_proposed() {
    for text in [
        "Come every 3 months.",
        "Twice a day, three times a week.",
        "My patient is 34 years old.",
        "In my 20 years of practice it went away.",
        "In thirty-one years I saw it once.",
        "A few weeks, several months, some days.",
        "Order the 6-week kit. Take 24 units and 2 tablets.",
        "In 2020, or at 10.30.",
        "",
    ] {
        let found = proposed_with(&ImportWords::default(), text);
        assert!(found.is_empty(), "{text}: {found:?}");
    }
}

#[test]
fn a_site_has_subjects_of_its_own() {
    let words =
        ImportWords { subjects: vec![("how long the swelling shows".to_owned(), vec!["swell*".to_owned()])], ..ImportWords::default() };
    let found = proposed_with(&words, "The swelling shows for 5 days, then it is gone by 3 weeks.");
    assert!(found[0].contains("how long the swelling shows") && found[1].contains(GONE), "{found:?}");
}

const RAW: &str = "Do stitches itch?\n\nOn day 5.\n\nDoctor Answers 2\n\nThey do\n\nThe itch is gone in 6 to 8 days. Some *say* \"9 days\" & more.\n\nOmaha Plastic Surgeon\n\nFor a while\n\nIt itches for two weeks in people like you, and there is little to be done about it.\n\nTampa Dermatologist\n\nThese answers are for educational purposes. Call 911 in an emergency. They make no patient/doctor relationship.\n";

const FILE: &str = "content/unsorted/do-stitches-itch.md";

/// A site into which the raw thread was imported.
fn imported() -> SiteTest {
    let site = SiteTest::new().file("raw/one.txt", RAW);
    site.run(&["import", "-v", "raw"]).succeeds().says(&[
        "note[proposed-claims]: times that answers name, proposed at the end of the front matter: 3",
        "what 2 of them are about is not told",
    ]);
    site
}

#[test]
fn an_import_proposes_and_nothing_of_it_is_live() {
    let site = imported();
    let file = site.text(FILE);
    let proposed = "# claims:\n#   - { answer: a1, about: how long until it is gone, from: 6 days, to: 8 days, quote: \"6 to 8 days\" }\n#   - { answer: a1, about: \"???\", time: 9 days, quote: \"9 days\" }\n#   - { answer: a2, about: \"???\", time: 2 weeks, quote: \"two weeks\" }\n---\n";
    assert!(file.contains(proposed), "{file}");
    site.build().succeeds();
    assert!(!site.text("public/unsorted/do-stitches-itch.html").contains("side by side"));
    // The `# ` taken away, what is not told must be said; then every quote stands where the import found it.
    let live = file.replace("# claims:", "claims:").replace("#   - {", "  - {");
    site.write(FILE, live.as_bytes());
    site.check().fails(1).says(&["does not say yet what the figure is about", "2 errors"]);
    site.write(FILE, live.replace("\"???\"", "how long they itch").as_bytes());
    site.build().succeeds().page("unsorted/do-stitches-itch.html", &["<mark class=\"quote\" id=\"quote.a1.2\">9 days</mark>"]);
}

/// The remarks are the editor's from then on: no import changes them or is hindered by them.
#[test]
fn proposals_outlive_every_import() {
    let site = imported();
    let before = site.text(FILE);
    site.run(&["import", "raw"]).succeeds().says(&["1 unchanged"]);
    assert_eq!(site.text(FILE), before);
    let remarks = before.split("---\n").nth(1).unwrap().split_once("# Times").unwrap().1;
    let changed = RAW.replace("little to be done", "nothing to be done").replace("Call 911", "Call 112").replace("Answers 2", "Answers 3");
    let changed = changed.replace(
        "Tampa Dermatologist\n",
        "Tampa Dermatologist\n\nA third voice\n\nMine itched for 3 months, which I would never have believed before.\n\nReno Dentist\n",
    );
    site.write("raw/one.txt", changed.as_bytes());
    site.run(&["import", "raw"]).succeeds().says(&["1 merged"]);
    let after = site.text(FILE);
    assert!(
        after.contains(remarks) && after.contains("Call 112") && after.contains("nothing to be done") && after.contains("A third voice"),
        "{after}"
    );
    site.check().succeeds();
}
