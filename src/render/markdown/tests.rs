use super::*;
use crate::settings::Settings;
use crate::site::{LoadOptions, Site, Substitutes, load};
use crate::thread::markdown::escape as escape_words;

/// A site with one thread of two answers, one page and one image.
fn small_site() -> (tempfile::TempDir, Site) {
    let folder = tempfile::tempdir().unwrap();
    let root = camino::Utf8Path::from_path(folder.path()).unwrap();
    std::fs::create_dir_all(root.join("content/brows")).unwrap();
    std::fs::write(root.join("content/about.md"), "---\ntitle: About\n---\n").unwrap();
    let thread = "---\ntitle: T\nanswers:\n  - { id: a1 }\n  - { id: a2 }\ndisclaimer: D\n---\n\nQ\n\n## {#a1}\n\nA\n\n## {#a2}\n\nB\n";
    std::fs::write(root.join("content/brows/heavy.md"), thread).unwrap();
    let site = load(root, Settings::default(), &Substitutes::default(), &LoadOptions::default(), None, &mut Vec::new()).unwrap();
    (folder, site)
}

/// Renders a text of the thread `brows/heavy` for its own page.
fn rendered(text: &str, shape: Shape) -> (String, Vec<Finding>) {
    rendered_on(text, shape, &Address::page("brows/heavy"))
}

fn rendered_on(text: &str, shape: Shape, page: &Address) -> (String, Vec<Finding>) {
    let (_folder, site) = small_site();
    let destinations = Destinations::new(&site, [Address::asset("drawing.png")].into());
    let own = Address::page("brows/heavy");
    let mut findings = Vec::new();
    let prose = render(text, shape, &Place { destinations: &destinations, folder: "brows", own: &own }, &mut findings);
    (prose.html(&Links::relative(page)), findings)
}

fn blocks(text: &str) -> String {
    let (html, findings) = rendered(text, Shape::Blocks(3));
    assert_eq!(findings, [], "{text}");
    html
}

#[test]
fn ordinary_markdown_is_rendered_and_quotes_stay_straight() {
    assert_eq!(
        blocks("\"It's\" *so* -- ok... ~~x~~"),
        "<p>&quot;It's&quot; <em>so</em> -- ok... <del>x</del></p>\n".replace("&quot;", "\"")
    );
    assert_eq!(
        blocks("| a | b |\n|:-:|--:|\n| 1 | 2 |"),
        "<table><thead><tr><th class=\"align-center\">a</th><th class=\"align-end\">b</th></tr></thead><tbody>\n<tr><td class=\"align-center\">1</td><td class=\"align-end\">2</td></tr>\n</tbody></table>\n"
    );
}

#[test]
fn headings_keep_their_distance_below_the_pages_own() {
    assert_eq!(blocks("# A\n\n## B {onclick=x}"), "<h3>A</h3>\n<h4>B {onclick=x}</h4>\n");
    assert_eq!(blocks("### A\n\n###### B"), "<h3>A</h3>\n<h6>B</h6>\n");
}

#[test]
fn a_line_stays_a_line_whatever_it_begins_or_ends_with() {
    for (text, html) in [
        ("1. First", "1. First"),
        ("- *Wait* and `see`", "- <em>Wait</em> and <code>see</code>"),
        ("We are #", "We are #"),
        ("# a", "# a"),
        ("> a", "&gt; a"),
        ("a <!-- b --> c", "a  c"),
    ] {
        assert_eq!(rendered(text, Shape::Line), (html.to_owned(), Vec::new()), "{text}");
    }
}

#[test]
fn raw_html_is_shown_and_comments_are_dropped() {
    assert_eq!(blocks("<b onclick=x>hi</b>"), "<p>&lt;b onclick=x&gt;hi&lt;/b&gt;</p>\n");
    assert_eq!(blocks("<div>\n<script>x</script>\n</div>"), "<p>&lt;div&gt;\n&lt;script&gt;x&lt;/script&gt;\n&lt;/div&gt;</p>\n");
    assert_eq!(blocks("a\n\n<!-- note\n\nto self -->\n\nb"), "<p>a</p>\n<p>b</p>\n");
    assert_eq!(blocks("<!-- never closed\n\nwords"), "<p>&lt;!-- never closed\n\nwords</p>\n");
}

#[test]
fn links_inside_the_site_are_written_for_the_page_they_stand_on() {
    let text = "[a](#a2) [b](heavy.md) [c](../about.md) [d](/brows/heavy.html#a1) [e](_index.md) [f](/)";
    assert_eq!(
        rendered_on(text, Shape::Blocks(3), &Address::page("brows/heavy")).0,
        "<p><a href=\"#a2\">a</a> <a href=\"heavy.html\">b</a> <a href=\"../about.html\">c</a> <a href=\"#a1\">d</a> <a href=\"index.html\">e</a> <a href=\"../index.html\">f</a></p>\n"
    );
    assert_eq!(
        rendered_on("[a](#a2) [c](../about.md)", Shape::Blocks(3), &Address::expert("x")).0,
        "<p><a href=\"../brows/heavy.html#a2\">a</a> <a href=\"../about.html\">c</a></p>\n"
    );
}

#[test]
fn links_that_lead_nowhere_are_words_and_findings() {
    for (text, message, help) in [
        ("[x](hevy.md)", "the site has no `/brows/hevy.html`", "did you mean `/brows/heavy.html`?"),
        ("[x](#a9)", "`/brows/heavy.html` has no such place as `#a9` names", "places on that page: `#a1`, `#a2`"),
        ("[x](../../x.md)", "the link `../../x.md` leads outside the site", "count the `../`: each goes up one folder"),
        (
            "![x](y.png)",
            "the site has no `/brows/y.png`",
            "write the page's path from the site's root, such as `/numbness/will-it-fade.md`",
        ),
    ] {
        let (html, findings) = rendered(text, Shape::Blocks(3));
        assert_eq!(html, "<p>x</p>\n");
        assert_eq!((findings[0].message.as_str(), findings[0].help.as_str()), (message, help));
        assert!(text[findings[0].span.clone()].len() < text.len(), "only the address is underlined");
    }
}

#[test]
fn dangerous_links_are_words_and_findings() {
    for address in [
        "javascript:alert(1)",
        "JaVaScRiPt:x",
        "java&#9;script:x",
        "data:text/html,x",
        "vbscript:x",
        "//evil.example",
        "file:///etc/passwd",
    ] {
        let (html, findings) = rendered(&format!("[x](<{address}>) ![y](<{address}>)"), Shape::Blocks(3));
        assert_eq!(html, "<p>x y</p>\n", "{address}");
        assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::ForbiddenLink; 2], "{address}");
    }
}

#[test]
fn images_of_the_site_are_shown_and_others_become_links() {
    assert_eq!(blocks("![a *b*](/assets/drawing.png)"), "<p><img src=\"../assets/drawing.png\" alt=\"a b\" /></p>\n");
    assert_eq!(blocks("![a](https://x.example/y.png)"), "<p><a href=\"https://x.example/y.png\">a</a></p>\n");
    assert_eq!(blocks("[![a](https://x.example/y.png)](https://x.example/)"), "<p><a href=\"https://x.example/\">a</a></p>\n");
}

#[test]
fn too_deep_nesting_is_a_finding_and_stays_text() {
    let (html, findings) = rendered(&"> ".repeat(80), Shape::Blocks(3));
    assert_eq!(findings[0].code, Code::NestedTooDeeply);
    assert!(html.starts_with("<p>&gt; &gt;"));
}

/// The elements of some HTML with their attributes.
fn elements(html: &str) -> Vec<(String, Vec<(String, String)>)> {
    let tags = html.split('<').skip(1).filter(|tag| !tag.starts_with('/'));
    tags.map(|tag| {
        let length = tag.bytes().take_while(u8::is_ascii_alphanumeric).count();
        (tag[..length].to_owned(), crate::render::visible::attributes(&tag[length..]).0)
    })
    .collect()
}

/// The characters that mean something to Markdown, HTML or both, among a few that do not.
const ANY_MARKDOWN: &str =
    "([a-c #>*_`~|\\[\\]()!<>&;:/\"'=\\-+.0-9\n\t\\\\{}]|<script>|<img onerror=x>|javascript:|&#9;|\\]\\(|```|<!--|-->|é|\u{a0}){0,80}";

proptest::proptest! {
    #[test]
    fn escaped_words_come_back_word_for_word(text in "([a-c #>*_`~|\\[\\]()!<>&;:/\"'=\\-+.0-9\n\t\\\\{}éß\u{a0}]|&amp;|<b>|https://|www\\.){0,80}") {
        let (_folder, site) = small_site();
        let destinations = Destinations::new(&site, std::collections::BTreeSet::new());
        let own = Address::page("brows/heavy");
        let mut findings = Vec::new();
        let prose = render(&escape_words(&text), Shape::Blocks(3), &Place { destinations: &destinations, folder: "brows", own: &own }, &mut findings);
        let html = prose.html(&Links::relative(&own));
        proptest::prop_assert_eq!(crate::render::visible::visible_text(&html), crate::render::visible::collapse(&text));
        proptest::prop_assert!(elements(&html).iter().all(|(name, attributes)| (name == "p" || name == "br") && attributes.is_empty()), "{}", html);
        proptest::prop_assert_eq!(findings, Vec::new());
    }

    #[test]
    fn any_markdown_is_safe(text in ANY_MARKDOWN) {
        let allowed = ["p", "br", "em", "strong", "del", "a", "img", "ul", "ol", "li", "blockquote", "pre", "code", "span", "hr", "h3", "h4", "h5", "h6", "table", "thead", "tbody", "tr", "th", "td"];
        for shape in [Shape::Blocks(3), Shape::Line] {
            let (html, _) = rendered(&text, shape);
            for (name, attributes) in elements(&html) {
                proptest::prop_assert!(allowed.contains(&name.as_str()), "<{}> in {}", name, html);
                for (attribute, value) in attributes {
                    proptest::prop_assert!(["href", "title", "src", "alt", "class", "start"].contains(&attribute.as_str()), "{} in {}", attribute, html);
                    let plain = value.to_lowercase();
                    proptest::prop_assert!(attribute != "href" && attribute != "src" || !plain.contains("script:") || plain.starts_with("http") || plain.starts_with("mailto:"), "{}", html);
                }
            }
        }
    }
}
