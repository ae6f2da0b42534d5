//! What the targets share that import files.

use std::cell::RefCell;
use std::sync::Arc;

use sitegen::diagnostic::Source;
use sitegen::import::{SourceOptions, Vocabulary, inputs, thread};
use sitegen::thread::Provenance;

thread_local! {
    static FOLDER: RefCell<Option<tempfile::TempDir>> = const { RefCell::new(None) };
}

/// Writes `bytes` into a file of this name and takes apart every thread in it. What comes of a thread must
/// be a file without a mistake that says the same.
pub fn every_thread(name: &str, bytes: &[u8], options: &SourceOptions) {
    FOLDER.with_borrow_mut(|folder| {
        let folder = folder.get_or_insert_with(|| tempfile::Builder::new().tempdir_in("/dev/shm").expect("a folder"));
        let path = camino(folder.path().join(name));
        std::fs::write(&path, bytes).expect("a file");
        let vocabulary = Vocabulary::built_in();
        for input in inputs(&[path], options, vocabulary).expect("a file that exists") {
            let Ok(captured) = input.and_then(|input| input.capture()) else { continue };
            let thread = thread(&captured.read(vocabulary), Provenance::default());
            let source = Arc::new(Source::new("content/t/a.md", sitegen::thread::write(&thread)));
            let mut problems = Vec::new();
            let back = sitegen::thread::read(&source, &mut problems);
            let problems: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
            assert!(problems.is_empty(), "{problems:?} in {}", source.text());
            assert_eq!(back.as_ref(), Some(&thread));
        }
    });
}

fn camino(path: std::path::PathBuf) -> camino::Utf8PathBuf {
    path.try_into().expect("a path that is text")
}
