//! Any bytes as a web page: no panic, and every file that comes of it reads back.

#![no_main]

use libfuzzer_sys::fuzz_target;
use sitegen::import::{SourceFormat, SourceOptions};

#[path = "import.rs"]
mod import;

fuzz_target!(|bytes: &[u8]| {
    let options = SourceOptions { format: Some(SourceFormat::Html), url: Some("https://forum.example/q/7".to_owned()) };
    import::every_thread("a.html", bytes, &options);
});
