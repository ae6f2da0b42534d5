//! Who answered: one person a name and place, across all threads, and what the editor says of them.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::sync::Arc;

use camino::Utf8PathBuf;

use crate::diagnostic::{Code, Diagnostic, Source, did_you_mean};
use crate::document::{Step, place};
use crate::thread::{CONTENT, EXPERTS, ExpertFile};

use super::{Address, Expert, Redirect, SiteThread};

/// Name and place.
type Person = (String, Option<String>);

/// A file about an expert with what is needed to show where in it something stands.
pub(super) struct LoadedExpert {
    pub(super) file: ExpertFile,
    pub(super) source: Arc<Source>,
    pub(super) front_matter: Range<usize>,
}

impl LoadedExpert {
    fn at(&self, path: &[Step]) -> Range<usize> {
        let found = place(&self.source.text()[self.front_matter.clone()], path);
        found.map_or(0..3, |place| place.value.start + self.front_matter.start..place.value.end + self.front_matter.start)
    }
}

/// Groups the named answers by person and tells each thread who wrote its answers. Spellings that a file
/// joins are one person; their pages, had they been apart, lead to the one page.
pub(super) fn assign(threads: &mut [SiteThread], files: &[LoadedExpert], problems: &mut Vec<Diagnostic>) -> (Vec<Expert>, Vec<Redirect>) {
    let mut answers: BTreeMap<Person, Vec<(usize, usize)>> = BTreeMap::new();
    for (thread_index, thread) in threads.iter_mut().enumerate() {
        thread.experts = vec![None; thread.thread.answers.len()];
        for (answer_index, answer) in thread.thread.answers.iter().enumerate() {
            if let Some(name) = &answer.byline.name {
                answers.entry((name.clone(), answer.byline.place.clone())).or_default().push((thread_index, answer_index));
            }
        }
    }
    let joined = join(&answers.keys().cloned().collect::<Vec<_>>(), files, problems);
    // Every spelling gets the address that it would have by itself, so that a file moves no other page.
    let mut taken = BTreeSet::new();
    let mut experts: Vec<Expert> = Vec::with_capacity(answers.len());
    let mut of_file: BTreeMap<usize, Expert> = BTreeMap::new();
    let mut former = Vec::new();
    for (person, answers) in answers {
        let slug = free_slug(&person.0, person.1.as_deref(), &mut taken);
        match joined.get(&person) {
            Some(index) => {
                let file = &files[*index].file;
                let expert = of_file.entry(*index).or_insert_with(|| described(file));
                expert.answers.extend(answers);
                let spelling = shown(&person);
                if spelling != shown(&(file.name.clone(), file.place.clone())) {
                    expert.also.push(spelling);
                }
                former.push((slug, file.slug.clone()));
            }
            None => experts.push(Expert { name: person.0, place: person.1, slug, answers, ..Expert::default() }),
        }
    }
    experts.extend(of_file.into_values());
    experts.sort_by(|one, other| (&one.name, &one.place, &one.slug).cmp(&(&other.name, &other.place, &other.slug)));
    for (index, expert) in experts.iter_mut().enumerate() {
        expert.answers.sort_unstable();
        for (thread, answer) in &expert.answers {
            threads[*thread].experts[*answer] = Some(index);
        }
    }
    let pages: BTreeSet<&str> = experts.iter().map(|expert| expert.slug.as_str()).collect();
    former.retain(|(slug, _)| !pages.contains(slug.as_str()));
    let redirects = former.into_iter().map(|(from, to)| Redirect { from: Address::expert(&from), to: Address::expert(&to), merged: None });
    (experts, redirects.collect())
}

/// An expert as a file describes them, without answers yet.
fn described(file: &ExpertFile) -> Expert {
    Expert {
        name: file.name.clone(),
        place: file.place.clone(),
        slug: file.slug.clone(),
        file: Some(Utf8PathBuf::from(format!("{CONTENT}/{EXPERTS}/{}.md", file.slug))),
        credentials: file.credentials.clone(),
        specialty: file.specialty.clone(),
        link: file.link.clone(),
        words: file.words.clone(),
        ..Expert::default()
    }
}

/// A person as an editor writes and reads them.
fn shown((name, place): &Person) -> String {
    place.as_ref().map_or_else(|| name.clone(), |place| format!("{name}, {place}"))
}

/// Which of the people who answered a spelling means: exactly that one, or the only one of that name.
fn find<'a>(people: &'a [Person], spelling: &str) -> Vec<&'a Person> {
    if let Some(exact) = people.iter().find(|person| shown(person) == spelling) {
        return vec![exact];
    }
    people.iter().filter(|(name, _)| name == spelling).collect()
}

/// For each person that a file is about, the file.
fn join(people: &[Person], files: &[LoadedExpert], problems: &mut Vec<Diagnostic>) -> BTreeMap<Person, usize> {
    let mut joined: BTreeMap<Person, (usize, Range<usize>)> = BTreeMap::new();
    for (index, loaded) in files.iter().enumerate() {
        let file = &loaded.file;
        let main = (shown(&(file.name.clone(), file.place.clone())), loaded.at(&[Step::Key("name".to_owned())]));
        let others = file.also.iter().enumerate();
        let others = others.map(|(item, spelling)| (spelling.clone(), loaded.at(&[Step::Key("also".to_owned()), Step::Index(item)])));
        for (number, (spelling, span)) in std::iter::once(main).chain(others).enumerate() {
            match find(people, &spelling).as_slice() {
                [person] => match joined.get(*person) {
                    Some((other, _)) if *other == index => {}
                    Some((other, earlier)) => problems.push(
                        Diagnostic::new(Code::ExpertInDoubt, format!("two files are about `{}`", shown(person)))
                            .at(&loaded.source, span, "named here")
                            .at(&files[*other].source, earlier.clone(), "and here")
                            .help("keep one of the files, or take the name out of one"),
                    ),
                    None => {
                        joined.insert((*person).clone(), (index, span));
                    }
                },
                // A corrected name need not be one that an answer gives, where `also` says which do.
                [] if number == 0 && !file.also.is_empty() => {}
                [] => problems.push(unknown(people, loaded, &spelling, span)),
                several => problems.push(
                    Diagnostic::new(Code::ExpertInDoubt, format!("`{spelling}` may mean several people"))
                        .at(&loaded.source, span, "which of them?")
                        .note(format!("these answered: {}", several.iter().map(|person| shown(person)).collect::<Vec<_>>().join("; ")))
                        .help("say the place too, as `place:` or, under `also:`, behind the name and a comma"),
                ),
            }
        }
    }
    joined.into_iter().map(|(person, (index, _))| (person, index)).collect()
}

fn unknown(people: &[Person], loaded: &LoadedExpert, spelling: &str, span: Range<usize>) -> Diagnostic {
    let known: Vec<String> = people.iter().map(shown).collect();
    let help = match did_you_mean(spelling, known.iter().map(String::as_str)) {
        Some(close) => format!("did you mean `{close}`?"),
        None => "write name and place as the answers give them, such as `Vida Norstrand, Fargo`".to_owned(),
    };
    Diagnostic::new(Code::UnknownExpert, format!("no answer is by `{spelling}`"))
        .at(&loaded.source, span, "nobody of this name and place")
        .help(help)
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
