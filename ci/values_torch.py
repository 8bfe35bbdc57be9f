"""Numbers that every engine makes for itself, see SharedValues.java and DeviceValues.java."""
import math

import torch

GOLDEN = 0x9E3779B9
MASK = 0xFFFFFFFF
PERIOD = 1_048_573


def shared_values(number, shape, scale, device=None):
    """What follows from a tensor's number and an element's index."""
    h = (torch.arange(math.prod(shape), dtype=torch.int64, device=device) + number * GOLDEN) & MASK
    h ^= h >> 16
    h = (h * 0x7FEB352D) & MASK
    h ^= h >> 15
    h = (h * 0x846CA68B) & MASK
    h ^= h >> 16
    scale = torch.tensor(scale, dtype=torch.float32, device=device)
    return (((h >> 8).float() * 2.0 ** -23 - 1) * scale).view(shape)


def repeated_values(number, shape, scale, device):
    """The same, beginning anew after PERIOD of them."""
    count = math.prod(shape)
    values = shared_values(number, (min(count, PERIOD),), scale, device)
    return values.repeat(-(-count // values.numel()))[:count].view(shape)


def sample(tensor, most=1024):
    """At most so many of the values, evenly spread."""
    flat = tensor.detach().reshape(-1)
    count = min(flat.numel(), most)
    return flat[torch.arange(count) * flat.numel() // count].tolist()


def sample_runs(tensor, runs=64, length=16):
    """The values, or evenly spread runs of them where they are many."""
    flat = tensor.detach().reshape(-1)
    if flat.numel() > runs * length:
        begins = torch.arange(runs, device=flat.device) * (flat.numel() - length) // (runs - 1)
        flat = flat[(begins[:, None] + torch.arange(length, device=flat.device)).reshape(-1)]
    return flat.float().tolist()
