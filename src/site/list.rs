//! The files below `content/`, each by its part in the site.

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::{Code, Diagnostic};
use crate::thread::slug::{from_words, is_portable_name};
use crate::thread::{CONTENT, EXPERTS, ThreadPath};

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

/// A file of content by its part in the site, with its path relative to the root.
pub(super) enum File {
    Home(Utf8PathBuf),
    Page(Utf8PathBuf, String),
    Topic(Utf8PathBuf, String),
    Thread(Utf8PathBuf, ThreadPath),
    Expert(Utf8PathBuf, String),
}

/// The content files below `root`, in a total order.
pub(super) fn list(root: &Utf8Path, problems: &mut Vec<Diagnostic>) -> Result<Vec<File>, LoadError> {
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
        let markdown = path.extension().is_some_and(|extension| matches!(extension.to_lowercase().as_str(), "md" | "markdown" | "txt"));
        let help = if markdown { "rename it so that it ends in `.md`" } else { "images and the like belong in `templates/assets/`" };
        return skip(problems, "this is not a Markdown file, so it was passed over", help);
    }
    let parts: Vec<&str> = path.components().skip(1).map(|part| part.as_str()).collect();
    let stem = path.file_stem().unwrap_or_default();
    let file = match parts.as_slice() {
        ["_index.md"] => return Some(File::Home(path.to_owned())),
        [_] => File::Page(path.to_owned(), stem.to_owned()),
        [EXPERTS, _] => File::Expert(path.to_owned(), stem.to_owned()),
        [topic, "_index.md"] => File::Topic(path.to_owned(), (*topic).to_owned()),
        [topic, _] => File::Thread(path.to_owned(), ThreadPath { topic: (*topic).to_owned(), slug: stem.to_owned() }),
        _ => return skip(problems, "folders inside a topic are not read", "move the file up into its topic's folder"),
    };
    if stem == "index" {
        problems.push(
            Diagnostic::new(Code::InvalidName, "a page called `index` would take the place of its folder's own page")
                .in_file(path)
                .help("the words of a folder's page stand in `_index.md`; give any other page another name"),
        );
        return None;
    }
    for name in [parts[0].trim_end_matches(".md"), stem] {
        if !is_portable_name(name) && name != "_index" && name != EXPERTS {
            let better = match from_words(name, 100) {
                Some(better) if better == "index" => "_index".to_owned(),
                better => better.unwrap_or_else(|| "a-name".to_owned()),
            };
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
