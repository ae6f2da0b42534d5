//! A SIGKILL at a random moment, again and again.

use std::io;
use std::ops::Range;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use super::{CASES, Case, Tally, Tree, copy, is_aside, leftover, renew, say, sitegen_in, state};
use crate::corpus::{self, Numbers};

/// Kills `rounds` builds and a fifth as many imports.
pub(super) fn run(rounds: usize, seed: u64, old: &Path, work: &Path, sitegen: &Path, tally: &mut Tally) -> io::Result<()> {
    let [build, import] = &CASES;
    let mut numbers = Numbers::from(seed);
    builds(rounds, build, &mut numbers, old, work, sitegen, tally)?;
    imports(rounds.div_ceil(5), import, &mut numbers, old, work, sitegen, tally)
}

/// Where a killed command left its results.
#[derive(Default)]
struct Ends {
    old: usize,
    new: usize,
    finished: usize,
}

/// Builds that go back and forth between two contents. After each kill `public/` holds the one site or the
/// other, whole; after each build that was not killed, nothing else is there.
fn builds(
    rounds: usize,
    case: &Case<'_>,
    numbers: &mut Numbers,
    old: &Path,
    work: &Path,
    sitegen: &Path,
    tally: &mut Tally,
) -> io::Result<()> {
    renew(old, work)?;
    let contents = [work.join("contents/0"), work.join("contents/1")];
    other_content(&work.join("content"), &contents)?;
    let mut usual = Duration::ZERO;
    let mut sites = [Tree::new(), Tree::new()];
    // Each content leaves addresses on record that the other's site must answer for; after a build of each, both are settled.
    for turn in [0, 1, 0, 1] {
        renew(&contents[turn], &work.join("content"))?;
        let start = Instant::now();
        sitegen_in(work, sitegen, case.arguments)?;
        usual = start.elapsed();
        sites[turn] = state(work, case)?;
    }
    if sites[0] == sites[1] {
        return Err(io::Error::other("the two contents give the same site"));
    }
    let mut moments = Moments { numbers, micros: usual.as_micros() as f64 };
    let (mut there, mut ends) = (1, Ends::default());
    for round in 0..rounds {
        let next = 1 - there;
        renew(&contents[next], &work.join("content"))?;
        let finished = killed(work, sitegen, case.arguments, moments.next())?;
        moments.learn(finished);
        let now = state(work, case)?;
        let mut found = None;
        if now == sites[next] {
            (there, ends.new) = (next, ends.new + 1);
        } else if now == sites[there] {
            ends.old += 1;
        } else {
            found = Some("the site is neither the old one nor the new one".to_owned());
        }
        if finished {
            ends.finished += 1;
            found = found.or(leftover(work)?);
        }
        tally.count(&format!("build killed in round {round}"), found);
    }
    sitegen_in(work, sitegen, case.arguments)?;
    tally.count("the build after the last kill", leftover(work)?);
    let Ends { old, new, finished } = ends;
    say(&format!("{rounds} builds killed: {old} left the old site, {new} the new one, {finished} of them in time"));
    Ok(())
}

/// Two contents that differ in the home page and in threads that the other one lacks.
fn other_content(content: &Path, contents: &[std::path::PathBuf; 2]) -> io::Result<()> {
    for to in contents {
        copy(content, to)?;
    }
    let home = contents[1].join("_index.md");
    std::fs::write(&home, std::fs::read_to_string(&home)? + "\nA sentence that only this content has.\n")?;
    add_threads(&contents[0], 0..20)?;
    add_threads(&contents[1], 10..50)
}

/// Adds threads of the corpus to a content.
pub(super) fn add_threads(content: &Path, mut threads: Range<usize>) -> io::Result<()> {
    threads.try_for_each(|number| {
        let (path, text) = corpus::thread(number).content();
        let path = content.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(content))?;
        std::fs::write(path, text)
    })
}

/// Imports that are killed and run again.
fn imports(
    rounds: usize,
    case: &Case<'_>,
    numbers: &mut Numbers,
    old: &Path,
    work: &Path,
    sitegen: &Path,
    tally: &mut Tally,
) -> io::Result<()> {
    let old_with_more = work.with_extension("import");
    renew(old, &old_with_more)?;
    for number in 0..1000 {
        std::fs::write(old_with_more.join(format!("raw/{number}.txt")), corpus::thread(number).raw())?;
    }
    renew(&old_with_more, work)?;
    let before = state(work, case)?;
    let start = Instant::now();
    sitegen_in(work, sitegen, case.arguments)?;
    let (usual, after) = (start.elapsed(), state(work, case)?);
    let mut moments = Moments { numbers, micros: usual.as_micros() as f64 };
    let mut halfway = 0;
    for round in 0..rounds {
        renew(&old_with_more, work)?;
        let finished = killed(work, sitegen, case.arguments, moments.next())?;
        moments.learn(finished);
        let now = state(work, case)?;
        halfway += usize::from(now != before && now != after);
        let mut found = (!(case.allowed)(&now, &before, &after)).then(|| "there is more than whole files".to_owned());
        sitegen_in(work, sitegen, case.arguments)?;
        let mended = state(work, case)?;
        if mended != after {
            let left = mended.keys().find(|path| is_aside(path)).map(|path| format!("`{}` was left over", path.display()));
            found = found.or(Some(left.unwrap_or_else(|| "the next import did not mend it".to_owned())));
        }
        tally.count(&format!("import killed in round {round}"), found.or(leftover(work)?));
    }
    say(&format!("{rounds} imports killed, {halfway} of them half-way"));
    Ok(())
}

/// Random moments in the life of a command, from its start to a little after its end. How long it lives is
/// learned on the way, since other work may slow the machine: about every eighth is over by then.
struct Moments<'a> {
    numbers: &'a mut Numbers,
    micros: f64,
}

impl Moments<'_> {
    fn next(&mut self) -> Duration {
        Duration::from_micros(self.numbers.below(self.micros as usize + 1) as u64)
    }

    fn learn(&mut self, finished: bool) {
        self.micros *= if finished { 0.9 } else { 1.015 };
    }
}

/// Starts a command and kills it after some time; was it over by then?
fn killed(work: &Path, sitegen: &Path, arguments: &[&str], after: Duration) -> io::Result<bool> {
    let mut command = Command::new(sitegen);
    command.current_dir(work).args(arguments).env("SOURCE_DATE_EPOCH", super::NOW);
    let mut running = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    std::thread::sleep(after);
    let finished = running.try_wait()?.is_some();
    running.kill()?;
    running.wait()?;
    Ok(finished)
}
