//! The form of a lower bound and of a least number of layers: sizes, shapes, the field, and where its rules may stand.

use super::{Setting, check_count, check_layers, check_matrix, check_setting};
use crate::certificate::{Arith, LowerBound, MinimalLayers, Reasons};
use crate::limits::MAX_LAYERS;
use crate::lower_bound;
use crate::rejection::Rejection;

/// Checks everything but what the rules say of the numbers.
pub(crate) fn check(bound: &LowerBound) -> Result<(), Rejection> {
    let side = check_setting(setting(bound))?;
    check_matrix("matrix", &bound.matrix, [side, side], bound.ground)?;
    let needed = bound.layers_needed;
    check_count("layers_needed", "the number", needed, MAX_LAYERS)?;
    if (needed == 0) != (bound.reasons == Reasons::None) {
        return Err(Rejection::Reasons { needed });
    }
    lower_bound::check_form(bound)
}

/// The same, and of the layers all but their product.
pub(crate) fn check_minimal(minimal: &MinimalLayers) -> Result<(), Rejection> {
    let (bound, found) = (&minimal.lower_bound, minimal.layers.len());
    check(bound)?;
    check_count("layers", "their number", found, MAX_LAYERS)?;
    check_layers(&minimal.layers, setting(bound))?;
    if found == bound.layers_needed {
        Ok(())
    } else {
        Err(Rejection::LayerCount { found, needed: bound.layers_needed })
    }
}

fn setting(bound: &LowerBound) -> Setting {
    let LowerBound { ground, mode, partition, .. } = *bound;
    Setting { arith: Arith::Exact, ground, mode, partition }
}
