//! A build and an import with a fault at each of their system calls: what is there afterwards must be whole.
//!
//! The faults come from `strace`, which can fail a call or kill the process at it.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use clap::Args;

/// The calls by which files and folders are made, changed and removed, or read.
const CALLS: &str = "openat,write,writev,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,linkat,fsync,flock,fchmod,read,statx,getdents64,copy_file_range";

/// The record of published addresses.
const RECORD: &str = "addresses.txt";

/// What can go wrong at a call.
const FAULTS: [&str; 3] = ["error=EIO", "error=ENOSPC", "signal=KILL"];

/// How densely to try.
#[derive(Args)]
pub(crate) struct Faults {
    /// Try every call, every second, every hundredth …
    #[arg(long, default_value_t = 1)]
    every: usize,
    /// The program
    #[arg(long, default_value = "target/release/sitegen")]
    sitegen: PathBuf,
    /// The site to take as it is; an edited copy is the new state
    #[arg(long, default_value = ".")]
    site: PathBuf,
}

type Tree = BTreeMap<PathBuf, Vec<u8>>;

/// One command under test, with what it changes.
struct Case<'a> {
    name: &'a str,
    arguments: &'a [&'a str],
    changes: &'a [&'a str],
    /// Is this a state that a fault may leave? Given the tree before and after an undisturbed run.
    allowed: fn(&Tree, &Tree, &Tree) -> bool,
}

const CASES: [Case<'static>; 2] = [
    // The old site or the new one, and nothing between (promise P5).
    Case { name: "build", arguments: &["build"], changes: &["public", RECORD], allowed: old_or_new },
    // Whole files only; which of them is open.
    Case {
        name: "import",
        arguments: &["import", "raw"],
        changes: &["content"],
        allowed: |now, before, after| {
            let whole = now.iter().all(|(path, bytes)| after.get(path) == Some(bytes) || is_aside(path));
            whole && before.keys().all(|path| now.contains_key(path))
        },
    },
];

/// Is the site the old one or the new one, and its record of addresses too, which is written last?
fn old_or_new(now: &Tree, before: &Tree, after: &Tree) -> bool {
    let site = |tree: &Tree| {
        tree.iter().filter(|(path, _)| *path != Path::new(RECORD)).map(|(path, bytes)| (path.clone(), bytes.clone())).collect::<Tree>()
    };
    let record = |tree: &Tree| tree.get(Path::new(RECORD)).cloned();
    let is_new = site(now) == site(after);
    (is_new || site(now) == site(before)) && (record(now) == record(before) || (is_new && record(now) == record(after)))
}

/// Is this a file that an import had not finished? The next one removes it.
fn is_aside(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b".importing-"))
}

impl Faults {
    pub(crate) fn run(&self) -> io::Result<()> {
        let sitegen = self.sitegen.canonicalize()?;
        let folder = tempfile::Builder::new().prefix("sitegen-faults-").tempdir()?;
        let (old, work) = (folder.path().join("old"), folder.path().join("work"));
        prepare(&self.site, &old, &sitegen)?;
        let (mut passed, mut failed) = (0, 0);
        for case in &CASES {
            let sound = Sound::new(case, &old, &work, &sitegen)?;
            for fault in FAULTS {
                for (call, number) in sound.calls.iter().step_by(self.every) {
                    match sound.try_fault(case, &old, &work, &sitegen, &format!("{call}:{fault}:when={number}"))? {
                        None => passed += 1,
                        Some(what) => {
                            failed += 1;
                            say(&format!("{} with {call} {number}, {fault}: {what}", case.name));
                        }
                    }
                }
            }
        }
        say(&format!("{passed} passed, {failed} failed"));
        if failed == 0 { Ok(()) } else { Err(io::Error::other("a fault left something broken")) }
    }
}

/// A site in its old state: built, then edited, with threads to import.
fn prepare(site: &Path, old: &Path, sitegen: &Path) -> io::Result<()> {
    for part in ["content", "templates", "sitegen.yaml"] {
        copy(&site.join(part), &old.join(part))?;
    }
    sitegen_in(old, sitegen, &["build"])?;
    let home = old.join("content/_index.md");
    let text = std::fs::read_to_string(&home)? + "\nA sentence that the old site does not have.\n";
    std::fs::write(home, text)?;
    std::fs::write(old.join("content/new.md"), "---\ntitle: A page with an address that is not on record\n---\n")?;
    std::fs::create_dir_all(old.join("raw"))?;
    for number in 0..12 {
        std::fs::write(old.join(format!("raw/{number}.txt")), crate::corpus::thread(number).raw())?;
    }
    Ok(())
}

/// An undisturbed run: what it changes, and the calls that it makes, each by its name and number.
struct Sound {
    before: Tree,
    after: Tree,
    calls: Vec<(String, usize)>,
}

impl Sound {
    fn new(case: &Case<'_>, old: &Path, work: &Path, sitegen: &Path) -> io::Result<Self> {
        renew(old, work)?;
        let before = state(work, case)?;
        let log = work.with_extension("log");
        let traced = strace(work, &["-o", &log.to_string_lossy(), "-e", &format!("trace={CALLS}")], sitegen, case.arguments)?;
        if !traced {
            return Err(io::Error::other(format!("`sitegen {}` failed without a fault", case.arguments.join(" "))));
        }
        let calls = calls(&std::fs::read_to_string(&log)?);
        Ok(Self { before, after: state(work, case)?, calls })
    }

    /// Runs the command with one fault; what is wrong afterwards, if anything.
    fn try_fault(&self, case: &Case<'_>, old: &Path, work: &Path, sitegen: &Path, fault: &str) -> io::Result<Option<String>> {
        renew(old, work)?;
        strace(work, &["-o", "/dev/null", "-e", &format!("inject={fault}")], sitegen, case.arguments)?;
        let now = state(work, case)?;
        if !(case.allowed)(&now, &self.before, &self.after) {
            return Ok(Some("what it left is neither old nor new".to_owned()));
        }
        sitegen_in(work, sitegen, case.arguments)?;
        if state(work, case)? != self.after {
            return Ok(Some("the next run did not mend it".to_owned()));
        }
        let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".") && name != ".sitegen";
        let left = std::fs::read_dir(work)?.filter_map(Result::ok).find(|entry| hidden(&entry.file_name()));
        Ok(left.map(|entry| format!("`{}` was left over", entry.path().display())))
    }
}

/// The calls in a log of `strace -f`, which counts each kind in each thread on its own.
fn calls(log: &str) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    for line in log.lines() {
        let Some((thread, call)) = line.split_once(' ') else { continue };
        if let Some((name, _)) = call.trim_start().split_once('(').filter(|(name, _)| CALLS.split(',').any(|call| call == *name)) {
            *counts.entry((name, thread)).or_default() += 1;
        }
    }
    let mut most: BTreeMap<&str, usize> = BTreeMap::new();
    for ((name, _), count) in counts {
        let most = most.entry(name).or_default();
        *most = count.max(*most);
    }
    most.into_iter().flat_map(|(name, most)| (1..=most).map(|number| (name.to_owned(), number))).collect()
}

fn strace(work: &Path, options: &[&str], sitegen: &Path, arguments: &[&str]) -> io::Result<bool> {
    let mut command = Command::new("strace");
    command.current_dir(work).args(["-f", "-qq"]).args(options).arg(sitegen).args(arguments);
    let status = command.env("SOURCE_DATE_EPOCH", "1790000000").stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    Ok(status.success())
}

fn sitegen_in(folder: &Path, sitegen: &Path, arguments: &[&str]) -> io::Result<()> {
    let mut command = Command::new(sitegen);
    let output = command.current_dir(folder).args(arguments).env("SOURCE_DATE_EPOCH", "1790000000").output()?;
    if output.status.success() { Ok(()) } else { Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned())) }
}

fn renew(old: &Path, work: &Path) -> io::Result<()> {
    if work.exists() {
        std::fs::remove_dir_all(work)?;
    }
    copy(old, work)
}

fn copy(from: &Path, to: &Path) -> io::Result<()> {
    if from.is_file() {
        std::fs::create_dir_all(to.parent().unwrap_or(to))?;
        return std::fs::copy(from, to).map(|_| ());
    }
    for (path, bytes) in tree(from)? {
        let to = to.join(path);
        std::fs::create_dir_all(to.parent().unwrap_or(&to))?;
        std::fs::write(to, bytes)?;
    }
    Ok(())
}

/// Every file that a command changes, with its bytes.
fn state(work: &Path, case: &Case<'_>) -> io::Result<Tree> {
    let mut state = Tree::new();
    for change in case.changes {
        let path = work.join(change);
        if path.is_file() {
            state.insert(PathBuf::from(change), std::fs::read(path)?);
        } else {
            state.extend(tree(&path)?.into_iter().map(|(file, bytes)| (Path::new(change).join(file), bytes)));
        }
    }
    Ok(state)
}

/// Every file below `folder` with its bytes; empty where there is no such folder.
fn tree(folder: &Path) -> io::Result<Tree> {
    let mut tree = Tree::new();
    for entry in walkdir::WalkDir::new(folder).into_iter().filter_map(Result::ok).filter(|entry| entry.file_type().is_file()) {
        let path = entry.path().strip_prefix(folder).map_err(io::Error::other)?;
        tree.insert(path.to_owned(), std::fs::read(entry.path())?);
    }
    Ok(tree)
}

#[allow(clippy::print_stdout, reason = "this is the result")]
fn say(words: &str) {
    println!("{words}");
}
