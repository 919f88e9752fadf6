"""Second stage of the wake word: the acoustic model checks the phrase around each peak of the first stage.

    python3 phrase_score.py --work DIR --prior FILE --checkpoint FILE --acoustic DIR

The score. Window: raw log-mel of 2.4 s that end WAIT frames after the 40 ms in which the first stage peaked, normalised from a fresh state,
through the acoustic model from zero caches: logits [60, 40]. Each frame: scale by the temperature, take the blank penalty from the
blank, log-softmax, mix in the uniform share; subtract the frame's best value, so that the free phone loop scores zero. A token passes through
the phones of a pronunciation with optional blanks between (compulsory between equal phones), entering at any frame and leaving at
any frame. The score is the best sum per frame that carries a phone, over exits and pronunciations: at most 0. The worst phone of that match, its mean
per frame, is the second number. The phrase is confirmed when first-stage logit + WEIGHT * max(score, FLOOR) reaches the phrase's threshold.
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

PRONUNCIATIONS = {  # as models/lexicon.txt has them
    "view glass": ["V Y UW G L AE S"],
    "computer": ["K AH M P Y UW T ER"],
    "jarvis": ["JH AA R V AH S", "JH AA R V IH S"],
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
    """Best match of phones anywhere: relative [N, T, 40] -> (score [N], worst phone [N]).

    Cells are chosen by their sum; the match by its sum per frame that carries a phone, as the runtime does.
    """
    n, steps, _ = relative.shape
    labels = np.zeros(2 * len(phones) - 1, int)
    labels[0::2] = phones
    places = len(labels)
    total, spoken = np.full((n, places), -np.inf), np.zeros((n, places), int)
    start, spoken_at, worst = np.zeros((n, places)), np.zeros((n, places), int), np.zeros((n, places))
    best, best_worst = np.full(n, -np.inf), np.full(n, -np.inf)
    for t in range(steps):
        cells = (total, spoken, start, spoken_at, worst)
        nxt = tuple(c.copy() for c in cells)
        for place in range(places):
            phone = labels[place] != 0
            chosen, enters = [c[:, place].copy() for c in cells], np.zeros(n, bool)
            sources = [place - 1] if place else []
            if phone and place >= 2 and labels[place - 2] != labels[place]:
                sources.append(place - 2)
            for source in sources:
                better = total[:, source] > chosen[0]
                for mine, cell in zip(chosen, cells):
                    mine[better] = cell[better, source]
                enters |= better
            if place == 0:
                fresh = chosen[0] < 0
                for mine in chosen:
                    mine[fresh] = 0
                enters |= fresh
            if phone:
                _close(chosen, enters)
            chosen[0] += relative[:, t, labels[place]]
            chosen[1] += phone
            for new, mine in zip(nxt, chosen):
                new[:, place] = mine
        total, spoken, start, spoken_at, worst = nxt
        last = [c[:, -1].copy() for c in nxt]
        ended = np.isfinite(last[0])
        _close(last, ended)
        score = np.where(ended, last[0] / np.maximum(last[1], 1), -np.inf)
        better = score > best
        best[better], best_worst[better] = score[better], last[4][better]
    return best, best_worst


def _close(cell, where):
    """Notes the mean score of the phone that ends in the chosen cells."""
    total, spoken, start, spoken_at, worst = cell
    real = where & (spoken > spoken_at)
    with np.errstate(invalid="ignore"):
        mean = (total - start) / np.maximum(spoken - spoken_at, 1)
    worst[real] = np.minimum(worst, mean)[real]
    start[where], spoken_at[where] = total[where], spoken[where]


def logits_of(model, windows, prior, wait):
    """Runs the acoustic model over raw windows that end wait frames after the peak; at the start of a stream silence is put in front."""
    size = 240
    z = np.zeros((len(windows), size, features.BANDS), np.float32)
    for i, window in enumerate(windows):
        raw = window[:len(window) - (wake.WINDOW[1] - wait)][-size:].astype(np.float32)
        raw = np.concatenate([np.full((size - len(raw), features.BANDS), np.log(features.LOG_FLOOR), np.float32), raw])
        z[i] = features.normalise(raw, prior)
    parts = []
    with torch.no_grad():
        for i in range(0, len(z), 64):
            parts.append(model(torch.from_numpy(z[i:i + 64])).numpy())
    return np.concatenate(parts) if parts else np.zeros((0, size // 4, 40), np.float32)


def load_acoustic(folder, checkpoint):
    """A function z -> logits from the acoustic model's own training code."""
    sys.path.insert(0, str(folder))
    from model import AcousticModel, empty_caches
    model = AcousticModel()
    state = torch.load(checkpoint, map_location="cpu")
    for key in ("average", "ema", "model", "m"):
        if isinstance(state.get(key), dict):
            state = state[key]
            break
    model.load_state_dict({k: v.float() for k, v in state.items()})
    model.eval()
    return lambda z: model(z, *empty_caches(len(z)))[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="scratch folder with what 'wake.py measure' wrote")
    parser.add_argument("--prior", type=Path, required=True, help="features-prior.f32")
    parser.add_argument("--checkpoint", type=Path, required=True, help="acoustic model checkpoint")
    parser.add_argument("--acoustic", type=Path, default=Path(__file__).resolve().parents[1], help="folder of the acoustic model's code")
    parser.add_argument("--penalty", type=float, default=2.0)
    parser.add_argument("--temperature", type=float, default=0.8)
    parser.add_argument("--mix", type=float, default=0.02)
    parser.add_argument("--wait", type=int, default=16, help="frames heard after the first stage's peak, at most 24")
    parser.add_argument("--first", type=float, nargs=4, default=[-0.8, -0.8, -0.1, -0.5], help="first-stage logits from which the second stage looks")
    parser.add_argument("--weight", type=float, default=3.0, help="of the second stage's score in the sum")
    parser.add_argument("--floor", type=float, default=-3.0, help="lowest score that counts")
    parser.add_argument("--chosen", type=float, default=0.5, help="false alarms per hour and phrase, clean, of the recommended thresholds")
    parser.add_argument("--fold", type=int, nargs="*", default=list(range(wake.FOLDS)), help="folds to look at; none only reports again")
    options = parser.parse_args()
    torch.set_num_threads(1)
    for fold in options.fold:
        look(options, fold)
    report(options, wake.scores(options.work, "second"))


def look(options, fold):
    """Adds the second stage's numbers to what the first stage found in one fold."""
    prior, model = features.read_prior(options.prior), load_acoustic(options.acoustic, options.checkpoint)
    result = pickle.load(open(options.work / "wake" / f"scores{fold}.pkl", "rb"))
    for row in result:
        for kind in ("hits", "false"):
            items = [i for i in row[kind] if i["phrase"] < len(wake.MEASURED) and "features" in i]
            logits = logits_of(model, [i["features"] for i in items], prior, options.wait)
            relative = posteriors(logits, options.penalty, options.temperature, options.mix)
            for phrase, name in enumerate(wake.MEASURED):
                chosen = [k for k, i in enumerate(items) if i["phrase"] == phrase]
                for text in PRONUNCIATIONS[name] if chosen else []:
                    for k, score, worst in zip(chosen, *align(relative[chosen], [dictionary.PHONE_ID[p] for p in text.split()])):
                        if score > items[k].get("second", -np.inf):
                            items[k].update(second=float(score), worst=float(worst))
    for row in result:
        for item in row["hits"] + row["false"]:
            item.pop("features", None)
    with open(options.work / "wake" / f"second{fold}.pkl", "wb") as out:
        pickle.dump(result, out, protocol=4)


def fused(item, options):
    """What is compared with the phrase's threshold; minus infinity where the first stage has not fired."""
    if item["logit"] <= options.first[item["phrase"]]:
        return -np.inf
    if "second" not in item:
        raise ValueError(f"A false peak above the first threshold was not looked at: raise --first of {wake.MEASURED[item['phrase']]} above {item['logit']:.2f}.")
    return item["logit"] + options.weight * max(item["second"], options.floor)


def report(options, result):
    """Two-stage figures for every phrase and pooled, each at thresholds of its own and at those recommended (CHOSEN false alarms per hour, clean)."""
    summary, curves, chosen = {}, {}, {}
    for condition in ("clean", "babble 10 dB"):
        rows = [r for r in result if r["condition"] == condition]
        hours = sum(r["hours"] for r in rows)
        pooled = {}
        for phrase, name in enumerate(wake.MEASURED):
            hits = np.array([fused(h, options) for r in rows for h in r["hits"] if h["phrase"] == phrase])
            false = np.array([fused(f, options) for r in rows for f in r["false"] if f["phrase"] == phrase])
            false = false[np.isfinite(false)]
            row = dict(hours=round(hours, 2), looks_per_hour=round(len(false) / hours, 1),
                       first_stage_miss=round(float(np.mean(~np.isfinite(hits))), 4), **wake.table(hits, false, hours))
            limit = chosen.setdefault(name, row[f"{options.chosen:g}/h"]["threshold"])
            errors = int((hits <= limit).sum())
            row["at recommended"] = dict(threshold=limit, miss=round(errors / len(hits), 4), interval=wake.wilson(errors, len(hits)),
                                         false_per_hour=round(float((false > limit).sum() / hours), 2))
            summary[f"{name}, {condition}"] = row
            curves[f"{name}, {condition}"] = (np.sort(np.maximum(hits, -50)), np.sort(false), hours)
            for key, cell in row.items():
                if isinstance(cell, dict):
                    n = len(hits)
                    total = pooled.setdefault(key, [0, 0, 0.0])
                    total[0] += round(cell["miss"] * n)
                    total[1] += n
                    total[2] += cell.get("false_per_hour", 0)
        summary[f"pooled, {condition}"] = {k: dict(miss=round(e / n, 4), interval=wake.wilson(e, n), n=n, false_per_hour_and_phrase=round(f / len(wake.MEASURED), 2) if f else None)
                                           for k, (e, n, f) in pooled.items()}
    (options.work / "wake" / "stage2.json").write_text(json.dumps(summary, indent=1) + "\n")
    for key, row in summary.items():
        print(key, {k: v for k, v in row.items() if not isinstance(v, dict)})
        for k, cell in row.items():
            if isinstance(cell, dict):
                print("   ", k, cell)
    wake.draw(curves, options.work / "export" / "plots" / "wake-det.png", "Wake word, both stages")


if __name__ == "__main__":
    main()
