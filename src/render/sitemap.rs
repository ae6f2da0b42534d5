//! `sitemap.xml` (sitemaps.org) and `robots.txt` (RFC 9309).

use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::diagnostic::{Code, Diagnostic};
use crate::settings;
use crate::site::{Address, Site};

/// So many pages one file may hold (sitemaps.org, "Sitemap index files").
const MOST_URLS: usize = 50_000;

/// The address of the sitemap, or of the index of its parts.
pub(super) fn address() -> Address {
    Address::well_known("sitemap.xml")
}

/// Says how to get a sitemap, where there is none.
pub(super) fn missing() -> Diagnostic {
    Diagnostic::new(Code::NoBaseUrl, "no `sitemap.xml` was made, since the site's address is not known")
        .note("the pages work without it; search engines and feed readers like to have it")
        .help(format!("set `base_url: https://…/` in `{}`, or build with `--base-url`", settings::FILE))
}

/// The sitemap of the pages that search engines should find, below `base_url`: one file, or an index and
/// parts where there are more pages than one file may hold.
///
/// # Errors
/// When the XML writer fails, which memory does not.
pub(super) fn sitemap(site: &Site, base_url: &str) -> io::Result<Vec<(Address, Vec<u8>)>> {
    in_parts(&listed(site), base_url, MOST_URLS)
}

fn in_parts(pages: &[(Address, Option<Date>)], base_url: &str, most: usize) -> io::Result<Vec<(Address, Vec<u8>)>> {
    let location = |address: &Address| format!("{base_url}{}", address.url_path());
    let entries =
        |pages: &[(Address, Option<Date>)]| pages.iter().map(|(address, changed)| (location(address), *changed)).collect::<Vec<_>>();
    if pages.len() <= most {
        return Ok(vec![(address(), written("urlset", "url", &entries(pages))?)]);
    }
    let mut files = Vec::new();
    let mut parts = Vec::new();
    for (index, part) in pages.chunks(most).enumerate() {
        let address = Address::well_known(&format!("sitemap-{}.xml", index + 1));
        parts.push((location(&address), part.iter().filter_map(|(_, changed)| *changed).max()));
        files.push((address, written("urlset", "url", &entries(part))?));
    }
    files.push((address(), written("sitemapindex", "sitemap", &parts)?));
    Ok(files)
}

/// A list of locations with the days of their last change, where known.
fn written(list: &str, item: &str, entries: &[(String, Option<Date>)]) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let namespace = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    writer.create_element(list).with_attribute(namespace).write_inner_content(|writer| {
        for (location, changed) in entries {
            writer.create_element(item).write_inner_content(|writer| {
                writer.create_element("loc").write_text_content(BytesText::new(location))?;
                if let Some(changed) = changed {
                    writer.create_element("lastmod").write_text_content(BytesText::new(&changed.to_string()))?;
                }
                Ok(())
            })?;
        }
        Ok(())
    })?;
    let mut bytes = writer.into_inner();
    bytes.push(b'\n');
    Ok(bytes)
}

/// The pages with the day of their last change, where it is known, by address; drafts are left out, and so
/// are the further pages of lists, from which nothing is found that the threads themselves do not say.
fn listed(site: &Site) -> Vec<(Address, Option<Date>)> {
    let mut pages = BTreeMap::new();
    for address in [Address::home(), Address::a_to_z(), Address::experts(), Address::about_this_copy(), Address::changes()] {
        pages.insert(address, None);
    }
    if !site.tags.is_empty() {
        pages.insert(Address::tags(), None);
    }
    pages.extend(site.tags.iter().map(|tag| (Address::tag(&tag.slug), None)));
    pages.extend(site.topics.iter().map(|entry| (Address::topic(&entry.topic.slug), None)));
    pages.extend(site.experts.iter().map(|expert| (Address::expert(&expert.slug), None)));
    pages.extend(site.pages.iter().map(|page| (Address::page(&page.slug), None)));
    let published = site.threads.iter().filter(|thread| !thread.thread.editorial.draft);
    pages.extend(published.map(|thread| (Address::thread(&thread.path), thread.updated())));
    pages.into_iter().collect()
}

/// `robots.txt`: everything may be read.
pub(super) fn robots(base_url: Option<&str>) -> String {
    let sitemap = base_url.map(|base_url| format!("\nSitemap: {base_url}{}\n", address().path()));
    format!("User-agent: *\nAllow: /\n{}", sitemap.unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_sitemap_comes_in_parts_below_an_index() {
        let day = jiff::civil::date(2026, 11, 1);
        let pages: Vec<(Address, Option<Date>)> = (0..5).map(|number| (Address::page(&format!("p{number}")), Some(day))).collect();
        let files = in_parts(&pages, "https://a.example/", 2).unwrap();
        let paths: Vec<&str> = files.iter().map(|(address, _)| address.path()).collect();
        assert_eq!(paths, ["sitemap-1.xml", "sitemap-2.xml", "sitemap-3.xml", "sitemap.xml"]);
        let text = |index: usize| String::from_utf8_lossy(&files[index].1).into_owned();
        assert_eq!(text(0).matches("<url>").count(), 2);
        assert_eq!(text(2).matches("<url>").count(), 1);
        assert!(text(3).contains("<sitemap><loc>https://a.example/sitemap-3.xml</loc><lastmod>2026-11-01</lastmod></sitemap>"));
        assert_eq!(in_parts(&pages, "https://a.example/", 5).unwrap().len(), 1);
    }
}
