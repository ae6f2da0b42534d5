//! Any bytes as a raw thread: no panic, and the promises P1 and P2 hold.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sitegen::import::{Vocabulary, read, thread};
use sitegen::thread::Provenance;

#[path = "../../tests/support/promises.rs"]
mod promises;

fuzz_target!(|bytes: &[u8]| {
    let text = String::from_utf8_lossy(bytes);
    let reading = read(&text, Vocabulary::built_in());
    promises::every_line_once(&text, &reading);
    promises::every_word_once(&text, &reading);
    promises::bylines_stand_there(&text, &reading);
    let thread = thread(&reading, Provenance::default());
    promises::words_stand_as_written(&reading, &thread);
    promises::file_reads_back(&thread);
});
