//! A merge written into an editor's file: only the stretches that change are replaced, so comments,
//! order and style of everything else stay.
//!
//! The model decides ([`super::merge`]), this only writes; what it wrote is read back, and when it
//! does not say the very same thread, nothing is written.

use std::ops::Range;
use std::sync::Arc;

use crate::diagnostic::{Source, has_errors};
use crate::document::{Place, Step, block_text, flow_text, place, split};
use crate::thread::{self, Answer, Thread, answer_line, answer_text, provenance_line, tags_line};

/// The text of `source`, which reads as `ours`, changed so that it reads as `merged`; `None` where
/// that could not be done without touching more than what changed.
pub(super) fn patch(source: &Arc<Source>, ours: &Thread, merged: &Thread) -> Option<String> {
    let front_matter = split(source, &mut Vec::new())?.front_matter;
    let mut patch = Patch { text: source.text(), front_matter, edits: Vec::new() };
    // Answers first: what is added at the end of the front matter goes below the last of them.
    patch.answers(ours, merged)?;
    patch.scalars(ours, merged)?;
    patch.question(ours, merged);
    let text = patch.apply()?;
    let mut problems = Vec::new();
    let written = thread::read(&Arc::new(Source::new(source.path(), text.clone())), &mut problems)?;
    (!has_errors(&problems) && written == *merged).then_some(text)
}

/// Replacements in a file's text.
struct Patch<'a> {
    text: &'a str,
    front_matter: Range<usize>,
    edits: Vec<(Range<usize>, String)>,
}

impl Patch<'_> {
    fn scalars(&mut self, ours: &Thread, merged: &Thread) -> Option<()> {
        if merged.source != ours.source {
            self.entry("source", merged.source.as_ref().map(|source| format!("source: {}\n", provenance_line(source))))?;
        }
        if merged.tags != ours.tags {
            self.entry("tags", (!merged.tags.is_empty()).then(|| tags_line(&merged.tags)))?;
        }
        if merged.title != ours.title {
            self.entry("title", merged.title.as_ref().map(|title| format!("title: {}\n", flow_text(title))))?;
        }
        if merged.declared_answers != ours.declared_answers {
            self.entry("declared_answers", merged.declared_answers.map(|count| format!("declared_answers: {count}\n")))?;
        }
        if merged.disclaimer != ours.disclaimer {
            self.entry("disclaimer", merged.disclaimer.as_ref().map(|text| format!("disclaimer: {}", block_text(text))))?;
        }
        Some(())
    }

    /// Replaces, adds (at the end of the front matter) or removes a key with its value. A remark behind
    /// the value stays; one that would be lost makes it `None`.
    fn entry(&mut self, key: &str, new: Option<String>) -> Option<()> {
        let new = new.unwrap_or_default();
        let Some(place) = self.place(&[Step::Key(key.to_owned())]) else {
            self.edits.push((self.front_matter.end..self.front_matter.end, new));
            return Some(());
        };
        let end = place.value.end.max(place.key.end);
        let line_end = self.end_of_line(end);
        let remark_behind = self.text[end..line_end].contains('#');
        let remark_inside = self.text[place.value].lines().count() > 1 && key == "source";
        if remark_inside || (remark_behind && (new.is_empty() || new.trim_end().contains('\n'))) {
            return None;
        }
        if remark_behind {
            self.edits.push((place.key.start..end, new.trim_end().to_owned()));
        } else {
            self.edits.push((place.key.start..line_end, new));
        }
        Some(())
    }

    fn question(&mut self, ours: &Thread, merged: &Thread) {
        if merged.question == ours.question {
            return;
        }
        if ours.question.text.is_empty() {
            let body = self.end_of_line(self.front_matter.end);
            self.edits.push((body..body, format!("\n{}\n", merged.question.text)));
        } else {
            let start = ours.question.offset;
            self.edits.push((start..start + ours.question.text.len(), merged.question.text.to_string()));
        }
    }

    fn answers(&mut self, ours: &Thread, merged: &Thread) -> Option<()> {
        for (index, answer) in merged.answers.iter().enumerate() {
            match ours.answers.iter().find(|other| other.id == answer.id) {
                Some(before) if before == answer => {}
                Some(before) => self.change(before, answer)?,
                None => {
                    // A run of new answers goes in behind the last one that is not new.
                    let behind =
                        merged.answers[..index].iter().rev().find_map(|above| ours.answers.iter().find(|other| other.id == above.id));
                    self.insert(answer, behind, ours)?;
                }
            }
        }
        Some(())
    }

    fn change(&mut self, before: &Answer, after: &Answer) -> Option<()> {
        if answer_line(before) != answer_line(after) {
            let item = self.item(&before.id)?;
            // A remark inside the entry would be lost with it.
            if self.text[item.clone()].contains('#') || !self.text[item.clone()].starts_with('{') {
                return None;
            }
            self.edits.push((item, answer_line(after)));
        }
        if before.heading != after.heading || before.body != after.body {
            // Words that were empty have no place of their own, so heading and words go together.
            let start = self.heading_line(&before.id)?;
            let end = if before.body.text.is_empty() {
                self.end_of_line(start)
            } else {
                self.end_of_line(before.body.offset + before.body.text.len())
            };
            self.edits.push((start..end, answer_text(after)));
        }
        Some(())
    }

    fn insert(&mut self, answer: &Answer, behind: Option<&Answer>, ours: &Thread) -> Option<()> {
        let line = |indentation: &str| format!("{indentation}- {}\n", answer_line(answer));
        match behind.or(ours.answers.first()) {
            Some(neighbour) => {
                let item = self.item(&neighbour.id)?;
                let start = self.text[..item.start].rfind('\n').map_or(0, |index| index + 1);
                let indentation: String = self.text[start..item.start].chars().take_while(|character| *character == ' ').collect();
                let at = if behind.is_some() { self.end_of_line(item.end) } else { start };
                self.edits.push((at..at, line(&indentation)));
            }
            None if self.place(&[Step::Key("answers".to_owned())]).is_none() => {
                let at = self.front_matter.end;
                self.edits.push((at..at, format!("answers:\n{}", line("  "))));
            }
            None => return None,
        }
        let at = match (behind, ours.answers.first()) {
            (Some(behind), _) => {
                let end =
                    if behind.body.text.is_empty() { self.heading_line(&behind.id)? } else { behind.body.offset + behind.body.text.len() };
                self.end_of_line(end)
            }
            (None, Some(first)) => {
                let at = self.heading_line(&first.id)?;
                self.edits.push((at..at, format!("{}\n", answer_text(answer))));
                return Some(());
            }
            (None, None) => self.text.len(),
        };
        let gap = if self.text[..at].ends_with('\n') { "\n" } else { "\n\n" };
        self.edits.push((at..at, format!("{gap}{}", answer_text(answer))));
        Some(())
    }

    /// Where the entry of the answer `id` stands.
    fn item(&self, id: &str) -> Option<Range<usize>> {
        let answers = || Step::Key("answers".to_owned());
        for index in 0.. {
            let place = self.place(&[answers(), Step::Index(index), Step::Key("id".to_owned())])?;
            if self.text[place.value].trim_matches(['"', '\'']) == id {
                return self.place(&[answers(), Step::Index(index)]).map(|place| place.value);
            }
        }
        None
    }

    /// Where the line of the answer's heading begins.
    fn heading_line(&self, id: &str) -> Option<usize> {
        let mark = format!("{{#{id}}}");
        let body = self.front_matter.end;
        let mut start = body;
        for line in self.text[body..].split_inclusive('\n') {
            if line.starts_with("##") && line.trim_end().ends_with(&mark) {
                return Some(start);
            }
            start += line.len();
        }
        None
    }

    fn place(&self, path: &[Step]) -> Option<Place> {
        let found = place(&self.text[self.front_matter.clone()], path)?;
        let shift = |range: Range<usize>| range.start + self.front_matter.start..range.end + self.front_matter.start;
        Some(Place { key: shift(found.key), value: shift(found.value) })
    }

    /// The end of the line on which the byte before `offset` stands, line ending included.
    fn end_of_line(&self, offset: usize) -> usize {
        if offset > 0 && self.text[..offset].ends_with('\n') && offset > self.front_matter.start && offset != self.front_matter.end {
            return offset;
        }
        self.text[offset..].find('\n').map_or(self.text.len(), |index| offset + index + 1)
    }

    /// The text with all edits made; `None` where two of them overlap.
    fn apply(mut self) -> Option<String> {
        // Insertions at one place stay in the order in which they were made.
        self.edits.sort_by_key(|(range, _)| range.start);
        let mut text = String::with_capacity(self.text.len());
        let mut end = 0;
        for (range, new) in &self.edits {
            text.push_str(self.text.get(end..range.start)?);
            text.push_str(new);
            end = range.end;
        }
        text.push_str(&self.text[end..]);
        Some(text)
    }
}
