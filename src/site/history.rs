//! What happened to the threads when, as far as they carry dates.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;

use super::SiteThread;

/// What happened to a thread on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// The day.
    pub day: Date,
    /// Index into [`super::Site::threads`].
    pub thread: usize,
    /// What happened.
    pub what: Happening,
}

/// What can happen to a thread, in the order in which a day's events are listed for one thread.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Happening {
    /// A clinician reviewed it; the name.
    Reviewed(String),
    /// It was copied from its source.
    Copied,
    /// So many of its answers were found gone from the source.
    Lost(usize),
}

/// Everything that carries a date, the latest first, then by title.
pub(super) fn history(threads: &[SiteThread]) -> Vec<Event> {
    let mut events = Vec::new();
    for (index, thread) in threads.iter().enumerate() {
        let mut add = |day: Date, what| events.push(Event { day, thread: index, what });
        if let Some(review) = &thread.thread.editorial.reviewed {
            add(review.on, Happening::Reviewed(review.by.clone()));
        }
        let sources = thread.thread.source.iter().chain(thread.merged.iter().filter_map(|merged| merged.source.as_ref()));
        let copied: BTreeSet<Date> = sources.filter_map(|source| source.imported).collect();
        for day in copied {
            add(day, Happening::Copied);
        }
        let mut lost: BTreeMap<Date, usize> = BTreeMap::new();
        for day in thread.thread.answers.iter().filter_map(|answer| answer.lost) {
            *lost.entry(day).or_default() += 1;
        }
        for (day, count) in lost {
            add(day, Happening::Lost(count));
        }
    }
    events.sort_by_cached_key(|event| {
        (Reverse(event.day), threads[event.thread].display_title().to_lowercase(), event.thread, event.what.clone())
    });
    events
}
