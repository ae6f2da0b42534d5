//! An import's results as data and as diagnostics.

use jiff::civil::Date;
use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic, MOST_IN_ONE_FILE};
use crate::thread::CONTENT;

use super::reading::{Entry, Finding, Markup, Node, ReadAnswer, day};
use super::run::{Imported, Outcome};

/// The contract of `import --format json`, one object a thread. Fields are only ever added.
#[derive(Serialize)]
struct Record<'a> {
    file: &'a str,
    path: String,
    topic: &'a str,
    title: Option<&'a str>,
    question: Option<&'a str>,
    declared_answers: Option<u32>,
    answers: &'a [ReadAnswer],
    disclaimer: Option<&'a str>,
    ledger: &'a [Entry],
    findings: Vec<FindingRecord<'a>>,
    markup: Markup,
    tags: &'a [String],
    url: Option<&'a str>,
    licence: Option<&'a str>,
    #[serde(serialize_with = "day")]
    asked: Option<Date>,
    asked_by: Option<&'a str>,
    asked_by_link: Option<&'a str>,
    nodes: &'a [Node],
}

#[derive(Serialize)]
struct FindingRecord<'a> {
    code: &'a str,
    severity: &'a str,
    message: &'a str,
    line: Option<usize>,
}

impl<'a> FindingRecord<'a> {
    fn new(finding: &'a Finding) -> Self {
        Self { code: finding.code.as_str(), severity: finding.severity.as_str(), message: &finding.message, line: finding.line }
    }
}

impl Imported {
    /// The thread as one line of JSON, without the line ending; `None` where its text was not read.
    ///
    /// # Errors
    /// Never for a reading; the serialiser's signature allows it.
    pub fn json(&self) -> serde_json::Result<Option<String>> {
        let Some(reading) = &self.reading else { return Ok(None) };
        let record = Record {
            file: self.source.path().as_str(),
            path: format!("{CONTENT}/{}", self.path.file()),
            topic: &self.path.topic,
            title: reading.title.as_deref(),
            question: reading.question.as_deref(),
            declared_answers: reading.declared_answers,
            answers: &reading.answers,
            disclaimer: reading.disclaimer.as_deref(),
            ledger: &reading.ledger,
            findings: reading.findings.iter().map(FindingRecord::new).collect(),
            markup: reading.markup,
            tags: &reading.tags,
            url: reading.origin.url.as_deref(),
            licence: reading.origin.licence.as_deref(),
            asked: reading.origin.asked,
            asked_by: reading.origin.asked_by.as_deref(),
            asked_by_link: reading.origin.asked_by_link.as_deref(),
            nodes: &reading.nodes,
        };
        serde_json::to_string(&record).map(Some)
    }

    /// What deserves a look. What was said at the first import is not said again.
    pub fn findings(&self) -> impl Iterator<Item = &Finding> {
        let reading = self.reading.as_ref().filter(|_| self.outcome != Outcome::Unchanged);
        reading.into_iter().flat_map(|reading| &reading.findings).take(MOST_IN_ONE_FILE)
    }

    /// A finding with its line underlined and the way on.
    #[must_use]
    pub fn diagnostic(&self, finding: &Finding) -> Diagnostic {
        let diagnostic = Diagnostic { severity: finding.severity, ..Diagnostic::new(finding.code, finding.message.clone()) };
        let diagnostic = match finding.line {
            Some(line) => diagnostic.at(&self.source, self.source.line_span(line), ""),
            None => diagnostic.in_file(self.source.path()),
        };
        match self.help(finding.code) {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        }
    }

    /// What an editor can do about a finding.
    fn help(&self, code: Code) -> Option<String> {
        let file = format!("`{CONTENT}/{}`", self.path.file());
        Some(match code {
            Code::NoTitle => format!("add `title:` to {file}, if you know the question"),
            Code::NoDisclaimer => format!("add `disclaimer:` to {file}, or once for the whole site to `sitegen.yaml`"),
            Code::CutDisclaimer => format!("complete `disclaimer:` in {file} where you know its words"),
            Code::TopicInDoubt => format!("move {file} into its topic's folder, or import it with `--topic`"),
            Code::StructureInDoubt | Code::MoreAnswers | Code::CutFile => format!("compare {file} with the source"),
            Code::ChangedSource | Code::MergeConflict => format!("compare {file} with the source by hand"),
            Code::LostAnswer => format!("remove the answer from {file} if it was withdrawn"),
            Code::UserName => {
                "put `mask_user_names: true` into `sitegen.yaml` to show `[name removed]` instead, on the whole site".to_owned()
            }
            Code::ProposedClaims => format!("take the `# ` away before the lines of {file} that shall stand side by side"),
            Code::NoAnswers => format!("delete {file}, or add the answers by hand"),
            _ => return None,
        })
    }
}
