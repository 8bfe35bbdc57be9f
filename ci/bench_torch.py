"""PyTorch's side of LayerBench: the same layers with the same numbers on the same GPU. Takes its JSON file, holds
the sampled results against PyTorch's float32, and prints times side by side where they agree.

usage: bench_torch.py FILE       environment: SECONDS (after these nothing new is begun, 100)
"""
import json
import math
import os
import statistics
import sys
import time

import torch

# The largest relative error of a result against PyTorch's float32, by how the products are computed.
TOLERANCE = {"FLOAT32": 1e-4, "TF32": 2e-2, "BFLOAT16": 2e-1}
GOLDEN = 0x9E3779B9
MASK = 0xFFFFFFFF


def shared_values(number, shape, scale, device):
    """SharedValues.java: what it makes of a tensor's number and an element's index."""
    h = (torch.arange(math.prod(shape), dtype=torch.int64, device=device) + number * GOLDEN) & MASK
    h ^= h >> 16
    h = (h * 0x7FEB352D) & MASK
    h ^= h >> 15
    h = (h * 0x846CA68B) & MASK
    h ^= h >> 16
    return (((h >> 8).float() * 2.0 ** -23 - 1) * torch.tensor(scale, dtype=torch.float32, device=device)).view(shape)


def sample(tensor, most):
    flat = tensor.detach().reshape(-1)
    count = min(flat.numel(), most)
    return flat[torch.arange(count, device=flat.device) * flat.numel() // count].double().cpu()


class Layer:
    def __init__(self, row, device):
        n, t, i, h = (row[name] for name in "NTIH")
        self.module = {"rnn": torch.nn.RNN, "lstm": torch.nn.LSTM, "gru": torch.nn.GRU}[row["cell"]](i, h).to(device)
        with torch.no_grad():
            for number, parameter in enumerate(self.module.parameters(), 2):
                parameter.copy_(shared_values(number, parameter.shape, 1 / math.sqrt(h), device))
        self.x = shared_values(0, (t, n, i), 1.0, device).requires_grad_()
        self.dy = shared_values(1, (t, n, h), 1.0, device)
        self.autocast = row["precision"] == "BFLOAT16"
        self.y = self.hn = None

    def run(self):
        """Forward and back; returns when the device is done."""
        self.module.zero_grad(set_to_none=True)
        self.x.grad = None
        with torch.autocast(self.x.device.type, torch.bfloat16, enabled=self.autocast):
            self.y, state = self.module(self.x)
        self.hn = state[0] if isinstance(state, tuple) else state
        self.y.backward(self.dy.to(self.y.dtype))
        if self.x.is_cuda:
            torch.cuda.synchronize()

    def answers(self, like):
        found = {"y": self.y, "hn": self.hn, "grad.x": self.x.grad}
        found.update({"grad." + name[:-3]: p.grad for name, p in self.module.named_parameters()})
        return {name: sample(found[name].float(), len(values["sample"])) for name, values in like.items()}


def timed(layer, least, most, enough):
    times = []
    while len(times) < least or (len(times) < most and sum(times) < enough):
        start = time.perf_counter()
        layer.run()
        times.append(time.perf_counter() - start)
    return times


def set_precision(name):
    torch.backends.cuda.matmul.allow_tf32 = name == "TF32"
    torch.backends.cudnn.allow_tf32 = name == "TF32"


def largest_error(answers, reference):
    """NaN counts as the largest."""
    errors = [float((a - reference[name]).norm() / reference[name].norm()) for name, a in answers.items()]
    return math.nan if any(math.isnan(e) for e in errors) else max(errors)


def ours(row):
    return {name: torch.tensor(values["sample"], dtype=torch.float64) for name, values in row["answers"].items()}


def cases(results):
    """The plans of a case together, in the order of the file."""
    found = {}
    for row in results:
        found.setdefault(tuple(row[k] for k in ("cell", "N", "T", "I", "H", "precision")), []).append(row)
    return list(found.values())


def compare(plans, references, device):
    """One table row, and whether the answers agree."""
    row = plans[0]
    shape = f"{row['N']},{row['T']},{row['I']},{row['H']}"
    set_precision(row["precision"])
    layer = Layer(row, device)
    layer.run()
    theirs = layer.answers(row["answers"])
    key = (row["cell"], shape)
    if row["precision"] == "FLOAT32":
        references[key] = theirs
    reference = references[key]
    error = max((largest_error(ours(plan), reference) for plan in plans), key=lambda e: (math.isnan(e), e))
    good = error <= TOLERANCE[row["precision"]]
    cells = [row["cell"], shape, row["precision"], f"{error:.1e}", f"{largest_error(theirs, reference):.1e}"]
    if not good:
        return cells + ["**answers differ**", "", "", ""], False
    if not all(plan["seconds"] for plan in plans):
        return cells + ["", "", "", ""], True
    timed(layer, 3, 50, 0.5)
    their_seconds = statistics.median(timed(layer, 10, 50, 1))
    our_seconds = min(statistics.median(plan["seconds"]) for plan in plans)
    rate = row["operations"] * 1e-12
    return cells + [f"{our_seconds * 1e6 / row['T']:.2f}", f"{their_seconds * 1e6 / row['T']:.2f}",
                    f"{rate / our_seconds:.2f} / {rate / their_seconds:.2f}", f"{their_seconds / our_seconds:.2f}"], True


def main():
    start = time.time()
    results = json.load(open(sys.argv[1]))["results"]
    device = torch.device("cuda" if torch.cuda.is_available() else "cpu")
    good, references = True, {}
    print(f"PyTorch {torch.__version__}, cuDNN {torch.backends.cudnn.version()}, "
          f"{torch.cuda.get_device_name() if device.type == 'cuda' else 'CPU'}; bfloat16 by autocast.\n")
    print("| cell | N,T,I,H | products | our error | PyTorch's error | our µs/step | PyTorch's | TFLOP/s, both"
          " | speed to PyTorch's |\n|---|---|---|---|---|---|---|---|---|")
    late = 0
    for plans in cases(results):
        if time.time() - start > float(os.environ.get("SECONDS", "100")):
            late += 1
            continue
        cells, agrees = compare(plans, references, device)
        good &= agrees
        print("| " + " | ".join(cells) + " |", flush=True)
        if device.type == "cuda":
            torch.cuda.empty_cache()
    print("\nErrors: the largest of any result against PyTorch's float32, relative. Ours is the faster plan.")
    if late:
        print(f"\n{late} rows not begun: out of time.")
    return 0 if good and not late else 1


if __name__ == "__main__":
    sys.exit(main())
