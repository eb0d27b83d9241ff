//! Independent pieces of work, shared by their index.

use rayon::prelude::*;
use thiserror::Error;

use super::message::{pack, take};
use super::{Message, Ranks};

/// Why a sweep has no results.
#[derive(Clone, Debug, Error, PartialEq, Eq)]
pub enum SweepError<E> {
    /// A piece of this rank has failed.
    #[error("{0}")]
    Here(E),
    /// A piece of another rank has failed, which knows why.
    #[error("another rank has failed")]
    Elsewhere,
}

impl<E> SweepError<E> {
    /// The error of this rank, or, if it has none, `elsewhere`.
    pub fn or(self, elsewhere: E) -> E {
        match self {
            Self::Here(error) => error,
            Self::Elsewhere => elsewhere,
        }
    }
}

/// The results of the pieces 0 … `count` − 1: rank r works on those with remainder r, on all its threads. All ranks have all
/// results, in the order of the indices; one rank alone sends none.
///
/// ```
/// use flowcert::linear::ranks::{on_threads, sweep};
///
/// let squares = on_threads(3, |ranks| sweep(ranks, 5, |index| Ok::<_, ()>(vec![(index * index) as u8])));
/// assert_eq!(squares, vec![Ok(vec![vec![0], vec![1], vec![4], vec![9], vec![16]]); 3]);
/// ```
///
/// # Errors
///
/// [`SweepError`] on all ranks, if there is an error on one of them; [`SweepError::Elsewhere`] if what another one has sent is
/// no result.
pub fn sweep<T: Message + Send, E: Send>(
    ranks: &dyn Ranks,
    count: usize,
    work: impl Fn(usize) -> Result<T, E> + Send + Sync,
) -> Result<Vec<T>, SweepError<E>> {
    let indices: Vec<usize> = (ranks.rank()..count).step_by(ranks.count()).collect();
    let results: Result<Vec<T>, E> = indices.into_par_iter().map(work).collect();
    let has_failed = ranks.any(results.is_err());
    let results = results.map_err(SweepError::Here)?;
    if has_failed {
        return Err(SweepError::Elsewhere);
    }
    if ranks.count() == 1 {
        return Ok(results);
    }
    let own: Vec<u8> = results.iter().flat_map(|result| pack(&result.to_bytes())).collect();
    let gathered = ranks.gather(&own);
    let mut rests: Vec<&[u8]> = gathered.iter().map(Vec::as_slice).collect();
    let received = (0..count).map(|index| T::of_bytes(&take(&mut rests[index % ranks.count()])));
    received.collect::<Option<_>>().ok_or(SweepError::Elsewhere)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::linear::ranks::on_threads;

    #[test]
    fn all_ranks_have_all_results_in_order() {
        let expected: Vec<Vec<u8>> = (0..7).map(|index| vec![index as u8; index]).collect();
        for count in 1..6 {
            let work = |index: usize| Ok::<_, ()>(vec![index as u8; index]);
            for swept in on_threads(count, |ranks| sweep(ranks, 7, work)) {
                assert_eq!(swept, Ok(expected.clone()));
            }
        }
    }

    #[test]
    fn an_error_stops_all_ranks() {
        let work = |index: usize| if index == 4 { Err("four") } else { Ok(vec![]) };
        let swept = on_threads(3, |ranks| sweep(ranks, 7, work));
        assert_eq!(
            swept,
            [Err(SweepError::Elsewhere), Err(SweepError::Here("four")), Err(SweepError::Elsewhere)]
        );
    }
}
