//! Raw text → [`Reading`] → [`crate::thread::Thread`].
//!
//! [`read`] classes every line (promise P1): lines of a shape of their own are recognised one by
//! one, and a search over all evidence decides what the runs of words between them are.

mod byline;
mod convert;
mod doubts;
mod evidence;
mod existing;
mod line;
mod reading;
mod record;
mod repeated;
mod run;
mod segment;
mod topics;
mod unit;
mod vocabulary;
mod write;

pub use convert::thread;
pub use reading::{Class, Entry, Finding, ReadAnswer, Reading, read};
pub use run::{ImportError, ImportOptions, Imported, Outcome, import, raw_files};
pub use topics::{Scores, UNSORTED};
pub use vocabulary::Vocabulary;
