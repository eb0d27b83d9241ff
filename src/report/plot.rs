//! Depth against norm as a picture, SVG or PNG: on the left the smallest norm found for each number of layers, on the
//! right the norm of five layers against the error.
//!
//! The letters of a PNG are those of a font inside the program, so a machine without fonts draws the same picture.

use std::ops::{Range, RangeInclusive};
use std::path::Path;

use plotters::coord::Shift;
use plotters::coord::combinators::WithKeyPoints;
use plotters::prelude::*;
use plotters::style::{FontStyle, register_font};

use crate::linear::depth_norm::{BlowUp, DepthNorm, LAYERS, Row};

/// The size in pixels.
const SIZE: (u32, u32) = (1400, 720);
/// What the font is called in the picture. The viewer of an SVG takes the first that it has: the font inside the program,
/// one with the same widths, or its own.
const FONT: &str = "DejaVu Sans, Verdana, sans-serif";
/// Colours that are told apart without red and green.
const COLOURS: [RGBColor; 8] = [
    RGBColor(0, 114, 178),
    RGBColor(213, 94, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(230, 159, 0),
    RGBColor(86, 180, 233),
    RGBColor(90, 90, 90),
    RGBColor(0, 0, 0),
];

/// The norms that the left axis names.
const TICKS: [f64; 15] = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.8, 1.0, 1.5, 2.0, 3.0, 4.0, 5.0, 7.0, 10.0];

/// What the name of the file asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum PictureFormat {
    Svg,
    Png,
}

impl PictureFormat {
    /// From the extension; `None` for any other.
    pub(crate) fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()? {
            "svg" => Some(Self::Svg),
            "png" => Some(Self::Png),
            _ => None,
        }
    }
}

/// Why there is no picture, in words.
type Failed = Box<dyn std::error::Error + Send + Sync>;

/// The bytes of the picture's file.
pub(crate) fn depth_norm_picture(table: &DepthNorm, format: PictureFormat) -> Result<Vec<u8>, Failed> {
    register_font(FONT, FontStyle::Normal, dejavu::sans::regular())
        .map_err(|_| "the font inside is not readable")?;
    match format {
        PictureFormat::Svg => {
            let mut text = String::new();
            draw(&SVGBackend::with_string(&mut text, SIZE).into_drawing_area(), table)?;
            Ok(text.into_bytes())
        }
        PictureFormat::Png => {
            let (width, height) = SIZE;
            let mut pixels = vec![0; (width * height * 3) as usize];
            draw(&BitMapBackend::with_buffer(&mut pixels, SIZE).into_drawing_area(), table)?;
            encoded(&pixels)
        }
    }
}

/// Pixels as a PNG file.
fn encoded(pixels: &[u8]) -> Result<Vec<u8>, Failed> {
    let mut bytes = Vec::new();
    let mut encoder = png::Encoder::new(&mut bytes, SIZE.0, SIZE.1);
    encoder.set_color(png::ColorType::Rgb);
    encoder.set_depth(png::BitDepth::Eight);
    let mut writer = encoder.write_header()?;
    writer.write_image_data(pixels)?;
    writer.finish()?;
    Ok(bytes)
}

fn draw<B: DrawingBackend>(area: &DrawingArea<B, Shift>, table: &DepthNorm) -> Result<(), Failed>
where
    B::ErrorType: 'static,
{
    area.fill(&WHITE)?;
    let (left, right) = area.split_horizontally(SIZE.0 as i32 * 11 / 20);
    draw_found(&left, &table.rows)?;
    draw_blow_ups(&right, table)?;
    area.present()?;
    Ok(())
}

/// One line with its points and its name.
struct Line<'a> {
    name: &'a str,
    points: Vec<(f64, f64)>,
    colour: RGBColor,
    hollow: bool,
}

impl<'a> Line<'a> {
    /// The colour is that of the row of this name, in both panels.
    fn new(name: &'a str, rows: &[Row], points: Vec<(f64, f64)>) -> Self {
        let place = rows.iter().position(|row| row.instance.name == name).unwrap_or(0);
        let colour = COLOURS[place % COLOURS.len()];
        Self { name, points, colour, hollow: place / COLOURS.len() % 2 == 1 }
    }
}

/// (K, norm) for every K with a product.
fn points(row: &Row) -> Vec<(f64, f64)> {
    LAYERS.zip(&row.found).filter_map(|(layers, found)| Some((layers as f64, found.as_ref()?.norm))).collect()
}

fn draw_found<B: DrawingBackend>(area: &DrawingArea<B, Shift>, rows: &[Row]) -> Result<(), Failed>
where
    B::ErrorType: 'static,
{
    let lines: Vec<Line<'_>> =
        rows.iter().map(|row| Line::new(&row.instance.name, rows, points(row))).collect();
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
    let lines: Vec<Line<'_>> = blow_ups.iter().map(|it| Line::new(&it.name, rows, points(it))).collect();
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

/// A logarithmic axis that names those of the ticks that are on it; others would be drawn outside of the panel.
fn logarithmic(range: Range<f64>, ticks: Vec<f64>) -> WithKeyPoints<LogCoord<f64>> {
    let ticks = ticks.into_iter().filter(|tick| range.contains(tick)).collect();
    range.log_scale().with_key_points(ticks)
}

fn powers(exponents: RangeInclusive<i32>) -> Vec<f64> {
    exponents.map(|exponent| 10_f64.powi(exponent)).collect()
}

fn range(lines: &[Line<'_>]) -> (f64, f64) {
    let norms = lines.iter().flat_map(|line| line.points.iter().map(|point| point.1));
    let (least, largest) = norms.fold((f64::INFINITY, 0.0_f64), |(low, high), y| (low.min(y), high.max(y)));
    if least <= largest { (least, largest) } else { (0.5, 2.0) }
}

fn draw_lines<'a, B: DrawingBackend + 'a, X, Y>(
    chart: &mut ChartContext<'a, B, Cartesian2d<X, Y>>,
    lines: &[Line<'_>],
) -> Result<(), Failed>
where
    B::ErrorType: 'static,
    X: Ranged<ValueType = f64>,
    Y: Ranged<ValueType = f64>,
{
    for line in lines {
        let colour = line.colour;
        let point = if line.hollow { colour.stroke_width(2) } else { colour.filled() };
        chart.draw_series(LineSeries::new(line.points.clone(), colour.stroke_width(2)))?;
        chart.draw_series(line.points.iter().map(|&place| Circle::new(place, 4, point)))?;
        // The name's mark in the legend is that of the line.
        chart.draw_series(std::iter::empty::<Circle<(f64, f64), i32>>())?.label(line.name).legend(
            move |(x, y)| {
                EmptyElement::at((x, y))
                    + PathElement::new(vec![(0, 0), (24, 0)], colour.stroke_width(2))
                    + Circle::new((12, 0), 4, point)
            },
        );
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .legend_area_size(34)
        .background_style(WHITE)
        .border_style(RGBColor(200, 200, 200))
        .label_font((FONT, 15))
        .draw()?;
    Ok(())
}
