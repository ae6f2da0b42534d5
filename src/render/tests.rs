//! Whole sites in a temporary folder, rendered and looked at.

mod disclaimers;

use std::sync::Mutex;

use camino::{Utf8Path, Utf8PathBuf};

use super::*;
use crate::diagnostic::{self, Severity, terminal};
use crate::settings;
use crate::site::{LoadOptions, load};

const FIRST: &str = "---
title: Will the tingling <fade>?
source: { file: thread-1.txt, imported: 2026-11-21 }
declared_answers: 3
short_answer: Most likely. See [the second](#a2).
aliases: [numbness/old.html]
see_also: [numbness/second]
answers:
  - { id: a1, name: Vida Norstrand, credentials: \"MD, FACS\", specialty: Plastic Surgeon, place: Fargo, rating: 4.9, reviews: 458 }
  - { id: a2, votes: 2 }
disclaimer: |
  Not advice, & not \"a diagnosis\".
  Call *911* in an emergency.
---

My cheek tingles.

## Same heading {#a1}

First words. See [below](#a2).

## Same heading {#a2}

Second words.
";

const SECOND: &str = "---
title: Numb lip
source: { file: thread-2.txt, imported: 2026-11-20 }
answers:
  - { id: a1, name: Vida Norstrand, place: Fargo }
disclaimer: Opinions only.
---

## {#a1}

Third words.
";

struct TestSite {
    _folder: tempfile::TempDir,
    root: Utf8PathBuf,
}

/// Keeps all files.
struct Taken(Mutex<Vec<OutputFile>>);

impl Receiver for Taken {
    fn take(&self, file: OutputFile) {
        self.0.lock().unwrap().push(file);
    }
}

struct Rendered {
    files: Vec<OutputFile>,
    problems: Vec<Diagnostic>,
}

impl TestSite {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap();
        let site = Self { _folder: folder, root };
        site.with("content/numbness/first.md", FIRST)
            .with("content/numbness/second.md", SECOND)
            .with("sitegen.yaml", "contact: editor@faq.example\n")
            .with("content/about.md", "---\ntitle: About\n---\nHello.\n")
    }

    fn with(self, path: &str, text: &str) -> Self {
        let path = self.root.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
        self
    }

    fn load(&self, base_url: Option<&str>, problems: &mut Vec<Diagnostic>) -> (Site, ParsedInterface) {
        let settings = settings::load(&self.root, problems);
        let interface = Interface::read(&self.root, &settings.language, problems);
        let options = LoadOptions { drafts: false, base_url: base_url.map(str::to_owned) };
        (load(&self.root, settings, &interface.substitutes(), &options, None, problems).unwrap(), interface.parse(problems))
    }

    fn render(&self, base_url: Option<&str>) -> Rendered {
        let mut problems = Vec::new();
        let (site, interface) = self.load(base_url, &mut problems);
        let taken = Taken(Mutex::default());
        render(&self.root, &site, interface, &mut Memory::default(), &taken, &mut problems);
        diagnostic::sort(&mut problems);
        let mut files = taken.0.into_inner().unwrap();
        files.sort_by(|one, other| one.address.cmp(&other.address));
        Rendered { files, problems }
    }
}

impl Rendered {
    fn text(&self, path: &str) -> &str {
        let file = self.files.iter().find(|file| file.address.path() == path || without_hash(file.address.path()) == path);
        std::str::from_utf8(&file.unwrap_or_else(|| panic!("no {path}")).bytes).unwrap()
    }

    /// The paths of all files, with `*` for the hash in an asset's name.
    fn paths(&self) -> Vec<String> {
        self.files.iter().map(|file| without_hash(file.address.path())).collect()
    }

    /// The markup of `script` elements that are not sitegen's own two: its script and its data.
    fn foreign_scripts(&self, path: &str) -> usize {
        let page = self.text(path);
        let own = page.matches("<script src=\"").count() + page.matches("<script type=\"application/ld+json\">{").count();
        assert!(own <= 3, "{page}");
        let data = page.split("<script type=\"application/ld+json\">").nth(1).and_then(|rest| rest.split("</script>").next());
        let parsed = data.map(serde_json::from_str::<serde_json::Value>);
        assert!(parsed.is_none_or(|parsed| parsed.is_ok()), "{page}");
        page.to_lowercase().matches("<script").count() - own
    }

    fn errors(&self) -> Vec<&Diagnostic> {
        self.problems.iter().filter(|problem| problem.severity == Severity::Error).collect()
    }

    fn report(&self) -> String {
        self.problems.iter().map(|problem| terminal::render(problem, false) + "\n").collect()
    }
}

/// An asset's path with `*` for the hash in its name.
fn without_hash(path: &str) -> String {
    let parts: Vec<&str> = path.split('.').collect();
    match parts.as_slice() {
        [start, hash, end] if hash.len() == 10 => format!("{start}.*.{end}"),
        _ => path.to_owned(),
    }
}

#[test]
fn a_site_consists_of_these_files_in_order() {
    let rendered = TestSite::new().render(Some("https://faq.example/x/"));
    assert_eq!(rendered.report(), "");
    assert_eq!(
        rendered.paths().into_iter().filter(|path| !path.starts_with("search/")).collect::<Vec<_>>(),
        [
            "404.html",
            "a-z.html",
            "about-this-copy.html",
            "about.html",
            "assets/icon.*.svg",
            "assets/redirect.*.js",
            "assets/search-field.*.js",
            "assets/search-index.*.js",
            "assets/search-page.*.js",
            "assets/search.*.css",
            "assets/site.*.css",
            "assets/site.*.js",
            "changes.html",
            "experts/index.html",
            "experts/vida-norstrand.html",
            "feed.xml",
            "index.html",
            "llms.txt",
            "numbness/feed.xml",
            "numbness/first.html",
            "numbness/first.md",
            "numbness/index.html",
            "numbness/old.html",
            "numbness/second.html",
            "numbness/second.md",
            "robots.txt",
            "search.html",
            "sitemap.xml",
        ]
    );
    assert!(rendered.paths().contains(&"search/index.js".to_owned()));
}

#[test]
fn a_thread_page_shows_the_thread() {
    let rendered = TestSite::new().render(None);
    let page = rendered.text("numbness/first.html");
    let words = visible::visible_text(page);
    for shown in [
        "Will the tingling <fade>?",
        "Question My cheek tingles. 2 of 3 answers were captured, 1 by a named expert, copied on 21 November 2026.",
        "Short answer by the editor of this site Most likely. See the second.",
        "Same heading Vida Norstrand, MD, FACS Plastic Surgeon, Fargo Rated 4.9 of 5 from 458 reviews when copied, 21 November 2026 First words.",
        "Same heading Name not given in the source 2 votes for this answer Second words.",
        "Disclaimer of the source Not advice, & not \"a diagnosis\". Call *911* in an emergency.",
        "Not clinically reviewed: individual doctors’ answers.",
        "Source: thread-1.txt, copied on 21 November 2026.",
        "Related questions Numb lip Chosen by the editor",
    ] {
        assert!(words.contains(shown), "{shown}\nnot in\n{words}");
    }
    for part in [
        "<article class=\"answer\" id=\"a1\"",
        "href=\"../experts/vida-norstrand.html\"",
        "href=\"second.html\"",
        "type=\"text/markdown\" href=\"first.md\"",
        ", Answer 2, Name not given",
    ] {
        assert!(page.contains(part), "{part}\nnot in\n{page}");
    }
    assert!(!page.contains("canonical"));
    assert_eq!(rendered.foreign_scripts("numbness/first.html"), 0);
    assert!(!page.contains("style=") && !page.contains("<details"));
    assert!(
        rendered.text("numbness/second.html").contains("<h2 class=\"visually-hidden\" id=\"a1-heading\">Answer 1, Vida Norstrand</h2>")
    );
}

#[test]
fn links_in_an_answer_are_written_anew_on_the_experts_page_and_in_the_feed() {
    let rendered = TestSite::new().render(Some("https://faq.example/x/"));
    assert!(rendered.text("numbness/first.html").contains("<a href=\"#a2\">below</a>"));
    assert!(rendered.text("experts/vida-norstrand.html").contains("<a href=\"../numbness/first.html#a2\">below</a>"));
    assert!(rendered.text("feed.xml").contains("&lt;a href=&quot;https://faq.example/x/numbness/first.html#a2&quot;&gt;below"));
    assert!(rendered.text("404.html").contains("href=\"/x/a-z.html\""));
    assert!(rendered.text("numbness/old.html").contains("url=first.html"));
    assert!(rendered.text("robots.txt").ends_with("Sitemap: https://faq.example/x/sitemap.xml\n"));
}

#[test]
fn the_twin_says_what_the_page_says() {
    let site =
        TestSite::new().with("content/numbness/third.md", &SECOND.replace("Third words.", "Words <!-- mine\n\nalone --> and *more*."));
    let rendered = site.render(None);
    assert!(rendered.text("numbness/first.md").contains(
        "## Same heading\n\nVida Norstrand, MD, FACS · Plastic Surgeon · Fargo · Rated 4.9 of 5 from 458 reviews when copied, 21 November 2026\n\nFirst words."
    ));
    assert!(
        rendered
            .text("numbness/first.md")
            .contains("\n## Disclaimer of the source\n\nNot advice, & not \"a diagnosis\".  \nCall \\*911\\* in an emergency.\n")
    );
    let third = rendered.text("numbness/third.md");
    assert!(third.contains("## Answer 1\n") && third.contains("and *more*."), "{third}");
}

#[test]
fn without_a_base_url_there_is_a_note_and_no_sitemap() {
    let rendered = TestSite::new().render(None);
    assert!(!rendered.paths().contains(&"sitemap.xml".to_owned()));
    assert!(rendered.report().starts_with("note[no-base-url]"), "{}", rendered.report());
    assert!(rendered.text("feed.xml").contains("<id>urn:sha256:"));
}

#[test]
fn the_result_does_not_depend_on_the_number_of_threads() {
    let site = TestSite::new().with("content/numbness/bad.md", &SECOND.replace("Third words", "[x](nowhere.md) [y](javascript:x)"));
    let with_threads = |count| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap();
        pool.install(|| site.render(None))
    };
    let (one, four) = (with_threads(1), with_threads(4));
    assert_eq!(one.files, four.files);
    assert_eq!(one.report(), four.report());
    assert_eq!(one.errors().len(), 2);
}

#[test]
fn a_broken_link_is_underlined_in_its_file() {
    let rendered = TestSite::new().with("content/numbness/bad.md", &SECOND.replace("Third words.", "See [x](secnd.md).")).render(None);
    snapbox::assert_data_eq!(
        terminal::render(rendered.errors()[0], false),
        snapbox::str![[r#"
error[broken-link]: the site has no `/numbness/secnd.html`
  --> content/numbness/bad.md:11:9
   |
11 | See [x](secnd.md).
   |         ^^^^^^^^ leads nowhere
   |
   = help: did you mean `/numbness/second.html`?
"#]]
    );
}

#[test]
fn highlighted_code_brings_its_stylesheet_along() {
    let rendered = TestSite::new().with("content/code.md", "---\ntitle: Code\n---\n\n```rust\nfn a() {}\n```\n").render(None);
    assert!(rendered.paths().contains(&"assets/syntax.*.css".to_owned()));
    assert!(rendered.text("code.html").contains("href=\"assets/syntax."));
    assert!(!rendered.text("about.html").contains("syntax."));
}

#[test]
fn mistakes_in_templates_are_underlined_all_in_one_run() {
    let broken = TestSite::new().with("templates/home.html", "{% if %}").with("templates/topic.html", "a\n{{ x }").render(None);
    assert_eq!(broken.errors().len(), 2, "{}", broken.report());
    assert_eq!(broken.files, []);
    for (name, text, expected) in [
        ("thread.html", "{{ thread.titel }}", "did you mean `title`?"),
        ("thread.html", "{% if thread.disclamer %}x{% endif %}", "did you mean `disclaimer`?"),
        ("thread.html", "{% if thred %}x{% endif %}", "did you mean `thread`?"),
        ("thread.html", "{{ thred.title }}", "available here: frame, page, site, thread"),
        ("answer.html", "{% for a in answer.wrods %}{% endfor %}", "--> templates/answer.html:1:20"),
        ("home.html", "{{ home.title | uper }}", "did you mean `upper`?"),
        ("home.html", "{% include \"topic-lst.html\" %}", "did you mean `topic-list.html`?"),
        ("home.html", "{{ home.title + 1 }}", "this cannot be rendered"),
        ("home.html", "{% extends \"layot.html\" %}", "--> templates/home.html"),
        ("home.html", "{% include \"home.html\" %}", "--> templates/home.html"),
    ] {
        let rendered = TestSite::new().with(&format!("templates/{name}"), text).render(None);
        assert!(!rendered.errors().is_empty(), "{text}");
        assert!(rendered.report().contains(expected), "{text}\n{}", rendered.report());
        assert_eq!(
            rendered.errors().iter().filter(|error| error.code == Code::TemplateError).count(),
            1,
            "once a template: {}",
            rendered.report()
        );
    }
}

#[test]
fn a_sites_own_templates_and_assets_replace_or_join_the_embedded() {
    let rendered = TestSite::new()
        .with("templates/plain.html", "<p>{% include \"motto.html\" %}{{ plain.title }}</p>")
        .with("templates/motto.html", "Calm. ")
        .with("templates/thred.html", "")
        .with("templates/assets/site.css", "p {}")
        .with("templates/assets/fonts/a.woff2", "x")
        .render(None);
    assert_eq!(rendered.text("about.html"), "<p>Calm. About</p>");
    assert_eq!(rendered.text("assets/site.*.css"), "p {}");
    assert!(rendered.paths().contains(&"assets/fonts/a.woff2".to_owned()));
    assert!(rendered.report().contains("did you mean `thread.html`?"), "{}", rendered.report());
}

#[test]
fn the_embedded_templates_name_nothing_unknown() {
    let mut problems = Vec::new();
    let files = template_files::read(&TestSite::new().root, &mut problems);
    assert!(!files.has_own_templates);
    let words = Words::new("en", &files.translations, &mut problems);
    let templates = Templates::new(files.templates, &words, &mut problems).unwrap();
    problems.extend(templates.unknown_names());
    assert!(problems.is_empty(), "{problems:?}");
}

#[test]
fn content_never_reaches_the_template_engine_as_a_template() {
    let hostile =
        SECOND.replace("Third words.", "{{ site.title }} {% include \"x\" %}").replace("Numb lip", "\"{{ 7 * 7 }} <script>x</script>\"");
    let rendered = TestSite::new().with("content/numbness/hostile.md", &hostile).render(None);
    assert_eq!(rendered.errors().len(), 0, "{}", rendered.report());
    let page = rendered.text("numbness/hostile.html");
    assert!(page.contains("{{ site.title }} {% include") && page.contains("{{ 7 * 7 }} &lt;script&gt;"), "{page}");
    assert_eq!(rendered.foreign_scripts("numbness/hostile.html"), 0);
}

#[test]
fn search_and_related_questions_can_be_left_out() {
    let site = || {
        let thread = |name: &str| format!("content/numbness/{name}.md");
        let text = "---\ntitle: Numb cheek after filler\n---\n\nTingling cheek, filler, bruise.\n";
        TestSite::new().with(&thread("one"), text).with(&thread("other"), text)
    };
    let without = site().with("sitegen.yaml", "title: T\nrelated: false\nsearch: { enabled: false }\n").render(None);
    let with = site().with("sitegen.yaml", "title: T\n").render(None);
    for (rendered, expected) in [(&with, true), (&without, false)] {
        assert!(rendered.errors().is_empty(), "{}", rendered.report());
        assert_eq!(rendered.paths().iter().any(|path| path.contains("search")), expected, "{:?}", rendered.paths());
        let pages = ["index.html", "numbness/one.html", "a-z.html", "404.html"];
        assert!(pages.iter().all(|page| rendered.text(page).contains("search") == expected));
        assert_eq!(rendered.text("numbness/one.html").contains("id=\"related\""), expected);
    }
}
