//! What each template is given: the documentation of a template's author.
//!
//! Every page's template sees [`Site`] as `site`, [`Page`] as `page`, the phrases of the interface as
//! `words` (see `templates/words/en.yaml`; `words.votes | fill(count=2)` fills one in), and one value of
//! its own, named after the page. A field whose name ends in `_html` holds finished HTML and is printed with
//! `| safe`; every other text is plain, and the template engine escapes it. Links are ready to be put
//! into `href`. What is unknown is `none`, so that `{% if … %}` leaves it out.

use serde::Serialize;

/// `site`: what holds on every page.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Site {
    /// The site's name.
    pub(super) title: String,
    /// One sentence about the site.
    pub(super) description: Option<String>,
    /// The language of the content, as a BCP 47 tag.
    pub(super) language: String,
    /// How the language of the interface runs: `ltr` or `rtl`.
    pub(super) direction: String,
    /// A sentence for the top of every page, such as that the site is a demonstration.
    pub(super) notice: Option<String>,
    /// How many questions the site has.
    pub(super) questions: usize,
    /// How many answers these have together.
    pub(super) answers: usize,
    /// How many experts are named.
    pub(super) experts: usize,
}

/// `page`: what the frame around any page needs.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Page {
    /// The page's own title, without the site's name.
    pub(super) title: String,
    /// One sentence for search engines.
    pub(super) description: Option<String>,
    /// Which part of the site the page belongs to: `home`, `thread`, `topic`, `a-z`, `experts`, `tags`,
    /// `search`, `copy`, `changes`, `plain`, `redirect` or `not-found`.
    pub(super) section: String,
    /// The full address, where the site's is known.
    pub(super) canonical: Option<String>,
    /// True for a page that search engines should leave out, such as a draft.
    pub(super) unlisted: bool,
    /// The page as Markdown, for a thread.
    pub(super) markdown_twin: Option<String>,
    /// The icon for tabs and bookmarks.
    pub(super) icon: String,
    /// The stylesheets, the site's own colours last.
    pub(super) stylesheets: Vec<String>,
    /// The script for what only a script can do: the remembered appearance, copying a link.
    pub(super) script: String,
    /// What programs should know about the page, as JSON-LD that can stand in a `script` element.
    pub(super) structured_data: Option<String>,
    /// The pages above this one, and this one last.
    pub(super) breadcrumb: Vec<Link>,
    /// Which page of its list this is, from 1.
    pub(super) number: usize,
    /// How many pages the list has.
    pub(super) page_count: usize,
    /// The list's first and last page and those around this one; empty where one page holds it all.
    pub(super) pages: Vec<Link>,
    /// The link to the page before this one in its list.
    pub(super) previous: Option<String>,
    /// The link to the page after this one in its list.
    pub(super) next: Option<String>,
    /// The stylesheet for everything about searching.
    pub(super) search_stylesheet: String,
    /// The script that makes every search field lead to the search page.
    pub(super) search_field_script: String,
    /// The link to the search page, which needs scripts.
    pub(super) search: String,
    /// The stylesheet for highlighted code, where the page has any.
    pub(super) code_stylesheet: Option<String>,
    /// The link to the home page.
    pub(super) home: String,
    /// The link to the A–Z of questions.
    pub(super) a_to_z: String,
    /// The link to the list of experts.
    pub(super) experts: String,
    /// The link to the list of tags, where there are any.
    pub(super) tags: Option<String>,
    /// The link to the page that says where everything comes from.
    pub(super) about_this_copy: String,
    /// The link to the page that says what was copied and reviewed when.
    pub(super) changes: String,
    /// The link to the feed.
    pub(super) feed: String,
    /// The feed of the topic that the page belongs to.
    pub(super) topic_feed: Option<Link>,
    /// The plain pages, such as `about.md`.
    pub(super) plain_pages: Vec<Link>,
}

/// A link with its words.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Link {
    /// The words, as plain text.
    pub(super) title: String,
    /// The target.
    pub(super) href: String,
    /// True when this leads to the very page it stands on.
    pub(super) here: bool,
}

/// `home`, for `home.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Home {
    /// The heading.
    pub(super) title: String,
    /// The introduction.
    pub(super) body_html: String,
    /// The topics in their order.
    pub(super) topics: Vec<TopicEntry>,
    /// The questions with the most answers.
    pub(super) most_answered: Vec<ThreadEntry>,
    /// The questions that were reviewed last, the latest first; empty where none was.
    pub(super) recently_reviewed: Vec<ThreadEntry>,
}

/// A topic in a listing.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct TopicEntry {
    /// The topic's name.
    pub(super) title: String,
    /// The link to its page.
    pub(super) href: String,
    /// One sentence about it.
    pub(super) description: Option<String>,
    /// How many questions it has.
    pub(super) questions: usize,
}

/// A question in a listing.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct ThreadEntry {
    /// The question in one line.
    pub(super) title: String,
    /// The link to its page.
    pub(super) href: String,
    /// How many answers it has.
    pub(super) answers: usize,
    /// True when the thread is a draft.
    pub(super) draft: bool,
    /// The day of its clinical review, in words, in a list of reviewed questions.
    pub(super) reviewed: Option<String>,
}

/// `topic`, for `topic.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Topic {
    /// The heading.
    pub(super) title: String,
    /// One sentence about it.
    pub(super) description: Option<String>,
    /// The introduction.
    pub(super) introduction_html: String,
    /// How many questions it has.
    pub(super) questions: usize,
    /// Those of this page, by title.
    pub(super) threads: Vec<ThreadEntry>,
}

/// `tags`, for `tags.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Tags {
    /// The tags of this page, by name.
    pub(super) entries: Vec<TopicEntry>,
}

/// `tag`, for `tag.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Tag {
    /// The tag.
    pub(super) title: String,
    /// How many questions have it.
    pub(super) questions: usize,
    /// Those of this page, by title.
    pub(super) threads: Vec<ThreadEntry>,
}

/// `index`, for `a-z.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Index {
    /// Every letter that has questions, with the link to where they begin.
    pub(super) all_letters: Vec<Link>,
    /// The letters on this page; `#` comes last.
    pub(super) letters: Vec<Letter>,
}

/// The questions that begin with one letter.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Letter {
    /// The letter, or `#` for digits and everything else.
    pub(super) letter: String,
    /// The place on the page, such as `letter-a`.
    pub(super) id: String,
    /// The questions by title.
    pub(super) threads: Vec<ThreadEntry>,
}

/// `thread`, for `thread.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Thread {
    /// The question in one line.
    pub(super) title: String,
    /// The topic's page.
    pub(super) topic: Link,
    /// True when the thread is shown although it is a draft.
    pub(super) draft: bool,
    /// The words it is tagged with, and the links to their pages.
    pub(super) tags: Vec<Link>,
    /// The asker's words; empty where the source had none.
    pub(super) question_html: String,
    /// How many answers the source said there were.
    pub(super) declared_answers: Option<u32>,
    /// How many answers carry a name.
    pub(super) named_answers: usize,
    /// Other threads that asked the same, whose answers stand here too.
    pub(super) also_asked: Vec<AlsoAsked>,
    /// The site editor's short answer.
    pub(super) short_answer_html: Option<String>,
    /// The site editor's remark.
    pub(super) note_html: Option<String>,
    /// The disclaimer's own sentence about emergencies, where it has one.
    pub(super) emergency: Option<String>,
    /// The answers in the order of the source.
    pub(super) answers: Vec<Answer>,
    /// The answers that stood on the page and stand there no more.
    pub(super) gone_answers: Vec<GoneAnswer>,
    /// The legal words under which the answers stand; `none` only where there are no answers. Those of
    /// merged threads stand in `also_asked`, where they differ.
    pub(super) disclaimer: Option<Disclaimer>,
    /// The clinical review, where there was one.
    pub(super) reviewed: Option<Review>,
    /// Other questions worth reading: those that the editor chose, then those that share telling words.
    pub(super) related: Vec<RelatedThread>,
    /// The question before this one in the topic.
    pub(super) previous: Option<Link>,
    /// The question after this one in the topic.
    pub(super) next: Option<Link>,
    /// Where the thread came from; `none` for one that was written here.
    pub(super) source: Option<Provenance>,
}

/// A thread that asked the same and is merged into the one shown.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct AlsoAsked {
    /// The place on the page, such as `asked.numbness.old-name`.
    pub(super) id: String,
    /// The question in one line, as it was asked there.
    pub(super) title: String,
    /// The asker's words; empty where the source had none.
    pub(super) question_html: String,
    /// Links to the answers that were given there, with who said it as their words.
    pub(super) answers: Vec<Link>,
    /// Where it came from; `none` for one that was written here.
    pub(super) source: Option<Provenance>,
    /// The legal words under which its answers stand; `none` where these are shown already.
    pub(super) disclaimer: Option<Disclaimer>,
}

/// Another question worth reading.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct RelatedThread {
    /// The question in one line.
    pub(super) title: String,
    /// The link to its page.
    pub(super) href: String,
    /// Words that stand in both threads, the most telling first; empty where the editor chose.
    pub(super) shared_words: Vec<String>,
}

/// One answer, on a thread's page or on its expert's.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Answer {
    /// The place on the page, such as `a1`; on an expert's page with the thread in front.
    pub(super) id: String,
    /// The answer's number on its thread's page, from 1.
    pub(super) number: usize,
    /// The expert's heading for one line; `none` where the source had none.
    pub(super) heading_html: Option<String>,
    /// The same as plain text, for inside a link.
    pub(super) heading: Option<String>,
    /// True when another answer on the page has the same heading, so that it needs telling apart.
    pub(super) heading_repeats: bool,
    /// The expert's words.
    pub(super) body_html: String,
    /// Who said it.
    pub(super) byline: Byline,
    /// The answer's permanent place: on a thread's page `#a1`, else the thread's page with that place.
    pub(super) permalink: String,
    /// The question as it was asked where this answer was given, in one line; `none` for an answer to the
    /// thread itself.
    pub(super) asked_as: Option<String>,
    /// The question that was answered, in one line.
    pub(super) thread_title: String,
    /// The link to the thread's page.
    pub(super) thread_href: String,
    /// True when the thread is shown although it is a draft.
    pub(super) draft: bool,
}

/// Who said it, as far as the source told.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Byline {
    /// The full name.
    pub(super) name: Option<String>,
    /// The expert's page; `none` on that page itself, and for an answer without a name.
    pub(super) href: Option<String>,
    /// Letters behind the name.
    pub(super) credentials: Option<String>,
    /// The field of work.
    pub(super) specialty: Option<String>,
    /// Where they work.
    pub(super) place: Option<String>,
    /// Stars out of five with one decimal, such as `4.9`.
    pub(super) rating: Option<String>,
    /// How many reviews the rating came from.
    pub(super) reviews: Option<u32>,
    /// Rating, reviews and the day of copying in one line.
    pub(super) rating_line: Option<String>,
    /// The answer's votes.
    pub(super) votes: Option<i32>,
    /// The expert's own page at the source.
    pub(super) link: Option<String>,
    /// The answer's own address at the source.
    pub(super) url: Option<String>,
    /// The licence it was copied under, where it is another than the thread's.
    pub(super) licence: Option<String>,
    /// The day the answer was given, in words.
    pub(super) answered: Option<String>,
    /// The day on which all this was copied, in words.
    pub(super) copied: Option<String>,
    /// The day since which the source has this answer no more, in words.
    pub(super) lost: Option<String>,
}

/// Legal words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(super) struct Disclaimer {
    /// The words, verbatim.
    pub(super) text: String,
    /// True when the source had none and these are the site's own.
    pub(super) from_site: bool,
}

/// A clinical review.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Review {
    /// The reviewer's name.
    pub(super) by: String,
    /// The day, in words.
    pub(super) on: String,
    /// The day by which it is due again, in words.
    pub(super) due: Option<String>,
}

/// Where a thread came from.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Provenance {
    /// The raw file's name.
    pub(super) file: Option<String>,
    /// The page that it was copied from, when it is a web address.
    pub(super) url: Option<String>,
    /// The licence it was copied under.
    pub(super) licence: Option<String>,
    /// The day the question was asked, in words.
    pub(super) asked: Option<String>,
    /// Who asked it, by the name that the source shows.
    pub(super) asked_by: Option<String>,
    /// The asker's own page at the source.
    pub(super) asked_by_link: Option<String>,
    /// The day it was copied, in words.
    pub(super) copied: Option<String>,
    /// All this in one line.
    pub(super) line: Option<String>,
}

/// `experts`, for `experts.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Experts {
    /// The named experts by name.
    pub(super) entries: Vec<ExpertEntry>,
}

/// An expert in the list.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct ExpertEntry {
    /// The name without credentials.
    pub(super) name: String,
    /// The link to the expert's page.
    pub(super) href: String,
    /// The field of work, as given with the first answer.
    pub(super) specialty: Option<String>,
    /// Where they work.
    pub(super) place: Option<String>,
    /// How many answers the site has from them.
    pub(super) answers: usize,
}

/// `expert`, for `expert.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Expert {
    /// The name without credentials.
    pub(super) name: String,
    /// Letters behind the name, as given with the first answer.
    pub(super) credentials: Option<String>,
    /// The field of work, as given with the first answer.
    pub(super) specialty: Option<String>,
    /// Where they work.
    pub(super) place: Option<String>,
    /// Other spellings under which answers stand, as `Name, Place`.
    pub(super) also: Vec<String>,
    /// A web address about them, from the editor.
    pub(super) link: Option<String>,
    /// A few words by the editor; empty where there are none.
    pub(super) words_html: String,
    /// How many answers they gave.
    pub(super) answer_count: usize,
    /// What the source showed on different days, the earliest first; empty where it was always the same.
    pub(super) ratings: Vec<RatingSnapshot>,
    /// The answers of this page, in full.
    pub(super) answers: Vec<Answer>,
    /// The legal words of all these threads, each distinct text once.
    pub(super) disclaimers: Vec<Disclaimer>,
}

/// `search`, for `search.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Search {
    /// The folder of the index, for the page's script.
    pub(super) shards: String,
    /// The index's version, for the page's script.
    pub(super) version: String,
    /// The scripts of the page, in their order.
    pub(super) scripts: Vec<String>,
    /// The topics to choose from.
    pub(super) topics: Vec<SearchTopic>,
}

/// A topic by which results are filtered.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct SearchTopic {
    /// The topic's name.
    pub(super) title: String,
    /// Its part of the address.
    pub(super) slug: String,
}

/// A rating as it stood on the day of copying.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct RatingSnapshot {
    /// The day, in words; empty where it is not known.
    pub(super) copied: String,
    /// Stars out of five with one decimal.
    pub(super) rating: String,
    /// How many reviews it came from.
    pub(super) reviews: Option<u32>,
}

/// `copy`, for `about-this-copy.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Copy {
    /// What is known about the copy, part by part.
    pub(super) parts: Vec<CopyPart>,
    /// How to ask for something to be removed, where the settings say so.
    pub(super) contact: Option<Link>,
}

/// Sentences about the copy under one heading.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct CopyPart {
    /// The place on the page.
    pub(super) id: String,
    /// The heading.
    pub(super) title: String,
    /// The sentences.
    pub(super) lines: Vec<String>,
}

/// `changes`, for `changes.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Changes {
    /// The days of this page, the latest first.
    pub(super) days: Vec<ChangeDay>,
}

/// What changed on one day.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct ChangeDay {
    /// The place on the page, such as `day-2026-11-22`.
    pub(super) id: String,
    /// The day in words.
    pub(super) title: String,
    /// The changes by question.
    pub(super) changes: Vec<Change>,
}

/// What changed about one question.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Change {
    /// The question in one line.
    pub(super) title: String,
    /// The link to its page.
    pub(super) href: String,
    /// What happened, in words.
    pub(super) what: String,
}

/// `plain`, for `plain.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Plain {
    /// The heading.
    pub(super) title: String,
    /// The words.
    pub(super) body_html: String,
}

/// `not_found`, for `404.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct NotFound {
    /// The topics in their order.
    pub(super) topics: Vec<TopicEntry>,
}

/// `redirect`, for `redirect.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Redirect {
    /// The page that the old address leads to.
    pub(super) target: Link,
    /// The script that leads to the very answer which an old link names.
    pub(super) script: String,
    /// The answers that stood at the old address and where they are now; empty where the whole page moved
    /// with them.
    pub(super) answers: Vec<MovedAnswer>,
}

/// An answer that stood at an old address.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct MovedAnswer {
    /// The place on the old page, such as `a1`.
    pub(super) id: String,
    /// Where it stands now, with who said it as the words.
    pub(super) link: Link,
}

/// `gone`, for `gone.html`: an address that has no page any more.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct Gone {
    /// The day on which its thread was withdrawn, in words; absent where it was deleted.
    pub(super) on: Option<String>,
}

/// An answer that a thread's page has no more.
#[derive(Debug, Clone, Default, Serialize)]
pub(super) struct GoneAnswer {
    /// The part of its address.
    pub(super) id: String,
    /// The day on which it was withdrawn, in words; absent where it was removed from the content.
    pub(super) on: Option<String>,
}

/// The name of every field that some template is given, for telling a misspelt one.
pub(super) fn field_names() -> std::collections::BTreeSet<String> {
    let mut names = std::collections::BTreeSet::new();
    let mut add = |value: serde_json::Value| {
        if let serde_json::Value::Object(fields) = value {
            names.extend(fields.into_iter().map(|(name, _)| name));
        }
    };
    add(serde_json::json!(Site::default()));
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
