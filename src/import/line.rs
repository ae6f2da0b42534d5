//! The lines of a raw file, each with what it is recognised as by itself or by its neighbours.

use super::byline::{self, Name, Rated, Shown, Specialty};
use super::vocabulary::Vocabulary;

/// One line of the file.
#[derive(Debug)]
pub(super) struct Line<'a> {
    /// The text without the line ending and surrounding white space.
    pub(super) text: &'a str,
    pub(super) kind: Kind,
}

/// What a line is, as far as its own shape and its neighbours tell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Blank,
    /// `Doctor Answers 7`, or without the number where the file breaks off.
    Count(Option<u32>),
    /// `+2`, or an unrendered template, which carries no number.
    Votes(Option<i32>),
    /// A name glued to the line of place and specialty below it.
    Name(Name),
    /// A line of place and specialty that its neighbours confirm.
    Specialty(Specialty),
    /// A line of the shape of place and specialty, alone: the search decides.
    MaybeSpecialty(Specialty),
    /// Place and specialty that break off at the end of the file, below a name.
    CutSpecialty(Option<Specialty>),
    Rating(Rated),
    /// `Answer: Not for two weeks`; the heading begins at this byte of the text.
    AnswerMarker(usize),
    Disclaimer,
    /// Site debris, with its rule.
    Chrome(String),
    /// Somebody's words: the search decides.
    Words,
}

/// Splits a file into lines and recognises what needs no search. A line is what `\n` ends; its
/// number is its index plus 1.
pub(super) fn recognise<'a>(text: &'a str, vocabulary: &Vocabulary) -> Vec<Line<'a>> {
    let mut lines: Vec<Line<'a>> = text
        .split_inclusive('\n')
        .map(|line| {
            let text = trimmed(line);
            Line { text, kind: by_itself(text, vocabulary) }
        })
        .collect();
    keep_numbers_in_words(&mut lines);
    confirm_bylines(&mut lines, vocabulary);
    find_disclaimer(&mut lines, vocabulary);
    find_cut_name(&mut lines, vocabulary);
    find_cut_line(&mut lines, vocabulary);
    find_slogan(&mut lines);
    lines
}

/// A line without white space around it, the mark at a file's beginning included.
fn trimmed(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    match line.as_bytes() {
        [first, .., last] if first.is_ascii_graphic() && last.is_ascii_graphic() => line,
        _ => line.trim_matches(|character: char| character.is_whitespace() || character == '\u{feff}'),
    }
}

fn by_itself(text: &str, vocabulary: &Vocabulary) -> Kind {
    if text.is_empty() {
        return Kind::Blank;
    }
    if let Some(count) = count_line(text, vocabulary) {
        return Kind::Count(Some(count));
    }
    if let Some(votes) = votes(text) {
        return Kind::Votes(Some(votes));
    }
    if let Some(inner) = text.strip_prefix(vocabulary.template_marks.opening.as_str()) {
        // A template alone on its line, whole or cut at the end of the file; words behind it are somebody's.
        if inner.find("}}").is_none_or(|end| inner[end..].trim_end_matches('}').is_empty()) {
            let inner = inner.trim().to_lowercase();
            let votes = vocabulary.template_marks.votes.as_str();
            return if inner.contains(votes) || votes.starts_with(&inner) {
                Kind::Votes(None)
            } else {
                Kind::Chrome("unrendered-template".to_owned())
            };
        }
    }
    if let Some(rule) = vocabulary.debris_rule(text) {
        return Kind::Chrome(rule.to_owned());
    }
    if is_date(text) {
        return Kind::Chrome("date".to_owned());
    }
    if let Some(marker) = vocabulary.answer_markers.iter().find(|marker| text.starts_with(marker.as_str())) {
        return Kind::AnswerMarker(marker.len() + text[marker.len()..].len() - text[marker.len()..].trim_start().len());
    }
    if let Some(rated) = byline::rating(text) {
        return Kind::Rating(rated);
    }
    match byline::specialty(text, Shown::Alone, vocabulary) {
        Some(specialty) => Kind::MaybeSpecialty(specialty),
        None => Kind::Words,
    }
}

/// `Doctor Answers 7` or `Doctor Answers (7)`.
fn count_line(text: &str, vocabulary: &Vocabulary) -> Option<u32> {
    let rest = vocabulary.count_lines.iter().find_map(|words| text.strip_prefix(words.as_str()))?;
    let number = rest.trim_start_matches(':').trim();
    let number = number.strip_prefix('(').and_then(|inner| inner.strip_suffix(')')).unwrap_or(number).trim();
    // `+7` is a number to Rust.
    number.parse().ok().filter(|_| number.starts_with(|first: char| first.is_ascii_digit()))
}

fn votes(text: &str) -> Option<i32> {
    let digits = text.strip_prefix(['+', '-'])?;
    (!digits.is_empty() && digits.len() <= 6 && digits.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

const MONTHS: [&str; 12] =
    ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

/// `Marc`, `March 3` or `March 3, 20`.
fn is_cut_date(text: &str) -> bool {
    let (month, rest) = text.split_once(' ').unwrap_or((text, ""));
    let is_month = MONTHS.iter().any(|name| if rest.is_empty() { name.starts_with(month) } else { *name == month });
    is_month && rest.len() < "31, 2013".len() && rest.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b',' | b' '))
}

/// `March 3, 2013` and nothing else.
fn is_date(text: &str) -> bool {
    if text.len() > "September. 30, 2013".len() || !text.ends_with(|last: char| last.is_ascii_digit()) {
        return false;
    }
    let words: Vec<&str> = text.split_whitespace().collect();
    let [month, day, year] = words.as_slice() else { return false };
    let number = |text: &str, digits: std::ops::RangeInclusive<usize>| {
        digits.contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    let is_month = MONTHS.iter().any(|name| name == month || (month.len() >= 3 && name.starts_with(month.trim_end_matches('.'))));
    is_month && day.strip_suffix(',').is_some_and(|day| number(day, 1..=2)) && number(year, 4..=4)
}

/// A line `+2` inside a paragraph is somebody's words, not votes.
fn keep_numbers_in_words(lines: &mut [Line<'_>]) {
    for index in 1..lines.len() {
        if matches!(lines[index].kind, Kind::Votes(Some(_))) && lines[index - 1].kind == Kind::Words {
            lines[index].kind = Kind::Words;
        }
    }
}

/// A rating below it or a name above it makes a line of the right shape a byline.
fn confirm_bylines(lines: &mut [Line<'_>], vocabulary: &Vocabulary) {
    let last = lines.iter().rposition(|line| line.kind != Kind::Blank);
    for index in 0..lines.len() {
        let rated = matches!(lines.get(index + 1).map(|line| &line.kind), Some(Kind::Rating(_)));
        let maybe = matches!(lines[index].kind, Kind::MaybeSpecialty(_));
        if !maybe && lines[index].kind != Kind::Words {
            continue;
        }
        let text = lines[index].text;
        // A name right above a rating: place and specialty are missing.
        if let Some(name) = rated.then(|| byline::name_with_credentials(text, Shown::ByNeighbour, vocabulary)).flatten() {
            lines[index].kind = Kind::Name(name);
            continue;
        }
        let named = index.checked_sub(1).and_then(|above| name_above(lines, above, maybe || rated, vocabulary));
        let found = (rated || named.is_some()).then(|| byline::specialty(text, Shown::ByNeighbour, vocabulary)).flatten();
        let kind = match found {
            Some(found) => Kind::Specialty(found),
            // An unknown field of work, told by the rating below it: place and field are not told apart.
            None if rated => Kind::Specialty(Specialty { place: None, specialty: text.to_owned() }),
            None if named.as_ref().is_some_and(|name| name.credentials.is_some())
                && byline::is_title(text, vocabulary)
                && Some(index) != last =>
            {
                Kind::Specialty(Specialty { place: None, specialty: text.to_owned() })
            }
            None if named.is_some() && Some(index) == last && byline::may_be_cut(text) => {
                Kind::CutSpecialty(byline::cut_specialty(text, vocabulary))
            }
            None => continue,
        };
        lines[index].kind = kind;
        if let Some(name) = named {
            lines[index - 1].kind = Kind::Name(name);
        }
    }
}

/// The name in the line `above` a byline's second line; one without credentials counts only above a
/// line that has the shape of place and specialty, or a rating below it.
fn name_above(lines: &[Line<'_>], above: usize, shaped: bool, vocabulary: &Vocabulary) -> Option<Name> {
    if lines[above].kind != Kind::Words {
        return None;
    }
    let text = lines[above].text;
    let opens = above == 0 || lines[above - 1].kind != Kind::Words;
    byline::name_with_credentials(text, Shown::ByNeighbour, vocabulary)
        .or_else(|| (shaped && opens).then(|| byline::bare_name(text, vocabulary)).flatten())
}

/// A person's name that is the last thing in a file is a byline broken off, where the page has
/// bylines with names and the answer above has none yet.
fn find_cut_name(lines: &mut [Line<'_>], vocabulary: &Vocabulary) {
    let Some(last) = lines.iter().rposition(|line| line.kind != Kind::Blank) else { return };
    let has_bylines = lines.iter().any(|line| matches!(line.kind, Kind::Specialty(_) | Kind::MaybeSpecialty(_)));
    let has_names = lines.iter().any(|line| matches!(line.kind, Kind::Name(_)));
    let above = lines[..last].iter().rfind(|line| line.kind != Kind::Blank);
    let apart = last > 0 && lines[last - 1].kind == Kind::Blank;
    // Below `Sincerely,` it is a sign-off.
    let open = lines[last].kind == Kind::Words
        && above
            .is_some_and(|above| above.kind == Kind::Words && !byline::is_sign_off(above.text, vocabulary) && !above.text.ends_with(','));
    let shown = has_names || (has_bylines && lines[last].text.contains(", "));
    let name = byline::cut_name(lines[last].text, vocabulary).filter(|_| shown && apart && open);
    if let Some(name) = name {
        lines[last].kind = Kind::Name(name);
    }
}

/// The last line of a file may break off within a line of the site: a count, votes, a rating, debris.
fn find_cut_line(lines: &mut [Line<'_>], vocabulary: &Vocabulary) {
    let Some(last) = lines.iter().rposition(|line| line.kind != Kind::Blank).filter(|last| *last > 0) else { return };
    let text = lines[last].text;
    if lines[last].kind != Kind::Words {
        return;
    }
    let above = &lines[last - 1].kind;
    let kind = match above {
        Kind::MaybeSpecialty(_) | Kind::Specialty(_) | Kind::Name(_) => byline::cut_rating(text).map(Kind::Rating),
        _ if text == "+" || vocabulary.template_marks.opening.starts_with(text) => Some(Kind::Votes(None)),
        _ if text.len() >= 6 && vocabulary.count_lines.iter().any(|words| words.starts_with(text)) => Some(Kind::Count(None)),
        _ => cut_debris(&lines[..last], text, vocabulary).map(Kind::Chrome),
    };
    if let Some(kind) = kind {
        if let Kind::MaybeSpecialty(found) = above {
            lines[last - 1].kind = Kind::Specialty(found.clone());
        }
        lines[last].kind = kind;
    }
}

/// The rule of the debris that `text` is the beginning of, as the lines above it show.
fn cut_debris(above: &[Line<'_>], text: &str, vocabulary: &Vocabulary) -> Option<String> {
    let markers = above.iter().any(|line| matches!(line.kind, Kind::AnswerMarker(_)));
    let below_helpful =
        above.iter().rfind(|line| line.kind != Kind::Blank).is_some_and(|line| line.kind == Kind::Chrome("helpful".to_owned()));
    if markers && below_helpful && is_cut_date(text) {
        return Some("date".to_owned());
    }
    // What stood whole above may stand broken off here, however little of it is left.
    let again = above.iter().find_map(|line| match &line.kind {
        Kind::Chrome(rule) if markers && line.text.starts_with(text) && rule != "ask-a-doctor" && rule != "date" => Some(rule.clone()),
        _ => None,
    });
    again.or_else(|| vocabulary.cut_debris_rule(text).map(str::to_owned))
}

/// A run-on page opens with a line of advertising that holds a dash, and goes on with one answer a
/// line, whose paragraphs are glued together: no blank line, and nothing else of a page.
fn find_slogan(lines: &mut [Line<'_>]) {
    let Some(first) = lines.iter().position(|line| line.kind != Kind::Blank) else { return };
    let Some(last) = lines.iter().rposition(|line| line.kind == Kind::Words) else { return };
    let text = lines[first].text;
    if !text.contains('—') {
        return;
    }
    let bare = first < last && lines[first..=last].iter().all(|line| line.kind == Kind::Words);
    let advertises = text.contains(", ") && !text.contains('?') && !text.split(' ').any(|word| word == "I");
    let run_on = || {
        let below = &lines[first + 1..=last];
        below.iter().filter(|line| is_glued(line.text)).count() * 3 >= below.len()
    };
    if bare && advertises && (is_glued(text) || run_on()) {
        lines[first].kind = Kind::Chrome("slogan".to_owned());
    }
}

/// Is a sentence glued to the next, as in `Hello,Keep the cut dry.Regards,`?
fn is_glued(text: &str) -> bool {
    let mut letters = [' '; 2];
    text.chars().any(|next| {
        let [before, mark] = letters;
        letters = [mark, next];
        before.is_lowercase() && matches!(mark, '.' | ',' | '!' | '?') && next.is_uppercase()
    })
}

/// The disclaimer runs from its first words to the end of the file. Words that only begin like it
/// stand inside an answer, so bylines, votes or more than one paragraph of words must not follow.
fn find_disclaimer(lines: &mut [Line<'_>], vocabulary: &Vocabulary) {
    let Some(last) = lines.iter().rposition(|line| line.kind != Kind::Blank) else { return };
    let paragraph_start = |index: usize| index == 0 || lines[index - 1].kind != Kind::Words;
    let opens = |index: usize| {
        if lines[index].kind != Kind::Words || !paragraph_start(index) {
            return false;
        }
        let text = lines[index].text;
        let whole = vocabulary.disclaimers.iter().any(|words| {
            text.get(..words.len()).is_some_and(|head| head.eq_ignore_ascii_case(words))
                && text[words.len()..].starts_with(|next: char| !next.is_alphanumeric())
        });
        // Cut within its first words: only at the end of the file, and only if enough is left to tell.
        let cut = index == last && text.len() >= 8 && vocabulary.disclaimers.iter().any(|words| words.starts_with(text));
        whole || cut
    };
    let Some(start) = (0..=last).rev().find(|index| opens(*index)) else { return };
    let after = &lines[start + 1..=last];
    let only_words = after.iter().all(|line| matches!(line.kind, Kind::Words | Kind::Blank | Kind::Chrome(_)));
    let paragraphs = after.windows(2).filter(|pair| pair[0].kind == Kind::Blank && pair[1].kind == Kind::Words).count();
    if only_words && paragraphs <= 1 {
        for line in &mut lines[start..=last] {
            if line.kind == Kind::Words {
                line.kind = Kind::Disclaimer;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn kinds(text: &str) -> Vec<String> {
        recognise(text, Vocabulary::built_in())
            .iter()
            .map(|line| format!("{:?}", line.kind).split(['(', ' ']).next().unwrap_or_default().to_owned())
            .collect()
    }

    #[test]
    fn lines_are_recognised_by_shape_and_neighbours() {
        let text = "Ask a doctor\nDoctor Answers (3)\n+1\n{{ voteCount >= 0 ? '+'\n\u{a0} \nVida Lind, MD\nOmaha Plastic Surgeon\n4.9 out of 5 stars 4 reviews\nMarch 3, 2013\nAnswer: No\nSpokane Dermatologist\nwords";
        let expected = [
            "Chrome",
            "Count",
            "Votes",
            "Votes",
            "Blank",
            "Name",
            "Specialty",
            "Rating",
            "Chrome",
            "AnswerMarker",
            "MaybeSpecialty",
            "Words",
        ];
        assert_eq!(kinds(text), expected);
    }

    #[test]
    fn a_sign_off_with_a_practice_is_no_byline() {
        assert_eq!(kinds("Words.\n\nVida Lind, MD\nLind Aesthetic Center\n\nb"), ["Words", "Blank", "Words", "Words", "Blank", "Words"]);
        assert_eq!(kinds("Words.\n\nVida Lind, MD\nOmaha Quibbler\n\nb"), ["Words", "Blank", "Name", "Specialty", "Blank", "Words"]);
    }

    #[test]
    fn a_disclaimer_is_at_the_end_and_may_be_cut() {
        assert_eq!(kinds("a\n\nThese answers are for education.\n\n"), ["Words", "Blank", "Disclaimer", "Blank"]);
        assert_eq!(kinds("a\n\nThese answ"), ["Words", "Blank", "Disclaimer"]);
        assert_eq!(
            kinds("These answers are for education once.\n\nVida Lind, MD\nOmaha Dermatologist"),
            ["Words", "Blank", "Name", "Specialty"]
        );
    }
}
