//! Things that are worth keeping from one piece of work to the next, while many pieces are worked on at once.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Things of which each is used by one thread at a time; there are as many as were ever in use at once.
#[derive(Debug, Default)]
pub(crate) struct Pool<T>(Mutex<Things<T>>);

#[derive(Debug, Default)]
struct Things<T> {
    /// Those that nobody uses just now, with their numbers.
    free: Vec<(usize, T)>,
    made: usize,
}

impl<T: Default> Pool<T> {
    /// What `work` makes with a thing that nobody else uses just now, and with the thing's number.
    pub(crate) fn with<R>(&self, work: impl FnOnce(usize, &mut T) -> R) -> R {
        let (number, mut thing) = self.take();
        let result = work(number, &mut thing);
        self.things().free.push((number, thing));
        result
    }

    /// The things in the order of their numbers, which begin at 0.
    pub(crate) fn into_inner(self) -> Vec<T> {
        let mut things = self.0.into_inner().unwrap_or_else(PoisonError::into_inner).free;
        things.sort_unstable_by_key(|(number, _)| *number);
        things.into_iter().map(|(_, thing)| thing).collect()
    }

    fn take(&self) -> (usize, T) {
        let mut things = self.things();
        // The one of this thread's number is most likely in its processor's cache, and in no other's.
        let own = rayon::current_thread_index().and_then(|own| things.free.iter().position(|(number, _)| *number == own));
        let found = own.map(|own| things.free.swap_remove(own)).or_else(|| things.free.pop());
        found.unwrap_or_else(|| {
            things.made += 1;
            (things.made - 1, T::default())
        })
    }

    fn things(&self) -> MutexGuard<'_, Things<T>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_thing_is_used_again_and_never_twice_at_once() {
        let pool: Pool<Vec<u8>> = Pool::default();
        pool.with(|first, one| {
            one.push(1);
            pool.with(|second, other| {
                other.push(2);
                assert_eq!((first, second), (0, 1));
            });
        });
        pool.with(|_, one| one.push(3));
        assert_eq!(pool.into_inner().concat(), [1, 3, 2]);
    }
}
