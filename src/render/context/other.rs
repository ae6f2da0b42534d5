//! Pages about the site, and pages at old addresses.

use serde::Serialize;

use super::Link;

/// `copy`, for `about-this-copy.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Copy {
    /// What is known about the copy, part by part.
    pub(in crate::render) parts: Vec<CopyPart>,
    /// How to ask for something to be removed, where the settings say so.
    pub(in crate::render) contact: Option<Link>,
}

/// Sentences about the copy under one heading.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct CopyPart {
    /// The place on the page.
    pub(in crate::render) id: String,
    /// The heading.
    pub(in crate::render) title: String,
    /// The sentences.
    pub(in crate::render) lines: Vec<String>,
}

/// `changes`, for `changes.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Changes {
    /// The days of this page, the latest first.
    pub(in crate::render) days: Vec<ChangeDay>,
}

/// What changed on one day.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct ChangeDay {
    /// The place on the page, such as `day-2026-11-22`.
    pub(in crate::render) id: String,
    /// The day in words.
    pub(in crate::render) title: String,
    /// The changes by question.
    pub(in crate::render) changes: Vec<Change>,
}

/// What changed about one question.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Change {
    /// The question in one line.
    pub(in crate::render) title: String,
    /// The link to its page.
    pub(in crate::render) href: String,
    /// What happened, in words.
    pub(in crate::render) what: String,
}

/// `plain`, for `plain.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Plain {
    /// The heading.
    pub(in crate::render) title: String,
    /// The words.
    pub(in crate::render) body_html: String,
}

/// `redirect`, for `redirect.html`.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Redirect {
    /// The page that the old address leads to.
    pub(in crate::render) target: Link,
    /// The script that leads to the very answer which an old link names.
    pub(in crate::render) script: String,
    /// The answers that stood at the old address and where they are now; empty where the whole page moved
    /// with them.
    pub(in crate::render) answers: Vec<MovedAnswer>,
}

/// An answer that stood at an old address.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct MovedAnswer {
    /// The place on the old page, such as `a1`.
    pub(in crate::render) id: String,
    /// Where it stands now, with who said it as the words.
    pub(in crate::render) link: Link,
}

/// `gone`, for `gone.html`: an address that has no page any more.
#[derive(Debug, Clone, Default, Serialize)]
pub(in crate::render) struct Gone {
    /// The day on which its thread was withdrawn, in words; absent where it was deleted.
    pub(in crate::render) on: Option<String>,
}
