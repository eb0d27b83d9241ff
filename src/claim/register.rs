//! The claims, in words.

use super::instances::{self, Instance};
use super::verify::Suite;

/// Who claims it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// Koehler, Mehta, Risteski, *Representational aspects of depth and conditioning in normalizing flows*,
    /// arXiv 2010.01155.
    Paper,
    /// This project; the proof is in docs/.
    Flowcert,
}

impl Source {
    /// The source in words.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Paper => "Koehler, Mehta, Risteski, arXiv 2010.01155",
            Self::Flowcert => "flowcert",
        }
    }
}

/// One claim.
#[derive(Clone, Debug)]
pub struct Claim {
    /// Its name on the command line.
    pub id: &'static str,
    /// The statement.
    pub statement: &'static str,
    /// Who claims it.
    pub source: Source,
    /// The paper's bound, empty where the paper has none.
    pub paper_bound: &'static str,
    /// The bound that holds here, empty for a claim that is not reached yet.
    pub our_bound: &'static str,
    /// The idea of the proof.
    pub idea: &'static str,
    /// The theorem that the universal statement rests on, empty for a claim that is not reached yet.
    pub theorem: &'static str,
    /// The file with its proof.
    pub proof: &'static str,
    /// The instances that are checked; `None` for a claim that the program does not reach yet.
    pub instances: Option<fn(Suite) -> Vec<Instance>>,
}

/// The claim with this name.
#[must_use]
pub fn find(id: &str) -> Option<&'static Claim> {
    CLAIMS.iter().find(|claim| claim.id == id)
}

const SIX_LAYERS_PROOF: &str = "docs/math/six-layers.md";

/// Every claim, the paper's first.
pub const CLAIMS: &[Claim] = &[
    Claim {
        id: "linear",
        statement: "Every real 2d × 2d matrix with positive determinant is a product of at most 47 linear affine couplings \
            (scales positive) with one fixed half/half partition.",
        source: Source::Paper,
        paper_bound: "≤ 47 layers",
        our_bound: "≤ 6 layers",
        idea: "Holds, sharpened to 6. A block diagonal of scales passes through the layers, so it is enough to factor \
            matrices of determinant 1 into additive couplings; those need at most six (claim six-layers).",
        theorem: "Theorem 1",
        proof: SIX_LAYERS_PROOF,
        instances: Some(instances::linear),
    },
    Claim {
        id: "permutation",
        statement: "Every permutation of the coordinates is a product of at most 21 linear affine couplings with one fixed \
            partition.",
        source: Source::Paper,
        paper_bound: "≤ 21 layers",
        our_bound: "≤ 6 layers",
        idea: "Holds, sharpened to 6. A permutation is a matrix of determinant ±1, so six layers suffice; an odd one needs \
            a negative scale. For permutations the construction stays among signed permutations and involutions: every \
            entry of every layer is a number of at most 3 bits (claim signed-permutation).",
        theorem: "Theorem 1",
        proof: SIX_LAYERS_PROOF,
        instances: Some(instances::permutation),
    },
    Claim {
        id: "four-layers",
        statement: "There are real matrices with positive determinant that are no product of four linear affine couplings.",
        source: Source::Paper,
        paper_bound: "≥ 5 layers",
        our_bound: "",
        idea: "A lower bound: it needs certificates of another kind.",
        theorem: "",
        proof: "",
        instances: None,
    },
    Claim {
        id: "depth",
        statement: "Invertibility costs depth: there are shallow generators, mixtures of k well-separated Gaussians, that \
            flows of L layers with p parameters each approximate only if L·p grows like k·d, up to logarithms.",
        source: Source::Paper,
        paper_bound: "L·p ≳ k·d",
        our_bound: "",
        idea: "Counting: many separated targets, few distinguishable flows.",
        theorem: "",
        proof: "",
        instances: None,
    },
    Claim {
        id: "universal",
        statement: "Affine couplings without padding, constantly many layers, are universal approximators in Wasserstein \
            distance, if the Jacobian may be nearly singular.",
        source: Source::Paper,
        paper_bound: "O(1) layers",
        our_bound: "",
        idea: "A construction with nearly singular Jacobians.",
        theorem: "",
        proof: "",
        instances: None,
    },
    Claim {
        id: "padding",
        statement: "Padding (none, zeros, Gaussian) changes the conditioning and the fit of trained flows.",
        source: Source::Paper,
        paper_bound: "empirical",
        our_bound: "",
        idea: "Experiments, with seeds and spread.",
        theorem: "",
        proof: "",
        instances: None,
    },
    Claim {
        id: "six-layers",
        statement: "Over a field with more than d elements every 2d × 2d matrix of determinant 1 is a product of at most six \
            additive couplings with one fixed half/half partition (four for d = 1), and every invertible one of at most six \
            affine couplings with nonzero scales; over ℚ exactly, by field operations only.",
        source: Source::Flowcert,
        paper_bound: "",
        our_bound: "≤ 6 layers",
        idea: "Four layers are a similarity problem: M = L(a)U(b)L(c)U(e) if the block A is invertible and similar to the \
            lower right block of M⁻¹. A fifth layer makes the two blocks X and N·X with X free, so N of determinant 1 must \
            be a commutator T·X·T⁻¹·X⁻¹, which unit pivots give. A sixth makes the lower left block invertible. For short \
            numbers all six are used at once: a reflection on one side and pole placement on the other make the two blocks \
            similar.",
        theorem: "Theorem 1",
        proof: SIX_LAYERS_PROOF,
        instances: Some(instances::six_layers),
    },
    Claim {
        id: "signed-permutation",
        statement: "Every signed permutation of 2d coordinates is a product of at most six couplings over ℚ whose entries \
            have numerators and denominators of at most 3 bits.",
        source: Source::Flowcert,
        paper_bound: "",
        our_bound: "≤ 6 layers, ≤ 3 bits",
        idea: "Every step of Theorem 1 stays a signed permutation. A signed cycle is the product of two reflections of its \
            dihedral group, chosen with equal traces, so N is a commutator of signed permutation involutions up to blocks \
            [1 1; 1 −1].",
        theorem: "Theorem 1′",
        proof: SIX_LAYERS_PROOF,
        instances: Some(instances::signed_permutation),
    },
];
