//! The sizes beyond which a certificate is rejected unread: generous, and each with its own reason.
//!
//! Every limit is checked before anything of that size is computed. Memory is linear in the length of the file
//! ([`MAX_FLOAT_BITS`] sees to it where exponents are short texts for long numbers): nothing is ever allocated from
//! a size that the file only declares.

/// The longest file that the binary reads: 1 GiB.
pub const MAX_FILE_BYTES: u64 = 1 << 30;

/// The most decimal digits of one numerator or denominator: 2²⁰, about 3.5 million bits.
pub const MAX_DIGITS: usize = 1 << 20;

/// The largest number of rows of the matrix, d1 + d2.
pub const MAX_SIDE: usize = 4096;

/// The most layers.
pub const MAX_LAYERS: usize = 1024;

/// The largest prime p of a field `F_p` is below this: products of two elements then fit into 64 bits.
pub const MAX_PRIME: u64 = (1 << 32) - 1;

/// The most bits of one number in the course of the computation: 2³¹.
pub const MAX_NUMBER_BITS: u64 = 1 << 31;

/// The most bits of one block in the course of the computation: 2³², half a GiB.
pub const MAX_BLOCK_BITS: u64 = 1 << 32;

/// The most significant bits of a number with `arith` `mpfr`.
pub const MAX_PRECISION: u32 = 1 << 16;

/// The largest |e| of a number ±1.…·2^e with `arith` `mpfr`.
pub const MAX_EXPONENT: u32 = 1 << 20;

/// The most bits of all floats of one file together, numerators and denominators, half a GiB: the only numbers whose
/// length in memory is not bounded by that of their text.
pub const MAX_FLOAT_BITS: u64 = 1 << 32;

/// The most bits of one number in the arithmetic of a lower bound, estimated before it is computed: 2¹⁷. Honest
/// multipliers have some thousands; elimination multiplies the length of its numbers by the size of the matrix.
pub const MAX_REASON_BITS: u64 = 1 << 17;

/// The most work for one lower bound, multiplications times the bits of their results, estimated before each step: 2³⁵,
/// about half a minute. M and the inverse of M for 128 dense rows of short numbers take half of it.
pub const MAX_REASON_WORK: u64 = 1 << 35;

/// The most principal minors of one size that are computed: 2¹⁶, more than the 12 870 of half the size of 16 rows.
pub const MAX_MINORS: u64 = 1 << 16;

/// The most rows of a matrix all of whose principal minors are computed: 12, for 4095 of them.
pub const MAX_ALL_MINORS_SIDE: usize = 12;

/// The most cosets in one table of an enumeration, a byte for each: 2²⁶, 64 MiB. SL(6, `F_2`) with halves of 3 has 39 372 480.
pub const MAX_ENUMERATION_COSETS: u64 = 1 << 26;

/// The most codes of block columns in an enumeration, four bytes for each: 2²⁴.
pub const MAX_ENUMERATION_CODES: u64 = 1 << 24;

/// The most matrices that are looked up one by one in an enumeration: 2³⁰, some minutes. For SL(6, `F_2`) these are half as many.
pub const MAX_ENUMERATION_MATRICES: u64 = 1 << 30;

/// The largest dimension of a depth separation: 2¹⁶.
pub const MAX_DEPTH_DIMENSION: u64 = 1 << 16;

/// The most modes of a depth separation: 2²⁶.
pub const MAX_DEPTH_MODES: u64 = 1 << 26;

/// The most layers that a depth separation says are needed: 2²⁶. The recursion over layers is a power of a matrix, so this is not
/// what takes time.
pub const MAX_DEPTH_LAYERS: u64 = 1 << 26;

/// The most bits of a fraction of a depth separation, numerator and denominator together: 2¹⁴.
pub const MAX_DEPTH_BITS: u64 = 1 << 14;

/// The most bits of the longer numbers of a depth separation: 2²². These are the number of points, the n-th power of a distance,
/// and the product of Lipschitz constants.
pub const MAX_DEPTH_EXACT_BITS: u64 = 1 << 22;

/// Up to about so many bits, 2²⁰, the number of sets of k points is computed as an integer; beyond, its logarithm is enclosed. This
/// is no limit.
pub const MAX_DEPTH_COUNT_BITS: u64 = 1 << 20;

/// The largest base-2 logarithm in a depth separation: 2³⁰ − 1, the largest exponent of MPFR's numbers.
pub const MAX_DEPTH_LOG2: u64 = (1 << 30) - 1;

/// The most words that generate a linear code: 24, for 2²⁴ words.
pub const MAX_CODE_RANK: usize = 24;

/// The most steps for the words of a code, 64 bits each, and for the sets of listed targets: 2³⁰.
pub const MAX_DEPTH_STEPS: u64 = 1 << 30;
