//! The register: one entry for each claim of the paper and each sharper claim of this project.
//!
//! A claim is a universal statement. What proves it is a proof in docs/; what the program proves are its instances, each
//! by a certificate that the independent checker accepts. [`verify`] runs a claim on its instances.

mod allowed;
mod expected;
mod families;
mod instances;
mod register;
mod verify;

pub use allowed::{Allowed, Found, Scales};
pub use expected::Expected;
pub use instances::Instance;
pub use register::{CLAIMS, Claim, Source, find};
pub use verify::{Evidence, Failure, Store, Suite, Verdict, verify};
