//! `redactions.yaml` through the real command.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use support::SiteTest;

const OTHER: &str = "---
title: May I bathe?
source: { file: other.txt, imported: 2026-11-21 }
answers:
  - { id: a1, name: Omar Abara }
disclaimer: No advice.
---

## Soon {#a1}

Ask again next month, and bring the photographs that you took at home.
";

fn site(redactions: &str) -> SiteTest {
    SiteTest::sound().file("content/wounds/other.md", OTHER).file("redactions.yaml", redactions)
}

/// The files of the built site that hold `words`.
fn holding(site: &SiteTest, words: &str) -> Vec<String> {
    let files = site.tree("public").into_iter();
    files.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(words)).map(|(path, _)| path.display().to_string()).collect()
}

#[test]
fn a_withdrawn_thread_leaves_a_page_that_says_so() {
    let site = site("threads: [{ thread: wounds/swim, reason: secret grounds, date: 2026-11-22 }]\n");
    site.write("content/wounds/third.md", b"---\ntitle: See\nsee_also: [wounds/swim]\n---\n\n[there](swim.md)\n");
    site.build().succeeds().page("wounds/swim.html", &["withdrawn", "22 November 2026", "noindex"]);
    assert_eq!(holding(&site, "May I swim"), Vec::<String>::new());
    assert_eq!(holding(&site, "secret grounds"), Vec::<String>::new());
    assert_eq!(holding(&site, "Vida Norstrand"), Vec::<String>::new());
    assert!(!site.root().join("public/wounds/swim.md").exists());
}

#[test]
fn a_withdrawn_answer_leaves_its_address() {
    let site = site("answers: [{ answer: wounds/swim#a2, reason: asked, date: 2026-11-22 }]\n");
    site.build().succeeds().page("wounds/swim.html", &["id=\"a2\"", "withdrawn on 22 November 2026", "Keep the cut dry"]);
    assert!(!site.text("public/wounds/swim.html").contains("Vida Norstrand"));
}

#[test]
fn a_re_import_cannot_bring_back_what_was_redacted() {
    let site = SiteTest::new().file("raw/one.txt", "Who is Jane Roe?\n\nShe asked.\n\nDoctor Answers 1\n\nNobody\n\nJane Roe is nobody.\n\nOmaha Plastic Surgeon\n\nThese answers are for educational purposes. Call 911 in an emergency. They make no patient/doctor relationship.\n");
    site.write("redactions.yaml", b"phrases: [{ text: Jane Roe, reason: asked, date: 2026-11-22 }]\n");
    site.run(&["import", "raw"]).succeeds();
    // The file's name still gives it away: that is for the editor to mend.
    site.build().fails(1).says(&["redacted words stand in the address", "rename the content file", "nothing was published"]);
    std::fs::rename(site.root().join("content/unsorted/who-is-jane-roe.md"), site.root().join("content/unsorted/who.md")).unwrap();
    site.build().succeeds();
    site.write("raw/one.txt", site.text("raw/one.txt").replace("is nobody", "is still nobody").as_bytes());
    site.run(&["import", "raw"]).succeeds().says(&["1 merged"]);
    site.build().succeeds().page("unsorted/who.html", &["Who is [removed]?", "[removed] is still nobody."]);
    assert_eq!(holding(&site, "Roe"), Vec::<String>::new());
}

#[test]
fn words_that_hide_in_markup_stop_the_build() {
    let site = site("phrases: [{ text: Jane Roe, reason: asked, date: 2026-11-22 }]\n");
    for hidden in ["Jane *Roe* was", "[her](https://x.example/jane-roe)", "J&#97;ne Roe", "[x](https://x.example/?q=Jane%20Roe)"] {
        site.write("content/about.md", format!("---\ntitle: About\n---\n\n{hidden}\n").as_bytes());
        site.build().fails(1).says(&["redacted words still stand in `about.html`", "redactions.yaml:1:"]);
    }
    site.write("content/about.md", b"---\ntitle: About\n---\n\nJane\nRoe was Janet Roebuck\n");
    site.build().succeeds().page("about.html", &["[removed] was Janet Roebuck"]);
}

/// What stands in the place of words is in the site's language, and the site may word it itself.
#[test]
fn what_was_taken_out_is_said_in_the_language_of_the_site() {
    let site = site("phrases: [{ text: Keep the cut dry, reason: asked, date: 2026-11-22 }]\n");
    site.write("content/wounds/greeting.md", OTHER.replace("Ask again", "Hi kestrel77, ask again").as_bytes());
    site.write("sitegen.yaml", b"language: de\nmask_user_names: true\n");
    site.build().succeeds().page("wounds/swim.html", &["[entfernt]", "Fragen und Antworten"]);
    site.build().succeeds().page("wounds/greeting.html", &["Hi [Name entfernt], ask again"]);
    site.write("templates/words/de.yaml", b"phrases: { removed: \"[gestrichen]\" }\n");
    site.build().succeeds().page("wounds/swim.html", &["[gestrichen]"]);
    assert_eq!(holding(&site, "[removed]"), Vec::<String>::new());
    assert_eq!(holding(&site, "[entfernt]"), Vec::<String>::new());
}
