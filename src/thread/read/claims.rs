//! `claims:`, the figures that an editor puts side by side.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, MOST_IN_ONE_FILE, Source, did_you_mean};
use crate::document::{Fields, Step, place};
use crate::thread::claim::{Claim, Duration, NoDuration, Time};
use crate::thread::{Thread, UNDECIDED};

/// How a claim is written, for messages.
const EXAMPLE: &str = "`- { answer: a3, about: how long it lasts, from: 6 weeks, to: 8 weeks, quote: \"6 to 8 weeks\" }`";

/// One entry of the list; `None` where it lacks what it needs.
pub(super) fn claim(fields: &mut Fields<'_>) -> Option<Claim> {
    let [answer, about, quote] = ["answer", "about", "quote"].map(|key| needed(fields, key));
    if about.as_deref() == Some(UNDECIDED) {
        fields.problem(
            "about",
            Code::InvalidClaim,
            "this proposal does not say yet what the figure is about",
            "nobody has decided",
            "write it in a few words, such as `about: how long it lasts`, or delete the line",
        );
    }
    let time = time(fields);
    Some(Claim { answer: answer?, about: about?, time: time?, quote: quote?, entry: fields.item().unwrap_or_default() })
}

fn needed(fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    let text = fields.text(key).map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "));
    if text.as_deref() == Some("") {
        fields.problem(key, Code::InvalidClaim, format!("`{key}` is empty"), "no words here", format!("a claim is written so: {EXAMPLE}"));
    } else if !fields.has(key) {
        fields.missing(key, format!("a claim is written so: {EXAMPLE}"));
    }
    text.filter(|text| !text.is_empty())
}

fn time(fields: &mut Fields<'_>) -> Option<Time> {
    let [has_time, has_from, has_to] = ["time", "from", "to"].map(|key| fields.has(key));
    let [time, from, to] = ["time", "from", "to"].map(|key| duration(fields, key));
    if has_time && (has_from || has_to) {
        fields.problem(
            "time",
            Code::InvalidClaim,
            "a claim has either one figure or a beginning and an end",
            format!("given besides `{}`", if has_from { "from" } else { "to" }),
            "keep `time:` for a single figure, `from:` and `to:` for a range",
        );
        return None;
    }
    if !has_time && !has_from && !has_to {
        fields.missing(
            "time",
            "write `time: 4 months` for a single figure, `from: 6 weeks, to: 8 weeks` for a range, `from:` alone for “or more”, `to:` alone for “up to”",
        );
    }
    match (from, to) {
        (Some(from), Some(to)) if from.seconds() > to.seconds() => {
            fields.problem(
                "from",
                Code::InvalidClaim,
                format!("{from} is longer than {to}"),
                "longer than `to`",
                "the shorter time comes first: exchange the two",
            );
            None
        }
        (Some(from), Some(to)) => Some(Time::Range(from, to)),
        // What was given and could not be read must not turn a range into something else.
        (Some(from), None) if !has_to => Some(Time::AtLeast(from)),
        (None, Some(to)) if !has_from => Some(Time::AtMost(to)),
        _ => time.map(Time::Single),
    }
}

fn duration(fields: &mut Fields<'_>, key: &'static str) -> Option<Duration> {
    let text = fields.number_or_text(key)?;
    let reason = match Duration::parse(&text) {
        Ok(duration) => return Some(duration),
        Err(reason) => reason,
    };
    let (label, help) = match reason {
        NoDuration::Number => (
            "a number and a unit expected".to_owned(),
            format!("write digits, a point for decimals, and the unit, such as `{key}: 2.5 months`"),
        ),
        NoDuration::Unit(Some(unit)) => {
            let number = text.split_whitespace().next().unwrap_or("6");
            (format!("did you mean `{unit}`?"), format!("write `{key}: {number} {unit}`"))
        }
        NoDuration::Unit(None) => ("no unit that sitegen knows".to_owned(), "units are hours, days, weeks, months and years".to_owned()),
    };
    fields.problem(key, Code::InvalidClaim, format!("`{text}` is not a length of time"), label, help);
    None
}

/// Says which claims name an answer that the thread does not have.
pub(super) fn check_claims(source: &Arc<Source>, front_matter: &Range<usize>, thread: &Thread, problems: &mut Vec<Diagnostic>) {
    let ids: Vec<&str> = thread.answers.iter().map(|answer| answer.id.as_str()).collect();
    for claim in thread.editorial.claims.iter().filter(|claim| !ids.contains(&claim.answer.as_str())) {
        if problems.len() >= MOST_IN_ONE_FILE {
            return;
        }
        let help = match did_you_mean(&claim.answer, ids.iter().copied()) {
            Some(close) => format!("did you mean `{close}`? The answers of this thread are {}", ids.join(", ")),
            None if ids.is_empty() => "this thread has no answers; remove the claim".to_owned(),
            None => format!("the answers of this thread are {}", ids.join(", ")),
        };
        let path = [Step::Key("claims".to_owned()), Step::Index(claim.entry), Step::Key("answer".to_owned())];
        let found = place(&source.text()[front_matter.clone()], &path).map_or(0..3, |place| place.value);
        let span = found.start + front_matter.start..found.end + front_matter.start;
        problems.push(
            Diagnostic::new(Code::UnknownAnswer, format!("there is no answer `{}` in this thread", claim.answer))
                .at(source, span, "no such answer")
                .help(help),
        );
    }
}
