//! `sitegen build`.

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use crate::check::{self, Checked};
use crate::publish::{apart, publish, write_record};
use crate::settings::parse_base_url;
use crate::site::{LoadOptions, RECORD_FILE};

use super::output::{Output, plural};
use super::{Exit, Format};

const EXAMPLES: &str = "\
Examples:
  sitegen build                                    make the site in public/
  sitegen build --out /var/www/faq                 make it elsewhere
  sitegen build --drafts                           with the threads marked `draft: true`
  sitegen build --base-url https://faq.example/    for another address than sitegen.yaml says
";

/// Make the site from content/
#[derive(Debug, Args)]
#[command(before_help = EXAMPLES)]
pub(super) struct Build {
    /// The folder to make the site in; its whole content is replaced [default: public/ in the site's folder]
    #[arg(long, value_name = "DIR")]
    out: Option<Utf8PathBuf>,
    /// Publish drafts as well
    #[arg(long)]
    drafts: bool,
    /// The full address at which the site will stand
    #[arg(long, value_name = "URL", value_parser = base_url)]
    base_url: Option<String>,
}

impl Build {
    pub(super) fn run(self, root: &Utf8Path, output: &mut Output) -> Exit {
        let out = self.out.unwrap_or_else(|| if root == "." { "public".into() } else { root.join("public") });
        if let Err(error) = apart(&out, root) {
            output.failure(&error);
            return Exit::Failed;
        }
        let checked = match check::run(root, &LoadOptions { drafts: self.drafts, base_url: self.base_url }) {
            Ok(checked) => checked,
            Err(error) => {
                output.failure(&error);
                return Exit::Failed;
            }
        };
        for problem in &checked.problems {
            output.finding(problem);
        }
        let count = output.count();
        if checked.has_errors() {
            output.say(&format!("{count}; nothing was published, `{out}` is as it was"));
            return Exit::ErrorsFound;
        }
        if let Err(error) = publish(&out, &checked.files) {
            output.failure(&error);
            return Exit::Failed;
        }
        // A preview publishes nothing. A record lost between the two steps is written by the next build.
        if !self.drafts
            && let Err(error) = write_record(&root.join(RECORD_FILE), &checked.record().write())
        {
            output.failure(&error);
            return Exit::Failed;
        }
        output.result(&result(&checked, &out, output.format));
        output.say(&count);
        Exit::Fine
    }
}

fn result(checked: &Checked, out: &Utf8Path, format: Format) -> String {
    let (threads, experts, files) = (checked.site.threads.len(), checked.site.experts.len(), checked.files.len());
    match format {
        Format::Text => format!("{out}: {}, {}, {}", plural(threads, "thread"), plural(experts, "named expert"), plural(files, "file")),
        Format::Json => serde_json::json!({ "out": out, "threads": threads, "experts": experts, "files": files }).to_string(),
    }
}

fn base_url(text: &str) -> Result<String, String> {
    parse_base_url(text).ok_or_else(|| "write a full address such as https://faq.example/".to_owned())
}
