//! Who answered: one person a name and place, across all threads.

use std::collections::{BTreeMap, BTreeSet};

use super::{Expert, SiteThread};

/// Name and place.
type Person = (String, Option<String>);

/// Groups the named answers by person and tells each thread who wrote its answers.
pub(super) fn assign(threads: &mut [SiteThread]) -> Vec<Expert> {
    let mut answers: BTreeMap<Person, Vec<(usize, usize)>> = BTreeMap::new();
    for (thread_index, thread) in threads.iter_mut().enumerate() {
        thread.experts = vec![None; thread.thread.answers.len()];
        for (answer_index, answer) in thread.thread.answers.iter().enumerate() {
            if let Some(name) = &answer.byline.name {
                answers.entry((name.clone(), answer.byline.place.clone())).or_default().push((thread_index, answer_index));
            }
        }
    }
    let mut taken = BTreeSet::new();
    let mut experts = Vec::with_capacity(answers.len());
    for ((name, place), answers) in answers {
        let slug = free_slug(&name, place.as_deref(), &mut taken);
        for (thread, answer) in &answers {
            threads[*thread].experts[*answer] = Some(experts.len());
        }
        experts.push(Expert { name, place, slug, answers });
    }
    experts
}

/// The name as a slug; with the place, then a number, where others have it already.
fn free_slug(name: &str, place: Option<&str>, taken: &mut BTreeSet<String>) -> String {
    let with_place = || slug(&format!("{name} {}", place.unwrap_or_default()));
    let numbered = (2_u32..).map(|number| format!("{}-{number}", with_place()));
    let candidates = [slug(name), with_place()].into_iter().chain(numbered);
    for candidate in candidates {
        // `index` is the list of experts.
        if candidate != "index" && taken.insert(candidate.clone()) {
            return candidate;
        }
    }
    String::new()
}

fn slug(name: &str) -> String {
    crate::thread::slug::from_words(name, 100).unwrap_or_else(|| "expert".to_owned())
}
