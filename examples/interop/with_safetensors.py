"""Runs `flowcert export --to safetensors` with nothing but tensor products, and compares with the matrix."""

import torch

import common


def build(about, state, dtype, sides):
    cut = about["partition"][0]
    layers = []
    for number, layer in enumerate(about["layers"]):
        shift, scale = state[f"layers.{number}.shift"], state[f"layers.{number}.scale"]
        layers.append((layer["writes"] == "first", shift, scale))
    log_det = sum(scale.abs().log().sum() for _, _, scale in layers)

    def forward(x):
        x1, x2 = x[:, :cut], x[:, cut:]
        for first, shift, scale in layers:
            if first:
                x1 = x1 * scale + x2 @ shift.T
            else:
                x2 = x2 * scale + x1 @ shift.T
        return torch.cat([x1, x2], 1), log_det

    def inverse(y):
        y1, y2 = y[:, :cut], y[:, cut:]
        for first, shift, scale in reversed(layers):
            if first:
                y1 = (y1 - y2 @ shift.T) / scale
            else:
                y2 = (y2 - y1 @ shift.T) / scale
        return torch.cat([y1, y2], 1), -log_det

    return forward, inverse


if __name__ == "__main__":
    common.run("safetensors", build, lambda name, sides: not sides)
