//! A site made in parts, on several machines.

use std::str::FromStr;

use crate::digest::sha256_bytes;
use crate::site::Address;

/// The files of one of several builds that make a site together, such as `2/8`. Which files these are depends on
/// nothing but their addresses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Share {
    /// From 1 to `of`.
    pub number: u64,
    /// How many builds there are.
    pub of: u64,
}

impl Share {
    /// All files.
    pub const WHOLE: Self = Self { number: 1, of: 1 };

    /// Is the file at `address` one of them?
    #[must_use]
    pub fn has(self, address: &Address) -> bool {
        let [a, b, c, d, ..] = sha256_bytes(address.path());
        self.of == 1 || u64::from(u32::from_le_bytes([a, b, c, d])) % self.of == self.number - 1
    }
}

impl FromStr for Share {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parts = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
        match parts {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err("write the part and how many there are, such as 2/8".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_file_is_in_exactly_one_share_of_about_the_same_size() {
        let mut sizes = [0; 7];
        for number in 0..7000 {
            let address = Address::well_known(&format!("topic/thread-{number:05}.html"));
            let holders: Vec<usize> = (0..7).filter(|part| Share { number: *part as u64 + 1, of: 7 }.has(&address)).collect();
            assert_eq!(holders.len(), 1);
            sizes[holders[0]] += 1;
        }
        assert!(sizes.iter().all(|size| (800..1200).contains(size)), "{sizes:?}");
    }

    #[test]
    fn a_share_is_read_as_it_is_written() {
        assert_eq!("2/8".parse(), Ok(Share { number: 2, of: 8 }));
        for wrong in ["", "2", "0/8", "9/8", "2/8/1", "-1/3", "1/0", "a/b"] {
            assert!(wrong.parse::<Share>().is_err(), "{wrong}");
        }
    }
}
