//! What a command takes: time, processor time, memory.

use std::io;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use nix::sys::resource::{UsageWho, getrusage};
use serde::{Deserialize, Serialize};

/// What one run of a command took.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
pub(crate) struct Run {
    /// Wall time in seconds.
    pub(crate) wall: f64,
    /// User and system time in seconds.
    pub(crate) cpu: f64,
    /// Peak resident memory in MB (10^6 bytes).
    pub(crate) memory: f64,
}

/// Runs a command in `folder`, from a process of its own that does nothing else, so that the kernel's
/// figures of finished children are this command's.
pub(crate) fn measure(folder: &Path, command: &[&str]) -> io::Result<Run> {
    let mut measuring = Command::new(std::env::current_exe()?);
    let output = measuring.current_dir(folder).arg("measure").arg("--").args(command).stderr(Stdio::inherit()).output()?;
    if !output.status.success() {
        return Err(io::Error::other(format!("`{}` failed", command.join(" "))));
    }
    serde_json::from_slice(&output.stdout).map_err(io::Error::other)
}

/// Runs a command and prints what it took as JSON.
pub(crate) fn measure_here(command: &[String]) -> io::Result<()> {
    let [program, arguments @ ..] = command else {
        return Err(io::Error::other("no command"));
    };
    let start = Instant::now();
    let output = Command::new(program).args(arguments).stdout(Stdio::null()).stderr(Stdio::piped()).output()?;
    let wall = start.elapsed().as_secs_f64();
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN)?;
    let seconds = |time: nix::sys::time::TimeVal| Duration::new(time.tv_sec() as u64, time.tv_usec() as u32 * 1000).as_secs_f64();
    let run = Run { wall, cpu: seconds(usage.user_time()) + seconds(usage.system_time()), memory: usage.max_rss() as f64 * 1024.0 / 1e6 };
    #[allow(clippy::print_stdout, reason = "this is the result")]
    {
        println!("{}", serde_json::to_string(&run).map_err(io::Error::other)?);
    }
    Ok(())
}

/// The median of each figure of several runs.
pub(crate) fn median(runs: &[Run]) -> Run {
    let of = |figure: fn(&Run) -> f64| {
        let mut figures: Vec<f64> = runs.iter().map(figure).collect();
        figures.sort_by(f64::total_cmp);
        figures.get(figures.len() / 2).copied().unwrap_or(f64::NAN)
    };
    Run { wall: of(|run| run.wall), cpu: of(|run| run.cpu), memory: of(|run| run.memory) }
}
