//! The list of what a site consists of, and each item made into its files.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use serde::Serialize;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::{Address, Site};

use super::content::Content;
use super::disclaimer::{Carried, check_entry, check_page, check_twin};
use super::links::{Links, Target, root_path};
use super::template_files::{CODE_STYLESHEET, FOLDER, REDIRECT_SCRIPT};
use super::templates::Templates;
use super::{OutputFile, context, feed, keep_first_of_each_place, pages, sitemap, twin};

/// One thing to make; numbers are indices into the site's lists.
#[derive(Debug, Clone, Copy)]
enum Item {
    Home,
    Index,
    Experts,
    Search,
    NotFound,
    Topic(usize),
    Thread(usize),
    Expert(usize),
    Plain(usize),
    Redirect(usize),
    Withdrawn(usize),
    Feed,
    Sitemap,
    Robots,
}

/// What came of one item.
#[derive(Default)]
struct Made {
    files: Vec<OutputFile>,
    problems: Vec<Diagnostic>,
}

/// Makes every file but the assets, in parallel.
pub(super) fn all(
    site: &Site,
    content: &Content,
    templates: &Templates,
    search_version: &str,
    problems: &mut Vec<Diagnostic>,
) -> Vec<OutputFile> {
    let mut items = vec![Item::Home, Item::Index, Item::Experts, Item::Search, Item::NotFound, Item::Feed, Item::Sitemap, Item::Robots];
    items.extend((0..site.topics.len()).map(Item::Topic));
    items.extend((0..site.threads.len()).map(Item::Thread));
    items.extend((0..site.experts.len()).map(Item::Expert));
    items.extend((0..site.pages.len()).map(Item::Plain));
    items.extend((0..site.redirects.len()).map(Item::Redirect));
    items.extend((0..site.withdrawn.len()).map(Item::Withdrawn));
    let maker = Maker { site, content, templates, search_version };
    let made: Vec<Made> = items.into_par_iter().map(|item| maker.make(item)).collect();
    let mut files = Vec::with_capacity(made.len() * 2);
    let mut found = Vec::new();
    for made in made {
        files.extend(made.files.into_iter().map(without_controls));
        found.extend(made.problems);
    }
    problems.extend(keep_first_of_each_place(found));
    files
}

/// The file with each control character but tab and line ending shown as U+FFFD: they are no part of
/// HTML or XML, and could steer the terminal of somebody who looks at the Markdown twin.
fn without_controls(mut file: OutputFile) -> OutputFile {
    let is_control = |byte: &u8| matches!(byte, 0..=8 | 11 | 12 | 14..=31 | 127);
    if file.bytes.iter().any(is_control) {
        let mut bytes = Vec::with_capacity(file.bytes.len() + 16);
        for byte in &file.bytes {
            if is_control(byte) {
                bytes.extend("\u{fffd}".as_bytes());
            } else {
                bytes.push(*byte);
            }
        }
        file.bytes = bytes;
    }
    file
}

struct Maker<'a> {
    site: &'a Site,
    content: &'a Content,
    templates: &'a Templates,
    /// Of the search index.
    search_version: &'a str,
}

/// The template of a page, and what it is given besides the frame.
struct Recipe<'a, T> {
    template: &'a str,
    key: &'static str,
    page: context::Page,
    value: T,
}

impl Maker<'_> {
    fn make(&self, item: Item) -> Made {
        let site = self.site;
        match item {
            Item::Home => self.home(),
            Item::Index => {
                let address = Address::a_to_z();
                let links = Links::relative(&address);
                let page = pages::frame(site, &address, &links, "a-z", "Questions from A to Z");
                self.page(address.clone(), Recipe { template: "a-z.html", key: "index", page, value: pages::index(site, &links) })
            }
            Item::Experts => {
                let address = Address::experts();
                let links = Links::relative(&address);
                let page = pages::frame(site, &address, &links, "experts", "Experts");
                self.page(address.clone(), Recipe { template: "experts.html", key: "experts", page, value: pages::experts(site, &links) })
            }
            Item::Search => {
                let address = Address::search();
                let links = Links::relative(&address);
                let mut page = pages::frame(site, &address, &links, "search", "Search");
                page.unlisted = true;
                let value = pages::search(site, self.search_version, &links);
                self.page(address.clone(), Recipe { template: "search.html", key: "search", page, value })
            }
            Item::NotFound => self.not_found(),
            Item::Topic(index) => self.topic(index),
            Item::Thread(index) => self.thread(index),
            Item::Expert(index) => self.expert(index),
            Item::Plain(index) => self.plain(index),
            Item::Redirect(index) => self.redirect(index),
            Item::Withdrawn(index) => self.withdrawn(index),
            Item::Feed => self.feed(),
            Item::Sitemap => self.sitemap(),
            Item::Robots => {
                let bytes = sitemap::robots(site.settings.base_url.as_deref()).into_bytes();
                Made { files: vec![OutputFile { address: Address::well_known("robots.txt"), bytes }], problems: Vec::new() }
            }
        }
    }

    fn page<T: Serialize>(&self, address: Address, recipe: Recipe<'_, T>) -> Made {
        let rendered = catch_unwind(AssertUnwindSafe(|| self.templates.render(recipe.template, &recipe.page, recipe.key, &recipe.value)));
        match rendered {
            Ok(Ok(bytes)) => Made { files: vec![OutputFile { address, bytes }], problems: Vec::new() },
            Ok(Err(problem)) => Made { files: Vec::new(), problems: vec![*problem] },
            Err(_) => {
                let path = camino::Utf8Path::new(FOLDER).join(recipe.template);
                let problem = Diagnostic::new(Code::TemplateError, "the template engine failed on this template")
                    .in_file(&path)
                    .help("compare it with sitegen's own template of the same name");
                Made { files: Vec::new(), problems: vec![problem] }
            }
        }
    }

    fn home(&self) -> Made {
        let address = Address::home();
        let links = Links::relative(&address);
        let mut page = pages::frame(self.site, &address, &links, "home", &self.site.home.title);
        page.description = self.site.home.description.clone().or_else(|| self.site.settings.description.clone());
        page.code_stylesheet = code_stylesheet(&links, self.content.home.has_highlighted_code);
        self.page(address.clone(), Recipe { template: "home.html", key: "home", page, value: pages::home(self.site, self.content, &links) })
    }

    /// The page for wrong addresses. A host serves it at any depth, so that its links name the root.
    fn not_found(&self) -> Made {
        let address = Address::page("404");
        let root = root_path(self.site.settings.base_url.as_deref());
        let links = Links { from: &address, root: Some(&root) };
        let mut page = pages::frame(self.site, &address, &links, "not-found", "Page not found");
        page.unlisted = true;
        page.canonical = None;
        let value = context::NotFound { topics: pages::topics(self.site, &links) };
        self.page(address.clone(), Recipe { template: "404.html", key: "not_found", page, value })
    }

    fn topic(&self, index: usize) -> Made {
        let topic = &self.site.topics[index].topic;
        let address = Address::topic(&topic.slug);
        let links = Links::relative(&address);
        let mut page = pages::frame(self.site, &address, &links, "topic", &topic.title);
        page.description.clone_from(&topic.description);
        page.code_stylesheet = code_stylesheet(&links, self.content.topics[index].has_highlighted_code);
        let value = pages::topic(self.site, self.content, &links, index);
        self.page(address.clone(), Recipe { template: "topic.html", key: "topic", page, value })
    }

    fn thread(&self, index: usize) -> Made {
        let (thread, prose) = (&self.site.threads[index], &self.content.threads[index]);
        let address = Address::thread(&thread.path);
        let twin_address = Address::twin(&thread.path);
        let links = Links::relative(&address);
        let value = pages::thread(self.site, self.content, &links, index);
        let mut page = pages::frame(self.site, &address, &links, "thread", &value.title);
        page.unlisted = thread.thread.editorial.draft;
        page.markdown_twin = Some(links.to(&twin_address));
        page.code_stylesheet = code_stylesheet(&links, prose.has_highlighted_code());
        let twin = twin::twin(thread, prose, &value);
        let mut made = self.page(address.clone(), Recipe { template: "thread.html", key: "thread", page, value });
        let answers = (0..thread.thread.answers.len()).collect();
        if let Some(file) = made.files.first() {
            made.problems.extend(check_page(&address, &file.bytes, &[Carried { thread, prose, answers }]));
        }
        made.problems.extend(check_twin(&twin_address, &twin, thread));
        made.files.push(OutputFile { address: twin_address, bytes: twin.into_bytes() });
        made
    }

    fn expert(&self, index: usize) -> Made {
        let expert = &self.site.experts[index];
        let address = Address::expert(&expert.slug);
        let links = Links::relative(&address);
        let mut carried: Vec<Carried<'_>> = Vec::new();
        for (thread, answer) in &expert.answers {
            let (thread, prose) = (&self.site.threads[*thread], &self.content.threads[*thread]);
            match carried.last_mut().filter(|last| last.thread.path == thread.path) {
                Some(last) => last.answers.push(*answer),
                None => carried.push(Carried { thread, prose, answers: vec![*answer] }),
            }
        }
        let mut page = pages::frame(self.site, &address, &links, "experts", &expert.name);
        page.unlisted = carried.iter().all(|carried| carried.thread.thread.editorial.draft);
        page.code_stylesheet = code_stylesheet(
            &links,
            self.content.experts[index].has_highlighted_code || carried.iter().any(|carried| carried.prose.has_highlighted_code()),
        );
        let value = pages::expert(self.site, self.content, &links, index);
        let mut made = self.page(address.clone(), Recipe { template: "expert.html", key: "expert", page, value });
        if let Some(file) = made.files.first() {
            made.problems.extend(check_page(&address, &file.bytes, &carried));
        }
        made
    }

    fn plain(&self, index: usize) -> Made {
        let (plain, prose) = (&self.site.pages[index], &self.content.pages[index]);
        let address = Address::page(&plain.slug);
        let links = Links::relative(&address);
        let mut page = pages::frame(self.site, &address, &links, "plain", &plain.title);
        page.description.clone_from(&plain.description);
        page.code_stylesheet = code_stylesheet(&links, prose.has_highlighted_code);
        let value = context::Plain { title: plain.title.clone(), body_html: prose.html(&links) };
        self.page(address.clone(), Recipe { template: "plain.html", key: "plain", page, value })
    }

    fn redirect(&self, index: usize) -> Made {
        let redirect = &self.site.redirects[index];
        let links = Links::relative(&redirect.from);
        let title = pages::title_of(self.site, &redirect.to).unwrap_or_else(|| redirect.to.to_string());
        let mut page = pages::frame(self.site, &redirect.from, &links, "redirect", &title);
        page.unlisted = true;
        page.canonical = self.site.settings.base_url.as_ref().map(|base_url| format!("{base_url}{}", redirect.to.url_path()));
        let merged = redirect.merged.map(|(thread, merged)| {
            let (thread, prose) = (&self.site.threads[thread], &self.content.threads[thread]);
            (thread, prose, &thread.merged[merged])
        });
        let target = Target { address: redirect.to.clone(), fragment: merged.map(|(_, _, merged)| pages::place_of(merged)) };
        let value = context::Redirect {
            target: context::Link { title, href: links.to_target(&target), here: false },
            script: links.to(&Address::asset(REDIRECT_SCRIPT)),
            answers: merged.map(|(thread, prose, merged)| pages::moved_answers(thread, prose, merged, &links)).unwrap_or_default(),
        };
        let twin = merged.filter(|(_, _, merged)| redirect.from == Address::thread(&merged.path)).map(|(_, _, merged)| {
            let bytes = twin::moved(merged, &value).into_bytes();
            OutputFile { address: Address::twin(&merged.path), bytes }
        });
        let mut made = self.page(redirect.from.clone(), Recipe { template: "redirect.html", key: "redirect", page, value });
        made.files.extend(twin);
        made
    }

    fn withdrawn(&self, index: usize) -> Made {
        let withdrawn = &self.site.withdrawn[index];
        let address = Address::thread(&withdrawn.path);
        let links = Links::relative(&address);
        let mut page = pages::frame(self.site, &address, &links, "withdrawn", "Withdrawn");
        page.unlisted = true;
        let value = context::Withdrawn { on: pages::day(withdrawn.on) };
        self.page(address.clone(), Recipe { template: "withdrawn.html", key: "withdrawn", page, value })
    }

    fn feed(&self) -> Made {
        let address = feed::address();
        match feed::feed(self.site, self.content) {
            Ok(bytes) => {
                let problems = self.check_feed(&address, &bytes);
                Made { files: vec![OutputFile { address, bytes }], problems }
            }
            Err(error) => Made { files: Vec::new(), problems: vec![unwritten(&address, &error.to_string())] },
        }
    }

    /// Reads the feed's bytes back and proves each entry (promise P3).
    fn check_feed(&self, address: &Address, bytes: &[u8]) -> Vec<Diagnostic> {
        let entries = match feed::entries(bytes) {
            Ok(entries) => entries,
            Err(error) => return vec![unwritten(address, &error)],
        };
        let threads = feed::threads(self.site);
        if entries.len() != threads.len() {
            return vec![unwritten(address, "an entry is missing")];
        }
        let pairs = entries.iter().zip(threads);
        pairs.filter_map(|(html, index)| check_entry(address, html, &self.site.threads[index])).collect()
    }

    fn sitemap(&self) -> Made {
        let Some(base_url) = &self.site.settings.base_url else {
            return Made { files: Vec::new(), problems: vec![sitemap::missing()] };
        };
        let address = sitemap::address();
        match sitemap::sitemap(self.site, base_url) {
            Ok(bytes) => Made { files: vec![OutputFile { address, bytes }], problems: Vec::new() },
            Err(error) => Made { files: Vec::new(), problems: vec![unwritten(&address, &error.to_string())] },
        }
    }
}

fn code_stylesheet(links: &Links<'_>, needed: bool) -> Option<String> {
    needed.then(|| links.to(&Address::asset(CODE_STYLESHEET)))
}

/// A file that could not be made, for a reason that lies in sitegen.
fn unwritten(address: &Address, reason: &str) -> Diagnostic {
    Diagnostic::new(Code::UnreadableFile, format!("`{}` could not be made: {reason}", address.path()))
        .help("this is a fault of sitegen; please report it with your content")
}
