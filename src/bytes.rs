//! Sets of bytes and of words, and looking for bytes, for loops that run over every byte or word of a site.

/// A table that says of each byte whether it is one of `bytes`.
pub(crate) const fn table(bytes: &[u8]) -> [bool; 256] {
    let mut table = [false; 256];
    let mut index = 0;
    while index < bytes.len() {
        table[bytes[index] as usize] = true;
        index += 1;
    }
    table
}

/// Does any of `bytes` fit? Whole stretches are looked through without a way out, which a processor does many bytes at a time.
pub(crate) fn any(bytes: &[u8], fits: impl Fn(u8) -> bool) -> bool {
    bytes.chunks(256).any(|stretch| stretch.iter().fold(false, |found, byte| found | fits(*byte)))
}

/// What the words of a set look like: by their first letter, how long they are and how they end. That tells most other
/// words from them at a look, so that few need to be compared.
#[derive(Debug, Clone)]
pub(crate) struct Shapes([u64; 256]);

impl Shapes {
    /// Of no words.
    pub(crate) const NONE: Self = Self([0; 256]);

    /// Takes a word in; one without letters is in no set.
    pub(crate) const fn add(&mut self, word: &[u8]) {
        if let [first, .., last] | [first @ last] = word {
            self.0[first.to_ascii_lowercase() as usize] |= bit(word.len(), *last);
        }
    }

    /// Has the set a word that looks like this one, whatever the case of plain letters?
    pub(crate) fn may_hold(&self, word: &[u8]) -> bool {
        match word {
            [first, .., last] | [first @ last] => self.0[usize::from(first.to_ascii_lowercase())] & bit(word.len(), *last) != 0,
            [] => false,
        }
    }
}

/// A bit for each length up to 7 or more, and each value of the last byte's lowest three bits, in which small letters
/// do not differ from capitals.
const fn bit(length: usize, last: u8) -> u64 {
    let length = if length < 7 { length } else { 7 };
    1 << (length * 8 + (last & 7) as usize)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_byte_is_found_wherever_it_stands() {
        for at in [0, 255, 256, 700] {
            let mut bytes = vec![b'x'; 701];
            assert!(!any(&bytes, |byte| byte == b'y'));
            bytes[at] = b'y';
            assert!(any(&bytes, |byte| byte == b'y'), "{at}");
        }
        assert!(!any(&[], |_| true));
    }

    #[test]
    fn a_set_may_hold_its_words_and_those_alike() {
        let mut shapes = Shapes::NONE;
        let long = "x".repeat(70);
        for word in ["Wait", "week", "é", "a", long.as_str()] {
            shapes.add(word.as_bytes());
            assert!(shapes.may_hold(word.as_bytes()), "{word}");
        }
        assert!(shapes.may_hold(b"WAIT") && shapes.may_hold(b"wink"));
        for other in ["wee", "weeks", "with", "eat", "", "x", "b"] {
            assert!(!shapes.may_hold(other.as_bytes()), "{other}");
        }
    }
}
