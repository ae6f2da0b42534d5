//! A text file, read.

use std::sync::Arc;

use camino::Utf8Path;

use crate::diagnostic::{Code, Diagnostic, Source};

/// No text that people edit is larger; a device file or a bomb is.
const LARGEST_FILE: u64 = 8 * 1024 * 1024;

/// Reads the text file at `path` below `root`, without the mark that some editors put at its
/// beginning; what is wrong is a problem, as in [`read_raw_source`].
pub fn read_source(root: &Utf8Path, path: &Utf8Path, problems: &mut Vec<Diagnostic>) -> Option<Arc<Source>> {
    let source = read_raw_source(root, path, problems)?;
    match source.text().strip_prefix('\u{feff}') {
        Some(text) => Some(Arc::new(Source::new(path, text.to_owned()))),
        None => Some(source),
    }
}

/// Reads the text file at `path` below `root`; one that cannot be read, is too large or is not
/// UTF-8 is a problem that says where.
pub fn read_raw_source(root: &Utf8Path, path: &Utf8Path, problems: &mut Vec<Diagnostic>) -> Option<Arc<Source>> {
    let unreadable = |message: String| Diagnostic::new(Code::UnreadableFile, message);
    let full = root.join(path);
    let small = |metadata: std::fs::Metadata| metadata.is_file() && metadata.len() <= LARGEST_FILE;
    let read = std::fs::metadata(&full).and_then(|metadata| if small(metadata) { std::fs::read(&full).map(Some) } else { Ok(None) });
    let bytes = match read {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            problems.push(
                unreadable(format!("this is not a regular file of at most {} MiB", LARGEST_FILE / 1024 / 1024))
                    .in_file(path)
                    .help("put a text file in its place, or split it"),
            );
            return None;
        }
        Err(error) => {
            problems.push(
                unreadable(format!("this file could not be read: {error}"))
                    .in_file(path)
                    .help("check that it exists and that you may read it"),
            );
            return None;
        }
    };
    text_source(path, bytes, problems)
}

/// The bytes of the text file at `path` as a text; if they are not UTF-8, that is a problem that says where.
pub fn text_source(path: &Utf8Path, bytes: Vec<u8>, problems: &mut Vec<Diagnostic>) -> Option<Arc<Source>> {
    match String::from_utf8(bytes) {
        Ok(text) => Some(Arc::new(Source::new(path, text))),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let source = Arc::new(Source::new(path, String::from_utf8_lossy(error.as_bytes()).into_owned()));
            problems.push(
                Diagnostic::new(Code::UnreadableFile, "this file is not UTF-8 text")
                    .at(&source, valid..valid + '\u{fffd}'.len_utf8(), "not a character")
                    .help("save it as UTF-8 in your editor"),
            );
            None
        }
    }
}
