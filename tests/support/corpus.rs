//! Threads by number, for measuring: the same number gives the same thread on every machine.
//!
//! The words are invented by syllables and drawn by Zipf's law from a vocabulary of 30,000, since what
//! an index or a comparison of texts costs depends on how often words repeat.

#![allow(dead_code, unreachable_pub, reason = "each program that includes this file uses its own part")]

use std::fmt::Write as _;

/// How many different words there are.
const VOCABULARY: f64 = 30_000.0;

const COMMON: [&str; 64] = [
    "the",
    "and",
    "to",
    "of",
    "a",
    "is",
    "in",
    "it",
    "you",
    "that",
    "for",
    "have",
    "be",
    "with",
    "this",
    "are",
    "not",
    "as",
    "or",
    "can",
    "will",
    "your",
    "if",
    "but",
    "after",
    "was",
    "my",
    "at",
    "on",
    "from",
    "they",
    "should",
    "would",
    "about",
    "more",
    "there",
    "what",
    "weeks",
    "days",
    "skin",
    "treatment",
    "doctor",
    "some",
    "very",
    "most",
    "than",
    "when",
    "may",
    "time",
    "one",
    "which",
    "been",
    "has",
    "so",
    "no",
    "any",
    "other",
    "only",
    "how",
    "before",
    "good",
    "usually",
    "area",
    "also",
];
const ONSETS: [&str; 20] = ["b", "br", "c", "d", "f", "g", "gr", "h", "l", "m", "n", "p", "pr", "r", "s", "st", "t", "tr", "v", "w"];
const VOWELS: [&str; 10] = ["a", "e", "i", "o", "u", "ai", "ea", "io", "ou", "y"];
const CODAS: [&str; 10] = ["", "n", "r", "s", "l", "m", "t", "nd", "st", "ck"];
const FAMILIES: [&str; 16] = [
    "Norstrand",
    "Abara",
    "Lindqvist",
    "Okonjo",
    "Perrault",
    "Tamsin",
    "Vasko",
    "Wetherby",
    "Hollis",
    "Imran",
    "Jarosz",
    "Kestrel",
    "Marchetti",
    "Quill",
    "Rademaker",
    "Szabo",
];
const GIVEN: [&str; 12] = ["Vida", "Omar", "Greta", "Lucian", "Mei", "Pavel", "Ruth", "Selim", "Tova", "Una", "Yusuf", "Zora"];
const PLACES: [&str; 10] = ["Omaha", "Fargo", "Boise", "Tulsa", "Salem", "Dover", "Macon", "Provo", "Laredo", "Duluth"];
const SPECIALTIES: [&str; 6] =
    ["Plastic Surgeon", "Dermatologic Surgeon", "Facial Plastic Surgeon", "Family Physician", "Oculoplastic Surgeon", "Dermatologist"];
const TOPICS: [&str; 12] =
    ["swelling", "bruising", "numbness", "scars", "wounds", "eyelids", "stitches", "rashes", "lasers", "fillers", "peels", "recovery"];
const DISCLAIMER: &str = "These invented answers are for educational purposes and stand in for a real page's. Call 911 in an emergency. \
    They make no patient/doctor relationship.";

/// Numbers that look random and follow from the seed alone (Steele, Lea, Flood: SplitMix64).
pub struct Numbers(u64);

impl From<u64> for Numbers {
    fn from(seed: u64) -> Self {
        Self(seed)
    }
}

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        (self.next() % bound as u64) as usize
    }

    fn between(&mut self, least: usize, most: usize) -> usize {
        least + self.below(most - least + 1)
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.below(words.len())]
    }

    /// A word; the one of rank r comes 1/r times as often as the first (Zipf's law).
    fn word(&mut self) -> String {
        let share = (self.next() >> 11) as f64 / (1_u64 << 53) as f64;
        let rank = VOCABULARY.powf(share) as usize;
        if let Some(common) = COMMON.get(rank - 1) {
            return (*common).to_owned();
        }
        let mut syllables = Numbers(rank as u64 ^ 0x5eed);
        let mut word = String::new();
        for _ in 0..syllables.between(2, 3) {
            word.push_str(syllables.pick(&ONSETS));
            word.push_str(syllables.pick(&VOWELS));
        }
        word.push_str(syllables.pick(&CODAS));
        word
    }

    fn sentence(&mut self, least: usize, most: usize) -> String {
        let words: Vec<String> = (0..self.between(least, most)).map(|_| self.word()).collect();
        let sentence = words.join(" ");
        sentence[..1].to_uppercase() + &sentence[1..]
    }

    fn paragraph(&mut self, sentences: usize) -> String {
        (0..sentences).map(|_| self.sentence(6, 18) + ".").collect::<Vec<_>>().join(" ")
    }
}

/// One answer.
struct Answer {
    heading: String,
    paragraphs: Vec<String>,
    name: Option<(String, &'static str)>,
    place: &'static str,
    specialty: &'static str,
    rating: String,
    reviews: usize,
}

/// One thread.
pub struct Thread {
    number: usize,
    title: String,
    question: Vec<String>,
    answers: Vec<Answer>,
}

/// The thread of this number: about 3.5 KB, with one to five answers.
pub fn thread(number: usize) -> Thread {
    let mut numbers = Numbers(number as u64);
    let answers = (0..numbers.between(1, 5)).map(|_| answer(&mut numbers)).collect();
    let question = (0..numbers.between(1, 2)).map(|_| numbers.paragraph(3)).collect();
    Thread { number, title: numbers.sentence(5, 11) + "?", question, answers }
}

fn answer(numbers: &mut Numbers) -> Answer {
    let named = numbers.below(3) > 0;
    Answer {
        heading: numbers.sentence(2, 6),
        paragraphs: (0..numbers.between(1, 3)).map(|_| numbers.paragraph(4)).collect(),
        name: named.then(|| (format!("{} {}", numbers.pick(&GIVEN), numbers.pick(&FAMILIES)), numbers.pick(&["MD", "MD, FACS", "DO"]))),
        place: numbers.pick(&PLACES),
        specialty: numbers.pick(&SPECIALTIES),
        rating: format!("4.{}", numbers.below(10)),
        reviews: numbers.between(1, 900),
    }
}

impl Thread {
    /// The thread as a raw text.
    pub fn raw(&self) -> String {
        let mut raw = format!("{}\n\n{}\n\nDoctor Answers {}\n", self.title, self.question.join("\n\n"), self.answers.len());
        for answer in &self.answers {
            let _ = write!(raw, "\n{}\n\n{}\n\n", answer.heading, answer.paragraphs.join("\n\n"));
            if let Some((name, credentials)) = &answer.name {
                let _ = writeln!(raw, "{name}, {credentials}");
            }
            let _ = write!(raw, "{} {}\n{} out of 5 stars {} reviews\n", answer.place, answer.specialty, answer.rating, answer.reviews);
        }
        let _ = write!(raw, "\n{DISCLAIMER}\n");
        raw
    }

    /// The thread's file below `content/`, and its text.
    pub fn content(&self) -> (String, String) {
        let topic = TOPICS[self.number % TOPICS.len()];
        let mut text = format!("---\ntitle: \"{}\"\n", self.title);
        let _ = writeln!(text, "source: {{ file: thread-{:07}.txt, imported: 2026-11-21 }}", self.number);
        let _ = writeln!(text, "declared_answers: {}\nanswers:", self.answers.len());
        for (index, answer) in self.answers.iter().enumerate() {
            let _ = write!(text, "  - {{ id: a{}, ", index + 1);
            if let Some((name, credentials)) = &answer.name {
                let _ = write!(text, "name: {name}, credentials: \"{credentials}\", ");
            }
            let Answer { place, specialty, rating, reviews, .. } = answer;
            let _ = writeln!(text, "specialty: {specialty}, place: {place}, rating: {rating}, reviews: {reviews} }}");
        }
        let _ = write!(text, "disclaimer: |-\n  {DISCLAIMER}\n---\n\n{}\n", self.question.join("\n\n"));
        for (index, answer) in self.answers.iter().enumerate() {
            let _ = write!(text, "\n## {} {{#a{}}}\n\n{}\n", answer.heading, index + 1, answer.paragraphs.join("\n\n"));
        }
        (format!("{topic}/thread-{:07}.md", self.number), text)
    }

    /// Every text that a page of this thread must show, as it stands in HTML and in Markdown alike.
    pub fn texts(&self) -> impl Iterator<Item = &str> {
        let answers = self.answers.iter().flat_map(|answer| {
            let who = answer.name.iter().map(|(name, _)| name.as_str());
            std::iter::once(answer.heading.as_str()).chain(answer.paragraphs.iter().map(String::as_str)).chain(who)
        });
        let disclaimer = DISCLAIMER.split('\'').max_by_key(|words| words.len());
        std::iter::once(self.title.as_str()).chain(self.question.iter().map(String::as_str)).chain(answers).chain(disclaimer)
    }

    /// The last part of the address of each answer's expert, where the answer has a name.
    pub fn experts(&self) -> impl Iterator<Item = Option<String>> {
        self.answers.iter().map(|answer| {
            let (name, _) = answer.name.as_ref()?;
            Some(format!("{name} {}", answer.place).to_lowercase().replace(' ', "-"))
        })
    }
}

/// A question with its answers as rows of a Stack Exchange dump, a sentence each: such a dump shows what import keeps
/// of a thread besides its words.
pub fn dump_rows(number: usize) -> String {
    let mut numbers = Numbers(number as u64);
    let (title, question, answers) = (numbers.sentence(5, 11), number * 4 + 1, numbers.between(1, 3));
    let mut row = |id: usize, particular: &str| {
        let (body, user) = (numbers.sentence(6, 18), numbers.between(1, 90_000));
        format!(
            "  <row Id=\"{id}\" {particular} CreationDate=\"2019-03-04T10:11:12.123\" Score=\"{}\" Body=\"&lt;p&gt;{body}.&lt;/p&gt;\" \
             OwnerUserId=\"{user}\" ContentLicense=\"CC BY-SA 4.0\" />\n",
            user % 9
        )
    };
    let mut rows = row(
        question,
        &format!("PostTypeId=\"1\" Title=\"{title}?\" Tags=\"|{}|\" AnswerCount=\"{answers}\"", TOPICS[number % TOPICS.len()]),
    );
    for answer in 1..=answers {
        rows += &row(question + answer, &format!("PostTypeId=\"2\" ParentId=\"{question}\""));
    }
    rows
}

/// The words by which each topic recognises its threads, as its `_index.md`.
pub fn topics() -> impl Iterator<Item = (String, String)> {
    TOPICS.iter().enumerate().map(|(order, topic)| {
        let words: Vec<String> = (0..6).map(|word| Numbers((order * 100 + word) as u64).word()).collect();
        let text = format!("---\ntitle: About {topic}\norder: {}\nwords: [{topic}, {}]\n---\n", order + 1, words.join(", "));
        (format!("{topic}/_index.md"), text)
    })
}
