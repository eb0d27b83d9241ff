//! Enumerations: what is counted again is accepted, forged counts and groups that are too large are rejected.

use flowcert_check::{Certificate, Enumeration, Rejection, check};
use rug::Integer;

/// (q; d1, d2) and the counts. Those of SL(2, F_q) are derived below; the sums are the orders of the groups.
const KNOWN: [(u64, [usize; 2], &[u64]); 9] = [
    (2, [1, 1], &[1, 2, 2, 1]),
    (3, [1, 1], &[1, 4, 8, 10, 1]),
    (5, [1, 1], &[1, 8, 32, 76, 3]),
    (2, [1, 2], &[1, 6, 18, 48, 63, 30, 2]),
    (3, [2, 1], &[1, 16, 128, 936, 2276, 2232, 27]),
    (2, [2, 2], &[1, 30, 441, 4053, 10645, 4974, 16]),
    (2, [1, 3], &[1, 14, 98, 658, 2793, 6594, 6706, 3248, 48]),
    (2, [2, 3], &[1, 126, 7875, 359_079, 4_914_703, 4_714_878, 2698]),
    (3, [2, 2], &[1, 160, 12_736, 710_128, 5_948_237, 5_458_544, 754]),
];

fn enumeration(field: u64, partition: [usize; 2], counts: &[u64]) -> Certificate {
    let counts = counts.iter().copied().map(Integer::from).collect();
    Enumeration { field, partition, counts }.into()
}

#[test]
fn the_counts_of_small_groups_are_verified() {
    for (field, partition, counts) in KNOWN {
        let verified = check(&enumeration(field, partition, counts));
        assert!(verified.is_ok(), "{field}; {partition:?}: {verified:?}");
    }
    let verified = check(&enumeration(2, [2, 2], KNOWN[5].2)).expect("verified").to_string();
    assert!(verified.contains("20160 matrices of SL(4, F_2)") && verified.contains("6: 16"), "{verified}");
}

/// In two coordinates by hand: one layer for 2(q − 1) matrices, two for 2(q − 1)² of the form LU or UL, three if the lower left
/// or the upper right entry is not 0; the diagonal matrices other than the identity are left.
#[test]
fn two_coordinates_by_hand() {
    for field in [2, 3, 5, 7, 11] {
        let order = field * (field * field - 1);
        let (one, two, four) = (2 * (field - 1), 2 * (field - 1) * (field - 1), field - 2);
        let mut counts = vec![1, one, two, order - 1 - one - two - four];
        counts.extend(Some(four).filter(|four| *four > 0));
        let verified = check(&enumeration(field, [1, 1], &counts));
        assert!(verified.is_ok(), "{field}: {counts:?}, {verified:?}");
    }
}

/// One matrix moved from one place to another: the sum stays the order of the group.
#[test]
fn forged_counts_are_rejected() {
    for (field, partition, counts) in &KNOWN[..7] {
        for from in 0..counts.len() {
            let to = (from + 1) % counts.len();
            let mut forged = counts.to_vec();
            forged[from] -= 1;
            forged[to] += 1;
            let rejection = check(&enumeration(*field, *partition, &forged)).expect_err("forged");
            // The last count may have become 0.
            let code = if forged.last() == Some(&0) { "not-canonical" } else { "count-differs" };
            assert_eq!(rejection.code(), code, "{field}; {partition:?}: {forged:?}");
        }
        let shorter = &counts[..counts.len() - 1];
        let longer = [counts, &[1][..]].concat();
        for forged in [shorter, &longer] {
            let rejection = check(&enumeration(*field, *partition, forged)).expect_err("forged");
            assert_eq!(rejection.code(), "count-differs", "{field}; {partition:?}: {forged:?}");
        }
    }
    let rejection = check(&enumeration(2, [1, 1], &[1, 2, 3])).expect_err("forged");
    let expected = Rejection::CountDiffers { layers: 2, claimed: "3".to_owned(), counted: "2".to_owned() };
    assert_eq!(rejection, expected);
}

/// The counts of another field or another partition of the same group.
#[test]
fn the_counts_of_something_else_are_rejected() {
    for (field, partition, counts) in [
        (3, [2, 2], KNOWN[5].2),
        (2, [2, 2], KNOWN[6].2),
        (2, [1, 3], KNOWN[5].2),
        (2, [1, 2], KNOWN[4].2),
        (5, [1, 1], KNOWN[1].2),
    ] {
        let rejection = check(&enumeration(field, partition, counts)).expect_err("something else");
        assert_eq!(rejection.code(), "count-differs", "{field}; {partition:?}");
    }
}

#[test]
fn large_groups_are_refused_at_once() {
    for (field, partition) in [
        (2, [3, 4]),
        (2, [1, 5]),
        (2, [2, 4]),
        (3, [3, 3]),
        (409, [1, 1]),
        (4_294_967_291, [1, 1]),
        (2, [1, 4000]),
    ] {
        let rejection = check(&enumeration(field, partition, &[1])).expect_err("too large");
        assert_eq!(rejection.code(), "too-large", "{field}; {partition:?}: {rejection}");
    }
}

/// 20 158 709 760 matrices, by 39 372 480 cosets: a minute or two.
#[test]
#[ignore = "long"]
fn sl_6_over_f_2() {
    let counts = [1, 1022, 521_213, 163_926_049, 9_226_794_987, 10_767_365_028, 101_460];
    assert!(check(&enumeration(2, [3, 3], &counts)).is_ok());
    let mut forged = counts;
    (forged[5], forged[6]) = (forged[5] + 1, forged[6] - 1);
    let rejection = check(&enumeration(2, [3, 3], &forged)).expect_err("forged");
    assert_eq!(rejection.code(), "count-differs");
}
