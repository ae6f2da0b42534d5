//! A run of words with their emphasis, code and links as Markdown on as many lines as it has breaks.

use crate::thread::markdown::escape_inline;

/// A piece of a run of words, as it stands in the HTML.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Piece {
    /// Words, white space and all.
    Text(String),
    /// Finished Markdown that stands for itself, such as code or an image.
    Finished(String),
    /// The end of a line.
    Break,
    /// The beginning of what is marked.
    Open(Mark),
    /// The end of what was marked last.
    Close,
}

/// How words can be marked.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Mark {
    /// `*`
    Emphasis,
    /// `**`
    Strong,
    /// `~~`
    Deleted,
    /// A link to this address.
    Link(String),
}

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// In a paragraph, where lines may break.
    Paragraph,
    /// In a heading or a table's cell, which is one line.
    Single,
}

/// A piece with its white space settled.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Text(String),
    Finished(String),
    Space,
    Break,
    /// A mark's beginning or end; `false` once it was given up.
    Open(Mark, bool),
    Close(Mark, bool),
}

/// The Markdown of a run; empty where there are no words in it.
pub(super) fn write(pieces: &[Piece], line: Line) -> String {
    let mut tokens = settle(pieces);
    give_up_marks_that_would_not_work(&mut tokens);
    let mut markdown = String::new();
    let mut begins_line = true;
    let mut in_link = false;
    for token in &tokens {
        match token {
            Token::Text(text) if in_link => markdown.push_str(&escape_inline(text, false).replace(']', "\\]")),
            Token::Text(text) => markdown.push_str(&escape_inline(text, begins_line)),
            Token::Finished(finished) => markdown.push_str(finished),
            Token::Space => markdown.push(' '),
            Token::Break => markdown.push_str(if line == Line::Single { " " } else { "\\\n" }),
            Token::Open(Mark::Link(_), true) => {
                // `!` before a link would make it an image.
                if markdown.ends_with('!') {
                    markdown.insert(markdown.len() - 1, '\\');
                }
                markdown.push('[');
                in_link = true;
            }
            Token::Close(Mark::Link(address), true) => {
                markdown.push_str(&format!("]({})", destination(address)));
                in_link = false;
            }
            Token::Open(mark, true) | Token::Close(mark, true) => markdown.push_str(delimiter(mark)),
            Token::Open(_, false) | Token::Close(_, false) => {}
        }
        begins_line = match token {
            Token::Break => line == Line::Paragraph,
            Token::Open(_, false) | Token::Close(_, false) => begins_line,
            _ => false,
        };
    }
    let trimmed = markdown.trim();
    // A heading's last `#` would count as its end.
    match trimmed.strip_suffix('#').filter(|rest| line == Line::Single && !rest.ends_with('\\')) {
        Some(rest) => format!("{rest}\\#"),
        None => trimmed.to_owned(),
    }
}

fn delimiter(mark: &Mark) -> &'static str {
    match mark {
        Mark::Emphasis => "*",
        Mark::Strong => "**",
        Mark::Deleted => "~~",
        Mark::Link(_) => "",
    }
}

/// An address as CommonMark wants it between the brackets of a link (section 6.3).
pub(super) fn destination(address: &str) -> String {
    let mut destination = String::with_capacity(address.len());
    for (index, character) in address.char_indices() {
        match character {
            '(' | ')' => destination.extend(['\\', character]),
            '&' if address[index..].contains(';') => destination.push_str("&amp;"),
            '|' => destination.push_str("%7C"),
            '*' => destination.push_str("%2A"),
            _ => destination.push(character),
        }
    }
    destination
}

/// Moves white space out of marks, makes one space of many, and drops marks around nothing.
fn settle(pieces: &[Piece]) -> Vec<Token> {
    let mut settling = Settling { tokens: Vec::new(), space: None, waiting: Vec::new(), open: Vec::new() };
    for piece in pieces {
        match piece {
            Piece::Text(text) => settling.text(text),
            Piece::Finished(finished) => {
                settling.before_words();
                settling.tokens.push(Token::Finished(finished.clone()));
            }
            Piece::Break => settling.space = Some(Token::Break),
            Piece::Open(mark) => settling.waiting.push(mark.clone()),
            Piece::Close => settling.close(),
        }
    }
    settling.tokens
}

struct Settling {
    tokens: Vec<Token>,
    /// White space that comes before the next words, if any come.
    space: Option<Token>,
    /// Marks that begin with the next words.
    waiting: Vec<Mark>,
    /// Open marks, and whether they are written.
    open: Vec<(Mark, bool)>,
}

impl Settling {
    fn text(&mut self, text: &str) {
        let is_space = |character: char| character.is_ascii_whitespace();
        if text.starts_with(is_space) {
            self.space.get_or_insert(Token::Space);
        }
        let words: Vec<&str> = text.split(is_space).filter(|word| !word.is_empty()).collect();
        if words.is_empty() {
            return;
        }
        self.before_words();
        let words = words.join(" ");
        match self.tokens.last_mut() {
            Some(Token::Text(before)) => before.push_str(&words),
            _ => self.tokens.push(Token::Text(words)),
        }
        if text.ends_with(is_space) {
            self.space = Some(Token::Space);
        }
    }

    fn before_words(&mut self) {
        if let Some(space) = self.space.take().filter(|_| self.tokens.iter().any(|token| !matches!(token, Token::Open(..)))) {
            match self.tokens.last_mut() {
                Some(Token::Text(before)) if space == Token::Space => before.push(' '),
                _ => self.tokens.push(space),
            }
        }
        for mark in std::mem::take(&mut self.waiting) {
            // Emphasis inside emphasis of its own kind says nothing more.
            let works = !self.open.iter().any(|(open, _)| std::mem::discriminant(open) == std::mem::discriminant(&mark));
            self.tokens.push(Token::Open(mark.clone(), works));
            self.open.push((mark, works));
        }
    }

    fn close(&mut self) {
        if self.waiting.pop().is_some() {
            return;
        }
        if let Some((mark, works)) = self.open.pop() {
            self.tokens.push(Token::Close(mark, works));
        }
    }
}

/// Emphasis begins and ends only where CommonMark lets it (section 6.2, flanking); elsewhere its marks
/// would show. A mark that is given up changes what its neighbours stand beside, so look again.
fn give_up_marks_that_would_not_work(tokens: &mut [Token]) {
    while let Some(index) = (0..tokens.len()).find(|index| !works(tokens, *index)) {
        let (open, close) = pair(tokens, index);
        for place in [open, close].into_iter().flatten() {
            if let Token::Open(_, works) | Token::Close(_, works) = &mut tokens[place] {
                *works = false;
            }
        }
    }
}

fn works(tokens: &[Token], index: usize) -> bool {
    let (mark, opens) = match &tokens[index] {
        Token::Open(mark, true) => (mark, true),
        Token::Close(mark, true) => (mark, false),
        _ => return true,
    };
    let Some(character) = delimiter(mark).chars().next() else { return true };
    let before = neighbour(tokens[..index].iter().rev(), character, true, opens);
    let behind = neighbour(tokens[index + 1..].iter(), character, false, opens);
    let (Some(before), Some(behind)) = (before, behind) else { return false };
    let (inside, outside) = if opens { (behind, before) } else { (before, behind) };
    let is_mark = |character: char| character.is_ascii_punctuation() || !(character.is_alphanumeric() || character.is_whitespace());
    !inside.is_whitespace() && (!is_mark(inside) || outside.is_whitespace() || is_mark(outside))
}

/// The character beside a mark, past other marks of its own kind; `None` where an end and a beginning
/// of one kind meet, which nothing can tell apart.
fn neighbour<'a>(tokens: impl Iterator<Item = &'a Token>, own: char, backwards: bool, opens: bool) -> Option<char> {
    let end = |text: &str| if backwards { text.chars().next_back() } else { text.chars().next() };
    for token in tokens {
        match token {
            Token::Text(text) | Token::Finished(text) => return Some(end(text).unwrap_or(' ')),
            Token::Space | Token::Break => return Some(' '),
            Token::Open(_, false) | Token::Close(_, false) => {}
            Token::Open(Mark::Link(_), _) => return Some('['),
            Token::Close(Mark::Link(_), _) => return Some(if backwards { ')' } else { ']' }),
            Token::Open(mark, _) | Token::Close(mark, _) if !delimiter(mark).starts_with(own) => return Some('*'),
            Token::Open(..) if !opens => return None,
            Token::Close(..) if opens => return None,
            Token::Open(..) | Token::Close(..) => {}
        }
    }
    Some(' ')
}

/// The two ends of the mark of which one stands at `index`.
fn pair(tokens: &[Token], index: usize) -> (Option<usize>, Option<usize>) {
    let mut open = Vec::new();
    for (place, token) in tokens.iter().enumerate() {
        match token {
            Token::Open(..) => open.push(place),
            Token::Close(..) => {
                let beginning = open.pop();
                if beginning == Some(index) || place == index {
                    return (beginning, Some(place));
                }
            }
            _ => {}
        }
    }
    (Some(index), None)
}

#[cfg(test)]
mod tests {
    use super::Piece::{Break, Close, Open};
    use super::*;

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    #[test]
    fn white_space_moves_out_of_marks() {
        let pieces = [text("a"), Open(Mark::Strong), text(" b "), Close, text("c"), Open(Mark::Emphasis), text("  "), Close, text("d")];
        assert_eq!(write(&pieces, Line::Paragraph), "a **b** c d");
    }

    #[test]
    fn marks_that_would_show_are_given_up() {
        let pieces = [text("foo"), Open(Mark::Strong), text("!bar"), Close, text("baz")];
        assert_eq!(write(&pieces, Line::Paragraph), "foo!barbaz");
        let pieces = [Open(Mark::Strong), text("a"), Close, Open(Mark::Emphasis), text("b"), Close];
        assert_eq!(write(&pieces, Line::Paragraph), "a*b*");
    }

    #[test]
    fn lines_begin_with_nothing_that_markdown_takes_for_its_own() {
        let pieces = [text("x"), Break, text("1. y"), Break, text("- "), Open(Mark::Emphasis), text("z"), Close];
        assert_eq!(write(&pieces, Line::Paragraph), "x\\\n1\\. y\\\n\\- *z*");
        assert_eq!(write(&[text("Which #")], Line::Single), "Which \\#");
    }
}
