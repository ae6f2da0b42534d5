//! Feeds and sitemaps as files, the feeds proved entry by entry.

use crate::diagnostic::Diagnostic;
use crate::site::Address;

use super::super::disclaimer::check_entry;
use super::super::{feed, sitemap};
use super::{Made, Maker, unwritten};

impl Maker<'_> {
    /// The feed of the topic at an index in the site's list, or of the whole site.
    pub(super) fn feed(&self, topic: Option<usize>) -> Made {
        let address = feed::address(self.site, topic);
        match feed::feed(self.site, self.content, topic) {
            Ok(bytes) => {
                let problems = self.check_feed(&address, &bytes, topic);
                Made { files: vec![(address, bytes)], problems }
            }
            Err(error) => Made::problem(unwritten(&address, &error.to_string())),
        }
    }

    /// Reads the feed's bytes back and proves each entry (promise P3).
    fn check_feed(&self, address: &Address, bytes: &[u8], topic: Option<usize>) -> Vec<Diagnostic> {
        let entries = match feed::entries(bytes) {
            Ok(entries) => entries,
            Err(error) => return vec![unwritten(address, &error)],
        };
        let threads = feed::threads(self.site, topic);
        if entries.len() != threads.len() {
            return vec![unwritten(address, "an entry is missing")];
        }
        let pairs = entries.iter().zip(threads);
        pairs.filter_map(|(html, index)| check_entry(address, html, &self.site.threads[index])).collect()
    }

    /// The sitemap, in parts where it is long.
    pub(super) fn sitemap(&self) -> Made {
        let Some(base_url) = &self.site.settings.base_url else { return Made::problem(sitemap::missing()) };
        match sitemap::sitemap(self.site, base_url) {
            Ok(files) => Made { files, problems: Vec::new() },
            Err(error) => Made::problem(unwritten(&sitemap::address(), &error.to_string())),
        }
    }
}
