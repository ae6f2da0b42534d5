use super::*;
use crate::diagnostic::terminal;
use crate::thread::{Answer, Byline};

fn redactions(text: &str) -> (Redactions, String) {
    let mut problems = Vec::new();
    let redactions = read::read(&Arc::new(Source::new(FILE, text.to_owned())), "[removed]", &mut problems);
    (redactions, problems.iter().map(|problem| terminal::render(problem, false)).collect())
}

fn thread() -> Thread {
    let answer = |id: &str, name: &str, place: &str, body: &str| Answer {
        id: id.to_owned(),
        body: Markdown::new(body),
        byline: Byline { name: Some(name.to_owned()), place: Some(place.to_owned()), reviews: Some(7), ..Byline::default() },
        ..Answer::default()
    };
    Thread {
        title: Some("Jane roe's scar".to_owned()),
        question: Markdown::new("I, Jane\nRoe\\_7, ask. Janet Roebuck does not."),
        answers: vec![
            answer("a1", "Vida Norstrand", "Fargo", "Keep it dry for at least two weeks after that."),
            answer("a2", "Vida Norstrand", "Omaha", "As Dr. Vida  Norstrand said."),
        ],
        ..Thread::default()
    }
}

fn path() -> ThreadPath {
    ThreadPath { topic: "scars".to_owned(), slug: "jane".to_owned() }
}

fn apply(text: &str) -> (Redactions, Thread, Redacted) {
    let (mut redactions, problems) = redactions(text);
    assert_eq!(problems, "");
    let mut thread = thread();
    let redacted = redactions.apply(&path(), &mut thread);
    (redactions, thread, redacted)
}

#[test]
fn a_phrase_goes_wherever_it_stands_as_whole_words() {
    let (redactions, thread, _) = apply("phrases:\n  - { text: Jane  Roe, reason: asked, date: 2026-11-22 }\n");
    assert_eq!(thread.title.as_deref(), Some("[removed]'s scar"));
    assert_eq!(thread.question.text, "I, \\[removed]\\_7, ask. Janet Roebuck does not.");
    assert!(redactions.idle().is_empty());
    let (_, thread, _) = apply("phrases: [{ text: jane roe_7, reason: asked, date: 2026-11-22 }]\n");
    assert_eq!(thread.question.text, "I, \\[removed], ask. Janet Roebuck does not.");
}

#[test]
fn a_person_loses_the_name_and_what_points_to_it() {
    let (_, thread, _) = apply("people: [{ name: vida norstrand, reason: asked, date: 2026-11-22 }]\n");
    assert!(thread.answers.iter().all(|answer| answer.byline == Byline::default()));
    assert_eq!(thread.answers[1].body.text, "As Dr. \\[removed] said.");
    let (_, thread, _) = apply("people: [{ name: Vida Norstrand, place: Omaha, reason: asked, date: 2026-11-22 }]\n");
    assert_eq!(thread.answers[0].byline.name.as_deref(), Some("Vida Norstrand"), "the same name elsewhere may be somebody else");
    assert_eq!(thread.answers[1].byline, Byline::default());
}

#[test]
fn an_answer_and_a_thread_go_whole() {
    let (redactions, thread, redacted) = apply("answers: [{ answer: scars/jane#a1, reason: asked, date: 2026-11-22 }]\n");
    assert_eq!(thread.answers.len(), 1);
    let on = jiff::civil::date(2026, 11, 22);
    assert_eq!(redacted, Redacted::Without(vec![WithdrawnAnswer { id: "a1".to_owned(), on }]));
    let copied = ["She said: Keep it dry for at least two weeks after that.".to_owned()];
    assert_eq!(redactions.remains("scars/other.html", &copied).len(), 1, "a copy of a withdrawn answer");
    let (_, _, redacted) = apply("threads: [{ thread: scars/jane, reason: asked, date: 2026-11-22 }]\n");
    assert_eq!(redacted, Redacted::Withdrawn(on));
}

#[test]
fn what_remains_is_found_in_texts_and_addresses() {
    let (redactions, _, _) = apply("phrases: [{ text: Jane Roe, reason: asked, date: 2026-11-22 }]\n");
    let remains = |address: &str, text: &str| redactions.remains(address, &[text.to_owned()]).len();
    assert_eq!(remains("a.html", "so JANE ROE said"), 1);
    assert_eq!(remains("a.html", "href=\"jane-roe-asks.html\""), 1);
    assert_eq!(remains("scars/ask-jane-roe.html", ""), 1);
    assert_eq!(remains("scars/janet-roebuck.html", "Janet Roebuck, Jane and Roe"), 0);
}

#[test]
fn mistakes_are_shown_and_idle_redactions_too() {
    let (_, problems) = redactions("phrases: [{ text: ' ', date: soon }]\nanswers: [{ answer: a2 }]\nperson: x\n");
    for expected in
        ["no words to look for", "a date expected", "`reason` is missing", "names no answer", "`date` is missing", "unknown key"]
    {
        assert!(problems.contains(expected), "{expected} not in\n{problems}");
    }
    let (redactions, _, _) = apply("threads: [{ thread: scars/jan, reason: asked, date: 2026-11-22 }]\n");
    assert!(terminal::render(&redactions.idle()[0], false).contains("there is no thread `scars/jan`"));
}
