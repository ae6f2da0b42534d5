//! The few sentences that outputs without a template share: the Markdown twins and the feed.

use super::context::{Byline, Disclaimer, Provenance, Thread};

/// Who said an answer, on one line.
pub(super) fn byline(byline: &Byline) -> String {
    let name = byline.name.as_deref().map(|name| match &byline.credentials {
        Some(credentials) => format!("{name}, {credentials}"),
        None => name.to_owned(),
    });
    let mut parts = vec![name.unwrap_or_else(|| "Name not given in the source".to_owned())];
    parts.extend(byline.specialty.clone());
    parts.extend(byline.place.clone());
    parts.extend(rating(byline));
    parts.extend(byline.votes.map(|votes| format!("{votes} {}", if votes == 1 { "vote" } else { "votes" })));
    parts.extend(byline.answered.as_ref().map(|day| format!("answered on {day}")));
    parts.extend(byline.url.as_ref().map(|url| format!("this answer at its source: {url}")));
    parts.extend(byline.link.as_ref().map(|link| format!("its writer there: {link}")));
    parts.extend(byline.licence.clone());
    parts.extend(byline.lost.as_ref().map(|day| format!("no longer in the source (noticed on {day})")));
    parts.join(" · ")
}

/// The rating as a dated fact: it was true on the day of copying.
fn rating(byline: &Byline) -> Option<String> {
    let mut words = format!("{} of 5", byline.rating.as_ref()?);
    if let Some(reviews) = byline.reviews {
        words.push_str(&format!(" from {reviews} {}", if reviews == 1 { "review" } else { "reviews" }));
    }
    if let Some(copied) = &byline.copied {
        words.push_str(&format!(" when copied, {copied}"));
    }
    Some(words)
}

/// The heading over the disclaimer.
pub(super) fn disclaimer_heading(disclaimer: &Disclaimer) -> &'static str {
    if disclaimer.from_site { "Disclaimer of this site" } else { "Disclaimer of the source" }
}

/// The legal words of a thread and of those merged into it, as far as they differ.
pub(super) fn disclaimers(thread: &Thread) -> impl Iterator<Item = &Disclaimer> {
    thread.disclaimer.iter().chain(thread.also_asked.iter().filter_map(|asked| asked.disclaimer.as_ref()))
}

/// Says that an answer was given where the question was asked in other words.
pub(super) fn asked_as(title: &str) -> String {
    format!("Asked there as: {title}")
}

/// Where the thread came from, on one line; `None` where nothing is known.
pub(super) fn source(source: Option<&Provenance>) -> Option<String> {
    let source = source?;
    let mut parts = Vec::new();
    parts.extend(source.url.clone().or_else(|| source.file.clone()));
    parts.extend(asked(source));
    parts.extend(source.copied.as_ref().map(|day| format!("copied on {day}")));
    parts.extend(source.licence.clone());
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// When and by whom the question was asked.
fn asked(source: &Provenance) -> Option<String> {
    let on = source.asked.as_ref().map(|day| format!(" on {day}")).unwrap_or_default();
    let link = source.asked_by_link.as_ref().map(|link| format!(" ({link})")).unwrap_or_default();
    let by = source.asked_by.as_ref().map(|name| format!(" by {name}{link}")).unwrap_or_default();
    (!on.is_empty() || !by.is_empty()).then(|| format!("asked{on}{by}"))
}
