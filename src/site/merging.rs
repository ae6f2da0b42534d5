//! Which threads are merged into which, by what both files say.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use camino::Utf8Path;

use crate::diagnostic::{Code, Diagnostic, MOST_IN_ONE_FILE};
use crate::document::Step;
use crate::redaction::WithdrawnAnswer;
use crate::thread::{Answer, CONTENT, Thread, ThreadPath};

use super::assembly::{LoadedThread, disclaimer};
use super::checks::unknown_thread;
use super::{Merged, SiteThread, display_title};

/// A file's word that one thread is merged into another.
struct Claim {
    /// The merged thread and its target, as indices.
    merged: usize,
    target: usize,
    /// The thread whose file says so, and where.
    said_by: usize,
    span: Range<usize>,
}

/// For each merged thread its target, as indices of `threads`, which are in the order of their paths.
/// What is wrong is added to `problems`, and such threads keep their own pages. Of `withdrawn` threads nothing
/// is left to be merged.
pub(super) fn resolve(
    threads: &[LoadedThread],
    withdrawn: &BTreeSet<&ThreadPath>,
    drafts: bool,
    problems: &mut Vec<Diagnostic>,
) -> BTreeMap<usize, usize> {
    let mut first_claims: BTreeMap<usize, Claim> = BTreeMap::new();
    let mut in_doubt = BTreeSet::new();
    for claim in claims(threads, withdrawn, problems) {
        match first_claims.get(&claim.merged) {
            Some(first) if first.target != claim.target => {
                problems.push(two_targets(threads, first, &claim));
                in_doubt.insert(claim.merged);
            }
            Some(_) => {}
            None => {
                first_claims.insert(claim.merged, claim);
            }
        }
    }
    for claim in first_claims.values() {
        let Some(next) = first_claims.get(&claim.target) else { continue };
        in_doubt.insert(claim.merged);
        // Of two that are merged into each other, one complaint is enough.
        if next.target != claim.merged || claim.merged < claim.target {
            problems.push(chain(threads, claim, next));
        }
    }
    let mut merges = BTreeMap::new();
    for claim in first_claims.values().filter(|claim| !in_doubt.contains(&claim.merged)) {
        let is_draft = |index: usize| !drafts && threads[index].thread.editorial.draft;
        if is_draft(claim.merged) {
            continue;
        }
        if is_draft(claim.target) {
            problems.push(into_draft(threads, claim));
            continue;
        }
        problems.extend(unused(&threads[claim.merged], &threads[claim.target].path));
        merges.insert(claim.merged, claim.target);
    }
    merges
}

/// What all files say, in the order of the files.
fn claims(threads: &[LoadedThread], withdrawn: &BTreeSet<&ThreadPath>, problems: &mut Vec<Diagnostic>) -> Vec<Claim> {
    let mut claims = Vec::new();
    for (index, loaded) in threads.iter().enumerate() {
        let editorial = &loaded.thread.editorial;
        let into = editorial.merged_into.iter().map(|reference| (reference, vec![Step::Key("merged_into".to_owned())], true));
        let others = editorial.also_asked.iter().enumerate().take(MOST_IN_ONE_FILE);
        let from = others.map(|(item, reference)| (reference, vec![Step::Key("also_asked".to_owned()), Step::Index(item)], false));
        for (reference, steps, is_merged) in into.chain(from) {
            let path = ThreadPath::parse(reference);
            let other = path.as_ref().and_then(|path| threads.binary_search_by(|thread| thread.path.cmp(path)).ok());
            match other {
                None if path.is_some_and(|path| withdrawn.contains(&path)) => {
                    if is_merged {
                        problems.push(into_withdrawn(loaded, reference, loaded.at(&steps)));
                    }
                }
                None => problems.push(unknown_thread(threads, loaded, reference, loaded.at(&steps))),
                Some(other) if other == index => problems.push(
                    Diagnostic::new(Code::MergeInDoubt, "a thread cannot be merged into itself")
                        .at(&loaded.source, loaded.at(&steps), "this is the thread itself")
                        .help("name the other thread, or remove this"),
                ),
                Some(other) => {
                    let (merged, target) = if is_merged { (index, other) } else { (other, index) };
                    claims.push(Claim { merged, target, said_by: index, span: loaded.at(&steps) });
                }
            }
        }
    }
    claims
}

impl SiteThread {
    /// Takes in the answers of a thread that asks the same.
    pub(super) fn merge(&mut self, loaded: &LoadedThread, site_disclaimer: Option<&str>) {
        let (own, other) = (&mut self.thread, &loaded.thread);
        let answers = own.answers.len()..own.answers.len() + other.answers.len();
        let captured = |thread: &Thread| u32::try_from(thread.answers.len()).unwrap_or(u32::MAX);
        // What was declared counts the answers of both, where one says no number those that it has.
        if own.declared_answers.is_some() || other.declared_answers.is_some() {
            let declared = |thread: &Thread| thread.declared_answers.unwrap_or(captured(thread)).max(captured(thread));
            own.declared_answers = Some(declared(own).saturating_add(declared(other)));
        }
        let new_tags: Vec<String> = other.tags.iter().filter(|tag| !own.tags.contains(tag)).cloned().collect();
        own.tags.extend(new_tags);
        let merged = Merged {
            path: loaded.path.clone(),
            file: Utf8Path::new(CONTENT).join(loaded.path.file()),
            title: display_title(other, &loaded.path),
            question: other.question.clone(),
            source: other.source.clone(),
            disclaimer: disclaimer(other, site_disclaimer),
            answers,
        };
        let figures = other.editorial.claims.iter().cloned();
        own.editorial.claims.extend(figures.map(|mut figure| {
            figure.answer = merged.answer_id(&figure.answer);
            figure
        }));
        own.answers.extend(other.answers.iter().map(|answer| Answer { id: merged.answer_id(&answer.id), ..answer.clone() }));
        let withdrawn = loaded.withdrawn.iter().map(|answer| WithdrawnAnswer { id: merged.answer_id(&answer.id), ..answer.clone() });
        self.withdrawn.extend(withdrawn);
        self.merged.push(merged);
        self.digests.push(loaded.digest);
    }
}

fn two_targets(threads: &[LoadedThread], first: &Claim, second: &Claim) -> Diagnostic {
    let (merged, one, other) = (&threads[first.merged].path, &threads[first.target].path, &threads[second.target].path);
    Diagnostic::new(Code::MergeInDoubt, format!("`{merged}` is merged into two threads, `{one}` and `{other}`"))
        .at(&threads[second.said_by].source, second.span.clone(), format!("into `{other}` here"))
        .at(&threads[first.said_by].source, first.span.clone(), format!("into `{one}` here"))
        .help("keep the one whose page shall show these answers, and remove the other")
}

fn chain(threads: &[LoadedThread], claim: &Claim, next: &Claim) -> Diagnostic {
    let (merged, target, last) = (&threads[claim.merged].path, &threads[claim.target].path, &threads[next.target].path);
    let help = if last == merged {
        format!("keep the page of one of them: remove one of the two lines, so that `{merged}` or `{target}` stands by itself")
    } else {
        format!("merge both into `{last}`: write `merged_into: {last}` in `{}` too", threads[claim.merged].path.file())
    };
    Diagnostic::new(Code::MergeInDoubt, format!("`{merged}` is merged into `{target}`, which is merged into `{last}` itself"))
        .at(&threads[claim.said_by].source, claim.span.clone(), format!("`{merged}` into `{target}`"))
        .at(&threads[next.said_by].source, next.span.clone(), format!("`{target}` into `{last}`"))
        .help(help)
}

fn into_draft(threads: &[LoadedThread], claim: &Claim) -> Diagnostic {
    let target = &threads[claim.target].path;
    Diagnostic::new(
        Code::LinkToDraft,
        format!("`{target}` is a draft, so `{}` keeps a page of its own until that is published", threads[claim.merged].path),
    )
    .at(&threads[claim.said_by].source, claim.span.clone(), "not merged yet")
    .help("publish the draft, or merge into another thread")
}

fn into_withdrawn(loaded: &LoadedThread, target: &str, span: Range<usize>) -> Diagnostic {
    Diagnostic::new(Code::LinkToDraft, format!("`{target}` is withdrawn, so `{}` has a page of its own again", loaded.path))
        .at(&loaded.source, span, "not merged")
        .help("remove this, or merge into another thread")
}

/// The editor's words about a merged thread, which no page shows.
fn unused(loaded: &LoadedThread, target: &ThreadPath) -> Vec<Diagnostic> {
    let editorial = &loaded.thread.editorial;
    let keys = [
        ("short_answer", editorial.short_answer.is_some()),
        ("note", editorial.note.is_some()),
        ("reviewed", editorial.reviewed.is_some()),
        ("see_also", !editorial.see_also.is_empty()),
    ];
    let unused = keys.into_iter().filter(|(_, given)| *given).map(|(key, _)| {
        Diagnostic::new(Code::UnusedInMerged, format!("`{key}` shows nowhere, since this thread is merged into `{target}`"))
            .at(&loaded.source, loaded.at(&[Step::Key(key.to_owned())]), "not shown")
            .help(format!("move it to `{}`, or remove it", target.file()))
    });
    unused.collect()
}
