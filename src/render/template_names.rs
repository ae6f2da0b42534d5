//! Names in templates that nobody defined, found before anything is rendered.
//!
//! The template engine complains about an undefined name that is printed, but takes one behind `if`
//! for false; a misspelt `{% if thread.disclamer %}` would silently leave the disclaimer out.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use tera::Tera;

use crate::diagnostic::{Code, Diagnostic, Source, did_you_mean};

use super::context;

/// Each page's template and the name of the value that is its own.
pub(super) const PAGES: [(&str, &str); 16] = [
    ("404.html", "not_found"),
    ("about-this-copy.html", "copy"),
    ("a-z.html", "index"),
    ("changes.html", "changes"),
    ("expert.html", "expert"),
    ("experts.html", "experts"),
    ("gone.html", "gone"),
    ("home.html", "home"),
    ("plain.html", "plain"),
    ("redirect.html", "redirect"),
    ("search.html", "search"),
    ("tag.html", "tag"),
    ("tags.html", "tags"),
    ("thread.html", "thread"),
    ("topic.html", "topic"),
    ("layout.html", ""),
];

/// The templates of what is the same around many pages.
const FRAME: [&str; 3] = ["assets.html", "footer.html", "header.html"];

/// The engine's filters, for telling a misspelt one (tera 2.4, `register_builtin_filters`), and our own `fill` and `direction`.
pub(super) const FILTERS: [&str; 39] = [
    "abs",
    "capitalize",
    "default",
    "direction",
    "escape",
    "escape_html",
    "escape_xml",
    "first",
    "fill",
    "float",
    "get",
    "group_by",
    "indent",
    "int",
    "join",
    "keys",
    "last",
    "length",
    "lower",
    "newlines_to_br",
    "nth",
    "pairs",
    "pluralize",
    "replace",
    "reverse",
    "round",
    "safe",
    "sort",
    "split",
    "str",
    "title",
    "trim",
    "trim_end",
    "trim_start",
    "truncate",
    "unique",
    "upper",
    "values",
    "wordcount",
];

/// Fields that the engine itself gives inside a loop.
const LOOP_FIELDS: [&str; 5] = ["index", "index0", "first", "last", "length"];

/// Every name in the templates that no page is given and no template sets.
pub(super) fn check(engine: &Tera, sources: &BTreeMap<String, Arc<Source>>) -> Vec<Diagnostic> {
    let expressions: Vec<(&str, &Arc<Source>, Vec<Name>)> =
        sources.iter().map(|(name, source)| (name.as_str(), source, names(source.text()))).collect();
    // An included template sees what the including one has set, so all are known everywhere.
    let set_somewhere: BTreeSet<&str> =
        expressions.iter().flat_map(|(_, _, names)| names).filter(|name| name.is_set).map(|name| name.text.as_str()).collect();
    let fields = context::field_names();
    let mut problems = Vec::new();
    for (template, source, names) in &expressions {
        let available = variables(template);
        let used = engine.get_template_variables(template).unwrap_or_default();
        for name in names.iter().filter(|name| !name.is_set) {
            let text = name.text.as_str();
            if name.is_field {
                let known = fields.contains(text) || LOOP_FIELDS.contains(&text) || quotes(source.text(), text);
                if !known {
                    problems.push(undefined_name(source, name.span.clone(), "field", text, &nearest(text, &fields)));
                }
            } else if used.contains(text) && !available.iter().any(|known| known == text) && !set_somewhere.contains(text) {
                problems.push(undefined_name(source, name.span.clone(), "variable", text, &available));
            }
        }
    }
    problems
}

/// The variables of a page's template; for one that others include, those of every page.
fn variables(template: &str) -> Vec<String> {
    let own = PAGES.iter().find(|(page, _)| *page == template).map(|(_, value)| *value);
    let own = own.or(FRAME.contains(&template).then_some(""));
    let mut names: Vec<String> = match own {
        Some(value) => vec![value.to_owned()],
        None => PAGES.iter().map(|(_, value)| (*value).to_owned()).collect(),
    };
    names.retain(|name| !name.is_empty());
    names.extend(["frame", "site", "words"].map(str::to_owned));
    names.extend((!FRAME.contains(&template)).then(|| "page".to_owned()));
    names.sort();
    names
}

/// The fields that a misspelt one can have meant: all would be too many to read.
fn nearest(wrong: &str, fields: &BTreeSet<String>) -> Vec<String> {
    crate::diagnostic::did_you_mean(wrong, fields.iter().map(String::as_str)).map(str::to_owned).into_iter().collect()
}

/// Is `name` a key of a map that the template itself writes?
fn quotes(text: &str, name: &str) -> bool {
    text.contains(&format!("\"{name}\"")) || text.contains(&format!("'{name}'"))
}

/// A name inside `{{ … }}` or `{% … %}`.
struct Name {
    text: String,
    span: Range<usize>,
    /// Stands behind a dot.
    is_field: bool,
    /// Is given its value here, by `set` or `for`, or as a component's argument.
    is_set: bool,
}

/// The names in a template's tags, outside quotes and comments.
fn names(text: &str) -> Vec<Name> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find('{').map(|at| from + at) {
        let end_mark = match text.as_bytes().get(at + 1) {
            Some(b'{') => "}}",
            Some(b'%') => "%}",
            Some(b'#') => "#}",
            _ => {
                from = at + 1;
                continue;
            }
        };
        let end = text[at + 2..].find(end_mark).map_or(text.len(), |end| at + 2 + end);
        if end_mark != "#}" {
            names_in_tag(text, at + 2..end, &mut found);
        }
        from = end;
    }
    found
}

fn names_in_tag(text: &str, tag: Range<usize>, found: &mut Vec<Name>) {
    let bytes = text.as_bytes();
    let is_name = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let mut at = tag.start;
    let mut quote = None;
    let mut keyword = "";
    while at < tag.end {
        let byte = bytes[at];
        if let Some(open) = quote {
            quote = (byte != open).then_some(open);
            at += 1;
        } else if matches!(byte, b'"' | b'\'' | b'`') {
            quote = Some(byte);
            at += 1;
        } else if is_name(byte) {
            let end = (at..tag.end).find(|index| !is_name(bytes[*index])).unwrap_or(tag.end);
            let is_field = bytes[at - 1] == b'.';
            let word = &text[at..end];
            let is_set = !is_field && matches!(keyword, "for" | "set" | "set_global" | "component");
            if !byte.is_ascii_digit() {
                found.push(Name { text: word.to_owned(), span: at..end, is_field, is_set });
            }
            keyword = match (keyword, word) {
                ("", first) => first,
                // What follows is the list or the value, no longer a new name.
                ("for", "in") => "in",
                ("set" | "set_global", _) => "=",
                (keyword, _) => keyword,
            };
            at = end;
        } else {
            at += 1;
        }
    }
}

/// A name that a template uses and nobody defined.
pub(super) fn undefined_name(source: &Arc<Source>, span: Range<usize>, kind: &str, wrong: &str, available: &[String]) -> Diagnostic {
    let close = did_you_mean(wrong, available.iter().map(String::as_str));
    let diagnostic = Diagnostic::new(Code::TemplateError, format!("there is no {kind} `{wrong}`"));
    let diagnostic = match close {
        Some(close) => diagnostic
            .at(source, span, format!("did you mean `{close}`?"))
            .help(format!("write `{close}`, or remove this from the template")),
        None => diagnostic.at(source, span, "not defined here").help("choose one of the names below, or remove this from the template"),
    };
    if available.is_empty() { diagnostic } else { diagnostic.note(format!("available here: {}", available.join(", "))) }
}
