//! What each template is given: the documentation of a template's author.
//!
//! Every page's template sees [`Site`] as `site`, [`Frame`] as `frame`, [`Page`] as `page`, the phrases of the interface as
//! `words` (see `templates/words/en.yaml`; `words.votes | fill(count=2)` fills one in), and one value of
//! its own, named after the page. A field whose name ends in `_html` holds finished HTML and is printed with
//! `| safe`; every other text is plain, and the template engine escapes it. Links are ready to be put
//! into `href`. What is unknown is `none`, so that `{% if … %}` leaves it out.

mod answer;
mod comparison;
mod expert;
mod frame;
mod lists;
mod other;
mod thread;

pub(super) use answer::{Answer, Byline, Disclaimer, Provenance, Review};
pub(super) use comparison::{Comparison, Figure, ScaleMark};
pub(super) use expert::{Expert, RatingSnapshot};
pub(super) use frame::{Frame, Link, Page, Site};
pub(super) use lists::{
    ExpertEntry, Experts, Home, Index, Letter, NotFound, Search, SearchTopic, Tag, Tags, ThreadEntry, Topic, TopicEntry,
};
pub(super) use other::{Change, ChangeDay, Changes, Copy, CopyPart, Gone, MovedAnswer, Plain, Redirect};
pub(super) use thread::{AlsoAsked, GoneAnswer, RelatedThread, Thread};

/// The name of every field that some template is given, for telling a misspelt one.
pub(super) fn field_names() -> std::collections::BTreeSet<String> {
    let mut names = std::collections::BTreeSet::new();
    let mut add = |value: serde_json::Value| {
        if let serde_json::Value::Object(fields) = value {
            names.extend(fields.into_iter().map(|(name, _)| name));
        }
    };
    add(serde_json::json!(Site::default()));
    add(serde_json::json!(Frame::default()));
    add(serde_json::json!(Page::default()));
    add(serde_json::json!(Link::default()));
    add(serde_json::json!(Gone::default()));
    add(serde_json::json!(GoneAnswer::default()));
    add(serde_json::json!(Home::default()));
    add(serde_json::json!(TopicEntry::default()));
    add(serde_json::json!(ThreadEntry::default()));
    add(serde_json::json!(Topic::default()));
    add(serde_json::json!(Index::default()));
    add(serde_json::json!(Letter::default()));
    add(serde_json::json!(Thread::default()));
    add(serde_json::json!(AlsoAsked::default()));
    add(serde_json::json!(Comparison::default()));
    add(serde_json::json!(Figure::default()));
    add(serde_json::json!(ScaleMark::default()));
    add(serde_json::json!(RelatedThread::default()));
    add(serde_json::json!(Answer::default()));
    add(serde_json::json!(Byline::default()));
    add(serde_json::json!(Disclaimer::default()));
    add(serde_json::json!(Review::default()));
    add(serde_json::json!(Provenance::default()));
    add(serde_json::json!(Experts::default()));
    add(serde_json::json!(ExpertEntry::default()));
    add(serde_json::json!(Expert::default()));
    add(serde_json::json!(Search::default()));
    add(serde_json::json!(SearchTopic::default()));
    add(serde_json::json!(Tags::default()));
    add(serde_json::json!(Tag::default()));
    add(serde_json::json!(RatingSnapshot::default()));
    add(serde_json::json!(Copy::default()));
    add(serde_json::json!(CopyPart::default()));
    add(serde_json::json!(Changes::default()));
    add(serde_json::json!(ChangeDay::default()));
    add(serde_json::json!(Change::default()));
    add(serde_json::json!(Plain::default()));
    add(serde_json::json!(NotFound::default()));
    add(serde_json::json!(Redirect::default()));
    add(serde_json::json!(MovedAnswer::default()));
    names.extend(["one".to_owned(), "other".to_owned()]);
    names.extend(super::words::names());
    names
}
