//! Printing: results on stdout, words on stderr.

use std::collections::BTreeMap;
use std::io::Write as _;

use anstream::{AutoStream, ColorChoice};

use crate::diagnostic::{Diagnostic, Severity, json, terminal};

use super::{Color, Format, Global};

/// How many cases of one rule a person is shown at once.
const SHOWN_CASES: usize = 12;

/// The process's two streams, with what the user asked of them.
pub(super) struct Output {
    pub(super) format: Format,
    results: AutoStream<std::io::Stdout>,
    words: AutoStream<std::io::Stderr>,
    /// Findings less severe than this are not shown.
    threshold: Severity,
    quiet: bool,
    lost: bool,
}

impl Output {
    pub(super) fn new(global: &Global) -> Self {
        let choice = match global.color {
            Color::Auto => ColorChoice::Auto,
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
        };
        let threshold = match (global.quiet, global.verbose) {
            (true, _) => Severity::Error,
            (_, true) => Severity::Note,
            _ => Severity::Warning,
        };
        Self {
            format: global.format,
            results: AutoStream::new(std::io::stdout(), choice),
            words: AutoStream::new(std::io::stderr(), choice),
            threshold,
            quiet: global.quiet,
            lost: false,
        }
    }

    /// Were notes asked for?
    pub(super) fn verbose(&self) -> bool {
        self.threshold == Severity::Note
    }

    /// A result, on stdout. A reader that went away is nobody's error; a full disk is.
    pub(super) fn result(&mut self, line: &str) {
        let written = writeln!(self.results, "{line}").and_then(|()| self.results.flush());
        let lost = written.err().filter(|error| error.kind() != std::io::ErrorKind::BrokenPipe && !self.lost);
        if let Some(error) = lost {
            self.lost = true;
            let _ = writeln!(self.words, "error: could not print the results: {error}");
        }
    }

    /// Results could not be printed.
    pub(super) fn lost(&self) -> bool {
        self.lost
    }

    /// Words for a person, on stderr; none with `--quiet` or for a program.
    pub(super) fn say(&mut self, words: &str) {
        if !self.quiet && self.format == Format::Text {
            let _ = writeln!(self.words, "{words}");
        }
    }

    /// The reason why a command could not be carried out, on stderr.
    pub(super) fn failure(&mut self, error: &dyn std::error::Error) {
        let message = annotate_snippets::normalize_untrusted_str(&error.to_string());
        let _ = match self.format {
            Format::Text => writeln!(self.words, "error: {message}"),
            Format::Json => writeln!(self.words, "{}", serde_json::json!({ "severity": "error", "message": message })),
        };
    }

    /// Findings that go with a result, on stderr. For a person, a rule that is broken all over is shown
    /// by its first cases.
    pub(super) fn findings(&mut self, diagnostics: &[Diagnostic]) {
        let mut cases: BTreeMap<&str, usize> = BTreeMap::new();
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity <= self.threshold) {
            let case = cases.entry(diagnostic.code.as_str()).or_default();
            *case += 1;
            if self.format == Format::Json || self.verbose() || *case <= SHOWN_CASES {
                let _ = writeln!(self.words, "{}", rendered(diagnostic, self.format));
            }
        }
        if self.format == Format::Text && !self.verbose() {
            for (code, more) in
                cases.into_iter().filter_map(|(code, cases)| Some((code, cases.checked_sub(SHOWN_CASES)?))).filter(|(_, more)| *more > 0)
            {
                let _ = writeln!(self.words, "and {more} more of `{code}`; `-v` shows them all\n");
            }
        }
    }

    /// Findings that are the result, on stdout: all of them.
    pub(super) fn findings_as_result(&mut self, diagnostics: &[Diagnostic]) {
        let threshold = self.threshold;
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity <= threshold) {
            self.result(&rendered(diagnostic, self.format));
        }
    }

    /// How many findings there were, in words; those that were not shown are mentioned.
    pub(super) fn count(&self, diagnostics: &[Diagnostic]) -> String {
        let of = |severity: Severity| diagnostics.iter().filter(|diagnostic| diagnostic.severity == severity).count();
        let (errors, warnings, notes) = (of(Severity::Error), of(Severity::Warning), of(Severity::Note));
        let mut parts = vec![plural(errors, "error"), plural(warnings, "warning")];
        parts.push(match (notes, self.threshold) {
            (0, _) | (_, Severity::Note) => plural(notes, "note"),
            _ => format!("{} (shown with `-v`)", plural(notes, "note")),
        });
        parts.join(", ")
    }
}

fn rendered(diagnostic: &Diagnostic, format: Format) -> String {
    match format {
        Format::Text => format!("{}\n", terminal::render(diagnostic, true)),
        Format::Json => json::render(diagnostic),
    }
}

/// A number with its noun, such as `1 file` or `2 files`.
pub(super) fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
