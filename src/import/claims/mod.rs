//! What answers say about times, proposed to the editor: never live, always with the words that say it.

mod find;
mod text;
mod vocabulary;

use std::fmt::Write as _;
use std::ops::Range;

use crate::diagnostic::Code;
use crate::thread::markdown::words;
use crate::thread::{Answer, Claim, Thread, UNDECIDED, claim_line};

use super::reading::Finding;

use find::{Found, find};
use text::{Kind, Token, tokens};

pub use vocabulary::Durations;

/// A cue so many words away is about something else.
const FARTHEST_CUE: usize = 12;

/// A comma stands for so many words between a figure and its cue.
const COMMA: usize = 2;

/// Every length of time that the answers name, as a claim; what it is about is [`UNDECIDED`] where the words
/// around it do not tell.
#[must_use]
pub fn proposals(thread: &Thread, durations: &Durations) -> Vec<Claim> {
    let mut claims: Vec<Claim> = Vec::new();
    for answer in &thread.answers {
        for markdown in answer.heading.iter().chain([&answer.body]) {
            for claim in with_a_length(&markdown.text, durations).flat_map(|paragraph| in_text(&words(paragraph), answer, durations)) {
                let same = |other: &Claim| other.answer == claim.answer && other.about == claim.about && other.time == claim.time;
                if !claims.iter().any(same) {
                    claims.push(claim);
                }
            }
        }
    }
    claims
}

/// The paragraphs that have a word for a unit of time beside what may be a number. Most have none, and taking Markdown apart
/// costs more than looking for one.
fn with_a_length<'a>(text: &'a str, durations: &'a Durations) -> impl Iterator<Item = &'a str> {
    let mut at = 0;
    let paragraphs = std::iter::from_fn(move || {
        let unit = at + durations.first_unit(&text[at..])?.start;
        let start = text[at..unit].rfind("\n\n").map_or(at, |blank| at + blank);
        at = text[unit..].find("\n\n").map_or(text.len(), |blank| unit + blank);
        Some(&text[start..at])
    });
    paragraphs.filter(|paragraph| durations.may_tell_a_length(paragraph))
}

fn in_text(text: &str, answer: &Answer, durations: &Durations) -> Vec<Claim> {
    let tokens = tokens(text);
    let claim = |found: Found| {
        let place = tokens[found.tokens.start].place.start..tokens[found.tokens.end - 1].place.end;
        Claim {
            answer: answer.id.clone(),
            about: subject(&tokens, &found.tokens, durations).unwrap_or(UNDECIDED).to_owned(),
            time: found.time,
            quote: text[place].split_whitespace().collect::<Vec<_>>().join(" "),
            entry: 0,
        }
    };
    find(&tokens, durations).into_iter().map(claim).collect()
}

/// What the figure at `figure` is about: the subject with the nearest cue in its sentence.
fn subject<'a>(tokens: &[Token<'_>], figure: &Range<usize>, durations: &'a Durations) -> Option<&'a str> {
    let is_end = |token: &Token<'_>| token.kind == Kind::End;
    let start = tokens[..figure.start].iter().rposition(is_end).map_or(0, |end| end + 1);
    let end = tokens[figure.end..].iter().position(is_end).map_or(tokens.len(), |end| figure.end + end);
    let commas = |range: Range<usize>| tokens[range].iter().filter(|token| token.text == ",").count() * COMMA;
    let mut best: Option<(usize, &str)> = None;
    for subject in &durations.subjects {
        let before = (start..figure.start).flat_map(|at| subject.cues.iter().map(move |cue| (at, cue)));
        let before = before.filter(|(at, cue)| at + cue.len() <= figure.start && cue.stands(tokens, *at));
        let before = before.map(|(at, cue)| figure.start - at - cue.len() + commas(at..figure.start));
        let behind = (figure.end..end).flat_map(|at| subject.cues.iter().map(move |cue| (at, cue)));
        let behind = behind.filter(|(at, cue)| at + cue.len() <= end && cue.stands(tokens, *at));
        let behind = behind.map(|(at, _)| at - figure.end + commas(figure.end..at));
        let right_behind = subject.behind.iter().filter(|cue| cue.stands(tokens, figure.end)).map(|_| FARTHEST_CUE);
        let nearest = before.chain(behind).chain(right_behind).min().filter(|distance| *distance <= FARTHEST_CUE);
        if let Some(distance) = nearest.filter(|distance| best.is_none_or(|(least, _)| *distance < least)) {
            best = Some((distance, &subject.about));
        }
    }
    best.map(|(_, about)| about)
}

/// Tells an editor of proposals, where there are any.
pub(super) fn finding(claims: &[Claim]) -> Option<Finding> {
    let undecided = claims.iter().filter(|claim| claim.about == UNDECIDED).count();
    let untold = match undecided {
        0 => String::new(),
        _ if undecided == claims.len() => "; what they are about is not told".to_owned(),
        _ => format!("; what {undecided} of them are about is not told"),
    };
    let code = Code::ProposedClaims;
    let message = format!("times that answers name, proposed at the end of the front matter: {}{untold}", claims.len());
    (!claims.is_empty()).then(|| Finding { code, severity: code.severity(), message, line: None })
}

/// The proposals as remarks for the end of the front matter, where an editor makes them live by taking the `#`
/// away; empty where there are none.
#[must_use]
pub(super) fn remarks(claims: &[Claim]) -> String {
    if claims.is_empty() {
        return String::new();
    }
    let mut text = String::from(
        "# Times that the answers name. To show some side by side, take the `# ` away before `claims:` and before each of
# them, and say what it is about where that is not told.
# claims:
",
    );
    for claim in claims {
        let _ = writeln!(text, "#   - {}", claim_line(claim));
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4096))]
        /// What is passed over unread proposes nothing.
        #[test]
        fn paragraphs_without_a_length_propose_nothing(
            parts in prop::collection::vec(
                prop::sample::select(vec![
                    "two", "a couple of", "half a", "one and a half", "a", "6", "2.5", "6-8", "six to eight", "the", "about", "few", "many", "or more",
                    "weeks", "week", "Months", "hrs", "day", "years", "it lasts", "gone", "\u{bd}", "(3)", "~4", "*3*", "**two**", "&frac12;", "\\~3", "twenty-one",
                ]),
                1..8,
            ),
            separators in prop::collection::vec(prop::sample::select(vec![" ", "  ", "\n", ", ", ". ", "-", "\u{2013}", "\u{a0}", ""]), 8),
        ) {
            let paragraph: String = parts.iter().zip(&separators).flat_map(|(part, separator)| [*part, *separator]).collect();
            let durations = Durations::with(&crate::settings::ImportWords::default());
            if with_a_length(&paragraph, &durations).next().is_none() {
                let found = in_text(&words(&paragraph), &Answer::default(), &durations);
                prop_assert!(found.is_empty(), "{paragraph:?}: {found:?}");
            }
        }
    }
}
