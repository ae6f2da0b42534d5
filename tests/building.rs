//! `sitegen build` through the real command: what stands in `public/`.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "a test fails by panicking and reports by printing"
)]

mod support;

use support::{SiteTest, THREAD};

#[test]
fn every_kind_of_page_is_made() {
    let site = SiteTest::sound()
        .file("sitegen.yaml", "title: Our FAQ\nbase_url: https://faq.example/sub\n")
        .file("content/wounds/_index.md", "---\ntitle: Wounds and water\n---\n\nAbout *cuts*.\n")
        .file("content/about.md", "---\ntitle: About us\n---\n\nHello.\n");
    site.build()
        .succeeds()
        .page("index.html", &["Our FAQ", "Wounds and water", "wounds/index.html"])
        .page("wounds/index.html", &["About <em>cuts</em>.", "swim.html"])
        .page(
            "wounds/swim.html",
            &["<h1", "id=\"a1\"", "id=\"a2\"", "Not for two weeks", "Vida Norstrand", "https://faq.example/sub/wounds/swim.html"],
        )
        .page("wounds/swim.md", &["# May I swim with stitches?", "Vida Norstrand, MD, FACS", "These answers are general words."])
        .page("experts/vida-norstrand.html", &["A waterproof plaster helps.", "These answers are general words.", "../wounds/swim.html#a2"])
        .page("a-z.html", &["wounds/swim.html", "action=\"a-z.html\"", "data-search=\"search.html\""])
        .page("search.html", &["data-shards=\"search/\"", "Wounds and water", "assets/search-page."])
        .page("search/words/0.js", &["sitegenSearch.take(\"words/0\",\"", " stitches 1 "])
        .page("about.html", &["Hello."])
        .page("404.html", &["href=\"/sub/"])
        .page("sitemap.xml", &["<loc>https://faq.example/sub/wounds/swim.html</loc>"])
        .page("feed.xml", &["These answers are general words.", "Keep the cut dry"])
        .page("robots.txt", &["https://faq.example/sub/sitemap.xml"]);
}

#[test]
fn without_a_base_url_there_is_no_sitemap_and_a_note_says_why() {
    let site = SiteTest::sound();
    site.run(&["build", "-v"]).succeeds().says(&["no-base-url", "base_url"]).page("feed.xml", &["These answers are general words."]);
    assert!(!site.root().join("public/sitemap.xml").exists());
    site.run(&["build", "--base-url", "https://faq.example/"]).succeeds().page("sitemap.xml", &["https://faq.example/"]);
    site.run(&["build", "--base-url", "faq"]).fails(2).says(&["https://faq.example/"]);
}

#[test]
fn drafts_are_published_only_when_asked_for() {
    let site = SiteTest::sound().file("content/wounds/later.md", &THREAD.replace("title: May", "draft: true\ntitle: May"));
    site.build().succeeds();
    assert!(!site.root().join("public/wounds/later.html").exists());
    site.run(&["build", "--drafts"]).succeeds().page("wounds/later.html", &["Keep the cut dry"]);
}

/// Drafts stay out of the index even where they are shown, and every thread in it has its disclaimer.
#[test]
fn the_search_index_has_the_published_threads_alone() {
    let draft = THREAD.replace("title: May", "draft: true\ntitle: May").replace("Keep the cut dry", "Keep the secret dry");
    let site = SiteTest::sound().file("content/wounds/later.md", &draft).file("content/secrets/later.md", &draft);
    site.run(&["build", "--drafts"]).succeeds().page("wounds/later.html", &["Keep the secret dry"]);
    let index: Vec<String> = site.tree("public/search").into_iter().map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
    assert!(index.iter().all(|shard| !shard.contains("secret")), "{index:?}");
    assert!(!site.text("public/search.html").contains("secrets"));
    let threads: Vec<String> = site.tree("public/search/threads").into_iter().map(|(_, bytes)| String::from_utf8(bytes).unwrap()).collect();
    assert_eq!(threads.len(), 1);
    assert!(threads[0].contains("Keep the cut dry until it has closed."));
    assert!(threads[0].contains("These answers are general words. Call 911 in an emergency. They make nobody your doctor."));
}

#[test]
fn related_questions_say_which_words_are_shared() {
    let thread =
        |title: &str, question: &str| THREAD.replace("May I swim with stitches?", title).replace("I leave for the sea on day 5.", question);
    let site = SiteTest::new()
        .file("content/eye/one.md", &thread("Numb eyelid after toxin", "My eyelid is numb, the lashes are numb."))
        .file("content/eye/two.md", &thread("Numbness of one eyelid", "Since the toxin my eyelid is numb."))
        .file("content/eye/lip.md", &thread("Swollen lip", "The filler swelled overnight."))
        .file("content/eye/jaw.md", &thread("Tired jaw", "Chewing bread tires me."));
    site.build()
        .succeeds()
        .page("eye/one.html", &["<a href=\"two.html\">Numbness of one eyelid</a>", "Shared words: numb, eyelid, toxin"])
        .page("eye/two.html", &["<a href=\"one.html\">Numb eyelid after toxin</a>"]);
    let lip = site.text("public/eye/lip.html");
    assert!(!lip.contains("Shared words: numb"), "{lip}");
}

#[test]
fn an_alias_leads_to_its_page() {
    let site = SiteTest::new().file("content/wounds/swim.md", &THREAD.replace("title: May", "aliases: [/old/name.html]\ntitle: May"));
    site.build().succeeds().page("old/name.html", &["url=../wounds/swim.html", "href=\"../wounds/swim.html\""]);
}

#[test]
fn highlighting_is_loaded_only_where_there_is_code() {
    let with_code = THREAD.replace("Keep the cut dry", "```rust\nfn main() {}\n```\n\nKeep the cut dry");
    let site = SiteTest::sound().file("content/wounds/code.md", &with_code);
    site.build().succeeds().page("wounds/code.html", &["assets/syntax.", "<span class=\""]).page("assets/syntax.*.css", &["light-dark("]);
    assert!(!site.text("public/wounds/swim.html").contains("syntax."));
    let plain = SiteTest::sound();
    plain.build().succeeds();
    assert_eq!(plain.published("assets/syntax.*.css"), "assets/syntax.*.css");
}

#[test]
fn content_is_data_and_never_runs() {
    let hostile = THREAD
        .replace("May I swim with stitches?", "'<script>alert(1)</script> {{ 7 * 7 }}'")
        .replace("Keep the cut dry", "<img src=x onerror=alert(1)> {% include \"x\" %} {{ 7 * 7 }} Keep the cut dry")
        .replace("Not for two weeks", "<b onclick=alert(1)>Not</b> for two weeks")
        .replace("Vida Norstrand", "\"Vida <script>\"");
    let site = SiteTest::new().file("content/wounds/swim.md", &hostile);
    site.build().succeeds().page("wounds/swim.html", &["{{ 7 * 7 }}", "{% include", "&lt;script&gt;"]);
    for (path, bytes) in site.tree("public") {
        let text = String::from_utf8_lossy(&bytes);
        let html = path.extension().is_some_and(|extension| extension == "html" || extension == "xml");
        assert!(!html || (!text.contains("<script>") && !text.contains("<img") && !text.contains("<b ")), "{}", path.display());
    }
}

#[test]
fn templates_and_assets_are_replaced_file_by_file() {
    let site = SiteTest::sound()
        .file("templates/404.html", "{% extends \"layout.html\" %}{% block main %}<h1>Lost?</h1>{% endblock main %}")
        .file("templates/assets/site.css", "body { color: red }")
        .file("templates/assets/extra.txt", "more");
    site.build()
        .succeeds()
        .page("404.html", &["<h1>Lost?</h1>"])
        .page("assets/site.*.css", &["color: red"])
        .page("assets/extra.txt", &["more"]);
}

#[test]
fn an_output_folder_that_is_not_ours_is_refused() {
    let site = SiteTest::sound().file("public/precious.txt", "mine");
    site.build().fails(2).says(&["was not made by sitegen"]);
    assert_eq!(site.text("public/precious.txt"), "mine");
}

/// The committed site is what a build makes: golden snapshot and proof of P6 in one.
#[test]
fn the_committed_site_is_fresh() {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
    let fresh = SiteTest::new();
    fresh.run(&["--root", root.to_str().unwrap(), "build", "--out", "public"]).succeeds();
    let committed = support::files_below(&root.join("public"));
    let built = support::files_below(&fresh.root().join("public"));
    let names = |files: &[(std::path::PathBuf, Vec<u8>)]| files.iter().map(|(path, _)| path.clone()).collect::<Vec<_>>();
    assert_eq!(names(&committed), names(&built), "run `cargo run --release -- build` and look at what changed");
    for ((path, old), (_, new)) in committed.iter().zip(&built) {
        assert!(old == new, "public/{} differs; run `cargo run --release -- build` and look at what changed", path.display());
    }
}

#[test]
fn the_site_is_never_made_among_its_sources() {
    let site = SiteTest::sound();
    for out in ["content", "content/out", "templates", ".", "wounds/../content"] {
        site.run(&["build", "--out", out]).fails(2).says(&["which the site is made from"]);
    }
}

#[test]
fn control_characters_reach_no_page() {
    let site = SiteTest::new().file("content/wounds/swim.md", &THREAD.replace("Keep the cut dry", "Keep \u{1b}[31mthe \u{7}cut dry"));
    site.build().succeeds();
    for (path, bytes) in site.tree("public") {
        assert!(!bytes.iter().any(|byte| *byte == 0x1b || *byte == 0x07), "{}", path.display());
    }
}
