//! Pages that lead to threads: the home page, lists, and the search page.

use serde::Serialize;

use super::Link;

/// `home`, for `home.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Home {
    /// The heading.
    pub(in crate::render) title: String,
    /// The introduction.
    pub(in crate::render) body_html: String,
    /// The topics in their order.
    pub(in crate::render) topics: Vec<TopicEntry>,
    /// The questions with the most answers.
    pub(in crate::render) most_answered: Vec<ThreadEntry>,
    /// The questions that were reviewed last, the latest first; empty where none was.
    pub(in crate::render) recently_reviewed: Vec<ThreadEntry>,
}

/// A topic in a listing.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct TopicEntry {
    /// The topic's name.
    pub(in crate::render) title: String,
    /// The link to its page.
    pub(in crate::render) href: String,
    /// One sentence about it.
    pub(in crate::render) description: Option<String>,
    /// How many questions it has.
    pub(in crate::render) questions: usize,
}

/// A question in a listing.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct ThreadEntry {
    /// The question in one line.
    pub(in crate::render) title: String,
    /// The link to its page.
    pub(in crate::render) href: String,
    /// How many answers it has.
    pub(in crate::render) answers: usize,
    /// True when the thread is a draft.
    pub(in crate::render) draft: bool,
    /// The day of its clinical review, in words, in a list of reviewed questions.
    pub(in crate::render) reviewed: Option<String>,
}

/// `topic`, for `topic.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Topic {
    /// The heading.
    pub(in crate::render) title: String,
    /// One sentence about it.
    pub(in crate::render) description: Option<String>,
    /// The introduction.
    pub(in crate::render) introduction_html: String,
    /// How many questions it has.
    pub(in crate::render) questions: usize,
    /// Those of this page, by title.
    pub(in crate::render) threads: Vec<ThreadEntry>,
}

/// `tags`, for `tags.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Tags {
    /// The tags of this page, by name.
    pub(in crate::render) entries: Vec<TopicEntry>,
}

/// `tag`, for `tag.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Tag {
    /// The tag.
    pub(in crate::render) title: String,
    /// How many questions have it.
    pub(in crate::render) questions: usize,
    /// Those of this page, by title.
    pub(in crate::render) threads: Vec<ThreadEntry>,
}

/// `index`, for `a-z.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Index {
    /// Every letter that has questions, with the link to where they begin.
    pub(in crate::render) all_letters: Vec<Link>,
    /// The letters on this page; `#` comes last.
    pub(in crate::render) letters: Vec<Letter>,
}

/// The questions that begin with one letter.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Letter {
    /// The letter, or `#` for digits and everything else.
    pub(in crate::render) letter: String,
    /// The place on the page, such as `letter-a`.
    pub(in crate::render) id: String,
    /// The questions by title.
    pub(in crate::render) threads: Vec<ThreadEntry>,
}

/// `experts`, for `experts.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Experts {
    /// The named experts by name.
    pub(in crate::render) entries: Vec<ExpertEntry>,
}

/// An expert in the list.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct ExpertEntry {
    /// The name without credentials.
    pub(in crate::render) name: String,
    /// The link to the expert's page.
    pub(in crate::render) href: String,
    /// The field of work, as given with the first answer.
    pub(in crate::render) specialty: Option<String>,
    /// Where they work.
    pub(in crate::render) place: Option<String>,
    /// How many answers the site has from them.
    pub(in crate::render) answers: usize,
}

/// `search`, for `search.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Search {
    /// The folder of the index, for the page's script.
    pub(in crate::render) shards: String,
    /// The index's version, for the page's script.
    pub(in crate::render) version: String,
    /// The scripts of the page, in their order.
    pub(in crate::render) scripts: Vec<String>,
    /// The topics to choose from.
    pub(in crate::render) topics: Vec<SearchTopic>,
}

/// A topic by which results are filtered.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct SearchTopic {
    /// The topic's name.
    pub(in crate::render) title: String,
    /// Its part of the address.
    pub(in crate::render) slug: String,
}

/// `not_found`, for `404.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct NotFound {
    /// The topics in their order.
    pub(in crate::render) topics: Vec<TopicEntry>,
}
