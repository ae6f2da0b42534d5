//! What developers run beside the tests: `cargo run --release -p xtask -- help`.

mod bench;
#[path = "../../tests/support/corpus.rs"]
mod corpus;
mod faults;
mod instructions;
mod measure;

use std::io;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

#[derive(Parser)]
#[command(about = "What developers run beside the tests")]
struct Arguments {
    #[command(subcommand)]
    task: Task,
}

#[derive(Subcommand)]
enum Task {
    /// Writes invented threads, the same on every machine
    Corpus {
        /// Raw texts for `sitegen import`, or a site for `sitegen build`
        kind: Kind,
        /// How many threads
        threads: usize,
        /// The folder to write them to
        folder: PathBuf,
    },
    /// Measures sitegen and prints tables
    Bench(bench::Bench),
    /// Fails or kills a build and an import at each of their system calls; needs `strace`
    Faults(faults::Faults),
    /// Counts the instructions of an import and a build, and compares them with checked-in figures; needs `valgrind`
    Instructions(instructions::Instructions),
    /// Runs a command and prints what it took as JSON; for `bench`
    #[command(hide = true)]
    Measure {
        #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
        command: Vec<String>,
    },
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Kind {
    Raw,
    Site,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Corpus { kind, threads, folder } => write_corpus(kind, threads, &folder),
        Task::Bench(bench) => bench.run(),
        Task::Faults(faults) => faults.run(),
        Task::Instructions(instructions) => instructions.run(),
        Task::Measure { command } => measure::measure_here(&command),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            #[allow(clippy::print_stderr, reason = "this is the command line")]
            {
                eprintln!("error: {error}");
            }
            ExitCode::FAILURE
        }
    }
}

/// Writes `threads` threads below `folder`.
fn write_corpus(kind: Kind, threads: usize, folder: &Path) -> io::Result<()> {
    let write = |path: &str, text: &str| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap_or(folder))?;
        std::fs::write(path, text)
    };
    for number in 0..threads {
        let thread = corpus::thread(number);
        match kind {
            Kind::Raw => write(&format!("{:03}/thread-{number:07}.txt", number / 1000), &thread.raw())?,
            Kind::Site => {
                let (path, text) = thread.content();
                write(&format!("content/{path}"), &text)?;
            }
        }
    }
    if kind == Kind::Site {
        for (path, text) in corpus::topics() {
            write(&format!("content/{path}"), &text)?;
        }
    }
    Ok(())
}
