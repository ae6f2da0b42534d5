//! What developers run beside the tests: `cargo run --release -p xtask -- help`.

mod bench;
#[path = "../../tests/support/corpus.rs"]
mod corpus;
mod faults;
mod instructions;
mod measure;
mod memory;

use std::io::{self, Write as _};
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
        /// Raw texts or a dump for `sitegen import`, or a site for `sitegen build`
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
    /// Measures the memory that imports of dumps of several sizes take, and what a further question takes
    Memory(memory::Memory),
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
    /// A Stack Exchange dump of brief posts
    Dump,
    Site,
}

fn main() -> ExitCode {
    let done = match Arguments::parse().task {
        Task::Corpus { kind, threads, folder } => write_corpus(kind, threads, &folder),
        Task::Bench(bench) => bench.run(),
        Task::Faults(faults) => faults.run(),
        Task::Instructions(instructions) => instructions.run(),
        Task::Memory(memory) => memory.run(),
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
    match kind {
        Kind::Raw => (0..threads)
            .try_for_each(|number| write(&format!("{:03}/thread-{number:07}.txt", number / 1000), &corpus::thread(number).raw())),
        Kind::Dump => write_dump(threads, folder),
        Kind::Site => {
            let threads = (0..threads).map(|number| corpus::thread(number).content());
            threads.chain(corpus::topics()).try_for_each(|(path, text)| write(&format!("content/{path}"), &text))
        }
    }
}

/// Writes a dump of `questions` questions as `Posts.xml`.
fn write_dump(questions: usize, folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    let mut posts = io::BufWriter::new(std::fs::File::create(folder.join("Posts.xml"))?);
    posts.write_all(b"<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<posts>\n")?;
    for number in 0..questions {
        posts.write_all(corpus::dump_rows(number).as_bytes())?;
    }
    posts.write_all(b"</posts>\n")?;
    posts.flush()
}
