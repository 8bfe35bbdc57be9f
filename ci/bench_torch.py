"""PyTorch as an engine of the benchmarks: reads one request a line and answers each by one line; EngineProcess.java and
TorchProcess.java say what they are. With --threads on the CPU; else on the GPU, or on the CPU where PyTorch has none.
"""
import argparse
import contextlib
import json
import math
import os
import sys
import time

import torch
from torch.nn.utils.rnn import pack_padded_sequence, pad_packed_sequence

from values_torch import sample, shared_values

parser = argparse.ArgumentParser(description=__doc__)
parser.add_argument("--threads", type=int, help="of the CPU, which is then used although there may be a GPU")
THREADS = parser.parse_args().threads
CUDA = THREADS is None and torch.cuda.is_available()
DEVICE = torch.device("cuda" if CUDA else "cpu")
DTYPES = {"FLOAT32": torch.float32, "TF32": torch.float32, "BFLOAT16": torch.bfloat16, "FLOAT16": torch.float16}
VOCABULARY = 20000
MOST_IN_A_BURST = 64
LIMIT_PASSES = 10


def set_precision(arithmetic):
    """Of products of float32."""
    torch.backends.cuda.matmul.allow_tf32 = arithmetic == "TF32"
    torch.backends.cudnn.allow_tf32 = arithmetic == "TF32"


def recurrent(task):
    kind = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[task["cell"]]
    return kind(task["inputSize"], task["hiddenSize"], task["layers"], bidirectional=task["directions"] == 2)


def fill(parameters, first, hidden):
    with torch.no_grad():
        for number, parameter in enumerate(parameters, first):
            parameter.copy_(shared_values(number, parameter.shape, 1 / math.sqrt(hidden), DEVICE))


def run_recurrent(module, x, lengths):
    """y and hN; rows with lengths as PyTorch wants them, packed."""
    if lengths is None:
        y, state = module(x)
    else:
        packed, state = module(pack_padded_sequence(x, lengths))
        y, _ = pad_packed_sequence(packed)
    return y, state[0] if isinstance(state, tuple) else state


def lengths_of(task):
    return None if task["lengths"] is None else torch.tensor(task["lengths"])


class Layer:
    """Layers alone, all of it in the given type: weights, inputs, outputs and gradients."""

    def __init__(self, task, arithmetic, sets):
        t, n, h, dtype = task["timesteps"], task["batch"], task["hiddenSize"], DTYPES[arithmetic]
        self.module = recurrent(task).to(DEVICE, dtype)
        fill(self.module.parameters(), 2, h)
        self.lengths = lengths_of(task)
        self.passes = task["passes"]
        self.sets = [(
            shared_values(0, (t, n, task["inputSize"]), 1.0, DEVICE).to(dtype).requires_grad_(),
            shared_values(1, (t, n, h * task["directions"]), 1.0, DEVICE).to(dtype),
        ) for _ in range(sets)]

    def run(self, what, number):
        x, dy = self.sets[number % len(self.sets)]
        if what == "FORWARD":
            self.outputs(x)
        else:
            self.gradients(x, dy)

    def outputs(self, x):
        self.module.eval()
        with torch.no_grad():
            return run_recurrent(self.module, x, self.lengths)[0]

    def gradients(self, x, dy):
        self.module.train()
        self.module.zero_grad(set_to_none=True)
        x.grad = None
        y, _ = run_recurrent(self.module, x, self.lengths)
        y.backward(dy)
        return y

    def answers(self):
        x, dy = self.sets[0]
        found = {}
        if "FORWARD" in self.passes:
            found["y.inference"] = self.outputs(x)
        if "GRADIENTS" in self.passes:
            found.update({"y": self.gradients(x, dy), "grad.x": x.grad})
            found.update({"grad." + name: parameter.grad for name, parameter in self.module.named_parameters()})
        return {name: sample(tensor) for name, tensor in found.items()}


def adam(parameters):
    """In one fused loop, which PyTorch has on the CPU since 2.4."""
    try:
        return torch.optim.Adam(parameters, 1e-3, fused=True)
    except RuntimeError:
        return torch.optim.Adam(parameters, 1e-3)


class Step:
    """Training steps of the sentiment model; weights are float32, and for FLOAT16 autocast computes in it. Under
    autocast cuDNN's RNNs run in float16 also where bfloat16 is asked for, so that there is no such step.
    """

    def __init__(self, task, arithmetic, sets):
        if arithmetic == "BFLOAT16":
            raise NotImplementedError("autocast runs cuDNN's RNNs in float16 whatever is asked")
        t, n, h = task["timesteps"], task["batch"], task["hiddenSize"]
        self.embedding = torch.nn.Embedding(VOCABULARY, task["inputSize"]).to(DEVICE)
        self.module = recurrent(task).to(DEVICE)
        self.dense = torch.nn.Linear(h, 2).to(DEVICE)
        self.parameters = [*self.embedding.parameters(), *self.module.parameters(), *self.dense.parameters()]
        fill(self.parameters, 0, h)
        self.tokens = torch.tensor(task["tokens"], device=DEVICE).view(t, n)
        self.labels = torch.tensor(task["labels"], device=DEVICE)
        self.lengths = lengths_of(task)
        self.optimizer = adam(self.parameters)
        smaller = arithmetic == "FLOAT16"
        self.autocast = (lambda: torch.autocast(DEVICE.type, torch.float16)) if smaller else contextlib.nullcontext
        # A scale that does not overflow, since a skipped step is no step.
        self.scaler = torch.amp.GradScaler(DEVICE.type, init_scale=1024.0, enabled=smaller)

    def run(self, what, number):
        self.optimizer.zero_grad(set_to_none=True)
        with self.autocast():
            _, hn = run_recurrent(self.module, self.embedding(self.tokens), self.lengths)
            loss = torch.nn.functional.cross_entropy(self.dense(hn[-1]), self.labels)
        self.scaler.scale(loss).backward()
        self.scaler.unscale_(self.optimizer)
        torch.nn.utils.clip_grad_norm_(self.parameters, 1.0)
        self.scaler.step(self.optimizer)
        self.scaler.update()
        return loss

    def answers(self):
        losses = [self.run("STEP", k).item() for k in range(3)]
        return {"losses": losses, "drop": [losses[0] - loss for loss in losses[1:]]}


def burst(run, count, first):
    """The seconds of each pass, by the GPU's clock, without waiting in between."""
    if not CUDA:
        times = [time.perf_counter()]
        for k in range(count):
            run(first + k)
            times.append(time.perf_counter())
        return [b - a for a, b in zip(times, times[1:])]
    events = [torch.cuda.Event(enable_timing=True) for _ in range(count + 1)]
    events[0].record()
    for k in range(count):
        run(first + k)
        events[k + 1].record()
    torch.cuda.synchronize()
    return [a.elapsed_time(b) * 1e-3 for a, b in zip(events, events[1:])]


def times(run, least, seconds):
    """DeviceStopwatch.java"""
    found = []
    while len(found) < least or sum(found) < seconds:
        missing = (seconds - sum(found)) / (sum(found) / len(found)) if found else 0
        count = int(max(least - len(found), min(MOST_IN_A_BURST, missing)))
        found += burst(run, max(1, count), len(found))
    return found


def product_rate(arithmetic, size, seconds):
    """GpuPeakRates.java"""
    set_precision(arithmetic)
    a, b = (shared_values(k, (size, size), 1.0, DEVICE).to(DTYPES[arithmetic]) for k in range(2))
    c = torch.empty_like(a)
    return 2 * size ** 3 / min(times(lambda k: torch.matmul(a, b, out=c), LIMIT_PASSES, seconds))


def describe():
    if THREADS is not None:
        return {"card": "cpu", "description": f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads"}
    card = torch.cuda.get_device_name() if CUDA else "cpu"
    return {"card": card, "description": f"PyTorch {torch.__version__}, CUDA {torch.version.cuda}, "
                                         f"cuDNN {torch.backends.cudnn.version()}, {card}"}


class Server:
    def __init__(self):
        self.prepared = {}

    def prepare(self, request):
        set_precision(request["precision"])
        kind = {"LAYER": Layer, "STEP": Step}[request["task"]["kind"]]
        work = kind(request["task"], request["precision"], request["sets"])
        self.prepared[request["id"]] = (work, request["precision"])
        return {}

    def work(self, request):
        work, arithmetic = self.prepared[request["id"]]
        set_precision(arithmetic)
        return work

    def answers(self, request):
        found = self.work(request).answers()
        return {"answers": {name: [v if math.isfinite(v) else "NaN" for v in values]
                            for name, values in found.items()}}

    def time(self, request):
        work = self.work(request)
        return {"seconds": times(lambda k: work.run(request["pass"], k), request["least"], request["seconds"])}

    def reply(self, request):
        what = request["do"]
        if what == "describe":
            return describe()
        if what == "products":
            return {"rate": product_rate(request["precision"], request["size"], request["seconds"])}
        if what in ("prepare", "answers", "time"):
            return getattr(self, what)(request)
        if what == "release":
            del self.prepared[request["id"]]
        elif CUDA:  # trim
            torch.cuda.empty_cache()
        return {}


def failure(error):
    """How the other side is told."""
    text = repr(error)[:500]
    if isinstance(error, torch.cuda.OutOfMemoryError) or "ALLOC_FAILED" in text:
        return {"noRoom": text}
    if isinstance(error, NotImplementedError) or "not implemented for" in text:
        return {"unsupported": str(error)[:500]}
    return {"error": text}


def main():
    if THREADS is not None:
        torch.set_num_threads(THREADS)
    replies = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    server = Server()
    for line in sys.stdin:
        try:
            reply = server.reply(json.loads(line))
        except Exception as e:
            reply = failure(e)
        if "noRoom" in reply and CUDA:
            torch.cuda.empty_cache()
        print(json.dumps(reply), file=replies, flush=True)
        if "error" in reply:
            sys.exit(1)


main()
