//! Why a group cannot be enumerated.

use std::path::PathBuf;

use thiserror::Error;

use crate::coupling::Partition;
use crate::linear::ranks;

/// What is wrong with what is to be enumerated, or with a checkpoint.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum EnumerationError {
    /// Only prime fields are enumerated.
    #[error("{field} is not a prime below 2^32: there is no field to enumerate over")]
    NotPrime {
        /// The number.
        field: u64,
    },
    /// Both halves have at least one coordinate.
    #[error("the halves {} and {} cannot be coupled: both need a coordinate", .partition.first, .partition.second)]
    EmptyHalf {
        /// The partition.
        partition: Partition,
    },
    /// Beyond the packed form of matrices.
    #[error(
        "SL({}, F_{field}) with halves of {} and {} is out of reach: the packed form ends at 8 rows, the prime 127 and 2^32 \
         square matrices of the larger half",
        .partition.size(), .partition.first, .partition.second
    )]
    OutOfRange {
        /// The prime.
        field: u64,
        /// The partition.
        partition: Partition,
    },
    /// More memory is needed than there is.
    #[error(
        "SL({}, F_{field}) with halves of {} and {} needs {needed} bytes, but {memory} are allowed",
        .partition.size(), .partition.first, .partition.second
    )]
    Memory {
        /// The prime.
        field: u64,
        /// The partition.
        partition: Partition,
        /// The bytes that are needed.
        needed: String,
        /// The bytes that are allowed.
        memory: u64,
    },
    /// The matrix is not one of those that were enumerated.
    #[error("the matrix is {rows} × {columns}, not {size} × {size} as those that were enumerated")]
    Shape {
        /// Number of rows.
        rows: usize,
        /// Number of columns.
        columns: usize,
        /// The size of the matrices enumerated.
        size: usize,
    },
    /// The matrix is over another field.
    #[error("the matrix is over F_{found}, those that were enumerated are over F_{field}")]
    Field {
        /// The prime of the matrix.
        found: u64,
        /// The prime of the enumeration.
        field: u64,
    },
    /// Additive couplings reach determinant 1 only.
    #[error("the determinant is {determinant}: additive couplings reach determinant 1 only")]
    Determinant {
        /// The determinant.
        determinant: u64,
    },
    /// A checkpoint that cannot be continued.
    #[error("the checkpoint {} cannot be continued: {problem}", .path.display())]
    Checkpoint {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        problem: String,
    },
    /// A checkpoint that cannot be written.
    #[error("cannot write the checkpoint {}: {error}", .path.display())]
    Write {
        /// The file.
        path: PathBuf,
        /// What the system says.
        error: std::io::Error,
    },
    /// Another process of the same computation has failed.
    #[error("another rank has failed")]
    OtherRank,
    /// The counts do not add up: a defect of this program.
    #[error("the counts add up to {sum}, but the group has {order} elements")]
    Sum {
        /// The sum of the counts.
        sum: String,
        /// The order of the group.
        order: String,
    },
}

impl EnumerationError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotPrime { .. } => "enumeration::not-prime",
            Self::EmptyHalf { .. } => "enumeration::empty-half",
            Self::OutOfRange { .. } => "enumeration::out-of-range",
            Self::Memory { .. } => "enumeration::memory",
            Self::Shape { .. } => "enumeration::shape",
            Self::Field { .. } => "enumeration::field",
            Self::Determinant { .. } => "enumeration::determinant-not-one",
            Self::Checkpoint { .. } => "enumeration::checkpoint",
            Self::Write { .. } => "enumeration::write",
            Self::OtherRank => ranks::OTHER,
            Self::Sum { .. } => "enumeration::internal",
        }
    }

    /// A way out.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::NotPrime { .. } => "give a prime such as 2, 3 or 5",
            Self::EmptyHalf { .. } => "give two lengths of at least 1, such as 2,2",
            Self::OutOfRange { .. } => "take a smaller prime, or halves of which the larger one is shorter",
            Self::Memory { .. } => {
                "allow more with --memory if there is more; else share the work among several machines \
                 (docs/cluster.md), or take smaller halves"
            }
            Self::Shape { .. } => "give a matrix as large as the two halves together",
            Self::Field { .. } => "enumerate over the field of the matrix",
            Self::Determinant { .. } => "divide a row by the determinant, or allow scales (mode signed)",
            Self::Checkpoint { .. } => "leave --resume out to begin again; the checkpoint is replaced then",
            Self::Write { .. } => "name an output in a folder that can be written to and has room",
            Self::OtherRank => "see what the other rank says",
            Self::Sum { .. } => "this is a mistake of the program; please report it",
        }
    }
}
