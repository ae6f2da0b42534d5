//! A web page that says in schema.org's words which question it shows and what was answered:
//! `QAPage` or `Question`, in microdata or JSON-LD.

mod item;
mod json_ld;
mod legal;
mod microdata;
mod nodes;

use std::sync::Arc;

use serde_json::Value;

use crate::diagnostic::{Code, Diagnostic, Source};
use crate::import::html::{Kind, NodeId, Tree, to_prose};
use crate::import::reading::{Class, Node, ReadAnswer};
use crate::import::vocabulary::Vocabulary;
use crate::thread::{Provenance, Rating};

use super::extract::{Extract, address, day, json_problem, one_line, some};
use super::nodes::Claims;
use item::{Item, Property};

/// Takes a page apart. `site` is an address for links that are not full, where the page has none.
///
/// # Errors
/// A finding, where the page names no question.
pub(super) fn extract(source: &Arc<Source>, site: Option<&str>, vocabulary: &Vocabulary) -> Result<Extract, Diagnostic> {
    let tree = Tree::page(source.text());
    let scripts = json_ld::scripts(&tree);
    let mut problem = None;
    let mut found: Vec<(NodeId, Value)> = Vec::new();
    for (script, text) in scripts {
        match serde_json::from_str(&text) {
            Ok(value) => found.push((script, value)),
            Err(error) => problem = problem.or_else(|| Some(script_problem(source, &text, tree.line(script), &error))),
        }
    }
    let places = nodes::places(&tree);
    let by_script = found.iter().flat_map(|(script, value)| json_ld::questions(value, &nodes::text_place(&tree, &places, *script)));
    let by_markup = microdata::questions(&tree);
    // Microdata holds the words as the page shows them; JSON-LD often repeats them without paragraphs.
    let answers = |item: &Item| item.answers().count();
    let (mut by_script, mut by_markup) = (by_script.collect::<Vec<_>>(), by_markup);
    let others = by_script.len().max(by_markup.len()).saturating_sub(1);
    let question = match (by_markup.is_empty(), by_script.is_empty()) {
        (true, true) => return Err(problem.unwrap_or_else(|| no_question(source))),
        (false, true) => by_markup.remove(0),
        (true, false) => by_script.remove(0),
        (false, false) if answers(&by_markup[0]) >= answers(&by_script[0]) => by_markup.remove(0),
        (false, false) => by_script.remove(0),
    };
    let mut page = Page { tree: &tree, claims: Claims::default(), extract: Extract::new(), site: own_address(&tree, &question, site) };
    page.question(&question);
    if others > 0 {
        page.extract.left_out.insert("further-question", others);
    }
    let legal = legal::disclaimer(&tree, &places, &page.claims, vocabulary);
    for node in &legal.nodes {
        page.claims.claim(node.clone(), Class::Disclaimer);
    }
    let Page { mut extract, claims, .. } = page;
    extract.reading.disclaimer = some(legal.text);
    extract.reading.nodes = all_nodes(&tree, &places, &found, &claims);
    Ok(extract)
}

/// JSON in a script that could not be read, underlined where it goes wrong.
fn script_problem(source: &Arc<Source>, json: &str, line: usize, error: &serde_json::Error) -> Diagnostic {
    match source.text().find(json) {
        Some(start) => json_problem(source, start, json, error),
        // The parser makes other line ends of a carriage return.
        None => Diagnostic::new(Code::MalformedInput, format!("this script is not valid JSON: {error}")).at(
            source,
            source.line_span(line),
            "in this script",
        ),
    }
}

fn no_question(source: &Arc<Source>) -> Diagnostic {
    Diagnostic::new(Code::NoThread, "this page does not say which question it shows")
        .in_file(source.path())
        .note("import reads pages that carry schema.org's `Question`, in microdata or JSON-LD; saved pages often lose it")
        .help("save the page as plain text (`.txt`) and import that, or save its HTML source")
}

/// The page's own address.
fn own_address(tree: &Tree, question: &Item, site: Option<&str>) -> Option<String> {
    let canonical = tree.below(Tree::ROOT).into_iter().find(|node| tree.name(*node) == "link" && tree.has_word(*node, "rel", "canonical"));
    let canonical = canonical.and_then(|node| tree.attribute(node, "href"));
    [question.link("url"), canonical, question.link("mainEntityOfPage"), question.link("@id")]
        .into_iter()
        .flatten()
        .find_map(|link| address(link, site))
}

/// Every text of the page in its class: those of scripts that were read by their values.
fn all_nodes(tree: &Tree, places: &[String], scripts: &[(NodeId, Value)], claims: &Claims) -> Vec<Node> {
    let mut all = Vec::new();
    for node in tree.below(Tree::ROOT) {
        let Kind::Text(text) = tree.kind(node) else { continue };
        let script = scripts.iter().find(|(script, _)| tree.parent(node) == Some(*script));
        if let Some((_, value)) = script {
            all.extend(claims.nodes(super::nodes::leaves(&places[node], value), "json-ld"));
        } else if text.trim().is_empty() {
            all.push(Node { node: places[node].clone(), class: Class::Blank, rule: None });
        } else {
            all.extend(claims.nodes(vec![places[node].clone()], nodes::rule(tree, node)));
        }
    }
    all
}

/// A page while it is taken apart.
struct Page<'a> {
    tree: &'a Tree,
    claims: Claims,
    extract: Extract,
    /// The page's address.
    site: Option<String>,
}

impl Page<'_> {
    fn question(&mut self, item: &Item) {
        let title = self.text(item, &["name", "headline"], Class::Title);
        let (asked_by, asked_by_link) = self.writer(item, Class::Origin);
        let origin = Provenance {
            url: self.site.clone(),
            licence: self.text(item, &["license"], Class::Origin),
            asked: self.day(item),
            asked_by,
            asked_by_link,
            ..Provenance::default()
        };
        let keywords = self.text(item, &["keywords"], Class::Origin);
        let declared = self.text(item, &["answerCount"], Class::Count).and_then(|count| count.parse().ok());
        let reading = &mut self.extract.reading;
        reading.origin = origin;
        reading.declared_answers = declared;
        reading.tags = keywords.iter().flat_map(|words| words.split(',')).filter_map(one_line).collect();
        self.extract.reading.question = self.words(item, Class::Question).and_then(some);
        self.extract.reading.title = title;
        for answer in item.answers() {
            let answer = self.answer(answer);
            self.extract.reading.answers.push(answer);
        }
    }

    fn answer(&mut self, item: &Item) -> ReadAnswer {
        let (name, link) = self.writer(item, Class::Name);
        let author = item.items(&["author", "creator"]).next();
        let of_author = |page: &mut Self, keys: &[&'static str], class| author.and_then(|author| page.text(author, keys, class));
        let credentials = of_author(self, &["honorificSuffix"], Class::Name);
        let specialty = of_author(self, &["medicalSpecialty", "jobTitle"], Class::Specialty);
        let home = author.and_then(|author| author.items(&["address", "workLocation", "homeLocation"]).next());
        let place = home.and_then(|home| self.text(home, &["addressLocality", "name"], Class::Specialty));
        let rated = author.and_then(|author| author.items(&["aggregateRating"]).next());
        let stars = rated.and_then(|rated| self.text(rated, &["ratingValue"], Class::Rating));
        let reviews = rated.and_then(|rated| self.text(rated, &["reviewCount", "ratingCount"], Class::Rating));
        let licence = self.text(item, &["license"], Class::Origin);
        let own = item.link("url").and_then(|link| address(link, self.site.as_deref()));
        ReadAnswer {
            id: format!("a{}", self.extract.reading.answers.len() + 1),
            heading: self.text(item, &["name", "headline"], Class::Heading),
            body: self.words(item, Class::Body).unwrap_or_default(),
            name,
            credentials,
            specialty,
            place,
            rating: stars.and_then(|stars| stars.parse().ok()).and_then(Rating::from_stars),
            reviews: reviews.and_then(|reviews| reviews.replace(',', "").parse().ok()),
            votes: self.text(item, &["upvoteCount"], Class::Votes).and_then(|votes| votes.parse().ok()),
            link,
            url: own,
            licence: licence.filter(|licence| self.extract.reading.origin.licence.as_ref() != Some(licence)),
            answered: self.day(item),
        }
    }

    /// The words of a question or an answer as Markdown.
    fn words(&mut self, item: &Item, class: Class) -> Option<String> {
        let property = item.first(&["text", "articleBody", "description"])?;
        self.claim(property, class);
        let site = self.site.clone();
        Some(match property {
            Property::Element { node, .. } => {
                let prose = to_prose(self.tree, *node, site.as_deref());
                self.extract.prose(prose)
            }
            Property::Value { text, .. } if is_html(text) => {
                let prose = crate::import::html::to_markdown(text, site.as_deref());
                self.extract.prose(prose)
            }
            Property::Value { text, .. } => crate::thread::markdown::escape(text),
            Property::Item(_) => return None,
        })
    }

    /// The first of `keys` that has words, on one line.
    fn text(&mut self, item: &Item, keys: &[&'static str], class: Class) -> Option<String> {
        let property = item.first(keys)?;
        self.claim(property, class);
        one_line(property.text())
    }

    /// Days come with a time in whatever form.
    fn day(&mut self, item: &Item) -> Option<jiff::civil::Date> {
        self.text(item, &["dateCreated", "datePublished"], Class::Origin).and_then(|text| day(&text))
    }

    /// Who wrote it: a person with a name and a page, or just a name.
    fn writer(&mut self, item: &Item, class: Class) -> (Option<String>, Option<String>) {
        let Some(property) = item.first(&["author", "creator"]) else { return (None, None) };
        let Property::Item(person) = property else { return (self.text(item, &["author", "creator"], class), None) };
        let link = person.link("url").or_else(|| person.link("@id")).and_then(|link| address(link, self.site.as_deref()));
        if let Some(Property::Value { node: Some(node), .. }) = person.first(&["url"]) {
            self.claims.claim(node.clone(), Class::Origin);
        }
        (self.text(person, &["name"], class), link)
    }

    fn claim(&mut self, property: &Property, class: Class) {
        match property {
            Property::Element { texts, .. } => {
                for text in texts {
                    self.claims.claim(text.clone(), class);
                }
            }
            Property::Value { node: Some(node), .. } => self.claims.claim(node.clone(), class),
            Property::Value { node: None, .. } | Property::Item(_) => {}
        }
    }
}

/// Does a text have HTML in it? An angle bracket alone is no mark-up.
fn is_html(text: &str) -> bool {
    const TAGS: [&str; 16] =
        ["p", "br", "b", "i", "em", "strong", "a", "ul", "ol", "li", "div", "span", "blockquote", "pre", "code", "img"];
    text.split('<').skip(1).any(|rest| {
        let rest = rest.strip_prefix('/').unwrap_or(rest);
        let name: String = rest.chars().take_while(char::is_ascii_alphanumeric).collect();
        TAGS.contains(&name.to_ascii_lowercase().as_str()) && rest[name.len()..].starts_with([' ', '>', '/', '\n'])
    })
}
