//! Does Markdown say what the HTML said? Proved on every text that comes in (promise P2).

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// Elements that rendered Markdown may nest; `render` allows 64.
const DEEPEST_NESTING: usize = 60;

/// True where `markdown` renders to exactly `words`, with no raw HTML in it and no link that could do
/// harm.
pub(super) fn says(markdown: &str, words: &[String]) -> bool {
    rendered_words(markdown).is_some_and(|rendered| rendered == words)
}

/// The words that Markdown renders to; `None` where there is raw HTML or a link of a forbidden kind.
pub(super) fn rendered_words(markdown: &str) -> Option<Vec<String>> {
    let mut text = String::new();
    let mut depth = 0_usize;
    // Words inside an image, and the address that shows where it has none.
    let mut image: Option<(usize, String)> = None;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH) {
        match event {
            Event::Start(tag) => {
                depth += 1;
                match tag {
                    Tag::Link { dest_url, .. } if !is_allowed(&dest_url) => return None,
                    Tag::Image { dest_url, .. } if !is_allowed(&dest_url) => return None,
                    Tag::Image { dest_url, .. } => image = Some((text.len(), dest_url.into_string())),
                    Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } => {}
                    _ => text.push('\n'),
                }
                if depth > DEEPEST_NESTING {
                    return None;
                }
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                match tag {
                    TagEnd::Image => {
                        if let Some((_, address)) = image.take().filter(|(start, _)| text[*start..].trim().is_empty()) {
                            text.push_str(&address);
                        }
                    }
                    TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link => {}
                    _ => text.push('\n'),
                }
            }
            Event::Text(words) | Event::Code(words) => text.push_str(&words),
            Event::SoftBreak | Event::HardBreak | Event::Rule => text.push('\n'),
            _ => return None,
        }
    }
    Some(text.split_whitespace().map(str::to_owned).collect())
}

/// Addresses that a page publishes as links.
pub(super) fn is_allowed(address: &str) -> bool {
    let lower = address.to_ascii_lowercase();
    let known = ["https://", "http://", "mailto:", "tel:"].iter().any(|scheme| lower.starts_with(scheme));
    known && !address.contains(|character: char| character.is_control() || character.is_whitespace())
}
