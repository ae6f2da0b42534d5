//! An address once published keeps working (promise P8), through the real command.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use support::{SiteTest, THREAD};

const HASH: &str = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";

/// A built site with one thread that knows its source.
fn published() -> SiteTest {
    let site = SiteTest::new().file("content/wounds/swim.md", &THREAD.replace("imported:", &format!("sha256: \"{HASH}\", imported:")));
    site.build().succeeds();
    site
}

fn move_thread(site: &SiteTest, to: &str) {
    let text = site.text("content/wounds/swim.md");
    std::fs::remove_file(site.root().join("content/wounds/swim.md")).unwrap();
    site.write(to, text.as_bytes());
}

#[test]
fn the_record_is_sorted_and_only_grows() {
    let site = published();
    let record = site.text("addresses.txt");
    assert!(record.contains(&format!("\nwounds/swim.html {HASH} a1 a2\n")), "{record}");
    assert!(record.contains("\nwounds/index.html -\n") && record.contains("\nexperts/vida-norstrand.html -\n"), "{record}");
    move_thread(&site, "content/summer/swimming.md");
    site.build().succeeds();
    let grown = site.text("addresses.txt");
    assert!(record.lines().all(|line| grown.lines().any(|other| other == line)), "{grown}");
    assert!(grown.contains("\nsummer/swimming.html "), "{grown}");
    let built = site.tree("public");
    site.build().succeeds();
    assert_eq!(site.text("addresses.txt"), grown);
    assert_eq!(site.tree("public"), built, "the record changes no page that it was made from");
}

#[test]
fn a_moved_thread_is_found_at_its_old_address() {
    let site = published();
    move_thread(&site, "content/summer/swimming.md");
    site.build().succeeds().page("wounds/swim.html", &["../summer/swimming.html", "moved"]);
    move_back(&site);
    site.build().succeeds().page("wounds/swim.html", &["Keep the cut dry"]).page("summer/swimming.html", &["../wounds/swim.html"]);
}

fn move_back(site: &SiteTest) {
    let text = site.text("content/summer/swimming.md");
    std::fs::remove_file(site.root().join("content/summer/swimming.md")).unwrap();
    site.write("content/wounds/swim.md", text.as_bytes());
}

#[test]
fn a_deleted_thread_leaves_a_page_that_says_so() {
    let site = published().file("content/wounds/other.md", &THREAD.replace("May I swim with stitches?", "Another"));
    site.build().succeeds();
    std::fs::remove_file(site.root().join("content/wounds/swim.md")).unwrap();
    site.build().succeeds().page("wounds/swim.html", &["noindex", "is gone"]);
    let listed = site.text("public/a-z.html");
    assert!(!listed.contains("swim.html"), "{listed}");
}

#[test]
fn a_tag_that_is_gone_leaves_a_page_too() {
    let site = published();
    let text = site.text("content/wounds/swim.md");
    site.write("content/wounds/swim.md", text.replace("title:", "tags: [sea]\ntitle:").as_bytes());
    site.build().succeeds();
    assert!(site.text("addresses.txt").contains("\ntags/sea.html -\n"), "{}", site.text("addresses.txt"));
    site.write("content/wounds/swim.md", text.as_bytes());
    site.build().succeeds().page("tags/sea.html", &["is gone"]);
}

#[test]
fn a_removed_answer_keeps_its_place() {
    let site = published();
    let text = site.text("content/wounds/swim.md");
    let line = text.lines().find(|line| line.contains("id: a2")).unwrap();
    let shorter = text.replace(&format!("{line}\n"), "").replace("## {#a2}\n\nA waterproof plaster helps.\n", "");
    site.write("content/wounds/swim.md", shorter.as_bytes());
    site.build().succeeds().page("wounds/swim.html", &["id=\"a2\"", "is gone"]);
}

#[test]
fn a_preview_with_drafts_records_nothing_of_them() {
    let site = published().file("content/wounds/draft.md", &THREAD.replace("title:", "draft: true\ntitle:"));
    site.run(&["build", "--drafts", "--out", "preview"]).succeeds();
    assert!(!site.text("addresses.txt").contains("draft"), "{}", site.text("addresses.txt"));
}

#[test]
fn a_damaged_record_is_shown_and_nothing_is_published() {
    let site = published();
    site.write("addresses.txt", b"# record\n../elsewhere.html -\n");
    site.build().fails(1).says(&["addresses.txt:2:1", "names no page of this site", "nothing was published"]);
}
