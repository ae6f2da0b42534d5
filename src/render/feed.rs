//! `feed.xml`: the newest threads of the site, or of a topic, as an Atom feed (RFC 4287).
//!
//! The RFC demands a date of every entry (section 4.1.2). A thread that knows of none is left out
//! rather than given an invented one: a feed tells what is new. A feed without entries carries the
//! first day of 1970. Without a base URL, ids are made of a hash, since they must be full IRIs and
//! must not change when the site moves (section 4.2.6).

use std::borrow::Cow;
use std::io;

use quick_xml::Writer;
use quick_xml::escape::{escape, unescape};
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::bytes::any;
use crate::digest::sha256;
use crate::site::{Address, Site};

use super::content::Content;
use super::context;
use super::links::Links;
use super::words::{Direction, Words};
use super::{lines, pages};

/// How many threads the feed holds.
const NEWEST: usize = 100;

/// The address of the feed of the topic at an index in the site's list, or of the whole site.
pub(super) fn address(site: &Site, topic: Option<usize>) -> Address {
    match topic {
        Some(index) => Address::topic_feed(&site.topics[index].topic.slug),
        None => Address::well_known("feed.xml"),
    }
}

/// The indices of the threads in the feed, newest first; drafts and undated ones are left out.
pub(super) fn threads(site: &Site, topic: Option<usize>) -> Vec<usize> {
    let listed = |index: &usize| site.threads[*index].updated().is_some() && !site.threads[*index].thread.editorial.draft;
    let mut indices: Vec<usize> = match topic {
        Some(topic) => site.topics[topic].threads.iter().copied().filter(listed).collect(),
        None => (0..site.threads.len()).filter(listed).collect(),
    };
    indices.sort_by_key(|index| (std::cmp::Reverse(site.threads[*index].updated()), *index));
    indices.truncate(NEWEST);
    indices
}

/// The feed.
///
/// # Errors
/// When the XML writer fails, which memory does not.
pub(super) fn feed(site: &Site, content: &Content<'_>, topic: Option<usize>) -> io::Result<Vec<u8>> {
    let own = address(site, topic);
    let (about, title, subtitle) = match topic {
        Some(index) => {
            let topic = &site.topics[index].topic;
            let phrase = [("page", topic.title.as_str()), ("site", site.settings.title.as_str())];
            (Address::topic(&topic.slug), content.words.say("page_title", &phrase), &topic.description)
        }
        None => (Address::home(), site.settings.title.clone(), &site.settings.description),
    };
    let links = Links { from: &own, root: site.settings.base_url.as_deref() };
    let threads = threads(site, topic);
    let newest = threads.first().and_then(|index| site.threads[*index].updated());
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let attributes = [("xmlns", "http://www.w3.org/2005/Atom"), ("xml:lang", site.settings.language.as_str())];
    writer.create_element("feed").with_attributes(attributes).write_inner_content(|writer| {
        element(writer, "id", &id(site, &about))?;
        element(writer, "title", &title)?;
        if let Some(description) = subtitle {
            element(writer, "subtitle", description)?;
        }
        element(writer, "updated", &timestamp(newest))?;
        link(writer, "self", "application/atom+xml", &links.to(&own))?;
        link(writer, "alternate", "text/html", &links.to(&about))?;
        writer.create_element("author").write_inner_content(|writer| element(writer, "name", &site.settings.title))?;
        for index in threads {
            entry(writer, site, content, &links, index)?;
        }
        Ok(())
    })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

fn entry(writer: &mut Writer<Vec<u8>>, site: &Site, content: &Content<'_>, links: &Links<'_>, index: usize) -> io::Result<()> {
    let thread = &site.threads[index];
    let page = Address::thread(&thread.path);
    let (prose, _) = content.thread(index);
    let shown = pages::thread(thread, &prose, pages::surroundings(site, content, links, index), links, &content.words);
    writer.create_element("entry").write_inner_content(|writer| {
        element(writer, "id", &id(site, &page))?;
        element(writer, "title", &shown.title)?;
        element(writer, "updated", &timestamp(thread.updated()))?;
        link(writer, "alternate", "text/html", &links.to(&page))?;
        let html = entry_html(&shown, &content.words);
        let text = without_forbidden(&html);
        let text = BytesText::new(&text);
        writer.create_element("content").with_attribute(("type", "html")).write_text_content(text)?;
        Ok(())
    })?;
    Ok(())
}

/// A thread in full: question, answers with their bylines, and the disclaimer under which they stand. A feed
/// reader knows no direction of its own, so each text says its.
fn entry_html(thread: &context::Thread, words: &Words) -> String {
    let direction = words.direction;
    let heading = |html: &str| format!("<h2{}>{html}</h2>\n", direction.attribute(html));
    let line = |text: &str| format!("<p{}>{}</p>\n", direction.attribute(text), escape(text));
    let mut html = prose(&thread.question_html, words).into_owned();
    for asked in &thread.also_asked {
        html.push_str(&heading(&escape(words.say("also_asked_as", &[("title", &asked.title)]))));
        html.push_str(&prose(&asked.question_html, words));
    }
    for (name, text) in [("short_answer", &thread.short_answer_html), ("note", &thread.note_html)] {
        if let Some(text) = text {
            html.push_str(&heading(&escape(lines::editorial_heading(name, words))));
            html.push_str(&prose(text, words));
        }
    }
    for answer in &thread.answers {
        let number = || escape(words.say("answer_number", &[("number", &words.number(answer.number))])).into_owned();
        html.push_str(&heading(&answer.heading_html.clone().unwrap_or_else(number)));
        html.push_str(&line(&lines::byline(&answer.byline, words)));
        if let Some(title) = &answer.asked_as {
            html.push_str(&line(&words.say("asked_there_as", &[("title", title)])));
        }
        html.push_str(&prose(&answer.body_html, words));
    }
    for disclaimer in lines::disclaimers(thread) {
        html.push_str(&heading(&escape(lines::disclaimer_heading(disclaimer, words))));
        html.push_str(&line(&disclaimer.text));
    }
    if direction == Direction::RightToLeft { format!("<div dir=\"rtl\">\n{html}</div>\n") } else { html }
}

/// Blocks of text, in an element of their own where they run otherwise than the page.
fn prose<'a>(html: &'a str, words: &Words) -> Cow<'a, str> {
    match words.direction.attribute(html) {
        "" => Cow::Borrowed(html),
        attribute => Cow::Owned(format!("<div{attribute}>\n{html}</div>\n")),
    }
}

/// A page's permanent name.
fn id(site: &Site, page: &Address) -> String {
    if let Some(base_url) = &site.settings.base_url {
        return format!("{base_url}{}", page.url_path());
    }
    format!("urn:sha256:{}", sha256(format!("{}\0{}", site.settings.title, page.path())))
}

fn timestamp(date: Option<jiff::civil::Date>) -> String {
    format!("{}T00:00:00Z", date.map_or_else(|| "1970-01-01".to_owned(), |date| date.to_string()))
}

/// An element with plain text. Characters that XML cannot carry are left out (XML 1.0, section 2.2).
fn element(writer: &mut Writer<Vec<u8>>, name: &str, text: &str) -> io::Result<()> {
    let text = without_forbidden(text);
    writer.create_element(name).write_text_content(BytesText::new(&text))?;
    Ok(())
}

fn link(writer: &mut Writer<Vec<u8>>, relation: &str, kind: &str, href: &str) -> io::Result<()> {
    writer.create_element("link").with_attributes([("rel", relation), ("type", kind), ("href", href)]).write_empty()?;
    Ok(())
}

/// `text` without the control characters that XML cannot carry.
fn without_forbidden(text: &str) -> Cow<'_, str> {
    // U+FFFE and U+FFFF begin with the byte 0xEF in UTF-8.
    if !any(text.as_bytes(), |byte| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127 | 0xef)) {
        return Cow::Borrowed(text);
    }
    let allowed = |character: &char| !character.is_ascii_control() || matches!(character, '\n' | '\t' | '\r');
    Cow::Owned(text.chars().filter(allowed).filter(|character| !matches!(character, '\u{fffe}' | '\u{ffff}')).collect())
}

/// The HTML of each entry, read back from a feed's bytes.
pub(super) fn entries(bytes: &[u8]) -> Result<Vec<String>, String> {
    let text = std::str::from_utf8(bytes).map_err(|error| error.to_string())?;
    let mut reader = quick_xml::Reader::from_str(text);
    let mut found = Vec::new();
    loop {
        match reader.read_event().map_err(|error| error.to_string())? {
            Event::Start(start) if start.local_name().as_ref() == "content" => {
                let text = reader.read_text(start.name()).map_err(|error| error.to_string())?;
                found.push(unescape(&text).map_err(|error| error.to_string())?.into_owned());
            }
            Event::Eof => return Ok(found),
            _ => {}
        }
    }
}
