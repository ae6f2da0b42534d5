//! `content/` → [`Site`]: every file read in parallel, every mistake reported in one run.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Source, did_you_mean};
use crate::document::{Document, Step, place, split};
use crate::settings::{self, Settings};
use crate::thread::slug::{from_words, is_portable_name};
use crate::thread::{self, CONTENT, Markdown, Thread, ThreadPath, Topic, read_topic};

use super::addresses::{Addresses, Claimant};
use super::{Address, Disclaimer, Page, Redirect, Site, SiteThread, TopicThreads, experts};

/// No thread that people edit is larger; a device file or a bomb is.
const LARGEST_FILE: u64 = 8 * 1024 * 1024;

/// What to take from `content/`.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Take drafts as well.
    pub drafts: bool,
    /// Overrides the settings' base URL; ends in `/`.
    pub base_url: Option<String>,
}

/// Why there is no site to speak of.
#[derive(Debug, thiserror::Error)]
pub enum LoadError {
    /// The root has no `content/`.
    #[error("there is no folder `{0}`; go to the site's folder, or name it with `--root`")]
    NoContent(Utf8PathBuf),
    /// A folder could not be listed.
    #[error("could not list the files below `{folder}`: {error}")]
    Unlisted {
        /// The folder.
        folder: Utf8PathBuf,
        /// The system's reason.
        error: walkdir::Error,
    },
}

/// Reads the site at `root`. Problems are added to `problems`; with an error among them the site is
/// good for further checks, not for publishing.
///
/// # Errors
/// When there is no `content/` or it cannot be listed.
pub fn load(root: &Utf8Path, options: &LoadOptions, problems: &mut Vec<Diagnostic>) -> Result<Site, LoadError> {
    let files = list(root, problems)?;
    let mut settings = read_settings(root, problems);
    if options.base_url.is_some() {
        settings.base_url.clone_from(&options.base_url);
    }
    let read: Vec<(Option<Loaded>, Vec<Diagnostic>)> = files.into_par_iter().map(|file| read_file(root, file)).collect();
    let mut assembly = Assembly::new(settings, options.drafts);
    for (loaded, found) in read {
        problems.extend(found);
        if let Some(loaded) = loaded {
            assembly.add(loaded);
        }
    }
    Ok(assembly.finish(problems))
}

/// A file of content by its part in the site, with its path relative to the root.
enum File {
    Home(Utf8PathBuf),
    Page(Utf8PathBuf, String),
    Topic(Utf8PathBuf, String),
    Thread(Utf8PathBuf, ThreadPath),
}

/// A file's content.
enum Loaded {
    Home(Page),
    Page(Page, Arc<Source>),
    Topic(Topic, Arc<Source>),
    Thread(Box<LoadedThread>),
}

struct LoadedThread {
    path: ThreadPath,
    source: Arc<Source>,
    front_matter: Range<usize>,
    thread: Thread,
}

impl LoadedThread {
    /// Where the value at `path` in the front matter stands; the first line in doubt.
    fn at(&self, path: &[Step]) -> Range<usize> {
        let found = place(&self.source.text()[self.front_matter.clone()], path);
        found.map_or(0..3, |place| place.value.start + self.front_matter.start..place.value.end + self.front_matter.start)
    }
}

/// The content files below `root`, in a total order.
fn list(root: &Utf8Path, problems: &mut Vec<Diagnostic>) -> Result<Vec<File>, LoadError> {
    let content = root.join(CONTENT);
    if !content.is_dir() {
        return Err(LoadError::NoContent(content));
    }
    let mut files = Vec::new();
    let walk = walkdir::WalkDir::new(&content).min_depth(1).sort_by_file_name();
    let hidden = |entry: &walkdir::DirEntry| entry.file_name().as_encoded_bytes().starts_with(b".");
    for entry in walk.into_iter().filter_entry(|entry| !hidden(entry)) {
        let entry = entry.map_err(|error| LoadError::Unlisted { folder: content.clone(), error })?;
        let Some(path) = Utf8Path::from_path(entry.path()) else {
            let shown = Utf8PathBuf::from(entry.path().to_string_lossy().into_owned());
            problems.push(
                Diagnostic::new(Code::InvalidName, "this file's name is not valid Unicode")
                    .in_file(&shown)
                    .help("rename it with small letters, digits and `-`"),
            );
            continue;
        };
        if !entry.file_type().is_dir() {
            let relative = path.strip_prefix(root).unwrap_or(path);
            files.extend(classify(relative, entry.file_type(), problems));
        }
    }
    Ok(files)
}

/// A file's part in the site by its path; what has none is passed over with a word.
fn classify(path: &Utf8Path, kind: std::fs::FileType, problems: &mut Vec<Diagnostic>) -> Option<File> {
    let skip = |problems: &mut Vec<Diagnostic>, message: &str, help: &str| {
        problems.push(Diagnostic::new(Code::SkippedFile, message).in_file(path).help(help));
        None
    };
    if !kind.is_file() {
        return skip(problems, "this is not a regular file, so it was passed over", "replace links and devices with the files themselves");
    }
    if path.extension() != Some("md") {
        return skip(problems, "this is not a Markdown file, so it was passed over", "images and the like belong in `templates/assets/`");
    }
    let parts: Vec<&str> = path.components().skip(1).map(|part| part.as_str()).collect();
    let stem = path.file_stem().unwrap_or_default();
    let file = match parts.as_slice() {
        ["_index.md"] => return Some(File::Home(path.to_owned())),
        [_] => File::Page(path.to_owned(), stem.to_owned()),
        [topic, "_index.md"] => File::Topic(path.to_owned(), (*topic).to_owned()),
        [topic, _] => File::Thread(path.to_owned(), ThreadPath { topic: (*topic).to_owned(), slug: stem.to_owned() }),
        _ => return skip(problems, "folders inside a topic are not read", "move the file up into its topic's folder"),
    };
    for name in [parts[0].trim_end_matches(".md"), stem] {
        if !is_portable_name(name) && name != "_index" {
            let better = from_words(name, 100).unwrap_or_else(|| "a-name".to_owned());
            problems.push(
                Diagnostic::new(Code::InvalidName, format!("`{name}` cannot be part of an address"))
                    .in_file(path)
                    .note("addresses are made of small letters a to z, digits, `-` and `_`, so that they work on every host")
                    .help(format!("rename it, for example to `{better}`")),
            );
            return None;
        }
    }
    Some(file)
}

fn read_settings(root: &Utf8Path, problems: &mut Vec<Diagnostic>) -> Settings {
    let path = root.join(settings::FILE);
    if !path.exists() {
        return Settings::default();
    }
    read_source(root, Utf8Path::new(settings::FILE), problems).map_or_else(Settings::default, |source| settings::read(&source, problems))
}

/// Reads the text file at `path` below `root`; one that cannot be read, is too large or is not
/// UTF-8 is a problem that says where.
pub fn read_source(root: &Utf8Path, path: &Utf8Path, problems: &mut Vec<Diagnostic>) -> Option<Arc<Source>> {
    let unreadable = |message: String| Diagnostic::new(Code::UnreadableFile, message);
    let full = root.join(path);
    let bytes = match std::fs::metadata(&full)
        .and_then(|metadata| if metadata.len() > LARGEST_FILE { Ok(None) } else { std::fs::read(&full).map(Some) })
    {
        Ok(Some(bytes)) => bytes,
        Ok(None) => {
            problems
                .push(unreadable(format!("this file is larger than {} MiB", LARGEST_FILE / 1024 / 1024)).in_file(path).help("split it"));
            return None;
        }
        Err(error) => {
            problems.push(
                unreadable(format!("this file could not be read: {error}"))
                    .in_file(path)
                    .help("check that it exists and that you may read it"),
            );
            return None;
        }
    };
    match String::from_utf8(bytes) {
        Ok(text) => Some(Arc::new(Source::new(path, text))),
        Err(error) => {
            let valid = error.utf8_error().valid_up_to();
            let source = Arc::new(Source::new(path, String::from_utf8_lossy(error.as_bytes()).into_owned()));
            problems.push(
                unreadable("this file is not UTF-8 text".to_owned())
                    .at(&source, valid..valid + '\u{fffd}'.len_utf8(), "not a character")
                    .help("save it as UTF-8 in your editor"),
            );
            None
        }
    }
}

fn read_file(root: &Utf8Path, file: File) -> (Option<Loaded>, Vec<Diagnostic>) {
    let mut problems = Vec::new();
    let found = &mut problems;
    let loaded = match file {
        File::Home(path) => read_source(root, &path, found).and_then(|source| read_page("_index", &source, found)).map(Loaded::Home),
        File::Page(path, slug) => {
            read_source(root, &path, found).and_then(|source| Some(Loaded::Page(read_page(&slug, &source, found)?, source)))
        }
        File::Topic(path, slug) => {
            read_source(root, &path, found).and_then(|source| Some(Loaded::Topic(read_topic(&slug, &source, found)?, source)))
        }
        File::Thread(file, path) => read_source(root, &file, found).and_then(|source| {
            let thread = thread::read(&source, found)?;
            let front_matter = split(&source, &mut Vec::new())?.front_matter;
            Some(Loaded::Thread(Box::new(LoadedThread { path, source, front_matter, thread })))
        }),
    };
    (loaded, problems)
}

fn read_page(slug: &str, source: &Arc<Source>, problems: &mut Vec<Diagnostic>) -> Option<Page> {
    let parts = split(source, problems)?;
    let document = Document::parse(source, parts.front_matter, problems)?;
    let mut fields = document.fields(problems);
    let title = fields.text("title");
    if title.is_none() {
        fields.missing("title", "every page needs a title, such as `title: About this site`");
    }
    let page = Page {
        slug: slug.to_owned(),
        file: Some(source.path().to_owned()),
        title: title.unwrap_or_default(),
        description: fields.text("description"),
        body: Markdown { text: source.text()[parts.body.clone()].trim().to_owned(), offset: parts.body.start },
    };
    fields.finish();
    Some(page)
}

/// The site while it is put together.
struct Assembly {
    settings: Settings,
    drafts: bool,
    home: Option<Page>,
    pages: Vec<(Page, Arc<Source>)>,
    topics: BTreeMap<String, (Topic, Option<Arc<Source>>)>,
    threads: Vec<LoadedThread>,
}

impl Assembly {
    fn new(settings: Settings, drafts: bool) -> Self {
        Self { settings, drafts, home: None, pages: Vec::new(), topics: BTreeMap::new(), threads: Vec::new() }
    }

    fn add(&mut self, loaded: Loaded) {
        match loaded {
            Loaded::Home(page) => self.home = Some(page),
            Loaded::Page(page, source) => self.pages.push((page, source)),
            Loaded::Topic(topic, source) => {
                self.topics.insert(topic.slug.clone(), (topic, Some(source)));
            }
            Loaded::Thread(thread) => {
                self.topics.entry(thread.path.topic.clone()).or_insert_with(|| (Topic::without_index(&thread.path.topic), None));
                self.threads.push(*thread);
            }
        }
    }

    /// Checks what only the whole site can tell, and puts everything in its order.
    fn finish(mut self, problems: &mut Vec<Diagnostic>) -> Site {
        self.threads.sort_by(|one, other| one.path.cmp(&other.path));
        let mut addresses = self.claim_addresses(problems);
        for thread in &self.threads {
            self.check_thread(thread, &addresses, problems);
        }
        let drafts = self.drafts;
        let published = self.threads.iter().filter(|thread| drafts || !thread.thread.editorial.draft);
        let redirects = published.clone().flat_map(redirects).collect();
        let site_disclaimer = self.settings.disclaimer.clone();
        let mut threads: Vec<SiteThread> = published.map(|thread| site_thread(thread, site_disclaimer.as_deref())).collect();
        let experts = experts::assign(&mut threads);
        for expert in &experts {
            addresses.claim(Address::expert(&expert.slug), Claimant::Generated("an expert's page"), problems);
        }
        let home = self.home.unwrap_or_else(|| Page { slug: "_index".to_owned(), title: self.settings.title.clone(), ..Page::default() });
        Site {
            topics: order_topics(self.topics.into_values().map(|(topic, _)| topic), &threads),
            pages: self.pages.into_iter().map(|(page, _)| page).collect(),
            settings: self.settings,
            home,
            threads,
            experts,
            redirects,
            addresses,
        }
    }

    /// Gives every address to its source; a second claim is a problem.
    fn claim_addresses(&self, problems: &mut Vec<Diagnostic>) -> Addresses {
        let mut addresses = Addresses::default();
        let generated = [
            (Address::home(), "the home page"),
            (Address::a_to_z(), "the A–Z of questions"),
            (Address::experts(), "the list of experts"),
            (Address::page("404"), "the page for wrong addresses"),
        ];
        for (address, what) in generated {
            addresses.claim(address, Claimant::Generated(what), problems);
        }
        for (slug, (_, source)) in &self.topics {
            let first = self.threads.iter().find(|thread| thread.path.topic == *slug).map(|thread| &thread.source);
            if let Some(source) = source.as_ref().or(first) {
                addresses.claim(Address::topic(slug), Claimant::Content(Arc::clone(source), 0..0), problems);
            }
        }
        for thread in &self.threads {
            let title = thread.at(&[Step::Key("title".to_owned())]);
            addresses.claim(Address::thread(&thread.path), Claimant::Content(Arc::clone(&thread.source), title), problems);
        }
        for (page, source) in &self.pages {
            addresses.claim(Address::page(&page.slug), Claimant::Content(Arc::clone(source), 0..0), problems);
        }
        for thread in &self.threads {
            for (index, alias) in thread.thread.editorial.aliases.iter().enumerate() {
                let span = thread.at(&[Step::Key("aliases".to_owned()), Step::Index(index)]);
                match Address::parse(alias) {
                    Some(address) => addresses.claim(address, Claimant::Content(Arc::clone(&thread.source), span), problems),
                    None => problems.push(
                        Diagnostic::new(Code::InvalidAlias, format!("`{alias}` is not an address of this site"))
                            .at(&thread.source, span, "cannot be published")
                            .help("write an old page's path from the site's root, such as `/numbness/old-name.html`"),
                    ),
                }
            }
        }
        addresses
    }

    fn check_thread(&self, loaded: &LoadedThread, addresses: &Addresses, problems: &mut Vec<Diagnostic>) {
        let thread = &loaded.thread;
        if thread.title.is_none() {
            problems.push(
                Diagnostic::new(Code::MissingTitle, "this thread has no title")
                    .at(&loaded.source, 0..3, "no `title:` in the front matter")
                    .note("its page shows the first words of the text instead")
                    .help("add `title:` with the question in one line"),
            );
        }
        if !thread.answers.is_empty() && thread.disclaimer.is_none() && self.settings.disclaimer.is_none() {
            let first = loaded.at(&[Step::Key("answers".to_owned()), Step::Index(0)]);
            problems.push(
                Diagnostic::new(Code::MissingDisclaimer, "this thread has answers but no disclaimer")
                    .at(&loaded.source, first, "would be published without one")
                    .help(
                        "add `disclaimer: |` with the source's words below it, or set `disclaimer:` for the whole site in `sitegen.yaml`",
                    ),
            );
        }
        for answer in thread.answers.iter().filter(|answer| answer.body.text.is_empty()) {
            let at = answer.body.offset.min(loaded.source.text().len());
            problems.push(
                Diagnostic::new(Code::EmptyAnswer, format!("answer `{}` has a heading but no words", answer.id))
                    .at(&loaded.source, at..at, "nothing follows")
                    .help("put the expert's words below the heading, or remove the answer"),
            );
        }
        for (index, reference) in thread.editorial.see_also.iter().enumerate() {
            self.check_reference(loaded, index, reference, addresses, problems);
        }
    }

    fn check_reference(&self, loaded: &LoadedThread, index: usize, reference: &str, addresses: &Addresses, problems: &mut Vec<Diagnostic>) {
        let target = thread_path(reference);
        if target.as_ref().is_some_and(|path| addresses.contains(&Address::thread(path))) {
            return;
        }
        let span = loaded.at(&[Step::Key("see_also".to_owned()), Step::Index(index)]);
        let paths: Vec<String> = self.threads.iter().map(|thread| thread.path.to_string()).collect();
        let help = match did_you_mean(reference, paths.iter().map(String::as_str)) {
            Some(close) => format!("did you mean `{close}`?"),
            None => "write folder and file name without `.md`, such as `numbness/will-it-fade`".to_owned(),
        };
        problems.push(
            Diagnostic::new(Code::UnknownThread, format!("there is no thread `{reference}`"))
                .at(&loaded.source, span, "leads nowhere")
                .help(help),
        );
    }
}

/// A reference such as `topic/slug` as a path.
pub(crate) fn thread_path(reference: &str) -> Option<ThreadPath> {
    let (topic, slug) = reference.trim_start_matches('/').trim_end_matches(".md").split_once('/')?;
    Some(ThreadPath { topic: topic.to_owned(), slug: slug.to_owned() })
}

fn redirects(thread: &LoadedThread) -> Vec<Redirect> {
    let aliases = thread.thread.editorial.aliases.iter().filter_map(|alias| Address::parse(alias));
    aliases.map(|from| Redirect { from, to: Address::thread(&thread.path) }).collect()
}

fn site_thread(loaded: &LoadedThread, site_disclaimer: Option<&str>) -> SiteThread {
    let own = loaded.thread.disclaimer.clone().map(|text| Disclaimer { text, from_site: false });
    let disclaimer = own.or_else(|| site_disclaimer.map(|text| Disclaimer { text: text.to_owned(), from_site: true }));
    SiteThread {
        path: loaded.path.clone(),
        file: loaded.source.path().to_owned(),
        experts: vec![None; loaded.thread.answers.len()],
        disclaimer: disclaimer.filter(|_| !loaded.thread.answers.is_empty() || loaded.thread.disclaimer.is_some()),
        thread: loaded.thread.clone(),
    }
}

/// Topics by their number, then their title; each with its threads by title.
fn order_topics(topics: impl Iterator<Item = Topic>, threads: &[SiteThread]) -> Vec<TopicThreads> {
    let mut ordered: Vec<TopicThreads> = topics
        .map(|topic| {
            let mut indices: Vec<usize> = (0..threads.len()).filter(|index| threads[*index].path.topic == topic.slug).collect();
            indices.sort_by_cached_key(|index| (threads[*index].display_title().to_lowercase(), *index));
            TopicThreads { topic, threads: indices }
        })
        .collect();
    ordered.sort_by_key(|entry| (entry.topic.order.unwrap_or(u32::MAX), entry.topic.title.to_lowercase(), entry.topic.slug.clone()));
    ordered
}
