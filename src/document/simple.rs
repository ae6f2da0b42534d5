//! The forms of YAML in which nearly all front matter is written, read directly.
//!
//! The general reader took a tenth of the time of a whole build. What is not certain to be in one of these forms is left to it,
//! mistakes included, so this one has nothing to report:
//!
//! ```yaml
//! title: "A text in \"quotes\", or 'in these', or plain"
//! tags: [one, two]
//! source: { file: thread.txt, imported: 2026-11-21 }
//! answers:
//!   - { id: a1, rating: 4.9 }
//! disclaimer: |-
//!   Lines.
//! ```

use serde_yaml::{Mapping, Number, Value};

use crate::bytes::any;

/// The mapping that `text` is, where it is certain to be read right.
pub(super) fn read(text: &str) -> Option<Value> {
    if !is_certain(text.as_bytes()) {
        return None;
    }
    let mut mapping = Mapping::new();
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with('#') {
            continue;
        }
        let (key, rest) = key(line)?;
        let value = match rest.strip_prefix(' ') {
            Some("|-") => literal(&mut lines)?,
            Some(value) => whole(value)?,
            None if rest.is_empty() => list(&mut lines)?,
            None => return None,
        };
        insert(&mut mapping, key, value)?;
    }
    (!mapping.is_empty()).then_some(Value::Mapping(mapping))
}

/// Has the text no control character but `\n`, no mark of byte order and none of the other line endings of YAML 1.1?
fn is_certain(bytes: &[u8]) -> bool {
    // In UTF-8, 0xC2 begins the control characters U+0080 to U+009F, and 0xEF the characters U+FEFF, U+FFFE and U+FFFF.
    let is_doubtful = |byte: u8| !matches!(byte, b'\n' | b' '..=b'~' | 0x80..) || matches!(byte, 0xc2 | 0xef);
    let is_line_ending = |at: usize| matches!(bytes[at..], [_, 0x80, 0xa8 | 0xa9, ..]);
    !any(bytes, is_doubtful) && !memchr::memchr_iter(0xe2, bytes).any(is_line_ending)
}

type Lines<'a> = std::iter::Peekable<std::str::Lines<'a>>;

/// What a scalar stands in.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// It is the rest of its line.
    Line,
    /// It ends at a comma or a bracket.
    Brackets,
}

/// A key of small letters, which digits may follow, and what stands behind its colon.
fn key(text: &str) -> Option<(&str, &str)> {
    let length = text.bytes().position(|byte| !matches!(byte, b'a'..=b'z' | b'_' | b'0'..=b'9'))?;
    let (key, rest) = text.split_at_checked(length)?;
    (key.starts_with(|first: char| !first.is_ascii_digit()) && !is_special(key)).then_some((key, rest.strip_prefix(':')?))
}

/// Adds what is not there yet.
fn insert(mapping: &mut Mapping, key: &str, value: Value) -> Option<()> {
    mapping.insert(Value::String(key.to_owned()), value).is_none().then_some(())
}

/// The lines of a text that are two spaces further to the right, without what is empty at its end.
fn literal(lines: &mut Lines<'_>) -> Option<Value> {
    let mut text = String::new();
    let mut is_first = true;
    while let Some(line) = lines.next_if(|line| line.is_empty() || line.starts_with("  ")) {
        let words = line.get(2..).unwrap_or_default();
        // What stands further to the right tells how far the others do, if it is the first.
        if (is_first && (words.is_empty() || words.starts_with(' '))) || (!line.is_empty() && words.trim_matches(' ').is_empty()) {
            return None;
        }
        if !is_first {
            text.push('\n');
        }
        text.push_str(words);
        is_first = false;
    }
    // A line that stands further to the left, but not at the margin, or none at all.
    if is_first || lines.peek().is_some_and(|next| next.starts_with(' ')) {
        return None;
    }
    text.truncate(text.trim_end_matches('\n').len());
    Some(Value::String(text))
}

/// A list with an item a line.
fn list(lines: &mut Lines<'_>) -> Option<Value> {
    let mut items = Vec::new();
    while let Some(item) = lines.peek().and_then(|line| line.strip_prefix("  - ")) {
        items.push(whole(item)?);
        lines.next();
    }
    (!items.is_empty() && is_ended(lines)).then_some(Value::Sequence(items))
}

/// Does the next line, if there is one, begin with something new?
fn is_ended(lines: &mut Lines<'_>) -> bool {
    lines.peek().is_none_or(|next| next.starts_with(|first: char| first.is_ascii_lowercase() || matches!(first, '_' | '#')))
}

/// The value that is the whole of `text`, up to the end of its line.
fn whole(text: &str) -> Option<Value> {
    let (value, rest) = match text.as_bytes().first()? {
        b'{' => mapping(text)?,
        b'[' => sequence(text)?,
        _ => scalar(text, Place::Line)?,
    };
    rest.is_empty().then_some(value)
}

/// The mapping in braces with which `text` begins, and what follows. Its values are scalars.
fn mapping(text: &str) -> Option<(Value, &str)> {
    let mut mapping = Mapping::new();
    let mut rest = text.strip_prefix('{')?;
    loop {
        let (key, behind) = key(spaces(rest))?;
        let (value, behind) = scalar(spaces(behind.strip_prefix(' ')?), Place::Brackets)?;
        insert(&mut mapping, key, value)?;
        let behind = spaces(behind);
        match behind.strip_prefix(',') {
            Some(more) => rest = more,
            None => return Some((Value::Mapping(mapping), behind.strip_prefix('}')?)),
        }
    }
}

/// The list in brackets with which `text` begins, and what follows. Its items are scalars.
fn sequence(text: &str) -> Option<(Value, &str)> {
    let mut items = Vec::new();
    let mut rest = text.strip_prefix('[')?;
    loop {
        let (item, behind) = scalar(spaces(rest), Place::Brackets)?;
        items.push(item);
        let behind = spaces(behind);
        match behind.strip_prefix(',') {
            Some(more) => rest = more,
            None => return Some((Value::Sequence(items), behind.strip_prefix(']')?)),
        }
    }
}

fn spaces(text: &str) -> &str {
    text.trim_start_matches(' ')
}

/// The text or the number with which `text` begins, and what follows.
fn scalar(text: &str, place: Place) -> Option<(Value, &str)> {
    match text.as_bytes().first()? {
        b'"' => in_double_quotes(&text[1..]),
        b'\'' => {
            let (words, rest) = text[1..].split_once('\'')?;
            // Two of them are one of the text.
            (!rest.starts_with('\'')).then(|| (Value::String(words.to_owned()), rest))
        }
        _ => {
            let end = match place {
                Place::Line => text.len(),
                Place::Brackets => text.bytes().position(|byte| matches!(byte, b',' | b'}' | b']'))?,
            };
            let (words, rest) = text.split_at_checked(end)?;
            Some((plain(words.trim_end_matches(' '), place)?, rest))
        }
    }
}

/// What stands behind a `"`, up to the next that is none of the text, and what follows. Of escapes, only those of `"` and `\\` are read.
fn in_double_quotes(text: &str) -> Option<(Value, &str)> {
    let mut words = String::new();
    let mut rest = text;
    loop {
        let at = memchr::memchr2(b'"', b'\\', rest.as_bytes())?;
        // A line ends before the text does; a line that goes on is not read here.
        let (before, behind) = rest.split_at_checked(at)?;
        words.push_str(before);
        if let Some(rest) = behind.strip_prefix('"') {
            return Some((Value::String(words), rest));
        }
        let escaped = *behind.as_bytes().get(1).filter(|escaped| matches!(escaped, b'"' | b'\\'))?;
        words.push(char::from(escaped));
        rest = &behind[2..];
    }
}

/// A text, a number, `true` or `false` without quotes.
fn plain(words: &str, place: Place) -> Option<Value> {
    let first = *words.as_bytes().first()?;
    if let Ok(boolean) = words.parse() {
        return Some(Value::Bool(boolean));
    }
    if first.is_ascii_digit() && !words.contains(' ') {
        return number_or_date(words);
    }
    let is_plain = |byte: u8| match byte {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' | 0x80.. => true,
        b' ' | b'-' | b'_' | b'.' | b'/' | b'(' | b')' | b'?' | b'!' | b'\'' | b'&' | b'+' | b';' | b'*' => true,
        b',' => place == Place::Line,
        _ => false,
    };
    let is_text = (first.is_ascii_alphanumeric() || first == b'/' || !first.is_ascii())
        && !any(words.as_bytes(), |byte| !is_plain(byte))
        && !is_special(words);
    is_text.then(|| Value::String(words.to_owned()))
}

/// A whole number or one with decimals that is written in the usual way, or a date, which is a text.
fn number_or_date(words: &str) -> Option<Value> {
    let are_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if let Some((year, rest)) = words.split_once('-') {
        let (month, day) = rest.split_once('-')?;
        let is_date = [year, month, day].map(|part| are_digits(part).then_some(part.len())) == [Some(4), Some(2), Some(2)];
        return is_date.then(|| Value::String(words.to_owned()));
    }
    let (whole, decimals) = words.split_once('.').map_or((words, None), |(whole, decimals)| (whole, Some(decimals)));
    if !are_digits(whole) || !decimals.is_none_or(are_digits) || words.len() > MOST_DIGITS || (whole.starts_with('0') && whole != "0") {
        return None;
    }
    Some(Value::Number(if decimals.is_some() {
        Number::from(words.parse::<f64>().ok()?)
    } else {
        Number::from(words.parse::<u64>().ok()?)
    }))
}

/// Longer numbers are left to the general reader.
const MOST_DIGITS: usize = 15;

/// Does YAML's core schema (1.2, section 10.3.2) read these letters as something other than a text?
fn is_special(words: &str) -> bool {
    ["null", "true", "false"].iter().any(|special| words.eq_ignore_ascii_case(special))
}

#[cfg(test)]
mod tests;
