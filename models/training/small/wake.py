"""Trains, measures and exports the first stage of the wake word: a logit per phrase and 40 ms.

    python3 wake.py pool|base|fold|final|mean|hold|measure|report|export --wav DIR --work DIR --prior FILE

pool mixes endless streams once, a group per fold. base teaches two networks, each some of the groups. fold goes on from the base that has
not heard that fold, with the streams of the four others: the clips of a fold are scored by a model that has heard neither them nor the
speakers of that fold. final goes on from a base with the streams of all groups and ships. mean takes the mean of the weights that fold and
final left in several folders. hold lays out what is measured, report pools what measure found in the five folds.
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
from torch import nn
from torch.nn import functional as F

sys.path.append(str(Path(__file__).resolve().parents[1]))
import features
import held_out
import shards
import splits

import alwayson
import corpus
import dictionary
import onnxfile
import streams
import vad

FOLDS = 5
PHRASES = corpus.PHRASES
MEASURED = PHRASES[:4]
PEAK_WINDOW = 15  # steps from 240 ms before the end of a phrase in which its logit has to peak
COLLECTED = [n for n in corpus.SPEECH_SETS if n != "wake-community"]


ABOUT = "Wake word, first stage: a logit per phrase and 40 ms from normalised log-mel features"
SIZES = dict(front=80, hidden=[128, 96])


class Taught(nn.Module):
    """The network and what only training needs: a guess at the phone that was spoken two steps ago, which keeps few phrases from being
    learned by heart.
    """

    PHONE_DELAY, PHONE_SHARE = 2, 0.3

    def __init__(self, weights=None):
        super().__init__()
        self.weights = torch.tensor([(weights or {}).get(phrase, 1.0) for phrase in PHRASES])  # of the phrases in the loss
        self.net = alwayson.AlwaysOn(**SIZES, outputs=len(PHRASES))
        self.phones = nn.Linear(SIZES["hidden"][0], 1 + len(dictionary.PHONES))


def left(options, name):
    """The network that a training run left."""
    model = Taught()
    model.load_state_dict(torch.load(options.work / "wake" / f"{name}.pt"))
    return model.net


def read(options, name):
    """The network of a training run as it ships."""
    return alwayson.in_bytes(left(options, name))


def loss_of(model, z, truth, states):
    found, states = model.net.layers(torch.from_numpy(z), states)
    delay = Taught.PHONE_DELAY
    spoken = torch.from_numpy(np.stack([t[1] for t in truth])[:, :-delay].astype(np.int64)).flatten()
    guess = model.phones(found[0][:, delay:]).flatten(0, 1)
    return (
        _phrase_loss(model.net.out(found[-1]), [t[2] for t in truth], model.weights)
        + Taught.PHONE_SHARE * F.cross_entropy(guess, spoken, ignore_index=-1),
        states,
    )


def _phrase_loss(logits, truth, weights):
    """A phrase must peak once around its end; everywhere else hard negatives weigh most. weights [phrases] are on top of that."""
    keep = torch.ones(logits.shape, dtype=torch.bool)
    steps, whole = logits.shape[1], []
    for b, events in enumerate(truth):
        for phrase, first, end in events:
            low, high = (end - 24) // 4, (end - 24) // 4 + PEAK_WINDOW
            keep[b, max(0, (first + end) // 8) : max(0, high + 12), phrase] = False
            if low >= 0 and high <= steps:  # else cut by the ends of what is looked at
                whole.append((b, low, phrase))
    x = logits[keep]
    misses = 0.4 * (F.softplus(x) * torch.sigmoid(x).detach().sqrt() * weights.expand(logits.shape)[keep]).sum()
    if whole:
        lane, low, phrase = torch.tensor(whole).T
        near = logits[lane[:, None], low[:, None] + torch.arange(PEAK_WINDOW), phrase[:, None]]
        misses = misses + (F.softplus(-near.topk(2, 1).values.mean(1)) * weights[phrase]).sum()
    return misses / max(4, len(whole))


def fold_of(clip):
    return splits.wake_fold(clip["file"]) if clip["set"] == "wake-words" else splits.bucket(clip["speaker"], FOLDS)


def phrase_of(clip):
    """Index of the phrase a clip carries, None for other speech, -1 where it should not be used."""
    if clip["set"] == "wake-words" or clip["kind"] == "positive":
        return PHRASES.index(clip["text"])
    if clip["set"] == "wake-community" and "computer" in clip["kind"]:
        return PHRASES.index("computer") if re.match("(hey)?computer_en_", clip["file"]) else -1
    return None


def says(clip, phrase):
    """True when a phrase is said in a clip, be it in the middle of a sentence: then waking is no false alarm."""
    return phrase_of(clip) == phrase or re.search(rf"\b{PHRASES[phrase]}\b", clip["text"].lower()) is not None


GROUPS = [f"{k}" for k in range(FOLDS)]  # of streams: what is recorded in one is heard in no other
BASES = {"A": ["2", "3", "4"], "B": ["0", "1"]}  # what the models hear that folds 0 and 1, and folds 2 to 4, begin from


def base_of(group):
    """The base that has not heard a group."""
    return next(base for base, groups in BASES.items() if group not in groups)


LANES = 12  # streams side by side in a group
HEARD = 24  # streams side by side in a training step


def load(options):
    """All clips that training may draw from, with their phones, and the noises."""
    clips = streams.load(options.work / "corpus", ["synthetic", "wake-words"] + corpus.SPEECH_SETS)
    clips = [clip for clip in clips if clip["split"] not in (held_out.TEST, splits.UNUSED)]
    streams.know_phones(clips, corpus.alignments(options.shared))
    return clips + shard_clips(options.shards), [n for n in streams.load(options.work / "corpus", ["noise"]) if n["split"] == "train"]


def material(clips, group):
    """Positives, weighted negatives and running speech of one group of streams; synthetic ones are in all."""
    clips = [c for c in clips if c["set"] in ("synthetic", "shard") or str(fold_of(c)) == group]
    positives = {}
    for i in range(len(PHRASES)):
        pools = [[c for c in clips if phrase_of(c) == i and (c["set"] == "synthetic") == made] for made in (False, True)]
        positives[i] = [p for p in pools if p]
    other = [c for c in clips if phrase_of(c) is None and not any(says(c, i) for i in range(len(PHRASES)))]
    sets = {
        "speechocean762": 0.31,
        "single-words": 0.08,
        "command-words": 0.1,
        "digits-8khz": 0.02,
        "letters-digits": 0.02,
        "lab-words": 0.07,
        "wake-community": 0.13,
        "synthetic": 0.17,
        "shard": 0.1,
    }
    negatives = [([c for c in other if c["set"] == n], w) for n, w in sets.items()]
    running = [c for c in other if c["set"] == "speechocean762"]
    return positives, [(g, w) for g, w in negatives if g], running


SHARDS = 1  # about an hour of sentences


def shard_clips(folder):
    """Synthetic sentences of the acoustic training with their phones, without those that hold a phrase."""
    found = []
    for name in [n for n in shards.names(folder) if n.startswith("product")][:SHARDS]:
        rows, clips = shards.read(folder, name)
        for clip in clips:
            if len(clip.spans) == 0 or any(p in clip.text for p in PHRASES):
                continue
            mel = [np.array(rows[first : first + length]) for first, length in clip.versions]
            phones = np.zeros(len(mel[0]), np.int8)
            for phone, (first, last) in zip(clip.phones, clip.spans):
                phones[int(first) : int(np.ceil(last))] = phone
            if (phones > 0).sum() >= 10:
                found.append(
                    dict(
                        set="shard",
                        file="",
                        speaker="",
                        split="train",
                        text=clip.text,
                        kind="",
                        mel=mel,
                        mask=phones > 0,
                        phones=phones,
                        end=int(np.flatnonzero(phones)[-1]),
                    )
                )
                found[-1]["level"] = streams.level(found[-1])
    return found


def pool(options):
    """Mixes the streams of some groups, once for all trainings."""
    prior, (clips, noise) = features.read_prior(options.prior), load(options)
    for group in options.group:
        start = time.process_time()
        positives, negatives, running = material(clips, group)
        mixers = [
            streams.Mixer(
                np.random.default_rng([options.seed, GROUPS.index(group), i]),
                prior,
                positives,
                negatives,
                noise,
                loud_share=0.45,
                babble_share=0.36,
                running=running,
            )
            for i in range(LANES)
        ]
        chunks = int(options.hours * 450 / len(mixers))
        streams.Pool.make(options.work / "pool" / group, mixers, chunks)
        print(f"pool {group}: {chunks * len(mixers) / 450:.1f} h, {time.process_time() - start:.0f} CPU s", flush=True)


def train(options, name, groups, begin=None):
    """Teaches a model some groups of streams, from what an earlier run left or from nothing."""
    torch.manual_seed(options.seed)
    model, folder = Taught({phrase: float(weight) for phrase, weight in options.weigh}), options.work / "wake"
    if begin:
        model.load_state_dict(torch.load(folder / f"{begin}.pt"))
    pools = [streams.Pool(options.work / "pool" / g) for g in groups]
    batches = streams.Pool.batches(pools, np.random.default_rng([options.seed, sum(map(ord, name))]), HEARD)
    alwayson.Trainer(model.train(), options.rate, options.matrix_rate).run(options.minutes, batches, loss_of, name)
    folder.mkdir(parents=True, exist_ok=True)
    torch.save(model.state_dict(), folder / f"{name}.pt")


def babble(rng, clips, audio, length):
    """Six voices of running speech at unit power."""
    total = np.zeros(length, np.float32)
    for _ in range(6):
        parts, n, gain = [], 0, rng.uniform(0.5, 1)
        while n < length:
            clip = clips[rng.integers(len(clips))]
            x = audio[clip["set"]][clip["file"]].astype(np.float32)
            parts.append(x / (np.sqrt((x**2).mean()) + 1))
            n += len(x)
        total += gain * np.concatenate(parts)[:length]
    return total / np.sqrt((total**2).mean())


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
            inside = np.repeat(clip["mask"], 160)[: len(x)]
            x = x / (np.sqrt((x[: len(inside)][inside] ** 2).mean()) + 1e-9) * 0.05
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
    return np.stack(mels)[:, : len(mels[0]) // 4 * 4], spots, sum(lengths) / 16000 / 3600


LOWEST = -5.0  # logit from which a peak counts as one


def peaks(logits, gap=25):
    """Maxima that stay highest within a second on both sides: [(output, logit)], highest first."""
    order, free, found = np.argsort(-logits), np.ones(len(logits), bool), []
    for j in order:
        if logits[j] < LOWEST:
            break
        if free[j]:
            found.append((int(j), float(logits[j])))
            free[max(0, j - gap) : j + gap + 1] = False
    return found


SECOND_LOOKS_PER_HOUR = 60  # false peaks kept for the second stage
WINDOW = (220, 24)  # frames of history before and after the peak that the second stage sees


def cut(mel, output):
    """Raw features around a stage-one peak, [244, 80]."""
    stop = min(len(mel), 4 * output + 4 + WINDOW[1])
    return mel[max(0, stop - sum(WINDOW)) : stop].astype(np.float16)


CONDITIONS = ("clean", "babble 10 dB")


def held_path(options, fold, condition, positive):
    return options.work / "held" / f"{fold}-{condition.split()[0]}-{'phrases' if positive else 'others'}.pkl"


def hold(options):
    """Lays out what every fold is measured on, as raw features, once: for each condition the fold's phrases and its other speech and
    noise.
    """
    audio = {n: pickle.load(open(options.wav / f"{n}.pkl", "rb")) for n in corpus.SPEECH_SETS + ["wake-words"]}
    audio["noise"] = {}
    for name in ("noise-esc10", "noise-background"):
        audio["noise"].update(pickle.load(open(options.wav / f"{name}.pkl", "rb")))
    everything = [
        {k: v for k, v in c.items() if k != "mel"} for c in streams.load(options.work / "corpus", corpus.SPEECH_SETS + ["wake-words"])
    ]
    noise = [
        dict(set="noise", file=n["file"], speaker=n["file"], kind="noise", split="test", text="", mask=np.ones(len(n["mel"]), bool))
        for n in streams.load(options.work / "corpus", ["noise"])
        if n["split"] == "test" and n["kind"] != "made"
    ]
    (options.work / "held").mkdir(parents=True, exist_ok=True)
    for fold in options.fold:
        held = [c for c in everything if fold_of(c) == fold]
        spoken = [c for c in held if c["set"] == "wake-words"]
        other = [c for c in held if phrase_of(c) is None] + [n for i, n in enumerate(noise) if i % FOLDS == fold]
        running = [c for c in other if c["set"] == "speechocean762"]
        for condition in CONDITIONS:
            rng = np.random.default_rng([options.seed, fold])
            background = lambda length: babble(rng, running, audio, length)
            for clips, positive in ((spoken, True), (other, False)):
                mels, spots, hours = lay(clips, audio, rng, condition, background)
                with open(held_path(options, fold, condition, positive), "wb") as out:
                    pickle.dump((clips, mels.astype(np.float16), spots, hours), out, protocol=4)
        print(f"fold {fold}: {len(spoken)} phrases, {len(other)} other clips, {time.process_time():.0f} CPU s so far", flush=True)


def measure(options):
    """Scores of all held-out positives and the strongest false peaks of all held-out negatives, a file per fold."""
    prior = features.read_prior(options.prior)
    for fold in options.fold:
        model, result = read(options, f"fold{fold}"), []
        for condition in CONDITIONS:
            for positive in (True, False):
                clips, mels, spots, hours = pickle.load(open(held_path(options, fold, condition, positive), "rb"))
                z = np.stack([streams.Normaliser(prior)(m.astype(np.float32)) for m in mels])
                logits = alwayson.run_lanes(model, z)
                result.append(_collect(fold, condition, positive, clips, mels, logits, spots, hours))
        with open(options.work / "wake" / f"scores{fold}.pkl", "wb") as out:
            pickle.dump(result, out, protocol=4)
        print(f"fold {fold}: {time.process_time():.0f} CPU s so far", flush=True)


def _collect(fold, condition, positive, clips, mels, logits, spots, hours):
    """Each held-out clip's best logit for its own phrase, and false peaks for every phrase, with their features."""
    hits, false = [], []
    for lane in range(len(mels)):
        owner = np.full(logits.shape[1], -1)
        for i, first, last in spots[lane]:
            owner[first:last] = i
            clip = clips[i]
            if positive:
                phrase = PHRASES.index(clip["text"])
                window = logits[lane, first : min(last, logits.shape[1]), phrase]
                best = first + int(window.argmax())
                hits.append(dict(phrase=phrase, file=clip["file"], logit=float(window.max()), features=cut(mels[lane], best)))
        for phrase in range(len(MEASURED)):
            for output, logit in peaks(logits[lane, :, phrase]):
                clip = clips[owner[output]] if owner[output] >= 0 else None
                if clip is not None and says(clip, phrase):
                    continue
                false.append(
                    dict(
                        phrase=phrase,
                        logit=logit,
                        file=clip["file"] if clip else "",
                        set=clip["set"] if clip else "",
                        split=clip["split"] if clip else "",
                        lane=lane,
                        output=output,
                    )
                )
    for phrase in range(len(MEASURED)):  # the second stage only ever sees the strongest of them
        ranked = sorted((f for f in false if f["phrase"] == phrase), key=lambda f: -f["logit"])
        for f in ranked[: int(SECOND_LOOKS_PER_HOUR * hours)]:
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
        rows[f"{rate}/h"] = dict(
            miss=round(errors / len(hits), 4),
            interval=wilson(errors, len(hits)),
            n=len(hits),
            threshold=round(float(limit), 3),
            false_alarms=min(allowed, len(false)),
        )
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
    for condition in CONDITIONS:
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


def mean(options):
    """The mean of what several runs left, which stands better in what none of them was taught than any of them."""
    for name in [f"fold{k}" for k in options.fold] + ["final"]:
        states = [torch.load(folder / "wake" / f"{name}.pt") for folder in options.of]
        (options.work / "wake").mkdir(parents=True, exist_ok=True)
        torch.save({key: sum(state[key] for state in states) / len(states) for key in states[0]}, options.work / "wake" / f"{name}.pt")


def export(options):
    model = read(options, "final")
    folder = options.work / "export"
    folder.mkdir(parents=True, exist_ok=True)
    alwayson.export(model, folder / "wake.onnx", ABOUT, {"outputs": ",".join(PHRASES)}, matrices_in_bytes=True)
    onnxfile.save_half(left(options, "final"), folder / "wake.f16")
    vad.golden(model, options, features.read_prior(options.prior), "wake", 8)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["pool", "base", "fold", "final", "mean", "hold", "measure", "report", "export"])
    parser.add_argument("--wav", type=Path, required=True, help="folder of NAME.pkl written by ../decode_audio.py")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder with corpus/ of corpus.py; results go to WORK/export")
    parser.add_argument("--prior", type=Path, required=True, help="features-prior.f32")
    parser.add_argument("--shared", type=Path, help="folder that holds speech/, for pool")
    parser.add_argument("--shards", type=Path, help="folder of the synthetic shards of ../make_synthetic.py, for pool")
    parser.add_argument("--group", nargs="*", default=GROUPS, help="groups of streams that pool mixes")
    parser.add_argument("--hours", type=float, default=12, help="of every group that pool mixes")
    parser.add_argument("--minutes", type=float, default=2.5, help="CPU minutes of training")
    parser.add_argument("--fold", type=int, nargs="*", default=list(range(FOLDS)))
    parser.add_argument("--base", nargs="*", default=list(BASES))
    parser.add_argument("--rate", type=float, default=4e-3, help="learning rate at its highest")
    parser.add_argument("--matrix-rate", type=float, default=1.5e-2, help="step of the matrices by orthogonalised momentum, at its highest")
    parser.add_argument("--on", action="store_true", help="fold and final go on from what they left the last time, not from a base")
    parser.add_argument(
        "--weigh", nargs=2, action="append", default=[], metavar=("PHRASE", "WEIGHT"), help="a phrase that counts more in the loss"
    )
    parser.add_argument("--of", type=Path, nargs="*", help="work folders for mean; one that is named twice counts twice")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.what == "base":
        for base in options.base:
            train(options, f"base{base}", BASES[base])
    elif options.what == "fold":
        for fold in options.fold:
            train(
                options, f"fold{fold}", [g for g in GROUPS if g != str(fold)], f"fold{fold}" if options.on else f"base{base_of(str(fold))}"
            )
    elif options.what == "final":
        train(options, "final", GROUPS, "final" if options.on else "baseA")
    else:
        {"pool": pool, "mean": mean, "hold": hold, "measure": measure, "report": report, "export": export}[options.what](options)


if __name__ == "__main__":
    main()
