//! The sentence of a disclaimer that tells what to do in an emergency.

/// The sentence with the most of these `signs`, which are in small letters; the first of several, word for
/// word. `None` where no sentence has one.
pub(super) fn sentence(disclaimer: &str, signs: &[String]) -> Option<String> {
    let mut best: Option<(usize, &str)> = None;
    for sentence in sentences(disclaimer) {
        let words = words(sentence);
        let count = signs.iter().filter(|sign| words.contains(&format!(" {} ", sign.to_lowercase()))).count();
        if count > best.map_or(0, |(most, _)| most) {
            best = Some((count, sentence));
        }
    }
    best.map(|(_, sentence)| sentence.to_owned())
}

/// The words in small letters with a space around each, and nothing else.
fn words(sentence: &str) -> String {
    let mut text = String::from(" ");
    for word in sentence.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty()) {
        text.push_str(&word.to_lowercase());
        text.push(' ');
    }
    text
}

/// The sentences of a text: a full stop, question or exclamation mark with white space behind it ends one,
/// unless a small letter follows, and so does a blank line.
fn sentences(text: &str) -> impl Iterator<Item = &str> {
    text.split("\n\n").flat_map(|paragraph| {
        let mut found = Vec::new();
        let mut start = 0;
        let mut characters = paragraph.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let ends = matches!(character, '.' | '!' | '?') && characters.peek().is_none_or(|(_, next)| next.is_whitespace());
            let goes_on = paragraph[at + character.len_utf8()..].trim_start().starts_with(char::is_lowercase);
            if ends && !goes_on {
                let end = at + character.len_utf8();
                found.push(paragraph[start..end].trim());
                start = end;
            }
        }
        found.push(paragraph[start..].trim());
        found.into_iter().filter(|sentence| !sentence.is_empty())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(disclaimer: &str) -> Option<String> {
        let signs = ["emergency", "emergencies", "call 911", "call 112"].map(str::to_owned);
        sentence(disclaimer, &signs)
    }

    #[test]
    fn the_sentence_stands_word_for_word() {
        let disclaimer =
            "These words, e.g. about doses, are general. In a medical emergency,\n  call 911 right away! They make nobody your doctor.";
        assert_eq!(found(disclaimer).as_deref(), Some("In a medical emergency,\n  call 911 right away!"));
    }

    #[test]
    fn the_sentence_that_says_most_is_taken() {
        let disclaimer = "Not for emergencies. If you have an emergency, call 112. Call 911 is no advice.";
        assert_eq!(found(disclaimer).as_deref(), Some("If you have an emergency, call 112."));
    }

    #[test]
    fn nothing_is_made_up() {
        assert_eq!(found("Opinions only. We had 911 visitors, and they call 9112."), None);
        assert_eq!(found(""), None);
    }
}
