//! Binomials by their logarithms, for numbers too long to be written down.
//!
//! binom(M, k) = M!/(k!·(M − k)!), with ln n! = ln Γ(n + 1). The first and the last logarithm are about M·ln M and differ by
//! about k·ln M, so they need as many more bits as M has. If M has very many, they are not needed: of the k factors of
//! M·(M − 1)⋯(M − k + 1) each lies between M − k + 1 and M, which differ by less than one part in 2^(bits of M − bits of k − 1).

use rug::Integer;

use super::interval::Interval;

/// log₂ binom(M, k), 0 ≤ k ≤ M, to about so many bits.
pub(super) fn log2_binomial(above: &Integer, below: u64, precision: u32) -> Interval {
    let chosen = Integer::from(below);
    let rest = Integer::from(above - below);
    let (long, short) = (above.significant_bits(), chosen.significant_bits());
    if long > 2 * short + precision {
        let factors = spanning(&Integer::from(&rest + 1), above, precision) * below;
        return factors - in_bits(Interval::ln_factorial(&chosen, precision));
    }
    // Every term is below 2^(2·long), the difference about 1 or more.
    let wide = precision + long + short + 64;
    let ln = |n: &Integer| Interval::ln_factorial(n, wide);
    in_bits(ln(above) - ln(&chosen) - ln(&rest))
}

/// All of log₂x for low ≤ x ≤ high.
fn spanning(low: &Integer, high: &Integer, precision: u32) -> Interval {
    Interval::hull(Interval::integer(low, precision).log2(), Interval::integer(high, precision).log2())
}

/// A natural logarithm as one to the base 2.
fn in_bits(natural: Interval) -> Interval {
    let two = Interval::whole(2, natural.precision());
    natural / two.ln()
}

#[cfg(test)]
mod tests {
    use rug::Float;

    use super::*;

    #[test]
    fn both_ways_enclose_the_logarithm_of_the_integer() {
        let rows: [(Integer, u64); 7] = [
            (Integer::from(10), 0),
            (Integer::from(10), 10),
            (Integer::from(10), 3),
            (Integer::from(1_000_003), 500),
            (Integer::from(1) << 100, 300),
            (Integer::from(1) << 400, 5),
            ((Integer::from(1) << 700) + 12_345, 900),
        ];
        for (above, below) in rows {
            let exact = Interval::integer(&above.clone().binomial(below as u32), 400).log2();
            for precision in [64, 128, 300] {
                let found = log2_binomial(&above, below, precision);
                let (low, high) = (found.low().expect("finite"), found.high().expect("finite"));
                assert!(
                    low <= exact.high().expect("finite") && high >= exact.low().expect("finite"),
                    "{above} {below}"
                );
                let width = Float::with_val(64, high - low);
                assert!(width < 1e-12, "{above} {below} with {precision} bits: {width}");
            }
        }
    }
}
