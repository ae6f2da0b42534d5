//! Raw text → [`Reading`] → [`crate::thread::Thread`].
//!
//! [`read`] classes every line (promise P1): lines of a shape of their own are recognised one by
//! one, and a search over all evidence decides what the runs of words between them are.

mod byline;
mod doubts;
mod evidence;
mod line;
mod reading;
mod repeated;
mod segment;
mod unit;
mod vocabulary;

pub use reading::{Class, Entry, Finding, ReadAnswer, Reading, read};
pub use vocabulary::Vocabulary;
