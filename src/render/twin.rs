//! A thread's page as Markdown, for readers that are programs and for people who keep notes.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::site::{Merged, SiteThread};
use crate::thread::Markdown;
use crate::thread::markdown::escape;

use super::content::ThreadProse;
use super::context;
use super::lines;
use super::markdown::Prose;
use super::words::Words;

/// The twin of a thread's page; `page` is what the page's template was given.
pub(super) fn twin(thread: &SiteThread, prose: &ThreadProse, page: &context::Thread, words: &Words) -> String {
    let mut text = format!("# {}\n", escape(&page.title));
    if page.draft {
        let _ = write!(text, "\n**{}.** {}\n", words.text("draft"), words.text("draft_page"));
    }
    paragraph(&mut text, &without_comments(&thread.thread.question, &prose.question));
    for ((merged, prose), asked) in thread.merged.iter().zip(&prose.merged).zip(&page.also_asked) {
        let _ = write!(text, "\n## {}\n", escape(&words.say("also_asked_as", &[("title", &asked.title)])));
        paragraph(&mut text, &without_comments(&merged.question, prose));
        let source = asked.source.as_ref().and_then(|source| source.line.as_ref());
        paragraph(&mut text, &escape(&source.map(|source| words.say("source_line", &[("source", source)])).unwrap_or_default()));
    }
    let editorial = &thread.thread.editorial;
    for (heading, markdown, prose) in
        [("short_answer", &editorial.short_answer, &prose.short_answer), ("note", &editorial.note, &prose.note)]
    {
        if let (Some(markdown), Some(prose)) = (markdown, prose) {
            let _ = write!(text, "\n## {}\n", lines::editorial_heading(heading, words));
            paragraph(&mut text, &without_comments(markdown, prose));
        }
    }
    comparisons(&mut text, page, words);
    for ((answer, prose), shown) in thread.thread.answers.iter().zip(&prose.answers).zip(&page.answers) {
        match (&answer.heading, &prose.heading) {
            (Some(heading), Some(prose)) => {
                let _ = write!(text, "\n## {}\n", without_comments(heading, prose).trim());
            }
            _ => {
                let heading = words.say("answer_number", &[("number", &words.number(shown.number))]);
                let _ = write!(text, "\n## {heading}\n");
            }
        }
        paragraph(&mut text, &escape(&lines::byline(&shown.byline, words)));
        if let Some(title) = &shown.asked_as {
            paragraph(&mut text, &escape(&words.say("asked_there_as", &[("title", title)])));
        }
        paragraph(&mut text, &without_comments(&answer.body, &prose.body));
    }
    for disclaimer in lines::disclaimers(page) {
        let _ = write!(text, "\n## {}\n", lines::disclaimer_heading(disclaimer, words));
        paragraph(&mut text, &legal_words(&disclaimer.text));
    }
    if let Some(source) = page.source.as_ref().and_then(|source| source.line.as_ref()) {
        let _ = write!(text, "\n## {}\n", words.text("source"));
        paragraph(&mut text, &escape(source));
    }
    if let Some((source, link)) = page.source.as_ref().and_then(|source| Some((source, source.asked_by_link.as_ref()?))) {
        let name = source.asked_by.clone().unwrap_or_else(|| words.text("its_writer"));
        paragraph(&mut text, &escape(&format!("{}: {link}", words.say("writer_at_source", &[("name", &name)]))));
    }
    text
}

/// The figures of the answers, a table a thing.
fn comparisons(text: &mut String, page: &context::Thread, words: &Words) {
    if !page.comparisons.is_empty() {
        let _ = write!(text, "\n## {}\n", lines::editorial_heading("claims", words));
    }
    let row = |text: &mut String, cells: [&str; 3]| {
        let _ = writeln!(text, "| {} |", cells.map(escape).join(" | "));
    };
    for comparison in &page.comparisons {
        let _ = write!(text, "\n### {}\n\n", escape(&comparison.about));
        row(text, [&words.text("claim_who"), &words.text("claim_time"), &words.text("claim_quote")]);
        text.push_str("|---|---|---|\n");
        for figure in &comparison.figures {
            row(text, [&figure.who, &figure.time, &figure.quote]);
        }
        for answer in &comparison.silent {
            row(text, [&answer.title, &words.text("claim_none"), ""]);
        }
    }
}

/// What stands at the address of a merged thread's twin: where its question and answers are now.
pub(super) fn moved(merged: &Merged, redirect: &context::Redirect, words: &Words) -> String {
    let mut text = format!("# {}\n", escape(&merged.title));
    let target = &redirect.target;
    let _ = write!(text, "\n{} [{}]({}).\n", words.text("question_is_now_part_of"), escape(&target.title), target.href);
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
    let mut text = markdown.text.to_string();
    for comment in prose.comments.iter().rev() {
        if text.get(comment.clone()).is_some() {
            text.replace_range(comment.clone(), "");
        }
    }
    Cow::Owned(text)
}
