//! Claims against the words of their answers: each quote stands there, and where.

use std::ops::Range;

use camino::Utf8Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::{Step, place, read_source, split};
use crate::site::SiteThread;
use crate::thread::Claim;

use super::content::{AnswerProse, ThreadProse};
use super::quotes::Shown;

/// The part of an answer in which a quote stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Part {
    Heading,
    Body,
}

/// The part of an answer in which `quote` stands, and where in its HTML.
pub(super) fn find(quote: &str, heading: Option<&str>, body: &str) -> Option<(Part, Range<usize>)> {
    let body = Shown::of(body).find(quote).map(|range| (Part::Body, range));
    body.or_else(|| Some((Part::Heading, Shown::of(heading?).find(quote)?)))
}

fn stands(quote: &str, answer: &AnswerProse) -> bool {
    find(quote, answer.heading.as_ref().map(|heading| heading.words_html()), answer.body.words_html()).is_some()
}

/// The claims of a thread whose quotes do not stand in their answers.
pub(super) fn check(root: &Utf8Path, thread: &SiteThread, prose: &ThreadProse) -> Vec<Diagnostic> {
    let answers = &thread.thread.answers;
    let unmatched = thread.thread.editorial.claims.iter().filter_map(|claim| {
        let index = answers.iter().position(|answer| answer.id == claim.answer)?;
        (!stands(&claim.quote, &prose.answers[index])).then(|| unmatched(root, thread, prose, index, claim))
    });
    unmatched.collect()
}

/// Shows a claim in its file, which is read again, since that happens seldom.
fn unmatched(root: &Utf8Path, thread: &SiteThread, prose: &ThreadProse, index: usize, claim: &Claim) -> Diagnostic {
    let file = thread.file_of(index);
    let own_id = |index: usize| {
        let id = thread.thread.answers[index].id.as_str();
        thread.origin(index).map_or(id, |merged| merged.former_id(id)).to_owned()
    };
    let message = format!("the words “{}” do not stand in answer `{}`", claim.quote, own_id(index));
    let mut diagnostic = Diagnostic::new(Code::UnmatchedQuote, message);
    let source = read_source(root, file, &mut Vec::new());
    let front_matter = source.as_ref().and_then(|source| Some(split(source, &mut Vec::new())?.front_matter));
    diagnostic = match source.as_ref().zip(front_matter) {
        Some((source, front_matter)) => {
            let path = [Step::Key("claims".to_owned()), Step::Index(claim.entry), Step::Key("quote".to_owned())];
            let found = place(&source.text()[front_matter.clone()], &path).map_or(0..3, |place| place.value);
            diagnostic.at(source, found.start + front_matter.start..found.end + front_matter.start, "not the answer's words")
        }
        None => diagnostic.in_file(file),
    };
    let answer = &prose.answers[index];
    let parts = [answer.heading.as_ref(), Some(&answer.body)].into_iter().flatten();
    let nearest = parts.filter_map(|part| Shown::of(part.words_html()).nearest(&claim.quote).map(str::to_owned));
    if let Some(passage) = nearest.min_by_key(|passage| strsim::levenshtein(passage, &claim.quote)) {
        return diagnostic
            .note(format!("the answer says “{passage}”"))
            .help("write the quote letter for letter as it stands in the answer");
    }
    match prose.answers.iter().position(|prose| stands(&claim.quote, prose)) {
        Some(other) => diagnostic.help(format!("these words stand in answer `{}`: is the claim about that one?", own_id(other))),
        None => diagnostic.help("quote the few words of the answer that name the time, or remove the claim"),
    }
}
