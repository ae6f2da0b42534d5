//! Where everything comes from and what happened to it when, counted from the threads themselves.

use std::collections::BTreeMap;

use jiff::civil::Date;

use crate::diagnostic::{Code, Diagnostic};
use crate::settings;
use crate::site::{Happening, LIST_LENGTH, Site, SiteThread};

use super::super::content::Content;
use super::super::context;
use super::super::links::Links;
use super::super::words::Words;
use super::{slice, thread_link};

/// The page about the copy.
pub(in super::super) fn copy(site: &Site, content: &Content<'_>) -> context::Copy {
    let words = &content.words;
    let part = |id: &str, lines: Vec<String>| context::CopyPart { id: id.replace('_', "-"), title: words.text(id), lines };
    let parts = vec![
        part("what_is_here", what_is_here(site, words)),
        part("where_from", where_from(site, words)),
        part("what_is_missing", what_is_missing(site, words)),
        part("clinical_review", vec![reviews(site, words)]),
    ];
    let contact = site.settings.contact.as_ref().map(|contact| context::Link {
        title: contact.clone(),
        href: if contact.contains("://") { contact.clone() } else { format!("mailto:{contact}") },
        here: false,
    });
    context::Copy { parts: parts.into_iter().filter(|part| !part.lines.is_empty()).collect(), contact }
}

/// Says how people who are named can be told whom to ask.
pub(in super::super) fn no_contact() -> Diagnostic {
    Diagnostic::new(Code::NoContact, "the page about this copy cannot say how to ask for a correction or a removal")
        .help(format!("set `contact:` in `{}` to an e-mail or web address", settings::FILE))
}

fn what_is_here(site: &Site, words: &Words) -> Vec<String> {
    let answers = site.threads.iter().map(|thread| thread.thread.answers.len()).sum();
    let named: usize = site.threads.iter().map(|thread| thread.thread.named_answers()).sum();
    let named = if named == 0 { words.text("none_named") } else { words.counted("named", named) };
    let (questions, answers) = (words.counted("questions", site.threads.len()), words.counted("answers", answers));
    let mut lines =
        vec![words.say("copy_holds", &[("questions", &questions), ("answers", &answers), ("named", &named)]), words.text("copy_words")];
    let copied = || site.threads.iter().filter(|thread| thread.thread.source.is_some());
    let days = || copied().filter_map(copied_on);
    if let (Some(first), Some(last)) = (days().min(), days().max()) {
        let (first_day, last_day) = (words.day(first), words.day(last));
        lines.push(if first == last {
            words.say("copied_on_one_day", &[("day", &last_day)])
        } else {
            words.say("copied_between", &[("first", &first_day), ("last", &last_day)])
        });
    }
    lines.extend(some("copy_days_unknown", copied().filter(|thread| copied_on(thread).is_none()).count(), words));
    lines
}

/// The web sites, files and licences that the questions came with.
fn where_from(site: &Site, words: &Words) -> Vec<String> {
    let (mut sites, mut licences) = (BTreeMap::new(), BTreeMap::new());
    let (mut files, mut own) = (0, 0);
    for thread in &site.threads {
        match &thread.thread.source {
            None => own += 1,
            Some(source) => {
                match source.url.as_deref().and_then(host) {
                    Some(host) => *sites.entry(host.to_owned()).or_insert(0) += 1,
                    None => files += 1,
                }
                if let Some(licence) = &source.licence {
                    *licences.entry(licence.clone()).or_insert(0) += 1;
                }
            }
        }
    }
    let line = |phrase: &str, key: &str, name: &str, count: usize| {
        words.say(phrase, &[(key, name), ("questions", &words.counted("questions", count))])
    };
    let mut lines: Vec<String> = sites.iter().map(|(host, count)| line("from_web_site", "site", host, *count)).collect();
    lines.extend((files > 0).then(|| line("from_saved_files", "site", "", files)));
    lines.extend((own > 0).then(|| line("written_here", "site", "", own)));
    lines.extend(licences.iter().map(|(licence, count)| line("under_licence", "licence", licence, *count)));
    lines
}

/// The host of a web address.
fn host(url: &str) -> Option<&str> {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"))?;
    rest.split(['/', '?', '#']).next().filter(|host| !host.is_empty())
}

fn what_is_missing(site: &Site, words: &Words) -> Vec<String> {
    let mut lines = Vec::new();
    let (mut declared, mut captured, mut says_how_many) = (0, 0, false);
    for thread in &site.threads {
        let Some(count) = thread.thread.declared_answers else { continue };
        says_how_many = true;
        let (count, here) = (usize::try_from(count).unwrap_or_default(), thread.thread.answers.len());
        if count > here {
            declared += count;
            captured += here;
        }
    }
    if declared > 0 {
        let (declared, captured) = (words.counted("answers", declared), words.number(captured));
        lines.push(words.say("copy_captured", &[("declared", &declared), ("captured", &captured)]));
    } else if says_how_many {
        lines.push(words.text("copy_complete"));
    }
    let answers = || site.threads.iter().flat_map(|thread| &thread.thread.answers);
    lines.extend(some("copy_unnamed", answers().filter(|answer| answer.byline.name.is_none()).count(), words));
    lines.extend(some("copy_lost", answers().filter(|answer| answer.lost.is_some()).count(), words));
    let from_site = |thread: &&SiteThread| thread.disclaimer.as_ref().is_some_and(|disclaimer| disclaimer.from_site);
    lines.extend(some("copy_disclaimers", site.threads.iter().filter(from_site).count(), words));
    if site.threads.iter().any(|thread| thread.thread.source.as_ref().is_some_and(|source| source.sha256.is_some())) {
        lines.push(words.text("copy_left_out"));
    }
    lines
}

fn reviews(site: &Site, words: &Words) -> String {
    let reviewed = site.threads.iter().filter(|thread| thread.thread.editorial.reviewed.is_some()).count();
    if reviewed == 0 { words.text("copy_none_reviewed") } else { words.counted("copy_reviewed", reviewed) }
}

/// A sentence about `count` things, unless there are none.
fn some(phrase: &str, count: usize, words: &Words) -> Option<String> {
    (count > 0).then(|| words.counted(phrase, count))
}

fn copied_on(thread: &SiteThread) -> Option<Date> {
    thread.thread.source.as_ref().and_then(|source| source.imported)
}

/// The page with `number` of the list of changes.
pub(in super::super) fn changes(site: &Site, content: &Content<'_>, links: &Links<'_>, number: usize) -> context::Changes {
    let words = &content.words;
    let mut days: Vec<context::ChangeDay> = Vec::new();
    for event in slice(&site.history, number, LIST_LENGTH) {
        let id = format!("day-{}", event.day);
        if days.last().is_none_or(|last| last.id != id) {
            days.push(context::ChangeDay { id, title: words.day(event.day), changes: Vec::new() });
        }
        let thread = thread_link(&site.threads[event.thread], links);
        let what = match &event.what {
            Happening::Reviewed(name) => words.say("change_reviewed", &[("name", name)]),
            Happening::Copied => words.text("change_copied"),
            Happening::Lost(count) => words.counted("change_lost", *count),
        };
        if let Some(last) = days.last_mut() {
            last.changes.push(context::Change { title: thread.title, href: thread.href, what });
        }
    }
    context::Changes { days }
}
