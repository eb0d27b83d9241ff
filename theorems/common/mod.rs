//! What the theorems' tests share: families of matrices, random draws, and the judge of a factorization.
#![allow(dead_code, unused_imports, reason = "each test target uses its own part of this module")]

pub(crate) mod draw;
pub(crate) mod families;
pub(crate) mod floats;
pub(crate) mod judge;
pub(crate) mod permutation;
pub(crate) mod sparse;
pub(crate) mod strategies;
pub(crate) mod transport;
pub(crate) mod unequal;
pub(crate) mod words;

pub(crate) use draw::{Draw, Height};
pub(crate) use families::Family;
