"""Loads `flowcert export --to freia` into FrEIA's own modules, and compares with the matrix."""

import FrEIA.framework
import FrEIA.modules
import torch

import common


def pointwise(inputs, outputs):
    """A linear layer on every pixel."""
    return torch.nn.Conv2d(inputs, outputs, 1)


def arguments(layer, images):
    """The arguments of one module's constructor, as the file describes them."""
    if layer["class"] != "GLOWCouplingBlock":
        return {"M": torch.eye(layer["size"])}
    # With clamp 1 and the identity, the first half of a subnet's output is the logarithm of the scale itself.
    subnet = pointwise if images else torch.nn.Linear
    return layer["arguments"] | {"clamp_activation": lambda logarithm: logarithm, "subnet_constructor": subnet}


def build(about, state, dtype, sides):
    model = FrEIA.framework.SequenceINN(sum(about["partition"]), *sides)
    for layer in about["layers"]:
        model.append(getattr(FrEIA.modules, layer["class"]), **arguments(layer, about["images"]))
    model.to(dtype).load_state_dict(state)
    return model, lambda images: model(images, rev=True)


if __name__ == "__main__":
    common.run("freia", build)
