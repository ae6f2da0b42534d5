//! What a run's place on the page says: what stands before and after it, and how many answers there are.

use super::evidence::{Evidence, Label, NEVER};
use super::unit::{Page, Separator};

/// What the step from `previous` to `label` says, given what stands between.
pub(super) fn step(e: &mut Evidence, previous: Option<Label>, label: Label, between: &Separator, page: &Page) {
    let Some(previous) = previous else {
        first(e, label, between, page);
        return;
    };
    rule_out(e, previous, label, between, page);
    weigh(e, previous, label, between, page);
}

/// What the step from `previous` to `label` says in sum; `None` where something rules it out.
pub(super) fn possible_step(previous: Label, label: Label, between: &Separator, page: &Page) -> Option<f32> {
    let mut e = Evidence::default();
    rule_out(&mut e, previous, label, between, page);
    (!e.rules_out()).then(|| {
        weigh(&mut e, previous, label, between, page);
        e.sum
    })
}

fn in_answer(label: Label) -> bool {
    matches!(label, Label::Heading | Label::Opening | Label::Body | Label::Byline)
}

fn rule_out(e: &mut Evidence, previous: Label, label: Label, between: &Separator, page: &Page) {
    if previous == Label::Alone || label == Label::Alone {
        e.add(previous != label, "one answer is all or nothing", NEVER);
        return;
    }
    e.add(label == Label::Title, "a title is first", NEVER);
    e.add(label == Label::Question && in_answer(previous), "the question is before the answers", NEVER);
    e.add(previous == Label::Heading && label != Label::Opening, "a heading has words below", NEVER);
    e.add(label == Label::Body && !matches!(previous, Label::Opening | Label::Body), "an answer has begun", NEVER);
    e.add(label == Label::Byline && !matches!(previous, Label::Opening | Label::Body), "a byline is below words", NEVER);
    e.add(between.count && (in_answer(previous) || !in_answer(label)), "the count stands before the answers", NEVER);
    e.add(
        page.declared.is_some() && !between.count && !in_answer(previous) && in_answer(label),
        "the count stands before the answers",
        NEVER,
    );
}

fn weigh(e: &mut Evidence, previous: Label, label: Label, between: &Separator, page: &Page) {
    if previous == Label::Alone || label == Label::Alone {
        e.add(between.byline || between.votes || between.debris || between.count, "a page has parts", -9.0);
        return;
    }
    let enters = !in_answer(previous) && in_answer(label);
    if enters {
        e.add(label == Label::Opening && between.slot < 2, "the first answer has no heading", -3.5);
        e.add(label == Label::Opening && between.slot >= 2, "an empty slot for the heading", 1.0);
    } else if in_answer(previous) {
        within_answers(e, previous, label, between, page);
    }
    e.add(page.markers && enters && label == Label::Opening, "answers have markers here", -6.0);
    e.add(previous == Label::Title && label == Label::Question, "a question below the title", 0.8);
    e.add(previous == Label::Title && enters && page.declared.is_none(), "no question below the title", -1.0);
    e.add(previous == Label::Question && label == Label::Question, "a further paragraph of the question", -0.9);
}

fn first(e: &mut Evidence, label: Label, between: &Separator, page: &Page) {
    e.add(matches!(label, Label::Body | Label::Byline), "nothing has begun", NEVER);
    e.add(between.count && matches!(label, Label::Title | Label::Question), "the count stands before the answers", NEVER);
    e.add(
        page.declared.is_some() && !between.count && matches!(label, Label::Heading | Label::Opening),
        "the count stands before the answers",
        NEVER,
    );
    e.add(label == Label::Question && !page.markers, "no title", -1.2);
    e.add(label == Label::Alone, "an answer is all there is", -1.2);
    e.add(label == Label::Alone && (page.bylines > 0 || page.markers || page.run_on || page.declared.is_some()), "a page has parts", -8.0);
    e.add(label == Label::Opening && !page.run_on, "no title and no question", -8.0);
    e.add(label == Label::Heading && !page.markers, "no title and no question", -6.0);
}

/// Steps between the words of answers: does another answer begin here?
fn within_answers(e: &mut Evidence, previous: Label, label: Label, between: &Separator, page: &Page) {
    if label == Label::Byline {
        e.add(between.byline || between.votes || between.debris, "a byline is right below words", -6.0);
        return;
    }
    if previous == Label::Heading {
        e.add(between.byline || between.debris, "a heading has words below", -9.0);
        e.add(between.votes, "votes below a heading", 3.0);
        e.add(!between.votes && page.vote_templates > 1, "no votes below a heading", -6.0);
        e.add(!between.votes && between.slot >= 2 && page.vote_slots, "an empty slot for votes", 2.5);
        e.add(!between.votes && between.slot >= 2 && !page.vote_slots, "two blank lines below a heading", -2.0);
        e.add(between.slot == 0 && !page.markers && !between.votes, "words right below a heading", -2.0);
        return;
    }
    let ended = between.byline || previous == Label::Byline;
    let another = label != Label::Body;
    let headless = label == Label::Opening;
    e.add(ended && another, "a byline ended the answer", 5.0);
    e.add(ended && !another, "a byline ended the answer", -9.0);
    e.add(between.debris && another, "debris between answers", 4.0);
    e.add(between.debris && !another, "debris between answers", -6.0);
    e.add(between.votes && !headless, "votes stand above an answer's words", -12.0);
    e.add(between.votes && headless && between.slot >= 2, "an empty slot for the heading", 3.0);
    e.add(between.votes && headless && between.slot < 2, "votes with no empty slot for the heading", -3.0);
    e.add(!between.votes && headless && page.vote_templates > 1, "no votes above an answer", -8.0);
    e.add(!ended && another && page.bylines > 0 && !between.debris, "no byline ended the answer before", -1.0);
    e.add(!between.votes && between.slot >= 2 && another, "two blank lines", 1.8);
    e.add(!between.votes && between.slot >= 2 && !another, "two blank lines", -1.2);
    e.add(headless && between.slot >= 3 && page.vote_slots, "empty slots for heading and votes", 3.0);
    e.add(headless && between.slot < 2 && !page.run_on, "no empty slot for the heading", -3.5);
    e.add(headless && !ended && !between.votes && !between.debris && !page.run_on, "neither heading nor byline", -2.0);
    e.add(page.run_on && headless, "one answer a line", 6.0);
    e.add(page.run_on && !headless, "one answer a line", -6.0);
    e.add(page.markers && headless, "answers have markers here", -6.0);
}

/// What the separator right below a unit says about its label.
pub(super) fn below(e: &mut Evidence, label: Label, after: &Separator, page: &Page) {
    if after.votes && after.slot < 2 && !after.byline {
        e.add(label == Label::Heading, "votes right below", 5.0);
        e.add(label != Label::Heading, "votes right below", -3.0);
    }
    e.add(label == Label::Heading && after.byline, "a byline right below", -9.0);
    e.add(matches!(label, Label::Title | Label::Question) && after.byline, "a byline right below", -9.0);
    e.add(
        matches!(label, Label::Title | Label::Question) && after.votes && page.declared.is_some() && !after.count,
        "votes right below",
        -6.0,
    );
}

/// What the number of answers says, where the page declares one.
pub(super) fn number_of_answers(e: &mut Evidence, answers: usize, page: &Page) {
    let Some(declared) = page.declared else {
        e.add(answers == 0, "no answer", -3.0);
        return;
    };
    let declared = declared as usize;
    let missing = declared.saturating_sub(answers) as f32;
    let excess = answers.saturating_sub(declared) as f32;
    e.add(answers == declared, "as many answers as declared", 1.0);
    e.add(missing > 0.0, "fewer answers than declared", if page.may_be_cut { -0.2 } else { -0.4 } * missing);
    e.add(excess > 0.0, "more answers than declared", -3.5 * excess);
}
