//! The words of our own HTML that a reader can see, for proving what a page shows (promise P3).
//!
//! Stricter than a browser where the two could differ: whatever may hide words hides them here.

/// What an element's name tells of the words around it and in it.
#[derive(Debug, Clone, Copy, Default)]
struct Element {
    /// Its content is never shown, or only after some act of the reader.
    hidden: bool,
    /// Its content is raw text up to its own end tag (WHATWG HTML, 13.1.2).
    raw: bool,
    /// It has neither content nor end tag (WHATWG HTML, 13.1.2).
    void: bool,
    /// It runs on within a line, so that the words around it are not set apart.
    inline: bool,
}

/// The element called `name`, in small letters. Names are told apart byte by byte, as this runs over every tag of the site.
fn element(name: &str) -> Element {
    let plain = Element::default();
    match name.as_bytes() {
        b"a" | b"abbr" | b"b" | b"bdi" | b"bdo" | b"cite" | b"code" | b"data" | b"del" | b"dfn" | b"em" | b"i" | b"ins" | b"kbd"
        | b"mark" | b"q" | b"s" | b"samp" | b"small" | b"span" | b"strong" | b"sub" | b"sup" | b"time" | b"u" => {
            Element { inline: true, ..plain }
        }
        b"area" | b"base" | b"br" | b"col" | b"embed" | b"hr" | b"img" | b"input" | b"link" | b"meta" | b"param" | b"source" | b"track"
        | b"wbr" => Element { void: true, ..plain },
        b"script" | b"style" | b"textarea" | b"title" | b"iframe" | b"noscript" => Element { hidden: true, raw: true, ..plain },
        b"noembed" | b"xmp" => Element { raw: true, ..plain },
        b"head" | b"template" | b"details" | b"dialog" | b"select" | b"object" | b"svg" | b"math" | b"audio" | b"video" | b"canvas"
        | b"datalist" => Element { hidden: true, ..plain },
        _ => plain,
    }
}

/// Does the element called `name`, in small letters, run on within a line?
pub(super) fn is_inline(name: &str) -> bool {
    element(name).inline
}

/// Classes by which the default stylesheet hides an element, on the screen or in print.
const HIDING_CLASSES: [&str; 2] = ["visually-hidden", "print-hidden"];

/// The visible words of `html`, each run of white space as one space, entities decoded.
pub(super) fn visible_text(html: &str) -> String {
    let mut reader =
        Reader { rest: html, words: Words { text: String::with_capacity(html.len() / 2), pending_space: false }, hidden: None };
    reader.read();
    reader.words.text
}

/// `text` with each run of white space as one space, and none around it.
pub(super) fn collapse(text: &str) -> String {
    let mut words = Words { text: String::with_capacity(text.len()), pending_space: false };
    words.push(text);
    words.text
}

/// Text whose white space is collapsed as it comes in.
struct Words {
    text: String,
    pending_space: bool,
}

impl Words {
    /// Adds `text`, copying whole stretches: byte by byte, since this runs over every page of the site.
    fn push(&mut self, text: &str) {
        let bytes = text.as_bytes();
        let (mut at, mut start, mut unlooked) = (0, 0, 0);
        while at < bytes.len() {
            if at >= unlooked && at > start {
                match bytes[at..].first_chunk() {
                    Some(chunk) if single_spaced(chunk) => {
                        at += CHUNK;
                        continue;
                    }
                    _ => unlooked = at + CHUNK,
                }
            }
            if !MAY_BE_SPACE[usize::from(bytes[at])] {
                at += 1;
                continue;
            }
            // One space between two words stays as it is.
            let stays = bytes[at] == b' ' && at > start && bytes.get(at + 1).is_some_and(|next| !MAY_BE_SPACE[usize::from(*next)]);
            let length = if stays { 0 } else { space_length(text, at) };
            if length == 0 {
                at += 1;
                continue;
            }
            self.words(&text[start..at]);
            self.pending_space = true;
            at += length;
            start = at;
        }
        self.words(&text[start..]);
    }

    /// Adds words with one space between each two.
    fn words(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        if self.pending_space && !self.text.is_empty() {
            self.text.push(' ');
        }
        self.pending_space = false;
        self.text.push_str(words);
    }
}

/// So many bytes are looked at together.
const CHUNK: usize = 32;

/// Is there no white space in all of `bytes` but the last but single spaces? The last byte is looked at with the next ones. Written so
/// that the compiler compares many bytes at once.
fn single_spaced(bytes: &[u8; CHUNK + 1]) -> bool {
    let mut irregular = false;
    for at in 0..CHUNK {
        let (byte, next) = (bytes[at], bytes[at + 1]);
        let other_space = (byte.wrapping_sub(b'\t') < 5) | (byte == 0xc2) | (byte == 0xe1) | (byte == 0xe2) | (byte == 0xe3);
        irregular |= other_space | ((byte == b' ') & ((next <= b' ') | (next >= 0xc2)));
    }
    !irregular
}

/// By byte: can a white space character (Unicode, `White_Space`) begin with it?
const MAY_BE_SPACE: [bool; 256] = {
    let mut table = [false; 256];
    let first_bytes = [b' ', b'\t', b'\n', 0x0b, 0x0c, b'\r', 0xc2, 0xe1, 0xe2, 0xe3];
    let mut at = 0;
    while at < first_bytes.len() {
        table[first_bytes[at] as usize] = true;
        at += 1;
    }
    table
};

/// The length in bytes of the white space character at `at`; 0 for any other.
fn space_length(text: &str, at: usize) -> usize {
    match text.as_bytes()[at] {
        b' ' | b'\t'..=b'\r' => 1,
        // The first bytes of the other white space characters (Unicode, `White_Space`).
        0xc2 | 0xe1..=0xe3 => text[at..].chars().next().filter(|character| character.is_whitespace()).map_or(0, char::len_utf8),
        _ => 0,
    }
}

struct Reader<'a> {
    rest: &'a str,
    words: Words,
    /// The element that hides what is read, and how many of its name are open.
    hidden: Option<(String, usize)>,
}

impl Reader<'_> {
    fn read(&mut self) {
        while !self.rest.is_empty() {
            let Some(at) = memchr::memchr(b'<', self.rest.as_bytes()) else {
                self.text(self.rest);
                return;
            };
            if at > 0 {
                self.text(&self.rest[..at]);
                self.rest = &self.rest[at..];
            }
            self.markup();
        }
    }

    fn text(&mut self, text: &str) {
        if self.hidden.is_none() {
            if memchr::memchr(b'&', text.as_bytes()).is_some() { self.words.push(&decode_entities(text)) } else { self.words.push(text) }
        }
    }

    /// Reads what begins with the `<` at hand.
    fn markup(&mut self) {
        let after = &self.rest[1..];
        if let Some(comment) = after.strip_prefix('!').and_then(|after| after.strip_prefix("--")) {
            self.rest = comment.find("-->").map_or("", |end| &comment[end + 3..]);
            return;
        }
        let is_end = after.starts_with('/');
        let name_and_more = after.strip_prefix('/').unwrap_or(after);
        let length = name_and_more.bytes().take_while(u8::is_ascii_alphanumeric).count();
        if length == 0 && !after.starts_with(['!', '?', '/']) {
            self.text("<");
            self.rest = after;
            return;
        }
        let name = &name_and_more[..length];
        let mut hiding = false;
        self.rest = each_attribute(&name_and_more[length..], |name, value| hiding |= hides(name, value));
        // Our own pages have small letters only.
        let small = if name.bytes().any(|byte| byte.is_ascii_uppercase()) { Some(name.to_ascii_lowercase()) } else { None };
        let name = small.as_deref().unwrap_or(name);
        if is_end { self.end(name) } else { self.start(name, hiding) }
    }

    fn start(&mut self, name: &str, hiding: bool) {
        let element = element(name);
        self.words.pending_space |= !element.inline;
        if element.void {
            return;
        }
        match &mut self.hidden {
            Some((hiding, depth)) if hiding == name => *depth += 1,
            Some(_) => {}
            None if hiding || element.hidden => self.hidden = Some((name.to_owned(), 1)),
            None => {}
        }
        if element.raw {
            let end = end_tag(self.rest, name);
            self.text(&self.rest[..end]);
            self.rest = &self.rest[end..];
        }
    }

    fn end(&mut self, name: &str) {
        self.words.pending_space |= !element(name).inline;
        if let Some((hiding, depth)) = &mut self.hidden {
            if hiding == name {
                *depth -= 1;
            }
            if *depth == 0 {
                self.hidden = None;
            }
        }
    }
}

/// Does an attribute hide its element, or could it?
fn hides(name: &str, value: &str) -> bool {
    let is = |other: &str| name.eq_ignore_ascii_case(other);
    if is("class") {
        return value.split_ascii_whitespace().any(|class| HIDING_CLASSES.contains(&class));
    }
    is("hidden") || is("inert") || is("style") || is("popover") || (is("aria-hidden") && value.eq_ignore_ascii_case("true"))
}

/// Where the raw text of `name` ends.
fn end_tag(rest: &str, name: &str) -> usize {
    let starts = memchr::memmem::find_iter(rest.as_bytes(), "</");
    let mut ends =
        starts.filter(|at| rest.as_bytes()[at + 2..].get(..name.len()).is_some_and(|tag| tag.eq_ignore_ascii_case(name.as_bytes())));
    ends.next().unwrap_or(rest.len())
}

/// The attributes of a tag, and what follows its `>`.
#[cfg(test)]
pub(super) fn attributes(rest: &str) -> (Vec<(String, String)>, &str) {
    let mut found = Vec::new();
    let rest = each_attribute(rest, |name, value| found.push((name.to_ascii_lowercase(), value.to_owned())));
    (found, rest)
}

/// Calls `take` with the name and the value of each attribute of a tag; what follows its `>`.
fn each_attribute<'a>(mut rest: &'a str, mut take: impl FnMut(&'a str, &'a str)) -> &'a str {
    loop {
        let between = rest.bytes().position(|byte| !byte.is_ascii_whitespace() && byte != b'/');
        rest = &rest[between.unwrap_or(rest.len())..];
        if rest.is_empty() {
            return "";
        }
        if let Some(after) = rest.strip_prefix('>') {
            return after;
        }
        // The first character belongs to the name even if it is `=`, so that each turn moves on.
        let first = rest.chars().next().map_or(0, char::len_utf8);
        let ends = |byte: u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>' | b'=');
        let length = rest.bytes().skip(first).position(ends).map_or(rest.len(), |at| first + at);
        let name = &rest[..length];
        rest = rest[length..].trim_start();
        let mut value = "";
        if let Some(after) = rest.strip_prefix('=') {
            let after = after.trim_start();
            (value, rest) = match after.as_bytes().first() {
                Some(quote @ (b'"' | b'\'')) => {
                    let end = memchr::memchr(*quote, &after.as_bytes()[1..]).map(|at| at + 1);
                    end.map_or((&after[1..], ""), |end| (&after[1..end], &after[end + 1..]))
                }
                _ => after.split_at(after.bytes().position(|byte| byte.is_ascii_whitespace() || byte == b'>').unwrap_or(after.len())),
            };
        }
        take(name, value);
    }
}

/// The characters that our own pages write as entities.
pub(crate) fn decode_entities(text: &str) -> String {
    let mut decoded = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        decoded.push_str(&rest[..at]);
        rest = &rest[at..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        let character = end.and_then(|end| Some((entity(&rest[1..end])?, end)));
        match character {
            Some((character, end)) => {
                decoded.push(character);
                rest = &rest[end + 1..];
            }
            None => {
                decoded.push('&');
                rest = &rest[1..];
            }
        }
    }
    decoded.push_str(rest);
    decoded
}

fn entity(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{a0}'),
        _ => {
            let number = name.strip_prefix('#')?;
            let code = match number.strip_prefix(['x', 'X']) {
                Some(hexadecimal) => u32::from_str_radix(hexadecimal, 16).ok()?,
                None => number.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_as_a_browser_shows_them() {
        assert_eq!(visible_text("<p>a <b>b</b>c</p><p>d &amp; &#39;e&#x27;\n f</p>"), "a bc d & 'e' f");
        assert_eq!(visible_text("<p title=\"x > y\">a</p>"), "a");
        assert_eq!(visible_text("one<br>two<img alt=\"x\">"), "one two");
        assert_eq!(visible_text("1 < 2 &unknown; &"), "1 < 2 &unknown; &");
    }

    #[test]
    fn every_white_space_character_counts() {
        for space in (0..=0x3000).filter_map(char::from_u32).filter(|character| character.is_whitespace()) {
            assert_eq!(collapse(&format!("{space}a{space} b{space}")), "a b", "{space:?}");
        }
        assert_eq!(collapse("\u{200b}é â ß 、"), "\u{200b}é â ß 、");
    }

    #[test]
    fn white_space_is_collapsed_wherever_it_stands() {
        let split = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for at in 0..80 {
            for space in ["  ", "\n", "\u{a0}", " \t", "\u{2003} "] {
                let mut text = "words of a text ".repeat(6);
                text.insert_str(at, space);
                assert_eq!(collapse(&text), split(&text), "{text:?}");
            }
        }
        proptest::proptest!(|(text in "[a-c \n\u{a0}éà]{0,200}")| {
            proptest::prop_assert_eq!(collapse(&text), split(&text));
        });
    }

    #[test]
    fn hidden_words_are_left_out() {
        for hidden in [
            "<!-- x -->",
            "<!-- x",
            "<head>x</head>",
            "<script>x</script>",
            "<style>x</style>",
            "<template>x</template>",
            "<noscript>x</noscript>",
            "<details open><summary>s</summary>x</details>",
            "<dialog open>x</dialog>",
            "<textarea>x</textarea>",
            "<div hidden>x</div>",
            "<div hidden=\"\"><div>y</div>x</div>",
            "<div aria-hidden='true'>x</div>",
            "<div style=\"display:none\">x</div>",
            "<div style>x</div>",
            "<p INERT>x</p>",
            "<p class=\"a visually-hidden\">x</p>",
            "<p class=print-hidden>x</p>",
            "<div hidden><script>\"</div>\"</script>x</div>",
            "<svg><text>x</text></svg>",
        ] {
            assert_eq!(visible_text(&format!("a {hidden}")), "a", "{hidden}");
        }
        assert_eq!(visible_text("<p aria-hidden=\"false\">x</p>"), "x");
    }

    #[test]
    fn any_text_is_read_to_its_end() {
        proptest::proptest!(|(text in "[<>/!=\"'a-c &;#é-]{0,60}")| {
            let _ = visible_text(&text);
        });
    }
}
