//! Files read → [`Site`]: what only the whole site can tell.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use camino::Utf8Path;
use jiff::civil::Date;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::document::Step;
use crate::redaction::{Redacted, Redactions, WithdrawnAnswer};
use crate::settings::Settings;
use crate::similarity::KeptDocuments;
use crate::thread::{CONTENT, ExpertFile, Thread, ThreadPath, Topic, UserNames};

use super::addresses::{Addresses, Claimant, span};
use super::experts::LoadedExpert;
use super::related::related;
use super::{
    Address, Disclaimer, Expert, Page, Record, Redirect, Site, SiteThread, TopicThreads, Withdrawn, experts, history, merging, pagination,
    tags,
};

/// A file's content.
pub(super) enum Loaded {
    Home(Page),
    Page(Page, Arc<Source>),
    Topic(Topic, Arc<Source>),
    Thread(Box<LoadedThread>),
    Expert(Box<LoadedExpert>),
}

/// A thread with what is needed to show where in its file something stands.
pub(super) struct LoadedThread {
    pub(super) path: ThreadPath,
    pub(super) source: Arc<Source>,
    pub(super) front_matter: Range<usize>,
    pub(super) thread: Thread,
    /// The file was read without an error: what is absent is absent.
    pub(super) sound: bool,
    /// The answers that were taken out.
    pub(super) withdrawn: Vec<WithdrawnAnswer>,
    /// The SHA-256 of the file's text.
    pub(super) digest: [u8; 32],
    /// What is to be kept of it, where that is not kept yet.
    pub(super) kept: Option<Vec<u8>>,
}

impl LoadedThread {
    /// Where the value at `path` in the front matter stands; the first line in doubt.
    pub(super) fn at(&self, path: &[Step]) -> Range<usize> {
        span(&self.source, &self.front_matter, path)
    }

    /// The claim of what stands at `path` in the front matter.
    fn claimant(&self, path: Vec<Step>) -> Claimant {
        Claimant::Line(Arc::clone(&self.source), self.front_matter.clone(), path)
    }
}

/// The site while it is put together.
pub(super) struct Assembly {
    pub(super) settings: Settings,
    pub(super) drafts: bool,
    /// Stands where an answer addressed a forum user by name.
    name_removed: String,
    home: Option<Page>,
    pages: Vec<(Page, Arc<Source>)>,
    topics: BTreeMap<String, (Topic, Option<Arc<Source>>)>,
    /// Sorted by path.
    pub(super) threads: Vec<LoadedThread>,
    experts: Vec<LoadedExpert>,
    redactions: Redactions,
    record: Record,
    withdrawn: Vec<(LoadedThread, Date)>,
}

impl Assembly {
    pub(super) fn new(settings: Settings, redactions: Redactions, record: Record, drafts: bool, name_removed: String) -> Self {
        Self {
            settings,
            drafts,
            name_removed,
            home: None,
            pages: Vec::new(),
            topics: BTreeMap::new(),
            threads: Vec::new(),
            experts: Vec::new(),
            redactions,
            record,
            withdrawn: Vec::new(),
        }
    }

    pub(super) fn add(&mut self, loaded: Loaded) {
        match loaded {
            Loaded::Home(page) => self.home = Some(page),
            Loaded::Page(page, source) => self.pages.push((page, source)),
            Loaded::Topic(topic, source) => {
                self.topics.insert(topic.slug.clone(), (topic, Some(source)));
            }
            Loaded::Expert(expert) => self.experts.push(*expert),
            Loaded::Thread(thread) => {
                self.topics.entry(thread.path.topic.clone()).or_insert_with(|| (Topic::without_index(&thread.path.topic), None));
                self.threads.push(*thread);
            }
        }
    }

    /// Checks what only the whole site can tell, and puts everything in its order. Of the threads that are among those `counted` before, where
    /// there are any, the words are not counted again.
    pub(super) fn finish(mut self, counted: Option<&mut KeptDocuments>, problems: &mut Vec<Diagnostic>) -> Site {
        self.threads.sort_by(|one, other| one.path.cmp(&other.path));
        if self.settings.mask_user_names {
            let names = UserNames::with(&self.settings.import);
            self.threads.par_iter_mut().for_each(|loaded| names.mask(&mut loaded.thread, &self.name_removed));
        }
        self.redact(problems);
        let mut addresses = self.claim_addresses(problems);
        for thread in &self.threads {
            self.check_thread(thread, &addresses, problems);
        }
        let withdrawn_paths: BTreeSet<&ThreadPath> = self.withdrawn.iter().map(|(thread, _)| &thread.path).collect();
        let merges = merging::resolve(&self.threads, &withdrawn_paths, self.drafts, problems);
        let (mut threads, moved) = self.published(&merges);
        let mut redirects = redirects(&threads, &self.threads);
        let (experts, former) = experts::assign(&mut threads, &self.experts, problems);
        self.claim_experts(&experts, &former, &mut addresses, problems);
        let related = || if self.settings.related { related(&threads, counted) } else { Vec::new() };
        let rest = || {
            let (tags, history) = (tags::collect(&threads), history::history(&threads));
            let topics = order_topics(std::mem::take(&mut self.topics).into_values().map(|(topic, _)| topic), &threads);
            for list in pagination::lists(&threads, &topics, &tags, &experts, history.len()) {
                for number in list.numbers {
                    addresses.claim(list.first.numbered(number), Claimant::Generated(list.what), problems);
                }
            }
            let orphans = self.record.orphans(&addresses, &threads);
            let lost_answers: Vec<_> = threads.iter().map(|thread| self.record.lost_answers(thread)).collect();
            (tags, history, topics, orphans, lost_answers)
        };
        // Each takes about as long as the other, and neither needs the other.
        let ((tags, history, topics, (old_redirects, gone), lost_answers), related) = rayon::join(rest, related);
        redirects.extend(former.into_iter().chain(old_redirects));
        for (thread, lost_answers) in threads.iter_mut().zip(lost_answers) {
            thread.lost_answers = lost_answers;
        }
        for (thread, found) in threads.iter_mut().zip(related) {
            thread.related = found;
        }
        let home = self.home.unwrap_or_else(|| Page { slug: "_index".to_owned(), title: self.settings.title.clone(), ..Page::default() });
        Site {
            topics,
            pages: self.pages.into_iter().map(|(page, _)| page).collect(),
            settings: self.settings,
            home,
            threads,
            experts,
            history,
            tags,
            redirects,
            withdrawn: self.withdrawn.iter().map(|(thread, on)| withdrawn(thread, *on)).collect(),
            gone,
            published: self.record,
            redactions: self.redactions,
            addresses: addresses.without_claimants(),
            moved,
        }
    }

    /// Claims the pages of the experts, and the addresses that theirs once had.
    fn claim_experts(&self, experts: &[Expert], former: &[Redirect], addresses: &mut Addresses, problems: &mut Vec<Diagnostic>) {
        for expert in experts {
            let file = self.experts.iter().find(|loaded| loaded.file.slug == expert.slug && expert.file.is_some());
            let page = Claimant::Generated("an expert's page");
            let claimant = file.map_or(page, |loaded| Claimant::Content(Arc::clone(&loaded.source)));
            addresses.claim(Address::expert(&expert.slug), claimant, problems);
        }
        for redirect in former {
            addresses.claim(redirect.from.clone(), Claimant::Generated("the former page of an expert"), problems);
        }
    }

    /// Takes out what must not be published; a thread that is withdrawn keeps nothing but its address.
    fn redact(&mut self, problems: &mut Vec<Diagnostic>) {
        let redactions = &mut self.redactions;
        if redactions.is_empty() {
            return;
        }
        for mut thread in std::mem::take(&mut self.threads) {
            match redactions.apply(&thread.path, &mut thread.thread) {
                Redacted::Without(answers) => {
                    thread.withdrawn = answers;
                    self.threads.push(thread);
                }
                Redacted::Withdrawn(on) => self.withdrawn.push((thread, on)),
            }
        }
        for page in self.home.iter_mut().chain(self.pages.iter_mut().map(|(page, _)| page)) {
            redactions.apply_to_text(&mut page.title);
            page.description.iter_mut().for_each(|text| redactions.apply_to_text(text));
            redactions.apply_to_markdown(&mut page.body);
        }
        for (topic, _) in self.topics.values_mut() {
            redactions.apply_to_text(&mut topic.title);
            topic.description.iter_mut().for_each(|text| redactions.apply_to_text(text));
            redactions.apply_to_markdown(&mut topic.introduction);
        }
        for ExpertFile { name, place, also, credentials, specialty, link, words, .. } in
            self.experts.iter_mut().map(|loaded| &mut loaded.file)
        {
            for text in [name].into_iter().chain(place).chain(also).chain(credentials).chain(specialty).chain(link) {
                redactions.apply_to_text(text);
            }
            redactions.apply_to_markdown(words);
        }
        let Settings { title, description, notice, disclaimer, .. } = &mut self.settings;
        for text in [title].into_iter().chain(description).chain(notice).chain(disclaimer) {
            redactions.apply_to_text(text);
        }
        problems.extend(redactions.idle());
    }

    /// The threads that get pages, and where those are that were merged into others. The former are taken out of what was loaded.
    fn published(&mut self, merges: &BTreeMap<usize, usize>) -> (Vec<SiteThread>, BTreeMap<ThreadPath, usize>) {
        let site_disclaimer = self.settings.disclaimer.as_deref();
        let mut merged_into: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (merged, target) in merges {
            merged_into.entry(*target).or_default().push(*merged);
        }
        let (mut threads, mut moved) = (Vec::with_capacity(self.threads.len()), BTreeMap::new());
        for index in 0..self.threads.len() {
            if merges.contains_key(&index) || (self.threads[index].thread.editorial.draft && !self.drafts) {
                continue;
            }
            let mut thread = site_thread(&mut self.threads[index], site_disclaimer);
            for merged in merged_into.get(&index).into_iter().flatten().map(|merged| &self.threads[*merged]) {
                moved.insert(merged.path.clone(), threads.len());
                thread.merge(merged, site_disclaimer);
            }
            threads.push(thread);
        }
        (threads, moved)
    }

    /// Gives every address to its source; a second claim is a problem.
    fn claim_addresses(&self, problems: &mut Vec<Diagnostic>) -> Addresses {
        let mut addresses = Addresses::default();
        let generated = [
            (Address::home(), "the home page"),
            (Address::a_to_z(), "the A–Z of questions"),
            (Address::experts(), "the list of experts"),
            (Address::about_this_copy(), "the page about where everything comes from"),
            (Address::changes(), "the list of changes"),
            (Address::page("404"), "the page for wrong addresses"),
        ];
        let search = self.settings.search.then(|| (Address::search(), "the search page"));
        for (address, what) in generated.into_iter().chain(search) {
            addresses.claim(address, Claimant::Generated(what), problems);
        }
        for (slug, (_, source)) in &self.topics {
            // They are sorted by topic.
            let at = self.threads.partition_point(|thread| thread.path.topic < *slug);
            let first = self.threads.get(at).filter(|thread| thread.path.topic == *slug).map(|thread| &thread.source);
            if let Some(source) = source.as_ref().or(first) {
                addresses.claim(Address::topic(slug), Claimant::Content(Arc::clone(source)), problems);
            }
        }
        for thread in self.threads.iter().chain(self.withdrawn.iter().map(|(thread, _)| thread)) {
            addresses.claim(Address::thread(&thread.path), thread.claimant(vec![Step::Key("title".to_owned())]), problems);
        }
        for (page, source) in &self.pages {
            addresses.claim(Address::page(&page.slug), Claimant::Content(Arc::clone(source)), problems);
        }
        for thread in &self.threads {
            for (index, alias) in thread.thread.editorial.aliases.iter().enumerate() {
                let steps = vec![Step::Key("aliases".to_owned()), Step::Index(index)];
                match Address::parse(alias) {
                    Some(address) => addresses.claim(address, thread.claimant(steps), problems),
                    None => problems.push(
                        Diagnostic::new(Code::InvalidAlias, format!("`{alias}` is not an address of this site"))
                            .at(&thread.source, thread.at(&steps), "cannot be published")
                            .help("write an old page's path from the site's root, such as `/numbness/old-name.html`"),
                    ),
                }
            }
        }
        addresses
    }
}

fn withdrawn(thread: &LoadedThread, on: Date) -> Withdrawn {
    let answers = thread.thread.answers.iter().map(|answer| answer.id.clone()).collect();
    Withdrawn { path: thread.path.clone(), on, answers }
}

/// Where the old addresses lead: aliases, and the pages of threads that were merged into others.
fn redirects(threads: &[SiteThread], loaded: &[LoadedThread]) -> Vec<Redirect> {
    let aliases = |thread: &Thread| thread.editorial.aliases.iter().filter_map(|alias| Address::parse(alias)).collect::<Vec<_>>();
    let of_merged = |path: &ThreadPath| {
        let found = loaded.binary_search_by(|other| other.path.cmp(path)).ok();
        found.map(|found| aliases(&loaded[found].thread)).unwrap_or_default()
    };
    let mut redirects = Vec::new();
    for (index, thread) in threads.iter().enumerate() {
        let to = Address::thread(&thread.path);
        redirects.extend(aliases(&thread.thread).into_iter().map(|from| Redirect { from, to: to.clone(), merged: None }));
        for (number, merged) in thread.merged.iter().enumerate() {
            let old = std::iter::once(Address::thread(&merged.path)).chain(of_merged(&merged.path));
            redirects.extend(old.map(|from| Redirect { from, to: to.clone(), merged: Some((index, number)) }));
        }
    }
    redirects
}

/// A loaded thread as the site has it; taken, not copied, since most of a site are texts.
fn site_thread(loaded: &mut LoadedThread, site_disclaimer: Option<&str>) -> SiteThread {
    let thread = std::mem::take(&mut loaded.thread);
    SiteThread {
        path: loaded.path.clone(),
        file: Utf8Path::new(CONTENT).join(loaded.path.file()),
        withdrawn: std::mem::take(&mut loaded.withdrawn),
        lost_answers: Vec::new(),
        experts: Vec::new(),
        disclaimer: disclaimer(&thread, site_disclaimer),
        thread,
        merged: Vec::new(),
        related: Vec::new(),
        digests: vec![loaded.digest],
    }
}

/// The words under which a thread's answers stand.
pub(super) fn disclaimer(thread: &Thread, site_disclaimer: Option<&str>) -> Option<Disclaimer> {
    let own = thread.disclaimer.clone().map(|text| Disclaimer { text, from_site: false });
    let disclaimer = own.or_else(|| site_disclaimer.map(|text| Disclaimer { text: text.to_owned(), from_site: true }));
    disclaimer.filter(|_| !thread.answers.is_empty() || thread.disclaimer.is_some())
}

/// Topics by their number, then their title; each with its threads by title.
fn order_topics(topics: impl Iterator<Item = Topic>, threads: &[SiteThread]) -> Vec<TopicThreads> {
    let mut ordered: Vec<TopicThreads> = topics
        .map(|topic| {
            // They are sorted by topic.
            let first = threads.partition_point(|thread| thread.path.topic < topic.slug);
            let mut indices: Vec<usize> = (first..threads.len()).take_while(|index| threads[*index].path.topic == topic.slug).collect();
            indices.sort_by_cached_key(|index| (threads[*index].display_title().to_lowercase(), *index));
            TopicThreads { topic, threads: indices }
        })
        .collect();
    ordered.sort_by_key(|entry| (entry.topic.order.unwrap_or(u32::MAX), entry.topic.title.to_lowercase(), entry.topic.slug.clone()));
    ordered
}
