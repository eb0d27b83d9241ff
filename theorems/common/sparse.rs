//! Products of layers with many zeros, and matrices with blocks of low rank.

use flowcert::coupling::{Flow, Half, Layer, Mode, Partition};
use flowcert::matrix::exact::ExactField;
use flowcert::matrix::{Blocks, DMatrix};
use flowcert::scalar::Field;

use super::Draw;

/// A layer with many zeros, so that the products have blocks of every rank.
fn sparse_layer<F: Field>(draw: &mut Draw, partition: Partition, writes: Half, mode: Mode) -> Layer<F> {
    let (rows, columns) = (partition.length(writes), partition.length(writes.other()));
    let keep = 1 + draw.below(3);
    let shift = DMatrix::from_fn(rows, columns, |_, _| {
        if draw.below(3) < keep { F::from_i64(draw.integer(2)) } else { F::zero() }
    });
    let scale = (0..rows).map(|_| sparse_scale(draw, mode)).collect();
    Layer { writes, shift, scale }
}

fn sparse_scale<F: Field>(draw: &mut Draw, mode: Mode) -> F {
    let number = F::from_i64(1 + draw.below(2) as i64);
    match mode {
        _ if number.is_zero() => F::one(),
        Mode::Positive => number,
        Mode::Signed if draw.coin() => -number,
        Mode::Signed => number,
        _ => F::one(),
    }
}

/// `layers` of them that write the halves in turn.
pub(crate) fn sparse_word<F: Field>(
    draw: &mut Draw,
    partition: Partition,
    layers: usize,
    mode: Mode,
) -> Flow<F> {
    let mut flow = Flow::identity(partition);
    let mut writes = if draw.coin() { Half::First } else { Half::Second };
    for _ in 0..layers {
        flow.push(sparse_layer(draw, partition, writes, mode));
        writes = writes.other();
    }
    flow
}

/// Block diagonal, block triangular, or with blocks of low rank beside the diagonal.
pub(crate) fn structured<F: ExactField>(
    draw: &mut Draw,
    Partition { first, second }: Partition,
) -> DMatrix<F> {
    loop {
        let mut entries = |rows: usize, columns: usize, chance: usize| {
            DMatrix::from_fn(rows, columns, |_, _| {
                if draw.below(4) < chance { F::from_i64(draw.integer(2)) } else { F::zero() }
            })
        };
        let (a, d) = (entries(first, first, 2), entries(second, second, 2));
        let [b, c] = [(first, second), (second, first)]
            .map(|(rows, columns)| F::multiply(&entries(rows, 1, 2), &entries(1, columns, 2)));
        let matrix = Blocks { a, b, c, d }.join();
        if !F::determinant(&matrix).is_zero() {
            return matrix;
        }
    }
}
