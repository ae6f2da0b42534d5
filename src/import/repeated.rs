//! Pages with answer markers print their first answer a second time. The second printing is debris.

use super::line::{Kind, Line};

/// Rule name of a line that is printed again.
pub(super) const RULE: &str = "repeated-answer";

/// Marks each answer that begins with the same marked heading as an earlier one and goes on with
/// nothing but the same words, as far as it goes: the site prints the heading alone, or all of it, and
/// may break the lines elsewhere.
pub(super) fn mark(lines: &mut [Line<'_>]) {
    let starts: Vec<usize> = (0..lines.len()).filter(|index| matches!(lines[*index].kind, Kind::AnswerMarker(_))).collect();
    let mut copies = Vec::new();
    for (position, start) in starts.iter().enumerate() {
        let end = starts.get(position + 1).copied().unwrap_or(lines.len());
        let words = |from: usize, to: usize| {
            lines[from..to]
                .iter()
                .enumerate()
                .filter(|(_, line)| line.kind == Kind::Words)
                .map(move |(index, line)| (from + index, line.text))
        };
        let at_end = starts.get(position + 1).is_none();
        let earlier = starts[..position].iter().enumerate().find(|(_, earlier)| {
            let (original, copy) = (lines[**earlier].text, lines[*start].text);
            let cut = at_end && position == 1 && !lines[start + 1..].iter().any(|line| line.kind != Kind::Blank);
            (original == copy || (cut && original.starts_with(copy))) && !copies.contains(*earlier)
        });
        let Some((earlier_position, earlier)) = earlier else { continue };
        let copied: Vec<(usize, &str)> = words(*start + 1, end).collect();
        let mut originals = words(*earlier + 1, starts[earlier_position + 1]).flat_map(|(_, text)| text.split_whitespace());
        let mut left = copied.iter().flat_map(|(_, text)| text.split_whitespace()).peekable();
        let same = std::iter::from_fn(|| left.next().map(|word| (word, left.peek().is_none()))).all(|(word, last)| {
            let original = originals.next().unwrap_or_default();
            // The last word of a cut file may break off.
            original == word || (last && at_end && original.starts_with(word))
        });
        if same {
            copies.push(*start);
            copies.extend(copied.iter().map(|(index, _)| *index));
        }
    }
    for index in copies {
        lines[index].kind = Kind::Chrome(RULE.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::super::vocabulary::Vocabulary;
    use super::*;

    fn copies(text: &str) -> Vec<usize> {
        let mut lines = super::super::line::recognise(text, Vocabulary::built_in());
        mark(&mut lines);
        (0..lines.len()).filter(|index| lines[*index].kind == Kind::Chrome(RULE.to_owned())).collect()
    }

    #[test]
    fn a_copy_may_be_whole_a_heading_or_cut() {
        assert_eq!(copies("q\nAnswer: A\none\ntwo\nHelpful\nAnswer: A\none\ntwo\nHelpful\nAnswer: B\nthree"), [5, 6, 7]);
        assert_eq!(copies("q\nAnswer: A\none\nHelpful\nAnswer: A\nMarch 3, 2013\nAnswer: B\nthree"), [4]);
        assert_eq!(copies("q\nAnswer: A\none two\nHelpful\nAnswer: A\none t"), [4, 5]);
        assert_eq!(copies("q\nAnswer: A\none\n\ntwo\nHelpful\nAnswer: A\none two\nHelpful\nAnswer: B\nthree"), [6, 7]);
        assert_eq!(copies("q\nAnswer: A and B\none two\nHelpful\nAnswer: A an"), [4]);
    }

    #[test]
    fn another_answer_under_the_same_heading_is_kept() {
        assert_eq!(copies("q\nAnswer: A\none\nAnswer: A\ntwo"), [0_usize; 0]);
    }
}
