"""The peer of the float bench: the constructions of docs/math/conditioned.md in NumPy and SciPy (LAPACK), one question and one
answer per line of JSON. A question names a file of n*n doubles (row by row) and a method; the answer has the seconds of the best
use of LAPACK, the relative error of the product (Frobenius) and the largest spectral norm of a shift."""

import json
import sys
import time

import numpy as np
import scipy.linalg as sl


def involutions(rotation):
    """R1, Theta with rotation = R1 R2 and R1 = Theta R2 Theta^T, from the real Schur form."""
    size = len(rotation)
    schur, basis = sl.schur(rotation, output="real")
    first, root = np.zeros((size, size)), np.zeros((size, size))
    second = np.zeros((size, size))

    def plane(i, j, angle):
        first[[i, i, j, j], [i, j, i, j]] = np.cos(angle), np.sin(angle), np.sin(angle), -np.cos(angle)
        second[i, i], second[j, j] = 1, -1
        half = angle / 2
        root[[i, i, j, j], [i, j, i, j]] = np.cos(half), -np.sin(half), np.sin(half), np.cos(half)

    i, ones, minus = 0, [], []
    while i < size:
        if i + 1 < size and abs(schur[i + 1, i]) > 1e-9:
            sine, cosine = schur[i + 1, i] - schur[i, i + 1], schur[i, i] + schur[i + 1, i + 1]
            plane(i, i + 1, np.arctan2(sine, cosine))
            i += 2
        else:
            (ones if schur[i, i] > 0 else minus).append(i)
            i += 1
    for a, b in zip(minus[::2], minus[1::2]):
        plane(a, b, np.pi)
    for a, b in zip(ones[::2], ones[1::2]):
        plane(a, b, 0.0)
    if len(ones) % 2:
        k = ones[-1]
        first[k, k] = second[k, k] = root[k, k] = 1
    return basis @ first @ basis.T, basis @ second @ basis.T, basis @ root @ basis.T


def inner_word(x, root, c, b, t):
    """L(a) U(b) L(c) U(e)."""
    frame = root @ c.T
    inner_c, inner_b = frame.T / t, (x - np.eye(len(x))) @ frame * t
    return (c - inner_c) @ x.T, inner_b, inner_c, x.T @ (b - inner_b)


def orthogonal(matrix):
    """Six factors of a rotation: L U L U L U, leftmost first."""
    half = len(matrix) // 2
    a, b = matrix[:half, :half], matrix[:half, half:]
    c, d = matrix[half:, :half], matrix[half:, half:]
    (u1, u2), angles, _ = sl.cossin(matrix, p=half, q=half, separate=True)
    w = u2 * (np.cos(angles) / (1 + np.sin(angles))) @ u1.T
    c1, d1 = c + w @ a, d + w @ b
    x, _, root = involutions((a @ c1.T @ d1 - b) @ c1)
    x0 = (a - x) @ c1.T
    word = inner_word(x, root, c1, b - x0 @ d1, 0.5)
    return [("L", -w), ("U", x0), *zip("LULU", word)]


def bounded(matrix):
    """Ten factors (kind, shift, scale of the half that it writes), leftmost first."""
    half = len(matrix) // 2
    basis = np.linalg.qr(matrix[:half].T, mode="complete")[0].T
    right = np.vstack([basis[half:], basis[:half]])
    e, c, z = matrix[:half] @ right[half:].T, matrix[half:] @ right[:half].T, matrix[half:] @ right[half:].T
    p, first, v1 = np.linalg.svd(c)
    p1, second, v2 = np.linalg.svd(-e)
    right = np.vstack([v1 @ right[:half], v2 @ right[half:]])
    z = p.T @ z @ v2.T
    if np.linalg.slogdet(p)[0] * np.linalg.slogdet(p1)[0] < 0:
        p[:, -1] *= -1
        first[-1] *= -1
        z[-1] *= -1
    if np.linalg.slogdet(right)[0] < 0:
        right[half - 1] *= -1
        first[-1] *= -1
    x, _, root = involutions(p1 @ p)
    a, b, c, e = inner_word(x, root, p, -p1, np.sqrt(0.5))
    word = [shift for _, shift in orthogonal(right.T)]
    one = np.ones(half)
    middle = z + e * second - first[:, None] * word[5]
    return [("U", -x @ p.T, one), ("L", a, one), ("U", b, one), ("L", c, second), ("U", middle, first),
            *[(kind, -shift, one) for kind, shift in zip("LULUL", reversed(word[:5]))]]


def conditioned(matrix):
    """Eight factors and the scalar in front of them."""
    half = len(matrix) // 2
    scale = np.exp(np.linalg.slogdet(matrix)[1] / len(matrix))
    a, b = matrix[:half, :half] / scale, matrix[:half, half:] / scale
    c, d = matrix[half:, :half] / scale, matrix[half:, half:] / scale
    q = np.linalg.qr(np.vstack([a, c]))[0]
    u1, _, v = np.linalg.svd(q[:half])
    left, _, rest = np.linalg.svd(q[half:] @ v.T)
    w = left @ rest @ u1.T
    c1, d1 = c + w @ a, d + w @ b
    inverse = np.linalg.inv(c1)
    u, p, v = np.linalg.svd((a @ inverse @ d1 - b) @ c1)
    r1, r2, root = involutions(u @ v)
    weights = -np.log(p) + np.log(p).mean()
    order, rest, total = [], list(np.argsort(-weights)), 0.0
    while rest:
        order.append(rest.pop(0) if total <= 0 else rest.pop())
        total += weights[order[-1]]
    v, weights = v[order].T, weights[order]
    shift = v[:, np.roll(np.arange(half), -1)] @ v.T
    prefix = np.concatenate([[0], np.cumsum(weights)[:-1]])
    prefix -= (prefix.max() + prefix.min()) / 2
    power = lambda exponents: v * np.exp(exponents) @ v.T
    frame, frame_inverse = c1 @ power(weights), power(-weights) @ inverse
    l1, x1 = frame @ root.T, (r1 - np.eye(half)) @ root @ frame_inverse
    l2, x2 = frame @ r2 @ power(prefix), (shift - np.eye(half)) @ power(-prefix) @ r2 @ frame_inverse
    balance = lambda x, l: (x * np.sqrt(np.linalg.norm(l, 2) / np.linalg.norm(x, 2)), l * np.sqrt(np.linalg.norm(x, 2) / np.linalg.norm(l, 2)))
    (x1, l1), (x2, l2) = balance(x1, l1), balance(x2, l2)
    x = r1 @ shift
    x0 = (a - x) @ inverse
    l1 = l1 - l2 @ shift.T
    inner = [("U", x1), ("L", l1), ("U", x2), ("L", l2)]
    core = product(inner, half)
    outer_left = (c1 - core[half:, :half]) @ x.T
    outer_right = x.T @ (b - x0 @ d1 - core[:half, half:])
    return [("L", -w), ("U", x0), ("L", outer_left), *inner, ("U", outer_right)], scale


def product(layers, half):
    result = np.eye(2 * half)
    for kind, shift, *scale in reversed(layers):
        written, read = (slice(half, None), slice(half)) if kind == "L" else (slice(half), slice(half, None))
        result[written] = (scale[0][:, None] if scale else 1) * result[written] + shift @ result[read]
    return result


def answer(question):
    size = question["size"]
    matrix = np.fromfile(question["file"]).reshape(size, size)
    start = time.perf_counter()
    scale = 1.0
    if question["method"] == "conditioned":
        layers, scale = conditioned(matrix)
    else:
        layers = {"orthogonal": orthogonal, "bounded": bounded}[question["method"]](matrix)
    seconds = time.perf_counter() - start
    error = np.linalg.norm(scale * product(layers, size // 2) - matrix) / np.linalg.norm(matrix)
    return {"seconds": seconds, "error": error, "norm": max(np.linalg.norm(layer[1], 2) for layer in layers)}


if __name__ == "__main__":
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)
