//! Raw text → [`Reading`] → [`crate::thread::Thread`].
//!
//! [`read`] classes every line (promise P1): lines of a shape of their own are recognised one by
//! one, and a search over all evidence decides what the runs of words between them are.

mod alignment;
mod asked_before;
mod assemble;
mod byline;
mod claims;
mod convert;
mod doubts;
mod error;
mod evidence;
mod existing;
mod facts;
mod html;
mod input;
mod lattice;
mod line;
mod listed;
mod merge;
mod options;
mod patch;
mod plan;
mod position;
mod reading;
mod record;
mod reimport;
mod repeated;
mod run;
mod segment;
mod topics;
mod unit;
mod user_names;
mod vocabulary;
mod write;

pub use asked_before::asked_before;
pub use assemble::read;
pub use claims::{Durations, proposals};
pub use convert::thread;
pub use error::ImportError;
pub use input::{Captured, Input, Inputs, Question, SourceContext, SourceFile, SourceFormat, SourceOptions, inputs, records};
pub use merge::{Conflict, Merge, merge};
pub use options::ImportOptions;
pub use reading::{Class, Entry, Finding, Markup, Node, ReadAnswer, Reading};
pub use run::{Imported, Outcome, import};
pub use topics::{Scores, UNSORTED};
pub use vocabulary::Vocabulary;
