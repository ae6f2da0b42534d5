//! The frames around pages: all pages in one folder have its links in common.

use std::collections::BTreeMap;

use crate::site::{Address, Site};

use super::super::content::Content;
use super::super::fingerprint::{Fingerprint, Ingredients};
use super::super::links::Links;
use super::super::{context, pages};

/// The frames of the folders with most pages, each with its fingerprint.
pub(super) struct Frames(BTreeMap<String, (context::Page, Fingerprint)>);

impl Frames {
    pub(super) fn new(site: &Site, content: &Content<'_>) -> Self {
        let topics = site.topics.iter().map(|entry| Address::topic(&entry.topic.slug));
        let frames = topics.chain([Address::experts()]).map(|address| {
            let frame = pages::frame(site, content, &Links::relative(&address), "", "");
            let frame = context::Page { canonical: None, ..frame };
            let fingerprint = Ingredients::default().add(&frame).finish();
            (folder(&address).to_owned(), (frame, fingerprint))
        });
        Self(frames.collect())
    }

    /// The frame of the page on which `links` stand, but for its title, section and full address.
    pub(super) fn get(&self, links: &Links<'_>) -> Option<context::Page> {
        self.of(links).map(|(frame, _)| frame.clone())
    }

    pub(super) fn fingerprint(&self, links: &Links<'_>) -> Option<&Fingerprint> {
        self.of(links).map(|(_, fingerprint)| fingerprint)
    }

    fn of(&self, links: &Links<'_>) -> Option<&(context::Page, Fingerprint)> {
        self.0.get(folder(links.from)).filter(|_| links.root.is_none())
    }
}

/// The folder of a page; plain pages, of which a frame tells whether it is theirs, lie in none.
fn folder(address: &Address) -> &str {
    address.path().rsplit_once('/').map_or("", |(folder, _)| folder)
}
