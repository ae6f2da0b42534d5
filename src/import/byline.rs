//! The three lines under an answer: who, from where and what, how rated.

use crate::thread::Rating;

use super::vocabulary::Vocabulary;

/// `Vida Q. Norstrand, MD, FACS` in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Name {
    pub(super) name: String,
    pub(super) credentials: Option<String>,
}

/// `Omaha Plastic Surgeon` in its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Specialty {
    pub(super) place: Option<String>,
    pub(super) specialty: String,
}

/// `4.9 out of 5 stars 86 reviews`, as much of it as is there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rated {
    pub(super) rating: Option<Rating>,
    pub(super) reviews: Option<u32>,
    /// The line breaks off before its end.
    pub(super) cut: bool,
}

/// How sure it is that a line is part of a byline.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shown {
    /// By nothing but its own shape.
    Alone,
    /// By the line above or below it as well.
    ByNeighbour,
}

/// Generational suffixes, which belong to the name.
const SUFFIXES: [&str; 8] = ["Jr", "Sr", "II", "III", "IV", "V", "Jnr", "Snr"];

/// Small words inside names (van der Berg, de la Cruz).
const PARTICLES: [&str; 21] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "la", "le", "bin", "al", "el", "y", "ter", "ten", "du", "af", "zu",
];

/// Longest small word inside a name that a neighbour shows to be one, in characters (van 't Hof, ap Rhys, von und zu Stein).
const LONGEST_PARTICLE: usize = 4;

/// Small words inside places (Isle of Man, Rio de Janeiro, Fond du Lac).
const PLACE_PARTICLES: [&str; 29] = [
    "of", "de", "do", "da", "del", "dos", "di", "du", "des", "la", "le", "les", "las", "los", "el", "al", "y", "sur", "sous", "upon", "by",
    "and", "or", "the", "on", "in", "an", "am", "aan",
];

/// Longest name or line of place and specialty, in bytes.
const LONGEST: usize = 100;

/// Reads a name line that ends in credentials: known ones, or where a neighbour shows that the line
/// is a byline any letters of their shape.
pub(super) fn name_with_credentials(line: &str, shown: Shown, vocabulary: &Vocabulary) -> Option<Name> {
    if line.len() > LONGEST {
        return None;
    }
    let mut parts = line.split(',').map(str::trim);
    let first = parts.next()?;
    let mut name = first.to_owned();
    let mut credentials: Vec<&str> = Vec::new();
    for part in parts {
        if credentials.is_empty() && SUFFIXES.contains(&part.trim_end_matches('.')) {
            name.push_str(", ");
            name.push_str(part);
        } else if is_credential(part, shown, vocabulary) {
            credentials.push(part);
        } else {
            return None;
        }
    }
    // A single name with letters that nobody knows is no name: `Thanks, USA`.
    let known = first.contains(' ') || credentials.iter().all(|part| is_credential(part, Shown::Alone, vocabulary));
    (!credentials.is_empty() && known && is_person(first, shown)).then(|| Name { name, credentials: Some(credentials.join(", ")) })
}

/// Reads a line of nothing but a person's name.
pub(super) fn bare_name(line: &str, vocabulary: &Vocabulary) -> Option<Name> {
    if line.len() > LONGEST {
        return None;
    }
    let words = line.split_whitespace().count();
    let sign_off = is_sign_off(line, vocabulary);
    let stop_word = line.split_whitespace().any(|word| {
        let word = word.trim_end_matches('.');
        vocabulary.no_place.contains(word) || vocabulary.no_place_alone.contains(word)
    });
    ((2..=5).contains(&words) && is_person(line, Shown::Alone) && !sign_off && !stop_word)
        .then(|| Name { name: line.to_owned(), credentials: None })
}

/// Does a line begin as letters do or end: `Dear`, `Kind regards`?
pub(super) fn is_sign_off(line: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.farewells.begin(line) || vocabulary.greetings.begin(line)
}

/// `MD`, `M.D.`, `PA-C` or `MD (retired)`.
fn is_credential(part: &str, shown: Shown, vocabulary: &Vocabulary) -> bool {
    let letters = match part.split_once(" (") {
        Some((letters, remark)) if remark.ends_with(')') => letters,
        Some(_) => return false,
        None => part,
    };
    let plain = letters.replace('.', "");
    let known = |word: &str| vocabulary.credentials.contains(word) || (shown == Shown::ByNeighbour && is_credential_shaped(word));
    known(&plain) || plain.split([' ', '/']).all(known)
}

/// Letters like `FACAAI`, `PharmD` or `FRCS(Plast)`: two capitals at least, and short.
fn is_credential_shaped(word: &str) -> bool {
    let capitals = word.chars().filter(|character| character.is_uppercase()).count();
    let fits = |character: char| character.is_ascii_alphabetic() || matches!(character, '-' | '(' | ')');
    capitals >= 2 && word.len() <= 12 && word.starts_with(|first: char| first.is_ascii_uppercase()) && word.chars().all(fits)
}

/// One to six words, each with a capital, an initial, or a particle; nothing else. Where a neighbour shows that it is a name, any small word
/// within it may be a particle.
fn is_person(text: &str, shown: Shown) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let may_be_particle = |word: &str| shown == Shown::ByNeighbour && word.chars().count() <= LONGEST_PARTICLE;
    let shaped = |(index, word): (usize, &&str)| {
        let letters = word
            .chars()
            .all(|character| character.is_alphabetic() || matches!(character, '.' | '-' | '\'' | '’' | '"' | '“' | '”' | '(' | ')'));
        let begins = word.trim_start_matches(['"', '“', '(']).starts_with(char::is_uppercase)
            || PARTICLES.contains(word)
            || word.starts_with("d'")
            || word.starts_with("d’")
            || (index > 0 && index + 1 < words.len() && may_be_particle(word));
        letters && begins && (!word.ends_with('.') || word.chars().count() <= 5)
    };
    (1..=6).contains(&words.len())
        && words.iter().enumerate().all(shaped)
        && words.iter().any(|word| word.chars().filter(|character| character.is_alphabetic()).count() > 1)
}

/// Reads a line that is a place and a field of work, such as `Beverly Hills Facial Plastic Surgeon`.
/// The longest run of known words at its end is the field; the rest must look like a place.
pub(super) fn specialty(line: &str, shown: Shown, vocabulary: &Vocabulary) -> Option<Specialty> {
    if line.len() > LONGEST || !line.ends_with(|last: char| last.is_alphabetic()) {
        return None;
    }
    let last = line.split_whitespace().next_back()?;
    let confirmed = shown == Shown::ByNeighbour;
    if !is_head(last, vocabulary) && !(confirmed && (is_modifier(last, vocabulary) || last.ends_with("ist") || last.ends_with("ician"))) {
        return None;
    }
    let words: Vec<&str> = line.split_whitespace().collect();
    let start = field_start(&words, vocabulary);
    let place = &words[..start];
    if words.len() > 10 || place.len() > 4 || !is_place(place, shown, vocabulary) {
        return None;
    }
    if place.is_empty() && vocabulary.no_place.contains(words[0]) {
        return None;
    }
    let place = (!place.is_empty()).then(|| place.join(" "));
    Some(Specialty { place, specialty: words[start..].join(" ") })
}

/// Could this line below a name say what somebody is, in words that nobody listed: a few words with
/// capitals, no title and no end of a sentence?
pub(super) fn is_title(line: &str, vocabulary: &Vocabulary) -> bool {
    let words: Vec<&str> = if line.len() > LONGEST { Vec::new() } else { line.split_whitespace().collect() };
    (2..=8).contains(&words.len())
        && line.ends_with(|last: char| last.is_alphabetic())
        && is_place(&words, Shown::ByNeighbour, vocabulary)
        && !words.iter().any(|word| vocabulary.practices.contains(word))
}

/// Where in the words of a line the field of work begins, if its last word is one.
fn field_start(words: &[&str], vocabulary: &Vocabulary) -> usize {
    let mut start = words.len() - 1;
    while start > 0 {
        let word = words[start - 1].trim_end_matches(',');
        let phrase = (2..=3).find(|count| {
            start >= *count
                && words[start - count].starts_with(char::is_uppercase)
                && vocabulary.specialty_modifiers.contains_phrase(&words[start - count..start])
        });
        if is_head(word, vocabulary) || vocabulary.specialty_modifiers.contains(word) || (start > 1 && is_modifier(word, vocabulary)) {
            start -= 1;
        } else if let Some(count) = phrase {
            start -= count;
        } else {
            break;
        }
    }
    // `and` and `&` join two fields; they open none.
    while start + 1 < words.len() && matches!(words[start], "and" | "&") {
        start += 1;
    }
    start
}

fn is_head(word: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.specialty_heads.contains(word)
        || (word.starts_with(char::is_uppercase) && vocabulary.specialty_endings.iter().any(|ending| word.ends_with(ending.as_str())))
}

fn is_modifier(word: &str, vocabulary: &Vocabulary) -> bool {
    vocabulary.specialty_modifiers.contains(word)
        || (word.starts_with(char::is_uppercase) && vocabulary.modifier_endings.iter().any(|ending| word.ends_with(ending.as_str())))
}

/// Do these words look like a place? No words do.
fn is_place(place: &[&str], shown: Shown, vocabulary: &Vocabulary) -> bool {
    let confirmed = shown == Shown::ByNeighbour;
    let stops = |word: &str| vocabulary.no_place.contains(word) || (!confirmed && vocabulary.no_place_alone.contains(word));
    let shaped = |word: &str| {
        (word.starts_with(|first: char| first.is_uppercase() || first == '\'' || first == '’')
            || word.starts_with("d'")
            || word.starts_with("d’"))
            && word.chars().all(|character| {
                character.is_alphabetic() || matches!(character, '-' | '–' | '.' | '\'' | '’' | '/') || (confirmed && character == ',')
            })
            && !word.trim_end_matches(['.', ',']).split('-').any(stops)
    };
    place.iter().enumerate().all(|(index, word)| shaped(word) || (index > 0 && PLACE_PARTICLES.contains(word)))
        && place.last().is_none_or(|last| shaped(last))
}

/// Could this last line of a file, below a name, be what is left of a place and a specialty?
pub(super) fn may_be_cut(line: &str) -> bool {
    line.len() <= LONGEST && line.starts_with(char::is_uppercase) && line.split_whitespace().count() <= 8
}

/// Reads what is left of a place and a specialty at the end of a cut file, below a name: known words
/// of a field, the last one broken off. What stands before them is the place.
pub(super) fn cut_specialty(line: &str, vocabulary: &Vocabulary) -> Option<Specialty> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let (last, above) = words.split_last()?;
    let known = |word: &str| vocabulary.specialty_modifiers.contains(word) || vocabulary.specialty_heads.contains(word);
    let begins_known = vocabulary.specialty_modifiers.contains_start(last) || vocabulary.specialty_heads.contains_start(last);
    let start = above.len() - above.iter().rev().take_while(|word| known(word)).count();
    (begins_known && start > 0 && words.len() <= 8 && is_place(&words[..start], Shown::ByNeighbour, vocabulary))
        .then(|| Specialty { place: Some(words[..start].join(" ")), specialty: words[start..].join(" ") })
}

/// Reads a name at the end of a cut file, where its credentials may be broken off.
pub(super) fn cut_name(line: &str, vocabulary: &Vocabulary) -> Option<Name> {
    let whole = || name_with_credentials(line, Shown::ByNeighbour, vocabulary).or_else(|| bare_name(line, vocabulary));
    let broken = || {
        let (name, rest) = line.rsplit_once(',')?;
        let start = rest.trim();
        let fits = start.is_empty() || vocabulary.credentials.contains_start(start);
        let bare = || bare_name(name, vocabulary);
        fits.then(|| name_with_credentials(name, Shown::ByNeighbour, vocabulary).or_else(bare)).flatten()
    };
    if is_sign_off(line, vocabulary) { None } else { whole().or_else(broken) }
}

/// Reads a rating line; one that breaks off counts when at least `4.9 out of` is there.
pub(super) fn rating(line: &str) -> Option<Rated> {
    const MIDDLE: [&str; 4] = ["out", "of", "5", "stars"];
    if line.len() > LONGEST || !line.starts_with(|first: char| first.is_ascii_digit()) {
        return None;
    }
    let mut words = line.split_whitespace();
    let rating = stars(words.next()?)?;
    let broken_off = Some(Rated { rating: Some(rating), reviews: None, cut: true });
    for (index, expected) in MIDDLE.into_iter().enumerate() {
        match words.next() {
            Some(word) if word == expected => {}
            // Broken off here.
            Some(word) if index > 0 && expected.starts_with(word) && words.next().is_none() => return broken_off,
            None if index > 1 => return broken_off,
            _ => return None,
        }
    }
    let Some(count) = words.next() else {
        return Some(Rated { rating: Some(rating), reviews: None, cut: false });
    };
    let digits = count.replace(',', "");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    let Some(word) = words.next() else {
        // A number at a cut may lack its last digits, so it is not known.
        return broken_off;
    };
    let whole = matches!(word, "review" | "reviews");
    if words.next().is_some() || (!whole && !"reviews".starts_with(word)) {
        return None;
    }
    Some(Rated { rating: Some(rating), reviews: digits.parse().ok(), cut: !whole })
}

/// Reads a rating that breaks off within its first words, below a line of place and specialty:
/// `4.9 ou`, `4.9`, or `4.`, of which the number is not known.
pub(super) fn cut_rating(line: &str) -> Option<Rated> {
    let (number, rest) = line.split_once(' ').unwrap_or((line, ""));
    let rating = stars(number).filter(|_| number.len() == 3);
    let unfinished = rest.is_empty() && number.len() <= 2 && stars(number.trim_end_matches('.')).is_some();
    (unfinished || (rating.is_some() && "out".starts_with(rest.trim()))).then_some(Rated { rating, reviews: None, cut: true })
}

/// `4.9`.
fn stars(number: &str) -> Option<Rating> {
    let shaped = number.len() == 1 || (number.len() == 3 && number.as_bytes()[1] == b'.');
    if shaped { Rating::from_stars(number.parse().ok()?) } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(line: &str) -> Option<(String, String)> {
        name_with_credentials(line, Shown::Alone, Vocabulary::built_in()).map(|name| (name.name, name.credentials.unwrap()))
    }

    #[test]
    fn names_are_told_from_credentials() {
        let pair = |name: &str, credentials: &str| Some((name.to_owned(), credentials.to_owned()));
        assert_eq!(name("Vida Q. Norstrand, MD, FACS"), pair("Vida Q. Norstrand", "MD, FACS"));
        assert_eq!(name("Abel Lind, Jr., MD (not currently practicing)"), pair("Abel Lind, Jr.", "MD (not currently practicing)"));
        assert_eq!(name("A.B. Lind, M.D."), pair("A.B. Lind", "M.D."));
        assert_eq!(name("María-José O'Hara, MBBS, PhD, FRACS"), pair("María-José O'Hara", "MBBS, PhD, FRACS"));
        let shown = name_with_credentials("Ana de la Cruz, FXYZ, PhX", Shown::ByNeighbour, Vocabulary::built_in());
        assert_eq!(shown.and_then(|name| name.credentials).as_deref(), Some("FXYZ, PhX"), "letters that no list has");
        let shown = name_with_credentials("Bart van 't Hof, MD", Shown::ByNeighbour, Vocabulary::built_in());
        assert_eq!(shown.map(|name| name.name).as_deref(), Some("Bart van 't Hof"), "small words that no list has");
        for other in ["Good luck, Mara", "Best, Dr. L", "I saw the MD, DO", "Yes, MD said so", "Vida Norstrand"] {
            assert_eq!(name(other), None, "{other}");
        }
    }

    #[test]
    fn places_are_told_from_specialties() {
        let read = |line: &str| specialty(line, Shown::Alone, Vocabulary::built_in()).map(|found| (found.place, found.specialty));
        let shown = |line: &str| specialty(line, Shown::ByNeighbour, Vocabulary::built_in()).map(|found| (found.place, found.specialty));
        let pair = |place: &str, specialty: &str| Some((Some(place.to_owned()), specialty.to_owned()));
        assert_eq!(read("Beverly Hills Facial Plastic Surgeon"), pair("Beverly Hills", "Facial Plastic Surgeon"));
        assert_eq!(read("Summit Emergency Medicine Physician"), pair("Summit", "Emergency Medicine Physician"));
        assert_eq!(read("Rio de Janeiro Dermatologist"), pair("Rio de Janeiro", "Dermatologist"));
        assert_eq!(read("Encino Physician"), pair("Encino", "Physician"));
        assert_eq!(read("Plastic Surgeon"), Some((None, "Plastic Surgeon".to_owned())));
        assert_eq!(read("Fond du Lac Otolaryngologist"), pair("Fond du Lac", "Otolaryngologist"));
        assert_eq!(read("Great Neck Oral and Maxillofacial Surgeon"), None, "`Great` opens a sentence as well");
        assert_eq!(shown("Great Neck Oral and Maxillofacial Surgeon"), pair("Great Neck", "Oral and Maxillofacial Surgeon"));
        assert_eq!(shown("Hilton Head Hearing Aid Specialist"), pair("Hilton Head", "Hearing Aid Specialist"));
        assert_eq!(shown("Moose Jaw Rheumatologist"), pair("Moose Jaw", "Rheumatologist"));
        assert_eq!(shown("Perth Endoscopic Surgeon"), pair("Perth", "Endoscopic Surgeon"));
        for other in [
            "Board Certified Plastic Surgeon",
            "#topdoc100 Physician",
            "See your Dermatologist",
            "a board certified plastic surgeon.",
            "Ask Your Surgeon",
        ] {
            assert_eq!(read(other), None, "{other}");
        }
    }

    #[test]
    fn ratings_may_break_off_but_are_not_guessed() {
        let read = |line: &str| rating(line).map(|rated| (rated.rating.map(Rating::stars), rated.reviews, rated.cut));
        assert_eq!(read("4.9 out of 5 stars 1,204 reviews"), Some((Some(4.9), Some(1204), false)));
        assert_eq!(read("5.0 out of 5 stars 1 review"), Some((Some(5.0), Some(1), false)));
        assert_eq!(read("4.1 out of 5 s"), Some((Some(4.1), None, true)));
        assert_eq!(read("4.1 out of 5 stars 12"), Some((Some(4.1), None, true)));
        for other in ["4.9 out of 10", "9.9 out of 5 stars", "4.1", "two out of 5 stars"] {
            assert_eq!(read(other), None, "{other}");
        }
    }
}
