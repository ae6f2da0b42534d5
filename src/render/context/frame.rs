//! The frame around every page.

use serde::Serialize;

use crate::render::words::Direction;

/// `site`: what holds on every page.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Site {
    /// The site's name.
    pub(in crate::render) title: String,
    /// One sentence about the site.
    pub(in crate::render) description: Option<String>,
    /// The language of the content, as a BCP 47 tag.
    pub(in crate::render) language: String,
    /// The language and its region as Open Graph writes them, such as `de_AT`; `none` for a language without a region.
    pub(in crate::render) locale: Option<String>,
    /// Which way the language is written: `ltr` or `rtl`.
    pub(in crate::render) direction: Direction,
    /// A sentence for the top of every page, such as that the site is a demonstration.
    pub(in crate::render) notice: Option<String>,
    /// How many questions the site has.
    pub(in crate::render) questions: usize,
    /// How many answers these have together.
    pub(in crate::render) answers: usize,
    /// How many experts are named.
    pub(in crate::render) experts: usize,
}

/// `frame`: what is the same around every page of one folder and one section of the site.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Frame {
    /// Which part of the site the page belongs to: `home`, `thread`, `topic`, `a-z`, `experts`, `tags`,
    /// `search`, `copy`, `changes`, `plain`, `redirect`, `gone` or `not-found`.
    pub(in crate::render) section: String,
    /// The icon for tabs and bookmarks.
    pub(in crate::render) icon: String,
    /// The stylesheets, the site's own colours last.
    pub(in crate::render) stylesheets: Vec<String>,
    /// The script for what only a script can do: the remembered appearance, copying a link.
    pub(in crate::render) script: String,
    /// The stylesheet for everything about searching; this and the next two are `none` where the site has no search.
    pub(in crate::render) search_stylesheet: Option<String>,
    /// The script that makes every search field lead to the search page.
    pub(in crate::render) search_field_script: Option<String>,
    /// The link to the search page, which needs scripts.
    pub(in crate::render) search: Option<String>,
    /// The link to the home page.
    pub(in crate::render) home: String,
    /// The link to the A–Z of questions.
    pub(in crate::render) a_to_z: String,
    /// The link to the list of experts.
    pub(in crate::render) experts: String,
    /// The link to the list of tags, where there are any.
    pub(in crate::render) tags: Option<String>,
    /// The link to the page that says where everything comes from.
    pub(in crate::render) about_this_copy: String,
    /// The link to the page that says what was copied and reviewed when.
    pub(in crate::render) changes: String,
    /// The link to the feed.
    pub(in crate::render) feed: String,
    /// The plain pages, such as `about.md`.
    pub(in crate::render) plain_pages: Vec<Link>,
    /// What `assets.html` makes of all this: the end of `head`. This and the next two are empty in these three templates themselves, which
    /// are rendered once for all pages of a folder and section and see neither `page` nor the page's own value.
    pub(in crate::render) assets_html: String,
    /// What `header.html` makes of it.
    pub(in crate::render) header_html: String,
    /// What `footer.html` makes of it.
    pub(in crate::render) footer_html: String,
}

/// `page`: what is a page's own in the frame around it.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Page {
    /// The page's own title, without the site's name.
    pub(in crate::render) title: String,
    /// One sentence for search engines.
    pub(in crate::render) description: Option<String>,
    /// The full address, where the site's is known.
    pub(in crate::render) canonical: Option<String>,
    /// True for a page that search engines should leave out, such as a draft.
    pub(in crate::render) unlisted: bool,
    /// The page as Markdown, for a thread.
    pub(in crate::render) markdown_twin: Option<String>,
    /// What programs should know about the page, as JSON-LD that can stand in a `script` element.
    pub(in crate::render) structured_data: Option<String>,
    /// The pages above this one, and this one last.
    pub(in crate::render) breadcrumb: Vec<Link>,
    /// Which page of its list this is, from 1.
    pub(in crate::render) number: usize,
    /// How many pages the list has.
    pub(in crate::render) page_count: usize,
    /// The list's first and last page and those around this one; empty where one page holds it all.
    pub(in crate::render) pages: Vec<Link>,
    /// The link to the page before this one in its list.
    pub(in crate::render) previous: Option<String>,
    /// The link to the page after this one in its list.
    pub(in crate::render) next: Option<String>,
    /// The stylesheet for highlighted code, where the page has any.
    pub(in crate::render) code_stylesheet: Option<String>,
    /// The feed of the topic that the page belongs to.
    pub(in crate::render) topic_feed: Option<Link>,
}

/// A link with its words.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Link {
    /// The words, as plain text.
    pub(in crate::render) title: String,
    /// The target.
    pub(in crate::render) href: String,
    /// True when this leads to the very page it stands on.
    pub(in crate::render) here: bool,
}
