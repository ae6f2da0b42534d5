//! [`Site`] → every file of the site, in memory.
//!
//! Each Markdown text is rendered once; then every page is made on its own, in parallel, from what
//! `context` documents and the templates. What carries an answer is proved to show its disclaimer
//! on the very bytes that will be written (promise P3). Nothing here depends on a clock, the
//! environment or the number of threads (P6).

mod assets;
mod claims;
mod content;
mod context;
mod disclaimer;
mod emergency;
mod feed;
mod fingerprint;
mod guide;
mod highlight;
mod lines;
mod links;
mod markdown;
mod output;
mod pages;
mod quotes;
mod search_index;
mod sitemap;
mod structured_data;
mod template_files;
mod template_names;
mod templates;
#[cfg(test)]
mod tests;
mod theme;
mod twin;
mod visible;
mod words;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use camino::Utf8Path;

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::site::{Address, Site, Substitutes};

pub use fingerprint::Fingerprint;
pub use search_index::Memory;
pub(crate) use visible::decode_entities;

use assets::Assets;
use fingerprint::Ingredients;
use template_files::TemplateFiles;
use templates::Templates;
use words::Words;

/// What files are made from; those that are made together have theirs in common.
pub type Inputs = Arc<[String]>;

/// A file of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutputFile {
    /// Where it goes.
    pub address: Address,
    /// What it holds.
    pub bytes: Vec<u8>,
    /// The files, or folders of files, that it was made from besides what every page is made from: paths
    /// relative to the site's root, a folder's with `/` at its end.
    pub inputs: Inputs,
    /// What it was made from, where that is worked out: a file with the same fingerprint is the same file.
    pub fingerprint: Option<Fingerprint>,
}

/// What a site's files are handed to as soon as each is made, in any order and on any thread.
pub trait Receiver: Sync {
    /// Is the file at `address` to be made, with those that are made along with it?
    fn wants(&self, _address: &Address) -> bool {
        true
    }

    /// Were the files at `addresses` made before from what has this fingerprint, and are they still there? Then they count as taken and
    /// are not made again.
    fn keep(&self, _addresses: &[Address], _fingerprint: &Fingerprint, _inputs: &Inputs) -> bool {
        false
    }

    /// Takes a finished file.
    fn take(&self, file: OutputFile);
}

/// Takes every file and keeps none: the site is made only to be judged.
impl Receiver for () {
    fn take(&self, _file: OutputFile) {}
}

/// What a site is shown with: its templates, and the words of its language.
pub struct Interface {
    files: TemplateFiles,
    words: Words,
}

/// The same with its templates ready to render.
pub struct ParsedInterface {
    interface: Interface,
    /// `None` where one of them is wrong.
    templates: Option<Templates>,
}

impl Interface {
    /// That of the site at `root` in `language`, a BCP 47 tag. What is wrong with it is added to `problems`.
    pub fn read(root: &Utf8Path, language: &str, problems: &mut Vec<Diagnostic>) -> Self {
        let files = template_files::read(root, problems);
        let words = Words::new(language, &files.translations, problems);
        Self { files, words }
    }

    /// Parses the templates. What is wrong with them is added to `problems`.
    #[must_use]
    pub fn parse(self, problems: &mut Vec<Diagnostic>) -> ParsedInterface {
        let mut templates = Templates::new(self.files.templates.clone(), &self.words, problems);
        // The embedded ones have a test instead.
        if self.files.has_own_templates {
            let unknown = templates.as_ref().map(Templates::unknown_names).unwrap_or_default();
            templates = templates.filter(|_| unknown.is_empty());
            problems.extend(unknown);
        }
        ParsedInterface { interface: self, templates }
    }

    /// The words that stand among those of the content.
    #[must_use]
    pub fn substitutes(&self) -> Substitutes {
        let words = |name: &str| self.words.text(name);
        Substitutes { removed: words("removed"), name_removed: words("name_removed"), title: words("untitled_site") }
    }
}

/// Makes every file of the site at `root` with `interface` and hands it to `receiver`. Problems,
/// errors included, are added to `problems`; with an error among them the files are not fit to be published, and
/// with a broken template there are none. `memory` is what an earlier build learnt; it may be empty.
pub fn render(
    root: &Utf8Path,
    site: &Site,
    interface: ParsedInterface,
    memory: &mut Memory,
    receiver: &dyn Receiver,
    problems: &mut Vec<Diagnostic>,
) {
    let ParsedInterface { interface: Interface { mut files, words }, templates } = interface;
    let base = files.assets.get(template_files::STYLESHEET).map(|bytes| String::from_utf8_lossy(bytes)).unwrap_or_default();
    if let Some(css) = theme::stylesheet(&site.settings.theme, &base, problems) {
        files.assets.insert(theme::STYLESHEET.to_owned(), css.into_bytes().into());
    }
    let assets = Assets::new(files.assets.iter().map(|(name, bytes)| (name.as_str(), bytes.as_ref())));
    let shared = shared(root, site, &files, &assets);
    let content = content::render(root, site, &shared, (words, assets), problems);
    let on_every_page = pages::site(site, &content);
    let shared = Ingredients::default().add_fingerprint(&shared).add(&on_every_page).finish();
    if let Some(mut templates) = templates {
        templates.give_site(&on_every_page);
        problems.extend(output::all(shared, site, &content, &templates, memory, receiver));
        let needs_code_stylesheet = content.has_highlighted_code();
        for (name, bytes) in files.assets {
            let needed = match name.as_str() {
                template_files::CODE_STYLESHEET => needs_code_stylesheet,
                template_files::REDIRECT_SCRIPT => !site.redirects.is_empty(),
                name if template_files::SEARCH.contains(&name) => site.settings.search,
                _ => true,
            };
            let address = content.assets.address(&name);
            if needed && receiver.wants(&address) {
                let inputs = template_files::asset_source(root, &name).into();
                receiver.take(OutputFile { address, bytes: bytes.into_owned(), inputs, fingerprint: None });
            }
        }
    } else {
        problems.extend(content.problems());
    }
}

/// What every page is made from, but for the site's own numbers.
fn shared(root: &Utf8Path, site: &Site, files: &TemplateFiles, assets: &Assets) -> Fingerprint {
    let texts = |sources: &BTreeMap<String, Arc<Source>>| -> Vec<(String, String)> {
        sources.iter().map(|(name, source)| (name.clone(), source.text().to_owned())).collect()
    };
    let redactions = std::fs::read(root.join(crate::redaction::FILE)).unwrap_or_default();
    Ingredients::default()
        .add(&format!("{:?}", site.settings))
        .add(&redactions)
        .add(&texts(&files.templates))
        .add(&texts(&files.translations))
        .add(&assets.all().iter().map(Address::path).collect::<Vec<_>>())
        .finish()
}

/// The addresses of all pages of the site.
pub fn page_addresses(site: &Site) -> impl Iterator<Item = Address> {
    output::page_addresses(site)
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
