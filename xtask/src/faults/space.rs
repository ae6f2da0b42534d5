//! No space, no inodes, nothing writable: small file systems that are full or read-only.

use std::io;
use std::path::Path;
use std::process::Command;

use super::kills::add_threads;
use super::mount::{Kind, Mount};
use super::{CASES, Case, RECORD, Tally, Tree, copy, is_aside, leftover, renew, say, sitegen_in, state};

/// What is wrong with a file system.
#[derive(Debug, Clone, Copy)]
enum Lack {
    /// Hundredths of the bytes that are needed.
    Bytes(u64),
    /// Hundredths of the inodes that are needed.
    Inodes(u64),
    Writing,
}

/// Runs each command on file systems that lack something.
pub(super) fn run(levels: &[u64], old: &Path, work: &Path, sitegen: &Path, tally: &mut Tally) -> io::Result<()> {
    // Much that is new: what stays the same may need no space.
    let old_with_more = work.with_extension("space");
    renew(old, &old_with_more)?;
    add_threads(&old_with_more.join("content"), 0..60)?;
    for kind in [Kind::Memory, Kind::Disk] {
        let folder = work.with_extension("mount");
        if let Err(error) = Mount::new(kind, &folder, 4 << 20, 1_000) {
            say(&format!("skipped the full file systems ({kind:?}): {error}"));
            continue;
        }
        for case in &CASES {
            let mut sound = Sound::new(case, &old_with_more, work, sitegen)?;
            let lacks = levels.iter().map(|level| Lack::Bytes(*level));
            for lack in lacks.chain(levels.iter().step_by(2).map(|level| Lack::Inodes(*level))).chain([Lack::Writing]) {
                let found = sound.try_lack(case, kind, lack, &old_with_more, &folder, sitegen)?;
                tally.count(&format!("{} on {kind:?} with {lack:?}", case.name), found);
            }
            say(&format!("{} on {kind:?}: {} times done all the same, {} times refused", case.name, sound.done, sound.refused));
        }
        let found = read_only_site(kind, &old_with_more, &folder, sitegen)?;
        tally.count(&format!("build on {kind:?} of a site that cannot be written to"), found);
    }
    Ok(())
}

/// An undisturbed run, and how runs that lacked something ended.
struct Sound {
    before: Tree,
    after: Tree,
    done: usize,
    refused: usize,
}

/// What a tree takes on a file system, folders included, with some room for its own bookkeeping.
fn room(tree: &Tree) -> (u64, u64) {
    let folders: std::collections::BTreeSet<_> = tree.keys().filter_map(|path| path.parent()).collect();
    let blocks: u64 = tree.values().map(|bytes| (bytes.len() as u64).div_ceil(4096)).sum();
    ((blocks + 2 * folders.len() as u64) * 4096, (tree.len() + folders.len()) as u64)
}

impl Sound {
    fn new(case: &Case<'_>, old: &Path, work: &Path, sitegen: &Path) -> io::Result<Self> {
        renew(old, work)?;
        let before = state(work, case)?;
        sitegen_in(work, sitegen, case.arguments)?;
        Ok(Self { before, after: state(work, case)?, done: 0, refused: 0 })
    }

    /// Runs a command on a file system that lacks something, and again when it lacks nothing.
    fn try_lack(
        &mut self,
        case: &Case<'_>,
        kind: Kind,
        lack: Lack,
        old: &Path,
        folder: &Path,
        sitegen: &Path,
    ) -> io::Result<Option<String>> {
        let (bytes, inodes) = room(&self.after);
        let mount = Mount::new(kind, folder, 4 * bytes + (32 << 20), 4 * inodes + 2_000)?;
        let work = mount.folder().join("site");
        copy(old, &work)?;
        match lack {
            Lack::Bytes(level) => mount.leave_bytes(bytes * level / 100)?,
            Lack::Inodes(level) => mount.leave_inodes(inodes * level / 100)?,
            Lack::Writing => mount.set_writable(false)?,
        }
        let found = self.judge(case, &work, sitegen)?;
        mount.relieve()?;
        if found.is_some() {
            return Ok(found);
        }
        sitegen_in(&work, sitegen, case.arguments)?;
        if state(&work, case)? != self.after {
            return Ok(Some("the next run did not mend it".to_owned()));
        }
        leftover(&work)
    }

    /// Runs a command; what is wrong with what it says or leaves, if anything.
    fn judge(&mut self, case: &Case<'_>, work: &Path, sitegen: &Path) -> io::Result<Option<String>> {
        let mut command = Command::new(sitegen);
        let output = command.current_dir(work).args(case.arguments).env("SOURCE_DATE_EPOCH", super::NOW).output()?;
        let now = state(work, case)?;
        let code = output.status.code();
        *(if code == Some(0) { &mut self.done } else { &mut self.refused }) += 1;
        let wrong = match code {
            Some(0) if now != self.after => Some("it said that all was well, and it was not".to_owned()),
            Some(0 | 2) if !(case.allowed)(&now, &self.before, &self.after) => Some("what it left is neither old nor new".to_owned()),
            Some(2) if output.stderr.is_empty() => Some("it failed without a word".to_owned()),
            Some(0 | 2) => now.keys().find(|path| is_aside(path)).map(|path| format!("`{}` was left over", path.display())),
            _ => Some(format!("it ended with {code:?}: {}", String::from_utf8_lossy(&output.stderr))),
        };
        Ok(wrong.or(leftover(work)?))
    }
}

/// A site on a read-only file system, all of whose addresses are on record, can be built elsewhere.
fn read_only_site(kind: Kind, old: &Path, folder: &Path, sitegen: &Path) -> io::Result<Option<String>> {
    let mount = Mount::new(kind, folder, 128 << 20, 10_000)?;
    let site = mount.folder().join("site");
    copy(old, &site)?;
    sitegen_in(&site, sitegen, &["build"])?;
    mount.set_writable(false)?;
    let elsewhere = tempfile::tempdir()?;
    let out = elsewhere.path().join("public");
    let out_text = out.to_str().ok_or_else(|| io::Error::other("a path is not Unicode"))?;
    if let Err(error) = sitegen_in(&site, sitegen, &["build", "--out", out_text]) {
        return Ok(Some(error.to_string()));
    }
    let same = super::tree(&out)? == super::tree(&site.join("public"))?;
    Ok((!same).then(|| format!("the site elsewhere differs, or `{RECORD}` was changed")))
}
