//! Who claims which address. Two sources at one address are an error that names both.

use std::ops::Range;
use std::sync::Arc;

use ahash::AHashMap;

use crate::diagnostic::{Code, Diagnostic, Source, did_you_mean};

use crate::document::{Step, place};

use super::Address;

/// Where a claim comes from.
#[derive(Debug, Clone)]
pub(super) enum Claimant {
    /// A content file.
    Content(Arc<Source>),
    /// What stands at a place in a content file's front matter, which is looked for only when it is to be shown.
    Line(Arc<Source>, Range<usize>, Vec<Step>),
    /// A page that the build makes by itself, in words.
    Generated(&'static str),
}

/// Every address of the site with its claimant.
#[derive(Debug, Default)]
pub(super) struct Addresses {
    claims: AHashMap<Address, Claimant>,
}

impl Addresses {
    /// Claims `address`; a second claim is a problem that shows both.
    pub(super) fn claim(&mut self, address: Address, claimant: Claimant, problems: &mut Vec<Diagnostic>) {
        let Some(first) = self.claims.get(&address) else {
            self.claims.insert(address, claimant);
            return;
        };
        let mut diagnostic = Diagnostic::new(Code::AddressCollision, format!("two sources would be published at `{address}`"));
        let mut generated = None;
        for (claimant, words) in [(&claimant, "claims it too"), (first, "has it already")] {
            match claimant {
                Claimant::Content(source) => diagnostic = diagnostic.at(source, 0..0, words),
                Claimant::Line(source, front_matter, steps) => diagnostic = diagnostic.at(source, span(source, front_matter, steps), words),
                Claimant::Generated(what) => generated = Some(*what),
            }
        }
        if let Some(what) = generated {
            diagnostic = diagnostic.note(format!("sitegen makes {what} at this address"));
        }
        problems.push(diagnostic.help("rename one of the files, or remove the alias"));
    }

    /// The same addresses, when nobody will claim one any more: what is shown of a collision would keep every text in memory.
    pub(super) fn without_claimants(self) -> Self {
        Self { claims: self.claims.into_keys().map(|address| (address, Claimant::Generated(""))).collect() }
    }

    /// Is there a page or file at `address`?
    pub(super) fn contains(&self, address: &Address) -> bool {
        self.claims.contains_key(address)
    }

    /// The address most like a misspelt one.
    pub(super) fn closest(&self, path: &str) -> Option<&str> {
        did_you_mean(path, self.claims.keys().map(Address::path))
    }
}

/// Where the value at `steps` of the front matter stands; the first line in doubt.
pub(super) fn span(source: &Source, front_matter: &Range<usize>, steps: &[Step]) -> Range<usize> {
    let found = place(&source.text()[front_matter.clone()], steps);
    found.map_or(0..3, |place| place.value.start + front_matter.start..place.value.end + front_matter.start)
}
