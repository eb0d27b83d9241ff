//! Depth against norm as a picture: on the left the smallest norm found for each number of layers, on the right the norm of
//! five layers against the error.

use plotters::coord::Shift;
use plotters::prelude::*;

use super::{COLOURS, FONT, Failed, Line, Picture, draw_lines, logarithmic, powers, range};
use crate::linear::depth_norm::{BlowUp, DepthNorm, LAYERS, Row};

/// The norms that the left axis names.
const TICKS: [f64; 15] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0];

impl Picture for DepthNorm {
    fn draw<B: DrawingBackend>(&self, area: &DrawingArea<B, Shift>) -> Result<(), Failed>
    where
        B::ErrorType: 'static,
    {
        let (width, _) = area.dim_in_pixel();
        let (left, right) = area.split_horizontally(width as i32 * 11 / 20);
        draw_found(&left, &self.rows)?;
        draw_blow_ups(&right, self)
    }
}

/// The colour is that of the row of this name, in both panels.
fn line<'a>(name: &'a str, rows: &[Row], points: Vec<(f64, f64)>) -> Line<'a> {
    let place = rows.iter().position(|row| row.instance.name == name).unwrap_or(0);
    Line { name, points, colour: COLOURS[place % COLOURS.len()], hollow: place / COLOURS.len() % 2 == 1 }
}

/// (K, norm) for every K with a product.
fn points(row: &Row) -> Vec<(f64, f64)> {
    LAYERS.zip(&row.found).filter_map(|(layers, found)| Some((layers as f64, found.as_ref()?.norm))).collect()
}

fn draw_found<B: DrawingBackend>(area: &DrawingArea<B, Shift>, rows: &[Row]) -> Result<(), Failed>
where
    B::ErrorType: 'static,
{
    let lines: Vec<Line<'_>> = rows.iter().map(|row| line(&row.instance.name, rows, points(row))).collect();
    let (least, largest) = range(&lines);
    // Room on the right for the names.
    let mut chart = ChartBuilder::on(area)
        .caption("Smallest largest norm found, K additive layers (empirical)", (FONT, 20))
        .margin(12)
        .x_label_area_size(45)
        .y_label_area_size(60)
        .build_cartesian_2d(4.7..12.6_f64, logarithmic(least / 1.2..largest * 1.2, TICKS.to_vec()))?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .x_labels(9)
        .x_label_formatter(&|layers| {
            if LAYERS.contains(&(*layers as usize)) { layers.to_string() } else { String::new() }
        })
        .x_desc("layers K")
        .y_desc("largest spectral norm of a shift")
        .y_label_formatter(&|norm| format!("{norm}"))
        .label_style((FONT, 15))
        .axis_desc_style((FONT, 16))
        .light_line_style(WHITE)
        .draw()?;
    draw_lines(&mut chart, &lines)?;
    Ok(())
}

fn draw_blow_ups<B: DrawingBackend>(area: &DrawingArea<B, Shift>, table: &DepthNorm) -> Result<(), Failed>
where
    B::ErrorType: 'static,
{
    let DepthNorm { rows, blow_ups } = table;
    let points = |it: &BlowUp| it.norms.iter().map(|norm| (norm.allowed, norm.norm)).collect();
    let lines: Vec<Line<'_>> = blow_ups.iter().map(|it| line(&it.name, rows, points(it))).collect();
    let (least, largest) = range(&lines);
    let errors = lines.iter().flat_map(|line| line.points.iter().map(|point| point.0));
    let (low, high) = errors.fold((f64::INFINITY, 0.0_f64), |(low, high), x| (low.min(x), high.max(x)));
    let mut chart = ChartBuilder::on(area)
        .caption("Five layers near a matrix that they cannot make", (FONT, 20))
        .margin(12)
        .x_label_area_size(45)
        .y_label_area_size(70)
        .build_cartesian_2d(
            logarithmic(low / 2.0..high * 2.0, powers(-12..=0)),
            logarithmic(least / 2.0..largest * 2.0, powers(-3..=12)),
        )?;
    chart
        .configure_mesh()
        .x_desc("relative error ε")
        .y_desc("largest spectral norm of a shift (empirical)")
        .x_label_formatter(&|error| format!("{error:.0e}"))
        .y_label_formatter(&|norm| format!("{norm:.0e}"))
        .label_style((FONT, 15))
        .axis_desc_style((FONT, 16))
        .light_line_style(WHITE)
        .draw()?;
    draw_lines(&mut chart, &lines)?;
    Ok(())
}
