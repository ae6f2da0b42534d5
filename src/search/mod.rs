//! The index by which a reader's browser searches the site: static files, no server.
//!
//! The browser loads few and small files a query, so the index is cut into shards. Each is a script that
//! hands one value to `sitegenSearch.take(name, value)`: pages that are opened from disk may load scripts
//! but no other files, and one way serves both. The content security policy needs no more than
//! `script-src 'self'`, and every value is a JSON literal, so content stays data.
//!
//! | file below `search/` | value |
//! |---|---|
//! | `index.js` | an object: `threads` (how many), `digits` (of a thread's number in a file's name), `starts` (of the word shards, front-coded), `common` (the words whose lists are cut, the most frequent first), `first` and `last` (of each spelling shard the letters, front-coded, and the length with which it begins), `synonyms` (groups of phrases, each a list of words) |
//! | `words/<n>.js` | a text of threes, separated by spaces: a word; in how many threads it stands; its list. Words are sorted by code point; shard *n* holds those from its start up to the next one's |
//! | `first/<n>.js`, `last/<n>.js` | words of 3 to 25 letters, front-coded, by which a misspelt one is recognised, and of each the binary logarithm of how many threads it stands in. Words of one length with the same first, or last, letters are in one shard (a third letter counts from 7 letters on, a second from 5 on); the shards are in the order of these letters, then of the length |
//! | `topics/<slug>.js` | the numbers of the topic's threads |
//! | `threads/<number>.js` | an object: `title`, `href` from the site's root, `topic` (slug), `questions` (`id`, `title`, `words`; the thread's own first), `editor` (the texts of the site's editor), `answers` (`id`, `name`, `heading`, `words`), `disclaimers` (`text`, `from_site`) |
//!
//! Front-coded words are one text: a capital letter for how much a word shares with the one before (`A` for nothing, `Z` for 25 or
//! more units of UTF-16), then the rest of the word. A number that goes with each stands behind a space, as a capital letter again.
//!
//! A list is made of numbers in Rice's code, six bits a character, the highest first: `A`–`Z`, `a`–`z`, `0`–`9`, `-`, `_`. The first
//! character says how many low bits a number has; then, for each number, as many zeros as its high bits say, a one, and its low bits.
//! A topic's list holds what lies between a thread's number and the one before; a word's list the
//! same times 8, plus a level from 0 to 7 of how much the word says about the thread (BM25F over title,
//! question, headings and answers, in that order of weight).
//!
//! A thread's shard carries its answers' words, and so its disclaimers (promise P3). It is named by a number
//! that depends on the thread's path (`numbers.rs`), so a changed thread changes few files. Drafts have no place here.

mod code;
mod counts;
mod numbers;
mod postings;
mod shards;
#[cfg(test)]
mod tests;
mod words;

use std::borrow::Cow;

use serde::Serialize;

use crate::digest::sha256_of_parts;
use crate::site::{Address, Disclaimer};
use crate::thread::ThreadPath;

pub use counts::{Counters, Counts, Lexicon, Receipt};
pub use postings::Counted;

/// A published thread as the search sees it. All texts are plain words, as a reader sees them on the page.
#[derive(Debug)]
pub struct Record<'a> {
    /// Topic and slug.
    pub path: &'a ThreadPath,
    /// The question in one line.
    pub title: String,
    /// The topic's name.
    pub topic_title: &'a str,
    /// The thread's tags.
    pub tags: &'a [String],
    /// The asker's words; behind them those of the threads that are merged into this one.
    pub questions: Vec<QuestionRecord<'a>>,
    /// What the site's editor wrote: the short answer, the note.
    pub editor: Vec<String>,
    /// The answers in the order of the source.
    pub answers: Vec<AnswerRecord<'a>>,
    /// The legal words under which the answers stand, each text once.
    pub disclaimers: Vec<&'a Disclaimer>,
}

/// A question as the search sees it.
#[derive(Debug, Serialize)]
pub struct QuestionRecord<'a> {
    /// The place on the thread's page, such as `asked.numbness.old-name`; empty for the thread's own question.
    pub id: String,
    /// The title under which a merged thread asked it.
    pub title: Option<&'a str>,
    /// The words.
    pub words: Cow<'a, str>,
}

/// An answer as the search sees it.
#[derive(Debug, Serialize)]
pub struct AnswerRecord<'a> {
    /// The place on the thread's page, such as `a1`.
    pub id: &'a str,
    /// The expert's name.
    pub name: Option<&'a str>,
    /// The expert's heading.
    pub heading: Option<&'a str>,
    /// The words.
    pub words: &'a str,
}

/// The threads' own shards, which are made one at a time.
#[derive(Debug)]
pub struct Shards {
    /// The numbers of the threads, in the order of their paths.
    numbers: Vec<u32>,
    /// How many digits a number has in a file's name.
    digits: usize,
}

impl Shards {
    /// One for each of these threads, which are sorted by path.
    #[must_use]
    pub fn new<'a>(paths: impl ExactSizeIterator<Item = &'a ThreadPath>) -> Self {
        let (numbers, digits) = numbers::assign(paths);
        Self { numbers, digits }
    }

    /// Where the shard of the thread at `index` goes.
    #[must_use]
    pub fn address(&self, index: usize) -> Address {
        Address::search_shard(&self.name(index))
    }

    /// The shard of the thread with this record at `index`.
    #[must_use]
    pub fn shard(&self, index: usize, record: &Record<'_>) -> Vec<u8> {
        shards::of_thread(record, &self.name(index))
    }

    fn name(&self, index: usize) -> String {
        format!("threads/{:0digits$x}", self.numbers[index], digits = self.digits)
    }
}

/// The index without the threads' own shards.
#[derive(Debug)]
pub struct Index {
    /// Its files.
    pub files: Vec<(Address, Vec<u8>)>,
    /// Changes when a word of the index does: put behind the shards' addresses, it keeps a browser from
    /// mixing two builds.
    pub version: String,
}

impl Index {
    /// Makes the index of `threads`, which are sorted by path, have these `shards` and are counted with `lexicon`. `synonyms` are groups of
    /// phrases.
    #[must_use]
    pub fn new(lexicon: &mut Lexicon, threads: &[Counted<'_>], shards: &Shards, synonyms: &[Vec<String>]) -> Self {
        let Shards { numbers, digits } = shards;
        let entries = postings::entries(lexicon, threads, numbers);
        let mut files = shards::of_words(&entries, threads.len(), *digits, synonyms);
        let mut version = sha256_of_parts(files.iter().map(|(_, bytes)| bytes));
        version.truncate(8);
        files.extend(shards::of_topics(threads.iter().map(|thread| thread.path), numbers));
        Self { files, version }
    }
}

/// True when `text` has a word that can be searched for.
#[must_use]
pub fn has_words(text: &str) -> bool {
    let mut found = false;
    words::each(text, |_| found = true);
    found
}
