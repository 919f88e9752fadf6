"""How late phones come: the CTC path of the known phones against the forced alignments of dev speakers."""
import argparse
import os

import numpy as np
import torch

from data import Corpus
from decode import log_posteriors
from export import load
from features import HOP, RATE, WINDOW, normalise, read_prior
from model import STRIDE, empty_caches

FRAME_MS = 1000 * HOP / RATE


def first_frames(logp, phones):
    """Output frame in which the best CTC path of this phone sequence enters each phone."""
    symbols = np.zeros(2 * len(phones) + 1, int)
    symbols[1::2] = phones
    n = len(symbols)
    skip = np.zeros(n, bool)
    skip[3::2] = symbols[3::2] != symbols[1:-2:2]
    score = np.full(n, -1e30)
    score[:2] = logp[0, symbols[:2]]
    back = np.zeros((len(logp), n), np.int8)
    for t in range(1, len(logp)):
        options = np.stack([score, np.r_[-1e30, score[:-1]], np.where(skip, np.r_[-1e30, -1e30, score[:-2]], -1e30)])
        back[t] = options.argmax(0)
        score = options.max(0) + logp[t, symbols]
    state, first = n - 1 - int(score[n - 2] > score[n - 1]), np.zeros(len(phones), int)
    for t in range(len(logp) - 1, -1, -1):
        if state % 2:
            first[state // 2] = t
        state -= back[t, state]
    return first


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    parser.add_argument("--prior", required=True)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--clips", type=int, default=200)
    args = parser.parse_args()
    torch.set_num_threads(1)
    model, prior = load(args.checkpoint), read_prior(args.prior)
    clips = Corpus(os.path.join(args.work, "shards"), "dev").by_source["speechocean762"][: args.clips]
    after_start, after_end = [], []
    for rows, clip in clips:
        start, n = clip.versions[0]
        a = rows[start : start + n].astype(np.float32)
        z = normalise(np.concatenate([a, np.repeat(a[-1:], 40 + -n % 4, 0)]), prior)
        with torch.no_grad():
            logits = model(torch.from_numpy(z)[None], *empty_caches())[0][0].numpy()
        first = first_frames(log_posteriors(logits, 2.5, 0.7, 0.02), clip.phones)
        known = ((first + 1) * STRIDE - 1) * FRAME_MS + 1000 * WINDOW / RATE  # when the last sample it needs has come
        after_start += list(known - clip.spans[:, 0] * FRAME_MS)
        after_end += list(known - clip.spans[:, 1] * FRAME_MS)
    for name, values in (("start", after_start), ("end", after_end)):
        print(
            "phones known after their %s: mean %.0f ms, median %.0f, p95 %.0f (n %d)"
            % (name, np.mean(values), np.median(values), np.percentile(values, 95), len(values))
        )


if __name__ == "__main__":
    main()
