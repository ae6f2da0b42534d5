//! SHA-256, by which texts are named.

use std::io::{self, Write};

use sha2::{Digest as _, Sha256};

/// The SHA-256 of `bytes`.
#[must_use]
pub fn sha256_bytes(bytes: impl AsRef<[u8]>) -> [u8; 32] {
    Sha256::digest(bytes).into()
}

/// The SHA-256 of `bytes` in lower-case hexadecimal, as `sha256sum` prints it.
#[must_use]
pub fn sha256(bytes: impl AsRef<[u8]>) -> String {
    sha256_of_parts([bytes])
}

/// As [`sha256`], of several parts as if they stood in one text.
#[must_use]
pub fn sha256_of_parts(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> String {
    hexadecimal(&sha256_bytes_of_parts(parts))
}

/// As [`sha256_bytes`], of several parts as if they stood in one text.
#[must_use]
pub fn sha256_bytes_of_parts(parts: impl IntoIterator<Item = impl AsRef<[u8]>>) -> [u8; 32] {
    let mut hash = Sha256::new();
    parts.into_iter().for_each(|part| hash.update(part));
    hash.finalize().into()
}

/// Hashes whatever is written on its way.
pub struct Hashed<W> {
    writer: W,
    hash: Sha256,
}

impl<W: Write> Hashed<W> {
    /// Writes to `writer`.
    pub fn new(writer: W) -> Self {
        Self { writer, hash: Sha256::new() }
    }

    /// The SHA-256 of what was written.
    #[must_use]
    pub fn finish(self) -> [u8; 32] {
        self.hash.finalize().into()
    }
}

impl<W: Write> Write for Hashed<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.writer.write(bytes)?;
        self.hash.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.writer.flush()
    }
}

/// Bytes in lower-case hexadecimal.
#[must_use]
pub fn hexadecimal(bytes: &[u8]) -> String {
    let digits = bytes.iter().flat_map(|byte| [byte >> 4, byte & 15]);
    digits.map(|digit| char::from_digit(u32::from(digit), 16).unwrap_or_default()).collect()
}

/// The hash that [`sha256`] wrote; `None` for another text.
#[must_use]
pub fn parse_sha256(digits: &str) -> Option<[u8; 32]> {
    let digit = |byte: u8| char::from(byte).to_digit(16).filter(|_| !byte.is_ascii_uppercase()).map(|value| value as u8);
    let mut hash = [0; 32];
    for (place, pair) in hash.iter_mut().zip(digits.as_bytes().chunks_exact(2)) {
        *place = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    (digits.len() == 2 * hash.len()).then_some(hash)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_is_what_sha256sum_prints() {
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256("abc"), expected, "the example of FIPS 180-2, B.1");
        assert_eq!(sha256_of_parts(["a", "bc"]), expected);
    }

    #[test]
    fn only_what_was_written_is_read_back() {
        let written = sha256("abc");
        assert_eq!(parse_sha256(&written), Some(sha256_bytes("abc")));
        for other in ["", &written[1..], &format!("{written}0"), &written.to_uppercase(), &written.replace('b', "g")] {
            assert_eq!(parse_sha256(other), None, "{other}");
        }
    }
}
