//! Small file systems of our own, which can be filled and made unwritable.

use std::fs::File;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use nix::sys::statvfs::statvfs;

/// Set where mounts are seen by nobody else, and end with the last process here however it ends.
pub(super) const OWN_NAMESPACE: &str = "SITEGEN_FAULTS_OWN_NAMESPACE";

pub(super) fn can_have_namespace() -> bool {
    let status = Command::new("unshare").args(["--mount", "true"]).stderr(Stdio::null()).status();
    status.is_ok_and(|status| status.success())
}

/// Runs this very command where its mounts are its own.
pub(super) fn again_in_namespace() -> io::Result<()> {
    let mut again = Command::new("unshare");
    again.args(["--mount", "--"]).arg(std::env::current_exe()?).args(std::env::args_os().skip(1)).env(OWN_NAMESPACE, "1");
    if again.status()?.success() { Ok(()) } else { Err(io::Error::other("a fault left something broken")) }
}

/// What a file system is made of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Memory,
    /// Ext4 in a file.
    Disk,
}

/// A mounted file system; unmounted at the end.
pub(super) struct Mount {
    folder: PathBuf,
    image: PathBuf,
}

/// A file, or a folder of files, that takes the space.
const FILLER: &str = "filler";

impl Mount {
    /// Mounts a file system of `bytes` with room for `inodes` files and folders.
    pub(super) fn new(kind: Kind, folder: &Path, bytes: u64, inodes: u64) -> io::Result<Self> {
        std::fs::create_dir_all(folder)?;
        let mount = Self { folder: folder.to_owned(), image: folder.with_extension("image") };
        let mut command = Command::new("mount");
        if kind == Kind::Memory {
            command.args(["-t", "tmpfs", "-o", &format!("size={bytes},nr_inodes={inodes}"), "sitegen-faults"]);
        } else {
            File::create(&mount.image)?.set_len(bytes)?;
            let inodes = inodes.to_string();
            succeed(Command::new("mkfs.ext4").args(["-q", "-F", "-m", "0", "-N", &inodes]).arg(&mount.image))?;
            command.args(["-o", "loop"]).arg(&mount.image);
        }
        succeed(command.arg(folder))?;
        Ok(mount)
    }

    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    /// Takes space until `bytes` are left.
    pub(super) fn leave_bytes(&self, bytes: u64) -> io::Result<()> {
        let free = statvfs(&self.folder)?;
        let taken = (free.blocks_available() * free.fragment_size()).saturating_sub(bytes);
        let mut filler = File::create(self.folder.join(FILLER))?;
        let zeros = vec![0; 1 << 16];
        for start in (0..taken).step_by(zeros.len()) {
            // The last pieces may not find room for their own bookkeeping.
            if filler.write_all(&zeros[..zeros.len().min((taken - start) as usize)]).is_err() {
                break;
            }
        }
        Ok(())
    }

    /// Takes inodes until `inodes` are left.
    pub(super) fn leave_inodes(&self, inodes: u64) -> io::Result<()> {
        let filler = self.folder.join(FILLER);
        std::fs::create_dir(&filler)?;
        let taken = statvfs(&self.folder)?.files_available().saturating_sub(inodes);
        (0..taken).try_for_each(|number| File::create(filler.join(number.to_string())).map(|_| ()))
    }

    pub(super) fn set_writable(&self, writable: bool) -> io::Result<()> {
        succeed(Command::new("mount").args(["-o", if writable { "remount,rw" } else { "remount,ro" }]).arg(&self.folder))
    }

    /// Gives back what was taken.
    pub(super) fn relieve(&self) -> io::Result<()> {
        self.set_writable(true)?;
        let filler = self.folder.join(FILLER);
        match std::fs::symlink_metadata(&filler) {
            Ok(metadata) if metadata.is_dir() => std::fs::remove_dir_all(filler),
            Ok(_) => std::fs::remove_file(filler),
            Err(_) => Ok(()),
        }
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(&self.folder).status();
        let _ = std::fs::remove_file(&self.image);
    }
}

fn succeed(command: &mut Command) -> io::Result<()> {
    let output = command.stdout(Stdio::null()).output()?;
    let words = String::from_utf8_lossy(&output.stderr);
    if output.status.success() { Ok(()) } else { Err(io::Error::other(format!("{command:?} failed: {}", words.trim()))) }
}
