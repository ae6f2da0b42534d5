//! The templates and assets of a site: the embedded defaults, each replaced by the site's own file of
//! the same name, and whatever else the site adds.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::{Code, Diagnostic, Source, did_you_mean};
use crate::document::read_source;

use super::words;

/// The folder of templates below the site's root.
pub(super) const FOLDER: &str = "templates";

/// The folder of assets below [`FOLDER`].
const ASSETS: &str = "assets";

macro_rules! templates {
    ($($name:literal),+ $(,)?) => { &[$(($name, include_str!(concat!("../../templates/", $name)))),+] };
}

/// The embedded templates by name.
const DEFAULT_TEMPLATES: &[(&str, &str)] = templates![
    "404.html",
    "a-z.html",
    "about-this-copy.html",
    "about-thread.html",
    "also-asked.html",
    "answer-list.html",
    "answer-name.html",
    "answer.html",
    "appearance.html",
    "assets.html",
    "breadcrumb.html",
    "byline.html",
    "changes.html",
    "comparison-chart.html",
    "comparison-table.html",
    "comparisons.html",
    "disclaimer.html",
    "emergency.html",
    "expert.html",
    "experts.html",
    "facts.html",
    "footer.html",
    "gone.html",
    "head.html",
    "header.html",
    "home.html",
    "layout.html",
    "neighbours.html",
    "note.html",
    "pagination.html",
    "plain.html",
    "question-list.html",
    "ratings.html",
    "redirect.html",
    "related.html",
    "search-field.html",
    "search.html",
    "short-answer.html",
    "source.html",
    "tag.html",
    "tags.html",
    "thread.html",
    "topic-list.html",
    "topic.html",
];

/// The stylesheet of highlighted code, published only when a page needs it.
pub(super) const CODE_STYLESHEET: &str = "syntax.css";

/// The stylesheet of every page.
pub(super) const STYLESHEET: &str = "site.css";

/// The script that leads from an old address to the very answer, published only when a page has moved.
pub(super) const REDIRECT_SCRIPT: &str = "redirect.js";

/// The assets for searching, published only where a site can be searched.
pub(super) const SEARCH: [&str; 4] = ["search-field.js", "search-index.js", "search-page.js", "search.css"];

/// The icon of every page.
pub(super) const ICON: &str = "icon.svg";

/// The script of every page.
pub(super) const SCRIPT: &str = "site.js";

/// The embedded assets by name.
const DEFAULT_ASSETS: &[(&str, &[u8])] = &[
    (STYLESHEET, include_bytes!("../../templates/assets/site.css")),
    (REDIRECT_SCRIPT, include_bytes!("../../templates/assets/redirect.js")),
    ("search-field.js", include_bytes!("../../templates/assets/search-field.js")),
    ("search-index.js", include_bytes!("../../templates/assets/search-index.js")),
    ("search-page.js", include_bytes!("../../templates/assets/search-page.js")),
    ("search.css", include_bytes!("../../templates/assets/search.css")),
    (ICON, include_bytes!("../../templates/assets/icon.svg")),
    (SCRIPT, include_bytes!("../../templates/assets/site.js")),
    (CODE_STYLESHEET, include_bytes!("../../templates/assets/syntax.css")),
];

/// Is this the name of an asset that comes with sitegen, whose pages refer to it themselves?
pub(super) fn is_default_asset(name: &str) -> bool {
    DEFAULT_ASSETS.iter().any(|(known, _)| *known == name)
}

/// The file below `root` from which an asset comes, as paths of [`super::OutputFile::inputs`]; none for sitegen's own.
pub(super) fn asset_source(root: &Utf8Path, name: &str) -> Vec<String> {
    let path = format!("{FOLDER}/{ASSETS}/{name}");
    if root.join(&path).is_file() { vec![path] } else { Vec::new() }
}

/// What pages are made with.
pub(super) struct TemplateFiles {
    /// Templates by name; their paths are `templates/…`.
    pub(super) templates: BTreeMap<String, Arc<Source>>,
    /// Is one of the templates the site's own?
    pub(super) has_own_templates: bool,
    /// Assets by their path below `assets/`.
    pub(super) assets: BTreeMap<String, Cow<'static, [u8]>>,
    /// The site's own translations of the interface by their names below `words/`.
    pub(super) translations: BTreeMap<String, Arc<Source>>,
}

/// Gathers the embedded files and those of the site at `root`; what is wrong is added to `problems`.
pub(super) fn read(root: &Utf8Path, problems: &mut Vec<Diagnostic>) -> TemplateFiles {
    let embedded =
        |(name, text): &(&str, &str)| ((*name).to_owned(), Arc::new(Source::new(format!("{FOLDER}/{name}"), (*text).to_owned())));
    let mut files = TemplateFiles {
        templates: DEFAULT_TEMPLATES.iter().map(embedded).collect(),
        has_own_templates: false,
        assets: DEFAULT_ASSETS.iter().map(|(name, bytes)| ((*name).to_owned(), Cow::Borrowed(*bytes))).collect(),
        translations: BTreeMap::new(),
    };
    for path in list(root, problems) {
        files.add(root, &path, problems);
    }
    files
}

impl TemplateFiles {
    /// Adds the file at `path`, relative to `templates/`.
    fn add(&mut self, root: &Utf8Path, path: &Utf8Path, problems: &mut Vec<Diagnostic>) {
        let shown = Utf8Path::new(FOLDER).join(path);
        if let Ok(name) = path.strip_prefix(ASSETS) {
            match std::fs::read(root.join(&shown)) {
                Ok(bytes) => {
                    self.assets.insert(url_path(name), Cow::Owned(bytes));
                }
                Err(error) => problems.push(
                    Diagnostic::new(Code::UnreadableFile, format!("this file could not be read: {error}"))
                        .in_file(&shown)
                        .help("check that it exists and that you may read it"),
                ),
            }
            return;
        }
        if let Ok(name) = path.strip_prefix(words::FOLDER)
            && name.extension() == Some("yaml")
        {
            self.translations.extend(read_source(root, &shown, problems).map(|source| (url_path(name), source)));
            return;
        }
        let name = url_path(path);
        let known = DEFAULT_TEMPLATES.iter().any(|(known, _)| *known == name);
        if !known {
            let resembles = did_you_mean(&name, DEFAULT_TEMPLATES.iter().map(|(known, _)| *known));
            if let Some(close) = resembles {
                problems.push(
                    Diagnostic::new(Code::UnknownTemplate, format!("no page uses a template called `{name}`"))
                        .in_file(&shown)
                        .note("it is there for other templates to include")
                        .help(format!("did you mean `{close}`? A file of that name replaces sitegen's own")),
                );
            }
            if path.extension() != Some("html") {
                problems.push(
                    Diagnostic::new(Code::SkippedFile, "this is not a template, so it was passed over")
                        .in_file(&shown)
                        .help("templates end in `.html`; stylesheets, images and the like belong in `templates/assets/`"),
                );
                return;
            }
        }
        if let Some(source) = read_source(root, &shown, problems) {
            self.templates.insert(name, source);
            self.has_own_templates = true;
        }
    }
}

/// The regular files below `templates/`, relative to it, in a total order. Links are passed over: one
/// could publish a file from outside the site.
fn list(root: &Utf8Path, problems: &mut Vec<Diagnostic>) -> Vec<Utf8PathBuf> {
    let folder = root.join(FOLDER);
    let mut files = Vec::new();
    if !folder.is_dir() {
        return files;
    }
    let walk = walkdir::WalkDir::new(&folder).min_depth(1).sort_by_file_name().into_iter();
    for entry in walk.filter_entry(|entry| !entry.file_name().as_encoded_bytes().starts_with(b".")) {
        let skipped = match entry {
            Err(error) => Some((Diagnostic::new(Code::UnreadableFile, format!("could not be listed: {error}")), folder.clone())),
            Ok(entry) if entry.file_type().is_dir() => None,
            Ok(entry) => match Utf8Path::from_path(entry.path()).and_then(|path| path.strip_prefix(&folder).ok()) {
                Some(path) if entry.file_type().is_file() => {
                    files.push(path.to_owned());
                    None
                }
                Some(path) => {
                    Some((Diagnostic::new(Code::SkippedFile, "this is not a regular file, so it was passed over"), FOLDER.into()))
                        .map(|(diagnostic, folder): (Diagnostic, Utf8PathBuf)| (diagnostic, folder.join(path)))
                }
                None => {
                    let shown = Utf8PathBuf::from(entry.path().to_string_lossy().into_owned());
                    Some((Diagnostic::new(Code::InvalidName, "this file's name is not valid Unicode"), shown))
                }
            },
        };
        if let Some((diagnostic, path)) = skipped {
            problems.push(diagnostic.in_file(&path).help("put a regular file with a plain name in its place, or remove it"));
        }
    }
    files
}

/// A path with `/` between folders on every system.
fn url_path(path: &Utf8Path) -> String {
    path.components().map(|part| part.as_str()).collect::<Vec<_>>().join("/")
}
