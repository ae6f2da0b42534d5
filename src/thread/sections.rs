//! A thread file's Markdown cut at its answers' headings.
//!
//! The rule, in an editor's words: a line that begins with `## ` and ends with `{#a1}` begins the
//! answer `a1`, unless it stands in a code block.

use std::ops::Range;

/// A heading line that carries an id.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Heading {
    /// How many `#` stand in front; an answer's has two.
    pub(super) level: usize,
    pub(super) id: String,
    /// The words between the marks and the id, in bytes of the whole text.
    pub(super) text: Range<usize>,
    /// The `{#id}`.
    pub(super) id_span: Range<usize>,
    /// The line without its ending.
    pub(super) line: Range<usize>,
}

/// What the lines of a body say about its structure.
#[derive(Debug, Default)]
pub(super) struct Outline {
    /// Headings with an id, in order.
    pub(super) headings: Vec<Heading>,
    /// Level-two headings without an id: fine, or an id that got lost.
    pub(super) headings_without_id: Vec<Range<usize>>,
    /// The line that opens a code block which is never closed.
    pub(super) unclosed_code: Option<Range<usize>>,
}

/// Reads the outline of `text[body]`; all ranges are in bytes of `text`.
pub(super) fn outline(text: &str, body: Range<usize>) -> Outline {
    let mut outline = Outline::default();
    let mut fence: Option<(char, usize, Range<usize>)> = None;
    let mut start = body.start;
    for line in text[body].split_inclusive('\n') {
        let span = start..start + line.trim_end_matches(['\n', '\r']).len();
        start += line.len();
        let content = &text[span.clone()];
        let mark = fence_mark(content);
        if let Some((character, length, _)) = &fence {
            if mark.is_some_and(|(other, other_length, bare)| other == *character && other_length >= *length && bare) {
                fence = None;
            }
            continue;
        }
        if let Some((character, length, _)) = mark {
            fence = Some((character, length, span));
        } else if let Some(heading) = heading(text, &span) {
            outline.headings.push(heading);
        } else if content.starts_with("## ") || content == "##" {
            outline.headings_without_id.push(span);
        }
    }
    outline.unclosed_code = fence.map(|(_, _, span)| span);
    outline
}

/// The character, length and bareness of a code fence, where the line is one (CommonMark 4.5).
fn fence_mark(line: &str) -> Option<(char, usize, bool)> {
    let indented = line.trim_start_matches(' ');
    let character = indented.chars().next().filter(|character| matches!(character, '`' | '~'))?;
    let length = indented.chars().take_while(|other| *other == character).count();
    let rest = &indented[length..];
    let is_fence = length >= 3 && line.len() - indented.len() <= 3 && !(character == '`' && rest.contains('`'));
    is_fence.then(|| (character, length, rest.trim().is_empty()))
}

/// The heading on the line `span`, if it is one with an id at its end.
fn heading(text: &str, span: &Range<usize>) -> Option<Heading> {
    let line = &text[span.clone()];
    let level = line.bytes().take_while(|byte| *byte == b'#').count();
    if !(1..=6).contains(&level) || !line[level..].starts_with([' ', '{']) {
        return None;
    }
    let trimmed = line.trim_end();
    let open = trimmed.rfind("{#").filter(|_| trimmed.ends_with('}'))?;
    let id = &trimmed[open + 2..trimmed.len() - 1];
    if id.contains(char::is_whitespace) || id.contains(['{', '}']) {
        return None;
    }
    let words = line[level..open].trim();
    let text_start = span.start + level + (line[level..open].len() - line[level..open].trim_start().len()).min(open - level);
    Some(Heading {
        level,
        id: id.to_owned(),
        text: text_start..text_start + words.len(),
        id_span: span.start + open..span.start + trimmed.len(),
        line: span.clone(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_with_ids_are_found_outside_code_only() {
        let text = "q\n\n## First one {#a1}\nx\n```\n## no {#a9}\n```\n## {#a2}\n## sub\n### Deep {#a3}\n";
        let outline = outline(text, 0..text.len());
        let found: Vec<_> =
            outline.headings.iter().map(|heading| (heading.level, heading.id.as_str(), &text[heading.text.clone()])).collect();
        assert_eq!(found, [(2, "a1", "First one"), (2, "a2", ""), (3, "a3", "Deep")]);
        assert_eq!(outline.headings_without_id.len(), 1);
        assert_eq!(outline.unclosed_code, None);
    }

    #[test]
    fn an_unclosed_code_block_is_remembered() {
        let text = "~~~\n## x {#a1}\n";
        assert_eq!(outline(text, 0..text.len()).unclosed_code, Some(0..3));
    }
}
