//! The rules by name: of each, where it may stand and in which shape, and what it says.

use super::context::Context;
use super::rules::{
    blocks_at_one, degrees, invariant, kernel_balance, kernel_system, lone_principal_minor, non_real_roots,
    not_identity, not_one_layer, not_two_layers, principal_minor_signs, ranks, scalar_blocks, three_layers,
};
use super::setting::Setting;
use crate::certificate::Rule;
use crate::rejection::Rejection;

/// Whether the rule may stand here, and its numbers have the right shapes: before any arithmetic.
pub(super) fn check_form(rule: &Rule, setting: &Setting) -> Result<(), Rejection> {
    match rule {
        Rule::NotIdentity => not_identity::check_form(setting),
        Rule::NotOneLayer => not_one_layer::check_form(setting),
        Rule::NotTwoLayers => not_two_layers::check_form(setting),
        Rule::ThreeLayers { y, z } => three_layers::check_form(setting, y, z),
        Rule::Invariant { polynomial, power } => invariant::check_form(setting, polynomial, *power),
        Rule::BlocksAtOne { power } => blocks_at_one::check_form(setting, *power),
        Rule::Degrees { factors } => degrees::check_form(setting, factors),
        Rule::PrincipalMinorSigns { k } => principal_minor_signs::check_form(setting, *k),
        Rule::LonePrincipalMinor { k } => lone_principal_minor::check_form(setting, *k),
        Rule::NonRealRoots { cycle_in, cycle } => non_real_roots::check_form(setting, *cycle_in, cycle),
        Rule::KernelSystem { f, g, h } => kernel_system::check_form(setting, f, g, h),
        Rule::KernelBalance { h } => kernel_balance::check_form(setting, h),
        Rule::Ranks { first, second } => ranks::check_form(setting, first, second),
        Rule::ScalarBlocks => scalar_blocks::check_form(setting),
    }
}

/// Whether the rule excludes its word.
pub(super) fn check(rule: &Rule, context: &Context<'_>) -> Result<(), Rejection> {
    match rule {
        Rule::NotIdentity => not_identity::check(context),
        Rule::NotOneLayer => not_one_layer::check(context),
        Rule::NotTwoLayers => not_two_layers::check(context),
        Rule::ThreeLayers { y, z } => three_layers::check(context, y, z),
        Rule::Invariant { polynomial, power } => invariant::check(context, polynomial, *power),
        Rule::BlocksAtOne { power } => blocks_at_one::check(context, *power),
        Rule::Degrees { factors } => degrees::check(context, factors),
        Rule::PrincipalMinorSigns { k } => principal_minor_signs::check(context, *k),
        Rule::LonePrincipalMinor { k } => lone_principal_minor::check(context, *k),
        Rule::NonRealRoots { cycle_in, cycle } => non_real_roots::check(context, *cycle_in, cycle),
        Rule::KernelSystem { f, g, h } => kernel_system::check(context, f, g, h),
        Rule::KernelBalance { h } => kernel_balance::check(context, h),
        Rule::Ranks { first, second } => ranks::check(context, first, second),
        Rule::ScalarBlocks => scalar_blocks::check(context),
    }
}
