//! `sitegen.yaml`: what the site is called and where it will stand. Everything has a default.

use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::document::{Document, Fields};

/// The name of the settings file at the site's root.
pub const FILE: &str = "sitegen.yaml";

/// The site's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The site's name, on every page.
    pub title: String,
    /// One sentence about the site, for the feed and search engines.
    pub description: Option<String>,
    /// The full address of the site's root, ending in `/`; `None` where it is not known yet. The
    /// pages work anywhere either way; the sitemap needs it.
    pub base_url: Option<String>,
    /// The language of the content, as a BCP 47 tag.
    pub language: String,
    /// A sentence shown on top of every page, such as that the site is a demonstration.
    pub notice: Option<String>,
    /// The site's own disclaimer, for threads whose source had none.
    pub disclaimer: Option<String>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            title: "Questions and answers".to_owned(),
            description: None,
            base_url: None,
            language: "en".to_owned(),
            notice: None,
            disclaimer: None,
        }
    }
}

/// Reads `sitegen.yaml`; what is wrong is added to `problems`, and the default stands in.
pub fn read(source: &Arc<Source>, problems: &mut Vec<Diagnostic>) -> Settings {
    let Some(document) = Document::parse(source, 0..source.text().len(), problems) else {
        return Settings::default();
    };
    let mut fields = document.fields(problems);
    let default = Settings::default();
    let settings = Settings {
        title: fields.text("title").unwrap_or(default.title),
        description: fields.text("description"),
        base_url: base_url(&mut fields),
        language: fields.text("language").unwrap_or(default.language),
        notice: fields.text("notice"),
        disclaimer: fields.text("disclaimer").map(|text| text.trim_end().to_owned()).filter(|text| !text.is_empty()),
    };
    fields.finish();
    settings
}

fn base_url(fields: &mut Fields<'_>) -> Option<String> {
    let text = fields.text("base_url")?;
    let parsed = parse_base_url(&text);
    if parsed.is_none() {
        fields.problem(
            "base_url",
            Code::WrongType,
            format!("`{text}` is not a full web address"),
            "an address expected",
            "write it with its scheme, such as `base_url: https://faq.example.org/`",
        );
    }
    parsed
}

/// A site's full address with a `/` at its end, or `None` where `text` is no such address.
#[must_use]
pub fn parse_base_url(text: &str) -> Option<String> {
    let host = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"))?;
    let plain = !host.is_empty()
        && !host.starts_with('/')
        && host.chars().all(|character| character.is_ascii_graphic() && !"<>\"'`{}|\\^?#".contains(character));
    plain.then(|| format!("{}/", text.trim_end_matches('/')))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_base_url_ends_in_one_slash() {
        assert_eq!(parse_base_url("https://a.example/faq").as_deref(), Some("https://a.example/faq/"));
        assert_eq!(parse_base_url("https://a.example///").as_deref(), Some("https://a.example/"));
        for wrong in ["a.example", "ftp://a.example/", "https://", "https:///x", "https://a.example/?q", "https://a b"] {
            assert_eq!(parse_base_url(wrong), None, "{wrong}");
        }
    }
}
