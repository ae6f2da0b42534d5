//! Pages that list things, each list in pages of its own.

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::site::{ANSWERS_ON_A_PAGE, Address, LIST_LENGTH, page_count};

use super::super::content::AnswerProse;
use super::super::disclaimer::{Carried, check_page};
use super::super::links::Links;
use super::super::{Inputs, Receiver, context, pages, structured_data};
use super::{Made, Maker, Recipe, hand_over};

/// The section of the experts' pages and of the list of them.
pub(super) const EXPERTS: &str = "experts";

/// What is the same for every page of a list.
struct List<'a> {
    template: &'static str,
    key: &'static str,
    section: &'static str,
    title: &'a str,
    /// The pages between the home page and this one, with their addresses.
    above: Vec<(String, Address)>,
    first: Address,
    pages: usize,
}

impl Maker<'_> {
    /// The page with `number` of a list, with what `value` makes of its links.
    fn list<T: Serialize>(&self, list: &List<'_>, number: usize, value: impl FnOnce(&Links<'_>, &mut context::Page) -> T) -> Made {
        let address = list.first.numbered(number);
        let links = Links::relative(&address);
        let above: Vec<(String, String)> = list.above.iter().map(|(title, above)| (title.clone(), links.to(above))).collect();
        let page = pages::with_breadcrumb(pages::page(self.site, &links, list.title), self.content, &links, &above);
        let mut page = pages::numbered(page, self.content, &links, &list.first, number, list.pages);
        page.structured_data = structured_data::list(self.site, self.content, &list.above, &page.title, &address);
        let value = value(&links, &mut page);
        self.page(&links, Recipe { template: list.template, section: list.section, key: list.key, page, value })
    }

    pub(super) fn index(&self, number: usize) -> Made {
        let title = self.content.words.text("questions_from_a_to_z");
        let (first, pages) = (Address::a_to_z(), page_count(self.site.wordings(), LIST_LENGTH));
        let list = List { template: "a-z.html", key: "index", section: "a-z", title: &title, above: Vec::new(), first, pages };
        self.list(&list, number, |links, _| pages::index(self.site, self.content, links, number))
    }

    pub(super) fn experts(&self, number: usize) -> Made {
        let title = self.content.words.text("experts");
        let (first, pages) = (Address::experts(), page_count(self.site.experts.len(), LIST_LENGTH));
        let list = List { template: "experts.html", key: "experts", section: EXPERTS, title: &title, above: Vec::new(), first, pages };
        self.list(&list, number, |links, _| pages::experts(self.site, links, number))
    }

    pub(super) fn tags(&self, number: usize) -> Made {
        let title = self.content.words.text("tags");
        let (first, pages) = (Address::tags(), page_count(self.site.tags.len(), LIST_LENGTH));
        let list = List { template: "tags.html", key: "tags", section: "tags", title: &title, above: Vec::new(), first, pages };
        self.list(&list, number, |links, _| pages::tags(self.site, links, number))
    }

    pub(super) fn changes(&self, number: usize) -> Made {
        let title = self.content.words.text("changes");
        let (first, pages) = (Address::changes(), page_count(self.site.history.len(), LIST_LENGTH));
        let list = List { template: "changes.html", key: "changes", section: "changes", title: &title, above: Vec::new(), first, pages };
        self.list(&list, number, |links, _| pages::changes(self.site, self.content, links, number))
    }

    pub(super) fn about_this_copy(&self) -> Made {
        let title = self.content.words.text("about_this_copy");
        let first = Address::about_this_copy();
        let list =
            List { template: "about-this-copy.html", key: "copy", section: "copy", title: &title, above: Vec::new(), first, pages: 1 };
        let mut made = self.list(&list, 1, |_, _| pages::copy(self.site, self.content));
        if self.site.settings.contact.is_none() {
            made.problems.push(pages::no_contact());
        }
        made
    }

    pub(super) fn topic(&self, index: usize, number: usize) -> Made {
        let entry = &self.site.topics[index];
        let list = List {
            template: "topic.html",
            key: "topic",
            section: "topic",
            title: &entry.topic.title,
            above: Vec::new(),
            first: Address::topic(&entry.topic.slug),
            pages: page_count(entry.threads.len(), LIST_LENGTH),
        };
        self.list(&list, number, |links, page| {
            page.description.clone_from(&entry.topic.description);
            page.topic_feed = Some(self.topic_feed(links, index));
            page.code_stylesheet = self.code_stylesheet(links, self.content.topics[index].has_highlighted_code);
            pages::topic(self.site, self.content, links, index, number)
        })
    }

    pub(super) fn tag(&self, index: usize, number: usize) -> Made {
        let tag = &self.site.tags[index];
        let list = List {
            template: "tag.html",
            key: "tag",
            section: "tags",
            title: &tag.title,
            above: vec![(self.content.words.text("tags"), Address::tags())],
            first: Address::tag(&tag.slug),
            pages: page_count(tag.threads.len(), LIST_LENGTH),
        };
        self.list(&list, number, |links, _| pages::tag(self.site, links, tag, number))
    }

    /// Makes one page of an expert, unless `receiver` has it. What there is to say.
    pub(super) fn expert(&self, at: (usize, usize), inputs: &Inputs, receiver: &dyn Receiver) -> Vec<Diagnostic> {
        let address = Address::expert(&self.site.experts[at.0].slug).numbered(at.1);
        let links = Links::relative(&address);
        let value = pages::expert(self.site, self.content, &links, at);
        let fingerprint = self.of_expert(at, &links, &value);
        if receiver.keep(std::slice::from_ref(&address), &fingerprint, inputs) {
            return Vec::new();
        }
        hand_over(self.expert_page(at, value), inputs, Some(fingerprint), receiver)
    }

    /// The page with `number` of the expert at `index` in the site's list, proved to show its answers and their disclaimers.
    pub(super) fn expert_page(&self, (index, number): (usize, usize), mut value: context::Expert) -> Made {
        let expert = &self.site.experts[index];
        let shown = pages::slice(&expert.answers, number, ANSWERS_ON_A_PAGE);
        let prose: Vec<AnswerProse> = shown.iter().map(|at| self.content.answer(*at)).collect();
        let mut carried: Vec<Carried<'_>> = Vec::new();
        for ((thread, answer), prose) in shown.iter().zip(&prose) {
            let thread = &self.site.threads[*thread];
            match carried.last_mut().filter(|last| last.thread.path == thread.path) {
                Some(last) => last.answers.push((*answer, prose)),
                None => carried.push(Carried { thread, answers: vec![(*answer, prose)] }),
            }
        }
        let list = List {
            template: "expert.html",
            key: "expert",
            section: EXPERTS,
            title: &expert.name,
            above: vec![(self.content.words.text("experts"), Address::experts())],
            first: Address::expert(&expert.slug),
            pages: page_count(expert.answers.len(), ANSWERS_ON_A_PAGE),
        };
        let mut made = self.list(&list, number, |links, page| {
            page.unlisted = carried.iter().all(|carried| carried.thread.thread.editorial.draft);
            let has_code = self.content.experts[index].has_highlighted_code || prose.iter().any(|prose| prose.body.has_highlighted_code);
            page.code_stylesheet = self.code_stylesheet(links, has_code);
            let answers = shown.iter().zip(&prose).map(|((thread, answer), prose)| (&self.site.threads[*thread], *answer, prose));
            value.answers = pages::answers(expert, answers, links, &self.content.words);
            value
        });
        if let Some((address, bytes)) = made.files.first() {
            made.problems.extend(check_page(address, bytes, &carried));
        }
        made
    }
}
