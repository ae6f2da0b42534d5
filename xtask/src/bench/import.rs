//! `sitegen import`: a first import, the same again, and a copy of what it wrote.

use std::io;
use std::path::Path;

use super::{Measured, remove, text};
use crate::measure::measure;
use crate::{Kind, write_corpus};

pub(super) fn measured(sitegen: &str, threads: usize, rounds: usize, folder: &Path) -> io::Result<Vec<Measured>> {
    let (raw, site, copy) = (folder.join("raw"), folder.join("site"), folder.join("copy"));
    write_corpus(Kind::Raw, threads, &raw)?;
    let (mut first, mut again, mut copying) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..rounds {
        remove(&site)?;
        remove(&copy)?;
        let import = [sitegen, "--quiet", "--root", text(&site)?, "import", "--topic", "all", text(&raw)?];
        first.push(measure(folder, &import)?);
        again.push(measure(folder, &import)?);
        copying.push(measure(folder, &["cp", "-r", text(&site)?, text(&copy)?])?);
    }
    let measured = [("first import", first), ("the same again", again), (super::report::COPYING, copying)];
    Ok(measured.into_iter().map(|(what, runs)| Measured { what: what.to_owned(), runs }).collect())
}
