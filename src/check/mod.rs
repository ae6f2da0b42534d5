//! Reading and judging a site: the same for `build`, which goes on to publish, and for `check`.

mod redacted;

use std::collections::BTreeSet;

use camino::Utf8Path;

use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::render::{Interface, Memory, Receiver, page_addresses, render};
use crate::settings;
use crate::site::{KeptContent, LoadError, LoadOptions, Record, Site, load};

use redacted::Scan;

/// What a build can spare itself.
#[derive(Debug, Default)]
pub struct Known {
    /// What it knows of the content; `None` where nothing is to be kept either.
    pub content: Option<KeptContent>,
    /// What it learnt of the words that pages show.
    pub memory: Memory,
}

/// A site with everything that was found about it.
#[derive(Debug)]
pub struct Checked {
    /// The content.
    pub site: Site,
    /// What was found, in order.
    pub problems: Vec<Diagnostic>,
}

impl Checked {
    /// The addresses that were ever published, with those of this site.
    #[must_use]
    pub fn record(&self) -> Record {
        self.site.record(page_addresses(&self.site))
    }

    /// True when the site must not be published.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        diagnostic::has_errors(&self.problems)
    }
}

/// A disclaimer or an answer that a page fails to show, because the file has a mistake of its own, need
/// not be mentioned: the mistake is.
fn drop_consequences(problems: &mut Vec<Diagnostic>) {
    let consequence = |problem: &Diagnostic| matches!(problem.code, Code::UndisplayedDisclaimer | Code::UndisplayedAnswer);
    let file = |problem: &Diagnostic| problem.labels.first().map(|label| label.source.path().to_owned());
    let mistaken: BTreeSet<_> =
        problems.iter().filter(|problem| problem.severity == Severity::Error && !consequence(problem)).filter_map(file).collect();
    problems.retain(|problem| !consequence(problem) || file(problem).is_none_or(|path| !mistaken.contains(&path)));
}

/// Reads the site at `root`, makes its files and judges both. Each file is handed to `receiver` as soon as it is made; what it
/// has then taken is fit to publish when nothing is an error. `known` is what an earlier build knew, which may be nothing, and afterwards
/// what this one knows.
///
/// # Errors
/// When there is no content to read.
pub fn run(root: &Utf8Path, options: &LoadOptions, known: &mut Known, receiver: &dyn Receiver) -> Result<Checked, LoadError> {
    let mut problems = Vec::new();
    let settings = settings::load(root, &mut problems);
    let interface = Interface::read(root, &settings.language, &mut problems);
    let (substitutes, mut in_templates) = (interface.substitutes(), Vec::new());
    let load = || load(root, settings, &substitutes, options, known.content.as_mut(), &mut problems);
    let (site, interface) = rayon::join(load, || interface.parse(&mut in_templates));
    let site = site?;
    problems.extend(in_templates);
    let scan = Scan::new(&site.redactions, receiver);
    render(root, &site, interface, &mut known.memory, &scan, &mut problems);
    problems.extend(scan.finish());
    drop_consequences(&mut problems);
    diagnostic::sort(&mut problems);
    let problems = problems.into_iter().map(|problem| problem.below(root)).collect();
    Ok(Checked { site, problems })
}
