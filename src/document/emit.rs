//! Texts as YAML that a person likes to read: plain where that is safe, quoted where not.

use std::borrow::Cow;

/// Words that YAML 1.1 or 1.2 reads as something other than text.
const NOT_TEXT: [&str; 11] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];

/// A text on one line, for a block or inside braces: plain, or in double quotes with escapes.
#[must_use]
pub fn flow_text(text: &str) -> Cow<'_, str> {
    if is_plain(text) { Cow::Borrowed(text) } else { Cow::Owned(quoted_text(text)) }
}

/// A text on one line in double quotes.
#[must_use]
pub fn quoted_text(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            '\r' => quoted.push_str("\\r"),
            character if is_printable(character) => quoted.push(character),
            character if u32::from(character) <= 0xff => quoted.push_str(&format!("\\x{:02x}", u32::from(character))),
            character if u32::from(character) <= 0xffff => quoted.push_str(&format!("\\u{:04x}", u32::from(character))),
            character => quoted.push_str(&format!("\\U{:08x}", u32::from(character))),
        }
    }
    quoted.push('"');
    quoted
}

/// A text as the value of a top-level key: a block (`|`) where it can be one, so that an editor
/// meets plain lines; else as [`flow_text`]. Ends with a line ending.
#[must_use]
pub fn block_text(text: &str) -> String {
    let fits = !text.is_empty()
        && !text.starts_with([' ', '\n'])
        && !text.ends_with('\n')
        && text.chars().all(|character| character == '\n' || is_printable(character))
        && text.lines().all(|line| line.is_empty() || !line.trim_matches(' ').is_empty());
    if !fits {
        return format!("{}\n", flow_text(text));
    }
    let mut block = String::from("|-\n");
    for line in text.split('\n') {
        if !line.is_empty() {
            block.push_str("  ");
            block.push_str(line);
        }
        block.push('\n');
    }
    block
}

/// YAML 1.1's printable characters, less those that are line breaks or marks to it.
fn is_printable(character: char) -> bool {
    matches!(character, ' '..='~' | '\u{a0}'..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
        && !matches!(character, '\u{2028}' | '\u{2029}' | '\u{feff}')
}

fn is_plain(text: &str) -> bool {
    let ordinary = |character: char| match character {
        'a'..='z' | 'A'..='Z' | '0'..='9' | ' ' | '-' | '_' | '.' | '/' | '(' | ')' | '?' | '!' | '\'' | '’' | '&' | '+' | ';' => true,
        _ => character.is_alphanumeric() && is_printable(character),
    };
    text.starts_with(char::is_alphabetic)
        && !text.ends_with(' ')
        && text.chars().all(ordinary)
        && !NOT_TEXT.iter().any(|word| text.eq_ignore_ascii_case(word))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn quotes_only_what_needs_it() {
        assert_eq!(flow_text("Vida Norstrand"), "Vida Norstrand");
        assert_eq!(flow_text("MD, FACS"), "\"MD, FACS\"");
        assert_eq!(flow_text("No"), "\"No\"");
        assert_eq!(flow_text("4.9"), "\"4.9\"");
        assert_eq!(block_text("One.\n\nTwo: #2"), "|-\n  One.\n\n  Two: #2\n");
    }

    proptest! {
        #[test]
        fn any_text_comes_back_from_yaml(text in any::<String>()) {
            let flow: Vec<String> = serde_yaml::from_str(&format!("[{}]", flow_text(&text))).unwrap();
            prop_assert_eq!(&flow[0], &text);
            let line: serde_yaml::Value = serde_yaml::from_str(&format!("key: {}", flow_text(&text))).unwrap();
            prop_assert_eq!(line["key"].as_str(), Some(text.as_str()));
            let block: serde_yaml::Value = serde_yaml::from_str(&format!("key: {}next: 1\n", block_text(&text))).unwrap();
            prop_assert_eq!(block["key"].as_str(), Some(text.as_str()));
        }
    }
}
