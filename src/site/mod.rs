//! All content of a site, read, judged and put in order: what the pages are made from.

pub mod address;
mod addresses;
mod assembly;
mod experts;
mod list;
mod load;
mod related;

use camino::Utf8PathBuf;

use crate::redaction::{Redactions, WithdrawnAnswer};
use crate::settings::Settings;
use crate::thread::{Answer, Markdown, Thread, ThreadPath, Topic};

pub use address::Address;
pub use list::LoadError;
pub use load::{LoadOptions, load};
pub use related::Related;

/// A whole site.
#[derive(Debug)]
pub struct Site {
    /// What `sitegen.yaml` says.
    pub settings: Settings,
    /// The home page's words.
    pub home: Page,
    /// The topics in the order in which they are listed.
    pub topics: Vec<TopicThreads>,
    /// The threads in the order of their paths.
    pub threads: Vec<SiteThread>,
    /// The named experts by name and place.
    pub experts: Vec<Expert>,
    /// The plain pages in the order of their names.
    pub pages: Vec<Page>,
    /// Old addresses and where they lead.
    pub redirects: Vec<Redirect>,
    /// Threads that are published no more.
    pub withdrawn: Vec<Withdrawn>,
    /// What must not stand anywhere in the output.
    pub redactions: Redactions,
    addresses: addresses::Addresses,
}

impl Site {
    /// Is there a page at `address`?
    #[must_use]
    pub fn has_page(&self, address: &Address) -> bool {
        self.addresses.contains(address)
    }

    /// The page's path that a misspelt `path` most likely meant.
    #[must_use]
    pub fn closest_page(&self, path: &str) -> Option<&str> {
        self.addresses.closest(path)
    }
}

/// A topic with its threads.
#[derive(Debug)]
pub struct TopicThreads {
    /// The topic.
    pub topic: Topic,
    /// Indices into [`Site::threads`], by title.
    pub threads: Vec<usize>,
}

/// A thread in its place on the site.
#[derive(Debug)]
pub struct SiteThread {
    /// Topic and slug.
    pub path: ThreadPath,
    /// The file, relative to the site's root.
    pub file: Utf8PathBuf,
    /// The thread.
    pub thread: Thread,
    /// The disclaimer under which its answers are shown; `None` only where there are no answers.
    pub disclaimer: Option<Disclaimer>,
    /// The answers that were taken out.
    pub withdrawn: Vec<WithdrawnAnswer>,
    /// For each answer, the index of its writer in [`Site::experts`].
    pub experts: Vec<Option<usize>>,
    /// Threads worth reading after this one, the most alike first.
    pub related: Vec<Related>,
}

impl SiteThread {
    /// The title, or for a thread without one the first words of the question or of an answer.
    #[must_use]
    pub fn display_title(&self) -> String {
        if let Some(title) = &self.thread.title {
            return title.clone();
        }
        let first_words = |text: &str| -> String {
            let words: Vec<&str> = text.split_whitespace().collect();
            let shown = words.iter().take(12).copied().collect::<Vec<_>>().join(" ").replace('\\', "");
            if words.len() > 12 { format!("{shown} …") } else { shown }
        };
        let texts = std::iter::once(&self.thread.question).chain(self.thread.answers.iter().map(|answer| &answer.body));
        texts
            .map(|markdown| first_words(&markdown.text))
            .find(|words| !words.is_empty())
            .unwrap_or_else(|| self.path.slug.replace('-', " "))
    }

    /// The day to show as the thread's last change: its review, else its import.
    #[must_use]
    pub fn updated(&self) -> Option<jiff::civil::Date> {
        let reviewed = self.thread.editorial.reviewed.as_ref().map(|review| review.on);
        reviewed.or_else(|| self.thread.source.as_ref().and_then(|source| source.imported))
    }
}

/// The legal words that stand with a thread's answers.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Disclaimer {
    /// The words, verbatim, as plain text.
    pub text: String,
    /// True when the source had none and these are the site's own.
    pub from_site: bool,
}

/// A person who gave at least one answer under their name. The same name and place is one person.
#[derive(Debug)]
pub struct Expert {
    /// The name without credentials.
    pub name: String,
    /// Where they work, as the sources word it.
    pub place: Option<String>,
    /// The last part of the page's address.
    pub slug: String,
    /// Their answers as indices of thread and answer, in the order of the threads.
    pub answers: Vec<(usize, usize)>,
}

impl Expert {
    /// The expert's answers with their threads.
    pub fn answers<'a>(&'a self, site: &'a Site) -> impl Iterator<Item = (&'a SiteThread, &'a Answer)> {
        self.answers.iter().map(|(thread, answer)| (&site.threads[*thread], &site.threads[*thread].thread.answers[*answer]))
    }
}

/// A page of plain Markdown: the home page, `about.md` and the like.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// The file's name without `.md`; `_index` for the home page.
    pub slug: String,
    /// The file, relative to the site's root; `None` for a home page that nobody wrote.
    pub file: Option<Utf8PathBuf>,
    /// The heading.
    pub title: String,
    /// One sentence for search engines.
    pub description: Option<String>,
    /// The words.
    pub body: Markdown,
}

/// A thread that is published no more: its address says so.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Withdrawn {
    /// Topic and slug.
    pub path: ThreadPath,
    /// The day of the redaction.
    pub on: jiff::civil::Date,
    /// The ids of its answers: links to them still lead to its page.
    pub answers: Vec<String>,
}

/// An old address that leads to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The old address.
    pub from: Address,
    /// The page.
    pub to: Address,
}
