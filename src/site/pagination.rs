//! Long lists in pages of a fixed length, so that a page's address means the same for as long as it can.

use super::{Address, Expert, SiteThread, Tag, TopicThreads};

/// How many entries stand on one page of a list.
pub const LIST_LENGTH: usize = 100;

/// How many answers stand in full on one page of an expert.
pub const ANSWERS_ON_A_PAGE: usize = 25;

/// How many pages a list takes; an empty one takes a page as well.
#[must_use]
pub fn page_count(entries: usize, on_a_page: usize) -> usize {
    entries.div_ceil(on_a_page).max(1)
}

/// Pages of a list that are made by themselves.
pub(super) struct List {
    pub(super) first: Address,
    /// The numbers of the pages that nobody has claimed yet.
    pub(super) numbers: std::ops::RangeInclusive<usize>,
    pub(super) what: &'static str,
}

/// The pages of every list, but for the first pages that are claimed before the content is counted.
pub(super) fn lists(threads: &[SiteThread], topics: &[TopicThreads], tags: &[Tag], experts: &[Expert], events: usize) -> Vec<List> {
    let list = |first, numbers, what| List { first, numbers, what };
    let mut lists = vec![
        list(
            Address::a_to_z(),
            2..=page_count(threads.iter().map(|thread| 1 + thread.merged.len()).sum(), LIST_LENGTH),
            "the A–Z of questions",
        ),
        list(Address::experts(), 2..=page_count(experts.len(), LIST_LENGTH), "the list of experts"),
        list(Address::changes(), 2..=page_count(events, LIST_LENGTH), "the list of changes"),
    ];
    lists.extend(
        topics
            .iter()
            .map(|entry| list(Address::topic(&entry.topic.slug), 2..=page_count(entry.threads.len(), LIST_LENGTH), "a topic's page")),
    );
    if !tags.is_empty() {
        lists.push(list(Address::tags(), 1..=page_count(tags.len(), LIST_LENGTH), "the list of tags"));
    }
    lists.extend(tags.iter().map(|tag| list(Address::tag(&tag.slug), 1..=page_count(tag.threads.len(), LIST_LENGTH), "a tag's page")));
    lists.extend(
        experts
            .iter()
            .map(|expert| list(Address::expert(&expert.slug), 2..=page_count(expert.answers.len(), ANSWERS_ON_A_PAGE), "an expert's page")),
    );
    lists
}
