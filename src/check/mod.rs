//! Reading and judging a site: the same for `build`, which goes on to publish, and for `check`.

mod redacted;

use std::collections::BTreeSet;

use camino::Utf8Path;

use crate::diagnostic::{self, Code, Diagnostic, Severity};
use crate::render::{Interface, Memory, ParsedInterface, Receiver, page_addresses, render};
use crate::settings;
use crate::site::{KeptContent, LoadError, LoadOptions, Record, Site, load};

use redacted::Scan;

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

/// A site that was read, to be made.
pub struct Read {
    site: Site,
    interface: ParsedInterface,
    problems: Vec<Diagnostic>,
}

/// Reads the site at `root`. What is `kept` of its content, where there is any, is what an earlier build found out, and afterwards what this
/// one found out.
///
/// # Errors
/// When there is no content to read.
pub fn read(root: &Utf8Path, options: &LoadOptions, kept: Option<&mut KeptContent>) -> Result<Read, LoadError> {
    let mut problems = Vec::new();
    let settings = settings::load(root, &mut problems);
    let interface = Interface::read(root, &settings.language, &mut problems);
    let (substitutes, mut in_templates) = (interface.substitutes(), Vec::new());
    let load = || load(root, settings, &substitutes, options, kept, &mut problems);
    let (site, interface) = rayon::join(load, || interface.parse(&mut in_templates));
    let site = site?;
    problems.extend(in_templates);
    Ok(Read { site, interface, problems })
}

/// Makes the files of the site at `root` and judges them and it. Each file is handed to `receiver` as soon as it is made; what it
/// has then taken is fit to publish when nothing is an error. `memory` is what an earlier build learnt of the words that pages show, which
/// may be nothing, and afterwards what this one knows.
pub fn make(root: &Utf8Path, read: Read, memory: &mut Memory, receiver: &dyn Receiver) -> Checked {
    let Read { site, interface, mut problems } = read;
    let scan = Scan::new(&site.redactions, receiver);
    render(root, &site, interface, memory, &scan, &mut problems);
    problems.extend(scan.finish());
    drop_consequences(&mut problems);
    diagnostic::sort(&mut problems);
    let problems = problems.into_iter().map(|problem| problem.below(root)).collect();
    Checked { site, problems }
}

/// [`read`] and [`make`], without knowledge of an earlier build.
///
/// # Errors
/// When there is no content to read.
pub fn run(root: &Utf8Path, options: &LoadOptions, receiver: &dyn Receiver) -> Result<Checked, LoadError> {
    Ok(make(root, read(root, options, None)?, &mut Memory::default(), receiver))
}
