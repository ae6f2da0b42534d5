//! `sitegen import`.

use std::collections::BTreeMap;
use std::io::BufReader;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser as _};
use signal_hook::consts::{SIGINT, SIGTERM};
use signal_hook::flag;

use crate::diagnostic::{Code, Diagnostic, Severity, shown_path};
use crate::import::{
    Durations, ImportError, ImportOptions, Imported, Input, Outcome, SourceFormat, SourceOptions, Vocabulary, import, inputs, records,
};
use crate::settings;
use crate::thread::{CONTENT, UserNames, is_web_address};

use super::explain::explain;
use super::output::{Output, plural};
use super::{Exit, Format};

const EXAMPLES: &str = "\
Examples:
  sitegen import thread-0007.txt             import one saved thread
  sitegen import threads/                    import every thread below a folder
  sitegen import --dry-run threads/          show where each would go, write nothing
  sitegen import --topic numbness one.txt    choose the topic yourself
  sitegen import --explain one.txt           show what each line was read as
  sitegen import --url https://health.stackexchange.com Posts.xml
                                             import a dump (Users.xml beside it has the names)
  sitegen import --stdin < threads.ndjson    import threads as `--format json` prints them
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
    /// What all the sources are, instead of what they look like
    #[arg(long, value_name = "FORMAT", value_parser = PossibleValuesParser::new(SourceFormat::ALL.map(SourceFormat::as_str)).map(format_of))]
    from: Option<SourceFormat>,
    /// The address of the site that a Stack Exchange dump or a Discourse topic is from
    #[arg(long, value_name = "URL", value_parser = site_address)]
    url: Option<String>,
    /// Read threads from standard input, one JSON object a line (NDJSON)
    #[arg(long, conflicts_with = "from")]
    stdin: bool,
    /// Sources, or folders with sources: saved threads (.txt), pages (.html), topics (.json), threads (.ndjson), a dump (Posts.xml)
    #[arg(required_unless_present = "stdin", conflicts_with = "stdin", value_name = "PATH")]
    paths: Vec<Utf8PathBuf>,
}

fn format_of(word: String) -> SourceFormat {
    SourceFormat::ALL.into_iter().find(|format| format.as_str() == word).unwrap_or(SourceFormat::Text)
}

fn site_address(address: &str) -> Result<String, String> {
    if is_web_address(address) { Ok(address.to_owned()) } else { Err("write it in full, such as `https://forum.example`".to_owned()) }
}

/// So many new threads that may ask what another asks are shown.
const SHOWN_ASKED_BEFORE: usize = 10;

/// The threads of an import, whatever they come from.
type Threads = Box<dyn Iterator<Item = Result<Input, Diagnostic>>>;

impl Import {
    pub(super) fn run(self, root: &Utf8Path, output: &mut Output) -> Exit {
        let mut problems = Vec::new();
        let words = settings::load(root, &mut problems).import;
        let (vocabulary, user_names) = (Vocabulary::built_in().with(&words), UserNames::with(&words));
        let durations = Durations::with(&words);
        for problem in &problems {
            output.finding(problem);
        }
        let (inputs, number) = match self.threads(&vocabulary) {
            Ok(inputs) => inputs,
            Err(error) => {
                output.failure(&error);
                return Exit::Failed;
            }
        };
        if self.explain {
            return explain_all(inputs, &vocabulary, output);
        }
        let read_unchanged = output.format == Format::Json;
        let options =
            ImportOptions { topic: self.topic, dry_run: self.dry_run, read_unchanged, today: today(), vocabulary, user_names, durations };
        let bar = output.progress_bar(number);
        let mut report = Report {
            root,
            dry_run: self.dry_run,
            output,
            counts: BTreeMap::new(),
            lines: String::new(),
            sorted_out: false,
            asked_before: Vec::new(),
        };
        let stop = stop_flag();
        let imported = import(root, inputs, &options, &stop, &mut |results| {
            bar.suspend(|| report.add(results));
            bar.set_position(report.done() as u64);
        });
        bar.finish_and_clear();
        if let Err(error) = imported {
            report.output.failure(&error);
            return Exit::Failed;
        }
        report.finish(stop.load(Ordering::Relaxed))
    }

    /// The threads to be imported, and their number, where it is known.
    fn threads(&self, vocabulary: &Vocabulary) -> Result<(Threads, Option<usize>), ImportError> {
        if self.stdin {
            return Ok((Box::new(records("stdin", BufReader::new(std::io::stdin()))), None));
        }
        let options = SourceOptions { format: self.from, url: self.url.clone() };
        let inputs = inputs(&self.paths, &options, vocabulary)?;
        let number = inputs.threads();
        Ok((Box::new(inputs), number))
    }
}

/// A flag that the first Ctrl-C sets; the second ends the process at once.
fn stop_flag() -> Arc<AtomicBool> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [SIGINT, SIGTERM] {
        // Where signals cannot be caught, they end the process: what is written is whole all the same.
        let _ = flag::register_conditional_shutdown(signal, Exit::Failed as i32, Arc::clone(&stop));
        let _ = flag::register(signal, Arc::clone(&stop));
    }
    stop
}

/// What an import tells while it runs.
struct Report<'a> {
    root: &'a Utf8Path,
    dry_run: bool,
    output: &'a mut Output,
    counts: BTreeMap<Outcome, usize>,
    /// Lines that wait to be printed: a batch's at once, since each printing is a call of the system.
    lines: String,
    /// No topic was there to sort a thread into.
    sorted_out: bool,
    /// New threads that may ask what another asks.
    asked_before: Vec<Diagnostic>,
}

impl Report<'_> {
    fn add(&mut self, results: Vec<Result<Imported, Diagnostic>>) {
        for result in results {
            match result {
                Ok(imported) => self.imported(&imported),
                Err(problem) if problem.code == Code::AskedBefore && !self.output.shows(problem.severity) => {
                    self.output.finding_printed_elsewhere(problem.severity);
                    self.asked_before.push(problem);
                }
                Err(problem) => self.finding(&problem),
            }
        }
        self.print();
    }

    /// Prints the lines that wait.
    fn print(&mut self) {
        if let Some(lines) = self.lines.strip_suffix('\n') {
            self.output.result(lines);
            self.lines.clear();
        }
    }

    /// A line that is printed with the others of its batch.
    fn line(&mut self, line: &str) {
        self.lines.push_str(line);
        self.lines.push('\n');
    }

    /// A finding, behind the lines above it.
    fn finding(&mut self, finding: &Diagnostic) {
        self.print();
        self.output.finding(finding);
    }

    fn done(&self) -> usize {
        self.counts.values().sum()
    }

    fn imported(&mut self, imported: &Imported) {
        *self.counts.entry(imported.outcome).or_default() += 1;
        match self.output.format {
            Format::Json => self.line(&imported.json().ok().flatten().unwrap_or_default()),
            Format::Text => {
                self.line(&line(self.root, imported));
                if let Some(diff) = &imported.diff {
                    self.line(diff);
                }
            }
        }
        for finding in imported.findings() {
            self.sorted_out |= finding.code == Code::TopicInDoubt && finding.severity == Severity::Note;
            // For a program, the thread's object holds them.
            if self.output.format == Format::Text && self.output.shows(finding.severity) {
                self.finding(&imported.diagnostic(finding));
            } else {
                self.output.finding_printed_elsewhere(finding.severity);
            }
        }
    }

    fn finish(mut self, stopped: bool) -> Exit {
        let count = self.output.count();
        if self.done() == 0 && !self.output.errors_found() {
            self.output.say("no thread found: none of the folders holds a source that import knows (see `sitegen import --help`)");
        }
        if self.sorted_out {
            self.output.say("there are no topics yet: give a folder under content/ an `_index.md` with `title:` and `words:`, and later threads find their place");
        }
        self.say_asked_before();
        self.output.say(&format!("{}; {count}", self.summary()));
        if stopped {
            self.output.say("stopped: what is listed above is done and whole; the same command goes on from there");
            return Exit::Failed;
        }
        if self.output.errors_found() { Exit::ErrorsFound } else { Exit::Fine }
    }

    /// A line for each of the first new threads that may ask what another asks.
    fn say_asked_before(&mut self) {
        for problem in self.asked_before.iter().take(SHOWN_ASKED_BEFORE) {
            let raw = problem.labels.first().map(|label| label.source.path().as_str()).unwrap_or_default();
            let why = problem.notes.first().map(String::as_str).unwrap_or_default();
            self.output.say(&format!("asked before? {raw}: {}, {why}", problem.message));
        }
        if !self.asked_before.is_empty() {
            let more = match self.asked_before.len().saturating_sub(SHOWN_ASKED_BEFORE) {
                0 => String::new(),
                more => format!("and {more} more; "),
            };
            self.output.say(&format!("{more}`sitegen check --asked-before` lists such threads again, and says what to do"));
        }
    }

    fn summary(&self) -> String {
        let of = |outcome: Outcome| self.counts.get(&outcome).copied().unwrap_or(0);
        let new = plural(of(Outcome::New), "new thread");
        let verb = if self.dry_run { "would be written (dry run)" } else { "written" };
        let (merged, unchanged, left) = (of(Outcome::Merged), of(Outcome::Unchanged), of(Outcome::Left));
        format!("{new} {verb}, {merged} merged, {unchanged} unchanged, {left} left as they are")
    }
}

/// Prints the explained source of every text.
fn explain_all(inputs: Threads, vocabulary: &Vocabulary, output: &mut Output) -> Exit {
    for input in inputs {
        match input.and_then(|input| input.capture()) {
            Ok(captured) => {
                let (reading, source) = (captured.read_explained(vocabulary), &captured.source);
                output.result(&format!("{}\n{}", source.path(), explain(source.text(), &reading, output.verbose())));
            }
            Err(problem) => output.finding(&problem),
        }
    }
    if output.errors_found() { Exit::ErrorsFound } else { Exit::Fine }
}

/// Where a thread went, on one line.
fn line(root: &Utf8Path, imported: &Imported) -> String {
    let mut parts = Vec::new();
    if let Some(reading) = &imported.reading {
        let named = reading.answers.iter().filter(|answer| answer.name.is_some()).count();
        parts.push(format!("{}, {named} named", plural(reading.answers.len(), "answer")));
    }
    parts.extend(match imported.outcome {
        Outcome::New => None,
        Outcome::Unchanged => Some("unchanged".to_owned()),
        Outcome::Merged => Some("merged".to_owned()),
        Outcome::Left => Some("changed in the source and left as it is".to_owned()),
    });
    if imported.findings().any(|finding| finding.severity != Severity::Note) {
        parts.push("deserves a look".to_owned());
    }
    let path = shown_path(root, &Utf8Path::new(CONTENT).join(imported.path.file()));
    format!("{} -> {path} ({})", imported.source.path(), parts.join(", "))
}

/// The day to note for new threads: `SOURCE_DATE_EPOCH` where it is set, so that an import can be
/// repeated to the byte, else today (UTC).
fn today() -> jiff::civil::Date {
    let seconds = std::env::var("SOURCE_DATE_EPOCH").ok().and_then(|seconds| seconds.parse().ok());
    let timestamp = seconds.and_then(|seconds| jiff::Timestamp::from_second(seconds).ok()).unwrap_or_else(jiff::Timestamp::now);
    timestamp.to_zoned(jiff::tz::TimeZone::UTC).date()
}
