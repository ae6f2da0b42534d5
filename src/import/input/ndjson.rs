//! Threads of our own contract, one JSON object a line.

use std::io::BufRead;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::{Code, Diagnostic};

use super::Input;
use super::lines::Lines;

/// Reads records line by line.
pub(super) struct Records<R> {
    file: Utf8PathBuf,
    lines: Lines<R>,
    ended: bool,
}

impl<R: BufRead> Records<R> {
    pub(super) fn new(file: &Utf8Path, reader: R) -> Self {
        Self { file: file.to_owned(), lines: Lines::new(reader), ended: false }
    }
}

impl<R: BufRead> Iterator for Records<R> {
    type Item = Result<Input, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        while !self.ended {
            match self.lines.next() {
                Ok(Some(line)) => match line.text {
                    Ok(text) if text.trim_start_matches('\u{feff}').trim().is_empty() => {}
                    Ok(text) => return Some(Ok(Input::Record { file: self.file.clone(), line: line.number, text })),
                    Err(reason) => {
                        let place = Utf8PathBuf::from(format!("{}#{}", self.file, line.number));
                        return Some(Err(Diagnostic::new(Code::MalformedInput, reason)
                            .in_file(&place)
                            .help("write one JSON object a line")));
                    }
                },
                Ok(None) => self.ended = true,
                Err(error) => {
                    self.ended = true;
                    let message = format!("this could not be read to its end: {error}");
                    return Some(Err(Diagnostic::new(Code::UnreadableFile, message)
                        .in_file(&self.file)
                        .help("check the file and try again")));
                }
            }
        }
        None
    }
}
