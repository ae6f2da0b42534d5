//! Where in a YAML text a value stands. `serde_yaml` keeps no places, so this asks a second,
//! event-based parser, and only once something has to be underlined.

use std::borrow::Cow;
use std::ops::Range;

use saphyr_parser::{Event, Marker, Parser, StrInput};

/// One step from a mapping or list to a value in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// The value of a key.
    Key(String),
    /// The item of a list, from 0.
    Index(usize),
}

/// The bytes of a value and of the key that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// The key; for a list's item the item itself.
    pub key: Range<usize>,
    /// The value.
    pub value: Range<usize>,
}

/// A key that stands twice in one mapping.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Duplicate {
    pub(super) key: String,
    pub(super) first: Range<usize>,
    pub(super) second: Range<usize>,
    /// From the second key to the end of its value.
    pub(super) entry: Range<usize>,
}

/// The bytes of the value at `path` inside `text`; `None` where there is no such value or the text
/// is not valid YAML.
#[must_use]
pub fn place(text: &str, path: &[Step]) -> Option<Place> {
    let mut walk = Walk::new(text);
    walk.document();
    walk.entries.into_iter().find(|entry| entry.path == path).map(|entry| Place { key: entry.key, value: entry.value })
}

/// Every key that is given more than once in the same mapping; none where the text is not valid YAML.
pub(super) fn duplicate_keys(text: &str) -> Vec<Duplicate> {
    let mut walk = Walk::new(text);
    walk.document();
    let mut duplicates = Vec::new();
    for (index, entry) in walk.entries.iter().enumerate() {
        let Some(Step::Key(key)) = entry.path.last() else { continue };
        if let Some(first) = walk.entries[..index].iter().find(|earlier| earlier.path == entry.path) {
            duplicates.push(Duplicate {
                key: key.clone(),
                first: first.key.clone(),
                second: entry.key.clone(),
                entry: entry.key.start..entry.value.end,
            });
        }
    }
    duplicates
}

/// Where the first mapping or list opens that stands in more than `deepest` others. Brackets within a text
/// open none.
pub(super) fn too_deep(text: &str, deepest: usize) -> Option<usize> {
    let mut walk = Walk::new(text);
    let mut depth = 0_usize;
    while let Some((event, range)) = walk.next() {
        match event {
            Event::MappingStart(..) | Event::SequenceStart(..) => depth += 1,
            Event::MappingEnd | Event::SequenceEnd => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > deepest {
            return Some(range.start);
        }
    }
    None
}

/// `text` with the second of each duplicate blanked out, so that the rest can still be judged and
/// every other byte stays where it was.
pub(super) fn without<'a>(text: &'a str, duplicates: &[Duplicate]) -> Cow<'a, str> {
    if duplicates.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut bytes = text.as_bytes().to_vec();
    for duplicate in duplicates {
        let mut end = duplicate.entry.end;
        // In braces the comma behind the entry has to go as well.
        if bytes.get(end) == Some(&b',') {
            end += 1;
        }
        for byte in bytes.iter_mut().take(end).skip(duplicate.entry.start) {
            if *byte != b'\n' {
                *byte = b' ';
            }
        }
    }
    Cow::Owned(String::from_utf8(bytes).unwrap_or_default())
}

struct Entry {
    path: Vec<Step>,
    key: Range<usize>,
    value: Range<usize>,
}

/// Walks the parser's events once and notes where each entry stands.
struct Walk<'a> {
    parser: Parser<'a, StrInput<'a>>,
    /// Byte offset of each character, since the parser counts characters; empty for ASCII text.
    offsets: Vec<usize>,
    text: &'a str,
    path: Vec<Step>,
    entries: Vec<Entry>,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str) -> Self {
        let offsets = if text.is_ascii() { Vec::new() } else { text.char_indices().map(|(offset, _)| offset).collect() };
        Self { parser: Parser::new_from_str(text), offsets, text, path: Vec::new(), entries: Vec::new() }
    }

    fn byte(&self, marker: Marker) -> usize {
        if self.offsets.is_empty() {
            marker.index().min(self.text.len())
        } else {
            self.offsets.get(marker.index()).copied().unwrap_or(self.text.len())
        }
    }

    /// The next event with its byte range; `None` at the end or at an error.
    fn next(&mut self) -> Option<(Event<'a>, Range<usize>)> {
        let (event, span) = self.parser.next_event()?.ok()?;
        let range = self.byte(span.start)..self.byte(span.end);
        Some((event, range))
    }

    fn document(&mut self) {
        while let Some((event, range)) = self.next() {
            if self.node(&event, range).is_none() {
                return;
            }
        }
    }

    /// Consumes the node that `event` opens and returns its byte range.
    fn node(&mut self, event: &Event<'a>, range: Range<usize>) -> Option<Range<usize>> {
        match event {
            Event::MappingStart(..) => self.mapping(range),
            Event::SequenceStart(..) => self.sequence(range),
            _ => Some(range),
        }
    }

    fn mapping(&mut self, range: Range<usize>) -> Option<Range<usize>> {
        let mut end = range.end;
        loop {
            let (event, key) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                return Some(range.start..self.closed(&range, &key, end));
            }
            let name = match &event {
                Event::Scalar(name, ..) => name.to_string(),
                _ => String::new(),
            };
            self.node(&event, key.clone())?;
            self.path.push(Step::Key(name));
            end = self.entry(key)?;
            self.path.pop();
        }
    }

    fn sequence(&mut self, range: Range<usize>) -> Option<Range<usize>> {
        let mut end = range.end;
        for index in 0.. {
            let (event, item) = self.next()?;
            if matches!(event, Event::SequenceEnd) {
                return Some(range.start..self.closed(&range, &item, end));
            }
            self.path.push(Step::Index(index));
            let path = self.path.clone();
            let slot = self.entries.len();
            self.entries.push(Entry { path, key: item.clone(), value: item.clone() });
            let value = self.node(&event, item)?;
            end = value.end;
            self.entries[slot].key = value.clone();
            self.entries[slot].value = value;
            self.path.pop();
        }
        None
    }

    /// Where a mapping or list ends that opened at `opening`: behind its bracket, or with its last entry.
    /// The parser's closing event may reach over a comment behind the bracket.
    fn closed(&self, opening: &Range<usize>, closing: &Range<usize>, last_entry: usize) -> usize {
        let bracketed = self.text[opening.start..].starts_with(['{', '[']);
        let end = if bracketed { closing.start + 1 } else { closing.end };
        last_entry.max(end.min(self.text.len())).max(opening.end)
    }

    /// Consumes the value of `key`, notes the entry and returns where it ends.
    fn entry(&mut self, key: Range<usize>) -> Option<usize> {
        let path = self.path.clone();
        let slot = self.entries.len();
        self.entries.push(Entry { path, key: key.clone(), value: key.clone() });
        let (event, value) = self.next()?;
        let empty = value.is_empty() && value.start <= key.end;
        let value = self.node(&event, value)?;
        if !empty {
            self.entries[slot].value = value;
        }
        Some(self.entries[slot].value.end)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at<'a>(text: &'a str, path: &[Step]) -> &'a str {
        &text[place(text, path).unwrap().value]
    }

    #[test]
    fn finds_values_in_blocks_lists_and_braces_behind_wide_characters() {
        let text = "title: Ünï\nanswers:\n  - { id: a1, place: Tromsø }\n  - { id: a2, rating: 4.9 }\n";
        assert_eq!(at(text, &[Step::Key("title".into())]), "Ünï");
        let rating = [Step::Key("answers".into()), Step::Index(1), Step::Key("rating".into())];
        assert_eq!(at(text, &rating), "4.9");
        assert_eq!(at(text, &[Step::Key("answers".into()), Step::Index(0)]), "{ id: a1, place: Tromsø }");
        assert_eq!(place(text, &[Step::Key("tags".into())]), None);
        assert_eq!(at("source: { file: x } # a remark\ntags: [a, b]   # another\nnote: c\n", &[Step::Key("source".into())]), "{ file: x }");
        assert_eq!(at("source: { file: x } # a remark\ntags: [a, b]   # another\nnote: c\n", &[Step::Key("tags".into())]), "[a, b]");
    }

    #[test]
    fn duplicate_keys_are_found_and_can_be_blanked() {
        let text = "title: a\ntags: [x]\ntitle: b\nanswers:\n- { id: a1, id: a2, place: P }\n";
        let duplicates = duplicate_keys(text);
        assert_eq!(duplicates.iter().map(|duplicate| duplicate.key.as_str()).collect::<Vec<_>>(), ["title", "id"]);
        let rest: serde_yaml::Value = serde_yaml::from_str(&without(text, &duplicates)).unwrap();
        assert_eq!(rest["title"], "a");
        assert_eq!(rest["answers"][0]["place"], "P");
    }

    #[test]
    fn the_same_key_in_two_items_is_no_duplicate() {
        assert_eq!(duplicate_keys("answers:\n  - id: a1\n  - id: a2\n"), []);
    }
}
