//! HTML as Markdown that people like to edit. What Markdown has no shape for loses its shape, never
//! its words.

use std::collections::BTreeMap;

use crate::thread::is_web_address;
use crate::thread::markdown::{contain, escape, escape_inline};

use super::inline::{Line, Mark, Piece, destination, write};
use super::proof::{is_allowed, says};
use super::tree::{Kind, NodeId, Tree};
use super::words::{Role, image_words, raised_or_lowered, role, visible_text, visible_words};

/// How many lists and quotes may stand inside each other; `render` allows 64 elements, and a list is two.
const DEEPEST_CONTAINER: usize = 16;

/// How many elements may stand inside each other before the rest is taken as plain words.
const DEEPEST_ELEMENT: usize = 200;

/// A text in Markdown, and what of it was left out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::import) struct Prose {
    /// The words, safe to stand in a thread's file.
    pub(in crate::import) markdown: String,
    /// How often each rule left something out.
    pub(in crate::import) left_out: BTreeMap<&'static str, usize>,
}

/// The Markdown of a piece of HTML. `site` is the address of the page that it is from, for its links.
pub(in crate::import) fn to_markdown(html: &str, site: Option<&str>) -> Prose {
    let tree = Tree::fragment(html);
    to_prose(&tree, Tree::ROOT, site)
}

/// The Markdown of what stands below `root`, which says the very words that a reader sees there: with
/// all its marks, else with none, else as plain paragraphs.
pub(in crate::import) fn to_prose(tree: &Tree, root: NodeId, site: Option<&str>) -> Prose {
    let words = visible_words(tree, root);
    let mut prose = Prose::default();
    for marks in [true, false] {
        let mut writer = Writer { tree, site, marks, left_out: BTreeMap::new(), has_block: has_block(tree, root) };
        let mut blocks = Vec::new();
        writer.flow(tree.children(root), Depth::default(), &mut blocks);
        prose = Prose { markdown: contain(&join(blocks, "\n\n")), left_out: writer.left_out };
        if says(&prose.markdown, &words) {
            return prose;
        }
    }
    *prose.left_out.entry("layout").or_default() += 1;
    prose.markdown = contain(&escape(&visible_text(tree, root)));
    prose
}

/// Which nodes hold an element that stands apart.
fn has_block(tree: &Tree, root: NodeId) -> Vec<bool> {
    let order = tree.below(root);
    let mut found = vec![false; order.iter().max().map_or(0, |last| last + 1)];
    for node in order.into_iter().rev() {
        found[node] = tree.children(node).iter().any(|child| found[*child] || role(tree, *child) == Role::Block);
    }
    found
}

/// A paragraph, list or the like.
struct Block {
    markdown: String,
    /// For a list, the mark of its items: two lists in a row need different ones.
    list: Option<&'static str>,
}

fn join(blocks: Vec<Block>, between: &str) -> String {
    blocks.into_iter().map(|block| block.markdown).collect::<Vec<_>>().join(between)
}

#[derive(Debug, Clone, Copy, Default)]
struct Depth {
    containers: usize,
    elements: usize,
}

impl Depth {
    fn element(self) -> Self {
        Self { elements: self.elements + 1, ..self }
    }

    fn container(self) -> Self {
        Self { containers: self.containers + 1, elements: self.elements + 1 }
    }

    fn is_too_deep(self) -> bool {
        self.containers > DEEPEST_CONTAINER || self.elements > DEEPEST_ELEMENT
    }
}

struct Writer<'a> {
    tree: &'a Tree,
    site: Option<&'a str>,
    /// Emphasis, links and tables; without them, words and paragraphs are left.
    marks: bool,
    left_out: BTreeMap<&'static str, usize>,
    has_block: Vec<bool>,
}

impl Writer<'_> {
    fn leave_out(&mut self, rule: &'static str) {
        *self.left_out.entry(rule).or_default() += 1;
    }

    /// Writes nodes in a row: runs of words become paragraphs between the blocks.
    fn flow(&mut self, nodes: &[NodeId], depth: Depth, blocks: &mut Vec<Block>) {
        let mut run = Vec::new();
        self.flow_into(nodes, depth, &mut run, blocks);
        finish_run(&mut run, blocks);
    }

    fn flow_into(&mut self, nodes: &[NodeId], depth: Depth, run: &mut Vec<Piece>, blocks: &mut Vec<Block>) {
        for node in nodes {
            match role(self.tree, *node) {
                Role::Block => {
                    finish_run(run, blocks);
                    self.block(*node, depth.element(), blocks);
                }
                // Emphasis or a link around paragraphs cannot be said in Markdown; its words can.
                Role::Inline if self.has_block[*node] && depth.is_too_deep() => {
                    finish_run(run, blocks);
                    self.plain(*node, blocks);
                }
                Role::Inline if self.has_block[*node] => self.flow_into(self.tree.children(*node), depth.element(), run, blocks),
                _ => self.inline(*node, depth, run),
            }
        }
    }

    /// The words below a node as paragraphs and nothing else.
    fn plain(&mut self, node: NodeId, blocks: &mut Vec<Block>) {
        blocks.push(Block { markdown: escape(&visible_text(self.tree, node)), list: None });
        self.leave_out("layout");
    }

    fn block(&mut self, node: NodeId, depth: Depth, blocks: &mut Vec<Block>) {
        let (tree, children) = (self.tree, self.tree.children(node));
        if depth.is_too_deep() {
            return self.plain(node, blocks);
        }
        match tree.name(node) {
            name @ ("h1" | "h2" | "h3" | "h4" | "h5" | "h6") if !self.has_block[node] => {
                let words = self.line(children, depth);
                if !words.is_empty() {
                    // `##` is an answer's own heading, so a heading inside one goes below.
                    let level = name[1..].parse::<usize>().map_or(6, |level| (level + 2).min(6));
                    blocks.push(Block { markdown: format!("{} {words}", "#".repeat(level)), list: None });
                }
            }
            "ul" | "ol" | "menu" | "dir" => self.list(node, depth.container(), blocks),
            "blockquote" => {
                let mut quoted = Vec::new();
                self.flow(children, depth.container(), &mut quoted);
                let lines = prefixed(&join(quoted, "\n\n"), "> ", "> ");
                blocks.extend((!lines.is_empty()).then_some(Block { markdown: lines, list: None }));
            }
            "pre" | "listing" | "xmp" | "plaintext" => self.code_block(node, blocks),
            "hr" => blocks.push(Block { markdown: "***".to_owned(), list: None }),
            "table" => {
                if let Some(markdown) = self.table(node, depth) {
                    blocks.push(Block { markdown, list: None });
                } else {
                    self.flow(children, depth, blocks);
                }
            }
            _ => self.flow(children, depth, blocks),
        }
    }

    fn line(&mut self, nodes: &[NodeId], depth: Depth) -> String {
        let mut run = Vec::new();
        for node in nodes {
            self.inline(*node, depth, &mut run);
        }
        write(&run, Line::Single)
    }

    fn list(&mut self, list: NodeId, depth: Depth, blocks: &mut Vec<Block>) {
        let ordered = self.tree.name(list) == "ol";
        let before = blocks.last().and_then(|block| block.list);
        let mark = match (ordered, before) {
            (true, Some(".")) => ")",
            (true, _) => ".",
            (false, Some("-")) => "*",
            (false, _) => "-",
        };
        let start = self.tree.attribute(list, "start").and_then(|start| start.parse::<u32>().ok()).unwrap_or(1);
        let mut number = start.min(999_999_999);
        let (mut items, mut is_loose) = (Vec::new(), false);
        let tree = self.tree;
        let is_item = |node: &NodeId| tree.name(*node) == "li";
        // What stands between the items counts as an item too.
        for children in tree.children(list).chunk_by(|one, other| !is_item(one) && !is_item(other)) {
            let mut item = Vec::new();
            match children {
                [only] if is_item(only) => self.flow(tree.children(*only), depth, &mut item),
                _ => self.flow(children, depth, &mut item),
            }
            if item.is_empty() {
                continue;
            }
            is_loose |= item.len() > 1 && item[1..].iter().any(|block| block.list.is_none());
            let marker = if ordered { format!("{number}{mark} ") } else { format!("{mark} ") };
            number = number.saturating_add(1);
            items.push((marker, item));
        }
        let between = if is_loose { "\n\n" } else { "\n" };
        // Code in an item stands four characters in, where no line of it can be taken for the file's own.
        let wide = items.iter().any(|(_, item)| item.iter().any(|block| block.markdown.contains("```") || block.markdown.contains("~~~")));
        let items = items.into_iter().map(|(marker, item)| {
            let marker = if wide { format!("{marker:<4}") } else { marker };
            prefixed(&join(item, between), &marker, &" ".repeat(marker.len()))
        });
        let markdown = items.collect::<Vec<_>>().join(between);
        if !markdown.is_empty() {
            blocks.push(Block { markdown, list: Some(mark) });
        }
    }

    fn code_block(&mut self, node: NodeId, blocks: &mut Vec<Block>) {
        let text = visible_text(self.tree, node).replace('\r', "\n");
        let code = text.trim_end().trim_start_matches('\n');
        if code.trim().is_empty() {
            return;
        }
        let fence = "`".repeat(longest_run(code).max(2) + 1);
        let code_element = self.tree.children(node).iter().find(|child| self.tree.name(**child) == "code").copied();
        let language =
            [Some(node), code_element].into_iter().flatten().find_map(|element| language(self.tree, element)).unwrap_or_default();
        blocks.push(Block { markdown: format!("{fence}{language}\n{code}\n{fence}"), list: None });
    }

    /// A table whose cells are one line each; `None` for any other.
    fn table(&mut self, table: NodeId, depth: Depth) -> Option<String> {
        let below = self.tree.below(table);
        let is_cell = |node: &NodeId| matches!(self.tree.name(*node), "td" | "th");
        let plain = |node: &NodeId| !is_cell(node) || !self.has_block[*node];
        let structure = |node: &NodeId| matches!(self.tree.name(*node), "table" | "caption");
        if !self.marks || !below.iter().all(plain) || below[1..].iter().any(structure) {
            return None;
        }
        let rows: Vec<Vec<NodeId>> = below
            .iter()
            .filter(|node| self.tree.name(**node) == "tr")
            .map(|row| self.tree.children(*row).iter().copied().filter(is_cell).collect())
            .collect();
        let columns = rows.iter().map(Vec::len).max().filter(|columns| *columns > 0)?;
        let mut lines = Vec::new();
        for row in &rows {
            let mut cells: Vec<String> = row.iter().map(|cell| self.line(self.tree.children(*cell), depth)).collect();
            cells.resize(columns, String::new());
            lines.push(format!("| {} |", cells.join(" | ")));
        }
        lines.insert(1, format!("|{}", " --- |".repeat(columns)));
        Some(lines.join("\n"))
    }

    /// Adds a node that runs on within a line.
    fn inline(&mut self, node: NodeId, depth: Depth, run: &mut Vec<Piece>) {
        let tree = self.tree;
        match role(tree, node) {
            Role::Text => self.text(node, run),
            Role::Break => run.push(Piece::Break),
            Role::Image => self.image(node, run),
            Role::Hidden(rule) => self.leave_out(rule),
            Role::Nothing => {}
            _ if depth.elements > DEEPEST_ELEMENT => {
                run.push(Piece::Text(visible_text(tree, node)));
                self.leave_out("layout");
            }
            Role::Inline if self.marks && matches!(tree.name(node), "code" | "kbd" | "samp" | "tt") => {
                let code = visible_text(tree, node).split_whitespace().collect::<Vec<_>>().join(" ");
                let text = tree.text(node);
                self.code(&code, &text, run);
            }
            Role::Inline | Role::Block => {
                let mark = self.mark(node);
                let has_mark = mark.is_some();
                run.extend(mark.map(Piece::Open));
                for child in tree.children(node) {
                    self.inline(*child, depth.element(), run);
                }
                if has_mark {
                    run.push(Piece::Close);
                }
            }
        }
    }

    fn text(&mut self, node: NodeId, run: &mut Vec<Piece>) {
        if let Kind::Text(text) = self.tree.kind(node) {
            let parent = self.tree.parent(node).map_or("", |parent| self.tree.name(parent));
            run.push(Piece::Text(raised_or_lowered(parent, text).unwrap_or_else(|| text.clone())));
        }
    }

    /// Code in a line. White space around it stands outside; a bar in it would cut a table's cell.
    fn code(&mut self, code: &str, text: &str, run: &mut Vec<Piece>) {
        if code.is_empty() || code.contains('|') {
            run.push(Piece::Text(text.to_owned()));
            return;
        }
        let fence = "`".repeat(longest_run(code) + 1);
        let space = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        let outside = |edge: bool| Piece::Text(if edge { " ".to_owned() } else { String::new() });
        run.push(outside(text.starts_with(char::is_whitespace)));
        run.push(Piece::Finished(format!("{fence}{space}{code}{space}{fence}")));
        run.push(outside(text.ends_with(char::is_whitespace)));
    }

    fn image(&mut self, node: NodeId, run: &mut Vec<Piece>) {
        let words = image_words(self.tree, node);
        let address = self.tree.attribute(node, "src").and_then(|address| self.resolve(address)).filter(|address| is_web_address(address));
        let in_link = run.iter().fold(0_i32, |depth, piece| match piece {
            Piece::Open(Mark::Link(_)) => depth + 1,
            Piece::Close => depth - 1,
            _ => depth,
        }) > 0;
        let is_sign = self.tree.has_word(node, "class", "emoji") || self.tree.has_word(node, "class", "smiley");
        match address {
            Some(address) if self.marks && !in_link && !is_sign && !words.is_empty() && self.tree.attribute(node, "src") != Some(words) => {
                let words = escape_inline(&words.split_whitespace().collect::<Vec<_>>().join(" "), false).replace(']', "\\]");
                run.push(Piece::Finished(format!("![{words}]({})", destination(&address))));
            }
            _ => {
                run.push(Piece::Text(words.to_owned()));
                if !is_sign {
                    self.leave_out("image");
                }
            }
        }
    }

    /// How an element's words are marked.
    fn mark(&mut self, node: NodeId) -> Option<Mark> {
        if !self.marks {
            return None;
        }
        match self.tree.name(node) {
            "b" | "strong" => Some(Mark::Strong),
            "i" | "em" | "cite" | "var" | "dfn" => Some(Mark::Emphasis),
            "s" | "del" | "strike" => Some(Mark::Deleted),
            "a" => {
                let href = self.tree.attribute(node, "href")?;
                let address = self.resolve(href).filter(|address| is_allowed(address));
                if address.is_none() && !visible_words(self.tree, node).is_empty() {
                    self.leave_out("link");
                }
                address.map(Mark::Link)
            }
            _ => None,
        }
    }

    /// A link's full address, in the characters that addresses have; `None` for one that leads nowhere
    /// from here, or that would run code.
    fn resolve(&self, address: &str) -> Option<String> {
        absolute_address(address, self.site)
    }
}

/// The full address of a link on a page of the site `site`.
pub(in crate::import) fn absolute_address(address: &str, site: Option<&str>) -> Option<String> {
    let address: String = address.trim().chars().filter(|character| !matches!(character, '\t' | '\n' | '\r')).collect();
    let full = if address.starts_with("//") {
        format!("https:{address}")
    } else if address.starts_with('/') {
        let site = site.filter(|site| is_web_address(site))?;
        let host_start = site.find("://")? + 3;
        let origin = site[host_start..].find(['/', '?', '#']).map_or(site, |end| &site[..host_start + end]);
        format!("{origin}{address}")
    } else {
        address
    };
    let mut encoded = String::with_capacity(full.len());
    for character in full.chars() {
        match character {
            ' ' | '<' | '>' | '"' | '\\' | '`' | '^' | '{' | '}' => encoded.push_str(&format!("%{:02X}", u32::from(character))),
            _ => encoded.push(character),
        }
    }
    is_allowed(&encoded).then_some(encoded)
}

/// Ends a run of words as a paragraph.
fn finish_run(run: &mut Vec<Piece>, blocks: &mut Vec<Block>) {
    let markdown = write(&std::mem::take(run), Line::Paragraph);
    if !markdown.is_empty() {
        blocks.push(Block { markdown, list: None });
    }
}

/// Every line with something in front; blank lines without white space at their end.
fn prefixed(text: &str, first: &str, rest: &str) -> String {
    let lines = text.lines().enumerate().map(|(index, line)| {
        let prefix = if index == 0 { first } else { rest };
        format!("{prefix}{line}").trim_end().to_owned()
    });
    lines.collect::<Vec<_>>().join("\n")
}

fn longest_run(code: &str) -> usize {
    code.split(|character| character != '`').map(str::len).max().unwrap_or(0)
}

/// The language that a class such as `language-rust` or `lang-rust` names.
fn language(tree: &Tree, node: NodeId) -> Option<String> {
    let classes = tree.attribute(node, "class")?.split_ascii_whitespace();
    let mut named = classes.filter_map(|class| class.strip_prefix("language-").or_else(|| class.strip_prefix("lang-")));
    named
        .find(|name| !name.is_empty() && name.chars().all(|character| character.is_ascii_alphanumeric() || "+-#".contains(character)))
        .map(str::to_owned)
}

#[cfg(test)]
mod tests;
