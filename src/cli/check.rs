//! `sitegen check`.

use camino::Utf8Path;
use clap::Args;

use crate::check;
use crate::site::LoadOptions;

use super::Exit;
use super::output::Output;

const EXAMPLES: &str = "\
Examples:
  sitegen check                    everything that is wrong, with its place
  sitegen check -v                 notes as well
  sitegen check --format json      for a program, one finding a line
";

/// Find everything that is wrong with content/ and templates/, and write nothing
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct Check {}

impl Check {
    pub(super) fn run(self, root: &Utf8Path, output: &mut Output) -> Exit {
        // Drafts are judged as well: a mistake is best found before the day of publishing.
        match check::run(root, &LoadOptions { drafts: true, base_url: None }) {
            Ok(checked) => {
                output.findings_as_result(&checked.problems);
                output.say(&output.count(&checked.problems));
                if checked.has_errors() { Exit::ErrorsFound } else { Exit::Fine }
            }
            Err(error) => {
                output.failure(&error);
                Exit::Failed
            }
        }
    }
}
