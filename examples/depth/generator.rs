//! A shallow generator of sixteen Gaussians in four dimensions, and the flow for the same mixture:
//! `cargo run --example generator -- generator.safetensors`; then `load_generator.py generator.safetensors`.

use std::path::Path;

use flowcert::depth::{Means, Mixture, flow, generator};
use flowcert::scalar::Rational;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    // All sign vectors ±1/2 of length four; σ = 1/100.
    let words: Vec<Vec<bool>> =
        (0..16).map(|word| (0..4).map(|bit| word >> bit & 1 == 1).collect()).collect();
    let mixture = Mixture::new(Means::signs(&words)?, Rational::from((1, 10_000)))?;

    let made = generator::construct(&mixture, &Rational::from((1, 1024)))?;
    println!("generator: one hidden layer of {} neurons", made.neurons());
    println!("  {} weights other than 0", made.network()?.nonzero_weights());
    println!("  W1 at most {:.4}, ramps of width {}", made.bound().upper().to_f64(), made.ramp_width());

    let made_by_flow = flow::construct(&mixture, &Rational::from((1, 16)), 8, flow::Units::Relu)?;
    println!(
        "flow: {} layers of at most {} parameters",
        made_by_flow.layers().len(),
        made_by_flow.largest_layer()
    );
    println!("  W1 at most {:.4}", made_by_flow.bound().upper().to_f64());

    if let Some(path) = std::env::args().nth(1) {
        generator::write_safetensors(&made, Path::new(&path))?;
        println!("{path} is written");
    }
    Ok(())
}
