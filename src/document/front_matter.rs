//! The fence between a content file's settings and its text.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Source};

/// Byte ranges of a content file's two parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// The YAML between the two `---` lines.
    pub front_matter: Range<usize>,
    /// Everything below.
    pub body: Range<usize>,
}

/// Splits a content file at its `---` lines. A file without front matter is an error with the
/// way out, since even the shortest page needs a title.
pub fn split(source: &Arc<Source>, problems: &mut Vec<Diagnostic>) -> Option<Parts> {
    let text = source.text();
    let start = text.strip_prefix('\u{feff}').map_or(0, |rest| text.len() - rest.len());
    let mut lines = lines_with_ends(text, start);
    let opening = lines.next().unwrap_or(start..start);
    if text[opening.clone()].trim_end() != "---" {
        problems.push(
            Diagnostic::new(Code::MissingFrontMatter, "this file does not begin with front matter")
                .at(source, opening.start..opening.start + text[opening].trim_end().len(), "`---` expected here")
                .help(way_in(&text[start..])),
        );
        return None;
    }
    let first = opening.end;
    for line in lines {
        if text[line.clone()].trim_end() == "---" {
            return Some(Parts { front_matter: first..line.start, body: line.end..text.len() });
        }
    }
    problems.push(
        Diagnostic::new(Code::MissingFrontMatter, "the front matter is never closed")
            .at(source, opening.start..opening.start + 3, "opened here")
            .help("add a line `---` below the last setting, above the text"),
    );
    None
}

/// What to do about a file that does not begin with `---`.
fn way_in(text: &str) -> &'static str {
    let first = text.trim_start().lines().next().unwrap_or_default().trim_end();
    if first == "---" {
        "delete what stands above the first `---`; nothing may, not even an empty line"
    } else if !first.is_empty() && first.chars().all(|character| matches!(character, '-' | '–' | '—' | '_' | '*' | ' ')) {
        "make this line exactly three hyphens: `---`"
    } else {
        "begin the file with a line `---`, then `title: …`, then another line `---`"
    }
}

/// Byte ranges of the lines from `start` on, each with its line ending.
fn lines_with_ends(text: &str, start: usize) -> impl Iterator<Item = Range<usize>> {
    text[start..].split_inclusive('\n').scan(start, |at, line| {
        let range = *at..*at + line.len();
        *at = range.end;
        Some(range)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> Result<(String, String), String> {
        let source = Arc::new(Source::new("a.md", text.to_owned()));
        let mut problems = Vec::new();
        let parts = split(&source, &mut problems);
        parts.map(|parts| (text[parts.front_matter].to_owned(), text[parts.body].to_owned())).ok_or_else(|| problems[0].message.clone())
    }

    #[test]
    fn splits_at_the_two_fences() {
        assert_eq!(parts("---\ntitle: a\n---\nb\n---\n"), Ok(("title: a\n".into(), "b\n---\n".into())));
        assert_eq!(parts("\u{feff}---\r\ntitle: a\r\n---\r\nb"), Ok(("title: a\r\n".into(), "b".into())));
        assert_eq!(parts("---\n---"), Ok((String::new(), String::new())));
    }

    #[test]
    fn says_which_fence_is_missing() {
        assert_eq!(parts("title: a\n"), Err("this file does not begin with front matter".into()));
        assert_eq!(parts(""), Err("this file does not begin with front matter".into()));
        assert_eq!(parts("---\ntitle: a\n"), Err("the front matter is never closed".into()));
    }
}
