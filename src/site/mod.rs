//! All content of a site, read, judged and put in order: what the pages are made from.

pub mod address;
mod addresses;
mod assembly;
mod checks;
mod experts;
mod history;
mod list;
mod load;
mod merging;
pub mod pagination;
mod published;
mod related;
pub mod tags;

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use camino::{Utf8Path, Utf8PathBuf};

use crate::redaction::{Redactions, WithdrawnAnswer};
use crate::settings::Settings;
use crate::thread::{Answer, Markdown, Provenance, Thread, ThreadPath, Topic};

pub use address::Address;
pub use history::{Event, Happening};
pub use list::LoadError;
pub use load::{KeptContent, LoadOptions, Substitutes, load};
pub use pagination::{ANSWERS_ON_A_PAGE, LIST_LENGTH, page_count};
pub use published::{FILE as RECORD_FILE, Gone, Published, Record};
pub use related::Related;
pub use tags::Tag;

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
    /// What happened to the threads when, the latest first.
    pub history: Vec<Event>,
    /// The tags in the order of their addresses.
    pub tags: Vec<Tag>,
    /// The plain pages in the order of their names.
    pub pages: Vec<Page>,
    /// Old addresses and where they lead.
    pub redirects: Vec<Redirect>,
    /// Threads that are published no more.
    pub withdrawn: Vec<Withdrawn>,
    /// Other addresses that have no page any more.
    pub gone: Vec<Gone>,
    /// What was published before.
    published: Record,
    /// What must not stand anywhere in the output.
    pub redactions: Redactions,
    addresses: addresses::Addresses,
    /// Where the threads are that were merged into others, as indices into `threads`.
    moved: BTreeMap<ThreadPath, usize>,
}

impl Site {
    /// Is there a page at `address`?
    #[must_use]
    pub fn has_page(&self, address: &Address) -> bool {
        self.addresses.contains(address)
    }

    /// How many wordings of questions there are: those of merged threads count too.
    #[must_use]
    pub fn wordings(&self) -> usize {
        self.threads.len() + self.moved.len()
    }

    /// The thread at `path`, or the one into which it was merged.
    #[must_use]
    pub fn thread(&self, path: &ThreadPath) -> Option<&SiteThread> {
        let found = self.threads.binary_search_by(|other| other.path.cmp(path)).ok();
        self.threads.get(found.or_else(|| self.moved.get(path).copied())?)
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
    /// The thread. Its answers are followed by those of the threads merged into it, under ids that
    /// begin with topic and slug, such as `numbness.old-name.a2`: no id that an editor can write has a dot.
    pub thread: Thread,
    /// The threads that ask the same and are merged into this one, in the order of their paths.
    pub merged: Vec<Merged>,
    /// The disclaimer under which its answers are shown; `None` only where there are no answers.
    pub disclaimer: Option<Disclaimer>,
    /// The answers that were taken out.
    pub withdrawn: Vec<WithdrawnAnswer>,
    /// The ids of answers that once stood on its page.
    pub lost_answers: Vec<String>,
    /// For each answer, the index of its writer in [`Site::experts`].
    pub experts: Vec<Option<usize>>,
    /// Threads worth reading after this one, the most alike first.
    pub related: Vec<Related>,
    /// The SHA-256 of each of its files' texts, in the order of [`SiteThread::files`].
    pub digests: Vec<[u8; 32]>,
}

impl SiteThread {
    /// The title, or for a thread without one the first words of the question or of an answer.
    #[must_use]
    pub fn display_title(&self) -> String {
        display_title(&self.thread, &self.path)
    }

    /// The merged thread in which the answer at `index` was given; `None` for an answer of this thread.
    #[must_use]
    pub fn origin(&self, index: usize) -> Option<&Merged> {
        self.merged.iter().find(|merged| merged.answers.contains(&index))
    }

    /// Where the answer at `index` was copied from.
    #[must_use]
    pub fn provenance(&self, index: usize) -> Option<&Provenance> {
        self.origin(index).map_or(self.thread.source.as_ref(), |merged| merged.source.as_ref())
    }

    /// The file in which the answer at `index` stands, relative to the site's root.
    #[must_use]
    pub fn file_of(&self, index: usize) -> &Utf8Path {
        self.origin(index).map_or(&self.file, |merged| &merged.file)
    }

    /// The files that the thread is made from, relative to the site's root: its own and those of the threads
    /// merged into it.
    #[must_use]
    pub fn files(&self) -> Vec<String> {
        let merged = self.merged.iter().map(|merged| &merged.file);
        std::iter::once(&self.file).chain(merged).map(|file| file.as_str().to_owned()).collect()
    }

    /// The legal words under which the answers stand: the thread's own, and those of each merged thread,
    /// every distinct text once.
    pub fn disclaimers(&self) -> impl Iterator<Item = &Disclaimer> {
        let mut seen = BTreeSet::new();
        let all = self.disclaimer.iter().chain(self.merged.iter().filter_map(|merged| merged.disclaimer.as_ref()));
        all.filter(move |disclaimer| seen.insert(&disclaimer.text))
    }

    /// The day to show as the thread's last change: its review, else its last import or that of a thread
    /// merged into it.
    #[must_use]
    pub fn updated(&self) -> Option<jiff::civil::Date> {
        let reviewed = self.thread.editorial.reviewed.as_ref().map(|review| review.on);
        let sources = self.thread.source.iter().chain(self.merged.iter().filter_map(|merged| merged.source.as_ref()));
        reviewed.or_else(|| sources.filter_map(|source| source.imported).max())
    }
}

fn display_title(thread: &Thread, path: &ThreadPath) -> String {
    if let Some(title) = &thread.title {
        return title.clone();
    }
    let first_words = |text: &str| -> String {
        let words: Vec<&str> = text.split_whitespace().collect();
        let shown = words.iter().take(12).copied().collect::<Vec<_>>().join(" ").replace('\\', "");
        if words.len() > 12 { format!("{shown} …") } else { shown }
    };
    let texts = std::iter::once(&thread.question).chain(thread.answers.iter().map(|answer| &answer.body));
    texts.map(|markdown| first_words(&markdown.text)).find(|words| !words.is_empty()).unwrap_or_else(|| path.slug.replace('-', " "))
}

/// A thread that asks the same as another one, which shows its answers.
#[derive(Debug)]
pub struct Merged {
    /// Topic and slug, under which it was published and is still found.
    pub path: ThreadPath,
    /// The file, relative to the site's root.
    pub file: Utf8PathBuf,
    /// The title to show.
    pub title: String,
    /// The asker's words.
    pub question: Markdown,
    /// Where it came from.
    pub source: Option<Provenance>,
    /// The disclaimer under which its answers were given; `None` only where there are none.
    pub disclaimer: Option<Disclaimer>,
    /// Its answers among those of the thread that shows them.
    pub answers: Range<usize>,
}

impl Merged {
    /// The id under which the thread that shows its answers has the one that was `id` here.
    #[must_use]
    pub fn answer_id(&self, id: &str) -> String {
        format!("{}.{}.{id}", self.path.topic, self.path.slug)
    }

    /// The id that an answer had on this thread's own page.
    #[must_use]
    pub fn former_id<'a>(&self, id: &'a str) -> &'a str {
        id.rsplit('.').next().unwrap_or(id)
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

/// A person who gave at least one answer under their name. The same name and place is one person, and so
/// are the spellings that an editor's file joins.
#[derive(Debug, Default)]
pub struct Expert {
    /// The name without credentials.
    pub name: String,
    /// Where they work, as the sources word it.
    pub place: Option<String>,
    /// The last part of the page's address.
    pub slug: String,
    /// The editor's file about them, relative to the site's root.
    pub file: Option<Utf8PathBuf>,
    /// Other spellings under which answers stand, as `Name, Place`.
    pub also: Vec<String>,
    /// Letters behind the name, where the editor's file gives them.
    pub credentials: Option<String>,
    /// The field of work, where the editor's file gives it.
    pub specialty: Option<String>,
    /// A web address about the person, from the editor's file.
    pub link: Option<String>,
    /// A few words by the editor.
    pub words: Markdown,
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
    /// For an address of a merged thread, the thread that shows its answers and which of the threads
    /// merged into that it is, as indices.
    pub merged: Option<(usize, usize)>,
}
