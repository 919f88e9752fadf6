"""Writes models/background.bin: what English sounds like at large, to weigh a context against.

Words with how often they occur (as a tree over phones), and phones with how often they follow two others. Counted in the texts of
shared/text and in what training speakers read; no sentence of them can be got back from it. The layout, little-endian:

    "EBG1", int32 nodes
    nodes x 4 bytes: phone 1..39, cost of entering, cost of ending a word here (255: none ends), number of children
    40 x 40 x 40 bytes: cost of a phone after two others (0 stands for the beginning)

Costs are natural logarithms in sixteenths. Nodes stand in breadth-first order, so children stand together, in the order of their
parents; the first ones, children of the root, are as many as the phones that words begin with: those before the first child of a node.
"""
import argparse
import math
import os
import struct
from collections import Counter

import numpy as np

import pronunciations
from texts import normalise, queries, read_sentences

STEP, NO_END = 16, 255
UNSEEN = 0.3  # count added to every word
PHONES = 40


def sentences(args, words):
    """Texts as dictionary words: queries, and read sentences of training speakers; nothing that is held out."""
    texts = queries(args.shared) + read_sentences(args.unpacked)
    return [text for text in (normalise(t, words) for t in texts) if text]


def word_costs(texts, limit):
    """{word: -log of its share}, of the words that occur most."""
    counts = Counter(word for text in texts for word in text.split())
    kept = dict(counts.most_common(limit))
    total = sum(kept.values()) + UNSEEN * len(kept)
    return {word: -math.log((count + UNSEEN) / total) for word, count in kept.items()}


class Tree:
    """Words over phones; the cost of a word is paid as soon as it is certain (look-ahead)."""

    def __init__(self):
        self.children, self.end, self.best = [{}], [math.inf], [math.inf]

    def add(self, phones, cost):
        node = 0
        self.best[0] = min(self.best[0], cost)
        for phone in phones:
            if phone not in self.children[node]:
                self.children[node][phone] = len(self.children)
                self.children.append({})
                self.end.append(math.inf)
                self.best.append(math.inf)
            node = self.children[node][phone]
            self.best[node] = min(self.best[node], cost)
        self.end[node] = min(self.end[node], cost)

    def rows(self):
        """(phone, cost, end cost, children) in breadth-first order, without the root."""
        level = [(phone, child, self.best[child]) for phone, child in sorted(self.children[0].items())]
        while level:
            following = []
            for phone, node, cost in level:
                end = self.end[node] - self.best[node]
                kids = sorted(self.children[node].items())
                yield phone, _byte(cost), NO_END if math.isinf(end) else min(_byte(end), NO_END - 1), len(kids)
                following += [(p, child, self.best[child] - self.best[node]) for p, child in kids]
            level = following


def _byte(cost):
    return min(255, max(0, round(cost * STEP)))


def phone_costs(texts, words, costs):
    """[40, 40, 40] -log P(phone | two before), by interpolation of trigram, bigram and unigram."""
    three = np.zeros((PHONES,) * 3)
    for text in texts:
        _count(three, [pronunciations.INDEX[p] for word in text.split() for p in words[word][0]], 1)
    for word in costs:
        _count(three, [pronunciations.INDEX[p] for p in words[word][0]], 1)
    two, one = three.sum(0), three.sum((0, 1))
    unigram = (one + 1) / (one + 1)[1:].sum()
    bigram = _blend(two, unigram[None])
    trigram = _blend(three, bigram[None])
    return -np.log(np.maximum(trigram, 1e-7))


def _count(three, phones, weight):
    before = (0, 0)
    for phone in phones:
        three[before[0], before[1], phone] += weight
        before = (before[1], phone)


def _blend(counts, lower):
    """Witten-Bell: what was seen counts by how many kinds followed."""
    kinds = (counts > 0).sum(-1, keepdims=True)
    seen = counts.sum(-1, keepdims=True)
    return (counts + np.maximum(kinds, 1) * lower) / (seen + np.maximum(kinds, 1))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--unpacked", required=True, help="folder that holds one folder per unpacked tar")
    parser.add_argument("--words", type=int, default=10000)
    parser.add_argument("--out", default=os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "background.bin"))
    args = parser.parse_args()
    words = pronunciations.load(pronunciations.default_path(args.shared))
    texts = sentences(args, words)
    costs, tree = word_costs(texts, args.words), Tree()
    for word, cost in costs.items():
        for variant in words[word]:
            tree.add([pronunciations.INDEX[p] for p in variant], cost)
    rows = list(tree.rows())
    table = np.clip(np.round(phone_costs(texts, words, costs) * STEP), 0, 255).astype(np.uint8)
    with open(args.out, "wb") as f:
        f.write(b"EBG1" + struct.pack("<i", len(rows)) + bytes(b for row in rows for b in row) + table.tobytes())
    print("%s: %d texts, %d words, %d nodes, %d bytes" % (args.out, len(texts), len(costs), len(rows), os.path.getsize(args.out)))


if __name__ == "__main__":
    main()
