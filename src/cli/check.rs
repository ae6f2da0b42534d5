//! `sitegen check`.

use camino::Utf8Path;
use clap::Args;

use crate::check;
use crate::render::Memory;
use crate::site::LoadOptions;

use super::Exit;
use super::output::Output;

const EXAMPLES: &str = "\
Examples:
  sitegen check                    everything that is wrong, with its place
  sitegen check -v                 notes as well
  sitegen check --drafts           with the threads marked `draft: true`
  sitegen check --format json      for a program, one finding a line
";

/// Find everything that is wrong with content/ and templates/, and write nothing
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct Check {
    /// Judge drafts as well
    #[arg(long)]
    drafts: bool,
}

impl Check {
    pub(super) fn run(self, root: &Utf8Path, output: &mut Output) -> Exit {
        match check::run(root, &LoadOptions { drafts: self.drafts, base_url: None }, &mut Memory::default(), &()) {
            Ok(checked) => {
                output.findings_as_result(&checked.problems);
                let count = output.count();
                output.say(&count);
                if checked.has_errors() { Exit::ErrorsFound } else { Exit::Fine }
            }
            Err(error) => {
                output.failure(&error);
                Exit::Failed
            }
        }
    }
}
