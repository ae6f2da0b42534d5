//! Findings as they are kept.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Label, Severity, Source};

use super::MOST_FINDINGS;

/// A finding of the last build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    code: String,
    severity: String,
    message: String,
    labels: Vec<KeptLabel>,
    notes: Vec<String>,
    help: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct KeptLabel {
    path: String,
    text: String,
    first_line: usize,
    span: (usize, usize),
    words: String,
}

impl Finding {
    /// Findings as they are kept; `None` where they are too many.
    #[must_use]
    pub fn all(diagnostics: &[Diagnostic]) -> Option<Vec<Self>> {
        (diagnostics.len() <= MOST_FINDINGS).then(|| diagnostics.iter().map(Self::from).collect())
    }

    /// The finding as it was; `None` if it is of a rule that is not known.
    #[must_use]
    pub fn diagnostic(self) -> Option<Diagnostic> {
        let code = *Code::ALL.iter().find(|code| code.as_str() == self.code)?;
        let severities = [Severity::Error, Severity::Warning, Severity::Note];
        let severity = severities.into_iter().find(|severity| severity.as_str() == self.severity)?;
        let labels = self.labels.into_iter().map(|label| Label {
            source: Arc::new(Source::part(label.path, label.text, label.first_line)),
            span: label.span.0..label.span.1,
            text: label.words,
        });
        Some(Diagnostic { code, severity, message: self.message, labels: labels.collect(), notes: self.notes, help: self.help })
    }
}

impl From<&Diagnostic> for Finding {
    fn from(diagnostic: &Diagnostic) -> Self {
        let labels = diagnostic.labels.iter().map(|label| KeptLabel {
            path: label.source.path().as_str().to_owned(),
            text: label.source.text().to_owned(),
            first_line: label.source.first_line(),
            span: (label.span.start, label.span.end),
            words: label.text.clone(),
        });
        Self {
            code: diagnostic.code.as_str().to_owned(),
            severity: diagnostic.severity.as_str().to_owned(),
            message: diagnostic.message.clone(),
            labels: labels.collect(),
            notes: diagnostic.notes.clone(),
            help: diagnostic.help.clone(),
        }
    }
}
