//! The frames around pages: all pages of one folder and section have theirs in common.

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::site::{Address, Site};

use super::super::content::Content;
use super::super::fingerprint::{Fingerprint, Ingredients};
use super::super::links::Links;
use super::super::pages;
use super::super::templates::Templates;

/// The frames of the folders with most pages, and what makes any other.
pub(super) struct Frames<'a> {
    site: &'a Site,
    content: &'a Content<'a>,
    templates: &'a Templates,
    /// By folder and section.
    known: BTreeMap<(String, &'static str), Frame>,
}

/// A frame, ready for a page.
#[derive(Clone)]
pub(super) struct Frame {
    /// As templates get it, or what is wrong with the templates that it is made with.
    pub(super) value: Result<tera::Value, Box<Diagnostic>>,
    pub(super) fingerprint: Fingerprint,
}

impl<'a> Frames<'a> {
    pub(super) fn new(site: &'a Site, content: &'a Content<'a>, templates: &'a Templates) -> Self {
        let mut frames = Self { site, content, templates, known: BTreeMap::new() };
        let topics = site.topics.iter().map(|entry| Address::topic(&entry.topic.slug));
        let sections = topics.flat_map(|address| [(address.clone(), "thread"), (address, "topic")]);
        for (address, section) in sections.chain([(Address::experts(), "experts")]) {
            let frame = frames.make(&Links::relative(&address), section);
            frames.known.insert((folder(&address).to_owned(), section), frame);
        }
        frames
    }

    /// The frame of the page on which `links` stand.
    pub(super) fn get(&self, links: &Links<'_>, section: &'static str) -> Cow<'_, Frame> {
        let known = self.known.get(&(folder(links.from).to_owned(), section)).filter(|_| links.root.is_none());
        known.map_or_else(|| Cow::Owned(self.make(links, section)), Cow::Borrowed)
    }

    fn make(&self, links: &Links<'_>, section: &'static str) -> Frame {
        let frame = pages::frame(self.site, self.content, links, section);
        let fingerprint = Ingredients::default().add(&frame).finish();
        Frame { value: self.templates.frame(frame), fingerprint }
    }
}

/// The folder of a page; plain pages, of which a frame tells whether it is theirs, lie in none.
fn folder(address: &Address) -> &str {
    address.path().rsplit_once('/').map_or("", |(folder, _)| folder)
}
