//! `theme:` and the other settings that decide how a site looks and what it says of itself.

use std::collections::BTreeMap;

use crate::diagnostic::Code;
use crate::document::Fields;

/// The colours that a site can choose, by their names in the stylesheet.
pub const COLOURS: [&str; 6] = ["paper", "shade", "ink", "faint", "rule", "accent"];

/// A site's own colours and typefaces; what is absent stays as the stylesheet has it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Theme {
    /// Colours by name, as `#rrggbb`, for the light scheme.
    pub light: BTreeMap<&'static str, String>,
    /// Colours by name, as `#rrggbb`, for the dark scheme.
    pub dark: BTreeMap<&'static str, String>,
    /// The typefaces for what people wrote, as CSS writes a list of them.
    pub reading_font: Option<String>,
    /// The typefaces for everything around it.
    pub interface_font: Option<String>,
}

/// What a thread's page says it is, in terms of schema.org.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum StructuredData {
    /// A page about a question with suggested answers: true of every site.
    #[default]
    WebPage,
    /// The same, about medicine.
    MedicalWebPage,
    /// A page where readers can answer.
    QaPage,
    /// A page of questions with one answer each.
    FaqPage,
}

/// The names of the kinds of structured data, as the settings write them.
const KINDS: [(&str, StructuredData); 4] = [
    ("web-page", StructuredData::WebPage),
    ("medical-web-page", StructuredData::MedicalWebPage),
    ("qa-page", StructuredData::QaPage),
    ("faq-page", StructuredData::FaqPage),
];

/// Reads `theme:`.
pub(super) fn theme(fields: &mut Fields<'_>) -> Theme {
    Theme {
        light: colours(fields),
        dark: fields.mapping("dark", colours).unwrap_or_default(),
        reading_font: font(fields, "reading_font"),
        interface_font: font(fields, "interface_font"),
    }
}

fn colours(fields: &mut Fields<'_>) -> BTreeMap<&'static str, String> {
    let mut found = BTreeMap::new();
    for name in COLOURS {
        let Some(text) = fields.text(name) else { continue };
        match six_digits(&text) {
            Some(colour) => {
                found.insert(name, colour);
            }
            None => fields.problem(
                name,
                Code::WrongType,
                format!("`{text}` is not a colour that sitegen can check"),
                "a colour expected",
                format!("write it as red, green and blue in hexadecimal and in quotes, such as `{name}: \"#0b5394\"`"),
            ),
        }
    }
    found
}

/// A colour `#rgb` or `#rrggbb` as `#rrggbb` in small letters.
fn six_digits(text: &str) -> Option<String> {
    let digits = text.strip_prefix('#').filter(|digits| digits.chars().all(|digit| digit.is_ascii_hexdigit()))?.to_ascii_lowercase();
    match digits.len() {
        3 => Some(digits.chars().fold("#".to_owned(), |colour, digit| format!("{colour}{digit}{digit}"))),
        6 => Some(format!("#{digits}")),
        _ => None,
    }
}

fn font(fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    let text = fields.text(key)?;
    let harmless = |character: char| character.is_alphanumeric() || matches!(character, ' ' | ',' | '-' | '"' | '\'');
    if !text.is_empty() && text.chars().all(harmless) && text.matches('"').count() % 2 == 0 && text.matches('\'').count() % 2 == 0 {
        return Some(text);
    }
    fields.problem(
        key,
        Code::WrongType,
        format!("`{text}` is not a list of typefaces"),
        "names with commas between them expected",
        format!("write the names as CSS does, such as `{key}: Charter, Georgia, serif`"),
    );
    None
}

/// Reads `structured_data:`; what a search engine would not accept is said.
pub(super) fn structured_data(fields: &mut Fields<'_>) -> StructuredData {
    let key = "structured_data";
    let Some(text) = fields.text(key) else { return StructuredData::default() };
    let Some((_, kind)) = KINDS.iter().find(|(name, _)| *name == text) else {
        let names = KINDS.map(|(name, _)| format!("`{name}`")).join(", ");
        fields.problem(
            key,
            Code::WrongType,
            format!("`{text}` is no kind of structured data"),
            "not known",
            format!("write one of {names}"),
        );
        return StructuredData::default();
    };
    match kind {
        StructuredData::QaPage => fields.problem(
            key,
            Code::StructuredData,
            "Google accepts `QAPage` only where readers can submit answers to the question, and a static site has no such place",
            "may count as misleading",
            "leave this line out, unless your readers can answer on these very pages",
        ),
        StructuredData::FaqPage => fields.problem(
            key,
            Code::StructuredData,
            "Google accepts `FAQPage` only for questions with one answer, so that threads with several stay `WebPage`",
            "for some pages only",
            "leave this line out, unless your site is the official source of its answers",
        ),
        StructuredData::WebPage | StructuredData::MedicalWebPage => {}
    }
    *kind
}

/// Reads `contact:`, an e-mail or web address to which a request to remove something goes.
pub(super) fn contact(fields: &mut Fields<'_>) -> Option<String> {
    let text = fields.text("contact")?;
    let plain = text.chars().all(|character| character.is_ascii_graphic() && !"<>\"'`{}|\\^".contains(character));
    let mail = text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.') && !host.contains(['@', '/', ':']));
    let web = ["https://", "http://"].iter().any(|scheme| text.strip_prefix(scheme).is_some_and(|host| !host.is_empty()));
    if plain && (mail && !text.contains([':', '/', '?', '%']) || web) {
        return Some(text);
    }
    fields.problem(
        "contact",
        Code::WrongType,
        format!("`{text}` is neither an e-mail address nor a web address"),
        "an address expected",
        "write `contact: editor@faq.example` or `contact: https://faq.example/contact`",
    );
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_hexadecimal() {
        assert_eq!(six_digits("#0B5394").as_deref(), Some("#0b5394"));
        assert_eq!(six_digits("#fa0").as_deref(), Some("#ffaa00"));
        for wrong in ["red", "#12", "#12345g", "#fff;}", "0b5394", "#0b539400"] {
            assert_eq!(six_digits(wrong), None, "{wrong}");
        }
    }
}
