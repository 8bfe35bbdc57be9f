"""PyTorch's side of CompareBench: reads one request a line and answers each by one line; EngineServer.java says what
they are. The argument is the number of threads.
"""
import json
import math
import os
import sys
import time

import torch

from values_torch import sample, shared_values

COMPARED_STEPS = 3  # SluiceStep.java


def recurrent(work):
    kind = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[work["cell"]]
    return kind(work["inputSize"], work["hiddenSize"])


def fill(parameters, first, hidden):
    with torch.no_grad():
        for number, parameter in enumerate(parameters, first):
            parameter.copy_(shared_values(number, parameter.shape, 1 / math.sqrt(hidden)))


def run_layer(module, x, lengths):
    """y and hN; rows with lengths as PyTorch wants them, packed."""
    if lengths is None:
        y, state = module(x)
    else:
        packed, state = module(torch.nn.utils.rnn.pack_padded_sequence(x, lengths))
        y, _ = torch.nn.utils.rnn.pad_packed_sequence(packed)
    return y, (state[0] if isinstance(state, tuple) else state)[0]


def lengths_of(work):
    return None if work["lengths"] is None else torch.tensor(work["lengths"])


class Layer:
    def __init__(self, work):
        t, n, h = work["timesteps"], work["batch"], work["hiddenSize"]
        self.module = recurrent(work)
        fill(self.module.parameters(), 2, h)
        self.lengths = lengths_of(work)
        self.x = shared_values(0, (t, n, work["inputSize"]), 1.0).requires_grad_()
        self.dy = shared_values(1, (t, n, h), 1.0)
        self.y = self.hn = None

    def run(self):
        self.module.zero_grad(set_to_none=True)
        self.x.grad = None
        self.y, self.hn = run_layer(self.module, self.x, self.lengths)
        self.y.backward(self.dy)

    def answers(self):
        found = {"y": self.y, "hn": self.hn, "grad.x": self.x.grad}
        found.update({"grad." + name[:-3]: p.grad for name, p in self.module.named_parameters()})
        return {name: sample(tensor) for name, tensor in found.items()}


def adam(parameters):
    """In one fused loop, which PyTorch has on the CPU since 2.4."""
    try:
        return torch.optim.Adam(parameters, 1e-3, fused=True)
    except RuntimeError:
        return torch.optim.Adam(parameters, 1e-3)


class SentimentStep:
    def __init__(self, work):
        t, n, h = work["timesteps"], work["batch"], work["hiddenSize"]
        self.embedding = torch.nn.Embedding(20000, work["inputSize"])
        self.module = recurrent(work)
        self.dense = torch.nn.Linear(h, 2)
        self.parameters = [*self.embedding.parameters(), *self.module.parameters(), *self.dense.parameters()]
        fill(self.parameters, 0, h)
        self.tokens = torch.tensor(work["tokens"]).view(t, n)
        self.labels = torch.tensor(work["labels"])
        self.lengths = lengths_of(work)
        self.optimizer = adam(self.parameters)
        self.losses = []  # of the first passes

    def run(self):
        self.optimizer.zero_grad(set_to_none=True)
        _, hn = run_layer(self.module, self.embedding(self.tokens), self.lengths)
        loss = torch.nn.functional.cross_entropy(self.dense(hn), self.labels)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.optimizer.step()
        loss = loss.item()
        if len(self.losses) < COMPARED_STEPS:
            self.losses.append(loss)

    def answers(self):
        while len(self.losses) < COMPARED_STEPS:
            self.run()
        return {"losses": self.losses, "loss changes": [b - a for a, b in zip(self.losses, self.losses[1:])]}


def times(prepared, least, seconds):
    found = []
    while len(found) < least or sum(found) < seconds:
        start = time.perf_counter()
        prepared.run()
        found.append(time.perf_counter() - start)
    return found


def main():
    torch.set_num_threads(int(sys.argv[1]))
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    prepared = None
    for line in sys.stdin:
        request = json.loads(line)
        reply = {}
        try:
            if request["do"] == "describe":
                reply["description"] = f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads"
            elif request["do"] == "prepare":
                work = request["work"]
                prepared = {"LAYER": Layer, "SENTIMENT": SentimentStep}[work["kind"]](work)
                prepared.run()
                reply["answers"] = prepared.answers()
            elif request["do"] == "time":
                reply["seconds"] = times(prepared, request["least"], request["seconds"])
            else:
                prepared = None
        except Exception as e:  # reported to the other side, which says whose it was
            reply = {"error": repr(e)}
        print(json.dumps(reply), file=replies, flush=True)


main()
