//! Printing: results on stdout, words on stderr.

use std::collections::BTreeMap;
use std::io::Write as _;

use anstream::{AutoStream, ColorChoice};
use indicatif::{ProgressBar, ProgressStyle};

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
    tally: Tally,
}

/// How many findings there were.
#[derive(Default)]
struct Tally {
    errors: usize,
    warnings: usize,
    notes: usize,
    /// The findings on stderr, by rule.
    shown: BTreeMap<&'static str, usize>,
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
            tally: Tally::default(),
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

    /// A finding that goes with a result, on stderr. For a person, a rule that is broken all over is shown
    /// by its first cases.
    pub(super) fn finding(&mut self, diagnostic: &Diagnostic) {
        self.finding_printed_elsewhere(diagnostic.severity);
        if !self.shows(diagnostic.severity) {
            return;
        }
        let cases = self.tally.shown.entry(diagnostic.code.as_str()).or_default();
        *cases += 1;
        if *cases <= SHOWN_CASES || self.format == Format::Json || self.verbose() {
            let _ = writeln!(self.words, "{}", rendered(diagnostic, self.format));
        }
    }

    /// Are findings of this severity shown?
    pub(super) fn shows(&self, severity: Severity) -> bool {
        severity <= self.threshold
    }

    /// A finding that a result says already, or that need not be shown.
    pub(super) fn finding_printed_elsewhere(&mut self, severity: Severity) {
        self.tally.count(severity);
    }

    /// Findings that are the result, on stdout: all of them.
    pub(super) fn findings_as_result(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            self.finding_printed_elsewhere(diagnostic.severity);
            if self.shows(diagnostic.severity) {
                self.result(&rendered(diagnostic, self.format));
            }
        }
    }

    /// Findings that somebody asked for by name, on stdout: all of them, notes too.
    pub(super) fn findings_asked_for(&mut self, diagnostics: &[Diagnostic]) {
        for diagnostic in diagnostics {
            self.finding_printed_elsewhere(diagnostic.severity);
            self.result(&rendered(diagnostic, self.format));
        }
    }

    /// Was a finding an error?
    pub(super) fn errors_found(&self) -> bool {
        self.tally.errors > 0
    }

    /// How many findings there were, in words, behind how many of them were not shown.
    pub(super) fn count(&mut self) -> String {
        for (code, cases) in std::mem::take(&mut self.tally.shown) {
            let more = cases.saturating_sub(SHOWN_CASES);
            if more > 0 && !self.verbose() {
                self.say(&format!("and {more} more of `{code}`; `-v` shows them all\n"));
            }
        }
        let Tally { errors, warnings, notes, .. } = self.tally;
        let mut parts = vec![plural(errors, "error"), plural(warnings, "warning")];
        parts.push(match (notes, self.threshold) {
            (0, _) | (_, Severity::Note) => plural(notes, "note"),
            _ => format!("{} (shown with `-v`)", plural(notes, "note")),
        });
        parts.join(", ")
    }

    /// A bar on stderr for a long command with so many threads, where that is known; empty for a program,
    /// for somebody who wants it quiet, and where stderr is no terminal.
    pub(super) fn progress_bar(&self, threads: Option<usize>) -> ProgressBar {
        if self.quiet || self.format == Format::Json {
            return ProgressBar::hidden();
        }
        let (bar, template) = match threads {
            Some(threads) => (ProgressBar::new(threads as u64), "{bar:30} {human_pos} of {human_len} threads, {eta} left"),
            None => (ProgressBar::no_length(), "{human_pos} threads"),
        };
        bar.with_style(ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_bar()))
    }
}

impl Tally {
    fn count(&mut self, severity: Severity) {
        *match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Note => &mut self.notes,
        } += 1;
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
