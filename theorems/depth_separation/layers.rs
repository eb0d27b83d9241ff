//! Layers of the four families by their formulas, for small dimensions.

use flowcert::depth::counting::{Hypothesis, Problem, constants};
use flowcert::scalar::Rational;
use flowcert_check::LayerFamily;
use rand::RngExt;
use rand_chacha::ChaCha8Rng;

/// Layers of a family on halves of m numbers.
#[derive(Clone, Debug)]
pub(crate) struct Form {
    pub(crate) family: LayerFamily,
    pub(crate) half: usize,
    /// Neurons of a network.
    pub(crate) width: usize,
    /// For sparse layers, which entries of V, v and W may be nonzero.
    pub(crate) mask: Vec<bool>,
    /// B².
    pub(crate) bound_squared: Rational,
}

impl Form {
    pub(crate) fn linear(half: usize, bound_squared: Rational) -> Self {
        Self { family: LayerFamily::Linear, half, width: 0, mask: Vec::new(), bound_squared }
    }

    pub(crate) fn additive(half: usize, width: usize, bound_squared: Rational) -> Self {
        let family = LayerFamily::Additive { width: width as u64 };
        Self { family, half, width, mask: Vec::new(), bound_squared }
    }

    pub(crate) fn clamped(
        half: usize,
        width: usize,
        bound_squared: Rational,
        clamp: Rational,
        slope: Rational,
    ) -> Self {
        let family = LayerFamily::Clamped { width: width as u64, clamp, slope };
        Self { family, half, width, mask: Vec::new(), bound_squared }
    }

    pub(crate) fn sparse(half: usize, width: usize, bound_squared: Rational, mask: Vec<bool>) -> Self {
        assert_eq!(mask.len(), 2 * half * width + width);
        Self { family: LayerFamily::Sparse, half, width, mask, bound_squared }
    }

    pub(crate) fn bound(&self) -> f64 {
        self.bound_squared.to_f64().sqrt()
    }

    /// What the library is asked about flows of such layers.
    pub(crate) fn problem(&self) -> Problem {
        let nonzero = self.mask.iter().filter(|free| **free).count();
        Problem {
            family: self.family.clone(),
            bound_squared: self.bound_squared.clone(),
            hypothesis: Hypothesis::General,
            ..Problem::new(2 * self.half as u32, 2, nonzero.max(1) as u64)
        }
    }

    fn network_size(&self) -> usize {
        2 * self.half * self.width + self.width + self.half
    }

    /// The number of parameters, those that are always 0 among them.
    pub(crate) fn parameters(&self) -> usize {
        match self.family {
            LayerFamily::Linear => self.half * (self.half + 2),
            LayerFamily::Additive { .. } => self.network_size(),
            LayerFamily::Clamped { .. } => 2 * self.network_size(),
            LayerFamily::Sparse => self.half + self.network_size(),
        }
    }

    /// The least and the largest value of a parameter.
    pub(crate) fn range(&self, index: usize) -> (f64, f64) {
        let bound = self.bound();
        if self.family != LayerFamily::Sparse {
            return (-bound, bound);
        }
        if index < self.half {
            return (-bound, 0.0);
        }
        match self.mask.get(index - self.half) {
            Some(false) => (0.0, 0.0),
            _ => (-bound, bound),
        }
    }

    /// Parameters anywhere, or at the ends of their ranges, or all at the upper one.
    pub(crate) fn draw(&self, random: &mut ChaCha8Rng) -> Vec<f64> {
        let kind = random.random_range(0..4);
        let mut one = |index| {
            let (low, high) = self.range(index);
            match kind {
                0 | 1 => low + (high - low) * random.random::<f64>(),
                2 if random.random() => low,
                _ => high,
            }
        };
        (0..self.parameters()).map(&mut one).collect()
    }

    /// Parameters at most `distance` from these, in a cell around them or all to one side.
    pub(crate) fn near(&self, parameters: &[f64], distance: f64, random: &mut ChaCha8Rng) -> Vec<f64> {
        let all_down: bool = random.random();
        let moved = parameters.iter().enumerate().map(|(index, parameter)| {
            let (low, high) = self.range(index);
            let step = if all_down { -1.0 } else { random.random_range(-1.0..=1.0) };
            (parameter + distance * step).clamp(low, high)
        });
        moved.collect()
    }

    /// The first half of x is read, the second one is written.
    pub(crate) fn apply(&self, parameters: &[f64], x: &[f64]) -> Vec<f64> {
        let m = self.half;
        let (read, written) = x.split_at(m);
        let new: Vec<f64> = match &self.family {
            LayerFamily::Linear => {
                let (scales, rest) = parameters.split_at(m);
                let (matrix, shift) = rest.split_at(m * m);
                let row = |i: usize| (0..m).map(|j| matrix[i * m + j] * read[j]).sum::<f64>();
                (0..m).map(|i| scales[i].exp() * written[i] + row(i) + shift[i]).collect()
            }
            LayerFamily::Additive { .. } => {
                let shift = self.network(parameters, read);
                (0..m).map(|i| written[i] + shift[i]).collect()
            }
            LayerFamily::Clamped { clamp, slope, .. } => {
                let (of_scale, of_shift) = parameters.split_at(self.network_size());
                let (scale, shift) = (self.network(of_scale, read), self.network(of_shift, read));
                let (clamp, slope) = (clamp.to_f64(), slope.to_f64());
                let moved = |i: usize| (slope * scale[i].tanh()).exp_m1() * written[i].clamp(-clamp, clamp);
                (0..m).map(|i| written[i] + moved(i) + shift[i]).collect()
            }
            LayerFamily::Sparse => {
                let (scales, of_shift) = parameters.split_at(m);
                let shift = self.network(of_shift, read);
                (0..m).map(|i| scales[i].exp() * written[i] + shift[i]).collect()
            }
        };
        [read, &new].concat()
    }

    /// W·relu(V·u + v) + w, the parameters in the order V, v, W, w, by rows.
    fn network(&self, parameters: &[f64], u: &[f64]) -> Vec<f64> {
        let (m, h) = (self.half, self.width);
        let (inner, rest) = parameters.split_at(h * m);
        let (inner_shift, rest) = rest.split_at(h);
        let (outer, outer_shift) = rest.split_at(m * h);
        let sum = |k: usize| (0..m).map(|j| inner[k * m + j] * u[j]).sum::<f64>();
        let neuron = |k: usize| (sum(k) + inner_shift[k]).max(0.0);
        let neurons: Vec<f64> = (0..h).map(neuron).collect();
        (0..m).map(|i| (0..h).map(|k| outer[i * h + k] * neurons[k]).sum::<f64>() + outer_shift[i]).collect()
    }

    /// Layer after layer, the halves changing places between them.
    pub(crate) fn flow(&self, layers: &[Vec<f64>], x: &[f64]) -> Vec<f64> {
        let mut x = x.to_vec();
        for parameters in layers {
            x = self.apply(parameters, &x);
            x.rotate_left(self.half);
        }
        x
    }
}

pub(crate) fn norm(x: &[f64]) -> f64 {
    x.iter().map(|entry| entry * entry).sum::<f64>().sqrt()
}

pub(crate) fn distance(x: &[f64], y: &[f64]) -> f64 {
    x.iter().zip(y).map(|(x, y)| (x - y).powi(2)).sum::<f64>().sqrt()
}

/// a, b, a', b', rounded up.
pub(crate) fn constants_of(form: &Form) -> [f64; 4] {
    let found = constants(&form.problem());
    [&found.offset, &found.lipschitz, &found.change, &found.change_slope].map(|ball| ball.upper().to_f64())
}
