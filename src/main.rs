//! The `sitegen` command.

fn main() -> std::process::ExitCode {
    std::process::ExitCode::from(sitegen::cli::run() as u8)
}
