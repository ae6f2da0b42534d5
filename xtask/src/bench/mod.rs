//! Measurements of the whole commands, each against `cp -r` of what it writes, in one run.

mod build;
mod chart;
mod import;
mod peers;
mod report;

use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};

use crate::measure::Run;
use report::{Report, Row};

/// What to measure, and how.
#[derive(Args)]
pub(crate) struct Bench {
    /// Which command
    what: What,
    /// How many threads, one or more numbers
    #[arg(long, value_delimiter = ',', default_values_t = [100, 1_000, 10_000])]
    threads: Vec<usize>,
    /// How many runs of each; the table shows medians
    #[arg(long, default_value_t = 5)]
    runs: usize,
    /// A folder on the file system to measure on; memory is less noisy than a disk
    #[arg(long, default_value = "/dev/shm")]
    on: PathBuf,
    /// A folder on a disk, to measure there as well
    #[arg(long)]
    disk: Option<PathBuf>,
    /// The program
    #[arg(long, default_value = "target/release/sitegen")]
    sitegen: PathBuf,
    /// Leave out Hugo and Eleventy, which `build` is compared with
    #[arg(long)]
    alone: bool,
    /// Print JSON instead of a table
    #[arg(long)]
    json: bool,
    /// Put the table into `docs/benchmarks.md`, with its JSON and its chart beside it
    #[arg(long)]
    write_docs: bool,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum What {
    Import,
    Build,
}

/// The runs of one line of the table.
struct Measured {
    what: String,
    runs: Vec<Run>,
}

impl Bench {
    pub(crate) fn run(&self) -> io::Result<()> {
        if self.write_docs && self.what != What::Build {
            return Err(io::Error::other("the documentation shows `bench build` only"));
        }
        let sitegen = self.sitegen.canonicalize()?;
        let sitegen = text(&sitegen)?;
        let peers = if self.alone || self.what == What::Import { Vec::new() } else { peers::install()? };
        let mut rows = Vec::new();
        if self.what == What::Build {
            rows.push(Row::start_up(&build::start_up(sitegen, self.runs)?));
        }
        for on in std::iter::once(&self.on).chain(&self.disk) {
            for threads in &self.threads {
                let folder = tempfile::Builder::new().prefix("sitegen-bench-").tempdir_in(on.canonicalize()?)?;
                let measured = match self.what {
                    What::Import => import::measured(sitegen, *threads, self.runs, folder.path())?,
                    What::Build => build::measured(sitegen, &peers, *threads, self.runs, folder.path())?,
                };
                rows.extend(report::rows(&file_system(on)?, *threads, &measured));
            }
        }
        let report = Report::new(sitegen, &peers, self.runs, rows)?;
        report.print(self.json)?;
        if self.write_docs { report.write_docs() } else { Ok(()) }
    }
}

/// The kind of file system that a folder is on, such as `tmpfs`.
fn file_system(folder: &Path) -> io::Result<String> {
    let output = std::process::Command::new("stat").args(["--file-system", "--format=%T"]).arg(folder).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// Writes a file, and the folders that it needs.
fn write(path: &Path, contents: &str) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    std::fs::write(path, contents)
}

fn remove(folder: &Path) -> io::Result<()> {
    if folder.exists() { std::fs::remove_dir_all(folder) } else { Ok(()) }
}

fn text(path: &Path) -> io::Result<&str> {
    path.to_str().ok_or_else(|| io::Error::other("a path is not Unicode"))
}
