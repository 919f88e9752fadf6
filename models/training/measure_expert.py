"""Whole commands that the expert alone reads right: the best sentence of a context by its triphone states, without rejection.

    python3 measure_expert.py --context context.yaml --manifest manifest.tsv --shared SHARED
    python3 measure_expert.py --sets MANY/dev --shared SHARED

A manifest has file, intent and slots (JSON), as `edge-runtime eval commands` reads it; files are Ogg Opus, or WAV of 16 kHz, relative to
it. Rows without an intent are left out. --sets takes all of make_many_slot.py.
"""
import argparse
import csv
import json
import os
import pickle
import time

import numpy as np
from scipy.io import wavfile

import expert
import expert_search
import opus
import pronunciations
from context_arcs import Grammar
from evaluate import with_noise
from make_noise import REAL_SHARE
from sphinx_features import RATE, features


def interval(right, n):
    """95 % of Wilson's interval, in percent."""
    z, share = 1.96, right / n
    middle, half = share + z * z / 2 / n, z * np.sqrt(share * (1 - share) / n + z * z / 4 / n / n)
    return 100 * (middle - half) / (1 + z * z / n), 100 * (middle + half) / (1 + z * z / n)


def samples_of(path):
    """int16 at 16 kHz."""
    if not path.endswith(".wav"):
        return opus.decode(path)
    rate, x = wavfile.read(path)
    if rate != RATE or x.dtype != np.int16 or x.ndim != 1:
        raise ValueError("%s is not 16 bits at 16 kHz on one channel" % path)
    return x


class Measure:
    """Counts over the sets of one noise."""

    def __init__(self, words, noise=None, snr=None):
        model = expert.load()
        self._tables, self._scorer = expert.tables(model[0], model[2], model[1]), expert.Scorer(*model[:2])
        self._words, self._noise, self._snr, self._q = words, noise, snr, np.random.default_rng(9)
        self.right, self.rows, self._seconds, self._spent = 0, 0, 0.0, 0.0

    def add(self, context, manifest):
        """Reads the commands of one manifest."""
        grammar = Grammar(context, self._words, {name: i for i, name in enumerate(self._tables.phones)})
        if grammar.unknown:
            raise SystemExit("%s: words without a pronunciation: %s" % (context, ", ".join(sorted(grammar.unknown))))
        network = expert_search.Network(self._tables, grammar.arcs, grammar.ends)
        with open(manifest, encoding="utf-8") as f:
            rows = [row for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE) if row["intent"]]
        for row in rows:
            x = samples_of(os.path.join(os.path.dirname(manifest), row["file"]))
            x, began = x if self._snr is None else with_noise(x, self._noise, self._snr, self._q), time.process_time()
            found = network.best(self._scorer.states(features(x)))
            self._spent += time.process_time() - began
            self._seconds += len(x) / RATE
            self.right += found is not None and grammar.reading(found.words) == (row["intent"], json.loads(row["slots"]))
        self.rows += len(rows)

    def __str__(self):
        where = "clean" if self._snr is None else "dishes %g dB" % self._snr
        counted = (where, self.right, self.rows, 100 * self.right / self.rows, *interval(self.right, self.rows))
        return "%s: %d of %d commands, %.1f %% [%.1f, %.1f], RTF %.3f" % (*counted, self._spent / self._seconds)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--context")
    parser.add_argument("--manifest")
    parser.add_argument("--sets", help="folder of make_many_slot.py")
    parser.add_argument("--shared", required=True)
    parser.add_argument("--wav", help="folder of decode_audio.py, for noise")
    parser.add_argument(
        "--noise-snr", type=float, nargs="*", default=[], help="also with the held-back end of doing_the_dishes at these SNRs in dB"
    )
    args = parser.parse_args()
    if bool(args.sets) == bool(args.context) or bool(args.context) != bool(args.manifest):
        parser.error("give --context and --manifest, or --sets")
    sets = [(args.context, args.manifest)]
    if args.sets:
        with open(os.path.join(args.sets, "sets.tsv"), encoding="utf-8") as f:
            named = [line.rstrip("\n").split("\t") for line in f]
        sets = [(os.path.join(args.sets, context), os.path.join(args.sets, name + ".tsv")) for name, context in named]
    words = pronunciations.load(pronunciations.default_path(args.shared))
    for snr in [None, *args.noise_snr]:
        measure = Measure(words, None if snr is None else _dishes(args.wav), snr)
        for context, manifest in sets:
            measure.add(context, manifest)
        print(measure, flush=True)


def _dishes(wav):
    with open(os.path.join(wav, "noise-background.pkl"), "rb") as f:
        x = pickle.load(f)["doing_the_dishes.opus"]
    return x[int(len(x) * REAL_SHARE) :]


if __name__ == "__main__":
    main()
