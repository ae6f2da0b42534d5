//! A text in words, numbers and marks, and phrases found in it.

use std::borrow::Cow;
use std::ops::Range;

/// A word, number or mark of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) kind: Kind,
    /// In small letters.
    pub(super) text: Cow<'a, str>,
    pub(super) place: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    Number,
    /// Any other character but white space.
    Mark,
    /// The end of a sentence or line.
    End,
}

/// The tokens of a text.
pub(super) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(first) = text[at..].chars().next() {
        let rest = &text[at..];
        let length = |belongs: &dyn Fn(char) -> bool| rest.find(|character| !belongs(character)).unwrap_or(rest.len());
        let (kind, length) = if first.is_ascii_digit() {
            (Kind::Number, number(rest))
        } else if first.is_alphabetic() {
            (Kind::Word, length(&|character| character.is_alphabetic() || matches!(character, '\'' | '’')))
        } else if matches!(first, '.' | '!' | '?' | '…' | ';' | '\n') {
            (Kind::End, first.len_utf8())
        } else {
            (Kind::Mark, first.len_utf8())
        };
        if kind != Kind::Mark || !first.is_whitespace() {
            tokens.push(Token { kind, text: in_small_letters(&rest[..length]), place: at..at + length });
        }
        at += length;
    }
    tokens
}

fn in_small_letters(word: &str) -> Cow<'_, str> {
    let small = word.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if small { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) }
}

/// How long the number is with which `text` begins: digits, with decimals behind a point.
fn number(text: &str) -> usize {
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let whole = digits(text);
    let decimals = text[whole..].strip_prefix('.').map_or(0, digits);
    if decimals > 0 { whole + 1 + decimals } else { whole }
}

/// Words and marks that follow one another; a word with `*` at its end may end in any way.
#[derive(Debug, Clone)]
pub(super) struct Phrase(Vec<(String, bool)>);

/// The phrases that are written so.
pub(super) fn phrases(written: &[String]) -> Vec<Phrase> {
    written.iter().map(|words| Phrase::new(words)).filter(|phrase| phrase.len() > 0).collect()
}

impl Phrase {
    pub(super) fn new(words: &str) -> Self {
        let mut parts: Vec<(String, bool)> = Vec::new();
        for token in tokens(words) {
            match parts.last_mut() {
                Some((_, open)) if token.text == "*" => *open = true,
                _ => parts.push((token.text.into_owned(), false)),
            }
        }
        Self(parts)
    }

    /// The first word or mark; `None` for a phrase without any.
    pub(super) fn first(&self) -> Option<&str> {
        self.0.first().map(|(word, _)| word.as_str())
    }

    /// The last word or mark; `None` for a phrase without any.
    pub(super) fn last(&self) -> Option<&str> {
        self.0.last().map(|(word, _)| word.as_str())
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    /// Does the phrase stand in `tokens` from `at` on?
    pub(super) fn stands(&self, tokens: &[Token<'_>], at: usize) -> bool {
        let fits =
            |((word, open), token): (&(String, bool), &Token<'_>)| token.text == *word || (*open && token.text.starts_with(word.as_str()));
        tokens.get(at..at + self.len()).is_some_and(|tokens| self.0.iter().zip(tokens).all(fits))
    }
}

/// How many tokens the longest of `phrases` takes that stands from `at` on; 0 where none does.
pub(super) fn longest(phrases: &[Phrase], tokens: &[Token<'_>], at: usize) -> usize {
    phrases.iter().filter(|phrase| phrase.stands(tokens, at)).map(Phrase::len).max().unwrap_or(0)
}

/// How many tokens the longest of `phrases` takes that ends before `at`; 0 where none does.
pub(super) fn longest_before(phrases: &[Phrase], tokens: &[Token<'_>], at: usize) -> usize {
    let stands = |phrase: &&Phrase| at.checked_sub(phrase.len()).is_some_and(|start| phrase.stands(tokens, start));
    phrases.iter().filter(stands).map(Phrase::len).max().unwrap_or(0)
}
