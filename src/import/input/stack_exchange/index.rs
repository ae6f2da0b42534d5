//! What is noted of each post, in files by ranges of question numbers.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::OpenOptions;
use std::io::{Result, Write as _};

use super::row::{Malformed, Row, number};

/// How many question numbers a file holds: with 44 bytes a post, some megabytes.
const RANGE: u64 = 1 << 17;

/// How much is collected before it is written.
const BUFFERED: usize = 8 << 20;

/// Bytes of a post's note.
const NOTE: usize = 44;

/// Where a post stands, and what it belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Post {
    /// The number of the question that it is or answers.
    pub(super) question: u64,
    /// False for the question, so that it comes first.
    is_answer: bool,
    pub(super) id: u64,
    pub(super) offset: u64,
    pub(super) line: u64,
    pub(super) length: u32,
    /// The writer's number; 0 for none.
    pub(super) owner: i64,
}

impl Post {
    /// What is noted of a row; `None` for one that is neither question nor answer.
    pub(super) fn read(row: &Row) -> std::result::Result<Option<Self>, Malformed> {
        let values = row.values()?;
        let id = number(row, &values, "Id")?;
        // Post types (Stack Exchange, data dump schema): 1 question, 2 answer.
        let (question, is_answer) = match number(row, &values, "PostTypeId")? {
            1 => (id, false),
            2 => (number(row, &values, "ParentId")?, true),
            _ => return Ok(None),
        };
        let owner = values.get("OwnerUserId").and_then(|owner| owner.parse().ok()).unwrap_or(0);
        let length = u32::try_from(row.text.len()).unwrap_or(u32::MAX);
        Ok(Some(Self { question, is_answer, id, offset: row.offset, line: row.line as u64, length, owner }))
    }

    fn note(&self) -> [u8; NOTE] {
        let mut note = [0; NOTE];
        // The question itself is known by its number.
        for (place, value) in [self.question, self.id, self.offset, self.line, self.owner as u64].into_iter().enumerate() {
            note[place * 8..][..8].copy_from_slice(&value.to_le_bytes());
        }
        note[40..].copy_from_slice(&self.length.to_le_bytes());
        note
    }

    fn from_note(note: &[u8]) -> Option<Self> {
        let eight = |place: usize| Some(u64::from_le_bytes(note.get(place * 8..place * 8 + 8)?.try_into().ok()?));
        let (question, id) = (eight(0)?, eight(1)?);
        let length = u32::from_le_bytes(note.get(40..NOTE)?.try_into().ok()?);
        Some(Self { question, is_answer: question != id, id, offset: eight(2)?, line: eight(3)?, length, owner: eight(4)? as i64 })
    }
}

/// All posts of a dump, on disk.
pub(super) struct Index {
    folder: tempfile::TempDir,
    buffers: BTreeMap<u64, Vec<u8>>,
    buffered: usize,
    ranges: BTreeSet<u64>,
}

impl Index {
    pub(super) fn new() -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("sitegen-import-").tempdir()?;
        Ok(Self { folder, buffers: BTreeMap::new(), buffered: 0, ranges: BTreeSet::new() })
    }

    pub(super) fn add(&mut self, post: Post) -> Result<()> {
        let range = post.question / RANGE;
        self.buffers.entry(range).or_default().extend(post.note());
        self.ranges.insert(range);
        self.buffered += NOTE;
        if self.buffered >= BUFFERED { self.flush() } else { Ok(()) }
    }

    fn flush(&mut self) -> Result<()> {
        for (range, notes) in std::mem::take(&mut self.buffers) {
            OpenOptions::new().create(true).append(true).open(self.folder.path().join(range.to_string()))?.write_all(&notes)?;
        }
        self.buffered = 0;
        Ok(())
    }

    /// Takes the posts of the next range into `posts`, the first one last; false where there is none.
    pub(super) fn next_range(&mut self, posts: &mut Vec<Post>) -> Result<bool> {
        self.flush()?;
        let Some(range) = self.ranges.pop_first() else { return Ok(false) };
        let file = self.folder.path().join(range.to_string());
        let notes = std::fs::read(&file)?;
        std::fs::remove_file(&file)?;
        posts.extend(notes.chunks_exact(NOTE).filter_map(Post::from_note));
        posts.sort_unstable_by(|one, other| other.cmp(one));
        Ok(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn posts_come_back_by_question_with_the_question_first() {
        let post = |question, id| Post { question, is_answer: question != id, id, offset: id * 10, line: id, length: 7, owner: -1 };
        let mut index = Index::new().unwrap();
        let far = RANGE * 5 + 3;
        for post in [post(far, 4), post(9, 12), post(9, 9), post(far, far), post(9, 2)] {
            index.add(post).unwrap();
        }
        let mut all = Vec::new();
        let mut posts = Vec::new();
        while index.next_range(&mut posts).unwrap() {
            while let Some(next) = posts.pop() {
                all.push(next);
            }
        }
        assert_eq!(all, [post(9, 9), post(9, 2), post(9, 12), post(far, far), post(far, 4)]);
    }
}
