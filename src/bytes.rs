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

/// Where the words of plain letters begin in `bytes`: each place of a letter that has none before it. Eight bytes are looked at at once.
pub(crate) fn word_beginnings(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let (mut next, mut base, mut beginnings, mut behind_letter) = (0, 0, 0_u64, 0);
    std::iter::from_fn(move || {
        while beginnings == 0 {
            base = next;
            let rest = bytes.get(base..).filter(|rest| !rest.is_empty())?;
            let letters = letters(rest.first_chunk().copied().unwrap_or_else(|| filled_up(rest)));
            beginnings = letters & !(letters << 8 | behind_letter);
            behind_letter = letters >> 56;
            next = base + 8;
        }
        let place = base + beginnings.trailing_zeros() as usize / 8;
        beginnings &= beginnings - 1;
        Some(place)
    })
}

/// Fewer than eight bytes with zeros behind them.
fn filled_up(bytes: &[u8]) -> [u8; 8] {
    let mut eight = [0; 8];
    eight.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
    eight
}

/// The highest bit of each byte that is a plain letter, the first byte lowest. Sums of seven bits reach into the eighth and no further.
fn letters(eight: [u8; 8]) -> u64 {
    const EACH: u64 = 0x0101_0101_0101_0101;
    let bytes = u64::from_le_bytes(eight);
    let small = (bytes | (EACH * 0x20)) & (EACH * 0x7f);
    let from_a = small + EACH * (0x80 - b'a' as u64);
    let beyond_z = small + EACH * (0x80 - b'z' as u64 - 1);
    from_a & !beyond_z & !bytes & (EACH * 0x80)
}

/// Are two texts the same, whatever the case of plain letters? Most that are not differ in the first.
pub(crate) fn same_letters(one: &[u8], other: &[u8]) -> bool {
    let first = one.first().zip(other.first()).is_none_or(|(one, other)| one.eq_ignore_ascii_case(other));
    first && one.eq_ignore_ascii_case(other)
}

/// A set of bytes.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct ByteSet([u64; 4]);

impl ByteSet {
    /// Takes a byte in, and if it is a plain letter, the other case of it.
    pub(crate) fn add(&mut self, byte: u8) {
        for byte in [byte.to_ascii_lowercase(), byte.to_ascii_uppercase()] {
            self.0[usize::from(byte / 64)] |= 1 << (byte % 64);
        }
    }

    pub(crate) fn has(&self, byte: u8) -> bool {
        self.0[usize::from(byte / 64)] & 1 << (byte % 64) != 0
    }
}

impl FromIterator<u8> for ByteSet {
    fn from_iter<Bytes: IntoIterator<Item = u8>>(bytes: Bytes) -> Self {
        let mut set = Self::default();
        bytes.into_iter().for_each(|byte| set.add(byte));
        set
    }
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
            [first, .., last] | [first @ last] => self.may_hold_from_to(*first, word.len(), *last),
            [] => false,
        }
    }

    /// Has the set a word that begins, is as long and ends like this?
    pub(crate) fn may_hold_from_to(&self, first: u8, length: usize, last: u8) -> bool {
        self.0[usize::from(first.to_ascii_lowercase())] & bit(length, last) != 0
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
    fn words_begin_where_a_letter_has_none_before_it() {
        let every: Vec<u8> = (0..=255).collect();
        let texts: [&[u8]; 7] =
            [b"", b"a", b"@[`{ az AZ", b"one two,three  four-five", b"12345678abcdefgh", b"abcdefgh ijk\xc3\xa9l", &every];
        for text in texts {
            let letter = |at: usize| text[at].is_ascii_alphabetic();
            let expected: Vec<usize> = (0..text.len()).filter(|at| letter(*at) && (*at == 0 || !letter(at - 1))).collect();
            assert_eq!(word_beginnings(text).collect::<Vec<_>>(), expected, "{text:?}");
        }
    }

    #[test]
    fn a_set_of_bytes_knows_both_cases() {
        let set = ByteSet::from_iter(*b"aZ.\xff");
        assert_eq!((0..=255).filter(|byte| set.has(*byte)).collect::<Vec<u8>>(), b".AZaz\xff");
        assert!(same_letters(b"Wait", b"wAIT") && same_letters(b"", b"") && !same_letters(b"wait", b"w") && !same_letters(b"a", b"b"));
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
