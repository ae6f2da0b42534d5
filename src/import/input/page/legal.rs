//! A page's disclaimer: schema.org has no word for it, so it is known by its first words.

use crate::import::html::{Kind, NodeId, Tree, is_block, visible_text};
use crate::import::input::nodes::Claims;
use crate::import::reading::Class;
use crate::import::vocabulary::{Vocabulary, begins_with_words};

use super::nodes;

/// Legal words and where they stand.
#[derive(Debug, Default)]
pub(super) struct Legal {
    pub(super) text: String,
    pub(super) nodes: Vec<String>,
}

/// The last block of words on a page that nothing else was made of and that begins as a disclaimer does,
/// with the paragraphs that stand in one frame with it.
pub(super) fn disclaimer(tree: &Tree, places: &[String], claims: &Claims, vocabulary: &Vocabulary) -> Legal {
    let order = tree.below(Tree::ROOT);
    let innermost = |node: &NodeId| {
        let holds_block = tree.below(*node)[1..].iter().any(|inner| is_block(tree, *inner));
        is_block(tree, *node) && !matches!(tree.kind(*node), Kind::Other) && !holds_block
    };
    let is_free = |legal: &Legal| claims.nodes(legal.nodes.clone(), "page").iter().all(|node| node.class == Class::Chrome);
    let opens =
        |text: &str| vocabulary.disclaimers.iter().any(|words| text.len() > words.len() && begins_with_words(text, &words.to_lowercase()));
    let first = order.into_iter().rev().find_map(|node| {
        // Cheap first: most nodes are no blocks.
        let is_candidate = !tree.name(node).is_empty() && is_block(tree, node) && innermost(&node);
        is_candidate.then(|| legal(tree, places, node)).filter(|legal| opens(&legal.text) && is_free(legal)).map(|legal| (node, legal))
    });
    let Some((mut node, mut found)) = first else { return Legal::default() };
    while let Some(frame) = tree.parent(node).filter(|frame| !matches!(tree.name(*frame), "" | "html" | "body" | "main")) {
        let framed = legal(tree, places, frame);
        if !opens(&framed.text) || !is_free(&framed) {
            break;
        }
        (node, found) = (frame, framed);
    }
    found
}

fn legal(tree: &Tree, places: &[String], node: NodeId) -> Legal {
    let text = visible_text(tree, node);
    let paragraphs = text.split("\n\n").map(|paragraph| paragraph.split_ascii_whitespace().collect::<Vec<_>>().join(" "));
    let text = paragraphs.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>().join("\n\n");
    Legal { text, nodes: nodes::texts_below(tree, places, node) }
}
