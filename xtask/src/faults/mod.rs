//! A build and an import with something that goes wrong: what is there afterwards must be whole, and the
//! next run must mend it and leave nothing over.

mod calls;
mod kills;
mod mount;
mod space;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::{Args, ValueEnum};

/// What a build keeps for the next one; it may be there or not.
const CACHE: &str = ".sitegen";

/// The clock of every run (`SOURCE_DATE_EPOCH`).
const NOW: &str = "1790000000";

/// The record of published addresses.
const RECORD: &str = "addresses.txt";

/// What to try, and how densely.
#[derive(Args)]
pub(crate) struct Faults {
    /// What goes wrong; all of it, if none is named
    what: Vec<What>,
    /// Fail and kill at every call, every second, every hundredth …
    #[arg(long, default_value_t = 1)]
    every: usize,
    /// How many builds to kill at a random moment; a fifth as many imports
    #[arg(long, default_value_t = 500)]
    rounds: usize,
    /// Where the random moments begin
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How much space to leave, in hundredths of what the command needs
    #[arg(long, value_delimiter = ',', default_values_t = [0, 5, 25, 50, 75, 95, 100, 130])]
    levels: Vec<u64>,
    /// A folder on the file system to work on
    #[arg(long, default_value = "/dev/shm")]
    on: PathBuf,
    /// The program
    #[arg(long, default_value = "target/release/sitegen")]
    sitegen: PathBuf,
    /// The site to take as it is; an edited copy is the new state
    #[arg(long, default_value = ".")]
    site: PathBuf,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    /// An error or a SIGKILL at a system call; needs `strace`
    Calls,
    /// A SIGKILL at a random moment
    Kills,
    /// No space, no inodes, nothing writable; needs to be root
    Space,
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
        if self.wanted(What::Space) && std::env::var_os(mount::OWN_NAMESPACE).is_none() && mount::can_have_namespace() {
            return mount::again_in_namespace();
        }
        let sitegen = self.sitegen.canonicalize()?;
        let folder = tempfile::Builder::new().prefix("sitegen-faults-").tempdir_in(&self.on)?;
        let (old, work) = (folder.path().join("old"), folder.path().join("work"));
        prepare(&self.site, &old, &sitegen)?;
        let mut tally = Tally::default();
        if self.wanted(What::Calls) {
            calls::run(self.every, &old, &work, &sitegen, &mut tally)?;
        }
        if self.wanted(What::Kills) {
            kills::run(self.rounds, self.seed, &old, &work, &sitegen, &mut tally)?;
        }
        if self.wanted(What::Space) {
            space::run(&self.levels, &old, &work, &sitegen, &mut tally)?;
        }
        say(&format!("{} passed, {} failed", tally.passed, tally.failed));
        if tally.failed == 0 { Ok(()) } else { Err(io::Error::other("a fault left something broken")) }
    }

    fn wanted(&self, what: What) -> bool {
        self.what.is_empty() || self.what.contains(&what)
    }
}

/// How many faults were survived.
#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
}

impl Tally {
    /// Counts one fault; says what was wrong after it, if anything.
    fn count(&mut self, fault: &str, found: Option<String>) {
        match found {
            None => self.passed += 1,
            Some(found) => {
                self.failed += 1;
                say(&format!("{fault}: {found}"));
            }
        }
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

fn sitegen_in(folder: &Path, sitegen: &Path, arguments: &[&str]) -> io::Result<()> {
    let mut command = Command::new(sitegen);
    let output = command.current_dir(folder).args(arguments).env("SOURCE_DATE_EPOCH", NOW).output()?;
    if output.status.success() { Ok(()) } else { Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned())) }
}

/// What a command left beside its results, other than the cache.
fn leftover(work: &Path) -> io::Result<Option<String>> {
    let hidden = |name: &std::ffi::OsStr| name.as_encoded_bytes().starts_with(b".") && name != CACHE;
    let left = std::fs::read_dir(work)?.filter_map(Result::ok).find(|entry| hidden(&entry.file_name()));
    Ok(left.map(|entry| format!("`{}` was left over", entry.path().display())))
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
