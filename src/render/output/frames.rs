//! The frames around pages: all pages of one folder and section have theirs in common.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use crate::diagnostic::Diagnostic;
use crate::site::{Address, Site};

use super::super::content::Content;
use super::super::fingerprint::{Fingerprint, Ingredients};
use super::super::links::Links;
use super::super::pages;
use super::super::templates::Templates;

/// The section of plain pages.
pub(super) const PLAIN: &str = "plain";

/// The frames that were made so far, and what makes others.
pub(super) struct Frames<'a> {
    site: &'a Site,
    content: &'a Content<'a>,
    templates: &'a Templates,
    /// By folder and section.
    known: RwLock<BTreeMap<(String, &'static str), Arc<Frame>>>,
}

/// A frame, ready for a page.
pub(super) struct Frame {
    /// As templates get it, or what is wrong with the templates that it is made with.
    pub(super) value: Result<tera::Value, Box<Diagnostic>>,
    pub(super) fingerprint: Fingerprint,
}

impl<'a> Frames<'a> {
    pub(super) fn new(site: &'a Site, content: &'a Content<'a>, templates: &'a Templates) -> Self {
        Self { site, content, templates, known: RwLock::default() }
    }

    /// The frame of the page on which `links` stand.
    pub(super) fn get(&self, links: &Links<'_>, section: &'static str) -> Arc<Frame> {
        // The frame of a plain page tells its own link from the others, and the links of some pages name the root.
        if section == PLAIN || links.root.is_some() {
            return Arc::new(self.make(links, section));
        }
        let key = (folder(links.from).to_owned(), section);
        if let Some(known) = self.known.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(known);
        }
        let made = Arc::new(self.make(links, section));
        Arc::clone(self.known.write().unwrap_or_else(PoisonError::into_inner).entry(key).or_insert(made))
    }

    fn make(&self, links: &Links<'_>, section: &'static str) -> Frame {
        let frame = pages::frame(self.site, self.content, links, section);
        let fingerprint = Ingredients::default().add(&frame).finish();
        Frame { value: self.templates.frame(frame), fingerprint }
    }
}

/// The folder of a page; empty for one that lies in none.
fn folder(address: &Address) -> &str {
    address.path().rsplit_once('/').map_or("", |(folder, _)| folder)
}
