//! Findings as data, one JSON object a line.

use serde::Serialize;

use super::{Diagnostic, Label};

/// What `--format json` prints for one finding. Fields are only ever added.
#[derive(Serialize)]
struct Record<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    column: Option<usize>,
    labels: Vec<LabelRecord<'a>>,
    notes: &'a [String],
    help: Option<&'a str>,
}

#[derive(Serialize)]
struct LabelRecord<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    text: &'a str,
}

/// One finding as one line of JSON, without the line ending.
#[must_use]
pub fn render(diagnostic: &Diagnostic) -> String {
    let position = diagnostic.position();
    let record = Record {
        code: diagnostic.code.as_str(),
        severity: diagnostic.severity.as_str(),
        message: &diagnostic.message,
        file: position.map(|(path, _)| path.as_str()),
        line: position.map(|(_, position)| position.line),
        column: position.map(|(_, position)| position.column),
        labels: diagnostic.labels.iter().map(label_record).collect(),
        notes: &diagnostic.notes,
        help: diagnostic.help.as_deref(),
    };
    // Strings and numbers always serialise.
    serde_json::to_string(&record).unwrap_or_default()
}

fn label_record(label: &Label) -> LabelRecord<'_> {
    let start = label.source.position(label.span.start);
    let end = label.source.position(label.span.end);
    LabelRecord {
        file: label.source.path().as_str(),
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
        text: &label.text,
    }
}
