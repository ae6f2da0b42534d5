//! What there is to import: threads in files of several kinds, one at a time.
//!
//! [`inputs`] lists them lazily, so that a file of a million threads takes no more memory than one of
//! ten. [`Input::capture`] takes a thread out of its source, [`Captured::read`] takes it apart. Plain
//! text stays as it is until it is read; everything else comes to one form, our own JSON contract
//! ([`record`]), which is kept and read again when the source has changed.

mod captured;
mod detect;
mod discourse;
mod extract;
mod lines;
mod ndjson;
mod nodes;
mod page;
mod record;
mod stack_exchange;

use std::io::BufRead;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic};

use super::error::ImportError;
use super::vocabulary::Vocabulary;

pub use captured::Captured;
pub(super) use captured::{KeptAs, read_kept};
pub use detect::SourceFormat;
use detect::{detect, is_source};
pub use stack_exchange::Question;

/// So many files are looked at together.
const LOOKED_AT: usize = 512;

/// How to look at sources.
#[derive(Debug, Clone, Default)]
pub struct SourceOptions {
    /// The kind of every source, whatever it looks like.
    pub format: Option<SourceFormat>,
    /// The address of the site that the sources are from, where they do not tell.
    pub url: Option<String>,
}

/// A thread that is to be imported and was not looked at yet.
#[derive(Debug)]
pub enum Input {
    /// A file that holds one thread as plain text.
    Text(SourceFile),
    /// A web page that holds one question with its answers.
    Page(SourceFile, Arc<SourceContext>),
    /// A file that holds one Discourse topic.
    Discourse(SourceFile, Arc<SourceContext>),
    /// A line of a file that holds one thread of our own contract.
    Record {
        /// The file.
        file: Utf8PathBuf,
        /// The line, from 1.
        line: usize,
        /// The line's text.
        text: String,
    },
    /// A question of a Stack Exchange dump.
    Question(Question),
}

/// A file that was looked at.
#[derive(Debug)]
pub struct SourceFile {
    path: Utf8PathBuf,
    /// Its bytes, where the look took in all of them.
    bytes: Option<Vec<u8>>,
}

/// What all sources of an import have in common.
#[derive(Debug)]
pub struct SourceContext {
    vocabulary: Vocabulary,
    url: Option<String>,
}

/// The threads of an import, in order.
pub struct Inputs {
    files: std::vec::IntoIter<Utf8PathBuf>,
    /// The next files, looked at.
    looked_at: std::vec::IntoIter<Result<(SourceFormat, SourceFile), Diagnostic>>,
    /// The threads of the file at hand.
    inside: Option<Box<dyn Iterator<Item = Result<Input, Diagnostic>> + Send>>,
    options: SourceOptions,
    context: Arc<SourceContext>,
}

/// The threads that `paths` name, in order and once: files as they are, folders with every file below them
/// that looks like a source by its name.
///
/// # Errors
/// When a path does not exist or cannot be listed.
pub fn inputs(paths: &[Utf8PathBuf], options: &SourceOptions, vocabulary: &Vocabulary) -> Result<Inputs, ImportError> {
    let mut files = Vec::new();
    for path in paths {
        let unreadable = |error: std::io::Error| ImportError::Unreadable { path: path.clone(), error };
        if !std::fs::metadata(path).map_err(unreadable)?.is_dir() {
            files.push(path.clone());
            continue;
        }
        for entry in walkdir::WalkDir::new(path).sort_by_file_name() {
            let entry = entry.map_err(|error| unreadable(error.into()))?;
            let found = Utf8Path::from_path(entry.path()).filter(|found| is_source(found));
            if let Some(found) = found.filter(|_| entry.file_type().is_file()) {
                files.push(found.to_owned());
            }
        }
    }
    let context = Arc::new(SourceContext { vocabulary: vocabulary.clone(), url: options.url.clone() });
    // The files of one folder are in order already, which this makes use of.
    files.sort();
    files.dedup();
    Ok(Inputs { files: files.into_iter(), looked_at: Vec::new().into_iter(), inside: None, options: options.clone(), context })
}

/// The threads in `reader`, one JSON object of our own contract a line; `name` stands for the file in
/// messages.
pub fn records(name: &str, reader: impl BufRead + Send + 'static) -> impl Iterator<Item = Result<Input, Diagnostic>> + Send {
    ndjson::Records::new(Utf8Path::new(name), reader)
}

impl Inputs {
    /// How many threads are still to come; `None` where a file may hold any number of them.
    #[must_use]
    pub fn threads(&self) -> Option<usize> {
        let of_many = |file: &Utf8PathBuf| matches!(file.extension(), Some("json" | "ndjson" | "jsonl" | "xml"));
        let untouched = self.inside.is_none() && self.looked_at.len() == 0;
        (untouched && !self.files.as_slice().iter().any(of_many)).then_some(self.files.len())
    }

    /// The next file with its kind. Many are looked at together, on all cores.
    fn next_file(&mut self) -> Option<Result<(SourceFormat, SourceFile), Diagnostic>> {
        if self.looked_at.len() == 0 {
            let files: Vec<Utf8PathBuf> = self.files.by_ref().take(LOOKED_AT).collect();
            let forced = self.options.format;
            self.looked_at = files.into_par_iter().map(|path| look_at(path, forced)).collect::<Vec<_>>().into_iter();
        }
        self.looked_at.next()
    }

    fn open(&mut self, (format, file): (SourceFormat, SourceFile)) -> Result<Option<Input>, Diagnostic> {
        match format {
            SourceFormat::Text => Ok(Some(Input::Text(file))),
            SourceFormat::Html => Ok(Some(Input::Page(file, Arc::clone(&self.context)))),
            SourceFormat::Discourse => Ok(Some(Input::Discourse(file, Arc::clone(&self.context)))),
            SourceFormat::Ndjson => {
                let reader = std::fs::File::open(&file.path).map_err(|error| unreadable(&file.path, &error))?;
                self.inside = Some(Box::new(ndjson::Records::new(&file.path, std::io::BufReader::new(reader))));
                Ok(None)
            }
            SourceFormat::StackExchange => {
                let dump = stack_exchange::Dump::new(&file.path, self.options.url.as_deref());
                self.inside = Some(Box::new(dump.map(|question| question.map(Input::Question))));
                Ok(None)
            }
        }
    }
}

/// What a file is, by a look at its beginning unless that is given.
fn look_at(path: Utf8PathBuf, forced: Option<SourceFormat>) -> Result<(SourceFormat, SourceFile), Diagnostic> {
    let unknown = |path| SourceFile { path, bytes: None };
    match forced {
        Some(format) => Ok((format, unknown(path))),
        None => match detect(&path) {
            Ok((format, bytes)) => Ok((format, SourceFile { path, bytes })),
            Err(error) => Err(unreadable(&path, &error)),
        },
    }
}

fn unreadable(file: &Utf8Path, error: &std::io::Error) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, format!("this file could not be read: {error}"))
        .in_file(file)
        .help("check that it exists and that you may read it")
}

impl Iterator for Inputs {
    type Item = Result<Input, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(inside) = &mut self.inside {
                match inside.next() {
                    Some(next) => return Some(next),
                    None => self.inside = None,
                }
            }
            match self.next_file()?.and_then(|file| self.open(file)) {
                Ok(Some(input)) => return Some(Ok(input)),
                Ok(None) => {}
                Err(problem) => return Some(Err(problem)),
            }
        }
    }
}
