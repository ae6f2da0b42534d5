//! A thread in our own JSON contract: what `import --format json` prints, what NDJSON brings, and the
//! form in which a structured source is kept, so that a later merge can read it again.

use jiff::civil::Date;
use serde_json::{Map, Value, json};

use crate::import::reading::{Class, Markup, ReadAnswer, Reading};
use crate::thread::markdown::contain;
use crate::thread::{Provenance, Rating, is_web_address};

use super::nodes::{Claims, leaves};

/// Keys that import itself makes anew.
const IMPORTERS_OWN: [&str; 7] = ["file", "id", "path", "topic", "ledger", "findings", "nodes"];

/// The text under which a reading is kept: its content and nothing else, in one fixed form.
pub(super) fn canonical(reading: &Reading) -> String {
    let origin = &reading.origin;
    let value = json!({
        "markup": reading.markup,
        "title": reading.title,
        "question": reading.question,
        "declared_answers": reading.declared_answers,
        "answers": reading.answers,
        "disclaimer": reading.disclaimer,
        "tags": reading.tags,
        "url": origin.url,
        "licence": origin.licence,
        "asked": origin.asked.map(|day| day.to_string()),
        "asked_by": origin.asked_by,
        "asked_by_link": origin.asked_by_link,
    });
    // What is unknown is left out, so that fields added later change no text.
    format!("{:#}\n", sorted(&value))
}

/// `value` without nulls and empty lists, its keys in order.
fn sorted(value: &Value) -> Value {
    let is_empty = |value: &Value| value.is_null() || value.as_array().is_some_and(Vec::is_empty);
    match value {
        Value::Object(members) => {
            let mut keys: Vec<&String> = members.keys().filter(|key| !is_empty(&members[*key])).collect();
            keys.sort_unstable();
            Value::Object(keys.into_iter().map(|key| (key.clone(), sorted(&members[key]))).collect::<Map<_, _>>())
        }
        Value::Array(items) => Value::Array(items.iter().map(sorted).collect()),
        other => other.clone(),
    }
}

/// Reads a thread of our own contract.
///
/// # Errors
/// What is wrong, in words that name the key.
pub(super) fn read(value: &Value) -> Result<Reading, String> {
    let Value::Object(members) = value else { return Err("a thread is an object, `{ … }`".to_owned()) };
    let mut claims = Claims::default();
    for key in IMPORTERS_OWN {
        claims.leave_out(format!("/{key}"), "importers-own");
    }
    let mut record = Members { members, path: String::new(), claims: &mut claims };
    let markup = match record.text("markup", Class::Origin)?.as_deref() {
        None | Some("text") => Markup::Text,
        Some("markdown") => Markup::Markdown,
        Some(other) => return Err(format!("`markup` is `text` or `markdown`, but this is `{other}`")),
    };
    let words = |text: Option<String>| text.map(|text| if markup == Markup::Markdown { contain(&text) } else { text });
    let mut reading = Reading {
        markup,
        title: record.text("title", Class::Title)?,
        question: words(record.text("question", Class::Question)?),
        declared_answers: record.whole_number("declared_answers", Class::Count)?,
        disclaimer: record.text("disclaimer", Class::Disclaimer)?,
        tags: record.texts("tags", Class::Origin)?,
        origin: Provenance {
            url: record.web_address("url")?,
            licence: record.text("licence", Class::Origin)?,
            asked: record.date("asked")?,
            asked_by: record.text("asked_by", Class::Origin)?,
            asked_by_link: record.web_address("asked_by_link")?,
            ..Provenance::default()
        },
        ..Reading::default()
    };
    if let Some(answers) = members.get("answers").filter(|answers| !answers.is_null()) {
        let Value::Array(answers) = answers else { return Err("`answers` is a list, `[ … ]`".to_owned()) };
        for (index, answer) in answers.iter().enumerate() {
            let Value::Object(members) = answer else { return Err(format!("`answers[{index}]` is an object, `{{ … }}`")) };
            let mut members = Members { members, path: format!("/answers/{index}"), claims: &mut claims };
            let mut answer = read_answer(&mut members)?;
            answer.body = words(Some(answer.body)).unwrap_or_default();
            answer.id = format!("a{}", index + 1);
            reading.answers.push(answer);
        }
    }
    reading.nodes = claims.nodes(leaves("", value), "unknown-key");
    Ok(reading)
}

fn read_answer(answer: &mut Members<'_>) -> Result<ReadAnswer, String> {
    answer.claims.leave_out(format!("{}/id", answer.path), "importers-own");
    let rating = answer.number("rating", Class::Rating)?.map(|stars| {
        Rating::from_stars(stars)
            .ok_or_else(|| format!("`{}` is 0 to 5 stars with one decimal, but this is {stars}", answer.name("rating")))
    });
    Ok(ReadAnswer {
        id: String::new(),
        heading: answer.text("heading", Class::Heading)?,
        body: answer.text("body", Class::Body)?.unwrap_or_default(),
        name: answer.text("name", Class::Name)?,
        credentials: answer.text("credentials", Class::Name)?,
        specialty: answer.text("specialty", Class::Specialty)?,
        place: answer.text("place", Class::Specialty)?,
        rating: rating.transpose()?,
        reviews: answer.whole_number("reviews", Class::Rating)?,
        votes: answer.votes()?,
        link: answer.web_address("link")?,
        url: answer.web_address("url")?,
        licence: answer.text("licence", Class::Origin)?,
        answered: answer.date("answered")?,
    })
}

/// An object read key by key.
struct Members<'a> {
    members: &'a Map<String, Value>,
    /// Where it stands, as a JSON pointer.
    path: String,
    claims: &'a mut Claims,
}

impl Members<'_> {
    fn value(&mut self, key: &str, class: Class) -> Option<&Value> {
        let value = self.members.get(key).filter(|value| !value.is_null())?;
        for node in leaves(&format!("{}/{key}", self.path), value) {
            self.claims.claim(node, class);
        }
        Some(value)
    }

    /// A key as people write it, such as `answers[1].rating`.
    fn name(&self, key: &str) -> String {
        let mut name = String::new();
        for part in format!("{}/{key}", self.path).split('/').filter(|part| !part.is_empty()) {
            match part.parse::<usize>() {
                Ok(index) => name.push_str(&format!("[{index}]")),
                Err(_) if name.is_empty() => name.push_str(part),
                Err(_) => name.push_str(&format!(".{part}")),
            }
        }
        name
    }

    fn wrong<T>(&self, key: &str, expected: &str) -> Result<Option<T>, String> {
        Err(format!("`{}` must be {expected}", self.name(key)))
    }

    /// A text that says something; an empty one counts as absent.
    fn text(&mut self, key: &str, class: Class) -> Result<Option<String>, String> {
        match self.value(key, class) {
            None => Ok(None),
            Some(Value::String(text)) => Ok(Some(text.trim().to_owned()).filter(|text| !text.is_empty())),
            Some(_) => self.wrong(key, "a text in quotes"),
        }
    }

    fn texts(&mut self, key: &str, class: Class) -> Result<Vec<String>, String> {
        let Some(value) = self.value(key, class) else { return Ok(Vec::new()) };
        let texts = value.as_array().and_then(|items| items.iter().map(|item| item.as_str().map(str::to_owned)).collect());
        texts.ok_or_else(|| format!("`{}` must be a list of texts", self.name(key)))
    }

    fn number(&mut self, key: &str, class: Class) -> Result<Option<f64>, String> {
        match self.value(key, class).map(Value::as_f64) {
            None => Ok(None),
            Some(Some(number)) => Ok(Some(number)),
            Some(None) => self.wrong(key, "a number"),
        }
    }

    fn whole_number(&mut self, key: &str, class: Class) -> Result<Option<u32>, String> {
        match self.value(key, class).map(|value| value.as_u64().and_then(|number| u32::try_from(number).ok())) {
            None => Ok(None),
            Some(Some(number)) => Ok(Some(number)),
            Some(None) => self.wrong(key, "a whole number from 0"),
        }
    }

    fn votes(&mut self) -> Result<Option<i32>, String> {
        match self.value("votes", Class::Votes).map(|value| value.as_i64().and_then(|number| i32::try_from(number).ok())) {
            None => Ok(None),
            Some(Some(number)) => Ok(Some(number)),
            Some(None) => self.wrong("votes", "a whole number"),
        }
    }

    fn date(&mut self, key: &str) -> Result<Option<Date>, String> {
        match self.value(key, Class::Origin).map(|value| value.as_str().and_then(|text| text.parse().ok())) {
            None => Ok(None),
            Some(Some(date)) => Ok(Some(date)),
            Some(None) => self.wrong(key, "a date such as `\"2026-11-22\"`"),
        }
    }

    fn web_address(&mut self, key: &str) -> Result<Option<String>, String> {
        match self.text(key, Class::Origin)? {
            Some(address) if !is_web_address(&address) => self.wrong(key, "a full web address, such as `\"https://forum.example/7\"`"),
            address => Ok(address),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_reads_as_what_was_imported() {
        let value = json!({
            "markup": "markdown", "title": "Sea?", "question": "*When*?", "declared_answers": 3, "disclaimer": "No advice.",
            "tags": ["sea"], "url": "https://forum.example/7", "licence": "CC BY 4.0", "asked": "2019-03-02", "asked_by": "Lena",
            "asked_by_link": "https://forum.example/u/1", "surprise": 1, "file": "x.json",
            "answers": [{ "id": "a7", "heading": "No", "body": "Wait.\n\n## x {#a1}", "name": "Nim", "rating": 4.9, "reviews": 3, "votes": -2,
                "link": "https://forum.example/u/2", "url": "https://forum.example/7#2", "licence": "CC BY 3.0", "answered": "2019-03-04" }],
        });
        let reading = read(&value).unwrap();
        assert_eq!(reading.answers[0].body, "Wait.\n\n## x {\\#a1}");
        let again = read(&serde_json::from_str(&canonical(&reading)).unwrap()).unwrap();
        assert_eq!(Reading { nodes: Vec::new(), ..again.clone() }, Reading { nodes: Vec::new(), ..reading.clone() });
        assert_eq!(canonical(&again), canonical(&reading));
        let left_out: Vec<(&str, &str)> = reading.nodes.iter().filter_map(|node| Some((node.node.as_str(), node.rule?))).collect();
        let mut expected = vec![("/surprise", "unknown-key"), ("/file", "importers-own"), ("/answers/0/id", "importers-own")];
        expected.sort_unstable();
        assert_eq!(
            {
                let mut sorted = left_out;
                sorted.sort_unstable();
                sorted
            },
            expected
        );
        assert_eq!(reading.nodes.len(), leaves("", &value).len());
    }

    #[test]
    fn a_value_of_the_wrong_kind_is_named() {
        let wrong = |value: Value| read(&value).unwrap_err();
        assert!(wrong(json!({ "title": 1 })).contains("`title` must be a text"));
        assert!(wrong(json!({ "answers": [{}, { "rating": 7 }] })).contains("`answers[1].rating` is 0 to 5"));
        assert!(wrong(json!({ "url": "javascript:alert(1)" })).contains("`url` must be a full web address"));
        assert!(wrong(json!({ "asked": "yesterday" })).contains("`asked` must be a date"));
        assert!(wrong(json!([])).contains("a thread is an object"));
    }
}
