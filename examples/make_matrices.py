"""Write the example matrices beside this script; README.md says where each comes from.

Needs numpy and safetensors. Run: python examples/make_matrices.py
Every matrix acts on column vectors, has even size, and has a positive determinant: both are asserted exactly.
"""

import json
from fractions import Fraction
from pathlib import Path

import numpy as np
from safetensors.numpy import save

HERE = Path(__file__).resolve().parent
GLOW_SEED = 2018


def determinant(matrix):
    """The exact determinant, by elimination over the rationals (every double is a rational)."""
    rows = [[Fraction(x) for x in row] for row in matrix]
    result = Fraction(1)
    for k in range(len(rows)):
        pivot = next((i for i in range(k, len(rows)) if rows[i][k] != 0), None)
        if pivot is None:
            return Fraction(0)
        if pivot != k:
            rows[k], rows[pivot] = rows[pivot], rows[k]
            result = -result
        result *= rows[k][k]
        for i in range(k + 1, len(rows)):
            factor = rows[i][k] / rows[k][k]
            rows[i] = [x - factor * y for x, y in zip(rows[i], rows[k])]
    return result


# The matrices


def matrix_of(linear_map, n):
    """The matrix whose columns are the images of the unit vectors."""
    columns = [linear_map([Fraction(int(i == j)) for i in range(n)]) for j in range(n)]
    return [list(row) for row in zip(*columns)]


def h264_core():
    """The 4 × 4 forward core transform of H.264."""
    return [[1, 1, 1, 1], [2, 1, -1, -2], [1, -1, -1, 1], [1, -2, 2, -1]]


def walsh_hadamard():
    """Sylvester's 8 × 8 matrix: entry (i, j) is −1 to the number of ones that i and j have in common."""
    return [[(-1) ** (i & j).bit_count() for j in range(8)] for i in range(8)]


def legall_5_3(x):
    """One level of 5/3 analysis without rounding: low half, then high half. Symmetric about the end samples."""
    half = len(x) // 2
    even, odd = x[0::2], x[1::2]
    # x[2d] = x[2d − 2] at the right end, and d[−1] = d[0] at the left end.
    high = [odd[n] - (even[n] + even[min(n + 1, half - 1)]) / 2 for n in range(half)]
    low = [even[n] + (high[max(n - 1, 0)] + high[n]) / 4 for n in range(half)]
    return low + high


def ycocg_r(x):
    """The lifting steps of YCoCg-R without rounding, (R, G, B, alpha) to (Y, Co, Cg, alpha)."""
    red, green, blue, alpha = x
    co = red - blue
    t = blue + co / 2
    cg = green - t
    y = t + cg / 2
    return [y, co, cg, alpha]


def channel_shuffle(groups):
    """Reshape the channels to groups × (channels / groups), transpose, flatten."""
    return lambda x: [x[i] for k in range(len(x) // groups) for i in range(k, len(x), len(x) // groups)]


def bit_reversal(x):
    """Sixteen samples in the order of their four index bits read backwards."""
    return [x[int(f"{i:04b}"[::-1], 2)] for i in range(16)]


def glow_weight():
    """An 8 × 8 orthogonal weight as GLOW initializes it, float32, last row negated if the determinant is negative."""
    gaussian = np.random.default_rng(GLOW_SEED).standard_normal((8, 8))
    weight = np.linalg.qr(gaussian)[0].astype("<f4", order="C")
    if determinant(weight.tolist()) < 0:
        weight[-1] = -weight[-1]
    return weight


# The formats


def write_text(name, lines):
    (HERE / name).write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")


def write_json(name, matrix):
    """Rows of integers, or of strings like "-1/8" if any entry is a fraction."""
    whole = all(Fraction(x).denominator == 1 for row in matrix for x in row)
    rows = [json.dumps([int(x) if whole else str(x) for x in row]) for row in matrix]
    write_text(name, ["[", ",\n".join("  " + row for row in rows), "]"])


def write_csv(name, matrix):
    write_text(name, [",".join(str(x) for x in row) for row in matrix])


def write_mtx_array(name, matrix, comment):
    """Matrix Market, dense: entries column by column."""
    n = len(matrix)
    entries = [str(matrix[i][j]) for j in range(n) for i in range(n)]
    write_text(name, ["%%MatrixMarket matrix array integer general", "% " + comment, f"{n} {n}"] + entries)


def write_mtx_coordinate(name, matrix, comment):
    """Matrix Market, sparse: row, column (from 1), value."""
    n = len(matrix)
    entries = [f"{i + 1} {j + 1} {matrix[i][j]}" for i in range(n) for j in range(n) if matrix[i][j] != 0]
    header = ["%%MatrixMarket matrix coordinate integer general", "% " + comment, f"{n} {n} {len(entries)}"]
    write_text(name, header + entries)


def write_npy(name, weight):
    np.save(HERE / name, weight.reshape(8, 8, 1, 1))


def write_safetensors(name, weight):
    (HERE / name).write_bytes(save({"invconv.weight": weight.reshape(8, 8, 1, 1)}))


def main():
    glow = glow_weight()
    files = [
        ("h264-core-4.mtx", h264_core(), write_mtx_array, "H.264 4x4 forward core transform"),
        ("ycocg-r-4.csv", matrix_of(ycocg_r, 4), write_csv),
        ("walsh-hadamard-8.csv", walsh_hadamard(), write_csv),
        ("legall-5-3-8.json", matrix_of(legall_5_3, 8), write_json),
        ("shuffle-8-2.mtx", matrix_of(channel_shuffle(2), 8), write_mtx_coordinate, "channel shuffle, 8 channels, 2 groups"),
        ("shuffle-16-4.json", matrix_of(channel_shuffle(4), 16), write_json),
        ("bit-reversal-16.mtx", matrix_of(bit_reversal, 16), write_mtx_coordinate, "bit reversal of 16 samples"),
        ("glow-invconv-8.npy", glow, write_npy),
        ("glow-invconv-8.safetensors", glow, write_safetensors),
    ]
    for name, matrix, write, *comment in files:
        rows = np.asarray(matrix).tolist()
        n, det = len(rows), determinant(rows)
        assert n % 2 == 0 and all(len(row) == n for row in rows), name
        assert det > 0, name
        write(name, matrix, *comment)
        print(f"{name}: {n} x {n}, determinant {det}")


if __name__ == "__main__":
    main()
