//! What there is to import: the threads in files, one at a time.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use sha2::{Digest as _, Sha256};

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::document::read_raw_source;

use super::assemble::{read, read_explained};
use super::error::ImportError;
use super::reading::Reading;
use super::vocabulary::Vocabulary;

/// A thread that is to be imported and was not looked at yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file that holds one thread as plain text.
    Text(Utf8PathBuf),
}

/// A thread's raw text, not yet taken apart.
#[derive(Debug)]
pub struct Captured {
    /// Names the thread among those that came from elsewhere, so that it is recognised when its text
    /// changed: the file's name.
    pub name: String,
    /// The text, under the path at which people find it.
    pub source: Arc<Source>,
    /// The text's SHA-256 in lower-case hexadecimal.
    pub sha256: String,
}

/// The threads that `paths` name, in order and once: files as they are, folders with every `.txt`
/// below them.
///
/// # Errors
/// When a path does not exist or cannot be listed.
pub fn inputs(paths: &[Utf8PathBuf]) -> Result<Vec<Input>, ImportError> {
    let mut files = BTreeSet::new();
    for path in paths {
        let unreadable = |error: std::io::Error| ImportError::Unreadable { path: path.clone(), error };
        if !std::fs::metadata(path).map_err(unreadable)?.is_dir() {
            files.insert(path.clone());
            continue;
        }
        for entry in walkdir::WalkDir::new(path) {
            let entry = entry.map_err(|error| unreadable(error.into()))?;
            let found = Utf8Path::from_path(entry.path())
                .filter(|found| found.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("txt")));
            if let Some(found) = found.filter(|_| entry.file_type().is_file()) {
                files.insert(found.to_owned());
            }
        }
    }
    Ok(files.into_iter().map(Input::Text).collect())
}

impl Input {
    /// Reads the thread's text.
    ///
    /// # Errors
    /// A finding, where the file cannot be read, is too large or is not UTF-8.
    pub fn capture(&self) -> Result<Captured, Diagnostic> {
        let Self::Text(file) = self;
        let mut problems = Vec::new();
        match read_raw_source(Utf8Path::new("."), file, &mut problems) {
            Some(source) => Ok(Captured {
                name: file.file_name().unwrap_or_default().to_owned(),
                sha256: hexadecimal(&Sha256::digest(source.text())),
                source,
            }),
            None => {
                let unknown = || Diagnostic::new(Code::UnreadableFile, "this file could not be read").in_file(file);
                Err(problems.pop().unwrap_or_else(unknown))
            }
        }
    }
}

impl Captured {
    /// Takes the text apart.
    #[must_use]
    pub fn read(&self, vocabulary: &Vocabulary) -> Reading {
        read(self.source.text(), vocabulary)
    }

    /// Takes the text apart and keeps what spoke for and against each line's class.
    #[must_use]
    pub fn read_explained(&self, vocabulary: &Vocabulary) -> Reading {
        read_explained(self.source.text(), vocabulary)
    }
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
