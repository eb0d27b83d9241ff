"""The other peer of the float bench: couplings found by training, as one would without a construction. Six additive couplings
L U L U L U and a diagonal, least squares against the matrix, L-BFGS with exact gradients. Questions and answers as in
float_layers.py; the answer has the seconds and the relative error (Frobenius) after the given number of steps."""

import json
import sys
import time

import numpy as np
from scipy.optimize import minimize

KINDS = "LULULU"


def train(matrix, steps, seed):
    size = len(matrix)
    half = size // 2
    halves = {"L": (slice(half, None), slice(half)), "U": (slice(half), slice(half, None))}

    def loss(parameters):
        shifts = parameters[:-size].reshape(len(KINDS), half, half)
        states = [np.diag(parameters[-size:])]
        for kind, shift in zip(reversed(KINDS), reversed(shifts)):
            written, read = halves[kind]
            state = states[-1].copy()
            state[written] += shift @ state[read]
            states.append(state)
        difference = states[-1] - matrix
        slope, gradient = 2 * difference, np.empty_like(shifts)
        for k, kind in enumerate(KINDS):
            written, read = halves[kind]
            before = states[len(KINDS) - 1 - k]
            gradient[k] = slope[written] @ before[read].T
            slope = slope.copy()
            slope[read] += shifts[k].T @ slope[written]
        return (difference**2).sum(), np.concatenate([gradient.ravel(), np.diag(slope)])

    start = np.random.default_rng(seed).standard_normal(len(KINDS) * half * half) / np.sqrt(size)
    found = minimize(loss, np.concatenate([start, np.ones(size)]), jac=True, method="L-BFGS-B",
                     options={"maxiter": steps, "maxfun": 10 * steps, "ftol": 0, "gtol": 0})
    return np.sqrt(found.fun) / np.linalg.norm(matrix)


if __name__ == "__main__":
    for line in sys.stdin:
        question = json.loads(line)
        size = question["size"]
        matrix = np.fromfile(question["file"]).reshape(size, size)
        start = time.perf_counter()
        error = train(matrix, question["steps"], question["seed"])
        print(json.dumps({"seconds": time.perf_counter() - start, "error": error, "norm": None}), flush=True)
