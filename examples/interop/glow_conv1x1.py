"""Replaces the 1 x 1 convolution of a Glow block by couplings of its channels, with one fixed cut.

normflows' GlowBlock has an Invertible1x1Conv; `flowcert factor` and `flowcert export --to normflows --conv` make couplings of
its weight. The block must give the same images and log-determinants with either; the errors of both are printed side by side,
against the weight in double precision. Weights as they are at the start of training, as they may be after it, nearly singular.
"""

import copy
import sys

import normflows as nf
import numpy as np
import torch

import common
import with_normflows

CHANNELS, HEIGHT, WIDTH = 8, 5, 7
TOLERANCE = 1e-5


def rotation(generator):
    """A random orthogonal matrix of determinant 1."""
    result = np.linalg.qr(generator.standard_normal((CHANNELS, CHANNELS)))[0]
    result[-1] *= np.sign(np.linalg.det(result))
    return result


def weights():
    """Name, construction, and weight: singular values 1; spread like a trained layer's, with a negative determinant; 1 to 1e-6."""
    generator = np.random.default_rng(2018)
    spread = np.exp(generator.normal(0, 0.7, CHANNELS)) * ([-1] + [1] * (CHANNELS - 1))
    for name, method, singular in [
        ("orthogonal", "orthogonal", np.ones(CHANNELS)),
        ("trained", "bounded", spread),
        ("nearly singular", "bounded", np.logspace(0, -6, CHANNELS)),
    ]:
        yield name, method, torch.tensor(rotation(generator) * singular @ rotation(generator), dtype=torch.float32)


def couplings(weight, method):
    """The couplings of a weight, with the direction of an Invertible1x1Conv, whose inverse multiplies by the weight."""
    path = common.certificate(weight.numpy(), "--arith", "f64", "--method", method)
    about, state = common.export(path, "normflows", "--conv")
    flows = with_normflows.model(about, state, torch.float32).flows
    return nf.flows.Reverse(nf.flows.Composite(flows)), len(flows)


def glow_block(weight):
    """A block with this weight whose coupling does something, and whose normalization has seen a batch."""
    torch.manual_seed(1)
    block = nf.flows.GlowBlock(CHANNELS, 16, use_lu=False, init_zeros=False)
    with torch.no_grad():
        block.flows[1].W.copy_(weight)
        block.inverse(torch.randn(16, CHANNELS, HEIGHT, WIDTH))
    return block


def relative(found, expected):
    return ((found.double() - expected).abs().max() / expected.abs().max()).item()


def errors(layer, weight, images):
    """Of one layer against the weight in double precision: the map, the log-determinant of a pixel, and the way back."""
    exact = torch.einsum("ij,njhw->nihw", weight.double(), images.double())
    log_det = torch.linalg.slogdet(weight.double())[1]
    found, found_log_det = layer.inverse(images)
    back, _ = layer.forward(exact.float())
    return {
        "map": relative(found, exact),
        "log-det": (found_log_det.double() / (HEIGHT * WIDTH) - log_det).abs().max().item(),
        "inverse": relative(back, images.double()),
    }


def compare(name, method, weight, images):
    """Prints both layers side by side; returns whether the couplings are right, alone and within the block."""
    layer, number = couplings(weight, method)
    block = glow_block(weight)
    replaced = copy.deepcopy(block)
    replaced.flows[1] = layer
    with torch.no_grad():
        convolution, ours = errors(block.flows[1], weight, images), errors(layer, weight, images)
        (one, one_log_det), (other, other_log_det) = block.inverse(images), replaced.inverse(images)
    within = {"block": relative(other, one.double())}
    # The convolution's own log-determinant, in single precision, is off where the weight is nearly singular.
    allowed = TOLERANCE + convolution["log-det"]
    within["block log-det"] = ((other_log_det - one_log_det).abs().max() / (HEIGHT * WIDTH)).item()
    for what, kind, found in [("convolution", "", convolution), (f"{number} flows", method, ours), ("", "", within)]:
        shown = "  ".join(f"{key} {error:.1e}" for key, error in found.items())
        print(f"{name:16} {what:12} {kind:11} {shown}", flush=True)
        name = ""
    right = ours["map"] <= TOLERANCE and ours["log-det"] <= TOLERANCE
    return right and within["block"] <= TOLERANCE and within["block log-det"] <= allowed


def main():
    torch.manual_seed(0)
    images = torch.randn(4, CHANNELS, HEIGHT, WIDTH)
    wrong = [name for name, method, weight in weights() if not compare(name, method, weight, images)]
    if wrong:
        sys.exit(f"wrong beyond {TOLERANCE}: {', '.join(wrong)}")


if __name__ == "__main__":
    main()
