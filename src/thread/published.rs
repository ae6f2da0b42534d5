//! The lines of `addresses.txt`: every address that was ever published, with what stood there.

use std::ops::Range;

/// The name of the file at the site's root.
pub const ADDRESSES: &str = "addresses.txt";

/// A line of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedLine<'a> {
    /// Where in the file it stands, in bytes.
    pub span: Range<usize>,
    /// The page's path, such as `numbness/will-it-fade.html`.
    pub path: &'a str,
    /// The SHA-256 of the source that the page's thread came from.
    pub sha256: Option<&'a str>,
    /// The ids of its answers.
    pub answers: Vec<&'a str>,
}

/// The lines of the record's text, comments aside: a path, a hash or `-`, and ids, separated by spaces.
pub fn published_lines(text: &str) -> impl Iterator<Item = PublishedLine<'_>> {
    let mut start = 0;
    text.split_inclusive('\n').filter_map(move |whole| {
        let line = whole.trim_end();
        let span = start..start + line.len();
        start += whole.len();
        let mut parts = line.split(' ');
        let path = parts.next().filter(|path| !path.is_empty() && !line.starts_with('#'))?;
        let sha256 = parts.next().filter(|sha256| *sha256 != "-");
        Some(PublishedLine { span, path, sha256, answers: parts.collect() })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_empty_lines_are_no_lines() {
        let lines: Vec<PublishedLine<'_>> = published_lines("# x\n\na/b.html ab12 a1 a2\nc.html -\n").collect();
        assert_eq!(lines[0], PublishedLine { span: 5..24, path: "a/b.html", sha256: Some("ab12"), answers: vec!["a1", "a2"] });
        assert_eq!(lines[1], PublishedLine { span: 25..33, path: "c.html", sha256: None, answers: vec![] });
        assert_eq!(lines.len(), 2);
    }
}
