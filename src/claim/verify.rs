//! A claim run on its instances: construct, certify, store, read back, check.

use std::io;

use rayon::prelude::*;

use super::{Claim, Instance};

/// Which instances, and from which seed the random ones are drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Suite {
    /// The seed of every random choice.
    pub seed: u64,
    /// Fewer and smaller instances.
    pub quick: bool,
}

/// What a claim comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Proved in docs/, and every instance has a certificate that the checker accepted.
    Proved,
    /// An instance has no factorization within the bound, or its certificate was rejected.
    Refuted,
    /// Not every instance was decided: a certificate could not be stored or read back.
    Undecided,
    /// The program does not reach this claim yet.
    NotChecked,
}

impl Verdict {
    /// The verdict in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Proved => "proved",
            Self::Refuted => "REFUTED",
            Self::Undecided => "undecided",
            Self::NotChecked => "not checked here",
        }
    }
}

/// What running a claim gave.
#[derive(Debug, Default)]
pub struct Evidence {
    /// Number of instances.
    pub instances: usize,
    /// Certificates that the checker accepted within the bound.
    pub verified: usize,
    /// The most layers among them.
    pub most_layers: usize,
    /// The longest numerator or denominator in a layer, in bits.
    pub most_bits: u64,
    /// What failed, in order of the instances.
    pub failures: Vec<Failure>,
}

/// An instance that is not verified, and why.
#[derive(Debug)]
pub struct Failure {
    /// The instance's name.
    pub instance: String,
    /// What happened.
    pub reason: String,
    /// Whether it counts against the claim, and not against the disk.
    pub refutes: bool,
}

struct Passed {
    layers: usize,
    bits: u64,
}

/// Takes an instance's name and its certificate, and gives back the bytes as they were stored.
pub type Store<'a> = dyn Fn(&str, &[u8]) -> io::Result<Vec<u8>> + Sync + 'a;

/// Runs a claim on its instances in parallel. What the checker judges are the bytes that `store` gives back. `progress` is told, after each instance, of how many there
/// are in all.
pub fn verify(
    claim: &Claim,
    suite: Suite,
    store: &Store<'_>,
    progress: &(dyn Fn(usize) + Sync),
) -> (Verdict, Evidence) {
    let Some(instances) = claim.instances else { return (Verdict::NotChecked, Evidence::default()) };
    let instances = instances(suite);
    let outcomes = instances
        .par_iter()
        .map(|instance| {
            let outcome = verify_instance(instance, store);
            progress(instances.len());
            outcome
        })
        .collect::<Vec<_>>();
    let mut evidence = Evidence { instances: instances.len(), ..Evidence::default() };
    for outcome in outcomes {
        match outcome {
            Ok(passed) => {
                evidence.verified += 1;
                evidence.most_layers = evidence.most_layers.max(passed.layers);
                evidence.most_bits = evidence.most_bits.max(passed.bits);
            }
            Err(failure) => evidence.failures.push(failure),
        }
    }
    let verdict = match &evidence.failures[..] {
        [] => Verdict::Proved,
        failures if failures.iter().any(|failure| failure.refutes) => Verdict::Refuted,
        _ => Verdict::Undecided,
    };
    (verdict, evidence)
}

fn verify_instance(instance: &Instance, store: &Store<'_>) -> Result<Passed, Failure> {
    let fail = |reason: String, refutes| Failure { instance: instance.name.clone(), reason, refutes };
    let made = instance.construct().map_err(|error| fail(format!("no factorization: {error}"), true))?;
    let mut bytes = Vec::new();
    let stored = flowcert_check::write(&made.certificate, &mut bytes)
        .and_then(|()| store(&instance.name, &bytes))
        .map_err(|error| fail(format!("the certificate could not be stored: {error}"), false))?;
    let verified = flowcert_check::check_bytes(&stored)
        .map_err(|rejection| fail(format!("rejected [{}]: {rejection}", rejection.code()), true))?;
    if verified.layers > instance.most_layers {
        let reason = format!("{} layers, more than {}", verified.layers, instance.most_layers);
        return Err(fail(reason, true));
    }
    match instance.most_bits {
        Some(most) if made.bits > most => Err(fail(format!("{} bits, more than {most}", made.bits), true)),
        _ => Ok(Passed { layers: verified.layers, bits: made.bits }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::CLAIMS;
    use super::*;

    const SUITE: Suite = Suite { seed: 1, quick: true };

    fn claim(id: &str) -> &'static Claim {
        super::super::find(id).unwrap()
    }

    #[test]
    fn names_are_unique_and_claims_that_are_reached_rest_on_a_proof() {
        for (k, claim) in CLAIMS.iter().enumerate() {
            assert!(CLAIMS[..k].iter().all(|other| other.id != claim.id), "{}", claim.id);
            assert_eq!(claim.instances.is_some(), !claim.proof.is_empty(), "{}", claim.id);
        }
    }

    #[test]
    fn a_certificate_that_the_checker_rejects_refutes() {
        let forge = |_: &str, bytes: &[u8]| {
            Ok(String::from_utf8_lossy(bytes).replacen("\"1\"", "\"2\"", 1).into_bytes())
        };
        let (verdict, evidence) = verify(claim("signed-permutation"), SUITE, &forge, &|_| ());
        assert_eq!(verdict, Verdict::Refuted);
        assert!(evidence.verified < evidence.instances);
    }

    #[test]
    fn a_full_disk_decides_nothing() {
        let full = |_: &str, _: &[u8]| Err(io::Error::other("no space left"));
        let (verdict, evidence) = verify(claim("permutation"), SUITE, &full, &|_| ());
        assert_eq!((verdict, evidence.verified), (Verdict::Undecided, 0));
    }

    #[test]
    fn claims_beyond_the_program_are_not_checked() {
        let store = |_: &str, bytes: &[u8]| Ok(bytes.to_vec());
        assert_eq!(verify(claim("depth"), SUITE, &store, &|_| ()).0, Verdict::NotChecked);
    }
}
