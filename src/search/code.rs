//! Numbers and words in few bytes, all of them letters, digits, `-` and `_`, so that they need no escaping
//! inside a JavaScript string.

/// Six bits a character.
const ALPHABET: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// More bits than this a number does not take as they are, so that a browser's 32 are enough to read them.
const MOST_BITS: u32 = 24;

/// Numbers as one text (Rice's code): the first character says how many of a number's lowest bits stand as they are; before them
/// stand as many zeros as what is above them says, and a one. A reader meets only zeros at the end, which are no number.
pub(super) fn packed(numbers: impl Iterator<Item = u32> + Clone) -> String {
    let (sum, count) = numbers.clone().fold((0_u64, 0_u64), |(sum, count), number| (sum + u64::from(number), count + 1));
    // Two thirds of the average is close to what takes the fewest bits.
    let low = (sum * 2 / 3 / count.max(1)).max(1).ilog2().min(MOST_BITS);
    let mut bits = Bits { text: String::with_capacity(count as usize * 2 + 4), last: 0, length: 0 };
    bits.push(u64::from(low), 6);
    for number in numbers {
        let (mut high, rest) = (number >> low, number & ((1 << low) - 1));
        while high >= MOST_BITS {
            bits.push(0, MOST_BITS);
            high -= MOST_BITS;
        }
        // As many zeros as are left of the high bits, a one, the low bits.
        bits.push((1 << low) | u64::from(rest), high + 1 + low);
    }
    bits.finish()
}

/// Bits on their way into a text.
struct Bits {
    text: String,
    /// Those that do not fill a character yet, and how many.
    last: u64,
    length: u32,
}

impl Bits {
    /// Appends the lowest `length` bits of `number`, at most 48, and no other is set.
    fn push(&mut self, number: u64, length: u32) {
        self.last = (self.last << length) | number;
        self.length += length;
        while self.length >= 6 {
            self.length -= 6;
            self.text.push(char::from(ALPHABET[((self.last >> self.length) & 63) as usize]));
        }
        self.last &= (1 << self.length) - 1;
    }

    fn finish(mut self) -> String {
        if self.length > 0 {
            self.push(0, 6 - self.length);
        }
        self.text
    }
}

/// Rising `numbers`, each as what lies between it and the one before.
pub(super) fn packed_rising(numbers: &[u32]) -> String {
    let befores = std::iter::once(0).chain(numbers.iter().map(|number| number + 1));
    packed(numbers.iter().zip(befores).map(|(number, next)| number - next))
}

/// A capital letter for a number, 25 for any that is larger.
pub(super) fn letter(number: usize) -> char {
    char::from(b'A' + u8::try_from(number.min(25)).unwrap_or(25))
}

/// Sorted words as one text: a capital letter for how much a word shares with the one before, in the units by which JavaScript
/// counts (UTF-16), at most 25, then the rest of the word. Folded words have no capital ASCII letters, so these mark where a word begins.
pub(super) fn front_coded<'a>(words: impl Iterator<Item = &'a str>) -> String {
    let mut text = String::new();
    let mut before = "";
    for word in words {
        let mut shared = 0;
        let mut bytes = 0;
        for (one, other) in before.chars().zip(word.chars()) {
            if one != other || shared + one.len_utf16() > 25 {
                break;
            }
            shared += one.len_utf16();
            bytes += one.len_utf8();
        }
        text.push(letter(shared));
        text.push_str(&word[bytes..]);
        before = word;
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What `search-index.js` does to read numbers.
    fn unpacked(text: &str) -> Vec<u32> {
        let digit = |byte: u8| ALPHABET.iter().position(|other| *other == byte).unwrap();
        let low = digit(text.as_bytes()[0]);
        let mut bits = text.bytes().skip(1).flat_map(|byte| (0..6).rev().map(move |bit| (digit(byte) >> bit) & 1));
        let mut found = Vec::new();
        let mut high = 0;
        while let Some(bit) = bits.next() {
            if bit == 0 {
                high += 1;
                continue;
            }
            let number = (0..low).fold(high, |number, _| (number << 1) | u32::try_from(bits.next().unwrap()).unwrap());
            found.push(number);
            high = 0;
        }
        found
    }

    #[test]
    fn numbers_come_back() {
        let lists: [&[u32]; 8] = [
            &[],
            &[0],
            &[7],
            &[0, 1, 2, 3],
            &[100_000],
            &[5, 900, 3, 0, 64, 63],
            &[0, 0, 0, 0, 0, 0, 0, 0, 100],
            &[u32::MAX, 0, u32::MAX - 1],
        ];
        for list in lists {
            assert_eq!(unpacked(&packed(list.iter().copied())), list);
        }
        let many: Vec<u32> = (0..2000).map(|number| number * 7919 % 1543).collect();
        let text = packed(many.iter().copied());
        assert_eq!(unpacked(&text), many);
        assert!(text.len() < 2000 * 2, "{}", text.len());
    }

    #[test]
    fn rising_numbers_are_told_by_what_lies_between() {
        assert_eq!(unpacked(&packed_rising(&[0, 1, 34])), [0, 0, 32]);
        assert_eq!(packed_rising(&[0, 1]), "Aw");
    }

    #[test]
    fn words_share_their_beginnings() {
        assert_eq!(front_coded(["numb", "number", "nurse"].into_iter()), "AnumbEerCrse");
        assert_eq!(front_coded(["éa", "éb", "𝐴a", "𝐴b"].into_iter()), "AéaBbA𝐴aCb");
    }
}
