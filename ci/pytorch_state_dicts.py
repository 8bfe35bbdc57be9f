"""State dicts saved by PyTorch, and what it computes with them: pytorch_state_dicts.py FOLDER.

Needs torch and safetensors. Each case is NAME.safetensors, the state dict as a user saves it, and
NAME.expected.safetensors with inputs and outputs, computed from the numbers as they were saved."""
import pathlib
import sys

import torch
from safetensors.torch import save_file
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

T, N, I, H = 5, 3, 3, 5
LENGTHS = torch.tensor([5, 2, 4])
F32, F16, BF16, F64 = torch.float32, torch.float16, torch.bfloat16, torch.float64

# name: module, type, prefix, options
CASES = {
    "lstm": (torch.nn.LSTM, F32, "", {}),
    "lstm-2-bidirectional": (torch.nn.LSTM, F32, "lstm.", dict(num_layers=2, bidirectional=True)),
    "lstm-3-no-bias-float16": (torch.nn.LSTM, F16, "encoder.lstm.", dict(num_layers=3, bias=False)),
    "lstm-bfloat16": (torch.nn.LSTM, BF16, "lstm.", {}),
    "lstm-float64": (torch.nn.LSTM, F64, "lstm.", dict(bidirectional=True)),
    "lstm-projected": (torch.nn.LSTM, F32, "lstm.", dict(proj_size=2)),
    "lstm-2-bidirectional-projected-bfloat16": (
        torch.nn.LSTM, BF16, "lstm.", dict(num_layers=2, bidirectional=True, proj_size=3)),
    "lstm-3-projected-no-bias": (torch.nn.LSTM, F32, "lstm.", dict(num_layers=3, proj_size=1, bias=False)),
    "gru": (torch.nn.GRU, F32, "gru.", {}),
    "gru-2-bidirectional-float16": (torch.nn.GRU, F16, "module.gru.", dict(num_layers=2, bidirectional=True)),
    "gru-3-no-bias-bfloat16": (torch.nn.GRU, BF16, "gru.", dict(num_layers=3, bias=False)),
    "rnn-tanh": (torch.nn.RNN, F32, "rnn.", {}),
    "rnn-tanh-3-float16": (torch.nn.RNN, F16, "rnn.", dict(num_layers=3)),
    "rnn-relu-2-bidirectional": (
        torch.nn.RNN, F32, "rnn.", dict(num_layers=2, bidirectional=True, nonlinearity="relu")),
    "rnn-relu-no-bias-bfloat16": (torch.nn.RNN, BF16, "rnn.", dict(nonlinearity="relu", bias=False)),
}


class Classifier(torch.nn.Module):
    """What most text classifiers are: the states at the ends of a bidirectional LSTM, and a layer."""

    def __init__(self):
        super().__init__()
        self.embedding = torch.nn.Embedding(11, I, padding_idx=0)
        self.lstm = torch.nn.LSTM(I, H, bidirectional=True)
        self.fc = torch.nn.Linear(2 * H, 2)

    def forward(self, tokens, lengths):
        packed = pack_padded_sequence(self.embedding(tokens), lengths, enforce_sorted=False)
        _, (hn, _) = self.lstm(packed)
        return self.fc(torch.cat([hn[0], hn[1]], dim=1))


def recurrent(module_class, dtype, prefix, options):
    """The state dict in its type, and a run in float32 (float64 for float64) from the same numbers."""
    module = module_class(I, H, **options).to(dtype)
    state = {prefix + name: tensor.clone() for name, tensor in module.state_dict().items()}
    wide = F64 if dtype == F64 else F32
    module = module.to(wide)
    blocks = module.num_layers * (1 + module.bidirectional)
    uniform = lambda *shape: (torch.rand(*shape) * 2 - 1).to(wide)  # noqa: E731
    x, h0, c0 = uniform(T, N, I), uniform(blocks, N, module.proj_size or H), uniform(blocks, N, H)
    lstm = isinstance(module, torch.nn.LSTM)
    packed = pack_padded_sequence(x, LENGTHS, enforce_sorted=False)
    y, states = module(packed, (h0, c0) if lstm else h0)
    y, _ = pad_packed_sequence(y, total_length=T)
    expected = {"x": x, "lengths": LENGTHS, "h0": h0, "y": y, "hn": states[0] if lstm else states}
    if lstm:
        expected.update(c0=c0, cn=states[1])
    return state, expected


def classifier():
    """A whole model; the row of the padding token is zero, as nn.Embedding makes it."""
    model = Classifier()
    tokens = torch.randint(1, 11, (T, N))
    for n, length in enumerate(LENGTHS):
        tokens[length:, n] = 0
    return model.state_dict(), {"tokens": tokens, "lengths": LENGTHS, "y": model(tokens, LENGTHS)}


def save(folder, name, state, expected):
    save_file(state, folder / f"{name}.safetensors")
    save_file({key: tensor.contiguous() for key, tensor in expected.items()},
              folder / f"{name}.expected.safetensors")
    print(name)


def main():
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with torch.no_grad():
        for seed, (name, case) in enumerate(CASES.items()):
            torch.manual_seed(seed)
            save(folder, name, *recurrent(*case))
        torch.manual_seed(len(CASES))
        save(folder, "classifier", *classifier())


if __name__ == "__main__":
    main()
