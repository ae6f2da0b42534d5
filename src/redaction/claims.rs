//! Quotes that an editor took from an answer, out of which words must go.

use crate::thread::markdown::words;
use crate::thread::{Markdown, Thread};

use super::pattern::Pattern;
use super::{replace_markdown, replace_text};

/// Drops each claim whose quote holds the words of `pattern`, or will be broken when they go out of its
/// answer. The answers must still have them. True where a claim had them.
pub(super) fn redact(thread: &mut Thread, pattern: &Pattern) -> bool {
    let Thread { answers, editorial, .. } = thread;
    let mut found = false;
    editorial.claims.retain_mut(|claim| {
        found |= replace_text(&mut claim.about, pattern);
        let holds = pattern.is_in(&claim.quote);
        found |= holds;
        let answer = answers.iter().find(|answer| answer.id == claim.answer);
        let texts = answer.into_iter().flat_map(|answer| answer.heading.iter().chain([&answer.body]));
        !holds && !texts.into_iter().any(|text| breaks(text, &claim.quote, pattern))
    });
    found
}

/// Does `quote` stand in a text as it is, and no more without the words of `pattern`?
fn breaks(text: &Markdown, quote: &str, pattern: &Pattern) -> bool {
    let mut without = text.clone();
    let stands = |text: &Markdown| words(&text.text).split_whitespace().collect::<Vec<_>>().join(" ").contains(quote);
    replace_markdown(&mut without, pattern) && stands(text) && !stands(&without)
}
