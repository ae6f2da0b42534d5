//! Where the files that pages load are published.
//!
//! Those that every page loads carry a part of their own SHA-256 in their names: a host can let
//! browsers keep them for ever, and a changed one has another name. An editor's own images and the like
//! keep their names, since Markdown refers to them.

use std::collections::{BTreeMap, BTreeSet};

use crate::digest::sha256;
use crate::site::Address;

use super::template_files::{STYLESHEET, is_default_asset};
use super::theme;

/// The published addresses of assets by their names.
pub(super) struct Assets {
    addresses: BTreeMap<String, Address>,
}

impl Assets {
    /// The addresses of these files, by name below `assets/`.
    pub(super) fn new<'a>(files: impl Iterator<Item = (&'a str, &'a [u8])>) -> Self {
        Self { addresses: files.map(|(name, bytes)| (name.to_owned(), address(name, bytes))).collect() }
    }

    /// Where the asset is published; by its plain name where there is no such file.
    pub(super) fn address(&self, name: &str) -> Address {
        self.addresses.get(name).cloned().unwrap_or_else(|| Address::asset(name))
    }

    /// The stylesheets of every page.
    pub(super) fn stylesheets(&self) -> impl Iterator<Item = &Address> {
        [STYLESHEET, theme::STYLESHEET].into_iter().filter_map(|name| self.addresses.get(name))
    }

    /// Every address.
    pub(super) fn all(&self) -> BTreeSet<Address> {
        self.addresses.values().cloned().collect()
    }
}

fn address(name: &str, bytes: &[u8]) -> Address {
    let by_content = name == theme::STYLESHEET || is_default_asset(name);
    match name.rsplit_once('.').filter(|_| by_content) {
        Some((stem, extension)) => {
            let hash = sha256(bytes);
            Address::asset(&format!("{stem}.{}.{extension}", &hash[..10]))
        }
        None => Address::asset(name),
    }
}
