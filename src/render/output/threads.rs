//! What is made of one thread alone: its page, the page's twin, and its part in the search index.

use rayon::prelude::*;

use crate::diagnostic::Diagnostic;
use crate::search::Receipt;
use crate::site::Address;

use super::super::content::ThreadProse;
use super::super::disclaimer::{Carried, check_page, check_twin};
use super::super::links::Links;
use super::super::{Inputs, Receiver, context, lines, pages, search_index, structured_data, twin};
use super::{Made, Maker, Recipe, hand_over};

/// The section of threads' pages.
pub(super) const SECTION: &str = "thread";

impl Maker<'_> {
    /// Makes what is made of each thread alone, in parallel, so that each thread's texts are rendered once for all of it and then forgotten.
    /// What there is to say, and what the index was told.
    pub(super) fn threads(&self, index: &search_index::Threads<'_>, receiver: &dyn Receiver) -> (Vec<Diagnostic>, Vec<(usize, Receipt)>) {
        let made = (0..self.site.threads.len()).into_par_iter().map(|thread| self.thread(thread, index, receiver));
        let (problems, receipts): (Vec<_>, Vec<_>) = made.unzip();
        (problems.into_iter().flatten().collect(), receipts.into_iter().flatten().collect())
    }

    fn thread(&self, at: usize, index: &search_index::Threads<'_>, receiver: &dyn Receiver) -> (Vec<Diagnostic>, Option<(usize, Receipt)>) {
        let thread = &self.site.threads[at];
        let addresses = [Address::thread(&thread.path), Address::twin(&thread.path)];
        let links = Links::relative(&addresses[0]);
        let surroundings = pages::surroundings(self.site, self.content, &links, at);
        let (fingerprint, inputs) = (self.of_thread(at, &links, &surroundings), Inputs::from(thread.files()));
        let is_missing = receiver.wants(&addresses[0]) && !receiver.keep(&addresses, &fingerprint, &inputs);
        let missing = index.missing(at, &inputs, receiver);
        if !is_missing && missing.is_none() {
            return (Vec::new(), None);
        }
        let (prose, mut problems) = self.content.thread(at);
        if is_missing {
            let page = pages::thread(thread, &prose, surroundings, &links, &self.content.words);
            let mut made = self.page_and_twin((at, &prose), page, &links);
            made.problems.extend(std::mem::take(&mut problems));
            problems = hand_over(made, &inputs, Some(fingerprint), receiver);
        }
        let made = missing.map(|missing| index.make(at, missing, &prose, inputs, receiver));
        let (problem, receipt) = made.map_or((None, None), |made| (made.problem, made.receipt));
        problems.extend(problem);
        (problems, receipt)
    }

    /// The page of the thread at an index in the site's list, and its twin, proved to show its answers and their disclaimers.
    fn page_and_twin(&self, (at, prose): (usize, &ThreadProse), mut value: context::Thread, links: &Links<'_>) -> Made {
        let (thread, words) = (&self.site.threads[at], &self.content.words);
        let twin_address = Address::twin(&thread.path);
        pages::compare(&thread.thread.editorial.claims, &mut value, words);
        let page = pages::page(self.site, links, &value.title);
        let mut page = pages::with_breadcrumb(page, self.content, links, &[(value.topic.title.clone(), value.topic.href.clone())]);
        page.description = prose.description();
        page.unlisted = thread.thread.editorial.draft;
        page.markdown_twin = Some(links.to(&twin_address));
        page.topic_feed = Some(self.topic_feed(links, self.content.lists.places[at].0));
        page.code_stylesheet = self.code_stylesheet(links, prose.has_highlighted_code());
        page.structured_data = Some(structured_data::thread(self.site, self.content, prose, at));
        let twin = twin::twin(thread, prose, &value, words);
        let heading = value.disclaimer.as_ref().map(|disclaimer| lines::disclaimer_heading(disclaimer, words)).unwrap_or_default();
        let mut made = self.page(links, Recipe { template: "thread.html", section: SECTION, key: "thread", page, value });
        if let Some((address, bytes)) = made.files.first() {
            let answers = prose.answers.iter().enumerate().collect();
            made.problems.extend(check_page(address, bytes, &[Carried { thread, answers }]));
        }
        made.problems.extend(check_twin(&twin_address, &twin, &heading, thread));
        made.files.push((twin_address, twin.into_bytes()));
        made
    }
}
