//! The same input and the same seed give the same bytes, on any number of threads.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use crate::common::Answer;
use crate::common::examples::{example, matrices, name};
use crate::common::program::{program, text};

const THREADS: [&str; 3] = ["1", "2", "5"];

fn run(threads: &str, arguments: &[&str]) {
    Answer::of(program().env("RAYON_NUM_THREADS", threads).args(arguments)).succeeds();
}

/// The certificate of an example, found on so many threads.
fn certificate(example: &Path, threads: &str, seed: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("certificate.json");
    run(
        threads,
        &[
            "factor",
            text(example),
            "--arith",
            "exact",
            "--strategy",
            "fewest",
            "--seed",
            seed,
            "-o",
            text(&path),
        ],
    );
    fs::read(path).expect("the certificate")
}

#[test]
fn certificates_of_the_examples() {
    for example in matrices() {
        for seed in ["0", "18446744073709551615"] {
            let first = certificate(&example, "2", seed);
            for threads in THREADS {
                assert!(
                    certificate(&example, threads, seed) == first,
                    "{}, {threads} threads",
                    name(&example)
                );
            }
        }
    }
}

/// The commutator construction, which draws at random, finds other layers from another seed.
#[test]
fn the_seed_matters_where_restarts_are_drawn() {
    let seeds = ["0", "1", "2", "3", "4", "5", "6", "7"];
    let legall = example("legall-5-3-8.json");
    let certificates = seeds.map(|seed| certificate(&legall, "2", seed));
    assert!(certificates.iter().any(|other| *other != certificates[0]));
}

/// The files of a check by their names.
fn check(threads: &str, claim: &str, seed: &str) -> BTreeMap<String, Vec<u8>> {
    let folder = tempfile::tempdir().expect("a folder");
    run(threads, &["check", "--quick", "--claim", claim, "--seed", seed, "--out", text(folder.path())]);
    let entries = fs::read_dir(folder.path().join(claim)).expect("the folder of the claim");
    let paths = entries.map(|entry| entry.expect("an entry").path());
    paths.map(|path| (name(&path), fs::read(path).expect("a certificate"))).collect()
}

#[test]
fn certificates_of_a_check() {
    for claim in ["permutation", "linear"] {
        let first = check("2", claim, "7");
        assert!(first.len() > 10, "{claim}: {:?}", first.keys());
        for threads in THREADS {
            let again = check(threads, claim, "7");
            assert!(again == first, "{claim}, {threads} threads: other certificates");
        }
        assert!(check("2", claim, "8") != first, "{claim}: the seed changes nothing");
    }
}
