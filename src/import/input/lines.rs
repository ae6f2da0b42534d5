//! The lines of a text that may be far larger than memory.

use std::io::{BufRead, Read as _, Result};

/// No record is longer; a file that is none of what it claims to be has such lines.
const LONGEST_LINE: u64 = 16 * 1024 * 1024;

/// One line.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Line {
    /// From 1.
    pub(super) number: usize,
    /// The byte at which it begins.
    pub(super) offset: u64,
    /// Its text without its ending; `Err` for one that is too long or not UTF-8, with why.
    pub(super) text: std::result::Result<String, &'static str>,
}

/// Reads lines one by one, in bounded memory.
pub(super) struct Lines<R> {
    reader: R,
    number: usize,
    offset: u64,
}

impl<R: BufRead> Lines<R> {
    pub(super) fn new(reader: R) -> Self {
        Self { reader, number: 0, offset: 0 }
    }

    /// The next line; `None` at the end.
    pub(super) fn next(&mut self) -> Result<Option<Line>> {
        let mut bytes = Vec::new();
        let mut length = (&mut self.reader).take(LONGEST_LINE).read_until(b'\n', &mut bytes)? as u64;
        if length == 0 {
            return Ok(None);
        }
        let too_long = length == LONGEST_LINE && !bytes.ends_with(b"\n");
        while too_long && !bytes.ends_with(b"\n") {
            bytes.clear();
            let more = (&mut self.reader).take(LONGEST_LINE).read_until(b'\n', &mut bytes)? as u64;
            length += more;
            if more == 0 {
                break;
            }
        }
        let offset = self.offset;
        self.offset += length;
        self.number += 1;
        let text = match String::from_utf8(bytes) {
            _ if too_long => Err("this line is longer than 16 MiB"),
            Ok(text) => Ok(text.trim_end_matches(['\n', '\r']).to_owned()),
            Err(_) => Err("this line is not UTF-8 text"),
        };
        Ok(Some(Line { number: self.number, offset, text }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_have_numbers_and_offsets_and_too_long_ones_are_passed_over() {
        let long = "x".repeat(LONGEST_LINE as usize + 5);
        let text = format!("a\r\n{long}\nb");
        let mut lines = Lines::new(text.as_bytes());
        let mut all = Vec::new();
        while let Some(line) = lines.next().unwrap() {
            all.push((line.number, line.offset, line.text.map_err(|_| ())));
        }
        assert_eq!(all, [(1, 0, Ok("a".to_owned())), (2, 3, Err(())), (3, 3 + long.len() as u64 + 1, Ok("b".to_owned()))]);
    }
}
