//! Words to be found whatever case, white space or escaping they come in.

use regex::{Regex, RegexBuilder};

use crate::thread::Markdown;
use crate::thread::markdown::escape;

/// Fewest words of a stretch that is told from common phrases.
const LONG: usize = 8;

/// Words to be found as whole words, in any case and with any white space between them.
#[derive(Debug)]
pub(super) struct Pattern {
    /// As they stand in plain text.
    plain: Regex,
    /// As they stand in Markdown, where a backslash may stand before any punctuation.
    markdown: Regex,
    /// As a slug spells them, where they have letters.
    slug: Option<Regex>,
    /// What stands in their place.
    pub(super) replacement: String,
}

impl Pattern {
    /// The pattern of `words`; `None` where there is nothing but white space.
    pub(super) fn new(words: &str) -> Option<Self> {
        let parts: Vec<&str> = words.split_whitespace().collect();
        let first = parts.first()?.chars().next()?;
        let last = parts.last()?.chars().next_back()?;
        let spell = |escape: &dyn Fn(char) -> String, between: &str| {
            let words: Vec<String> = parts.iter().map(|part| part.chars().map(escape).collect()).collect();
            whole_words(first, last, &words.join(between))
        };
        let plain = |character: char| regex::escape(character.encode_utf8(&mut [0; 4]));
        let escaped = |character: char| format!("{}{}", if character.is_ascii_punctuation() { r"\\?" } else { "" }, plain(character));
        let slug = crate::thread::slug::from_words(words, usize::MAX).map(|slug| whole_words('a', 'a', &slug.replace('-', "[-_.+]")));
        Some(Self {
            plain: compile(&spell(&plain, r"\s+"))?,
            markdown: compile(&spell(&escaped, r"(?:\\?\s)+"))?,
            slug: slug.and_then(|slug| compile(&slug)),
            replacement: String::new(),
        })
    }

    /// Puts the replacement in place of the words; true where they stood in `text`.
    pub(super) fn replace(&self, text: &mut String) -> bool {
        let replaced = replaced(&self.plain, text, &self.replacement);
        replaced.map(|replaced| *text = replaced).is_some()
    }

    /// Do the words stand in a plain text?
    pub(super) fn is_in(&self, text: &str) -> bool {
        self.plain.is_match(text)
    }

    /// [`Pattern::replace`] in Markdown.
    pub(super) fn replace_markdown(&self, markdown: &mut Markdown) -> bool {
        let replaced = replaced(&self.markdown, &markdown.text, &escape(&self.replacement));
        replaced.map(|text| markdown.text = text.into()).is_some()
    }

    /// Do the words stand in an address?
    pub(super) fn in_address(&self, address: &str) -> bool {
        self.slug.as_ref().is_some_and(|slug| slug.is_match(address)) || self.plain.is_match(address)
    }

    /// Do the words stand in an output's text, as themselves or within an address?
    pub(super) fn in_output(&self, text: &str) -> bool {
        self.markdown.is_match(text) || self.slug.as_ref().is_some_and(|slug| slug.as_str().contains("[-_.+]") && slug.is_match(text))
    }
}

/// The text with a replacement for what is found, if anything is.
fn replaced(regex: &Regex, text: &str, replacement: &str) -> Option<String> {
    regex.is_match(text).then(|| regex.replace_all(text, regex::NoExpand(replacement)).into_owned())
}

/// The expression between the ends of words, where it begins and ends with a letter or digit.
fn whole_words(first: char, last: char, expression: &str) -> String {
    let edge = |character: char, edge: &'static str| if character.is_alphanumeric() { edge } else { "" };
    format!("{}{expression}{}", edge(first, r"\b"), edge(last, r"\b"))
}

fn compile(expression: &str) -> Option<Regex> {
    RegexBuilder::new(expression).case_insensitive(true).build().ok()
}

/// Do two texts say the same, whatever their case and white space?
pub(super) fn same_words(one: &str, other: &str) -> bool {
    let words = |text: &str| text.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>();
    words(one) == words(other)
}

/// The stretches of a Markdown text that render as they stand and are long enough to be told from
/// common phrases, white space collapsed.
pub(super) fn long_stretches(markdown: &str) -> Vec<String> {
    let special = |character: char| "\\`*_[]<>~|#&\"'".contains(character);
    let stretches = markdown.split("\n\n").flat_map(|paragraph| paragraph.split(special));
    let collapsed = stretches.map(|stretch| stretch.split_whitespace().collect::<Vec<_>>());
    collapsed.filter(|words| words.len() >= LONG).map(|words| words.join(" ")).collect()
}
