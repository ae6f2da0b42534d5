//! The proof of promise P3, on the bytes of each output that carries an answer: every disclaimer that
//! belongs there stands there verbatim and visible, and so does every word of the answers.

use camino::Utf8Path;

use crate::diagnostic::{Code, Diagnostic};
use crate::site::{Address, Disclaimer, SiteThread};

use super::content::AnswerProse;
use super::twin::legal_words;
use super::visible::{collapse, visible_text};

/// A thread's answers that an output carries.
pub(super) struct Carried<'a> {
    pub(super) thread: &'a SiteThread,
    /// Which of the thread's answers, each with its texts.
    pub(super) answers: Vec<(usize, &'a AnswerProse)>,
}

/// What is missing on the HTML page at `output`.
pub(super) fn check_page(output: &Address, bytes: &[u8], carried: &[Carried<'_>]) -> Vec<Diagnostic> {
    let text = std::str::from_utf8(bytes).map(visible_text).unwrap_or_default();
    let mut problems = Vec::new();
    for carried in carried.iter().filter(|carried| !carried.answers.is_empty()) {
        problems.extend(missing_disclaimer(&text, output, carried.thread));
        for (index, prose) in &carried.answers {
            if !contains(&text, &prose.words) {
                problems.push(
                    Diagnostic::new(
                        Code::UndisplayedAnswer,
                        format!("`{output}` does not show all words of answer `{}`", carried.thread.thread.answers[*index].id),
                    )
                    .in_file(carried.thread.file_of(*index))
                    .help("let the template print `{{ answer.body_html | safe }}` for each answer, whole and visible"),
                );
            }
        }
    }
    problems
}

/// What is missing in an entry of the feed, whose content is the HTML `html`.
pub(super) fn check_entry(output: &Address, html: &str, thread: &SiteThread) -> Option<Diagnostic> {
    missing_disclaimer(&visible_text(html), output, thread)
}

/// What is missing in the Markdown twin at `output`, which has its disclaimer below `heading`.
pub(super) fn check_twin(output: &Address, twin: &str, heading: &str, thread: &SiteThread) -> Option<Diagnostic> {
    // Only an open code block or raw HTML could swallow what stands below a heading (CommonMark 4.5,
    // 4.6); then the twin is read as a renderer reads it. The rest of the time its bytes tell.
    let marks = memchr::memchr3_iter(b'<', b'`', b'~', twin.as_bytes());
    let could_swallow = marks.map(|at| &twin[at..]).any(|rest| ["```", "~~~", "<"].iter().any(|mark| rest.starts_with(mark)));
    let shown = if could_swallow {
        let mut html = String::new();
        pulldown_cmark::html::push_html(&mut html, pulldown_cmark::Parser::new(twin));
        let last_code = html.rfind("<pre>").map(|at| &html[at..]);
        let swallowed = last_code.is_some_and(|code| code.contains(&format!("## {heading}")));
        let text = visible_text(&html);
        !swallowed && thread.disclaimers().all(|disclaimer| contains(&text, &visible_disclaimer(&disclaimer.text)))
    } else {
        // Nearly always it stands there just as it was written.
        let words: Vec<String> = thread.disclaimers().map(|disclaimer| legal_words(&disclaimer.text)).collect();
        words.iter().all(|words| contains(twin, words)) || {
            let text = collapse(twin);
            words.iter().all(|words| contains(&text, &collapse(words)))
        }
    };
    (!shown && thread.disclaimers().next().is_some()).then(|| undisplayed(output, thread))
}

/// What is missing in the part of the search index at `output`, whose words are the texts of a JSON value.
pub(super) fn check_shard(output: &Address, bytes: &[u8], thread: &SiteThread) -> Option<Diagnostic> {
    let text = std::str::from_utf8(bytes).unwrap_or_default();
    let carries = |disclaimer: &Disclaimer| serde_json::to_string(&disclaimer.text).is_ok_and(|words| contains(text, &words));
    (!thread.disclaimers().all(carries)).then(|| undisplayed(output, thread))
}

fn missing_disclaimer(text: &str, output: &Address, thread: &SiteThread) -> Option<Diagnostic> {
    let shown = thread.disclaimers().all(|disclaimer| contains(text, &collapse(&disclaimer.text)));
    (!shown).then(|| undisplayed(output, thread))
}

/// Are `words` a part of `text`? A search prepares itself in proportion to what it looks for, which
/// took a tenth of the whole build; so the beginning is searched and the rest compared.
fn contains(text: &str, words: &str) -> bool {
    let (text, words) = (text.as_bytes(), words.as_bytes());
    let beginning = memchr::memmem::Finder::new(&words[..words.len().min(32)]);
    let mut from = 0;
    while let Some(at) = text.get(from..).and_then(|rest| beginning.find(rest)) {
        if text[from + at..].starts_with(words) {
            return true;
        }
        from += at + 1;
    }
    false
}

/// A disclaimer's words as a renderer shows its escaped Markdown.
fn visible_disclaimer(text: &str) -> String {
    collapse(text).replace('\0', "\u{fffd}")
}

fn undisplayed(output: &Address, thread: &SiteThread) -> Diagnostic {
    let what = Utf8Path::new(output.path());
    Diagnostic::new(Code::UndisplayedDisclaimer, format!("`{what}` carries answers but does not visibly show their disclaimer"))
        .in_file(&thread.file)
        .note("the whole disclaimer must stand in the page's visible text, word for word: not in `details`, not hidden, not cut")
        .help("let the template print `{{ disclaimer.text }}` as sitegen's own `disclaimer.html` does, and close every code block in the answers")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_found_whole_even_after_a_false_start() {
        let words = "a".repeat(40) + "b";
        assert!(contains(&("a".repeat(50) + "b c"), &words));
        assert!(!contains(&"a".repeat(50), &words));
        assert!(contains("x", ""));
        assert!(!contains("", "x"));
    }
}
