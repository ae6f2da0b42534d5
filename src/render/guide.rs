//! `llms.txt`: for programs that read the site in Markdown (llmstxt.org).

use crate::site::{Address, Site};
use crate::thread::markdown::escape;

/// Above so many questions, each topic names its page only.
const MOST_QUESTIONS: usize = 1_000;

/// The address of the guide.
pub(super) fn address() -> Address {
    Address::well_known("llms.txt")
}

/// The site's name, what it is, and the Markdown twins by topic; drafts are left out. Each twin carries its
/// disclaimer.
pub(super) fn guide(site: &Site) -> String {
    let base_url = site.settings.base_url.as_deref().unwrap_or_default();
    let mut text = format!("# {}\n", escape(&site.settings.title));
    for words in [&site.settings.description, &site.settings.notice].into_iter().flatten() {
        text.push_str(&format!("\n> {}\n", escape(words).replace('\n', "\n> ")));
    }
    for entry in &site.topics {
        let title = escape(&entry.topic.title);
        text.push_str(&format!("\n## {title}\n\n"));
        if site.threads.len() > MOST_QUESTIONS {
            text.push_str(&format!("- [{title}]({base_url}{})\n", Address::topic(&entry.topic.slug).path()));
            continue;
        }
        for thread in entry.threads.iter().map(|index| &site.threads[*index]).filter(|thread| !thread.thread.editorial.draft) {
            text.push_str(&format!("- [{}]({base_url}{})\n", escape(&thread.display_title()), Address::twin(&thread.path).path()));
        }
    }
    text
}
