//! What was measured, as a table, as JSON and in the documentation.

use std::fmt::Write as _;
use std::io;
use std::path::Path;
use std::process::Command;

use serde::Serialize;

use super::peers::Peer;
use super::{Measured, chart};
use crate::measure::{Run, median};

/// The name of the line that the others are compared with: writing the same files without thinking.
pub(super) const COPYING: &str = "`cp -r` of sitegen's output";

const PAGE: &str = "docs/benchmarks.md";
const JSON: &str = "docs/benchmarks.json";
const CHART: &str = "docs/benchmarks.svg";
/// Where the table stands in the page.
const BEGIN: &str = "<!-- written by `xtask bench build --write-docs`: -->\n";
const END: &str = "<!-- until here -->";

/// A line of the table.
#[derive(Serialize)]
pub(super) struct Row {
    /// The kind of file system, where one matters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) on: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) threads: Option<usize>,
    pub(super) what: String,
    #[serde(flatten)]
    pub(super) run: Run,
    /// Against the first line with these threads there.
    #[serde(skip_serializing_if = "Option::is_none")]
    times_first: Option<Times>,
    /// The wall time against `cp -r`.
    #[serde(skip_serializing_if = "Option::is_none")]
    times_copying: Option<f64>,
}

#[derive(Serialize)]
struct Times {
    wall: f64,
    cpu: f64,
}

impl Row {
    pub(super) fn start_up(runs: &[Run]) -> Self {
        Self { on: None, threads: None, what: "`sitegen --version`".to_owned(), run: median(runs), times_first: None, times_copying: None }
    }
}

/// The lines of one number of threads on one file system.
pub(super) fn rows(on: &str, threads: usize, measured: &[Measured]) -> Vec<Row> {
    let first = measured.first().map(|first| median(&first.runs));
    let copying = measured.iter().find(|line| line.what == COPYING).map(|line| median(&line.runs).wall);
    let rows = measured.iter().map(|Measured { what, runs }| {
        let run = median(runs);
        Row {
            on: Some(on.to_owned()),
            threads: Some(threads),
            what: what.clone(),
            run,
            times_first: first.map(|first| Times { wall: run.wall / first.wall, cpu: run.cpu / first.cpu }),
            times_copying: copying.map(|copying| run.wall / copying),
        }
    });
    rows.collect()
}

/// Everything that was measured, and where.
#[derive(Serialize)]
pub(super) struct Report {
    date: String,
    processor: String,
    cores: usize,
    memory_gb: f64,
    versions: Vec<String>,
    runs: usize,
    rows: Vec<Row>,
}

impl Report {
    pub(super) fn new(sitegen: &str, peers: &[Peer], runs: usize, rows: Vec<Row>) -> io::Result<Self> {
        let version = Command::new(sitegen).arg("--version").output()?;
        let mut versions = vec![String::from_utf8_lossy(&version.stdout).trim().to_owned()];
        versions.extend(peers.iter().map(|peer| format!("{} {}", peer.name, peer.version)));
        let field = |file: &str, name: &str| {
            let text = std::fs::read_to_string(file).unwrap_or_default();
            text.lines().find_map(|line| line.strip_prefix(name)?.split_once(':')).map(|(_, value)| value.trim().to_owned())
        };
        let kilobytes = field("/proc/meminfo", "MemTotal").and_then(|value| value.split(' ').next()?.parse::<f64>().ok());
        Ok(Self {
            date: jiff::Timestamp::now().strftime("%Y-%m-%d").to_string(),
            processor: field("/proc/cpuinfo", "model name").unwrap_or_else(|| "an unknown processor".to_owned()),
            cores: std::thread::available_parallelism()?.get(),
            memory_gb: (kilobytes.unwrap_or_default() * 1024.0 / 1e9).round(),
            versions,
            runs,
            rows,
        })
    }

    #[allow(clippy::print_stdout, reason = "this is the result")]
    pub(super) fn print(&self, json: bool) -> io::Result<()> {
        print!("{}", if json { self.json()? } else { self.table() });
        Ok(())
    }

    fn json(&self) -> io::Result<String> {
        Ok(serde_json::to_string_pretty(self).map_err(io::Error::other)? + "\n")
    }

    fn table(&self) -> String {
        let mut table = "| on | threads | what | wall s | CPU s | peak MB | × first, wall | × first, CPU | × `cp -r` |\n\
            |---|---:|---|---:|---:|---:|---:|---:|---:|\n"
            .to_owned();
        for Row { on, threads, what, run: Run { wall, cpu, memory }, times_first, times_copying } in &self.rows {
            let times = |times: Option<f64>| times.map(|times| format!("{times:.2}")).unwrap_or_default();
            let (on, threads) = (on.as_deref().unwrap_or_default(), threads.map(|threads| threads.to_string()).unwrap_or_default());
            let (first_wall, first_cpu) = (times_first.as_ref().map(|times| times.wall), times_first.as_ref().map(|times| times.cpu));
            let _ = writeln!(
                table,
                "| {on} | {threads} | {what} | {wall:.3} | {cpu:.3} | {memory:.0} | {} | {} | {} |",
                times(first_wall),
                times(first_cpu),
                times(*times_copying)
            );
        }
        table
    }

    /// Puts the table between the marks in the page, and writes its JSON and its chart.
    pub(super) fn write_docs(&self) -> io::Result<()> {
        let page = std::fs::read_to_string(PAGE)?;
        let marked = page.split_once(BEGIN).and_then(|(before, rest)| Some((before, rest.split_once(END)?.1)));
        let (before, after) = marked.ok_or_else(|| io::Error::other(format!("`{PAGE}` has no marks for the table")))?;
        let Self { date, processor, cores, memory_gb, versions, runs, .. } = self;
        let versions = versions.join(", ");
        let measured = format!(
            "Measured on {date} with {cores} cores ({processor}) and {memory_gb} GB of memory: {versions}; medians of {runs} runs."
        );
        std::fs::write(PAGE, format!("{before}{BEGIN}\n{measured}\n\n{}\n{END}{after}", self.table()))?;
        std::fs::write(JSON, self.json()?)?;
        std::fs::write(Path::new(CHART), chart::chart(&self.rows))
    }
}
