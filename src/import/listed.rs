//! The threads of a site, listed so that millions of them take little memory.
//!
//! What is known of a thread is a record. Records stand one behind the other, and from a length on in a temporary file.
//! In memory stay, of each record and key, eight bytes that say where it is; a record is read before it counts as found,
//! so that none is ever taken for another.

use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom, Write as _};
use std::sync::{Mutex, PoisonError};

use ahash::RandomState;
use serde::{Deserialize, Serialize};

use crate::thread::ThreadPath;

/// A SHA-256.
pub(super) type Hash = [u8; 32];

/// So many bytes of records stay in memory: those of some 100,000 threads.
const MOST_IN_MEMORY: usize = 8 << 20;

/// Records begin at multiples of so many bytes, so that four bytes say where in 32 GiB.
const STEP: u64 = 8;

/// What is known of a thread.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Listed {
    pub(super) topic: String,
    pub(super) slug: String,
    /// The hash of its text, where it is known.
    pub(super) sha256: Option<Hash>,
    /// The name of the file that it came from, where that is looked for.
    pub(super) file: Option<String>,
    /// The thread has an earlier record, with another text.
    pub(super) again: bool,
}

impl Listed {
    pub(super) fn path(self) -> ThreadPath {
        ThreadPath { topic: self.topic, slug: self.slug }
    }

    fn is_of(&self, path: &ThreadPath) -> bool {
        self.topic == path.topic && self.slug == path.slug
    }
}

/// Threads by their paths, the hashes of their texts and the files that they came from.
#[derive(Debug, Default)]
pub(super) struct List {
    records: Records,
    keys: RandomState,
    by_path: Places,
    by_sha256: Places,
    by_file: Places,
    /// How many threads there are.
    threads: usize,
}

impl List {
    /// Adds a thread, or another text of one. Of two threads of one text the later one is found by it.
    ///
    /// # Errors
    /// When the temporary file cannot be read, or is full.
    pub(super) fn add(&mut self, path: &ThreadPath, sha256: Option<Hash>, file: Option<String>) -> io::Result<()> {
        let again = self.holds(path)?;
        let listed = Listed { topic: path.topic.clone(), slug: path.slug.clone(), sha256, file, again };
        let before = sha256.map(|sha256| self.place_of_text(&sha256)).transpose()?.flatten();
        let place = self.records.add(&listed)?;
        if !again {
            self.threads += 1;
            self.by_path.add(self.keys.hash_one(path), place);
        }
        if let Some(sha256) = sha256 {
            self.by_sha256.put(self.keys.hash_one(sha256), before, place);
        }
        if let Some(file) = &listed.file {
            self.by_file.add(self.keys.hash_one(file), place);
        }
        Ok(())
    }

    /// How many threads there are.
    pub(super) fn threads(&self) -> usize {
        self.threads
    }

    /// Is there a thread with this path?
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub(super) fn holds(&self, path: &ThreadPath) -> io::Result<bool> {
        for place in self.by_path.of(self.keys.hash_one(path)) {
            if self.records.at(place)?.is_of(path) {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// The thread of a text with this hash.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub(super) fn of_text(&self, sha256: &Hash) -> io::Result<Option<ThreadPath>> {
        self.place_of_text(sha256)?.map(|place| self.records.at(place).map(Listed::path)).transpose()
    }

    fn place_of_text(&self, sha256: &Hash) -> io::Result<Option<u32>> {
        for place in self.by_sha256.of(self.keys.hash_one(sha256)) {
            if self.records.at(place)?.sha256.as_ref() == Some(sha256) {
                return Ok(Some(place));
            }
        }
        Ok(None)
    }

    /// The threads that came from a file of this name, in no particular order.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub(super) fn of_file(&self, name: &str) -> io::Result<Vec<Listed>> {
        let listed = self.by_file.of(self.keys.hash_one(name)).map(|place| self.records.at(place));
        let same = |listed: &io::Result<Listed>| listed.as_ref().map_or(true, |listed| listed.file.as_deref() == Some(name));
        listed.filter(same).collect()
    }

    /// The paths of all threads, in order.
    ///
    /// # Errors
    /// When the temporary file cannot be read.
    pub(super) fn paths(&self) -> io::Result<Vec<ThreadPath>> {
        let mut paths = Vec::with_capacity(self.threads);
        self.records.each(|listed| {
            if !listed.again {
                paths.push(listed.path());
            }
        })?;
        paths.sort_unstable();
        Ok(paths)
    }
}

/// Records one behind the other, each with its length before it.
#[derive(Debug, Default)]
struct Records {
    /// The first of them, where there are many.
    file: Option<Mutex<File>>,
    /// How many bytes the file has.
    in_file: u64,
    /// Those behind the file's.
    recent: Vec<u8>,
    /// There is no room for a file, so all stay in memory.
    no_file: bool,
}

impl Records {
    /// Adds a record, and says where it is.
    fn add(&mut self, listed: &Listed) -> io::Result<u32> {
        let place = u32::try_from((self.in_file + self.recent.len() as u64) / STEP).ok().filter(|place| *place < Slot::FREE.place);
        let place = place.ok_or_else(|| io::Error::other("it is full"))?;
        let bytes = postcard::to_allocvec(listed).map_err(io::Error::other)?;
        self.recent.extend(u32::try_from(bytes.len()).map_err(io::Error::other)?.to_le_bytes());
        self.recent.extend(bytes);
        self.recent.resize(self.recent.len().next_multiple_of(STEP as usize), 0);
        if self.recent.len() > MOST_IN_MEMORY && !self.no_file {
            self.no_file = self.move_to_file().is_err();
        }
        Ok(place)
    }

    fn move_to_file(&mut self) -> io::Result<()> {
        let file = match self.file.take() {
            Some(file) => file,
            None => Mutex::new(tempfile::tempfile()?),
        };
        let written = {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(self.in_file)).and_then(|_| file.write_all(&self.recent))
        };
        self.file = Some(file);
        written?;
        self.in_file += self.recent.len() as u64;
        self.recent.clear();
        Ok(())
    }

    fn at(&self, place: u32) -> io::Result<Listed> {
        let start = u64::from(place) * STEP;
        match (start.checked_sub(self.in_file), &self.file) {
            (Some(start), _) => read(&mut self.recent.get(start as usize..).unwrap_or_default()),
            (None, Some(file)) => {
                let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
                file.seek(SeekFrom::Start(start))?;
                read(&mut *file)
            }
            (None, None) => Err(io::ErrorKind::UnexpectedEof.into()),
        }
    }

    /// Calls `each` with every record, in order.
    fn each(&self, mut each: impl FnMut(Listed)) -> io::Result<()> {
        if let Some(file) = &self.file {
            let mut file = file.lock().unwrap_or_else(PoisonError::into_inner);
            file.seek(SeekFrom::Start(0))?;
            each_in(BufReader::new(&mut *file), self.in_file, &mut each)?;
        }
        each_in(self.recent.as_slice(), self.recent.len() as u64, &mut each)
    }
}

/// Calls `each` with every record in the first `length` bytes.
fn each_in(mut bytes: impl Read, length: u64, each: &mut impl FnMut(Listed)) -> io::Result<()> {
    let mut at = 0;
    while at < length {
        let (record, size) = read_sized(&mut bytes)?;
        let padding = size.next_multiple_of(STEP) - size;
        io::copy(&mut bytes.by_ref().take(padding), &mut io::sink())?;
        at += size + padding;
        each(record);
    }
    Ok(())
}

fn read(bytes: &mut impl Read) -> io::Result<Listed> {
    read_sized(bytes).map(|(record, _)| record)
}

/// A record, with its size in bytes.
fn read_sized(bytes: &mut impl Read) -> io::Result<(Listed, u64)> {
    let mut length = [0; 4];
    bytes.read_exact(&mut length)?;
    let mut record = vec![0; u32::from_le_bytes(length) as usize];
    bytes.read_exact(&mut record)?;
    let size = (length.len() + record.len()) as u64;
    Ok((postcard::from_bytes(&record).map_err(io::Error::other)?, size))
}

/// Places of records by the hash of a key, in a table with open addressing.
#[derive(Debug, Default)]
struct Places {
    /// A power of two of them, or none at first.
    slots: Vec<Slot>,
    used: usize,
}

/// Half of a hash, and a record's place; [`Slot::FREE`] for none.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Slot {
    hash: u32,
    place: u32,
}

impl Slot {
    const FREE: Self = Self { hash: u32::MAX, place: u32::MAX };
}

impl Places {
    /// The places of records with this hash, and maybe of a few others.
    fn of(&self, hash: u64) -> impl Iterator<Item = u32> {
        let hash = hash as u32;
        self.from(hash)
            .map(|at| self.slots[at])
            .take_while(|slot| *slot != Slot::FREE)
            .filter(move |slot| slot.hash == hash)
            .map(|slot| slot.place)
    }

    /// The slots in which a hash may be, in order.
    fn from(&self, hash: u32) -> impl Iterator<Item = usize> + use<> {
        let slots = self.slots.len();
        (0..slots).map(move |step| (hash as usize + step) & (slots - 1))
    }

    /// Adds a place.
    fn add(&mut self, hash: u64, place: u32) {
        // At most three quarters are used, so that what is looked for is near.
        if (self.used + 1) * 4 > self.slots.len() * 3 {
            let wanted = (self.slots.len() * 2).max(16);
            let before = std::mem::replace(&mut self.slots, vec![Slot::FREE; wanted]);
            before.into_iter().filter(|slot| *slot != Slot::FREE).for_each(|slot| self.fill(slot));
        }
        self.used += 1;
        self.fill(Slot { hash: hash as u32, place });
    }

    /// Adds a place, or puts it where `before` was.
    fn put(&mut self, hash: u64, before: Option<u32>, place: u32) {
        let slot = Slot { hash: hash as u32, place: before.unwrap_or(Slot::FREE.place) };
        let known = self.from(slot.hash).take_while(|at| self.slots[*at] != Slot::FREE).find(|at| self.slots[*at] == slot);
        match known {
            Some(at) => self.slots[at].place = place,
            None => self.add(hash, place),
        }
    }

    fn fill(&mut self, slot: Slot) {
        let free = self.from(slot.hash).find(|at| self.slots[*at] == Slot::FREE);
        if let Some(free) = free {
            self.slots[free] = slot;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(number: u32) -> ThreadPath {
        ThreadPath { topic: "numbness".to_owned(), slug: format!("will-it-fade-{number}") }
    }

    fn hash(number: u32) -> Hash {
        crate::digest::sha256_bytes(number.to_le_bytes())
    }

    /// A list of so many threads, some of which are in a file.
    fn list(threads: u32) -> List {
        let mut list = List::default();
        for number in 0..threads {
            list.add(&path(number), Some(hash(number)), Some(format!("{}.txt", number / 2))).unwrap();
            if number == threads / 2 {
                list.records.move_to_file().unwrap();
            }
        }
        list
    }

    #[test]
    fn threads_are_found_in_memory_and_in_the_file() {
        let list = list(1000);
        assert!(list.records.in_file > 0 && !list.records.recent.is_empty());
        for number in 0..1000 {
            assert!(list.holds(&path(number)).unwrap());
            assert_eq!(list.of_text(&hash(number)).unwrap(), Some(path(number)));
            let of_file: Vec<ThreadPath> = list.of_file(&format!("{}.txt", number / 2)).unwrap().into_iter().map(Listed::path).collect();
            assert!(of_file.len() == 2 && of_file.contains(&path(number)));
        }
        assert!(!list.holds(&path(1000)).unwrap() && list.of_text(&hash(1000)).unwrap().is_none() && list.of_file("x").unwrap().is_empty());
        let mut expected: Vec<ThreadPath> = (0..1000).map(path).collect();
        expected.sort();
        assert_eq!((list.threads(), list.paths().unwrap()), (1000, expected));
    }

    #[test]
    fn threads_stay_in_memory_where_no_file_can_be_written() {
        let mut list = List::default();
        (0..10).for_each(|number| list.add(&path(number), Some(hash(number)), None).unwrap());
        let folder = tempfile::tempdir().unwrap();
        let name = folder.path().join("list");
        std::fs::write(&name, "").unwrap();
        // Opened for reading alone.
        list.records.file = Some(Mutex::new(File::open(&name).unwrap()));
        assert!(list.records.move_to_file().is_err());
        list.add(&path(10), Some(hash(10)), None).unwrap();
        assert!((0..11).all(|number| list.of_text(&hash(number)).unwrap() == Some(path(number))));
        assert_eq!((list.records.in_file, list.paths().unwrap().len()), (0, 11));
    }

    #[test]
    fn another_text_of_a_thread_makes_it_no_second_thread() {
        let mut list = list(3);
        list.add(&path(1), Some(hash(7)), None).unwrap();
        assert_eq!((list.threads(), list.paths().unwrap().len()), (3, 3));
        assert_eq!([1, 7].map(|number| list.of_text(&hash(number)).unwrap()), [Some(path(1)), Some(path(1))]);
        // Of two threads of one text, the later one.
        list.add(&path(8), Some(hash(7)), None).unwrap();
        assert_eq!((list.of_text(&hash(7)).unwrap(), list.threads()), (Some(path(8)), 4));
    }

    #[test]
    fn keys_with_the_same_hash_are_told_apart() {
        let mut places = Places::default();
        (0..100).for_each(|place| places.add(7, place));
        places.put(7, Some(50), 200);
        let mut found: Vec<u32> = places.of(7).collect();
        found.sort_unstable();
        assert!(found.len() == 100 && found.contains(&200) && !found.contains(&50) && places.of(8).count() == 0);
    }
}
