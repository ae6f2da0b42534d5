//! How long the parts of the work take over the demonstration: `cargo bench --bench parts`.

#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use std::sync::Arc;

use camino::Utf8Path;
use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use sitegen::check;
use sitegen::diagnostic::Source;
use sitegen::import::{self, Vocabulary};
use sitegen::render::Memory;
use sitegen::site::LoadOptions;
use sitegen::thread;

fn main() {
    divan::main();
}

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn text(path: &str) -> String {
    std::fs::read_to_string(Utf8Path::new(ROOT).join(path)).unwrap()
}

/// A raw text → a reading: lines, search, fields, findings.
#[divan::bench(args = ["demo-04-tingling-cheek", "demo-10-filler-still-there", "demo-07-heavy-brow"])]
fn import(bencher: Bencher<'_, '_>, name: &str) {
    let text = text(&format!("examples/threads/{name}.txt"));
    let vocabulary = Vocabulary::built_in();
    bencher.counter(BytesCount::of_str(&text)).counter(ItemsCount::new(1_usize)).bench(|| import::read(&text, vocabulary));
}

/// A file of content → a thread: front matter in the usual forms, and with a block among them, which takes the general reader.
#[divan::bench(args = [false, true])]
fn parse(bencher: Bencher<'_, '_>, unusual: bool) {
    let mut text = text("content/drooping/droopy-left-eyelid-5-days-after-botox-photos.md");
    if unusual {
        text = text.replacen("\ntags: [", "\naliases:\n- /old.html\ntags: [", 1);
    }
    let source = Arc::new(Source::new("content/drooping/thread.md", text));
    bencher.counter(BytesCount::of_str(source.text())).counter(ItemsCount::new(1_usize)).bench(|| {
        let mut problems = Vec::new();
        let thread = thread::read(&source, &mut problems);
        assert!(problems.is_empty());
        thread
    });
}

/// All of the demonstration's files → the site and its templates.
#[divan::bench]
fn load(bencher: Bencher<'_, '_>) {
    bencher.bench(|| check::read(ROOT.into(), &LoadOptions::default(), None).unwrap());
}

/// The site and its templates → all pages and the search index, proved and then dropped.
#[divan::bench]
fn render(bencher: Bencher<'_, '_>) {
    bencher
        .with_inputs(|| check::read(ROOT.into(), &LoadOptions::default(), None).unwrap())
        .bench_values(|read| check::make(ROOT.into(), read, &mut Memory::default(), &()));
}
