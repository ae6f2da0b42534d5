//! What is known of an answer or a thread on one line: for pages, Markdown twins and the feed.

use super::context::{Byline, Disclaimer, Provenance, Thread};
use super::words::Words;

/// Who said an answer.
pub(super) fn byline(byline: &Byline, words: &Words) -> String {
    let name = byline.name.as_deref().map(|name| match &byline.credentials {
        Some(credentials) => format!("{name}{}{credentials}", words.text("list_separator")),
        None => name.to_owned(),
    });
    let mut parts = vec![name.unwrap_or_else(|| words.text("name_not_given"))];
    parts.extend(byline.specialty.clone());
    parts.extend(byline.place.clone());
    parts.extend(byline.rating_line.clone());
    parts.extend(byline.votes.map(|votes| words.say("votes", &[("count", &votes.to_string())])));
    parts.extend(byline.answered.as_ref().map(|day| words.say("answered_on", &[("day", day)])));
    parts.extend(byline.url.as_ref().map(|url| format!("{}: {url}", words.text("answer_at_source"))));
    parts.extend(byline.link.as_ref().map(|link| {
        let name = byline.name.clone().unwrap_or_else(|| words.text("its_writer"));
        format!("{}: {link}", words.say("writer_at_source", &[("name", &name)]))
    }));
    parts.extend(byline.licence.clone());
    parts.extend(byline.lost.as_ref().map(|day| words.say("lost", &[("day", day)])));
    joined(&parts, " · ", words)
}

/// The rating as a dated fact: it was true on the day of copying.
pub(super) fn rating(byline: &Byline, words: &Words) -> Option<String> {
    let rating = byline.rating.as_ref()?;
    let line = match byline.reviews {
        None => words.say("rated", &[("rating", rating)]),
        Some(reviews) => {
            let count = words.number(usize::try_from(reviews).unwrap_or_default());
            words.say("rated_from_reviews", &[("rating", rating), ("count", &count)])
        }
    };
    Some(match &byline.copied {
        Some(day) => words.say("when_copied", &[("rating", &line), ("day", day)]),
        None => line,
    })
}

/// The heading over the disclaimer.
pub(super) fn disclaimer_heading(disclaimer: &Disclaimer, words: &Words) -> String {
    words.text(if disclaimer.from_site { "disclaimer_of_site" } else { "disclaimer_of_source" })
}

/// The legal words of a thread and of those merged into it, as far as they differ.
pub(super) fn disclaimers(thread: &Thread) -> impl Iterator<Item = &Disclaimer> {
    thread.disclaimer.iter().chain(thread.also_asked.iter().filter_map(|asked| asked.disclaimer.as_ref()))
}

/// The heading over a text of the editor's own.
pub(super) fn editorial_heading(name: &str, words: &Words) -> String {
    format!("{} {}", words.text(name), words.text("by_the_editor"))
}

/// When and by whom the question was asked.
fn asked(source: &Provenance, words: &Words) -> Option<String> {
    match (&source.asked, &source.asked_by) {
        (Some(day), Some(name)) => Some(words.say("asked_on_by", &[("day", day), ("name", name)])),
        (Some(day), None) => Some(words.say("asked_on", &[("day", day)])),
        (None, Some(name)) => Some(words.say("asked_by", &[("name", name)])),
        (None, None) => None,
    }
}

/// Where a thread came from; `None` where nothing is known.
pub(super) fn source(source: &Provenance, words: &Words) -> Option<String> {
    let mut parts = Vec::new();
    parts.extend(source.url.clone().or_else(|| source.file.clone()));
    parts.extend(asked(source, words));
    parts.extend(source.copied.as_ref().map(|day| words.say("copied_on", &[("day", day)])));
    parts.extend(source.licence.clone());
    (!parts.is_empty()).then(|| joined(&parts, &words.text("list_separator"), words))
}

/// The parts of a line, each read in its own direction.
fn joined(parts: &[String], separator: &str, words: &Words) -> String {
    parts.iter().map(|part| words.direction.isolate(part)).collect::<Vec<_>>().join(separator)
}
