//! Reading and judging a site: the same for `build`, which goes on to publish, and for `check`.

use camino::Utf8Path;

use crate::diagnostic::{self, Diagnostic};
use crate::render::{OutputFile, render};
use crate::site::{LoadError, LoadOptions, Site, load};

/// A site with everything that was found about it.
#[derive(Debug)]
pub struct Checked {
    /// The content.
    pub site: Site,
    /// Every file of the rendered site; fit to publish when nothing is an error.
    pub files: Vec<OutputFile>,
    /// What was found, in order.
    pub problems: Vec<Diagnostic>,
}

impl Checked {
    /// True when the site must not be published.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        diagnostic::has_errors(&self.problems)
    }
}

/// Reads the site at `root`, renders it in memory and judges both.
///
/// # Errors
/// When there is no content to read.
pub fn run(root: &Utf8Path, options: &LoadOptions) -> Result<Checked, LoadError> {
    let mut problems = Vec::new();
    let site = load(root, options, &mut problems)?;
    let files = render(root, &site, &mut problems);
    diagnostic::sort(&mut problems);
    let problems = problems.into_iter().map(|problem| problem.below(root)).collect();
    Ok(Checked { site, files, problems })
}
