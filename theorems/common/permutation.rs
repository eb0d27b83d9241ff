//! Permutations and signed permutations as matrices.

use flowcert::matrix::DMatrix;
use flowcert::scalar::Field;

/// The matrix of e_j ↦ e_{image(j)}, or −e_{image(j)} where `negative(j)`.
pub(crate) fn matrix<F: Field>(image: &[usize], negative: impl Fn(usize) -> bool) -> DMatrix<F> {
    DMatrix::from_fn(image.len(), image.len(), |i, j| match (image[j] == i, negative(j)) {
        (false, _) => F::zero(),
        (true, false) => F::one(),
        (true, true) => -F::one(),
    })
}

/// All of the symmetric group on `size` points.
pub(crate) fn symmetric_group(size: usize) -> Vec<Vec<usize>> {
    let mut images = vec![Vec::new()];
    for _ in 0..size {
        images = images.iter().flat_map(|image| extensions(image, size)).collect();
    }
    images
}

fn extensions(image: &[usize], size: usize) -> Vec<Vec<usize>> {
    (0..size).filter(|point| !image.contains(point)).map(|point| [image, &[point]].concat()).collect()
}

/// All signed permutations of `size` coordinates.
pub(crate) fn signed_permutations<F: Field>(size: usize) -> Vec<DMatrix<F>> {
    let with_signs = |image: Vec<usize>| {
        (0..1_usize << size).map(move |signs| matrix(&image, |coordinate| signs >> coordinate & 1 == 1))
    };
    symmetric_group(size).into_iter().flat_map(with_signs).collect()
}
