//! Every Markdown text of the site, rendered, with what is wrong shown in its file.

use std::collections::{BTreeMap, BTreeSet};
use std::panic::{AssertUnwindSafe, catch_unwind};

use camino::Utf8Path;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic};
use crate::document::read_source;
use crate::site::{Address, Page, Site, SiteThread};
use crate::thread::Markdown;

use super::assets::Assets;
use super::claims;
use super::emergency;
use super::fingerprint::{self, Fingerprint, has_fenced_code};
use super::links::Destinations;
use super::markdown::{self, Finding, Place, Prose, Shape};
use super::pages::Lists;

use super::visible::visible_text;
use super::words::Words;

/// The level below a page's own heading.
const ON_A_PAGE: Shape = Shape::Blocks(2);

/// The level below an answer's heading.
const IN_AN_ANSWER: Shape = Shape::Blocks(3);

/// The most characters of a description that search engines show, by and large.
const LONGEST_DESCRIPTION: usize = 155;

/// What pages are made of besides the site: its texts in the order of the site's own lists, the words of
/// the interface, and where assets are published.
pub(super) struct Content<'a> {
    pub(super) words: Words,
    pub(super) assets: Assets,
    pub(super) lists: Lists,
    pub(super) home: Prose,
    pub(super) pages: Vec<Prose>,
    pub(super) topics: Vec<Prose>,
    root: &'a Utf8Path,
    site: &'a Site,
    destinations: Destinations<'a>,
    /// The sentence about emergencies in each disclaimer that has one.
    pub(super) emergency: BTreeMap<&'a str, String>,
    /// The fingerprint of each thread's words.
    pub(super) fingerprints: Vec<Fingerprint>,
    /// The editor's words about each expert.
    pub(super) experts: Vec<Prose>,
}

/// A thread's texts.
#[derive(Debug, Default)]
pub(super) struct ThreadProse {
    pub(super) question: Prose,
    /// The words of the question, for whatever is no page.
    pub(super) question_words: String,
    pub(super) short_answer: Option<Prose>,
    pub(super) note: Option<Prose>,
    /// The questions of the threads that are merged into this one.
    pub(super) merged: Vec<Prose>,
    pub(super) answers: Vec<AnswerProse>,
}

/// An answer's texts.
#[derive(Debug, Default)]
pub(super) struct AnswerProse {
    pub(super) heading: Option<Prose>,
    /// The words of the heading.
    pub(super) heading_words: Option<String>,
    pub(super) body: Prose,
    /// The words of the body, for proving that each page which carries the answer shows them.
    pub(super) words: String,
}

impl Content<'_> {
    /// The texts of the thread at `index` in the site's list, and what is wrong with them. They are not kept: those of a whole site are
    /// most of it.
    pub(super) fn thread(&self, index: usize) -> (ThreadProse, Vec<Diagnostic>) {
        render_thread(self.root, &self.site.threads[index], &self.destinations)
    }

    /// The texts of one answer, by the indices of its thread and of the answer there. What is wrong with them, its thread says.
    pub(super) fn answer(&self, (thread, answer): (usize, usize)) -> AnswerProse {
        let thread = &self.site.threads[thread];
        let path = thread.origin(answer).map_or(&thread.path, |merged| &merged.path);
        let own = Address::thread(path);
        let place = Place { destinations: &self.destinations, folder: &path.topic, own: &own };
        let file = thread.file_of(answer);
        File { root: self.root, file, place, problems: &mut Vec::new() }.answer(&thread.thread.answers[answer])
    }

    /// What is wrong with the threads' texts, in the order of the threads.
    pub(super) fn problems(&self) -> Vec<Diagnostic> {
        (0..self.site.threads.len()).into_par_iter().flat_map_iter(|index| self.thread(index).1).collect()
    }

    /// True when any page may need the colours of code.
    pub(super) fn has_highlighted_code(&self) -> bool {
        let mut pages = self.pages.iter().chain(&self.topics).chain(&self.experts).chain([&self.home]);
        pages.any(|prose| prose.has_highlighted_code) || self.site.threads.par_iter().any(has_fenced_code)
    }
}

impl ThreadProse {
    /// The beginning of the question, for search engines; `None` where the source had none.
    pub(super) fn description(&self) -> Option<String> {
        let words = &self.question_words;
        if words.chars().count() <= LONGEST_DESCRIPTION {
            return Some(words.clone()).filter(|words| !words.is_empty());
        }
        let cut: String = words.chars().take(LONGEST_DESCRIPTION).collect();
        let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
        Some(format!("{whole} …"))
    }

    /// True when a page with this thread needs the colours of code.
    pub(super) fn has_highlighted_code(&self) -> bool {
        let editors = [Some(&self.question), self.short_answer.as_ref(), self.note.as_ref()];
        let answers = self.answers.iter().map(|answer| &answer.body);
        editors.into_iter().flatten().chain(&self.merged).chain(answers).any(|prose| prose.has_highlighted_code)
    }
}

/// Renders all texts but the threads'; what is wrong is added to `problems` in the order of the files. `shared` is what every page is
/// made from.
pub(super) fn render<'a>(
    root: &'a Utf8Path,
    site: &'a Site,
    shared: &Fingerprint,
    (words, assets): (Words, Assets),
    problems: &mut Vec<Diagnostic>,
) -> Content<'a> {
    let destinations = Destinations::new(site, assets.all());
    let (lists, fingerprints) = rayon::join(|| Lists::new(site), || fingerprint::of_threads(site, shared, &destinations));
    let disclaimers: BTreeSet<&str> = site.threads.iter().filter_map(|thread| Some(thread.disclaimer.as_ref()?.text.as_str())).collect();
    let emergency = disclaimers.into_iter().filter_map(|text| Some((text, emergency::sentence(text, &words.emergency)?))).collect();
    let mut page = |page: &Page, own: Address| {
        let file = page.file.as_deref().unwrap_or_else(|| Utf8Path::new(""));
        File { root, file, place: Place { destinations: &destinations, folder: "", own: &own }, problems: &mut *problems }
            .prose(&page.body, ON_A_PAGE)
    };
    let home = page(&site.home, Address::home());
    let pages = site.pages.iter().map(|plain| page(plain, Address::page(&plain.slug))).collect();
    let topics = site.topics.iter().map(|entry| {
        let (slug, own) = (&entry.topic.slug, Address::topic(&entry.topic.slug));
        let file = Utf8Path::new(crate::thread::CONTENT).join(slug).join("_index.md");
        let place = Place { destinations: &destinations, folder: slug, own: &own };
        File { root, file: &file, place, problems: &mut *problems }.prose(&entry.topic.introduction, ON_A_PAGE)
    });
    let topics = topics.collect();
    let experts = site.experts.iter().map(|expert| {
        let own = Address::expert(&expert.slug);
        let file = expert.file.as_deref().unwrap_or_else(|| Utf8Path::new(""));
        let place = Place { destinations: &destinations, folder: crate::thread::EXPERTS, own: &own };
        File { root, file, place, problems: &mut *problems }.prose(&expert.words, ON_A_PAGE)
    });
    let experts = experts.collect();
    Content { words, assets, lists, home, pages, topics, experts, emergency, fingerprints, root, site, destinations }
}

fn render_thread(root: &Utf8Path, thread: &SiteThread, destinations: &Destinations<'_>) -> (ThreadProse, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let mut prose = ThreadProse::default();
    let editorial = &thread.thread.editorial;
    let own_answers = thread.merged.first().map_or(thread.thread.answers.len(), |first| first.answers.start);
    // A merged thread's words are looked at where they were written: in its own file and folder.
    for merged in std::iter::once(None).chain(thread.merged.iter().map(Some)) {
        let (path, file) = merged.map_or((&thread.path, &thread.file), |merged| (&merged.path, &merged.file));
        let own = Address::thread(path);
        let mut file = File { root, file, place: Place { destinations, folder: &path.topic, own: &own }, problems: &mut problems };
        if let Some(merged) = merged {
            prose.merged.push(file.prose(&merged.question, IN_AN_ANSWER));
        } else {
            prose.question = file.prose(&thread.thread.question, IN_AN_ANSWER);
            prose.question_words = visible_text(prose.question.words_html());
            prose.short_answer = editorial.short_answer.as_ref().map(|text| file.prose(text, IN_AN_ANSWER));
            prose.note = editorial.note.as_ref().map(|text| file.prose(text, IN_AN_ANSWER));
        }
        let answers = merged.map_or(0..own_answers, |merged| merged.answers.clone());
        prose.answers.extend(thread.thread.answers[answers].iter().map(|answer| file.answer(answer)));
    }
    problems.extend(claims::check(root, thread, &prose));
    (prose, problems)
}

/// A content file whose texts are being rendered.
struct File<'a> {
    root: &'a Utf8Path,
    file: &'a Utf8Path,
    place: Place<'a>,
    problems: &'a mut Vec<Diagnostic>,
}

impl File<'_> {
    fn answer(&mut self, answer: &crate::thread::Answer) -> AnswerProse {
        let heading = answer.heading.as_ref().map(|heading| self.prose(heading, Shape::Line)).filter(|heading| !heading.is_empty());
        let heading_words = heading.as_ref().map(|heading| visible_text(heading.words_html()));
        let body = self.prose(&answer.body, IN_AN_ANSWER);
        AnswerProse { heading, heading_words, words: visible_text(body.words_html()), body }
    }

    fn prose(&mut self, markdown: &Markdown, shape: Shape) -> Prose {
        if markdown.text.trim().is_empty() {
            return Prose::default();
        }
        let mut findings = Vec::new();
        // The parser has panicked on odd input before (pulldown-cmark 0.13.6, definition lists); then
        // the build should name the file instead of dying.
        let rendered = catch_unwind(AssertUnwindSafe(|| markdown::render(&markdown.text, shape, &self.place, &mut findings)));
        if !findings.is_empty() {
            self.report(markdown, findings);
        }
        rendered.unwrap_or_else(|_| {
            self.problems.push(
                Diagnostic::new(Code::UnreadableFile, "this text could not be rendered: the Markdown reader failed on it")
                    .in_file(self.file)
                    .note("this is a fault of sitegen, not of the text")
                    .help("please report it with the file; until then, simplify nested lists, tables and code in it"),
            );
            Prose::default()
        })
    }

    /// Shows findings in the file's text, which is read again, since that happens seldom.
    fn report(&mut self, markdown: &Markdown, findings: Vec<Finding>) {
        let mut unreadable = Vec::new();
        let source = read_source(self.root, self.file, &mut unreadable);
        for finding in findings {
            let mut diagnostic = Diagnostic::new(finding.code, finding.message).help(finding.help);
            diagnostic = match &source {
                Some(source) => {
                    let span = locate(source.text(), markdown, finding.span);
                    diagnostic.at(source, span, finding.label)
                }
                None => diagnostic.in_file(self.file),
            };
            self.problems.push(diagnostic);
        }
    }
}

/// A span of a Markdown text in bytes of its file. A text from the front matter has no offset, and
/// YAML may have folded it, so there the words themselves are looked for.
fn locate(file: &str, markdown: &Markdown, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let from = file.get(markdown.offset..).map_or(0, |_| markdown.offset);
    if let Some(at) = file[from..].find(&*markdown.text) {
        return from + at + span.start..from + at + span.end;
    }
    let words = markdown.text.get(span).unwrap_or_default();
    match file.find(words).filter(|_| !words.is_empty()) {
        Some(at) => at..at + words.len(),
        None => 0..0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_found_in_the_body_and_in_folded_front_matter() {
        let file = "---\nnote: see [x](y)\n---\n\nBody [a](b).\n";
        let body = Markdown { text: "Body [a](b).".into(), offset: 25 };
        assert_eq!(&file[locate(file, &body, 9..10)], "b");
        let note = Markdown::new("see [x](y)");
        assert_eq!(&file[locate(file, &note, 8..9)], "y");
        assert_eq!(locate(file, &Markdown::new("nowhere"), 0..7), 0..0);
    }
}
