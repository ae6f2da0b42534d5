//! The template engine, and its complaints in words that a template's author can act on.

use std::collections::BTreeMap;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use camino::Utf8Path;
use serde::Serialize;
use tera::{Context, ErrorKind, ReportError, Tera, Value};

use crate::diagnostic::{Code, Diagnostic, Source, did_you_mean};

use super::template_files::FOLDER;
use super::words::Words;
use super::{context, template_names};

/// The templates of a site, ready to render.
pub(super) struct Templates {
    engine: Tera,
    sources: BTreeMap<String, Arc<Source>>,
}

impl Templates {
    /// Parses every template; `None` when one is wrong, after all of them were looked at.
    pub(super) fn new(sources: BTreeMap<String, Arc<Source>>, words: &Words, problems: &mut Vec<Diagnostic>) -> Option<Self> {
        let mut engine = Tera::default();
        words.register(&mut engine);
        if let Err(error) = engine.add_raw_templates(sources.iter().map(|(name, source)| (name, source.text()))) {
            let mistakes = syntax_errors(&sources);
            problems.extend(if mistakes.is_empty() { unknown_names(&sources, &error) } else { mistakes });
            return None;
        }
        Some(Self { engine, sources })
    }

    /// The names in the templates that nobody defines.
    pub(super) fn unknown_names(&self) -> Vec<Diagnostic> {
        template_names::check(&self.engine, &self.sources)
    }

    /// Gives every template the numbers and names of the site.
    pub(super) fn give_site(&mut self, site: &context::Site) {
        self.engine.global_context().insert("site", site);
    }

    /// A frame with its finished HTML, as templates get it.
    pub(super) fn frame(&self, mut frame: context::Frame) -> Result<Value, Box<Diagnostic>> {
        let mut values = Context::new();
        values.insert("frame", &frame);
        let render = |name: &str| self.render_values(name, &values).map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        frame.assets_html = render("assets.html")?;
        frame.header_html = render("header.html")?;
        frame.footer_html = render("footer.html")?;
        Ok(Value::from_serializable(&frame))
    }

    /// Renders the template `name` in a `frame` with `page` and, under `key`, the page's own value.
    pub(super) fn render<T: Serialize>(
        &self,
        name: &str,
        frame: &Value,
        page: &context::Page,
        key: &'static str,
        value: &T,
    ) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut values = Context::new();
        values.insert_value("frame", frame.clone());
        values.insert("page", page);
        values.insert(key, value);
        self.render_values(name, &values)
    }

    fn render_values(&self, name: &str, values: &Context) -> Result<Vec<u8>, Box<Diagnostic>> {
        let mut bytes = Vec::with_capacity(16 * 1024);
        match catch_unwind(AssertUnwindSafe(|| self.engine.render_to(name, values, &mut bytes))) {
            Ok(Ok(())) => Ok(bytes),
            Ok(Err(error)) => Err(Box::new(self.rendering_error(name, &error))),
            Err(_) => Err(Box::new(
                Diagnostic::new(Code::TemplateError, "the template engine failed on this template")
                    .in_file(&Utf8Path::new(FOLDER).join(name))
                    .help("compare it with sitegen's own template of the same name"),
            )),
        }
    }

    fn rendering_error(&self, name: &str, error: &tera::Error) -> Diagnostic {
        let (ErrorKind::RenderingError(report) | ErrorKind::SyntaxError(report)) = error.kind() else {
            return other_error(&self.sources, name, error);
        };
        let Some(source) = self.sources.get(report.filename()) else { return other_error(&self.sources, name, error) };
        let span = clamp(source, report.span().range.clone());
        let (complaint, available) = split_available(report.message());
        let Some((kind, wrong)) = undefined(complaint) else {
            return Diagnostic::new(Code::TemplateError, format!("this cannot be rendered: {complaint}"))
                .at(source, span, "while rendering this")
                .help("compare it with sitegen's own template of the same name");
        };
        template_names::undefined_name(source, span, kind, wrong, &available)
    }
}

/// A message without the names that it lists behind `Available …:`, and these names.
fn split_available(message: &str) -> (&str, Vec<String>) {
    let marks = [" Available variables: ", " Available fields: "];
    let found = marks.iter().find_map(|mark| message.split_once(mark));
    found.map_or((message, Vec::new()), |(complaint, names)| (complaint, names.split(", ").map(str::to_owned).collect()))
}

/// What is undefined, and its name, if the engine complains about that.
fn undefined(complaint: &str) -> Option<(&'static str, &str)> {
    for (beginning, kind) in [("Variable `", "variable"), ("Field `", "field")] {
        if let Some(rest) = complaint.strip_prefix(beginning) {
            return rest.find('`').map(|end| (kind, &rest[..end]));
        }
    }
    None
}

/// What cannot be read in any of the templates. The engine itself stops at the first.
fn syntax_errors(sources: &BTreeMap<String, Arc<Source>>) -> Vec<Diagnostic> {
    let of_one = |(name, source): (&String, &Arc<Source>)| {
        // On its own a template may lack its parent, which is not looked at before it is parsed.
        let error = Tera::default().add_raw_template(name, source.text()).err()?;
        let ErrorKind::SyntaxError(report) = error.kind() else { return None };
        Some(syntax_error(source, report))
    };
    sources.iter().filter_map(of_one).collect()
}

fn syntax_error(source: &Arc<Source>, report: &ReportError) -> Diagnostic {
    let span = clamp(source, report.span().range.clone());
    Diagnostic::new(Code::TemplateError, format!("this template cannot be read: {}", report.message()))
        .at(source, span, "could not be read on from here")
        .help("each `{{` needs its `}}`, each `{%` its `%}`, and each `if`, `for` and `block` its end")
}

/// What the engine says about the templates together: names of filters, includes and the like that
/// it does not know. It gives them as one text of several reports, of which the first two lines say
/// what and where.
fn unknown_names(sources: &BTreeMap<String, Arc<Source>>, error: &tera::Error) -> Vec<Diagnostic> {
    let text = error.to_string();
    let mut found = Vec::new();
    for report in text.split("error: ").filter(|report| !report.trim().is_empty()) {
        let mut lines = report.lines();
        let message = lines.next().unwrap_or_default();
        let place = lines.next().and_then(|line| line.trim().strip_prefix("--> ")).and_then(|place| locate(sources, place));
        found.extend(place.map(|(source, span)| unknown_name(sources, &source, span, message)));
    }
    if found.is_empty() {
        found.push(other_error(sources, &text, error));
    }
    found
}

/// The place that `name:line:column` means, as long as the name that is quoted in a report.
fn locate(sources: &BTreeMap<String, Arc<Source>>, place: &str) -> Option<(Arc<Source>, Range<usize>)> {
    let mut parts = place.rsplitn(3, ':');
    let column: usize = parts.next()?.parse().ok()?;
    let line: usize = parts.next()?.parse().ok()?;
    let source = sources.get(parts.next()?)?;
    let span = source.line_span(line);
    let text = &source.text()[span.clone()];
    let at = text.char_indices().nth(column.saturating_sub(1)).map_or(text.len(), |(index, _)| index);
    let ends = |character: char| !(character.is_alphanumeric() || matches!(character, '_' | '.' | '-'));
    let length = text[at..].char_indices().skip(1).find(|(_, character)| ends(*character)).map_or(text.len() - at, |(index, _)| index);
    Some((Arc::clone(source), span.start + at..span.start + at + length))
}

fn unknown_name(sources: &BTreeMap<String, Arc<Source>>, source: &Arc<Source>, span: Range<usize>, message: &str) -> Diagnostic {
    let name = message.split('`').nth(1).unwrap_or_default();
    let known: Vec<String> = if message.contains("template") {
        sources.keys().cloned().collect()
    } else if message.contains("filter") {
        template_names::FILTERS.iter().map(|filter| (*filter).to_owned()).collect()
    } else {
        Vec::new()
    };
    let mut lowered = message.to_owned();
    if let Some(first) = lowered.get_mut(..1) {
        first.make_ascii_lowercase();
    }
    let diagnostic = Diagnostic::new(Code::TemplateError, lowered);
    match did_you_mean(name, known.iter().map(String::as_str)) {
        Some(close) => diagnostic.at(source, span, format!("did you mean `{close}`?")).help(format!("write `{close}`")),
        None => diagnostic.at(source, span, "not known").help("see the template engine's documentation, https://keats.github.io/tera/"),
    }
}

/// A complaint without a place: the file that it names is all that can be shown.
fn other_error(sources: &BTreeMap<String, Arc<Source>>, name: &str, error: &tera::Error) -> Diagnostic {
    let text = error.to_string();
    let named = sources.keys().find(|source| text.contains(&format!("'{source}'")) || text.contains(&format!("`{source}`")));
    let file = named.map_or(name, String::as_str);
    let path = if sources.contains_key(file) { Utf8Path::new(FOLDER).join(file) } else { FOLDER.into() };
    Diagnostic::new(Code::TemplateError, text).in_file(&path).help("compare it with sitegen's own template of the same name")
}

fn clamp(source: &Source, span: Range<usize>) -> Range<usize> {
    let length = source.text().len();
    span.start.min(length)..span.end.clamp(span.start.min(length), length)
}
