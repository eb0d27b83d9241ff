//! The fields of a depth separation; its objects are in the files of this folder.

mod class;
mod codebook;
mod generator;
mod layers;
mod targets;

use rug::Rational;
use serde::de::{Deserializer, MapAccess};

use super::fields::unknown_key;
use super::header::{Word, require};
use super::place::{Fields, Part, Place, fill, read_text};
use crate::certificate::{Class, DepthSeparation, Separation};
use crate::rejection::Rejection;
use codebook::CodebookPart;
use generator::GeneratorPart;
use layers::LayersPart;
use targets::TargetsPart;

#[derive(Default)]
pub(super) struct SeparationFields {
    format: Option<Word>,
    kind: Option<Word>,
    dimension: Option<u64>,
    modes: Option<u64>,
    accuracy: Option<Rational>,
    sigma_root_dimension: Option<Rational>,
    generator: Option<GeneratorPart>,
    codebook: Option<CodebookPart>,
    targets: Option<TargetsPart>,
    separation: Option<Separation>,
    layers: Option<LayersPart>,
    class: Option<Class>,
    log2_targets: Option<Rational>,
    log2_sensitivity: Option<Rational>,
    bits_per_parameter: Option<Rational>,
    layers_needed: Option<u64>,
}

impl Fields for SeparationFields {
    type Value = DepthSeparation;

    fn field<'de, A: MapAccess<'de>>(
        &mut self,
        key: &str,
        place: &Place<'_>,
        map: &mut A,
    ) -> Result<(), A::Error> {
        match key {
            "format" => fill(&mut self.format, &place.key("format"), map),
            "kind" => fill(&mut self.kind, &place.key("kind"), map),
            "dimension" => fill(&mut self.dimension, &place.key("dimension"), map),
            "modes" => fill(&mut self.modes, &place.key("modes"), map),
            "accuracy" => fill(&mut self.accuracy, &place.key("accuracy"), map),
            "sigma_root_dimension" => {
                fill(&mut self.sigma_root_dimension, &place.key("sigma_root_dimension"), map)
            }
            "generator" => fill(&mut self.generator, &place.key("generator"), map),
            "codebook" => fill(&mut self.codebook, &place.key("codebook"), map),
            "targets" => fill(&mut self.targets, &place.key("targets"), map),
            "separation" => fill(&mut self.separation, &place.key("separation"), map),
            "layers" => fill(&mut self.layers, &place.key("layers"), map),
            "class" => fill(&mut self.class, &place.key("class"), map),
            "log2_targets" => fill(&mut self.log2_targets, &place.key("log2_targets"), map),
            "log2_sensitivity" => fill(&mut self.log2_sensitivity, &place.key("log2_sensitivity"), map),
            "bits_per_parameter" => fill(&mut self.bits_per_parameter, &place.key("bits_per_parameter"), map),
            "layers_needed" => fill(&mut self.layers_needed, &place.key("layers_needed"), map),
            _ => Err(place.reject(unknown_key(place, key))),
        }
    }

    fn finish(self, place: &Place<'_>) -> Result<DepthSeparation, Rejection> {
        let generator = require(self.generator, place, "generator")?;
        let codebook = require(self.codebook, place, "codebook")?;
        let targets = require(self.targets, place, "targets")?;
        let layers = require(self.layers, place, "layers")?;
        Ok(DepthSeparation {
            dimension: require(self.dimension, place, "dimension")?,
            modes: require(self.modes, place, "modes")?,
            accuracy: require(self.accuracy, place, "accuracy")?,
            sigma_root_dimension: require(self.sigma_root_dimension, place, "sigma_root_dimension")?,
            ramp_width: generator.ramp_width,
            generator_error: generator.error,
            points: codebook.points,
            codebook: codebook.codebook,
            shared: targets.shared,
            targets: targets.targets,
            separation: require(self.separation, place, "separation")?,
            family: layers.family,
            parameters: layers.parameters,
            bound_squared: layers.bound_squared,
            class: require(self.class, place, "class")?,
            log2_targets: require(self.log2_targets, place, "log2_targets")?,
            log2_sensitivity: require(self.log2_sensitivity, place, "log2_sensitivity")?,
            bits_per_parameter: require(self.bits_per_parameter, place, "bits_per_parameter")?,
            layers_needed: require(self.layers_needed, place, "layers_needed")?,
        })
    }
}

impl Part for Separation {
    fn read<'de, D: Deserializer<'de>>(place: &Place<'_>, deserializer: D) -> Result<Self, D::Error> {
        let expected = "\"distance\" or \"inner-product\"";
        read_text(place, deserializer, expected, |text| match text {
            "distance" => Ok(Self::Distance),
            "inner-product" => Ok(Self::InnerProduct),
            _ => Err(Rejection::Malformed { place: place.to_string(), expected }),
        })
    }
}
