//! A site's own colours and typefaces as a small stylesheet, judged by whether everybody can read it.

use camino::Utf8Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::settings::{self, COLOURS, Theme};

/// The name of the generated stylesheet.
pub(super) const STYLESHEET: &str = "theme.css";

/// The least contrast of text (WCAG 2.2, success criterion 1.4.3).
const LEAST_CONTRAST: f64 = 4.5;

/// The stylesheet for `theme`, on top of `base`, the stylesheet of every page; `None` where the site has
/// no theme of its own. Words that would be hard to read are added to `problems`.
pub(super) fn stylesheet(theme: &Theme, base: &str, problems: &mut Vec<Diagnostic>) -> Option<String> {
    if *theme == Theme::default() {
        return None;
    }
    let mut rules = String::new();
    let mut schemes = [Vec::new(), Vec::new()];
    for name in COLOURS {
        let (light, dark) = defaults(base, name);
        let own = |chosen: Option<&String>, default: &str| chosen.map_or_else(|| default.to_owned(), Clone::clone);
        let mut pair = [own(theme.light.get(name), light), own(theme.dark.get(name), dark)];
        // A stylesheet of the site's own may not have this colour.
        if let Some(known) = pair.iter().find(|colour| !colour.is_empty()).cloned() {
            pair.iter_mut().filter(|colour| colour.is_empty()).for_each(|colour| colour.clone_from(&known));
        }
        if theme.light.contains_key(name) || theme.dark.contains_key(name) {
            rules.push_str(&format!("  --{name}: light-dark({}, {});\n", pair[0], pair[1]));
        }
        for (scheme, colour) in schemes.iter_mut().zip(pair) {
            scheme.push((name, colour));
        }
    }
    for (property, fonts) in [("reading", &theme.reading_font), ("interface", &theme.interface_font)] {
        if let Some(fonts) = fonts {
            rules.push_str(&format!("  --{property}: {fonts};\n"));
        }
    }
    for (scheme, colours) in ["light", "dark"].iter().zip(&schemes) {
        problems.extend(unreadable(scheme, colours));
    }
    Some(format!(":root {{\n{rules}}}\n"))
}

/// The colours `--name: light-dark(…, …)` of a stylesheet; empty where it has none.
fn defaults<'a>(css: &'a str, name: &str) -> (&'a str, &'a str) {
    let mark = format!("--{name}: light-dark(");
    let pair = css.split_once(&mark).and_then(|(_, rest)| rest.split_once(')')).and_then(|(pair, _)| pair.split_once(','));
    pair.map_or(("", ""), |(light, dark)| (light.trim(), dark.trim()))
}

/// The words that stand too faintly on the paper or the shade of one scheme.
fn unreadable(scheme: &str, colours: &[(&str, String)]) -> Vec<Diagnostic> {
    let colour = |wanted: &str| colours.iter().find(|(name, _)| *name == wanted).map_or("", |(_, colour)| colour.as_str());
    let mut found = Vec::new();
    for words in ["ink", "faint", "accent"] {
        for background in ["paper", "shade"] {
            let Some(contrast) = contrast(colour(words), colour(background)) else { continue };
            if contrast < LEAST_CONTRAST {
                let message = format!("`{words}` on `{background}` has a contrast of {contrast:.1} : 1 in the {scheme} scheme");
                found.push(
                    Diagnostic::new(Code::LowContrast, message)
                        .in_file(Utf8Path::new(settings::FILE))
                        .note(format!("WCAG 2.2 asks for {LEAST_CONTRAST} : 1; here stand {} and {}", colour(words), colour(background)))
                        .help(format!("choose a {} `{words}` under `theme:`", if scheme == "light" { "darker" } else { "lighter" })),
                );
            }
        }
    }
    found
}

/// The contrast of two colours `#rrggbb`, from 1 to 21 (WCAG 2.2, "contrast ratio").
fn contrast(one: &str, other: &str) -> Option<f64> {
    let (one, other) = (luminance(one)?, luminance(other)?);
    Some((one.max(other) + 0.05) / (one.min(other) + 0.05))
}

/// The relative luminance of a colour `#rrggbb` (WCAG 2.2, "relative luminance").
fn luminance(colour: &str) -> Option<f64> {
    let part = |range| u8::from_str_radix(colour.get(range)?, 16).ok().map(|value| f64::from(value) / 255.0);
    let linear = |value: f64| if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) };
    Some(0.2126 * linear(part(1..3)?) + 0.7152 * linear(part(3..5)?) + 0.0722 * linear(part(5..7)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    const CSS: &str = include_str!("../../templates/assets/site.css");

    /// Every colour of the stylesheet can be found there, and each pair can be read in both schemes.
    #[test]
    fn the_default_colours_are_readable() {
        let mut schemes = [Vec::new(), Vec::new()];
        for name in COLOURS {
            let (light, dark) = defaults(CSS, name);
            assert!(luminance(light).is_some() && luminance(dark).is_some(), "{name}: {light} {dark}");
            schemes[0].push((name, light.to_owned()));
            schemes[1].push((name, dark.to_owned()));
        }
        for (scheme, colours) in ["light", "dark"].iter().zip(&schemes) {
            assert_eq!(unreadable(scheme, colours).len(), 0, "{scheme}");
        }
    }

    #[test]
    fn contrast_is_the_published_figure() {
        assert_eq!(contrast("#000000", "#ffffff").map(|contrast| contrast.round()), Some(21.0));
        // The example of WCAG's own technique G18 and many checkers: #767676 just passes on white.
        assert!(contrast("#767676", "#ffffff").is_some_and(|contrast| (4.5..4.6).contains(&contrast)));
    }

    #[test]
    fn a_theme_is_a_stylesheet_and_faint_words_are_found() {
        let mut theme = Theme { reading_font: Some("Charter, serif".to_owned()), ..Theme::default() };
        theme.light.insert("accent", "#ffdd00".to_owned());
        let mut problems = Vec::new();
        let css = stylesheet(&theme, CSS, &mut problems).unwrap_or_default();
        assert!(css.contains("--accent: light-dark(#ffdd00, #") && css.contains("--reading: Charter, serif;"), "{css}");
        assert_eq!(problems.len(), 2);
        assert_eq!(stylesheet(&Theme::default(), CSS, &mut problems), None);
    }
}
