//! A thread taken out of its source.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::digest::sha256;
use crate::document::{read_raw_source, text_source};
use crate::import::assemble::{read, read_explained};
use crate::import::reading::{Finding, Node, Reading};
use crate::import::vocabulary::Vocabulary;

use super::extract::{Extract, doubts, json_problem};
use super::{Input, SourceContext, SourceFile, discourse, page, record};

/// How a source's text is kept, and so how it is read again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::import) enum KeptAs {
    /// Plain text, as it came.
    Text,
    /// A thread in our own JSON contract.
    Record,
}

impl KeptAs {
    /// The kept file's extension.
    pub(in crate::import) fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Record => "json",
        }
    }
}

/// A thread's text, not yet taken apart.
#[derive(Debug)]
pub struct Captured {
    /// Names the thread among those that came from elsewhere, so that it is recognised when its text
    /// changed: the file's name, or for one of many in a file the question's own address.
    pub name: String,
    /// The text, under the path at which people find it.
    pub source: Arc<Source>,
    /// The text's SHA-256 in lower-case hexadecimal.
    pub sha256: String,
    pub(in crate::import) kept_as: KeptAs,
    /// For a structured source, what became of each of its values.
    nodes: Vec<Node>,
    findings: Vec<Finding>,
}

impl Input {
    /// Takes the thread out of its source.
    ///
    /// # Errors
    /// A finding, where the source cannot be read or holds no thread.
    pub fn capture(self) -> Result<Captured, Diagnostic> {
        match self {
            Self::Text(file) => {
                let source = file_text(file)?;
                Ok(Captured::text(file_name(source.path()), source))
            }
            Self::Page(file, context) => {
                let source = file_text(file)?;
                let SourceContext { vocabulary, url } = &*context;
                let extract = page::extract(&source, url.as_deref(), vocabulary)?;
                Ok(Captured::extract(file_name(source.path()), source.path(), extract))
            }
            Self::Discourse(file, context) => {
                let source = file_text(file)?;
                let topic = json(&source)?;
                let site = context.url.as_deref().map(|url| url.trim_end_matches('/'));
                let extract = discourse::extract(&topic, site).map_err(|reason| malformed(&source, reason))?;
                Ok(Captured::extract(file_name(source.path()), source.path(), extract))
            }
            Self::Record { file, line, text } => record_line(&file, line, text),
            Self::Question(question) => {
                let (place, extract) = question.extract()?;
                let name = extract.reading.origin.url.clone().unwrap_or_else(|| file_name(&place));
                Ok(Captured::extract(name, &place, extract))
            }
        }
    }
}

fn file_name(file: &Utf8Path) -> String {
    file.file_name().unwrap_or_default().to_owned()
}

fn file_text(file: SourceFile) -> Result<Arc<Source>, Diagnostic> {
    let mut problems = Vec::new();
    let source = match file.bytes {
        Some(bytes) => text_source(&file.path, bytes, &mut problems),
        None => read_raw_source(Utf8Path::new(""), &file.path, &mut problems),
    };
    source.ok_or_else(|| {
        let unknown = || Diagnostic::new(Code::UnreadableFile, "this file could not be read").in_file(&file.path);
        problems.pop().unwrap_or_else(unknown)
    })
}

/// A source that is JSON, whatever mark stands before it.
fn json(source: &Arc<Source>) -> Result<Value, Diagnostic> {
    let text = source.text().trim_start_matches('\u{feff}');
    serde_json::from_str(text).map_err(|error| json_problem(source, source.text().len() - text.len(), text, &error))
}

fn malformed(source: &Arc<Source>, reason: String) -> Diagnostic {
    Diagnostic::new(Code::MalformedInput, reason).in_file(source.path())
}

/// A line of NDJSON: a thread of our own contract, or `{"file": …, "text": …}`, a saved page as text.
fn record_line(file: &Utf8Path, line: usize, text: String) -> Result<Captured, Diagnostic> {
    let source = Arc::new(Source::part(file, text, line));
    let value = json(&source)
        .map_err(|problem| problem.note("it was passed over; the other lines were read").help("write one whole JSON object a line"))?;
    let wrong = |reason: String| {
        Diagnostic::new(Code::MalformedInput, reason)
            .at(&source, 0..source.text().len(), "")
            .note("it was passed over; the other lines were read")
            .help("`sitegen --format json import` shows how a thread is written")
    };
    let of_record = |key: &str| value[key].as_str().map(str::trim).filter(|text| !text.is_empty()).map(str::to_owned);
    let place = of_record("id").unwrap_or_else(|| line.to_string());
    let place = Utf8PathBuf::from(format!("{file}#{place}"));
    let named = of_record("file").map(Utf8PathBuf::from);
    if let Some(text) = value["text"].as_str() {
        let place = named.unwrap_or(place);
        return Ok(Captured::text(file_name(&place), Arc::new(Source::new(place, text.to_owned()))));
    }
    let reading = record::read(&value).map_err(wrong)?;
    let name = reading.origin.url.clone().or_else(|| named.map(|named| file_name(&named))).unwrap_or_else(|| file_name(&place));
    Ok(Captured::extract(name, &place, Extract { reading, ..Extract::default() }))
}

impl Captured {
    fn text(name: String, source: Arc<Source>) -> Self {
        let sha256 = sha256(source.text());
        Self { name, source, sha256, kept_as: KeptAs::Text, nodes: Vec::new(), findings: Vec::new() }
    }

    fn extract(name: String, place: &Utf8Path, extract: Extract) -> Self {
        let findings = extract.findings();
        let source = Arc::new(Source::new(place, record::canonical(&extract.reading)));
        let sha256 = sha256(source.text());
        Self { name, source, sha256, kept_as: KeptAs::Record, nodes: extract.reading.nodes, findings }
    }

    /// Takes the text apart.
    #[must_use]
    pub fn read(&self, vocabulary: &Vocabulary) -> Reading {
        match self.kept_as {
            KeptAs::Text => read(self.source.text(), vocabulary),
            KeptAs::Record => self.with_ledger(read_kept(self.source.text(), KeptAs::Record, vocabulary)),
        }
    }

    /// Takes the text apart and keeps what spoke for and against each line's class.
    #[must_use]
    pub fn read_explained(&self, vocabulary: &Vocabulary) -> Reading {
        match self.kept_as {
            KeptAs::Text => read_explained(self.source.text(), vocabulary),
            KeptAs::Record => self.read(vocabulary),
        }
    }

    fn with_ledger(&self, reading: Reading) -> Reading {
        let mut findings = doubts(&reading);
        findings.extend(self.findings.iter().cloned());
        Reading { nodes: self.nodes.clone(), findings, ..reading }
    }
}

/// Reads a text that was kept.
pub(in crate::import) fn read_kept(text: &str, kept_as: KeptAs, vocabulary: &Vocabulary) -> Reading {
    match kept_as {
        KeptAs::Text => read(text, vocabulary),
        // What was kept was written here; somebody may have broken it since, and then it says nothing.
        KeptAs::Record => serde_json::from_str(text).ok().and_then(|value| record::read(&value).ok()).unwrap_or_default(),
    }
}
