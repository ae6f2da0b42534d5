//! What becomes of each raw text: which thread it is, and what is to be written for it.

use std::collections::BTreeSet;
use std::io;

use camino::Utf8Path;

use crate::diagnostic::{Code, Diagnostic, Severity};
use crate::similarity::{Counters, Document, parts};
use crate::thread::slug::from_words;
use crate::thread::{self, Provenance, ThreadPath};

use super::claims::{self, proposals};
use super::convert;
use super::existing::Existing;
use super::input::{Captured, Input};
use super::options::ImportOptions;
use super::reading::{Finding, Reading};
use super::reimport::{Kept, Merged, earlier_text, reimport, restore_ids};
use super::run::{Imported, Outcome};
use super::topics::{Scores, UNSORTED};
use super::user_names;
use super::write::Write;

/// Longest slug, in bytes.
const LONGEST_SLUG: usize = 60;

/// A thread with what is to be written for it.
pub(super) struct Planned {
    pub(super) imported: Imported,
    pub(super) write: Option<Write>,
    /// The words of a new thread.
    pub(super) counted: Option<Document>,
}

/// What one raw text calls for, by what lay in `content/` before.
pub(super) struct Decided {
    captured: Captured,
    reading: Option<Reading>,
    decision: Decision,
}

enum Decision {
    /// The very same text was imported before.
    Unchanged(ThreadPath),
    /// The text is a later state of this thread's.
    Merge(ThreadPath, Result<Box<Merged>, Finding>),
    /// The text is a new thread.
    New(New),
}

/// A new thread.
struct New {
    topic: String,
    /// The slug that it has unless another thread has it.
    slug: String,
    /// Its file's text; empty in a dry run.
    text: String,
    /// Its words.
    counted: Option<Document>,
}

/// The import while it is planned.
pub(super) struct Plan<'a> {
    root: &'a Utf8Path,
    existing: Existing,
    options: &'a ImportOptions,
    /// The threads that this run merges into.
    merged: BTreeSet<ThreadPath>,
}

impl<'a> Plan<'a> {
    pub(super) fn new(root: &'a Utf8Path, existing: Existing, options: &'a ImportOptions) -> Self {
        Self { root, existing, options, merged: BTreeSet::new() }
    }

    /// Reads a raw text and decides what it calls for. Done for many at once: what others of this run
    /// call for is [`Plan::settle`]'s to see.
    ///
    /// A finding, where the text cannot be read.
    ///
    /// # Errors
    /// When the list of threads cannot be read.
    pub(super) fn decide(&self, input: Input, counters: Option<&Counters>) -> io::Result<Result<Decided, Diagnostic>> {
        let captured = match input.capture() {
            Ok(captured) => captured,
            Err(problem) => return Ok(Err(problem)),
        };
        if let Some(path) = self.existing.thread_of(&captured.sha256)? {
            let reading = self.options.read_unchanged.then(|| captured.read(&self.options.vocabulary));
            return Ok(Ok(Decided { captured, reading, decision: Decision::Unchanged(path) }));
        }
        let mut reading = captured.read(&self.options.vocabulary);
        let mut theirs = convert::thread(&reading, self.provenance(&captured));
        reading.findings.extend(user_names::findings(&self.options.user_names, &theirs, &reading, captured.source.text()));
        let decision = match self.earlier(&captured)? {
            Some((path, kept)) => {
                let published = self.existing.published_ids(&path, &kept.sha256);
                let merged = reimport(self.root, &path, &kept, &theirs, &published, self.options);
                Decision::Merge(path, merged.map(Box::new))
            }
            None => {
                if self.existing.published_by_sha256.contains_key(&captured.sha256) {
                    restore_ids(self.root, &captured.sha256, &mut theirs);
                }
                let counted = counters.map(|counters| counters.count(&parts(&theirs)));
                let proposals = proposals(&theirs, &self.options.durations);
                reading.findings.extend(claims::finding(&proposals));
                let topic = self.topic_for(&mut reading);
                // Written here, the thread can go while it is still in the processor's cache.
                let text =
                    if self.options.dry_run { String::new() } else { thread::write_with_remarks(&theirs, &claims::remarks(&proposals)) };
                Decision::New(New { topic, slug: slug(&reading, &captured.name), text, counted })
            }
        };
        Ok(Ok(Decided { captured, reading: Some(reading), decision }))
    }

    fn provenance(&self, captured: &Captured) -> Provenance {
        Provenance {
            file: Some(captured.name.clone()),
            sha256: Some(captured.sha256.clone()),
            imported: Some(self.options.today),
            ..Provenance::default()
        }
    }

    /// The thread of which the text is a later state, with the earlier text: of the same
    /// name, and the most like it.
    fn earlier(&self, captured: &Captured) -> io::Result<Option<(ThreadPath, Kept)>> {
        let known = self.existing.of_file(&captured.name)?.into_iter();
        let mut alike: Vec<_> = known
            .filter_map(|(path, sha256)| {
                let (likeness, kept) = earlier_text(self.root, &sha256, captured.source.text())?;
                Some((likeness, path, kept))
            })
            .collect();
        alike.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
        Ok(alike.into_iter().next().map(|(_, path, kept)| (path, kept)))
    }

    fn topic_for(&self, reading: &mut Reading) -> String {
        if let Some(topic) = &self.options.topic {
            return topic.clone();
        }
        let scores = Scores::new(reading, &self.existing.topics);
        if let Some(best) = scores.best() {
            return best.to_owned();
        }
        let none_yet = self.existing.topics.is_empty();
        let severity = if none_yet { Severity::Note } else { Severity::Warning };
        let message = format!(
            "no topic fits well enough, so the thread went to `{UNSORTED}` ({}; {} points are needed, and no tie)",
            scores.describe(),
            Scores::threshold()
        );
        reading.findings.push(Finding { code: Code::TopicInDoubt, severity, message, line: None });
        UNSORTED.to_owned()
    }

    /// What lay in `content/` before or has its place there since.
    pub(super) fn existing(&self) -> &Existing {
        &self.existing
    }

    /// Gives a thread its place among the others of this run. Done one by one, in order.
    ///
    /// # Errors
    /// When the list of threads cannot be kept or read.
    pub(super) fn settle(&mut self, decided: Decided) -> io::Result<Planned> {
        let Decided { captured, reading, decision } = decided;
        let (sha256, kept_as) = (captured.sha256.clone(), captured.kept_as);
        Ok(match decision {
            Decision::Unchanged(path) => planned(captured, reading, path, Outcome::Unchanged),
            Decision::New(New { topic, slug, text, counted }) => {
                // The same text may have come twice in this run.
                if let Some(path) = self.existing.thread_of(&sha256)? {
                    return Ok(planned(captured, reading, path, Outcome::Unchanged));
                }
                let path = self.free_path(topic, slug, &sha256)?;
                self.existing.add(&path, &sha256)?;
                let mut planned = planned(captured, reading, path, Outcome::New);
                planned.write = Some(Write::New { sha256, kept_as, text });
                planned.counted = counted;
                planned
            }
            Decision::Merge(path, merged) => self.settle_merge(captured, reading, path, merged)?,
        })
    }

    fn settle_merge(
        &mut self,
        captured: Captured,
        mut reading: Option<Reading>,
        path: ThreadPath,
        merged: Result<Box<Merged>, Finding>,
    ) -> io::Result<Planned> {
        let merged = merged.and_then(|merged| {
            let first = self.merged.insert(path.clone());
            if first { Ok(merged) } else { Err(merged_already(&path)) }
        });
        let findings = reading.iter_mut().map(|reading| &mut reading.findings);
        Ok(match merged {
            Ok(merged) => {
                findings.for_each(|findings| findings.extend(merged.findings.iter().cloned()));
                let (sha256, kept_as) = (captured.sha256.clone(), captured.kept_as);
                self.existing.add(&path, &sha256)?;
                let mut planned = planned(captured, reading, path, Outcome::Merged);
                planned.imported.diff = self.options.dry_run.then(|| merged.diff());
                planned.write = Some(Write::Merge { sha256, kept_as, merged });
                planned
            }
            Err(finding) => {
                findings.for_each(|findings| findings.push(finding.clone()));
                planned(captured, reading, path, Outcome::Left)
            }
        })
    }

    /// The thread's path by its slug; numbered where another thread has it or had it. A thread that was
    /// removed and comes back has its old path again.
    fn free_path(&self, topic: String, slug: String, sha256: &str) -> io::Result<ThreadPath> {
        let topic_may_change = self.options.topic.is_none();
        let before = self.existing.published_by_sha256.get(sha256).filter(|path| topic_may_change || path.topic == topic);
        if let Some(before) = before
            && !self.existing.is_taken(before, sha256)?
        {
            return Ok(before.clone());
        }
        let mut path = ThreadPath { topic, slug: slug.clone() };
        // `index` is the page of the folder itself.
        for number in 2_u32.. {
            if path.slug != "index" && !self.existing.is_taken(&path, sha256)? {
                break;
            }
            let suffix = format!("-{number}");
            let room = slug.len().min(LONGEST_SLUG - suffix.len());
            path.slug = format!("{}{suffix}", slug[..room].trim_end_matches('-'));
        }
        Ok(path)
    }
}

/// A thread's slug by its title, else its first words, else the name of its source.
fn slug(reading: &Reading, name: &str) -> String {
    let first_answer = reading.answers.first().map(|answer| answer.body.as_str());
    let words = [reading.title.as_deref(), reading.question.as_deref(), first_answer, Some(name.trim_end_matches(".txt"))];
    words.into_iter().flatten().find_map(|words| from_words(words, LONGEST_SLUG)).unwrap_or_else(|| "thread".to_owned())
}

fn planned(captured: Captured, reading: Option<Reading>, path: ThreadPath, outcome: Outcome) -> Planned {
    Planned { imported: Imported { source: captured.source, path, outcome, reading, diff: None }, write: None, counted: None }
}

fn merged_already(path: &ThreadPath) -> Finding {
    let message = format!("the source changed, but so did another source of `{path}` in this run, so this change was left");
    Finding { code: Code::ChangedSource, severity: Code::ChangedSource.severity(), message, line: None }
}
