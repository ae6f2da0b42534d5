//! What a file is made from, as one hash: two files with one fingerprint have the same bytes.
//!
//! A fingerprint has to name everything that can change a file. What a template is given is worked out anew in each build, but for the
//! words of threads, which cost most: in their stead stand the texts that they are rendered from, and where links in these can lead.

use serde::Serialize;

use crate::digest::sha256_bytes;
use crate::site::{Site, SiteThread};

use super::links::Destinations;

/// The SHA-256 of everything that a file is made from.
pub type Fingerprint = [u8; 32];

/// What goes into a fingerprint.
#[derive(Default)]
pub(super) struct Ingredients {
    bytes: Vec<u8>,
}

impl Ingredients {
    /// Adds a value, by its JSON.
    pub(super) fn add(&mut self, value: &(impl Serialize + ?Sized)) -> &mut Self {
        // Texts and numbers always have a JSON form, and a vector takes all of it.
        let _ = serde_json::to_writer(&mut self.bytes, value);
        self.bytes.push(b'\n');
        self
    }

    pub(super) fn add_fingerprint(&mut self, fingerprint: &Fingerprint) -> &mut Self {
        self.bytes.extend(fingerprint);
        self
    }

    pub(super) fn finish(&self) -> Fingerprint {
        sha256_bytes(&self.bytes)
    }
}

/// The fingerprint of each thread's words, in the order of the site: its files, and what was taken out of them. `shared` is what every page is
/// made from, `destinations` where links can lead.
pub(super) fn of_threads(site: &Site, shared: &Fingerprint, destinations: &Destinations<'_>) -> Vec<Fingerprint> {
    use rayon::prelude::*;
    let of_thread = |thread: &SiteThread| {
        let mut ingredients = Ingredients::default();
        ingredients.add_fingerprint(shared);
        let merged = thread.merged.iter().map(|merged| merged.path.to_string());
        ingredients.add(thread.path.to_string().as_str()).add(&merged.collect::<Vec<_>>());
        for digest in &thread.digests {
            ingredients.add_fingerprint(digest);
        }
        ingredients.add(&thread.lost_answers);
        ingredients.add(&thread.withdrawn.iter().map(|answer| (&answer.id, answer.on.to_string())).collect::<Vec<_>>());
        if has_links(thread) {
            ingredients.add_fingerprint(destinations.digest());
        }
        ingredients.finish()
    };
    site.threads.par_iter().map(of_thread).collect()
}

/// Could a text of the thread hold a link that Markdown writes with brackets? One in angle brackets leads out of the site.
fn has_links(thread: &SiteThread) -> bool {
    texts(thread).any(|text| memchr::memchr(b']', text.as_bytes()).is_some())
}

/// Does a text of the thread fence code, which then may be highlighted?
pub(super) fn has_fenced_code(thread: &SiteThread) -> bool {
    let fences = |text: &str| {
        memchr::memchr2_iter(b'`', b'~', text.as_bytes()).any(|at| ["```", "~~~"].iter().any(|fence| text[at..].starts_with(fence)))
    };
    texts(thread).any(fences)
}

/// All Markdown of a thread.
fn texts(thread: &SiteThread) -> impl Iterator<Item = &str> {
    let editorial = &thread.thread.editorial;
    let own = [Some(&thread.thread.question), editorial.short_answer.as_ref(), editorial.note.as_ref()];
    let merged = thread.merged.iter().map(|merged| &merged.question);
    let answers = thread.thread.answers.iter().flat_map(|answer| answer.heading.iter().chain([&answer.body]));
    own.into_iter().flatten().chain(merged).chain(answers).map(|markdown| &*markdown.text)
}
