//! A Stack Exchange dump: `Posts.xml`, with `Users.xml` beside it for the names.
//!
//! A dump may be a hundred gigabytes, and an answer may stand anywhere in it. So it is read once from
//! end to end, and what is noted of each post (44 bytes) goes to files by ranges of question numbers; then
//! each range is taken into memory by itself, sorted, and its posts are read where they stand.
//! Threads come in the order of their questions' numbers.

mod index;
mod names;
mod question;
mod row;

use std::collections::VecDeque;
use std::fs::File;
use std::io::{BufReader, Read as _, Seek as _, SeekFrom};

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::{Code, Diagnostic};

use super::lines::Lines;
use index::{Index, Post};
use names::Names;
use row::{Row, malformed, rows};

pub use question::Question;

/// The questions of a dump, one after the other.
pub(super) struct Dump {
    posts: Utf8PathBuf,
    site: Option<String>,
    /// What is to be said before the next question.
    problems: VecDeque<Diagnostic>,
    read: Option<Indexed>,
    failed: bool,
}

/// A dump that was read once.
struct Indexed {
    file: File,
    index: Index,
    names: Option<Names>,
    /// The posts of the range at hand, the next one last.
    waiting: Vec<Post>,
    left_out: LeftOut,
}

/// Posts that belong to no thread.
#[derive(Debug, Default)]
struct LeftOut {
    /// Tag wikis and the like.
    other_kinds: usize,
    /// Answers to questions that the dump does not hold.
    orphans: usize,
    /// Posts with a number that another post has already.
    repeated: usize,
}

impl Dump {
    /// The dump in `posts`, of the site at `site`; without it, of the site that its folder is named after.
    pub(super) fn new(posts: &Utf8Path, site: Option<&str>) -> Self {
        let folder = posts.parent().and_then(Utf8Path::file_name).filter(|name| is_host(name));
        let site = site.map(|site| site.trim_end_matches('/').to_owned()).or_else(|| folder.map(|host| format!("https://{host}")));
        let mut problems = VecDeque::new();
        if site.is_none() {
            problems.push_back(
                Diagnostic::new(Code::MissingAttribution, "the dump does not tell which site it is from, so nothing in it can be linked to its source")
                    .in_file(posts)
                    .note("the licence of Stack Exchange's sites wants the question and each writer linked")
                    .help("give the site with `--url`, such as `--url https://medicalsciences.stackexchange.com`, or name the dump's folder after it"),
            );
        }
        Self { posts: posts.to_owned(), site, problems, read: None, failed: false }
    }

    /// Reads the dump from end to end and notes where each post stands.
    fn index(&mut self) -> std::io::Result<Indexed> {
        let file = File::open(&self.posts)?;
        let mut rows = rows(Lines::new(BufReader::with_capacity(1 << 20, File::open(&self.posts)?)));
        let mut index = Index::new()?;
        let mut left_out = LeftOut::default();
        while let Some(row) = rows.next()? {
            match row.and_then(|row| Ok((Post::read(&row)?, row))) {
                Ok((Some(post), _)) => index.add(post)?,
                Ok((None, _)) => left_out.other_kinds += 1,
                Err(problem) => self.report(malformed(&self.posts, problem)),
            }
        }
        let users = self.posts.with_file_name("Users.xml");
        let names = if users.exists() { Some(Names::read(&users, &mut |problem| self.report(malformed(&users, problem)))?) } else { None };
        Ok(Indexed { file, index, names, waiting: Vec::new(), left_out })
    }

    fn report(&mut self, problem: Diagnostic) {
        self.problems.push_back(problem);
    }
}

/// Is this a folder's name or a site's?
fn is_host(name: &str) -> bool {
    let labels: Vec<&str> = name.split('.').collect();
    let is_label =
        |label: &&str| !label.is_empty() && label.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    labels.len() > 1 && labels.iter().all(is_label) && labels.last().is_some_and(|last| last.bytes().all(|byte| byte.is_ascii_lowercase()))
}

impl Iterator for Dump {
    type Item = Result<Question, Diagnostic>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.read.is_none() && !self.failed {
            match self.index() {
                Ok(read) => self.read = Some(read),
                Err(error) => self.fail(&error),
            }
        }
        if let Some(problem) = self.problems.pop_front() {
            return Some(Err(problem));
        }
        match self.read.as_mut()?.question(&self.posts, self.site.as_deref()) {
            Ok(Some(question)) => Some(Ok(question)),
            Ok(None) => {
                let left_out = self.read.take()?.left_out;
                self.failed = true;
                self.problems.extend(left_out.say(&self.posts));
                self.problems.pop_front().map(Err)
            }
            Err(error) => {
                self.fail(&error);
                self.problems.pop_front().map(Err)
            }
        }
    }
}

impl Dump {
    fn fail(&mut self, error: &std::io::Error) {
        self.read = None;
        self.failed = true;
        let message = format!("the dump could not be read to its end: {error}");
        self.report(
            Diagnostic::new(Code::UnreadableFile, message)
                .in_file(&self.posts)
                .help("check the file, and that the folder for temporary files has room for 50 bytes a post"),
        );
    }
}

impl Indexed {
    /// The next question with its answers.
    fn question(&mut self, posts: &Utf8Path, site: Option<&str>) -> std::io::Result<Option<Question>> {
        loop {
            if self.waiting.is_empty() && !self.index.next_range(&mut self.waiting)? {
                return Ok(None);
            }
            let Some(first) = self.waiting.pop() else { continue };
            let mut group = vec![first];
            while self.waiting.last().is_some_and(|next| next.question == first.question) {
                group.extend(self.waiting.pop());
            }
            let before = group.len();
            group.dedup_by_key(|post| post.id);
            self.left_out.repeated += before - group.len();
            if first.id != first.question {
                self.left_out.orphans += group.len();
                continue;
            }
            let mut rows = Vec::with_capacity(group.len());
            for post in &group {
                rows.push(self.row(post)?);
            }
            return Ok(Some(Question::new(posts, site, rows)));
        }
    }

    /// A post's row as it stands in the file, with its writer's name.
    fn row(&mut self, post: &Post) -> std::io::Result<(Row, Option<String>)> {
        let mut bytes = vec![0; post.length as usize];
        self.file.seek(SeekFrom::Start(post.offset))?;
        self.file.read_exact(&mut bytes)?;
        let text = String::from_utf8(bytes).map_err(|_| std::io::Error::other("it was changed while it was read"))?;
        let name = match &mut self.names {
            Some(names) => names.of(post.owner)?,
            None => None,
        };
        Ok((Row { line: post.line as usize, offset: post.offset, text }, name))
    }
}

impl LeftOut {
    fn say(&self, posts: &Utf8Path) -> Option<Diagnostic> {
        let counts = [
            (self.other_kinds, "tag-wiki or other kind of post"),
            (self.orphans, "answer whose question is not in the dump"),
            (self.repeated, "post with a number that another has"),
        ];
        let words: Vec<String> = counts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} × {what}")).collect();
        (!words.is_empty()).then(|| Diagnostic::new(Code::LeftOut, format!("left out of the dump: {}", words.join(", "))).in_file(posts))
    }
}
