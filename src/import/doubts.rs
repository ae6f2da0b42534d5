//! What in a reading deserves a human look.

use crate::diagnostic::Code;

use super::line::{Kind, Line};
use super::reading::{Assigned, Class, Finding, Reading};
use super::repeated;

/// Below this margin (in natural-log odds; 1.5 is about 4 to 1) another reading is nearly as good.
/// Set on the labelled threads of `tests/labels/dev`: most wrong readings there lie below it.
const SURE: f32 = 1.5;

/// Collects the findings, by line.
pub(super) fn find(reading: &Reading, lines: &[Line<'_>], assigned: &[Assigned]) -> Vec<Finding> {
    let mut findings = Vec::new();
    whole(reading, lines, &mut findings);
    answers(reading, assigned, &mut findings);
    doubtful_lines(assigned, &mut findings);
    cut(lines, assigned, &mut findings);
    findings.sort_by_key(|finding| (finding.line, finding.code.as_str()));
    findings
}

fn finding(code: Code, line: Option<usize>, message: impl Into<String>) -> Finding {
    Finding { code, severity: code.severity(), message: message.into(), line }
}

/// What the page as a whole has or lacks.
fn whole(reading: &Reading, lines: &[Line<'_>], findings: &mut Vec<Finding>) {
    let found = reading.answers.len();
    if reading.title.is_none() {
        findings.push(finding(Code::NoTitle, None, "no line has the shape of a title, so the thread has none"));
    }
    if reading.question.is_none() {
        findings.push(finding(Code::NoQuestion, None, "there are no words of the asker besides the title"));
    }
    if found == 0 {
        findings.push(finding(Code::NoAnswers, None, "no answer was found"));
    } else if reading.disclaimer.is_none() {
        findings.push(finding(
            Code::NoDisclaimer,
            None,
            "there is no disclaimer at the end; the site's own is needed to publish this thread",
        ));
    }
    let count_line = lines.iter().position(|line| matches!(line.kind, Kind::Count(_))).map(|index| index + 1);
    if let Some(declared) = reading.declared_answers {
        let declared = declared as usize;
        if found < declared {
            findings.push(finding(Code::FewerAnswers, count_line, format!("{declared} answers are declared, {found} were found")));
        } else if found > declared {
            findings.push(finding(Code::MoreAnswers, count_line, format!("{declared} answers are declared, but {found} were found")));
        }
    }
    if let Some(copy) = lines.iter().position(|line| line.kind == Kind::Chrome(repeated::RULE.to_owned())) {
        findings.push(finding(Code::RepeatedAnswer, Some(copy + 1), "an answer is printed a second time here; it was imported once"));
    }
}

/// What single answers lack.
fn answers(reading: &Reading, assigned: &[Assigned], findings: &mut Vec<Finding>) {
    let mut first_lines = vec![None; reading.answers.len()];
    for (index, line) in assigned.iter().enumerate().rev() {
        if let Some(first) = line.answer.and_then(|answer| first_lines.get_mut(answer.wrapping_sub(1))) {
            *first = Some(index + 1);
        }
    }
    for (answer, line) in reading.answers.iter().zip(first_lines) {
        let missing: Vec<&str> =
            [("name", answer.name.is_none()), ("specialty", answer.specialty.is_none()), ("rating", answer.rating.is_none())]
                .into_iter()
                .filter_map(|(what, missing)| missing.then_some(what))
                .collect();
        if missing.len() == 3 {
            findings.push(finding(Code::IncompleteByline, line, format!("answer {} has no byline", answer.id)));
        } else if !missing.is_empty() {
            findings.push(finding(
                Code::IncompleteByline,
                line,
                format!("the byline of answer {} has no {}", answer.id, missing.join(" and no ")),
            ));
        }
        if answer.body.is_empty() {
            findings.push(finding(Code::EmptyAnswer, line, format!("answer {} has no words", answer.id)));
        }
    }
}

/// Runs of words that another reading would take for something else.
fn doubtful_lines(assigned: &[Assigned], findings: &mut Vec<Finding>) {
    let mut index = 0;
    while index < assigned.len() {
        let here = &assigned[index];
        let mut end = index + 1;
        while end < assigned.len()
            && assigned[end].margin.is_some()
            && assigned[end].class == here.class
            && assigned[end].margin == here.margin
        {
            end += 1;
        }
        if here.margin.is_some_and(|margin| margin < SURE) {
            let lines = if end == index + 1 { format!("line {end} was") } else { format!("lines {} to {end} were", index + 1) };
            findings.push(finding(
                Code::StructureInDoubt,
                Some(index + 1),
                format!("{lines} read as {}, but something else is nearly as likely", words_for(here.class)),
            ));
        }
        index = end;
    }
}

fn words_for(class: Class) -> &'static str {
    match class {
        Class::Title => "the title",
        Class::Question => "the question",
        Class::Heading => "an answer's heading",
        Class::Body => "an answer's words",
        Class::Specialty => "place and specialty",
        _ => "something else",
    }
}

/// A file that breaks off: in its disclaimer, in a byline, or in a word.
fn cut(lines: &[Line<'_>], assigned: &[Assigned], findings: &mut Vec<Finding>) {
    let Some(last) = lines.iter().rposition(|line| line.kind != Kind::Blank) else { return };
    let text = lines[last].text;
    let ends_sentence = text.trim_end_matches(['"', '”', ')', '’', '\'']).ends_with(['.', '!', '?', '…']);
    let at = Some(last + 1);
    match &lines[last].kind {
        Kind::Disclaimer if !ends_sentence => {
            findings.push(finding(Code::CutDisclaimer, at, "the disclaimer breaks off; complete it by hand where you know its words"))
        }
        Kind::Rating(rated) if rated.cut => {
            findings.push(finding(Code::CutFile, at, "the file breaks off inside a rating; what is left of it was kept"))
        }
        Kind::CutSpecialty(_) | Kind::Name(_) => findings.push(finding(Code::CutFile, at, "the file breaks off inside a byline")),
        Kind::Votes(None) if !text.ends_with("}}") => findings.push(finding(Code::CutFile, at, "the file breaks off below a heading")),
        Kind::Words if assigned[last].class == Class::Heading => {
            findings.push(finding(Code::CutFile, at, "the file breaks off after a heading"))
        }
        Kind::Words if !ends_sentence && breaks_off(text) => {
            findings.push(finding(Code::CutFile, at, "the file seems to break off inside a sentence"));
        }
        _ => {}
    }
}

/// A long line that ends in a small word without punctuation; a sign-off ends in a name.
fn breaks_off(text: &str) -> bool {
    let last = text.split_whitespace().next_back().unwrap_or_default();
    text.chars().count() > 60 && last.starts_with(char::is_lowercase) && last.ends_with(char::is_alphanumeric)
}
