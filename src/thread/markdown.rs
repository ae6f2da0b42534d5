//! Plain words as Markdown that renders to the same words (promise P2).
//!
//! Escapes as little as it can, so that an editor finds readable text: what is escaped is decided by
//! CommonMark 0.31's rules for the constructs that `render` switches on.

use pulldown_cmark::{Event, Options, Parser, TagEnd};

use crate::bytes::any;

use super::sections::outline;

/// Plain text as Markdown: paragraphs stay paragraphs, lines stay lines, every character stands for
/// itself. White space at the ends of lines is dropped; U+0000 becomes U+FFFD, as CommonMark rules.
#[must_use]
pub fn escape(text: &str) -> String {
    let mut markdown = String::with_capacity(text.len() + text.len() / 32);
    let mut after_blank = true;
    for line in lines(text) {
        if line.is_empty() {
            after_blank = true;
            continue;
        }
        if !markdown.is_empty() {
            markdown.push_str(if after_blank { "\n\n" } else { "\\\n" });
        }
        escape_line(line, true, &mut markdown);
        after_blank = false;
    }
    markdown
}

/// The trimmed lines of a text; a carriage return ends a line as it does in Markdown.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let (line, below) = match memchr::memchr2(b'\n', b'\r', text.as_bytes()) {
            Some(end) => (&text[..end], Some(&text[end + 1..])),
            None => (text, None),
        };
        rest = below;
        Some(line.trim())
    })
}

/// Copies the stretches between what is escaped whole: every escaped character is one byte.
fn escape_line(line: &str, begins_line: bool, markdown: &mut String) {
    let start = line_start_escape(line).filter(|_| begins_line);
    let mut copied = 0;
    if let Some(start) = start {
        markdown.push_str(&line[..start]);
        markdown.push('\\');
        copied = start;
    }
    let bytes = line.as_bytes();
    // Most lines have nothing in them to escape, which a look at all of it finds out faster than going from byte to byte.
    let mut at = if any(bytes, may_need_escape) { 0 } else { bytes.len() };
    while let Some(next) = bytes[at..].iter().position(|byte| may_need_escape(*byte)) {
        let index = at + next;
        at = index + 1;
        if bytes[index] == 0 {
            markdown.push_str(&line[copied..index]);
            markdown.push('\u{fffd}');
            copied = at;
        } else if start != Some(index) && needs_escape(line, index) {
            markdown.push_str(&line[copied..index]);
            markdown.push('\\');
            copied = index;
        }
    }
    markdown.push_str(&line[copied..]);
}

/// Does the byte at `index`, of which the table said that it may, mean something to Markdown?
fn needs_escape(line: &str, index: usize) -> bool {
    match line.as_bytes()[index] {
        b'_' => {
            let inside = |neighbour: Option<char>| neighbour.is_some_and(char::is_alphanumeric);
            !(inside(line[..index].chars().next_back()) && inside(line[index + 1..].chars().next()))
        }
        b'&' => is_entity(&line[index + 1..]),
        _ => true,
    }
}

/// Could the byte mean something to Markdown within a line?
fn may_need_escape(byte: u8) -> bool {
    matches!(byte, b'\\' | b'`' | b'*' | b'[' | b'<' | b'~' | b'|' | b'_' | b'&' | 0)
}

/// A stretch of one line as Markdown, white space and all; `begins_line` where no other mark or word
/// stands before it on its line.
#[must_use]
pub fn escape_inline(line: &str, begins_line: bool) -> String {
    let mut markdown = String::with_capacity(line.len() + line.len() / 32);
    escape_line(line, begins_line, &mut markdown);
    markdown
}

/// Markdown of others with nothing in it that a thread's file would take for the beginning of an
/// answer or for a code block without an end (see `sections`).
#[must_use]
pub fn contain(markdown: &str) -> String {
    let mut text = markdown.trim_end().to_owned();
    let found = outline(&text, 0..text.len());
    for heading in found.headings.iter().rev() {
        text.insert(heading.id_span.start + 1, '\\');
    }
    if let Some(fence) = found.unclosed_code {
        let marks: String = markdown[fence].trim_start_matches(' ').chars().take_while(|mark| matches!(mark, '`' | '~')).collect();
        text.push_str(&format!("\n{marks}"));
    }
    text
}

/// The words of Markdown without its marks; a paragraph, a line that is broken by hand, a list's item and the
/// like end with a line ending.
#[must_use]
pub fn words(markdown: &str) -> String {
    let mut words = String::with_capacity(markdown.len());
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) | Event::Html(text) => words.push_str(&text),
            Event::SoftBreak => words.push(' '),
            Event::End(TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image) => {}
            Event::HardBreak | Event::End(_) => words.push('\n'),
            _ => {}
        }
    }
    words
}

/// The byte at which a line would open a heading, list, quote or rule, if it would.
fn line_start_escape(line: &str) -> Option<usize> {
    let ends_marker = |rest: &str| rest.is_empty() || rest.starts_with([' ', '\t']);
    let consists_of = |mark: char| line.chars().all(|character| character == mark || character == ' ' || character == '\t');
    match line.as_bytes().first()? {
        b'#' | b'>' => Some(0),
        b'+' => ends_marker(&line[1..]).then_some(0),
        b'-' => (ends_marker(&line[1..]) || consists_of('-')).then_some(0),
        b'=' => consists_of('=').then_some(0),
        b'0'..=b'9' => {
            let digits = line.bytes().take_while(u8::is_ascii_digit).count();
            let rest = &line[digits..];
            (rest.starts_with(['.', ')']) && ends_marker(&rest[1..])).then_some(digits)
        }
        _ => None,
    }
}

/// Does `&` before `rest` begin a character reference such as `&amp;` or `&#39;`?
fn is_entity(rest: &str) -> bool {
    let length = rest.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#').count();
    length > 0 && rest.as_bytes().get(length) == Some(&b';')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_words_stay_untouched() {
        let text = "I'd wait (2-3 weeks) & see. \"Why?\" snake_case 50% #tag a > b";
        assert_eq!(escape(text), text);
    }

    #[test]
    fn what_markdown_would_eat_is_escaped() {
        assert_eq!(escape("1) Bruising\n2. Pain\n\n\n# not a heading"), "1\\) Bruising\\\n2\\. Pain\n\n\\# not a heading");
        assert_eq!(escape("*really* <b> [x](y) `z` \\ &amp; ~~a~~"), "\\*really\\* \\<b> \\[x](y) \\`z\\` \\\\ \\&amp; \\~\\~a\\~\\~");
        assert_eq!(escape("> quote\n- item\n---\n==\n-x +1"), "\\> quote\\\n\\- item\\\n\\---\\\n\\==\\\n-x +1");
        assert_eq!(escape("_a b_ a_b"), "\\_a b\\_ a_b");
    }

    #[test]
    fn the_markdown_of_others_begins_no_answer_and_swallows_none() {
        assert_eq!(contain("a\n\n## b {#a1}\n"), "a\n\n## b {\\#a1}");
        assert_eq!(contain("```` x\ncode"), "```` x\ncode\n````");
        assert_eq!(contain("```\n## b {#a1}\n```"), "```\n## b {#a1}\n```");
    }

    #[test]
    fn the_words_of_markdown_are_those_of_the_text_that_was_escaped() {
        let text = "1) *really* <b> >6 weeks & more\n\nx_y_ [z]";
        assert_eq!(words(&escape(text)), "1) *really* <b> >6 weeks & more\nx_y_ [z]\n");
        assert_eq!(words("a *b* [c](/d)\ne\\\nf\n- g\n- `h`"), "a b c e\nf\ng\nh\n\n");
    }

    #[test]
    fn lines_are_trimmed_and_non_breaking_spaces_inside_kept() {
        assert_eq!(escape(" \u{a0}a\u{a0} b\u{a0}\n\u{a0}\nc"), "a\u{a0} b\n\nc");
    }
}
