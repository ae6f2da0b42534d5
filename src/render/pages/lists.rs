//! Pages that list questions: home, topics, tags, A–Z.

use std::cmp::Reverse;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::site::{Address, LIST_LENGTH, Site, Tag};

use super::super::content::Content;
use super::super::context;
use super::super::links::{Links, Target};
use super::{listed, place_of, slice, thread_entry};

/// How many questions stand in each of the home page's lists.
const ON_THE_HOME_PAGE: usize = 5;

/// The home page.
pub(in super::super) fn home(site: &Site, content: &Content<'_>, links: &Links<'_>) -> context::Home {
    let mut by_answers: Vec<usize> = (0..site.threads.len()).filter(|index| !site.threads[*index].thread.answers.is_empty()).collect();
    by_answers
        .sort_by_cached_key(|index| (Reverse(site.threads[*index].thread.answers.len()), site.threads[*index].display_title(), *index));
    let mut reviewed: Vec<(Reverse<jiff::civil::Date>, usize)> = site
        .threads
        .iter()
        .enumerate()
        .filter_map(|(index, thread)| thread.thread.editorial.reviewed.as_ref().map(|review| (Reverse(review.on), index)))
        .collect();
    reviewed.sort();
    context::Home {
        title: site.home.title.clone(),
        body_html: content.home.html(links),
        topics: topics(site, links),
        most_answered: by_answers.iter().take(ON_THE_HOME_PAGE).map(|index| thread_entry(&site.threads[*index], links)).collect(),
        recently_reviewed: reviewed
            .iter()
            .take(ON_THE_HOME_PAGE)
            .map(|(Reverse(day), index)| context::ThreadEntry {
                reviewed: Some(content.words.day(*day)),
                ..thread_entry(&site.threads[*index], links)
            })
            .collect(),
    }
}

/// The topics in their order.
pub(in super::super) fn topics(site: &Site, links: &Links<'_>) -> Vec<context::TopicEntry> {
    let entries = site.topics.iter().map(|entry| context::TopicEntry {
        title: entry.topic.title.clone(),
        href: links.to(&Address::topic(&entry.topic.slug)),
        description: entry.topic.description.clone(),
        questions: entry.threads.len(),
    });
    entries.collect()
}

/// The page with `number` of the topic at `index` in the site's list.
pub(in super::super) fn topic(site: &Site, content: &Content<'_>, links: &Links<'_>, index: usize, number: usize) -> context::Topic {
    let entry = &site.topics[index];
    context::Topic {
        title: entry.topic.title.clone(),
        description: entry.topic.description.clone(),
        introduction_html: content.topics[index].html(links),
        questions: entry.threads.len(),
        threads: listed(site, &entry.threads, number, links).collect(),
    }
}

/// The page with `number` of the list of tags.
pub(in super::super) fn tags(site: &Site, links: &Links<'_>, number: usize) -> context::Tags {
    let entries = slice(&site.tags, number, LIST_LENGTH).iter().map(|tag| context::TopicEntry {
        title: tag.title.clone(),
        href: links.to(&Address::tag(&tag.slug)),
        description: None,
        questions: tag.threads.len(),
    });
    context::Tags { entries: entries.collect() }
}

/// The page with `number` of one tag.
pub(in super::super) fn tag(site: &Site, links: &Links<'_>, tag: &Tag, number: usize) -> context::Tag {
    context::Tag { title: tag.title.clone(), questions: tag.threads.len(), threads: listed(site, &tag.threads, number, links).collect() }
}

/// The search page, for an index of this version.
pub(in super::super) fn search(site: &Site, content: &Content<'_>, version: &str, links: &Links<'_>) -> context::Search {
    let with_threads = site.topics.iter().filter(|entry| entry.threads.iter().any(|index| !site.threads[*index].thread.editorial.draft));
    context::Search {
        shards: links.to(&Address::search_shard("")).trim_end_matches(".js").to_owned(),
        version: version.to_owned(),
        scripts: ["search-index.js", "search-page.js"].map(|name| links.to(&content.assets.address(name))).to_vec(),
        topics: with_threads
            .map(|entry| context::SearchTopic { title: entry.topic.title.clone(), slug: entry.topic.slug.clone() })
            .collect(),
    }
}

/// Orders that many pages share, made once.
pub(in super::super) struct Lists {
    /// Every wording of a question from A to Z: the index of its thread, and that of the merged thread
    /// where it was asked so.
    a_to_z: Vec<(usize, Option<usize>)>,
    /// Each letter that has questions, with its first place in the A–Z; [`OTHER`] comes last.
    letters: Vec<(char, usize)>,
    /// For each thread the index of its topic and its place in the topic's list.
    pub(in super::super) places: Vec<(usize, usize)>,
}

impl Lists {
    /// The orders of `site`.
    pub(in super::super) fn new(site: &Site) -> Self {
        let mut order: Vec<(char, String, (usize, Option<usize>))> = Vec::with_capacity(site.wordings());
        for (index, thread) in site.threads.iter().enumerate() {
            let merged = thread.merged.iter().enumerate().map(|(number, merged)| (merged.title.clone(), Some(number)));
            for (title, merged) in merged.chain([(thread.display_title(), None)]) {
                order.push((first_letter(&title), in_order(&title), (index, merged)));
            }
        }
        order.sort();
        let mut letters: Vec<(char, usize)> = Vec::new();
        for (place, (letter, _, _)) in order.iter().enumerate() {
            if letters.last().is_none_or(|(last, _)| last != letter) {
                letters.push((*letter, place));
            }
        }
        let mut places = vec![(0, 0); site.threads.len()];
        for (topic, entry) in site.topics.iter().enumerate() {
            for (place, thread) in entry.threads.iter().enumerate() {
                places[*thread] = (topic, place);
            }
        }
        Self { a_to_z: order.into_iter().map(|(_, _, index)| index).collect(), letters, places }
    }
}

/// The page with `number` of the questions by their first letter.
pub(in super::super) fn index(site: &Site, content: &Content<'_>, links: &Links<'_>, number: usize) -> context::Index {
    let lists = &content.lists;
    let all_letters = lists.letters.iter().map(|(letter, position)| {
        let page = Address::a_to_z().numbered(position / LIST_LENGTH + 1);
        let (title, id) = letter_name(*letter);
        let place = format!("#{id}");
        let href = if page == *links.from { place } else { format!("{}{place}", links.to(&page)) };
        context::Link { title, href, here: false }
    });
    let mut letters: Vec<context::Letter> = Vec::new();
    for (thread, merged) in slice(&lists.a_to_z, number, LIST_LENGTH) {
        let thread = &site.threads[*thread];
        let mut entry = thread_entry(thread, links);
        if let Some(merged) = merged.and_then(|number| thread.merged.get(number)) {
            let target = Target { address: Address::thread(&thread.path), fragment: Some(place_of(merged)) };
            entry = context::ThreadEntry { title: merged.title.clone(), href: links.to_target(&target), ..entry };
        }
        let (letter, id) = letter_name(first_letter(&entry.title));
        if letters.last().is_none_or(|last| last.letter != letter) {
            letters.push(context::Letter { letter, id, threads: Vec::new() });
        }
        if let Some(last) = letters.last_mut() {
            last.threads.push(entry);
        }
    }
    context::Index { all_letters: all_letters.collect(), letters }
}

/// Stands for digits and everything else that is no letter, behind all letters.
const OTHER: char = char::MAX;

/// The letter as it is shown, and its place on the page.
fn letter_name(letter: char) -> (String, String) {
    if letter == OTHER {
        return ("#".to_owned(), "letter-other".to_owned());
    }
    let id = if letter.is_ascii() { letter.to_ascii_lowercase().to_string() } else { format!("{:x}", u32::from(letter)) };
    (letter.to_string(), format!("letter-{id}"))
}

/// The capital letter under which a title stands, without its accents. What is written without an alphabet stands
/// under the Latin letter that it is spoken with.
fn first_letter(title: &str) -> char {
    let Some(first) = title.chars().find(|character| character.is_alphanumeric()).filter(|character| character.is_alphabetic()) else {
        return OTHER;
    };
    let plain = first.nfkd().next().unwrap_or(first);
    if matches!(plain, '\u{370}'..='\u{10ff}' | '\u{1200}'..='\u{1dff}' | '\u{10800}'..='\u{1efff}') {
        return plain.to_uppercase().next().unwrap_or(plain);
    }
    let latin = deunicode::deunicode_char(first).and_then(|ascii| ascii.chars().next()).unwrap_or(OTHER);
    if latin.is_ascii_alphabetic() { latin.to_ascii_uppercase() } else { OTHER }
}

/// A title as titles are ordered: without capitals and accents.
fn in_order(title: &str) -> String {
    if title.is_ascii() {
        return title.to_ascii_lowercase();
    }
    title.nfkd().filter(|character| !is_combining_mark(*character)).collect::<String>().to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stand_under_their_first_letter() {
        assert_eq!(first_letter("“Éclair” cheeks"), 'E');
        assert_eq!(first_letter("3 days after"), OTHER);
        assert_eq!(first_letter("?!"), OTHER);
        assert_eq!(first_letter("how long"), 'H');
        assert_eq!(["Ärger", "Øre", "ёлка", "“כמה זמן”", "آه", "度"].map(first_letter), ['A', 'O', 'Е', 'כ', 'ا', 'D']);
    }

    #[test]
    fn accents_and_capitals_do_not_count_in_the_order() {
        let mut titles = ["Über", "Zu", "unter", "Uhr"];
        titles.sort_by_key(|title| in_order(title));
        assert_eq!(titles, ["Über", "Uhr", "unter", "Zu"]);
    }
}
