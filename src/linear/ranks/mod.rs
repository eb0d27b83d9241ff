//! One computation on many processes, the *ranks*: what one has for another changes hands at a moment that all of them reach.
//!
//! Everything here is built on one operation, [`Ranks::exchange`]. Results do not depend on the number of ranks: what is
//! gathered comes in the order of the ranks or of the indices, and sums are of integers.

mod message;
#[cfg(feature = "mpi")]
pub mod mpi;
mod sweep;
mod threads;

pub use message::Message;
pub(in crate::linear) use message::{pack, take};
pub use sweep::{SweepError, sweep};
pub use threads::{Alone, on_threads};

/// The code of errors that say no more than that another rank has failed.
pub const OTHER: &str = "ranks::other";

/// One of the ranks. All of them must call the same methods in the same order.
pub trait Ranks {
    /// Which one this is, from 0 on.
    fn rank(&self) -> usize;

    /// How many there are.
    fn count(&self) -> usize;

    /// Whether no launcher has started this process, so that it is the only one.
    fn is_alone(&self) -> bool {
        false
    }

    /// Sends `outgoing[r]` to rank r, and returns what each rank has sent to this one, in the order of the ranks.
    ///
    /// # Panics
    ///
    /// If there are not as many messages as ranks.
    fn exchange(&self, outgoing: Vec<Vec<u8>>) -> Vec<Vec<u8>>;

    /// [`exchange`](Self::exchange) for numbers.
    fn exchange_numbers(&self, outgoing: &[Vec<u64>]) -> Vec<Vec<u64>> {
        let bytes = |numbers: &Vec<u64>| numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        let incoming = self.exchange(outgoing.iter().map(bytes).collect());
        incoming.iter().map(|bytes| numbers_of(bytes)).collect()
    }

    /// What every rank has, on all of them, in the order of the ranks.
    fn gather(&self, own: &[u8]) -> Vec<Vec<u8>> {
        self.exchange(vec![own.to_vec(); self.count()])
    }

    /// [`gather`](Self::gather) for numbers, one after the other.
    fn gather_numbers(&self, own: &[u64]) -> Vec<u64> {
        self.exchange_numbers(&vec![own.to_vec(); self.count()]).concat()
    }

    /// The sums, entry by entry, of lists that are equally long on all ranks.
    fn sums(&self, own: &[u128]) -> Vec<u128> {
        let bytes: Vec<u8> = own.iter().flat_map(|number| number.to_le_bytes()).collect();
        let mut sums = vec![0; own.len()];
        for list in self.gather(&bytes) {
            for (sum, term) in sums.iter_mut().zip(list.as_chunks().0) {
                *sum += u128::from_le_bytes(*term);
            }
        }
        sums
    }

    /// Whether it is so on some rank.
    fn any(&self, here: bool) -> bool {
        self.gather(&[u8::from(here)]).concat().contains(&1)
    }
}

fn numbers_of(bytes: &[u8]) -> Vec<u64> {
    bytes.as_chunks().0.iter().map(|number| u64::from_le_bytes(*number)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_arrive_where_they_should() {
        for count in 1..5 {
            let received = on_threads(count, |ranks| {
                let to = |rank: usize| vec![ranks.rank() as u64; rank];
                ranks.exchange_numbers(&(0..count).map(to).collect::<Vec<_>>())
            });
            for (rank, messages) in received.iter().enumerate() {
                let expected: Vec<Vec<u64>> = (0..count as u64).map(|from| vec![from; rank]).collect();
                assert_eq!(messages, &expected);
            }
        }
    }

    #[test]
    fn sums_do_not_depend_on_the_number_of_ranks() {
        for count in 1..6 {
            let results = on_threads(count, |ranks| {
                let own = [ranks.rank() as u128, 1];
                (ranks.sums(&own), ranks.any(ranks.rank() == 1))
            });
            for (sums, any) in results {
                assert_eq!(sums, [(count * (count - 1) / 2) as u128, count as u128]);
                assert_eq!(any, count > 1);
            }
        }
    }
}
