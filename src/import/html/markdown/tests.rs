use proptest::prelude::*;

use super::super::proof::rendered_words;
use super::*;

fn markdown(html: &str) -> String {
    to_markdown(html, Some("https://forum.example/t/7")).markdown
}

/// The Markdown before its proof.
fn blocks_of(html: &str) -> String {
    let tree = Tree::fragment(html);
    let site = Some("https://forum.example/t/7");
    let mut writer = Writer { tree: &tree, site, marks: true, left_out: BTreeMap::new(), has_block: has_block(&tree, Tree::ROOT) };
    let mut blocks = Vec::new();
    writer.flow(tree.children(Tree::ROOT), Depth::default(), &mut blocks);
    contain(&join(blocks, "\n\n"))
}

#[test]
fn html_becomes_markdown_that_people_write() {
    let html = "<h2>When?</h2><p>Keep the cut <b>dry </b>until <em>it has closed</em>.<br>Then wait.</p>
        <ul><li>day 1: rest</li><li>day 2: walk<ol start=3><li>slowly</li></ol></li></ul>
        <blockquote><p>May I swim?</p><p>Please.</p></blockquote>
        <pre class=\"lang-sh\"><code>echo `x`\n# y\n</code></pre><hr>
        <p>See <a href=\"/t/8?a=1&amp;copy;\">this (one)</a> or <code>x*y</code>.</p>";
    assert_eq!(
        blocks_of(html),
        "#### When?\n\nKeep the cut **dry** until *it has closed*.\\\nThen wait.\n\n- day 1: rest\n- day 2: walk\n  3. slowly\n\n\
         > May I swim?\n>\n> Please.\n\n```sh\necho `x`\n# y\n```\n\n***\n\n\
         See [this (one)](https://forum.example/t/8?a=1&amp;copy;) or `x*y`."
    );
}

#[test]
fn tables_and_images_are_kept_where_markdown_has_them() {
    assert_eq!(
        markdown("<table><tr><th>Dose|day</th><th>Days</th></tr><tr><td>5</td></tr></table>"),
        "| Dose\\|day | Days |\n| --- | --- |\n| 5 |  |"
    );
    assert_eq!(markdown("<p><img src=\"//i.example/a.png\" alt=\"The cut\"></p>"), "![The cut](https://i.example/a.png)");
}

#[test]
fn a_power_stays_a_power() {
    assert_eq!(markdown("<p>10<sup>-3</sup> mol of H<sub>2</sub>O, the 3<sup>rd</sup></p>"), "10⁻³ mol of H₂O, the 3rd");
}

#[test]
fn nothing_that_could_run_comes_through() {
    let prose = to_markdown(
        "<script>alert(1)</script><p onclick=x>Hi <a href=\"javascript:alert(1)\">there</a><iframe src=x>no</iframe>\
         <img src=x onerror=alert(1)><a href=\" JaVa\tscript:x\">you</a></p>&lt;script&gt;x&lt;/script&gt;<style>p{}</style>",
        None,
    );
    assert_eq!(prose.markdown, "Hi therexyou\n\n\\<script>x\\</script>");
    let left_out: Vec<(&str, usize)> = prose.left_out.into_iter().collect();
    assert_eq!(left_out, [("embedded", 1), ("image", 1), ("link", 2), ("script", 2)]);
}

#[test]
fn words_in_the_shape_of_markdown_stay_words() {
    for text in [
        "1) a",
        "1. a",
        "+ a",
        "- a",
        "---",
        "===",
        "# a",
        "> a",
        "~~a~~",
        "*a*",
        "_a_",
        "`a`",
        "[a](b)",
        "|a|b|",
        "&amp;",
        "<b>",
        "## a {#a1}",
        "```",
        "    a",
        "a\\",
    ] {
        let html = format!("<p>x</p><p>{}</p>", text.replace('&', "&amp;").replace('<', "&lt;"));
        let markdown = markdown(&html);
        let expected: Vec<String> = format!("x {text}").split_whitespace().map(str::to_owned).collect();
        assert_eq!(rendered_words(&markdown), Some(expected), "{markdown}");
    }
    assert_eq!(markdown("<h2>Foo {#a1}</h2>"), "#### Foo {\\#a1}");
}

#[test]
fn code_in_a_list_swallows_nothing_below_it() {
    let markdown = markdown("<ul><li><pre>a\n## b {#a1}</pre></li></ul><p>c</p>");
    assert_eq!(contain(&markdown), markdown);
    assert_eq!(rendered_words(&markdown).unwrap(), ["a", "##", "b", "{#a1}", "c"]);
}

#[test]
fn what_is_nested_too_deeply_keeps_its_words() {
    let html = format!("{}x{}", "<ul><li>".repeat(300), "</ul>".repeat(300));
    assert_eq!(rendered_words(&markdown(&html)).unwrap(), ["x"]);
    let html = format!("{}x", "<div><b>".repeat(150));
    assert_eq!(rendered_words(&markdown(&html)).unwrap(), ["x"]);
}

/// Any HTML at all, made of what bodies are made of.
fn html() -> impl Strategy<Value = String> {
    let tags = [
        "p",
        "b",
        "em",
        "i",
        "strong",
        "a href=https://x.example/a_(b)",
        "ul",
        "ol",
        "li",
        "blockquote",
        "pre",
        "code",
        "h2",
        "table",
        "tr",
        "td",
        "th",
        "br",
        "hr",
        "sup",
        "div",
        "span",
        "del",
        "img src=https://x.example/y.png alt=z",
        "script",
        "details",
        "summary",
        "dl",
        "dt",
        "dd",
        "/p",
        "/b",
        "/em",
        "/ul",
        "/ol",
        "/li",
        "/blockquote",
        "/pre",
        "/code",
        "/h2",
        "/table",
        "/a",
        "/strong",
        "/i",
        "/del",
        "/td",
        "/sup",
        "/div",
    ];
    let words = [
        "a",
        " ",
        "b c",
        "1.",
        "- ",
        "+",
        "#",
        "*",
        "_x_",
        "**",
        "`",
        "``",
        "~",
        "|",
        "!",
        "[y](z)",
        "&lt;i>",
        "&amp;amp;",
        "\n",
        "\n\n",
        "    ",
        "&nbsp;",
        ">",
        "\\",
        "{#a1}",
        "=",
        "---",
        ":",
        "(",
        ")",
        "é",
        "”",
        "3",
    ];
    let piece = prop_oneof![
        proptest::sample::select(tags.to_vec()).prop_map(|tag| format!("<{tag}>")),
        proptest::sample::select(words.to_vec()).prop_map(str::to_owned),
        "[ -~]{0,6}",
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    /// Whatever comes in, the words that a browser shows are the words that the Markdown says.
    #[test]
    fn the_words_are_the_same(html in html()) {
        let tree = Tree::fragment(&html);
        let prose = to_markdown(&html, None);
        let rendered = rendered_words(&prose.markdown);
        prop_assert_eq!(rendered, Some(visible_words(&tree, Tree::ROOT)), "{}\n---\n{}", html, prose.markdown);
        prop_assert_eq!(contain(&prose.markdown), prose.markdown.clone());
    }
}

/// The proof falls back to plain words where marks fail it; that should be rare.
#[test]
fn marks_are_seldom_given_up() {
    use proptest::strategy::ValueTree as _;
    use proptest::test_runner::TestRunner;
    let mut runner = TestRunner::deterministic();
    let strategy = html();
    let fallen = (0..2000).filter(|_| {
        let html = strategy.new_tree(&mut runner).unwrap().current();
        !says(&blocks_of(&html), &visible_words(&Tree::fragment(&html), Tree::ROOT))
    });
    let fallen = fallen.count();
    assert!(fallen <= 40, "{fallen} of 2000");
}
