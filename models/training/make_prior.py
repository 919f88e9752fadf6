"""Measures the normaliser's prior (mean of gated, peak-relative features) over augmented training data, once."""
import argparse

import numpy as np

from data import Batches
from features import BANDS, GATE, PEAK_MIN, RANGE


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--utterances", type=int, default=2500)
    args = parser.parse_args()
    batches = Batches(args.work, np.zeros(BANDS, np.float32), seed=7, frames=20000)
    total, count = np.zeros(BANDS), 0
    for _ in range(args.utterances):
        a = batches.utterance()[0]
        peak = np.maximum(np.maximum.accumulate(a.max(1)), PEAK_MIN)
        x = np.maximum(a - peak[:, None], -RANGE) + RANGE
        speech = x.max(1) > GATE
        total, count = total + x[speech].sum(0), count + speech.sum()
    (total / count).astype("<f4").tofile(args.out)
    print("prior over %d speech frames:" % count, np.round(total / count, 2)[::8])


if __name__ == "__main__":
    main()
