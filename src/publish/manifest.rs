//! What a build made, and of what: `build-manifest.json`.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cache::Stamp;
use crate::digest::hexadecimal;
use crate::render::{Fingerprint, Inputs};
use crate::site::Address;

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Where it stands.
    pub address: Address,
    /// The SHA-256 of what it holds.
    pub sha256: [u8; 32],
    /// What it was made from, as [`crate::render::OutputFile::inputs`] has it.
    pub inputs: Inputs,
    /// The hash of everything that it was made from, where that is worked out.
    pub fingerprint: Option<Fingerprint>,
    /// How it was when it was published, but for its links.
    pub stamp: Stamp,
}

#[derive(Serialize)]
struct Entry<'a> {
    sha256: String,
    inputs: &'a [String],
}

#[derive(Serialize)]
struct Manifest<'a> {
    sitegen: &'static str,
    files: BTreeMap<&'a str, Entry<'a>>,
}

/// The manifest of the files that were made, as the text of its file.
#[must_use]
pub fn manifest(made: &[Made]) -> String {
    let entries = made.iter().map(|made| (made.address.path(), Entry { sha256: hexadecimal(&made.sha256), inputs: &made.inputs }));
    let manifest = Manifest { sitegen: env!("CARGO_PKG_VERSION"), files: entries.collect() };
    // Texts always have a JSON form.
    serde_json::to_string_pretty(&manifest).unwrap_or_default() + "\n"
}
