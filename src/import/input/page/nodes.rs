//! Where a page's texts stand, and what is left out of them by which rule.

use std::collections::BTreeMap;

use crate::import::html::{Kind, NodeId, Tree};

/// Every node's place, such as `/html/body/p[2]/text()`.
pub(super) fn places(tree: &Tree) -> Vec<String> {
    let order = tree.below(Tree::ROOT);
    let mut places = vec![String::new(); order.iter().max().map_or(0, |last| last + 1)];
    for node in order {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for child in tree.children(node) {
            let name = match tree.kind(*child) {
                Kind::Text(_) => "text()",
                Kind::Element { name, .. } => name,
                Kind::Comment => "comment()",
                Kind::Other => "node()",
            };
            let count = counts.entry(name).or_default();
            *count += 1;
            places[*child] = if *count == 1 { format!("{}/{name}", places[node]) } else { format!("{}/{name}[{count}]", places[node]) };
        }
    }
    places
}

/// The place of the text in an element that holds just one, such as a script.
pub(super) fn text_place(tree: &Tree, places: &[String], element: NodeId) -> String {
    let text = tree.children(element).iter().find(|child| matches!(tree.kind(**child), Kind::Text(_)));
    text.map(|text| places[*text].clone()).unwrap_or_default()
}

/// The places of all texts below a node that say something.
pub(super) fn texts_below(tree: &Tree, places: &[String], node: NodeId) -> Vec<String> {
    let is_text = |node: &NodeId| matches!(tree.kind(*node), Kind::Text(text) if !text.trim().is_empty());
    let hidden = |node: &NodeId| hidden_by(tree, *node).is_some();
    tree.below(node).into_iter().filter(is_text).filter(|node| !hidden(node)).map(|node| places[node].clone()).collect()
}

/// The rule by which a text that nobody claimed is left out.
pub(super) fn rule(tree: &Tree, node: NodeId) -> &'static str {
    let comment = std::iter::successors(Some(node), |node| tree.parent(*node)).any(|node| {
        tree.attribute(node, "itemtype").is_some_and(|kind| kind.ends_with("/Comment")) || tree.has_word(node, "itemprop", "comment")
    });
    hidden_by(tree, node).unwrap_or(if comment { "comment" } else { "page" })
}

/// The rule by which no reader sees a text.
fn hidden_by(tree: &Tree, node: NodeId) -> Option<&'static str> {
    std::iter::successors(tree.parent(node), |node| tree.parent(*node)).find_map(|node| crate::import::html::hidden_by(tree, node))
}
