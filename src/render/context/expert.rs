//! An expert's page.

use serde::Serialize;

use super::{Answer, Disclaimer};

/// `expert`, for `expert.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Expert {
    /// The name without credentials.
    pub(in crate::render) name: String,
    /// Letters behind the name, as given with the first answer.
    pub(in crate::render) credentials: Option<String>,
    /// The field of work, as given with the first answer.
    pub(in crate::render) specialty: Option<String>,
    /// Where they work.
    pub(in crate::render) place: Option<String>,
    /// Other spellings under which answers stand, as `Name, Place`.
    pub(in crate::render) also: Vec<String>,
    /// A web address about them, from the editor.
    pub(in crate::render) link: Option<String>,
    /// A few words by the editor; empty where there are none.
    pub(in crate::render) words_html: String,
    /// How many answers they gave.
    pub(in crate::render) answer_count: usize,
    /// What the source showed on different days, the earliest first; empty where it was always the same.
    pub(in crate::render) ratings: Vec<RatingSnapshot>,
    /// The answers of this page, in full.
    pub(in crate::render) answers: Vec<Answer>,
    /// The legal words of all these threads, each distinct text once.
    pub(in crate::render) disclaimers: Vec<Disclaimer>,
}

/// A rating as it stood on the day of copying.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct RatingSnapshot {
    /// The day, in words; empty where it is not known.
    pub(in crate::render) copied: String,
    /// Stars out of five with one decimal.
    pub(in crate::render) rating: String,
    /// How many reviews it came from.
    pub(in crate::render) reviews: Option<u32>,
}
