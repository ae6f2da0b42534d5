//! A thread's page.

use serde::Serialize;

use super::{Answer, Comparison, Disclaimer, Link, Provenance, Review};

/// `thread`, for `thread.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Thread {
    /// The question in one line.
    pub(in crate::render) title: String,
    /// The topic's page.
    pub(in crate::render) topic: Link,
    /// True when the thread is shown although it is a draft.
    pub(in crate::render) draft: bool,
    /// The words it is tagged with, and the links to their pages.
    pub(in crate::render) tags: Vec<Link>,
    /// The asker's words; empty where the source had none.
    pub(in crate::render) question_html: String,
    /// How many answers the source said there were.
    pub(in crate::render) declared_answers: Option<u32>,
    /// How many answers carry a name.
    pub(in crate::render) named_answers: usize,
    /// Other threads that asked the same, whose answers stand here too.
    pub(in crate::render) also_asked: Vec<AlsoAsked>,
    /// The site editor's short answer.
    pub(in crate::render) short_answer_html: Option<String>,
    /// The site editor's remark.
    pub(in crate::render) note_html: Option<String>,
    /// The disclaimer's own sentence about emergencies, where it has one.
    pub(in crate::render) emergency: Option<String>,
    /// What the answers say in figures, a thing each; empty where the editor marked nothing, and outside the
    /// thread's own page.
    pub(in crate::render) comparisons: Vec<Comparison>,
    /// The answers in the order of the source.
    pub(in crate::render) answers: Vec<Answer>,
    /// The answers that stood on the page and stand there no more.
    pub(in crate::render) gone_answers: Vec<GoneAnswer>,
    /// The legal words under which the answers stand; `none` only where there are no answers. Those of
    /// merged threads stand in `also_asked`, where they differ.
    pub(in crate::render) disclaimer: Option<Disclaimer>,
    /// The clinical review, where there was one.
    pub(in crate::render) reviewed: Option<Review>,
    /// Other questions worth reading: those that the editor chose, then those that share telling words.
    pub(in crate::render) related: Vec<RelatedThread>,
    /// The question before this one in the topic.
    pub(in crate::render) previous: Option<Link>,
    /// The question after this one in the topic.
    pub(in crate::render) next: Option<Link>,
    /// Where the thread came from; `none` for one that was written here.
    pub(in crate::render) source: Option<Provenance>,
}

/// A thread that asked the same and is merged into the one shown.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct AlsoAsked {
    /// The place on the page, such as `asked.numbness.old-name`.
    pub(in crate::render) id: String,
    /// The question in one line, as it was asked there.
    pub(in crate::render) title: String,
    /// The asker's words; empty where the source had none.
    pub(in crate::render) question_html: String,
    /// Links to the answers that were given there, with who said it as their words.
    pub(in crate::render) answers: Vec<Link>,
    /// Where it came from; `none` for one that was written here.
    pub(in crate::render) source: Option<Provenance>,
    /// The legal words under which its answers stand; `none` where these are shown already.
    pub(in crate::render) disclaimer: Option<Disclaimer>,
}

/// Another question worth reading.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct RelatedThread {
    /// The question in one line.
    pub(in crate::render) title: String,
    /// The link to its page.
    pub(in crate::render) href: String,
    /// Words that stand in both threads, the most telling first; empty where the editor chose.
    pub(in crate::render) shared_words: Vec<String>,
}

/// An answer that a thread's page has no more.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct GoneAnswer {
    /// The part of its address.
    pub(in crate::render) id: String,
    /// The day on which it was withdrawn, in words; absent where it was removed from the content.
    pub(in crate::render) on: Option<String>,
}
