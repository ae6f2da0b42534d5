//! The files of the index; the room's own documentation describes their values.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use rayon::prelude::*;
use serde::Serialize;

use crate::site::Address;
use crate::thread::ThreadPath;

use super::postings::{Entry, MOST};
use super::{AnswerRecord, QuestionRecord, Record, code, words};

/// A file of the index with its bytes.
pub(super) type File = (Address, Vec<u8>);

/// A word shard is cut when it has grown to so many bytes: few enough for a phone, and enough that a site of
/// 10,000 threads has hundreds of shards and not thousands.
const SHARD_BYTES: usize = 6 * 1024;

/// A spelling shard is cut when the words of one more length would make it larger than this.
const SPELLING_WORDS: usize = 200;

/// A word that stands in fewer threads than one in so many is not offered for a misspelt one.
const RAREST_CORRECTION: usize = 5000;

/// The shards that are made of the words: theirs, those for spelling, and the one that is loaded first.
pub(super) fn of_words(entries: &[Entry<'_>], threads: usize, digits: usize, synonyms: &[Vec<String>]) -> Vec<File> {
    let (starts, mut files) = word_shards(entries);
    let (first, by_first) = spelling_shards("first", entries, threads, |word| word.chars().next());
    let (last, by_last) = spelling_shards("last", entries, threads, |word| word.chars().next_back());
    files.extend(by_first);
    files.extend(by_last);
    let mut common: Vec<&Entry<'_>> = entries.iter().filter(|entry| entry.threads > MOST).collect();
    common.sort_by_key(|entry| (std::cmp::Reverse(entry.threads), entry.word));
    let value = First {
        threads,
        digits,
        starts: code::front_coded(starts.iter().map(|start| (start.as_str(), 0))),
        common: common.iter().map(|entry| entry.word).collect::<Vec<_>>().join(" "),
        first,
        last,
        synonyms: synonyms.iter().map(|group| group.iter().map(|phrase| words::all(phrase)).collect()).collect(),
    };
    files.push(shard("index", &value));
    files
}

/// The value of the shard that is loaded first.
#[derive(Serialize)]
struct First {
    threads: usize,
    digits: usize,
    starts: String,
    common: String,
    first: String,
    last: String,
    synonyms: Vec<Vec<Vec<String>>>,
}

/// The start of each word shard, and the shards. A start is no longer than it takes to tell the shard's words
/// from those of the one before.
fn word_shards(entries: &[Entry<'_>]) -> (Vec<String>, Vec<File>) {
    let texts: Vec<String> = entries.par_iter().map(threes).collect();
    let mut shards: Vec<(String, String)> = Vec::new();
    let mut before = "";
    for (entry, text) in entries.iter().zip(texts) {
        match shards.last_mut().filter(|(_, shard)| shard.len() + text.len() <= SHARD_BYTES) {
            Some((_, shard)) => {
                shard.push(' ');
                shard.push_str(&text);
            }
            None => {
                let shared = before.chars().zip(entry.word.chars()).take_while(|(one, other)| one == other).count();
                shards.push((entry.word.chars().take(shared + 1).collect(), text));
            }
        }
        before = entry.word;
    }
    let (starts, texts): (Vec<String>, Vec<String>) = shards.into_iter().unzip();
    let files = texts.iter().enumerate().map(|(index, text)| shard(&format!("words/{index}"), text));
    let files = files.collect();
    (starts, files)
}

/// A word, in how many threads it stands, and its list.
fn threes(entry: &Entry<'_>) -> String {
    let mut text = String::with_capacity(entry.word.len() + 8 + entry.list.len() * 2);
    // Writing to a string cannot fail.
    let _ = write!(text, "{} {} ", entry.word, entry.threads);
    let mut next = 0;
    for (number, level) in &entry.list {
        code::push_number(&mut text, (number - next) * 8 + u32::from(*level));
        next = number + 1;
    }
    text
}

/// The spelling shards: the words by the letter that `letter` takes of them, then by length; and where each shard
/// begins, as letter and length, separated by spaces.
fn spelling_shards(place: &str, entries: &[Entry<'_>], threads: usize, letter: fn(&str) -> Option<char>) -> (String, Vec<File>) {
    let mut groups: BTreeMap<(char, usize), Vec<&Entry<'_>>> = BTreeMap::new();
    let plain = |entry: &&Entry<'_>| entry.threads > threads / RAREST_CORRECTION && !entry.word.contains(char::is_numeric);
    for entry in entries.iter().filter(plain) {
        if let Some(letter) = letter(entry.word) {
            groups.entry((letter, entry.word.chars().count())).or_default().push(entry);
        }
    }
    let mut shards: Vec<((char, usize), Vec<&Entry<'_>>)> = Vec::new();
    for (start, words) in groups {
        match shards.last_mut().filter(|(_, shard)| shard.len() + words.len() <= SPELLING_WORDS) {
            Some((_, shard)) => shard.extend(words),
            None => shards.push((start, words)),
        }
    }
    let starts: Vec<String> = shards.iter().map(|((letter, length), _)| format!("{letter}{length}")).collect();
    let files = shards.into_iter().enumerate().map(|(index, (_, mut words))| {
        words.sort_unstable_by_key(|entry| entry.word);
        let class = |entry: &Entry<'_>| u8::try_from(entry.threads.ilog2()).unwrap_or(25);
        shard(&format!("{place}/{index}"), &code::front_coded(words.iter().map(|entry| (entry.word, class(entry)))))
    });
    (starts.join(" "), files.collect())
}

/// One shard a topic, with the numbers of its threads.
pub(super) fn of_topics<'a>(threads: impl Iterator<Item = &'a ThreadPath>, numbers: &[u32]) -> Vec<File> {
    let mut topics: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (path, number) in threads.zip(numbers) {
        topics.entry(&path.topic).or_default().push(*number);
    }
    let shards = topics.into_iter().map(|(slug, mut numbers)| {
        numbers.sort_unstable();
        let mut text = String::new();
        code::push_rising(&mut text, numbers.into_iter());
        shard(&format!("topics/{slug}"), &text)
    });
    shards.collect()
}

/// The value of a thread's shard.
#[derive(Serialize)]
struct ThreadShard<'a> {
    title: &'a str,
    href: String,
    topic: &'a str,
    questions: &'a [QuestionRecord],
    editor: &'a [String],
    answers: &'a [AnswerRecord<'a>],
    disclaimers: Vec<DisclaimerValue<'a>>,
}

#[derive(Serialize)]
struct DisclaimerValue<'a> {
    text: &'a str,
    from_site: bool,
}

/// The shard of one thread: all that is shown of it.
pub(super) fn of_thread(record: &Record<'_>, name: &str) -> Vec<u8> {
    let value = ThreadShard {
        title: &record.title,
        href: Address::thread(record.path).path().to_owned(),
        topic: record.topic_title,
        questions: &record.questions,
        editor: &record.editor,
        answers: &record.answers,
        disclaimers: record.disclaimers.iter().map(|own| DisclaimerValue { text: &own.text, from_site: own.from_site }).collect(),
    };
    script(name, &value)
}

/// The file with a value.
fn shard(name: &str, value: &impl Serialize) -> File {
    (Address::search_shard(name), script(name, value))
}

/// The script that hands over a value.
fn script(name: &str, value: &impl Serialize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(8 * 1024);
    bytes.extend(b"sitegenSearch.take(\"");
    bytes.extend(name.as_bytes());
    bytes.extend(b"\",");
    // Texts and numbers always have a JSON form, and writing to memory cannot fail.
    let _ = serde_json::to_writer(&mut bytes, value);
    bytes.extend(b")\n");
    bytes
}
