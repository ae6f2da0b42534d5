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
mod simple;
mod syntax;

use std::ops::Range;
use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Diagnostic, Source};

pub use emit::{block_text, flow_text, quoted_text};
pub use fields::Fields;
pub use file::{read_raw_source, read_source, text_source};
pub use front_matter::{Parts, split};
pub use place::{Place, Step, place};

/// More than this is no front matter that a person edits, and more than import ever writes.
const LONGEST_YAML: usize = 8 * 1024 * 1024;

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
        let value = simple::read(text).map_or_else(|| serde_yaml::from_str::<Value>(text), Ok).or_else(|error| {
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
                problems.push(syntax::error(source, &range, text, &error));
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
            Diagnostic::new(Code::InvalidYaml, format!("{} KiB of settings are more than sitegen reads (8,192 KiB)", text.len() / 1024))
                .at(source, range.start..range.start, "starts here")
                .help("move long texts below the closing `---`"),
        );
    }
    // The file itself is a mapping without brackets. Few files have so many brackets at all, and only those are worth a closer look.
    text.bytes().filter(|byte| matches!(byte, b'[' | b'{')).nth(DEEPEST_NESTING)?;
    let at = range.start + place::too_deep(text, DEEPEST_NESTING + 1)?;
    Some(
        Diagnostic::new(Code::InvalidYaml, "brackets are nested more than 64 deep")
            .at(source, at..at + 1, "one too many")
            .help("close the brackets, or put the text in quotes"),
    )
}
