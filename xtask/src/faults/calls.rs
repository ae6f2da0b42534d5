//! A fault at each system call, by `strace`, which can fail a call or kill the process at it.

use std::collections::BTreeMap;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

use super::{CASES, Case, Tally, Tree, leftover, renew, sitegen_in, state};

/// The calls by which files and folders are made, changed and removed, or read.
const CALLS: &str = "openat,write,writev,mkdir,mkdirat,rename,renameat,renameat2,unlink,unlinkat,linkat,fsync,flock,fchmod,read,statx,getdents64,copy_file_range";

/// What can go wrong at a call.
const FAULTS: [&str; 3] = ["error=EIO", "error=ENOSPC", "signal=KILL"];

/// Tries every fault at every `every`th call.
pub(super) fn run(every: usize, old: &Path, work: &Path, sitegen: &Path, tally: &mut Tally) -> io::Result<()> {
    for case in &CASES {
        let sound = Sound::new(case, old, work, sitegen)?;
        for fault in FAULTS {
            for (call, number) in sound.calls.iter().step_by(every) {
                let found = sound.try_fault(case, old, work, sitegen, &format!("{call}:{fault}:when={number}"))?;
                tally.count(&format!("{} with {call} {number}, {fault}", case.name), found);
            }
        }
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
        leftover(work)
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
    let status = command.env("SOURCE_DATE_EPOCH", super::NOW).stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    Ok(status.success())
}
