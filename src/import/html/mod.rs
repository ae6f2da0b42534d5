//! HTML of strangers: read as browsers read it, and its words as Markdown.

mod inline;
mod markdown;
mod proof;
mod tree;
mod words;

pub(super) use markdown::{Prose, absolute_address, to_markdown, to_prose};
pub(super) use tree::{Kind, NodeId, Tree};
pub(super) use words::visible_text;

/// The rule by which an element shows no words to a reader; `None` for one that does.
pub(super) fn hidden_by(tree: &Tree, node: NodeId) -> Option<&'static str> {
    match words::role(tree, node) {
        words::Role::Hidden(rule) => Some(rule),
        _ => None,
    }
}

/// Does an element stand apart from what is around it?
pub(super) fn is_block(tree: &Tree, node: NodeId) -> bool {
    words::role(tree, node) == words::Role::Block
}
