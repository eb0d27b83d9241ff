//! Parallel maps where they pay.

use rayon::prelude::*;

/// Fewer word operations than this (a few microseconds) are done sooner than other threads are awake.
const WORTH_WAKING: u64 = 1 << 14;

/// `f(0), …, f(count − 1)`, in this order on any number of threads; `operations` estimates the word operations of all of
/// them together.
pub(super) fn map<R: Send>(count: usize, operations: u64, f: impl Fn(usize) -> R + Sync + Send) -> Vec<R> {
    if operations < WORTH_WAKING {
        (0..count).map(f).collect()
    } else {
        (0..count).into_par_iter().with_min_len(count.div_ceil(32)).map(f).collect()
    }
}
