//! A thread's page.

use serde::Serialize;

use crate::site::{Address, Disclaimer, Merged, Site, SiteThread, tags};
use crate::thread::{Answer, Provenance, ThreadPath};

use super::super::content::{AnswerProse, Content, ThreadProse};
use super::super::context;
use super::super::lines;
use super::super::links::{Links, Target};
use super::super::words::Words;
use super::thread_link;

/// What a thread's page shows of the rest of the site. All else on it comes from the thread's own files and from what every page is made from.
#[derive(Serialize)]
pub(in super::super) struct Surroundings {
    topic: context::Link,
    /// What of the thread's disclaimer is about emergencies.
    emergency: Option<String>,
    /// The page of each answer's expert, where there is one.
    experts: Vec<Option<String>>,
    related: Vec<context::RelatedThread>,
    previous: Option<context::Link>,
    next: Option<context::Link>,
}

/// What the page of the thread at `index` in the site's list shows of the rest of the site.
pub(in super::super) fn surroundings(site: &Site, content: &Content<'_>, links: &Links<'_>, index: usize) -> Surroundings {
    let thread = &site.threads[index];
    let topic = site.topics.get(content.lists.places[index].0);
    let (previous, next) = neighbours(site, content, index, links);
    let experts = thread.experts.iter().map(|expert| Some(links.to(&Address::expert(&site.experts.get((*expert)?)?.slug))));
    Surroundings {
        topic: context::Link {
            title: topic.map(|entry| entry.topic.title.clone()).unwrap_or_default(),
            href: links.to(&Address::topic(&thread.path.topic)),
            here: false,
        },
        emergency: thread.disclaimer.as_ref().and_then(|disclaimer| content.emergency.get(disclaimer.text.as_str()).cloned()),
        experts: experts.collect(),
        related: related(site, thread, links),
        previous,
        next,
    }
}

/// The page of a thread with these texts.
pub(in super::super) fn thread(
    thread: &SiteThread,
    prose: &ThreadProse,
    surroundings: Surroundings,
    links: &Links<'_>,
    words: &Words,
) -> context::Thread {
    let editorial = &thread.thread.editorial;
    let Surroundings { topic, emergency, mut experts, related, previous, next } = surroundings;
    experts.resize(thread.thread.answers.len(), None);
    let answers = experts.into_iter().zip(&prose.answers).enumerate();
    let mut answers: Vec<context::Answer> =
        answers.map(|(number, (expert, prose))| answer((thread, number), prose, expert, links, words)).collect();
    mark_repeated_headings(&mut answers);
    context::Thread {
        title: thread.display_title(),
        topic,
        draft: editorial.draft,
        tags: tag_links(thread, links),
        question_html: prose.question.html(links),
        declared_answers: thread.thread.declared_answers,
        named_answers: thread.thread.named_answers(),
        also_asked: also_asked(thread, prose, links, words),
        short_answer_html: prose.short_answer.as_ref().map(|text| text.html(links)),
        note_html: prose.note.as_ref().map(|text| text.html(links)),
        emergency,
        comparisons: Vec::new(),
        answers,
        gone_answers: gone_answers(thread, words),
        disclaimer: thread.disclaimer.as_ref().map(disclaimer),
        reviewed: editorial.reviewed.as_ref().map(|review| context::Review {
            by: review.by.clone(),
            on: words.day(review.on),
            due: review.due.map(|due| words.day(due)),
        }),
        related,
        previous,
        next,
        source: thread.thread.source.as_ref().map(|source| provenance(source, words)),
    }
}

/// The questions before and after the one at `index` in its topic's list.
fn neighbours(site: &Site, content: &Content<'_>, index: usize, links: &Links<'_>) -> (Option<context::Link>, Option<context::Link>) {
    let (topic, position) = content.lists.places[index];
    let threads = site.topics.get(topic).map_or(&[][..], |entry| &entry.threads);
    let link = |position: Option<usize>| {
        let thread = threads.get(position?)?;
        Some(thread_link(&site.threads[*thread], links))
    };
    (link(position.checked_sub(1)), link(position.checked_add(1)))
}

fn tag_links(thread: &SiteThread, links: &Links<'_>) -> Vec<context::Link> {
    let tags = thread.thread.tags.iter().filter_map(|tag| {
        let address = Address::tag(&tags::slug(tag)?);
        Some(context::Link { title: tag.clone(), href: links.to(&address), here: false })
    });
    tags.collect()
}

fn provenance(source: &Provenance, words: &Words) -> context::Provenance {
    let mut provenance = context::Provenance {
        file: source.file.clone(),
        url: source.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        licence: source.licence.clone(),
        asked: source.asked.map(|day| words.day(day)),
        asked_by: source.asked_by.clone(),
        asked_by_link: source.asked_by_link.clone(),
        copied: source.imported.map(|day| words.day(day)),
        line: None,
    };
    provenance.line = lines::source(&provenance, words);
    provenance
}

/// The threads that are merged into this one, as they were asked.
fn also_asked(thread: &SiteThread, prose: &ThreadProse, links: &Links<'_>, words: &Words) -> Vec<context::AlsoAsked> {
    let mut shown: std::collections::BTreeSet<&str> = thread.disclaimer.iter().map(|disclaimer| disclaimer.text.as_str()).collect();
    let asked = thread.merged.iter().zip(&prose.merged).map(|(merged, question)| context::AlsoAsked {
        id: place_of(merged),
        title: merged.title.clone(),
        question_html: question.html(links),
        answers: moved_answers(thread, prose, merged, links, words).into_iter().map(|moved| moved.link).collect(),
        source: merged.source.as_ref().map(|source| provenance(source, words)),
        disclaimer: merged.disclaimer.as_ref().filter(|own| shown.insert(&own.text)).map(disclaimer),
    });
    asked.collect()
}

/// The place of a merged thread's wording on the page of the thread that shows its answers.
pub(in super::super) fn place_of(merged: &Merged) -> String {
    format!("asked.{}.{}", merged.path.topic, merged.path.slug)
}

/// The answers of a merged thread, each with its former place and a link to where it stands.
pub(in super::super) fn moved_answers(
    thread: &SiteThread,
    prose: &ThreadProse,
    merged: &Merged,
    links: &Links<'_>,
    words: &Words,
) -> Vec<context::MovedAnswer> {
    let answers = merged.answers.clone().zip(1..).map(|(index, number)| {
        let answer = &thread.thread.answers[index];
        let heading = prose.answers[index].heading_words.as_ref();
        let name = answer.byline.name.clone().unwrap_or_else(|| words.text("name_not_given"));
        let which = words.say("answer_number", &[("number", &words.number(number))]);
        let who = words.say("tell_apart", &[("answer", &which), ("name", &name)]);
        let title = heading.map(|heading| words.say("answer_by", &[("name", &who), ("heading", heading)])).unwrap_or(who);
        let target = Target { address: Address::thread(&thread.path), fragment: Some(answer.id.clone()) };
        context::MovedAnswer {
            id: merged.former_id(&answer.id).to_owned(),
            link: context::Link { title, href: links.to_target(&target), here: false },
        }
    });
    answers.collect()
}

/// The threads that an editor points to, then those that share words with this one, each once. One that
/// is left out as a draft is left out here too.
fn related(site: &Site, thread: &SiteThread, links: &Links<'_>) -> Vec<context::RelatedThread> {
    let paths = thread.thread.editorial.see_also.iter().filter_map(|reference| ThreadPath::parse(reference));
    let chosen = paths.filter_map(|path| site.thread(&path)).map(|thread| (thread, Vec::new()));
    let found = thread.related.iter().map(|related| (&site.threads[related.thread], related.words().map(str::to_owned).collect()));
    let mut shown = std::collections::BTreeSet::from([&thread.path]);
    let all = chosen.chain(found).filter(|(thread, _)| shown.insert(&thread.path));
    let entries = all.map(|(thread, shared_words)| context::RelatedThread {
        title: thread.display_title(),
        href: links.to(&Address::thread(&thread.path)),
        shared_words,
    });
    entries.collect()
}

/// The title of the thread, or the name of the expert, of which the page is `address`.
pub(in super::super) fn title_of(site: &Site, address: &Address) -> Option<String> {
    if let Some(slug) = address.path().strip_prefix("experts/").and_then(|file| file.strip_suffix(".html")) {
        return site.experts.iter().find(|expert| expert.slug == slug).map(|expert| expert.name.clone());
    }
    let path = ThreadPath::parse(address.path().strip_suffix(".html")?)?;
    site.thread(&path).map(SiteThread::display_title)
}

fn gone_answers(thread: &SiteThread, words: &Words) -> Vec<context::GoneAnswer> {
    let withdrawn = thread.withdrawn.iter().map(|answer| context::GoneAnswer { id: answer.id.clone(), on: Some(words.day(answer.on)) });
    let lost = thread.lost_answers.iter().map(|id| context::GoneAnswer { id: id.clone(), on: None });
    withdrawn.chain(lost).collect()
}

/// Tells answers apart whose headings have the same words.
fn mark_repeated_headings(answers: &mut [context::Answer]) {
    let mut counts: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for heading in answers.iter().filter_map(|answer| answer.heading.clone()) {
        *counts.entry(heading).or_default() += 1;
    }
    for answer in answers {
        answer.heading_repeats = answer.heading.as_ref().is_some_and(|heading| counts.get(heading).is_some_and(|count| *count > 1));
    }
}

/// The answer of a thread with this index there and these texts; `expert` is the page of who gave it, where there is another one to lead to.
pub(in super::super) fn answer(
    (thread, number): (&SiteThread, usize),
    prose: &AnswerProse,
    expert: Option<String>,
    links: &Links<'_>,
    words: &Words,
) -> context::Answer {
    let answer: &Answer = &thread.thread.answers[number];
    let page = Address::thread(&thread.path);
    let on_own_page = page == *links.from;
    context::Answer {
        id: if on_own_page { answer.id.clone() } else { format!("{}-{}-{}", thread.path.topic, thread.path.slug, answer.id) },
        number: number + 1,
        heading_html: prose.heading.as_ref().map(|heading| heading.html(links)),
        heading: prose.heading_words.clone(),
        heading_repeats: false,
        body_html: prose.body.html(links),
        byline: byline(answer, thread.provenance(number), expert, words),
        permalink: if on_own_page { ["#", &answer.id].concat() } else { [&links.to(&page), "#", &answer.id].concat() },
        asked_as: thread.origin(number).map(|merged| merged.title.clone()),
        thread_title: (!on_own_page).then(|| thread.display_title()),
        draft: thread.thread.editorial.draft,
    }
}

fn byline(answer: &Answer, source: Option<&Provenance>, href: Option<String>, words: &Words) -> context::Byline {
    let byline = &answer.byline;
    let mut shown = context::Byline {
        name: byline.name.clone(),
        href,
        credentials: byline.credentials.clone(),
        specialty: byline.specialty.clone(),
        place: byline.place.clone(),
        rating: byline.rating.map(|rating| words.decimals(&rating.to_string())),
        reviews: byline.reviews,
        rating_line: None,
        has_origin: answer.answered.is_some()
            || [&byline.link, &answer.url, &answer.licence].into_iter().flatten().any(|text| !text.is_empty()),
        link: byline.link.clone(),
        url: answer.url.clone(),
        licence: answer.licence.clone(),
        answered: answer.answered.map(|day| words.day(day)),
        votes: byline.votes,
        copied: source.and_then(|source| source.imported).map(|day| words.day(day)),
        lost: answer.lost.map(|day| words.day(day)),
    };
    shown.rating_line = lines::rating(&shown, words);
    shown
}

pub(super) fn disclaimer(disclaimer: &Disclaimer) -> context::Disclaimer {
    context::Disclaimer { text: disclaimer.text.clone(), from_site: disclaimer.from_site }
}
