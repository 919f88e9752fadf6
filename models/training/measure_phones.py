"""Greedy phone error rate of the exported model on held-out speakers of speechocean762, adults and children.

The reference is the first pronunciation of every word in the lexicon, without stress and silence.
"""
import json

import numpy as np
import torch

import pronunciations
import splits
from evaluate import ADULT, Model, arguments, babble, _load, with_noise
from texts import normalise
from train import edit_distance


def said(logits, blank_penalty):
    """Phones of the best frame-wise path."""
    logits = logits.copy()
    logits[:, 0] -= blank_penalty
    best = logits.argmax(1).tolist()
    return [p for k, p in enumerate(best) if p and (k == 0 or p != best[k - 1])]


def interval(wrong, phones, q, draws=1000):
    """95 % of the error rates of clips drawn with replacement, in percent."""
    wrong, phones = np.array(wrong), np.array(phones)
    picks = q.integers(0, len(wrong), (draws, len(wrong)))
    return np.percentile(100 * wrong[picks].sum(1) / phones[picks].sum(1), [2.5, 97.5])


def main():
    parser = arguments(__doc__)
    parser.add_argument("--blank-penalty", type=float, default=0.0)
    parser.add_argument("--babble-snr", type=float, help="adds six voices of the split at this SNR in dB")
    parser.add_argument("--clips", type=int, default=10000, help="of each group at most")
    parser.add_argument("--json", help="file for the figures")
    args = parser.parse_args()
    torch.set_num_threads(1)
    words, model, q = pronunciations.load(pronunciations.default_path(args.shared)), Model(args), np.random.default_rng(1)
    clips = _load(args, "speechocean762")
    noise = babble(args, args.split) if args.babble_snr is not None else None
    rows = [r for r in splits.manifest(args.unpacked, "speechocean762") if r["split"] == args.split]
    groups = {"adults": [r for r in rows if int(r["age"]) >= ADULT], "children": [r for r in rows if int(r["age"]) < ADULT]}
    figures = {}
    for name, members in groups.items():
        wrong, phones = [], []
        for row in sorted(members, key=lambda r: r["file"])[: args.clips]:
            text = normalise(row["text"], words)
            if not text:
                continue
            expected, samples = pronunciations.indices(text, words), clips[row["file"]]
            if noise is not None:
                samples = with_noise(samples, noise, args.babble_snr, q)
            wrong.append(edit_distance(said(model.logits(samples), args.blank_penalty), expected))
            phones.append(len(expected))
        rate, ends = 100 * sum(wrong) / sum(phones), interval(wrong, phones, q)
        figures[name] = {"clips": len(wrong), "phones": sum(phones), "percent": round(rate, 2), "interval": list(ends.round(2))}
        print(
            "%s: phone error rate %.1f %% [%.1f, %.1f], %d clips of %d speakers, %d phones"
            % (name, rate, *ends, len(wrong), len({r["speaker"] for r in members}), sum(phones)),
            flush=True,
        )
    if args.json:
        with open(args.json, "w", encoding="utf-8") as f:
            json.dump(figures, f, indent=2)


if __name__ == "__main__":
    main()
