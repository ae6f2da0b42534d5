//! Reading `redactions.yaml`.

use std::sync::Arc;

use camino::Utf8Path;

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::document::{Document, Fields, Step, place, read_source};
use crate::thread::ThreadPath;

use super::pattern::Pattern;
use super::{Entry, Redactions, What};

/// The name of the file at the site's root.
pub const FILE: &str = "redactions.yaml";

impl Redactions {
    /// The redactions of the site at `root`; none where it has no `redactions.yaml`. `removed` stands where words are taken out. What is
    /// wrong is added to `problems`.
    pub fn load(root: &Utf8Path, removed: &str, problems: &mut Vec<Diagnostic>) -> Self {
        if !root.join(FILE).exists() {
            return Self::default();
        }
        read_source(root, Utf8Path::new(FILE), problems).map_or_else(Self::default, |source| read(&source, removed, problems))
    }
}

/// Reads the text of a `redactions.yaml`.
pub(super) fn read(source: &Arc<Source>, removed: &str, problems: &mut Vec<Diagnostic>) -> Redactions {
    let Some(document) = Document::parse(source, 0..source.text().len(), problems) else {
        return Redactions::default();
    };
    let mut fields = document.fields(problems);
    let mut entries = Vec::new();
    let lists: [(&'static str, Kind); 4] = [("phrases", phrase), ("answers", answer), ("people", person), ("threads", thread)];
    for (list, kind) in lists {
        let found = fields.list(list, |fields| {
            let (what, date) = (kind(fields), fields.date("date"));
            // Kept for the record and never published: it may say more than the redaction hides.
            if fields.text("reason").is_none() {
                fields.missing("reason", "say why, such as `reason: asked for by the patient`; it is never published");
            }
            if date.is_none() && !fields.has("date") {
                fields.missing("date", "say since when, such as `date: 2026-11-22`");
            }
            what.zip(date)
        });
        for (index, (mut what, date)) in found.into_iter().enumerate().filter_map(|(index, found)| Some((index, found?))) {
            if let What::Phrase(pattern) | What::Person { mentions: Some(pattern), .. } = &mut what {
                removed.clone_into(&mut pattern.replacement);
            }
            let span = place(source.text(), &[Step::Key(list.to_owned()), Step::Index(index)]).map_or(0..0, |place| place.value);
            entries.push(Entry { what, date, span: first_line(source.text(), span) });
        }
    }
    fields.finish();
    Redactions { entries, source: Some(Arc::clone(source)), ..Redactions::default() }
}

type Kind = fn(&mut Fields<'_>) -> Option<What>;

fn phrase(fields: &mut Fields<'_>) -> Option<What> {
    let text = required(fields, "text", "write the words to take out: `- { text: …, reason: …, date: … }`")?;
    pattern(fields, "text", &text).map(What::Phrase)
}

fn answer(fields: &mut Fields<'_>) -> Option<What> {
    let text = required(fields, "answer", "name the answer: `- { answer: numbness/will-it-fade#a2, reason: …, date: … }`")?;
    let parts = text.split_once('#').and_then(|(path, id)| Some(What::Answer(ThreadPath::parse(path)?, id.to_owned())));
    if parts.is_none() {
        let help = "write the thread and the answer's id, such as `answer: numbness/will-it-fade#a2`";
        fields.problem("answer", Code::WrongType, format!("`{text}` names no answer"), "thread and id expected", help);
    }
    parts
}

fn person(fields: &mut Fields<'_>) -> Option<What> {
    let name = required(fields, "name", "write the name: `- { name: …, reason: …, date: … }`")?;
    let place = fields.text("place");
    let pattern = pattern(fields, "name", &name)?;
    // The same name elsewhere may be somebody else.
    let mentions = place.is_none().then_some(pattern);
    Some(What::Person { name, place, mentions })
}

fn thread(fields: &mut Fields<'_>) -> Option<What> {
    let text = required(fields, "thread", "name the thread: `- { thread: numbness/will-it-fade, reason: …, date: … }`")?;
    let path = ThreadPath::parse(&text);
    if path.is_none() {
        let help = "write folder and file name without `.md`, such as `thread: numbness/will-it-fade`";
        fields.problem("thread", Code::WrongType, format!("`{text}` names no thread"), "folder and name expected", help);
    }
    path.map(What::Thread)
}

fn required(fields: &mut Fields<'_>, key: &'static str, help: &str) -> Option<String> {
    let text = fields.text(key);
    if text.is_none() && !fields.has(key) {
        fields.missing(key, help);
    }
    text
}

fn pattern(fields: &mut Fields<'_>, key: &str, text: &str) -> Option<Pattern> {
    let pattern = Pattern::new(text);
    if pattern.is_none() {
        fields.problem(key, Code::WrongType, "there are no words to look for", "empty", "write the words that must not be published");
    }
    pattern
}

fn first_line(text: &str, span: std::ops::Range<usize>) -> std::ops::Range<usize> {
    let length = text.get(span.clone()).and_then(|value| value.lines().next()).map_or(0, str::len);
    span.start..span.start + length
}
