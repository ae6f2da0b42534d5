//! `sitegen build` beside other generators that make the same pages.

use std::io;
use std::path::Path;

use super::peers::Peer;
use super::report::COPYING;
use super::{Measured, remove, text, write};
use crate::corpus;
use crate::measure::{Run, measure};
use crate::{Kind, write_corpus};

/// The settings of the measured site, whose title and address the peers' settings share.
const SETTINGS: &str = "title: A corpus\nbase_url: https://corpus.example/\n";

/// Leaves out what the peers have none of, as far as it can be left out.
const EQUAL: &str = "related: false\nsearch: { enabled: false }\n";

/// What `sitegen --version` takes.
pub(super) fn start_up(sitegen: &str, rounds: usize) -> io::Result<Vec<Run>> {
    (0..rounds * 4).map(|_| measure(Path::new("."), &[sitegen, "--version"])).collect()
}

/// All in turn, round after round, so that a slow moment of the machine meets everybody.
pub(super) fn measured(sitegen: &str, peers: &[Peer], threads: usize, rounds: usize, folder: &Path) -> io::Result<Vec<Measured>> {
    let (site, copy) = (folder.join("sitegen"), folder.join("copy"));
    write_corpus(Kind::Site, threads, &site)?;
    write(&site.join("sitegen.yaml"), SETTINGS)?;
    let equal = folder.join("sitegen-equal");
    write_corpus(Kind::Site, threads, &equal)?;
    write(&equal.join("sitegen.yaml"), &format!("{SETTINGS}{EQUAL}"))?;
    for peer in peers {
        peer.write_site(threads, &folder.join(peer.name))?;
    }
    let build = [sitegen, "--quiet", "--root", text(&site)?, "build"];
    let build_equal = [sitegen, "--quiet", "--root", text(&equal)?, "build"];
    let mut names = ["sitegen", COPYING, "sitegen, search and related off", "`cp -r` of that output"].map(str::to_owned).to_vec();
    names.extend(peers.iter().map(|peer| peer.name.to_owned()));
    names.extend(["sitegen, nothing changed", "sitegen, one thread edited"].map(str::to_owned));
    names.extend(peers.iter().map(|peer| format!("{}, nothing changed", peer.name)));
    let mut measured: Vec<Measured> = names.into_iter().map(|what| Measured { what, runs: Vec::new() }).collect();
    for round in 0..rounds {
        let mut runs = Vec::new();
        for (site, build) in [(&site, &build), (&equal, &build_equal)] {
            let public = site.join("public");
            for made in [&public, &site.join(".sitegen"), &copy] {
                remove(made)?;
            }
            runs.push(measure(folder, build)?);
            runs.push(measure(folder, &["cp", "-r", text(&public)?, text(&copy)?])?);
        }
        for peer in peers {
            let site = folder.join(peer.name);
            remove(&site.join("public"))?;
            runs.push(peer.build(&site)?);
        }
        if round == 0 {
            for made in [site.as_path(), equal.as_path()].into_iter().chain(peers.iter().map(|peer| Path::new(peer.name))) {
                same_pages(threads, &folder.join(made).join("public"))?;
            }
        }
        runs.push(measure(folder, &build)?);
        edit(&site, threads / 2, round)?;
        runs.push(measure(folder, &build)?);
        for peer in peers {
            runs.push(peer.build(&folder.join(peer.name))?);
        }
        for (measured, run) in measured.iter_mut().zip(runs) {
            measured.runs.push(run);
        }
    }
    Ok(measured)
}

/// Adds a sentence to a thread's last answer, another one each round.
fn edit(site: &Path, number: usize, round: usize) -> io::Result<()> {
    let (path, text) = corpus::thread(number).content();
    write(&site.join("content").join(path), &format!("{text}\nThis was edited in round {round}.\n"))
}

/// Makes sure that an output has every thread's page and Markdown twin with all of its words: no
/// generator is fast by leaving some out.
fn same_pages(threads: usize, public: &Path) -> io::Result<()> {
    for number in 0..threads {
        let thread = corpus::thread(number);
        let page = public.join(thread.content().0);
        for extension in ["html", "md"] {
            let page = page.with_extension(extension);
            let text = std::fs::read_to_string(&page)?;
            if let Some(missing) = thread.texts().find(|words| !text.contains(words)) {
                return Err(io::Error::other(format!("`{}` lacks “{missing}”", page.display())));
            }
        }
    }
    Ok(())
}
