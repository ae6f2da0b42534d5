//! Editors' and experts' Markdown as HTML that is safe on any page (promises P2 and P7).
//!
//! CommonMark with tables and strikethrough. Smart punctuation is off, since an expert's words
//! render letter for letter; heading attributes are off, since they let event handlers through.
//! Raw HTML is shown as the text that it is, comments are dropped.

use std::ops::Range;

use pulldown_cmark::{Event, Options, Parser, Tag};
use quick_xml::escape::escape;

use crate::diagnostic::Code;
use crate::site::Address;

use super::links::{Destinations, Links, Target};

mod writer;

/// Deeper than any text that people write; browsers give up at some hundred elements.
const DEEPEST_NESTING: usize = 64;

/// Stands in the HTML where a link's address will go. It cannot come from a text: CommonMark turns
/// U+0000 into U+FFFD (section 2.3).
const SLOT: char = '\0';

/// Rendered Markdown, whose links are written for the page on which it is put.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct Prose {
    html: String,
    /// Where in `html` a link's address goes, in order.
    slots: Vec<(usize, Target)>,
    /// Where in the Markdown a comment stands, in order.
    pub(super) comments: Vec<Range<usize>>,
    /// True when it holds highlighted code.
    pub(super) has_highlighted_code: bool,
}

impl Prose {
    /// The HTML for a page whose links are written so.
    pub(super) fn html(&self, links: &Links<'_>) -> String {
        let mut html = String::with_capacity(self.html.len() + self.slots.len() * 32);
        let mut from = 0;
        for (at, target) in &self.slots {
            html.push_str(&self.html[from..*at]);
            html.push_str(&escape(links.to_target(target)));
            from = *at;
        }
        html.push_str(&self.html[from..]);
        html
    }

    /// The HTML with empty links, for reading the words alone.
    pub(super) fn words_html(&self) -> &str {
        &self.html
    }

    /// True when nothing is shown.
    pub(super) fn is_empty(&self) -> bool {
        self.html.trim().is_empty()
    }
}

/// What a text becomes.
#[derive(Debug, Clone, Copy)]
pub(super) enum Shape {
    /// Paragraphs and the like; the text's highest heading becomes this level.
    Blocks(usize),
    /// One line for inside a heading.
    Line,
}

/// Where a text stands, for the links in it.
pub(super) struct Place<'a> {
    /// Everything that a link can lead to.
    pub(super) destinations: &'a Destinations<'a>,
    /// The folder of its content file below `content/`.
    pub(super) folder: &'a str,
    /// The page made from its content file.
    pub(super) own: &'a Address,
}

/// Something wrong with a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Finding {
    pub(super) code: Code,
    /// In bytes of the text.
    pub(super) span: Range<usize>,
    pub(super) message: String,
    pub(super) label: String,
    pub(super) help: String,
}

/// Renders `text`; what is wrong with it is added to `findings`.
pub(super) fn render(text: &str, shape: Shape, place: &Place<'_>, findings: &mut Vec<Finding>) -> Prose {
    let replaced;
    let mut text = text;
    if text.contains(SLOT) {
        replaced = text.replace(SLOT, "\u{fffd}");
        text = &replaced;
    }
    match shape {
        Shape::Blocks(_) => render_events(&Reading { text, shift: 0, shape, place }, findings),
        Shape::Line => {
            // As a heading of its own, so that `1.` at its start is no list; the comment keeps the
            // parser from taking `#` at its end for a closing mark (CommonMark 4.2).
            let heading = format!("# {} <!-- -->", text.replace(['\n', '\r'], " "));
            let mut prose = render_events(&Reading { text: &heading, shift: 2, shape, place }, findings);
            prose.comments.retain(|comment| comment.end <= text.len());
            prose
        }
    }
}

/// How a text is to be read.
struct Reading<'a> {
    text: &'a str,
    /// How many bytes were put in front of the text that findings are about.
    shift: usize,
    shape: Shape,
    place: &'a Place<'a>,
}

fn render_events(reading: &Reading<'_>, findings: &mut Vec<Finding>) -> Prose {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events: Vec<(Event<'_>, Range<usize>)> = Parser::new_ext(reading.text, options).into_offset_iter().collect();
    if let Some(span) = too_deep(&events) {
        findings.push(Finding {
            code: Code::NestedTooDeeply,
            span: reading.unshift(span),
            message: format!("lists, quotes or emphasis are nested more than {DEEPEST_NESTING} deep"),
            label: "one level too many".to_owned(),
            help: "put a backslash before marks that are meant as plain characters, such as `\\>` or `\\*`".to_owned(),
        });
        return Prose { html: format!("<p>{}</p>\n", escape(reading.text)), ..Prose::default() };
    }
    writer::write(reading, events, findings)
}

impl Reading<'_> {
    /// A span in bytes of the text as it stands in its file.
    fn unshift(&self, span: Range<usize>) -> Range<usize> {
        span.start.saturating_sub(self.shift)..span.end.saturating_sub(self.shift)
    }
}

/// Where the nesting goes too deep, if it does.
fn too_deep(events: &[(Event<'_>, Range<usize>)]) -> Option<Range<usize>> {
    let mut depth = 0_usize;
    for (event, span) in events {
        match event {
            Event::Start(_) => depth += 1,
            Event::End(_) => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > DEEPEST_NESTING {
            return Some(span.start..span.start + 1);
        }
    }
    None
}

/// The level of the highest heading among `events`.
fn highest_heading(events: &[(Event<'_>, Range<usize>)]) -> usize {
    let levels = events.iter().filter_map(|(event, _)| match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as usize),
        _ => None,
    });
    levels.min().unwrap_or(1)
}

#[cfg(test)]
mod tests;
