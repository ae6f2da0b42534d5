//! placeholder until the render room lands
use crate::diagnostic::Diagnostic;
use crate::site::{Address, Site};
use camino::Utf8Path;
/// One file.
#[derive(Debug)]
pub struct OutputFile {
    /** a */
    pub address: Address,
    /** b */
    pub bytes: Vec<u8>,
}
/// Nothing yet.
pub fn render(_root: &Utf8Path, _site: &Site, _problems: &mut Vec<Diagnostic>) -> Vec<OutputFile> {
    Vec::new()
}
