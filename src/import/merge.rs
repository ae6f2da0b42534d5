//! Three-way merge of a thread (promise P4): what the source changed comes in, what an editor
//! changed stands.
//!
//! Base is the last import, ours the file as edited, theirs the new import. Fields are merged one by
//! one and answers one by one; the same field changed on both sides stays as the editor wrote it.

use std::collections::BTreeSet;

use jiff::civil::Date;

use crate::thread::{Answer, Byline, Markdown, Provenance, Thread};

use super::alignment::{Candidate, align};

/// A field that both sides changed; ours stands.
#[derive(Debug, Clone, PartialEq)]
pub struct Conflict {
    /// Which field, in an editor's words, such as `the words of answer a2`.
    pub field: String,
    /// What stands, as the editor wrote it.
    pub ours: String,
    /// What the source says now.
    pub theirs: String,
}

/// The outcome of a merge.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// The merged thread.
    pub thread: Thread,
    /// Fields that both sides changed.
    pub conflicts: Vec<Conflict>,
    /// Ids of answers that are new in the source.
    pub added: Vec<String>,
    /// Ids of answers that the source lost now; they stay, marked.
    pub lost: Vec<String>,
    /// Ids of answers that the editor removed and the source still has; they stay removed.
    pub kept_out: Vec<String>,
    /// Their answers' ids in their order: what the next merge's base is called.
    pub their_ids: Vec<String>,
}

/// Merges `theirs` into `ours`. `today` dates the marks of answers that the source lost.
#[must_use]
pub fn merge(base: &Thread, ours: &Thread, theirs: &Thread, today: Date, published: &BTreeSet<String>) -> Merge {
    let mut conflicts = Vec::new();
    let mut thread = ours.clone();
    let c = &mut conflicts;
    thread.title = field(c, "the title", &base.title, &ours.title, &theirs.title, optional);
    thread.question = field(c, "the question", &base.question, &ours.question, &theirs.question, markdown);
    thread.disclaimer = field(c, "the disclaimer", &base.disclaimer, &ours.disclaimer, &theirs.disclaimer, optional);
    thread.declared_answers =
        field(c, "the number of declared answers", &base.declared_answers, &ours.declared_answers, &theirs.declared_answers, debug);
    thread.tags = field(c, "the tags", &base.tags, &ours.tags, &theirs.tags, |tags| tags.join(", "));
    thread.source = merge_provenance(c, base, ours, theirs);
    let mut answers = Answers::new(base, ours, theirs, today, published);
    answers.merge(c);
    thread.answers = answers.merged;
    Merge { thread, conflicts, added: answers.added, lost: answers.lost, kept_out: answers.kept_out, their_ids: answers.their_ids }
}

/// The rule of all merging, for one field.
fn field<T: PartialEq + Clone>(conflicts: &mut Vec<Conflict>, name: &str, base: &T, ours: &T, theirs: &T, show: fn(&T) -> String) -> T {
    if ours == base {
        return theirs.clone();
    }
    if theirs != base && theirs != ours {
        conflicts.push(Conflict { field: name.to_owned(), ours: show(ours), theirs: show(theirs) });
    }
    ours.clone()
}

fn optional(text: &Option<String>) -> String {
    text.clone().unwrap_or_default()
}

fn markdown(markdown: &Markdown) -> String {
    markdown.text.to_string()
}

fn heading(heading: &Option<Markdown>) -> String {
    heading.as_ref().map(markdown).unwrap_or_default()
}

fn debug<T: std::fmt::Debug>(value: &Option<T>) -> String {
    value.as_ref().map_or_else(|| "nothing".to_owned(), |value| format!("{value:?}"))
}

/// The answers while they are merged.
struct Answers<'a> {
    base: &'a Thread,
    ours: &'a Thread,
    theirs: &'a Thread,
    today: Date,
    published: &'a BTreeSet<String>,
    merged: Vec<Answer>,
    added: Vec<String>,
    lost: Vec<String>,
    kept_out: Vec<String>,
    their_ids: Vec<String>,
}

impl<'a> Answers<'a> {
    fn new(base: &'a Thread, ours: &'a Thread, theirs: &'a Thread, today: Date, published: &'a BTreeSet<String>) -> Self {
        let (added, lost, kept_out, their_ids) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
        Self { base, ours, theirs, today, published, merged: ours.answers.clone(), added, lost, kept_out, their_ids }
    }

    fn merge(&mut self, conflicts: &mut Vec<Conflict>) {
        // An answer that the source lost earlier is known only from our file; it may come back.
        let lost_earlier = self.ours.answers.iter().filter(|answer| answer.lost.is_some() && !has(self.base, &answer.id));
        let known: Vec<&Answer> = self.base.answers.iter().chain(lost_earlier).collect();
        let known_candidates: Vec<Candidate<'_>> = known.iter().map(|answer| Candidate::new(answer)).collect();
        let new_candidates: Vec<Candidate<'_>> = self.theirs.answers.iter().map(Candidate::new).collect();
        let partners = align(&known_candidates, &new_candidates);
        for (theirs, partner) in self.theirs.answers.iter().zip(&partners) {
            match partner.map(|index| known[index]) {
                Some(base) => self.merge_one(base, theirs, conflicts),
                None => self.add(theirs),
            }
        }
        for (index, base) in known.iter().enumerate() {
            let still_there = partners.contains(&Some(index));
            if let Some(ours) =
                self.merged.iter_mut().find(|answer| answer.id == base.id).filter(|ours| !still_there && ours.lost.is_none())
            {
                ours.lost = Some(self.today);
                self.lost.push(base.id.clone());
            }
        }
    }

    fn merge_one(&mut self, base: &Answer, theirs: &Answer, conflicts: &mut Vec<Conflict>) {
        self.their_ids.push(base.id.clone());
        let Some(ours) = self.merged.iter_mut().find(|answer| answer.id == base.id) else {
            self.kept_out.push(base.id.clone());
            return;
        };
        let name = |what: &str| format!("{what} of answer {}", base.id);
        ours.lost = None;
        ours.heading = field(conflicts, &name("the heading"), &base.heading, &ours.heading, &theirs.heading, heading);
        ours.body = field(conflicts, &name("the words"), &base.body, &ours.body, &theirs.body, markdown);
        ours.byline = merge_byline(conflicts, &name, &base.byline, &ours.byline, &theirs.byline);
        ours.url = field(conflicts, &name("the address"), &base.url, &ours.url, &theirs.url, optional);
        ours.licence = field(conflicts, &name("the licence"), &base.licence, &ours.licence, &theirs.licence, optional);
        ours.answered = field(conflicts, &name("the day"), &base.answered, &ours.answered, &theirs.answered, debug);
    }

    /// A new answer goes behind the one that it follows in the source, with an id never used here.
    fn add(&mut self, theirs: &Answer) {
        let id = self.free_id();
        let before = self.their_ids.iter().rev().find_map(|id| self.merged.iter().position(|answer| answer.id == *id));
        let position = before.map_or(0, |before| before + 1);
        self.merged.insert(position, Answer { id: id.clone(), ..theirs.clone() });
        self.added.push(id.clone());
        self.their_ids.push(id);
    }

    fn free_id(&self) -> String {
        let here = self.base.answers.iter().chain(&self.merged).map(|answer| answer.id.as_str());
        let used = here.chain(self.added.iter().chain(self.published).map(String::as_str));
        let highest = used.filter_map(|id| id.strip_prefix('a')?.parse::<u32>().ok()).max().unwrap_or(0);
        format!("a{}", highest.saturating_add(1))
    }
}

/// File, hash and day are the importer's to say; the rest may have been added by hand.
fn merge_provenance(conflicts: &mut Vec<Conflict>, base: &Thread, ours: &Thread, theirs: &Thread) -> Option<Provenance> {
    let new = theirs.source.clone()?;
    let (base, ours) = (base.source.clone().unwrap_or_default(), ours.source.clone().unwrap_or_default());
    Some(Provenance {
        url: field(conflicts, "the source's address", &base.url, &ours.url, &new.url, optional),
        licence: field(conflicts, "the source's licence", &base.licence, &ours.licence, &new.licence, optional),
        asked: field(conflicts, "the day of the question", &base.asked, &ours.asked, &new.asked, debug),
        asked_by: field(conflicts, "the asker", &base.asked_by, &ours.asked_by, &new.asked_by, optional),
        asked_by_link: field(conflicts, "the asker's page", &base.asked_by_link, &ours.asked_by_link, &new.asked_by_link, optional),
        ..new
    })
}

fn has(thread: &Thread, id: &str) -> bool {
    thread.answers.iter().any(|answer| answer.id == id)
}

fn merge_byline(conflicts: &mut Vec<Conflict>, name: &dyn Fn(&str) -> String, base: &Byline, ours: &Byline, theirs: &Byline) -> Byline {
    Byline {
        name: field(conflicts, &name("the name"), &base.name, &ours.name, &theirs.name, optional),
        credentials: field(conflicts, &name("the credentials"), &base.credentials, &ours.credentials, &theirs.credentials, optional),
        specialty: field(conflicts, &name("the specialty"), &base.specialty, &ours.specialty, &theirs.specialty, optional),
        place: field(conflicts, &name("the place"), &base.place, &ours.place, &theirs.place, optional),
        link: field(conflicts, &name("the writer's page"), &base.link, &ours.link, &theirs.link, optional),
        rating: field(conflicts, &name("the rating"), &base.rating, &ours.rating, &theirs.rating, |rating| {
            rating.map(|rating| rating.to_string()).unwrap_or_default()
        }),
        reviews: field(conflicts, &name("the number of reviews"), &base.reviews, &ours.reviews, &theirs.reviews, debug),
        votes: field(conflicts, &name("the votes"), &base.votes, &ours.votes, &theirs.votes, debug),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = jiff::civil::date(2026, 11, 22);

    fn answer(id: &str, name: &str, body: &str) -> Answer {
        Answer {
            id: id.to_owned(),
            body: Markdown::new(body),
            byline: Byline { name: Some(name.to_owned()), ..Byline::default() },
            ..Answer::default()
        }
    }

    fn base() -> Thread {
        Thread {
            title: Some("May I swim?".to_owned()),
            question: Markdown::new("On day 5."),
            answers: vec![
                answer("a1", "Ann Lind", "Keep the cut dry until it has closed."),
                answer("a2", "Bo Quist", "A plaster helps for a short dip."),
            ],
            ..Thread::default()
        }
    }

    #[test]
    fn what_one_side_changed_is_taken_and_both_is_the_editors() {
        let (mut ours, mut theirs) = (base(), base());
        ours.title = Some("May I swim with stitches?".to_owned());
        theirs.question = Markdown::new("On day 6.");
        ours.answers[0].body = Markdown::new("Keep the cut *dry* until it has closed.");
        theirs.answers[0].body = Markdown::new("Keep the cut dry until it has healed.");
        theirs.answers[1].byline.reviews = Some(9);
        let merge = merge(&base(), &ours, &theirs, TODAY, &BTreeSet::new());
        assert_eq!(merge.thread.title, ours.title);
        assert_eq!(merge.thread.question.text, "On day 6.");
        assert_eq!(merge.thread.answers[0].body, ours.answers[0].body);
        assert_eq!(merge.thread.answers[1].byline.reviews, Some(9));
        assert_eq!(merge.conflicts.iter().map(|conflict| conflict.field.as_str()).collect::<Vec<_>>(), ["the words of answer a1"]);
    }

    #[test]
    fn removed_stays_removed_lost_stays_marked_and_new_gets_a_new_id() {
        let (mut ours, mut theirs) = (base(), base());
        ours.answers.remove(0);
        theirs.answers.remove(1);
        theirs.answers.push(answer("a2", "Cy Reed", "Ask your chemist about sprays."));
        let merge = merge(&base(), &ours, &theirs, TODAY, &BTreeSet::new());
        let ids: Vec<(&str, bool)> = merge.thread.answers.iter().map(|answer| (answer.id.as_str(), answer.lost.is_some())).collect();
        assert_eq!(ids, [("a3", false), ("a2", true)]);
        assert_eq!((merge.kept_out, merge.added, merge.lost), (vec!["a1".to_owned()], vec!["a3".to_owned()], vec!["a2".to_owned()]));
    }

    #[test]
    fn an_answer_that_comes_back_loses_its_mark() {
        let (mut ours, theirs) = (base(), base());
        ours.answers[1].lost = Some(TODAY);
        let mut earlier = base();
        earlier.answers.remove(1);
        let merge = merge(&earlier, &ours, &theirs, TODAY, &BTreeSet::new());
        assert_eq!(merge.thread, base());
        assert_eq!(merge.their_ids, ["a1", "a2"]);
    }
}
