//! Answers, and what is known of where words come from.

use serde::Serialize;

/// One answer, on a thread's page or on its expert's.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Answer {
    /// The place on the page, such as `a1`; on an expert's page with the thread in front.
    pub(in crate::render) id: String,
    /// The answer's number on its thread's page, from 1.
    pub(in crate::render) number: usize,
    /// The expert's heading for one line; `none` where the source had none.
    pub(in crate::render) heading_html: Option<String>,
    /// The same as plain text, for inside a link.
    pub(in crate::render) heading: Option<String>,
    /// True when another answer on the page has the same heading, so that it needs telling apart.
    pub(in crate::render) heading_repeats: bool,
    /// The expert's words.
    pub(in crate::render) body_html: String,
    /// Who said it.
    pub(in crate::render) byline: Byline,
    /// The answer's permanent place: on a thread's page `#a1`, else the thread's page with that place.
    pub(in crate::render) permalink: String,
    /// The question as it was asked where this answer was given, in one line; `none` for an answer to the
    /// thread itself.
    pub(in crate::render) asked_as: Option<String>,
    /// The question that was answered, in one line; `none` on its thread's own page.
    pub(in crate::render) thread_title: Option<String>,
    /// True when the thread is shown although it is a draft.
    pub(in crate::render) draft: bool,
}

/// Who said it, as far as the source told.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Byline {
    /// The full name.
    pub(in crate::render) name: Option<String>,
    /// The expert's page; `none` on that page itself, and for an answer without a name.
    pub(in crate::render) href: Option<String>,
    /// Letters behind the name.
    pub(in crate::render) credentials: Option<String>,
    /// The field of work.
    pub(in crate::render) specialty: Option<String>,
    /// Where they work.
    pub(in crate::render) place: Option<String>,
    /// Stars out of five with one decimal, such as `4.9`.
    pub(in crate::render) rating: Option<String>,
    /// How many reviews the rating came from.
    pub(in crate::render) reviews: Option<u32>,
    /// Rating, reviews and the day of copying in one line.
    pub(in crate::render) rating_line: Option<String>,
    /// The answer's votes.
    pub(in crate::render) votes: Option<i32>,
    /// True when any of the next four is known.
    pub(in crate::render) has_origin: bool,
    /// The expert's own page at the source.
    pub(in crate::render) link: Option<String>,
    /// The answer's own address at the source.
    pub(in crate::render) url: Option<String>,
    /// The licence it was copied under, where it is another than the thread's.
    pub(in crate::render) licence: Option<String>,
    /// The day the answer was given, in words.
    pub(in crate::render) answered: Option<String>,
    /// The day on which all this was copied, in words.
    pub(in crate::render) copied: Option<String>,
    /// The day since which the source has this answer no more, in words.
    pub(in crate::render) lost: Option<String>,
}

/// Legal words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(in crate::render) struct Disclaimer {
    /// The words, verbatim.
    pub(in crate::render) text: String,
    /// True when the source had none and these are the site's own.
    pub(in crate::render) from_site: bool,
}

/// A clinical review.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Review {
    /// The reviewer's name.
    pub(in crate::render) by: String,
    /// The day, in words.
    pub(in crate::render) on: String,
    /// The day by which it is due again, in words.
    pub(in crate::render) due: Option<String>,
}

/// Where a thread came from.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Provenance {
    /// The raw file's name.
    pub(in crate::render) file: Option<String>,
    /// The page that it was copied from, when it is a web address.
    pub(in crate::render) url: Option<String>,
    /// The licence it was copied under.
    pub(in crate::render) licence: Option<String>,
    /// The day the question was asked, in words.
    pub(in crate::render) asked: Option<String>,
    /// Who asked it, by the name that the source shows.
    pub(in crate::render) asked_by: Option<String>,
    /// The asker's own page at the source.
    pub(in crate::render) asked_by_link: Option<String>,
    /// The day it was copied, in words.
    pub(in crate::render) copied: Option<String>,
    /// All this in one line.
    pub(in crate::render) line: Option<String>,
}
