//! Every output byte looked through for what must not be published.

use std::sync::{Mutex, PoisonError};

use crate::diagnostic::Diagnostic;
use crate::redaction::Redactions;
use crate::render::{Fingerprint, Inputs, OutputFile, Receiver, decode_entities};
use crate::site::Address;

/// Looks through every file on its way to where it is published.
pub(super) struct Scan<'a> {
    redactions: &'a Redactions,
    receiver: &'a dyn Receiver,
    found: Mutex<Vec<Diagnostic>>,
}

impl<'a> Scan<'a> {
    pub(super) fn new(redactions: &'a Redactions, receiver: &'a dyn Receiver) -> Self {
        Self { redactions, receiver, found: Mutex::default() }
    }

    /// What of the redactions is left in the files, each rule named once a file.
    pub(super) fn finish(self) -> Vec<Diagnostic> {
        self.found.into_inner().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Receiver for Scan<'_> {
    fn wants(&self, address: &Address) -> bool {
        self.receiver.wants(address)
    }

    fn keep(&self, addresses: &[Address], fingerprint: &Fingerprint, inputs: &Inputs) -> bool {
        self.receiver.keep(addresses, fingerprint, inputs)
    }

    fn take(&self, file: OutputFile) {
        if !self.redactions.is_empty() {
            let remains = self.redactions.remains(file.address.path(), &readings(&file.bytes));
            self.found.lock().unwrap_or_else(PoisonError::into_inner).extend(remains);
        }
        self.receiver.take(file);
    }
}

/// A file's text in every reading in which words could hide, white space collapsed: as it stands, without
/// tags, and with the escapes of HTML, JSON and addresses undone.
fn readings(bytes: &[u8]) -> Vec<String> {
    let text = String::from_utf8_lossy(bytes);
    let mut readings = vec![text.to_string(), without_tags(&text, ""), without_tags(&text, " ")];
    for undo in [decode_entities, undo_backslashes, undo_percents] {
        for index in 0..readings.len() {
            let undone = undo(&readings[index]);
            if undone != readings[index] {
                readings.push(undone);
            }
        }
    }
    for reading in &mut readings {
        *reading = reading.split_whitespace().collect::<Vec<_>>().join(" ");
    }
    readings.sort();
    readings.dedup();
    readings
}

fn without_tags(text: &str, between: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, tag)) = rest.split_once('<') {
        result.push_str(before);
        result.push_str(between);
        rest = tag.split_once('>').map_or("", |(_, after)| after);
    }
    result + rest
}

/// Undoes JSON's escapes.
fn undo_backslashes(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, escape)) = rest.split_once('\\') {
        result.push_str(before);
        let code = escape.strip_prefix('u').and_then(|code| u32::from_str_radix(code.get(..4)?, 16).ok()).and_then(char::from_u32);
        let (character, length) = match (code, escape.chars().next()) {
            (Some(character), _) => (character, 5),
            (None, Some('n' | 't' | 'r')) => (' ', 1),
            (None, Some(character)) => (character, character.len_utf8()),
            (None, None) => ('\\', 0),
        };
        result.push(character);
        rest = &escape[length..];
    }
    result + rest
}

/// Undoes the escapes of addresses.
fn undo_percents(text: &str) -> String {
    let mut result = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| u8::from_str_radix(std::str::from_utf8(code).ok()?, 16).ok());
        match code.filter(|_| *first == b'%') {
            Some(code) => {
                result.push(code);
                rest = &after[2..];
            }
            None => {
                result.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&result).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_found_through_tags_and_escapes() {
        for hidden in [
            "Jane Roe",
            "Ja<em>ne</em>\n Roe",
            "<b>Jane</b><br>Roe",
            "<meta content=\"Jane&#32;Roe\">",
            "{\"name\":\"Jane\\u0020Roe\"}",
            "<a href=\"x?Jane%20Roe\">",
            "J&#x61;ne\\nRoe",
        ] {
            assert!(readings(hidden.as_bytes()).iter().any(|reading| reading.contains("Jane Roe")), "{hidden}");
        }
        assert_eq!(undo_percents("100% é %c3%a9 %zz %"), "100% é é %zz %");
        assert_eq!(undo_backslashes("a\\\\b\\\"é\\"), "a\\b\"é\\");
    }
}
