//! The number by which the index knows a thread.
//!
//! It comes from the thread's path alone, in a range twice as large as needed, so that it stays the same
//! while the site grows to the next power of two: a new thread renames no other thread's file. Where two
//! paths ask for one number, the later path takes the next that is free.

use crate::digest::sha256_bytes;
use crate::thread::ThreadPath;

/// Each path's number, in the order of the paths; and how many hexadecimal digits a number has in a file's name.
pub(super) fn assign<'a>(paths: impl ExactSizeIterator<Item = &'a ThreadPath>) -> (Vec<u32>, usize) {
    let range = (paths.len() * 3 / 2).next_power_of_two().max(256);
    let mut taken = vec![false; range];
    let numbers = paths.map(|path| {
        let digest = sha256_bytes(path.to_string());
        let wish = u32::from_le_bytes([digest[0], digest[1], digest[2], digest[3]]) as usize % range;
        let free = (wish..range).chain(0..wish).find(|number| !taken[*number]).unwrap_or(wish);
        taken[free] = true;
        u32::try_from(free).unwrap_or(u32::MAX)
    });
    (numbers.collect(), format!("{:x}", range - 1).len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_distinct_and_stay_while_a_site_grows() {
        let paths: Vec<ThreadPath> =
            (0..1000).map(|index| ThreadPath { topic: "topic".to_owned(), slug: format!("thread-{index:04}") }).collect();
        let (all, digits) = assign(paths.iter());
        assert_eq!(all.iter().collect::<std::collections::BTreeSet<_>>().len(), 1000);
        assert_eq!(digits, 3);
        let (fewer, _) = assign(paths[..999].iter());
        assert_eq!(fewer, all[..999]);
        let (without_the_first, _) = assign(paths[1..].iter());
        let moved = without_the_first.iter().zip(&all[1..]).filter(|(one, other)| one != other).count();
        assert!(moved < 5, "{moved}");
    }
}
