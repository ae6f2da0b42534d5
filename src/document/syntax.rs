//! What is wrong with text that is no YAML, in words that an editor can act on.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Source};

use super::shift;

/// The slips that people make most, looked for line by line, since the place that a YAML parser names
/// is often far from them: what is underlined, the label and the way out.
fn likely_cause(text: &str) -> Option<(Range<usize>, &'static str, &'static str)> {
    let mut start = 0;
    let mut in_block: Option<usize> = None;
    for line in text.split_inclusive('\n') {
        let content = line.trim_end();
        let indentation = content.len() - content.trim_start_matches([' ', '\t']).len();
        let at = |range: Range<usize>| start + range.start..start + range.end;
        if in_block.is_some_and(|block| indentation > block || content.is_empty()) {
            start += line.len();
            continue;
        }
        in_block = None;
        if let Some(tab) = content[..indentation].find('\t') {
            return Some((at(tab..tab + 1), "a tab", "indent with spaces; YAML allows no tabs"));
        }
        let entry = content[indentation..].trim_start_matches("- ");
        let entry_start = content.len() - entry.len();
        let word = entry.bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'_').count();
        let behind = &entry[word..];
        if word > 0 && behind.starts_with(':') && behind.len() > 1 && !behind[1..].starts_with([' ', '/']) {
            let colon = entry_start + word;
            return Some((at(colon..colon + 1), "no space behind it", "put a space behind the colon"));
        }
        let value = behind.strip_prefix(": ").unwrap_or_default().trim_start();
        if value.starts_with(['|', '>']) {
            in_block = Some(indentation);
        }
        for quote in ['"', '\''] {
            let inner = value.strip_prefix(quote);
            if inner.is_some_and(|inner| !inner.contains(quote)) {
                let open = content.len() - value.len();
                return Some((at(open..content.len()), "this quote is never closed", "put the same quote at the end of the text"));
            }
        }
        start += line.len();
    }
    None
}

/// libyaml's commonest complaints as an editor would put them; any other as it is.
fn in_plain_words(reason: &str) -> &str {
    const PLAIN: [(&str, &str); 7] = [
        ("mapping values are not allowed", "a second `: ` stands where a text should go on"),
        ("found unexpected end of stream", "a quote or bracket is opened and never closed"),
        ("found unexpected document indicator", "a quote or bracket is opened and never closed"),
        ("found character that cannot start any token", "a text cannot begin with this character"),
        ("did not find expected ',' or", "a comma or a closing bracket is missing"),
        ("did not find expected key", "this line does not fit the lines above it"),
        ("could not find expected ':'", "this line has no `:` behind its key"),
    ];
    PLAIN.iter().find(|(known, _)| reason.contains(known)).map_or(reason, |(_, plain)| plain)
}

/// Where the quote or bracket was opened that libyaml was reading, from its message's last words:
/// `… while scanning a quoted scalar at line 2 column 8`.
fn opening(message: &str, text: &str) -> Option<Range<usize>> {
    let (_, context) = message.rsplit_once("while ")?;
    if !["quoted scalar", "flow mapping", "flow sequence"].iter().any(|kind| context.contains(kind)) {
        return None;
    }
    let (line, column) = context.rsplit_once(" at line ")?.1.split_once(" column ")?;
    let (line, column): (usize, usize) =
        (line.parse().ok()?, column.trim_end_matches(|character: char| !character.is_ascii_digit()).parse().ok()?);
    let start: usize = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len).sum();
    let (offset, opened) = text.get(start..)?.char_indices().nth(column.checked_sub(1)?)?;
    Some(start + offset..start + offset + opened.len_utf8())
}

/// libyaml's complaint with the place it names, in words that an editor can act on.
pub(super) fn error(source: &Arc<Source>, range: &Range<usize>, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let full = error.to_string();
    if let Some((span, label, help)) = likely_cause(text) {
        let span = shift(&span, range.start);
        return Diagnostic::new(Code::InvalidYaml, "this is not valid YAML").at(source, span, label).help(help);
    }
    let reason = in_plain_words(full.split(" at line ").next().unwrap_or(&full));
    let mut at = error.location().map_or(0, |location| location.index()).min(text.len());
    at = text.floor_char_boundary(at);
    let line_start = text[..at].rfind('\n').map_or(0, |index| index + 1);
    let line = text[line_start..].lines().next().unwrap_or("");
    let here = range.start + at..range.start + text.ceil_char_boundary((at + 1).min(text.len()));
    let mut diagnostic = Diagnostic::new(Code::InvalidYaml, format!("this is not valid YAML: {reason}"));
    // What was never closed is best shown where it was opened.
    match opening(&full, text).filter(|opening| opening.start < line_start) {
        Some(opening) => {
            diagnostic =
                diagnostic.at(source, shift(&opening, range.start), "this is never closed").at(source, here, "the text is over here")
        }
        None => diagnostic = diagnostic.at(source, here, "YAML could not be read on from here"),
    }
    let value = line.split_once(": ").map_or("", |(_, value)| value.trim_start());
    if value.contains(": ") || value.contains(" #") {
        diagnostic.help("a text that contains `: ` or ` #` needs quotes around it: `title: \"Botox: how long?\"`")
    } else if line.contains('\t') {
        diagnostic.help("indent with spaces; YAML allows no tabs")
    } else if diagnostic.labels.len() > 1 {
        diagnostic.help("put the same quote or the matching bracket at the end of the text")
    } else if value.starts_with(['@', '`', '%', '&', '*', '!', '|', '>', '"', '\'', '{', '[']) {
        diagnostic.help("a text that begins with a special character needs quotes around it")
    } else {
        diagnostic.help("compare this line and the one above with a file that builds: indentation, quotes and brackets must match")
    }
}
