#!/usr/bin/env python3
"""The reference sentiment model in PyTorch, for `ci/compare-pytorch`: the same reviews, batches
bucketed by length, all threads of the CPU, no packed sequences (they are slower).

usage: pytorch_reference.py REVIEWS.json CELL EPOCHS SEED POOLING THREADS
prints: tokens/s of each epoch, then the accuracy on the 25,000 test reviews
"""
import collections
import json
import random
import re
import sys
import time

import torch
from torch import nn

PADDING, UNKNOWN, VOCABULARY, TOKENS, BATCH, BLOCK = 0, 1, 20_000, 200, 64, 50


def load(path):
    with open(path, encoding="utf-8") as file:
        reviews = json.load(file)
    texts = [re.findall(r"\w+(?:'\w+)?", re.sub(r"<br\s*/?>", " ", r["t"]).lower()) for r in reviews]
    labels = [r["s"] for r in reviews]
    parts = [i // 12_500 for i in range(50_000)]  # test neg, train neg, test pos, train pos
    train = [i for i in range(50_000) if parts[i] in (1, 3)]
    test = [i for i in range(50_000) if parts[i] in (0, 2)]
    counts = collections.Counter(word for i in train for word in texts[i])
    index = {word: k + 2 for k, (word, _) in enumerate(counts.most_common(VOCABULARY - 2))}

    def encode(part):
        return [
            (torch.tensor([index.get(w, UNKNOWN) for w in texts[i][-TOKENS:]] or [UNKNOWN]), labels[i])
            for i in part
        ]

    return encode(train), encode(test)


def bucketed(examples, seed):
    order = list(range(len(examples)))
    random.Random(seed).shuffle(order)
    batches = []
    for begin in range(0, len(order), BATCH * BLOCK):
        block = sorted(order[begin : begin + BATCH * BLOCK], key=lambda i: len(examples[i][0]))
        batches += [block[i : i + BATCH] for i in range(0, len(block), BATCH)]
    random.Random(seed + 1).shuffle(batches)
    return batches


def collate(examples, batch):
    tokens = nn.utils.rnn.pad_sequence([examples[i][0] for i in batch])
    lengths = torch.tensor([len(examples[i][0]) for i in batch])
    return tokens, lengths, torch.tensor([examples[i][1] for i in batch])


class Sentiment(nn.Module):
    def __init__(self, cell, pooling):
        super().__init__()
        self.pooling = pooling
        self.embedding = nn.Embedding(VOCABULARY, 64, padding_idx=PADDING)
        nn.init.normal_(self.embedding.weight, 0, 0.1)
        self.recurrent = {"rnn": nn.RNN, "lstm": nn.LSTM, "gru": nn.GRU}[cell](64, 128)
        if cell == "lstm":
            nn.init.ones_(self.recurrent.bias_ih_l0.data[128:256])
            nn.init.zeros_(self.recurrent.bias_hh_l0.data[128:256])
        self.dropout = nn.Dropout(0.3)
        self.dense = nn.Linear(128, 2)

    def forward(self, tokens, lengths):
        if self.training:
            dropped = (torch.rand(tokens.shape) < 0.1) & (tokens != PADDING)
            tokens = tokens.masked_fill(dropped, UNKNOWN)
        y, _ = self.recurrent(self.embedding(tokens))
        if self.pooling == "max":
            beyond = torch.arange(y.shape[0])[:, None] >= lengths
            pooled = y.masked_fill(beyond[:, :, None], -1e9).max(0).values
        else:
            pooled = y[lengths - 1, torch.arange(y.shape[1])]
        return self.dense(self.dropout(pooled))


def main():
    path, cell, epochs, seed, pooling, threads = sys.argv[1:7]
    torch.set_num_threads(int(threads))
    torch.manual_seed(int(seed))
    train, test = load(path)
    model = Sentiment(cell, pooling)
    optimizer = torch.optim.Adam(model.parameters(), 3e-3)
    steps = int(epochs) * ((len(train) + BATCH - 1) // BATCH)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda step: 1 - step / steps)
    for epoch in range(int(epochs)):
        began, seen = time.perf_counter(), 0
        for batch in bucketed(train, int(seed) * 1000 + epoch):
            tokens, lengths, labels = collate(train, batch)
            optimizer.zero_grad()
            nn.functional.cross_entropy(model(tokens, lengths), labels).backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            seen += int(lengths.sum())
        print("tokens/s %.0f" % (seen / (time.perf_counter() - began)), flush=True)
    right = 0
    model.eval()
    with torch.no_grad():
        order = sorted(range(len(test)), key=lambda i: len(test[i][0]))
        for begin in range(0, len(order), 256):
            tokens, lengths, labels = collate(test, order[begin : begin + 256])
            right += int((model(tokens, lengths).argmax(1) == labels).sum())
    print("accuracy %.4f" % (right / len(test)))


main()
