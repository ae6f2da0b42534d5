//! The model of one question thread, and its file format in both directions.
//!
//! A thread's file is front matter (one line an answer) and Markdown (the words): [`read`] takes it
//! apart and says everything that is wrong with it, [`write()`] puts it together. An expert's words
//! come in through [`markdown`], which escapes them so that they render as they were written.

pub mod claim;
mod expert;
mod kept;
pub mod markdown;
mod published;
mod read;
mod sections;
pub mod slug;
mod text;
mod topic;
mod user_names;
mod write;

use std::fmt;
use std::sync::Arc;

use camino::Utf8PathBuf;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostic::Source;

pub use claim::Claim;
pub use expert::{EXPERTS, ExpertFile, read_expert};
pub use kept::{from_kept, keep};
pub use published::{ADDRESSES, PublishedLine, published_lines};
pub use read::{read, read_provenance};
pub use text::Text;
pub use topic::{Topic, read_topic};
pub use user_names::UserNames;
pub use write::{answer_line, answer_text, claim_line, provenance_line, tags_line, write, write_with_remarks};

/// The folder of content below the site's root.
pub const CONTENT: &str = "content";

/// The folder below `content/` that keeps the raw text each thread came from, by its SHA-256: out of
/// an editor's sight, in git's, and right beside what it belongs to.
pub const KEPT_SOURCES: &str = ".sources";

/// What an import proposes as the subject of a claim when the words around a figure do not tell.
pub const UNDECIDED: &str = "???";

/// One question and the answers to it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Thread {
    /// The question in one line, as plain text; `None` where the source had none.
    pub title: Option<String>,
    /// Free words to group threads by.
    pub tags: Vec<String>,
    /// Where the thread came from; `None` for one that was written here.
    pub source: Option<Provenance>,
    /// How many answers the source said there were; more than were captured, often.
    pub declared_answers: Option<u32>,
    /// The answers in the order of the text.
    pub answers: Vec<Answer>,
    /// The source's legal disclaimer, verbatim, as plain text.
    pub disclaimer: Option<String>,
    /// The asker's words; empty where the source had none.
    pub question: Markdown,
    /// What the site's own editor adds.
    pub editorial: Editorial,
}

impl Thread {
    /// How many of the answers carry a name.
    #[must_use]
    pub fn named_answers(&self) -> usize {
        self.answers.iter().filter(|answer| answer.byline.name.is_some()).count()
    }
}

/// One expert's answer.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Answer {
    /// Part of the answer's permanent address, such as `a1`; frozen at the first import.
    pub id: String,
    /// The heading that the expert gave, as Markdown for one line.
    pub heading: Option<Markdown>,
    /// The words of the answer.
    pub body: Markdown,
    /// Who said it, as far as the source told.
    pub byline: Byline,
    /// The answer's own address at the source.
    pub url: Option<String>,
    /// The licence it was copied under, where it is another than the thread's.
    pub licence: Option<String>,
    /// The day it was given.
    pub answered: Option<Date>,
    /// The day of the import in which the source had this answer no more.
    pub lost: Option<Date>,
}

/// What a source tells about the writer of an answer. What it does not tell stays `None`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Byline {
    /// The full name without credentials.
    pub name: Option<String>,
    /// Letters behind the name, such as `MD, FACS`.
    pub credentials: Option<String>,
    /// The field of work, such as `Facial Plastic Surgeon`.
    pub specialty: Option<String>,
    /// Where they work, as the source words it.
    pub place: Option<String>,
    /// Their own page at the source; some licences want it linked.
    pub link: Option<String>,
    /// Stars out of five, at the time of copying.
    pub rating: Option<Rating>,
    /// How many reviews the rating came from, at the time of copying.
    pub reviews: Option<u32>,
    /// The answer's own votes.
    pub votes: Option<i32>,
}

/// Can `address` be put into a link to another site? `http` and `https` with a host, and none of the
/// characters that RFC 3986 keeps out of addresses or that a browser would drop.
#[must_use]
pub fn is_web_address(address: &str) -> bool {
    let lower = address.get(..8).unwrap_or(address).to_ascii_lowercase();
    let rest = if lower.starts_with("https://") { address.get(8..) } else { address.get(7..).filter(|_| lower.starts_with("http://")) };
    let forbidden =
        |character: char| character.is_whitespace() || character.is_control() || matches!(character, '<' | '>' | '"' | '\\' | '`');
    rest.is_some_and(|rest| rest.starts_with(|first: char| first.is_alphanumeric() || first == '[')) && !address.contains(forbidden)
}

/// Stars out of five, in tenths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Rating(u8);

impl Rating {
    /// A rating from a number of stars with at most one decimal, 0 to 5.
    #[must_use]
    pub fn from_stars(stars: f64) -> Option<Self> {
        let tenths = (stars * 10.0).round();
        ((0.0..=50.0).contains(&tenths) && (stars * 10.0 - tenths).abs() < 1e-6)
            // The range was checked on the line above.
            .then_some(Self(tenths as u8))
    }

    /// The number of stars, such as 4.9.
    #[must_use]
    pub fn stars(self) -> f64 {
        f64::from(self.0) / 10.0
    }
}

impl fmt::Display for Rating {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}.{}", self.0 / 10, self.0 % 10)
    }
}

/// Where a thread came from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Provenance {
    /// The raw file's name.
    pub file: Option<String>,
    /// The raw file's SHA-256 in lower-case hexadecimal; names its kept copy.
    pub sha256: Option<String>,
    /// The day of the import.
    pub imported: Option<Date>,
    /// The page that it was copied from.
    pub url: Option<String>,
    /// The licence it was copied under.
    pub licence: Option<String>,
    /// The day the question was asked.
    pub asked: Option<Date>,
    /// Who asked it, by the name that the source shows.
    pub asked_by: Option<String>,
    /// The asker's own page at the source.
    pub asked_by_link: Option<String>,
}

/// The site's own voice, kept apart from the experts'.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Editorial {
    /// A short answer by the editor, as Markdown.
    pub short_answer: Option<Markdown>,
    /// A remark about this thread, as Markdown.
    pub note: Option<Markdown>,
    /// A clinical review, where there truly was one.
    pub reviewed: Option<Review>,
    /// Left out of the site unless drafts are asked for.
    pub draft: bool,
    /// Addresses that lead here, relative to the site's root, such as `numbness/old-name.html`.
    pub aliases: Vec<String>,
    /// Other threads worth reading, as `topic/slug`.
    pub see_also: Vec<String>,
    /// The thread that asks the same and shows these answers with its own, as `topic/slug`.
    pub merged_into: Option<String>,
    /// Threads that ask the same and are merged into this one, as `topic/slug`: the same said from the
    /// other side.
    pub also_asked: Vec<String>,
    /// Figures of the answers to be put side by side.
    pub claims: Vec<Claim>,
}

/// Who reviewed a thread, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The reviewer's name.
    pub by: String,
    /// The day of the review.
    pub on: Date,
    /// The day by which it should be reviewed again.
    pub due: Option<Date>,
}

/// Markdown text and where in its file it begins.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub struct Markdown {
    /// The text without surrounding blank lines.
    pub text: Text,
    /// Byte offset in the file, for findings; 0 for text that comes from no file.
    pub offset: usize,
}

impl Markdown {
    /// Markdown that comes from no file.
    #[must_use]
    pub fn new(text: impl Into<Text>) -> Self {
        Self { text: text.into(), offset: 0 }
    }

    /// The Markdown that stands at `range` of a file's text.
    #[must_use]
    pub fn at(source: &Arc<Source>, range: std::ops::Range<usize>) -> Self {
        let part = &source.text()[range.clone()];
        let blank_lines: usize = part.split_inclusive('\n').take_while(|line| line.trim().is_empty()).map(str::len).sum();
        let offset = range.start + blank_lines;
        Self { text: Text::part(source, offset..offset + part[blank_lines..].trim_end().len()), offset }
    }
}

/// Two pieces of Markdown are the same when they say the same, wherever they stand.
impl PartialEq for Markdown {
    fn eq(&self, other: &Self) -> bool {
        self.text == other.text
    }
}

/// The folder and name that a thread's address is made of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ThreadPath {
    /// The topic's folder.
    pub topic: String,
    /// The file's name without `.md`.
    pub slug: String,
}

impl ThreadPath {
    /// The file relative to `content/`.
    #[must_use]
    pub fn file(&self) -> Utf8PathBuf {
        Utf8PathBuf::from(format!("{}/{}.md", self.topic, self.slug))
    }

    /// A reference that an editor wrote, such as `numbness/will-it-fade`, with or without a leading
    /// `/` and an ending `.md`.
    #[must_use]
    pub fn parse(reference: &str) -> Option<Self> {
        let (topic, slug) = reference.trim_start_matches('/').trim_end_matches(".md").split_once('/')?;
        Some(Self { topic: topic.to_owned(), slug: slug.to_owned() })
    }
}

impl fmt::Display for ThreadPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}/{}", self.topic, self.slug)
    }
}
