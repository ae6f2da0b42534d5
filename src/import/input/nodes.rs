//! The ledger of a structured source: every value in it in exactly one class (promise P1 for what has
//! no lines).

use std::collections::BTreeMap;

use serde_json::Value;

use crate::import::reading::{Class, Node};

/// What became of the values of a source, by where they stand.
#[derive(Debug, Default)]
pub(super) struct Claims {
    classes: BTreeMap<String, Class>,
    rules: BTreeMap<String, &'static str>,
}

impl Claims {
    /// The value at `node` is used as `class`.
    pub(super) fn claim(&mut self, node: impl Into<String>, class: Class) {
        self.classes.insert(node.into(), class);
    }

    /// What stands at `node` and below is left out by `rule`, but for what is claimed.
    pub(super) fn leave_out(&mut self, node: impl Into<String>, rule: &'static str) {
        self.rules.insert(node.into(), rule);
    }

    /// Every one of `all` in its class; what nobody claimed is left out by the rule of the nearest node
    /// above it, else by `otherwise`.
    pub(super) fn nodes(&self, all: Vec<String>, otherwise: &'static str) -> Vec<Node> {
        let class = |node: String| match self.classes.get(&node) {
            Some(class) => Node { node, class: *class, rule: None },
            None => {
                let above = std::iter::successors(Some(node.as_str()), |node| node.rfind('/').map(|end| &node[..end]));
                let rule = above.filter_map(|node| self.rules.get(node)).next().copied().unwrap_or(otherwise);
                Node { node, class: Class::Chrome, rule: Some(rule) }
            }
        };
        all.into_iter().map(class).collect()
    }
}

/// Where each text, number and truth value of `value` stands, as JSON pointers (RFC 6901) below `root`.
pub(super) fn leaves(root: &str, value: &Value) -> Vec<String> {
    let mut found = Vec::new();
    let mut waiting = vec![(root.to_owned(), value)];
    while let Some((node, value)) = waiting.pop() {
        match value {
            Value::Object(members) => {
                let below = members.iter().map(|(key, value)| (format!("{node}/{}", key.replace('~', "~0").replace('/', "~1")), value));
                waiting.extend(below.collect::<Vec<_>>().into_iter().rev());
            }
            Value::Array(items) => {
                let below = items.iter().enumerate().map(|(index, value)| (format!("{node}/{index}"), value));
                waiting.extend(below.collect::<Vec<_>>().into_iter().rev());
            }
            Value::Null => {}
            Value::Bool(_) | Value::Number(_) | Value::String(_) => found.push(node),
        }
    }
    found
}

/// How often each rule left something out, in words; `None` where nothing was. What merely names a
/// value's kind or is the machinery's own is not worth a line.
pub(super) fn left_out(nodes: &[Node], counts: &BTreeMap<&'static str, usize>) -> Option<String> {
    let mut all = counts.clone();
    for rule in nodes.iter().filter_map(|node| node.rule) {
        *all.entry(rule).or_default() += 1;
    }
    let words: Vec<String> = all.iter().map(|(rule, count)| format!("{count} × {rule}")).collect();
    (!words.is_empty()).then(|| words.join(", "))
}
