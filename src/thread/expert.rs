//! A file about one expert: `content/_experts/<slug>.md`.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Source};
use crate::document::{Document, split};

use super::Markdown;
use super::read::web_address;

/// The folder below `content/` with the files about experts.
pub const EXPERTS: &str = "_experts";

/// What an editor says about an expert. The bylines of the answers stay as the sources had them.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ExpertFile {
    /// The last part of the page's address.
    pub slug: String,
    /// The name that the page shows.
    pub name: String,
    /// Where they work.
    pub place: Option<String>,
    /// Other spellings of the same person, each as `Name, Place`, or the name alone.
    pub also: Vec<String>,
    /// Letters behind the name, instead of those given with the first answer.
    pub credentials: Option<String>,
    /// The field of work, instead of the one given with the first answer.
    pub specialty: Option<String>,
    /// A web address about the person.
    pub link: Option<String>,
    /// A few words about them, by the editor.
    pub words: Markdown,
}

/// Reads the file of the expert whose page is `slug`; what is wrong is added to `problems`.
pub fn read_expert(slug: &str, source: &Arc<Source>, problems: &mut Vec<Diagnostic>) -> Option<ExpertFile> {
    let parts = split(source, problems)?;
    let document = Document::parse(source, parts.front_matter, problems)?;
    let mut fields = document.fields(problems);
    let name = fields.text("name");
    if name.is_none() {
        fields.missing("name", "write the name as the answers give it, without credentials, such as `name: Vida Norstrand`");
    }
    let file = ExpertFile {
        slug: slug.to_owned(),
        name: name.unwrap_or_default(),
        place: fields.text("place"),
        also: fields.texts("also"),
        credentials: fields.text("credentials"),
        specialty: fields.text("specialty"),
        link: web_address(&mut fields, "link"),
        words: Markdown::at(source, parts.body),
    };
    fields.finish();
    (!file.name.is_empty()).then_some(file)
}
