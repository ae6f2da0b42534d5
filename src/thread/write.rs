//! A thread as the text of its file, in the shape that editors know.

use std::fmt::Write as _;

use crate::document::{block_text, flow_text};

use super::{Answer, Byline, Markdown, Provenance, Thread};

/// The text of a thread's file: front matter in a fixed order with one line an answer, then the
/// words. [`super::read`] gives the same thread back.
#[must_use]
pub fn write(thread: &Thread) -> String {
    let mut text = String::from("---\n");
    front_matter(thread, &mut text);
    text.push_str("---\n");
    if !thread.question.text.is_empty() {
        text.push('\n');
        text.push_str(&thread.question.text);
        text.push('\n');
    }
    for answer in &thread.answers {
        text.push('\n');
        text.push_str(&answer_text(answer));
    }
    text
}

fn front_matter(thread: &Thread, text: &mut String) {
    let editorial = &thread.editorial;
    if let Some(title) = &thread.title {
        let _ = writeln!(text, "title: {}", flow_text(title));
    }
    write_list("tags", &thread.tags, text);
    if let Some(source) = &thread.source {
        let _ = writeln!(text, "source: {}", provenance_line(source));
    }
    if let Some(declared) = thread.declared_answers {
        let _ = writeln!(text, "declared_answers: {declared}");
    }
    if editorial.draft {
        text.push_str("draft: true\n");
    }
    write_list("aliases", &editorial.aliases, text);
    write_list("see_also", &editorial.see_also, text);
    if let Some(target) = &editorial.merged_into {
        let _ = writeln!(text, "merged_into: {}", flow_text(target));
    }
    write_list("also_asked", &editorial.also_asked, text);
    write_markdown("short_answer", editorial.short_answer.as_ref(), text);
    write_markdown("note", editorial.note.as_ref(), text);
    if let Some(review) = &editorial.reviewed {
        let mut pairs = vec![("by", flow_text(&review.by)), ("on", review.on.to_string())];
        pairs.extend(review.due.map(|due| ("due", due.to_string())));
        let _ = writeln!(text, "reviewed: {}", braces(&pairs));
    }
    if !thread.answers.is_empty() {
        text.push_str("answers:\n");
        for answer in &thread.answers {
            let _ = writeln!(text, "  - {}", answer_line(answer));
        }
    }
    if let Some(disclaimer) = &thread.disclaimer {
        let _ = write!(text, "disclaimer: {}", block_text(disclaimer));
    }
}

fn write_list(key: &str, items: &[String], text: &mut String) {
    if !items.is_empty() {
        let items: Vec<String> = items.iter().map(|item| flow_text(item)).collect();
        let _ = writeln!(text, "{key}: [{}]", items.join(", "));
    }
}

fn write_markdown(key: &str, markdown: Option<&Markdown>, text: &mut String) {
    if let Some(markdown) = markdown {
        let _ = write!(text, "{key}: {}", block_text(&markdown.text));
    }
}

/// The front matter's line of words to group threads by, with its line ending.
#[must_use]
pub fn tags_line(tags: &[String]) -> String {
    let mut line = String::new();
    write_list("tags", tags, &mut line);
    line
}

fn braces(pairs: &[(&str, String)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key}: {value}")).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// One answer's line under `answers:`, from its `{` to its `}`.
#[must_use]
pub fn answer_line(answer: &Answer) -> String {
    braces(&answer_pairs(answer))
}

/// The front matter's `{ … }` for where a thread came from.
#[must_use]
pub fn provenance_line(source: &Provenance) -> String {
    braces(&provenance(source))
}

/// An answer's heading and words, as they stand in the text below a blank line.
#[must_use]
pub fn answer_text(answer: &Answer) -> String {
    let heading = answer.heading.as_ref().map_or("", |heading| &heading.text);
    let space = if heading.is_empty() { "" } else { " " };
    let mut text = format!("## {heading}{space}{{#{}}}\n", answer.id);
    if !answer.body.text.is_empty() {
        let _ = write!(text, "\n{}\n", answer.body.text);
    }
    text
}

fn provenance(source: &Provenance) -> Vec<(&'static str, String)> {
    let text = |value: &Option<String>| value.as_deref().map(flow_text);
    let date = |value: Option<jiff::civil::Date>| value.map(|date| date.to_string());
    present([
        ("file", text(&source.file)),
        ("sha256", text(&source.sha256)),
        ("imported", date(source.imported)),
        ("url", text(&source.url)),
        ("licence", text(&source.licence)),
        ("asked", date(source.asked)),
        ("asked_by", text(&source.asked_by)),
        ("asked_by_link", text(&source.asked_by_link)),
    ])
}

fn answer_pairs(answer: &Answer) -> Vec<(&'static str, String)> {
    let Byline { name, credentials, specialty, place, link, rating, reviews, votes } = &answer.byline;
    let text = |value: &Option<String>| value.as_deref().map(flow_text);
    present([
        ("id", Some(flow_text(&answer.id))),
        ("name", text(name)),
        ("credentials", text(credentials)),
        ("specialty", text(specialty)),
        ("place", text(place)),
        ("link", text(link)),
        ("rating", rating.map(|rating| rating.to_string())),
        ("reviews", reviews.map(|reviews| reviews.to_string())),
        ("votes", votes.map(|votes| votes.to_string())),
        ("url", text(&answer.url)),
        ("licence", text(&answer.licence)),
        ("answered", answer.answered.map(|day| day.to_string())),
        ("lost", answer.lost.map(|day| day.to_string())),
    ])
}

fn present<const N: usize>(pairs: [(&'static str, Option<String>); N]) -> Vec<(&'static str, String)> {
    pairs.into_iter().filter_map(|(key, value)| Some((key, value?))).collect()
}
