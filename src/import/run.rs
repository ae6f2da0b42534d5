//! Raw files → `content/`: where each thread goes, and writing it without harm to anything there.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::civil::Date;
use rayon::prelude::*;
use sha2::{Digest as _, Sha256};

use crate::diagnostic::{Code, Diagnostic, Severity, Source};
use crate::thread::slug::{from_words, is_portable_name};
use crate::thread::{self, CONTENT, Provenance, ThreadPath};

use super::assemble::read;
use super::convert;
use super::error::ImportError;
use super::existing::Existing;
use super::reading::{Finding, Reading};
use super::topics::{Scores, UNSORTED};
use super::vocabulary::Vocabulary;
use super::write::{keep_source, write_new};

/// Longest slug, in bytes.
const LONGEST_SLUG: usize = 60;

/// Largest raw file; a page is a few kilobytes.
const LARGEST_FILE: u64 = 8 * 1024 * 1024;

/// How to import.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The topic for all threads, instead of the best match.
    pub topic: Option<String>,
    /// Plan only; write nothing.
    pub dry_run: bool,
    /// The day to note as the day of the import.
    pub today: Date,
}

/// What became of a raw file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A new thread.
    New,
    /// The very same text was imported before.
    Unchanged,
    /// The text changed since it was imported; the thread was left as it is.
    Changed,
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
}

/// The raw files that `paths` name: files as they are, folders with every `.txt` below them, in
/// order and once.
///
/// # Errors
/// When a path does not exist or cannot be listed.
pub fn raw_files(paths: &[Utf8PathBuf]) -> Result<Vec<Utf8PathBuf>, ImportError> {
    let mut files = BTreeSet::new();
    for path in paths {
        let unreadable = |error: std::io::Error| ImportError::Unreadable { path: path.clone(), error };
        if !std::fs::metadata(path).map_err(unreadable)?.is_dir() {
            files.insert(path.clone());
            continue;
        }
        for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
            let entry = entry.map_err(|error| unreadable(error.into()))?;
            let found = Utf8Path::from_path(entry.path()).filter(|found| found.extension() == Some("txt"));
            if let Some(found) = found.filter(|_| entry.file_type().is_file()) {
                files.insert(found.to_owned());
            }
        }
    }
    Ok(files.into_iter().collect())
}

/// Imports `files` into the site at `root`, which is made where it is missing. Threads that are
/// there already are never written to. What is wrong with a file is added to `problems`, and the
/// other files go on.
///
/// # Errors
/// When the topic asked for is no topic or a file cannot be written.
pub fn import(
    root: &Utf8Path,
    files: &[Utf8PathBuf],
    options: &ImportOptions,
    problems: &mut Vec<Diagnostic>,
) -> Result<Vec<Imported>, ImportError> {
    if let Some(topic) = options.topic.as_ref().filter(|topic| !is_portable_name(topic)) {
        return Err(ImportError::InvalidTopic(topic.clone()));
    }
    let existing = Existing::load(root, problems);
    let read: Vec<Result<Raw, Diagnostic>> = files.par_iter().map(|file| Raw::read(file)).collect();
    let mut plan = Plan { existing, topic: options.topic.as_deref(), imported: Vec::new() };
    for raw in read {
        match raw {
            Ok(raw) => {
                let write = plan.add(raw, options.today);
                if let Some((thread, sha256)) = write.filter(|_| !options.dry_run) {
                    let latest = plan.imported.last();
                    let source = latest.map_or("", |imported| imported.source.text());
                    keep_source(root, &sha256, source)?;
                    if let Some(imported) = latest {
                        write_new(&root.join(CONTENT).join(imported.path.file()), thread::write(&thread).as_bytes())?;
                    }
                }
            }
            Err(problem) => problems.push(problem),
        }
    }
    Ok(plan.imported)
}

/// A raw file's text, read.
struct Raw {
    source: Arc<Source>,
    sha256: String,
    reading: Reading,
}

impl Raw {
    fn read(file: &Utf8Path) -> Result<Self, Diagnostic> {
        let (source, sha256) = read_raw(file)?;
        let reading = read(source.text(), Vocabulary::built_in());
        Ok(Self { source, sha256, reading })
    }
}

/// A raw file's text and the SHA-256 of its bytes in hexadecimal.
///
/// # Errors
/// A finding, where the file cannot be read, is too large or is not UTF-8.
pub fn read_raw(file: &Utf8Path) -> Result<(Arc<Source>, String), Diagnostic> {
    let failed = |message: String, help: &str| Diagnostic::new(Code::UnreadableFile, message).in_file(file).help(help);
    let unreadable =
        |error: std::io::Error| failed(format!("this file could not be read: {error}"), "check its name and that you may read it");
    let metadata = std::fs::metadata(file).map_err(unreadable)?;
    if !metadata.is_file() || metadata.len() > LARGEST_FILE {
        return Err(failed(
            "this is not a text file of at most 8 MiB, so it was left out".to_owned(),
            "save each thread as a text file of its own",
        ));
    }
    let bytes = std::fs::read(file).map_err(unreadable)?;
    let sha256 = hexadecimal(&Sha256::digest(&bytes));
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let shown = Arc::new(Source::new(file, String::from_utf8_lossy(error.as_bytes()).into_owned()));
        Diagnostic::new(Code::UnreadableFile, "this file is not UTF-8 text, so it was left out")
            .at(&shown, valid..valid + '\u{fffd}'.len_utf8(), "not a character")
            .help("save it as UTF-8 and import it again; guessing its encoding could change words")
    })?;
    Ok((Arc::new(Source::new(file, text)), sha256))
}

/// The import while it is planned, one file after the other.
struct Plan<'a> {
    existing: Existing,
    topic: Option<&'a str>,
    imported: Vec<Imported>,
}

impl Plan<'_> {
    /// Decides where a file goes; for a new thread, what is to be written.
    fn add(&mut self, raw: Raw, today: Date) -> Option<(thread::Thread, String)> {
        let Raw { source, sha256, mut reading } = raw;
        let name = source.path().file_name().unwrap_or_default().to_owned();
        if let Some(path) = self.existing.by_sha256.get(&sha256) {
            self.imported.push(Imported { source, path: path.clone(), outcome: Outcome::Unchanged, reading });
            return None;
        }
        let earlier = self.existing.by_file.get(&name).and_then(|threads| threads.iter().find(|(_, title)| *title == reading.title));
        if let Some((path, _)) = earlier {
            let path = path.clone();
            let message = format!("`{name}` changed since it was imported; `{CONTENT}/{}` was left as it is", path.file());
            reading.findings.push(Finding { code: Code::ChangedSource, severity: Severity::Warning, message, line: None });
            self.imported.push(Imported { source, path, outcome: Outcome::Changed, reading });
            return None;
        }
        let topic = self.topic_for(&mut reading);
        let path = self.free_path(topic, &reading, &name);
        self.existing.taken.insert(path.clone());
        self.existing.by_sha256.insert(sha256.clone(), path.clone());
        let provenance = Provenance { file: Some(name), sha256: Some(sha256.clone()), imported: Some(today), ..Provenance::default() };
        let thread = convert::thread(&reading, provenance);
        self.imported.push(Imported { source, path, outcome: Outcome::New, reading });
        Some((thread, sha256))
    }

    fn topic_for(&self, reading: &mut Reading) -> String {
        if let Some(topic) = self.topic {
            return topic.to_owned();
        }
        let scores = Scores::new(reading, &self.existing.topics);
        if let Some(best) = scores.best() {
            return best.to_owned();
        }
        let message = format!(
            "no topic fits well enough, so the thread went to `{UNSORTED}` ({}; {} points are needed, and no tie)",
            scores.describe(),
            Scores::threshold()
        );
        reading.findings.push(Finding { code: Code::TopicInDoubt, severity: Severity::Warning, message, line: None });
        UNSORTED.to_owned()
    }

    /// The thread's path by its title, else its first words, else its file's name; numbered where
    /// another thread has it.
    fn free_path(&self, topic: String, reading: &Reading, name: &str) -> ThreadPath {
        let first_answer = reading.answers.first().map(|answer| answer.body.as_str());
        let words = [reading.title.as_deref(), reading.question.as_deref(), first_answer, Some(name.trim_end_matches(".txt"))];
        let slug = words.into_iter().flatten().find_map(|words| from_words(words, LONGEST_SLUG)).unwrap_or_else(|| "thread".to_owned());
        let mut path = ThreadPath { topic, slug: slug.clone() };
        for number in 2_u32.. {
            if !self.existing.taken.contains(&path) {
                break;
            }
            let suffix = format!("-{number}");
            let room = slug.len().min(LONGEST_SLUG - suffix.len());
            path.slug = format!("{}{suffix}", slug[..room].trim_end_matches('-'));
        }
        path
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
