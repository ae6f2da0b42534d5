//! The forum user names in a raw text's answers, each with its line.

use crate::diagnostic::Code;
use crate::thread::{Thread, UserNames};

use super::reading::{Finding, Reading};

/// A finding for each answer that addresses a forum user by name.
pub(super) fn findings(names: &UserNames, thread: &Thread, reading: &Reading, text: &str) -> Vec<Finding> {
    let in_answers = names.in_answers(thread);
    if in_answers.iter().all(Vec::is_empty) {
        return Vec::new();
    }
    let lines: Vec<&str> = text.lines().collect();
    let mut findings = Vec::new();
    for (index, found) in in_answers.into_iter().enumerate() {
        for name in found {
            let of_answer = reading.ledger.iter().filter(|entry| entry.answer == Some(index + 1));
            let mut numbers = of_answer.flat_map(|entry| entry.first..=entry.last);
            let line = numbers.find(|number| lines.get(number - 1).is_some_and(|line| line.contains(&name)));
            let message = format!("answer {} addresses a forum user by name, `{name}`", thread.answers[index].id);
            findings.push(Finding { code: Code::UserName, severity: Code::UserName.severity(), message, line });
        }
    }
    findings
}
