"""Trains, measures and exports voice activity: one speech logit per 40 ms.

    python3 vad.py --wav DIR --work DIR --prior FILE --minutes 5
"""
import argparse
import json
import pickle
import sys
from pathlib import Path

import numpy as np
import torch
from torch.nn import functional as F

sys.path.append(str(Path(__file__).resolve().parents[1]))
import features

import alwayson
import corpus
import onnxfile
import streams

SPEECH = ["speechocean762", "single-words", "command-words", "digits-8khz", "letters-digits", "lab-words"]


def labels(speech):
    """[T] bool per frame -> [T/4] float, one where at least half of the four frames carry speech."""
    return (speech.reshape(-1, 4).mean(1) >= 0.5).astype(np.float32)


def loss_of(model, z, truth, states):
    logits, states = model(torch.from_numpy(z), states)
    target = torch.from_numpy(np.stack([t[0] for t in truth]).astype(np.float32))
    return F.binary_cross_entropy_with_logits(logits[..., 0], target), states


ABOUT = "Voice activity: one speech logit per 40 ms from normalised log-mel features"


def build():
    return alwayson.AlwaysOn(front=64, hidden=[64, 32], outputs=1)


def auc(score, truth):
    order = np.argsort(score, kind="stable")
    ranks = np.empty(len(score))
    ranks[order] = np.arange(1, len(score) + 1)
    positive = truth > 0
    n, m = positive.sum(), (~positive).sum()
    return (ranks[positive].sum() - n * (n + 1) / 2) / (n * m)


def measure(model, options, prior, plot):
    """Frame AUC on test speakers and test noises, mixed as waveforms by speech-active RMS; {condition: AUC}."""
    audio, clips = {}, streams.load(options.work / "corpus", SPEECH)
    for name in SPEECH:
        audio[name] = pickle.load(open(options.wav / f"{name}.pkl", "rb"))
    clips = [c for c in clips if c["split"] == "test"]
    rng = np.random.default_rng(11)
    # Sentences and words in turn, so that minutes are not all of one set.
    groups = {n: [c for c in clips if c["set"] == n] for n in SPEECH}
    order = [groups[n][i] for n in SPEECH if groups[n] for i in rng.permutation(len(groups[n]))[: 450 if n == "speechocean762" else 90]]
    rng.shuffle(order)
    noise = [n for n in pickle.load(open(options.work / "corpus" / "noise.pkl", "rb")) if n["split"] == "test"]
    sounds = {}
    for name in ("noise-esc10", "noise-background"):
        raw = pickle.load(open(options.wav / f"{name}.pkl", "rb"))
        sounds.update({n["file"]: raw[n["file"]].astype(np.float32) / 32768 for n in noise if n["kind"] == name})
    made = np.random.default_rng(99)
    sounds.update({f"fresh{i}": corpus.made_noise(made, i, 10) for i in range(20)})
    parts, masks = [], []
    for clip in order:
        x = audio[clip["set"]][clip["file"]].astype(np.float32) / 32768
        samples = np.repeat(clip["mask"], 160)
        gap = np.zeros(int(rng.integers(4, 100)) * 160, np.float32)
        body = x[: len(samples)]
        body = np.pad(body, (0, len(samples) - len(body)))
        parts += [body / (np.sqrt((body[samples] ** 2).mean()) + 1e-9) * 0.05, gap]
        masks += [clip["mask"], np.zeros(len(gap) // 160, bool)]
    speech, truth = np.concatenate(parts), np.concatenate(masks)
    names, bed = list(sounds), []
    while sum(map(len, bed)) < len(speech):
        x = sounds[names[rng.integers(len(names))]]
        if np.sqrt((x**2).mean()) > 1e-3:
            bed.append(x / np.sqrt((x**2).mean()))
    bed = np.concatenate(bed)[: len(speech)]
    babble = np.zeros(len(speech), np.float32)
    for k in range(6):
        babble += np.roll(speech, int((k + 1) * len(speech) / 7.3)) * rng.uniform(0.5, 1)
    result, curves = {}, {}
    for label, sound, snr in (
        [("clean", None, 0)]
        + [(f"noise {s} dB", bed, s) for s in (20, 10, 5, 0, -5)]
        + [(f"babble of six {s} dB", babble, s) for s in (10, 5)]
    ):
        if options.conditions and label not in options.conditions:
            continue
        mixed = speech if sound is None else speech + sound / np.sqrt((sound**2).mean()) * 0.05 * 10 ** (-snr / 20)
        z = streams.Normaliser(prior)(features.log_mel(mixed))
        n = min(len(z), len(truth)) // 4 * 4
        logits = alwayson.run_lanes(model, z[None, :n])[0, :, 0]
        target = labels(truth[:n])
        result[label] = round(float(auc(logits, target)), 4)
        p = 1 / (1 + np.exp(-logits))
        curves[label] = [(float((p[target == 0] >= t).mean()), float((p[target == 1] >= t).mean())) for t in np.linspace(0, 1, 201)]
        result[label + ", at 0.5"] = dict(
            false_positive=round(float((p[target == 0] >= 0.5).mean()), 4), miss=round(float((p[target == 1] < 0.5).mean()), 4)
        )
    result["minutes"] = round(len(speech) / 16000 / 60, 1)
    draw(curves, plot)
    return result


def draw(curves, path):
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    figure, axes = pyplot.subplots(figsize=(5, 4.5))
    for label, points in curves.items():
        axes.plot(*zip(*points), label=label, linewidth=1)
    axes.set(
        xlabel="false positive rate of frames", ylabel="true positive rate of frames", xlim=(0, 0.5), ylim=(0.5, 1), title="Voice activity"
    )
    axes.legend(fontsize=7)
    axes.grid(alpha=0.3)
    figure.tight_layout()
    path.parent.mkdir(parents=True, exist_ok=True)
    figure.savefig(path, dpi=110)


def golden(model, options, prior, name, chunk):
    """A fixture from synthetic speech: normalised features in, logits out, chunk by chunk."""
    clips = [c for c in streams.load(options.work / "corpus", ["synthetic"]) if c["text"] in corpus.PHRASES or len(c["mask"]) > 150]
    rng = np.random.default_rng(3)
    parts = []
    for _ in range(5):
        parts += [clips[rng.integers(len(clips))]["mel"][0].astype(np.float32), np.full((40, 80), np.log(features.LOG_FLOOR), np.float32)]
    z = streams.Normaliser(prior)(np.concatenate(parts)[:800])
    z = np.ascontiguousarray(z[: len(z) // chunk * chunk])
    logits, states = alwayson.run_chunked(model, z, chunk)
    folder = options.work / "export" / "golden"
    folder.mkdir(parents=True, exist_ok=True)
    z.astype("<f4").tofile(folder / f"{name}.features.f32")
    logits.astype("<f4").tofile(folder / f"{name}.logits.f32")
    for i, state in enumerate(states):
        state.astype("<f4").tofile(folder / f"{name}.cache_{i}_out.f32")
    (folder / f"{name}.json").write_text(
        json.dumps(
            dict(
                model=f"{name}.onnx",
                chunk_frames=chunk,
                features=dict(file=f"{name}.features.f32", shape=list(z.shape)),
                logits=dict(file=f"{name}.logits.f32", shape=list(logits.shape)),
                caches_after=[
                    dict(input=f"cache_{i}", file=f"{name}.cache_{i}_out.f32", shape=list(s.shape)) for i, s in enumerate(states)
                ],
                tolerance=1e-3,
            ),
            indent=1,
        )
        + "\n"
    )


def mix(options, prior, path, lanes=48):
    """The training streams: training speakers, synthetic speech, training noise; babble is noise."""
    clips = [c for c in streams.load(options.work / "corpus", SPEECH) if c["split"] == "train"]
    made = streams.load(options.work / "corpus", ["synthetic"])
    streams.know_phones(clips + made, {})
    running = [c for c in clips if c["set"] == "speechocean762"]
    groups = [(running, 0.45), ([c for c in clips if c["set"] != "speechocean762"], 0.3), (made, 0.25)]
    noise = [n for n in streams.load(options.work / "corpus", ["noise"]) if n["split"] == "train"]
    mixers = [
        streams.Mixer(
            np.random.default_rng([options.seed, i]),
            prior,
            {},
            groups,
            noise,
            low_snr=-6.0,
            loud_share=0.5,
            babble_share=0.2,
            running=running,
        )
        for i in range(lanes)
    ]
    streams.Pool.make(path, mixers, int(options.hours * 450 / lanes))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--wav", type=Path, required=True, help="folder of NAME.pkl written by ../decode_audio.py")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder with corpus/ of corpus.py; results go to WORK/export")
    parser.add_argument("--prior", type=Path, required=True, help="features-prior.f32")
    parser.add_argument("--minutes", type=float, default=5, help="CPU minutes of training")
    parser.add_argument("--begin", type=Path, help="checkpoint to begin from")
    parser.add_argument("--rate", type=float, default=4e-3, help="learning rate at its highest")
    parser.add_argument(
        "--matrix-rate", type=float, help="step of the matrices by orthogonalised momentum, at its highest; without it AdamW steps them too"
    )
    parser.add_argument("--conditions", nargs="*", help="measure only these, e.g. 'noise 0 dB'")
    parser.add_argument("--hours", type=float, default=40, help="of streams mixed")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reuse", action="store_true", help="skip training, read WORK/vad.pt")
    options = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    prior = features.read_prior(options.prior)
    model = build()
    if options.reuse:
        model.load_state_dict(torch.load(options.work / "vad.pt"))
    else:
        pool = options.work / "pool" / "vad"
        if not pool.with_suffix(".pkl").exists():
            mix(options, prior, pool)
        if options.begin:
            onnxfile.load_half(model, options.begin)
        batches = streams.Pool.batches([streams.Pool(pool)], np.random.default_rng(options.seed), heard=96)
        alwayson.Trainer(model.train(), options.rate, options.matrix_rate).run(options.minutes, batches, loss_of, "vad")
        torch.save(model.state_dict(), options.work / "vad.pt")
    alwayson.half(model)
    export = options.work / "export"
    export.mkdir(parents=True, exist_ok=True)
    alwayson.export(model, export / "vad.onnx", ABOUT, {"outputs": "speech"})
    onnxfile.save_half(model, export / "vad.f16")
    golden(model, options, prior, "vad", 8)
    print(json.dumps(measure(model, options, prior, export / "plots" / "vad.png"), indent=1))


if __name__ == "__main__":
    main()
