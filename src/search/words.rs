//! What a word is, for the index and for a reader's query alike.
//!
//! `search-index.js` has the same two rules, since what a reader types must become the very words that
//! stand in the index: a word is a run of letters, digits and marks, with apostrophes inside it; it is
//! folded by taking it apart (Unicode NFKD), making it small, and keeping letters and digits alone. So
//! `Don’t`, `don't` and `dont` are one word, and so are `naïve` and `naive`.

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// A longer run of letters is no word that anybody types; web addresses are such.
const LONGEST: usize = 32;

/// Calls `take` with each folded word of `text`, in order.
pub(super) fn each(text: &str, mut take: impl FnMut(&str)) {
    let bytes = text.as_bytes();
    let mut folded = String::new();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at].is_ascii() && !bytes[at].is_ascii_alphanumeric() {
            at += 1;
            continue;
        }
        let start = at;
        while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
            at += 1;
        }
        let goes_on = at < bytes.len() && (bytes[at] == b'\'' || !bytes[at].is_ascii());
        if !goes_on {
            // Nearly all words are ASCII alone, and most of these have small letters only.
            let word = &text[start..at];
            if word.len() <= LONGEST {
                if word.bytes().any(|byte| byte.is_ascii_uppercase()) { take(&word.to_ascii_lowercase()) } else { take(word) }
            }
            continue;
        }
        at = start + length(&text[start..]);
        if at == start {
            at += text[start..].chars().next().map_or(1, char::len_utf8);
            continue;
        }
        fold(&text[start..at], &mut folded);
        if !folded.is_empty() && (folded.len() <= LONGEST || folded.chars().count() <= LONGEST) {
            take(&folded);
        }
    }
}

/// The folded words of `text`.
pub(super) fn all(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    each(text, |word| words.push(word.to_owned()));
    words
}

/// The length in bytes of the word at the beginning of `text`; 0 where there is none.
fn length(text: &str) -> usize {
    let mut end = 0;
    let mut apostrophe = false;
    for (at, character) in text.char_indices() {
        if character.is_alphanumeric() || is_combining_mark(character) {
            end = at + character.len_utf8();
            apostrophe = false;
        } else if matches!(character, '\'' | '’') && end > 0 && !apostrophe {
            apostrophe = true;
        } else {
            break;
        }
    }
    end
}

fn fold(word: &str, folded: &mut String) {
    let small = word.nfkd().collect::<String>().to_lowercase();
    folded.clear();
    folded.extend(small.chars().filter(|character| character.is_alphanumeric() && !is_combining_mark(*character)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_folded_alike_however_they_are_written() {
        assert_eq!(all("Don’t don't DONT"), ["dont", "dont", "dont"]);
        assert_eq!(all("naïve nai\u{308}ve Crow's-feet"), ["naive", "naive", "crows", "feet"]);
        assert_eq!(all("6–8 weeks (24 units), 0.5ml"), ["6", "8", "weeks", "24", "units", "0", "5ml"]);
        assert_eq!(all("'quoted' ’s — … “x”"), ["quoted", "s", "x"]);
        assert_eq!(all("ﬁller İstanbul ΟΔΟΣ ß"), ["filler", "istanbul", "οδος", "ß"]);
        assert_eq!(all(&"a".repeat(33)), Vec::<String>::new());
        assert_eq!(all(&format!("{}é", "a".repeat(31))), [format!("{}e", "a".repeat(31))]);
        assert_eq!(all(""), Vec::<String>::new());
    }
}
