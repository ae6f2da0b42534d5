//! Which topic a thread belongs to, by the words of the topics' `_index.md`.

use crate::thread::Topic;

use super::reading::Reading;

/// The folder for threads that no topic's words fit.
pub const UNSORTED: &str = "unsorted";

/// A word in the title says what a thread is about; in the question, likely; in an answer, perhaps.
/// In quarters of a point, so that sums are exact.
const IN_TITLE: u32 = 12;
const IN_QUESTION: u32 = 4;
const IN_ANSWER: u32 = 1;

/// A title's word is enough, and so are two of the question's: 2 points, in quarters.
const THRESHOLD: u32 = 8;

/// How well each topic's words fit a thread.
#[derive(Debug, Clone, PartialEq)]
pub struct Scores {
    /// Topic and points in quarters, best first.
    scores: Vec<(String, u32)>,
}

impl Scores {
    /// Scores a reading against the topics. Each word of a topic counts once, where it weighs most.
    #[must_use]
    pub fn new(reading: &Reading, topics: &[Topic]) -> Self {
        let title = words(reading.title.as_deref().unwrap_or_default());
        let question = words(reading.question.as_deref().unwrap_or_default());
        let answers: Vec<Vec<String>> = reading
            .answers
            .iter()
            .map(|answer| words(&format!("{} {}", answer.heading.as_deref().unwrap_or_default(), answer.body)))
            .collect();
        let weight = |phrase: &str| {
            let phrase = pattern(phrase);
            if contains(&title, &phrase) {
                IN_TITLE
            } else if contains(&question, &phrase) {
                IN_QUESTION
            } else if answers.iter().any(|answer| contains(answer, &phrase)) {
                IN_ANSWER
            } else {
                0
            }
        };
        let mut scores: Vec<(String, u32)> =
            topics.iter().map(|topic| (topic.slug.clone(), topic.words.iter().map(|word| weight(word)).sum())).collect();
        scores.sort_by(|(one, one_score), (other, other_score)| other_score.cmp(one_score).then(one.cmp(other)));
        Self { scores }
    }

    /// The topic that fits best, if it fits well enough and no other fits as well.
    #[must_use]
    pub fn best(&self) -> Option<&str> {
        let (topic, score) = self.scores.first()?;
        let tied = self.scores.get(1).is_some_and(|(_, second)| second == score);
        (*score >= THRESHOLD && !tied).then_some(topic)
    }

    /// The scores in words, such as `numbness 3, drooping 1.25`.
    #[must_use]
    pub fn describe(&self) -> String {
        if self.scores.is_empty() {
            return "there are no topics yet".to_owned();
        }
        let scores: Vec<String> =
            self.scores.iter().take(5).map(|(topic, quarters)| format!("{topic} {}", f64::from(*quarters) / 4.0)).collect();
        scores.join(", ")
    }

    /// The points that a topic needs.
    #[must_use]
    pub fn threshold() -> f64 {
        f64::from(THRESHOLD) / 4.0
    }
}

fn words(text: &str) -> Vec<String> {
    text.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect()
}

/// The words of a phrase; `true` for one that stands for every word so beginning.
fn pattern(phrase: &str) -> Vec<(String, bool)> {
    phrase
        .split_whitespace()
        .flat_map(|part| {
            let open = part.ends_with('*');
            let parts = words(part);
            let last = parts.len().saturating_sub(1);
            parts.into_iter().enumerate().map(move |(index, word)| (word, open && index == last))
        })
        .collect()
}

fn contains(words: &[String], phrase: &[(String, bool)]) -> bool {
    let fits = |(word, (wanted, open)): (&String, &(String, bool))| if *open { word.starts_with(wanted.as_str()) } else { word == wanted };
    !phrase.is_empty() && words.windows(phrase.len()).any(|window| window.iter().zip(phrase).all(fits))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn topic(slug: &str, words: &[&str]) -> Topic {
        Topic { slug: slug.to_owned(), words: words.iter().map(|word| (*word).to_owned()).collect(), ..Topic::default() }
    }

    fn reading(title: &str, question: &str) -> Reading {
        Reading { title: Some(title.to_owned()), question: Some(question.to_owned()), ..Reading::default() }
    }

    #[test]
    fn the_best_topic_wins_above_the_threshold() {
        let topics = [topic("numbness", &["numb*", "tingling", "no feeling"]), topic("drooping", &["droop*", "ptosis"])];
        let scores = Scores::new(&reading("Numbness after a shot", "My lid is drooping"), &topics);
        assert_eq!(scores.best(), Some("numbness"));
        assert_eq!(scores.describe(), "numbness 3, drooping 1");
        assert_eq!(Scores::new(&reading("Help", "My lid is drooping"), &topics).best(), None);
        assert_eq!(Scores::new(&reading("Help", "There is no feeling, it is numb"), &topics).best(), Some("numbness"));
    }

    #[test]
    fn two_topics_that_fit_as_well_are_left_to_the_editor() {
        let topics = [topic("a", &["lid"]), topic("b", &["eye"])];
        assert_eq!(Scores::new(&reading("Lid or eye", ""), &topics).best(), None);
    }
}
