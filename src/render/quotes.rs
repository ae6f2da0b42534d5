//! Quotes found in an answer's HTML, and marked there without a change to its words.

use std::ops::Range;

use super::visible::{decode_entities, is_inline};

/// Stands between paragraphs, so that no quote reaches from one into the next. No text has it:
/// CommonMark turns U+0000 into U+FFFD (section 2.3).
const BREAK: char = '\0';

/// How many letters a lacking word counts for, when passages are compared with a quote.
const LACKING: usize = 3;

/// The words of rendered Markdown as a reader sees them, each run of white space as one space, with their
/// places in the HTML.
pub(super) struct Shown {
    text: String,
    /// Of each byte of `text`, where its character stands in the HTML.
    places: Vec<Range<usize>>,
}

impl Shown {
    /// The words of `html`, which Markdown was rendered to.
    pub(super) fn of(html: &str) -> Self {
        let mut shown = Self { text: String::with_capacity(html.len()), places: Vec::with_capacity(html.len()) };
        let mut at = 0;
        while let Some(first) = html[at..].chars().next() {
            let mut end = at + first.len_utf8();
            match first {
                '<' => {
                    end = tag_end(html, at);
                    match name(&html[at..end]) {
                        "br" => shown.push(' ', at..end),
                        name if is_inline(name) => {}
                        _ => shown.push(BREAK, at..end),
                    }
                }
                '&' => {
                    end = html[at..].find(';').map_or(end, |length| at + length + 1);
                    for character in decode_entities(&html[at..end]).chars() {
                        shown.push(character, at..end);
                    }
                }
                character => shown.push(character, at..end),
            }
            at = end;
        }
        shown
    }

    fn push(&mut self, character: char, place: Range<usize>) {
        let character = if character.is_whitespace() { ' ' } else { character };
        let follows_space = self.text.is_empty() || self.text.ends_with([' ', BREAK]);
        if character == ' ' && follows_space {
            return;
        }
        self.text.push(character);
        self.places.resize(self.text.len(), place);
    }

    /// Where `quote` stands in the HTML: whole words, and no number cut short.
    pub(super) fn find(&self, quote: &str) -> Option<Range<usize>> {
        let ends = |(start, _): &(usize, &str)| {
            let (before, after) = (&self.text[..*start], &self.text[start + quote.len()..]);
            !(cuts(before.chars().rev(), quote.chars().next()) || cuts(after.chars(), quote.chars().next_back()))
        };
        let (start, _) = self.text.match_indices(quote).find(ends)?;
        Some(self.places[start].start..self.places[start + quote.len() - 1].end)
    }

    /// The passage that is most like `quote`, where any is like it.
    pub(super) fn nearest(&self, quote: &str) -> Option<&str> {
        let words: Vec<&str> = quote.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let farthest = quote.chars().count() / 2;
        let mut best: Option<(usize, &str)> = None;
        for paragraph in self.text.split(BREAK) {
            let edges: Vec<usize> = std::iter::once(0).chain(paragraph.match_indices(' ').map(|(at, _)| at + 1)).collect();
            for (first, start) in edges.iter().enumerate() {
                for count in words.len().saturating_sub(1).max(1)..=words.len() + 1 {
                    let end = edges.get(first + count).map_or(paragraph.len(), |end| end - 1);
                    let passage = paragraph[*start..end.max(*start)].trim_matches([',', '.', ';', ':', '(', ')', ' ']);
                    // A passage that lacks a word of the quote, such as a number, is less like it than its letters tell.
                    let lacking = words.iter().filter(|word| !passage.contains(**word)).count();
                    let distance = strsim::levenshtein(quote, passage);
                    let unlikeness = distance + LACKING * lacking;
                    if distance <= farthest && !passage.is_empty() && best.is_none_or(|(least, _)| unlikeness < least) {
                        best = Some((unlikeness, passage));
                    }
                }
            }
        }
        best.map(|(_, passage)| passage)
    }
}

/// Would a quote that has `edge` at its end cut a word or a number of which `outside` is the rest?
fn cuts(mut outside: impl Iterator<Item = char>, edge: Option<char>) -> bool {
    let Some(edge) = edge.filter(|edge| edge.is_alphanumeric()) else { return false };
    match outside.next() {
        Some(next) if next.is_alphanumeric() => true,
        Some('.' | ',') => edge.is_ascii_digit() && outside.next().is_some_and(|next| next.is_ascii_digit()),
        _ => false,
    }
}

/// Where the tag ends that begins at `start`.
fn tag_end(html: &str, start: usize) -> usize {
    let mut quoted = None;
    for (at, byte) in html.bytes().enumerate().skip(start) {
        match (quoted, byte) {
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') => quoted = Some(byte),
            (Some(quote), byte) if quote == byte => quoted = None,
            _ => {}
        }
    }
    html.len()
}

/// The name of a tag, without the `/` of one that closes.
fn name(tag: &str) -> &str {
    let name = tag.trim_start_matches(['<', '/']);
    &name[..name.bytes().take_while(u8::is_ascii_alphanumeric).count()]
}

/// `html` with each range, whose ends stand between characters, inside a `mark` element with an id. The ranges
/// are in order and apart.
pub(super) fn mark(html: &str, marks: &[(Range<usize>, String)]) -> String {
    let mut marked = html.to_owned();
    for (range, id) in marks.iter().rev() {
        let open = format!("<mark class=\"quote\" id=\"{id}\">");
        let range = with_tags_around(html, range.clone());
        if is_balanced(&html[range.clone()]) {
            marked.insert_str(range.end, "</mark>");
            marked.insert_str(range.start, &open);
            continue;
        }
        // Emphasis that begins or ends inside the quote: its stretches are marked one by one.
        for (index, stretch) in stretches(html, range).into_iter().enumerate().rev() {
            marked.insert_str(stretch.end, "</mark>");
            marked.insert_str(stretch.start, if index == 0 { &open } else { "<mark class=\"quote\">" });
        }
    }
    marked
}

/// A range with the inline tags that stand right around it, where they belong to one another.
fn with_tags_around(html: &str, range: Range<usize>) -> Range<usize> {
    let mut range = range;
    while !is_balanced(&html[range.clone()]) {
        let before = html[..range.start].rfind('<').filter(|at| tag_end(html, *at) == range.start && is_inline_opening(&html[*at..]));
        let after = html[range.end..].starts_with("</").then(|| tag_end(html, range.end));
        let wider = [before.map(|start| start..range.end), after.map(|end| range.start..end)];
        let depth = |range: &Range<usize>| depths(&html[range.clone()]).map_or((1, 0), |(lowest, last)| (-lowest, last));
        let (lowest, last) = depth(&range);
        // A tag that is closed inside must be opened inside too, and the other way round.
        let [open, close] = wider;
        match (open.filter(|_| lowest > 0), close.filter(|_| last > -lowest)) {
            (Some(wider), _) | (None, Some(wider)) => range = wider,
            (None, None) => return range,
        }
    }
    range
}

fn is_inline_opening(tag: &str) -> bool {
    !tag.starts_with("</") && is_inline(name(tag))
}

/// Is every element that begins in `html` ended in it, and none that began before?
fn is_balanced(html: &str) -> bool {
    depths(html) == Some((0, 0))
}

/// How deep the elements of `html` go below where it begins, at the lowest and at the end; `None` where it
/// has an element that is no part of a line.
fn depths(html: &str) -> Option<(i32, i32)> {
    let (mut lowest, mut depth) = (0, 0);
    let mut at = 0;
    while let Some(start) = html[at..].find('<').map(|found| at + found) {
        at = tag_end(html, start);
        let tag = &html[start..at];
        match name(tag) {
            "br" | "img" => {}
            name if !is_inline(name) => return None,
            _ => depth += if tag.starts_with("</") { -1 } else { 1 },
        }
        lowest = lowest.min(depth);
    }
    Some((lowest, depth))
}

/// The stretches of `range` without tags.
fn stretches(html: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut at = range.start;
    while at < range.end {
        if html[at..].starts_with('<') {
            at = tag_end(html, at);
            continue;
        }
        let end = html[at..range.end].find('<').map_or(range.end, |length| at + length);
        found.push(at..end);
        at = end;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `html` with `quote` marked, `mark` elements as brackets.
    fn marked(html: &str, quote: &str) -> String {
        let range = Shown::of(html).find(quote).unwrap_or_else(|| panic!("{quote} is not in {html}"));
        let marked = mark(html, &[(range, "q".to_owned())]);
        marked.replace("<mark class=\"quote\" id=\"q\">", "[").replace("<mark class=\"quote\">", "(").replace("</mark>", "]")
    }

    #[test]
    fn quotes_are_found_through_markup_white_space_and_entities() {
        for (html, quote, expected) in [
            ("<p>In 6 to 8 weeks.</p>", "6 to 8 weeks", "<p>In [6 to 8 weeks].</p>"),
            ("<p>In 6\nto  8<br />\nweeks.</p>", "6 to 8 weeks", "<p>In [6\nto  8<br />\nweeks].</p>"),
            ("<p>a &lt;6 weeks &amp; more</p>", "<6 weeks & more", "<p>a [&lt;6 weeks &amp; more]</p>"),
            ("<p>In <em>6 to 8</em> weeks</p>", "6 to 8 weeks", "<p>In [<em>6 to 8</em> weeks]</p>"),
            ("<p>In <em>6 to 8</em> weeks</p>", "6 to 8", "<p>In <em>[6 to 8]</em> weeks</p>"),
            (
                "<p><em>In <a title=\">\" href=\"x\">6 to 8</a></em> weeks</p>",
                "8 weeks",
                "<p><em>In <a title=\">\" href=\"x\">6 to [8]</a></em>( weeks]</p>",
            ),
            ("<p>x <strong>6 <em>to</em></strong> 8</p>", "6 to 8", "<p>x [<strong>6 <em>to</em></strong> 8]</p>"),
            ("<p>x <em>about 6</em> to <em>8 weeks</em></p>", "6 to 8", "<p>x <em>about [6]</em>( to ]<em>(8] weeks</em></p>"),
            ("6 to 8 weeks", "6 to 8 weeks", "[6 to 8 weeks]"),
        ] {
            assert_eq!(marked(html, quote), expected);
        }
    }

    #[test]
    fn a_quote_cuts_no_word_and_no_number_and_stays_in_its_paragraph() {
        for (html, quote) in [
            ("<p>16 weeks</p>", "6 weeks"),
            ("<p>2.5 months</p>", "5 months"),
            ("<p>2 weeks</p>", "2 week"),
            ("<p>after 6</p><p>weeks</p>", "6 weeks"),
            ("<p>6 weeks</p>", "6 Weeks"),
        ] {
            assert_eq!(Shown::of(html).find(quote), None, "{html}");
        }
        assert!(Shown::of("<p>16 weeks or 6 weeks.</p>").find("6 weeks").is_some());
    }

    #[test]
    fn the_nearest_passage_is_shown_where_any_is_near() {
        let shown = Shown::of("<p>Most of it goes within 6 to 8 weeks, I think.</p><p>Some stay.</p>");
        assert_eq!(shown.nearest("6-8 weeks"), Some("6 to 8 weeks"));
        assert_eq!(shown.nearest("6 to 9 weeks"), Some("6 to 8 weeks"));
        assert_eq!(shown.nearest("three months in all"), None);
    }
}
