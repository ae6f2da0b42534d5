//! What of a piece of HTML a reader sees, and in which way.

use super::tree::{Kind, NodeId, Tree};

/// How a node takes part in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// Text.
    Text,
    /// An element that stands apart from what is around it.
    Block,
    /// An element that runs on within a line.
    Inline,
    /// The end of a line.
    Break,
    /// An image: its words, else its address.
    Image,
    /// Nothing that a reader sees; with the rule by which it is left out.
    Hidden(&'static str),
    /// Nothing at all.
    Nothing,
}

/// Elements that stand apart (WHATWG HTML, section 15.3.3, and what browsers do).
const BLOCKS: [&str; 46] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "li",
    "listing",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "tbody",
    "td",
    "th",
    "tr",
];

/// More elements that stand apart; the list above is full lines.
const MORE_BLOCKS: [&str; 5] = ["tfoot", "thead", "ul", "xmp", "plaintext"];

/// What `node` is to a reader.
pub(super) fn role(tree: &Tree, node: NodeId) -> Role {
    match tree.kind(node) {
        Kind::Text(_) => return Role::Text,
        Kind::Comment => return Role::Nothing,
        Kind::Other => return Role::Block,
        Kind::Element { .. } => {}
    }
    match tree.name(node) {
        "br" => Role::Break,
        "wbr" => Role::Nothing,
        "img" => Role::Image,
        "script" | "style" | "template" | "noscript" | "head" | "title" | "link" | "meta" | "base" => Role::Hidden("script"),
        "iframe" | "frame" | "frameset" | "noframes" | "object" | "embed" | "applet" | "svg" | "math" | "canvas" | "audio" | "video"
        | "noembed" => Role::Hidden("embedded"),
        "input" | "button" | "select" | "textarea" | "datalist" | "option" | "optgroup" | "progress" | "meter" => Role::Hidden("form"),
        _ if is_hidden(tree, node) => Role::Hidden("hidden"),
        name if BLOCKS.contains(&name) || MORE_BLOCKS.contains(&name) => Role::Block,
        _ => Role::Inline,
    }
}

fn is_hidden(tree: &Tree, node: NodeId) -> bool {
    let style = tree.attribute(node, "style").map(|style| style.to_ascii_lowercase().replace(char::is_whitespace, ""));
    tree.attribute(node, "hidden").is_some()
        || style.is_some_and(|style| style.contains("display:none") || style.contains("visibility:hidden"))
}

/// The words that stand for an image: those that its author gave, else its address.
pub(super) fn image_words(tree: &Tree, node: NodeId) -> &str {
    let words = tree.attribute(node, "alt").filter(|words| !words.trim().is_empty());
    words.or_else(|| tree.attribute(node, "src").filter(|address| !address.starts_with("data:"))).unwrap_or_default().trim()
}

/// Text inside `sup` or `sub` in characters that are raised or lowered themselves, since Markdown knows
/// neither and 10⁻³ must not become 10-3; as it is where there are no such characters.
pub(super) fn raised_or_lowered(element: &str, text: &str) -> Option<String> {
    let characters = match element {
        "sup" => "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁼⁽⁾ⁿ",
        "sub" => "₀₁₂₃₄₅₆₇₈₉₊₋₋₌₍₎ₙ",
        _ => return None,
    };
    let turned = |character: char| match "0123456789+-−=()n".chars().position(|plain| plain == character) {
        Some(position) => characters.chars().nth(position),
        None => character.is_ascii_whitespace().then_some(character),
    };
    text.chars().map(turned).collect()
}

/// The words that a reader sees below `node`, by white space.
pub(super) fn visible_words(tree: &Tree, node: NodeId) -> Vec<String> {
    visible_text(tree, node).split_whitespace().map(str::to_owned).collect()
}

/// The text that a reader sees below `node`, with line ends where elements stand apart.
pub(in crate::import) fn visible_text(tree: &Tree, node: NodeId) -> String {
    let mut text = String::new();
    // Going down, a node comes with `true`; coming back, a block's end with `false`.
    let mut waiting = vec![(node, true)];
    while let Some((node, going_down)) = waiting.pop() {
        let role = role(tree, node);
        match role {
            Role::Hidden(_) | Role::Nothing => continue,
            Role::Break => text.push('\n'),
            Role::Image => text.push_str(image_words(tree, node)),
            Role::Text => push_text(tree, node, &mut text),
            Role::Block => text.push_str("\n\n"),
            Role::Inline => {}
        }
        if going_down && matches!(role, Role::Block | Role::Inline) {
            if role == Role::Block {
                waiting.push((node, false));
            }
            waiting.extend(tree.children(node).iter().rev().map(|child| (*child, true)));
        }
    }
    text
}

fn push_text(tree: &Tree, node: NodeId, text: &mut String) {
    if let Kind::Text(words) = tree.kind(node) {
        let parent = tree.parent(node).map_or("", |parent| tree.name(parent));
        match raised_or_lowered(parent, words) {
            Some(turned) => text.push_str(&turned),
            None => text.push_str(words),
        }
    }
}
