//! What every structured source comes to: a reading, under a name, with what became of each value.

use std::collections::BTreeMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::import::html::{Prose, absolute_address, to_markdown};
use crate::import::reading::{Finding, Markup, Reading};
use crate::thread::is_web_address;

use super::nodes::left_out;

/// A thread taken out of a structured source.
#[derive(Debug, Default)]
pub(super) struct Extract {
    /// What the source says, its nodes included.
    pub(super) reading: Reading,
    /// What was left out of the words themselves, by rule.
    pub(super) left_out: BTreeMap<&'static str, usize>,
}

impl Extract {
    /// An empty thread in Markdown.
    pub(super) fn new() -> Self {
        Self { reading: Reading { markup: Markup::Markdown, ..Reading::default() }, ..Self::default() }
    }

    /// HTML as Markdown; what has no place in it is counted.
    pub(super) fn words(&mut self, html: &str) -> String {
        let prose = to_markdown(html, self.reading.origin.url.as_deref());
        self.prose(prose)
    }

    /// Markdown that was made from HTML; what has no place in it is counted.
    pub(super) fn prose(&mut self, prose: Prose) -> String {
        for (rule, count) in prose.left_out {
            *self.left_out.entry(rule).or_default() += count;
        }
        prose.markdown
    }

    /// What deserves a look, besides what the content itself shows.
    pub(super) fn findings(&self) -> Vec<Finding> {
        let message = left_out(&self.reading.nodes, &self.left_out);
        message.map(|message| finding(Code::LeftOut, format!("left out of the source: {message}"))).into_iter().collect()
    }
}

/// What a structured thread has or lacks.
pub(super) fn doubts(reading: &Reading) -> Vec<Finding> {
    let mut findings = Vec::new();
    if reading.title.is_none() {
        findings.push(finding(Code::NoTitle, "the source gives the thread no title".to_owned()));
    }
    if reading.question.is_none() {
        findings.push(finding(Code::NoQuestion, "there are no words of the asker besides the title".to_owned()));
    }
    if reading.answers.is_empty() {
        findings.push(finding(Code::NoAnswers, "the source has no answer to the question".to_owned()));
    } else if reading.disclaimer.is_none() {
        findings
            .push(finding(Code::NoDisclaimer, "the source has no disclaimer; the site's own is needed to publish this thread".to_owned()));
    }
    let found = reading.answers.len();
    if let Some(declared) = reading.declared_answers.filter(|declared| *declared as usize > found) {
        findings.push(finding(Code::FewerAnswers, format!("{declared} answers are declared, {found} were found")));
    }
    for answer in &reading.answers {
        if answer.body.is_empty() {
            findings.push(finding(Code::EmptyAnswer, format!("answer {} has no words", answer.id)));
        }
        if answer.name.is_none() {
            findings.push(finding(Code::IncompleteByline, format!("the source does not say who wrote answer {}", answer.id)));
        }
    }
    findings
}

pub(super) fn finding(code: Code, message: String) -> Finding {
    Finding { code, severity: code.severity(), message, line: None }
}

/// A text that says something.
pub(super) fn some(text: impl Into<String>) -> Option<String> {
    Some(text.into()).filter(|text| !text.trim().is_empty())
}

/// A text as one line.
pub(super) fn one_line(text: &str) -> Option<String> {
    some(text.split_whitespace().collect::<Vec<_>>().join(" "))
}

/// The day of a date or of a date with a time, such as `2019-03-04T10:11:12.123`.
pub(super) fn day(text: &str) -> Option<Date> {
    let text = text.trim();
    let rest = text.get(10..).unwrap_or_default();
    (rest.is_empty() || rest.starts_with(['T', ' '])).then(|| text.get(..10)?.parse().ok()).flatten()
}

/// A link that a source gives, in full; `None` for one that leads nowhere or would run code.
pub(super) fn address(link: &str, site: Option<&str>) -> Option<String> {
    absolute_address(link, site).filter(|address| is_web_address(address))
}

/// A JSON text that could not be read, underlined where it goes wrong; it stands at the byte `start` of
/// `source`.
pub(super) fn json_problem(source: &Arc<Source>, start: usize, json: &str, error: &serde_json::Error) -> Diagnostic {
    let line = json.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    let at = start + line + error.column().saturating_sub(1);
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or_default().to_owned();
    Diagnostic::new(Code::MalformedInput, format!("this is not valid JSON: {reason}")).at(source, at..at, "here")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_from_dates_with_and_without_a_time() {
        assert_eq!(day("2019-03-04T10:11:12.123"), Some(jiff::civil::date(2019, 3, 4)));
        assert_eq!(day("2019-03-04"), Some(jiff::civil::date(2019, 3, 4)));
        assert_eq!(day("2019-03-041"), None);
        assert_eq!(day("4 March 2019"), None);
    }
}
