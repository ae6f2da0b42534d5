//! The site's data as what each template is given.

mod comparison;
mod copy;
mod expert;
mod lists;
mod scale;
mod thread;

use crate::site::{Address, LIST_LENGTH, Site, SiteThread};

use super::content::Content;
use super::context;
use super::links::Links;

pub(super) use comparison::compare;
pub(super) use copy::{changes, copy, no_contact};
pub(super) use expert::{answers, expert, experts};
pub(super) use lists::{Lists, home, index, search, tag, tags, topic, topics};
pub(super) use thread::{Surroundings, moved_answers, place_of, surroundings, thread, title_of};

/// What holds on every page.
pub(super) fn site(site: &Site, content: &Content<'_>) -> context::Site {
    context::Site {
        title: site.settings.title.clone(),
        description: site.settings.description.clone(),
        language: site.settings.language.clone(),
        locale: locale(&site.settings.language),
        direction: content.words.direction,
        notice: site.settings.notice.clone(),
        questions: site.threads.len(),
        answers: site.threads.iter().map(|thread| thread.thread.answers.len()).sum(),
        experts: site.experts.len(),
    }
}

/// A language tag as Open Graph writes it (ogp.me, `language_TERRITORY`), if it names a region.
fn locale(language: &str) -> Option<String> {
    let mut parts = language.split(['-', '_']).take_while(|part| part.len() > 1);
    let primary = parts.next()?.to_lowercase();
    let region = parts.find(|part| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_alphabetic()))?;
    Some(format!("{primary}_{}", region.to_uppercase()))
}

/// The page called `title` on which `links` stand.
pub(super) fn page(site: &Site, links: &Links<'_>, title: &str) -> context::Page {
    let canonical = canonical(site, links.from);
    context::Page { title: title.to_owned(), canonical, number: 1, page_count: 1, ..context::Page::default() }
}

/// The frame of pages in `section`, with such `links`, but for its finished HTML.
pub(super) fn frame(site: &Site, content: &Content<'_>, links: &Links<'_>, section: &str) -> context::Frame {
    let address = links.from;
    let plain_pages = site.pages.iter().map(|page| {
        let target = Address::page(&page.slug);
        context::Link { title: page.title.clone(), href: links.to(&target), here: target == *address }
    });
    context::Frame {
        section: section.to_owned(),
        icon: links.to(&content.assets.address(super::template_files::ICON)),
        stylesheets: content.assets.stylesheets().map(|address| links.to(address)).collect(),
        script: links.to(&content.assets.address(super::template_files::SCRIPT)),
        search_stylesheet: site.settings.search.then(|| links.to(&content.assets.address("search.css"))),
        search_field_script: site.settings.search.then(|| links.to(&content.assets.address("search-field.js"))),
        search: site.settings.search.then(|| links.to(&Address::search())),
        home: links.to(&Address::home()),
        a_to_z: links.to(&Address::a_to_z()),
        experts: links.to(&Address::experts()),
        tags: (!site.tags.is_empty()).then(|| links.to(&Address::tags())),
        about_this_copy: links.to(&Address::about_this_copy()),
        changes: links.to(&Address::changes()),
        feed: links.to(&Address::well_known("feed.xml")),
        plain_pages: plain_pages.collect(),
        ..context::Frame::default()
    }
}

/// The full address of a page, where the site's is known.
pub(super) fn canonical(site: &Site, address: &Address) -> Option<String> {
    site.settings.base_url.as_ref().map(|base_url| [base_url, address.url_path()].concat())
}

/// Adds the breadcrumb: the home page, the pages `above`, and the page itself.
pub(super) fn with_breadcrumb(
    mut page: context::Page,
    content: &Content<'_>,
    links: &Links<'_>,
    above: &[(String, String)],
) -> context::Page {
    let link = |title: &str, href: &str| context::Link { title: title.to_owned(), href: href.to_owned(), here: false };
    page.breadcrumb = vec![link(&content.words.text("home"), &links.to(&Address::home()))];
    page.breadcrumb.extend(above.iter().map(|(title, href)| link(title, href)));
    page.breadcrumb.push(context::Link { title: page.title.clone(), href: String::new(), here: true });
    page
}

/// Makes `page` the one with `number` of the `count` pages of the list that begins at `first`.
pub(super) fn numbered(
    mut page: context::Page,
    content: &Content<'_>,
    links: &Links<'_>,
    first: &Address,
    number: usize,
    count: usize,
) -> context::Page {
    page.number = number;
    page.page_count = count;
    if count < 2 {
        return page;
    }
    let to = |number: usize| links.to(&first.numbered(number));
    let shown = |other: &usize| *other == 1 || *other == count || other.abs_diff(number) <= 2;
    page.pages = (1..=count)
        .filter(shown)
        .map(|other| context::Link { title: content.words.number(other), href: to(other), here: other == number })
        .collect();
    page.previous = (number > 1).then(|| to(number - 1));
    page.next = (number < count).then(|| to(number + 1));
    if number > 1 {
        let place = content.words.say("page_number", &[("number", &content.words.number(number))]);
        page.title = format!("{}{}{place}", page.title, content.words.text("list_separator"));
    }
    page
}

/// The entries of the page with `number`, of which `on_a_page` stand on each.
pub(super) fn slice<T>(entries: &[T], number: usize, on_a_page: usize) -> &[T] {
    let start = ((number - 1) * on_a_page).min(entries.len());
    &entries[start..(start + on_a_page).min(entries.len())]
}

fn listed<'a>(
    site: &'a Site,
    threads: &'a [usize],
    number: usize,
    links: &'a Links<'_>,
) -> impl Iterator<Item = context::ThreadEntry> + 'a {
    slice(threads, number, LIST_LENGTH).iter().map(|thread| thread_entry(&site.threads[*thread], links))
}

fn thread_entry(thread: &SiteThread, links: &Links<'_>) -> context::ThreadEntry {
    context::ThreadEntry {
        title: thread.display_title(),
        href: links.to(&Address::thread(&thread.path)),
        answers: thread.thread.answers.len(),
        draft: thread.thread.editorial.draft,
        reviewed: None,
    }
}

fn thread_link(thread: &SiteThread, links: &Links<'_>) -> context::Link {
    context::Link { title: thread.display_title(), href: links.to(&Address::thread(&thread.path)), here: false }
}
