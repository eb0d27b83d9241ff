//! The library without the command line: `cargo run --no-default-features --example library`.
//!
//! Replaces a 1×1 convolution of four channels by six couplings, and inverts them.

use flowcert::coupling::Mode;
use flowcert::linear::six::{self, Strategy};
use flowcert::matrix::DMatrix;
use flowcert::scalar::Rational;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let weight = DMatrix::from_row_slice(
        4,
        4,
        &[
            (1, 2),
            (1, 3),
            (0, 1),
            (-1, 4),
            (0, 1),
            (1, 1),
            (2, 5),
            (0, 1),
            (3, 4),
            (0, 1),
            (1, 1),
            (1, 6),
            (0, 1),
            (-1, 2),
            (0, 1),
            (1, 1),
        ]
        .map(Rational::from),
    );
    let mode = six::default_mode(&weight)?;
    let found = six::construct(&weight, mode, Strategy::Small, 0)?;
    for layer in found.flow.layers() {
        println!(
            "writes the {} half: shift {:?}, scale {:?}",
            layer.writes.name(),
            layer.shift.as_slice(),
            layer.scale
        );
    }
    assert_eq!(mode, Mode::Positive);
    assert_eq!(found.flow.matrix(), weight);

    let x = DMatrix::from_column_slice(4, 1, &[1, 2, 3, 4].map(Rational::from));
    let y = found.flow.apply(&x)?;
    assert_eq!(found.flow.inverse()?.apply(&y)?, x);

    let verified = flowcert_check::check_factorization(&six::certify(&weight, mode, &found.flow))?;
    println!("{verified}");
    Ok(())
}
