//! `sitegen.yaml`: what the site is called and where it will stand. Everything has a default.

mod theme;

use std::sync::Arc;

use camino::Utf8Path;

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::document::{Document, Fields, read_source};

pub use theme::{COLOURS, StructuredData, Theme};

/// The name of the settings file at the site's root.
pub const FILE: &str = "sitegen.yaml";

/// The site's settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// The site's name, on every page; empty where the file gives none, until the site is loaded.
    pub title: String,
    /// One sentence about the site, for the feed and search engines.
    pub description: Option<String>,
    /// The full address of the site's root, ending in `/`; `None` where it is not known yet. The
    /// pages work anywhere either way; the sitemap needs it.
    pub base_url: Option<String>,
    /// The language of the content, as a BCP 47 tag.
    pub language: String,
    /// Show `[name removed]` where an answer addresses a forum user by name.
    pub mask_user_names: bool,
    /// A sentence shown on top of every page, such as that the site is a demonstration.
    pub notice: Option<String>,
    /// The site's own disclaimer, for threads whose source had none.
    pub disclaimer: Option<String>,
    /// Whether readers can search the site.
    pub search: bool,
    /// Groups of words and phrases that mean the same to somebody who searches.
    pub synonyms: Vec<Vec<String>>,
    /// Whether threads that share telling words are shown below each other, on top of those that an editor chooses.
    pub related: bool,
    /// An e-mail or web address for requests to correct or remove something.
    pub contact: Option<String>,
    /// The site's own colours and typefaces.
    pub theme: Theme,
    /// What threads' pages tell programs that they are.
    pub structured_data: StructuredData,
    /// Words by which import recognises the parts of a page, on top of those that come with sitegen.
    pub import: ImportWords,
}

/// Additions to import's vocabulary, so that another forum's pages need no code. The lists are those of
/// `src/import/vocabulary.yaml`, which explains each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ImportWords {
    /// What stands before the number on the line that declares the answers.
    pub count_lines: Vec<String>,
    /// The first words of a disclaimer.
    pub disclaimers: Vec<String>,
    /// What opens an answer's heading.
    pub answer_markers: Vec<String>,
    /// Lines that the site puts between people's words, with the name of the rule; `*` at either end
    /// stands for anything.
    pub debris: Vec<(String, String)>,
    /// Letters behind a name.
    pub credentials: Vec<String>,
    /// The words of a field of work but its last, such as `Plastic`.
    pub specialty_modifiers: Vec<String>,
    /// The last word of a field of work, such as `Surgeon`.
    pub specialty_heads: Vec<String>,
    /// Words that never stand in a place.
    pub no_place: Vec<String>,
    /// How answers open.
    pub greetings: Vec<String>,
    /// How answers close.
    pub farewells: Vec<String>,
    /// How answers address a forum user, right before the name; see `src/thread/user-names.yaml`.
    pub salutations: Vec<String>,
    /// Words behind a salutation that are no names.
    pub plain_words: Vec<String>,
    /// What times can be about, each with the words by which that is told; see
    /// `src/import/claims/durations.yaml`.
    pub subjects: Vec<(String, Vec<String>)>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            title: String::new(),
            description: None,
            base_url: None,
            language: "en".to_owned(),
            mask_user_names: false,
            notice: None,
            disclaimer: None,
            search: true,
            synonyms: Vec::new(),
            related: true,
            contact: None,
            theme: Theme::default(),
            structured_data: StructuredData::default(),
            import: ImportWords::default(),
        }
    }
}

/// The settings of the site at `root`; the defaults where it has no `sitegen.yaml`.
pub fn load(root: &Utf8Path, problems: &mut Vec<Diagnostic>) -> Settings {
    if !root.join(FILE).exists() {
        return Settings::default();
    }
    read_source(root, Utf8Path::new(FILE), problems).map_or_else(Settings::default, |source| read(&source, problems))
}

/// Reads `sitegen.yaml`; what is wrong is added to `problems`, and the default stands in.
fn read(source: &Arc<Source>, problems: &mut Vec<Diagnostic>) -> Settings {
    let Some(document) = Document::parse(source, 0..source.text().len(), problems) else {
        return Settings::default();
    };
    let mut fields = document.fields(problems);
    let default = Settings::default();
    let (search, synonyms) = fields.mapping("search", search).unwrap_or((default.search, default.synonyms));
    let settings = Settings {
        title: fields.text("title").unwrap_or(default.title),
        description: fields.text("description"),
        base_url: base_url(&mut fields),
        language: fields.text("language").unwrap_or(default.language),
        mask_user_names: fields.boolean("mask_user_names").unwrap_or(default.mask_user_names),
        notice: fields.text("notice"),
        disclaimer: fields.text("disclaimer").map(|text| text.trim_end().to_owned()).filter(|text| !text.is_empty()),
        search,
        synonyms,
        related: fields.boolean("related").unwrap_or(default.related),
        contact: theme::contact(&mut fields),
        theme: fields.mapping("theme", theme::theme).unwrap_or_default(),
        structured_data: theme::structured_data(&mut fields),
        import: fields.mapping("import", import_words).unwrap_or_default(),
    };
    fields.finish();
    settings
}

/// Reads `search: { enabled: false }`, and the synonyms there.
fn search(fields: &mut Fields<'_>) -> (bool, Vec<Vec<String>>) {
    (fields.boolean("enabled").unwrap_or(true), synonyms(fields))
}

/// Reads `search: { synonyms: ["droop, sag, ptosis"] }`.
fn synonyms(fields: &mut Fields<'_>) -> Vec<Vec<String>> {
    let groups = fields.texts("synonyms");
    let mut read = Vec::with_capacity(groups.len());
    for (index, group) in groups.iter().enumerate() {
        let phrases: Vec<String> = group.split(',').map(|phrase| phrase.trim().to_owned()).collect();
        let wordless = phrases.iter().any(|phrase| !phrase.contains(char::is_alphanumeric));
        if phrases.len() < 2 || wordless {
            let message = if wordless { "a synonym here has no letters" } else { "a synonym needs another word that it stands for" };
            fields.item_problem(
                "synonyms",
                index,
                message,
                "words with commas between them expected",
                "write all words of one meaning in one text, such as `- droop, sag, ptosis`",
            );
        } else {
            read.push(phrases);
        }
    }
    read
}

fn import_words(fields: &mut Fields<'_>) -> ImportWords {
    ImportWords {
        count_lines: fields.texts("count_lines"),
        disclaimers: fields.texts("disclaimers"),
        answer_markers: fields.texts("answer_markers"),
        debris: fields.list("debris", |debris| {
            let (rule, line) = (debris.text("rule"), debris.text("line"));
            if rule.is_none() || line.is_none() {
                debris.missing(if rule.is_none() { "rule" } else { "line" }, "write both: `- { rule: share-links, line: Share this* }`");
            }
            (rule.unwrap_or_default(), line.unwrap_or_default())
        }),
        credentials: fields.texts("credentials"),
        specialty_modifiers: fields.texts("specialty_modifiers"),
        specialty_heads: fields.texts("specialty_heads"),
        no_place: fields.texts("no_place"),
        greetings: fields.texts("greetings"),
        farewells: fields.texts("farewells"),
        salutations: fields.texts("salutations"),
        plain_words: fields.texts("plain_words"),
        subjects: fields.list("subjects", |subject| {
            let (about, cues) = (subject.text("about"), subject.texts("cues"));
            if about.is_none() || cues.is_empty() {
                let example = "write both: `- { about: how long the swelling shows, cues: [swell*, puffy] }`";
                subject.missing(if about.is_none() { "about" } else { "cues" }, example);
            }
            (about.unwrap_or_default(), cues)
        }),
    }
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
