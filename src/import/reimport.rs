//! A thread that was imported before and whose source changed: merged into the editor's file.

use std::collections::BTreeSet;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::{Code, Source, has_errors, shown_path};
use crate::thread::{self, CONTENT, KEPT_SOURCES, Thread, ThreadPath};

use super::alignment::shared_words;
use super::convert;
use super::input::{KeptAs, read_kept};
use super::merge::{Merge, merge};
use super::options::ImportOptions;
use super::patch::patch;
use super::reading::Finding;
use super::vocabulary::Vocabulary;

/// Two texts that share fewer of their words than this are two threads, even under one file name.
const LEAST_SHARED_WORDS: f64 = 0.3;

/// Longest stretch of a text that a finding shows, in characters.
const LONGEST_SHOWN: usize = 400;

/// A source's text that was kept when it was imported.
#[derive(Debug)]
pub(super) struct Kept {
    text: String,
    kept_as: KeptAs,
    pub(super) sha256: String,
}

/// An editor's file with the new import merged in.
#[derive(Debug)]
pub(super) struct Merged {
    /// The file's text before.
    pub(super) before: Arc<Source>,
    /// The file's text after; the same where nothing was to be changed.
    pub(super) after: String,
    /// The ids of the new import's answers, in order.
    pub(super) ids: Vec<String>,
    /// What an editor should know.
    pub(super) findings: Vec<Finding>,
}

impl Merged {
    /// The change to the file as a unified diff.
    pub(super) fn diff(&self) -> String {
        let path = self.before.path().as_str();
        similar::TextDiff::from_lines(self.before.text(), &self.after).unified_diff().header(path, path).to_string()
    }
}

/// The raw text that was kept under `sha256`, if `new` is a later state of the same thread, behind the
/// share of its words that the two have in common.
pub(super) fn earlier_text(root: &Utf8Path, sha256: &str, new: &str) -> Option<(f64, Kept)> {
    let read = |kept_as: KeptAs| std::fs::read_to_string(kept_path(root, sha256, kept_as.extension())?).ok();
    let (kept_as, text) = [KeptAs::Text, KeptAs::Record].into_iter().find_map(|kept_as| Some((kept_as, read(kept_as)?)))?;
    let likeness = shared_words(&text, new);
    (likeness >= LEAST_SHARED_WORDS).then(|| (likeness, Kept { text, kept_as, sha256: sha256.to_owned() }))
}

/// Merges `theirs` into the file of the thread at `path`, which was made from `kept`. `Err` says
/// why the file is left as it is.
pub(super) fn reimport(
    root: &Utf8Path,
    path: &ThreadPath,
    kept: &Kept,
    theirs: &Thread,
    published: &BTreeSet<String>,
    options: &ImportOptions,
) -> Result<Merged, Finding> {
    let file = Utf8Path::new(CONTENT).join(path.file());
    let left = |reason: &str| finding(Code::ChangedSource, format!("the source changed, but {reason}, so `{file}` was left as it is"));
    let text = std::fs::read_to_string(root.join(&file)).map_err(|error| left(&format!("the file could not be read ({error})")))?;
    let before = Arc::new(Source::new(shown_path(root, &file), text));
    let mut problems = Vec::new();
    let ours = thread::read(&before, &mut problems)
        .filter(|_| !has_errors(&problems))
        .ok_or_else(|| left("the file has mistakes of its own (see `sitegen check`)"))?;
    let base = base(root, kept, &options.vocabulary);
    let outcome = merge(&base, &ours, theirs, options.today, published);
    let after =
        patch(&before, &ours, &outcome.thread).ok_or_else(|| left("the change could not be written without touching what you edited"))?;
    let findings = findings(&outcome);
    Ok(Merged { before, after, ids: outcome.their_ids, findings })
}

/// The thread as it was imported last, with the ids that its answers have had since.
fn base(root: &Utf8Path, kept: &Kept, vocabulary: &Vocabulary) -> Thread {
    let mut base = convert::thread(&read_kept(&kept.text, kept.kept_as, vocabulary), thread::Provenance::default());
    restore_ids(root, &kept.sha256, &mut base);
    base
}

/// Gives the answers of a thread the ids that they had when its text was imported last.
pub(super) fn restore_ids(root: &Utf8Path, sha256: &str, thread: &mut Thread) {
    let ids = kept_path(root, sha256, "ids").and_then(|path| std::fs::read_to_string(path).ok());
    if let Some(ids) = ids.filter(|ids| ids.lines().count() == thread.answers.len()) {
        for (answer, id) in thread.answers.iter_mut().zip(ids.lines()) {
            id.clone_into(&mut answer.id);
        }
    }
}

/// Where something about a raw text is kept; `None` for what cannot be a hash.
pub(super) fn kept_path(root: &Utf8Path, sha256: &str, extension: &str) -> Option<Utf8PathBuf> {
    let is_hash = sha256.len() == 64 && sha256.bytes().all(|byte| byte.is_ascii_hexdigit());
    is_hash.then(|| root.join(CONTENT).join(KEPT_SOURCES).join(&sha256[..2]).join(format!("{sha256}.{extension}")))
}

fn finding(code: Code, message: String) -> Finding {
    Finding { code, severity: code.severity(), message, line: None }
}

fn findings(outcome: &Merge) -> Vec<Finding> {
    let conflicts = outcome.conflicts.iter().map(|conflict| {
        let (ours, theirs) = (shorten(&conflict.ours), shorten(&conflict.theirs));
        finding(
            Code::MergeConflict,
            format!(
                "{} changed in the file and in the source; the file's stands\nthe file says: {ours}\nthe source says: {theirs}",
                conflict.field
            ),
        )
    });
    let lost =
        outcome.lost.iter().map(|id| finding(Code::LostAnswer, format!("the source has answer {id} no more; it stays, marked `lost`")));
    let kept_out =
        outcome.kept_out.iter().map(|id| finding(Code::RemovedAnswer, format!("answer {id} was removed by hand and stays removed")));
    let added = outcome.added.iter().map(|id| finding(Code::NewAnswer, format!("the source has a new answer, {id}")));
    conflicts.chain(lost).chain(kept_out).chain(added).collect()
}

fn shorten(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut shown: String = line.chars().take(LONGEST_SHOWN).collect();
    if shown.len() < line.len() {
        shown.push('…');
    }
    shown
}
