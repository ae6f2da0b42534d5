//! Words by their hashes, with what is counted of each beside it.

/// A table with open addressing. The words of a large site lie all over the memory, and most of the time of counting goes
/// into fetching them: here one place holds all that is asked of a word, so that it is fetched once.
///
/// The words themselves are not compared: that two of a million are mixed up happens once in ten million sites.
#[derive(Debug, Default)]
pub(super) struct WordTable {
    /// A power of two of them, of which at most half are in use; none at first.
    entries: Vec<Entry>,
    used: usize,
}

/// What a table holds of a word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    hash: u64,
    /// The word's number; [`WordTable::FREE`] where there is no word yet.
    pub(super) number: u32,
    /// The word's weight in the thread being counted; 0 between two threads.
    pub(super) weight: u32,
}

impl WordTable {
    /// The number of no word.
    pub(super) const FREE: u32 = u32::MAX - 1;

    /// Makes room for so many words more, so that places stay where they are meanwhile.
    pub(super) fn make_room(&mut self, words: usize) {
        let wanted = ((self.used + words) * 2).next_power_of_two();
        if wanted <= self.entries.len() {
            return;
        }
        let free = Entry { hash: 0, number: Self::FREE, weight: 0 };
        let before = std::mem::replace(&mut self.entries, vec![free; wanted]);
        for entry in before.into_iter().filter(|entry| entry.number != Self::FREE) {
            let place = self.place_of(entry.hash);
            self.entries[place] = entry;
        }
    }

    /// The place of the word with this hash, and what is there. A free one is used from now on, and its number is to be set.
    pub(super) fn entry(&mut self, hash: u64) -> (u32, &mut Entry) {
        let place = self.place_of(hash);
        let entry = &mut self.entries[place];
        if entry.number == Self::FREE {
            entry.hash = hash;
            self.used += 1;
        }
        (place as u32, entry)
    }

    /// What is at a place.
    pub(super) fn at(&mut self, place: u32) -> &mut Entry {
        &mut self.entries[place as usize]
    }

    /// Where the word with this hash is, or is to be.
    fn place_of(&self, hash: u64) -> usize {
        let last = self.entries.len() - 1;
        let mut place = hash as usize & last;
        loop {
            let entry = &self.entries[place];
            if entry.hash == hash || entry.number == Self::FREE {
                return place;
            }
            place = (place + 1) & last;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_stay_when_room_is_made_and_may_want_the_same_place() {
        let mut table = WordTable::default();
        let hash = |number: u32| u64::from(number) << 32 | u64::from(number % 3);
        for number in 0..1000 {
            table.make_room(1);
            let (place, entry) = table.entry(hash(number));
            assert_eq!((entry.number, entry.weight), (WordTable::FREE, 0));
            entry.number = number;
            assert_eq!(table.at(place).number, number);
        }
        assert!((0..1000).all(|number| table.entry(hash(number)).1.number == number));
        assert_eq!(table.used, 1000);
    }
}
