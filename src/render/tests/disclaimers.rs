//! P3 by mutation: whatever hides a disclaimer or an answer fails the build.

use super::*;

/// P3: a part of the search index that carries a thread's answers without its disclaimer fails the build.
#[test]
fn a_search_shard_without_its_disclaimer_is_found() {
    let (site, _) = TestSite::new().load(None, &mut Vec::new());
    let shard = |thread: usize, words: &str| {
        let address = Address::search_shard("threads/1");
        let found = disclaimer::check_shard(&address, format!("take({words})").as_bytes(), &site.threads[thread]);
        found.map(|problem| (problem.code, problem.labels[0].source.path().as_str().to_owned()))
    };
    assert_eq!(shard(0, r#"{"text":"Not advice, & not \"a diagnosis\".\nCall *911* in an emergency."}"#), None);
    let found = Some((Code::UndisplayedDisclaimer, "content/numbness/second.md".to_owned()));
    assert_eq!(shard(1, r#"{"text":"Opinions only, cut"}"#), found);
}

/// The embedded template `name`.
fn embedded(name: &str) -> String {
    let files = template_files::read(Utf8Path::new("/nonexistent"), &mut Vec::new());
    files.templates[name].text().to_owned()
}

/// Renders with `name` replaced by what `change` makes of it; the change must change something.
fn mutated(name: &str, from: &str, to: &str) -> Rendered {
    let original = embedded(name);
    let changed = original.replace(from, to);
    assert_ne!(original, changed, "nothing to change: {from}");
    TestSite::new().with(&format!("templates/{name}"), &changed).render(None)
}

#[test]
fn a_template_that_does_not_show_the_disclaimer_fails_the_build() {
    const TEXT: &str = "{{ disclaimer.text }}";
    const PARAGRAPH: &str = "<p class=\"legal\"{{ disclaimer.text | direction }}>{{ disclaimer.text }}</p>";
    const THREAD: &str = "{% if thread.disclaimer %}{% set disclaimer = thread.disclaimer %}{% include \"disclaimer.html\" %}{% endif %}";
    const EXPERT: &str = "{% for disclaimer in expert.disclaimers %}{% include \"disclaimer.html\" %}{% endfor %}";
    let in_disclaimer = [
        (TEXT, ""),
        (TEXT, "<!-- {{ disclaimer.text }} -->"),
        (TEXT, "{# {{ disclaimer.text }} #}"),
        (TEXT, "{{ disclaimer.text | truncate(length=20) }}"),
        (TEXT, "{{ disclaimer.text | upper }}"),
        (TEXT, "{{ disclaimer.text | replace(from=\"Not\", to=\"\") | replace(from=\"only\", to=\"\") }}"),
        (TEXT, "<span title=\"{{ disclaimer.text }}\">legal</span>"),
        ("<p class=\"legal\"", "<p class=\"legal\" hidden"),
        ("<p class=\"legal\"", "<p class=\"legal visually-hidden\""),
        ("<p class=\"legal\"", "<p class=\"print-hidden\""),
        ("<p class=\"legal\"", "<p style=\"display:none\""),
        ("<p class=\"legal\"", "<p aria-hidden=\"true\""),
        ("<section class=\"disclaimer\">", "<section inert>"),
        (PARAGRAPH, "<details><summary>Legal</summary>{{ disclaimer.text }}</details>"),
        (PARAGRAPH, "<template>{{ disclaimer.text }}</template>"),
        (PARAGRAPH, "<noscript>{{ disclaimer.text }}</noscript>"),
        (PARAGRAPH, "<textarea>{{ disclaimer.text }}</textarea>"),
        (PARAGRAPH, "<dialog>{{ disclaimer.text }}</dialog>"),
        (PARAGRAPH, "<svg><text>{{ disclaimer.text }}</text></svg>"),
    ];
    let in_pages = [
        ("thread.html", THREAD, ""),
        ("thread.html", THREAD, "{% if not thread.disclaimer %}{{ thread.disclaimer.text }}{% endif %}"),
        ("thread.html", "{% block main %}", "{% block main %}<!-- "),
        ("expert.html", EXPERT, ""),
        (
            "expert.html",
            EXPERT,
            "{% for disclaimer in expert.disclaimers %}{% if loop.first %}{% include \"disclaimer.html\" %}{% endif %}{% endfor %}",
        ),
        (
            "expert.html",
            EXPERT,
            "<div hidden>{% for disclaimer in expert.disclaimers %}{% include \"disclaimer.html\" %}{% endfor %}</div>",
        ),
        ("layout.html", "<main id=\"main\" tabindex=\"-1\">", "<main hidden>"),
        ("layout.html", "<body>", "<body><head>"),
    ];
    let all = in_disclaimer.into_iter().map(|(from, to)| ("disclaimer.html", from, to)).chain(in_pages);
    for (name, from, to) in all {
        let rendered = mutated(name, from, to);
        let found: Vec<_> = rendered.errors().into_iter().filter(|error| error.code == Code::UndisplayedDisclaimer).collect();
        assert!(!found.is_empty(), "{name}: {from} → {to}\n{}", rendered.report());
        assert!(found[0].labels[0].source.path().starts_with("content/numbness/"), "the content file is named");
        assert!(found[0].message.starts_with('`'), "the output file is named: {}", found[0].message);
    }
    assert_eq!(mutated("thread.html", "<h1", "<h1 class=\"big\"").errors().len(), 0, "a harmless change passes");
}

#[test]
fn a_template_that_leaves_out_an_answer_fails_the_build() {
    for (name, from, to) in [
        ("thread.html", "{% for answer in thread.answers %}{% include \"answer.html\" %}{% endfor %}", ""),
        ("answer.html", "{{ answer.body_html | safe }}", "{{ answer.body_html | safe | truncate(length=9) }}"),
        ("answer.html", "<div class=\"prose\"", "<div hidden"),
        ("expert.html", "{% for answer in expert.answers %}", "{% for answer in expert.answers[1:] %}"),
        ("expert.html", "{{ answer.body_html | safe }}", "{{ answer.thread_title }}"),
    ] {
        let rendered = mutated(name, from, to);
        assert!(!rendered.errors().is_empty(), "{name}: {from} → {to}\n{}", rendered.report());
    }
}

#[test]
fn an_open_code_block_cannot_swallow_the_twins_disclaimer() {
    let rendered = TestSite::new().with("content/numbness/open.md", &SECOND.replace("Third words.", "```\nnever closed")).render(None);
    assert!(
        rendered.errors().iter().any(|error| error.code == Code::UndisplayedDisclaimer && error.message.contains("open.md")),
        "{}",
        rendered.report()
    );
}

#[test]
fn a_sites_own_disclaimer_says_so() {
    let bare = SECOND.replace("disclaimer: Opinions only.\n", "");
    let rendered = TestSite::new().with("sitegen.yaml", "disclaimer: Ask a doctor.\n").with("content/numbness/bare.md", &bare).render(None);
    assert_eq!(rendered.errors().len(), 0, "{}", rendered.report());
    assert!(rendered.text("numbness/bare.html").contains("these words are this site’s own"));
    assert!(rendered.text("numbness/bare.md").contains("## Disclaimer of this site\n\nAsk a doctor.\n"));
}
