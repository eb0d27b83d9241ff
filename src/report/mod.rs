//! Results as people read them: numbers in brief, matrices as grids, tables, pictures.

mod claims;
mod cost;
mod depth;
mod depth_norm;
mod depth_table;
mod entry;
mod enumeration;
mod grid;
mod layers;
mod number;
mod permutations;
mod plot;
mod reasons;
mod sheet;
mod witnesses;

pub(crate) use claims::{ClaimRow, claim_table};
pub(crate) use cost::{cost_json, cost_notes, cost_records, cost_sheet};
pub(crate) use depth::{depth_json, depth_lines};
pub(crate) use depth_norm::{depth_norm_json, depth_norm_notes, depth_norm_records, depth_norm_sheets};
pub(crate) use depth_table::{depth_notes, depth_records, depth_sheets, depth_table_json};
pub(crate) use enumeration::{
    enumeration_json, enumeration_notes, enumeration_sheet, enumerations_json, enumerations_records,
    enumerations_sheet,
};
pub(crate) use grid::grid;
pub(crate) use layers::{largest_bits, layer_records, layer_table};
pub(crate) use number::{brief, decimal, largest};
pub(crate) use permutations::{
    permutations_json, permutations_notes, permutations_records, permutations_sheets,
};
pub(crate) use plot::{DepthPicture, Picture, PictureFormat, picture};
pub(crate) use reasons::{reason_lines, word_name};
pub(crate) use sheet::Sheet;
pub(crate) use witnesses::{witnesses_json, witnesses_notes, witnesses_records, witnesses_sheets};
