#!/usr/bin/env python3
"""Writes the ONNX models among the test resources as PyTorch exports them, and beside each the
inputs and outputs that `sluice parity --onnx MODEL --expect FILE` reads.

    ci/onnx-cases.py FOLDER        (needs torch, and for the last case onnxscript)
"""
import json
import struct
import sys
import warnings
from pathlib import Path

import torch
from torch import nn
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence
from torch.onnx._internal.torchscript_exporter import onnx_proto_utils


class Tagger(nn.Module):
    """Tokens, a stack in both directions, its final states and every step."""

    def __init__(self):
        super().__init__()
        self.embedding = nn.Embedding(11, 4)
        self.lstm = nn.LSTM(4, 5, num_layers=2, bidirectional=True)
        self.dense = nn.Linear(10, 3)

    def forward(self, tokens):
        y, (h, _) = self.lstm(self.embedding(tokens))
        return torch.softmax(self.dense(torch.cat([h[-2], h[-1]], 1)), 1), y


class Packed(nn.Module):
    """Rows first, with lengths; the mean over the valid steps."""

    def __init__(self):
        super().__init__()
        self.gru = nn.GRU(3, 4, num_layers=2, batch_first=True, bidirectional=True)
        self.dense = nn.Linear(8, 2)

    def forward(self, x, lengths):
        packed = pack_padded_sequence(x, lengths, batch_first=True, enforce_sorted=True)
        y, _ = pad_packed_sequence(self.gru(packed)[0], batch_first=True)
        mean = y.sum(1) / lengths.unsqueeze(1)
        return torch.log_softmax(self.dense(mean), -1)


class Carried(nn.Module):
    """Given initial states, and the ends handed on; the greatest of each feature."""

    def __init__(self):
        super().__init__()
        self.rnn = nn.RNN(3, 4, nonlinearity="relu")
        self.lstm = nn.LSTM(4, 5)

    def forward(self, x, h0, c0):
        y, _ = self.rnn(x)
        y, (h, c) = self.lstm(torch.dropout(y, 0.5, False), (h0, c0))
        return y.max(0)[0], h, c


class Beside(nn.Module):
    """As the default exporter writes it, weights in a file beside the model: a convolution before
    the steps, a normalization behind them."""

    def __init__(self):
        super().__init__()
        self.conv = nn.Conv1d(3, 4, 3, stride=2, padding=1)
        self.norm = nn.BatchNorm1d(4)
        self.pool = nn.MaxPool1d(2)
        self.lstm = nn.LSTM(4, 3, batch_first=True, bidirectional=True)
        self.layer = nn.LayerNorm(6)
        self.dense = nn.Linear(6, 2)

    def forward(self, x):
        y = self.pool(torch.relu(self.norm(self.conv(x.transpose(1, 2)))))
        y = self.layer(self.lstm(y.transpose(1, 2))[0])
        return self.dense(nn.functional.gelu(y).abs().pow(1.5)).cumsum(1)


torch.manual_seed(1)

CASES = {
    "tagger": (
        Tagger(),
        {"tokens": torch.randint(0, 11, (6, 3))},
        ["probabilities", "y"],
        {"tokens": {0: "T", 1: "N"}, "probabilities": {0: "N"}, "y": {0: "T", 1: "N"}},
        20,
    ),
    "packed": (
        Packed(),
        {"x": torch.randn(3, 6, 3), "lengths": torch.tensor([6, 4, 1])},
        ["scores"],
        {"x": {0: "batch", 1: "time"}, "lengths": {0: "batch"}, "scores": {0: "batch"}},
        17,
    ),
    "carried": (
        Carried(),
        {"x": torch.randn(5, 2, 3), "h0": torch.randn(1, 2, 5), "c0": torch.randn(1, 2, 5)},
        ["greatest", "h", "c"],
        {"x": {0: "T", 1: "N"}, "h0": {1: "N"}, "c0": {1: "N"}},
        11,
    ),
    "beside": (Beside(), {"x": torch.randn(2, 16, 3)}, ["y"], None, None),
}


def write(path, tensors):
    """The safetensors format: the length of a JSON header, the header, the values."""
    header, data = {}, b""
    for name, tensor in tensors.items():
        raw = tensor.detach().contiguous().numpy().tobytes()
        kind = {torch.float32: "F32", torch.int64: "I64"}[tensor.dtype]
        offsets = [len(data), len(data) + len(raw)]
        header[name] = {"dtype": kind, "shape": list(tensor.shape), "data_offsets": offsets}
        data += raw
    text = json.dumps(header).encode()
    path.write_bytes(struct.pack("<Q", len(text)) + text + data)


def strip(path):
    """Removes where in which source file each node comes from."""
    import onnx

    model = onnx.load(path, load_external_data=False)
    values = [*model.graph.value_info, *model.graph.input, *model.graph.output]
    for part in [model.graph, *model.graph.node, *values, *model.graph.initializer]:
        part.ClearField("metadata_props")
    path.write_bytes(model.SerializeToString())


def main(folder):
    warnings.simplefilter("ignore")
    # Of use only for functions written in onnxscript; needs the package onnx.
    onnx_proto_utils._add_onnxscript_fn = lambda model, _: model
    for name, (model, inputs, outputs, axes, opset) in CASES.items():
        for parameter in model.parameters():
            nn.init.uniform_(parameter, -0.8, 0.8)
        model.eval()
        results = model(*inputs.values())
        results = results if isinstance(results, tuple) else (results,)
        options = {"dynamic_axes": axes, "opset_version": opset, "dynamo": False} if opset else {}
        torch.onnx.export(
            model,
            tuple(inputs.values()),
            folder / f"{name}.onnx",
            input_names=list(inputs),
            output_names=outputs,
            **options,
        )
        if not opset:
            strip(folder / f"{name}.onnx")
        write(folder / f"{name}.safetensors", inputs | dict(zip(outputs, results)))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
