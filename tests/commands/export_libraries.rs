//! `flowcert export`: the names of each library's layers, and what these layers make of the numbers.
//!
//! The layers are computed here as the libraries compute them; examples/interop/ runs the libraries themselves.

use nalgebra::{DMatrix, DVector};
use proptest::prelude::*;
use serde_json::{Value, json};

use super::exported::Exported;
use crate::common::weights::Weights;

#[test]
fn names_for_normflows() {
    let (weights, _) = Exported::of_many_signs().to("normflows", &[]);
    let signs =
        ["L F32 [4, 4]", "P F32 [4, 4]", "U F32 [4, 4]", "eye F32 [4, 4]", "log_S F32 [4]", "sign_S F32 [4]"];
    let mut expected: Vec<String> = signs.iter().map(|tensor| format!("flows.0.{tensor}")).collect();
    expected.sort();
    for (flow, tensors) in [
        (1, &["bias F32 [4]", "weight F32 [4, 2]"][..]),
        (2, &["bias F32 [4]", "weight F32 [4, 2]"]),
        (3, &["weight F32 [2, 2]"]),
        (4, &["bias F32 [4]", "weight F32 [4, 2]"]),
    ] {
        expected.extend(tensors.iter().map(|tensor| format!("flows.{flow}.flows.1.param_map.{tensor}")));
    }
    assert_eq!(weights.signatures(), expected);
    assert_eq!(weights.about["container"], "NormalizingFlow");
    assert_eq!(weights.layers()[0]["arguments"], json!({ "num_channels": 4, "use_lu": true }));
    let arguments = json!({ "scale": false, "scale_map": "exp", "split_mode": "channel" });
    assert_eq!(weights.layers()[3]["arguments"], arguments);
}

#[test]
fn names_for_nflows() {
    let (weights, _) = Exported::of_many_signs().to("nflows", &[]);
    let mut expected = vec!["_transforms.0.q_vectors F32 [2, 4]".to_owned()];
    for scaling in [1, 3, 6] {
        expected.push(format!("_transforms.{scaling}._scale F32 [4]"));
        expected.push(format!("_transforms.{scaling}._shift F32 []"));
    }
    for shift in [2, 4, 5, 7] {
        for tensor in
            ["identity_features I64 [2]", "transform_features I64 [2]", "transform_net.weight F32 [2, 2]"]
        {
            expected.push(format!("_transforms.{shift}.{tensor}"));
        }
    }
    expected.sort();
    assert_eq!(weights.signatures(), expected);
    assert_eq!(weights.about["container"], "CompositeTransform");
    assert_eq!(weights.layers()[2]["arguments"]["mask"], json!([0, 0, 1, 1]));
    assert_eq!(weights.layers()[1]["scale"], json!([4]));
}

#[test]
fn names_for_freia() {
    let (weights, _) = Exported::of_many_signs().to("freia", &[]);
    let mut expected = vec![
        "module_list.0.M F32 [4, 4]".to_owned(),
        "module_list.0.M_inv F32 [4, 4]".to_owned(),
        "module_list.0.logDetM F32 []".to_owned(),
    ];
    // second; first, second; first.
    for block in [1, 2, 3] {
        for subnet in ["subnet1", "subnet2"] {
            expected.push(format!("module_list.{block}.{subnet}.bias F32 [4]"));
            expected.push(format!("module_list.{block}.{subnet}.weight F32 [4, 2]"));
        }
    }
    assert_eq!(weights.signatures(), expected);
    assert_eq!(weights.about["container"], "SequenceINN");
    let arguments = json!({ "clamp": 1.0, "clamp_activation": "identity", "split_len": 2 });
    assert_eq!(weights.layers()[1]["arguments"], arguments);
}

#[test]
fn weights_of_convolutions_have_two_more_sides() {
    let exported = Exported::new([1, 1], &json!([{ "writes": "first", "shift": [["5"]], "scale": ["2"] }]));
    for (target, tensor) in [
        ("safetensors", "layers.0.shift F64 [1, 1, 1, 1]"),
        ("safetensors", "layers.0.scale F64 [1, 1, 1]"),
        ("normflows", "flows.0.flows.1.param_map.weight F32 [2, 1, 1, 1]"),
        ("normflows", "flows.0.flows.1.param_map.bias F32 [2]"),
        ("nflows", "_transforms.0._scale F32 [2, 1, 1]"),
        ("nflows", "_transforms.1.transform_net.weight F32 [1, 1, 1, 1]"),
        ("freia", "module_list.0.subnet2.weight F32 [2, 1, 1, 1]"),
    ] {
        let (weights, _) = exported.to(target, &["--conv"]);
        assert!(weights.signatures().contains(&tensor.to_owned()), "{target}: {:?}", weights.signatures());
        assert_eq!(weights.about["images"], true);
    }
}

/// The two halves of every column, by the length of the first.
fn halves(x: &DMatrix<f64>, first: usize) -> (DMatrix<f64>, DMatrix<f64>) {
    (x.rows(0, first).into_owned(), x.rows(first, x.nrows() - first).into_owned())
}

fn joined(x1: &DMatrix<f64>, x2: &DMatrix<f64>) -> DMatrix<f64> {
    DMatrix::from_fn(x1.nrows() + x2.nrows(), x1.ncols(), |i, j| {
        if i < x1.nrows() { x1[(i, j)] } else { x2[(i - x1.nrows(), j)] }
    })
}

/// x · exp(logarithms) + shift, row by row.
fn affine(x: &DMatrix<f64>, logarithms: &DMatrix<f64>, shift: &DMatrix<f64>) -> DMatrix<f64> {
    DMatrix::from_fn(x.nrows(), x.ncols(), |i, j| x[(i, j)] * logarithms[(i, j)].exp() + shift[(i, j)])
}

/// weight·x + bias.
fn linear(weights: &Weights, name: &str, bias: bool, x: &DMatrix<f64>) -> DMatrix<f64> {
    let mut result = weights.matrix(&format!("{name}.weight")) * x;
    if bias {
        let bias = DVector::from_column_slice(weights.values(&format!("{name}.bias")));
        result.column_iter_mut().for_each(|mut column| column += &bias);
    }
    result
}

fn normflows(weights: &Weights, k: usize, layer: &Value, x: &DMatrix<f64>) -> DMatrix<f64> {
    if layer["class"] == "InvertibleAffine" {
        let [p, l, u] = ["P", "L", "U"].map(|factor| weights.matrix(&format!("flows.{k}.{factor}")));
        let [signs, logarithms] =
            ["sign_S", "log_S"].map(|name| weights.values(&format!("flows.{k}.{name}")));
        let diagonal = signs.iter().zip(logarithms).map(|(sign, logarithm)| sign * logarithm.exp());
        let l = l.lower_triangle().map_with_location(|i, j, entry| if i == j { 1.0 } else { entry });
        let u = u.upper_triangle().map_with_location(|i, j, entry| if i == j { 0.0 } else { entry });
        let u = u + DMatrix::from_diagonal(&DVector::from_iterator(x.nrows(), diagonal));
        // forward multiplies rows by the inverse, which is the matrix itself for signs
        return (p * l * u).transpose().try_inverse().expect("invertible") * x;
    }
    let arguments = &layer["arguments"];
    let first = x.nrows().div_ceil(2);
    let (x1, x2) = halves(x, first);
    let (read, written) = if arguments["split_mode"] == "channel" { (&x1, &x2) } else { (&x2, &x1) };
    let scaled = arguments["scale"] == true;
    let parameters = linear(weights, &format!("flows.{k}.flows.1.param_map"), scaled, read);
    let result = if scaled {
        let every_other = |start: usize| {
            DMatrix::from_fn(written.nrows(), x.ncols(), |i, j| parameters[(start + 2 * i, j)])
        };
        affine(written, &every_other(1), &every_other(0))
    } else {
        written + parameters
    };
    if arguments["split_mode"] == "channel" { joined(&x1, &result) } else { joined(&result, &x2) }
}

fn nflows(weights: &Weights, k: usize, layer: &Value, x: &DMatrix<f64>) -> DMatrix<f64> {
    let name = |tensor: &str| format!("_transforms.{k}.{tensor}");
    match layer["class"].as_str() {
        Some("HouseholderSequence") => {
            let reflections = weights.matrix(&name("q_vectors"));
            reflections
                .row_iter()
                .fold(x.clone(), |x, q| &x - q.transpose() * (2.0 / q.norm_squared()) * (q * &x))
        }
        Some("PointwiseAffineTransform") => {
            let (scale, shift) = (weights.values(&name("_scale")), weights.values(&name("_shift"))[0]);
            DMatrix::from_fn(x.nrows(), x.ncols(), |i, j| x[(i, j)] * scale[i] + shift)
        }
        _ => {
            let features = |tensor: &str| {
                weights.values(&name(tensor)).iter().map(|&feature| feature as usize).collect::<Vec<_>>()
            };
            let (read, written) = (features("identity_features"), features("transform_features"));
            let shift = linear(weights, &name("transform_net"), false, &x.select_rows(&read));
            let mut result = x.clone();
            for (row, &feature) in written.iter().enumerate() {
                let mut target = result.row_mut(feature);
                target += shift.row(row);
            }
            result
        }
    }
}

fn freia(weights: &Weights, k: usize, layer: &Value, x: &DMatrix<f64>) -> DMatrix<f64> {
    if layer["class"] == "FixedLinearTransform" {
        return weights.matrix(&format!("module_list.{k}.M")).transpose() * x;
    }
    let first = layer["arguments"]["split_len"].as_u64().expect("a length") as usize;
    let (x1, x2) = halves(x, first);
    let couple = |written: &DMatrix<f64>, read: &DMatrix<f64>, subnet: &str| {
        let (logarithms, shift) =
            halves(&linear(weights, &format!("module_list.{k}.{subnet}"), true, read), written.nrows());
        affine(written, &logarithms, &shift)
    };
    let y1 = couple(&x1, &x2, "subnet2");
    let y2 = couple(&x2, &y1, "subnet1");
    joined(&y1, &y2)
}

fn plain(weights: &Weights, k: usize, layer: &Value, x: &DMatrix<f64>) -> DMatrix<f64> {
    let first = weights.about["partition"][0].as_u64().expect("a length") as usize;
    let (x1, x2) = halves(x, first);
    let couple = |written: &DMatrix<f64>, read: &DMatrix<f64>| {
        let scale = DVector::from_column_slice(weights.values(&format!("layers.{k}.scale")));
        DMatrix::from_diagonal(&scale) * written + weights.matrix(&format!("layers.{k}.shift")) * read
    };
    if layer["writes"] == "first" { joined(&couple(&x1, &x2), &x2) } else { joined(&x1, &couple(&x2, &x1)) }
}

type Apply = fn(&Weights, usize, &Value, &DMatrix<f64>) -> DMatrix<f64>;

/// The product of the library's layers is the matrix, up to rounding.
#[track_caller]
fn assert_matrix(exported: &Exported, target: &str, apply: Apply) {
    let expected = exported.matrix();
    for (dtype, tolerance) in [("f32", 1e-5), ("f64", 1e-13)] {
        let (weights, _) = exported.to(target, &["--dtype", dtype]);
        let identity = DMatrix::identity(expected.nrows(), expected.ncols());
        let product =
            weights.layers().iter().enumerate().fold(identity, |x, (k, layer)| apply(&weights, k, layer, &x));
        let error = (&product - &expected).amax() / expected.amax();
        assert!(error <= tolerance, "{target}, {dtype}: {error}\n{}", exported.certificate);
    }
}

const TARGETS: [(&str, Apply); 4] =
    [("normflows", normflows), ("nflows", nflows), ("freia", freia), ("safetensors", plain)];

#[test]
fn the_layers_of_each_library_make_the_matrix() {
    for (target, apply) in TARGETS {
        assert_matrix(&Exported::of_many_signs(), target, apply);
    }
}

/// Layers that alternate, from either half, with scales of any sign, on 2 + 1 coordinates, which every library can cut so.
fn layers() -> impl Strategy<Value = Value> {
    let number = (1..=9_i32, 1..=9_i32, any::<bool>())
        .prop_map(|(p, q, negative)| rug::Rational::from((if negative { -p } else { p }, q)).to_string());
    let numbers = prop::collection::vec(number, 3);
    (any::<bool>(), prop::collection::vec(numbers, 1..=5)).prop_map(|(first, layers)| {
        let layer = |(k, numbers): (usize, Vec<String>)| {
            let [a, b, c] = numbers.try_into().expect("three numbers");
            if first == k.is_multiple_of(2) {
                json!({ "writes": "first", "shift": [[a], [b]], "scale": [c, "1"] })
            } else {
                json!({ "writes": "second", "shift": [[a, b]], "scale": [c] })
            }
        };
        layers.into_iter().enumerate().map(layer).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(24) })]

    #[test]
    fn whatever_the_signs(layers in layers()) {
        let exported = Exported::new([2, 1], &layers);
        for (target, apply) in TARGETS {
            assert_matrix(&exported, target, apply);
        }
    }
}
