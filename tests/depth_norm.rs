//! **The search for small shifts**: what it gives is a factorization, reaches the values that are known, and depends on
//! nothing but its seed.

use std::sync::OnceLock;

use flowcert::coupling::{Flow, Half};
use flowcert::linear::depth_norm::{DepthNorm, Effort, LAYERS, Row, TOLERANCE, table};
use flowcert::matrix::DMatrix;
use flowcert::scalar::{Field, Rational};

fn quick() -> &'static DepthNorm {
    static TABLE: OnceLock<DepthNorm> = OnceLock::new();
    TABLE.get_or_init(|| table(&Effort::quick(), &|_| ()))
}

fn row(name: &str) -> &'static Row {
    quick().rows.iter().find(|row| row.instance.name == name).expect("a row of this name")
}

fn norm(name: &str, layers: usize) -> f64 {
    row(name).found[layers - LAYERS.start()].as_ref().expect("a product").norm
}

/// The matrix of additive layers, as a product of block matrices: written for this test alone.
fn product<F: Field>(
    flow: &Flow<F>,
    multiply: impl Fn(&DMatrix<F>, &DMatrix<F>) -> DMatrix<F>,
) -> DMatrix<F> {
    let (first, size) = (flow.partition().first, flow.partition().size());
    let mut product = DMatrix::identity(size, size);
    for layer in flow.layers() {
        let mut factor = DMatrix::identity(size, size);
        let corner = if layer.writes == Half::First { (0, first) } else { (first, 0) };
        factor.view_mut(corner, layer.shift.shape()).copy_from(&layer.shift);
        product = multiply(&factor, &product);
    }
    product
}

#[test]
fn what_is_found_is_a_factorization_with_the_norm_that_is_printed() {
    for row in &quick().rows {
        for (layers, found) in LAYERS.zip(&row.found) {
            let Some(found) = found else { continue };
            assert!(found.flow.layers().len() <= layers, "{}", row.instance.name);
            assert!(found.flow.layers().iter().flat_map(|layer| &layer.scale).all(|scale| *scale == 1.0));
            let difference = product(&found.flow, |one, other| one * other) - &row.instance.matrix;
            assert!(
                difference.norm() <= 2.0 * TOLERANCE * row.instance.matrix.norm(),
                "{}",
                row.instance.name
            );
            let norms = found.flow.layers().iter().map(|layer| layer.shift.singular_values().max());
            let largest = norms.fold(0.0, f64::max);
            assert!((largest - found.norm).abs() < 1e-9 * largest, "{}: {largest}", row.instance.name);
        }
    }
}

/// A product that is off by a little is not mistaken for a factorization.
#[test]
fn a_changed_layer_is_seen() {
    let found = row("R₉₀ ⊕ I₂").found[1].as_ref().expect("six layers");
    let mut layers = found.flow.layers().to_vec();
    layers[2].shift[(0, 0)] += 1e-9;
    let changed = Flow::new(found.flow.partition(), layers).expect("the same shapes");
    let difference = product(&changed, |one, other| one * other) - &row("R₉₀ ⊕ I₂").instance.matrix;
    assert!(difference.norm() > 2.0 * TOLERANCE * 2.0, "{}", difference.norm());
}

#[test]
fn known_values_are_reached() {
    for (name, layers, expected) in [
        ("−I, n = 4", 5, 2_f64.sqrt()),
        ("−I, n = 4", 6, 1.0),
        ("−I, n = 4", 10, 2.0 * (std::f64::consts::PI / 10.0).sin()),
        ("R₉₀ ⊕ I₂", 6, 1.189),
        ("−I₂ ⊕ I₂", 6, 1.495),
    ] {
        let norm = norm(name, layers);
        assert!((norm - expected).abs() < 2e-3, "{name}, {layers} layers: {norm}");
    }
}

#[test]
fn more_layers_are_never_worse_and_five_are_excluded_for_witnesses_only() {
    assert!(quick().rows.iter().any(|row| row.instance.witness));
    for row in &quick().rows {
        assert_eq!(row.found.len(), LAYERS.count());
        assert_eq!(row.found[0].is_none(), row.instance.witness, "{}", row.instance.name);
        let norms: Vec<f64> = row.found.iter().flatten().map(|found| found.norm).collect();
        assert!(norms.len() >= 5 && norms.is_sorted_by(|one, other| one >= other), "{norms:?}");
        // No construction without scales is better than what is found with as many layers.
        for form in row.closed_forms.iter().filter(|form| form.mode.name() == "additive") {
            if let Some(Some(found)) = form.layers().checked_sub(5).and_then(|place| row.found.get(place)) {
                assert!(found.norm <= form.norm * (1.0 + 1e-3), "{}, {}", row.instance.name, form.name);
            }
        }
    }
}

#[test]
fn five_layers_blow_up_at_the_witnesses_and_no_slower_than_is_proved() {
    let effort = Effort::quick();
    assert_eq!(quick().blow_ups.len(), quick().rows.iter().filter(|row| row.instance.witness).count());
    for blow_up in &quick().blow_ups {
        let matrix = row(&blow_up.name).instance.matrix.map(|entry| entry.to_rational());
        assert_eq!(blow_up.norms.iter().map(|it| it.allowed).collect::<Vec<_>>(), effort.errors);
        for it in &blow_up.norms {
            assert_eq!(it.flow.layers().len(), 5);
            let difference = product(&it.flow, |one, other| one * other) - &matrix;
            let error =
                difference.map(|entry: Rational| entry.to_f64()).norm() / matrix.map(|it| it.to_f64()).norm();
            assert!(0.0 < error && error <= it.allowed, "{}: {error}", blow_up.name);
            let norms = it
                .flow
                .layers()
                .iter()
                .map(|layer| layer.shift.map(|it| it.to_f64()).singular_values().max());
            let largest = norms.fold(0.0, f64::max);
            assert!((largest - it.norm).abs() < 1e-6 * largest, "{}: {largest}", blow_up.name);
            assert!(it.lower_bound <= it.norm, "{}: {} > {}", blow_up.name, it.lower_bound, it.norm);
            assert_eq!(
                it.closed_form.is_some(),
                blow_up.name.ends_with("⊕ I₂") && !blow_up.name.contains("diag")
            );
            if let Some(form) = &it.closed_form {
                assert_eq!(form.flow.layers().len(), 5);
                let difference = product(&form.flow, |one, other| one * other) - &matrix;
                let error = difference.map(|entry: Rational| entry.to_f64()).norm();
                assert!(
                    error <= it.allowed * matrix.map(|it| it.to_f64()).norm(),
                    "{}: {error}",
                    blow_up.name
                );
                assert!(
                    it.lower_bound <= form.norm && form.norm <= (1.0 + 4.0 * it.allowed) * it.norm,
                    "{}: {}",
                    blow_up.name,
                    form.norm
                );
            }
        }
        assert!((blow_up.fit.exponent - 1.0).abs() < 0.02, "{:?}", blow_up.fit);
        assert!(blow_up.norms.last().is_some_and(|last| last.lower_bound > 10.0), "{}", blow_up.name);
    }
}

#[test]
fn the_result_depends_neither_on_the_run_nor_on_the_number_of_threads() {
    for threads in [1, 3] {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("threads");
        let again = pool.install(|| table(&Effort::quick(), &|_| ()));
        assert!(again == *quick(), "{threads} threads");
    }
}
