//! Laws: no bytes make the checker panic, and a certificate that asks for less is verified if one that asks for more is.

use std::sync::LazyLock;

use flowcert_check::{Class, DepthSeparation, LayerFamily, check_bytes};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use rug::Rational;

use super::oracle::{filled, least};
use super::support::{budgets, code, gilbert_varshamov, linear_code, lipschitz, listed, row, small, text};

/// The texts of five certificates.
fn honest(which: usize) -> &'static str {
    static TEXTS: LazyLock<[String; 5]> = LazyLock::new(|| {
        let additive = budgets(LayerFamily::Additive { width: 2 });
        [small(), linear_code(), listed(), gilbert_varshamov(), additive].map(|it| text(&it))
    });
    &TEXTS[which]
}

fn class() -> impl Strategy<Value = Class> {
    prop_oneof![Just(Class::General), (1..1000_u64).prop_map(lipschitz)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// One byte changed, left out or put in twice; it may still be a certificate, but a panic it is not.
    #[test]
    fn mutated_bytes_never_panic(which in 0..5_usize, at: Index, byte: u8, how in 0..4_u8) {
        let mut bytes = honest(which).as_bytes().to_vec();
        let at = at.index(bytes.len());
        match how {
            0 => bytes[at] = byte,
            1 => drop(bytes.remove(at)),
            2 => bytes.insert(at, byte),
            _ => bytes.truncate(at),
        }
        let outcome = check_bytes(&bytes);
        if how == 3 {
            // Only the line feed at the end is not needed.
            prop_assert!(outcome.is_err() || at + 1 >= bytes.len());
        }
    }

    /// A digit changed for another one.
    #[test]
    fn mutated_digits_never_panic(which in 0..5_usize, at: Index, digit in b'0'..=b'9') {
        let mut bytes = honest(which).as_bytes().to_vec();
        let digits: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at].is_ascii_digit()).collect();
        bytes[*at.get(&digits)] = digit;
        let _ = check_bytes(&bytes);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]

    /// The checker's least number of layers is the oracle's, in every class and family.
    #[test]
    fn least_layers(
        half in 4..40_u64, modes in select(vec![32_u64, 64, 128, 256]), parameters in 1..200_u64, class in class(),
        family in select(vec![LayerFamily::Linear, LayerFamily::Additive { width: 3 }, LayerFamily::Sparse]),
        above in 1..20_u64, below in 1..20_u64,
    ) {
        let bare = DepthSeparation {
            family,
            bound_squared: Rational::from((above, below)),
            ..row(2 * half, modes, parameters, class)
        };
        let layers = least(&bare);
        prop_assert_eq!(code(&filled(bare.clone(), layers)), "verified");
        prop_assert_eq!(code(&filled(bare.clone(), layers + 1)), "too-few-targets");
        if layers > 1 {
            prop_assert_eq!(code(&filled(bare.clone(), layers - 1)), "verified");
        }
        let easier = DepthSeparation { parameters: parameters + 1, ..bare };
        prop_assert!(least(&easier) <= layers);
    }
}
