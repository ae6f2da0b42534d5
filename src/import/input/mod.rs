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

use std::collections::BTreeSet;
use std::io::BufRead;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::{Code, Diagnostic};

use super::error::ImportError;
use super::vocabulary::Vocabulary;

pub use captured::Captured;
pub(super) use captured::{KeptAs, read_kept};
pub use detect::SourceFormat;
use detect::{detect, is_source};
pub use stack_exchange::Question;

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
    Text(Utf8PathBuf),
    /// A web page that holds one question with its answers.
    Page(Utf8PathBuf, Arc<SourceContext>),
    /// A file that holds one Discourse topic.
    Discourse(Utf8PathBuf, Arc<SourceContext>),
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

/// What all sources of an import have in common.
#[derive(Debug)]
pub struct SourceContext {
    vocabulary: Vocabulary,
    url: Option<String>,
}

/// The threads of an import, in order.
pub struct Inputs {
    files: std::vec::IntoIter<Utf8PathBuf>,
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
    let mut files = BTreeSet::new();
    for path in paths {
        let unreadable = |error: std::io::Error| ImportError::Unreadable { path: path.clone(), error };
        if !std::fs::metadata(path).map_err(unreadable)?.is_dir() {
            files.insert(path.clone());
            continue;
        }
        for entry in walkdir::WalkDir::new(path) {
            let entry = entry.map_err(|error| unreadable(error.into()))?;
            let found = Utf8Path::from_path(entry.path()).filter(|found| is_source(found));
            if let Some(found) = found.filter(|_| entry.file_type().is_file()) {
                files.insert(found.to_owned());
            }
        }
    }
    let context = Arc::new(SourceContext { vocabulary: vocabulary.clone(), url: options.url.clone() });
    Ok(Inputs { files: files.into_iter().collect::<Vec<_>>().into_iter(), inside: None, options: options.clone(), context })
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
        (self.inside.is_none() && !self.files.as_slice().iter().any(of_many)).then_some(self.files.len())
    }

    fn open(&mut self, file: Utf8PathBuf) -> Result<Option<Input>, Diagnostic> {
        let unreadable = |error: &std::io::Error| {
            Diagnostic::new(Code::UnreadableFile, format!("this file could not be read: {error}"))
                .in_file(&file)
                .help("check that it exists and that you may read it")
        };
        let format = match self.options.format {
            Some(format) => format,
            // A text is opened once, by whoever reads it.
            None if file.extension().is_none() || std::fs::metadata(&file).is_ok_and(|metadata| metadata.is_file()) => {
                detect(&file).map_err(|error| unreadable(&error))?
            }
            None => SourceFormat::Text,
        };
        match format {
            SourceFormat::Text => Ok(Some(Input::Text(file))),
            SourceFormat::Html => Ok(Some(Input::Page(file, Arc::clone(&self.context)))),
            SourceFormat::Discourse => Ok(Some(Input::Discourse(file, Arc::clone(&self.context)))),
            SourceFormat::Ndjson => {
                let reader = std::io::BufReader::new(std::fs::File::open(&file).map_err(|error| unreadable(&error))?);
                self.inside = Some(Box::new(ndjson::Records::new(&file, reader)));
                Ok(None)
            }
            SourceFormat::StackExchange => {
                let dump = stack_exchange::Dump::new(&file, self.options.url.as_deref());
                self.inside = Some(Box::new(dump.map(|question| question.map(Input::Question))));
                Ok(None)
            }
        }
    }
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
            let file = self.files.next()?;
            match self.open(file) {
                Ok(Some(input)) => return Some(Ok(input)),
                Ok(None) => {}
                Err(problem) => return Some(Err(problem)),
            }
        }
    }
}
