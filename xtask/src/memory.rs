//! How much memory an import of a dump takes, of which only a little may be kept a question.

use std::io;
use std::path::PathBuf;

use clap::Args;

use crate::measure::measure;
use crate::{Kind, write_corpus};

/// How large, and how much is too much.
#[derive(Args)]
pub(crate) struct Memory {
    /// How many questions each dump has
    #[arg(long, value_delimiter = ',', default_values_t = [1_000_000, 2_000_000])]
    questions: Vec<usize>,
    /// Most bytes that a further question may take
    #[arg(long, default_value_t = 60.0)]
    most: f64,
    /// The program
    #[arg(long, default_value = "target/release/sitegen")]
    sitegen: PathBuf,
}

impl Memory {
    /// Imports without writing: what is kept of a thread is the same, and the disk has nothing to do with it.
    #[allow(clippy::print_stdout, reason = "this is the result")]
    pub(crate) fn run(&self) -> io::Result<()> {
        let sitegen = self.sitegen.canonicalize()?;
        let sitegen = sitegen.to_str().ok_or_else(|| io::Error::other("the program's path is no UTF-8"))?;
        let mut before: Option<(usize, f64)> = None;
        for questions in &self.questions {
            let folder = tempfile::Builder::new().prefix("sitegen-memory-").tempdir()?;
            write_corpus(Kind::Dump, *questions, folder.path())?;
            let run = measure(
                folder.path(),
                &[sitegen, "--quiet", "import", "--dry-run", "--topic", "all", "--url", "https://dump.example", "Posts.xml"],
            )?;
            println!("{questions} questions: {:.0} MB at most, {:.0} s of a processor", run.memory, run.cpu);
            if let Some((fewer, memory)) = before.filter(|(fewer, _)| fewer < questions) {
                let further = (run.memory - memory) * 1e6 / (questions - fewer) as f64;
                println!("{further:.0} bytes a further question");
                if further > self.most {
                    return Err(io::Error::other(format!("more than {} bytes: see what `import` keeps of each thread", self.most)));
                }
            }
            before = Some((*questions, run.memory));
        }
        Ok(())
    }
}
