//! Kind `depth-separation`: some mixture is out of reach of every flow of few layers with few parameters.

mod forged;
mod hostile;
mod oracle;
mod properties;
mod rows;
mod small;
mod support;
mod text;
