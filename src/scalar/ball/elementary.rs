//! Roots, exponentials and logarithms.

use super::{Ball, Float};

impl Ball {
    /// √x, the whole line where the ball reaches below zero.
    #[must_use]
    pub fn sqrt(&self) -> Self {
        self.on_non_negative(|ball| ball.increasing(Float::sqrt_round))
    }

    /// eˣ.
    #[must_use]
    pub fn exp(&self) -> Self {
        self.increasing(Float::exp_round)
    }

    /// The natural logarithm; the whole line where the ball reaches below zero, −∞ as the lower end where it starts at
    /// zero.
    ///
    /// ```
    /// # use flowcert::scalar::Ball;
    /// assert_eq!(format!("{:.6}", Ball::enclose(2, 53).ln()), "[0.693147, 0.693148]");
    /// assert!(!Ball::enclose(0, 53).ln().is_bounded());
    /// ```
    #[must_use]
    pub fn ln(&self) -> Self {
        self.on_non_negative(|ball| ball.increasing(Float::ln_round))
    }

    /// The binary logarithm, as [`ln`](Self::ln).
    #[must_use]
    pub fn log2(&self) -> Self {
        self.on_non_negative(|ball| ball.increasing(Float::log2_round))
    }

    /// A function with the domain x ≥ 0: the whole line where the ball leaves it.
    pub(super) fn on_non_negative(&self, function: impl Fn(&Self) -> Self) -> Self {
        if self.lower >= 0 { function(self) } else { Self::whole_line(self.precision()) }
    }
}
