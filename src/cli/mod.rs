//! The command line: arguments → one file a command → exit code.

mod build;
mod check;
mod explain;
mod import;
mod output;

use camino::Utf8PathBuf;
use clap::{Args, Parser, Subcommand, ValueEnum};

use output::Output;

/// What the process ends with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Done; notes and warnings may have been printed.
    Fine = 0,
    /// An error was found in content or input.
    ErrorsFound = 1,
    /// The command could not be carried out: usage, or reading and writing.
    Failed = 2,
}

const EXAMPLES: &str = "\
Examples:
  sitegen import threads/          turn saved threads into files under content/
  sitegen build                    make the site in public/ from content/
  sitegen check                    find everything that is wrong, write nothing
  sitegen --root faq build         do it for the site in the folder faq
";

#[derive(Debug, Parser)]
#[command(name = "sitegen", version, about, before_help = EXAMPLES, disable_help_subcommand = true)]
struct Arguments {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Command,
}

/// What every command understands.
#[derive(Debug, Clone, Args)]
#[command(next_help_heading = "Options of every command")]
struct Global {
    /// The site's folder, which holds content/
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    root: Utf8PathBuf,
    /// How results and findings are printed
    #[arg(long, global = true, value_enum, default_value_t = Format::Text)]
    format: Format,
    /// When to use colours
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto)]
    color: Color,
    /// Print errors only
    #[arg(short, long, global = true, conflicts_with = "verbose")]
    quiet: bool,
    /// Print notes as well
    #[arg(short, long, global = true)]
    verbose: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// For people
    Text,
    /// One JSON object a line
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Color {
    /// On a terminal, unless NO_COLOR is set
    Auto,
    /// In any case
    Always,
    /// Not at all
    Never,
}

#[derive(Debug, Subcommand)]
enum Command {
    Import(import::Import),
    Build(build::Build),
    Check(check::Check),
}

/// Runs the command line of this process.
#[must_use]
pub fn run() -> Exit {
    let Arguments { global, command } = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            // Help and version go to stdout and are no failure. A closed pipe is nobody's error.
            let _ = error.print();
            return if error.use_stderr() { Exit::Failed } else { Exit::Fine };
        }
    };
    let mut output = Output::new(&global);
    let exit = match command {
        Command::Import(command) => command.run(&global.root, &mut output),
        Command::Build(command) => command.run(&global.root, &mut output),
        Command::Check(command) => command.run(&global.root, &mut output),
    };
    if output.lost() { Exit::Failed } else { exit }
}
