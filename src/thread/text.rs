//! Words that need not be copied out of their file.

use std::fmt;
use std::ops::{Deref, Range};
use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::diagnostic::Source;

/// A text: a part of a file's text, which is kept as a whole then, or one of its own.
#[derive(Clone)]
pub struct Text(Words);

#[derive(Clone)]
enum Words {
    Part(Arc<Source>, Range<u32>),
    Own(String),
}

impl Text {
    /// The text at `range` in a file.
    #[must_use]
    pub fn part(source: &Arc<Source>, range: Range<usize>) -> Self {
        match (u32::try_from(range.start), u32::try_from(range.end)) {
            (Ok(start), Ok(end)) => Self(Words::Part(Arc::clone(source), start..end)),
            _ => source.text()[range].into(),
        }
    }
}

impl Deref for Text {
    type Target = str;

    fn deref(&self) -> &str {
        match &self.0 {
            Words::Part(source, range) => &source.text()[range.start as usize..range.end as usize],
            Words::Own(own) => own,
        }
    }
}

impl Default for Text {
    fn default() -> Self {
        Self(Words::Own(String::new()))
    }
}

impl<T: Into<String>> From<T> for Text {
    fn from(own: T) -> Self {
        Self(Words::Own(own.into()))
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, formatter)
    }
}

impl fmt::Display for Text {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&**self, formatter)
    }
}

impl<T: AsRef<str> + ?Sized> PartialEq<T> for Text {
    fn eq(&self, other: &T) -> bool {
        **self == *other.as_ref()
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        self
    }
}

impl Serialize for Text {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl<'de> Deserialize<'de> for Text {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_part_of_a_file_is_the_same_text_as_its_own_words() {
        let source = Arc::new(Source::new("a.md", "---\n---\nÄh, numb.\n".to_owned()));
        let (part, own) = (Text::part(&source, 8..18), Text::from("Äh, numb."));
        drop(source);
        assert_eq!(part, own);
        assert_eq!((format!("{part} {part:?}"), part.len()), ("Äh, numb. \"Äh, numb.\"".to_owned(), 10));
        let read: Text = postcard::from_bytes(&postcard::to_allocvec(&part).unwrap()).unwrap();
        assert_eq!(read, own);
        assert!(Text::default().is_empty());
    }
}
