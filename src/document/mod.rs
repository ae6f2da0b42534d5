//! YAML that an editor wrote, read so that every mistake in it can be shown where it stands.
//!
//! `serde_yaml` gives values without places, so a [`Document`] pairs its values with [`place`],
//! which finds a value's bytes again, and is asked only when there is something to say.
//! [`Fields`] reads a mapping key by key and collects every problem instead of stopping at the first.

mod emit;
mod fields;
mod file;
mod front_matter;
mod place;

use std::ops::Range;
use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Diagnostic, Source};

pub use emit::{block_text, flow_text};
pub use fields::Fields;
pub use file::read_source;
pub use front_matter::{Parts, split};
pub use place::{Place, Step, place};

/// More than this is no front matter that a person edits. libyaml's time grows faster than the
/// text with hostile input, so there has to be an end.
const LONGEST_YAML: usize = 1024 * 1024;

/// Deeper nesting than any field has by far; a hundred thousand brackets cost half a second.
const DEEPEST_NESTING: usize = 64;

/// A YAML mapping and the text it came from.
#[derive(Debug)]
pub struct Document {
    source: Arc<Source>,
    range: Range<usize>,
    mapping: Mapping,
}

impl Document {
    /// Reads the bytes `range` of `source` as one YAML mapping; empty text is an empty mapping.
    /// What is wrong is added to `problems`; `None` means that nothing could be read.
    pub fn parse(source: &Arc<Source>, range: Range<usize>, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        let text = &source.text()[range.clone()];
        if let Some(problem) = too_large(source, &range, text) {
            problems.push(problem);
            return None;
        }
        let value = serde_yaml::from_str::<Value>(text).or_else(|error| {
            let duplicates = place::duplicate_keys(text);
            if duplicates.is_empty() {
                return Err(error);
            }
            for duplicate in &duplicates {
                problems.push(
                    Diagnostic::new(Code::DuplicateKey, format!("the key `{}` is given twice", duplicate.key))
                        .at(source, shift(&duplicate.second, range.start), "given again here")
                        .at(source, shift(&duplicate.first, range.start), "first given here")
                        .help("keep the one that is right and delete the other"),
                );
            }
            serde_yaml::from_str(&place::without(text, &duplicates))
        });
        match value {
            Ok(Value::Mapping(mapping)) => Some(Self { source: Arc::clone(source), range, mapping }),
            Ok(Value::Null) => Some(Self { source: Arc::clone(source), range, mapping: Mapping::new() }),
            Ok(_) => {
                let start = range.start + (text.len() - text.trim_start().len());
                problems.push(
                    Diagnostic::new(Code::InvalidYaml, "this should be a list of `key: value` lines")
                        .at(source, start..start + text.trim().lines().next().map_or(0, str::len), "no key here")
                        .help("write one `key: value` a line, such as `title: How long does it last?`"),
                );
                None
            }
            Err(error) => {
                problems.push(syntax_error(source, &range, text, &error));
                None
            }
        }
    }

    /// Reads the mapping's keys; problems found on the way are added to `problems`.
    pub fn fields<'a>(&'a self, problems: &'a mut Vec<Diagnostic>) -> Fields<'a> {
        Fields::new(&self.source, &self.range, &self.mapping, Vec::new(), problems)
    }
}

fn shift(range: &Range<usize>, by: usize) -> Range<usize> {
    range.start + by..range.end + by
}

fn too_large(source: &Arc<Source>, range: &Range<usize>, text: &str) -> Option<Diagnostic> {
    if text.len() > LONGEST_YAML {
        return Some(
            Diagnostic::new(Code::InvalidYaml, format!("{} KiB of settings are more than sitegen reads (1,024 KiB)", text.len() / 1024))
                .at(source, range.start..range.start, "starts here")
                .help("move long texts below the closing `---`"),
        );
    }
    let mut depth = 0_usize;
    for (index, byte) in text.bytes().enumerate() {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST_NESTING {
            let at = range.start + index;
            return Some(
                Diagnostic::new(Code::InvalidYaml, "brackets are nested more than 64 deep")
                    .at(source, at..at + 1, "one too many")
                    .help("close the brackets, or put the text in quotes"),
            );
        }
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
fn syntax_error(source: &Arc<Source>, range: &Range<usize>, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let full = error.to_string();
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
