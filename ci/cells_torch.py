"""Recurrent cells with every option of a parity case, step by step in float64, differentiated by PyTorch's autograd.

Written from the equations alone (`sluice parity --help`, src/main/java/dev/sluice/cell), so that it is a second
opinion on the engine and on the oracle of its tests.
"""
import re

import torch
from torch.nn import functional

STATES = ("h0", "c0")
UPSTREAM = {"y": "dy", "hn": "dhn", "cn": "dcn"}
EPSILON = torch.tensor(1e-5, dtype=torch.float32).double().item()

ACTIVATIONS = {
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "relu": torch.relu,
    "softsign": functional.softsign,
    "softplus": functional.softplus,
    "hard_sigmoid": lambda a, alpha=0.2, beta=0.5: (alpha * a + beta).clamp(0, 1),
    "leaky_relu": lambda a, alpha=0.01: torch.where(a >= 0, a, alpha * a),
    "elu": lambda a, alpha=1: torch.where(a >= 0, a, alpha * torch.expm1(a.clamp(max=0))),
    "scaled_tanh": lambda a, alpha=1, beta=1: alpha * torch.tanh(beta * a),
    "affine": lambda a, alpha=1, beta=0: alpha * a + beta,
    "thresholded_relu": lambda a, alpha=1: torch.where(a > alpha, a, torch.zeros_like(a)),
}


def activation(text):
    name, parameters = re.fullmatch(r"(\w+)(?:\((.*)\))?", text).groups()
    values = [float(v) for v in parameters.split(",")] if parameters else []
    return lambda a: ACTIVATIONS[name](a, *values)


def philox(seed, step, site, number):
    """Number `number` of a stream: Philox 4x32-10, its 24 high bits as a float in [0, 1)."""
    low = lambda v: v & 0xFFFFFFFF  # noqa: E731
    c = [low(number // 4), low(site), low(step), low(step >> 32)]
    k0, k1 = low(seed), low(seed >> 32)
    for _ in range(10):
        p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
        c = [c[1] ^ k0 ^ (p1 >> 32), low(p1), c[3] ^ k1 ^ (p0 >> 32), low(p0)]
        k0, k1 = low(k0 + 0x9E3779B9), low(k1 + 0xBB67AE85)
    return (c[number % 4] >> 8) / 2.0 ** 24


class Cell:
    """One layer in one direction: options are the case's metadata, weights are looked up with the cell's suffix."""

    def __init__(self, options, tensors, suffix, index):
        self.options, self.index = options, index
        self.kind = options["cell"]
        self.get = lambda name: tensors.get(name + suffix)
        self.gate = activation(options.get("gate_activation", "sigmoid"))
        self.candidate = activation(options.get("nonlinearity", options.get("candidate_activation", "tanh")))
        self.output = activation(options.get("output_activation", "tanh"))
        self.clip, self.cell_clip = self.number("preactivation_clip"), self.number("cell_clip")
        self.normed, self.coupled = self.flag("layer_norm"), self.flag("coupled")
        hr, hh = self.get("weight_hr"), self.get("weight_hh")
        self.P = hh.shape[1]
        self.H = hr.shape[1] if hr is not None else self.P

    def number(self, key):
        return float(self.options.get(key, 0))

    def flag(self, key):
        return self.options.get(key, "false") == "true"

    def norm(self, v):
        return (v - v.mean(-1, keepdim=True)) / torch.sqrt(v.var(-1, unbiased=False, keepdim=True) + EPSILON)

    def product(self, v, side):
        """Of a row with weight_ih or weight_hh, normalized where asked; without the bias."""
        product = v @ self.get("weight_" + side).T
        return self.norm(product) * self.get("norm_" + side) if self.normed else product

    def bias(self, side):
        bias = self.get("bias_" + side)
        return 0 if bias is None else bias

    def limited(self, a):
        return a.clamp(-self.clip, self.clip) if self.clip else a

    def step(self, x, h, c):
        """Returns h~, c~ and the gates."""
        return getattr(self, self.kind)(x, h, c)

    def rnn(self, x, h, c):
        new = self.candidate(self.limited(
            self.product(x, "ih") + self.bias("ih") + self.product(h, "hh") + self.bias("hh")))
        return new, c, new

    def lstm(self, x, h, c):
        sums = self.product(x, "ih") + self.bias("ih") + self.product(h, "hh") + self.bias("hh")
        a_i, a_f, a_g, a_o = sums.chunk(4, -1)
        peepholes = self.flag("peepholes")
        if peepholes:
            a_i = a_i + self.get("weight_ci") * c
        i = self.gate(self.limited(a_i))
        if self.coupled:
            f = 1 - i
        else:
            f = self.gate(self.limited(a_f + self.get("weight_cf") * c if peepholes else a_f))
        g = self.candidate(self.limited(a_g))
        new = f * c + i * g
        if self.cell_clip:
            new = new.clamp(-self.cell_clip, self.cell_clip)
        o = self.gate(self.limited(a_o + self.get("weight_co") * new if peepholes else a_o))
        seen = self.norm(new) * self.get("norm_c") + self.get("bias_c") if self.normed else new
        m = o * self.output(seen)
        hr = self.get("weight_hr")
        return (m if hr is None else m @ hr.T), new, torch.cat((i, f, g, o), -1)

    def gru(self, x, h, c):
        H = self.H
        below = self.product(x, "ih") + self.bias("ih")
        hidden_bias = self.bias("hh") + torch.zeros_like(below)
        if self.options.get("reset", "after") == "after":
            beside = self.product(h, "hh") + hidden_bias
            r = self.gate(self.limited(below[:, :H] + beside[:, :H]))
            z = self.gate(self.limited(below[:, H:2 * H] + beside[:, H:2 * H]))
            a_n = below[:, 2 * H:] + r * beside[:, 2 * H:]
        else:
            w_r, w_z, w_n = self.get("weight_hh").chunk(3, 0)
            b_r, b_z, b_n = hidden_bias.chunk(3, -1)
            r = self.gate(self.limited(below[:, :H] + h @ w_r.T + b_r))
            z = self.gate(self.limited(below[:, H:2 * H] + h @ w_z.T + b_z))
            a_n = below[:, 2 * H:] + (r * h) @ w_n.T + b_n
        n = self.candidate(self.limited(a_n))
        keeps = self.options.get("update", "keeps") == "keeps"
        return (z * h + (1 - z) * n if keeps else (1 - z) * h + z * n), c, torch.cat((r, z, n), -1)

    def zoned(self, rate, old, new, steps, first):
        """Zoneout: units keep their old state at random, or by expectation where there is no seed."""
        if rate == 0:
            return new
        keep = torch.tensor(rate, dtype=torch.float32).double()
        if "zoneout_seed" in self.options:
            seed, step = int(self.options["zoneout_seed"]), int(self.options.get("zoneout_step", 0))
            site = int(self.options.get("zoneout_site", 0)) + self.index
            rows, width = old.shape
            keep = torch.tensor([[float(
                philox(seed, step, site, first + (max(int(steps[n]), 0) * rows + n) * width + j) < keep)
                for j in range(width)] for n in range(rows)], dtype=torch.float64)
        return keep * old + (1 - keep) * new

    def run(self, x, lengths, h, c, reverse):
        """Returns y, the last h and c, and every step's c and gates."""
        T, N = x.shape[:2]
        window = int(self.options.get("bptt_window", T + 1))
        y, cells, gates = [None] * T, [None] * T, [None] * T
        for t in reversed(range(T)) if reverse else range(T):
            alive = (t < lengths)[:, None]
            steps = lengths - 1 - t if reverse else torch.full_like(lengths, t)
            cut = alive & ((steps > 0) & (steps % window == 0))[:, None]
            h, c = torch.where(cut, h.detach(), h), torch.where(cut, c.detach(), c)
            new_h, new_c, gate = self.step(x[t], h, c)
            new_h = self.zoned(self.number("zoneout_hidden"), h, new_h, steps, 0)
            new_c = self.zoned(self.number("zoneout_cell"), c, new_c, steps, T * N * self.P)
            h, c = torch.where(alive, new_h, h), torch.where(alive, new_c, c)
            y[t], cells[t], gates[t] = (v * alive for v in (h, c, gate))
        return torch.stack(y), h, c, torch.stack(cells), torch.stack(gates)


def forward(options, tensors):
    """Everything that a stack gives: y, hn and cn of the stack and of each cell, and the traces."""
    x = tensors["x"]
    T, N = x.shape[:2]
    lengths = tensors.get("lengths", torch.full((N,), T))
    both = options["bidirectional"] == "true"
    suffixes = ("", "_reverse") if both else ("_reverse",) if options.get("direction") == "reverse" else ("",)
    out, last_h, last_c, index = {}, [], [], 0
    for layer in range(int(options["num_layers"])):
        outputs = []
        for suffix in (f"_l{layer}{suffix}" for suffix in suffixes):
            cell = Cell(options, tensors, suffix, index)
            state = {}
            for name, width in zip(STATES, (cell.P, cell.H)):
                own = tensors.get(name + suffix)
                state[name] = own if own is not None else tensors[name][index] if name in tensors else \
                    torch.zeros(N, width, dtype=torch.float64)
            y, h, c, cells, gates = cell.run(x, lengths, state["h0"], state["c0"], suffix.endswith("_reverse"))
            out.update({"hn" + suffix: h, "cn" + suffix: c, "cells" + suffix: cells, "gates" + suffix: gates})
            outputs.append(y), last_h.append(h), last_c.append(c)
            index += 1
        x = sum(outputs) if options.get("merge") == "sum" else torch.cat(outputs, -1)
    out["y"] = x
    for name, states in (("hn", last_h), ("cn", last_c)):
        if len({state.shape for state in states}) == 1:
            out[name] = torch.stack(states)
    if options["cell"] != "lstm":
        out = {name: value for name, value in out.items() if not name.startswith(("cn", "cells"))}
    return out


def solve(options, inputs):
    """All that comes out of a case's inputs (tensors by name): outputs, traces and gradients, by name."""
    tensors = {name: value if name == "lengths" else value.double().requires_grad_() for name, value in inputs.items()}
    given = {name: tensors.pop(name).detach() for name in list(tensors) if re.match(r"dy$|d[hc]n|dcells", name)}
    out = forward(options, tensors)
    loss = sum((value * given[up]).sum() for name, value in out.items()
               if (up := UPSTREAM.get(name, "d" + name)) in given)
    result = {name: value.detach() for name, value in out.items()}
    if given:
        loss.backward()
        for name, value in tensors.items():
            if name != "lengths":
                result["grad." + name] = torch.zeros_like(value) if value.grad is None else value.grad
    return result
