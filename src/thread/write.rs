//! A thread as the text of its file, in the shape that editors know.

use std::fmt::Write as _;

use crate::document::{block_text, flow_text, quoted_text};

use super::claim::Time;
use super::{Answer, Byline, Claim, Markdown, Provenance, Thread};

/// The text of a thread's file: front matter in a fixed order with one line an answer, then the
/// words. [`super::read`] gives the same thread back.
#[must_use]
pub fn write(thread: &Thread) -> String {
    write_with_remarks(thread, "")
}

/// [`write()`] with `remarks`, which are lines that begin with `#`, at the end of the front matter.
#[must_use]
pub fn write_with_remarks(thread: &Thread, remarks: &str) -> String {
    let mut text = String::with_capacity(length(thread) + remarks.len());
    text.push_str("---\n");
    front_matter(thread, &mut text);
    text.push_str(remarks);
    text.push_str("---\n");
    if !thread.question.text.is_empty() {
        text.push('\n');
        text.push_str(&thread.question.text);
        text.push('\n');
    }
    for answer in &thread.answers {
        text.push('\n');
        words(answer, &mut text);
    }
    text
}

/// About how long the text will be, so that it is seldom moved while it grows.
fn length(thread: &Thread) -> usize {
    let answers = thread.answers.iter().map(|answer| 256 + answer.body.text.len()).sum::<usize>();
    512 + thread.question.text.len() + answers + thread.disclaimer.as_ref().map_or(0, String::len)
}

fn front_matter(thread: &Thread, text: &mut String) {
    let editorial = &thread.editorial;
    if let Some(title) = &thread.title {
        let _ = writeln!(text, "title: {}", flow_text(title));
    }
    write_list("tags", &thread.tags, text);
    if let Some(source) = &thread.source {
        provenance("source: ", source, text);
        text.push('\n');
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
        let mut braces = Braces::open("reviewed: ", text);
        braces.text("by", Some(&review.by));
        braces.value("on", Some(review.on));
        braces.value("due", review.due);
        braces.close();
        text.push('\n');
    }
    if !thread.answers.is_empty() {
        text.push_str("answers:\n");
        for answer in &thread.answers {
            answer_fields("  - ", answer, text);
            text.push('\n');
        }
    }
    if !editorial.claims.is_empty() {
        text.push_str("claims:\n");
        for claim in &editorial.claims {
            let _ = writeln!(text, "  - {}", claim_line(claim));
        }
    }
    if let Some(disclaimer) = &thread.disclaimer {
        let _ = write!(text, "disclaimer: {}", block_text(disclaimer));
    }
}

fn write_list(key: &str, items: &[String], text: &mut String) {
    if !items.is_empty() {
        let items: Vec<String> = items.iter().map(|item| flow_text(item).into_owned()).collect();
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

/// One answer's line under `answers:`, from its `{` to its `}`.
#[must_use]
pub fn answer_line(answer: &Answer) -> String {
    let mut text = String::new();
    answer_fields("", answer, &mut text);
    text
}

/// One claim's line under `claims:`, from its `{` to its `}`.
#[must_use]
pub fn claim_line(claim: &Claim) -> String {
    let mut text = String::new();
    let mut braces = Braces::open("", &mut text);
    braces.text("answer", Some(&claim.answer));
    braces.text("about", Some(&claim.about));
    let (time, from, to) = match claim.time {
        Time::Single(time) => (Some(time), None, None),
        Time::Range(from, to) => (None, Some(from), Some(to)),
        Time::AtLeast(from) => (None, Some(from), None),
        Time::AtMost(to) => (None, None, Some(to)),
    };
    braces.value("time", time);
    braces.value("from", from);
    braces.value("to", to);
    braces.value("quote", Some(quoted_text(&claim.quote)));
    braces.close();
    text
}

/// The front matter's `{ … }` for where a thread came from.
#[must_use]
pub fn provenance_line(source: &Provenance) -> String {
    let mut text = String::new();
    provenance("", source, &mut text);
    text
}

/// An answer's heading and words, as they stand in the text below a blank line.
#[must_use]
pub fn answer_text(answer: &Answer) -> String {
    let mut text = String::new();
    words(answer, &mut text);
    text
}

fn words(answer: &Answer, text: &mut String) {
    let heading = answer.heading.as_ref().map_or("", |heading| &heading.text);
    let space = if heading.is_empty() { "" } else { " " };
    let _ = writeln!(text, "## {heading}{space}{{#{}}}", answer.id);
    if !answer.body.text.is_empty() {
        for part in ["\n", &answer.body.text, "\n"] {
            text.push_str(part);
        }
    }
}

/// A mapping on one line, `{ key: value, key: value }`, of the keys that have a value.
struct Braces<'a> {
    text: &'a mut String,
    empty: bool,
}

impl<'a> Braces<'a> {
    fn open(before: &str, text: &'a mut String) -> Self {
        text.push_str(before);
        text.push_str("{ ");
        Self { text, empty: true }
    }

    fn key(&mut self, key: &str) {
        if !std::mem::take(&mut self.empty) {
            self.text.push_str(", ");
        }
        self.text.push_str(key);
        self.text.push_str(": ");
    }

    fn text(&mut self, key: &str, value: Option<&String>) {
        if let Some(value) = value {
            self.key(key);
            self.text.push_str(&flow_text(value));
        }
    }

    fn value(&mut self, key: &str, value: Option<impl std::fmt::Display>) {
        if let Some(value) = value {
            self.key(key);
            let _ = write!(self.text, "{value}");
        }
    }

    fn close(self) {
        self.text.push_str(" }");
    }
}

fn provenance(before: &str, source: &Provenance, text: &mut String) {
    let Provenance { file, sha256, imported, url, licence, asked, asked_by, asked_by_link } = source;
    let mut braces = Braces::open(before, text);
    braces.text("file", file.as_ref());
    braces.text("sha256", sha256.as_ref());
    braces.value("imported", *imported);
    braces.text("url", url.as_ref());
    braces.text("licence", licence.as_ref());
    braces.value("asked", *asked);
    braces.text("asked_by", asked_by.as_ref());
    braces.text("asked_by_link", asked_by_link.as_ref());
    braces.close();
}

fn answer_fields(before: &str, answer: &Answer, text: &mut String) {
    let Byline { name, credentials, specialty, place, link, rating, reviews, votes } = &answer.byline;
    let mut braces = Braces::open(before, text);
    braces.text("id", Some(&answer.id));
    braces.text("name", name.as_ref());
    braces.text("credentials", credentials.as_ref());
    braces.text("specialty", specialty.as_ref());
    braces.text("place", place.as_ref());
    braces.text("link", link.as_ref());
    braces.value("rating", *rating);
    braces.value("reviews", *reviews);
    braces.value("votes", *votes);
    braces.text("url", answer.url.as_ref());
    braces.text("licence", answer.licence.as_ref());
    braces.value("answered", answer.answered);
    braces.value("lost", answer.lost);
    braces.close();
}
