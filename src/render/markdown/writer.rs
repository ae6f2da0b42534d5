//! Markdown events as HTML: what is unsafe or leads nowhere is written as plain words.

use std::ops::Range;

use pulldown_cmark::{Alignment, CodeBlockKind, CowStr, Event, HeadingLevel, LinkType, Tag, TagEnd, html};
use quick_xml::escape::escape;

use crate::diagnostic::{Code, MOST_IN_ONE_FILE};
use crate::render::highlight::highlight;
use crate::render::links::{DeadEnd, Target};

use super::{Finding, Prose, Reading, SLOT, Shape, highest_heading};

/// Writes a text's events.
pub(super) fn write(reading: &Reading<'_>, events: Vec<(Event<'_>, Range<usize>)>, findings: &mut Vec<Finding>) -> Prose {
    let mut writer = Writer {
        reading,
        highest_heading: highest_heading(&events),
        findings,
        events: Vec::with_capacity(events.len()),
        targets: Vec::new(),
        comments: Vec::new(),
        open_links: Vec::new(),
        image: None,
        code: None,
        raw_html: None,
        table: Table::default(),
        has_highlighted_code: false,
    };
    for (event, span) in events {
        writer.event(event, span);
    }
    writer.finish()
}

struct Writer<'a, 'text> {
    reading: &'a Reading<'a>,
    highest_heading: usize,
    findings: &'a mut Vec<Finding>,
    events: Vec<Event<'text>>,
    targets: Vec<Target>,
    comments: Vec<Range<usize>>,
    /// How each open link ends.
    open_links: Vec<Option<Event<'text>>>,
    /// The image of which the words are being read.
    image: Option<Image>,
    /// The code block that is being read: its language and its text.
    code: Option<(String, String)>,
    /// The raw HTML block that is being read.
    raw_html: Option<String>,
    table: Table,
    has_highlighted_code: bool,
}

struct Image {
    destination: String,
    words: String,
    span: Range<usize>,
    /// Images inside the words of this one.
    depth: usize,
}

#[derive(Default)]
struct Table {
    alignments: Vec<Alignment>,
    column: usize,
    in_head: bool,
}

/// What a link's address is.
enum Address {
    /// A kept web, mail or telephone address.
    External,
    /// A path on this site.
    Internal,
    /// Anything else, with what it begins with.
    Forbidden(String),
}

impl<'text> Writer<'_, 'text> {
    fn event(&mut self, event: Event<'text>, span: Range<usize>) {
        if self.image.is_some() {
            self.image_event(event);
        } else if let Some((_, code)) = &mut self.code {
            match event {
                Event::Text(text) => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => self.finish_code(),
                _ => {}
            }
        } else if let Some(raw) = &mut self.raw_html {
            match event {
                Event::Html(text) | Event::Text(text) => raw.push_str(&text),
                Event::End(TagEnd::HtmlBlock) => self.finish_raw_html(),
                _ => {}
            }
        } else {
            match event {
                Event::Start(tag) => self.start(tag, span),
                Event::End(tag) => self.end(tag),
                Event::InlineHtml(raw) | Event::Html(raw) => self.inline_html(raw, span),
                event => self.events.push(event),
            }
        }
    }

    fn start(&mut self, tag: Tag<'text>, span: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => {
                if let Shape::Blocks(_) = self.reading.shape {
                    self.events.push(Event::Start(Tag::Heading {
                        level: self.level(level),
                        id: None,
                        classes: Vec::new(),
                        attrs: Vec::new(),
                    }));
                }
            }
            Tag::Link { link_type, dest_url, title, id } => self.start_link(link_type, dest_url, title, id, span),
            Tag::Image { dest_url, .. } => {
                self.image = Some(Image { destination: dest_url.into_string(), words: String::new(), span, depth: 0 });
            }
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(info) => info.split([' ', ',', '{', '\t']).next().unwrap_or_default().to_owned(),
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some((language, String::new()));
            }
            Tag::HtmlBlock => {
                let found = comments(&self.reading.text[span.clone()]);
                self.comments.extend(found.into_iter().map(|comment| span.start + comment.start..span.start + comment.end));
                self.raw_html = Some(String::new());
            }
            Tag::Table(alignments) => {
                self.events.push(Event::Start(Tag::Table(vec![Alignment::None; alignments.len()])));
                self.table = Table { alignments, column: 0, in_head: false };
            }
            Tag::TableHead => {
                self.table.in_head = true;
                self.table.column = 0;
                self.events.push(Event::Start(Tag::TableHead));
            }
            Tag::TableRow => {
                self.table.column = 0;
                self.events.push(Event::Start(Tag::TableRow));
            }
            Tag::TableCell => self.start_cell(),
            tag => self.events.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => {
                if let Shape::Blocks(_) = self.reading.shape {
                    self.events.push(Event::End(TagEnd::Heading(self.level(level))));
                }
            }
            TagEnd::Link => self.events.extend(self.open_links.pop().flatten()),
            TagEnd::TableHead => {
                self.table.in_head = false;
                self.events.push(Event::End(TagEnd::TableHead));
            }
            TagEnd::TableCell => self.raw(if self.table.in_head { "</th>" } else { "</td>" }),
            tag => self.events.push(Event::End(tag)),
        }
    }

    /// A heading's level on the page: the text's highest becomes what the page wants, the others keep
    /// their distance.
    fn level(&self, level: HeadingLevel) -> HeadingLevel {
        let Shape::Blocks(first) = self.reading.shape else { return level };
        let wanted = first + (level as usize).saturating_sub(self.highest_heading);
        HeadingLevel::try_from(wanted.min(6)).unwrap_or(HeadingLevel::H6)
    }

    /// A cell, with a class instead of the `style` that would breach the site's own security policy.
    fn start_cell(&mut self) {
        let element = if self.table.in_head { "th" } else { "td" };
        let class = match self.table.alignments.get(self.table.column) {
            Some(Alignment::Center) => " class=\"align-center\"",
            Some(Alignment::Right) => " class=\"align-end\"",
            _ => "",
        };
        self.table.column += 1;
        self.raw(format!("<{element}{class}>"));
    }

    fn start_link(&mut self, link_type: LinkType, destination: CowStr<'text>, title: CowStr<'text>, id: CowStr<'text>, span: Range<usize>) {
        let address = if link_type == LinkType::Email { Address::External } else { classify(&destination) };
        let ending = match address {
            Address::External => {
                self.events.push(Event::Start(Tag::Link { link_type, dest_url: destination, title, id }));
                Some(Event::End(TagEnd::Link))
            }
            Address::Internal => {
                let place = self.reading.place;
                match place.destinations.resolve(&destination, place.folder, place.own) {
                    Ok(target) => {
                        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escape(&*title)) };
                        self.raw(format!("<a href=\"{SLOT}\"{title}>"));
                        self.targets.push(target);
                        Some(Event::InlineHtml("</a>".into()))
                    }
                    Err(dead_end) => {
                        self.report_dead_end(&destination, dead_end, span);
                        None
                    }
                }
            }
            Address::Forbidden(beginning) => {
                self.report_forbidden(&destination, &beginning, span);
                None
            }
        };
        self.open_links.push(ending);
    }

    fn image_event(&mut self, event: Event<'text>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => image.words.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.words.push(' '),
            Event::Start(Tag::Image { .. }) => image.depth += 1,
            Event::End(TagEnd::Image) if image.depth > 0 => image.depth -= 1,
            Event::End(TagEnd::Image) => {
                if let Some(image) = self.image.take() {
                    self.finish_image(image);
                }
            }
            _ => {}
        }
    }

    /// An image of the site is shown; one from elsewhere becomes a link, so that a reader's visit is
    /// told to nobody.
    fn finish_image(&mut self, image: Image) {
        let Image { destination, words, span, .. } = image;
        match classify(&destination) {
            Address::Internal => {
                let place = self.reading.place;
                match place.destinations.resolve_asset(&destination, place.folder) {
                    Ok(address) => {
                        self.raw(format!("<img src=\"{SLOT}\" alt=\"{}\" />", escape(&words)));
                        self.targets.push(Target { address, fragment: None });
                        return;
                    }
                    Err(dead_end) => self.report_dead_end(&destination, dead_end, span),
                }
            }
            Address::External if self.open_links.is_empty() => {
                let shown = if words.trim().is_empty() { destination.clone() } else { words };
                let link_type = LinkType::Inline;
                self.events.push(Event::Start(Tag::Link { link_type, dest_url: destination.into(), title: "".into(), id: "".into() }));
                self.events.push(Event::Text(shown.into()));
                self.events.push(Event::End(TagEnd::Link));
                return;
            }
            Address::External => {}
            Address::Forbidden(beginning) => self.report_forbidden(&destination, &beginning, span),
        }
        self.events.push(Event::Text(words.into()));
    }

    fn finish_code(&mut self) {
        let Some((language, code)) = self.code.take() else { return };
        let highlighted = highlight(&code, &language);
        self.has_highlighted_code |= highlighted.is_some();
        let class = if language.is_empty() { String::new() } else { format!(" class=\"language-{}\"", escape(&language)) };
        let inner = highlighted.unwrap_or_else(|| escape(&code).into_owned());
        self.events.push(Event::Html(format!("<pre><code{class}>{inner}</code></pre>\n").into()));
    }

    fn finish_raw_html(&mut self) {
        let Some(mut raw) = self.raw_html.take() else { return };
        for comment in comments(&raw).into_iter().rev() {
            raw.replace_range(comment, "");
        }
        let words = raw.trim();
        if !words.is_empty() {
            self.events.push(Event::Html(format!("<p>{}</p>\n", escape(words)).into()));
        }
    }

    fn inline_html(&mut self, raw: CowStr<'text>, span: Range<usize>) {
        if raw.starts_with("<!--") && raw.ends_with("-->") {
            self.comments.push(self.reading.unshift(span));
        } else {
            self.events.push(Event::Text(raw));
        }
    }

    fn raw(&mut self, html: impl Into<CowStr<'text>>) {
        self.events.push(Event::InlineHtml(html.into()));
    }

    fn report_dead_end(&mut self, destination: &str, dead_end: DeadEnd, span: Range<usize>) {
        if self.findings.len() >= MOST_IN_ONE_FILE {
            return;
        }
        let span = self.address_span(destination, span);
        let (message, help) = match dead_end {
            DeadEnd::Outside => {
                (format!("the link `{destination}` leads outside the site"), "count the `../`: each goes up one folder".to_owned())
            }
            DeadEnd::NoPage(path) => {
                let help = match self.reading.place.destinations.closest(&path) {
                    Some(close) => format!("did you mean `/{close}`?"),
                    None => "write the page's path from the site's root, such as `/numbness/will-it-fade.md`".to_owned(),
                };
                (format!("the site has no `/{path}`"), help)
            }
            DeadEnd::NoPlace(path, known) => {
                let help = if known.is_empty() {
                    "leave the `#` and what follows out: only answers have places that a link can name".to_owned()
                } else {
                    format!("places on that page: {}", known.iter().map(|id| format!("`#{id}`")).collect::<Vec<_>>().join(", "))
                };
                (format!("`/{path}` has no such place as `{destination}` names"), help)
            }
        };
        self.findings.push(Finding { code: Code::BrokenLink, span, message, label: "leads nowhere".to_owned(), help });
    }

    fn report_forbidden(&mut self, destination: &str, beginning: &str, span: Range<usize>) {
        if self.findings.len() >= MOST_IN_ONE_FILE {
            return;
        }
        self.findings.push(Finding {
            code: Code::ForbiddenLink,
            span: self.address_span(destination, span),
            message: format!("links that begin with `{beginning}` are not published"),
            label: "written as plain words instead".to_owned(),
            help: "use an address that begins with `https://`, `http://`, `mailto:` or `tel:`, or a page of this site".to_owned(),
        });
    }

    /// The address inside a link, else the whole link.
    fn address_span(&self, destination: &str, span: Range<usize>) -> Range<usize> {
        let link = &self.reading.text[span.clone()];
        let exact = link.rfind(destination).filter(|_| !destination.is_empty());
        self.reading.unshift(exact.map_or(span.clone(), |at| span.start + at..span.start + at + destination.len()))
    }

    /// The HTML, with the places of its links taken out.
    fn finish(self) -> Prose {
        let mut html = String::with_capacity(self.reading.text.len() * 5 / 4);
        html::push_html(&mut html, self.events.into_iter());
        if let Shape::Line = self.reading.shape {
            html.truncate(html.trim_end().len());
        }
        if self.targets.is_empty() {
            return Prose { html, slots: Vec::new(), comments: self.comments, has_highlighted_code: self.has_highlighted_code };
        }
        let mut without_slots = String::with_capacity(html.len());
        let mut slots = Vec::with_capacity(self.targets.len());
        let mut targets = self.targets.into_iter();
        for (index, piece) in html.split(SLOT).enumerate() {
            if let Some(target) = (index > 0).then(|| targets.next()).flatten() {
                slots.push((without_slots.len(), target));
            }
            without_slots.push_str(piece);
        }
        Prose { html: without_slots, slots, comments: self.comments, has_highlighted_code: self.has_highlighted_code }
    }
}

/// What kind of address a link has. Control characters are refused before anything else is looked
/// at, since browsers drop them: `java&#9;script:` is a script to them (WHATWG URL, basic URL parser).
fn classify(destination: &str) -> Address {
    if destination.chars().any(char::is_control) {
        return Address::Forbidden("a control character".to_owned());
    }
    if destination.starts_with("//") {
        return Address::Forbidden("//".to_owned());
    }
    let lower = destination.to_ascii_lowercase();
    if ["http://", "https://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme)) {
        return Address::External;
    }
    match lower.find([':', '/', '?', '#']) {
        Some(at) if lower.as_bytes()[at] == b':' => Address::Forbidden(lower[..=at].to_owned()),
        _ => Address::Internal,
    }
}

/// Where the comments in raw HTML stand; one that is never closed is none, so that it swallows nothing.
fn comments(raw: &str) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(start) = raw[from..].find("<!--").map(|at| from + at) {
        let Some(end) = raw[start + 2..].find("-->").map(|at| start + 2 + at + 3) else { break };
        found.push(start..end);
        from = end;
    }
    found
}
