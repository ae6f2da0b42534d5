//! A text with its path, and the way from byte offsets to lines and columns.

use camino::{Utf8Path, Utf8PathBuf};

/// A file's text and the path under which people know it.
#[derive(Debug, PartialEq, Eq)]
pub struct Source {
    path: Utf8PathBuf,
    text: String,
    /// The line of the file on which the text begins, from 1.
    first_line: usize,
}

/// A place in a text as people count it: both numbers start at 1, the column in characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// The path under which the person who ran a command finds `path` below `root`.
#[must_use]
pub fn shown_path(root: &Utf8Path, path: &Utf8Path) -> Utf8PathBuf {
    if root == "." { path.to_owned() } else { root.join(path) }
}

impl Source {
    /// Keeps `text` under `path`, which should be relative to the site's root where it lies inside.
    #[must_use]
    pub fn new(path: impl Into<Utf8PathBuf>, text: String) -> Self {
        Self::part(path, text, 1)
    }

    /// Keeps a part of a file, which begins with the file's line `first_line` (from 1), so that places in
    /// it are told as places in the file.
    #[must_use]
    pub fn part(path: impl Into<Utf8PathBuf>, text: String, first_line: usize) -> Self {
        Self { path: path.into(), text, first_line }
    }

    /// The line of the file on which the text begins, from 1.
    #[must_use]
    pub fn first_line(&self) -> usize {
        self.first_line
    }

    /// The path as shown to people.
    #[must_use]
    pub fn path(&self) -> &Utf8Path {
        &self.path
    }

    /// The whole text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The line and column of a byte offset; an offset past the end, or inside a character, counts
    /// as the nearest place before it.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        let before = &self.text[..self.text.floor_char_boundary(offset)];
        let line_start = before.rfind('\n').map_or(0, |index| index + 1);
        Position { line: before.matches('\n').count() + self.first_line, column: before[line_start..].chars().count() + 1 }
    }

    /// The byte range of the file's 1-based `line` without its line ending; the end of the text when there
    /// is no such line.
    #[must_use]
    pub fn line_span(&self, line: usize) -> std::ops::Range<usize> {
        let start = match (line + 1).saturating_sub(self.first_line) {
            0 | 1 => 0,
            line => self.text.match_indices('\n').nth(line - 2).map_or(self.text.len(), |(index, _)| index + 1),
        };
        let rest = &self.text[start..];
        let length = rest.find('\n').unwrap_or(rest.len());
        start..start + rest[..length].trim_end_matches('\r').len()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_count_lines_and_characters_from_one() {
        let source = Source::new("a.md", "ab\nçd\n".to_owned());
        assert_eq!(source.position(0), Position { line: 1, column: 1 });
        assert_eq!(source.position(5), Position { line: 2, column: 2 });
        assert_eq!(source.position(4), Position { line: 2, column: 1 }, "inside the two bytes of ç");
        assert_eq!(source.position(99), Position { line: 3, column: 1 });
    }

    #[test]
    fn a_part_of_a_file_tells_the_files_lines() {
        let source = Source::part("a.xml", "ab\ncd".to_owned(), 7);
        assert_eq!(source.position(4), Position { line: 8, column: 2 });
        assert_eq!(source.line_span(8), 3..5);
        assert_eq!(source.line_span(7), 0..2);
    }

    #[test]
    fn line_spans_leave_the_line_ending_out() {
        let source = Source::new("a.md", "ab\r\nc\n".to_owned());
        assert_eq!(source.line_span(1), 0..2);
        assert_eq!(source.line_span(2), 4..5);
        assert_eq!(source.line_span(9), 6..6);
    }
}
