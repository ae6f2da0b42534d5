//! Turns saved question-and-answer threads into a FAQ that readers can trust.
//!
//! A value's way is one way: raw text → [`thread::Thread`] → [`site::Site`] → page → file. Each room
//! uses only those above it:
//!
//! | room | holds |
//! |---|---|
//! | [`diagnostic`] | one type for every finding, and a renderer a medium |
//! | [`digest`] | SHA-256, by which texts are named |
//! | [`document`] | YAML that an editor wrote, read with places |
//! | [`staging`] | unfinished files and folders, locked and cleaned up |
//! | [`settings`] | `sitegen.yaml` |
//! | [`thread`] | the model and its file format, both directions |
//! | [`similarity`] | how alike threads are, by weighted words |
//! | [`import`] | raw text → ledger → thread |
//! | [`redaction`] | what must not be published |
//! | [`site`] | `content/` as a whole: topics, experts, addresses |
//! | [`search`] | the site's words → the search index |
//! | [`render`] | site → pages in memory |
//! | [`cache`] | what the last build knew |
//! | [`publish`] | pages → `public/` |
//! | [`check`] | reading and judging, for `build` and `check` |
//! | [`cli`] | arguments → one file a command → exit code |

mod bytes;
pub mod cache;
pub mod check;
pub mod cli;
pub mod diagnostic;
pub mod digest;
pub mod document;
pub mod import;
mod kept;
mod pool;
pub mod publish;
pub mod redaction;
pub mod render;
pub mod search;
pub mod settings;
pub mod similarity;
pub mod site;
pub mod staging;
pub mod thread;
