//! The site's data as what each template is given.

use jiff::civil::Date;

use crate::site::{Address, Disclaimer, Expert, Merged, Site, SiteThread};
use crate::thread::{Answer, Provenance, ThreadPath};

use super::content::{AnswerProse, Content, ThreadProse};
use super::context;
use super::links::{Links, Target};
use super::visible::visible_text;

/// Up to so many questions, the home page lists them all.
const FEW_QUESTIONS: usize = 24;

/// A day in words, such as `21 November 2026`.
pub(super) fn day(date: Date) -> String {
    date.strftime("%-d %B %Y").to_string()
}

/// What holds on every page.
pub(super) fn site(site: &Site) -> context::Site {
    context::Site {
        title: site.settings.title.clone(),
        description: site.settings.description.clone(),
        language: site.settings.language.clone(),
        notice: site.settings.notice.clone(),
        questions: site.threads.len(),
        answers: site.threads.iter().map(|thread| thread.thread.answers.len()).sum(),
        experts: site.experts.len(),
    }
}

/// The frame of the page at `address`.
pub(super) fn frame(site: &Site, address: &Address, links: &Links<'_>, section: &str, title: &str) -> context::Page {
    let plain_pages = site.pages.iter().map(|page| {
        let target = Address::page(&page.slug);
        context::Link { title: page.title.clone(), href: links.to(&target), here: target == *address }
    });
    context::Page {
        title: title.to_owned(),
        section: section.to_owned(),
        canonical: site.settings.base_url.as_ref().map(|base_url| format!("{base_url}{}", address.url_path())),
        stylesheet: links.to(&Address::asset("site.css")),
        search_stylesheet: links.to(&Address::asset("search.css")),
        search_field_script: links.to(&Address::asset("search-field.js")),
        search: links.to(&Address::search()),
        home: links.to(&Address::home()),
        a_to_z: links.to(&Address::a_to_z()),
        experts: links.to(&Address::experts()),
        feed: links.to(&Address::well_known("feed.xml")),
        plain_pages: plain_pages.collect(),
        ..context::Page::default()
    }
}

/// The home page.
pub(super) fn home(site: &Site, content: &Content, links: &Links<'_>) -> context::Home {
    let few = site.threads.iter().filter(|_| site.threads.len() <= FEW_QUESTIONS);
    context::Home {
        title: site.home.title.clone(),
        body_html: content.home.html(links),
        topics: topics(site, links),
        threads: by_title(few.map(|thread| thread_entry(thread, links)).collect()),
    }
}

/// The topics in their order.
pub(super) fn topics(site: &Site, links: &Links<'_>) -> Vec<context::TopicEntry> {
    let entries = site.topics.iter().map(|entry| context::TopicEntry {
        title: entry.topic.title.clone(),
        href: links.to(&Address::topic(&entry.topic.slug)),
        description: entry.topic.description.clone(),
        questions: entry.threads.len(),
    });
    entries.collect()
}

/// The page of the topic at `index` in the site's list.
pub(super) fn topic(site: &Site, content: &Content, links: &Links<'_>, index: usize) -> context::Topic {
    let entry = &site.topics[index];
    context::Topic {
        title: entry.topic.title.clone(),
        description: entry.topic.description.clone(),
        introduction_html: content.topics[index].html(links),
        threads: entry.threads.iter().map(|thread| thread_entry(&site.threads[*thread], links)).collect(),
    }
}

fn by_title(mut entries: Vec<context::ThreadEntry>) -> Vec<context::ThreadEntry> {
    entries.sort_by_cached_key(|entry| (entry.title.to_lowercase(), entry.href.clone()));
    entries
}

fn thread_entry(thread: &SiteThread, links: &Links<'_>) -> context::ThreadEntry {
    context::ThreadEntry {
        title: thread.display_title(),
        href: links.to(&Address::thread(&thread.path)),
        answers: thread.thread.answers.len(),
        draft: thread.thread.editorial.draft,
    }
}

/// The questions by their first letter; digits and everything else come last, under `#`.
pub(super) fn index(site: &Site, links: &Links<'_>) -> context::Index {
    let mut letters: std::collections::BTreeMap<char, Vec<context::ThreadEntry>> = std::collections::BTreeMap::new();
    for thread in &site.threads {
        let entry = thread_entry(thread, links);
        // A question is found under each of its wordings.
        let wordings = thread.merged.iter().map(|merged| {
            let target = Target { address: Address::thread(&thread.path), fragment: Some(place_of(merged)) };
            context::ThreadEntry { title: merged.title.clone(), href: links.to_target(&target), ..entry.clone() }
        });
        for entry in wordings.chain([entry.clone()]) {
            letters.entry(first_letter(&entry.title)).or_default().push(entry);
        }
    }
    let letters = letters.into_iter().map(|(letter, threads)| {
        let (letter, id) = if letter.is_ascii_uppercase() {
            (letter.to_string(), format!("letter-{}", letter.to_ascii_lowercase()))
        } else {
            ("#".to_owned(), "letter-other".to_owned())
        };
        context::Letter { letter, id, threads: by_title(threads) }
    });
    context::Index { letters: letters.collect() }
}

/// The capital letter under which a title stands; `~`, which sorts behind all of them, for the rest.
fn first_letter(title: &str) -> char {
    let first = title.chars().find(|character| character.is_alphanumeric()).unwrap_or('~');
    let plain = deunicode::deunicode_char(first).and_then(|ascii| ascii.chars().next()).unwrap_or('~');
    if plain.is_ascii_alphabetic() { plain.to_ascii_uppercase() } else { '~' }
}

/// The page of the thread at `index` in the site's list.
pub(super) fn thread(site: &Site, content: &Content, links: &Links<'_>, index: usize) -> context::Thread {
    let (thread, prose) = (&site.threads[index], &content.threads[index]);
    let editorial = &thread.thread.editorial;
    let topic = site.topics.iter().find(|entry| entry.topic.slug == thread.path.topic);
    let mut answers: Vec<context::Answer> =
        (0..thread.thread.answers.len()).map(|number| answer(site, content, links, index, number)).collect();
    mark_repeated_headings(&mut answers);
    context::Thread {
        title: thread.display_title(),
        topic: context::Link {
            title: topic.map(|entry| entry.topic.title.clone()).unwrap_or_default(),
            href: links.to(&Address::topic(&thread.path.topic)),
            here: false,
        },
        draft: editorial.draft,
        question_html: prose.question.html(links),
        declared_answers: thread.thread.declared_answers,
        named_answers: thread.thread.named_answers(),
        also_asked: also_asked(thread, prose, links),
        short_answer_html: prose.short_answer.as_ref().map(|text| text.html(links)),
        note_html: prose.note.as_ref().map(|text| text.html(links)),
        answers,
        withdrawn: withdrawn(thread),
        disclaimer: thread.disclaimer.as_ref().map(disclaimer),
        reviewed: editorial.reviewed.as_ref().map(|review| context::Review {
            by: review.by.clone(),
            on: day(review.on),
            due: review.due.map(day),
        }),
        related: related(site, thread, links),
        source: thread.thread.source.as_ref().map(provenance),
    }
}

fn provenance(source: &Provenance) -> context::Provenance {
    context::Provenance {
        file: source.file.clone(),
        url: source.url.clone().filter(|url| url.starts_with("https://") || url.starts_with("http://")),
        licence: source.licence.clone(),
        asked: source.asked.map(day),
        asked_by: source.asked_by.clone(),
        asked_by_link: source.asked_by_link.clone(),
        copied: source.imported.map(day),
    }
}

/// The threads that are merged into this one, as they were asked.
fn also_asked(thread: &SiteThread, prose: &ThreadProse, links: &Links<'_>) -> Vec<context::AlsoAsked> {
    let mut shown: std::collections::BTreeSet<&str> = thread.disclaimer.iter().map(|disclaimer| disclaimer.text.as_str()).collect();
    let asked = thread.merged.iter().zip(&prose.merged).map(|(merged, question)| context::AlsoAsked {
        id: place_of(merged),
        title: merged.title.clone(),
        question_html: question.html(links),
        answers: moved_answers(thread, prose, merged, links).into_iter().map(|moved| moved.link).collect(),
        source: merged.source.as_ref().map(provenance),
        disclaimer: merged.disclaimer.as_ref().filter(|own| shown.insert(&own.text)).map(disclaimer),
    });
    asked.collect()
}

/// The place of a merged thread's wording on the page of the thread that shows its answers.
pub(super) fn place_of(merged: &Merged) -> String {
    format!("asked.{}.{}", merged.path.topic, merged.path.slug)
}

/// The answers of a merged thread, each with its former place and a link to where it stands.
pub(super) fn moved_answers(thread: &SiteThread, prose: &ThreadProse, merged: &Merged, links: &Links<'_>) -> Vec<context::MovedAnswer> {
    let answers = merged.answers.clone().zip(1..).map(|(index, number)| {
        let answer = &thread.thread.answers[index];
        let heading = prose.answers[index].heading.as_ref().map(|heading| visible_text(heading.words_html()));
        let name = answer.byline.name.as_deref().unwrap_or("name not given in the source");
        let title = format!("Answer {number}, {name}{}", heading.map(|heading| format!(": {heading}")).unwrap_or_default());
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
    let found = thread.related.iter().map(|related| (&site.threads[related.thread], related.words.clone()));
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
pub(super) fn title_of(site: &Site, address: &Address) -> Option<String> {
    if let Some(slug) = address.path().strip_prefix("experts/").and_then(|file| file.strip_suffix(".html")) {
        return site.experts.iter().find(|expert| expert.slug == slug).map(|expert| expert.name.clone());
    }
    let path = ThreadPath::parse(address.path().strip_suffix(".html")?)?;
    site.thread(&path).map(SiteThread::display_title)
}

fn withdrawn(thread: &SiteThread) -> Vec<context::WithdrawnAnswer> {
    thread.withdrawn.iter().map(|answer| context::WithdrawnAnswer { id: answer.id.clone(), on: day(answer.on) }).collect()
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

/// One answer of the thread at `index`.
fn answer(site: &Site, content: &Content, links: &Links<'_>, index: usize, number: usize) -> context::Answer {
    let thread = &site.threads[index];
    let answer: &Answer = &thread.thread.answers[number];
    let prose: &AnswerProse = &content.threads[index].answers[number];
    let expert = thread.experts.get(number).copied().flatten().and_then(|expert| site.experts.get(expert));
    let page = Address::thread(&thread.path);
    let on_own_page = page == *links.from;
    let thread_href = links.to(&page);
    // On the expert's own page, the name leads nowhere new.
    let expert_page = expert.map(|expert| Address::expert(&expert.slug)).filter(|page| page != links.from);
    let expert_href = expert_page.map(|page| links.to(&page));
    context::Answer {
        id: if on_own_page { answer.id.clone() } else { format!("{}-{}-{}", thread.path.topic, thread.path.slug, answer.id) },
        number: number + 1,
        heading_html: prose.heading.as_ref().map(|heading| heading.html(links)),
        heading: prose.heading.as_ref().map(|heading| visible_text(heading.words_html())),
        heading_repeats: false,
        body_html: prose.body.html(links),
        byline: byline(answer, thread.provenance(number), expert_href),
        permalink: if on_own_page { format!("#{}", answer.id) } else { format!("{thread_href}#{}", answer.id) },
        asked_as: thread.origin(number).map(|merged| merged.title.clone()),
        thread_title: thread.display_title(),
        thread_href,
        draft: thread.thread.editorial.draft,
    }
}

fn byline(answer: &Answer, source: Option<&Provenance>, href: Option<String>) -> context::Byline {
    let byline = &answer.byline;
    context::Byline {
        name: byline.name.clone(),
        href,
        credentials: byline.credentials.clone(),
        specialty: byline.specialty.clone(),
        place: byline.place.clone(),
        rating: byline.rating.map(|rating| rating.to_string()),
        reviews: byline.reviews,
        votes: byline.votes,
        link: byline.link.clone(),
        url: answer.url.clone(),
        licence: answer.licence.clone(),
        answered: answer.answered.map(day),
        copied: source.and_then(|source| source.imported).map(day),
        lost: answer.lost.map(day),
    }
}

fn disclaimer(disclaimer: &Disclaimer) -> context::Disclaimer {
    context::Disclaimer { text: disclaimer.text.clone(), from_site: disclaimer.from_site }
}

/// The search page, for an index of this version.
pub(super) fn search(site: &Site, version: &str, links: &Links<'_>) -> context::Search {
    let with_threads = site.topics.iter().filter(|entry| entry.threads.iter().any(|index| !site.threads[*index].thread.editorial.draft));
    context::Search {
        shards: links.to(&Address::search_shard("")).trim_end_matches(".js").to_owned(),
        version: version.to_owned(),
        scripts: ["search-index.js", "search-page.js"].map(|name| links.to(&Address::asset(name))).to_vec(),
        topics: with_threads
            .map(|entry| context::SearchTopic { title: entry.topic.title.clone(), slug: entry.topic.slug.clone() })
            .collect(),
    }
}

/// The list of experts.
pub(super) fn experts(site: &Site, links: &Links<'_>) -> context::Experts {
    let entries = site.experts.iter().map(|expert| context::ExpertEntry {
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

/// The page of the expert at `index` in the site's list.
pub(super) fn expert(site: &Site, content: &Content, links: &Links<'_>, index: usize) -> context::Expert {
    let expert = &site.experts[index];
    let answers: Vec<context::Answer> =
        expert.answers.iter().map(|(thread, number)| answer(site, content, links, *thread, *number)).collect();
    context::Expert {
        name: expert.name.clone(),
        credentials: expert.credentials.clone().or_else(|| expert.answers(site).find_map(|(_, answer)| answer.byline.credentials.clone())),
        specialty: specialty(site, expert),
        place: expert.place.clone(),
        also: expert.also.clone(),
        link: expert.link.clone(),
        words_html: content.experts[index].html(links),
        answers,
        disclaimers: disclaimers(site, expert).into_iter().map(disclaimer).collect(),
    }
}

/// The disclaimers of all threads in which an expert answered, each distinct text once.
pub(super) fn disclaimers<'a>(site: &'a Site, expert: &Expert) -> Vec<&'a Disclaimer> {
    let mut seen = std::collections::BTreeSet::new();
    let all = expert.answers.iter().flat_map(|(thread, _)| site.threads[*thread].disclaimers());
    all.filter(|disclaimer| seen.insert(&disclaimer.text)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stand_under_their_first_letter() {
        assert_eq!(first_letter("“Éclair” cheeks"), 'E');
        assert_eq!(first_letter("3 days after"), '~');
        assert_eq!(first_letter("?!"), '~');
        assert_eq!(first_letter("how long"), 'H');
    }

    #[test]
    fn days_are_written_in_words() {
        assert_eq!(day(jiff::civil::date(2026, 11, 1)), "1 November 2026");
    }
}
