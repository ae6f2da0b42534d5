//! `sitemap.xml` (sitemaps.org) and `robots.txt` (RFC 9309).

use std::collections::BTreeMap;
use std::io;

use jiff::civil::Date;
use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesText, Event};

use crate::diagnostic::{Code, Diagnostic};
use crate::settings;
use crate::site::{Address, Site};

/// The address of the sitemap.
pub(super) fn address() -> Address {
    Address::well_known("sitemap.xml")
}

/// Says how to get a sitemap, where there is none.
pub(super) fn missing() -> Diagnostic {
    Diagnostic::new(Code::NoBaseUrl, "no `sitemap.xml` was made, since the site's address is not known")
        .note("the pages work without it; search engines and feed readers like to have it")
        .help(format!("set `base_url: https://…/` in `{}`, or build with `--base-url`", settings::FILE))
}

/// The sitemap of the pages that search engines should find, below `base_url`.
///
/// # Errors
/// When the XML writer fails, which memory does not.
pub(super) fn sitemap(site: &Site, base_url: &str) -> io::Result<Vec<u8>> {
    let mut writer = Writer::new(Vec::new());
    writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None)))?;
    let namespace = ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9");
    writer.create_element("urlset").with_attribute(namespace).write_inner_content(|writer| {
        for (address, changed) in listed(site) {
            writer.create_element("url").write_inner_content(|writer| {
                let location = format!("{base_url}{}", address.url_path());
                writer.create_element("loc").write_text_content(BytesText::new(&location))?;
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

/// The pages with the day of their last change, where it is known; drafts are left out.
fn listed(site: &Site) -> BTreeMap<Address, Option<Date>> {
    let mut pages = BTreeMap::new();
    for address in [Address::home(), Address::a_to_z(), Address::experts()] {
        pages.insert(address, None);
    }
    pages.extend(site.topics.iter().map(|entry| (Address::topic(&entry.topic.slug), None)));
    pages.extend(site.experts.iter().map(|expert| (Address::expert(&expert.slug), None)));
    pages.extend(site.pages.iter().map(|page| (Address::page(&page.slug), None)));
    let published = site.threads.iter().filter(|thread| !thread.thread.editorial.draft);
    pages.extend(published.map(|thread| (Address::thread(&thread.path), thread.updated())));
    pages
}

/// `robots.txt`: everything may be read.
pub(super) fn robots(base_url: Option<&str>) -> String {
    let sitemap = base_url.map(|base_url| format!("\nSitemap: {base_url}{}\n", address().path()));
    format!("User-agent: *\nAllow: /\n{}", sitemap.unwrap_or_default())
}
