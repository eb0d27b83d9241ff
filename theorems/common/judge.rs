//! The judge of a factorization: it believes nothing that the construction says.

use flowcert::coupling::{Flow, Mode};
use flowcert::linear::six::{self, SixLayers, Strategy};
use flowcert::matrix::DMatrix;
use flowcert::matrix::exact::ExactField;
use flowcert::scalar::Field;
use flowcert_check::{check_bytes, check_factorization, write};

pub(crate) const STRATEGIES: [Strategy; 2] = [Strategy::Small, Strategy::Fewest];

/// Every mode that reaches a matrix of this determinant.
pub(crate) fn modes_of<F: Field>(determinant: &F) -> Vec<Mode> {
    let additive = determinant.is_one().then_some(Mode::Additive);
    let positive = (determinant.is_positive() == Some(true)).then_some(Mode::Positive);
    additive.into_iter().chain(positive).chain([Mode::Signed]).collect()
}

/// The matrix with one column divided by the determinant: determinant 1.
pub(crate) fn made_unimodular<F: ExactField>(matrix: &DMatrix<F>, column: usize) -> DMatrix<F> {
    let inverse = F::determinant(matrix).inverse().expect("the families are invertible");
    let mut result = matrix.clone();
    for entry in &mut result.column_mut(column) {
        *entry = entry.times(&inverse);
    }
    result
}

/// Factors the matrix and checks all that Theorem 1 says of it, in this program and by the checker.
pub(crate) fn factored<F: ExactField>(
    matrix: &DMatrix<F>,
    mode: Mode,
    strategy: Strategy,
    seed: u64,
) -> SixLayers<F> {
    let case = || format!("{mode}, {strategy:?}, seed {seed}, over {:?}: {matrix}", F::order());
    let found =
        six::construct(matrix, mode, strategy, seed).unwrap_or_else(|error| panic!("{error}: {}", case()));
    let (layers, bound) = (found.flow.layers().len(), six::bound(matrix.nrows() / 2));
    assert!(layers <= bound, "{layers} layers by {:?}, not at most {bound}: {}", found.route, case());
    assert!(found.flow.matrix() == *matrix, "{:?}: another product: {}", found.route, case());
    assert_scales(&found.flow, mode, &case);
    let verified = check_factorization(&six::certify(matrix, mode, &found.flow))
        .unwrap_or_else(|rejection| panic!("{rejection}: {}", case()));
    assert_eq!((verified.mode, verified.layers), (mode, layers));
    found
}

/// Every scale is of the mode, and the scales multiply to the determinant of the matrix.
pub(crate) fn assert_scales<F: ExactField>(flow: &Flow<F>, mode: Mode, case: &impl Fn() -> String) {
    let of_mode = |scale: &F| match mode {
        Mode::Additive => scale.is_one(),
        Mode::Positive => scale.is_positive() == Some(true),
        Mode::Signed => !scale.is_zero(),
        Mode::Singular => true,
    };
    assert!(
        flow.layers().iter().flat_map(|layer| &layer.scale).all(of_mode),
        "a scale of another mode: {}",
        case()
    );
    assert!(flow.determinant() == F::determinant(&flow.matrix()), "another determinant: {}", case());
}

/// [`factored`] with both strategies, in every mode that reaches the matrix.
pub(crate) fn assert_six_layers<F: ExactField>(matrix: &DMatrix<F>, seed: u64) {
    for mode in modes_of(&F::determinant(matrix)) {
        for strategy in STRATEGIES {
            factored(matrix, mode, strategy, seed);
        }
    }
}

/// The certificate written to bytes, read and checked.
pub(crate) fn assert_verified_from_bytes<F: ExactField>(matrix: &DMatrix<F>, mode: Mode, flow: &Flow<F>) {
    let mut bytes = Vec::new();
    write(&six::certify(matrix, mode, flow).into(), &mut bytes).expect("a vector takes every byte");
    let verified = check_bytes(&bytes).unwrap_or_else(|rejection| panic!("{rejection}: {matrix}"));
    assert_eq!(verified.into_factorization().map(|product| product.layers), Some(flow.layers().len()));
}
