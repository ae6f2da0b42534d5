//! How many instructions an import and a build of a small corpus take: a measure that a busy machine does
//! not disturb, so that it can be compared with figures that are checked in.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use clap::Args;

use crate::{Kind, write_corpus};

/// The figures that are checked in.
const FIGURES: &str = "benches/instructions.json";
const THREADS: usize = 200;
/// By these words import knows the corpus's disclaimer.
const SETTINGS: &str = "import: { disclaimers: [These invented answers] }\n";

/// What to compare with, and how.
#[derive(Args)]
pub(crate) struct Instructions {
    /// How many hundredths more or less are fine
    #[arg(long, default_value_t = 3.0)]
    tolerance: f64,
    /// Take over the figures of this run
    #[arg(long)]
    write: bool,
    /// The program
    #[arg(long, default_value = "target/release/sitegen")]
    sitegen: PathBuf,
}

impl Instructions {
    #[allow(clippy::print_stdout, reason = "this is the result")]
    pub(crate) fn run(&self) -> io::Result<()> {
        let figures = self.count()?;
        if self.write {
            let text = serde_json::to_string_pretty(&figures).map_err(io::Error::other)?;
            return std::fs::write(FIGURES, text + "\n");
        }
        let known: BTreeMap<String, u64> = serde_json::from_slice(&std::fs::read(FIGURES)?).map_err(io::Error::other)?;
        let mut beyond = 0;
        for (what, figure) in &figures {
            let known = known.get(what).ok_or_else(|| io::Error::other(format!("`{FIGURES}` has no figure for `{what}`")))?;
            let change = (*figure as f64 / *known as f64 - 1.0) * 100.0;
            beyond += usize::from(change.abs() > self.tolerance);
            println!("{what}: {:.1} million instructions, {change:+.2} %", *figure as f64 / 1e6);
        }
        let help = "mend what became slower; where it is meant, or became faster, take the figures over with `xtask instructions --write`";
        if beyond == 0 { Ok(()) } else { Err(io::Error::other(format!("{beyond} beyond {} %: {help}", self.tolerance))) }
    }

    fn count(&self) -> io::Result<BTreeMap<String, u64>> {
        let sitegen = self.sitegen.canonicalize()?;
        let folder = tempfile::Builder::new().prefix("sitegen-instructions-").tempdir()?;
        write_corpus(Kind::Raw, THREADS, &folder.path().join("raw"))?;
        std::fs::write(folder.path().join("sitegen.yaml"), SETTINGS)?;
        // A build that finds nothing changed is left out: its count varied threefold from run to run, and why is not known.
        let runs: [(&str, &[&str]); 2] = [("import", &["import", "--topic", "all", "raw"]), ("build", &["build"])];
        runs.into_iter().map(|(what, arguments)| Ok((what.to_owned(), collected(&sitegen, folder.path(), arguments)?))).collect()
    }
}

/// The instructions of one run, on one thread.
fn collected(sitegen: &Path, folder: &Path, arguments: &[&str]) -> io::Result<u64> {
    let mut command = Command::new("valgrind");
    command.args(["--tool=callgrind", "--callgrind-out-file=/dev/null"]).arg(sitegen).arg("--quiet").args(arguments);
    let output = command.current_dir(folder).env("RAYON_NUM_THREADS", "1").env("SOURCE_DATE_EPOCH", "1790000000").output()?;
    let words = String::from_utf8_lossy(&output.stderr);
    let count = words.lines().find_map(|line| line.split_once("Collected : ")?.1.trim().parse().ok());
    count.filter(|_| output.status.success()).ok_or_else(|| io::Error::other(format!("valgrind failed: {words}")))
}
