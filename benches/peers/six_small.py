"""The peer of benches/exact.rs: six additive coupling layers by one reflection, with python-flint.

The construction and its formulas are those of docs/math/six-layers.md, "Short numbers by one reflection", so that the
two sides differ in their arithmetic only: here FLINT's rational matrices, there flowcert's.

Every line of the input (a file or standard input) is a JSON list of square matrices of even size and determinant 1,
each a list of rows of strings such as "-12" or "355/113". For each line it prints one: a JSON list with an object
{"seconds": ..., "bits": ...} for each matrix, the time of the factorization alone and the size of the largest numerator
or denominator in it. It multiplies every factorization out, outside of the time, and fails if the product is not the
matrix.

    pip install python-flint
    python six_small.py [--chain minors|powers] [--threads N] [FILE]

"minors" are flowcert's formulas, by the coefficients of adj(t - A)b; "powers" is the same construction as one would
first write it down, by the vectors A^k b, with the same layers in the end.

The matrices have to be generic (random ones are): where a chain of vectors is not a basis, the program fails.
"""

import argparse
import json
import sys
import time

import flint
from flint import fmpq, fmpq_mat

REFLECTION = fmpq(2)
"""c: the reflection is diag(1, ..., 1 - c, ..., 1)."""


def main():
    """Factors the matrices of the input and prints the figures."""
    parser = argparse.ArgumentParser(description="six coupling layers by one reflection, with python-flint")
    parser.add_argument("file", nargs="?", help="a JSON list of matrices (default: standard input)")
    parser.add_argument("--chain", choices=["minors", "powers"], default="minors", help="the vectors that give p")
    parser.add_argument("--threads", type=int, default=1, help="threads that FLINT may use")
    arguments = parser.parse_args()
    flint.ctx.threads = arguments.threads
    source = open(arguments.file, encoding="utf-8") if arguments.file else sys.stdin
    with source:
        for line in source:
            matrices = [matrix_of(rows) for rows in json.loads(line)]
            print(json.dumps([measure(matrix, arguments.chain) for matrix in matrices]), flush=True)


def measure(matrix, chain):
    """The time and the size of one factorization, whose product is checked."""
    start = time.perf_counter()
    layers = factor(matrix, chain)
    seconds = time.perf_counter() - start
    assert product(layers, matrix.nrows() // 2) == matrix, "the product of the layers is not the matrix"
    return {"seconds": seconds, "bits": max(largest_bits(shift) for _, shift in layers)}


def factor(matrix, chain):
    """The six factors of M = L(-w) U(x0) L(a) U(b) L(p) U(e), the leftmost first."""
    size = matrix.nrows() // 2
    upper_left, upper_right = block(matrix, 0, 0, size), block(matrix, 0, size, size)
    lower_left, lower_right = block(matrix, size, 0, size), block(matrix, size, size, size)
    inverse_block = block(matrix.inv(), size, size, size)
    upper_left_inverse = upper_left.inv()
    # Row j of the block of the inverse has no denominators: the determinant was divided into the last column.
    i, j = 0, size - 1
    start = column(upper_left, i)
    layers_of = layers_by_minors if chain == "minors" else layers_by_powers
    rho, a, b, p = layers_of(upper_left, upper_left_inverse, inverse_block, i, j)
    assert rho[0, i] == REFLECTION

    w = (with_row(exchange(size, i, j), j, rho / REFLECTION) - lower_left) * upper_left_inverse
    moved_row = row(lower_right, j) + row(w, j) * upper_right
    x0 = REFLECTION * start * unit_column(size, j).transpose()
    x_inverse = changed_inverse(upper_left_inverse, rho, i)
    e = x_inverse * (upper_right - REFLECTION * start * moved_row - b)
    return [("L", -w), ("U", x0), ("L", a), ("U", b), ("L", p), ("U", e)]


def layers_by_minors(a, _a_inverse, s, i, j):
    """rho, a, b, p by quotients of chains: X = A - A e_i rho is similar to S' = S diag(1, ..., 1 - c at j, ..., 1)."""
    size = a.nrows()
    reflected = s * reflection(size, j)
    polynomial, wanted = a.charpoly(), reflected.charpoly()
    chain = adjugate_chain(a, column(a, i), polynomial)
    wanted_chain = adjugate_chain(reflected, column(s, j), wanted)
    difference = differences(wanted, polynomial)
    chain_inverse = chain.inv()
    x_chain = a * chain - column(a, i) * difference
    y_chain = with_row(exchange(size, i, j) * chain, j, difference / REFLECTION)
    layer_a = (y_chain - wanted_chain) * x_chain.inv()
    layer_b = (x_chain - chain) * wanted_chain.inv()
    return difference * chain_inverse, layer_a, layer_b, wanted_chain * chain_inverse


def layers_by_powers(a, a_inverse, s, i, j):
    """The same from p X = S' p, with the chains X^k A e_i and S'^k S e_j for p."""
    size = a.nrows()
    reflected = s * reflection(size, j)
    polynomial, wanted = a.charpoly(), reflected.charpoly()
    chain = adjugate_chain(a, column(a, i), polynomial)
    rho = differences(wanted, polynomial) * chain.inv()
    x = a - column(a, i) * rho
    p = krylov_chain(reflected, column(s, j)) * krylov_chain(x, column(a, i)).inv()
    y = with_row(exchange(size, i, j), j, rho / REFLECTION)
    layer_a = (y - p) * changed_inverse(a_inverse, rho, i)
    return rho, layer_a, (x - identity_matrix(size)) * p.inv(), p


def changed_inverse(a_inverse, rho, i):
    """The inverse of A - A e_i rho, where rho_i = c."""
    return a_inverse + unit_column(a_inverse.nrows(), i) * (rho * a_inverse) / (1 - REFLECTION)


def with_row(matrix, index, entries):
    """The matrix with one row replaced."""
    for k in range(matrix.ncols()):
        matrix[index, k] = entries[0, k]
    return matrix


def differences(wanted, polynomial):
    """The coefficients of t^(d-1), ..., 1 of the difference of two monic polynomials of degree d, as a row."""
    size = wanted.degree()
    return fmpq_mat(1, size, [wanted[size - 1 - k] - polynomial[size - 1 - k] for k in range(size)])


def adjugate_chain(matrix, start, polynomial):
    """The coefficients of adj(t - matrix) * start, the highest power of t first, as columns."""
    size = matrix.nrows()
    columns = [start]
    for k in range(size - 1):
        columns.append(matrix * columns[-1] + start * polynomial[size - 1 - k])
    return side_by_side(columns)


def krylov_chain(matrix, start):
    """The vectors start, matrix * start, matrix^2 * start, ... as columns."""
    columns = [start]
    for _ in range(matrix.nrows() - 1):
        columns.append(matrix * columns[-1])
    return side_by_side(columns)


def side_by_side(columns):
    """The square matrix with these columns."""
    size = len(columns)
    return fmpq_mat(size, size, [columns[k][r, 0] for r in range(size) for k in range(size)])


def product(layers, size):
    """The product of factors ("L", S) = [I 0; S I] and ("U", S) = [I S; 0 I], the leftmost first."""
    result = identity_matrix(2 * size)
    for kind, shift in layers:
        factor_matrix = identity_matrix(2 * size)
        top, left = (size, 0) if kind == "L" else (0, size)
        for r in range(size):
            for k in range(size):
                factor_matrix[top + r, left + k] = shift[r, k]
        result = result * factor_matrix
    return result


def matrix_of(rows):
    """The rational matrix with these rows of strings."""
    entries = [fmpq(*map(int, entry.split("/"))) for entries_of_row in rows for entry in entries_of_row]
    return fmpq_mat(len(rows), len(rows), entries)


def identity_matrix(size):
    """The identity."""
    return fmpq_mat(size, size, [int(r == k) for r in range(size) for k in range(size)])


def reflection(size, j):
    """diag(1, ..., 1 - c at j, ..., 1)."""
    result = identity_matrix(size)
    result[j, j] = 1 - REFLECTION
    return result


def exchange(size, i, j):
    """The permutation matrix that exchanges e_i and e_j."""
    image = list(range(size))
    image[i], image[j] = j, i
    return fmpq_mat(size, size, [int(image[r] == k) for r in range(size) for k in range(size)])


def unit_column(size, index):
    """The unit vector, as a column."""
    return fmpq_mat(size, 1, [int(r == index) for r in range(size)])


def block(matrix, top, left, size):
    """A square block."""
    return fmpq_mat(size, size, [matrix[top + r, left + k] for r in range(size) for k in range(size)])


def column(matrix, index):
    """A column, as a matrix."""
    return fmpq_mat(matrix.nrows(), 1, [matrix[r, index] for r in range(matrix.nrows())])


def row(matrix, index):
    """A row, as a matrix."""
    return fmpq_mat(1, matrix.ncols(), [matrix[index, k] for k in range(matrix.ncols())])


def largest_bits(matrix):
    """The bits of the largest numerator or denominator."""
    parts = (part for entry in matrix.entries() for part in (entry.p, entry.q))
    return max(int(abs(part)).bit_length() for part in parts)


if __name__ == "__main__":
    main()
