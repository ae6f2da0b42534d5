//! [`Site`] → every file of the site, in memory.
//!
//! Each Markdown text is rendered once; then every page is made on its own, in parallel, from what
//! `context.rs` documents and the templates. What carries an answer is proved to show its disclaimer
//! on the very bytes that will be written (promise P3). Nothing here depends on a clock, the
//! environment or the number of threads (P6).

mod content;
mod context;
mod disclaimer;
mod feed;
mod highlight;
mod links;
mod markdown;
mod output;
mod pages;
mod search_index;
mod sitemap;
mod template_files;
mod template_names;
mod templates;
#[cfg(test)]
mod tests;
mod twin;
mod visible;
mod words;

use std::collections::BTreeSet;

use camino::Utf8Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::{Address, Site};

pub(crate) use visible::decode_entities;

use links::Destinations;
use templates::Templates;

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Where it goes.
    pub address: Address,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// Renders every file of the site, sorted by address, with the templates below `root`. Problems,
/// errors included, are added to `problems`; with an error among them the files are not fit to be
/// published, and with a broken template there are none.
pub fn render(root: &Utf8Path, site: &Site, problems: &mut Vec<Diagnostic>) -> Vec<OutputFile> {
    let files = template_files::read(root, problems);
    let assets: BTreeSet<Address> = files.assets.keys().map(|name| Address::asset(name)).collect();
    let destinations = Destinations::new(site, assets);
    let content = content::render(root, site, &destinations, problems);
    let Some(templates) = Templates::new(files.templates, &pages::site(site), problems) else {
        return Vec::new();
    };
    let index = search_index::make(site, &content);
    let mut outputs = output::all(site, &content, &templates, &index.version, problems);
    outputs.extend(search_index::files(index, site, problems));
    let needs_code_stylesheet = content.threads.iter().any(content::ThreadProse::has_highlighted_code)
        || content
            .pages
            .iter()
            .chain(&content.topics)
            .chain(&content.experts)
            .chain([&content.home])
            .any(|prose| prose.has_highlighted_code);
    for (name, bytes) in files.assets {
        let needed = match name.as_str() {
            template_files::CODE_STYLESHEET => needs_code_stylesheet,
            template_files::REDIRECT_SCRIPT => !site.redirects.is_empty(),
            _ => true,
        };
        if needed {
            outputs.push(OutputFile { address: Address::asset(&name), bytes: bytes.into_owned() });
        }
    }
    outputs.sort_by(|one, other| one.address.cmp(&other.address));
    outputs
}

/// Keeps the first of several complaints about one place in a template: every page that uses it would
/// repeat it.
fn keep_first_of_each_place(found: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut seen = BTreeSet::new();
    let mut kept = found;
    kept.retain(|diagnostic| {
        let label = diagnostic.labels.first();
        let place = label.map(|label| (label.source.path().to_owned(), label.span.start));
        diagnostic.code != Code::TemplateError || seen.insert(place)
    });
    kept
}
