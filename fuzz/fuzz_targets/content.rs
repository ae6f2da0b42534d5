//! Any bytes as a thread's file in `content/`: no panic, and what reads without a mistake is written and
//! read back the same.

#![no_main]

use std::sync::Arc;

use libfuzzer_sys::fuzz_target;
use sitegen::diagnostic::{Source, terminal};

fuzz_target!(|bytes: &[u8]| {
    let source = Arc::new(Source::new("content/t/a.md", String::from_utf8_lossy(bytes).into_owned()));
    let mut problems = Vec::new();
    let thread = sitegen::thread::read(&source, &mut problems);
    for problem in &problems {
        // Each must be fit to be shown, wherever it points.
        let _ = terminal::render(problem, true);
    }
    if let Some(thread) = thread.filter(|_| problems.is_empty()) {
        let again = Arc::new(Source::new("content/t/a.md", sitegen::thread::write(&thread)));
        let back = sitegen::thread::read(&again, &mut problems);
        let problems: Vec<String> = problems.into_iter().map(|problem| problem.message).collect();
        assert!(problems.is_empty(), "{problems:?} in {}", again.text());
        assert_eq!(back, Some(thread));
    }
});
