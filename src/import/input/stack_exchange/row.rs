//! The rows of a dump's XML files: one `<row … />` each.

use std::collections::BTreeMap;
use std::io::BufRead;
use std::sync::Arc;

use camino::Utf8Path;
use quick_xml::XmlVersion;
use quick_xml::events::attributes::{AttrError, Attributes};

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::import::input::lines::{Line, Lines};

/// More lines than this make no row.
const MOST_LINES: usize = 1000;

/// A row's text and where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::import) struct Row {
    /// From 1.
    pub(super) line: usize,
    /// In bytes of the file.
    pub(super) offset: u64,
    /// From `<row` to `/>`, with what stands around it on its line.
    pub(super) text: String,
}

/// A row that could not be read.
#[derive(Debug)]
pub(super) struct Malformed {
    /// The line on which it begins.
    line: usize,
    text: String,
    /// The byte of `text` at which it goes wrong.
    at: usize,
    reason: String,
}

/// The problem, with its line underlined.
pub(super) fn malformed(file: &Utf8Path, problem: Malformed) -> Diagnostic {
    let source = Arc::new(Source::part(file, problem.text, problem.line));
    Diagnostic::new(Code::MalformedInput, format!("this row is not valid XML: {}", problem.reason))
        .at(&source, problem.at..problem.at, "here")
        .note("it was passed over; the other rows were read")
        .help("mend the row, or download the dump again")
}

/// Reads rows one by one.
pub(super) struct Rows<R> {
    lines: Lines<R>,
    /// A line that was read already.
    next: Option<Line>,
}

pub(super) fn rows<R: BufRead>(lines: Lines<R>) -> Rows<R> {
    Rows { lines, next: None }
}

impl<R: BufRead> Rows<R> {
    fn line(&mut self) -> std::io::Result<Option<Line>> {
        match self.next.take() {
            Some(line) => Ok(Some(line)),
            None => self.lines.next(),
        }
    }

    /// The next row; a line that holds none is passed over.
    pub(super) fn next(&mut self) -> std::io::Result<Option<Result<Row, Malformed>>> {
        while let Some(line) = self.line()? {
            let number = line.number;
            let mut text = match line.text {
                Ok(text) => text,
                Err(reason) => return Ok(Some(Err(Malformed { line: number, text: String::new(), at: 0, reason: reason.to_owned() }))),
            };
            if !is_row(&text) {
                continue;
            }
            // A value may hold line ends; a new row means that this one has no end.
            for _ in 0..MOST_LINES {
                if text.trim_end().ends_with("/>") {
                    break;
                }
                match self.lines.next()? {
                    Some(Line { text: Ok(more), .. }) if !is_row(&more) && !more.trim_start().starts_with("</") => {
                        text.push('\n');
                        text.push_str(&more);
                    }
                    other => {
                        self.next = other;
                        break;
                    }
                }
            }
            return Ok(Some(Ok(Row { line: number, offset: line.offset, text })));
        }
        Ok(None)
    }
}

fn is_row(line: &str) -> bool {
    line.trim_start().strip_prefix("<row").is_some_and(|rest| rest.starts_with(char::is_whitespace))
}

impl Row {
    /// The row's values by name, entities decoded.
    pub(super) fn values(&self) -> Result<BTreeMap<String, String>, Malformed> {
        let wrong = |at: usize, reason: &str| Malformed { line: self.line, text: self.text.clone(), at, reason: reason.to_owned() };
        let start = self.text.find("<row").unwrap_or(0) + 1;
        let content = self.text.trim_end();
        let end = content.strip_suffix("/>").ok_or_else(|| wrong(content.len(), "it has no end, `/>`"))?.len();
        let content = self.text.get(start..end).ok_or_else(|| wrong(0, "it has no beginning"))?;
        let mut values = BTreeMap::new();
        for attribute in Attributes::new(content, 3) {
            let attribute = attribute.map_err(|error| wrong(start + place(&error), &describe(&error)))?;
            let at = start + (attribute.value.as_ptr() as usize).saturating_sub(content.as_ptr() as usize).min(content.len());
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|error| wrong(at, &error.to_string()))?;
            values.insert(attribute.key.as_ref().to_owned(), value.into_owned());
        }
        Ok(values)
    }
}

fn place(error: &AttrError) -> usize {
    match error {
        AttrError::ExpectedEq(at) | AttrError::ExpectedValue(at) | AttrError::UnquotedValue(at) | AttrError::ExpectedQuote(at, _) => *at,
        AttrError::Duplicated(at, _) => *at,
    }
}

fn describe(error: &AttrError) -> String {
    match error {
        AttrError::ExpectedEq(_) => "`=` is missing behind a name".to_owned(),
        AttrError::ExpectedValue(_) | AttrError::UnquotedValue(_) => "a value in quotes is missing".to_owned(),
        AttrError::ExpectedQuote(..) => "a value has no closing quote".to_owned(),
        AttrError::Duplicated(..) => "a name is given twice".to_owned(),
    }
}

/// A number that a row must have.
pub(super) fn number(row: &Row, values: &BTreeMap<String, String>, key: &str) -> Result<u64, Malformed> {
    let value = values.get(key);
    value.and_then(|value| value.parse().ok()).ok_or_else(|| {
        let at = row.text.find(&format!(" {key}=")).map_or(0, |at| at + 1);
        let reason = value.map_or_else(|| format!("it has no `{key}`"), |value| format!("`{key}` is no number: `{value}`"));
        Malformed { line: row.line, text: row.text.clone(), at, reason }
    })
}
