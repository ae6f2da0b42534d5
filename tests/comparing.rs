//! What the answers say, side by side: claims through the real command.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use support::SiteTest;

/// Four answers, of which three name a time.
const HEALING: &str = "---
title: How long do stitches itch?
answers:
  - { id: a1, name: Vida Norstrand, place: Fargo }
  - { id: a2, place: Omaha }
  - { id: a3, name: Omar Abara }
  - { id: a4, name: Lise Quandt }
claims:
  - { answer: a3, about: How long they itch, from: 3 weeks, quote: \"three weeks & more\" }
  - { answer: a1, about: how long they itch, from: 6 days, to: 8 days, quote: \"6 to 8 days\" }
  - { answer: a2, about: how long they itch, time: 1 week, quote: \"A week\" }
disclaimer: No advice.
---

## {#a1}

About *6 to 8* days.
They sting for 16 to 8 days.

## A week {#a2}

Be patient, [ask](#a1) again.

## {#a3}

Count on three weeks &amp; more.

## {#a4}

It differs.
";

fn site() -> SiteTest {
    SiteTest::new().file("content/wounds/itch.md", HEALING)
}

#[test]
fn figures_stand_side_by_side_each_linked_to_the_words_that_say_so() {
    let site = site();
    site.build().succeeds().page(
        "wounds/itch.html",
        &[
            "What the answers say, side by side",
            "<figcaption><h3 id=\"claims.1.about\">How long they itch</h3></figcaption>",
            "About <mark class=\"quote\" id=\"quote.a1.1\"><em>6 to 8</em> days</mark>.",
            "id=\"a2-heading\"><mark class=\"quote\" id=\"quote.a2.1\">A week</mark></h2>",
            "Count on <mark class=\"quote\" id=\"quote.a3.1\">three weeks &amp; more</mark>.",
            "No figure in the answers of: <span><a href=\"#a4\">Lise Quandt</a>.</span>",
            "<th scope=\"row\">Vida Norstrand</th><td>6 to 8 days</td><td><a href=\"#quote.a1.1\">6 to 8 days</a></td>",
            "<th scope=\"row\">Answer 2, name not given</th><td>1 week</td>",
            "<th scope=\"row\">Lise Quandt</th><td>no figure</td>",
            "Scale from 0 to 4 weeks.",
            // 6 to 8 of 28 days, 7 of 28 as a point, and from 21 to the open end.
            "<rect class=\"bar\" x=\"21.42%\" width=\"7.15%\"",
            "<circle class=\"bar\" cx=\"25.00%\"",
            "<line class=\"open\" x1=\"75.00%\" x2=\"100.00%\"",
        ],
    );
    let page = site.text("public/wounds/itch.html");
    let order = ["href=\"#quote.a1.1\"", "href=\"#quote.a2.1\"", "href=\"#quote.a3.1\"", "<article class=\"answer\" id=\"a1\""];
    let places: Vec<usize> = order.iter().map(|words| page.find(words).unwrap()).collect();
    assert!(places.is_sorted(), "the bars stand in the order of the answers, above them: {places:?}");
    assert!(!page.contains("style="), "the site's own policy forbids inline styles");
    let twin = site.text("public/wounds/itch.md");
    for row in [
        "| Vida Norstrand | 6 to 8 days | 6 to 8 days |",
        "| Omar Abara | 3 weeks or more | three weeks & more |",
        "| Lise Quandt | no figure |  |",
    ] {
        assert!(twin.contains(row), "{row} is not in\n{twin}");
    }
    let expert = site.text("public/experts/vida-norstrand.html");
    assert!(expert.contains("About <em>6 to 8</em> days") && !expert.contains("<mark"), "quotes are places of the thread's page alone");
    assert!(!site.text("public/feed.xml").contains("mark class"));
}

#[test]
fn a_page_without_claims_has_nothing_of_it() {
    let site = SiteTest::sound();
    site.build().succeeds();
    let page = site.text("public/wounds/swim.html");
    assert!(!page.contains("side by side") && !page.contains("<mark") && !page.contains("<svg"), "{page}");
}

#[test]
fn another_language_and_another_direction() {
    let site = site().file("sitegen.yaml", "language: de\n");
    site.build().succeeds().page("wounds/itch.html", &["6 bis 8 Tage", "3 Wochen oder länger", "Antwort 2 (ohne Namen)"]);
    site.write("sitegen.yaml", b"language: he\n");
    site.build().succeeds().page(
        "wounds/itch.html",
        &["<rect class=\"bar\" x=\"71.43%\" width=\"7.15%\"", "<line class=\"open\" x1=\"0.00%\" x2=\"25.00%\"", "<text x=\"100.00%\""],
    );
}

#[test]
fn claims_of_a_merged_thread_come_with_its_answers() {
    let merged = HEALING.replace("title: How", "merged_into: wounds/swim\ntitle: How");
    let site = SiteTest::sound().file("content/wounds/itch.md", &merged);
    site.build().succeeds().page(
        "wounds/swim.html",
        &[
            "<mark class=\"quote\" id=\"quote.wounds.itch.a1.1\"><em>6 to 8</em> days</mark>",
            "href=\"#quote.wounds.itch.a1.1\"",
            "Answer 4, name not given",
            "<a href=\"#a2\">Vida Norstrand</a>",
        ],
    );
    site.write("content/wounds/itch.md", merged.replace("quote: \"A week\"", "quote: \"A month\"").as_bytes());
    site.check().fails(1).says(&["content/wounds/itch.md:12:", "the words “A month” do not stand in answer `a2`"]);
}

#[test]
fn no_redacted_words_survive_in_a_quote() {
    let built = |redactions: &str| {
        let site = site().file("redactions.yaml", redactions);
        site.build().succeeds();
        site.text("public/wounds/itch.html") + &site.text("public/wounds/itch.md")
    };
    let without_answer = built("answers: [{ answer: wounds/itch#a3, reason: asked, date: 2026-11-22 }]\n");
    assert!(!without_answer.contains("three weeks") && without_answer.contains("6 to 8 days"));
    let without_words = built("phrases: [{ text: three weeks, reason: asked, date: 2026-11-22 }]\n");
    assert!(!without_words.contains("three weeks") && !without_words.contains("3 weeks") && without_words.contains("Count on [removed]"));
    // The quote itself may stay, but without its neighbour it stands nowhere any more.
    let cut = built("phrases: [{ text: on three, reason: asked, date: 2026-11-22 }]\n");
    assert!(!cut.contains("three weeks") && cut.contains("Count [removed] weeks"));
    let without_name = built("people: [{ name: Omar Abara, reason: asked, date: 2026-11-22 }]\n");
    assert!(
        !without_name.contains("Omar Abara")
            && without_name.contains("3 weeks or more")
            && without_name.contains("Answer 3, name not given")
    );
    let renamed = built("phrases: [{ text: they itch, reason: asked, date: 2026-11-22 }]\n");
    assert!(!renamed.to_lowercase().contains("they itch") && renamed.contains("6 to 8 days"));
}

/// A re-import leaves an editor's claims as they stand, and `check` tells when the words of one have changed.
#[test]
fn claims_survive_an_import_of_a_changed_source() {
    let raw = "May I swim with stitches?\n\nOn day 5.\n\nDoctor Answers 1\n\nNot for two weeks\n\nKeep the cut dry for 10 days, then ask whoever closed it.\n\nOmaha Plastic Surgeon\n\nThese answers are for educational purposes. Call 911 in an emergency. They make no patient/doctor relationship.\n";
    let site = SiteTest::new().file("raw/one.txt", raw);
    site.run(&["import", "raw"]).succeeds();
    let file = "content/unsorted/may-i-swim-with-stitches.md";
    let claims = "claims:   # by Mara\n  - { answer: a1, about: until it is dry, time: 10 days, quote: 10 days }\ndisclaimer:";
    site.write(file, site.text(file).replacen("disclaimer:", claims, 1).as_bytes());
    site.check().succeeds();
    site.write("raw/one.txt", raw.replace("On day 5.", "On day 6.").replace("Doctor Answers 1", "Doctor Answers 2").as_bytes());
    site.run(&["import", "raw"]).succeeds().says(&["1 merged"]);
    assert!(site.text(file).contains(claims) && site.text(file).contains("On day 6."), "{}", site.text(file));
    site.write("raw/one.txt", raw.replace("10 days", "12 days").as_bytes());
    site.run(&["import", "raw"]).succeeds().says(&["1 merged"]);
    assert!(site.text(file).contains(claims));
    site.check().fails(1).says(&["unmatched-quote", "the answer says “12 days”"]);
}

/// Nothing that a page shows about an answer stands in for its words.
#[test]
fn the_words_of_an_answer_are_the_same_with_and_without_marks() {
    let words = |page: String| {
        let answer = page.split("<article class=\"answer\"").nth(1).unwrap().to_owned();
        let mut text = String::new();
        for piece in answer.split('<').skip(1) {
            text.push_str(piece.split_once('>').map_or("", |(_, words)| words));
        }
        text
    };
    let marked = site();
    marked.build().succeeds();
    let claims = HEALING.find("claims:").unwrap()..HEALING.find("disclaimer:").unwrap();
    let mut without = HEALING.to_owned();
    without.replace_range(claims, "");
    let plain = SiteTest::new().file("content/wounds/itch.md", &without);
    plain.build().succeeds();
    assert_eq!(words(marked.text("public/wounds/itch.html")), words(plain.text("public/wounds/itch.html")));
}
