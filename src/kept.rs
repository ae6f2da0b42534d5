//! What was worked out before, by the SHA-256 of what it was worked out from.

use std::ops::Range;

use serde::de::Error as _;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Values by a SHA-256 each. Each stays in the form in which it is stored: of most values a build needs one look, or none.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Kept {
    /// Sorted by key; each with the place of its value in `bytes`.
    places: Vec<([u8; 32], Range<usize>)>,
    bytes: Vec<u8>,
    /// Is it other than what was loaded?
    has_changed: bool,
}

impl Kept {
    /// The value of this key, as it was given to [`Kept::keep_only`].
    pub(crate) fn get(&self, key: &[u8; 32]) -> Option<&[u8]> {
        let at = self.places.binary_search_by(|(other, _)| other.cmp(key)).ok()?;
        self.bytes.get(self.places.get(at)?.1.clone())
    }

    /// Keeps the values of these keys and no others: those that are new, and by their keys alone what is kept already. A key that has
    /// neither is left out.
    pub(crate) fn keep_only(&mut self, values: impl IntoIterator<Item = ([u8; 32], Option<Vec<u8>>)>) {
        let mut values: Vec<([u8; 32], Option<Vec<u8>>)> = values.into_iter().collect();
        // Of one key, a new value comes first.
        values.sort_unstable_by(|(one, new), (other, newer)| one.cmp(other).then(newer.is_some().cmp(&new.is_some())));
        values.dedup_by_key(|(key, _)| *key);
        let is_same = values.len() == self.places.len()
            && values.iter().zip(&self.places).all(|((key, new), (known, _))| new.is_none() && key == known);
        if is_same {
            return;
        }
        let mut kept = Self { has_changed: true, ..Self::default() };
        for (key, new) in values {
            let Some(value) = new.as_deref().or_else(|| self.get(&key)) else { continue };
            kept.places.push((key, kept.bytes.len()..kept.bytes.len() + value.len()));
            kept.bytes.extend(value);
        }
        // Values without any new or kept one may leave nothing changed after all.
        kept.has_changed = self.has_changed || kept.places != self.places || kept.bytes != self.bytes;
        *self = kept;
    }

    /// Is it other than what was loaded?
    pub(crate) fn has_changed(&self) -> bool {
        self.has_changed
    }
}

/// The keys, each with the length of its value, then the values.
impl Serialize for Kept {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let entries: Vec<u8> = self.places.iter().flat_map(|(key, place)| [&key[..], &place.len().to_le_bytes()].concat()).collect();
        (Bytes(&entries), Bytes(&self.bytes)).serialize(serializer)
    }
}

/// The length of a key and of a whole number.
const ENTRY: usize = 32 + size_of::<usize>();

impl<'de> Deserialize<'de> for Kept {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let (Bytes(entries), Bytes(bytes)) = Deserialize::deserialize(deserializer)?;
        read(entries, bytes).ok_or_else(|| D::Error::custom("the lengths of the values do not add up"))
    }
}

fn read(entries: &[u8], bytes: &[u8]) -> Option<Kept> {
    let mut end = 0_usize;
    let places = entries.chunks(ENTRY).map(|entry| {
        let (key, length) = entry.split_first_chunk()?;
        let start = end;
        end = start.checked_add(usize::from_le_bytes(*length.first_chunk()?))?;
        Some((*key, start..end))
    });
    let places: Vec<_> = places.collect::<Option<_>>()?;
    (end == bytes.len()).then(|| Kept { places, bytes: bytes.to_vec(), has_changed: false })
}

/// Bytes that are written and read all at once.
struct Bytes<'a>(&'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

impl<'de> Deserialize<'de> for Bytes<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&[u8]>::deserialize(deserializer).map(Self)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn stored(kept: &Kept) -> Kept {
        postcard::from_bytes(&postcard::to_allocvec(kept).unwrap()).unwrap()
    }

    #[test]
    fn only_what_is_still_there_is_kept() {
        let mut kept = Kept::default();
        kept.keep_only([([2; 32], Some(b"two".to_vec())), ([1; 32], Some(b"one".to_vec())), ([3; 32], None)]);
        assert!(kept.has_changed());
        let mut kept = stored(&kept);
        assert_eq!([[1; 32], [2; 32], [3; 32]].map(|key| kept.get(&key)), [Some(&b"one"[..]), Some(b"two"), None]);
        kept.keep_only([([1; 32], None), ([2; 32], None), ([2; 32], None)]);
        assert!(!kept.has_changed());
        kept.keep_only([([1; 32], None), ([2; 32], None), ([4; 32], None)]);
        assert!(!kept.has_changed(), "what nobody gave a value is nothing");
        kept.keep_only([([2; 32], None), ([2; 32], Some(Vec::new()))]);
        assert!(kept.has_changed());
        assert_eq!((kept.get(&[1; 32]), kept.get(&[2; 32])), (None, Some(&b""[..])));
        assert_eq!(stored(&kept).get(&[2; 32]), Some(&b""[..]));
    }

    #[test]
    fn what_is_cut_short_is_not_read() {
        let entries = [&[1; 32][..], &3_usize.to_le_bytes(), &[2; 32], &2_usize.to_le_bytes()].concat();
        assert_eq!(read(&entries, b"oneab").as_ref().and_then(|kept| kept.get(&[2; 32])), Some(&b"ab"[..]));
        assert!((1..entries.len()).all(|end| end == ENTRY || read(&entries[..end], b"oneab").is_none()));
        assert!(read(&entries[..ENTRY], b"oneab").is_none() && read(&entries, b"one").is_none() && read(&entries, b"oneabc").is_none());
    }
}
