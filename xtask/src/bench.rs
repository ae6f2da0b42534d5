//! Measurements of the whole commands, each against `cp -r` of what it writes, in one run.

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::measure::{Run, measure, median};
use crate::{Kind, write_corpus};

/// What to measure, and how.
#[derive(Args)]
pub(crate) struct Bench {
    /// Which command
    what: What,
    /// How many threads, one or more numbers
    #[arg(long, value_delimiter = ',', default_values_t = [1_000, 10_000])]
    threads: Vec<usize>,
    /// How many runs of each; the table shows medians
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// A folder on the file system to measure on; memory is less noisy than a disk
    #[arg(long, default_value = "/dev/shm")]
    on: PathBuf,
    /// The program
    #[arg(long, default_value = "target/release/sitegen")]
    sitegen: PathBuf,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Import,
}

/// A line of the table.
#[derive(Serialize)]
struct Line {
    threads: usize,
    what: String,
    #[serde(flatten)]
    run: Run,
    threads_per_second: f64,
    times_copying: f64,
}

impl Bench {
    pub(crate) fn run(&self) -> io::Result<()> {
        let sitegen = self.sitegen.canonicalize()?;
        let sitegen = sitegen.to_str().ok_or_else(|| io::Error::other("the program's path is not Unicode"))?;
        let mut lines = Vec::new();
        for threads in &self.threads {
            let folder = tempfile::Builder::new().prefix("sitegen-bench-").tempdir_in(&self.on)?;
            match self.what {
                What::Import => lines.extend(self.import(sitegen, *threads, folder.path())?),
            }
        }
        print(&lines, self.json)
    }

    /// A first import, the same again, and a copy of what it wrote.
    fn import(&self, sitegen: &str, threads: usize, folder: &Path) -> io::Result<Vec<Line>> {
        let (raw, site, copy) = (folder.join("raw"), folder.join("site"), folder.join("copy"));
        write_corpus(Kind::Raw, threads, &raw)?;
        let (mut first, mut again, mut copying) = (Vec::new(), Vec::new(), Vec::new());
        for _ in 0..self.runs {
            remove(&site)?;
            remove(&copy)?;
            let import = [sitegen, "--quiet", "--root", text(&site)?, "import", "--topic", "all", text(&raw)?];
            first.push(measure(&import)?);
            again.push(measure(&import)?);
            copying.push(measure(&["cp", "-r", text(&site)?, text(&copy)?])?);
        }
        let floor = median(&copying).wall;
        let lines = [("first import", first), ("the same again", again), ("cp -r of what it wrote", copying)];
        Ok(lines.into_iter().map(|(what, runs)| Line::new(threads, what, &runs, floor)).collect())
    }
}

impl Line {
    fn new(threads: usize, what: &str, runs: &[Run], floor: f64) -> Self {
        let run = median(runs);
        Self { threads, what: what.to_owned(), run, threads_per_second: threads as f64 / run.wall, times_copying: run.wall / floor }
    }
}

#[allow(clippy::print_stdout, reason = "this is the result")]
fn print(lines: &[Line], json: bool) -> io::Result<()> {
    if json {
        println!("{}", serde_json::to_string_pretty(lines).map_err(io::Error::other)?);
        return Ok(());
    }
    println!("| threads | what | wall s | CPU s | peak MB | threads/s | × `cp -r` |\n|---:|---|---:|---:|---:|---:|---:|");
    for Line { threads, what, run, threads_per_second, times_copying } in lines {
        let Run { wall, cpu, memory } = run;
        println!("| {threads} | {what} | {wall:.2} | {cpu:.2} | {memory:.0} | {threads_per_second:.0} | {times_copying:.1} |");
    }
    Ok(())
}

fn remove(folder: &Path) -> io::Result<()> {
    if folder.exists() { std::fs::remove_dir_all(folder) } else { Ok(()) }
}

fn text(path: &Path) -> io::Result<&str> {
    path.to_str().ok_or_else(|| io::Error::other("a path is not Unicode"))
}
