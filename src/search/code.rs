//! Numbers and words in few bytes, all of them letters, digits, `-` and `_`, so that they need no escaping
//! inside a JavaScript string.

/// Five bits a character; the upper half says that more follow.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// Appends `number`, its lowest five bits first.
pub(super) fn push_number(text: &mut String, mut number: u32) {
    while number >= 32 {
        text.push(char::from(ALPHABET[32 + (number & 31) as usize]));
        number >>= 5;
    }
    text.push(char::from(ALPHABET[number as usize]));
}

/// Appends rising `numbers`, each as what lies between it and the one before.
pub(super) fn push_rising(text: &mut String, numbers: impl Iterator<Item = u32>) {
    let mut next = 0;
    for number in numbers {
        push_number(text, number - next);
        next = number + 1;
    }
}

/// Sorted words with a class from 0 to 25 each, as one text: a capital letter for how many characters a word
/// shares with the one before (at most 25), a capital letter for its class, then the rest of the word.
/// Folded words have no capital ASCII letters, so these mark where a word begins.
pub(super) fn front_coded<'a>(words: impl Iterator<Item = (&'a str, u8)>) -> String {
    let letter = |number: usize| char::from(b'A' + u8::try_from(number.min(25)).unwrap_or(25));
    let mut text = String::new();
    let mut before = "";
    for (word, class) in words {
        let shared = before.chars().zip(word.chars()).take_while(|(one, other)| one == other).count().min(25);
        let rest = word.char_indices().nth(shared).map_or("", |(at, _)| &word[at..]);
        text.extend([letter(shared), letter(usize::from(class))]);
        text.push_str(rest);
        before = word;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn small_numbers_take_one_character() {
        let mut text = String::new();
        for number in [0, 31, 32, 1023, 1024] {
            push_number(&mut text, number);
            text.push(' ');
        }
        assert_eq!(text, "A f gB _f ggB ");
        let mut text = String::new();
        push_rising(&mut text, [0, 1, 34].into_iter());
        assert_eq!(text, "AAgB");
    }

    #[test]
    fn words_share_their_beginnings() {
        assert_eq!(front_coded([("numb", 3), ("number", 0), ("nurse", 1)].into_iter()), "ADnumbEAerCBrse");
        assert_eq!(front_coded([("éa", 0), ("éb", 0)].into_iter()), "AAéaBAb");
    }
}
