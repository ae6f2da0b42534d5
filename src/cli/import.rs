//! `sitegen import`.

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use crate::diagnostic::{self, Code, Diagnostic, Severity, shown_path};
use crate::import::{ImportOptions, Imported, Outcome, Vocabulary, import, inputs};
use crate::settings;
use crate::thread::CONTENT;

use super::explain::explain;
use super::output::{Output, plural};
use super::{Exit, Format};

const EXAMPLES: &str = "\
Examples:
  sitegen import thread-0007.txt             import one saved thread
  sitegen import threads/                    import every .txt below a folder
  sitegen import --dry-run threads/          show where each would go, write nothing
  sitegen import --topic numbness one.txt    choose the topic yourself
  sitegen import --explain one.txt           show what each line was read as
";

/// Turn saved threads into files under content/
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct Import {
    /// The topic for all of them, instead of the best match
    #[arg(long, value_name = "TOPIC")]
    topic: Option<String>,
    /// Show where each thread would go, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// Show what each line was read as, and why with `-v`; write nothing
    #[arg(long, conflicts_with = "dry_run")]
    explain: bool,
    /// Raw threads, or folders with raw threads (.txt)
    #[arg(required = true, value_name = "PATH")]
    paths: Vec<Utf8PathBuf>,
}

impl Import {
    pub(super) fn run(self, root: &Utf8Path, output: &mut Output) -> Exit {
        let mut problems = Vec::new();
        let vocabulary = Vocabulary::built_in().with(&settings::load(root, &mut problems).import);
        if self.explain {
            return explain_all(&self.paths, &vocabulary, problems, output);
        }
        let options = ImportOptions { topic: self.topic, dry_run: self.dry_run, today: today(), vocabulary };
        let imported = match inputs(&self.paths).and_then(|inputs| import(root, &inputs, &options, &mut problems)) {
            Ok(imported) => imported,
            Err(error) => {
                output.failure(&error);
                return Exit::Failed;
            }
        };
        if imported.is_empty() && problems.is_empty() {
            output.say("no thread found: none of the folders holds a `.txt` file");
        }
        diagnostic::sort(&mut problems);
        let mut all = problems.clone();
        for thread in &imported {
            // What was said at the first import need not be said again.
            let findings = if thread.outcome == Outcome::Unchanged { Vec::new() } else { thread.diagnostics() };
            match output.format {
                Format::Json => output.result(&thread.json().unwrap_or_default()),
                Format::Text => {
                    output.result(&line(root, thread, &findings));
                    if let Some(diff) = thread.diff.as_ref().filter(|_| self.dry_run) {
                        output.result(diff);
                    }
                }
            }
            all.extend(findings);
        }
        // For a program, the findings stand in each thread's object already.
        output.findings(if output.format == Format::Json { &problems } else { &all });
        let sorted_out = all.iter().any(|finding| finding.code == Code::TopicInDoubt && finding.severity == Severity::Note);
        if sorted_out {
            output.say("there are no topics yet: give a folder under content/ an `_index.md` with `title:` and `words:`, and later threads find their place");
        }
        output.say(&summary(&imported, &all, self.dry_run, output));
        if diagnostic::has_errors(&all) { Exit::ErrorsFound } else { Exit::Fine }
    }
}

/// Prints the explained source of every file.
fn explain_all(paths: &[Utf8PathBuf], vocabulary: &Vocabulary, mut problems: Vec<Diagnostic>, output: &mut Output) -> Exit {
    let inputs = match inputs(paths) {
        Ok(inputs) => inputs,
        Err(error) => {
            output.failure(&error);
            return Exit::Failed;
        }
    };
    for input in &inputs {
        match input.capture() {
            Ok(captured) => {
                let (reading, source) = (captured.read_explained(vocabulary), &captured.source);
                output.result(&format!("{}\n{}", source.path(), explain(source.text(), &reading, output.verbose())));
            }
            Err(problem) => problems.push(problem),
        }
    }
    output.findings(&problems);
    if problems.is_empty() { Exit::Fine } else { Exit::ErrorsFound }
}

/// Where a thread went, on one line.
fn line(root: &Utf8Path, thread: &Imported, findings: &[Diagnostic]) -> String {
    let answers = &thread.reading.answers;
    let named = answers.iter().filter(|answer| answer.name.is_some()).count();
    let state = match thread.outcome {
        Outcome::New => "",
        Outcome::Unchanged => ", unchanged",
        Outcome::Merged => ", merged",
        Outcome::Left => ", changed in the source and left as it is",
    };
    let look = if findings.iter().any(|finding| finding.severity != Severity::Note) { ", deserves a look" } else { "" };
    let path = shown_path(root, &Utf8Path::new(CONTENT).join(thread.path.file()));
    format!("{} -> {path} ({}, {named} named{state}{look})", thread.source.path(), plural(answers.len(), "answer"))
}

fn summary(imported: &[Imported], findings: &[Diagnostic], dry_run: bool, output: &Output) -> String {
    let of = |outcome: Outcome| imported.iter().filter(|thread| thread.outcome == outcome).count();
    let new = plural(of(Outcome::New), "new thread");
    let verb = if dry_run { "would be written (dry run)" } else { "written" };
    let (merged, unchanged, left) = (of(Outcome::Merged), of(Outcome::Unchanged), of(Outcome::Left));
    format!("{new} {verb}, {merged} merged, {unchanged} unchanged, {left} left as they are; {}", output.count(findings))
}

/// The day to note for new threads: `SOURCE_DATE_EPOCH` where it is set, so that an import can be
/// repeated to the byte, else today (UTC).
fn today() -> jiff::civil::Date {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let timestamp = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).unwrap_or_else(jiff::Timestamp::now);
    timestamp.to_zoned(jiff::tz::TimeZone::UTC).date()
}
