//! A mapping read key by key, with every problem collected.

use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Diagnostic, MOST_IN_ONE_FILE, Source, did_you_mean};

use super::place::{Place, Step, place};

/// A reader over one mapping. Each method takes the key that it reads, so that [`Fields::finish`]
/// knows which keys of the mapping nobody asked for.
pub struct Fields<'a> {
    source: &'a Arc<Source>,
    range: &'a Range<usize>,
    mapping: &'a Mapping,
    path: Vec<Step>,
    known: BTreeSet<&'static str>,
    problems: &'a mut Vec<Diagnostic>,
}

impl<'a> Fields<'a> {
    pub(super) fn new(
        source: &'a Arc<Source>,
        range: &'a Range<usize>,
        mapping: &'a Mapping,
        path: Vec<Step>,
        problems: &'a mut Vec<Diagnostic>,
    ) -> Self {
        Self { source, range, mapping, path, known: BTreeSet::new(), problems }
    }

    /// A text; a number or a bare `no` is a wrong type, since YAML would change how it reads.
    pub fn text(&mut self, key: &'static str) -> Option<String> {
        match self.value(key)? {
            Value::String(text) => {
                self.warn_of_comment(key);
                Some(text.clone())
            }
            Value::Number(_) | Value::Bool(_) => {
                self.wrong_type(key, "text", "put it in quotes: YAML reads it as a number or as yes/no");
                None
            }
            _ => {
                self.wrong_type(key, "text", "write it on one line behind the colon, in quotes if need be");
                None
            }
        }
    }

    /// A whole number from 0.
    pub fn whole_number(&mut self, key: &'static str) -> Option<u32> {
        let number = self.value(key)?.as_u64().and_then(|number| u32::try_from(number).ok());
        if number.is_none() {
            self.wrong_type(key, "a whole number from 0", format!("write digits only, such as `{key}: 12`"));
        }
        number
    }

    /// A number with or without decimals.
    pub fn number(&mut self, key: &'static str) -> Option<f64> {
        let number = self.value(key)?.as_f64();
        if number.is_none() {
            self.wrong_type(key, "a number", format!("write digits only, such as `{key}: 4.9`"));
        }
        number
    }

    /// A whole number, below 0 or above.
    pub fn integer(&mut self, key: &'static str) -> Option<i32> {
        let number = self.value(key)?.as_i64().and_then(|number| i32::try_from(number).ok());
        if number.is_none() {
            self.wrong_type(key, "a whole number", format!("write digits only, such as `{key}: 2`"));
        }
        number
    }

    /// `true` or `false`.
    pub fn boolean(&mut self, key: &'static str) -> Option<bool> {
        let boolean = self.value(key)?.as_bool();
        if boolean.is_none() {
            self.wrong_type(key, "`true` or `false`", format!("write `{key}: true` or leave the line out"));
        }
        boolean
    }

    /// A calendar date as `2026-11-22`.
    pub fn date(&mut self, key: &'static str) -> Option<jiff::civil::Date> {
        let date = self.value(key)?.as_str().and_then(|text| text.parse().ok());
        if date.is_none() {
            self.wrong_type(key, "a date", format!("write year, month and day, such as `{key}: 2026-11-22`"));
        }
        date
    }

    /// A text, or a number as text, for a value that is read further.
    pub fn number_or_text(&mut self, key: &'static str) -> Option<String> {
        match self.value(key)? {
            Value::Number(number) => Some(number.to_string()),
            _ => self.text(key),
        }
    }

    /// Which item of its list this mapping is, from 0; `None` where it stands in none.
    #[must_use]
    pub fn item(&self) -> Option<usize> {
        match self.path.last() {
            Some(Step::Index(index)) => Some(*index),
            _ => None,
        }
    }

    /// The mapping has `key`, whether it was read or not.
    #[must_use]
    pub fn has(&self, key: &str) -> bool {
        self.mapping.contains_key(key)
    }

    /// A list of texts; empty when the key is absent.
    pub fn texts(&mut self, key: &'static str) -> Vec<String> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let items = value.as_sequence().and_then(|items| items.iter().map(|item| item.as_str().map(str::to_owned)).collect());
        items.unwrap_or_else(|| {
            self.wrong_type(
                key,
                "a list of texts and nothing else",
                format!("write it in brackets: `{key}: [one, two]`; put numbers in quotes"),
            );
            Vec::new()
        })
    }

    /// A nested mapping, read by `read`, which need not call [`Fields::finish`].
    pub fn mapping<T>(&mut self, key: &'static str, read: impl FnOnce(&mut Fields<'_>) -> T) -> Option<T> {
        let value = self.value(key)?;
        let Some(mapping) = value.as_mapping() else {
            self.wrong_type(key, "a group of settings", format!("write it in braces: `{key}: {{ … }}`"));
            return None;
        };
        Some(self.nested(mapping, vec![Step::Key(key.to_owned())], read))
    }

    /// A list of mappings, each read by `read`; items that are none are problems and left out.
    pub fn list<T>(&mut self, key: &'static str, mut read: impl FnMut(&mut Fields<'_>) -> T) -> Vec<T> {
        let Some(value) = self.value(key) else { return Vec::new() };
        let Some(items) = value.as_sequence() else {
            self.wrong_type(key, "a list", "begin each item on a line of its own with `- `");
            return Vec::new();
        };
        let mut result = Vec::with_capacity(items.len());
        for (index, item) in items.iter().enumerate() {
            let steps = vec![Step::Key(key.to_owned()), Step::Index(index)];
            if let Some(mapping) = item.as_mapping() {
                result.push(self.nested(mapping, steps, &mut read));
            } else {
                let place = self.place_of(&steps).value;
                let found = describe(item);
                self.problems.push(
                    Diagnostic::new(Code::WrongType, format!("each item of `{key}` must be a group of settings, but this one is {found}"))
                        .at(self.source, place, format!("this is {found}"))
                        .help("write it in braces: `- { id: a1, … }`"),
                );
            }
        }
        result
    }

    /// Adds a problem about the value of `key`, which should be one that was read.
    pub fn problem(&mut self, key: &str, code: Code, message: impl Into<String>, label: impl Into<String>, help: impl Into<String>) {
        if self.problems.len() >= MOST_IN_ONE_FILE {
            return;
        }
        let place = self.place_of(&[Step::Key(key.to_owned())]).value;
        self.problems.push(Diagnostic::new(code, message).at(self.source, place, label).help(help));
    }

    /// Adds a problem about one item, counted from 0, of the list that is the value of `key`.
    pub fn item_problem(&mut self, key: &str, item: usize, message: impl Into<String>, label: impl Into<String>, help: impl Into<String>) {
        if self.problems.len() >= MOST_IN_ONE_FILE {
            return;
        }
        let place = self.place_of(&[Step::Key(key.to_owned()), Step::Index(item)]).value;
        self.problems.push(Diagnostic::new(Code::WrongType, message).at(self.source, place, label).help(help));
    }

    /// Adds a problem about a key that is absent, shown at the mapping that should have it.
    pub fn missing(&mut self, key: &str, help: impl Into<String>) {
        let whole = self.place_of(&[]).value;
        let first_line = self.source.text()[whole.clone()].lines().next().map_or(0, str::len);
        self.problems.push(
            Diagnostic::new(Code::MissingKey, format!("the key `{key}` is missing"))
                .at(self.source, whole.start..whole.start + first_line, format!("no `{key}` here"))
                .help(help),
        );
    }

    /// Reports every key that was not read, with the known key that it resembles.
    pub fn finish(&mut self) {
        for key in self.mapping.keys() {
            if self.problems.len() >= MOST_IN_ONE_FILE {
                return;
            }
            let name = &plain(key);
            if self.known.contains(name.as_str()) {
                continue;
            }
            let stray = self.mapping.get(key).is_some_and(Value::is_null);
            let place = self.place_of(&[Step::Key(name.to_owned())]).key;
            let known: Vec<&str> = self.known.iter().copied().collect();
            let diagnostic = Diagnostic::new(Code::UnknownKey, format!("unknown key `{name}`"));
            let diagnostic = match did_you_mean(name, known.iter().copied()) {
                _ if stray && name.contains(':') => diagnostic
                    .at(self.source, place, "read as one word")
                    .help(format!("put a space behind the colon: `{}`", name.replacen(':', ": ", 1))),
                _ if stray => diagnostic
                    .at(self.source, place, "a key without a value")
                    .help("if it belongs to the text before the comma, put the whole text in quotes, such as `\"MD, FACS\"`; a decimal has a point, such as `4.9`"),
                Some(close) => diagnostic
                    .at(self.source, place, format!("did you mean `{close}`?"))
                    .help(format!("write `{close}`, or delete the line")),
                None => diagnostic
                    .at(self.source, place, "sitegen does not know this key")
                    .help("use one of the keys known here, or delete the line"),
            };
            self.problems.push(diagnostic.note(format!("known here: {}", known.join(", "))));
        }
    }

    fn nested<T>(&mut self, mapping: &Mapping, steps: Vec<Step>, read: impl FnOnce(&mut Fields<'_>) -> T) -> T {
        let mut path = self.path.clone();
        path.extend(steps);
        let mut fields = Fields::new(self.source, self.range, mapping, path, self.problems);
        let result = read(&mut fields);
        fields.finish();
        result
    }

    /// The value of `key`, which is known from now on; an empty value counts as absent.
    fn value(&mut self, key: &'static str) -> Option<&'a Value> {
        self.known.insert(key);
        self.mapping.get(key).filter(|value| !value.is_null())
    }

    /// A plain text ends where ` #` begins a comment; words may have been lost so.
    fn warn_of_comment(&mut self, key: &str) {
        let text = &self.source.text()[self.range.clone()];
        if !text.contains(" #") {
            return;
        }
        let place = self.place_of(&[Step::Key(key.to_owned())]).value;
        let value = &self.source.text()[place.clone()];
        // The place of a plain text may reach to the next line, whose remark cuts nothing.
        if value.ends_with('\n') {
            return;
        }
        let rest = self.source.text()[place.end..self.range.end].lines().next().unwrap_or_default();
        if rest.trim_start().starts_with('#') && !value.starts_with(['"', '\'', '|', '>']) && !value.is_empty() {
            let comment = place.end + rest.len() - rest.trim_start().len()..place.end + rest.len();
            self.problems.push(
                Diagnostic::new(Code::CutByComment, format!("the text of `{key}` ends before `#`"))
                    .at(self.source, comment, "YAML takes this for a comment")
                    .help("put the whole text in quotes if these words belong to it"),
            );
        }
    }

    fn wrong_type(&mut self, key: &'static str, expected: &str, help: impl Into<String>) {
        let found = self.mapping.get(key).map_or("nothing", describe);
        self.problem(
            key,
            Code::WrongType,
            format!("`{key}` must be {expected}, but this is {found}"),
            format!("{expected} expected"),
            help,
        );
    }

    /// Where the value at `steps` below this mapping stands; the start of the text when in doubt.
    fn place_of(&self, steps: &[Step]) -> Place {
        let path: Vec<Step> = self.path.iter().chain(steps).cloned().collect();
        let text = &self.source.text()[self.range.clone()];
        let whole = Place { key: 0..0, value: 0..text.len() };
        let found = if path.is_empty() { whole } else { place(text, &path).unwrap_or(whole) };
        let shift = |range: Range<usize>| range.start + self.range.start..range.end + self.range.start;
        Place { key: shift(found.key), value: shift(found.value) }
    }
}

/// A key as text, whatever YAML took it for.
fn plain(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        Value::Number(number) => number.to_string(),
        Value::Bool(value) => value.to_string(),
        _ => String::new(),
    }
}

/// A value's kind in an editor's words.
fn describe(value: &Value) -> &'static str {
    match value {
        Value::Null => "empty",
        Value::Bool(_) => "`true` or `false`",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Sequence(_) => "a list",
        Value::Mapping(_) => "a group of settings",
        Value::Tagged(_) => "a YAML tag",
    }
}
