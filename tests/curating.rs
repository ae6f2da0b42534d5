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

/// A thread of one answer with a line more in its front matter.
fn thread(title: &str, line: &str, answer: &str, disclaimer: &str) -> String {
    format!(
        "---\ntitle: {title}\n{line}source: {{ file: raw.txt, imported: 2026-11-21 }}\ndeclared_answers: 2\nanswers:\n  - {{ id: a1, name: Vida Norstrand, place: Fargo, rating: 4.9 }}\ndisclaimer: {disclaimer}\n---\n\nWords of {title}\n\n## Heading {{#a1}}\n\n{answer} See [above](#a1).\n"
    )
}

fn merged(line_of_old: &str, line_of_new: &str) -> SiteTest {
    SiteTest::new()
        .file("sitegen.yaml", "base_url: https://faq.example/\n")
        .file("content/lips/taste.md", &thread("Metal taste?", line_of_new, "It is the gel.", "Not advice."))
        .file("content/mouth/metal.md", &thread("All tastes metallic", line_of_old, "It leaves in a week.", "Opinions only."))
        .file("content/mouth/other.md", &thread("Dry mouth", "see_also: [mouth/metal]\n", "Drink. As [said](metal.md#a1).", "Not advice."))
}

#[test]
fn a_merged_thread_is_shown_on_one_page_with_its_wording_origin_and_disclaimer() {
    for site in [
        merged("merged_into: lips/taste\naliases: [/old/metal.html]\n", ""),
        merged("aliases: [/old/metal.html]\n", "also_asked: [mouth/metal]\n"),
    ] {
        let run = site.build().succeeds();
        assert!(run.stderr.contains("0 errors, 0 warnings"), "{}", run.stderr);
        run.page(
            "lips/taste.html",
            &[
                "id=\"asked.mouth.metal\"",
                "All tastes metallic",
                "Words of All tastes metallic",
                "id=\"mouth.metal.a1\"",
                "Asked there as: All tastes metallic",
                "It leaves in a week. See <a href=\"#mouth.metal.a1\">above</a>.",
                "It is the gel. See <a href=\"#a1\">above</a>.",
                "<p class=\"legal\">Not advice.</p>",
                "<p class=\"legal\">Opinions only.</p>",
                "2 of 4 answers",
            ],
        )
        .page(
            "lips/taste.md",
            &["## Also asked as: All tastes metallic", "Asked there as: All tastes metallic", "It leaves in a week.", "Opinions only."],
        )
        .page("feed.xml", &["It leaves in a week.", "Opinions only.", "Also asked as: All tastes metallic"])
        .page(
            "a-z.html",
            &["<a href=\"lips/taste.html#asked.mouth.metal\">All tastes metallic</a>", "<a href=\"lips/taste.html\">Metal taste?</a>"],
        )
        .page("experts/vida-norstrand.html", &["../lips/taste.html#mouth.metal.a1", "Opinions only."])
        .page(
            "mouth/metal.html",
            &[
                "content=\"0; url=../lips/taste.html#asked.mouth.metal\"",
                "<li id=\"a1\"><a href=\"../lips/taste.html#mouth.metal.a1\">Answer 1, Vida Norstrand: Heading</a></li>",
                "https://faq.example/lips/taste.html",
                "../assets/redirect.",
            ],
        )
        .page("mouth/metal.md", &["part of [Metal taste?](../lips/taste.html#asked.mouth.metal)"])
        .page("old/metal.html", &["<li id=\"a1\"><a href=\"../lips/taste.html#mouth.metal.a1\">"])
        .page(
            "mouth/other.html",
            &["As <a href=\"../lips/taste.html#mouth.metal.a1\">said</a>", "<a href=\"../lips/taste.html\">Metal taste?</a>"],
        );
        let topic = site.text("public/mouth/index.html");
        assert!(!topic.contains("metal.html"), "{topic}");
        assert!(!site.text("public/sitemap.xml").contains("mouth/metal"));
    }
}

#[test]
fn a_template_that_leaves_out_a_merged_disclaimer_publishes_nothing() {
    let site = merged("merged_into: lips/taste\n", "");
    site.write("templates/also-asked.html", b"");
    site.build().succeeds();
    let page =
        include_str!("../templates/thread.html").replace("{% set disclaimer = asked.disclaimer %}{% include \"disclaimer.html\" %}", "");
    site.write("templates/thread.html", page.as_bytes());
    site.build().fails(1).says(&["undisplayed-disclaimer", "lips/taste.html"]);
}

#[test]
fn merges_that_contradict_each_other_show_both_places() {
    merged("merged_into: lips/tast\n", "")
        .build()
        .fails(1)
        .says(&["mouth/metal.md:3:14", "did you mean `lips/taste`?"])
        .publishes_nothing();
    merged("merged_into: mouth/metal\n", "").build().fails(1).says(&["mouth/metal.md:3:14", "merged into itself"]);
    merged("merged_into: lips/taste\n", "merged_into: mouth/metal\n").build().fails(1).says(&[
        "lips/taste.md:3:14",
        "mouth/metal.md:3:14",
        "stands by itself",
        "1 error",
    ]);
    merged("merged_into: lips/taste\n", "merged_into: mouth/other\n").build().fails(1).says(&[
        "merge both into `mouth/other`",
        "lips/taste.md:3:14",
        "mouth/metal.md:3:14",
    ]);
    let two = merged("merged_into: mouth/other\n", "also_asked: [mouth/metal]\n");
    two.build().fails(1).says(&["into two threads", "lips/taste.md:3:14", "mouth/metal.md:3:14"]).publishes_nothing();
}

#[test]
fn a_thread_is_not_merged_into_a_draft_and_what_is_not_shown_is_said() {
    let site = merged("merged_into: lips/taste\nnote: Mine.\n", "draft: true\n");
    site.build().succeeds().says(&["link-to-draft", "keeps a page of its own"]).page("mouth/metal.html", &["It leaves in a week."]);
    site.run(&["build", "--drafts"])
        .succeeds()
        .says(&["mouth/metal.md:4:7", "`note` shows nowhere"])
        .page("lips/taste.html", &["It leaves in a week."]);
}

#[test]
fn import_names_the_page_that_a_thread_is_merged_into() {
    let site = asked_twice();
    site.run(&["import", "old"]).succeeds();
    let file = "content/unsorted/metal-taste-in-mouth-since-lip-filler.md";
    let text = site.text(file).replacen("title:", "merged_into: lips/taste\ntitle:", 1);
    site.write(file, text.as_bytes());
    site.run(&["import", "-v", "new"])
        .succeeds()
        .says(&["may ask what `content/lips/taste.md` asks already", "add `merged_into: lips/taste`"]);
}

fn signed(title: &str, name: &str, place: &str) -> String {
    thread(title, "", "Wait.", "Not advice.").replace("Vida Norstrand, place: Fargo", &format!("{name}, place: {place}"))
}

/// Two spellings of one person, and another of the same name.
fn experts(slug: &str, file: &str) -> SiteTest {
    SiteTest::new()
        .file("content/lips/one.md", &signed("One?", "Vida Norstrand", "Fargo"))
        .file("content/lips/two.md", &signed("Two?", "V. Norstrand", "Fargo"))
        .file("content/lips/three.md", &signed("Three?", "Vida Norstrand", "Omaha"))
        .file(&format!("content/_experts/{slug}.md"), file)
}

#[test]
fn a_file_about_an_expert_joins_spellings_and_old_pages_lead_to_it() {
    let file = "---\nname: Vida Norstrand\nplace: Fargo\nalso: [\"V. Norstrand, Fargo\"]\ncredentials: MD, FACS\nlink: https://norstrand.example/\n---\n\nShe *retired* in 2025.\n";
    let site = experts("vida-norstrand", &file.replace("MD, FACS", "\"MD, FACS\""));
    let run = site.build().succeeds();
    assert!(run.stderr.contains("0 errors, 0 warnings"), "{}", run.stderr);
    run.page(
        "experts/vida-norstrand.html",
        &[
            "One?",
            "Two?",
            "Also given as V. Norstrand, Fargo.",
            "<bdi>MD, FACS</bdi>, ",
            "https://norstrand.example/",
            "She <em>retired</em> in 2025.",
            "2 answers",
        ],
    )
    .page("experts/v-norstrand.html", &["vida-norstrand.html\">Vida Norstrand</a>"])
    .page("experts/vida-norstrand-omaha.html", &["Three?", "1 answer"])
    .page("lips/two.html", &["<a href=\"../experts/vida-norstrand.html\">V. Norstrand</a>"]);
    assert!(!site.text("public/experts/vida-norstrand.html").contains("Three?"));
    assert!(!site.text("public/experts/index.html").contains("V. Norstrand"));
}

#[test]
fn a_corrected_name_and_place_show_on_the_page_and_the_bylines_stay() {
    let site = experts("vida-norstrand", "---\nname: Vida Maria Norstrand\nalso: [\"Vida Norstrand, Fargo\", V. Norstrand]\n---\n");
    site.build()
        .succeeds()
        .page("experts/vida-norstrand.html", &["<h1>Vida Maria Norstrand</h1>", "One?", "Two?"])
        .page("lips/one.html", &["<a href=\"../experts/vida-norstrand.html\">Vida Norstrand</a>"]);
}

#[test]
fn mistakes_about_experts_are_shown_where_they_are() {
    let wrong = |file: &str, words: &[&str]| {
        experts("vida-norstrand", file).build().fails(1).says(words).publishes_nothing();
    };
    wrong(
        "---\nname: Vida Norstrand\n---\n",
        &["_experts/vida-norstrand.md:2:7", "may mean several people", "Vida Norstrand, Fargo; Vida Norstrand, Omaha"],
    );
    wrong("---\nplace: Fargo\n---\n", &["the key `name` is missing"]);
    wrong("---\nname: Vida Norstrand\nplace: Fargo\nlinks: x\n---\n", &["_experts/vida-norstrand.md:4:1", "did you mean `link`?"]);
    wrong("---\nname: Vida Norstrand\nplace: Omaha\n---\n", &["two sources would be published at `/experts/vida-norstrand.html`"]);
    let site = experts("vida-norstrand", "---\nname: Vida Norstrand\nplace: Fargo\nalso: [\"V. Norstand, Fargo\"]\n---\n");
    site.build().succeeds().says(&["unknown-expert", "vida-norstrand.md:4:8", "did you mean `V. Norstrand, Fargo`?"]);
    site.write("content/_experts/other.md", b"---\nname: Vida Norstrand\nplace: Fargo\n---\n");
    site.build().fails(1).says(&["two files are about `Vida Norstrand, Fargo`", "_experts/other.md:2:7", "_experts/vida-norstrand.md:2:7"]);
}

#[test]
fn files_about_experts_are_no_topic_for_import() {
    let site = asked_twice()
        .file("content/_experts/vida-norstrand.md", "---\nname: Vida Norstrand\nplace: Fargo\n---\n\nmetallic taste filler lips gel\n");
    let run = site.run(&["import", "-v", "old"]).succeeds();
    assert!(!run.stderr.contains("_experts"), "{}", run.stderr);
}

const ADDRESSED: &str = "Thank you for your question kestrel77. I am sorry. Good luck kestrel77!";

#[test]
fn import_lists_the_names_of_forum_users_with_their_lines() {
    let site = SiteTest::new().file("raw/one.txt", &raw("Will it fade?", "My cheek is numb.", ADDRESSED));
    let run = site.run(&["import", "-v", "raw"]).succeeds();
    let run =
        run.says(&["note[user-name]: answer a1 addresses a forum user by name, `kestrel77`", "raw/one.txt:9:1", "mask_user_names: true"]);
    assert_eq!(run.stderr.matches("[user-name]").count(), 1, "{}", run.stderr);
    assert!(site.text("content/unsorted/will-it-fade.md").contains(ADDRESSED), "the file keeps the words as written");
}

#[test]
fn names_of_forum_users_are_masked_on_every_page_by_one_switch() {
    let site = SiteTest::new().file("content/lips/one.md", &thread("Fade?", "", ADDRESSED, "Not advice."));
    site.build().succeeds().page("lips/one.html", &["question kestrel77."]);
    site.write("sitegen.yaml", b"mask_user_names: true\nbase_url: https://faq.example/\n");
    let masked = "Thank you for your question [name removed]. I am sorry. Good luck [name removed]!";
    site.build().succeeds().page("lips/one.html", &[masked]).page("experts/vida-norstrand.html", &[masked]).page("feed.xml", &[masked]);
    for (path, bytes) in site.tree("public") {
        assert!(!String::from_utf8_lossy(&bytes).contains("kestrel77"), "{} still has the name", path.display());
    }
    site.write("sitegen.yaml", b"mask_user_name: true\n");
    site.build().fails(1).says(&["did you mean `mask_user_names`?"]);
}
