//! Where a link leads, and how it is written on the page it stands on.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::site::{Address, Redirect, Site, SiteThread};
use crate::thread::ThreadPath;

use super::fingerprint::{Fingerprint, Ingredients};

/// A place on the site, wherever the link to it will stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Target {
    pub(super) address: Address,
    pub(super) fragment: Option<String>,
}

/// How the links of one page are written.
pub(super) struct Links<'a> {
    /// The page on which they stand.
    pub(super) from: &'a Address,
    /// Put in front of the path where relative links cannot work: on the page for wrong addresses,
    /// which is served at any depth, and in a feed, which is read elsewhere.
    pub(super) root: Option<&'a str>,
}

impl<'a> Links<'a> {
    /// Links relative to the page at `from`.
    pub(super) fn relative(from: &'a Address) -> Self {
        Self { from, root: None }
    }

    /// The link to a file of the site.
    pub(super) fn to(&self, address: &Address) -> String {
        match self.root {
            Some(root) => format!("{root}{}", address.url_path()),
            None => address.relative_to(self.from),
        }
    }

    /// The link to a place on a page of the site.
    pub(super) fn to_target(&self, target: &Target) -> String {
        match &target.fragment {
            Some(fragment) if self.root.is_none() && target.address == *self.from => format!("#{fragment}"),
            Some(fragment) => format!("{}#{fragment}", self.to(&target.address)),
            None => self.to(&target.address),
        }
    }
}

/// The path of the base URL, which pages served at any depth put in front of their links.
pub(super) fn root_path(base_url: Option<&str>) -> String {
    let after_scheme = base_url.and_then(|url| url.split_once("://")).map_or("", |(_, rest)| rest);
    after_scheme.find('/').map_or_else(|| "/".to_owned(), |index| after_scheme[index..].to_owned())
}

/// Every page and asset that a link in an editor's Markdown can lead to.
pub(super) struct Destinations<'a> {
    site: &'a Site,
    /// Pages but for those of threads, with the places on them that a link can name.
    pages: BTreeMap<Address, &'a [String]>,
    /// Old addresses, which links skip.
    moved: BTreeMap<Address, &'a Redirect>,
    assets: BTreeSet<Address>,
    digest: OnceLock<Fingerprint>,
}

/// Why a link leads nowhere.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum DeadEnd {
    /// It climbs above the site's root.
    Outside,
    /// There is no such page or asset; the path that was looked for.
    NoPage(String),
    /// The page has no such place; the page's path and the places that it has.
    NoPlace(String, Vec<String>),
}

impl<'a> Destinations<'a> {
    /// Takes down everything that `site` will publish.
    pub(super) fn new(site: &'a Site, assets: BTreeSet<Address>) -> Self {
        let fixed = [Address::home(), Address::a_to_z(), Address::experts(), Address::well_known("feed.xml")];
        let topics = site.topics.iter().map(|entry| Address::topic(&entry.topic.slug));
        let plain = site.pages.iter().map(|page| Address::page(&page.slug));
        let experts = site.experts.iter().map(|expert| Address::expert(&expert.slug));
        let pages = fixed.into_iter().chain(topics).chain(plain).chain(experts).map(|address| (address, &[][..]));
        let withdrawn = site.withdrawn.iter().map(|withdrawn| (Address::thread(&withdrawn.path), withdrawn.answers.as_slice()));
        let moved = site.redirects.iter().map(|redirect| (redirect.from.clone(), redirect)).collect();
        Self { site, pages: pages.chain(withdrawn).collect(), moved, assets, digest: OnceLock::new() }
    }

    /// The SHA-256 of everything that a link can lead to.
    pub(super) fn digest(&self) -> &Fingerprint {
        self.digest.get_or_init(|| {
            let mut ingredients = Ingredients::default();
            ingredients.add(&self.pages.iter().map(|(page, places)| (page.path(), places)).collect::<Vec<_>>());
            for thread in &self.site.threads {
                ingredients.add(&(thread.path.to_string(), places(thread).collect::<Vec<_>>()));
            }
            ingredients.add(&self.assets.iter().map(Address::path).collect::<Vec<_>>());
            for (from, redirect) in &self.moved {
                let merged = redirect.merged.map(|(thread, merged)| self.site.threads[thread].merged[merged].path.to_string());
                ingredients.add(&(from.path(), redirect.to.path(), merged));
            }
            ingredients.finish()
        })
    }

    /// The places that a link can name on the page at `address`; `None` where there is no page.
    fn places(&self, address: &Address) -> Option<Vec<&str>> {
        if let Some(places) = self.pages.get(address) {
            return Some(places.iter().map(String::as_str).collect());
        }
        let is_twin = address.path().ends_with(".md");
        let path = ThreadPath::parse(address.path().strip_suffix(if is_twin { ".md" } else { ".html" })?)?;
        let found = self.site.threads.binary_search_by(|thread| thread.path.cmp(&path)).ok()?;
        Some(if is_twin { Vec::new() } else { places(&self.site.threads[found]).collect() })
    }

    /// The place that `link` means when it stands in the content file of which the folder below
    /// `content/` is `folder` and the page is `own`. A `.md` file means its page.
    pub(super) fn resolve(&self, link: &str, folder: &str, own: &Address) -> Result<Target, DeadEnd> {
        let (path, fragment) = link.split_once('#').map_or((link, None), |(path, fragment)| (path, Some(fragment)));
        let fragment = fragment.filter(|fragment| !fragment.is_empty()).map(str::to_owned);
        let path = path.split('?').next().unwrap_or_default();
        let written = if path.is_empty() { own.clone() } else { self.page_or_asset(path, folder)? };
        let (address, fragment) = self.moved(written, fragment);
        if let Some(fragment) = &fragment {
            let places = self.places(&address).unwrap_or_default();
            if !places.contains(&fragment.as_str()) {
                let known: BTreeSet<&str> = places.into_iter().collect();
                return Err(DeadEnd::NoPlace(address.path().to_owned(), known.into_iter().map(str::to_owned).collect()));
            }
        }
        Ok(Target { address, fragment })
    }

    /// Where a place is now, if its page or thread has moved.
    fn moved(&self, address: Address, fragment: Option<String>) -> (Address, Option<String>) {
        let Some(redirect) = self.moved.get(&address) else { return (address, fragment) };
        let fragment = match redirect.merged {
            Some((thread, merged)) => fragment.map(|id| self.site.threads[thread].merged[merged].answer_id(&id)),
            None => fragment,
        };
        (redirect.to.clone(), fragment)
    }

    /// The asset that an image's `link` means.
    pub(super) fn resolve_asset(&self, link: &str, folder: &str) -> Result<Address, DeadEnd> {
        let path = normalise(link, folder).ok_or(DeadEnd::Outside)?;
        let address = Address::well_known(&path);
        if self.assets.contains(&address) { Ok(address) } else { Err(DeadEnd::NoPage(path)) }
    }

    /// The page or asset most like a path that leads nowhere.
    pub(super) fn closest(&self, path: &str) -> Option<String> {
        let threads = || self.site.threads.iter().flat_map(|thread| [Address::thread(&thread.path), Address::twin(&thread.path)]);
        let names: BTreeSet<Address> = self.pages.keys().chain(&self.assets).cloned().chain(threads()).collect();
        let published = |path: &&str| names.contains(&Address::well_known(path));
        let close = self.site.closest_page(path).filter(published);
        close.or_else(|| crate::diagnostic::did_you_mean(path, names.iter().map(Address::path))).map(str::to_owned)
    }

    fn page_or_asset(&self, path: &str, folder: &str) -> Result<Address, DeadEnd> {
        let path = normalise(path, folder).ok_or(DeadEnd::Outside)?;
        let path = page_path(&path);
        let address = Address::well_known(&path);
        let found = self.places(&address).is_some() || self.moved.contains_key(&address) || self.assets.contains(&address);
        if found { Ok(address) } else { Err(DeadEnd::NoPage(path)) }
    }
}

/// The places on a thread's page that a link can name.
fn places(thread: &SiteThread) -> impl Iterator<Item = &str> {
    let answers = thread.thread.answers.iter().map(|answer| answer.id.as_str());
    answers.chain(thread.withdrawn.iter().map(|answer| answer.id.as_str()))
}

/// The published path of a content file's path; other paths stay as they are.
fn page_path(path: &str) -> String {
    if path.is_empty() || path.ends_with('/') {
        return format!("{path}index.html");
    }
    match path.strip_suffix(".md") {
        Some("_index") => "index.html".to_owned(),
        Some(stem) if stem.ends_with("/_index") => format!("{}index.html", stem.trim_end_matches("_index")),
        Some(stem) => format!("{stem}.html"),
        None => path.to_owned(),
    }
}

/// `path` without `.` and `..`, from the site's root; `None` where it climbs above.
fn normalise(path: &str, folder: &str) -> Option<String> {
    let (start, rest) = match path.strip_prefix('/') {
        Some(rest) => ("", rest),
        None => (folder, path),
    };
    let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
    for part in rest.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part => parts.push(part),
        }
    }
    let is_folder = rest.is_empty() || rest.ends_with('/') || rest.ends_with("..");
    let joined = parts.join("/");
    Some(if is_folder && !joined.is_empty() { format!("{joined}/") } else { joined })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_resolved_from_the_content_file() {
        assert_eq!(normalise("../b/c.md", "a").as_deref(), Some("b/c.md"));
        assert_eq!(normalise("/b/c.html", "a").as_deref(), Some("b/c.html"));
        assert_eq!(normalise("./c.md", "a").as_deref(), Some("a/c.md"));
        assert_eq!(normalise("..", "a").as_deref(), Some(""));
        assert_eq!(normalise("../../c.md", "a"), None);
        assert_eq!(page_path("a/_index.md"), "a/index.html");
        assert_eq!(page_path("_index.md"), "index.html");
        assert_eq!(page_path("a/"), "a/index.html");
        assert_eq!(page_path("about.md"), "about.html");
    }

    #[test]
    fn the_page_for_wrong_addresses_links_from_the_sites_root() {
        assert_eq!(root_path(None), "/");
        assert_eq!(root_path(Some("https://a.example/")), "/");
        assert_eq!(root_path(Some("https://a.example/faq/")), "/faq/");
        let from = Address::page("404");
        let links = Links { from: &from, root: Some("/faq/") };
        assert_eq!(links.to(&Address::home()), "/faq/");
        assert_eq!(links.to(&Address::a_to_z()), "/faq/a-z.html");
    }
}
