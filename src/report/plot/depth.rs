//! Depth against the number of modes and against the dimension: what flows need, what is enough, and the generator, whose depth
//! does not grow.

use plotters::coord::Shift;
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

use super::{COLOURS, FONT, Failed, Line, Picture, draw_lines, logarithmic, powers};
use crate::depth::table::{Extent, FlowClass, LayerSize, Row};

/// The rows of the table, of which the picture shows those with n parameters per layer.
pub(crate) struct DepthPicture<'a> {
    pub(crate) rows: &'a [Row],
    pub(crate) extent: &'a Extent,
}

/// The names of the curves, with the least layers of a class or what is enough.
const CURVES: [(&str, Option<FlowClass>); 4] = [
    ("enough: an explicit flow (Theorem U)", None),
    ("needed, suffixes n-Lipschitz (proved)", Some(FlowClass::Dimension)),
    ("needed, suffixes 36k²/τ²-Lipschitz (proved)", Some(FlowClass::Star)),
    ("needed, nothing supposed (proved)", Some(FlowClass::General)),
];
const GENERATOR: &str = "generator, not invertible: one hidden layer";

impl Picture for DepthPicture<'_> {
    fn draw<B: DrawingBackend>(&self, area: &DrawingArea<B, Shift>) -> Result<(), Failed>
    where
        B::ErrorType: 'static,
    {
        let (width, _) = area.dim_in_pixel();
        let (left, right) = area.split_horizontally(width as i32 / 2);
        let extent = self.extent;
        // The middle of the dimensions, and many modes.
        let dimension = extent.dimensions.get(extent.dimensions.len() / 2).copied().unwrap_or(0);
        let modes =
            1_u32 << extent.exponents.iter().copied().filter(|exponent| *exponent <= 20).max().unwrap_or(0);
        let of_size = || self.rows.iter().filter(|row| row.size == LayerSize::Dimension);
        let of_dimension: Vec<&Row> = of_size().filter(|row| row.dimension == dimension).collect();
        let of_modes: Vec<&Row> = of_size().filter(|row| row.modes == modes).collect();
        let title = format!("k modes in dimension n = {dimension}, n parameters per layer");
        panel(&left, &title, "modes k", &of_dimension, |row| f64::from(row.modes))?;
        let title =
            format!("k = {} modes in dimension n, n parameters per layer", power(2, f64::from(modes).log2()));
        panel(&right, &title, "dimension n", &of_modes, |row| f64::from(row.dimension))
    }
}

/// Depth against k or n, both on logarithmic axes.
fn panel<B: DrawingBackend>(
    area: &DrawingArea<B, Shift>,
    title: &str,
    axis: &str,
    rows: &[&Row],
    of: fn(&Row) -> f64,
) -> Result<(), Failed>
where
    B::ErrorType: 'static,
{
    let layers = |row: &Row, class: Option<FlowClass>| match class {
        Some(class) => Some(row.least[class as usize]),
        None => row.enough,
    };
    let points = |class| rows.iter().filter_map(|row| Some((of(row), layers(row, class)? as f64))).collect();
    let mut lines: Vec<Line<'_>> = CURVES
        .iter()
        .zip(COLOURS)
        .map(|((name, class), colour)| Line { name, points: points(*class), colour, hollow: class.is_none() })
        .collect();
    lines.push(Line {
        name: GENERATOR,
        points: rows.iter().map(|row| (of(row), 1.0)).collect(),
        colour: BLACK,
        hollow: false,
    });
    let (low, high) = (of(rows.first().ok_or("no rows")?), of(rows.last().ok_or("no rows")?));
    let most = lines.iter().flat_map(|line| &line.points).map(|point| point.1).fold(1.0, f64::max);
    let mut chart = ChartBuilder::on(area)
        .caption(title, (FONT, 20))
        .margin(12)
        .x_label_area_size(45)
        .y_label_area_size(70)
        .build_cartesian_2d(
            logarithmic(low / 1.3..high * 1.3, rows.iter().map(|row| of(row)).collect()),
            // Room above the curves for their names.
            logarithmic(0.5..most.powf(1.4) * 4.0, powers(0..=12)),
        )?;
    chart
        .configure_mesh()
        .x_desc(axis)
        .y_desc("layers of a flow")
        .x_label_formatter(&|x| power(2, x.log2()))
        .y_label_formatter(&|y| power(10, y.log10()))
        .label_style((FONT, 15))
        .axis_desc_style((FONT, 16))
        .light_line_style(WHITE)
        .draw()?;
    // What is below the curve of the class to which Theorem U's flows belong is proved to be too shallow.
    let curve = lines[2].points.iter().copied();
    let excluded: Vec<(f64, f64)> = curve.chain([(high, 0.5), (low, 0.5)]).collect();
    chart.draw_series([Polygon::new(excluded, COLOURS[2].mix(0.12))])?;
    let note =
        TextStyle::from((FONT, 15).into_font()).color(&COLOURS[2]).pos(Pos::new(HPos::Right, VPos::Bottom));
    chart.draw_series([Text::new("too shallow for some mixture (proved)", (high / 1.2, 1.6), note)])?;
    draw_lines(&mut chart, &lines)
}

/// 10⁶ as people write it.
fn power(base: u32, exponent: f64) -> String {
    let digit = |digit: char| digit.to_digit(10).map_or('⁻', |digit| DIGITS[digit as usize]);
    format!("{base}{}", (exponent.round() as i64).to_string().chars().map(digit).collect::<String>())
}

const DIGITS: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
