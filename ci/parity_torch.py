"""Parity cases (sluice-parity-1) by PyTorch in float64.

  parity_torch.py FOLDER         writes cases, by torch.nn's modules and by the cells of cells_torch.py
  parity_torch.py --check FILE   computes what cases of any origin expect again, by cells_torch.py, and compares
"""
import itertools
import json
import pathlib
import struct
import sys

import torch

from cells_torch import solve

TYPES = {"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16,
         "I64": torch.int64, "I32": torch.int32}
NAMES = {dtype: name for name, dtype in TYPES.items()}
MODULES = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}
EXPECTED = ("hn_", "cn_", "cells_", "gates_", "grad.")


def write(path, metadata, tensors):
    """A safetensors file; the format is its own documentation."""
    header, data = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        block = bytes(tensor.detach().contiguous().flatten().view(torch.uint8).numpy())
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(block)]}
        data += block
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)
    print(path.name)


def read(path):
    """Metadata and tensors of a safetensors file."""
    data = pathlib.Path(path).read_bytes()
    start = 8 + struct.unpack("<Q", data[:8])[0]
    header = json.loads(data[8:start])
    metadata, tensors = header.pop("__metadata__"), {}
    for name, entry in header.items():
        begin, end = entry["data_offsets"]
        block = torch.frombuffer(bytearray(data[start + begin:start + end]), dtype=TYPES[entry["dtype"]])
        tensors[name] = block.reshape(entry["shape"])
    return metadata, tensors


def rounded(shape, dtype=torch.float32, scale=1.0):
    """Random numbers in float64 that the file's type holds exactly, so that both sides start from the same ones."""
    return torch.rand(*shape).mul(2).sub(1).mul(scale).to(dtype)


def by_module(kind, I, H, T, lengths, layers=1, bidirectional=False, bias=True, P=0, dtype=torch.float32, states=True,
              **options):
    """A case that torch.nn computes; no row may be empty."""
    torch.manual_seed(len(repr((kind, I, H, T, lengths, layers, bidirectional, bias, P, dtype))))
    D, N = 1 + bidirectional, len(lengths)
    more = {"proj_size": P} if P else {}
    module = MODULES[kind](I, H, layers, bidirectional=bidirectional, bias=bias, **more, **options).double()
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(parameter.to(dtype))
    inputs = {"x": rounded((T, N, I), dtype), "dy": rounded((T, N, D * (P or H)), dtype)}
    wide = {"h0": P or H, "dhn": P or H, **({"c0": H, "dcn": H} if kind == "lstm" else {})}
    inputs.update({name: rounded((layers * D, N, width), dtype) for name, width in wide.items()
                   if states or name.startswith("d")})
    given = {name: value.double().requires_grad_() for name, value in inputs.items()}
    initial = tuple(given.get(name, torch.zeros(layers * D, N, wide[name]).double()) for name in ("h0", "c0")
                    if name in wide)
    packed = torch.nn.utils.rnn.pack_padded_sequence(given["x"], torch.tensor(lengths), enforce_sorted=False)
    y, last = module(packed, initial if kind == "lstm" else initial[0])
    y, _ = torch.nn.utils.rnn.pad_packed_sequence(y, total_length=T)
    out = dict(zip(("y", "hn", "cn"), (y, *last) if kind == "lstm" else (y, last)))
    sum((value * given["d" + name]).sum() for name, value in out.items()).backward()

    graded = {**{name: given[name] for name in ("x", "h0", "c0") if name in given}, **dict(module.named_parameters())}
    tensors = {**inputs, **{name: parameter.to(dtype) for name, parameter in module.named_parameters()}, **out,
               **{"grad." + name: value.grad for name, value in graded.items()}}
    if set(lengths) != {T}:
        tensors["lengths"] = torch.tensor(lengths)
    metadata = {"format": "sluice-parity-1", "cell": kind, "num_layers": str(layers),
                "bidirectional": str(bidirectional).lower(), "producer": "torch.nn " + torch.__version__,
                **{key: str(value) for key, value in options.items()}}
    return metadata, tensors


def by_cells(kind, I, widths, T, lengths, biases="ih hh", P=(), traces=False, cells_alone=False, scale=1.0, **options):
    """A case that cells_torch.py computes, with any option; widths: H of each layer, P: those of projections."""
    torch.manual_seed(len(repr((kind, I, widths, T, lengths, biases, P, options))))
    metadata = {"format": "sluice-parity-1", "cell": kind, "num_layers": str(len(widths)),
                "producer": "cells_torch.py " + torch.__version__, "bidirectional": "false", **options}
    both, N, G = metadata["bidirectional"] == "true", len(lengths), {"rnn": 1, "lstm": 4, "gru": 3}[kind]
    suffixes = ("", "_reverse") if both else ("_reverse",) if options.get("direction") == "reverse" else ("",)
    tensors, below, states = {"x": rounded((T, N, I), scale=scale)}, I, []
    for layer, H in enumerate(widths):
        out = P[layer] if P else H
        for suffix in (f"_l{layer}{suffix}" for suffix in suffixes):
            draw = lambda *shape: rounded(shape, scale=scale * H ** -0.5)  # noqa: E731
            tensors.update({"weight_ih" + suffix: draw(G * H, below), "weight_hh" + suffix: draw(G * H, out)})
            tensors.update({f"bias_{side}{suffix}": draw(G * H) for side in biases.split()})
            if P:
                tensors["weight_hr" + suffix] = draw(out, H)
            if options.get("peepholes") == "true":
                tensors.update({f"weight_c{gate}{suffix}": draw(H) for gate in "ifo"})
            if options.get("layer_norm") == "true":
                tensors.update({"norm_ih" + suffix: draw(G * H) + 1, "norm_hh" + suffix: draw(G * H) + 1})
                if kind == "lstm":
                    tensors.update({"norm_c" + suffix: draw(H) + 1, "bias_c" + suffix: draw(H)})
            states.append((suffix, out, H))
        below = out if options.get("merge") == "sum" else len(suffixes) * out
    tensors["dy"] = rounded((T, N, below))
    for name, wide in (("h0", 1), ("dhn", 1), *((("c0", 2), ("dcn", 2)) if kind == "lstm" else ())):
        if cells_alone:
            tensors.update({name + state[0]: rounded((N, state[wide])) for state in states})
        else:
            tensors[name] = rounded((len(states), N, states[0][wide]))
    if traces and kind == "lstm":
        tensors.update({"dcells" + suffix: rounded((T, N, H)) for suffix, _, H in states})
    if set(lengths) != {T}:
        tensors["lengths"] = torch.tensor(lengths, dtype=torch.int32)
    result = solve(metadata, tensors)
    hidden = () if traces else ("cells_", "gates_")
    stacked = ("hn", "cn") if not cells_alone else ()
    tensors.update({name: value for name, value in result.items()
                    if not name.startswith(hidden) and not any(name.startswith(s + "_l") for s in stacked)})
    return metadata, tensors


MODULE_CASES = {
    **{f"{kind}-{layers}{'-bidirectional' * both}{'-ragged' * ragged}":
       dict(kind=kind, I=5, H=7, T=6, lengths=[6, 3, 1, 5] if ragged else [6] * 4, layers=layers, bidirectional=both)
       for kind, (layers, both, ragged) in itertools.product(
           MODULES, ((1, False, False), (1, True, True), (2, True, True), (3, False, True)))},
    **{f"{kind}-no-bias": dict(kind=kind, I=3, H=5, T=4, lengths=[4, 2], layers=2, bidirectional=True, bias=False)
       for kind in MODULES},
    **{f"{kind}-{dtype}": dict(kind=kind, I=3, H=9, T=5, lengths=[5, 2, 4], layers=2, dtype=TYPES[dtype.upper()])
       for kind in MODULES for dtype in ("f64", "f16", "bf16")},
    **{f"{kind}-zero-states": dict(kind=kind, I=1, H=1, T=3, lengths=[3], states=False) for kind in MODULES},
    **{f"{kind}-odd-sizes": dict(kind=kind, I=13, H=33, T=17, lengths=[17, 16, 1, 9, 2, 11, 17], layers=2,
                                 bidirectional=True) for kind in MODULES},
    "rnn-relu": dict(kind="rnn", I=3, H=8, T=5, lengths=[5, 4, 2], layers=2, nonlinearity="relu"),
    **{f"lstm-projection-{layers}{'-bidirectional' * both}":
       dict(kind="lstm", I=4, H=7, T=6, lengths=[6, 3, 1], layers=layers, bidirectional=both, P=P)
       for layers, both, P in ((1, False, 3), (1, True, 6), (2, False, 5), (3, True, 2))},
    "lstm-projection-no-bias": dict(kind="lstm", I=4, H=17, T=6, lengths=[6, 3], layers=2, bidirectional=True, P=1,
                                    bias=False),
}

RAGGED = [5, 0, 3, 4]
TWO = dict(I=3, widths=(5, 5), T=5, lengths=RAGGED)
SIGMOIDS = dict(candidate_activation="sigmoid", biases="ih")
DRAWN = dict(zoneout_seed="-81985529216486896", zoneout_step="5000000000", zoneout_site="3")
CELL_CASES = {
    "rnn-article": dict(kind="rnn", **TWO, **SIGMOIDS, bidirectional="true"),
    "lstm-article": dict(kind="lstm", **TWO, **SIGMOIDS, output_activation="sigmoid", bidirectional="true"),
    "gru-article": dict(kind="gru", **TWO, **SIGMOIDS, reset="before", update="admits", bidirectional="true"),
    "gru-before-keeps": dict(kind="gru", **TWO, reset="before"),
    "gru-after-admits": dict(kind="gru", **TWO, update="admits"),
    "gru-before-admits-two-biases": dict(kind="gru", **TWO, reset="before", update="admits", bidirectional="true"),
    **{f"{kind}-bias-hh-alone": dict(kind=kind, **TWO, biases="hh") for kind in MODULES},
    **{f"{kind}-bias-ih-alone": dict(kind=kind, **TWO, biases="ih") for kind in MODULES},
    "lstm-peepholes": dict(kind="lstm", **TWO, peepholes="true", bidirectional="true"),
    "lstm-coupled": dict(kind="lstm", **TWO, coupled="true", bidirectional="true"),
    "lstm-coupled-peepholes": dict(kind="lstm", **TWO, coupled="true", peepholes="true"),
    "lstm-coupled-peepholes-projection-clips": dict(
        kind="lstm", I=3, widths=(7, 7), P=(4, 4), T=5, lengths=RAGGED, scale=3.0, coupled="true", peepholes="true",
        cell_clip="0.75", preactivation_clip="1.25", bidirectional="true"),
    "lstm-peepholes-article": dict(kind="lstm", **TWO, **SIGMOIDS, output_activation="sigmoid", peepholes="true"),
    "lstm-projection-wider": dict(kind="lstm", I=3, widths=(3, 3), P=(5, 5), T=4, lengths=[4, 2], bidirectional="true"),
    **{f"{kind}-preactivation-clip": dict(kind=kind, **TWO, scale=3.0, preactivation_clip="0.5") for kind in MODULES},
    "gru-before-preactivation-clip": dict(kind="gru", **TWO, scale=3.0, preactivation_clip="0.5", reset="before"),
    "lstm-cell-clip": dict(kind="lstm", **TWO, scale=3.0, cell_clip="0.5", peepholes="true"),
    **{f"{kind}-layer-norm": dict(kind=kind, **TWO, layer_norm="true", bidirectional="true") for kind in MODULES},
    "lstm-layer-norm-everything": dict(
        kind="lstm", I=3, widths=(6, 6), P=(4, 4), T=5, lengths=RAGGED, layer_norm="true", peepholes="true",
        cell_clip="0.5", preactivation_clip="1.5", zoneout_hidden="0.25", zoneout_cell="0.5", bidirectional="true",
        **DRAWN),
    **{f"{kind}-zoneout-expected": dict(kind=kind, **TWO, zoneout_hidden="0.3") for kind in MODULES},
    **{f"{kind}-zoneout-drawn": dict(kind=kind, **TWO, zoneout_hidden="0.3", bidirectional="true", **DRAWN)
       for kind in MODULES},
    "lstm-zoneout-both": dict(kind="lstm", **TWO, zoneout_hidden="0.1", zoneout_cell="0.4", bidirectional="true",
                              **DRAWN),
    "lstm-zoneout-cell-projection": dict(kind="lstm", I=3, widths=(7,), P=(4,), T=5, lengths=RAGGED,
                                         zoneout_cell="0.5", zoneout_seed="7"),
    "lstm-zoneout-cell-expected": dict(kind="lstm", **TWO, zoneout_cell="0.4", peepholes="true"),
    **{f"{kind}-reverse": dict(kind=kind, **TWO, direction="reverse") for kind in MODULES},
    **{f"{kind}-sum": dict(kind=kind, **TWO, bidirectional="true", merge="sum") for kind in MODULES},
    **{f"{kind}-bptt-window": dict(kind=kind, **TWO, bidirectional="true", bptt_window="2") for kind in MODULES},
    **{f"{kind}-widths": dict(kind=kind, I=3, widths=(5, 2, 4), T=5, lengths=RAGGED, bidirectional="true",
                              cells_alone=True) for kind in MODULES},
    "lstm-widths-projections": dict(kind="lstm", I=3, widths=(5, 2, 4), P=(2, 3, 1), T=5, lengths=RAGGED,
                                    bidirectional="true", cells_alone=True),
    **{f"{kind}-traces": dict(kind=kind, **TWO, bidirectional="true", traces=True) for kind in MODULES},
    "lstm-traces-zoneout": dict(kind="lstm", **TWO, traces=True, zoneout_cell="0.5", coupled="true", zoneout_seed="1"),
    **{f"{kind}-{text.split('(')[0]}": dict(kind=kind, **TWO, gate_activation=text, candidate_activation=text,
                                            **({"output_activation": text} if kind == "lstm" else {}))
       for kind in ("lstm", "gru") for text in (
           "relu", "softsign", "softplus", "elu(0.5)", "leaky_relu(0.125)", "hard_sigmoid(0.25, 0.5)",
           "scaled_tanh(1.5, 0.75)", "affine(0.5, 0.25)", "thresholded_relu(0.125)")},
}


def check(path):
    """Prints the largest relative Frobenius error of a case's expectations."""
    metadata, tensors = read(path)
    expected = {name: tensors.pop(name).double() for name in list(tensors)
                if name in ("y", "hn", "cn") or name.startswith(EXPECTED)}
    actual = solve(metadata, tensors)
    errors = [((b - actual[name]).norm() / b.norm().clamp(min=1e-3)).item() for name, b in expected.items()]
    worst = max(e if e == e else float("inf") for e in errors)
    print(f"{worst:9.1e}  {len(expected):3d} tensors  {pathlib.Path(path).name}")
    return worst


def main():
    if sys.argv[1] == "--check":
        sys.exit(0 if max(map(check, sys.argv[2:])) <= 1e-6 else 1)
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, options in MODULE_CASES.items():
        write(folder / f"torch-{name}.safetensors", *by_module(**options))
    for name, options in CELL_CASES.items():
        write(folder / f"cells-{name}.safetensors", *by_cells(**options))


if __name__ == "__main__":
    main()
