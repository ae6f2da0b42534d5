//! `sitegen import --explain`: the source with each line's class, rule and confidence beside it.

use annotate_snippets::normalize_untrusted_str;
use anstream::adapter::strip_str;
use clap::builder::styling::{AnsiColor, Style};

use crate::import::{Class, Entry, Reading};

/// The source's lines, each with its number, class, answer, confidence and rule in front; with
/// `evidence`, what spoke for and against each class below.
pub(super) fn explain(text: &str, reading: &Reading, evidence: bool) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let mut explained = String::new();
    for node in &reading.nodes {
        let style = style(node.class);
        let shown = normalize_untrusted_str(&node.node);
        let line = format!("  {style}{:<10}{style:#} {:<18} {style}{shown}{style:#}", node.class.as_str(), node.rule.unwrap_or_default());
        explained.push_str(line.trim_end());
        explained.push('\n');
    }
    for entry in &reading.ledger {
        let style = style(entry.class);
        for number in entry.first..=entry.last {
            let answer = entry.answer.map_or(String::new(), |answer| format!("a{answer}"));
            let source = lines.get(number - 1).copied().unwrap_or_default();
            let shown = normalize_untrusted_str(strip_str(source).to_string().trim_end());
            let line = format!(
                "{number:>5}  {style}{:<10}{style:#} {answer:<4} {:>3.0} %  {:<22} {style}{shown}{style:#}",
                entry.class.as_str(),
                (entry.confidence() * 100.0).floor(),
                entry.rule.as_deref().unwrap_or(if entry.class == Class::Blank { "" } else { "search" }),
            );
            explained.push_str(line.trim_end());
            explained.push('\n');
        }
        if evidence && !entry.evidence.is_empty() {
            explained.push_str(&format!("       {}\n", pieces(entry)));
        }
    }
    explained
}

/// The evidence, strongest first.
fn pieces(entry: &Entry) -> String {
    let mut pieces = entry.evidence.clone();
    pieces.retain(|(_, weight)| weight.abs() >= 0.05);
    pieces.sort_by(|(one, one_weight), (other, other_weight)| other_weight.abs().total_cmp(&one_weight.abs()).then(one.cmp(other)));
    pieces.iter().map(|(name, weight)| format!("{name} {weight:+.1}")).collect::<Vec<_>>().join(", ")
}

fn style(class: Class) -> Style {
    let color = |color: AnsiColor| color.on_default();
    match class {
        Class::Title => color(AnsiColor::Cyan).bold(),
        Class::Question => color(AnsiColor::Cyan),
        Class::Heading => color(AnsiColor::Green).bold(),
        Class::Body => color(AnsiColor::Green),
        Class::Name | Class::Specialty | Class::Rating => color(AnsiColor::Yellow),
        Class::Disclaimer => color(AnsiColor::Magenta),
        Class::Count | Class::Votes | Class::Chrome | Class::Blank | Class::Origin => Style::new().dimmed(),
    }
}
