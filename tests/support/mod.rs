//! A site in a temporary folder, driven through the real command: `SiteTest::new().file(…).build()`.

#![allow(dead_code, unreachable_pub, reason = "each test file uses its own part")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use std::path::{Path, PathBuf};
use std::process::Command;

/// A thread that is sound in every way.
pub const THREAD: &str = "---
title: May I swim with stitches?
source: { file: thread.txt, imported: 2026-11-21 }
declared_answers: 3
answers:
  - { id: a1, specialty: Plastic Surgeon, place: Omaha, rating: 5.0, reviews: 66 }
  - { id: a2, name: Vida Norstrand, credentials: \"MD, FACS\", specialty: Plastic Surgeon, place: Fargo, rating: 4.9, reviews: 458 }
disclaimer: |-
  These answers are general words. Call 911 in an emergency. They make nobody your doctor.
---

I leave for the sea on day 5.

## Not for two weeks {#a1}

Keep the cut dry until it has closed.

## {#a2}

A waterproof plaster helps.
";

/// A site under test.
pub struct SiteTest {
    folder: tempfile::TempDir,
}

/// What a command printed and how it ended.
pub struct Run<'a> {
    pub site: &'a SiteTest,
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl SiteTest {
    /// An empty folder.
    pub fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    /// A site with one sound thread, `content/wounds/swim.md`.
    pub fn sound() -> Self {
        Self::new().file("content/wounds/swim.md", THREAD)
    }

    pub fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file below the root.
    pub fn file(self, path: &str, text: &str) -> Self {
        self.write(path, text.as_bytes());
        self
    }

    pub fn write(&self, path: &str, bytes: &[u8]) {
        let path = self.root().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }

    /// The sound thread with one stretch of text replaced.
    pub fn with_mistake(right: &str, wrong: &str) -> Self {
        assert!(THREAD.contains(right), "{right:?} is not in the thread");
        Self::new().file("content/wounds/swim.md", &THREAD.replacen(right, wrong, 1))
    }

    pub fn run(&self, arguments: &[&str]) -> Run<'_> {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sitegen"));
        command.current_dir(self.root()).args(arguments).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1");
        self.ran(command)
    }

    fn ran(&self, mut command: Command) -> Run<'_> {
        let output = command.output().unwrap();
        Run {
            site: self,
            code: output.status.code().unwrap_or(-1),
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
        }
    }

    /// Runs the command with `input` on its standard input.
    pub fn run_with_input(&self, arguments: &[&str], input: &str) -> Run<'_> {
        self.write("standard-input", input.as_bytes());
        let file = std::fs::File::open(self.root().join("standard-input")).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_sitegen"));
        command.current_dir(self.root()).args(arguments).env_remove("SOURCE_DATE_EPOCH").env("NO_COLOR", "1").stdin(file);
        self.ran(command)
    }

    pub fn build(&self) -> Run<'_> {
        self.run(&["build"])
    }

    pub fn check(&self) -> Run<'_> {
        self.run(&["check"])
    }

    /// Every file below a folder with its bytes, in order.
    pub fn tree(&self, folder: &str) -> Vec<(PathBuf, Vec<u8>)> {
        let folder = self.root().join(folder);
        files_below(&folder).into_iter().map(|(path, bytes)| (folder.join(path), bytes)).collect()
    }

    /// The path below `public/` of a file, where `*` stands for a hash; the pattern itself if there is none.
    pub fn published(&self, pattern: &str) -> String {
        let Some((start, end)) = pattern.split_once('*') else { return pattern.to_owned() };
        let mut names = files_below(&self.root().join("public")).into_iter().map(|(path, _)| path.to_string_lossy().into_owned());
        names.find(|name| name.starts_with(start) && name.ends_with(end)).unwrap_or_else(|| pattern.to_owned())
    }

    pub fn text(&self, path: &str) -> String {
        std::fs::read_to_string(self.root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

/// Every file below `folder` by its path inside it, with its bytes, in order.
pub fn files_below(folder: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
    entries
        .filter(|entry| entry.file_type().is_file())
        .map(|entry| (entry.path().strip_prefix(folder).unwrap().to_owned(), std::fs::read(entry.path()).unwrap()))
        .collect()
}

impl<'a> Run<'a> {
    #[track_caller]
    pub fn succeeds(self) -> Self {
        assert_eq!(self.code, 0, "{}{}", self.stdout, self.stderr);
        self
    }

    /// Ends with `code`.
    #[track_caller]
    pub fn fails(self, code: i32) -> Self {
        assert_eq!(self.code, code, "{}{}", self.stdout, self.stderr);
        self
    }

    /// Says each of these, on either stream.
    #[track_caller]
    pub fn says(self, words: &[&str]) -> Self {
        for words in words {
            assert!(self.stdout.contains(words) || self.stderr.contains(words), "{words:?} is not in\n{}{}", self.stdout, self.stderr);
        }
        self
    }

    /// The file below `public/` holds each of these; `*` in its path stands for a hash.
    #[track_caller]
    pub fn page(self, path: &str, words: &[&str]) -> Self {
        let text = self.site.text(&format!("public/{}", self.site.published(path)));
        for words in words {
            assert!(text.contains(words), "{words:?} is not in {path}:\n{text}");
        }
        self
    }

    /// Left no output at all.
    #[track_caller]
    pub fn publishes_nothing(self) -> Self {
        assert!(!self.site.root().join("public").exists());
        self
    }
}
