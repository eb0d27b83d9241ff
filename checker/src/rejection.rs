//! Why a certificate was not accepted: one variant for each reason, with the values that caused it.
//!
//! Programs match the variant or its stable [`code`](Rejection::code); people read the one sentence of `Display`.
//! Places in a certificate are written like `layers[2].shift[1][3]`, counted from 0.

mod code;

use crate::certificate::{Arith, Half, Mode};

/// The reason for which a certificate is rejected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Rejection {
    /// The bytes are not UTF-8.
    #[error("the file is not UTF-8 text: byte {offset} does not belong to a character")]
    NotUtf8 {
        /// The position of the first wrong byte, from 0.
        offset: usize,
    },
    /// The text is not JSON.
    #[error("the file is not JSON: {problem}")]
    NotJson {
        /// What the tokenizer says, with line and column.
        problem: String,
    },
    /// The text ends before the JSON value does.
    #[error("the file ends at line {line}, column {column}, inside the certificate")]
    Truncated {
        /// The line where the text ends, from 1.
        line: usize,
        /// The column where the text ends.
        column: usize,
    },
    /// Something other than white space follows the certificate.
    #[error("something follows the end of the certificate at line {line}, column {column}")]
    TrailingBytes {
        /// The line of the first extra byte, from 1.
        line: usize,
        /// Its column.
        column: usize,
    },
    /// A value is of the wrong JSON type, or a word that means nothing here.
    #[error("{place}: expected {expected}")]
    Malformed {
        /// Where.
        place: String,
        /// What belongs there.
        expected: &'static str,
    },
    /// A key is missing.
    #[error("{place}: the key \"{key}\" is missing")]
    MissingKey {
        /// The object that lacks it.
        place: String,
        /// The key.
        key: &'static str,
    },
    /// A key occurs twice in an object.
    #[error("{place}: the key occurs twice")]
    DuplicateKey {
        /// The key, with its place.
        place: String,
    },
    /// A key that the format does not have.
    #[error("{place}: unknown key \"{key}\"")]
    UnknownKey {
        /// The object that has it.
        place: String,
        /// The key, shortened if long.
        key: String,
    },
    /// A number is not in canonical form.
    #[error("{place}: \"{text}\" is not a canonical number: {problem}")]
    NotCanonical {
        /// Where.
        place: String,
        /// The text, shortened if long.
        text: String,
        /// The rule that it breaks.
        problem: &'static str,
    },
    /// Something is larger than this version reads.
    #[error("{place}: {what} is {found}, the limit is {limit}")]
    TooLarge {
        /// Where.
        place: String,
        /// What is measured.
        what: &'static str,
        /// Its size.
        found: u64,
        /// The largest size allowed.
        limit: u64,
    },
    /// The format's version or its name is another one.
    #[error("the format is \"{found}\", not \"flowcert/1\"")]
    Format {
        /// The name found, shortened if long.
        found: String,
    },
    /// A kind, arithmetic or mode that this version cannot check.
    #[error("{key} \"{found}\" is not supported by this version")]
    Unsupported {
        /// The key.
        key: &'static str,
        /// Its value, shortened if long.
        found: String,
    },
    /// A list does not have the length that the partition asks for.
    #[error("{place}: the number of {what} is {found}, but the partition asks for {expected}")]
    Shape {
        /// Where.
        place: String,
        /// What is counted: rows or entries.
        what: &'static str,
        /// How many there are.
        found: usize,
        /// How many there have to be.
        expected: usize,
    },
    /// A half of length 0.
    #[error("partition: the {half} half is empty")]
    EmptyHalf {
        /// Which.
        half: Half,
    },
    /// Two neighbouring layers write the same half.
    #[error("layers[{layer}] writes the {half} half, as the layer before it does")]
    ConsecutiveHalves {
        /// The later of the two layers.
        layer: usize,
        /// The half that both write.
        half: Half,
    },
    /// A scale that the mode does not allow.
    #[error("{place}: the scale {value} is not allowed in mode {mode}")]
    ModeViolated {
        /// Where.
        place: String,
        /// The mode.
        mode: Mode,
        /// The scale, shortened if long.
        value: String,
    },
    /// Mode `positive` over a finite field, which has no order.
    #[error("mode positive needs the field Q: F_{prime} has no order")]
    PositiveOverPrime {
        /// The field's prime.
        prime: u64,
    },
    /// Mode `singular` in exact arithmetic.
    #[error("mode singular needs floating point: arith f64 or mpfr")]
    SingularExact,
    /// A finite field with numbers that are floats.
    #[error("field: numbers stored as {arith} belong to the field Q, not to F_{prime}")]
    FloatOverPrime {
        /// The arithmetic.
        arith: Arith,
        /// The field's prime.
        prime: u64,
    },
    /// A number that is not an element 0, …, p − 1 of the field.
    #[error("{place}: {value} is not one of 0, ..., {prime} - 1")]
    NotInField {
        /// Where.
        place: String,
        /// The number, shortened if long.
        value: String,
        /// The field's prime.
        prime: u64,
    },
    /// The field's p is not a prime.
    #[error("field: {found} is not a prime")]
    NotPrime {
        /// The number.
        found: u64,
    },
    /// An exact certificate with an error bound that is not 0.
    #[error("error_bound: an exact certificate has the bound 0, not {found}")]
    ErrorBound {
        /// The bound, shortened if long.
        found: String,
    },
    /// An error bound below 0, which no norm is.
    #[error("error_bound: {found} is negative")]
    ErrorBoundNegative {
        /// The bound, shortened if long.
        found: String,
    },
    /// A relative error of the matrix 0.
    #[error("error_bound: the matrix is 0, so the bound is 0, not {found}")]
    ErrorBoundOfZero {
        /// The bound, shortened if long.
        found: String,
    },
    /// The product of the layers is farther from the matrix than the certificate says.
    #[error("the relative error is about {error} (Frobenius norm), larger than error_bound, about {claimed}")]
    ErrorTooLarge {
        /// The error, or "infinite" for the matrix 0; a decimal approximation.
        error: String,
        /// The bound that was claimed; a decimal approximation.
        claimed: String,
    },
    /// The product of the layers is not the matrix.
    #[error(
        "the product of the layers differs from the matrix, first in row {row}, column {column} (from 0): \
         {product} instead of {matrix}"
    )]
    ProductDiffers {
        /// The row of the first difference, from 0.
        row: usize,
        /// Its column, from 0.
        column: usize,
        /// The product's entry, shortened if long.
        product: String,
        /// The matrix's entry, shortened if long.
        matrix: String,
    },
    /// A shift whose spectral norm is larger than `max_shift_norm`.
    #[error("layers[{layer}].shift: the spectral norm is larger than max_shift_norm = {bound}")]
    NormNotProved {
        /// The first such layer.
        layer: usize,
        /// The bound, shortened if long.
        bound: String,
    },
    /// A shift whose spectral norm is so close to `max_shift_norm` that no proof was found.
    #[error("layers[{layer}].shift: the spectral norm is too close to max_shift_norm = {bound} to be proved")]
    NormOpen {
        /// The first such layer.
        layer: usize,
        /// The bound, shortened if long.
        bound: String,
    },
    /// `max_shift_norm` is negative, which no norm is.
    #[error("max_shift_norm: {bound} is negative")]
    NormNegative {
        /// The bound, shortened if long.
        bound: String,
    },
    /// `max_shift_norm` over a finite field, where shifts have no norm.
    #[error("max_shift_norm needs the field Q: matrices over F_{prime} have no norm")]
    NormOverPrime {
        /// The field's prime.
        prime: u64,
    },
    /// The matrix of a lower bound is singular: no product of invertible layers is.
    #[error("the matrix is singular, and layers of mode {mode} are invertible: no number of them is enough")]
    SingularMatrix {
        /// The mode.
        mode: Mode,
    },
    /// The matrix of a lower bound has a determinant that no product of layers of its mode has.
    #[error("the determinant {determinant} is out of reach in mode {mode}: no number of layers is enough")]
    Determinant {
        /// The determinant, shortened if long.
        determinant: String,
        /// The mode.
        mode: Mode,
    },
    /// Reasons where there is nothing to exclude, or none where there is.
    #[error("reasons: {needed} needed layers ask for {}", if *needed == 0 { "no reason" } else { "a reason" })]
    Reasons {
        /// The number of layers needed.
        needed: usize,
    },
    /// Another number of layers than the lower bound says is needed.
    #[error("layers: their number is {found}, but layers_needed is {needed}")]
    LayerCount {
        /// The number of layers.
        found: usize,
        /// The lower bound.
        needed: usize,
    },
    /// The list of counts of an enumeration is empty or ends in 0.
    #[error("counts: the last count is not 0")]
    LastCount,
    /// Another number of matrices than was claimed.
    #[error("counts[{layers}]: {claimed} matrices are said to need {layers} layers, but {counted} do")]
    CountDiffers {
        /// The first number of layers for which they differ.
        layers: usize,
        /// The count claimed.
        claimed: String,
        /// The count found.
        counted: String,
    },
    /// A list that is not as long as another number says.
    #[error("{place}: the number of {what} is {found}, not {expected}")]
    Length {
        /// Where.
        place: String,
        /// What is counted.
        what: &'static str,
        /// How many there are.
        found: u64,
        /// How many there have to be.
        expected: u64,
    },
    /// A number that is not what it has to be, such as positive.
    #[error("{place}: {found} is not {what}")]
    Unsuitable {
        /// Where.
        place: String,
        /// The number, shortened if long.
        found: String,
        /// What it has to be.
        what: &'static str,
    },
    /// Two halves of an odd number of coordinates.
    #[error("dimension: {dimension} is odd, and layers of the family {family} write half of the coordinates")]
    OddDimension {
        /// The dimension.
        dimension: u64,
        /// The family's name.
        family: &'static str,
    },
    /// A generator whose ramps are too wide for the error that it is said to have.
    #[error("generator: ramps of width {ramp_width} are too wide for the error {error}")]
    GeneratorError {
        /// The width, shortened if long.
        ramp_width: String,
        /// The error, shortened if long.
        error: String,
    },
    /// More points than the codebook is shown to have.
    #[error("codebook.points: so many points do not follow by {by}")]
    TooManyPoints {
        /// The reason for the number of points.
        by: &'static str,
    },
    /// Two words of a code that are too near to each other.
    #[error("codebook: {words} differ in {distance} places, fewer than {hamming}")]
    CodeDistance {
        /// Which two.
        words: String,
        /// The number of places in which they differ.
        distance: u64,
        /// The least number claimed.
        hamming: u64,
    },
    /// Two targets that share too many points.
    #[error("targets.sets: {first} and {second} share {shared} points, more than {allowed}")]
    TargetsOverlap {
        /// The index of one.
        first: usize,
        /// The index of the other.
        second: usize,
        /// The number of points in both.
        shared: u64,
        /// The most allowed.
        allowed: u64,
    },
    /// Targets that are not farther from each other than the errors add up to.
    #[error("the separation less 2*error and 2*accuracy is at most about {gap}, not positive")]
    NoSeparation {
        /// What is left of the separation; a decimal approximation.
        gap: String,
    },
    /// Lipschitz constants of layers whose product is too large.
    #[error("class.budgets: the product is larger than lipschitz = {lipschitz}")]
    LipschitzBudget {
        /// The bound on the product, shortened if long.
        lipschitz: String,
    },
    /// A bound that is better than what is proved.
    #[error("{key}: about {claimed} is claimed, about {proved} is proved")]
    BoundNotProved {
        /// The bound's key.
        key: &'static str,
        /// The bound; a decimal approximation.
        claimed: String,
        /// What the checker found; a decimal approximation.
        proved: String,
    },
    /// No more targets than flows of fewer layers can tell apart.
    #[error(
        "layers_needed: flows of {layers} layers are not excluded, with about {cells} bits (and one more) for their parameters \
         and {targets} bits of targets"
    )]
    TooFewTargets {
        /// The number of layers.
        layers: u64,
        /// The bits of the parameters of all layers; a decimal approximation.
        cells: String,
        /// `log2_targets`; a decimal approximation.
        targets: String,
    },
    /// A rule where it may not stand: words of another length, another mode, another partition.
    #[error("{place}: the rule {rule} {why}")]
    RuleNotApplicable {
        /// Where.
        place: String,
        /// The rule's name.
        rule: &'static str,
        /// What it is for, and what is here.
        why: String,
    },
    /// An index, a size or a power that does not exist here.
    #[error("{place}: {found} is not one of {least}, ..., {most}")]
    OutOfRange {
        /// Where.
        place: String,
        /// The number.
        found: usize,
        /// The least that exists.
        least: usize,
        /// The largest that exists.
        most: usize,
    },
    /// The numbers do not have a property that the rule supposes.
    #[error("{place}: the rule {rule} supposes {what}")]
    Hypothesis {
        /// Where.
        place: String,
        /// The rule's name.
        rule: &'static str,
        /// What does not hold.
        what: String,
    },
    /// The numbers do not exclude the word.
    #[error("{place}: the rule {rule} does not exclude {word} of length {length}: {numbers}")]
    ReasonFails {
        /// Where.
        place: String,
        /// The rule's name.
        rule: &'static str,
        /// Which word: "the word that starts with L", or U, or "both words".
        word: &'static str,
        /// The number of its layers.
        length: usize,
        /// What the checker found.
        numbers: String,
    },
    /// The two computations of the product disagree: a defect of this program, never of the certificate.
    #[error("the checker's two computations of the product disagree; please report this file")]
    Internal,
}
