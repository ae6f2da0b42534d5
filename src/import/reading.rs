//! A raw file taken apart: what a reading consists of.

use std::borrow::Cow;

use jiff::civil::Date;
use serde::Serialize;

use crate::diagnostic::{Code, Severity};
use crate::thread::{Provenance, Rating};

/// What a line of a raw file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// The title of the page.
    Title,
    /// The asker's words.
    Question,
    /// The line that says how many answers follow.
    Count,
    /// An answer's heading.
    Heading,
    /// An answer's words.
    Body,
    /// An answer's votes, or the unrendered template that stands for them.
    Votes,
    /// An expert's name and credentials.
    Name,
    /// An expert's place and specialty.
    Specialty,
    /// An expert's rating.
    Rating,
    /// The legal disclaimer.
    Disclaimer,
    /// What the site put between people's words.
    Chrome,
    /// White space alone.
    Blank,
    /// What a structured source says of itself: addresses, licences, days, names of askers.
    Origin,
}

/// A run of lines of one class.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    /// First line, from 1.
    pub first: usize,
    /// Last line, inclusive.
    pub last: usize,
    /// What the lines are.
    pub class: Class,
    /// The rule that recognised a line of `chrome` or a line with a shape of its own; `None` where
    /// the search decided.
    pub rule: Option<Cow<'static, str>>,
    /// The answer that the lines belong to, from 1.
    #[serde(skip)]
    pub answer: Option<usize>,
    /// By how much the search preferred this class; `None` where it had no choice.
    #[serde(skip)]
    pub margin: Option<f32>,
    /// What spoke for and against the class, as natural-log odds; only in an explained reading.
    #[serde(skip)]
    pub evidence: Vec<(&'static str, f32)>,
}

impl Entry {
    /// How sure the class is, from 0 to 1: the odds against the best reading with another class. A
    /// line with a shape of its own is sure.
    #[must_use]
    pub fn confidence(&self) -> f32 {
        self.margin.map_or(1.0, |margin| 1.0 / (1.0 + (-margin).exp()))
    }
}

impl Serialize for Class {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.as_str())
    }
}

impl Class {
    /// The word that JSON and the terminal show.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Question => "question",
            Self::Count => "count",
            Self::Heading => "heading",
            Self::Body => "body",
            Self::Votes => "votes",
            Self::Name => "name",
            Self::Specialty => "specialty",
            Self::Rating => "rating",
            Self::Disclaimer => "disclaimer",
            Self::Chrome => "chrome",
            Self::Blank => "blank",
            Self::Origin => "origin",
        }
    }
}

/// A value of a structured source, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Node {
    /// Where it stands in the source, such as `/post_stream/posts/2/cooked`.
    pub node: String,
    /// What it is.
    pub class: Class,
    /// The rule by which it was left out, for `chrome`.
    pub rule: Option<&'static str>,
}

/// How the words of a reading are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Markup {
    /// Every character stands for itself.
    #[default]
    Text,
    /// CommonMark; titles and headings are plain all the same.
    Markdown,
}

/// One answer as the source has it.
#[derive(Debug, Clone, PartialEq, Serialize, Default)]
pub struct ReadAnswer {
    /// `a1`, `a2` and so on, in the order of the source.
    pub id: String,
    /// The heading.
    pub heading: Option<String>,
    /// The words, paragraphs separated by a blank line; `null` in JSON where there are none.
    #[serde(serialize_with = "some_words")]
    pub body: String,
    /// The name without credentials.
    pub name: Option<String>,
    /// Letters behind the name.
    pub credentials: Option<String>,
    /// The field of work.
    pub specialty: Option<String>,
    /// Where they work.
    pub place: Option<String>,
    /// Stars out of five.
    #[serde(serialize_with = "stars")]
    pub rating: Option<Rating>,
    /// Number of reviews.
    pub reviews: Option<u32>,
    /// The answer's votes.
    pub votes: Option<i32>,
    /// The writer's own page at the source.
    pub link: Option<String>,
    /// The answer's own address at the source.
    pub url: Option<String>,
    /// The answer's licence, where it is another than the thread's.
    pub licence: Option<String>,
    /// The day it was given.
    #[serde(serialize_with = "day")]
    pub answered: Option<Date>,
}

fn some_words<S: serde::Serializer>(text: &str, serializer: S) -> Result<S::Ok, S::Error> {
    Some(text).filter(|text| !text.is_empty()).serialize(serializer)
}

fn stars<S: serde::Serializer>(rating: &Option<Rating>, serializer: S) -> Result<S::Ok, S::Error> {
    rating.map(Rating::stars).serialize(serializer)
}

pub(super) fn day<S: serde::Serializer>(day: &Option<Date>, serializer: S) -> Result<S::Ok, S::Error> {
    day.map(|day| day.to_string()).serialize(serializer)
}

/// Something about a raw file that deserves a human look.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// The rule.
    pub code: Code,
    /// How bad it is.
    pub severity: Severity,
    /// What is so.
    pub message: String,
    /// The line that shows it, from 1; `None` for the whole file.
    pub line: Option<usize>,
}

/// A raw file taken apart.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Reading {
    /// The question in one line.
    pub title: Option<String>,
    /// The asker's words, paragraphs separated by a blank line.
    pub question: Option<String>,
    /// How many answers the page says it has.
    pub declared_answers: Option<u32>,
    /// The answers in the order of the source.
    pub answers: Vec<ReadAnswer>,
    /// The legal disclaimer.
    pub disclaimer: Option<String>,
    /// Every line of the file in exactly one class, in order.
    pub ledger: Vec<Entry>,
    /// For a structured source, every value in it in exactly one class; such a source has no lines.
    pub nodes: Vec<Node>,
    /// How the question and the answers' words are written.
    pub markup: Markup,
    /// The source's own words to group threads by.
    pub tags: Vec<String>,
    /// What the source says of itself: address, licence, day and asker.
    pub origin: Provenance,
    /// What deserves a human look.
    pub findings: Vec<Finding>,
}

/// What the whole reading says of one line.
#[derive(Debug, Clone)]
pub(super) struct Assigned {
    pub(super) class: Class,
    pub(super) rule: Option<Cow<'static, str>>,
    /// From 1.
    pub(super) answer: Option<usize>,
    pub(super) margin: Option<f32>,
    pub(super) evidence: Vec<(&'static str, f32)>,
}
