"""Second stage of the wake word: the acoustic model checks the phrase around each peak of the first stage.

    python3 phrase_score.py --work DIR --prior FILE --checkpoint FILE --acoustic DIR

The score. Window: raw log-mel from 220 frames before the first-stage peak's end to 24 frames after it, normalised from a
fresh state, through the acoustic model from zero caches: logits [61, 40]. Each frame: scale by the temperature, take the blank penalty from
the blank, log-softmax, mix in the uniform share; subtract the frame's best value, so that the free phone loop scores zero.
A token passes through the phones of a pronunciation with optional blanks between (blank compulsory between equal phones), entering
at any frame and leaving at any frame; the best sum over all entries, exits and pronunciations, divided by the number
of phones of that pronunciation, is the score: at most 0.
"""
import argparse
import json
import pickle
import sys
from pathlib import Path

import numpy as np
import torch

sys.path.append(str(Path(__file__).resolve().parents[1]))
import features

import corpus
import dictionary
import wake

PRONUNCIATIONS = {
    "view glass": ["V Y UW G L AE S"],
    "computer": ["K AH M P Y UW T ER"],
    "jarvis": ["JH AA R V IH S"],
    "smart mirror": ["S M AA R T M IH R ER"],
}


def posteriors(logits, penalty, temperature, mix):
    """[N, T, 40] logits -> log-probabilities relative to each frame's best symbol (at most 0)."""
    x = logits * temperature
    x[..., 0] -= penalty
    x -= x.max(-1, keepdims=True)
    p = np.exp(x)
    p = (1 - mix) * p / p.sum(-1, keepdims=True) + mix / p.shape[-1]
    log_p = np.log(p)
    return log_p - log_p.max(-1, keepdims=True)


def align(relative, phones):
    """Best sum through phones, entering and leaving anywhere: relative [N, T, 40] -> [N]."""
    n, steps, _ = relative.shape
    count = len(phones)
    symbols = np.empty(2 * count - 1, int)
    symbols[0::2], symbols[1::2] = phones, 0  # phone, blank, phone, ... phone
    score = np.full((n, len(symbols)), -1e9)
    best = np.full(n, -1e9)
    for t in range(steps):
        before = score
        score = before.copy()
        score[:, 1:] = np.maximum(score[:, 1:], before[:, :-1])
        for i in range(2, len(symbols), 2):
            if symbols[i] != symbols[i - 2]:
                score[:, i] = np.maximum(score[:, i], before[:, i - 2])
        score[:, 0] = np.maximum(score[:, 0], 0)
        score += relative[:, t, symbols]
        best = np.maximum(best, score[:, -1])
    return best


def logits_of(model, windows, prior, fresh):
    """Runs the acoustic model over (raw, normalised) windows; shorter ones (start of a stream) are padded in front by silence."""
    size = sum(wake.WINDOW)
    z = np.zeros((len(windows), size, features.BANDS), np.float32)
    for i, (raw, ready) in enumerate(windows):
        raw = np.concatenate([np.full((size - len(raw), features.BANDS), np.log(features.LOG_FLOOR), np.float32), raw.astype(np.float32)])
        z[i] = features.normalise(raw, prior) if fresh else np.concatenate([np.zeros((size - len(ready), features.BANDS)), ready])
    parts = []
    with torch.no_grad():
        for i in range(0, len(z), 64):
            batch = torch.from_numpy(z[i:i + 64])
            parts.append(model(batch).numpy())
    return np.concatenate(parts) if parts else np.zeros((0, size // 4, 40), np.float32)


def load_acoustic(folder, checkpoint):
    """A function z -> logits from the acoustic model's own training code."""
    sys.path.insert(0, str(folder))
    from model import AcousticModel, empty_caches
    model = AcousticModel()
    state = torch.load(checkpoint, map_location="cpu")
    for key in ("average", "ema", "model", "m"):
        if isinstance(state, dict) and isinstance(state.get(key), dict):
            state = state[key]
            break
    model.load_state_dict({k: v.float() for k, v in state.items()})
    model.eval()
    return lambda z: model(z, *empty_caches(len(z)))[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="scratch folder with wake/scores.pkl of 'wake.py measure'")
    parser.add_argument("--prior", type=Path, required=True, help="features-prior.f32")
    parser.add_argument("--checkpoint", type=Path, required=True, help="acoustic model checkpoint")
    parser.add_argument("--acoustic", type=Path, default=Path(__file__).resolve().parents[1], help="folder of the acoustic model's code")
    parser.add_argument("--penalty", type=float, default=2.75)
    parser.add_argument("--temperature", type=float, default=0.7)
    parser.add_argument("--mix", type=float, default=0.02)
    parser.add_argument("--carried", action="store_true", help="use the always-on features instead of a fresh normaliser")
    parser.add_argument("--first", type=float, nargs="*", default=[-3.0, -2.0, -1.0, 0.0, 1.0], help="first-stage logits to try")
    options = parser.parse_args()
    torch.set_num_threads(1)
    prior, model = features.read_prior(options.prior), load_acoustic(options.acoustic, options.checkpoint)
    result = pickle.load(open(options.work / "wake" / "scores.pkl", "rb"))
    for row in result:
        for kind in ("hits", "false"):
            items = row[kind] if kind == "false" else [h for h in row[kind] if h["phrase"] < len(wake.MEASURED)]
            logits = logits_of(model, [i["features"] for i in items], prior, not options.carried)
            relative = posteriors(logits, options.penalty, options.temperature, options.mix)
            for phrase, name in enumerate(wake.MEASURED):
                chosen = [k for k, i in enumerate(items) if i["phrase"] == phrase]
                scores = np.full(len(chosen), -np.inf)
                for text in PRONUNCIATIONS[name]:
                    phones = [dictionary.PHONE_ID[p] for p in text.split()]
                    if chosen:
                        scores = np.maximum(scores, align(relative[chosen], phones) / len(phones))
                for k, score in zip(chosen, scores):
                    items[k]["second"] = float(score)
    for row in result:
        for item in row["hits"] + row["false"]:
            item.pop("features", None)
    with open(options.work / "wake" / "scores2.pkl", "wb") as out:
        pickle.dump(result, out, protocol=4)
    report(options, result)


def report(options, result):
    """Two-stage figures: the first stage's threshold is fixed, the second's is swept."""
    summary, curves = {}, {}
    for condition in ("clean", "babble 10 dB"):
        rows = [r for r in result if r["condition"] == condition]
        hours = sum(r["hours"] for r in rows)
        for phrase, name in enumerate(wake.MEASURED):
            for first in options.first:
                hits = [h["second"] if h["logit"] > first else -99.0 for r in rows for h in r["hits"] if h["phrase"] == phrase]
                false = [f["second"] for r in rows for f in r["false"] if f["phrase"] == phrase and f["logit"] > first]
                key = f"{name}, {condition}, first stage above {first}"
                summary[key] = dict(hours=round(hours, 2), first_stage_per_hour=round(len(false) / hours, 2),
                                    first_stage_miss=round(float(np.mean(np.asarray(hits) == -99)), 4), **wake.table(hits, false, hours))
                print(key, summary[key]["first_stage_per_hour"], "/h", {k: (v["miss"], v["interval"], v["threshold"]) for k, v in summary[key].items() if "/" in k})
    (options.work / "wake" / "stage2.json").write_text(json.dumps(summary, indent=1) + "\n")


if __name__ == "__main__":
    main()
