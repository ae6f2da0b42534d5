//! How long import takes over one thread: `cargo bench --bench import`.

#![allow(clippy::unwrap_used, reason = "a benchmark fails by panicking")]

use divan::Bencher;
use divan::counter::{BytesCount, ItemsCount};
use sitegen::import::{Vocabulary, read};

fn main() {
    divan::main();
}

/// A thread of the demonstration.
fn text(name: &str) -> String {
    std::fs::read_to_string(format!("{}/examples/threads/{name}.txt", env!("CARGO_MANIFEST_DIR"))).unwrap()
}

/// Reading one thread: lines, search, fields, findings.
#[divan::bench(args = ["demo-04-tingling-cheek", "demo-10-filler-still-there", "demo-07-heavy-brow"])]
fn one_thread(bencher: Bencher<'_, '_>, name: &str) {
    let text = text(name);
    let vocabulary = Vocabulary::built_in();
    bencher.counter(BytesCount::of_str(&text)).counter(ItemsCount::new(1_usize)).bench(|| read(&text, vocabulary));
}
