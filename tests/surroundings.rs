//! The same input gives the same bytes (promise P6), whatever surrounds the build.

#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test fails by panicking and reports by printing")]
#![cfg(unix)]

mod support;

use std::fs::File;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, UNIX_EPOCH};

use support::{SiteTest, files_below};

const PARTS: [&str; 4] = ["content", "templates", "sitegen.yaml", "addresses.txt"];

/// What the other builds are like, beside the plain one.
#[derive(Default)]
struct Surrounding {
    name: &'static str,
    variables: &'static [(&'static str, &'static str)],
    no_other_variables: bool,
    /// A program that starts the build, with its arguments.
    through: &'static [&'static str],
    /// The site's folder as it is named, seen from the folder `elsewhere` beside it.
    root: Option<&'static str>,
}

const fn variables(name: &'static str, variables: &'static [(&'static str, &'static str)]) -> Surrounding {
    Surrounding { name, variables, no_other_variables: false, through: &[], root: None }
}

const fn through(name: &'static str, through: &'static [&'static str]) -> Surrounding {
    Surrounding { name, variables: &[], no_other_variables: false, through, root: None }
}

const fn at(name: &'static str, root: &'static str) -> Surrounding {
    Surrounding { name, variables: &[], no_other_variables: false, through: &[], root: Some(root) }
}

const SURROUNDINGS: [Surrounding; 17] = [
    variables("one thread", &[("RAYON_NUM_THREADS", "1")]),
    variables("two threads", &[("RAYON_NUM_THREADS", "2")]),
    variables("seven threads", &[("RAYON_NUM_THREADS", "7")]),
    variables("a day ahead", &[("TZ", "Pacific/Kiritimati")]),
    variables("behind", &[("TZ", "America/Los_Angeles")]),
    variables("the plain locale", &[("LC_ALL", "C"), ("LANG", "C")]),
    variables("a locale with other cases of i", &[("LC_ALL", "tr_TR.UTF-8"), ("LANG", "tr_TR.UTF-8"), ("LANGUAGE", "tr")]),
    variables("an early clock", &[("SOURCE_DATE_EPOCH", "1")]),
    variables("no home", &[("HOME", "/nonexistent"), ("USER", "nobody"), ("TMPDIR", "/nonexistent")]),
    Surrounding { name: "no variables", no_other_variables: true, ..variables("", &[]) },
    through("files that only their owner may read", &["sh", "-c", "umask 077; exec \"$@\"", "sh"]),
    through("few open files", &["sh", "-c", "ulimit -n 40; exec \"$@\"", "sh"]),
    through("no standard input", &["sh", "-c", "exec \"$@\" <&-", "sh"]),
    through("little time", &["nice", "-n", "19"]),
    at("a relative root", "../site"),
    at("a link to the root", "../link"),
    at("files made in another order, long ago", "../shuffled"),
];

/// And in the future, where the program to pretend that is installed.
const CLOCK: Surrounding = through("a late clock", &["faketime", "2031-07-08 09:10:11"]);

#[test]
fn the_same_bytes_in_any_surroundings() {
    let folder = SiteTest::new();
    let (site, elsewhere) = (folder.root().join("site"), folder.root().join("elsewhere"));
    std::fs::create_dir(&elsewhere).unwrap();
    copy(&site, false);
    std::os::unix::fs::symlink(&site, folder.root().join("link")).unwrap();
    copy(&folder.root().join("shuffled"), true);
    let mut surroundings: Vec<&Surrounding> = SURROUNDINGS.iter().collect();
    if Command::new("faketime").args(["2031-07-08", "true"]).status().is_ok_and(|status| status.success()) {
        surroundings.push(&CLOCK);
    } else {
        println!("skipped the late clock: `faketime` is not installed");
    }
    let plain = build(&Surrounding::default(), &site, &elsewhere);
    assert!(plain.len() > 50);
    for surrounding in surroundings {
        let tree = build(surrounding, &site, &elsewhere);
        let name = surrounding.name;
        assert!(tree.len() == plain.len(), "{name}: {} files and folders, not {}", tree.len(), plain.len());
        for (there, here) in plain.iter().zip(&tree) {
            assert!(there == here, "{name}: `{}` and `{}` differ", there.0.display(), here.0.display());
        }
    }
}

/// Each file and folder of the site that is built in a surrounding: its path, its mode, its bytes.
fn build(surrounding: &Surrounding, site: &Path, elsewhere: &Path) -> Vec<(PathBuf, u32, Vec<u8>)> {
    let out = tempfile::tempdir_in(elsewhere).unwrap();
    let out = out.path().join("public");
    let mut words: Vec<&str> = surrounding.through.to_vec();
    let root = surrounding.root.unwrap_or(site.to_str().unwrap());
    words.extend([env!("CARGO_BIN_EXE_sitegen"), "--root", root, "build", "-q", "--out", out.to_str().unwrap()]);
    let mut command = Command::new(words[0]);
    command.args(&words[1..]).current_dir(elsewhere).stdin(Stdio::null());
    if surrounding.no_other_variables {
        command.env_clear();
    }
    let output = command.envs(surrounding.variables.iter().copied()).output().unwrap();
    assert!(output.status.success(), "{}: {}", surrounding.name, String::from_utf8_lossy(&output.stderr));
    let entries = walkdir::WalkDir::new(&out).sort_by_file_name().into_iter().map(Result::unwrap);
    let tree = entries.map(|entry| {
        let bytes = if entry.file_type().is_file() { std::fs::read(entry.path()).unwrap() } else { Vec::new() };
        (entry.path().strip_prefix(&out).unwrap().to_owned(), entry.metadata().unwrap().permissions().mode(), bytes)
    });
    tree.collect()
}

/// Copies this repository's own site, in an order of no meaning and with old times if it is to be shuffled.
fn copy(to: &Path, shuffled: bool) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut files = Vec::new();
    for part in PARTS {
        let path = root.join(part);
        if path.is_file() {
            files.push((PathBuf::from(part), std::fs::read(path).unwrap()));
        } else {
            files.extend(files_below(&path).into_iter().map(|(file, bytes)| (Path::new(part).join(file), bytes)));
        }
    }
    if shuffled {
        files.sort_by_key(|(path, _)| scrambled(path));
    }
    for (path, bytes) in files {
        let path = to.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, bytes).unwrap();
        if shuffled {
            let long_ago = UNIX_EPOCH + Duration::from_secs(981_173_106);
            File::options().write(true).open(&path).unwrap().set_modified(long_ago).unwrap();
        }
    }
}

/// A number by which files come in an order of no meaning.
fn scrambled(path: &Path) -> u64 {
    path.as_os_str()
        .as_encoded_bytes()
        .iter()
        .fold(7, |sum: u64, byte| sum.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ u64::from(*byte))
        .rotate_left(17)
}
