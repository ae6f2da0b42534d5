//! Which threads a reader of one may want to read too, and by which words.

use rayon::prelude::*;

use crate::similarity::{Corpus, Counters, Index, KeptDocuments, Part, Scratch, parts, wording};

use super::SiteThread;

/// So many related threads are shown at most.
const MOST_RELATED: usize = 4;

/// So many shared words say why.
const MOST_WORDS: usize = 4;

/// Fewer shared words are chance.
const LEAST_WORDS: usize = 2;

/// Threads less alike than this are not related. Set by looking at the demonstration's threads and at
/// generated ones: below it, what is shared is by the way.
const LEAST_LIKENESS: f32 = 0.1;

/// A thread worth reading after another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    /// Its index in [`super::Site::threads`].
    pub thread: usize,
    /// As one text, since there are many.
    words: Box<str>,
}

impl Related {
    /// Words that stand in both, in small letters, the most telling first.
    pub fn words(&self) -> impl Iterator<Item = &str> {
        self.words.split(' ')
    }
}

/// For each thread those most like it, best first. Threads that are among the `kept` ones, where there are any, are not counted
/// again; then these are kept.
pub(super) fn related(threads: &[SiteThread], kept: Option<&mut KeptDocuments>) -> Vec<Vec<Related>> {
    let texts = threads.par_iter().map(|thread| {
        let merged = thread.merged.iter().flat_map(|merged| wording(&merged.title, &merged.question.text));
        parts(&thread.thread).into_iter().chain(merged).collect()
    });
    let texts: Vec<Vec<Part<'_>>> = texts.collect();
    let corpus = match kept {
        Some(kept) => kept.corpus(&texts),
        None => {
            let counters = Counters::default();
            let documents = texts.par_iter().map(|texts| counters.count(texts)).collect();
            Corpus::new(counters, documents)
        }
    };
    let index = Index::new(corpus);
    (0..threads.len()).into_par_iter().map_init(Scratch::default, |scratch, thread| of(&index, thread, scratch)).collect()
}

fn of(index: &Index, thread: usize, scratch: &mut Scratch) -> Vec<Related> {
    let near = index.nearest(thread, LEAST_LIKENESS, scratch);
    let related = near.into_iter().filter_map(|found| {
        let shared = index.shared(thread, found.document);
        let in_both = shared.filter(|shared| shared.words[0] == shared.words[1]);
        let words: Vec<&str> = in_both.take(MOST_WORDS).map(|shared| shared.words[0]).collect();
        (words.len() >= LEAST_WORDS).then(|| Related { thread: found.document, words: words.join(" ").into() })
    });
    related.take(MOST_RELATED).collect()
}
