"""Whole commands that the expert alone reads right: the best sentence of a context by its triphone states, without rejection.

    python3 measure_expert.py --context context.yaml --manifest manifest.tsv --shared SHARED

The manifest has file, intent and slots (JSON), as `edge-runtime eval commands` reads it; files are Ogg Opus and lie beside it.
"""
import argparse
import csv
import json
import os
import pickle
import time

import numpy as np

import expert
import expert_search
import opus
import pronunciations
from context_arcs import Grammar
from evaluate import with_noise
from make_noise import REAL_SHARE
from sphinx_features import features


def interval(right, n):
    """95 % of Wilson's interval, in percent."""
    z, share = 1.96, right / n
    middle, half = share + z * z / 2 / n, z * np.sqrt(share * (1 - share) / n + z * z / 4 / n / n)
    return 100 * (middle - half) / (1 + z * z / n), 100 * (middle + half) / (1 + z * z / n)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--context", required=True)
    parser.add_argument("--manifest", required=True)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--wav", help="folder of decode_audio.py, for noise")
    parser.add_argument(
        "--noise-snr", type=float, nargs="*", default=[], help="also with the held-back end of doing_the_dishes at these SNRs in dB"
    )
    args = parser.parse_args()
    model = expert.load()
    tables, scorer = expert.tables(model[0], model[2]), expert.Scorer(*model[:2])
    index = {name: i for i, name in enumerate(tables.phones)}
    grammar = Grammar(args.context, pronunciations.load(pronunciations.default_path(args.shared)), index)
    if grammar.unknown:
        raise SystemExit("words without a pronunciation: %s" % ", ".join(sorted(grammar.unknown)))
    network = expert_search.Network(tables, grammar.arcs, grammar.ends)
    with open(args.manifest, encoding="utf-8") as f:
        rows = list(csv.DictReader(f, delimiter="\t"))
    clips = [opus.decode(os.path.join(os.path.dirname(args.manifest), row["file"])) for row in rows]
    for snr in [None, *args.noise_snr]:
        q, right, started = np.random.default_rng(9), 0, time.process_time()
        for row, x in zip(rows, clips):
            found = network.best(scorer.states(features(x if snr is None else with_noise(x, _dishes(args.wav), snr, q))))
            right += found is not None and grammar.reading(found.words) == (row["intent"], json.loads(row["slots"]))
        seconds = sum(map(len, clips)) / 16000
        print(
            "%s: %d of %d commands, %.1f %% [%.1f, %.1f], RTF %.3f"
            % (
                "clean" if snr is None else "dishes %g dB" % snr,
                right,
                len(rows),
                100 * right / len(rows),
                *interval(right, len(rows)),
                (time.process_time() - started) / seconds,
            ),
            flush=True,
        )


def _dishes(wav):
    with open(os.path.join(wav, "noise-background.pkl"), "rb") as f:
        x = pickle.load(f)["doing_the_dishes.opus"]
    return x[int(len(x) * REAL_SHARE) :]


if __name__ == "__main__":
    main()
