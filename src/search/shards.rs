//! The files of the index; the room's own documentation describes their values.

use std::collections::BTreeMap;

use rayon::prelude::*;
use serde::Serialize;

use crate::site::Address;
use crate::thread::ThreadPath;

use super::postings::{Entry, MOST};
use super::{AnswerRecord, QuestionRecord, Record, code, words};

/// A file of the index with its bytes.
pub(super) type File = (Address, Vec<u8>);

/// A word shard is cut when it has grown to so many bytes: a query loads one or two a word, and where all begin (some four
/// bytes a shard), so that at 10,000 threads neither larger nor smaller ones would be less to load.
const SHARD_BYTES: usize = 2 * 1024;

/// A spelling shard is cut when the words of one more group would make it larger than this.
const SPELLING_WORDS: usize = 150;

/// A word that stands in fewer threads than one in so many is not offered for a misspelt one.
const RAREST_CORRECTION: usize = 5000;

/// The shards that are made of the words: theirs, those for spelling, and the one that is loaded first.
pub(super) fn of_words(entries: &[Entry<'_>], threads: usize, digits: usize, synonyms: &[Vec<String>]) -> Vec<File> {
    let (starts, mut files) = word_shards(entries);
    let (first, by_first) = spelling_shards("first", entries, threads, first_letters);
    let (last, by_last) = spelling_shards("last", entries, threads, last_letters);
    files.extend(by_first);
    files.extend(by_last);
    let mut common: Vec<&Entry<'_>> = entries.iter().filter(|entry| entry.threads > MOST).collect();
    common.sort_by_key(|entry| (std::cmp::Reverse(entry.threads), entry.word));
    let value = First {
        threads,
        digits,
        starts: code::front_coded(starts.iter().map(String::as_str)),
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
    let nexts = std::iter::once(0).chain(entry.list.iter().map(|listed| listed.number() + 1));
    let values = entry.list.iter().zip(nexts).map(|(listed, next)| listed.step(next));
    format!("{} {} {}", entry.word, entry.threads, code::packed(values))
}

/// The words that are offered for a misspelt one, in shards: grouped by the letters that `end` takes of them and by their length,
/// the groups in order, none of them cut; and where each shard begins.
///
/// Of a word with one mistake, its first or its last letters are as they should be, if these are less than half of it. Three
/// of them tell enough.
fn spelling_shards(place: &str, entries: &[Entry<'_>], threads: usize, end: fn(&str, usize) -> &str) -> (String, Vec<File>) {
    let plain = |entry: &&Entry<'_>| entry.threads > threads / RAREST_CORRECTION && !entry.word.contains(char::is_numeric);
    let lengths =
        entries.iter().filter(plain).map(|entry| (entry.word.chars().count(), entry)).filter(|(length, _)| (3..=25).contains(length));
    let mut words: Vec<(&str, usize, &Entry<'_>)> =
        lengths.map(|(length, entry)| (end(entry.word, ((length - 1) / 2).min(3)), length, entry)).collect();
    words.par_sort_by_key(|(letters, length, _)| (*letters, *length));
    let mut shards: Vec<Vec<(&str, usize, &Entry<'_>)>> = Vec::new();
    for group in words.chunk_by(|one, other| (one.0, one.1) == (other.0, other.1)) {
        match shards.last_mut().filter(|shard| shard.len() + group.len() <= SPELLING_WORDS) {
            Some(shard) => shard.extend(group),
            None => shards.push(group.to_vec()),
        }
    }
    let starts = with_classes(shards.iter().filter_map(|shard| shard.first()).map(|(letters, length, _)| (*letters, *length)));
    let files = shards.into_par_iter().enumerate().map(|(index, mut words)| {
        words.sort_unstable_by_key(|(_, _, entry)| entry.word);
        let value = with_classes(words.iter().map(|(_, _, entry)| (entry.word, entry.threads.ilog2() as usize)));
        shard(&format!("{place}/{index}"), &value)
    });
    (starts, files.collect())
}

/// The first `count` letters of a word.
fn first_letters(word: &str, count: usize) -> &str {
    word.char_indices().nth(count).map_or(word, |(at, _)| &word[..at])
}

/// The last `count` letters of a word, at least one.
fn last_letters(word: &str, count: usize) -> &str {
    word.char_indices().rev().nth(count - 1).map_or(word, |(at, _)| &word[at..])
}

/// Words front-coded, and behind a space a capital letter for each, in the same order.
fn with_classes<'a>(words: impl Iterator<Item = (&'a str, usize)> + Clone) -> String {
    let classes: String = words.clone().map(|(_, class)| code::letter(class)).collect();
    format!("{} {classes}", code::front_coded(words.map(|(word, _)| word)))
}

/// One shard a topic, with the numbers of its threads.
pub(super) fn of_topics<'a>(threads: impl Iterator<Item = &'a ThreadPath>, numbers: &[u32]) -> Vec<File> {
    let mut topics: BTreeMap<&str, Vec<u32>> = BTreeMap::new();
    for (path, number) in threads.zip(numbers) {
        topics.entry(&path.topic).or_default().push(*number);
    }
    let shards = topics.into_iter().map(|(slug, mut numbers)| {
        numbers.sort_unstable();
        shard(&format!("topics/{slug}"), &code::packed_rising(&numbers))
    });
    shards.collect()
}

/// The value of a thread's shard.
#[derive(Serialize)]
struct ThreadShard<'a> {
    title: &'a str,
    href: String,
    topic: &'a str,
    questions: &'a [QuestionRecord<'a>],
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

/// The file with a value. All of them are in memory at once, so none takes more room than it needs.
fn shard(name: &str, value: &impl Serialize) -> File {
    let mut bytes = script(name, value);
    bytes.shrink_to_fit();
    (Address::search_shard(name), bytes)
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
