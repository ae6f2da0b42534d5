//! `content/` → [`Site`]: every file read in parallel, every mistake reported in one run.

use std::sync::Arc;

use camino::Utf8Path;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::diagnostic::{Code, Diagnostic, Source, has_errors};
use crate::digest::sha256_bytes;
use crate::document::{Document, read_source, split};
use crate::kept::Kept;
use crate::redaction::Redactions;
use crate::settings::Settings;
use crate::similarity::KeptDocuments;
use crate::thread::{self, CONTENT, Markdown, ThreadPath, read_expert, read_topic};

use super::assembly::{Assembly, Loaded, LoadedThread};
use super::experts::LoadedExpert;
use super::list::{File, LoadError, list};
use super::{Page, Record, Site};

/// What to take from `content/`.
#[derive(Debug, Clone, Default)]
pub struct LoadOptions {
    /// Take drafts as well.
    pub drafts: bool,
    /// Overrides the settings' base URL; ends in `/`.
    pub base_url: Option<String>,
}

/// Words of the interface that stand among those of the content.
#[derive(Debug, Clone, Default)]
pub struct Substitutes {
    /// Stands where something was taken out.
    pub removed: String,
    /// Stands where an answer addressed a forum user by name.
    pub name_removed: String,
    /// The name of a site whose settings give none.
    pub title: String,
}

/// What was found out about content that is read again and again.
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct KeptContent {
    /// Threads without mistakes, by the SHA-256 of their files' texts, as [`thread::keep`] has them.
    threads: Kept,
    /// The words by which threads are related.
    counted: KeptDocuments,
}

impl KeptContent {
    /// Is anything other than what was loaded?
    #[must_use]
    pub fn has_changed(&self) -> bool {
        self.threads.has_changed() || self.counted.has_changed()
    }
}

/// Reads the site at `root`, which has these settings. Problems are added to `problems`; with an error among them the site is
/// good for further checks, not for publishing. What is among the `kept`, where there is any, is not found out
/// again; then what was found out is kept.
///
/// # Errors
/// When there is no `content/` or it cannot be listed.
pub fn load(
    root: &Utf8Path,
    mut settings: Settings,
    substitutes: &Substitutes,
    options: &LoadOptions,
    mut kept: Option<&mut KeptContent>,
    problems: &mut Vec<Diagnostic>,
) -> Result<Site, LoadError> {
    let files = list(root, problems)?;
    if options.base_url.is_some() {
        settings.base_url.clone_from(&options.base_url);
    }
    if settings.title.trim().is_empty() {
        settings.title.clone_from(&substitutes.title);
    }
    let threads = kept.as_deref().map(|kept| &kept.threads);
    let read: Vec<(Option<Loaded>, Vec<Diagnostic>)> = files.into_par_iter().map(|file| read_file(root, file, threads)).collect();
    let redactions = Redactions::load(root, &substitutes.removed, problems);
    let mut assembly = Assembly::new(settings, redactions, Record::load(root, problems), options.drafts, substitutes.name_removed.clone());
    for (loaded, found) in read {
        problems.extend(found);
        if let Some(loaded) = loaded {
            assembly.add(loaded);
        }
    }
    if let Some(kept) = &mut kept {
        kept.threads.keep_only(assembly.threads.iter_mut().map(|thread| (thread.digest, thread.kept.take())));
    }
    Ok(assembly.finish(kept.map(|kept| &mut kept.counted), problems))
}

fn read_file(root: &Utf8Path, file: File, kept: Option<&Kept>) -> (Option<Loaded>, Vec<Diagnostic>) {
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
        File::Expert(path, slug) => read_source(root, &path, found).and_then(|source| {
            let file = read_expert(&slug, &source, found)?;
            let front_matter = split(&source, &mut Vec::new())?.front_matter;
            Some(Loaded::Expert(Box::new(LoadedExpert { file, source, front_matter })))
        }),
        File::Thread(file, path) => read_source(root, &file, found)
            .and_then(|source| read_thread(path, source, kept, found))
            .map(|thread| Loaded::Thread(Box::new(thread))),
    };
    (loaded, problems)
}

fn read_thread(path: ThreadPath, source: Arc<Source>, kept: Option<&Kept>, problems: &mut Vec<Diagnostic>) -> Option<LoadedThread> {
    let digest = sha256_bytes(source.text());
    let known = kept.and_then(|kept| thread::from_kept(kept.get(&digest)?, &source));
    let (thread, front_matter, kept) = match known {
        Some((thread, front_matter)) => (thread, front_matter, None),
        None => {
            let mut thread = thread::read(&source, problems)?;
            let front_matter = split(&source, &mut Vec::new())?.front_matter;
            // What there is to say about it has to be said again.
            let kept = (kept.is_some() && problems.is_empty()).then(|| thread::keep(&mut thread, &front_matter, source.text())).flatten();
            (thread, front_matter, kept)
        }
    };
    let sound = !has_errors(problems);
    Some(LoadedThread { path, source, front_matter, thread, sound, withdrawn: Vec::new(), digest, kept })
}

fn read_page(slug: &str, source: &Arc<Source>, problems: &mut Vec<Diagnostic>) -> Option<Page> {
    let parts = split(source, problems)?;
    let document = Document::parse(source, parts.front_matter, problems)?;
    let mut fields = document.fields(problems);
    let title = fields.text("title");
    if title.is_none() {
        fields.missing("title", "every page needs a title, such as `title: About this site`");
    }
    if fields.has("answers") {
        problems.push(
            Diagnostic::new(Code::MisplacedThread, "this is a thread, but it lies where pages do")
                .in_file(source.path())
                .help("move it into a topic's folder, such as `content/numbness/`"),
        );
        return None;
    }
    let page = Page {
        slug: slug.to_owned(),
        file: Some(Utf8Path::new(CONTENT).join(format!("{slug}.md"))),
        title: title.unwrap_or_default(),
        description: fields.text("description"),
        body: Markdown::at(source, parts.body),
    };
    fields.finish();
    Some(page)
}
