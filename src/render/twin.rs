//! A thread's page as Markdown, for readers that are programs and for people who keep notes.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::site::{Merged, SiteThread};
use crate::thread::Markdown;
use crate::thread::markdown::escape;

use super::content::ThreadProse;
use super::context;
use super::markdown::Prose;
use super::words;

/// The twin of a thread's page; `page` is what the page's template was given.
pub(super) fn twin(thread: &SiteThread, prose: &ThreadProse, page: &context::Thread) -> String {
    let mut text = format!("# {}\n", escape(&page.title));
    if page.draft {
        text.push_str("\n**Draft: not published.**\n");
    }
    paragraph(&mut text, &without_comments(&thread.thread.question, &prose.question));
    for ((merged, prose), asked) in thread.merged.iter().zip(&prose.merged).zip(&page.also_asked) {
        let _ = write!(text, "\n## Also asked as: {}\n", escape(&asked.title));
        paragraph(&mut text, &without_comments(&merged.question, prose));
        paragraph(&mut text, &escape(&words::source(asked.source.as_ref()).map(|source| format!("Source: {source}")).unwrap_or_default()));
    }
    let editorial = &thread.thread.editorial;
    for (heading, markdown, prose) in [
        ("Short answer by the editor of this site", &editorial.short_answer, &prose.short_answer),
        ("Note by the editor of this site", &editorial.note, &prose.note),
    ] {
        if let (Some(markdown), Some(prose)) = (markdown, prose) {
            let _ = write!(text, "\n## {heading}\n");
            paragraph(&mut text, &without_comments(markdown, prose));
        }
    }
    for ((answer, prose), shown) in thread.thread.answers.iter().zip(&prose.answers).zip(&page.answers) {
        match (&answer.heading, &prose.heading) {
            (Some(heading), Some(prose)) => {
                let _ = write!(text, "\n## {}\n", without_comments(heading, prose).trim());
            }
            _ => {
                let _ = write!(text, "\n## Answer {}\n", shown.number);
            }
        }
        paragraph(&mut text, &escape(&words::byline(&shown.byline)));
        if let Some(asked_as) = &shown.asked_as {
            paragraph(&mut text, &escape(&words::asked_as(asked_as)));
        }
        paragraph(&mut text, &without_comments(&answer.body, &prose.body));
    }
    for disclaimer in words::disclaimers(page) {
        let _ = write!(text, "\n## {}\n", words::disclaimer_heading(disclaimer));
        paragraph(&mut text, &legal_words(&disclaimer.text));
    }
    if let Some(source) = words::source(page.source.as_ref()) {
        let _ = write!(text, "\n## Source\n");
        paragraph(&mut text, &escape(&source));
    }
    text
}

/// What stands at the address of a merged thread's twin: where its question and answers are now.
pub(super) fn moved(merged: &Merged, redirect: &context::Redirect) -> String {
    let mut text = format!("# {}\n", escape(&merged.title));
    let target = &redirect.target;
    let _ = write!(text, "\nThis question is now part of [{}]({}).\n", escape(&target.title), target.href);
    if !redirect.answers.is_empty() {
        text.push('\n');
    }
    for answer in &redirect.answers {
        let _ = writeln!(text, "- [{}]({})", escape(&answer.link.title), answer.link.href);
    }
    text
}

/// A disclaimer as Markdown: escaped, its lines ended by two spaces instead of a backslash, so that the
/// very words stand in the file too.
pub(super) fn legal_words(text: &str) -> String {
    escape(text).replace("\\\n", "  \n")
}

fn paragraph(text: &mut String, words: &str) {
    if !words.trim().is_empty() {
        let _ = write!(text, "\n{words}\n");
    }
}

/// A text without its comments, which are the editor's own and no page shows.
fn without_comments<'a>(markdown: &'a Markdown, prose: &Prose) -> Cow<'a, str> {
    if prose.comments.is_empty() {
        return Cow::Borrowed(&markdown.text);
    }
    let mut text = markdown.text.clone();
    for comment in prose.comments.iter().rev() {
        if text.get(comment.clone()).is_some() {
            text.replace_range(comment.clone(), "");
        }
    }
    Cow::Owned(text)
}
