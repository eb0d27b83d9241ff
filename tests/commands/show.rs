//! `flowcert show`: every layer as a person reads it.

use serde_json::Value;

use super::vectors::Certified;
use crate::common::algebra::matrix;
use crate::common::examples::example;
use crate::common::flowcert;
use crate::common::program::text;

/// The numbers of a grid of text.
fn cells(lines: &[&str]) -> Vec<Vec<String>> {
    lines.iter().map(|line| line.split_whitespace().map(str::to_owned).collect()).collect()
}

fn shown(certified: &Certified) -> String {
    flowcert(["show", text(&certified.certificate())]).succeeds()
}

#[test]
fn small_blocks_in_full() {
    let certified = Certified::new(&example("h264-core-4.mtx"), &[]);
    let output = shown(&certified);
    let bytes = std::fs::read(certified.certificate()).expect("the certificate");
    let certificate: Value = serde_json::from_slice(&bytes).expect("JSON");
    let lines: Vec<&str> = output.lines().collect();
    assert_eq!(lines[0], "factorization over Q, mode positive, 6 layers");
    assert_eq!(lines[1], "x = (x1, x2), x1 of length 2, x2 of length 2");
    assert_eq!(cells(&lines[4..8]), cells(&["1 1 1 1", "2 1 -1 -2", "1 -1 -1 1", "1 -2 2 -1"]));
    for (k, layer) in certificate["layers"].as_array().expect("layers").iter().enumerate() {
        let heading = lines.iter().position(|line| line.starts_with(&format!("layer {} of 6: ", k + 1)));
        let heading = heading.unwrap_or_else(|| panic!("no layer {}: {output}", k + 1));
        let written = if layer["writes"] == "first" { "x1 ← " } else { "x2 ← " };
        assert!(lines[heading].contains(written) && lines[heading].ends_with("S ="), "{}", lines[heading]);
        let shift: Vec<Vec<String>> =
            matrix(&layer["shift"]).iter().map(|row| row.iter().map(ToString::to_string).collect()).collect();
        assert_eq!(cells(&lines[heading + 1..heading + 3]), shift, "layer {}", k + 1);
    }
    assert_eq!(lines.last(), Some(&"M is the product of the layers, the last one leftmost."));
}

#[test]
fn scales_where_they_are_not_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a.csv");
    std::fs::write(&path, "1,0\n0,-3\n").expect("written");
    let output = shown(&Certified::new(&path, &["--mode", "signed"]));
    assert!(output.contains("layer 1 of 1: x2 ← Λ·x2 + S·x1, Λ = diag(-3), S =\n    0\n"), "{output}");
    let additive = shown(&Certified::new(&example("ycocg-r-4.csv"), &[]));
    assert!(!additive.contains('Λ'), "{additive}");
}

#[test]
fn large_matrices_by_their_corners() {
    let output = shown(&Certified::new(&example("bit-reversal-16.mtx"), &[]));
    let lines: Vec<&str> = output.lines().skip(4).take_while(|line| !line.is_empty()).collect();
    let grid = cells(&lines);
    assert_eq!((grid.len(), grid[0].len()), (8, 8), "{output}");
    assert!(grid[6].iter().all(|cell| cell == "…") && grid.iter().all(|row| row[6] == "…"), "{output}");
    assert_eq!((grid[0][0].as_str(), grid[7][7].as_str(), grid[2][4].as_str()), ("1", "1", "1"), "{output}");
}

#[test]
fn large_numbers_by_their_leading_digits_and_bits() {
    let output = shown(&Certified::new(&example("glow-invconv-8.npy"), &[]));
    assert!(output.contains('≈') && output.contains(" bits]"), "{output}");
    let longest = output.split_whitespace().map(|word| word.chars().count()).max();
    assert!(longest < Some(30), "{output}");
}

/// It reads a certificate without checking it.
#[test]
fn forged_certificates_are_shown() {
    let certified = Certified::new(&example("ycocg-r-4.csv"), &[]);
    let genuine = std::fs::read_to_string(certified.certificate()).expect("the certificate");
    let forged = genuine.replacen("\"1/4\"", "\"3/4\"", 1);
    std::fs::write(certified.certificate(), &forged).expect("written");
    assert!(forged != genuine && shown(&certified).contains("3/4"));
}
