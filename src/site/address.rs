//! Every address of the site is made here, and nowhere else.

use std::fmt;

use crate::thread::ThreadPath;
use crate::thread::slug::is_portable_name;

/// A file of the site by its path below the root, such as `numbness/will-it-fade.html`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Address(String);

impl Address {
    /// The home page.
    #[must_use]
    pub fn home() -> Self {
        Self("index.html".to_owned())
    }

    /// A thread's page.
    #[must_use]
    pub fn thread(path: &ThreadPath) -> Self {
        Self([&path.topic, "/", &path.slug, ".html"].concat())
    }

    /// The Markdown twin beside a thread's page.
    #[must_use]
    pub fn twin(path: &ThreadPath) -> Self {
        Self([&path.topic, "/", &path.slug, ".md"].concat())
    }

    /// A topic's page.
    #[must_use]
    pub fn topic(slug: &str) -> Self {
        Self(format!("{slug}/index.html"))
    }

    /// An expert's page.
    #[must_use]
    pub fn expert(slug: &str) -> Self {
        Self(["experts/", slug, ".html"].concat())
    }

    /// The list of experts.
    #[must_use]
    pub fn experts() -> Self {
        Self("experts/index.html".to_owned())
    }

    /// A plain page, such as `about`.
    #[must_use]
    pub fn page(slug: &str) -> Self {
        Self(format!("{slug}.html"))
    }

    /// The A–Z of questions.
    #[must_use]
    pub fn a_to_z() -> Self {
        Self("a-z.html".to_owned())
    }

    /// The search page.
    #[must_use]
    pub fn search() -> Self {
        Self("search.html".to_owned())
    }

    /// A part of the search index, such as `words/12`.
    #[must_use]
    pub fn search_shard(name: &str) -> Self {
        Self(format!("search/{name}.js"))
    }

    /// The list of tags.
    #[must_use]
    pub fn tags() -> Self {
        Self("tags/index.html".to_owned())
    }

    /// The questions with one tag.
    #[must_use]
    pub fn tag(slug: &str) -> Self {
        Self(format!("tags/{slug}.html"))
    }

    /// The page that says where everything comes from.
    #[must_use]
    pub fn about_this_copy() -> Self {
        Self("about-this-copy.html".to_owned())
    }

    /// The page that says what was copied and reviewed when.
    #[must_use]
    pub fn changes() -> Self {
        Self("changes.html".to_owned())
    }

    /// The feed of one topic.
    #[must_use]
    pub fn topic_feed(slug: &str) -> Self {
        Self(format!("{slug}/feed.xml"))
    }

    /// The page with this number, from 1, of the list that begins here. The first one is the list's own
    /// address, so that it stays when the list grows.
    #[must_use]
    pub fn numbered(&self, number: usize) -> Self {
        if number == 1 {
            return self.clone();
        }
        match self.0.strip_suffix("index.html") {
            Some(folder) if folder.ends_with('/') => Self(format!("{folder}page-{number}.html")),
            _ => Self(format!("{}-page-{number}.html", self.0.trim_end_matches(".html"))),
        }
    }

    /// A file at the root whose name is fixed by a convention, such as `robots.txt`.
    #[must_use]
    pub fn well_known(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// A file that pages load, such as `assets/site.css`.
    #[must_use]
    pub fn asset(name: &str) -> Self {
        Self(format!("assets/{name}"))
    }

    /// An address that an editor wrote, relative to the site's root with or without a leading `/`;
    /// `None` where it leads outside, is no page, or would not work on every host.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let path = text.strip_prefix('/').unwrap_or(text);
        let path = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
        let stem = path.strip_suffix(".html")?;
        stem.split('/').all(is_portable_name).then_some(Self(path))
    }

    /// The path below the site's root, with `/` between folders.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.0
    }

    /// The path as it stands behind the base URL: a folder's page without its `index.html`.
    #[must_use]
    pub fn url_path(&self) -> &str {
        match self.0.strip_suffix("index.html") {
            Some(folder) if folder.is_empty() || folder.ends_with('/') => folder,
            _ => &self.0,
        }
    }

    /// The link from the page at `from` to this file. It names the file itself and climbs with
    /// `../`, so it works at a domain's root, below a path, and from disk.
    #[must_use]
    pub fn relative_to(&self, from: &Address) -> String {
        let target: Vec<&str> = self.0.split('/').collect();
        let base: Vec<&str> = from.0.split('/').collect();
        let base_folders = &base[..base.len() - 1];
        let target_folders = &target[..target.len() - 1];
        let shared = base_folders.iter().zip(target_folders).take_while(|(one, other)| one == other).count();
        let mut link = "../".repeat(base_folders.len() - shared);
        link.push_str(&target[shared..].join("/"));
        link
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "/{}", self.url_path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_climb_out_and_name_the_file() {
        let thread = Address::thread(&ThreadPath { topic: "numbness".into(), slug: "fade".into() });
        assert_eq!(thread.relative_to(&Address::home()), "numbness/fade.html");
        assert_eq!(Address::home().relative_to(&thread), "../index.html");
        assert_eq!(Address::topic("numbness").relative_to(&thread), "index.html");
        assert_eq!(Address::expert("lind").relative_to(&thread), "../experts/lind.html");
    }

    #[test]
    fn a_lists_first_page_keeps_its_address() {
        let topic = Address::topic("numbness");
        assert_eq!(topic.numbered(1), topic);
        assert_eq!(topic.numbered(2).path(), "numbness/page-2.html");
        assert_eq!(Address::a_to_z().numbered(12).path(), "a-z-page-12.html");
    }

    #[test]
    fn an_editors_address_stays_inside_and_portable() {
        assert_eq!(Address::parse("/numbness/").map(|address| address.path().to_owned()).as_deref(), Some("numbness/index.html"));
        for wrong in ["../x.html", "a/../b.html", "x.php", "A.html", "con.html", "a//b.html", "https://x.example/a.html", "x.html#a"] {
            assert_eq!(Address::parse(wrong), None, "{wrong}");
        }
    }
}
