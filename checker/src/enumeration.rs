//! Verifies an enumeration: counts again.
//!
//! Re-derived: everything. The matrices of words that end in a layer [I y; 0 I] are a union of cosets M·U, U the group of these
//! layers. A coset is the first block column of M and what the second one is modulo it; a byte for each says how long the
//! shortest such word is (`levels.rs`). Words that end in a layer of the other kind are those of the exchanged halves. Then
//! every matrix is looked up in both tables (`count.rs`), of those whose upper left blocks are conjugate only one; conjugation
//! by diag(g, I) maps layers to layers.

mod count;
mod frames;
mod invertible;
mod levels;
mod vectors;

use rug::Integer;
use rug::ops::Pow;

use crate::certificate::Enumeration;
use crate::limits::{MAX_ENUMERATION_CODES, MAX_ENUMERATION_COSETS, MAX_ENUMERATION_MATRICES};
use crate::rejection::Rejection;
use crate::structure;
use crate::verified::VerifiedEnumeration;
use levels::Levels;

/// Verifies an enumeration: form, size, counts.
pub(crate) fn check(enumeration: &Enumeration) -> Result<VerifiedEnumeration, Rejection> {
    structure::enumeration::check(enumeration)?;
    let Enumeration { field, partition, ref counts } = *enumeration;
    check_size(field, partition)?;
    let [first, second] = partition;
    let ending_in_u = Levels::search(field as usize, first, second);
    let exchanged = (first != second).then(|| Levels::search(field as usize, second, first));
    let work = count::Count::new(&ending_in_u, exchanged.as_ref().unwrap_or(&ending_in_u));
    at_most("matrices to be looked up", &Integer::from(work.matrices()), MAX_ENUMERATION_MATRICES)?;
    compare(counts, &work.counts())?;
    Ok(VerifiedEnumeration { field, partition, counts: counts.clone() })
}

fn compare(claimed: &[Integer], counted: &[Integer]) -> Result<(), Rejection> {
    let zero = Integer::new();
    for layers in 0..claimed.len().max(counted.len()) {
        let (claimed, counted) = (claimed.get(layers).unwrap_or(&zero), counted.get(layers).unwrap_or(&zero));
        if claimed != counted {
            return Err(Rejection::CountDiffers {
                layers,
                claimed: claimed.to_string(),
                counted: counted.to_string(),
            });
        }
    }
    Ok(())
}

/// Refuses what would take too much memory, before any of it is taken.
fn check_size(field: u64, [first, second]: [usize; 2]) -> Result<(), Rejection> {
    let power = |exponent: usize| Integer::from(field).pow(exponent as u32);
    let size = first + second;
    // Of size² digits, before numbers as long as that are computed.
    at_most("rows of the matrices", &Integer::from(size), u64::from(MAX_ENUMERATION_CODES.ilog2()))?;
    let larger = first.max(second);
    at_most("frames to be numbered", &power(size * larger), MAX_ENUMERATION_CODES)?;
    for (columns, rest) in [(first, second), (second, first)] {
        let frames = (0..columns).map(|i| power(size) - power(i)).product::<Integer>();
        let invertible = (0..rest).map(|i| power(rest) - power(i)).product::<Integer>();
        at_most("cosets", &(frames * invertible), MAX_ENUMERATION_COSETS)?;
    }
    Ok(())
}

fn at_most(what: &'static str, found: &Integer, limit: u64) -> Result<(), Rejection> {
    if *found <= limit {
        return Ok(());
    }
    let place = "the enumeration".to_owned();
    Err(Rejection::TooLarge { place, what, found: found.to_u64().unwrap_or(u64::MAX), limit })
}
