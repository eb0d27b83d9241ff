"""Loads a generator that flowcert has written, and draws from it: load_generator.py FILE.safetensors [COUNT]"""

import sys

import torch
from safetensors.torch import load_file

state = load_file(sys.argv[1])
(h, inputs), outputs = state["generator.hidden.weight"].shape, len(state["generator.output.bias"])
generator = torch.nn.ModuleDict({"hidden": torch.nn.Linear(inputs, h), "output": torch.nn.Linear(h, outputs)}).double()
generator.load_state_dict({name.removeprefix("generator."): tensor for name, tensor in state.items()})
z = torch.randn(int(sys.argv[2]) if len(sys.argv) > 2 else 10, inputs, dtype=torch.float64)
with torch.no_grad():
    print(generator["output"](torch.relu(generator["hidden"](z))))
