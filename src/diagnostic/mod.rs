//! One type for everything the tool has to say about somebody's input.
//!
//! A [`Diagnostic`] answers four questions: what is wrong, where, why, and what to do next. It is
//! made in whatever room finds the problem, collected, sorted, and only the command line prints it,
//! through one renderer a medium: [`terminal`] and [`json`].

mod code;
pub mod json;
mod source;
pub mod terminal;

use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;

pub use code::Code;
pub use source::{Position, Source, shown_path};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// The build cannot be trusted with this: nothing is published.
    Error,
    /// Something deserves a human look; the result is whole.
    Warning,
    /// Good to know.
    Note,
}

impl Severity {
    /// The word that the terminal and JSON show.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// A stretch of a source text with a few words about it.
#[derive(Debug, Clone)]
pub struct Label {
    /// The file and its text.
    pub source: Arc<Source>,
    /// Byte range in the text; empty for a point.
    pub span: Range<usize>,
    /// Words shown beside the underline; may be empty.
    pub text: String,
}

/// One finding about somebody's input.
#[derive(Debug, Clone)]
pub struct Diagnostic {
    /// The stable name of the rule.
    pub code: Code,
    /// How bad it is; the rule's own unless changed.
    pub severity: Severity,
    /// What is wrong, in one sentence without a final period.
    pub message: String,
    /// Where; the first label is the place that is named on top.
    pub labels: Vec<Label>,
    /// Why, or what follows from it.
    pub notes: Vec<String>,
    /// What to do next.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding without a place yet, of the severity that `code` carries.
    #[must_use]
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, severity: code.severity(), message: message.into(), labels: Vec::new(), notes: Vec::new(), help: None }
    }

    /// Adds a place; the first one added is the primary.
    #[must_use]
    pub fn at(mut self, source: &Arc<Source>, span: Range<usize>, text: impl Into<String>) -> Self {
        self.labels.push(Label { source: Arc::clone(source), span, text: text.into() });
        self
    }

    /// Adds a file as the place, where no text can be shown.
    #[must_use]
    pub fn in_file(self, path: &Utf8Path) -> Self {
        self.at(&Arc::new(Source::new(path, String::new())), 0..0, "")
    }

    /// Adds the reason or the consequence.
    #[must_use]
    pub fn note(mut self, note: impl Into<String>) -> Self {
        self.notes.push(note.into());
        self
    }

    /// Says what to do next.
    #[must_use]
    pub fn help(mut self, help: impl Into<String>) -> Self {
        self.help = Some(help.into());
        self
    }

    /// The finding with its paths, which so far are relative to `root`, as the person who ran the
    /// command finds them.
    #[must_use]
    pub fn below(mut self, root: &Utf8Path) -> Self {
        if root != "." {
            for label in &mut self.labels {
                let (path, text) = (shown_path(root, label.source.path()), label.source.text().to_owned());
                label.source = Arc::new(Source::part(path, text, label.source.first_line()));
            }
        }
        self
    }

    /// The primary place's file, line and column, where there is one.
    #[must_use]
    pub fn position(&self) -> Option<(&Utf8Path, Position)> {
        let label = self.labels.first()?;
        Some((label.source.path(), label.source.position(label.span.start)))
    }
}

/// Nobody reads more mistakes of one file at once, and looking for each costs time in proportion to
/// the file. What is left comes up in the next run.
pub const MOST_IN_ONE_FILE: usize = 100;

/// Sorts findings by file, place, severity and words, and drops repetitions, so that a run prints
/// the same list whatever order its threads worked in.
pub fn sort(diagnostics: &mut Vec<Diagnostic>) {
    let key = |diagnostic: &Diagnostic| {
        let label = diagnostic.labels.first();
        (
            label.map(|label| label.source.path().to_owned()),
            label.map(|label| (label.span.start, label.span.end)),
            diagnostic.severity,
            diagnostic.code.as_str(),
            diagnostic.message.clone(),
        )
    };
    diagnostics.sort_by_cached_key(key);
    diagnostics.dedup_by(|later, earlier| key(later) == key(earlier));
}

/// True when at least one finding is an error.
#[must_use]
pub fn has_errors(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|diagnostic| diagnostic.severity == Severity::Error)
}

/// The candidate that a misspelt `word` most likely meant, if any is close enough: at most a third
/// of its letters differ (Damerau-Levenshtein), which is what compilers use.
#[must_use]
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&word, &candidate.to_lowercase()), candidate))
        .filter(|(distance, candidate)| *distance <= candidate.chars().count().max(word.chars().count()).div_ceil(3))
        .min_by_key(|(distance, candidate)| (*distance, *candidate))
        .map(|(_, candidate)| candidate)
}
