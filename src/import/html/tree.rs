//! A page as a tree of elements and texts, built by html5ever's parser, which reads what browsers
//! read however broken it is. Nodes stand in one list, so that no depth of nesting is a danger.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};

use html5ever::interface::{ElemName, ElementFlags, NodeOrText, QuirksMode, TreeSink};
use html5ever::tendril::{StrTendril, TendrilSink as _};
use html5ever::{Attribute, LocalName, Namespace, ParseOpts, QualName, local_name, ns, parse_document, parse_fragment};

/// A node's place in its tree's list.
pub(in crate::import) type NodeId = usize;

/// What a node is.
#[derive(Debug)]
pub(in crate::import) enum Kind {
    /// The root, a document type, a processing instruction: nothing of interest by itself.
    Other,
    /// An element with its attributes in small letters.
    Element { name: String, attributes: Vec<(String, String)> },
    /// Text, entities decoded.
    Text(String),
    /// A comment.
    Comment,
}

#[derive(Debug)]
struct Node {
    kind: Kind,
    parent: Option<NodeId>,
    children: Vec<NodeId>,
    /// The line on which it begins, from 1.
    line: usize,
}

/// A page or a piece of one.
#[derive(Debug)]
pub(in crate::import) struct Tree {
    nodes: Vec<Node>,
}

impl Tree {
    /// The root of every tree.
    pub(in crate::import) const ROOT: NodeId = 0;

    /// Reads a whole page.
    pub(in crate::import) fn page(html: &str) -> Self {
        if nests_too_deeply(html) {
            return Self::source(html);
        }
        parse_document(Sink::new(), ParseOpts::default()).one(html)
    }

    /// Reads a piece of HTML as it would stand inside a page's body.
    pub(in crate::import) fn fragment(html: &str) -> Self {
        if nests_too_deeply(html) {
            return Self::source(html);
        }
        let body = QualName::new(None, ns!(html), local_name!("body"));
        parse_fragment(Sink::new(), ParseOpts::default(), body, Vec::new(), false).one(html)
    }

    /// The source itself as one text: what a bomb is worth, and no word of it is lost.
    fn source(html: &str) -> Self {
        let sink = Sink::new();
        sink.append_to(Self::ROOT, NodeOrText::AppendText(html.into()));
        sink.finish()
    }

    /// What a node is.
    pub(in crate::import) fn kind(&self, node: NodeId) -> &Kind {
        &self.nodes[node].kind
    }

    /// A node's children in order.
    pub(in crate::import) fn children(&self, node: NodeId) -> &[NodeId] {
        &self.nodes[node].children
    }

    /// The node that holds this one.
    pub(in crate::import) fn parent(&self, node: NodeId) -> Option<NodeId> {
        self.nodes[node].parent
    }

    /// The line on which a node begins, from 1.
    pub(in crate::import) fn line(&self, node: NodeId) -> usize {
        self.nodes[node].line
    }

    /// An element's name; empty for anything else.
    pub(in crate::import) fn name(&self, node: NodeId) -> &str {
        match self.kind(node) {
            Kind::Element { name, .. } => name,
            _ => "",
        }
    }

    /// An element's attribute.
    pub(in crate::import) fn attribute(&self, node: NodeId, wanted: &str) -> Option<&str> {
        match self.kind(node) {
            Kind::Element { attributes, .. } => attributes.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.as_str()),
            _ => None,
        }
    }

    /// True where `word` is among the words of an attribute.
    pub(in crate::import) fn has_word(&self, node: NodeId, attribute: &str, word: &str) -> bool {
        self.attribute(node, attribute).is_some_and(|words| words.split_ascii_whitespace().any(|other| other == word))
    }

    /// A node and all that it holds, in the order of the text.
    pub(in crate::import) fn below(&self, node: NodeId) -> Vec<NodeId> {
        let mut found = Vec::new();
        let mut waiting = vec![node];
        while let Some(next) = waiting.pop() {
            found.push(next);
            waiting.extend(self.children(next).iter().rev());
        }
        found
    }

    /// All text below a node, as it is.
    pub(in crate::import) fn text(&self, node: NodeId) -> String {
        let texts = self.below(node).into_iter().filter_map(|node| match self.kind(node) {
            Kind::Text(text) => Some(text.as_str()),
            _ => None,
        });
        texts.collect()
    }
}

/// The parser's time grows with the square of the nesting (it looks through all open elements for each
/// new one), and browsers stop at 512: deeper than this is a bomb. Counts begun elements that are not
/// ended, less those that end by themselves.
fn nests_too_deeply(html: &str) -> bool {
    const DEEPEST: usize = 2000;
    const END_BY_THEMSELVES: [&str; 28] = [
        "area", "base", "br", "col", "colgroup", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "optgroup", "option",
        "p", "param", "rp", "rt", "source", "tbody", "td", "tfoot", "th", "thead", "tr", "wbr",
    ];
    let mut depth = 0_usize;
    for rest in html.split('<').skip(1) {
        let (ends, rest) = rest.strip_prefix('/').map_or((false, rest), |rest| (true, rest));
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        if !name.starts_with(|first: char| first.is_ascii_alphabetic()) || END_BY_THEMSELVES.contains(&name.as_str()) {
            continue;
        }
        depth = if ends { depth.saturating_sub(1) } else { depth + 1 };
        if depth > DEEPEST {
            return true;
        }
    }
    false
}

/// Builds a tree as the parser tells.
struct Sink {
    nodes: RefCell<Vec<Node>>,
    /// The line that the parser is at.
    line: Cell<usize>,
}

/// An element's name, which the parser asks for.
#[derive(Debug)]
struct Name(QualName);

impl ElemName for Name {
    fn ns(&self) -> &Namespace {
        &self.0.ns
    }

    fn local_name(&self) -> &LocalName {
        &self.0.local
    }
}

impl Sink {
    fn new() -> Self {
        let root = Node { kind: Kind::Other, parent: None, children: Vec::new(), line: 1 };
        Self { nodes: RefCell::new(vec![root]), line: Cell::new(1) }
    }

    fn add(&self, kind: Kind) -> Handle {
        let mut nodes = self.nodes.borrow_mut();
        nodes.push(Node { kind, parent: None, children: Vec::new(), line: self.line.get() });
        Handle { node: nodes.len() - 1, name: None }
    }

    /// Puts `child` at `position` among the children of `parent`; text joins text before it.
    fn insert(&self, parent: NodeId, position: usize, child: NodeOrText<Handle>) {
        let child = match child {
            NodeOrText::AppendNode(child) => {
                self.detach(child.node);
                child.node
            }
            NodeOrText::AppendText(text) => {
                let before = position.checked_sub(1).map(|position| self.nodes.borrow()[parent].children[position]);
                if let Some(before) = before
                    && let Kind::Text(earlier) = &mut self.nodes.borrow_mut()[before].kind
                {
                    earlier.push_str(&text);
                    return;
                }
                self.add(Kind::Text(text.to_string())).node
            }
        };
        let mut nodes = self.nodes.borrow_mut();
        // Detaching may have made the list shorter.
        let position = position.min(nodes[parent].children.len());
        nodes[parent].children.insert(position, child);
        nodes[child].parent = Some(parent);
    }

    fn append_to(&self, parent: NodeId, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(child) = &child {
            self.detach(child.node);
        }
        let position = self.nodes.borrow()[parent].children.len();
        self.insert(parent, position, child);
    }

    fn detach(&self, node: NodeId) {
        let mut nodes = self.nodes.borrow_mut();
        if let Some(parent) = nodes[node].parent.take() {
            nodes[parent].children.retain(|child| *child != node);
        }
    }
}

/// A node as the parser holds it: its name is asked for again and again.
#[derive(Debug, Clone)]
struct Handle {
    node: NodeId,
    name: Option<QualName>,
}

impl TreeSink for Sink {
    type Handle = Handle;
    type Output = Tree;
    type ElemName<'a> = Name;

    fn finish(self) -> Tree {
        Tree { nodes: self.nodes.into_inner() }
    }

    fn parse_error(&self, _message: Cow<'static, str>) {}

    fn get_document(&self) -> Handle {
        Handle { node: Tree::ROOT, name: None }
    }

    fn elem_name<'a>(&'a self, target: &'a Handle) -> Name {
        let unknown = || QualName::new(None, ns!(html), LocalName::from(""));
        Name(target.name.clone().unwrap_or_else(unknown))
    }

    fn create_element(&self, name: QualName, attributes: Vec<Attribute>, _flags: ElementFlags) -> Handle {
        let attributes = attributes.into_iter().map(|attribute| (attribute.name.local.to_string(), attribute.value.to_string())).collect();
        let handle = self.add(Kind::Element { name: name.local.to_string(), attributes });
        Handle { name: Some(name), ..handle }
    }

    fn create_comment(&self, _text: StrTendril) -> Handle {
        self.add(Kind::Comment)
    }

    fn create_pi(&self, _target: StrTendril, _data: StrTendril) -> Handle {
        self.add(Kind::Other)
    }

    fn append(&self, parent: &Handle, child: NodeOrText<Handle>) {
        self.append_to(parent.node, child);
    }

    fn append_based_on_parent_node(&self, element: &Handle, previous: &Handle, child: NodeOrText<Handle>) {
        if self.nodes.borrow()[element.node].parent.is_some() {
            self.append_before_sibling(element, child);
        } else {
            self.append(previous, child);
        }
    }

    fn append_doctype_to_document(&self, _name: StrTendril, _public: StrTendril, _system: StrTendril) {}

    fn get_template_contents(&self, target: &Handle) -> Handle {
        // What a template holds is never shown; it hangs on the template itself.
        Handle { node: target.node, name: None }
    }

    fn same_node(&self, one: &Handle, other: &Handle) -> bool {
        one.node == other.node
    }

    fn set_quirks_mode(&self, _mode: QuirksMode) {}

    fn append_before_sibling(&self, sibling: &Handle, child: NodeOrText<Handle>) {
        if let NodeOrText::AppendNode(child) = &child {
            self.detach(child.node);
        }
        let place = {
            let nodes = self.nodes.borrow();
            nodes[sibling.node].parent.map(|parent| (parent, nodes[parent].children.iter().position(|node| *node == sibling.node)))
        };
        if let Some((parent, Some(position))) = place {
            self.insert(parent, position, child);
        }
    }

    fn add_attrs_if_missing(&self, target: &Handle, added: Vec<Attribute>) {
        if let Kind::Element { attributes, .. } = &mut self.nodes.borrow_mut()[target.node].kind {
            for attribute in added {
                let name = attribute.name.local.to_string();
                if !attributes.iter().any(|(other, _)| *other == name) {
                    attributes.push((name, attribute.value.to_string()));
                }
            }
        }
    }

    fn remove_from_parent(&self, target: &Handle) {
        self.detach(target.node);
    }

    fn reparent_children(&self, node: &Handle, new_parent: &Handle) {
        let mut nodes = self.nodes.borrow_mut();
        let children = std::mem::take(&mut nodes[node.node].children);
        for child in &children {
            nodes[*child].parent = Some(new_parent.node);
        }
        nodes[new_parent.node].children.extend(children);
    }

    fn set_current_line(&self, line: u64) {
        self.line.set(usize::try_from(line).unwrap_or(usize::MAX));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn broken_html_reads_as_in_a_browser() {
        let tree = Tree::page("<!doctype html><p>One<p class=x>Two &amp; <b>three<table>lost<tr><td>cell");
        let names: Vec<&str> = tree.below(Tree::ROOT).into_iter().map(|node| tree.name(node)).filter(|name| !name.is_empty()).collect();
        assert_eq!(names, ["html", "head", "body", "p", "p", "b", "b", "table", "tbody", "tr", "td"]);
        assert_eq!(tree.text(Tree::ROOT), "OneTwo & threelostcell");
    }

    #[test]
    fn a_hundred_thousand_elements_deep_is_no_danger() {
        let bomb = "<div>".repeat(100_000);
        assert_eq!(Tree::fragment(&bomb).text(Tree::ROOT), bomb);
        assert!(Tree::fragment(&"<div>".repeat(1000)).below(Tree::ROOT).len() > 1000);
    }

    #[test]
    fn lines_are_counted_from_one() {
        let tree = Tree::page("<!doctype html>\n<p>a\n<script>x</script>");
        let script = tree.below(Tree::ROOT).into_iter().find(|node| tree.name(*node) == "script").unwrap();
        assert_eq!(tree.line(script), 3);
    }
}
