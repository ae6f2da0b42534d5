//! How to import.

use jiff::civil::Date;

use crate::thread::UserNames;

use super::claims::Durations;
use super::vocabulary::Vocabulary;

/// How to import.
#[derive(Debug, Clone)]
pub struct ImportOptions {
    /// The topic for all threads, instead of the best match.
    pub topic: Option<String>,
    /// Plan only; write nothing.
    pub dry_run: bool,
    /// Take apart even the texts that were imported before.
    pub read_unchanged: bool,
    /// The day to note as the day of the import.
    pub today: Date,
    /// The words by which the parts of a page are recognised.
    pub vocabulary: Vocabulary,
    /// How answers address forum users by name.
    pub user_names: UserNames,
    /// How answers name lengths of time.
    pub durations: Durations,
}
