//! **What each command prints and does**: `factor`, `layers`, `verify`, `show`, `apply`, `export`, `check`, `claims`, `table`, the
//! options that all of them have, and what an interruption leaves.

mod common;

mod commands {
    mod apply;
    mod apply_files;
    mod batch;
    mod check;
    mod claims;
    mod depth;
    mod enumerate;
    mod export;
    mod export_libraries;
    mod exported;
    mod factor;
    mod fields;
    mod float;
    mod help;
    mod interruption;
    mod layers;
    mod partition;
    mod reproducible;
    mod show;
    mod standard_input;
    mod table_cost;
    mod table_depth;
    mod table_permutations;
    mod vectors;
}
