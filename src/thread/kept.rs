//! Threads that were read before and need not be taken apart again.

use std::ops::Range;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::diagnostic::Source;

use super::{Markdown, Text, Thread};

/// A thread without the words that its file holds just so.
#[derive(Debug, Serialize, Deserialize)]
struct KeptThread<T> {
    thread: T,
    /// How long the texts below the front matter are, in bytes, in their order in the file.
    lengths: Vec<u32>,
    front_matter: Range<usize>,
}

/// What is to be kept of a thread and of the place of its front matter, for [`from_kept`]; `None` where a text is not just what stands in the
/// file.
#[must_use]
pub fn keep(thread: &mut Thread, front_matter: &Range<usize>, file: &str) -> Option<Vec<u8>> {
    if !markdown(thread).all(|text| file.get(text.offset..).is_some_and(|rest| rest.starts_with(&*text.text))) {
        return None;
    }
    let texts: Vec<Text> = markdown(thread).map(|markdown| std::mem::take(&mut markdown.text)).collect();
    let lengths: Option<Vec<u32>> = texts.iter().map(|text| u32::try_from(text.len()).ok()).collect();
    let kept = lengths.map(|lengths| KeptThread { thread: &*thread, lengths, front_matter: front_matter.clone() });
    let bytes = kept.and_then(|kept| postcard::to_allocvec(&kept).ok());
    markdown(thread).zip(texts).for_each(|(markdown, text)| markdown.text = text);
    bytes
}

/// The thread of which `kept` was kept, in a file with the same text, and the place of its front matter.
#[must_use]
pub fn from_kept(kept: &[u8], file: &Arc<Source>) -> Option<(Thread, Range<usize>)> {
    let KeptThread { mut thread, lengths, front_matter } = postcard::from_bytes(kept).ok()?;
    for (markdown, length) in markdown(&mut thread).zip(lengths) {
        let range = markdown.offset..markdown.offset + length as usize;
        file.text().get(range.clone())?;
        markdown.text = Text::part(file, range);
    }
    Some((thread, front_matter))
}

/// The texts of a thread that stand below its front matter.
fn markdown(thread: &mut Thread) -> impl Iterator<Item = &mut Markdown> {
    let answers = thread.answers.iter_mut().flat_map(|answer| answer.heading.iter_mut().chain([&mut answer.body]));
    [&mut thread.question].into_iter().chain(answers)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::super::read;
    use super::*;
    use crate::diagnostic::Source;
    use crate::document::split;

    const FILE: &str = "---\ntitle: Numb?\nshort_answer: Yes.\nanswers:\n  - { id: a1, name: Vida Norstrand, rating: 4.9 }\n  - { id: a2, place: Fargo }\n\
                        disclaimer: General words.\n---\n\nIs it \u{e9} numb?\n\n## Wait {#a1}\n\nTwo weeks.\n\n## {#a2}\n\nThree.\n";

    fn source(text: &str) -> Arc<Source> {
        Arc::new(Source::new("content/t/a.md", text.to_owned()))
    }

    fn read_file() -> (Thread, Range<usize>) {
        let source = source(FILE);
        let mut problems = Vec::new();
        let thread = read(&source, &mut problems).unwrap();
        let front_matter = split(&source, &mut problems).unwrap().front_matter;
        assert!(problems.is_empty());
        (thread, front_matter)
    }

    #[test]
    fn a_kept_thread_is_the_one_that_was_read() {
        let (mut thread, front_matter) = read_file();
        let before = format!("{thread:?}");
        let kept = keep(&mut thread, &front_matter, FILE).unwrap();
        assert_eq!(format!("{thread:?}"), before, "it is as it was");
        assert!(!kept.windows(9).any(|part| part == b"Two weeks"), "the file's own words are not kept");
        let (again, place) = from_kept(&kept, &source(FILE)).unwrap();
        assert_eq!((format!("{again:?}"), place), (before, front_matter));
        assert!(from_kept(&kept, &source("---\n---\n")).is_none());
    }

    #[test]
    fn words_that_the_file_has_otherwise_are_not_kept() {
        let (mut thread, front_matter) = read_file();
        thread.question.text = format!("{}!", thread.question.text).into();
        assert!(keep(&mut thread, &front_matter, FILE).is_none());
    }
}
