"""Numbers that every engine makes for itself, see SharedValues.java."""
import math

import torch

GOLDEN = 0x9E3779B9
MASK = 0xFFFFFFFF
PERIOD = 1_048_573


def shared_values(number, shape, scale, device=None):
    """What follows from a tensor's number and an element's index; it repeats after PERIOD elements."""
    count = math.prod(shape)
    h = (torch.arange(min(count, PERIOD), dtype=torch.int64, device=device) + number * GOLDEN) & MASK
    h ^= h >> 16
    h = (h * 0x7FEB352D) & MASK
    h ^= h >> 15
    h = (h * 0x846CA68B) & MASK
    h ^= h >> 16
    scale = torch.tensor(scale, dtype=torch.float32, device=device)
    values = ((h >> 8).float() * 2.0 ** -23 - 1) * scale
    return values.repeat(-(-count // values.numel()))[:count].view(shape)


def sample(tensor, runs=64, length=16):
    """The values, or evenly spread runs of them where they are many."""
    flat = tensor.detach().reshape(-1)
    if flat.numel() > runs * length:
        begins = torch.arange(runs, device=flat.device) * (flat.numel() - length) // (runs - 1)
        flat = flat[(begins[:, None] + torch.arange(length, device=flat.device)).reshape(-1)]
    return flat.float().tolist()
