//! Why a table is not finished.

use std::io;

use flowcert_check::Rejection;
use thiserror::Error;

use crate::linear::LinearError;
use crate::linear::ranks;

/// What stopped a table. Each names the entry, as it names its certificates.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum TableError {
    /// No bounds for a matrix.
    #[error("{entry}: {error}")]
    Linear {
        /// The entry.
        entry: String,
        /// What is wrong with the matrix.
        error: LinearError,
    },
    /// A certificate could not be stored, or not be read back.
    #[error("{entry}: the certificate could not be stored: {error}")]
    Store {
        /// The entry.
        entry: String,
        /// What the file system says.
        error: io::Error,
    },
    /// The checker rejects a certificate.
    #[error("{entry}: the checker rejects the certificate: {rejection}")]
    Rejected {
        /// The entry.
        entry: String,
        /// Why.
        rejection: Rejection,
    },
    /// What was read back is a true certificate of something else.
    #[error("{entry}: the stored certificate is not the one that was made")]
    Differs {
        /// The entry.
        entry: String,
    },
    /// Another rank could not make one of its entries.
    #[error("another rank has failed")]
    OtherRank,
}

impl TableError {
    /// A stable name of the error.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Linear { error, .. } => error.code(),
            Self::Store { .. } => "table::store",
            Self::Rejected { .. } => "table::rejected",
            Self::Differs { .. } => "table::differs",
            Self::OtherRank => ranks::OTHER,
        }
    }

    /// A way out.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Linear { error, .. } => error.help(),
            Self::Store { .. } => "name a folder that can be written to, on a disk with room",
            Self::Rejected { .. } => {
                "this is a mistake of the program; please report it with the name of the entry"
            }
            Self::Differs { .. } => "nothing else may write to the folder while the table is made",
            Self::OtherRank => "see what the other rank says",
        }
    }
}
