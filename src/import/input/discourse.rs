//! A Discourse topic: what `https://forum.example/t/ID.json` answers.

use serde_json::Value;

use crate::import::reading::{Class, ReadAnswer};
use crate::thread::Provenance;

use super::extract::{Extract, day, one_line, some};
use super::nodes::{Claims, leaves};

/// A post of a person, as against what the forum itself put in (Discourse, `Post.types`).
const REGULAR_POST: u64 = 1;

/// A like among a post's actions (Discourse, `PostActionType.types`).
const LIKE: u64 = 2;

/// Takes a topic apart. `site` is the forum's address, which a topic does not tell.
pub(super) fn extract(topic: &Value, site: Option<&str>) -> Result<Extract, String> {
    let posts = topic["post_stream"]["posts"].as_array().ok_or("a Discourse topic has `post_stream.posts`, a list")?;
    let mut claims = Claims::default();
    let mut extract = Extract::new();
    let home = site.zip(topic["id"].as_u64()).map(|(site, id)| match topic["slug"].as_str() {
        Some(slug) if !slug.is_empty() => format!("{site}/t/{slug}/{id}"),
        _ => format!("{site}/t/{id}"),
    });
    let reading = &mut extract.reading;
    reading.title = topic["title"].as_str().and_then(one_line);
    reading.tags = tags(&topic["tags"]);
    for (node, class) in [("/title", Class::Title), ("/id", Class::Origin), ("/slug", Class::Origin), ("/posts_count", Class::Count)] {
        claims.claim(node, class);
    }
    for node in leaves("/tags", &topic["tags"]) {
        claims.claim(node, Class::Origin);
    }
    reading.origin = Provenance { url: home.clone(), ..Provenance::default() };
    let mut missing = topic["posts_count"].as_u64().unwrap_or(posts.len() as u64);
    for (index, post) in posts.iter().enumerate() {
        let node = format!("/post_stream/posts/{index}");
        if let Some(rule) = left_out_by(post) {
            claims.leave_out(node, rule);
            missing = missing.saturating_sub(1);
            continue;
        }
        let is_question = post["post_number"] == 1;
        claim(&mut claims, &node, post, is_question);
        let (name, link) = writer(post, site);
        let answered = post["created_at"].as_str().and_then(day);
        let body = extract.words(post["cooked"].as_str().unwrap_or_default());
        let reading = &mut extract.reading;
        if is_question {
            reading.question = some(body);
            let origin = &mut reading.origin;
            (origin.asked, origin.asked_by, origin.asked_by_link) = (answered, name, link);
            continue;
        }
        let number = post["post_number"].as_u64().unwrap_or(index as u64 + 1);
        reading.answers.push(ReadAnswer {
            id: format!("a{}", reading.answers.len() + 1),
            body,
            name,
            link,
            votes: likes(post),
            url: home.as_ref().map(|home| format!("{home}/{number}")),
            answered,
            ..ReadAnswer::default()
        });
    }
    extract.reading.declared_answers = u32::try_from(missing.saturating_sub(1)).ok();
    extract.reading.nodes = claims.nodes(leaves("", topic), "forum-data");
    Ok(extract)
}

/// Why a post is no part of the thread.
fn left_out_by(post: &Value) -> Option<&'static str> {
    let is_true = |key: &str| post[key].as_bool() == Some(true);
    if !post["deleted_at"].is_null() || is_true("user_deleted") || is_true("hidden") {
        Some("deleted-post")
    } else if post["post_type"].as_u64().is_some_and(|kind| kind != REGULAR_POST) {
        Some("forum-notice")
    } else {
        None
    }
}

fn claim(claims: &mut Claims, node: &str, post: &Value, is_question: bool) {
    let body = if is_question { Class::Question } else { Class::Body };
    let name = if is_question { Class::Origin } else { Class::Name };
    let shown = if one_line(post["name"].as_str().unwrap_or_default()).is_some() { "name" } else { "username" };
    claims.claim(format!("{node}/username"), Class::Origin);
    claims.claim(format!("{node}/{shown}"), name);
    for (key, class) in [("cooked", body), ("created_at", Class::Origin), ("post_number", Class::Origin)] {
        claims.claim(format!("{node}/{key}"), class);
    }
    for (index, action) in post["actions_summary"].as_array().into_iter().flatten().enumerate() {
        if action["id"] == LIKE && !is_question {
            claims.claim(format!("{node}/actions_summary/{index}/count"), Class::Votes);
        }
    }
    claims.leave_out(format!("{node}/raw"), "same-words-again");
}

/// The name that the forum shows, and its page.
fn writer(post: &Value, site: Option<&str>) -> (Option<String>, Option<String>) {
    let username = post["username"].as_str().and_then(one_line);
    let link = site.zip(username.as_ref()).and_then(|(site, name)| super::extract::address(&format!("{site}/u/{name}"), Some(site)));
    (post["name"].as_str().and_then(one_line).or(username), link)
}

fn likes(post: &Value) -> Option<i32> {
    let like = post["actions_summary"].as_array()?.iter().find(|action| action["id"] == LIKE)?;
    like["count"].as_i64().and_then(|count| i32::try_from(count).ok())
}

/// Tags are texts, or objects with a name in newer versions.
fn tags(tags: &Value) -> Vec<String> {
    let tags = tags.as_array().into_iter().flatten();
    tags.filter_map(|tag| tag.as_str().or_else(|| tag["name"].as_str())).map(str::to_owned).collect()
}
