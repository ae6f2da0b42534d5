//! The list of what a site consists of, and each item made into its files.

mod feeds;
mod fingerprints;
mod frames;
mod lists;
mod threads;

use std::collections::BTreeSet;

use rayon::prelude::*;
use serde::Serialize;

use crate::bytes::any;
use crate::diagnostic::{Code, Diagnostic};
use crate::site::{ANSWERS_ON_A_PAGE, Address, LIST_LENGTH, RECORD_FILE, Site, page_count};
use crate::thread::CONTENT;

use super::content::Content;
use super::fingerprint::Fingerprint;
use super::links::{Links, Target, root_path};
use super::template_files::{CODE_STYLESHEET, REDIRECT_SCRIPT};
use super::templates::Templates;
use super::{
    Inputs, Memory, OutputFile, Receiver, context, feed, guide, keep_first_of_each_place, pages, search_index, sitemap, structured_data,
    twin,
};

use frames::{Frames, PLAIN};

/// One thing to make; the first number is an index into the site's list, the second a page's number.
#[derive(Debug, Clone, Copy)]
enum Item {
    Home,
    Index(usize),
    Experts(usize),
    Tags(usize),
    Changes(usize),
    AboutThisCopy,
    Search,
    NotFound,
    Topic(usize, usize),
    Tag(usize, usize),
    Expert(usize, usize),
    Plain(usize),
    Redirect(usize),
    Withdrawn(usize),
    Gone(usize),
    Feed,
    TopicFeed(usize),
    Sitemap,
    Robots,
    Guide,
}

/// Everything that the site consists of.
fn items(site: &Site) -> Vec<Item> {
    let numbers = |entries: usize| 1..=page_count(entries, LIST_LENGTH);
    let mut items = vec![Item::Home, Item::AboutThisCopy, Item::NotFound, Item::Feed, Item::Sitemap, Item::Robots, Item::Guide];
    items.extend(site.settings.search.then_some(Item::Search));
    items.extend(numbers(site.wordings()).map(Item::Index));
    items.extend(numbers(site.experts.len()).map(Item::Experts));
    items.extend(numbers(site.history.len()).map(Item::Changes));
    if !site.tags.is_empty() {
        items.extend(numbers(site.tags.len()).map(Item::Tags));
    }
    for (index, topic) in site.topics.iter().enumerate() {
        items.push(Item::TopicFeed(index));
        items.extend(numbers(topic.threads.len()).map(|number| Item::Topic(index, number)));
    }
    for (index, tag) in site.tags.iter().enumerate() {
        items.extend(numbers(tag.threads.len()).map(|number| Item::Tag(index, number)));
    }
    for (index, expert) in site.experts.iter().enumerate() {
        items.extend((1..=page_count(expert.answers.len(), ANSWERS_ON_A_PAGE)).map(|number| Item::Expert(index, number)));
    }
    items.extend((0..site.pages.len()).map(Item::Plain));
    items.extend((0..site.redirects.len()).map(Item::Redirect));
    items.extend((0..site.withdrawn.len()).map(Item::Withdrawn));
    items.extend((0..site.gone.len()).map(Item::Gone));
    items
}

/// The address of an item's page; of a feed and the like, that of the file.
fn address(site: &Site, item: Item) -> Address {
    match item {
        Item::Home => Address::home(),
        Item::Index(number) => Address::a_to_z().numbered(number),
        Item::Experts(number) => Address::experts().numbered(number),
        Item::Tags(number) => Address::tags().numbered(number),
        Item::Changes(number) => Address::changes().numbered(number),
        Item::AboutThisCopy => Address::about_this_copy(),
        Item::Search => Address::search(),
        Item::NotFound => Address::page("404"),
        Item::Topic(index, number) => Address::topic(&site.topics[index].topic.slug).numbered(number),
        Item::Tag(index, number) => Address::tag(&site.tags[index].slug).numbered(number),
        Item::Expert(index, number) => Address::expert(&site.experts[index].slug).numbered(number),
        Item::Plain(index) => Address::page(&site.pages[index].slug),
        Item::Redirect(index) => site.redirects[index].from.clone(),
        Item::Withdrawn(index) => Address::thread(&site.withdrawn[index].path),
        Item::Gone(index) => site.gone[index].at.clone(),
        Item::Feed => feed::address(site, None),
        Item::TopicFeed(index) => feed::address(site, Some(index)),
        Item::Sitemap => sitemap::address(),
        Item::Robots => Address::well_known("robots.txt"),
        Item::Guide => guide::address(),
    }
}

/// The addresses of all pages.
pub(super) fn page_addresses(site: &Site) -> impl Iterator<Item = Address> {
    let items = items(site).into_iter().map(|item| address(site, item)).filter(|address| address.path().ends_with(".html"));
    items.chain(site.threads.iter().map(|thread| Address::thread(&thread.path)))
}

/// The content that an item is made from, as [`OutputFile::inputs`] has it.
fn inputs(site: &Site, item: Item) -> Inputs {
    let file = |file: &camino::Utf8Path| file.as_str().to_owned();
    match item {
        Item::Topic(index, _) | Item::TopicFeed(index) => [format!("{CONTENT}/{}/", site.topics[index].topic.slug)].into(),
        Item::Expert(index, number) => {
            let expert = &site.experts[index];
            let answers = pages::slice(&expert.answers, number, ANSWERS_ON_A_PAGE);
            let files = answers.iter().map(|(thread, answer)| file(site.threads[*thread].file_of(*answer)));
            let files: BTreeSet<String> = files.chain(expert.file.as_deref().map(file)).collect();
            files.into_iter().collect()
        }
        Item::Plain(index) => site.pages[index].file.iter().map(|path| file(path)).collect(),
        Item::NotFound | Item::Robots => [].into(),
        Item::Withdrawn(_) => [crate::redaction::FILE.to_owned()].into(),
        Item::Gone(_) => [RECORD_FILE.to_owned()].into(),
        _ => [format!("{CONTENT}/")].into(),
    }
}

/// What came of one item.
#[derive(Default)]
struct Made {
    files: Vec<(Address, Vec<u8>)>,
    problems: Vec<Diagnostic>,
}

impl Made {
    fn file(address: Address, bytes: Vec<u8>) -> Self {
        Self { files: vec![(address, bytes)], problems: Vec::new() }
    }

    fn problem(problem: Diagnostic) -> Self {
        Self { files: Vec::new(), problems: vec![problem] }
    }
}

/// Makes every file but the assets, in parallel. `shared` is what every page is made from, `memory` what an earlier build learnt.
pub(super) fn all(
    shared: Fingerprint,
    site: &Site,
    content: &Content<'_>,
    templates: &Templates,
    memory: &mut Memory,
    receiver: &dyn Receiver,
) -> Vec<Diagnostic> {
    let mut maker =
        Maker { shared, site, content, templates, frames: Frames::new(site, content, templates), search_version: String::new() };
    let index = search_index::Threads::new(site, content, memory);
    let (mut problems, counted) = maker.threads(&index, receiver);
    maker.search_version = index.finish(counted, memory, receiver);
    let wanted: Vec<Item> = items(site).into_iter().filter(|item| receiver.wants(&address(site, *item))).collect();
    problems.par_extend(wanted.into_par_iter().flat_map_iter(|item| maker.item(item, receiver)));
    keep_first_of_each_place(problems)
}

/// Hands finished files to `receiver`; what there was to say about them.
fn hand_over(made: Made, inputs: &Inputs, fingerprint: Option<Fingerprint>, receiver: &dyn Receiver) -> Vec<Diagnostic> {
    // What had something to say is made again, so that it is said again.
    let fingerprint = fingerprint.filter(|_| made.problems.is_empty());
    for (address, bytes) in made.files {
        receiver.take(OutputFile { address, bytes: without_controls(bytes), inputs: Inputs::clone(inputs), fingerprint });
    }
    made.problems
}

/// A file's bytes with each control character but tab and line ending shown as U+FFFD: they are no part of
/// HTML or XML, and could steer the terminal of somebody who looks at the Markdown twin.
fn without_controls(bytes: Vec<u8>) -> Vec<u8> {
    let is_control = |byte: u8| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127);
    if !any(&bytes, is_control) {
        return bytes;
    }
    let mut shown = Vec::with_capacity(bytes.len() + 16);
    for byte in &bytes {
        if is_control(*byte) {
            shown.extend("\u{fffd}".as_bytes());
        } else {
            shown.push(*byte);
        }
    }
    shown
}

struct Maker<'a> {
    /// What every page is made from.
    shared: Fingerprint,
    site: &'a Site,
    content: &'a Content<'a>,
    templates: &'a Templates,
    frames: Frames<'a>,
    /// Of the search index, once it is made.
    search_version: String,
}

/// The template of a page, and what it is given besides the frame.
struct Recipe<'a, T> {
    template: &'a str,
    section: &'static str,
    key: &'static str,
    page: context::Page,
    value: T,
}

impl Maker<'_> {
    /// Makes an item, unless `receiver` has it. What there is to say.
    fn item(&self, item: Item, receiver: &dyn Receiver) -> Vec<Diagnostic> {
        let inputs = inputs(self.site, item);
        if let Item::Expert(index, number) = item {
            return self.expert((index, number), &inputs, receiver);
        }
        let fingerprint = self.fingerprint(item);
        if fingerprint.is_some_and(|fingerprint| receiver.keep(&[address(self.site, item)], &fingerprint, &inputs)) {
            return Vec::new();
        }
        hand_over(self.make(item), &inputs, fingerprint, receiver)
    }

    fn make(&self, item: Item) -> Made {
        match item {
            Item::Home => self.home(),
            Item::Index(number) => self.index(number),
            Item::Experts(number) => self.experts(number),
            Item::Tags(number) => self.tags(number),
            Item::Changes(number) => self.changes(number),
            Item::AboutThisCopy => self.about_this_copy(),
            Item::Search => self.search(),
            Item::NotFound => self.not_found(),
            Item::Topic(index, number) => self.topic(index, number),
            Item::Tag(index, number) => self.tag(index, number),
            Item::Expert(index, number) => {
                let address = address(self.site, item);
                let page = pages::expert(self.site, self.content, &Links::relative(&address), (index, number));
                self.expert_page((index, number), page)
            }
            Item::Plain(index) => self.plain(index),
            Item::Redirect(index) => self.redirect(index),
            Item::Withdrawn(index) => {
                let withdrawn = &self.site.withdrawn[index];
                self.gone(Address::thread(&withdrawn.path), Some(withdrawn.on))
            }
            Item::Gone(index) => self.gone(self.site.gone[index].at.clone(), None),
            Item::Feed => self.feed(None),
            Item::TopicFeed(index) => self.feed(Some(index)),
            Item::Sitemap => self.sitemap(),
            Item::Robots => {
                Made::file(Address::well_known("robots.txt"), sitemap::robots(self.site.settings.base_url.as_deref()).into_bytes())
            }
            Item::Guide => Made::file(guide::address(), guide::guide(self.site).into_bytes()),
        }
    }

    /// The page on which `links` stand.
    fn page<T: Serialize>(&self, links: &Links<'_>, recipe: Recipe<'_, T>) -> Made {
        let Recipe { template, section, key, page, value } = recipe;
        let frame = self.frames.get(links, section);
        let rendered =
            frame.value.as_ref().map_err(Clone::clone).and_then(|frame| self.templates.render(template, frame, &page, key, &value));
        match rendered {
            Ok(bytes) => Made::file(links.from.clone(), bytes),
            Err(problem) => Made::problem(*problem),
        }
    }

    fn home(&self) -> Made {
        let address = Address::home();
        let links = Links::relative(&address);
        let mut page = pages::page(self.site, &links, &self.site.home.title);
        page.description = self.site.home.description.clone().or_else(|| self.site.settings.description.clone());
        page.code_stylesheet = self.code_stylesheet(&links, self.content.home.has_highlighted_code);
        page.structured_data = structured_data::home(self.site);
        self.page(
            &links,
            Recipe { template: "home.html", section: "home", key: "home", page, value: pages::home(self.site, self.content, &links) },
        )
    }

    fn search(&self) -> Made {
        let address = Address::search();
        let links = Links::relative(&address);
        let mut page = pages::page(self.site, &links, &self.content.words.text("search"));
        page.description = Some(self.content.words.text("search_label"));
        let value = pages::search(self.site, self.content, &self.search_version, &links);
        self.page(&links, Recipe { template: "search.html", section: "search", key: "search", page, value })
    }

    /// The page for wrong addresses. A host serves it at any depth, so that its links name the root.
    fn not_found(&self) -> Made {
        let address = Address::page("404");
        let root = root_path(self.site.settings.base_url.as_deref());
        let links = Links { from: &address, root: Some(&root) };
        let mut page = pages::page(self.site, &links, &self.content.words.text("page_not_found"));
        page.unlisted = true;
        page.canonical = None;
        let value = context::NotFound { topics: pages::topics(self.site, &links) };
        self.page(&links, Recipe { template: "404.html", section: "not-found", key: "not_found", page, value })
    }

    fn plain(&self, index: usize) -> Made {
        let (plain, prose) = (&self.site.pages[index], &self.content.pages[index]);
        let address = Address::page(&plain.slug);
        let links = Links::relative(&address);
        let mut page = pages::page(self.site, &links, &plain.title);
        page.description.clone_from(&plain.description);
        page.code_stylesheet = self.code_stylesheet(&links, prose.has_highlighted_code);
        let value = context::Plain { title: plain.title.clone(), body_html: prose.html(&links) };
        self.page(&links, Recipe { template: "plain.html", section: PLAIN, key: "plain", page, value })
    }

    fn redirect(&self, index: usize) -> Made {
        let redirect = &self.site.redirects[index];
        let links = Links::relative(&redirect.from);
        let title = pages::title_of(self.site, &redirect.to).unwrap_or_else(|| redirect.to.to_string());
        let mut page = pages::page(self.site, &links, &title);
        page.unlisted = true;
        page.canonical = self.site.settings.base_url.as_ref().map(|base_url| format!("{base_url}{}", redirect.to.url_path()));
        let merged = redirect.merged.map(|(thread, merged)| {
            let (prose, _) = self.content.thread(thread);
            let thread = &self.site.threads[thread];
            (thread, prose, &thread.merged[merged])
        });
        let merged = merged.as_ref();
        let target = Target { address: redirect.to.clone(), fragment: merged.map(|(_, _, merged)| pages::place_of(merged)) };
        let value = context::Redirect {
            target: context::Link { title, href: links.to_target(&target), here: false },
            script: links.to(&self.content.assets.address(REDIRECT_SCRIPT)),
            answers: merged
                .map(|(thread, prose, merged)| pages::moved_answers(thread, prose, merged, &links, &self.content.words))
                .unwrap_or_default(),
        };
        let twin = merged
            .filter(|(_, _, merged)| redirect.from == Address::thread(&merged.path))
            .map(|(_, _, merged)| (Address::twin(&merged.path), twin::moved(merged, &value, &self.content.words).into_bytes()));
        let mut made = self.page(&links, Recipe { template: "redirect.html", section: "redirect", key: "redirect", page, value });
        made.files.extend(twin);
        made
    }

    /// The page at an address that has none any more; with the day when it was withdrawn, where it was.
    fn gone(&self, address: Address, on: Option<jiff::civil::Date>) -> Made {
        let links = Links::relative(&address);
        let title = self.content.words.text(if on.is_some() { "page_was_withdrawn" } else { "page_is_gone" });
        let mut page = pages::page(self.site, &links, &title);
        page.unlisted = true;
        page.canonical = None;
        let value = context::Gone { on: on.map(|on| self.content.words.day(on)) };
        self.page(&links, Recipe { template: "gone.html", section: "gone", key: "gone", page, value })
    }

    fn topic_feed(&self, links: &Links<'_>, index: usize) -> context::Link {
        let topic = &self.site.topics[index].topic;
        context::Link { title: topic.title.clone(), href: links.to(&Address::topic_feed(&topic.slug)), here: false }
    }

    fn code_stylesheet(&self, links: &Links<'_>, needed: bool) -> Option<String> {
        needed.then(|| links.to(&self.content.assets.address(CODE_STYLESHEET)))
    }
}

/// A file that could not be made, for a reason that lies in sitegen.
fn unwritten(address: &Address, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, format!("`{}` could not be made: {reason}", address.path()))
        .help("this is a fault of sitegen; please report it with your content")
}
