//! Code blocks in colour, as classes: the colours are in `assets/syntax.css`.

use std::sync::LazyLock;

use syntect::html::{ClassStyle, ClassedHTMLGenerator};
use syntect::parsing::SyntaxSet;
use syntect::util::LinesWithEndings;

/// In front of every class, so that none meets one of the site's own.
const STYLE: ClassStyle = ClassStyle::SpacedPrefixed { prefix: "hl-" };

/// Longer blocks stay plain: highlighting is for reading, and takes time in proportion.
const LONGEST_CODE: usize = 64 * 1024;

/// Loading takes about a millisecond, which sites without code do not pay.
static SYNTAXES: LazyLock<SyntaxSet> = LazyLock::new(SyntaxSet::load_defaults_newlines);

/// `code` as HTML with classes; `None` where the language is unknown or plain.
pub(super) fn highlight(code: &str, language: &str) -> Option<String> {
    if language.is_empty() || code.len() > LONGEST_CODE {
        return None;
    }
    let syntax = SYNTAXES.find_syntax_by_token(language).filter(|syntax| syntax.name != "Plain Text")?;
    let mut generator = ClassedHTMLGenerator::new_with_class_style(syntax, &SYNTAXES, STYLE);
    for line in LinesWithEndings::from(code) {
        generator.parse_html_for_line_which_includes_newline(line).ok()?;
    }
    Some(generator.finalize())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_languages_get_classes_and_others_stay_plain() {
        let html = highlight("let x = \"<b>\";\n", "rust").unwrap();
        assert!(html.contains("class=\"hl-"), "{html}");
        assert!(!html.contains("<b>"), "{html}");
        assert_eq!(highlight("x", "no-such-language"), None);
        assert_eq!(highlight("x", "txt"), None);
        assert_eq!(highlight("x", ""), None);
    }
}
