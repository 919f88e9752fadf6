"""How much the expert adds: the candidates of `eval commands --candidates` scored by both, and a weighted sum of the two.

    python3 fuse.py --shared SHARED --sets MANY/dev --candidates CANDIDATES [--most 200]

CANDIDATES holds one table for each set. Folds are by speaker: the weight is chosen on the others.
"""
import argparse
import csv
import os
import zlib
from collections import defaultdict

import numpy as np

import expert
import expert_search
import pronunciations
from measure_expert import interval, samples_of
from sphinx_features import features

WEIGHTS = (0.0, 0.02, 0.05, 0.07, 0.1, 0.15, 0.2, 0.3, 0.5, 1.0)
FOLDS = 5
LEAST = -1e5  # nat of a candidate for which the recording is too short


class Rescorer:
    """The expert's score of a sentence in a recording."""

    def __init__(self, words):
        model = expert.load()
        self._tables, self._scorer = expert.tables(model[0], model[2], model[1]), expert.Scorer(*model[:2])
        self._index, self._words = {name: i for i, name in enumerate(self._tables.phones)}, words

    def scores(self, samples, sentences):
        """[sentences] in nat."""
        states, found = self._scorer.states(features(samples)), []
        for sentence in sentences:
            arcs = expert_search.word_arcs(sentence, self._words, self._index)
            best = expert_search.Network(self._tables, arcs, [arcs[-1].end]).best(states)
            found.append(best.score if best else LEAST)
        return np.array(found)


def table(path):
    """Rows of a tab-separated table."""
    with open(path, encoding="utf-8") as f:
        return list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))


def commands(args, rescorer):
    """(speaker, net's scores, expert's scores, which are right) of every command; no arrays where there is no candidate."""
    with open(os.path.join(args.sets, "sets.tsv"), encoding="utf-8") as f:
        names = [line.split("\t")[0] for line in f]
    for name in names:
        path = os.path.join(args.candidates, name + ".tsv")
        if not os.path.exists(path):
            continue
        listed = defaultdict(list)
        for row in table(path):
            listed[os.path.basename(row["file"])].append(row)
        for row in table(os.path.join(args.sets, name + ".tsv")):
            if row["kind"] != "command" or args.sources and row["source"] not in args.sources:
                continue
            near = listed.get(os.path.basename(row["file"]), [])[: args.most]
            if not near:
                yield row["speaker"], None, None, None
                continue
            net = np.array([float(c["score"]) for c in near])
            right = np.array([c["exact"] == "1" for c in near])
            yield row["speaker"], net, rescorer.scores(samples_of(os.path.join(args.sets, row["file"])), [c["words"] for c in near]), right


def rights(rows, weight):
    """[rows] whether the best of the weighted sum is right."""
    return np.array([net is not None and bool(right[int(((1 - weight) * net + weight * other).argmax())]) for _, net, other, right in rows])


def say(what, right):
    """Prints how many of some rows are right."""
    counted = (what, right.sum(), len(right), 100 * right.mean(), *interval(right.sum(), len(right)))
    print("  %-24s %5d of %d, %.1f %% [%.1f, %.1f]" % counted)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--sets", required=True)
    parser.add_argument("--candidates", required=True)
    parser.add_argument("--most", type=int, default=200)
    parser.add_argument("--sources", nargs="+", help="only rows of these")
    args = parser.parse_args()
    rows = list(commands(args, Rescorer(pronunciations.load(pronunciations.default_path(args.shared)))))
    right = {weight: rights(rows, weight) for weight in WEIGHTS}
    source, any_right = np.array([speaker.split()[0] for speaker, *_ in rows]), np.array([r is not None and r.any() for *_, r in rows])
    for name in ["", *sorted(set(source))]:
        among = source == name if name else np.ones(len(rows), bool)
        print(name or "all sources")
        for weight in WEIGHTS:
            say("weight %g" % weight, right[weight][among])
        say("any candidate", any_right[among])
    fold = np.array([zlib.crc32(speaker.encode()) % FOLDS for speaker, *_ in rows])
    chosen = np.zeros(len(rows), bool)
    for k in range(FOLDS):
        best = max(WEIGHTS, key=lambda weight: right[weight][fold != k].sum())
        chosen[fold == k] = right[best][fold == k]
    say("weight of other speakers", chosen)
    plain = right[0.0]
    print("only with the expert right %d, only without %d" % ((chosen & ~plain).sum(), (plain & ~chosen).sum()))


if __name__ == "__main__":
    main()
