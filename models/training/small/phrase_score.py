"""Second stage of the wake word: both passes look at the sound around each peak of the first stage, and all together decide.

    python3 phrase_score.py --work DIR --prior FILE --acoustic FILE --second FILE --decoding FILE --package DIR

Window: raw log-mel of 2.4 s that end 16 frames after the 40 ms in which the first stage peaked (silence in front at the start of a stream),
normalised from a fresh state, through the acoustic model as it ships, from zero caches, and normalised as a whole through the second pass;
the mean of their logits, [60, 40]. Two numbers come from them.

The score. Each frame: scale by the temperature, take the blank penalty from the blank, log-softmax, mix in the uniform share; subtract the
frame's best value, so that the free phone loop scores zero. A token passes through the phones of a pronunciation with optional blanks
between (compulsory between equal phones), entering at any frame and leaving at any frame. The score is the best sum per frame that carries
a phone, over exits and pronunciations: at most 0.

The reading: the logit of the phrase by reader.py.

A phrase is confirmed when first-stage logit + WEIGHT * max(score, FLOOR) + READER WEIGHT * reading reaches its threshold. Both weights are
fitted by a logistic regression; for the figures of one fold, on the other four.
"""
import argparse
import json
import pickle
import sys
import time
from pathlib import Path

import numpy as np
import torch

sys.path.append(str(Path(__file__).resolve().parents[1]))
import features

import dictionary
import reader
import wake

FLOOR = -3.0  # lowest score that counts

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


def logits_of(passes, windows):
    """Runs both passes over raw windows; at the start of a stream silence is put in front."""
    found = np.zeros((len(windows), reader.STEPS, reader.SYMBOLS), np.float32)
    for i, window in enumerate(windows):
        raw = window[: len(window) - (wake.WINDOW[1] - reader.WAIT)][-reader.FRAMES :].astype(np.float32)
        raw = np.concatenate([np.full((reader.FRAMES - len(raw), features.BANDS), np.log(features.LOG_FLOOR), np.float32), raw])
        found[i] = passes.logits(raw)
    return found


def look(options, fold):
    """Adds the second stage's numbers to what the first stage found in one fold."""
    passes, network = reader.Passes(options), reader.read(options, f"fold{fold}")
    decoding = json.loads(options.decoding.read_text())
    result = pickle.load(open(options.work / "wake" / f"scores{fold}.pkl", "rb"))
    for row in result:
        for kind in ("hits", "false"):
            items = [i for i in row[kind] if i["phrase"] < len(wake.MEASURED) and "features" in i]
            logits = logits_of(passes, [i["features"] for i in items])
            with torch.no_grad():
                readings = network(torch.from_numpy(logits)).numpy() if items else logits
            relative = posteriors(logits, decoding["blankPenalty"], decoding["temperature"], decoding["uniformMix"])
            for item, reading in zip(items, readings):
                item["reading"] = float(reading[item["phrase"]])
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
    print(f"fold {fold}: {time.process_time():.0f} CPU s so far", flush=True)


def fit(rows, use_reader):
    """Weights of score and reading relative to the first stage's logit, by a logistic regression with a bias per phrase over everything
    looked at.
    """
    x, y, phrase = [], [], []
    for row in rows:
        for item in row["hits"] + row["false"]:
            if "second" in item:
                x.append([item["logit"], max(item["second"], FLOOR), item["reading"] if use_reader else 0.0])
                y.append("output" not in item)  # a hit has no place of its own
                phrase.append(item["phrase"])
    x, y, phrase = torch.tensor(x, dtype=torch.float64), torch.tensor(y, dtype=torch.float64), torch.tensor(phrase)
    weights, bias = torch.ones(3, dtype=torch.float64, requires_grad=True), torch.zeros(
        len(wake.MEASURED), dtype=torch.float64, requires_grad=True
    )
    optimiser = torch.optim.LBFGS([weights, bias], max_iter=200, line_search_fn="strong_wolfe")

    def closure():
        optimiser.zero_grad()
        loss = torch.nn.functional.binary_cross_entropy_with_logits(x @ weights + bias[phrase], y) + 1e-4 * (weights**2).sum()
        loss.backward()
        return loss

    optimiser.step(closure)
    first, score, reading = (float(w) for w in weights.detach())
    return max(0.0, score / first), max(0.0, reading / first)


def fused(item, first, weights):
    """What is compared with the phrase's threshold; minus infinity where the first stage has not fired."""
    if item["logit"] <= first[item["phrase"]]:
        return -np.inf
    if "second" not in item:
        raise ValueError(f"A false peak of {wake.MEASURED[item['phrase']]} at {item['logit']:.2f} was not looked at.")
    return item["logit"] + weights[0] * max(item["second"], FLOOR) + weights[1] * item["reading"]


def first_thresholds(result, looks):
    """The lowest logits that keep the first stage to so many false alarms per hour and phrase in every condition."""
    levels = []
    for phrase in range(len(wake.MEASURED)):
        limits = []
        for condition in wake.CONDITIONS:
            _, false, hours = wake.pooled(result, condition, phrase)
            ranked = np.sort(false)[::-1]
            limits.append(ranked[int(looks * hours)] if len(ranked) > int(looks * hours) else ranked[-1])
        levels.append(round(float(max(limits)) + 0.005, 2))
    return levels


def report(options, result):
    """Two-stage figures for every phrase and pooled, each at thresholds of its own and at those recommended (CHOSEN false alarms per
    hour, clean).
    """
    use_reader = not options.without_reader
    weights = {k: options.weights or fit([r for r in result if r["fold"] != k], use_reader) for k in range(wake.FOLDS)}
    first = first_thresholds(result, options.looks)
    asked = [-np.inf] * len(first) if options.shown else first
    summary = dict(
        weights=[round(w, 3) for w in fit(result, use_reader)],
        weights_of_folds={k: [round(v, 3) for v in w] for k, w in weights.items()},
        first=first,
    )
    curves, chosen = {}, {}
    for condition in wake.CONDITIONS:
        rows = [r for r in result if r["condition"] == condition]
        hours = sum(r["hours"] for r in rows)
        pooled = {}
        for phrase, name in enumerate(wake.MEASURED):
            hits = np.array([fused(h, asked, weights[r["fold"]]) for r in rows for h in r["hits"] if h["phrase"] == phrase])
            false = np.array([fused(f, first, weights[r["fold"]]) for r in rows for f in r["false"] if f["phrase"] == phrase])
            false = false[np.isfinite(false)]
            row = dict(
                hours=round(hours, 2),
                looks_per_hour=round(len(false) / hours, 1),
                first_stage_miss=round(float(np.mean(~np.isfinite(hits))), 4),
                **wake.table(hits, false, hours),
            )
            limit = chosen.setdefault(name, row[f"{options.chosen:g}/h"]["threshold"])
            errors = int((hits <= limit).sum())
            row["at recommended"] = dict(
                threshold=limit,
                miss=round(errors / len(hits), 4),
                interval=wake.wilson(errors, len(hits)),
                false_per_hour=round(float((false > limit).sum() / hours), 2),
            )
            summary[f"{name}, {condition}"] = row
            curves[f"{name}, {condition}"] = (np.sort(np.maximum(hits, -50)), np.sort(false), hours)
            for key, cell in row.items():
                if isinstance(cell, dict):
                    n = len(hits)
                    total = pooled.setdefault(key, [0, 0, 0.0])
                    total[0] += round(cell["miss"] * n)
                    total[1] += n
                    total[2] += cell.get("false_per_hour", 0)
        summary[f"pooled, {condition}"] = {
            k: dict(
                miss=round(e / n, 4),
                interval=wake.wilson(e, n),
                n=n,
                false_per_hour_and_phrase=round(f / len(wake.MEASURED), 2) if f else None,
            )
            for k, (e, n, f) in pooled.items()
        }
    (options.work / "wake" / f"stage2-{options.looks:g}.json").write_text(json.dumps(summary, indent=1) + "\n")
    for key, row in summary.items():
        if not isinstance(row, dict) or "fold" in key:
            print(key, row)
            continue
        print(key, {k: v for k, v in row.items() if not isinstance(v, dict)})
        for k, cell in row.items():
            if isinstance(cell, dict):
                print("   ", k, cell)
    wake.draw(curves, options.work / "export" / "plots" / "wake-det.png", "Wake word, both stages")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", type=Path, required=True, help="scratch folder with what 'wake.py measure' and 'reader.py fold' wrote")
    parser.add_argument("--prior", type=Path, required=True, help="features-prior.f32")
    reader.add_passes(parser)
    parser.add_argument("--decoding", type=Path, help="acoustic-decoding.json")
    parser.add_argument("--looks", type=float, default=10, help="false alarms per hour and phrase that the first stage may have")
    parser.add_argument("--chosen", type=float, default=0.5, help="false alarms per hour and phrase, clean, of the recommended thresholds")
    parser.add_argument(
        "--weights", type=float, nargs=2, help="of score and reading, instead of those that a regression finds on the other folds"
    )
    parser.add_argument(
        "--shown", action="store_true", help="every phrase is shown to the second stage, whether the first has fired or not"
    )
    parser.add_argument("--without-reader", action="store_true", help="report what the score alone gives")
    parser.add_argument("--fold", type=int, nargs="*", default=list(range(wake.FOLDS)), help="folds to look at; none only reports again")
    options = parser.parse_args()
    torch.set_num_threads(1)
    for fold in options.fold:
        look(options, fold)
    report(options, wake.scores(options.work, "second"))


if __name__ == "__main__":
    main()
