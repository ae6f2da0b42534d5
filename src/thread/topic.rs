//! A topic's `_index.md`.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::document::{Document, split};

use super::Markdown;

/// A folder of threads: how it is presented, and the words by which import recognises its threads.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Topic {
    /// The folder's name.
    pub slug: String,
    /// The heading of its page.
    pub title: String,
    /// One sentence for listings.
    pub description: Option<String>,
    /// Topics are listed by this number, then by title; those without one come last.
    pub order: Option<u32>,
    /// The words by which import recognises a thread; `numb*` stands for every word so beginning.
    pub words: Vec<String>,
    /// An introduction, as Markdown.
    pub introduction: Markdown,
}

impl Topic {
    /// A topic whose folder has no `_index.md`: its title is the folder's name in words.
    #[must_use]
    pub fn without_index(slug: &str) -> Self {
        let words = slug.replace(['-', '_'], " ");
        let mut letters = words.chars();
        let title = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
        Self { slug: slug.to_owned(), title, ..Self::default() }
    }
}

/// Reads the `_index.md` of the topic in folder `slug`; what is wrong is added to `problems`.
pub fn read_topic(slug: &str, source: &Arc<Source>, problems: &mut Vec<Diagnostic>) -> Option<Topic> {
    let parts = split(source, problems)?;
    let document = Document::parse(source, parts.front_matter, problems)?;
    let mut fields = document.fields(problems);
    if fields.has("answers") {
        problems.push(
            Diagnostic::new(Code::MisplacedThread, "this is a thread, but `_index.md` is for the topic itself")
                .in_file(source.path())
                .help("give the thread a file of its own beside it"),
        );
        return None;
    }
    let title = fields.text("title");
    if title.is_none() {
        fields.missing("title", "every topic needs a title, such as `title: Numbness and tingling`");
    }
    let topic = Topic {
        slug: slug.to_owned(),
        title: title.unwrap_or_else(|| Topic::without_index(slug).title),
        description: fields.text("description"),
        order: fields.whole_number("order"),
        words: fields.texts("words"),
        introduction: Markdown::at(source, parts.body),
    };
    if topic.words.iter().any(|word| word.trim_end_matches('*').trim().is_empty()) {
        fields.problem(
            "words",
            Code::WrongType,
            "a word to recognise threads by is empty",
            "has an empty word",
            "write words or phrases, such as `words: [numb*, \"no feeling\"]`",
        );
    }
    fields.finish();
    Some(topic)
}
