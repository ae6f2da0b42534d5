//! Names of files and folders that are parts of addresses.

/// A slug of small ASCII letters, digits and `-`, of at most `longest` bytes, cut at a word;
/// `None` where no letter or digit is left.
#[must_use]
pub fn from_words(words: &str, longest: usize) -> Option<String> {
    let mut ascii = deunicode::deunicode(words);
    ascii.make_ascii_lowercase();
    ascii.retain(|character| character != '\'');
    let mut slug = String::new();
    for word in ascii.split(|character: char| !character.is_ascii_alphanumeric()).filter(|word| !word.is_empty()) {
        if slug.is_empty() {
            slug.push_str(&word[..word.len().min(longest)]);
        } else if slug.len() + 1 + word.len() <= longest {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    if DEVICE_NAMES.contains(&slug.as_str()) {
        slug.push_str("-1");
    }
    (!slug.is_empty()).then_some(slug)
}

/// Longest name of a file or folder, in bytes; below every file system's limit of 255 with room for
/// an ending.
const LONGEST_NAME: usize = 200;

/// Names that Windows keeps for devices, with or without an ending
/// (Microsoft, "Naming Files, Paths, and Namespaces").
const DEVICE_NAMES: [&str; 22] = [
    "con", "prn", "aux", "nul", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8", "com9", "lpt1", "lpt2", "lpt3", "lpt4",
    "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// Can `name` be a file's or folder's name, and part of an address, on every system? Small ASCII
/// letters, digits, `-` and `_`: then no two names differ by case or Unicode form alone.
#[must_use]
pub fn is_portable_name(name: &str) -> bool {
    !name.is_empty()
        && name.len() <= LONGEST_NAME
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'_'))
        && !name.starts_with(['-', '_'])
        && !DEVICE_NAMES.contains(&name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_ascii_and_cut_at_a_word() {
        assert_eq!(from_words("Is it “normal”? Crow's Feet & Ärger", 60).as_deref(), Some("is-it-normal-crows-feet-arger"));
        assert_eq!(from_words("one two three", 9).as_deref(), Some("one-two"));
        assert_eq!(from_words("incomprehensibilities", 5).as_deref(), Some("incom"));
        assert_eq!(from_words("?!", 60), None);
        assert_eq!(from_words("Con?", 60).as_deref(), Some("con-1"), "Windows keeps `con` for itself");
    }
}
