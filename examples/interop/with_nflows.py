"""Loads `flowcert export --to nflows` into nflows' own transforms, and compares with the matrix."""

import torch
from nflows import transforms

import common


class Linear(torch.nn.Linear):
    """As nflows calls its nets: with a context, which is not used."""

    def forward(self, inputs, context=None):
        return super().forward(inputs)


class Pointwise(torch.nn.Conv2d):
    """The same on every pixel of an image."""

    def forward(self, inputs, context=None):
        return super().forward(inputs)


def transform(layer, images):
    """One transform, as the file describes it."""
    if layer["class"] == "AdditiveCouplingTransform":
        linear = lambda inputs, outputs: Linear(inputs, outputs, bias=False)
        pointwise = lambda inputs, outputs: Pointwise(inputs, outputs, 1, bias=False)
        return transforms.AdditiveCouplingTransform(layer["arguments"]["mask"], pointwise if images else linear)
    if layer["class"] == "PointwiseAffineTransform":
        return transforms.PointwiseAffineTransform(scale=torch.ones(layer["scale"]))
    return transforms.HouseholderSequence(**layer["arguments"])


def build(about, state, dtype, sides):
    model = transforms.CompositeTransform([transform(layer, about["images"]) for layer in about["layers"]])
    model.to(dtype).load_state_dict(state)
    return model, model.inverse


if __name__ == "__main__":
    # nflows has no layer for the sign of a channel, and the export refuses it.
    common.run("nflows", build, lambda name, sides: not sides or "negative" not in name)
