//! The threads by the words that an editor tagged them with.

use std::collections::BTreeMap;

use crate::thread::slug::from_words;

use super::SiteThread;

/// A word that threads are tagged with. Two that make the same address are one.
#[derive(Debug)]
pub struct Tag {
    /// The word, as the first of its threads has it.
    pub title: String,
    /// The last part of the page's address.
    pub slug: String,
    /// Indices into [`super::Site::threads`], by title.
    pub threads: Vec<usize>,
}

/// The tags of all threads, by slug.
pub(super) fn collect(threads: &[SiteThread]) -> Vec<Tag> {
    let mut tags: BTreeMap<String, Tag> = BTreeMap::new();
    for (index, thread) in threads.iter().enumerate() {
        for title in &thread.thread.tags {
            let Some(slug) = slug(title) else { continue };
            let tag = tags.entry(slug.clone()).or_insert_with(|| Tag { title: title.clone(), slug, threads: Vec::new() });
            if tag.threads.last() != Some(&index) {
                tag.threads.push(index);
            }
        }
    }
    let mut tags: Vec<Tag> = tags.into_values().collect();
    for tag in &mut tags {
        tag.threads.sort_by_cached_key(|index| (threads[*index].display_title().to_lowercase(), *index));
    }
    tags
}

/// The last part of a tag's address; `None` for a tag without a letter or digit.
#[must_use]
pub fn slug(title: &str) -> Option<String> {
    // `index` is the list of tags.
    from_words(title, 60).map(|slug| if slug == "index" { "index-tag".to_owned() } else { slug })
}
