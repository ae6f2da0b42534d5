//! The `sitegen` command.
fn main() {}
