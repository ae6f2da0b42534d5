//! Writing into `content/`: whole files or none, and never over another.

use std::collections::BTreeSet;
use std::io::{ErrorKind, Write as _};
use std::sync::{PoisonError, RwLock};

use camino::Utf8Path;

use crate::staging::Staging;
use crate::thread::{CONTENT, KEPT_SOURCES};

use super::error::ImportError;
use super::input::KeptAs;
use super::reimport::{Merged, kept_path};
use super::run::Imported;

/// What the name of a file begins with that is still being written.
const UNFINISHED: &str = ".importing-";

/// What an import has to write for one raw text.
pub(super) enum Write {
    /// A thread that was not there, as the text of its file.
    New { sha256: String, kept_as: KeptAs, text: String },
    /// A change to a thread's file.
    Merge { sha256: String, kept_as: KeptAs, merged: Box<Merged> },
}

/// Writes into the content of one site. Each file is written aside and then put in its place in one
/// step, so that an import that is killed leaves whole files only; what it left aside is removed by the
/// next. While one import writes, another waits.
pub(super) struct Writer<'a> {
    root: &'a Utf8Path,
    staging: Staging,
    /// Folders that are there and no links; as texts, since paths are compared name by name.
    folders: RwLock<BTreeSet<String>>,
}

impl<'a> Writer<'a> {
    /// A writer into the site at `root`.
    ///
    /// # Errors
    /// When its folders cannot be made.
    pub(super) fn new(root: &'a Utf8Path) -> Result<Self, ImportError> {
        let aside = root.join(CONTENT).join(KEPT_SOURCES);
        let staging = Staging::open(&aside, UNFINISHED).map_err(unwritten(&aside))?;
        Ok(Self { root, staging, folders: RwLock::default() })
    }

    /// Writes what one thread needs: its raw text first, so that no thread is without.
    pub(super) fn carry_out(&self, write: &Write, imported: &Imported) -> Result<(), ImportError> {
        let file = self.root.join(CONTENT).join(imported.path.file());
        match write {
            Write::New { sha256, kept_as, text } => {
                self.keep_source((sha256, *kept_as), imported.source.text(), &[])?;
                self.write_new(&file, text.as_bytes())
            }
            Write::Merge { sha256, kept_as, merged } => {
                self.keep_source((sha256, *kept_as), imported.source.text(), &merged.ids)?;
                self.replace(&file, merged.before.text(), &merged.after)
            }
        }
    }

    /// Keeps the raw text, once a text, with its answers' ids where they are not just `a1`, `a2` and so on.
    fn keep_source(&self, (sha256, kept_as): (&str, KeptAs), text: &str, ids: &[String]) -> Result<(), ImportError> {
        let in_order = ids.iter().enumerate().all(|(index, id)| *id == format!("a{}", index + 1));
        let ids: String = if in_order { String::new() } else { ids.iter().map(|id| format!("{id}\n")).collect() };
        for (extension, text) in [(kept_as.extension(), text), ("ids", ids.as_str())]
            .into_iter()
            .filter(|(extension, text)| *extension != "ids" || !text.is_empty())
        {
            if let Some(path) = kept_path(self.root, sha256, extension) {
                match self.write_new(&path, text.as_bytes()) {
                    // It goes by its hash, so what is there is the same.
                    Err(ImportError::Unwritten { error, .. }) if error.kind() == ErrorKind::AlreadyExists => {}
                    written => written?,
                }
            }
        }
        Ok(())
    }

    /// Writes a file that is not there yet: whole or not at all, and never over another.
    fn write_new(&self, path: &Utf8Path, bytes: &[u8]) -> Result<(), ImportError> {
        let write = || -> std::io::Result<()> {
            self.prepare_folder(path.parent().unwrap_or(Utf8Path::new(".")))?;
            let mut file = self.staging.file()?;
            file.write_all(bytes)?;
            file.persist_noclobber(path)?;
            Ok(())
        };
        write().map_err(unwritten(path))
    }

    /// Makes a folder where it is missing. Done once a folder and import.
    fn prepare_folder(&self, folder: &Utf8Path) -> std::io::Result<()> {
        if self.folders.read().unwrap_or_else(PoisonError::into_inner).contains(folder.as_str()) {
            return Ok(());
        }
        // A link could lead out of the site, and the build would pass over it.
        match std::fs::symlink_metadata(folder) {
            Ok(metadata) if metadata.is_symlink() => {
                return Err(std::io::Error::other("its folder is a link; put a real folder in its place"));
            }
            Ok(_) => {}
            Err(_) => std::fs::create_dir_all(folder)?,
        }
        self.folders.write().unwrap_or_else(PoisonError::into_inner).insert(folder.to_string());
        Ok(())
    }

    /// Replaces an edited file whose text was `before` when the change was planned; if somebody saved it
    /// in between, theirs stands and the next import merges again.
    fn replace(&self, path: &Utf8Path, before: &str, after: &str) -> Result<(), ImportError> {
        let write = || -> std::io::Result<()> {
            let metadata = std::fs::metadata(path)?;
            let mut file = self.staging.file()?;
            file.write_all(after.as_bytes())?;
            file.as_file().set_permissions(metadata.permissions())?;
            if std::fs::read_to_string(path)? != before {
                return Err(std::io::Error::other("somebody changed it just now; import again"));
            }
            // It holds somebody's work, which a power cut between the two files must not take.
            file.as_file().sync_all()?;
            file.persist(path)?;
            Ok(())
        };
        write().map_err(unwritten(path))
    }
}

fn unwritten(path: &Utf8Path) -> impl Fn(std::io::Error) -> ImportError {
    move |error| ImportError::Unwritten { path: path.to_owned(), error }
}
