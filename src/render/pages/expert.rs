//! The experts and what each of them answered.

use std::collections::BTreeSet;

use crate::site::Address;
use crate::site::{ANSWERS_ON_A_PAGE, Disclaimer, Expert, LIST_LENGTH, Site, SiteThread};

use super::super::content::{AnswerProse, Content};
use super::super::context;
use super::super::links::Links;
use super::super::words::Words;
use super::slice;
use super::thread::{answer, disclaimer};

/// The page with `number` of the list of experts.
pub(in super::super) fn experts(site: &Site, links: &Links<'_>, number: usize) -> context::Experts {
    let entries = slice(&site.experts, number, LIST_LENGTH).iter().map(|expert| context::ExpertEntry {
        name: expert.name.clone(),
        href: links.to(&Address::expert(&expert.slug)),
        specialty: specialty(site, expert),
        place: expert.place.clone(),
        answers: expert.answers.len(),
    });
    context::Experts { entries: entries.collect() }
}

/// The field of work that the editor gives, else the first answer that says one.
fn specialty(site: &Site, expert: &Expert) -> Option<String> {
    expert.specialty.clone().or_else(|| expert.answers(site).find_map(|(_, answer)| answer.byline.specialty.clone()))
}

/// The page with `number` of the expert at `index` in the site's list, but for the answers, which [`answers`] gives.
pub(in super::super) fn expert(site: &Site, content: &Content<'_>, links: &Links<'_>, (index, number): (usize, usize)) -> context::Expert {
    let expert = &site.experts[index];
    let shown = slice(&expert.answers, number, ANSWERS_ON_A_PAGE);
    context::Expert {
        name: expert.name.clone(),
        credentials: expert.credentials.clone().or_else(|| expert.answers(site).find_map(|(_, answer)| answer.byline.credentials.clone())),
        specialty: specialty(site, expert),
        also: expert.also.clone(),
        link: expert.link.clone(),
        words_html: content.experts[index].html(links),
        place: expert.place.clone(),
        answer_count: expert.answers.len(),
        ratings: if number == 1 { ratings(site, expert, &content.words) } else { Vec::new() },
        answers: Vec::new(),
        disclaimers: disclaimers(site, shown).into_iter().map(disclaimer).collect(),
    }
}

/// These answers of an expert, each with its texts. They come from their threads' own files alone, but for the link to the first of the
/// expert's pages.
pub(in super::super) fn answers<'a>(
    expert: &Expert,
    answers: impl Iterator<Item = (&'a SiteThread, usize, &'a AnswerProse)>,
    links: &Links<'_>,
    words: &Words,
) -> Vec<context::Answer> {
    // On the expert's own page, the name leads nowhere new.
    let href = Some(Address::expert(&expert.slug)).filter(|page| page != links.from).map(|page| links.to(&page));
    answers.map(|(thread, number, prose)| answer((thread, number), prose, href.clone(), links, words)).collect()
}

/// The ratings that the source showed at different times; empty where it showed one only.
fn ratings(site: &Site, expert: &Expert, words: &Words) -> Vec<context::RatingSnapshot> {
    let snapshots: BTreeSet<_> = expert
        .answers
        .iter()
        .filter_map(|(thread, index)| {
            let thread = &site.threads[*thread];
            let byline = &thread.thread.answers[*index].byline;
            Some((thread.provenance(*index).and_then(|source| source.imported), byline.rating?, byline.reviews))
        })
        .collect();
    let distinct: BTreeSet<_> = snapshots.iter().map(|(_, rating, reviews)| (rating, reviews)).collect();
    if distinct.len() < 2 {
        return Vec::new();
    }
    let shown = snapshots.iter().map(|(copied, rating, reviews)| context::RatingSnapshot {
        copied: copied.map(|day| words.day(day)).unwrap_or_default(),
        rating: words.decimals(&rating.to_string()),
        reviews: *reviews,
    });
    shown.collect()
}

/// The disclaimers of all threads of these answers, each distinct text once.
fn disclaimers<'a>(site: &'a Site, answers: &[(usize, usize)]) -> Vec<&'a Disclaimer> {
    let mut seen = BTreeSet::new();
    let all = answers.iter().flat_map(|(thread, _)| site.threads[*thread].disclaimers());
    all.filter(|disclaimer| seen.insert(&disclaimer.text)).collect()
}
