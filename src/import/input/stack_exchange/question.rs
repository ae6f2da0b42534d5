//! A question of a dump with its answers, taken apart.

use std::collections::BTreeMap;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::Diagnostic;
use crate::import::input::extract::{Extract, day, one_line, some};
use crate::import::input::nodes::Claims;
use crate::import::reading::{Class, ReadAnswer};
use crate::thread::Provenance;

use super::row::{Row, malformed};

/// What attributes are left out by, where it is not just that nobody needs them.
const RULES: [(&str, &str); 13] = [
    ("AcceptedAnswerId", "accepted-answer"),
    ("LastEditorUserId", "edit-history"),
    ("LastEditorDisplayName", "edit-history"),
    ("LastEditDate", "edit-history"),
    ("LastActivityDate", "edit-history"),
    ("ViewCount", "counts"),
    ("CommentCount", "counts"),
    ("FavoriteCount", "counts"),
    ("ClosedDate", "status"),
    ("CommunityOwnedDate", "status"),
    ("DeletionDate", "status"),
    ("PostTypeId", "kind-of-post"),
    ("ParentId", "kind-of-post"),
];

/// A question with its answers as they stand in the file, and their writers' names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    posts: Utf8PathBuf,
    site: Option<String>,
    /// The question first.
    rows: Vec<(Row, Option<String>)>,
}

/// A post's values with its writer.
struct Post {
    values: BTreeMap<String, String>,
    node: String,
    name: Option<String>,
}

impl Question {
    pub(super) fn new(posts: &Utf8Path, site: Option<&str>, rows: Vec<(Row, Option<String>)>) -> Self {
        Self { posts: posts.to_owned(), site: site.map(str::to_owned), rows }
    }

    /// Where it is found, and the thread.
    ///
    /// # Errors
    /// A finding, where a row cannot be read.
    pub(in crate::import::input) fn extract(&self) -> Result<(Utf8PathBuf, Extract), Diagnostic> {
        let mut posts = Vec::with_capacity(self.rows.len());
        for (row, name) in &self.rows {
            let values = row.values().map_err(|problem| malformed(&self.posts, problem))?;
            let node = format!("/posts/row[@Id='{}']", values.get("Id").map_or("", String::as_str));
            posts.push(Post { values, node, name: name.clone() });
        }
        let mut extract = Extract::new();
        let mut claims = Claims::default();
        let mut all = Vec::new();
        for (index, post) in posts.iter().enumerate() {
            all.extend(post.values.keys().map(|key| format!("{}/@{key}", post.node)));
            self.post(post, index == 0, &mut extract, &mut claims);
        }
        extract.reading.nodes = claims.nodes(all, "not-used");
        let id = posts.first().map_or("", |question| question.text("Id"));
        Ok((Utf8PathBuf::from(format!("{}#{id}", self.posts)), extract))
    }

    fn post(&self, post: &Post, is_question: bool, extract: &mut Extract, claims: &mut Claims) {
        let mut claim = |key: &str, class: Class| claims.claim(format!("{}/@{key}", post.node), class);
        for key in ["Id", "CreationDate", "ContentLicense", "OwnerUserId"] {
            claim(key, Class::Origin);
        }
        claim("OwnerDisplayName", if is_question { Class::Origin } else { Class::Name });
        claim("Body", if is_question { Class::Question } else { Class::Body });
        if is_question {
            for (key, class) in [("Title", Class::Title), ("Tags", Class::Origin), ("AnswerCount", Class::Count)] {
                claim(key, class);
            }
        } else {
            claim("Score", Class::Votes);
        }
        for (key, rule) in RULES {
            claims.leave_out(format!("{}/@{key}", post.node), rule);
        }
        claims.leave_out(format!("{}/@Score", post.node), "question-votes");
        let written = day(post.text("CreationDate"));
        let (name, link) = self.writer(post);
        let licence = some(post.text("ContentLicense"));
        let address = |kind: &str| self.site.as_ref().map(|site| format!("{site}/{kind}/{}", post.text("Id")));
        if is_question {
            let reading = &mut extract.reading;
            reading.title = one_line(post.text("Title"));
            reading.tags = post.text("Tags").split(['<', '>', '|']).filter(|tag| !tag.is_empty()).map(str::to_owned).collect();
            reading.declared_answers = post.text("AnswerCount").parse().ok();
            reading.origin = Provenance {
                url: address("questions"),
                licence,
                asked: written,
                asked_by: name,
                asked_by_link: link,
                ..Provenance::default()
            };
            extract.reading.question = some(extract.words(post.text("Body")));
            return;
        }
        let body = extract.words(post.text("Body"));
        let reading = &mut extract.reading;
        reading.answers.push(ReadAnswer {
            id: format!("a{}", reading.answers.len() + 1),
            body,
            name,
            link,
            votes: post.text("Score").parse().ok(),
            url: address("a"),
            licence: licence.filter(|licence| reading.origin.licence.as_ref() != Some(licence)),
            answered: written,
            ..ReadAnswer::default()
        });
    }

    /// The writer's name and page; somebody who left has at most the name that the post kept.
    fn writer(&self, post: &Post) -> (Option<String>, Option<String>) {
        let user = Some(post.text("OwnerUserId")).filter(|user| user.parse::<u64>().is_ok());
        let name = post.name.as_deref().and_then(one_line).or_else(|| one_line(post.text("OwnerDisplayName")));
        (name, self.site.as_ref().zip(user).map(|(site, user)| format!("{site}/users/{user}")))
    }
}

impl Post {
    fn text(&self, key: &str) -> &str {
        self.values.get(key).map_or("", String::as_str)
    }
}
