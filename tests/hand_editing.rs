//! Every mistake that an editor can make: the text underlined, a way out, and nothing published.

mod support;

use support::{SiteTest, THREAD};

/// A mistake in the sound thread ends with an error at `place` that says all of `words`.
#[track_caller]
fn mistake(right: &str, wrong: &str, place: &str, words: &[&str]) {
    let site = SiteTest::with_mistake(right, wrong);
    site.build().fails(1).says(&[place]).says(words).publishes_nothing();
    site.check().fails(1).says(&[place]).says(words);
}

#[test]
fn the_sound_thread_is_sound() {
    SiteTest::sound()
        .build()
        .succeeds()
        .page("wounds/swim.html", &["Keep the cut dry until it has closed.", "These answers are general words."]);
}

#[test]
fn an_unknown_key() {
    mistake(
        "declared_answers: 3",
        "declared_anwsers: 3",
        "content/wounds/swim.md:4:1",
        &["did you mean `declared_answers`?", "^^^^^^^^^^^^^^^^"],
    );
}

#[test]
fn an_unknown_key_of_an_answer() {
    mistake("place: Omaha", "plaec: Omaha", "content/wounds/swim.md:6:43", &["did you mean `place`?"]);
}

#[test]
fn wrong_types() {
    mistake("declared_answers: 3", "declared_answers: three", "swim.md:4:19", &["must be a whole number from 0, but this is text"]);
    mistake("May I swim with stitches?", "2020", "swim.md:2:8", &["`title` must be text", "put it in quotes"]);
    mistake("rating: 5.0", "rating: 6", "swim.md:6:", &["6 is not a rating", "0 to 5 with one decimal expected"]);
    mistake("imported: 2026-11-21", "imported: yesterday", "swim.md:3:39", &["must be a date", "2026-11-22"]);
}

#[test]
fn a_key_given_twice() {
    mistake("declared_answers: 3", "declared_answers: 3\ndeclared_answers: 4", "swim.md:5:1", &["given twice", "first given here"]);
}

#[test]
fn yaml_that_is_none() {
    mistake("title: May I", "title: \"May I", "swim.md:", &["not valid YAML"]);
    mistake("May I swim with stitches?", "Stitches: may I swim?", "swim.md:2:", &["not valid YAML", "needs quotes around it"]);
    mistake("---\ntitle", "title", "swim.md:1:1", &["does not begin with front matter"]);
}

#[test]
fn an_id_on_one_side_only() {
    mistake(
        "## Not for two weeks {#a1}",
        "## Not for two weeks",
        "swim.md:6:11",
        &["answer `a1` has no heading", "this heading has no id", "put `{#a1}` at the end"],
    );
    mistake("## Not for two weeks {#a1}", "## Not for two weeks {#b1}", "swim.md:14:22", &["did you mean `a1`?", "listed here: a1, a2"]);
    mistake("## {#a2}", "### {#a2}", "swim.md:18:1", &["two are needed"]);
    mistake("## {#a2}", "## {#a1}", "swim.md:18:4", &["two headings carry the id `a1`", "first used here"]);
}

#[test]
fn a_missing_disclaimer() {
    let without =
        THREAD.replace("disclaimer: |-\n  These answers are general words. Call 911 in an emergency. They make nobody your doctor.\n", "");
    let site = SiteTest::new().file("content/wounds/swim.md", &without);
    site.build().fails(1).says(&["content/wounds/swim.md:6:", "answers but no disclaimer", "add `disclaimer: |`"]).publishes_nothing();
    site.write("sitegen.yaml", b"disclaimer: Ask a doctor.\n");
    site.build().succeeds().page("wounds/swim.html", &["Ask a doctor."]);
}

#[test]
fn colliding_addresses() {
    let alias = THREAD.replace("title: May", "aliases: [/wounds/dive.html]\ntitle: May");
    let site = SiteTest::new().file("content/wounds/swim.md", &alias).file("content/wounds/dive.md", THREAD);
    site.build()
        .fails(1)
        .says(&["content/wounds/swim.md:2:11", "content/wounds/dive.md", "two sources would be published at `/wounds/dive.html`"])
        .publishes_nothing();
    let taken = SiteTest::sound().file("content/a-z.md", "---\ntitle: My list\n---\n");
    taken.build().fails(1).says(&["content/a-z.md", "the A–Z of questions"]).publishes_nothing();
}

#[test]
fn names_that_cannot_be_addresses() {
    let site = SiteTest::sound().file("content/wounds/May I?.md", THREAD);
    site.build().fails(1).says(&["`May I?` cannot be part of an address", "for example to `may-i`"]).publishes_nothing();
}

#[test]
fn references_that_lead_nowhere() {
    mistake(
        "title: May",
        "see_also: [wounds/swin]\ntitle: May",
        "swim.md:2:12",
        &["there is no thread `wounds/swin`", "did you mean `wounds/swim`?"],
    );
    mistake("on day 5.", "on [day 5](../wounds/swin.md).", "swim.md:12:32", &["did you mean `/wounds/swim.html`?"]);
    mistake("on day 5.", "on [day 5](javascript:alert).", "swim.md:12:32", &["javascript"]);
    mistake("title: May", "aliases: [../up.html]\ntitle: May", "swim.md:2:11", &["is not an address of this site"]);
}

#[test]
fn a_misspelt_template_variable() {
    let site = SiteTest::sound();
    site.build().succeeds();
    let before = site.tree("public");
    site.write("templates/topic.html", b"{% extends \"layout.html\" %}\n{% block main %}<h1>{{ page.titel }}</h1>{% endblock main %}\n");
    site.build().fails(1).says(&["templates/topic.html:2:", "titel", "title"]);
    assert_eq!(site.tree("public"), before, "the site that was published stays as it was");
}

#[test]
fn broken_templates_are_all_reported_in_one_run() {
    let site = SiteTest::sound().file("templates/topic.html", "{% if %}").file("templates/home.html", "{{ unclosed ");
    site.build().fails(1).says(&["templates/topic.html:1:", "templates/home.html:1:"]).publishes_nothing();
}

#[test]
fn mistakes_in_the_settings_and_in_a_topic() {
    SiteTest::sound()
        .file("sitegen.yaml", "base_url: faq.example\n")
        .build()
        .fails(1)
        .says(&["sitegen.yaml:1:11", "not a full web address"]);
    let synonyms = |lines: &str| SiteTest::sound().file("sitegen.yaml", &format!("search:\n  synonyms:\n{lines}"));
    synonyms("    - droop, sag, ptosis\n    - crow's feet, laugh lines\n").build().succeeds();
    synonyms("    - droop, sag\n    - lonely\n").build().fails(1).says(&["sitegen.yaml:4:7", "needs another word", "- droop, sag, ptosis"]);
    synonyms("    - droop, , sag\n").build().fails(1).says(&["sitegen.yaml:3:7", "has no letters"]);
    synonyms("    - [droop, sag]\n").build().fails(1).says(&["sitegen.yaml:3:", "a list of texts and nothing else"]);
    SiteTest::sound().file("sitegen.yaml", "search: { synonym: [\"droop, sag\"] }\n").build().fails(1).says(&["did you mean `synonyms`?"]);
    SiteTest::sound().file("sitegen.yaml", "titel: x\n").build().fails(1).says(&["sitegen.yaml:1:1", "did you mean `title`?"]);
    SiteTest::sound()
        .file("content/wounds/_index.md", "---\norder: first\n---\n")
        .build()
        .fails(1)
        .says(&["the key `title` is missing", "must be a whole number from 0"]);
}

#[test]
fn every_mistake_of_every_file_in_one_run() {
    let other = THREAD.replace("declared_answers: 3", "declared: 3").replace("reviews: 66", "reviews: x");
    let site = SiteTest::with_mistake("title:", "titel:").file("content/wounds/dive.md", &other);
    site.build().fails(1).says(&["swim.md:2:1", "dive.md:4:1", "dive.md:6:", "3 errors"]).publishes_nothing();
}

#[test]
fn files_that_are_no_text() {
    let site = SiteTest::sound();
    site.write("content/wounds/bad.md", b"---\ntitle: \xff\n---\n");
    site.build().fails(1).says(&["content/wounds/bad.md:2:8", "not UTF-8"]).publishes_nothing();
}

#[test]
fn a_build_without_content_is_no_use() {
    SiteTest::new().build().fails(2).says(&["there is no folder", "--root"]).publishes_nothing();
}

#[test]
fn slips_of_the_pen_in_yaml_are_named_where_they_are() {
    mistake("credentials: \"MD, FACS\"", "credentials: MD, FACS", "swim.md:7:", &["unknown key `FACS`", "put the whole text in quotes"]);
    mistake("rating: 5.0", "rating: 5,0", "swim.md:6:", &["unknown key `0`", "a decimal has a point"]);
    mistake("id: a1", "id:a1", "swim.md:6:7", &["put a space behind the colon: `id: a1`"]);
    mistake("title: May", "title:May", "swim.md:2:6", &["put a space behind the colon"]);
    mistake("title: May I swim with stitches?", "title: \"May I swim", "swim.md:2:8", &["this quote is never closed"]);
    mistake("  - { id: a1", "\t- { id: a1", "swim.md:6:1", &["a tab", "YAML allows no tabs"]);
}

#[test]
fn what_stands_above_the_front_matter() {
    mistake("---\ntitle", "\n---\ntitle", "swim.md:1:1", &["delete what stands above the first `---`"]);
    mistake("---\ntitle", "—\ntitle", "swim.md:1:1", &["exactly three hyphens"]);
}

#[test]
fn a_code_block_that_is_never_closed() {
    mistake("Keep the cut dry", "```\nKeep the cut dry", "swim.md:16:1", &["this code block is never closed", "1 error"]);
}

#[test]
fn a_heading_that_is_none() {
    mistake("## Not for two weeks {#a1}", "##Not for two weeks {#a1}", "swim.md:6:11", &["here it is, but not at the end of a heading"]);
}

#[test]
fn a_text_cut_by_a_comment_is_a_warning() {
    let site = SiteTest::with_mistake("May I swim with stitches?", "Stitch #1 or #2?");
    site.build().succeeds().says(&["swim.md:2:15", "the text of `title` ends before `#`"]);
}

#[test]
fn a_thread_in_the_wrong_place() {
    SiteTest::sound()
        .file("content/other.md", THREAD)
        .build()
        .fails(1)
        .says(&["content/other.md", "move it into a topic's folder"])
        .publishes_nothing();
    SiteTest::sound().file("content/wounds/index.md", THREAD).build().fails(1).says(&["content/wounds/index.md", "`_index.md`"]);
}

#[test]
fn one_mistake_brings_no_others() {
    let site = SiteTest::with_mistake("title: May", "titel: May");
    site.build().fails(1).says(&["did you mean `title`?", "1 error, 0 warnings"]);
}

/// Many mistakes in one file end soon; nobody reads thousands.
#[test]
fn a_thousand_mistakes_are_no_hang() {
    let links = "[a](/nope) ".repeat(20_000);
    let site = SiteTest::with_mistake("Keep the cut dry", &links);
    site.build().fails(1).says(&["100 errors"]).publishes_nothing();
}

/// The sound thread with a claim.
const CLAIM: &str =
    "claims:\n  - { answer: a1, about: how long it takes, from: 10 days, to: 2 weeks, quote: \"Not for two weeks\" }\ndisclaimer:";

#[track_caller]
fn claim_mistake(right: &str, wrong: &str, place: &str, words: &[&str]) {
    assert!(CLAIM.contains(right), "{right:?} is not in the claim");
    mistake("disclaimer:", &CLAIM.replacen(right, wrong, 1), place, words);
}

#[test]
fn claims_that_cannot_be_read() {
    SiteTest::with_mistake("disclaimer:", CLAIM).check().succeeds();
    claim_mistake("answer: a1", "answer: a9", "swim.md:9:15", &["there is no answer `a9`", "did you mean `a1`?", "a1, a2"]);
    claim_mistake("about: how", "abuot: how", "swim.md:9:", &["did you mean `about`?", "the key `about` is missing"]);
    claim_mistake("how long it takes", "\"???\"", "swim.md:9:26", &["does not say yet what the figure is about"]);
    claim_mistake(
        "2 weeks",
        "2 weaks",
        "swim.md:9:64",
        &["`2 weaks` is not a length of time", "did you mean `weeks`?", "write `to: 2 weeks`"],
    );
    claim_mistake("2 weeks", "two weeks", "swim.md:9:64", &["a number and a unit expected", "such as `to: 2.5 months`"]);
    claim_mistake("2 weeks", "2", "swim.md:9:64", &["`2` is not a length of time", "hours, days, weeks, months and years"]);
    claim_mistake("10 days", "3 weeks", "swim.md:9:51", &["3 weeks is longer than 2 weeks", "exchange the two"]);
    claim_mistake(
        "from: 10 days, to: 2 weeks",
        "time: 2 weeks, to: 2 weeks",
        "swim.md:9:51",
        &["either one figure or a beginning and an end"],
    );
    claim_mistake("from: 10 days, to: 2 weeks, ", "", "swim.md:9:5", &["the key `time` is missing", "`from:` alone for “or more”"]);
    claim_mistake("\"Not for two weeks\"", "\"\"", "swim.md:9:", &["`quote` is empty"]);
}

#[test]
fn quotes_that_do_not_stand_in_their_answers() {
    claim_mistake(
        "Not for two",
        "Not for 2",
        "swim.md:9:80",
        &["the words “Not for 2 weeks” do not stand in answer `a1`", "the answer says “Not for two weeks”"],
    );
    claim_mistake("Not for two weeks", "waterproof plaster", "swim.md:9:80", &["these words stand in answer `a2`"]);
    claim_mistake("Not for two weeks", "in a year", "swim.md:9:80", &["quote the few words of the answer that name the time"]);
}
