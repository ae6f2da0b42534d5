//! Turns saved question-and-answer threads into a FAQ that readers can trust.
//!
//! A value's way is one way: raw text → [`thread::Thread`] → [`site::Site`] → page → file. Each room
//! uses only those above it:
//!
//! | room | holds |
//! |---|---|
//! | [`diagnostic`] | one type for every finding, and a renderer a medium |
//! | [`document`] | YAML that an editor wrote, read with places |
//! | [`settings`] | `sitegen.yaml` |
//! | [`thread`] | the model and its file format, both directions |
//! | [`site`] | `content/` as a whole: topics, experts, addresses |
//! | [`render`] | the files of the site: Markdown, templates, feed, and the proof that disclaimers show |

pub mod diagnostic;
pub mod document;
pub mod render;
pub mod settings;
pub mod site;
pub mod thread;
