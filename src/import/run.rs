//! Raw files → `content/`: where each thread goes, and writing it without harm to anything there.

use std::sync::Arc;

use camino::Utf8Path;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Severity, Source};
use crate::thread::slug::{from_words, is_portable_name};
use crate::thread::{self, CONTENT, Provenance, ThreadPath};

use super::convert;
use super::error::ImportError;
use super::existing::Existing;
use super::input::{Captured, Input};
use super::options::ImportOptions;
use super::reading::{Finding, Reading};
use super::reimport::{Merged, earlier_text, reimport};
use super::topics::{Scores, UNSORTED};
use super::vocabulary::Vocabulary;
use super::write::{keep_source, replace, write_new};

/// Longest slug, in bytes.
const LONGEST_SLUG: usize = 60;

/// Folders of the site that hold something else than a topic.
const RESERVED_FOLDERS: [&str; 2] = ["assets", "experts"];

/// What became of a raw file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
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

/// A raw file's way into the content.
#[derive(Debug)]
pub struct Imported {
    /// The raw file as it was named.
    pub source: Arc<Source>,
    /// Topic and slug of its thread.
    pub path: ThreadPath,
    /// What became of it.
    pub outcome: Outcome,
    /// The file taken apart.
    pub reading: Reading,
    /// For a merge, the change to the thread's file as a unified diff.
    pub diff: Option<String>,
}

/// Imports `inputs` into the site at `root`, which is made where it is missing. A thread that is there
/// already is merged with; what an editor changed in it stands. What is wrong with one is added to `problems`, and the
/// other files go on.
///
/// # Errors
/// When the topic asked for is no topic or a file cannot be written.
pub fn import(
    root: &Utf8Path,
    inputs: &[Input],
    options: &ImportOptions,
    problems: &mut Vec<Diagnostic>,
) -> Result<Vec<Imported>, ImportError> {
    if let Some(topic) = options.topic.as_ref().filter(|topic| !is_portable_name(topic) || RESERVED_FOLDERS.contains(&topic.as_str())) {
        return Err(ImportError::InvalidTopic(topic.clone()));
    }
    let existing = Existing::load(root, problems);
    let read: Vec<Result<Raw, Diagnostic>> = inputs.par_iter().map(|input| Raw::read(input, &options.vocabulary)).collect();
    let mut plan = Plan { root, existing, options, imported: Vec::new() };
    for raw in read {
        match raw {
            Ok(raw) => {
                let write = plan.add(raw);
                if let Some((write, imported)) = write.zip(plan.imported.last()).filter(|_| !options.dry_run) {
                    carry_out(root, &write, imported)?;
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    Ok(plan.imported)
}

/// What an import has to write for one raw file.
enum Write {
    New { sha256: String, thread: Box<thread::Thread> },
    Merge { sha256: String, merged: Box<Merged> },
}

fn carry_out(root: &Utf8Path, write: &Write, imported: &Imported) -> Result<(), ImportError> {
    let file = root.join(CONTENT).join(imported.path.file());
    match write {
        Write::New { sha256, thread } => {
            keep_source(root, sha256, imported.source.text(), &[])?;
            write_new(&file, thread::write(thread).as_bytes())
        }
        Write::Merge { sha256, merged } => {
            keep_source(root, sha256, imported.source.text(), &merged.ids)?;
            replace(&file, merged.before.text(), &merged.after)
        }
    }
}

/// A thread's raw text, taken apart.
struct Raw {
    captured: Captured,
    reading: Reading,
}

impl Raw {
    fn read(input: &Input, vocabulary: &Vocabulary) -> Result<Self, Diagnostic> {
        let captured = input.capture()?;
        let reading = captured.read(vocabulary);
        Ok(Self { captured, reading })
    }
}

/// The import while it is planned, one file after the other.
struct Plan<'a> {
    root: &'a Utf8Path,
    existing: Existing,
    options: &'a ImportOptions,
    imported: Vec<Imported>,
}

impl Plan<'_> {
    /// Decides what becomes of a file, and what is to be written for it.
    fn add(&mut self, raw: Raw) -> Option<Write> {
        let name = raw.captured.name.clone();
        if let Some(path) = self.existing.by_sha256.get(&raw.captured.sha256).cloned() {
            self.done(raw, path, Outcome::Unchanged, None);
            return None;
        }
        let provenance = Provenance {
            file: Some(name.clone()),
            sha256: Some(raw.captured.sha256.clone()),
            imported: Some(self.options.today),
            ..Provenance::default()
        };
        let theirs = convert::thread(&raw.reading, provenance);
        let known = self.existing.by_file.get(&name).into_iter().flatten();
        let earlier = known
            .filter_map(|(path, sha256)| Some((path.clone(), earlier_text(self.root, sha256, raw.captured.source.text())?, sha256.clone())))
            .next();
        match earlier {
            Some((path, base_text, base_sha256)) => self.merge(raw, path, (&base_text, &base_sha256), &theirs),
            None => Some(self.create(raw, &name, theirs)),
        }
    }

    fn create(&mut self, mut raw: Raw, name: &str, thread: thread::Thread) -> Write {
        let topic = self.topic_for(&mut raw.reading);
        let path = self.free_path(topic, &raw.reading, name);
        self.existing.taken.insert(path.clone());
        self.existing.by_sha256.insert(raw.captured.sha256.clone(), path.clone());
        let sha256 = raw.captured.sha256.clone();
        self.done(raw, path, Outcome::New, None);
        Write::New { sha256, thread: Box::new(thread) }
    }

    fn merge(&mut self, mut raw: Raw, path: ThreadPath, base: (&str, &str), theirs: &thread::Thread) -> Option<Write> {
        match reimport(self.root, &path, base, theirs, self.options) {
            Ok(merged) => {
                raw.reading.findings.extend(merged.findings.iter().cloned());
                let diff = diff(merged.before.path(), merged.before.text(), &merged.after);
                let sha256 = raw.captured.sha256.clone();
                self.existing.by_sha256.insert(sha256.clone(), path.clone());
                self.done(raw, path, Outcome::Merged, Some(diff));
                Some(Write::Merge { sha256, merged: Box::new(merged) })
            }
            Err(finding) => {
                raw.reading.findings.push(finding);
                self.done(raw, path, Outcome::Left, None);
                None
            }
        }
    }

    fn done(&mut self, raw: Raw, path: ThreadPath, outcome: Outcome, diff: Option<String>) {
        self.imported.push(Imported { source: raw.captured.source, path, outcome, reading: raw.reading, diff });
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

    /// The thread's path by its title, else its first words, else its file's name; numbered where
    /// another thread has it.
    fn free_path(&self, topic: String, reading: &Reading, name: &str) -> ThreadPath {
        let first_answer = reading.answers.first().map(|answer| answer.body.as_str());
        let words = [reading.title.as_deref(), reading.question.as_deref(), first_answer, Some(name.trim_end_matches(".txt"))];
        let slug = words.into_iter().flatten().find_map(|words| from_words(words, LONGEST_SLUG)).unwrap_or_else(|| "thread".to_owned());
        let mut path = ThreadPath { topic, slug: slug.clone() };
        // `index` is the page of the folder itself.
        for number in 2_u32.. {
            if path.slug != "index" && !self.existing.taken.contains(&path) {
                break;
            }
            let suffix = format!("-{number}");
            let room = slug.len().min(LONGEST_SLUG - suffix.len());
            path.slug = format!("{}{suffix}", slug[..room].trim_end_matches('-'));
        }
        path
    }
}

/// The change to a file as a unified diff.
fn diff(path: &Utf8Path, before: &str, after: &str) -> String {
    similar::TextDiff::from_lines(before, after).unified_diff().header(path.as_str(), path.as_str()).to_string()
}
