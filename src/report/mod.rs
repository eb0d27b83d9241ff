//! Results as people read them: numbers in brief, matrices as grids, the table of claims.

mod claims;
mod grid;
mod number;

pub(crate) use claims::{ClaimRow, claim_table};
pub(crate) use grid::grid;
pub(crate) use number::{brief, decimal, largest};
