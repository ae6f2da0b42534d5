//! What a page tells programs about itself, as JSON-LD in terms of schema.org.
//!
//! Nothing stands here that the page does not show, and nothing is claimed that is not so: an author only
//! where one is named, a review only where there was one. By default a thread is a `WebPage` about a
//! `Question`; `structured_data:` in the settings can say otherwise. Addresses need a base URL, and
//! without one they are left out.

use serde_json::{Map, Value, json};

use crate::settings::StructuredData;
use crate::site::{Address, Site};
use crate::thread::Byline;

use super::content::{Content, ThreadProse};
use super::pages::canonical as url;
use super::visible::visible_text;

/// The page of the thread at `index` in the site's list, with its texts `prose`.
pub(super) fn thread(site: &Site, content: &Content<'_>, prose: &ThreadProse, index: usize) -> String {
    let thread = &site.threads[index];
    let address = Address::thread(&thread.path);
    let title = thread.display_title();
    let answers: Vec<Value> = thread
        .thread
        .answers
        .iter()
        .zip(&prose.answers)
        .map(|(answer, prose)| {
            let url = url(site, &address).map(|url| format!("{url}#{}", answer.id));
            object([
                ("@type", Some(json!("Answer"))),
                ("text", Some(json!(prose.words))),
                ("url", url.map(Value::from)),
                ("author", person(&answer.byline)),
                ("upvoteCount", answer.byline.votes.filter(|votes| *votes >= 0).map(Value::from)),
            ])
        })
        .collect();
    let words = visible_text(prose.question.words_html());
    let source = thread.thread.source.as_ref();
    let kind = match site.settings.structured_data {
        StructuredData::MedicalWebPage => "MedicalWebPage",
        StructuredData::QaPage => "QAPage",
        StructuredData::FaqPage if answers.len() == 1 => "FAQPage",
        StructuredData::FaqPage | StructuredData::WebPage => "WebPage",
    };
    let accepted = if kind == "FAQPage" { "acceptedAnswer" } else { "suggestedAnswer" };
    let question = object([
        ("@type", Some(json!("Question"))),
        ("name", Some(json!(title))),
        ("text", (!words.is_empty()).then(|| json!(words))),
        ("datePublished", source.and_then(|source| source.asked).map(|day| json!(day.to_string()))),
        ("answerCount", Some(json!(answers.len()))),
        (accepted, (!answers.is_empty()).then(|| Value::from(answers))),
    ]);
    let review = thread.thread.editorial.reviewed.as_ref();
    let topic = site.topics.get(content.lists.places[index].0).map(|entry| (entry.topic.title.clone(), Address::topic(&entry.topic.slug)));
    let above: Vec<(String, Address)> = topic.into_iter().collect();
    script(object([
        ("@context", Some(json!("https://schema.org"))),
        ("@type", Some(json!(kind))),
        ("url", url(site, &address).map(Value::from)),
        ("name", Some(json!(title))),
        ("inLanguage", Some(json!(site.settings.language))),
        ("lastReviewed", review.map(|review| json!(review.on.to_string()))),
        ("reviewedBy", review.map(|review| json!({ "@type": "Person", "name": review.by }))),
        ("isBasedOn", source.and_then(|source| source.url.as_ref()).filter(|url| url.contains("://")).map(|url| json!(url))),
        ("breadcrumb", breadcrumb(site, content, &above, &title, &address)),
        ("mainEntity", Some(if kind == "FAQPage" { json!([question]) } else { question })),
    ]))
}

/// The home page; `None` without a base URL, when there is nothing to say.
pub(super) fn home(site: &Site) -> Option<String> {
    let url = url(site, &Address::home())?;
    Some(script(json!({
        "@context": "https://schema.org",
        "@type": "WebSite",
        "url": url,
        "name": site.settings.title,
        "inLanguage": site.settings.language,
    })))
}

/// The page `title` at `address` below the pages `above`; `None` without a base URL.
pub(super) fn list(site: &Site, content: &Content<'_>, above: &[(String, Address)], title: &str, address: &Address) -> Option<String> {
    let breadcrumb = breadcrumb(site, content, above, title, address)?;
    Some(script(object([
        ("@context", Some(json!("https://schema.org"))),
        ("@type", Some(json!("CollectionPage"))),
        ("url", url(site, address).map(Value::from)),
        ("name", Some(json!(title))),
        ("inLanguage", Some(json!(site.settings.language))),
        ("breadcrumb", Some(breadcrumb)),
    ])))
}

/// The person who gave an answer, when there is a name.
fn person(byline: &Byline) -> Option<Value> {
    let name = byline.name.as_ref()?;
    Some(object([
        ("@type", Some(json!("Person"))),
        ("name", Some(json!(name))),
        ("honorificSuffix", byline.credentials.as_ref().map(|credentials| json!(credentials))),
        ("jobTitle", byline.specialty.as_ref().map(|specialty| json!(specialty))),
    ]))
}

/// The way from the home page; `None` without a base URL, since each of its steps needs an address.
fn breadcrumb(site: &Site, content: &Content<'_>, above: &[(String, Address)], title: &str, address: &Address) -> Option<Value> {
    let home = [(content.words.text("home"), Address::home())];
    let steps = home.iter().chain(above).map(|(title, address)| (title.as_str(), address)).chain([(title, address)]);
    let items = steps.enumerate().map(|(index, (title, address))| {
        let item = url(site, address)?;
        Some(json!({ "@type": "ListItem", "position": index + 1, "name": title, "item": item }))
    });
    let items: Vec<Value> = items.collect::<Option<_>>()?;
    Some(json!({ "@type": "BreadcrumbList", "itemListElement": items }))
}

/// An object of what is known.
fn object<const COUNT: usize>(fields: [(&str, Option<Value>); COUNT]) -> Value {
    let known = fields.into_iter().filter_map(|(name, value)| value.map(|value| (name.to_owned(), value)));
    Value::Object(known.collect::<Map<_, _>>())
}

/// JSON that can stand in a `script` element: no text in it can end the element or begin a comment
/// (WHATWG HTML, 4.12.1.3).
fn script(value: Value) -> String {
    value.to_string().replace('<', "\\u003c").replace('>', "\\u003e").replace('&', "\\u0026")
}
