//! What a page tells programs about itself, as JSON-LD in terms of schema.org.
//!
//! Nothing stands here that the page does not show, and nothing is claimed that is not so: an author only
//! where one is named, a review only where there was one. By default a thread is a `WebPage` about a
//! `Question`; `structured_data:` in the settings can say otherwise. Addresses need a base URL, and
//! without one they are left out.

use std::io;

use memchr::memchr3;
use serde::Serialize;
use serde_json::Serializer;
use serde_json::ser::{CompactFormatter, Formatter};

use crate::settings::StructuredData;
use crate::site::{Address, Site};
use crate::thread::Byline;

use super::content::{Content, ThreadProse};
use super::pages::canonical as url;

/// A page: `WebPage` or one of its more special kinds, or `WebSite`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Page<'a> {
    #[serde(rename = "@context")]
    context: &'static str,
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    breadcrumb: Option<BreadcrumbList<'a>>,
    in_language: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    is_based_on: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    last_reviewed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    main_entity: Option<MainEntity<'a>>,
    name: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reviewed_by: Option<Person<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

impl<'a> Page<'a> {
    fn new(kind: &'static str, site: &'a Site, name: &'a str, address: &Address) -> Self {
        Self {
            context: "https://schema.org",
            kind,
            breadcrumb: None,
            in_language: &site.settings.language,
            is_based_on: None,
            last_reviewed: None,
            main_entity: None,
            name,
            reviewed_by: None,
            url: url(site, address),
        }
    }
}

/// What a page is about; a page of frequent questions has a list of them.
#[derive(Serialize)]
#[serde(untagged)]
enum MainEntity<'a> {
    One(Question<'a>),
    List([Question<'a>; 1]),
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Question<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    accepted_answer: Vec<Answer<'a>>,
    answer_count: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    date_published: Option<String>,
    name: &'a str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggested_answer: Vec<Answer<'a>>,
    #[serde(skip_serializing_if = "str::is_empty")]
    text: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Answer<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    author: Option<Person<'a>>,
    text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    upvote_count: Option<i64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Person<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    honorific_suffix: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    job_title: Option<&'a str>,
    name: &'a str,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct BreadcrumbList<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item_list_element: Vec<ListItem<'a>>,
}

#[derive(Serialize)]
struct ListItem<'a> {
    #[serde(rename = "@type")]
    kind: &'static str,
    item: String,
    name: &'a str,
    position: usize,
}

/// The page of the thread at `index` in the site's list, with its texts `prose`.
pub(super) fn thread(site: &Site, content: &Content<'_>, prose: &ThreadProse, index: usize) -> String {
    let thread = &site.threads[index];
    let address = Address::thread(&thread.path);
    let title = thread.display_title();
    let page_url = url(site, &address);
    let answers = thread.thread.answers.iter().zip(&prose.answers).map(|(answer, prose)| Answer {
        kind: "Answer",
        author: person(&answer.byline),
        text: &prose.words,
        upvote_count: answer.byline.votes.filter(|votes| *votes >= 0).map(i64::from),
        url: page_url.as_ref().map(|url| [url, "#", &answer.id].concat()),
    });
    let answers: Vec<Answer<'_>> = answers.collect();
    let source = thread.thread.source.as_ref();
    let kind = match site.settings.structured_data {
        StructuredData::MedicalWebPage => "MedicalWebPage",
        StructuredData::QaPage => "QAPage",
        StructuredData::FaqPage if answers.len() == 1 => "FAQPage",
        StructuredData::FaqPage | StructuredData::WebPage => "WebPage",
    };
    let answer_count = answers.len();
    let (accepted_answer, suggested_answer) = if kind == "FAQPage" { (answers, Vec::new()) } else { (Vec::new(), answers) };
    let question = Question {
        kind: "Question",
        accepted_answer,
        answer_count,
        date_published: source.and_then(|source| source.asked).map(|day| day.to_string()),
        name: &title,
        suggested_answer,
        text: &prose.question_words,
    };
    let review = thread.thread.editorial.reviewed.as_ref();
    let topic = site.topics.get(content.lists.places[index].0).map(|entry| (entry.topic.title.clone(), Address::topic(&entry.topic.slug)));
    let above: Vec<(String, Address)> = topic.into_iter().collect();
    let home = content.words.text("home");
    script(&Page {
        breadcrumb: breadcrumb(site, &home, &above, &title, &address),
        is_based_on: source.and_then(|source| source.url.as_deref()).filter(|url| url.contains("://")),
        last_reviewed: review.map(|review| review.on.to_string()),
        main_entity: Some(if kind == "FAQPage" { MainEntity::List([question]) } else { MainEntity::One(question) }),
        reviewed_by: review.map(|review| named(&review.by)),
        ..Page::new(kind, site, &title, &address)
    })
}

/// The home page; `None` without a base URL, when there is nothing to say.
pub(super) fn home(site: &Site) -> Option<String> {
    let page = Page::new("WebSite", site, &site.settings.title, &Address::home());
    page.url.is_some().then(|| script(&page))
}

/// The page `title` at `address` below the pages `above`; `None` without a base URL.
pub(super) fn list(site: &Site, content: &Content<'_>, above: &[(String, Address)], title: &str, address: &Address) -> Option<String> {
    let home = content.words.text("home");
    let breadcrumb = Some(breadcrumb(site, &home, above, title, address)?);
    Some(script(&Page { breadcrumb, ..Page::new("CollectionPage", site, title, address) }))
}

/// The person who gave an answer, when there is a name.
fn person(byline: &Byline) -> Option<Person<'_>> {
    let person = named(byline.name.as_ref()?);
    Some(Person { honorific_suffix: byline.credentials.as_deref(), job_title: byline.specialty.as_deref(), ..person })
}

fn named(name: &str) -> Person<'_> {
    Person { kind: "Person", honorific_suffix: None, job_title: None, name }
}

/// The way from the page `home`; `None` without a base URL, since each of its steps needs an address.
fn breadcrumb<'a>(
    site: &Site,
    home: &'a str,
    above: &'a [(String, Address)],
    title: &'a str,
    address: &Address,
) -> Option<BreadcrumbList<'a>> {
    let root = Address::home();
    let above = above.iter().map(|(title, address)| (title.as_str(), address));
    let steps = [(home, &root)].into_iter().chain(above).chain([(title, address)]);
    let items =
        steps.zip(1..).map(|((name, address), position)| Some(ListItem { kind: "ListItem", item: url(site, address)?, name, position }));
    Some(BreadcrumbList { kind: "BreadcrumbList", item_list_element: items.collect::<Option<_>>()? })
}

/// JSON that can stand in a `script` element.
fn script(page: &Page<'_>) -> String {
    let mut json = Vec::with_capacity(8 * 1024);
    // Texts and numbers always have a JSON form, and a vector takes all of it.
    let _ = page.serialize(&mut Serializer::with_formatter(&mut json, InScript));
    String::from_utf8(json).unwrap_or_default()
}

/// Writes texts so that none of them can end the `script` element or begin a comment (WHATWG HTML, 4.12.1.3).
struct InScript;

impl Formatter for InScript {
    fn write_string_fragment<W: io::Write + ?Sized>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        let mut rest = fragment;
        while let Some(at) = memchr3(b'<', b'>', b'&', rest.as_bytes()) {
            writer.write_all(&rest.as_bytes()[..at])?;
            write!(writer, "\\u{:04x}", rest.as_bytes()[at])?;
            rest = &rest[at + 1..];
        }
        CompactFormatter.write_string_fragment(writer, rest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_ends_the_script() {
        let mut json = Vec::new();
        "a </script> & <!-- \u{e9} \" b".serialize(&mut Serializer::with_formatter(&mut json, InScript)).unwrap();
        let json = String::from_utf8(json).unwrap();
        assert_eq!(json, "\"a \\u003c/script\\u003e \\u0026 \\u003c!-- \u{e9} \\\" b\"");
        assert_eq!(serde_json::from_str::<String>(&json).unwrap(), "a </script> & <!-- \u{e9} \" b");
    }
}
