//! Which kind of source a file is.

use std::io::Read as _;

use camino::Utf8Path;

/// A kind of source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceFormat {
    /// A saved thread as plain text.
    Text,
    /// A web page with schema.org's `QAPage` or `Question`.
    Html,
    /// A Discourse topic's JSON.
    Discourse,
    /// A Stack Exchange dump's `Posts.xml`.
    StackExchange,
    /// Threads of our own contract, one JSON object a line.
    Ndjson,
}

impl SourceFormat {
    /// Every kind, in the order of the documentation.
    pub const ALL: [Self; 5] = [Self::Text, Self::Html, Self::Discourse, Self::StackExchange, Self::Ndjson];

    /// The word for the command line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Html => "html",
            Self::Discourse => "discourse",
            Self::StackExchange => "stack-exchange",
            Self::Ndjson => "ndjson",
        }
    }
}

/// How much of a file is looked at.
const BEGINNING: u64 = 64 * 1024;

/// The kind by the file's first words, else by its name, and all its bytes, where it has no more than were
/// looked at. A `.txt` file is text unless it clearly is a page or a dump.
pub(super) fn detect(path: &Utf8Path) -> std::io::Result<(SourceFormat, Option<Vec<u8>>)> {
    let metadata = std::fs::metadata(path)?;
    // A look at a pipe would take away from it.
    if !metadata.is_file() {
        return Ok((SourceFormat::Text, None));
    }
    let bytes = beginning(path, metadata.len())?;
    let content = may_be_structured(&bytes).then(|| String::from_utf8_lossy(&bytes));
    let format = content.and_then(|content| by_content(&content, extension(path).as_str())).unwrap_or_else(|| by_name(path));
    let whole = (bytes.len() as u64) < BEGINNING;
    Ok((format, whole.then_some(bytes)))
}

/// The first bytes of a file that is about `length` bytes long.
fn beginning(path: &Utf8Path, length: u64) -> std::io::Result<Vec<u8>> {
    // With room for one byte more, the end shows without another buffer.
    let mut bytes = Vec::with_capacity(length.min(BEGINNING) as usize + 1);
    std::fs::File::open(path)?.take(BEGINNING).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Does a JSON text begin like a topic, or like one thread of our own contract a line?
fn holds_threads(beginning: &str) -> bool {
    let is_topic = by_content(beginning, "json") == Some(SourceFormat::Discourse);
    let first = beginning.trim_start_matches('\u{feff}').lines().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let is_record = first.starts_with('{') && ["\"answers\"", "\"text\"", "\"question\""].iter().any(|key| first.contains(key));
    is_topic || is_record
}

/// Could this be markup or JSON, by its first byte? A mark or white space that is not ASCII may stand before it.
fn may_be_structured(bytes: &[u8]) -> bool {
    let first = bytes.iter().find(|byte| !matches!(byte, b'\t'..=b'\r' | b' '));
    first.is_some_and(|first| matches!(first, b'<' | b'{') || !first.is_ascii())
}

fn by_content(beginning: &str, extension: &str) -> Option<SourceFormat> {
    let text = beginning.trim_start_matches('\u{feff}').trim_start();
    if !text.starts_with(['<', '{']) {
        return None;
    }
    let lower: String = text.chars().take(1000).collect::<String>().to_ascii_lowercase();
    let is_xml = lower.starts_with("<?xml");
    if lower.starts_with("<posts") || (is_xml && lower.contains("<posts")) {
        Some(SourceFormat::StackExchange)
    } else if lower.starts_with("<!doctype html") || lower.starts_with("<html") || (is_xml && lower.contains("<html")) {
        Some(SourceFormat::Html)
    } else if extension != "txt" && text.strip_prefix('{').is_some_and(|rest| rest.trim_start().starts_with('"')) {
        Some(if text.contains("\"post_stream\"") { SourceFormat::Discourse } else { SourceFormat::Ndjson })
    } else {
        None
    }
}

fn by_name(file: &Utf8Path) -> SourceFormat {
    match extension(file).as_str() {
        "html" | "htm" | "xhtml" => SourceFormat::Html,
        "ndjson" | "jsonl" | "json" => SourceFormat::Ndjson,
        "xml" => SourceFormat::StackExchange,
        _ => SourceFormat::Text,
    }
}

/// Is this a file that import looks for in a folder? Any program may have left a `.json` there, so that
/// one is looked into.
pub(super) fn is_source(file: &Utf8Path) -> bool {
    match extension(file).as_str() {
        "txt" | "html" | "htm" | "xhtml" | "ndjson" | "jsonl" => true,
        "json" => beginning(file, BEGINNING).is_ok_and(|bytes| holds_threads(&String::from_utf8_lossy(&bytes))),
        "xml" => file.file_name().is_some_and(|name| name.eq_ignore_ascii_case("posts.xml")),
        _ => false,
    }
}

fn extension(file: &Utf8Path) -> String {
    file.extension().unwrap_or_default().to_ascii_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_programs_json_is_no_source() {
        assert!(holds_threads("{\"id\": 7, \"post_stream\": {}}"));
        assert!(holds_threads("\n{\"title\": \"x\", \"answers\": []}\n"));
        assert!(!holds_threads("{\n  \"title\": \"x\",\n  \"answers\": []\n}\n"), "not one thread a line");
        assert!(!holds_threads("{\"name\": \"a-package\", \"version\": \"1.0.0\"}"));
        assert!(!holds_threads("[1, 2]"));
    }

    #[test]
    fn content_decides_and_then_the_name() {
        let kind =
            |text: &str, name: &str| by_content(text, &extension(Utf8Path::new(name))).unwrap_or_else(|| by_name(Utf8Path::new(name)));
        assert_eq!(kind("<!DOCTYPE html><p>", "a.txt"), SourceFormat::Html);
        assert_eq!(kind("\u{feff}<?xml version=\"1.0\"?>\n<posts>", "dump"), SourceFormat::StackExchange);
        assert_eq!(kind("{ \"post_stream\": {} }", "a.json"), SourceFormat::Discourse);
        assert_eq!(kind("{\"title\": \"x\"}\n", "a"), SourceFormat::Ndjson);
        assert_eq!(kind("{{ voteCount", "a"), SourceFormat::Text);
        assert_eq!(kind("{\"what\" I said", "a.txt"), SourceFormat::Text);
        assert_eq!(kind("", "a.jsonl"), SourceFormat::Ndjson);
        assert_eq!(kind("May I swim?", "a.md"), SourceFormat::Text);
    }
}
