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

/// Generational suffixes, which belong to the name.
const SUFFIXES: [&str; 8] = ["Jr", "Sr", "II", "III", "IV", "V", "Jnr", "Snr"];

/// Small words inside names (van der Berg, de la Cruz).
const PARTICLES: [&str; 16] = ["van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "la", "le", "bin", "al", "el", "y"];

/// Small words inside places (Isle of Man, Rio de Janeiro).
const PLACE_PARTICLES: [&str; 10] = ["of", "de", "do", "del", "la", "le", "upon", "and", "the", "on"];

/// Reads a name line that ends in credentials.
pub(super) fn name_with_credentials(line: &str, vocabulary: &Vocabulary) -> Option<Name> {
    let mut parts = line.split(", ");
    let first = parts.next()?.trim();
    let mut name = first.to_owned();
    let mut credentials: Vec<&str> = Vec::new();
    for part in parts {
        let part = part.trim();
        if credentials.is_empty() && SUFFIXES.contains(&part.trim_end_matches('.')) {
            name.push_str(", ");
            name.push_str(part);
        } else if is_credential(part, vocabulary) {
            credentials.push(part);
        } else {
            return None;
        }
    }
    (!credentials.is_empty() && is_person(first)).then(|| Name { name, credentials: Some(credentials.join(", ")) })
}

/// Reads a line of nothing but a person's name.
pub(super) fn bare_name(line: &str, vocabulary: &Vocabulary) -> Option<Name> {
    let words = line.split_whitespace().count();
    let sign_off = vocabulary.farewells.iter().chain(&vocabulary.greetings).any(|words| super::vocabulary::begins_with_words(line, words));
    let stop_word = line.split_whitespace().any(|word| vocabulary.no_place.iter().any(|stop| stop == word.trim_end_matches('.')));
    ((2..=5).contains(&words) && is_person(line) && !sign_off && !stop_word).then(|| Name { name: line.to_owned(), credentials: None })
}

/// `MD`, `M.D.`, `PA-C` or `MD (retired)`.
fn is_credential(part: &str, vocabulary: &Vocabulary) -> bool {
    let letters = match part.split_once(" (") {
        Some((letters, remark)) if remark.ends_with(')') => letters,
        Some(_) => return false,
        None => part,
    };
    let plain = letters.replace('.', "");
    plain.split([' ', '/']).all(|word| vocabulary.credentials.iter().any(|known| known == word))
}

/// One to six words, each with a capital, an initial, or a particle; nothing else.
fn is_person(text: &str) -> bool {
    let words: Vec<&str> = text.split_whitespace().collect();
    let shaped = |word: &&str| {
        let letters =
            word.chars().all(|character| character.is_alphabetic() || matches!(character, '.' | '-' | '\'' | '’' | '"' | '(' | ')'));
        let begins =
            word.trim_start_matches(['"', '(']).starts_with(char::is_uppercase) || PARTICLES.contains(word) || word.starts_with("d'");
        letters && begins && (!word.ends_with('.') || word.chars().count() <= 5)
    };
    (1..=6).contains(&words.len())
        && words.iter().all(shaped)
        && words.iter().any(|word| word.chars().filter(|character| character.is_alphabetic()).count() > 1)
}

/// Reads a line that is a place and a field of work, such as `Beverly Hills Facial Plastic Surgeon`.
/// The longest run of known words at its end is the field; the rest must look like a place.
pub(super) fn specialty(line: &str, vocabulary: &Vocabulary) -> Option<Specialty> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let is_head = |word: &str| {
        vocabulary.specialty_heads.iter().any(|head| head == word)
            || (word.starts_with(char::is_uppercase) && vocabulary.specialty_endings.iter().any(|ending| word.ends_with(ending.as_str())))
    };
    if words.len() > 9 || !words.last().is_some_and(|last| is_head(last)) {
        return None;
    }
    let mut start = words.len() - 1;
    while start > 0 && (is_head(words[start - 1]) || vocabulary.specialty_modifiers.iter().any(|known| known == words[start - 1])) {
        start -= 1;
    }
    // `and` and `&` join two fields; they open none.
    while start + 1 < words.len() && matches!(words[start], "and" | "&") {
        start += 1;
    }
    let place = &words[..start];
    let shaped = |word: &&str| {
        (word.starts_with(char::is_uppercase) || word.starts_with("d'") || word.starts_with("d’"))
            && word.chars().all(|character| character.is_alphabetic() || matches!(character, '-' | '.' | '\'' | '’'))
            && !vocabulary.no_place.iter().any(|stop| stop == word.trim_end_matches('.'))
    };
    let inner = |(index, word): (usize, &&str)| shaped(word) || (index > 0 && PLACE_PARTICLES.contains(word));
    (place.len() <= 4 && place.iter().enumerate().all(inner) && place.last().is_none_or(shaped))
        .then(|| Specialty { place: (!place.is_empty()).then(|| place.join(" ")), specialty: words[start..].join(" ") })
}

/// Reads what is left of a place and a specialty at the end of a cut file, below a name: known words
/// of a field, the last one broken off. What stands before them is the place.
pub(super) fn cut_specialty(line: &str, vocabulary: &Vocabulary) -> Option<Specialty> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let known = || vocabulary.specialty_modifiers.iter().chain(&vocabulary.specialty_heads);
    let (last, above) = words.split_last()?;
    let field_above = above.iter().rev().take_while(|word| known().any(|known| known == *word)).count();
    let last_is_field = known().any(|known| known.starts_with(last));
    let start = if last_is_field { above.len() - field_above } else { words.len() };
    (start > 0 && start < words.len()).then(|| Specialty { place: Some(words[..start].join(" ")), specialty: words[start..].join(" ") })
}

/// Reads a name at the end of a cut file, where its credentials may be broken off.
pub(super) fn cut_name(line: &str, vocabulary: &Vocabulary) -> Option<Name> {
    let whole = || name_with_credentials(line, vocabulary).or_else(|| bare_name(line, vocabulary));
    let broken = || {
        let (name, rest) = line.rsplit_once(',')?;
        let start = rest.trim();
        let fits = start.is_empty() || vocabulary.credentials.iter().any(|known| known.starts_with(start));
        let bare = || bare_name(name, vocabulary);
        fits.then(|| name_with_credentials(name, vocabulary).or_else(bare)).flatten()
    };
    whole().or_else(broken)
}

/// Reads a rating line; one that breaks off counts when at least `4.9 out of` is there.
pub(super) fn rating(line: &str) -> Option<Rated> {
    const MIDDLE: &str = " out of 5 stars";
    let number = line.split(' ').next().filter(|number| number.len() == 3 && number.as_bytes()[1] == b'.')?;
    let rating = Rating::from_stars(number.parse().ok()?)?;
    let rest = &line[number.len()..];
    let Some(rest) = rest.strip_prefix(MIDDLE) else {
        return (rest.len() > " out".len() && MIDDLE.starts_with(rest)).then_some(Rated { rating: Some(rating), reviews: None, cut: true });
    };
    if rest.is_empty() {
        return Some(Rated { rating: Some(rating), reviews: None, cut: false });
    }
    let rest = rest.strip_prefix(' ').unwrap_or(rest);
    let (count, word) = rest.split_once(' ').unwrap_or((rest, ""));
    let whole = matches!(word, "review" | "reviews");
    if !whole && !"reviews".starts_with(word) {
        return None;
    }
    let digits = count.replace(',', "");
    if !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    // A number at a cut may lack its last digits, so it is not known.
    let reviews = if word.is_empty() { None } else { digits.parse().ok() };
    Some(Rated { rating: Some(rating), reviews, cut: !whole })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(line: &str) -> Option<(String, String)> {
        name_with_credentials(line, Vocabulary::built_in()).map(|name| (name.name, name.credentials.unwrap()))
    }

    #[test]
    fn names_are_told_from_credentials() {
        let pair = |name: &str, credentials: &str| Some((name.to_owned(), credentials.to_owned()));
        assert_eq!(name("Vida Q. Norstrand, MD, FACS"), pair("Vida Q. Norstrand", "MD, FACS"));
        assert_eq!(name("Abel Lind, Jr., MD (not currently practicing)"), pair("Abel Lind, Jr.", "MD (not currently practicing)"));
        assert_eq!(name("A.B. Lind, M.D."), pair("A.B. Lind", "M.D."));
        assert_eq!(name("María-José O'Hara, MBBS, PhD, FRACS"), pair("María-José O'Hara", "MBBS, PhD, FRACS"));
        for other in ["Good luck, Mara", "Best, Dr. L", "I saw the MD, DO", "Yes, MD said so", "Vida Norstrand"] {
            assert_eq!(name(other), None, "{other}");
        }
    }

    #[test]
    fn places_are_told_from_specialties() {
        let read = |line: &str| specialty(line, Vocabulary::built_in()).map(|found| (found.place, found.specialty));
        let pair = |place: &str, specialty: &str| Some((Some(place.to_owned()), specialty.to_owned()));
        assert_eq!(read("Beverly Hills Facial Plastic Surgeon"), pair("Beverly Hills", "Facial Plastic Surgeon"));
        assert_eq!(read("Summit Emergency Medicine Physician"), pair("Summit", "Emergency Medicine Physician"));
        assert_eq!(read("Rio de Janeiro Dermatologist"), pair("Rio de Janeiro", "Dermatologist"));
        assert_eq!(read("Encino Physician"), pair("Encino", "Physician"));
        assert_eq!(read("Plastic Surgeon"), Some((None, "Plastic Surgeon".to_owned())));
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
