//! Printing: results on stdout, words on stderr.

use std::io::Write as _;

use anstream::{AutoStream, ColorChoice};

use crate::diagnostic::{Diagnostic, Severity, json, terminal};

use super::{Color, Format, Global};

/// The process's two streams, with what the user asked of them.
pub(super) struct Output {
    pub(super) format: Format,
    results: AutoStream<std::io::Stdout>,
    words: AutoStream<std::io::Stderr>,
    /// Findings less severe than this are not shown.
    threshold: Severity,
    quiet: bool,
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
        }
    }

    /// Were notes asked for?
    pub(super) fn verbose(&self) -> bool {
        self.threshold == Severity::Note
    }

    /// A result, on stdout. A reader that went away is nobody's error.
    pub(super) fn result(&mut self, line: &str) {
        let _ = writeln!(self.results, "{line}");
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

    /// Findings that go with a result, on stderr.
    pub(super) fn findings(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity <= self.threshold) {
            let _ = match self.format {
                Format::Text => writeln!(self.words, "{}\n", terminal::render(diagnostic, true)),
                Format::Json => writeln!(self.words, "{}", json::render(diagnostic)),
            };
        }
    }

    /// Findings that are the result, on stdout.
    pub(super) fn findings_as_result(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics.iter().filter(|diagnostic| diagnostic.severity <= self.threshold) {
            let _ = match self.format {
                Format::Text => writeln!(self.results, "{}\n", terminal::render(diagnostic, true)),
                Format::Json => writeln!(self.results, "{}", json::render(diagnostic)),
            };
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

/// A number with its noun, such as `1 file` or `2 files`.
pub(super) fn plural(count: usize, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}
