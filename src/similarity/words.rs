//! Words cut out of a text, and the terms that they stand for.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::LazyLock;

use crate::bytes::table;

/// Shortest and longest word that is looked at, in bytes; longer ones are no words.
const LENGTHS: std::ops::RangeInclusive<usize> = 3..=40;

/// Calls `each` with every word of `text` in small letters: letters and digits, beginning with a letter, without
/// what stands behind an apostrophe. The plain letters of `text` are small already.
pub(super) fn each_word<'a>(text: &'a str, mut each: impl FnMut(Cow<'a, str>)) {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(skipped) = bytes[at..].iter().position(|byte| BEGINS_WORD[usize::from(*byte)]) {
        let start = at + skipped;
        let plain = end_of_plain_word(bytes, start);
        let behind = bytes.get(plain).copied().unwrap_or_default();
        at = if behind.is_ascii() { plain } else { end_of_word(text, plain) };
        if at == start {
            at += character_at(text, start).len_utf8();
            continue;
        }
        let word = &text[start..at];
        if !bytes[start].is_ascii_digit() && LENGTHS.contains(&word.len()) {
            each(if at == plain { Cow::Borrowed(word) } else { Cow::Owned(word.to_lowercase()) });
        }
        // Most words end in a space.
        if behind == b' ' {
            at += 1;
            continue;
        }
        let apostrophe = match &bytes[at..] {
            [b'\'', ..] => 1,
            [0xe2, 0x80, 0x99, ..] => "’".len(),
            _ => continue,
        };
        at = end_of_word(text, at + apostrophe);
    }
}

/// The plain letters and digits.
const WORD: [bool; 256] = table(b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz");

/// The plain letters and digits, and what other letters begin with.
const BEGINS_WORD: [bool; 256] = {
    let mut begins = WORD;
    let mut byte = 128;
    while byte < begins.len() {
        begins[byte] = true;
        byte += 1;
    }
    begins
};

/// Where the plain letters and digits end that begin at `at`.
fn end_of_plain_word(bytes: &[u8], at: usize) -> usize {
    bytes[at..].iter().position(|byte| !WORD[usize::from(*byte)]).map_or(bytes.len(), |length| at + length)
}

/// Where the letters and digits end that begin at `at`.
fn end_of_word(text: &str, at: usize) -> usize {
    let mut at = end_of_plain_word(text.as_bytes(), at);
    while text.as_bytes().get(at).is_some_and(|byte| !byte.is_ascii()) && character_at(text, at).is_alphanumeric() {
        at = end_of_plain_word(text.as_bytes(), at + character_at(text, at).len_utf8());
    }
    at
}

fn character_at(text: &str, at: usize) -> char {
    text[at..].chars().next().unwrap_or_default()
}

/// Does `word`, in small letters, say nothing about what a thread is about?
pub(super) fn is_stop_word(word: &str) -> bool {
    static STOP_WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
        let lines = include_str!("stop-words.txt").lines().filter(|line| !line.starts_with('#'));
        lines.flat_map(str::split_whitespace).collect()
    });
    STOP_WORDS.contains(word)
}

/// What the forms of an English word have in common: `tingles`, `tingling` and `tingly` are one term.
/// A few endings only, since a wrong cut would make two words one; the result need not be a word.
pub(super) fn stem(word: &str) -> &str {
    if !word.is_ascii() {
        return word;
    }
    let word = without_plural(word);
    let word = without_ending(word);
    let long_enough = word.len() >= 5;
    match word.as_bytes().last() {
        Some(b'e') if long_enough => &word[..word.len() - 1],
        Some(b'y' | b'i') if long_enough => &word[..word.len() - 1],
        _ => word,
    }
}

fn without_plural(word: &str) -> &str {
    let keep = |ending: usize| &word[..word.len() - ending];
    match word {
        _ if word.len() < 4 => word,
        _ if word.ends_with("sses") => keep(2),
        // `allergies` keeps its `i`, which goes with the `y` of `allergy`.
        _ if word.ends_with("ies") => keep(2),
        _ if word.ends_with("ss") || word.ends_with("us") || word.ends_with("is") => word,
        _ if word.ends_with('s') => keep(1),
        _ => word,
    }
}

fn without_ending(word: &str) -> &str {
    let cut = |ending: &str, shortest: usize| word.strip_suffix(ending).filter(|stem| stem.len() >= shortest);
    if let Some(stem) = cut("ness", 4) {
        return stem;
    }
    if let Some(stem) = cut("ion", 5).filter(|stem| stem.ends_with('t')) {
        return stem;
    }
    for ending in ["ing", "ed"] {
        if let Some(stem) = cut(ending, 3).filter(|stem| stem.bytes().any(|byte| b"aeiouy".contains(&byte))) {
            return undoubled(stem);
        }
    }
    word
}

/// `stem` without the second of two consonants, which an ending brought: `swimm`, but not `fill`.
fn undoubled(stem: &str) -> &str {
    match stem.as_bytes() {
        [.., one, other] if one == other && b"bdgmnprt".contains(one) && stem.len() > 3 => &stem[..stem.len() - 1],
        _ => stem,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let mut found = Vec::new();
        each_word(&text.to_ascii_lowercase(), |word| found.push(word.into_owned()));
        found
    }

    #[test]
    fn words_are_cut_and_lowered() {
        assert_eq!(words("Crow's FEET, it doesn't itch\\. 20cc Ärger mossy88"), ["crow", "feet", "doesn", "itch", "ärger", "mossy88"]);
        assert_eq!(words("’ 'tis l’été"), ["tis"]);
        assert_eq!(words(""), Vec::<String>::new());
        assert_eq!(words(&"x".repeat(50)), Vec::<String>::new());
    }

    #[test]
    fn forms_of_a_word_are_one_term() {
        for forms in [
            &["tingle", "tingles", "tingling", "tingled", "tingly"][..],
            &["droop", "droops", "drooping", "drooped", "droopy"],
            &["numb", "numbness"],
            &["heavy", "heaviness"],
            &["injection", "injections", "injected", "inject", "injecting"],
            &["allergy", "allergies"],
            &["swim", "swimming"],
            &["fill", "filled", "filling", "fills"],
            &["migrate", "migrated", "migration"],
        ] {
            let stems: Vec<&str> = forms.iter().map(|form| stem(form)).collect();
            assert!(stems.windows(2).all(|pair| pair[0] == pair[1]), "{forms:?} are {stems:?}");
        }
    }

    #[test]
    fn different_words_stay_different() {
        for (one, other) in
            [("need", "needle"), ("ring", "rind"), ("face", "fact"), ("bruise", "brush"), ("lip", "lid"), ("nose", "noise"), ("bus", "bu")]
        {
            assert_ne!(stem(one), stem(other), "{one}, {other}");
        }
    }

    #[test]
    fn stop_words_are_data() {
        assert!(is_stop_word("the") && is_stop_word("doctor") && is_stop_word("weeks"));
        assert!(!is_stop_word("eyelid") && !is_stop_word("#"));
    }
}
