//! How wide the image of a point is.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::{Ball, Domain, FUNCTIONS, Float, Function};

const SAMPLES: usize = 300;

/// The width in units of the last place of the end that is nearer to zero: 1 where the ends are neighbours.
fn ulps(ball: &Ball) -> f64 {
    let width = ball.width();
    if width.is_zero() {
        return 0.0;
    }
    let nearer = ball.abs().lower;
    let shift =
        nearer.get_exp().expect("a finite end other than zero") - i32::try_from(nearer.prec()).unwrap();
    (width >> shift).to_f64()
}

/// A random argument: its size is spread evenly over the exponents at which the function is neither trivial nor out of
/// the range of floats.
fn sample(function: &Function, precision: u32, random: &mut ChaCha8Rng) -> Float {
    // A root, so that all digits are random in any precision.
    let digits = Float::with_val(precision, 1.0 + 3.0 * random.random::<f64>()).sqrt();
    let number = match (function.domain, function.name) {
        (Domain::Probability, _) => return digits >> random.random_range(2..1000),
        (_, "exp" | "erf" | "erfc" | "Φ") => digits << random.random_range(-30..7),
        _ => digits << random.random_range(-1000..1000),
    };
    if function.domain == Domain::Positive || random.random() { number } else { -number }
}

/// The widest image and the argument that has it.
fn widest(function: &Function, precision: u32) -> (f64, Float) {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    let mut widest = (0.0, Float::new(precision));
    for _ in 0..SAMPLES {
        let x = sample(function, precision, &mut random);
        let width = ulps(&(function.enclose)(&Ball::at(&x)));
        if width > widest.0 {
            widest = (width, x);
        }
    }
    widest
}

/// Prints, with `--nocapture`: function, precision in bits, largest width in units of the last place.
#[test]
fn the_image_of_a_point_is_narrow() {
    println!("{:14} {:>9} {:>12}", "function", "precision", "widest, ulps");
    for function in &FUNCTIONS {
        for precision in [24, 53, 113, 256] {
            let (width, x) = widest(function, precision);
            println!("{:14} {precision:>9} {width:>12}", function.name);
            assert!(width <= f64::from(function.ulps), "{}: {width} ulps at {x}", function.name);
            // A table of zeros would show that nothing was measured.
            assert!(function.ulps == 0 || width > 0.0, "{}: no width at all", function.name);
        }
    }
}
