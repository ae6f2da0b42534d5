//! `sitegen check`.

use camino::Utf8Path;
use clap::Args;

use crate::check;
use crate::import::asked_before;
use crate::site::LoadOptions;

use super::Exit;
use super::output::{Output, plural};

const EXAMPLES: &str = "\
Examples:
  sitegen check                    everything that is wrong, with its place
  sitegen check -v                 notes as well
  sitegen check --drafts           with the threads marked `draft: true`
  sitegen check --asked-before     threads that may ask the same, and by which words
  sitegen check --format json      for a program, one finding a line
";

/// Find everything that is wrong with content/ and templates/, and write nothing
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct Check {
    /// Judge drafts as well
    #[arg(long)]
    drafts: bool,
    /// List the threads that may ask what another asks, instead of what is wrong
    #[arg(long, conflicts_with = "drafts")]
    asked_before: bool,
}

impl Check {
    pub(super) fn run(self, root: &Utf8Path, output: &mut Output) -> Exit {
        if self.asked_before {
            let found = asked_before(root);
            output.findings_asked_for(&found);
            output.say(&format!("{} of threads that may ask the same", plural(found.len(), "pair")));
            return Exit::Fine;
        }
        match check::run(root, &LoadOptions { drafts: self.drafts, base_url: None }, &()) {
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
