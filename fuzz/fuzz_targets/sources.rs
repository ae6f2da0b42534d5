//! Any bytes as a file to import, of the kind that they look like: no panic, whatever is in it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sitegen::import::SourceOptions;

#[path = "import.rs"]
mod import;

fuzz_target!(|bytes: &[u8]| {
    // The first byte chooses the name, by which one decides where the content does not.
    let Some((kind, bytes)) = bytes.split_first() else { return };
    let names = ["a.txt", "a.html", "a.json", "a.ndjson", "Posts.xml", "a"];
    import::every_thread(names[usize::from(*kind) % names.len()], bytes, &SourceOptions::default());
});
