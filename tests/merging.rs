//! Promise P4 as a property: whatever an editor and a source change, no edit is lost.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod support;

use std::collections::BTreeSet;

use proptest::prelude::*;
use sitegen::import::{Vocabulary, merge, read, thread};
use sitegen::thread::{Answer, Byline, Markdown, Provenance, Thread};
use support::SiteTest;

const TODAY: jiff::civil::Date = jiff::civil::date(2026, 11, 22);

const WORDS: [&str; 12] = ["keep", "the", "cut", "dry", "until", "healed", "ask", "about", "salt", "water", "wait", "weeks"];

fn words(count: std::ops::Range<usize>) -> impl Strategy<Value = String> {
    prop::collection::vec(proptest::sample::select(WORDS.to_vec()), count).prop_map(|words| words.join(" "))
}

fn name() -> impl Strategy<Value = Option<String>> {
    proptest::sample::select(vec![None, Some("Ann Lind"), Some("Bo Quist"), Some("Cy Reed"), Some("Di Storr")])
        .prop_map(|name| name.map(str::to_owned))
}

fn base() -> impl Strategy<Value = Thread> {
    let answer = (prop::option::of(words(2..5)), words(5..25), name(), prop::option::of(1_u32..500));
    (prop::option::of(words(3..6)), words(0..12), prop::collection::vec(answer, 0..6), prop::option::of(0_u32..9)).prop_map(
        |(title, question, answers, declared)| Thread {
            title,
            declared_answers: declared,
            question: Markdown::new(question),
            disclaimer: Some("These answers are words. Call 911.".to_owned()),
            answers: answers
                .into_iter()
                .enumerate()
                .map(|(index, (heading, body, name, reviews))| Answer {
                    id: format!("a{}", index + 1),
                    heading: heading.map(Markdown::new),
                    body: Markdown::new(body),
                    byline: Byline { name, reviews, ..Byline::default() },
                    ..Answer::default()
                })
                .collect(),
            ..Thread::default()
        },
    )
}

/// One change, as an editor or a source could make it.
#[derive(Debug, Clone)]
enum Change {
    Title(String),
    Question(String),
    Disclaimer(String),
    Declared(u32),
    Heading(prop::sample::Index, Option<String>),
    Body(prop::sample::Index, String),
    Name(prop::sample::Index, Option<String>),
    Reviews(prop::sample::Index, u32),
    Origin(prop::sample::Index, String),
    Tags(String),
    Remove(prop::sample::Index),
    Add(prop::sample::Index, String),
    Swap(prop::sample::Index, prop::sample::Index),
}

fn change() -> impl Strategy<Value = Change> {
    let index = any::<prop::sample::Index>;
    prop_oneof![
        words(3..6).prop_map(Change::Title),
        words(0..9).prop_map(Change::Question),
        words(3..9).prop_map(Change::Disclaimer),
        (0_u32..9).prop_map(Change::Declared),
        (index(), prop::option::of(words(2..5))).prop_map(|(index, text)| Change::Heading(index, text)),
        (index(), words(3..25)).prop_map(|(index, text)| Change::Body(index, text)),
        (index(), name()).prop_map(|(index, text)| Change::Name(index, text)),
        (index(), 1_u32..500).prop_map(|(index, count)| Change::Reviews(index, count)),
        (index(), words(1..2)).prop_map(|(index, text)| Change::Origin(index, text)),
        words(1..3).prop_map(Change::Tags),
        index().prop_map(Change::Remove),
        (index(), words(8..20)).prop_map(|(index, text)| Change::Add(index, text)),
        (index(), index()).prop_map(|(one, two)| Change::Swap(one, two)),
    ]
}

fn apply(thread: &mut Thread, changes: &[Change]) {
    for change in changes {
        let count = thread.answers.len();
        match change.clone() {
            Change::Title(text) => thread.title = Some(text),
            Change::Question(text) => thread.question = Markdown::new(text),
            Change::Disclaimer(text) => thread.disclaimer = Some(text),
            Change::Declared(number) => thread.declared_answers = Some(number),
            Change::Add(at, text) => {
                let taken = |id: &String| thread.answers.iter().any(|answer| answer.id == *id);
                let id = (1..).map(|number| format!("x{number}")).find(|id| !taken(id)).unwrap();
                thread.answers.insert(at.index(count + 1), Answer { id, body: Markdown::new(text), ..Answer::default() });
            }
            Change::Tags(text) => thread.tags = vec![text],
            _ if count == 0 => {}
            Change::Heading(at, text) => thread.answers[at.index(count)].heading = text.map(Markdown::new),
            Change::Body(at, text) => thread.answers[at.index(count)].body = Markdown::new(text),
            Change::Name(at, text) => thread.answers[at.index(count)].byline.name = text,
            Change::Reviews(at, number) => thread.answers[at.index(count)].byline.reviews = Some(number),
            Change::Origin(at, text) => {
                let answer = &mut thread.answers[at.index(count)];
                answer.byline.link = Some(format!("https://forum.example/u/{text}"));
                answer.url = Some(format!("https://forum.example/a/{text}"));
                answer.licence = Some(text);
                answer.answered = Some(TODAY);
            }
            Change::Remove(at) => drop(thread.answers.remove(at.index(count))),
            Change::Swap(one, two) => thread.answers.swap(one.index(count), two.index(count)),
        }
    }
}

/// The source numbers its answers anew each time.
fn renumber(thread: &mut Thread) {
    for (index, answer) in thread.answers.iter_mut().enumerate() {
        answer.id = format!("a{}", index + 1);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_edit_is_ever_lost(base in base(), edits in prop::collection::vec(change(), 0..6), news in prop::collection::vec(change(), 0..6)) {
        let (mut ours, mut theirs) = (base.clone(), base.clone());
        apply(&mut ours, &edits);
        apply(&mut theirs, &news);
        renumber(&mut theirs);
        let merged = merge(&base, &ours, &theirs, TODAY, &BTreeSet::new());
        let kept = |field: bool| if field { Ok(()) } else { Err(TestCaseError::fail(format!("{ours:#?}\n{theirs:#?}\n{merged:#?}"))) };
        kept(ours.title == base.title || merged.thread.title == ours.title)?;
        kept(ours.question == base.question || merged.thread.question == ours.question)?;
        kept(ours.disclaimer == base.disclaimer || merged.thread.disclaimer == ours.disclaimer)?;
        kept(ours.declared_answers == base.declared_answers || merged.thread.declared_answers == ours.declared_answers)?;
        kept(ours.editorial == merged.thread.editorial)?;
        kept(ours.tags == base.tags || ours.tags == merged.thread.tags)?;
        // Every answer of the editor's is there, in the editor's order, with every edit in it.
        let order = |thread: &Thread| thread.answers.iter().map(|answer| answer.id.clone()).filter(|id| ours.answers.iter().any(|answer| answer.id == *id)).collect::<Vec<_>>();
        kept(order(&merged.thread) == order(&ours))?;
        for answer in &ours.answers {
            let now = merged.thread.answers.iter().find(|now| now.id == answer.id).unwrap();
            let before = base.answers.iter().find(|before| before.id == answer.id).cloned().unwrap_or_default();
            kept(answer.body == before.body || now.body == answer.body)?;
            kept(answer.heading == before.heading || now.heading == answer.heading)?;
            kept(answer.byline.name == before.byline.name || now.byline.name == answer.byline.name)?;
            kept(answer.byline.link == before.byline.link || now.byline.link == answer.byline.link)?;
            kept(answer.url == before.url || now.url == answer.url)?;
            kept(answer.licence == before.licence || now.licence == answer.licence)?;
            kept(answer.answered == before.answered || now.answered == answer.answered)?;
            kept(answer.byline.reviews == before.byline.reviews || now.byline.reviews == answer.byline.reviews)?;
        }
        // What the editor removed stays removed, and no id is used twice.
        for answer in base.answers.iter().filter(|answer| !ours.answers.iter().any(|ours| ours.id == answer.id)) {
            kept(!merged.thread.answers.iter().any(|now| now.id == answer.id))?;
        }
        let mut ids: Vec<&str> = merged.thread.answers.iter().map(|answer| answer.id.as_str()).collect();
        ids.sort_unstable();
        ids.dedup();
        kept(ids.len() == merged.thread.answers.len())?;
        // A source that did not change brings nothing; an editor who did nothing gets all of it.
        let mut same = base.clone();
        renumber(&mut same);
        let nothing = merge(&base, &ours, &same, TODAY, &BTreeSet::new());
        kept(nothing.conflicts.is_empty() && nothing.added.is_empty() && nothing.lost.is_empty())?;
        let all = merge(&base, &base, &theirs, TODAY, &BTreeSet::new());
        kept(all.thread.title == theirs.title && all.thread.question == theirs.question && all.conflicts.is_empty())?;
    }
}

/// A raw page that reads as the thread does.
fn raw(thread: &Thread) -> String {
    let mut page = format!(
        "{}?\n\n{}\n\nDoctor Answers {}\n\n",
        thread.title.as_deref().unwrap_or("May I swim"),
        thread.question.text,
        thread.answers.len()
    );
    for answer in &thread.answers {
        let heading = answer.heading.as_ref().map_or("In short", |heading| &*heading.text);
        let name = answer.byline.name.as_deref().map_or(String::new(), |name| format!("{name}, MD\n"));
        page.push_str(&format!(
            "{heading}\n\n+1\n\n{}.\n\n{name}Omaha Dermatologist\n5.0 out of 5 stars {} reviews\n\n",
            answer.body.text,
            answer.byline.reviews.unwrap_or(1)
        ));
    }
    page + "These answers are for education. Call 911 in an emergency. They make no patient/doctor relationship."
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    /// The same through files: import, edit by hand, import again. A remark, a key and a sentence of
    /// the editor's stand in the file whatever the source does, and the file stays sound.
    #[test]
    fn a_hand_edited_file_survives_any_re_import(base in base(), news in prop::collection::vec(change(), 1..6)) {
        let site = SiteTest::new();
        site.write("raw/thread.txt", raw(&base).as_bytes());
        site.run(&["import", "-q", "--topic", "wounds", "raw"]).succeeds();
        let file = site.tree("content/wounds")[0].0.clone();
        let text = std::fs::read_to_string(&file).unwrap();
        let edited = text
            .replacen("---\n", "---\n# a remark of mine\ntags: [mine]\nnote: My own note.\n", 1)
            .replacen(".\n", ". My own sentence.\n", 1)
            .replacen(" }\n", ", url: https://forum.example/7, licence: Mine } # behind the source\n", 1)
            .replacen("declared_answers: ", "declared_answers:   ", 1)
            .replacen("?\n", "? # behind the title\n", 1);
        std::fs::write(&file, &edited).unwrap();
        let mut theirs = base.clone();
        apply(&mut theirs, &news);
        site.write("raw/thread.txt", raw(&theirs).as_bytes());
        site.run(&["import", "-q", "raw"]).succeeds();
        let merged = std::fs::read_to_string(&file).unwrap();
        let mine = ["# a remark of mine", "tags: [mine]", "note: My own note.", "https://forum.example/7", "licence: Mine", "# behind the source", "# behind the title"];
        for mine in mine {
            prop_assert!(merged.contains(mine), "{}", merged);
        }
        prop_assert_eq!(edited.contains("My own sentence."), merged.contains("My own sentence."), "{}", merged);
        site.check().succeeds();
        let reading = read(&raw(&theirs), Vocabulary::built_in());
        prop_assert!(thread(&reading, Provenance::default()).answers.len() == theirs.answers.len() || site.tree("content/wounds").len() == 1);
    }
}
