//! Questions in JSON-LD (`<script type="application/ld+json">`).

use serde_json::Value;

use crate::import::html::{NodeId, Tree};

use super::item::{DEEPEST, Item, Property};

/// The scripts that hold JSON-LD, with their texts.
pub(super) fn scripts(tree: &Tree) -> Vec<(NodeId, String)> {
    let is_json_ld = |node: &NodeId| {
        let kind = tree.attribute(*node, "type").map(str::to_ascii_lowercase);
        tree.name(*node) == "script" && kind.is_some_and(|kind| kind.trim().starts_with("application/ld+json"))
    };
    tree.below(Tree::ROOT).into_iter().filter(is_json_ld).map(|node| (node, tree.text(node))).collect()
}

/// The questions that a script names, wherever they stand in it.
pub(super) fn questions(value: &Value, place: &str) -> Vec<Item> {
    let mut found = Vec::new();
    let mut waiting = vec![(place.to_owned(), value)];
    while let Some((place, value)) = waiting.pop() {
        match value {
            Value::Object(_) if kinds(value).iter().any(|kind| kind == "Question") => found.push(item(value, &place, 0)),
            Value::Object(members) => {
                let keys = ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"];
                let below = keys.iter().rev().filter_map(|key| Some((format!("{place}/{key}"), members.get(*key)?)));
                waiting.extend(below);
            }
            Value::Array(items) => {
                waiting.extend(items.iter().enumerate().rev().map(|(index, item)| (format!("{place}/{index}"), item)));
            }
            _ => {}
        }
    }
    found
}

fn kinds(value: &Value) -> Vec<String> {
    let name = |value: &Value| value.as_str().map(|kind| kind.rsplit(['/', '#', ':']).next().unwrap_or(kind).to_owned());
    match &value["@type"] {
        Value::Array(kinds) => kinds.iter().filter_map(name).collect(),
        kind => name(kind).into_iter().collect(),
    }
}

fn item(value: &Value, place: &str, depth: usize) -> Item {
    let mut properties = Vec::new();
    for (key, value) in value.as_object().into_iter().flatten() {
        let place = format!("{place}/{}", key.replace('~', "~0").replace('/', "~1"));
        match value {
            Value::Array(items) => {
                properties.extend(
                    items
                        .iter()
                        .enumerate()
                        .filter_map(|(index, value)| Some((key.clone(), property(value, format!("{place}/{index}"), depth)?))),
                );
            }
            _ => properties.extend(property(value, place, depth).map(|property| (key.clone(), property))),
        }
    }
    // Objects come in the order of their keys or of the text; accepted answers always come first.
    properties.sort_by_key(|(key, _)| key != "acceptedAnswer");
    Item { properties }
}

fn property(value: &Value, place: String, depth: usize) -> Option<Property> {
    match value {
        Value::Object(_) if depth < DEEPEST => match value.get("@value").and_then(Value::as_str) {
            Some(text) => Some(Property::Value { text: text.to_owned(), node: Some(format!("{place}/@value")) }),
            None => Some(Property::Item(item(value, &place, depth + 1))),
        },
        Value::String(text) => Some(Property::Value { text: text.clone(), node: Some(place) }),
        Value::Number(number) => Some(Property::Value { text: number.to_string(), node: Some(place) }),
        _ => None,
    }
}
