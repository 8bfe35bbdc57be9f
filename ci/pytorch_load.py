"""PyTorch loads what Sluice saved and computes the same: pytorch_load.py FOLDER.

Needs torch and safetensors. Each NAME.safetensors is a state dict, NAME.expected.safetensors holds
x, y and, as metadata, the module. Prints the largest error of each and ends with 1 if one is above 1e-5."""
import pathlib
import sys

import torch
from safetensors import safe_open
from safetensors.torch import load_file


def module(options):
    """The stack, under the prefix that the file has, so that names are checked by PyTorch itself."""
    recurrent = getattr(torch.nn, options["module"])(
        int(options["input_size"]), int(options["hidden_size"]), int(options["num_layers"]),
        bias=options["bias"] == "true", bidirectional=options["bidirectional"] == "true",
        **({"proj_size": int(options["proj_size"])} if options["module"] == "LSTM" else {}),
        **({"nonlinearity": options["nonlinearity"]} if options["module"] == "RNN" else {}))
    holder = torch.nn.Module()
    holder.recurrent = recurrent
    return holder


def error(state, expected):
    with safe_open(expected, "pt") as file:
        options, x, y = file.metadata(), file.get_tensor("x"), file.get_tensor("y")
    loaded = load_file(state)
    assert {str(tensor.dtype) for tensor in loaded.values()} == {"torch." + options["dtype"]}, state
    holder = module(options)
    holder.load_state_dict(loaded, strict=True)
    with torch.no_grad():
        return (holder.recurrent(x)[0] - y).abs().max().item()


def main():
    worst = 0
    states = sorted(path for path in pathlib.Path(sys.argv[1]).glob("*.safetensors")
                    if not path.name.endswith(".expected.safetensors"))
    for state in states:
        found = error(state, state.with_suffix(".expected.safetensors"))
        print(f"{state.stem}: {found:.1e}")
        worst = max(worst, found)
    print(f"{len(states)} state dicts, torch {torch.__version__}")
    sys.exit(0 if states and worst <= 1e-5 else 1)


if __name__ == "__main__":
    main()
