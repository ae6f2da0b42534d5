//! Raw texts → `content/`, in batches: so many threads are in memory at once, however many there are.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use camino::Utf8Path;
use rayon::prelude::*;

use crate::diagnostic::{Diagnostic, Source};
use crate::thread::ThreadPath;
use crate::thread::slug::is_portable_name;

use super::asked_before::AskedBefore;
use super::error::ImportError;
use super::existing::Existing;
use super::input::Input;
use super::options::ImportOptions;
use super::plan::{Decided, Plan, Planned};
use super::reading::Reading;
use super::write::Writer;

/// How many threads a batch has; four batches are in memory at once. Enough to keep all cores busy between two turns
/// of the part that goes one by one, and few enough for a processor's cache.
const BATCH: usize = 128;

/// Folders of the site that hold something else than a topic.
const RESERVED_FOLDERS: [&str; 2] = ["assets", "experts"];

/// What became of a raw text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// A new thread.
    New,
    /// The very same text was imported before.
    Unchanged,
    /// The text changed since it was imported, and the change was merged into the edited file.
    Merged,
    /// The text changed since it was imported, and the file was left as it is.
    Left,
}

/// A raw text's way into the content.
#[derive(Debug)]
pub struct Imported {
    /// The raw text under the path at which people find it.
    pub source: Arc<Source>,
    /// Topic and slug of its thread.
    pub path: ThreadPath,
    /// What became of it.
    pub outcome: Outcome,
    /// The text taken apart; `None` for one that was imported before and not read again.
    pub reading: Option<Reading>,
    /// In a dry run, a merge's change to the thread's file as a unified diff.
    pub diff: Option<String>,
}

/// Imports `inputs` into the site at `root`, which is made where it is missing. A thread that is there
/// already is merged with; what an editor changed in it stands. What is wrong with one is reported, and the
/// others go on.
///
/// `report` gets the results in the order of the inputs, a batch at a time, once they are written. When
/// `stop` becomes true, the batch at hand is finished and reported, and no other is begun.
///
/// # Errors
/// When the topic asked for is no topic, a file cannot be written, or the list of threads cannot be kept or read.
pub fn import(
    root: &Utf8Path,
    inputs: impl IntoIterator<Item = Result<Input, Diagnostic>>,
    options: &ImportOptions,
    stop: &AtomicBool,
    report: &mut dyn FnMut(Vec<Result<Imported, Diagnostic>>),
) -> Result<(), ImportError> {
    if let Some(topic) = options.topic.as_ref().filter(|topic| !is_portable_name(topic) || RESERVED_FOLDERS.contains(&topic.as_str())) {
        return Err(ImportError::InvalidTopic(topic.clone()));
    }
    let writer = if options.dry_run { None } else { Some(Writer::new(root)?) };
    let mut problems = Vec::new();
    let mut plan = Plan::new(root, Existing::load(root, &mut problems).map_err(ImportError::Unlisted)?, options);
    report(problems.into_iter().map(Err).collect());
    let mut inputs = inputs.into_iter();
    let (mut next, mut planned, mut done) = (inputs.by_ref().take(BATCH).collect(), Vec::new(), Vec::new());
    let mut asked_before = AskedBefore::default();
    loop {
        let batch: Vec<Result<Input, Diagnostic>> = if stop.load(Ordering::Relaxed) { Vec::new() } else { std::mem::take(&mut next) };
        // While one batch is reported, the next is written, the one after it read and the one behind that looked at.
        let reported = std::mem::take(&mut done);
        let written = std::mem::take(&mut planned);
        let mut failure = None;
        let mut decided: Vec<io::Result<Result<Decided, Diagnostic>>> = Vec::new();
        let decide = |input| match input {
            Ok(input) => plan.decide(input, asked_before.counters()),
            Err(problem) => Ok(Err(problem)),
        };
        rayon::in_place_scope(|scope| {
            scope.spawn(|_| (done, failure) = carry_out(writer.as_ref(), written));
            scope.spawn(|_| batch.into_par_iter().map(&decide).collect_into_vec(&mut decided));
            report(reported);
            next.extend(inputs.by_ref().take(BATCH));
        });
        let is_over = decided.is_empty();
        let settled = settle(&mut plan, decided);
        if is_over || failure.is_some() || settled.is_err() {
            report(std::mem::take(&mut done));
        }
        if let Some(failure) = failure {
            return Err(failure);
        }
        planned = settled.map_err(ImportError::Unlisted)?;
        if is_over {
            let findings = asked_before.findings(root, plan.existing());
            report(findings.into_iter().map(Err).collect());
            return Ok(());
        }
        asked_before.add(&mut planned);
    }
}

/// Gives the threads of a batch their places, in order.
fn settle(plan: &mut Plan<'_>, decided: Vec<io::Result<Result<Decided, Diagnostic>>>) -> io::Result<Vec<Result<Planned, Diagnostic>>> {
    let settled = decided.into_iter().map(|decided| match decided? {
        Ok(decided) => plan.settle(decided).map(Ok),
        Err(problem) => Ok(Err(problem)),
    });
    settled.collect()
}

/// What was written, in order, up to the first failure.
fn carry_out(
    writer: Option<&Writer>,
    planned: Vec<Result<Planned, Diagnostic>>,
) -> (Vec<Result<Imported, Diagnostic>>, Option<ImportError>) {
    let write = |planned: Result<Planned, Diagnostic>| match planned {
        Ok(Planned { imported, write, .. }) => {
            let written = writer.zip(write).map_or(Ok(()), |(writer, write)| writer.carry_out(&write, &imported));
            written.map(|()| Ok(imported))
        }
        Err(problem) => Ok(Err(problem)),
    };
    let mut done = Vec::with_capacity(planned.len());
    for written in planned.into_par_iter().map(write).collect::<Vec<_>>() {
        match written {
            Ok(result) => done.push(result),
            Err(failure) => return (done, Some(failure)),
        }
    }
    (done, None)
}
