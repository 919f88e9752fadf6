"""Trains, measures and exports the first stage of the wake word: a logit per phrase and 40 ms.

    python3 wake.py pretrain|fold|final|measure|report|export --wav DIR --work DIR --prior FILE

pretrain learns from synthetic speech alone; fold K and final start from it and add recordings. Fold K has heard neither the
clips of wake-words in fold K nor the speakers of any other set in fold K; report pools what measure found in the five folds.
"""
import argparse
import json
import pickle
import re
import sys
import time
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

sys.path.append(str(Path(__file__).resolve().parents[1]))
import features
import splits

import alwayson
import corpus
import onnxfile
import streams
import vad

FOLDS = 5
PHRASES = corpus.PHRASES
MEASURED = PHRASES[:4]
COLLECTED = [n for n in corpus.SPEECH_SETS if n != "wake-community"]


def build():
    return alwayson.AlwaysOn(front=64, hidden=[96, 56], outputs=len(PHRASES))


def loss_of(logits, truth):
    """A phrase must peak once around its end; everywhere else hard negatives weigh most."""
    keep = torch.ones(logits.shape, dtype=torch.bool)
    steps, hits = logits.shape[1], []
    for b, (_, events) in enumerate(truth):
        for phrase, first, end in events:
            low, high = max(0, (end - 24) // 4), min(steps, (end + 32) // 4 + 1)
            keep[b, (first + end) // 8:high + 12, phrase] = False
            hits.append(F.softplus(-logits[b, low:high, phrase].topk(2).values.mean()))
    x = logits[keep]
    misses = (F.softplus(x) * torch.sigmoid(x).detach().sqrt()).sum()
    return (sum(hits) + 0.4 * misses) / max(4, len(hits))


def fold_of(clip):
    return splits.wake_fold(clip["file"]) if clip["set"] == "wake-words" else splits.bucket(clip["speaker"], FOLDS)


def phrase_of(clip):
    """Index of the phrase a clip carries, None for other speech, -1 where it should not be used."""
    if clip["set"] == "wake-words" or clip["kind"] == "positive":
        return PHRASES.index(clip["text"])
    if clip["set"] == "wake-community" and "computer" in clip["kind"]:
        return PHRASES.index("computer") if re.match("(hey)?computer_en_", clip["file"]) else -1
    return None


def material(work, heard):
    """Positives, weighted negatives and noise from the clips for which heard(clip) holds; synthetic ones always."""
    names = ["synthetic"] + (corpus.SPEECH_SETS + ["wake-words"] if heard else [])
    clips = [c for c in streams.load(work / "corpus", names) if c["set"] == "synthetic" or heard(c)]
    positives = {}
    for i in range(len(PHRASES)):
        pools = [[c for c in clips if phrase_of(c) == i and (c["set"] == "synthetic") == made] for made in (False, True)]
        positives[i] = [p for p in pools if p]
    other = [c for c in clips if phrase_of(c) is None]
    sets = {"speechocean762": 0.33, "single-words": 0.08, "command-words": 0.1, "digits-8khz": 0.02, "letters-digits": 0.02,
            "lab-words": 0.07, "wake-community": 0.13, "synthetic": 0.25}
    negatives = [([c for c in other if c["set"] == n], w) for n, w in sets.items()]
    noise = [n for n in streams.load(work / "corpus", ["noise"]) if n["split"] == "train"]
    return positives, [(g, w) for g, w in negatives if g], noise


def train(options, name, heard, minutes, start=None):
    torch.manual_seed(options.seed)
    model = build()
    if start:
        model.load_state_dict(torch.load(options.work / "wake" / f"{start}.pt"))
    positives, negatives, noise = material(options.work, heard)
    seeds = [options.seed, sum(map(ord, name))]
    prior = features.read_prior(options.prior)
    mixers = [streams.Mixer(np.random.default_rng(seeds + [i]), prior, positives, negatives, noise) for i in range(16)]
    alwayson.Trainer(model, mixers, 2e-3 if start else 4e-3).run(minutes, loss_of, name)
    (options.work / "wake").mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), options.work / "wake" / f"{name}.pt")


def babble(rng, clips, audio, length):
    """Six voices of running speech at unit power."""
    total = np.zeros(length, np.float32)
    for _ in range(6):
        parts, n, gain = [], 0, rng.uniform(0.5, 1)
        while n < length:
            clip = clips[rng.integers(len(clips))]
            x = audio[clip["set"]][clip["file"]].astype(np.float32)
            parts.append(x / (np.sqrt((x ** 2).mean()) + 1))
            n += len(x)
        total += gain * np.concatenate(parts)[:length]
    return total / np.sqrt((total ** 2).mean())


def lay(clips, audio, rng, condition, background, lanes=12):
    """Clips one after the other in parallel lanes: raw features, and per lane [(clip, first output, last output)].

    Clean keeps every recording as it is. With babble every clip is brought to one speech level and the babble runs on at 10 dB below it.
    """
    order, rows = rng.permutation(len(clips)), [[] for _ in range(lanes)]
    spots, lengths = [[] for _ in range(lanes)], [0] * lanes
    for i in order:
        clip, lane = clips[i], int(np.argmin(lengths))
        x = audio[clip["set"]][clip["file"]].astype(np.float32) / 32768
        gap = np.zeros(int(rng.integers(20, 60)) * 160, np.float32)
        if condition != "clean":
            inside = np.repeat(clip["mask"], 160)[:len(x)]
            x = x / (np.sqrt((x[:len(inside)][inside] ** 2).mean()) + 1e-9) * 0.05
        spots[lane].append((i, lengths[lane] // 640, (lengths[lane] + len(x) + 6400) // 640))
        rows[lane] += [x, gap]
        lengths[lane] += len(x) + len(gap)
    length = max(lengths) + 8000
    mels = []
    for row in rows:
        x = np.concatenate(row)
        x = np.pad(x, (0, length - len(x)))
        if condition != "clean":
            x = x + 0.05 * 10 ** (-10 / 20) * background(length)
        mels.append(features.log_mel(x))
    return np.stack(mels)[:, :len(mels[0]) // 4 * 4], spots, sum(lengths) / 16000 / 3600


def peaks(logits, gap=25):
    """Maxima that stay highest within a second on both sides: [(output, logit)], highest first."""
    order, free, found = np.argsort(-logits), np.ones(len(logits), bool), []
    for j in order:
        if logits[j] < -3.5:
            break
        if free[j]:
            found.append((int(j), float(logits[j])))
            free[max(0, j - gap):j + gap + 1] = False
    return found


SECOND_LOOKS_PER_HOUR = 60  # false peaks kept for the second stage
WINDOW = (220, 24)  # frames of history before and after the peak that the second stage sees


def cut(mel, output):
    """Raw features around a stage-one peak, [244, 80]."""
    stop = min(len(mel), 4 * output + 4 + WINDOW[1])
    return mel[max(0, stop - sum(WINDOW)):stop].astype(np.float16)


def measure(options):
    """Scores of all held-out positives and the strongest false peaks of all held-out negatives, a file per fold."""
    prior = features.read_prior(options.prior)
    audio = {n: pickle.load(open(options.wav / f"{n}.pkl", "rb")) for n in corpus.SPEECH_SETS + ["wake-words"]}
    audio["noise"] = {}
    for name in ("noise-esc10", "noise-background"):
        audio["noise"].update(pickle.load(open(options.wav / f"{name}.pkl", "rb")))
    everything = streams.load(options.work / "corpus", corpus.SPEECH_SETS + ["wake-words"])
    noise = [dict(set="noise", file=n["file"], speaker=n["file"], kind="noise", split="test", text="", mask=np.ones(len(n["mel"]), bool))
             for n in streams.load(options.work / "corpus", ["noise"]) if n["split"] == "test" and n["kind"] != "made"]
    for fold in options.fold:
        model = build()
        model.load_state_dict(torch.load(options.work / "wake" / f"fold{fold}.pt"))
        alwayson.half(model)
        held, result = [c for c in everything if fold_of(c) == fold], []
        spoken = [c for c in held if c["set"] == "wake-words"]
        other = [c for c in held if phrase_of(c) is None] + [n for i, n in enumerate(noise) if i % FOLDS == fold]
        running = [c for c in other if c["set"] == "speechocean762"]
        for condition in ("clean", "babble 10 dB"):
            rng = np.random.default_rng([options.seed, fold])
            background = lambda length: babble(rng, running, audio, length)
            for clips, positive in ((spoken, True), (other, False)):
                mels, spots, hours = lay(clips, audio, rng, condition, background)
                z = np.stack([streams.Normaliser(prior)(m) for m in mels])
                logits = alwayson.run_lanes(model, z)
                result.append(_collect(fold, condition, positive, clips, mels, logits, spots, hours))
        with open(options.work / "wake" / f"scores{fold}.pkl", "wb") as out:
            pickle.dump(result, out, protocol=4)
        print(f"fold {fold}: {len(spoken)} phrases, {len(other)} other clips, {time.process_time():.0f} CPU s so far", flush=True)


def _collect(fold, condition, positive, clips, mels, logits, spots, hours):
    """Each held-out clip's best logit for its own phrase, and false peaks for every phrase, with their features."""
    hits, false, owners = [], [], {}
    for lane in range(len(mels)):
        owner = np.full(logits.shape[1], -1)
        for i, first, last in spots[lane]:
            owner[first:last] = i
            clip = clips[i]
            if positive:
                phrase = PHRASES.index(clip["text"])
                window = logits[lane, first:min(last, logits.shape[1]), phrase]
                best = first + int(window.argmax())
                hits.append(dict(phrase=phrase, file=clip["file"], logit=float(window.max()), features=cut(mels[lane], best)))
        for phrase in range(len(MEASURED)):
            for output, logit in peaks(logits[lane, :, phrase]):
                clip = clips[owner[output]] if owner[output] >= 0 else None
                if clip is not None and phrase_of(clip) == phrase:
                    continue
                false.append(dict(phrase=phrase, logit=logit, file=clip["file"] if clip else "", set=clip["set"] if clip else "",
                                  split=clip["split"] if clip else "", lane=lane, output=output))
    for phrase in range(len(MEASURED)):  # the second stage only ever sees the strongest of them
        ranked = sorted((f for f in false if f["phrase"] == phrase), key=lambda f: -f["logit"])
        for f in ranked[:int(SECOND_LOOKS_PER_HOUR * hours)]:
            f["features"] = cut(mels[f["lane"]], f["output"])
    return dict(fold=fold, condition=condition, positive=positive, hours=hours, hits=hits, false=false)


def wilson(errors, n, z=1.96):
    p = errors / n
    middle, spread = p + z * z / 2 / n, z * np.sqrt(p * (1 - p) / n + z * z / 4 / n / n)
    return [round(max(0, (middle - spread) / (1 + z * z / n)), 4), round((middle + spread) / (1 + z * z / n), 4)]


def table(hits, false, hours, rates=(0.1, 0.5, 1, 10)):
    """Miss rate at each rate of false alarms per hour: the lowest threshold that keeps to the rate."""
    false, hits, rows = np.sort(np.asarray(false))[::-1], np.asarray(hits), {}
    for rate in rates:
        allowed = int(np.floor(rate * hours))
        limit = false[allowed] if allowed < len(false) else -np.inf
        errors = int((hits <= limit).sum())
        rows[f"{rate}/h"] = dict(miss=round(errors / len(hits), 4), interval=wilson(errors, len(hits)), n=len(hits),
                                 threshold=round(float(limit), 3), false_alarms=min(allowed, len(false)))
    return rows


def pooled(result, condition, phrase):
    """Logits of positives, of false peaks, and hours of negatives (other phrases count as negatives too)."""
    rows = [r for r in result if r["condition"] == condition]
    hits = [h["logit"] for r in rows for h in r["hits"] if h["phrase"] == phrase]
    false = [f["logit"] for r in rows for f in r["false"] if f["phrase"] == phrase]
    return hits, false, sum(r["hours"] for r in rows)


def scores(work, stem="scores"):
    """What was measured, of all folds."""
    return [row for path in sorted((work / "wake").glob(f"{stem}[0-9].pkl")) for row in pickle.load(open(path, "rb"))]


def report(options):
    """Figures of the first stage alone, pooled over the measured folds."""
    summary, curves, result = {}, {}, scores(options.work)
    for condition in ("clean", "babble 10 dB"):
        for phrase, name in enumerate(MEASURED):
            hits, false, hours = pooled(result, condition, phrase)
            summary[f"{name}, {condition}"] = dict(hours=round(hours, 2), **table(hits, false, hours))
            curves[f"{name}, {condition}"] = (np.sort(hits), np.sort(false), hours)
    text = json.dumps(summary, indent=1)
    (options.work / "wake" / "stage1.json").write_text(text + "\n")
    for key, row in summary.items():
        print(key, f"{row['hours']} h", {k: (v["miss"], v["interval"], v["threshold"]) for k, v in row.items() if k != "hours"})
    draw(curves, options.work / "export" / "plots" / "wake-stage1-det.png", "Wake word, first stage alone")


def draw(curves, path, title):
    import matplotlib
    matplotlib.use("Agg")
    from matplotlib import pyplot
    figure, axes = pyplot.subplots(figsize=(6, 4.5))
    colours = {}
    for label, (hits, false, hours) in curves.items():
        levels = np.unique(np.concatenate([false, hits[hits > -49]]))  # lower: never fired
        rate = [(false >= t).sum() / hours for t in levels]
        miss = [(hits < t).mean() for t in levels]
        colour = colours.setdefault(label.split(",")[0], f"C{len(colours)}")
        axes.plot(rate, miss, label=label, linewidth=1.2, color=colour, linestyle="-" if "clean" in label else "--")
    axes.set(xscale="log", yscale="log", xlabel="false alarms per hour", ylabel="miss rate", xlim=(0.05, 100), ylim=(0.003, 1), title=title)
    axes.grid(alpha=0.3, which="both")
    axes.legend(fontsize=7)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)


def export(options):
    model = build()
    model.load_state_dict(torch.load(options.work / "wake" / "final.pt"))
    alwayson.half(model)
    folder = options.work / "export"
    folder.mkdir(parents=True, exist_ok=True)
    alwayson.export(model, folder / "wake.onnx", "Wake word, first stage: a logit per phrase and 40 ms from normalised log-mel features",
                    {"outputs": ",".join(PHRASES)})
    onnxfile.save_half(model, folder / "wake.f16")
    vad.golden(model, options, features.read_prior(options.prior), "wake", 8)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pretrain", "fold", "final", "measure", "report", "export"])
    parser.add_argument("--wav", type=Path, required=True, help="folder of NAME.pkl written by ../decode_audio.py")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder with corpus/ of corpus.py; results go to WORK/export")
    parser.add_argument("--prior", type=Path, required=True, help="features-prior.f32")
    parser.add_argument("--minutes", type=float, default=2.5, help="CPU minutes of training")
    parser.add_argument("--fold", type=int, nargs="*", default=list(range(FOLDS)))
    parser.add_argument("--start", default="pretrain", help="weights that fold and final start from")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.what == "pretrain":
        train(options, "pretrain", None, options.minutes)
    elif options.what == "fold":
        for k in options.fold:
            train(options, f"fold{k}", lambda c, k=k: fold_of(c) != k, options.minutes, options.start)
    elif options.what == "final":
        train(options, "final", lambda c: True, options.minutes, options.start)
    else:
        {"measure": measure, "report": report, "export": export}[options.what](options)


if __name__ == "__main__":
    main()
