//! The names of a dump's users, by number, on disk.

use std::fs::File;
use std::io::{BufReader, BufWriter, Read as _, Result, Seek as _, SeekFrom, Write as _};

use camino::Utf8Path;

use crate::import::input::lines::Lines;

use super::row::{Malformed, rows};

/// No site has users with higher numbers; a damaged file could ask for any size.
const HIGHEST: i64 = 1 << 28;

/// Names by user number.
pub(super) struct Names {
    /// At eight bytes a user: where the name stands, counted from 1; 0 for none.
    places: File,
    /// Each name behind its length in four bytes.
    names: File,
}

impl Names {
    /// Reads `Users.xml`; rows that cannot be read are reported.
    pub(super) fn read(users: &Utf8Path, report: &mut dyn FnMut(Malformed)) -> Result<Self> {
        let mut rows = rows(Lines::new(BufReader::with_capacity(1 << 20, File::open(users)?)));
        let (mut places, mut names) = (BufWriter::new(tempfile::tempfile()?), BufWriter::new(tempfile::tempfile()?));
        let (mut at, mut end) = (0_u64, 1_u64);
        while let Some(row) = rows.next()? {
            let values = match row.and_then(|row| row.values()) {
                Ok(values) => values,
                Err(problem) => {
                    report(problem);
                    continue;
                }
            };
            let place = values.get("Id").and_then(|id| id.parse().ok()).and_then(place_of);
            let (Some(place), Some(name)) = (place, values.get("DisplayName")) else { continue };
            if place != at {
                places.seek(SeekFrom::Start(place))?;
            }
            places.write_all(&end.to_le_bytes())?;
            at = place + 8;
            let length = u32::try_from(name.len()).unwrap_or(u32::MAX);
            names.write_all(&length.to_le_bytes())?;
            names.write_all(name.as_bytes())?;
            end += 4 + u64::from(length);
        }
        let file = |writer: BufWriter<File>| writer.into_inner().map_err(std::io::IntoInnerError::into_error);
        Ok(Self { places: file(places)?, names: file(names)? })
    }

    /// The name of the user with this number.
    pub(super) fn of(&mut self, user: i64) -> Result<Option<String>> {
        let Some(place) = place_of(user).filter(|_| user != 0) else { return Ok(None) };
        let mut eight = [0; 8];
        self.places.seek(SeekFrom::Start(place))?;
        if self.places.read_exact(&mut eight).is_err() {
            return Ok(None);
        }
        let Some(start) = u64::from_le_bytes(eight).checked_sub(1) else { return Ok(None) };
        let mut length = [0; 4];
        self.names.seek(SeekFrom::Start(start))?;
        self.names.read_exact(&mut length)?;
        let mut name = vec![0; u32::from_le_bytes(length) as usize];
        self.names.read_exact(&mut name)?;
        Ok(String::from_utf8(name).ok())
    }
}

/// Users' numbers begin at -1, the site's own robot.
fn place_of(user: i64) -> Option<u64> {
    (-1..HIGHEST).contains(&user).then(|| (user + 1) as u64 * 8)
}
