//! `flowcert table permutations-4`, `permutations-6`, `permutations-8` and `witnesses`: numbers of layers with their certificates.

use std::collections::{BTreeMap, HashSet};
use std::fs;

use serde_json::Value;

use crate::common::program::{program, text};
use crate::common::{Answer, flowcert};

const MODES: [&str; 3] = ["additive", "positive", "signed"];

fn table(arguments: &[&str]) -> Value {
    let output = flowcert([&["table"], arguments, &["--format", "json"]].concat()).succeeds();
    serde_json::from_str(&output).expect("JSON")
}

fn list(value: &Value) -> &[Value] {
    value.as_array().expect("a list")
}

fn number(value: &Value) -> u64 {
    value.as_u64().expect("a number")
}

/// (lower, upper) in a mode → how many permutations, out of reach under `None`.
type Counts = BTreeMap<Option<(u64, u64)>, u64>;

/// The counts, added up from the rows.
fn counts(table: &Value, mode: &str) -> Counts {
    let mut counts = Counts::new();
    for row in list(&table["rows"]) {
        let entry = &row["modes"][mode];
        let bounds = (!entry.is_null()).then(|| (number(&entry["lower"]), number(&entry["upper"])));
        *counts.entry(bounds).or_default() += number(&row["how_many"]);
    }
    counts
}

/// What the table itself says of the counts.
fn stated(table: &Value, mode: &str) -> Counts {
    let counts = list(&table["counts"]).iter().map(|line| {
        let bounds = (!line["lower"].is_null()).then(|| (number(&line["lower"]), number(&line["upper"])));
        (bounds, number(&line["permutations"][mode]))
    });
    counts.filter(|(_, count)| *count > 0).collect()
}

fn decided(numbers: &[(u64, u64)]) -> Counts {
    numbers.iter().map(|&(layers, count)| (Some((layers, layers)), count)).collect()
}

#[test]
fn permutations_of_four_are_decided_in_every_mode() {
    let classes = table(&["permutations-4"]);
    assert_eq!(list(&classes["rows"]).len(), 10);
    for (mode, expected) in [
        ("additive", decided(&[(0, 1), (4, 1), (5, 10)])),
        ("positive", decided(&[(0, 1), (4, 1), (5, 10)])),
        ("signed", decided(&[(0, 1), (3, 6), (4, 7), (5, 10)])),
    ] {
        let mut found = counts(&classes, mode);
        assert_eq!(stated(&classes, mode), found, "{mode}");
        assert_eq!(found.values().sum::<u64>(), 24, "{mode}");
        let out_of_reach = found.remove(&None);
        assert_eq!(out_of_reach, (mode != "signed").then_some(12), "{mode}");
        assert_eq!(found, expected, "{mode}");
    }
}

/// Each single permutation has the bounds of its class: conjugation changes nothing, and the constructions are others.
#[test]
fn every_permutation_has_the_number_of_its_class() {
    for size in ["permutations-4", "permutations-6"] {
        let (classes, every) = (table(&[size]), table(&[size, "--every"]));
        let rows = list(&every["rows"]);
        assert_eq!(rows.len(), if size == "permutations-4" { 24 } else { 720 });
        let names: HashSet<&str> = rows.iter().filter_map(|row| row["permutation"].as_str()).collect();
        assert_eq!(names.len(), rows.len());
        for mode in MODES {
            let found = counts(&every, mode);
            assert_eq!(found, counts(&classes, mode), "{size}, {mode}");
            assert!(found.keys().flatten().all(|(lower, upper)| lower == upper), "{size}, {mode}: {found:?}");
        }
    }
}

/// More scales never need more layers.
#[test]
fn signed_permutations_of_four_are_all_there() {
    let signed = table(&["permutations-4", "--signed"]);
    for mode in MODES {
        let found = counts(&signed, mode);
        assert_eq!(found.values().sum::<u64>(), 384, "{mode}");
        assert_eq!(found.get(&None).copied().unwrap_or(0), if mode == "signed" { 0 } else { 192 }, "{mode}");
        assert!(found.keys().flatten().all(|(lower, upper)| lower == upper), "{mode}: {found:?}");
    }
    // One layer has signs in one half: 3 + 3 of them, and two layers the other 3 · 3 diagonal matrices.
    let found = counts(&signed, "signed");
    assert_eq!([found[&Some((0, 0))], found[&Some((1, 1))], found[&Some((2, 2))]], [1, 6, 9]);
    for row in list(&signed["rows"]) {
        let upper = |mode: &str| row["modes"][mode]["upper"].as_u64().unwrap_or(u64::MAX);
        let lower = |mode: &str| row["modes"][mode]["lower"].as_u64().unwrap_or(u64::MAX);
        assert!(lower("signed") <= upper("positive") && lower("positive") <= upper("additive"), "{row}");
        assert!(upper("signed") <= 6, "{row}");
    }
}

#[test]
fn certificates_are_kept_and_verify_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let out = text(folder.path());
    let kept = table(&["permutations-4", "--out", out]);
    let files: Vec<_> =
        fs::read_dir(folder.path()).expect("the folder").map(|file| file.expect("a file").path()).collect();
    assert_eq!(files.len() as u64, number(&kept["verified"]));
    assert_eq!(files.len(), 20);
    for file in &files {
        flowcert(["verify", text(file)]).succeeds();
    }
    let bytes = fs::read(folder.path().join("0003-positive.json")).expect("a certificate");
    assert_eq!(flowcert_check::read(&bytes).expect("a certificate").kind(), "minimal-layers");
}

/// A search that knows no theorem: all products of two layers, and what one or two more layers on the left make of them; shifts in
/// L layers run from −2 to 2, those in U layers from −1 to 1. It finds a signed permutation exactly where the table says at most
/// two, three, four layers.
#[test]
fn additive_numbers_up_to_four_are_those_of_a_search() {
    let folder = tempfile::tempdir().expect("a folder");
    let signed = table(&["permutations-4", "--signed", "--out", text(folder.path())]);
    let search = Search::new();
    let mut seen = BTreeMap::<u64, usize>::new();
    for row in list(&signed["rows"]).iter().filter(|row| !row["modes"]["additive"].is_null()) {
        let name = format!("{:04}-additive.json", number(&row["row"]));
        let matrix = matrix_of(&fs::read(folder.path().join(name)).expect("a certificate"));
        let layers = number(&row["modes"]["additive"]["upper"]);
        *seen.entry(layers).or_default() += 1;
        for (length, found) in (2..).zip(search.is_word(&matrix)) {
            assert_eq!(found, layers <= length, "{length} layers: {row}");
        }
    }
    assert!([0, 3, 4, 5, 6].iter().all(|layers| seen.contains_key(layers)), "{seen:?}");
}

type Small = [[i8; 4]; 4];

/// All products L(S)·U(T) and U(T)·L(S), and what S and T run through.
struct Search {
    lower: Vec<[[i8; 2]; 2]>,
    upper: Vec<[[i8; 2]; 2]>,
    lower_upper: HashSet<Small>,
    upper_lower: HashSet<Small>,
}

impl Search {
    fn new() -> Self {
        let (lower, upper) = (shifts(2), shifts(1));
        let one: Small = std::array::from_fn(|i| std::array::from_fn(|j| i8::from(i == j)));
        let (mut lower_upper, mut upper_lower) = (HashSet::new(), HashSet::new());
        for s in &lower {
            for t in &upper {
                lower_upper.insert(added(&added(&one, 0, t), 2, s));
                upper_lower.insert(added(&added(&one, 2, s), 0, t));
            }
        }
        Self { lower, upper, lower_upper, upper_lower }
    }

    /// The matrix with one more layer on its left, which writes the half that starts at row `to`.
    fn by_one(&self, matrix: &Small, to: usize) -> impl Iterator<Item = Small> {
        let matrix = *matrix;
        let shifts = if to == 0 { &self.upper } else { &self.lower };
        shifts.iter().map(move |shift| added(&matrix, to, shift))
    }

    /// Whether M is found to be a product of two, three, four layers.
    fn is_word(&self, matrix: &Small) -> [bool; 3] {
        let two = |matrix: &Small| [self.upper_lower.contains(matrix), self.lower_upper.contains(matrix)];
        let three = self.by_one(matrix, 2).any(|rest| two(&rest)[0])
            || self.by_one(matrix, 0).any(|rest| two(&rest)[1]);
        let four = self.by_one(matrix, 2).any(|rest| self.by_one(&rest, 0).any(|rest| two(&rest)[1]))
            || self.by_one(matrix, 0).any(|rest| self.by_one(&rest, 2).any(|rest| two(&rest)[0]));
        [two(matrix).contains(&true), three, four]
    }
}

/// All 2 × 2 matrices with entries from −range to range.
fn shifts(range: i8) -> Vec<[[i8; 2]; 2]> {
    let numbers = || -range..=range;
    let rows = || numbers().flat_map(move |a| numbers().map(move |b| [a, b]));
    rows().flat_map(|first| rows().map(move |second| [first, second])).collect()
}

/// One layer on the left: the half that starts at row `to` gets `shift` times the other.
fn added(matrix: &Small, to: usize, shift: &[[i8; 2]; 2]) -> Small {
    let mut product = *matrix;
    for (i, row) in shift.iter().enumerate() {
        for (j, factor) in row.iter().enumerate() {
            for k in 0..4 {
                product[to + i][k] += factor * matrix[2 - to + j][k];
            }
        }
    }
    product
}

fn matrix_of(bytes: &[u8]) -> Small {
    let Ok(flowcert_check::Certificate::MinimalLayers(minimal)) = flowcert_check::read(bytes) else {
        panic!("a least number of layers");
    };
    let rows = &minimal.lower_bound.matrix;
    let entry = |i: usize, j: usize| rows[i][j].numer().to_i8().expect("an entry of a signed permutation");
    std::array::from_fn(|i| std::array::from_fn(|j| entry(i, j)))
}

#[test]
fn a_folder_that_cannot_be_made_is_refused_before_the_work() {
    let file = tempfile::NamedTempFile::new().expect("a file");
    let inside = file.path().join("certificates");
    flowcert(["table", "permutations-4", "--out", text(&inside)]).fails(2, "write::io");
    flowcert(["table", "witnesses", "--quick", "--out", text(&inside)]).fails(2, "write::io");
}

#[test]
fn every_permutation_of_eight_coordinates_is_refused() {
    flowcert(["table", "permutations-8", "--every"]).fails(2, "table::every");
    flowcert(["table", "permutations-4", "--every", "--signed"]).misused();
}

#[test]
fn the_forms_say_the_same() {
    let markdown = flowcert(["table", "permutations-4", "--every", "--format", "markdown"]).succeeds();
    assert!(markdown.contains("| layers | additive | positive | signed |\n"), "{markdown}");
    assert_eq!(markdown.lines().filter(|line| line.split('|').count() == 9).count(), 24 + 2, "{markdown}");
    assert!(markdown.contains("| 24 | (1 4)(2 3) | 1 | 5 | 5 | 3 |  |\n"), "{markdown}");

    let shown = flowcert(["table", "permutations-4"]).succeeds();
    for words in ["24", "determinant −1", "rows not decided", "(1 3 2 4)", "20 of 20 certificates verified"]
    {
        assert!(shown.contains(words), "{words}: {shown}");
    }
    assert!(!flowcert(["--quiet", "table", "permutations-4"]).succeeds().contains("certificates"));

    let output = flowcert(["table", "permutations-4", "--format", "csv"]).succeeds();
    let mut reader = csv::Reader::from_reader(output.as_bytes());
    let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().expect("CSV");
    assert_eq!(records.len(), 3 * 10);
    let total: u64 =
        records.iter().filter(|it| &it[3] == "signed").map(|it| it[2].parse::<u64>().unwrap()).sum();
    assert_eq!(total, 24);
    assert!(records.iter().all(|record| record[4] == record[5]), "{output}");
}

#[test]
fn threads_change_nothing() {
    let with = |threads: &str| {
        let mut program = program();
        Answer::of(program.env("RAYON_NUM_THREADS", threads).args([
            "table",
            "permutations-6",
            "--format",
            "csv",
        ]))
        .succeeds()
    };
    assert_eq!(with("1"), with("3"));
}

#[test]
fn witnesses_need_six_layers_and_have_them() {
    let witnesses = table(&["witnesses", "--quick"]);
    let equal = list(&witnesses["equal_halves"]);
    assert_eq!(equal.len(), 5 * 3);
    for row in equal {
        assert_eq!((&row["lower"], &row["upper"]), (&6.into(), &6.into()), "{row}");
        assert_eq!((&row["certificates"], &row["enough_for_all"]), (&1.into(), &6.into()), "{row}");
    }
    let unequal = list(&witnesses["unequal_halves"]);
    assert_eq!(unequal.len(), 3 * (4 + 3));
    for row in unequal {
        let half = |place: usize| number(&row["partition"][place]);
        let ratio = half(1).div_ceil(half(0));
        let (lower, upper) = (number(&row["lower"]), number(&row["upper"]));
        let enough = 2 * ratio + if half(0) == 1 { 2 } else { 4 };
        assert_eq!(row["enough_for_all"], enough, "{row}");
        assert!(lower <= upper && upper <= enough, "{row}");
        if row["mode"] == "additive" {
            assert_eq!(lower, 2 * ratio + 2, "{row}");
        }
    }
    let verified: u64 = equal.iter().chain(unequal).map(|row| number(&row["certificates"])).sum();
    assert_eq!(witnesses["verified"], verified);
    let markdown = flowcert(["table", "witnesses", "--quick", "--format", "markdown"]).succeeds();
    assert!(
        markdown.contains("| 3 | signed | 6 | 5 layers, either word: A has the cycle 0 → 1 → 2"),
        "{markdown}"
    );
}
