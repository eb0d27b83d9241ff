//! What the checker accepts and what it rejects: one file for each way in, one group of cases for each property.

mod bytes;
mod command;
mod depth_separation;
mod enumeration;
mod factorization;
mod float_properties;
mod floats;
mod lower_bound;
mod properties;
mod support;
