//! What the tests of the command share: the program and its answers, the examples, and arithmetic of their own.
#![allow(dead_code, unused_imports, reason = "each test target uses its own part of this module")]

pub(crate) mod algebra;
pub(crate) mod examples;
pub(crate) mod program;
pub(crate) mod weights;

pub(crate) use algebra::Matrix;
pub(crate) use program::{Answer, flowcert, flowcert_with_input};
