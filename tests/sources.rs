//! `sitegen import` of pages, topics, dumps and records: through the real command to the page.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;

use serde_json::Value;
use support::SiteTest;

const FOLDER: &str = "medicalsciences.example";

/// A site with one of the sources in `tests/sources`, and legal words for threads that have none.
fn site(files: &[&str]) -> SiteTest {
    let site = SiteTest::new().file("sitegen.yaml", "disclaimer: This site gives no advice.\n");
    for file in files {
        site.write(&format!("raw/{file}"), &std::fs::read(format!("tests/sources/{file}")).unwrap());
    }
    site
}

fn dump() -> SiteTest {
    site(&["medicalsciences.example/Posts.xml", "medicalsciences.example/Users.xml"])
}

/// The one object that `import --format json` prints for the source at `path`.
fn record(site: &SiteTest, path: &str) -> Value {
    let run = site.run(&["--format", "json", "import", "--dry-run", "--url", "https://forum.example", path]);
    serde_json::from_str(run.stdout.lines().next().unwrap()).unwrap()
}

/// What the ledger says: place and class, and that no place stands in it twice.
fn ledger(record: &Value) -> Vec<(String, String)> {
    let nodes = record["nodes"].as_array().unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let all: Vec<(String, String)> = nodes.iter().map(|node| (text(&node["node"]), text(&node["class"]))).collect();
    let places: BTreeSet<&String> = all.iter().map(|(place, _)| place).collect();
    assert_eq!(places.len(), all.len(), "each value is in exactly one entry");
    for node in nodes {
        assert_eq!(node["rule"].is_string(), node["class"] == "chrome", "what is left out is left out by a rule: {node}");
    }
    all
}

/// The places of every text, number and truth value, found without the importer's help.
fn leaves(place: String, value: &Value, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(key, value)| leaves(format!("{place}/{key}"), value, found)),
        Value::Array(items) => items.iter().enumerate().for_each(|(index, value)| leaves(format!("{place}/{index}"), value, found)),
        Value::Null => {}
        _ => drop(found.insert(place)),
    }
}

#[test]
fn a_discourse_topic_becomes_a_page() {
    let site = site(&["topic.json"]);
    site.run(&["import", "--url", "https://forum.example", "raw"]).succeeds().says(&["(2 answers, 2 named, deserves a look)"]);
    site.build().succeeds().page(
        "unsorted/can-i-swim-with-fresh-stitches.html",
        &[
            "I leave for the sea on <strong>day 5</strong>",
            "href=\"https://forum.example/t/plasters/12\"",
            "Keep the cut dry: until it has closed, &gt;14 days.",
            "<li>no bath</li>",
            "href=\"https://forum.example/u/vidan\"",
            "href=\"https://forum.example/t/can-i-swim-with-fresh-stitches/4711/2\"",
            "3 votes",
            "asked on 1 June 2021 by Lena Brook",
            "<a href=\"https://forum.example/u/lena_b\">Lena Brook at the source</a>",
            "href=\"https://forum.example/uploads/plaster.png\"",
            "This site gives no advice.",
        ],
    );
    let page = site.text("public/unsorted/can-i-swim-with-fresh-stitches.html");
    assert!(!page.contains("steal()") && !page.contains("Buy my cream"), "{page}");
}

#[test]
fn every_value_of_a_topic_is_in_the_ledger_once() {
    let site = site(&["topic.json"]);
    let record = record(&site, "raw/topic.json");
    let mut expected = BTreeSet::new();
    leaves(String::new(), &serde_json::from_str(&site.text("raw/topic.json")).unwrap(), &mut expected);
    assert_eq!(ledger(&record).into_iter().map(|(place, _)| place).collect::<BTreeSet<_>>(), expected);
    let message = record["findings"].as_array().unwrap().iter().find(|finding| finding["code"] == "left-out").unwrap()["message"].clone();
    assert_eq!(message, "left out of the source: 7 × deleted-post, 23 × forum-data, 6 × forum-notice, 1 × same-words-again, 1 × script");
}

#[test]
fn a_dump_becomes_pages_with_attribution() {
    let site = dump();
    let run = site.run(&["import", "-v", "raw"]).fails(1).says(&[
        "raw/medicalsciences.example/Posts.xml#7 -> content/unsorted/salt-in-a-cut.md (1 answer, 1 named",
        "raw/medicalsciences.example/Posts.xml#10 -> content/unsorted/may-i-swim-with-stitches-plasters.md (2 answers, 2 named",
        "Posts.xml:8:59",
        "a value has no closing quote",
        "1 × tag-wiki or other kind of post, 1 × answer whose question is not in the dump",
        "1 × accepted-answer, 2 × counts, 1 × edit-history, 5 × kind-of-post, 1 × question-votes, 1 × script",
        "2 new threads written",
    ]);
    assert!(run.stdout.find("#7 ") < run.stdout.find("#10 "), "by the questions' numbers: {}", run.stdout);
    site.build().succeeds().page(
        "unsorted/may-i-swim-with-stitches-plasters.html",
        &[
            "&lt;b&gt; is no tag.",
            "Not for <strong>two weeks</strong>: 10⁶ germs.",
            "<a href=\"https://medicalsciences.example/questions/10\" dir=\"ltr\">",
            "asked on 4 March 2019 by Lena Brook",
            "<a href=\"https://medicalsciences.example/users/5\">Lena Brook at the source</a>",
            "<a href=\"https://medicalsciences.example/users/6\">Vida &amp; Co at the source</a>",
            "<a href=\"https://medicalsciences.example/a/11\">",
            "12 votes",
            "CC BY-SA 4.0",
            "user77",
            "CC BY-SA 3.0",
        ],
    );
    let page = site.text("public/unsorted/may-i-swim-with-stitches-plasters.html");
    assert!(!page.contains("alert(1)") && !page.contains("nofollow"), "{page}");
    let twin = site.text("public/unsorted/may-i-swim-with-stitches-plasters.md");
    assert!(twin.contains("at the source: https://medicalsciences.example/users/6"), "{twin}");
}

#[test]
fn every_value_of_a_dumps_posts_is_in_the_ledger_once() {
    let site = dump();
    let run = site.run(&["--format", "json", "import", "--dry-run", "raw"]);
    let records: Vec<Value> = run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let found: BTreeSet<String> = records.iter().flat_map(ledger).map(|(place, _)| place).collect();
    let mut expected = BTreeSet::new();
    for row in site.text("raw/medicalsciences.example/Posts.xml").lines().filter(|line| line.contains("<row") && !line.contains("no end")) {
        let id = row.split("Id=\"").nth(1).unwrap().split('"').next().unwrap();
        if ["13", "14"].contains(&id) {
            continue;
        }
        let names = row.split("=\"").filter_map(|before| before.rsplit(' ').next()).filter(|name| name.chars().all(char::is_alphanumeric));
        let names = names.filter(|name| row.contains(&format!(" {name}=\"")));
        expected.extend(names.map(|name| format!("/posts/row[@Id='{id}']/@{name}")));
    }
    assert_eq!(found, expected);
}

#[test]
fn a_dump_without_its_sites_address_says_what_is_missing() {
    let site = SiteTest::new();
    site.write("raw/Posts.xml", &std::fs::read(format!("tests/sources/{FOLDER}/Posts.xml")).unwrap());
    site.run(&["import", "raw"]).fails(1).says(&["missing-attribution", "--url https://medicalsciences.stackexchange.com"]);
    let thread = site.text("content/unsorted/may-i-swim-with-stitches-plasters.md");
    assert!(!thread.contains("http") && thread.contains("Posts.xml#10") && thread.contains("name: user77"), "{thread}");
}

#[test]
fn pages_with_microdata_and_json_ld_become_pages() {
    let site = site(&["microdata.html", "json-ld.html"]);
    site.run(&["import", "raw"])
        .succeeds()
        .says(&["raw/microdata.html -> content/unsorted/may-i-swim-with-stitches.md (2 answers, 2 named)"]);
    site.build()
        .succeeds()
        .page(
            "unsorted/may-i-swim-with-stitches.html",
            &[
                "<a href=\"https://forum.example/q/30\">the other question</a>",
                "Not for two weeks. <strong>Keep the cut dry.</strong>",
                "Vida Norstrand</a>, <bdi>MD, FACS</bdi>",
                "<bdi>Plastic Surgeon</bdi>, <bdi>Fargo</bdi>",
                "Rated 4.9 of 5 from 1458 reviews",
                "4 votes",
                "https://creativecommons.org/licenses/by/4.0/",
                "A plaster helps.<br />",
                "Call 911 in an emergency.",
                "They make no patient/doctor relationship.",
            ],
        )
        .page(
            "unsorted/does-salt-sting.html",
            &["If x &lt; 5 days, does it?", "I *must* know.", "<em>does</em>", "For a moment.", "9 votes", "CC BY 4.0", "2 of 4 answers"],
        );
    let page = site.text("public/unsorted/may-i-swim-with-stitches.html");
    assert!(!page.contains("Thanks!") && !page.contains("javascript:") && !page.contains("track()") && !page.contains("Log in"), "{page}");
}

/// Every text of the page, found by another reader than the importer's own tree.
#[test]
fn every_text_of_a_page_is_in_the_ledger_once() {
    let site = site(&["microdata.html", "json-ld.html"]);
    let record = record(&site, "raw/microdata.html");
    let all = ledger(&record);
    let is_of = |class: &str| all.iter().filter(|(_, of)| of == class).count();
    assert_eq!((is_of("title"), is_of("question"), is_of("body"), is_of("disclaimer")), (1, 4, 4, 2), "{all:?}");
    // Between two tags stands one text, but for what the parser itself drops or joins: white space before
    // `body` and behind `html`, and scripts, of which one is read by its values.
    let html = site.text("raw/microdata.html");
    let body = &html[html.find("<body>").unwrap() + 6..html.find("</body>").unwrap()];
    let texts = body.split('<').filter_map(|piece| piece.split_once('>').map_or(Some(piece), |(_, text)| Some(text)));
    let texts = texts.filter(|text| !text.trim().is_empty()).count();
    let in_body = all.iter().filter(|(place, class)| place.starts_with("/html/body") && class != "blank").count();
    assert_eq!(in_body, texts);
}

#[test]
fn a_page_without_a_question_is_said_to_have_none() {
    let site = SiteTest::new()
        .file("a.html", "<!doctype html><p>Hi")
        .file("b.html", "<html><script type=\"application/ld+json\">{ \"a\": }</script>");
    site.run(&["import", "a.html", "b.html"]).fails(1).says(&[
        "this page does not say which question it shows",
        "b.html:1:49",
        "this is not valid JSON",
        "0 new threads",
    ]);
}

#[test]
fn records_become_pages_and_broken_ones_are_shown() {
    let site = site(&["threads.ndjson"]);
    site.run(&["import", "raw"]).fails(1).says(&[
        "raw/threads.ndjson#1 -> content/unsorted/may-i-swim.md (1 answer, 1 named)",
        "raw/threads.ndjson:2:33",
        "raw/threads.ndjson:3:1",
        "`answers[0].rating` must be a number",
        "saved/thread-0009.txt -> content/unsorted/may-i-dive.md (1 answer, 0 named",
        "3 new threads written",
    ]);
    let run = site.build().succeeds();
    run.page("unsorted/may-i-swim.html", &["On *day* 5.", "1. Wait.", "CC BY 4.0", "asked on 3 February 2020 by Lena", "No advice."])
        .page("unsorted/does-salt-sting.html", &["On <em>day</em> 5.", "Not an answer {#a9}", "&lt;script&gt;x&lt;/script&gt;"]);
}

/// A page made to break its reader costs a moment, and the next file goes on.
#[test]
fn a_bomb_is_no_danger() {
    let open = "<div itemscope itemtype=\"https://schema.org/Question\" itemprop=\"author\">";
    let site = site(&["json-ld.html"]).file("raw/a.html", &format!("<!doctype html>{}x", open.repeat(1500)));
    let site = site.file("raw/b.html", &format!("<!doctype html>{}", "<div>".repeat(200_000)));
    site.run(&["import", "raw"]).succeeds().says(&["raw/json-ld.html -> ", "raw/b.html"]);
}

/// What a program gets from one import, another import can be given: the same content comes of it.
#[test]
fn what_json_prints_comes_in_again_on_stdin() {
    let first = site(&["microdata.html", "topic.json"]);
    let printed = first.run(&["--format", "json", "import", "--url", "https://forum.example", "raw"]).succeeds().stdout;
    let second = SiteTest::new();
    let run = second.run_with_input(&["import", "--stdin"], &printed);
    assert_eq!(run.code, 0, "{}", run.stderr);
    for file in ["may-i-swim-with-stitches.md", "can-i-swim-with-fresh-stitches.md"] {
        let without_source = |site: &SiteTest| {
            let text = site.text(&format!("content/unsorted/{file}"));
            text.lines().filter(|line| !line.starts_with("source: ")).collect::<Vec<_>>().join("\n")
        };
        assert_eq!(without_source(&first), without_source(&second));
    }
    assert!(second.text("content/unsorted/may-i-swim-with-stitches.md").contains("asked_by: Lena Brook"));
}

/// Raw pages can be streamed too, and come to the very same files.
#[test]
fn raw_texts_on_stdin_are_read_as_files_are() {
    let raw = "May I dive?\n\nOn day 9.\n\nDoctor Answers 1\n\nNot yet\n\nKeep it dry until it has closed.\n\nOmaha Plastic Surgeon\n5.0 out of 5 stars 66 reviews\n";
    let first = SiteTest::new().file("raw/thread-0009.txt", raw);
    first.run(&["import", "raw"]).succeeds();
    let second = SiteTest::new();
    let line = serde_json::json!({ "file": "raw/thread-0009.txt", "text": raw }).to_string();
    assert_eq!(second.run_with_input(&["import", "--stdin"], &line).code, 0);
    assert_eq!(files(&first), files(&second));
}

fn files(site: &SiteTest) -> Vec<(std::path::PathBuf, Vec<u8>)> {
    support::files_below(&site.root().join("content"))
}

#[test]
fn importing_again_changes_nothing() {
    let site = site(&["microdata.html", "topic.json", "medicalsciences.example/Posts.xml", "medicalsciences.example/Users.xml"]);
    site.run(&["import", "raw"]);
    let before = files(&site);
    site.run(&["import", "raw"]).fails(1).says(&["0 new threads written, 0 merged, 4 unchanged"]);
    assert_eq!(files(&site), before);
}

/// What the source changed comes in, what the editor changed stands, ids stay.
#[test]
fn a_changed_topic_is_merged() {
    let site = site(&["topic.json"]);
    site.run(&["import", "raw"]).succeeds();
    let file = "content/unsorted/can-i-swim-with-fresh-stitches.md";
    let edited =
        site.text(file).replace("Keep the cut dry:", "Keep the cut **dry**:").replace("---\n\nI leave", "note: Mine.\n---\n\nI leave");
    site.write("content/wounds/swim.md", edited.as_bytes());
    std::fs::remove_file(site.root().join(file)).unwrap();
    let topic = site.text("raw/topic.json");
    let changed = topic
        .replace("\"id\": 2, \"count\": 3", "\"id\": 2, \"count\": 8")
        .replace("plaster helps", "plaster may help")
        .replace("\"name\": \"Lena Brook\"", "\"name\": \"Lena Lind\"")
        .replace("\"views\": 120", "\"views\": 999");
    site.write("raw/topic.json", changed.as_bytes());
    site.run(&["import", "raw"]).succeeds().says(&["content/wounds/swim.md (2 answers, 2 named, merged"]);
    let merged = site.text("content/wounds/swim.md");
    for expected in ["votes: 8", "plaster may help", "**dry**", "note: Mine.", "asked_by: Lena Lind", "{#a1}", "{#a2}"] {
        assert!(merged.contains(expected), "{expected} is not in\n{merged}");
    }
    // What nobody reads may change without a word.
    site.write("raw/topic.json", changed.replace("\"views\": 999", "\"views\": 1000").as_bytes());
    site.run(&["import", "raw"]).succeeds().says(&["unchanged"]);
}

#[test]
fn a_changed_question_of_a_dump_is_recognised_by_its_address() {
    let site = dump();
    site.run(&["import", "raw"]);
    let posts = "raw/medicalsciences.example/Posts.xml";
    let row = "  <row Id=\"17\" PostTypeId=\"2\" ParentId=\"10\" Score=\"1\" Body=\"&lt;p&gt;Ask your nurse about a spray.&lt;/p&gt;\" />\n</posts>";
    let changed = site.text(posts).replace("short dip", "short swim").replace("</posts>", row);
    std::fs::remove_file(site.root().join(posts)).unwrap();
    // The file may have another name; the questions' addresses are the same.
    site.write("new/Posts.xml", changed.as_bytes());
    site.write("new/Users.xml", site.text("raw/medicalsciences.example/Users.xml").as_bytes());
    let run = site.run(&["import", "--url", "https://medicalsciences.example/", "new"]).fails(1);
    let run = run.says(&["0 new threads written, 1 merged, 1 unchanged", "(3 answers, 2 named, merged"]);
    let merged = run.site.text("content/unsorted/may-i-swim-with-stitches-plasters.md");
    assert!(merged.contains("short swim") && merged.contains("## {#a3}\n\nAsk your nurse about a spray."), "{merged}");
}

#[test]
fn explain_shows_what_became_of_each_value() {
    let site = site(&["topic.json"]);
    site.run(&["import", "--explain", "raw/topic.json"]).succeeds().says(&[
        "title                         /title",
        "body                          /post_stream/posts/1/cooked",
        "chrome     deleted-post       /post_stream/posts/3/cooked",
    ]);
}

#[test]
fn the_format_can_be_chosen_and_is_found_by_content() {
    let site = site(&["topic.json"]);
    std::fs::rename(site.root().join("raw/topic.json"), site.root().join("raw/topic")).unwrap();
    site.run(&["import", "--dry-run", "raw/topic"]).succeeds().says(&["(2 answers, 2 named"]);
    site.run(&["import", "--dry-run", "--from", "html", "raw/topic"]).succeeds().says(&["no-thread"]);
    site.run(&["import", "--from", "wiki", "raw/topic"]).fails(2).says(&["stack-exchange"]);
    site.run(&["import", "--url", "forum.example", "raw/topic"]).fails(2).says(&["write it in full"]);
}
