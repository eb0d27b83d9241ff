//! Theorem 11 for the usual hypotheses, in closed form.

/// The least L with 2·L·p·(2⌈log₂L⌉ + 6⌈log₂k⌉ + 2⌈log₂p⌉ + ⌈log₂n⌉ + 64) ≥ 3·k·n: for n ≥ 64 and k ≤ 2^(2n/5 − 2), no flow of fewer
/// layers reaches all targets of [`Problem::new`](super::Problem::new)(n, k, p) (Corollary 12 of docs/math/depth-separation.md).
/// [`least_layers`](super::least_layers) is sharper.
///
/// ```
/// use flowcert::depth::counting::corollary;
///
/// assert_eq!(corollary(256, 4096, 256), 36);
/// assert_eq!(corollary(1024, 1 << 20, 1024), 6554);
/// ```
///
/// # Panics
///
/// If one of the numbers is 0.
#[must_use]
pub fn corollary(dimension: u32, modes: u32, parameters: u64) -> u64 {
    assert!(dimension > 0 && modes > 0 && parameters > 0, "a number is 0");
    let (n, k, p) = (u128::from(dimension), u128::from(modes), u128::from(parameters));
    let fixed = 6 * log2(k) + 2 * log2(p) + log2(n) + 64;
    let is_enough = |layers: u128| 2 * layers * p * (2 * log2(layers) + fixed) >= 3 * k * n;
    // k·n layers are enough.
    let (mut low, mut high) = (1, k * n);
    while low < high {
        let middle = low.midpoint(high);
        if is_enough(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    u64::try_from(high).unwrap_or(u64::MAX)
}

/// ⌈log₂x⌉.
fn log2(x: u128) -> u128 {
    u128::from(x.next_power_of_two().ilog2())
}
