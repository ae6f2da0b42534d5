//! `content/` → [`Site`]: every file read in parallel, every mistake reported in one run.

use std::sync::Arc;

use camino::Utf8Path;
use rayon::prelude::*;

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::document::{Document, split};
use crate::settings::{self, Settings};
use crate::thread::{self, CONTENT, Markdown, read_topic};

use super::assembly::{Assembly, Loaded, LoadedThread};
use super::list::{File, LoadError, list};
use super::{Page, Site};

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
        file: Some(Utf8Path::new(CONTENT).join(format!("{slug}.md"))),
        title: title.unwrap_or_default(),
        description: fields.text("description"),
        body: Markdown::at(source.text(), parts.body),
    };
    fields.finish();
    Some(page)
}
