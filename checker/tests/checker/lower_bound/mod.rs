//! Lower bounds and least numbers of layers: for each rule a table of true certificates and of their forgeries, side by side
//! (`--nocapture` prints it), and arithmetic of the tests' own that no accepted certificate may contradict.

mod blocks_at_one;
mod degrees;
mod form;
mod hostile;
mod invariant;
mod kernel_balance;
mod kernel_system;
mod lone_principal_minor;
mod minimal_layers;
mod non_real_roots;
mod one_and_two_layers;
mod oracle;
mod principal_minor_signs;
mod properties;
mod ranks;
mod scalar_blocks;
mod support;
mod text;
mod three_layers;
