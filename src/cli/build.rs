//! `sitegen build`.

use std::error::Error;

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use crate::cache::{self, Cache, Finding, Input, LastBuild, Part, Summary};
use crate::check::{self, Checked};
use crate::publish::{
    Comparison, Made, Publication, PublishError, Share, Standing, apart, manifest, remove_leftovers, stands, write_beside,
};
use crate::render::Memory;
use crate::settings::parse_base_url;
use crate::site::{KeptContent, LoadError, LoadOptions, RECORD_FILE};

use super::output::{Output, plural};
use super::{Exit, Format};

const EXAMPLES: &str = "\
Examples:
  sitegen build                                    make the site in public/
  sitegen build --out /var/www/faq                 make it elsewhere
  sitegen build --drafts                           with the threads marked `draft: true`
  sitegen build --base-url https://faq.example/    for another address than sitegen.yaml says
  sitegen build --verify                           is public/ what the content says, byte for byte?
  sitegen build --shard 2/8 --out part-2           one of eight parts of the site
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
    /// Make only this share of the files, so that several machines can make a site together
    #[arg(long, value_name = "K/N", requires = "out")]
    shard: Option<Share>,
    /// Write nothing: make the site in memory and compare it with the folder, byte for byte
    #[arg(long)]
    verify: bool,
    /// Make every file anew, whatever is known of the last build
    #[arg(long)]
    clean: bool,
}

/// A file at the root that says what a build made, of what.
const MANIFEST_FILE: &str = "build-manifest.json";

impl Build {
    pub(super) fn run(self, root: &Utf8Path, output: &mut Output) -> Exit {
        let out = self.out.clone().unwrap_or_else(|| if root == "." { "public".into() } else { root.join("public") });
        if let Err(error) = apart(&out, root) {
            output.failure(&error);
            return Exit::Failed;
        }
        let done = if self.verify { self.verify(root, &out, output) } else { self.build(root, &out, output) };
        done.unwrap_or_else(|error| {
            output.failure(&*error);
            Exit::Failed
        })
    }

    fn load_options(&self) -> LoadOptions {
        LoadOptions { drafts: self.drafts, base_url: self.base_url.clone() }
    }

    fn build(&self, root: &Utf8Path, out: &Utf8Path, output: &mut Output) -> Result<Exit, Box<dyn Error>> {
        let program = std::env::current_exe().ok().filter(|_| self.shard.is_none() && !self.clean);
        let cache = program.and_then(|program| Cache::of(root, &program));
        let last = || cache.as_ref().and_then(|cache| cache.load::<LastBuild>(Part::LastBuild));
        let (inputs, last) = rayon::join(|| cache::inputs(root), last);
        let last = last.filter(|last| last.out == absolute(out));
        if let Some(last) = last.as_ref().filter(|last| self.is_current(last, &inputs, root, out)) {
            remove_leftovers(&[out, &root.join(RECORD_FILE), &root.join(MANIFEST_FILE)])?;
            let findings = last.findings.iter().flatten().cloned().filter_map(Finding::diagnostic);
            findings.for_each(|finding| output.finding(&finding));
            let count = output.count();
            report(output, out, last.summary, &count);
            return Ok(Exit::Fine);
        }
        let standing = Standing::new(out, last.map(|last| last.outputs).unwrap_or_default());
        let publication = Publication::begin(out, self.share(), standing)?;
        let (checked, memory) = self.make(root, cache.as_ref(), &publication)?;
        checked.problems.iter().for_each(|problem| output.finding(problem));
        let count = output.count();
        if checked.has_errors() {
            output.say(&format!("{count}; nothing was published, `{out}` is as it was"));
            return Ok(Exit::ErrorsFound);
        }
        let (made, replaced) = publication.finish()?;
        let remember = || match &cache {
            Some(cache) if memory.has_changed() => cache.save(Part::Memory, &memory),
            _ => {}
        };
        let records = || (checked.record().write(), manifest(&made));
        let ((records, ()), ()) = rayon::join(|| rayon::join(records, remember), || drop(replaced));
        self.write_records(root, &records)?;
        let summary = Summary { threads: checked.site.threads.len(), experts: checked.site.experts.len(), files: made.len() };
        if let Some(cache) = &cache {
            cache.save(Part::LastBuild, &self.last_build(root, out, inputs, &checked, &made, summary));
        }
        report(output, out, summary, &count);
        // The process ends, and the system takes back all memory at once sooner than each text is given back.
        std::mem::forget((checked, made, memory));
        Ok(Exit::Fine)
    }

    /// Makes the site, with what the last build knew; and what this one knows of the words that its pages show.
    fn make(&self, root: &Utf8Path, cache: Option<&Cache>, publication: &Publication) -> Result<(Checked, Memory), LoadError> {
        let content = || cache.map(|cache| cache.load(Part::Content).unwrap_or_default());
        let memory = || cache.and_then(|cache| cache.load(Part::Memory)).unwrap_or_default();
        let (mut content, mut memory): (Option<KeptContent>, Memory) = rayon::join(content, memory);
        let read = check::read(root, &self.load_options(), content.as_mut())?;
        // What is known of the content holds whatever becomes of the pages, and takes much room.
        let keep = || match cache.zip(content) {
            Some((cache, content)) if content.has_changed() => cache.save(Part::Content, &content),
            _ => {}
        };
        let ((), checked) = rayon::join(keep, || check::make(root, read, &mut memory, publication));
        Ok((checked, memory))
    }

    /// The share of the files that is asked for.
    fn share(&self) -> Share {
        self.shard.unwrap_or(Share::WHOLE)
    }

    /// Writes what goes along with the site: the addresses that it has published, and the manifest. One of
    /// several shares leaves the addresses to the first.
    fn write_records(&self, root: &Utf8Path, (record, manifest): &(String, String)) -> Result<(), PublishError> {
        // A preview publishes nothing. A record lost between the two steps is written by the next build.
        if !self.drafts && self.shard.is_none_or(|share| share.number == 1) {
            write_beside(&root.join(RECORD_FILE), record)?;
        }
        write_beside(&self.manifest_path(root), manifest)
    }

    fn manifest_path(&self, root: &Utf8Path) -> Utf8PathBuf {
        match self.shard {
            Some(Share { number, of }) => root.join(format!("build-manifest.{number}-of-{of}.json")),
            None => root.join(MANIFEST_FILE),
        }
    }

    /// What else than the files decides what a build makes.
    fn options(&self) -> String {
        format!("drafts {:?}, base URL {:?}", self.drafts, self.base_url)
    }

    /// Would a build make what the last one made, and does that still stand?
    fn is_current(&self, last: &LastBuild, inputs: &[Input], root: &Utf8Path, out: &Utf8Path) -> bool {
        last.options == self.options()
            && last.findings.is_some()
            && last.inputs.len() == inputs.len()
            && last.inputs.iter().zip(inputs).all(|(before, now)| now.is_still(before, root))
            && last.records.iter().all(|(path, stamp)| cache::Stamp::of(&root.join(path)) == Some(*stamp))
            && stands(out, &last.outputs)
    }

    fn last_build(
        &self,
        root: &Utf8Path,
        out: &Utf8Path,
        mut inputs: Vec<Input>,
        checked: &Checked,
        made: &[Made],
        summary: Summary,
    ) -> LastBuild {
        // The build itself wrote this one.
        inputs.retain(|input| input.path != RECORD_FILE);
        inputs.extend(cache::input(root, RECORD_FILE));
        inputs.sort_unstable_by(|one, other| one.path.cmp(&other.path));
        let outputs = made.iter().map(|made| {
            let path = made.address.path().to_owned();
            cache::Output { path, sha256: made.sha256, stamp: made.stamp, fingerprint: made.fingerprint }
        });
        let manifest = cache::Stamp::of(&root.join(MANIFEST_FILE)).map(|stamp| (MANIFEST_FILE.into(), stamp));
        LastBuild {
            options: self.options(),
            out: absolute(out),
            inputs,
            outputs: outputs.collect(),
            records: manifest.into_iter().collect(),
            findings: Finding::all(&checked.problems),
            summary,
        }
    }

    fn verify(&self, root: &Utf8Path, out: &Utf8Path, output: &mut Output) -> Result<Exit, Box<dyn Error>> {
        let comparison = Comparison::begin(out, self.share());
        let checked = check::run(root, &self.load_options(), &comparison)?;
        checked.problems.iter().for_each(|problem| output.finding(problem));
        let count = output.count();
        let differences = comparison.finish();
        for difference in &differences {
            output.result(&match output.format {
                Format::Text => difference.to_string(),
                Format::Json => difference.json().to_string(),
            });
        }
        output.say(&count);
        if checked.has_errors() {
            return Ok(Exit::ErrorsFound);
        }
        if differences.is_empty() {
            output.say(&format!("`{out}` is what the content says, byte for byte"));
            return Ok(Exit::Fine);
        }
        let files = plural(differences.len(), "file");
        output.say(&format!("`{out}` differs in {files} from what the content says; `sitegen build` makes it anew"));
        Ok(Exit::ErrorsFound)
    }
}

fn report(output: &mut Output, out: &Utf8Path, summary: Summary, count: &str) {
    let Summary { threads, experts, files } = summary;
    output.result(&match output.format {
        Format::Text => format!("{out}: {}, {}, {}", plural(threads, "thread"), plural(experts, "named expert"), plural(files, "file")),
        Format::Json => serde_json::json!({ "out": out, "threads": threads, "experts": experts, "files": files }).to_string(),
    });
    output.say(count);
}

fn absolute(path: &Utf8Path) -> Utf8PathBuf {
    camino::absolute_utf8(path).unwrap_or_else(|_| path.to_owned())
}

fn base_url(text: &str) -> Result<String, String> {
    parse_base_url(text).ok_or_else(|| "write a full address such as https://faq.example/".to_owned())
}
