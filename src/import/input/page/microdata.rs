//! Questions in microdata (WHATWG HTML, chapter 5): `itemscope`, `itemtype`, `itemprop`.

use crate::import::html::{NodeId, Tree};

use super::item::{DEEPEST, Item, Property};
use super::nodes;

/// The questions that a page's elements name. `itemref` is not followed.
pub(super) fn questions(tree: &Tree) -> Vec<Item> {
    let is_question =
        |node: &NodeId| tree.attribute(*node, "itemscope").is_some() && kinds(tree, *node).iter().any(|kind| kind == "Question");
    let places = nodes::places(tree);
    let found: Vec<NodeId> = tree.below(Tree::ROOT).into_iter().filter(is_question).collect();
    found.into_iter().map(|node| item(tree, &places, node, 0)).collect()
}

fn kinds(tree: &Tree, node: NodeId) -> Vec<String> {
    let kinds = tree.attribute(node, "itemtype").unwrap_or_default().split_ascii_whitespace();
    kinds.filter(|kind| kind.contains("schema.org")).filter_map(|kind| kind.rsplit(['/', '#']).next()).map(str::to_owned).collect()
}

/// An item with the properties that are its own, not those of items inside it.
fn item(tree: &Tree, places: &[String], root: NodeId, depth: usize) -> Item {
    let mut properties = Vec::new();
    let mut waiting: Vec<NodeId> = tree.children(root).iter().rev().copied().collect();
    while let Some(node) = waiting.pop() {
        let is_item = tree.attribute(node, "itemscope").is_some();
        for name in tree.attribute(node, "itemprop").unwrap_or_default().split_ascii_whitespace() {
            let property = match is_item {
                true if depth >= DEEPEST => continue,
                true => Property::Item(item(tree, places, node, depth + 1)),
                false => value(tree, places, node),
            };
            properties.push((name.to_owned(), property));
        }
        if !is_item {
            waiting.extend(tree.children(node).iter().rev());
        }
    }
    Item { properties }
}

/// A property's value, by its element (section 5.2.4).
fn value(tree: &Tree, places: &[String], node: NodeId) -> Property {
    let attribute = match tree.name(node) {
        "meta" => Some("content"),
        "a" | "area" | "link" => Some("href"),
        "img" | "audio" | "video" | "source" | "iframe" | "embed" | "track" => Some("src"),
        "object" => Some("data"),
        "data" | "meter" => Some("value"),
        "time" => Some("datetime"),
        _ => Some("content"),
    };
    let value = attribute.and_then(|attribute| tree.attribute(node, attribute));
    // A name that is a link says its name by its words.
    let is_name = tree.has_word(node, "itemprop", "name") || tree.has_word(node, "itemprop", "author");
    match value.filter(|_| !(is_name && tree.name(node) == "a")) {
        Some(value) => Property::Value { text: value.to_owned(), node: None },
        None => Property::Element { node, text: tree.text(node), texts: nodes::texts_below(tree, places, node) },
    }
}
