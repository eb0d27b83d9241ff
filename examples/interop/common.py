"""What the scripts of this folder share: the command, its files, and the comparison with the matrix."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import torch
from safetensors import safe_open
from safetensors.torch import load_file

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
FOLDER = tempfile.TemporaryDirectory(prefix="flowcert-interop-")

# The determinants are 1 + 2.2e-8, 40 and -14.
MATRICES = ["glow-invconv-8", "h264-core-4", "negative-4"]
NEGATIVE = [[2, 1, 0, -1], [-1, -2, -2, -2], [-2, 2, 1, 2], [0, 1, 2, 1]]

# What may be wrong: the layers' arithmetic, on weights of moderate size.
TOLERANCE = {"f32": 2e-4, "f64": 1e-11}
DTYPE = {"f32": torch.float32, "f64": torch.float64}


def flowcert(*arguments):
    """Runs the command: the program that the environment variable FLOWCERT names, or the one that cargo builds."""
    program = os.environ.get("FLOWCERT")
    cargo = ["cargo", "run", "--quiet", "--locked", "--manifest-path", ROOT / "Cargo.toml", "--"]
    done = subprocess.run([*([program] if program else cargo), *arguments], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"flowcert {' '.join(arguments)} exits with {done.returncode}:\n{done.stderr}")
    return done.stdout


def matrix(name):
    """One of MATRICES, as doubles."""
    if name == "h264-core-4":
        return np.array([[1, 1, 1, 1], [2, 1, -1, -2], [1, -1, -1, 1], [1, -2, 2, -1]], dtype=float)
    if name == "glow-invconv-8":
        return np.load(ROOT / "examples" / "glow-invconv-8.npy").reshape(8, 8).astype(float)
    return np.array(NEGATIVE, dtype=float)


def certificate(values, *options):
    """The path of a certificate for a matrix; an exact one without options."""
    with tempfile.NamedTemporaryFile(dir=FOLDER.name, suffix=".npy", delete=False) as file:
        np.save(file, values)
    path = file.name.replace(".npy", ".json")
    mode = ["--mode", "signed"] if np.linalg.slogdet(values)[0] < 0 and not options else []
    flowcert("factor", file.name, *mode, *options, "-o", path)
    return path


def export(path, library, *options):
    """What a file of weights says about its layers, and its tensors."""
    file = path.replace(".json", ".safetensors")
    flowcert("export", path, "--to", library, *options, "-o", file)
    with safe_open(file, "pt") as opened:
        about = json.loads(opened.metadata()["flowcert"])
    return about, load_file(file)


def compare(values, dtype, sides, forward, inverse):
    """The largest errors of a model against the matrix: of the map, of its inverse on the images, of the log-determinant.

    `forward` and `inverse` take a batch, of vectors or of images with these sides, and return one and its log-determinants.
    """
    batch = np.random.default_rng(1).standard_normal((64, len(values), *sides))
    images = np.einsum("ij,nj...->ni...", values, batch)
    log_det = np.linalg.slogdet(values)[1] * np.prod(sides)
    with torch.no_grad():
        found, found_log_det = forward(torch.tensor(batch, dtype=DTYPE[dtype]))
        back, back_log_det = inverse(torch.tensor(images, dtype=DTYPE[dtype]))
    assert found.dtype == back.dtype == DTYPE[dtype]
    absolute = lambda one, other: np.abs(one.double().numpy() - other).max()
    return {
        "map": absolute(found, images) / np.abs(images).max(),
        "inverse": absolute(back, batch) / np.abs(batch).max(),
        "log-det": max(absolute(found_log_det, log_det), absolute(back_log_det, -log_det)),
    }


def run(library, build, holds=lambda name, sides: True):
    """Every matrix through `build(about, state, dtype, sides)`, which returns forward and inverse: on vectors in both
    precisions, and, where the library `holds` it, on the channels of images."""
    wrong = []
    cases = [(name, dtype, sides) for name in MATRICES for dtype, sides in [("f32", ()), ("f64", ()), ("f64", (3, 5))]]
    for name, dtype, sides in filter(lambda case: holds(case[0], case[2]), cases):
        values = matrix(name)
        about, state = export(certificate(values), library, "--dtype", dtype, *(["--conv"] if sides else []))
        errors = compare(values, dtype, sides, *build(about, state, DTYPE[dtype], sides))
        kind = "images" if sides else "vectors"
        shown = "  ".join(f"{what} {error:.1e}" for what, error in errors.items())
        print(f"{library:11} {name:14} {kind:7} {dtype}  {len(about['layers'])} layers  {shown}", flush=True)
        if not all(error <= TOLERANCE[dtype] for error in errors.values()):
            wrong.append(f"{name}, {kind} in {dtype}")
    if wrong:
        sys.exit(f"wrong beyond {TOLERANCE}: {'; '.join(wrong)}")
