"""Parity cases (sluice-parity-1) computed by PyTorch in float64: parity_torch.py FOLDER."""
import itertools
import json
import pathlib
import struct
import sys

import torch

T, N, I, H = 6, 4, 5, 7
NAMES = {torch.float64: "F64", torch.float32: "F32", torch.int64: "I64"}


def write(path, metadata, tensors):
    """A safetensors file; the format is its own documentation."""
    header, data = {"__metadata__": metadata}, b""
    for name, tensor in tensors.items():
        block = tensor.detach().contiguous().numpy().tobytes()
        header[name] = {"dtype": NAMES[tensor.dtype], "shape": list(tensor.shape),
                        "data_offsets": [len(data), len(data) + len(block)]}
        data += block
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % 8)
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def case(kind, layers, bidirectional, ragged):
    """Inputs are rounded to float32 first, so that both sides start from the same numbers."""
    torch.manual_seed(layers + 10 * bidirectional + 100 * ragged)
    directions = 1 + bidirectional
    module = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[kind](
        I, H, layers, bidirectional=bidirectional).double()
    rounded = lambda *shape: torch.rand(*shape).mul(2).sub(1).double().requires_grad_()  # noqa: E731
    with torch.no_grad():
        for parameter in module.parameters():
            parameter.copy_(parameter.float())
    x, h0 = rounded(T, N, I), rounded(layers * directions, N, H)
    c0 = rounded(layers * directions, N, H) if kind == "lstm" else None
    lengths = torch.tensor([T, 3, 1, 5]) if ragged else torch.full((N,), T)
    packed = torch.nn.utils.rnn.pack_padded_sequence(x, lengths, enforce_sorted=False)
    y, states = module(packed, (h0, c0) if kind == "lstm" else h0)
    y, _ = torch.nn.utils.rnn.pad_packed_sequence(y, total_length=T)
    hn, cn = states if kind == "lstm" else (states, None)
    dy, dhn = rounded(T, N, directions * H), rounded(*hn.shape)
    dcn = rounded(*cn.shape) if cn is not None else None
    loss = (y * dy).sum() + (hn * dhn).sum() + ((cn * dcn).sum() if cn is not None else 0)
    loss.backward()

    inputs = {"x": x, "h0": h0, "dy": dy, "dhn": dhn, **dict(module.named_parameters())}
    tensors = {"y": y, "hn": hn}
    if cn is not None:
        inputs.update(c0=c0, dcn=dcn)
        tensors["cn"] = cn
    tensors.update({name: tensor.float() for name, tensor in inputs.items()})
    graded = {"x": x, "h0": h0, **({"c0": c0} if c0 is not None else {}), **dict(module.named_parameters())}
    tensors.update({"grad." + name: tensor.grad for name, tensor in graded.items()})
    if ragged:
        tensors["lengths"] = lengths
    return {"format": "sluice-parity-1", "cell": kind, "num_layers": str(layers),
            "bidirectional": str(bidirectional).lower()}, tensors


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for kind, (layers, bidirectional, ragged) in itertools.product(
            ("rnn", "lstm", "gru"), ((1, False, False), (1, True, True), (2, True, True), (3, False, True))):
        name = f"torch-{kind}-{layers}{'-bidirectional' * bidirectional}{'-ragged' * ragged}"
        write(folder / f"{name}.safetensors", *case(kind, layers, bidirectional, ragged))
        print(name)


if __name__ == "__main__":
    main()
