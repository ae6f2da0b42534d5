//! The settings above a thread's words.

use crate::diagnostic::Code;
use crate::document::Fields;
use crate::thread::{Answer, Byline, Editorial, Markdown, Provenance, Rating, Review, Thread, is_web_address};

use super::claims::claim;

pub(super) fn front_matter(fields: &mut Fields<'_>) -> Thread {
    let title = fields.text("title");
    if title.as_deref().is_some_and(|title| title.trim().is_empty()) {
        fields.problem("title", Code::WrongType, "the title is empty", "no words here", "write the question in one line");
    }
    Thread {
        title,
        tags: fields.texts("tags"),
        source: fields.mapping("source", provenance),
        declared_answers: fields.whole_number("declared_answers"),
        answers: fields.list("answers", answer),
        disclaimer: fields.text("disclaimer").map(|text| text.trim_end().to_owned()).filter(|text| !text.is_empty()),
        question: Markdown::default(),
        editorial: Editorial {
            short_answer: fields.text("short_answer").map(trimmed),
            note: fields.text("note").map(trimmed),
            reviewed: fields.mapping("reviewed", review).flatten(),
            draft: fields.boolean("draft").unwrap_or(false),
            aliases: fields.texts("aliases"),
            see_also: fields.texts("see_also"),
            merged_into: fields.text("merged_into"),
            also_asked: fields.texts("also_asked"),
            claims: fields.list("claims", claim).into_iter().flatten().collect(),
        },
    }
}

fn trimmed(text: String) -> Markdown {
    Markdown::new(text.trim_end())
}

pub(super) fn provenance(fields: &mut Fields<'_>) -> Provenance {
    Provenance {
        file: fields.text("file"),
        sha256: fields.text("sha256"),
        imported: fields.date("imported"),
        url: web_address(fields, "url"),
        licence: fields.text("licence"),
        asked: fields.date("asked"),
        asked_by: fields.text("asked_by"),
        asked_by_link: web_address(fields, "asked_by_link"),
    }
}

/// A page at the source: readers follow it, so it must be a web address.
pub(in crate::thread) fn web_address(fields: &mut Fields<'_>, key: &'static str) -> Option<String> {
    let address = fields.text(key)?;
    if is_web_address(&address) {
        return Some(address);
    }
    let help = format!("write it with its scheme and without spaces, such as `{key}: \"https://forum.example/7\"`");
    fields.problem(key, Code::WrongType, format!("`{address}` is not a full web address"), "an address expected", help);
    None
}

fn review(fields: &mut Fields<'_>) -> Option<Review> {
    let (by, on, due) = (fields.text("by"), fields.date("on"), fields.date("due"));
    if by.is_none() || on.is_none() {
        fields.missing(
            if by.is_none() { "by" } else { "on" },
            "a review needs who and when: `reviewed: { by: Name, on: 2026-11-22 }`; leave it out if there was none",
        );
    }
    Some(Review { by: by?, on: on?, due })
}

fn answer(fields: &mut Fields<'_>) -> Answer {
    let id = fields.text("id").unwrap_or_default();
    if id.is_empty() {
        fields.missing("id", "give the answer the id that stands at its heading, such as `id: a1`");
    } else if !is_id(&id) {
        fields.problem(
            "id",
            Code::InvalidId,
            format!("`{id}` cannot be an answer's id"),
            "not an id",
            "use a small letter, then small letters, digits or `-`, such as `a1`",
        );
    }
    let rating = fields.number("rating").and_then(|stars| {
        let rating = Rating::from_stars(stars);
        if rating.is_none() {
            fields.problem(
                "rating",
                Code::WrongType,
                format!("{stars} is not a rating"),
                "0 to 5 with one decimal expected",
                "write stars out of five with at most one decimal, such as `rating: 4.9`",
            );
        }
        rating
    });
    let byline = Byline {
        name: fields.text("name"),
        credentials: fields.text("credentials"),
        specialty: fields.text("specialty"),
        place: fields.text("place"),
        link: web_address(fields, "link"),
        rating,
        reviews: fields.whole_number("reviews"),
        votes: fields.integer("votes"),
    };
    let (url, licence) = (web_address(fields, "url"), fields.text("licence"));
    Answer { id, byline, url, licence, answered: fields.date("answered"), lost: fields.date("lost"), ..Answer::default() }
}

pub(super) fn is_id(id: &str) -> bool {
    id.starts_with(|first: char| first.is_ascii_lowercase())
        && id.len() <= 40
        && id.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}
