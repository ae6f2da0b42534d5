//! Findings as a person reads them in a terminal, drawn by rustc's own renderer.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Group, Level, Origin, Renderer, Snippet, normalize_untrusted_str};

use super::{Diagnostic, Label, Severity};

/// Draws one finding: headline, underlined source, notes, help. `styled` adds ANSI colours; nothing
/// is said by colour alone, and control characters of the content never reach the output.
#[must_use]
pub fn render(diagnostic: &Diagnostic, styled: bool) -> String {
    let renderer = if styled { Renderer::styled() } else { Renderer::plain() };
    let level = match diagnostic.severity {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let title = level.primary_title(normalize_untrusted_str(&diagnostic.message)).id(diagnostic.code.as_str());
    let mut group = add_places(Group::with_title(title), &diagnostic.labels);
    for note in &diagnostic.notes {
        group = group.element(Level::NOTE.message(normalize_untrusted_str(note)));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(normalize_untrusted_str(help)));
    }
    renderer.decor_style(DecorStyle::Ascii).render(&[group])
}

/// One snippet a file, the primary label's file first; a label without a text shows just its path.
fn add_places<'a>(mut group: Group<'a>, labels: &'a [Label]) -> Group<'a> {
    for (index, label) in labels.iter().enumerate() {
        let path = label.source.path();
        if labels[..index].iter().any(|earlier| earlier.source.path() == path) {
            continue;
        }
        if label.source.text().is_empty() {
            group = group.element(Origin::path(normalize_untrusted_str(path.as_str())));
            continue;
        }
        let mut snippet =
            Snippet::source(label.source.text()).line_start(label.source.first_line()).path(normalize_untrusted_str(path.as_str()));
        for (other_index, other) in labels.iter().enumerate().skip(index) {
            if other.source.path() == path {
                let kind = if other_index == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
                let text = (!other.text.is_empty()).then(|| normalize_untrusted_str(&other.text));
                snippet = snippet.annotation(kind.span(clamp(other)).label(text));
            }
        }
        group = group.element(snippet);
    }
    group
}

/// The label's span, made to fit the text whatever made it.
fn clamp(label: &Label) -> std::ops::Range<usize> {
    let text = label.source.text();
    let start = text.floor_char_boundary(label.span.start);
    start..text.ceil_char_boundary(label.span.end.max(start))
}
