//! The words of the interface, in the language of the site: `templates/words/<language>.yaml`.
//!
//! English and German come with sitegen. A site's own file replaces single phrases of these, or gives
//! the words of another language; what it leaves out stands in English. `words/en.yaml` is the
//! documentation of a translator.

mod direction;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::document::{Document, Fields};

pub(super) use direction::Direction;

/// The folder of translations below `templates/`.
pub(super) const FOLDER: &str = "words";

/// The embedded languages by their tags; English is the one that is whole by definition.
const EMBEDDED: [(&str, &str); 2] =
    [("en", include_str!("../../templates/words/en.yaml")), ("de", include_str!("../../templates/words/de.yaml"))];

static ENGLISH: LazyLock<Words> = LazyLock::new(|| parsed("en").unwrap_or_default());

/// One language.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Words {
    /// Which way the language is written.
    #[serde(skip)]
    pub(super) direction: Direction,
    /// The twelve months, as they stand in a date.
    months: Vec<String>,
    /// What stands between thousands.
    thousands: String,
    /// What stands before the decimals.
    decimal: String,
    /// What marks a disclaimer's sentence as one about emergencies, in small letters.
    pub(super) emergency: Vec<String>,
    /// The phrases by name.
    pub(super) phrases: BTreeMap<String, Phrase>,
}

/// What an interface says at one place.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, Serialize)]
#[serde(untagged, deny_unknown_fields)]
pub(super) enum Phrase {
    /// The same words whatever is filled in.
    Text(String),
    /// Words that a count decides.
    Counted {
        /// For exactly 1.
        one: String,
        /// For every other number.
        other: String,
    },
}

impl Phrase {
    /// Every wording.
    fn wordings(&self) -> impl Iterator<Item = &str> {
        match self {
            Self::Text(text) => [text.as_str(), ""],
            Self::Counted { one, other } => [one.as_str(), other.as_str()],
        }
        .into_iter()
        .filter(|wording| !wording.is_empty())
    }

    /// The names in braces.
    fn placeholders(&self) -> BTreeSet<&str> {
        self.wordings().flat_map(placeholders).collect()
    }
}

impl Words {
    /// The words for a site in `language`, a BCP 47 tag, given the translations that the site itself
    /// has, by file name. What is wrong or lacking is added to `problems`.
    pub(super) fn new(language: &str, own: &BTreeMap<String, Arc<Source>>, problems: &mut Vec<Diagnostic>) -> Self {
        let primary = language.split('-').next().unwrap_or_default().to_lowercase();
        let known = embedded(&primary);
        let mut words = known.clone().unwrap_or_else(|| ENGLISH.clone());
        words.direction = Direction::of_language(language);
        let names = [primary.clone(), language.to_lowercase()];
        let files: Vec<&Arc<Source>> = own
            .iter()
            .filter(|(name, _)| name.to_lowercase().strip_suffix(".yaml").is_some_and(|stem| names.iter().any(|name| name == stem)))
            .map(|(_, source)| source)
            .collect();
        let mut said = BTreeSet::new();
        for source in &files {
            if let Some(document) = Document::parse(source, 0..source.text().len(), problems) {
                words.take(&mut document.fields(problems), &mut said);
            }
        }
        if known.is_none() {
            problems.extend(untranslated(&primary, files.first().copied(), &said));
        }
        words
    }

    /// Takes over what a site words itself, and notes which phrases these are.
    fn take(&mut self, fields: &mut Fields<'_>, said: &mut BTreeSet<&'static str>) {
        let months = fields.texts("months");
        if months.len() == 12 {
            self.months = months;
        } else if !months.is_empty() {
            fields.problem(
                "months",
                Code::WrongType,
                "a year has twelve months",
                "twelve names expected",
                "write all of them in order: `months: [January, …, December]`",
            );
        }
        self.thousands = fields.text("thousands").unwrap_or_else(|| self.thousands.clone());
        self.decimal = fields.text("decimal").unwrap_or_else(|| self.decimal.clone());
        let emergency = fields.texts("emergency");
        if !emergency.is_empty() {
            self.emergency = emergency.iter().map(|sign| sign.to_lowercase()).collect();
        }
        fields.mapping("phrases", |fields| {
            for (name, english) in &ENGLISH.phrases {
                if let Some(phrase) = own_phrase(fields, name, english) {
                    said.insert(name.as_str());
                    self.phrases.insert(name.clone(), phrase);
                }
            }
        });
        fields.finish();
    }

    /// A phrase with its placeholders filled in; for one that a count decides, `count` is among them.
    /// The name itself where there is no such phrase, which a test rules out.
    pub(super) fn say(&self, name: &str, values: &[(&str, &str)]) -> String {
        let count = values.iter().find(|(name, _)| *name == "count").map(|(_, value)| *value);
        let wording = match self.phrases.get(name) {
            None => name,
            Some(Phrase::Text(text)) => text,
            Some(Phrase::Counted { one, other }) => {
                if count == Some("1") {
                    one
                } else {
                    other
                }
            }
        };
        let value = |name: &str| values.iter().find(|(known, _)| *known == name).map(|(_, value)| self.direction.isolate(value));
        fill(wording, value).unwrap_or_default()
    }

    /// A phrase without placeholders.
    pub(super) fn text(&self, name: &str) -> String {
        self.say(name, &[])
    }

    /// A phrase that `count` decides.
    pub(super) fn counted(&self, name: &str, count: usize) -> String {
        if count == 1 {
            return self.say(name, &[("count", "1")]);
        }
        self.say(name, &[("count", &self.number(count))])
    }

    /// A day in words, such as `21 November 2026`.
    pub(super) fn day(&self, date: Date) -> String {
        let month = usize::try_from(date.month()).ok().and_then(|month| self.months.get(month.saturating_sub(1)));
        let month = month.map_or_else(|| date.month().to_string(), Clone::clone);
        self.say("date", &[("day", &date.day().to_string()), ("month", &month), ("year", &date.year().to_string())])
    }

    /// A whole number, its thousands set apart.
    pub(super) fn number(&self, number: usize) -> String {
        grouped(&number.to_string(), &self.thousands)
    }

    /// A number with decimals that was written with a point.
    pub(super) fn decimals(&self, number: &str) -> String {
        number.replace('.', &self.decimal)
    }

    /// The engine's filters: `words.questions | fill(count=3)`, and `<p{{ text | direction }}>`, which says how a
    /// text runs where the page does not.
    pub(super) fn register(&self, engine: &mut tera::Tera) {
        let (thousands, page) = (self.thousands.clone(), self.direction);
        engine.register_filter("fill", move |phrase: &tera::Value, values: tera::Kwargs, _: &tera::State<'_>| {
            fill_in(phrase, &values, &thousands, page)
        });
        engine.register_filter("direction", move |text: &str, _: tera::Kwargs, _: &tera::State<'_>| {
            tera::Value::safe_string(page.attribute(text))
        });
        engine.global_context().insert("words", &self.phrases);
    }
}

/// The names of every phrase, for telling a misspelt one in a template.
pub(super) fn names() -> impl Iterator<Item = String> {
    ENGLISH.phrases.keys().cloned()
}

fn embedded(language: &str) -> Option<Words> {
    if language == "en" { Some(ENGLISH.clone()) } else { parsed(language) }
}

fn parsed(language: &str) -> Option<Words> {
    let (_, text) = EMBEDDED.iter().find(|(tag, _)| *tag == language)?;
    serde_yaml::from_str(text).ok()
}

/// What a site's own file says for one phrase; a wording whose placeholders differ is a problem.
fn own_phrase(fields: &mut Fields<'_>, name: &'static str, english: &Phrase) -> Option<Phrase> {
    let phrase = match english {
        Phrase::Text(_) => Phrase::Text(fields.text(name)?),
        Phrase::Counted { .. } => {
            let (one, other) = fields.mapping(name, |forms| (forms.text("one"), forms.text("other")))?;
            let both = one.zip(other);
            if both.is_none() {
                fields.problem(
                    name,
                    Code::MissingKey,
                    format!("`{name}` needs a wording for 1 and one for other numbers"),
                    "one of the two is missing",
                    "write both: `{ one: …, other: … }`",
                );
            }
            both.map(|(one, other)| Phrase::Counted { one, other })?
        }
    };
    let (wanted, found) = (english.placeholders(), phrase.placeholders());
    if wanted == found {
        return Some(phrase);
    }
    let list = |names: &BTreeSet<&str>| names.iter().map(|name| format!("`{{{name}}}`")).collect::<Vec<_>>().join(", ");
    let message = if wanted.is_empty() {
        format!("nothing can be filled in at `{name}`")
    } else {
        format!("`{name}` is filled in at {}", list(&wanted))
    };
    fields.problem(
        name,
        Code::WrongType,
        message,
        "other names in braces",
        format!("English has: {}", english.wordings().last().unwrap_or_default()),
    );
    None
}

/// What a language that does not come with sitegen still shows in English.
fn untranslated(language: &str, file: Option<&Arc<Source>>, said: &BTreeSet<&'static str>) -> Option<Diagnostic> {
    let lacking: Vec<&str> = ENGLISH.phrases.keys().map(String::as_str).filter(|name| !said.contains(name)).collect();
    let some = lacking.iter().take(5).copied().collect::<Vec<_>>().join("`, `");
    let rest = if lacking.len() > 5 { format!(" and {} more", lacking.len() - 5) } else { String::new() };
    let own = format!("templates/{FOLDER}/{language}.yaml");
    match file {
        _ if lacking.is_empty() => None,
        Some(source) => Some(
            Diagnostic::new(Code::Untranslated, format!("{} phrases of the interface are shown in English", lacking.len()))
                .in_file(source.path())
                .help(format!("translate `{some}`{rest}")),
        ),
        None => Some(
            Diagnostic::new(
                Code::Untranslated,
                format!("sitegen has no words of the interface in `{language}`, so they are shown in English"),
            )
            .note("English and German come with it")
            .help(format!("translate sitegen's `templates/words/en.yaml` into `{own}`")),
        ),
    }
}

/// The names in braces of one wording.
fn placeholders(wording: &str) -> impl Iterator<Item = &str> {
    wording.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name))
}

/// `wording` with each name in braces replaced by its value; an error names one that has none.
fn fill<'a>(wording: &str, value: impl Fn(&str) -> Option<Cow<'a, str>>) -> Result<String, String> {
    let mut text = String::with_capacity(wording.len() + 32);
    let mut rest = wording;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        text.push_str(&value(name).ok_or_else(|| name.to_owned())?);
        rest = after;
    }
    text.push_str(rest);
    Ok(text)
}

fn fill_in(phrase: &tera::Value, values: &tera::Kwargs, thousands: &str, direction: Direction) -> tera::TeraResult<String> {
    let wording = match phrase.as_map() {
        None => phrase.as_str(),
        Some(forms) => {
            let form = if values.must_get::<i64>("count")? == 1 { "one" } else { "other" };
            forms.iter().find(|(name, _)| name.as_str() == Some(form)).and_then(|(_, wording)| wording.as_str())
        }
    };
    let wording = wording.ok_or_else(|| tera::Error::message("`fill` is for the phrases of `words`"))?;
    let value = |name: &str| {
        let value = values.get::<&tera::Value>(name).ok().flatten()?;
        match value.as_str() {
            Some(text) => Some(direction.isolate(text).into_owned().into()),
            None => value.as_i64().map(|number| grouped(&number.to_string(), thousands).into()),
        }
    };
    fill(wording, value).map_err(|name| tera::Error::message(format!("`{wording}` needs `{name}=…`")))
}

/// `number` with `separator` between its thousands; four digits stand as they are, as years do.
fn grouped(number: &str, separator: &str) -> String {
    if number.len() <= 4 {
        return number.to_owned();
    }
    let mut text = String::with_capacity(number.len() + 4);
    for (index, digit) in number.chars().enumerate() {
        if index > 0 && (number.len() - index).is_multiple_of(3) {
            text.push_str(separator);
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(tag: &str) -> Words {
        Words::new(tag, &BTreeMap::new(), &mut Vec::new())
    }

    fn with_own(tag: &str, name: &str, text: &str) -> (Words, Vec<Diagnostic>) {
        let mut problems = Vec::new();
        let source = Arc::new(Source::new(format!("templates/words/{name}"), text.to_owned()));
        let words = Words::new(tag, &BTreeMap::from([(name.to_owned(), source)]), &mut problems);
        (words, problems)
    }

    #[test]
    fn every_language_says_the_same_things() {
        for (tag, text) in EMBEDDED {
            let words: Words = serde_yaml::from_str(text).unwrap();
            assert!(words.months.len() == 12 && !words.emergency.is_empty(), "{tag}");
            let names: Vec<&String> = words.phrases.keys().collect();
            assert_eq!(names, ENGLISH.phrases.keys().collect::<Vec<_>>(), "{tag}");
            for (name, phrase) in &words.phrases {
                let english = &ENGLISH.phrases[name];
                assert_eq!(phrase.placeholders(), english.placeholders(), "{tag}: {name}");
                assert_eq!(matches!(phrase, Phrase::Text(_)), matches!(english, Phrase::Text(_)), "{tag}: {name}");
            }
        }
    }

    /// A phrase that nothing shows would be translated for nothing; one that is not there would be shown
    /// by its name.
    #[test]
    fn every_phrase_is_shown_and_every_shown_phrase_is_there() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR"));
        let mut shown = BTreeSet::new();
        let files = walkdir::WalkDir::new(root.join("templates")).into_iter().chain(walkdir::WalkDir::new(root.join("src/render")));
        for file in files.filter_map(Result::ok).filter(|file| file.file_type().is_file()) {
            let Ok(text) = std::fs::read_to_string(file.path()) else { continue };
            let mark = match file.path().extension().and_then(|extension| extension.to_str()) {
                Some("html") => "words.",
                Some("rs") if !file.path().ends_with("words.rs") => "\"",
                _ => continue,
            };
            let is_name = |character: char| character.is_ascii_lowercase() || character == '_';
            let names = text.split(mark).skip(1).map(|rest| rest.split(|character: char| !is_name(character)).next());
            shown.extend(names.flatten().map(str::to_owned));
            for call in ["words.say(\"", "words.text(\"", "words.counted(\""] {
                for name in text.split(call).skip(1).filter_map(|rest| rest.split('"').next()) {
                    assert!(ENGLISH.phrases.contains_key(name), "{name} in {}", file.path().display());
                }
            }
        }
        let unused: Vec<&String> = ENGLISH.phrases.keys().filter(|name| !shown.contains(*name) && *name != "date").collect();
        assert!(unused.is_empty(), "{unused:?}");
    }

    #[test]
    fn days_and_numbers_are_written_as_the_language_does() {
        let day = jiff::civil::date(2026, 11, 1);
        let (english, german) = (language("en-GB"), language("de"));
        assert_eq!((english.day(day), german.day(day)), ("1 November 2026".to_owned(), "1.\u{a0}November 2026".to_owned()));
        assert_eq!((english.number(1_234_567), german.number(12_345)), ("1,234,567".to_owned(), "12.345".to_owned()));
        assert_eq!((english.number(2026), german.decimals("4.9")), ("2026".to_owned(), "4,9".to_owned()));
        assert_eq!(
            (english.counted("votes", 1), english.counted("votes", 2)),
            ("1 vote for this answer".to_owned(), "2 votes for this answer".to_owned())
        );
    }

    #[test]
    fn a_site_words_single_phrases_its_own_way() {
        let (words, problems) = with_own("en", "en.yaml", "phrases:\n  question: Asked\n");
        assert_eq!((words.text("question").as_str(), words.text("experts").as_str(), problems.len()), ("Asked", "Experts", 0));
        let (words, problems) = with_own("en", "en.yaml", "phrases:\n  copied_on: copied some day\n");
        assert_eq!(words.say("copied_on", &[("day", "today")]), "copied on today");
        assert!(problems.len() == 1 && problems[0].message.contains("{day}"), "{problems:?}");
        let (_, problems) = with_own("en", "en.yaml", "phrases:\n  qestion: Asked\n");
        assert!(problems.len() == 1 && problems[0].code == Code::UnknownKey, "{problems:?}");
    }

    #[test]
    fn a_language_that_is_not_there_is_said() {
        let mut problems = Vec::new();
        assert_eq!(Words::new("fr", &BTreeMap::new(), &mut problems).text("question"), "Question");
        assert!(problems.len() == 1 && problems[0].code == Code::Untranslated, "{problems:?}");
        let (words, problems) = with_own("fr-CA", "fr.yaml", "phrases:\n  experts: Spécialistes\n");
        assert_eq!(words.text("experts"), "Spécialistes");
        assert!(problems.len() == 1 && problems[0].code == Code::Untranslated, "{problems:?}");
    }
}
