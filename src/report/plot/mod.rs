//! Pictures, SVG or PNG.
//!
//! The letters of a PNG are those of a font inside the program, so a machine without fonts draws the same picture.

mod depth;
mod depth_norm;

use std::ops::{Range, RangeInclusive};
use std::path::Path;

use plotters::coord::Shift;
use plotters::coord::combinators::WithKeyPoints;
use plotters::prelude::*;
use plotters::style::{FontStyle, register_font};

pub(crate) use depth::DepthPicture;

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

/// What can be drawn.
pub(crate) trait Picture {
    /// Draws onto a white area of the size [`SIZE`].
    fn draw<B: DrawingBackend>(&self, area: &DrawingArea<B, Shift>) -> Result<(), Failed>
    where
        B::ErrorType: 'static;
}

/// The bytes of the picture's file.
pub(crate) fn picture(drawn: &impl Picture, format: PictureFormat) -> Result<Vec<u8>, Failed> {
    register_font(FONT, FontStyle::Normal, dejavu::sans::regular())
        .map_err(|_| "the font inside is not readable")?;
    match format {
        PictureFormat::Svg => {
            let mut text = String::new();
            draw(drawn, &SVGBackend::with_string(&mut text, SIZE).into_drawing_area())?;
            Ok(text.into_bytes())
        }
        PictureFormat::Png => {
            let (width, height) = SIZE;
            let mut pixels = vec![0; (width * height * 3) as usize];
            draw(drawn, &BitMapBackend::with_buffer(&mut pixels, SIZE).into_drawing_area())?;
            encoded(&pixels)
        }
    }
}

fn draw<B: DrawingBackend>(drawn: &impl Picture, area: &DrawingArea<B, Shift>) -> Result<(), Failed>
where
    B::ErrorType: 'static,
{
    area.fill(&WHITE)?;
    drawn.draw(area)?;
    area.present()?;
    Ok(())
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

/// One line with its points and its name.
struct Line<'a> {
    name: &'a str,
    points: Vec<(f64, f64)>,
    colour: RGBColor,
    hollow: bool,
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
