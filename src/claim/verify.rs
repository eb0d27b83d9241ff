//! A claim run on its instances: construct, certify, store, read back, check.

use std::io;

use flowcert_check::{Certificate, DepthSeparation, Ground, Matrix, MinimalLayers, Rejection};
use rayon::prelude::*;

use super::expected::Judgement;
use super::instances::InstanceError;
use super::{Claim, Found, Instance};
use crate::linear::LinearError;
use crate::scalar::Rational;

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
    /// Not every instance was decided: a certificate could not be stored or read back, the checker gave up, or rounding defeated
    /// the construction.
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
    /// Certificates that the checker accepted, within what the claim allows.
    pub verified: usize,
    /// How many of them say that so many layers are needed.
    pub lower_bounds: usize,
    /// The most that any of them has, as the checker verified it.
    pub most: Found,
    /// The bound on the shifts that all instances have in common, if they have one.
    pub common_norm: Option<Rational>,
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
    /// Whether it counts against the claim, and not against the disk or the floats.
    pub refutes: bool,
}

/// Takes an instance's name and its certificate, and gives back the bytes as they were stored.
pub type Store<'a> = dyn Fn(&str, &[u8]) -> io::Result<Vec<u8>> + Sync + 'a;

/// Runs a claim on its instances in parallel. The verdict rests on what the checker says of the bytes that `store` gives back:
/// nothing that the construction knew is used, but the matrix that it was asked for. `progress` is told, after each instance,
/// of how many there are in all.
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
    let mut evidence = Evidence {
        instances: instances.len(),
        common_norm: common_norm(&instances).cloned(),
        ..Evidence::default()
    };
    for outcome in outcomes {
        match outcome {
            Ok(found) => {
                evidence.verified += 1;
                evidence.lower_bounds += usize::from(found.needed.is_some());
                evidence.most = evidence.most.most(found);
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

fn common_norm(instances: &[Instance]) -> Option<&Rational> {
    let mut norms = instances.iter().map(|instance| instance.expected.allowed()?.shift_norm.as_ref());
    let first = norms.next()??;
    norms.all(|norm| norm == Some(first)).then_some(first)
}

fn verify_instance(instance: &Instance, store: &Store<'_>) -> Result<Found, Failure> {
    let fail = |reason: String, refutes| Failure { instance: instance.name.clone(), reason, refutes };
    let made = instance.construct().map_err(|error| {
        // What rounding or the search defeats says nothing of the claim.
        let undecided = matches!(
            error,
            InstanceError::Depth(_)
                | InstanceError::Linear(
                    LinearError::Tolerance { .. }
                        | LinearError::Float(_)
                        | LinearError::NoReason { .. }
                        | LinearError::NotFound { .. }
                )
        );
        fail(format!("no certificate: {error}"), !undecided)
    })?;
    let mut bytes = Vec::new();
    let stored = flowcert_check::write(&made, &mut bytes)
        .and_then(|()| store(&instance.name, &bytes))
        .map_err(|error| fail(format!("the certificate could not be stored: {error}"), false))?;
    let rejected = |rejection: Rejection| {
        fail(format!("rejected [{}]: {rejection}", rejection.code()), !is_undecided(&rejection))
    };
    let certificate = flowcert_check::read(&stored).map_err(rejected)?;
    let found = instance.expected.judge(&certificate).map_err(|judgement| match judgement {
        Judgement::Rejected(rejection) => rejected(rejection),
        Judgement::Other(reason) => fail(reason, true),
    })?;
    if subject(&certificate) != subject(&made) {
        return Err(fail("the stored certificate is of something else".to_owned(), true));
    }
    Ok(found)
}

/// What a certificate is about.
#[derive(PartialEq)]
enum Subject<'a> {
    /// Field, partition, matrix.
    Matrix(Ground, [usize; 2], &'a Matrix),
    /// A depth separation has no matrix: all of it is the subject.
    Depth(&'a DepthSeparation),
}

fn subject(certificate: &Certificate) -> Option<Subject<'_>> {
    match certificate {
        Certificate::Factorization(it) => Some(Subject::Matrix(it.ground, it.partition, &it.matrix)),
        Certificate::LowerBound(it) | Certificate::MinimalLayers(MinimalLayers { lower_bound: it, .. }) => {
            Some(Subject::Matrix(it.ground, it.partition, &it.matrix))
        }
        Certificate::DepthSeparation(it) => Some(Subject::Depth(it)),
        Certificate::Enumeration(_) => None,
    }
}

/// Whether the checker gave up, rather than found something wrong.
fn is_undecided(rejection: &Rejection) -> bool {
    matches!(rejection, Rejection::TooLarge { .. } | Rejection::NormOpen { .. } | Rejection::Internal)
}

#[cfg(test)]
mod tests {
    use flowcert_check::{Factorization, Mode};

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

    /// What verifying gives if every certificate is edited where it is stored.
    fn edited(id: &str, edit: impl Fn(&mut Factorization) + Sync) -> (Verdict, Evidence) {
        let store = |_: &str, bytes: &[u8]| {
            let mut certificate = flowcert_check::read(bytes).unwrap().into_factorization().unwrap();
            edit(&mut certificate);
            let mut edited = Vec::new();
            flowcert_check::write(&certificate.into(), &mut edited)?;
            Ok(edited)
        };
        verify(claim(id), SUITE, &store, &|_| ())
    }

    /// The verdict and the reasons without repetition.
    fn refuted(id: &str, edit: impl Fn(&mut Factorization) + Sync) -> Vec<String> {
        let (verdict, evidence) = edited(id, edit);
        assert_eq!(verdict, Verdict::Refuted);
        assert_eq!(evidence.verified + evidence.failures.len(), evidence.instances);
        evidence.failures.into_iter().map(|failure| failure.reason).collect()
    }

    #[test]
    fn float_claims_are_proved_and_nothing_but_the_certificate_is_believed() {
        let (verdict, evidence) = edited("orthogonal-six", |_| ());
        assert_eq!((verdict, evidence.verified), (Verdict::Proved, evidence.instances));
        assert_eq!(evidence.common_norm, Some(Rational::from((131, 50))));
        let norm = evidence.most.shift_norm.unwrap();
        assert!(norm > 2 && norm <= Rational::from((131, 50)) && evidence.most.error > 0);
        let (verdict, evidence) = edited("ten-bounded", |_| ());
        assert_eq!(
            (verdict, evidence.verified, evidence.common_norm),
            (Verdict::Proved, evidence.instances, None)
        );
    }

    #[test]
    fn a_forged_error_bound_refutes() {
        // Smaller than the error is: the checker notices. Larger than is claimed: true, and not enough.
        let reasons = refuted("orthogonal-six", |certificate| certificate.error_bound /= 1_000_000);
        assert!(reasons.iter().all(|reason| reason.starts_with("rejected [error-")), "{reasons:?}");
        let one = Rational::from(1);
        let reasons = refuted("eight-conditioned", |certificate| certificate.error_bound = one.clone());
        assert!(reasons.iter().all(|reason| reason.starts_with("the relative error is bounded by 1, more")));
    }

    #[test]
    fn a_bound_on_the_shifts_that_is_missing_forged_or_too_large_refutes() {
        let reasons = refuted("orthogonal-six", |certificate| certificate.max_shift_norm = None);
        assert!(reasons.iter().all(|reason| reason == "the certificate does not bound the shifts"));
        let reasons = refuted("orthogonal-six", |certificate| {
            certificate.max_shift_norm = Some(Rational::from((1, 2)));
        });
        assert!(reasons.iter().all(|reason| reason.starts_with("rejected [norm-not-proved]")), "{reasons:?}");
        let huge = Rational::from(3);
        let reasons =
            refuted("orthogonal-six", |certificate| certificate.max_shift_norm = Some(huge.clone()));
        assert!(reasons.iter().all(|reason| reason.contains("bounded by 3, more than 2.62")), "{reasons:?}");
    }

    #[test]
    fn a_true_certificate_of_something_else_refutes() {
        let identity = |certificate: &mut Factorization| {
            certificate.layers.clear();
            let size = certificate.matrix.len();
            certificate.matrix =
                (0..size).map(|i| (0..size).map(|j| Rational::from(u32::from(i == j))).collect()).collect();
            certificate.error_bound = Rational::new();
        };
        let reasons = refuted("permutation", identity);
        assert!(reasons.iter().all(|reason| reason == "the stored certificate is of something else"));
        let reasons = refuted("permutation", |certificate| certificate.mode = Mode::Positive);
        assert!(reasons.iter().any(|reason| reason == "the mode is positive, not additive"), "{reasons:?}");
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
        assert_eq!(verify(claim("universal"), SUITE, &store, &|_| ()).0, Verdict::NotChecked);
    }
}
