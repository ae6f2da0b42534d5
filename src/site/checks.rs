//! What can be wrong with a thread that reads well.

use std::ops::Range;

use crate::diagnostic::{Code, Diagnostic, MOST_IN_ONE_FILE, did_you_mean};
use crate::document::Step;
use crate::thread::ThreadPath;

use super::Address;
use super::addresses::Addresses;
use super::assembly::{Assembly, LoadedThread};

impl Assembly {
    /// Checks one thread.
    pub(super) fn check_thread(&self, loaded: &LoadedThread, addresses: &Addresses, problems: &mut Vec<Diagnostic>) {
        let thread = &loaded.thread;
        let published = loaded.sound && (self.drafts || !thread.editorial.draft);
        if thread.title.is_none() && published {
            problems.push(
                Diagnostic::new(Code::MissingTitle, "this thread has no title")
                    .at(&loaded.source, 0..3, "no `title:` in the front matter")
                    .note("its page shows the first words of the text instead")
                    .help("add `title:` with the question in one line"),
            );
        }
        if loaded.sound && !thread.answers.is_empty() && thread.disclaimer.is_none() && self.settings.disclaimer.is_none() {
            let first = loaded.at(&[Step::Key("answers".to_owned()), Step::Index(0)]);
            problems.push(
                Diagnostic::new(Code::MissingDisclaimer, "this thread has answers but no disclaimer")
                    .at(&loaded.source, first, "would be published without one")
                    .help(
                        "add `disclaimer: |` with the source's words below it, or set `disclaimer:` for the whole site in `sitegen.yaml`",
                    ),
            );
        }
        if published && thread.answers.is_empty() && thread.question.text.is_empty() {
            problems.push(
                Diagnostic::new(Code::EmptyThread, "this thread has neither a question nor an answer")
                    .at(&loaded.source, 0..3, "its page will be empty")
                    .help("add the words, mark it `draft: true`, or delete the file"),
            );
        }
        for answer in thread.answers.iter().filter(|answer| answer.body.text.is_empty()).take(MOST_IN_ONE_FILE) {
            let at = answer.body.offset.min(loaded.source.text().len());
            problems.push(
                Diagnostic::new(Code::EmptyAnswer, format!("answer `{}` has a heading but no words", answer.id))
                    .at(&loaded.source, at..at, "nothing follows")
                    .help("put the expert's words below the heading, or remove the answer"),
            );
        }
        for (index, reference) in thread.editorial.see_also.iter().enumerate().take(MOST_IN_ONE_FILE) {
            self.check_reference(loaded, index, reference, addresses, problems);
        }
    }

    fn check_reference(&self, loaded: &LoadedThread, index: usize, reference: &str, addresses: &Addresses, problems: &mut Vec<Diagnostic>) {
        let span = || loaded.at(&[Step::Key("see_also".to_owned()), Step::Index(index)]);
        let target = ThreadPath::parse(reference);
        if target.as_ref().is_some_and(|path| addresses.contains(&Address::thread(path))) {
            let found = target.and_then(|path| self.threads.binary_search_by(|other| other.path.cmp(&path)).ok());
            if !self.drafts && found.is_some_and(|found| self.threads[found].thread.editorial.draft) {
                problems.push(
                    Diagnostic::new(Code::LinkToDraft, format!("`{reference}` is a draft, so readers are not shown this link"))
                        .at(&loaded.source, span(), "left out")
                        .help("publish the draft, or remove the link"),
                );
            }
            return;
        }
        problems.push(unknown_thread(&self.threads, loaded, reference, span()));
    }
}

/// Says that an editor's reference to a thread leads nowhere.
pub(super) fn unknown_thread(threads: &[LoadedThread], loaded: &LoadedThread, reference: &str, span: Range<usize>) -> Diagnostic {
    let paths: Vec<String> = threads.iter().map(|thread| thread.path.to_string()).collect();
    let help = match did_you_mean(reference, paths.iter().map(String::as_str)) {
        Some(close) => format!("did you mean `{close}`?"),
        None => "write folder and file name without `.md`, such as `numbness/will-it-fade`".to_owned(),
    };
    Diagnostic::new(Code::UnknownThread, format!("there is no thread `{reference}`")).at(&loaded.source, span, "leads nowhere").help(help)
}
