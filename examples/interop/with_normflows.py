"""Loads `flowcert export --to normflows` into normflows' own flows, and compares with the matrix."""

import warnings

import normflows as nf
import torch

import common

warnings.filterwarnings("ignore", "torch.lu is deprecated")  # normflows 1.7.3 calls it


def flow(layer, images):
    """One flow, as the file describes it."""
    if layer["class"] != "AffineCouplingBlock":
        return getattr(nf.flows, layer["class"])(**layer["arguments"])
    net = layer["param_map"]
    if images:
        param_map = torch.nn.Conv2d(net["inputs"], net["outputs"], 1, bias=net["bias"])
    else:
        param_map = torch.nn.Linear(net["inputs"], net["outputs"], bias=net["bias"])
    return nf.flows.AffineCouplingBlock(param_map, **layer["arguments"])


def model(about, state, dtype):
    """A NormalizingFlow without a base distribution; with one, load with strict=False."""
    result = nf.NormalizingFlow(None, [flow(layer, about["images"]) for layer in about["layers"]])
    result.to(dtype).load_state_dict(state)
    return result


def build(about, state, dtype, sides):
    # NormalizingFlow adds log-determinants up in the default precision, whatever the flows have.
    torch.set_default_dtype(dtype)
    flows = model(about, state, dtype)
    return flows.forward_and_log_det, flows.inverse_and_log_det


if __name__ == "__main__":
    common.run("normflows", build)
