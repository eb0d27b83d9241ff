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
const CONDITIONED_PROOF: &str = "docs/math/conditioned.md";
const LOWER_PROOF: &str = "docs/math/lower-bounds.md";

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
        our_bound: "≥ 6 layers",
        idea: "Holds, sharpened to five in every mode (claim five-layers). Four layers make the block A and the lower right \
            block of M⁻¹, up to scales, similar away from the eigenvalue 1. For M = diag(R₉₀, 1, …, 1) the first has \
            eigenvalues that are not real, whatever the positive scales, and the second only real ones. The instances are \
            certificates that no product of fewer than five is the matrix, one reason for both words.",
        theorem: "Theorem 8",
        proof: LOWER_PROOF,
        instances: Some(instances::four_layers),
    },
    Claim {
        id: "depth",
        statement: "Invertibility costs depth: there are shallow generators, mixtures of k well-separated Gaussians, that \
            flows of L layers with p parameters each approximate only if L·p grows like k·d, up to logarithms.",
        source: Source::Paper,
        paper_bound: "L·p ≳ k·d",
        our_bound: "L·p·bits ≥ ¾·k·n",
        idea: "Holds for Lipschitz flows, with constants, for each n ≥ 64 and k ≤ 2^(2n/5 − 2), τ = 1/16: of many mixtures that \
            are far from each other, each made by a generator with one hidden layer up to 2⁻¹⁰ in W1, flows that differ by less \
            than a cell of their parameters reach at most one. bits is log₂L + 3 log₂k + log₂p + ½ log₂n + 32. Supposed: p free \
            parameters per layer, up to 6√(k/τ), every suffix of the flow R-Lipschitz, R ≤ 36k²/τ², mean norms at most √n + 2; \
            without this L² takes the place of L. Unlike the paper's asymptotic statement every constant is there. Counting does not \
            use invertibility: what makes a flow deep is that its layers have p parameters, while the generator has about k·n; and \
            it shows that one target at least is missed, not which. The other side: an explicit flow of this class with L·p of \
            about 2k·n reaches each target (depth-flow.md). The instances are certificates for many n, k, p.",
        theorem: "Theorem 11",
        proof: "docs/math/depth-separation.md",
        instances: Some(instances::depth),
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
    Claim {
        id: "orthogonal-six",
        statement: "Every M in SO(2d) is a product of six additive couplings with one fixed half/half partition, and every \
            shift has spectral norm below 2.62, whatever d; for determinant −1 one scale is −1.",
        source: Source::Flowcert,
        paper_bound: "",
        our_bound: "≤ 6 layers, norm < 2.62",
        idea: "The CS decomposition gives a first shift of norm at most 1 that makes the lower left block orthogonal. What \
            is left is one rotation G = R1·R2, a product of two reflections, and R1 = Θ·R2·Θᵀ with Θ the square root of G: \
            nothing but orthogonal matrices is inverted. The bounds are 1, 2, √5, 1, 2, (3 + √5)/2. Instances are rotations \
            as floats store them; the error that the checker verifies, at most 2¹³ units of rounding (1e-12 in doubles), \
            includes how far they are from rotations.",
        theorem: "Theorem 2",
        proof: CONDITIONED_PROOF,
        instances: Some(instances::orthogonal_six),
    },
    Claim {
        id: "ten-bounded",
        statement: "Every invertible real 2d × 2d matrix M, whatever its condition number, is a product of ten affine \
            couplings with one fixed half/half partition, eight of them additive, and every shift has spectral norm at most \
            max(2.62, 5.55‖M‖). One scale is negative if det M < 0, otherwise none.",
        source: Source::Flowcert,
        paper_bound: "",
        our_bound: "≤ 10 layers, norm ≤ max(2.62, 5.55‖M‖)",
        idea: "M = O1·[Γ1 Z; 0 Γ2]·O2 with rotations O1 = [0 ·; · 0] and O2 and diagonal Γ1, Γ2: the scales carry the singular \
            values of two blocks, the shifts only rotate. O1 takes five couplings, O2 six, and the middle merges with its \
            neighbours. Nothing is divided by a singular value, so the error, at most 2¹³ units of rounding (1e-12 in \
            doubles), does not depend on the condition number. For each instance ‖M‖ is replaced by a proved lower bound \
            ‖Mv‖/‖v‖, so what is allowed is no more than what is claimed.",
        theorem: "Theorem 3",
        proof: CONDITIONED_PROOF,
        instances: Some(instances::ten_bounded),
    },
    Claim {
        id: "eight-conditioned",
        statement: "Every real 2d × 2d matrix M with positive determinant is det(M)^(1/2d) times a product of eight additive \
            couplings with one fixed half/half partition, whose shifts have spectral norms bounded by a polynomial in the \
            condition number κ of M, whatever d.",
        source: Source::Flowcert,
        paper_bound: "",
        our_bound: "≤ 8 layers, norm ≤ poly(κ)",
        idea: "Two pairs of layers multiply A and the Schur complement by products of conjugates of the same two matrices. \
            With the polar decomposition G = O·P, O = R1·R2, these are R1 and a cyclic shift W of the eigenvectors of P, so \
            ordered that W·P⁻¹ = Δ·W·Δ⁻¹ with Δ no worse conditioned than P. Rounding is amplified by about κ²: instances \
            have κ up to 1000, and the error is at most 2¹³κ² units of rounding (1e-6 for κ = 1000). For each of them κ is \
            replaced by a proved lower bound.",
        theorem: "Theorem 4",
        proof: CONDITIONED_PROOF,
        instances: Some(instances::eight_conditioned),
    },
    Claim {
        id: "five-layers",
        statement: "In additive, positive and signed mode, for every d ≥ 2, there is a 2d × 2d matrix in reach of the mode that is \
            no product of five couplings with the fixed half/half partition.",
        source: Source::Flowcert,
        paper_bound: "",
        our_bound: "≥ 6 layers",
        idea: "For M = diag(u, v) the outermost of five layers changes neither block that counts, so five layers are no better than \
            four: up to scales, u and v⁻¹ would be similar away from the eigenvalue 1. Additive: diag(2, ½) ⊕ I. Positive: \
            R₉₀ ⊕ I. Signed: traces that are 0 and never 0 for d = 2, a cycle of length 3 for d ≥ 3. Yet five layers come as \
            near as one likes, with weights that grow like the inverse of the error (docs/depth-vs-norm.md).",
        theorem: "Theorem 8",
        proof: LOWER_PROOF,
        instances: Some(instances::five_layers),
    },
    Claim {
        id: "six-sharp",
        statement: "Six is the least number of couplings with which every matrix can be made, in each mode and for every d ≥ 2: six \
            suffice, and some matrix needs six.",
        source: Source::Flowcert,
        paper_bound: "",
        our_bound: "= 6 layers",
        idea: "Claims six-layers and five-layers together: each instance is a matrix with six layers that make it and with a reason \
            why five do not.",
        theorem: "Theorems 1, 8",
        proof: LOWER_PROOF,
        instances: Some(instances::six_sharp),
    },
    Claim {
        id: "two-by-two",
        statement: "For halves of two coordinates it is settled which matrices need six layers, in each mode: only block diagonal \
            ones, and among them those that a condition on traces, zeros or signs of the two diagonals names.",
        source: Source::Flowcert,
        paper_bound: "",
        our_bound: "6 or ≤ 5, decided",
        idea: "Off the block diagonal a fifth layer can be chosen that makes the two blocks cyclic with one characteristic \
            polynomial. For diag(u, v) the scales enter by one parameter s, and whether some s makes the traces equal depends on \
            the zeros and signs of the diagonals only. Each instance is proved to need six, or made with five.",
        theorem: "Theorem 9",
        proof: LOWER_PROOF,
        instances: Some(instances::two_by_two),
    },
    Claim {
        id: "unequal-halves",
        statement: "A constant number of layers is for balanced partitions only. With halves of d1 ≤ d2 coordinates and m = ⌈d2/d1⌉, \
            2m + 4 additive couplings are enough for every matrix of determinant 1 (2m + 2 for d1 = 1), and some need 2m + 2; \
            with halves of 4 and 7 some need all 2m + 4 = 8.",
        source: Source::Flowcert,
        paper_bound: "",
        our_bound: "2m + 2 … 2m + 4 layers",
        idea: "Above: the longer half is made unit piece by piece until a core with equal halves is left. Below: a word with k \
            layers of one kind is a product of k matrices I + (rank at most d1), up to a shear, and −I differs from every shear by \
            a matrix of full rank. With positive scales the same for even n; with nonzero scales −I is two layers, and cycles \
            take its place with a rank one or two smaller. 2m + 4 are needed for some partitions: diag(2⁻⁷·I₄, 2⁴·I₇) is no product \
            of seven couplings, since their eigenvalues would be too many.",
        theorem: "Theorems 5, 6, 7",
        proof: "docs/math/unequal-halves.md",
        instances: Some(instances::unequal_halves),
    },
];
