//! Many threads at once: an import that is stopped or killed leaves whole files, and the next goes on.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]
#![cfg(unix)]

#[path = "support/corpus.rs"]
mod corpus;
mod support;

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Command, Stdio};

use support::SiteTest;

const THREADS: usize = 1100;

fn site() -> SiteTest {
    let site = SiteTest::new();
    for number in 0..THREADS {
        site.write(&format!("raw/{}/thread-{number:04}.txt", number % 7), corpus::thread(number).raw().as_bytes());
    }
    site
}

/// Starts an import and sends it `signal` after its first result; the exit code, where it has one, and what it said.
fn interrupted(site: &SiteTest, signal: &str) -> (Option<i32>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_sitegen"));
    command.current_dir(site.root()).args(["import", "raw"]).env("SOURCE_DATE_EPOCH", "1790000000");
    let mut import = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let mut results = BufReader::new(import.stdout.take().unwrap()).lines();
    results.next().unwrap().unwrap();
    assert!(Command::new("kill").args([signal, &import.id().to_string()]).status().unwrap().success());
    let drained = std::thread::spawn(move || results.count());
    let output = import.wait_with_output().unwrap();
    drained.join().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn content(site: &SiteTest) -> BTreeMap<PathBuf, Vec<u8>> {
    support::files_below(&site.root().join("content")).into_iter().collect()
}

#[test]
fn a_stopped_or_killed_import_leaves_whole_files_and_the_next_goes_on() {
    let undisturbed = site();
    let import = |site: &SiteTest| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_sitegen"));
        let output = command.current_dir(site.root()).args(["import", "raw"]).env("SOURCE_DATE_EPOCH", "1790000000").output().unwrap();
        assert_eq!(output.status.code(), Some(0));
        String::from_utf8(output.stderr).unwrap()
    };
    assert!(import(&undisturbed).contains(&format!("{THREADS} new threads written")));
    let expected = content(&undisturbed);
    assert_eq!(expected.len(), 2 * THREADS, "a file and its raw text each");
    for signal in ["-INT", "-KILL"] {
        let site = site();
        let (code, words) = interrupted(&site, signal);
        let written = content(&site);
        assert!(written.len() < expected.len(), "the import was over before {signal}");
        if signal == "-INT" {
            assert_eq!(code, Some(2), "{words}");
            assert!(words.contains("the same command goes on from there"), "{words}");
            assert!(written.iter().all(|(path, bytes)| expected.get(path) == Some(bytes)), "something else than whole files");
        }
        let again = import(&site);
        assert!(!again.contains(" 0 unchanged"), "{again}");
        assert_eq!(content(&site), expected, "after {signal}");
    }
    assert!(import(&undisturbed).contains(&format!("0 new threads written, 0 merged, {THREADS} unchanged")));
}
