"""Second stage of the wake word: small networks that read the phone scores of both passes around a peak of the first stage; their
mean counts.

    python3 reader.py mine|fold|final|export --work DIR --prior FILE --acoustic FILE --second FILE --package DIR

mine looks for peaks in the mixed streams with the base model that has not heard them, and keeps what both passes say there. Fold K learns
from the streams of the other groups, so it has heard neither the clips of wake-words in fold K nor the speakers of its other sets.
"""
import argparse
import json
import pickle
import sys
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

sys.path.append(str(Path(__file__).resolve().parents[1]))
import features
import ort

import alwayson
import dictionary
import onnxfile
import streams
import wake

FRAMES, WAIT = 240, 16  # frames that the acoustic model sees, and how many of them lie behind the step of the peak
STEPS, SYMBOLS = FRAMES // 4, 1 + len(dictionary.PHONES)
MEMBERS, WIDTH = 3, 40  # readers whose mean counts, and the channels of each
FLOOR = -8.0  # lowest log-probability of a symbol that is told apart
RATE, MATRIX_RATE = 3e-3, 6e-3  # steps at their highest, of the matrices by orthogonalised momentum
LOWEST_PEAK = -3.0  # logit of the first stage from which a peak is worth learning from


class Reader(nn.Module):
    """Acoustic logits [N, 60, 40] -> a logit per phrase [N, 6]: convolutions over about 1.2 s, the best place anywhere counts.

    members of them side by side in one network give the mean of their logits.
    """

    def __init__(self, members=1):
        super().__init__()
        width = members * WIDTH
        self.one = nn.Conv1d(SYMBOLS, width, 5, padding=2)
        self.two = nn.Conv1d(width, width, 5, padding=4, dilation=2, groups=members)
        self.three = nn.Conv1d(width, width, 5, padding=8, dilation=4, groups=members)
        self.out = nn.Linear(width, len(wake.PHRASES))

    def forward(self, logits):
        x = torch.log_softmax(logits, 2).clamp(min=FLOOR).transpose(1, 2) / -FLOOR + 0.5
        x = torch.relu(self.one(x))
        x = x + torch.relu(self.two(x))
        x = F.dropout(torch.relu(self.three(x)).amax(2), 0.2, self.training)
        return self.out(x)


def together(readers):
    """One network that gives the mean of some readers."""
    states, model = [r.state_dict() for r in readers], Reader(len(readers))
    joined = {k: torch.cat([s[k] for s in states]) for k in states[0]}
    joined["out.weight"] = torch.cat([s["out.weight"] for s in states], 1) / len(states)
    joined["out.bias"] = torch.stack([s["out.bias"] for s in states]).mean(0)
    model.load_state_dict(joined)
    return model


class Passes:
    """The mean of what the acoustic model and the second pass hear in a window, as the runtime has it; without a second pass the first
    alone.
    """

    def __init__(self, options):
        models = [ort.OnnxModel(str(path), str(options.package)) for path in (options.acoustic, options.second) if path]
        self._first, self._second = (models + [None])[:2]
        self._prior, self._mix = features.read_prior(options.prior), options.mix

    def logits(self, raw):
        """Log-mel [T, 80] -> logits [T / 4, 40]."""
        first = self._first.logits(features.normalise(raw, self._prior))
        if not self._second:
            return first
        return (1 - self._mix) * first + self._mix * self._second.logits(features.normalise_whole(raw, self._prior))


def add_passes(parser):
    """The options that Passes needs."""
    parser.add_argument("--acoustic", type=Path, help="acoustic.onnx")
    parser.add_argument("--second", type=Path, help="second-pass.onnx")
    parser.add_argument("--mix", type=float, default=0.7, help="share of the second pass")
    parser.add_argument("--package", type=Path, help="folder of the NuGet package microsoft.ml.onnxruntime")


def mine(options):
    """A file of windows per group: acoustic logits, the phrase asked about, whether it was said."""
    passes, prior = Passes(options), features.read_prior(options.prior)
    for group in options.group:
        model, pool = wake.read(options, f"base{wake.base_of(group)}"), streams.Pool(options.work / "pool" / group)
        chunks = min(len(pool.truth), int(options.hours * 450 / pool.z.shape[1]))
        logits, states = [], None
        with torch.no_grad():
            for c in range(chunks):
                y, states = model(torch.from_numpy(pool.z[c].astype(np.float32) / pool.SCALE - pool.SHIFT), states)
                logits.append(y.numpy())
        logits = np.concatenate(logits, 1)
        rng, found = np.random.default_rng([options.seed, int(group)]), []
        for lane in range(logits.shape[0]):
            events = [(k, c * streams.FRAMES + a, c * streams.FRAMES + b) for c in range(chunks) for k, a, b in pool.truth[c][lane][2]]
            found += _windows(lane, logits[lane], events, rng)
        wrong = sorted((f for f in found if not f["said"]), key=lambda f: -f["logit"])[: options.most]
        right = [f for f in found if f["said"]]
        kept = [right[i] for i in rng.permutation(len(right))[: options.most]] + wrong
        for item in kept:
            stop = 4 * item["output"] + 4 + WAIT
            item["acoustic"] = passes.logits(_raw(_stretch(pool, item["lane"], stop - FRAMES, stop), prior)).astype(np.float16)
        (options.work / "reader").mkdir(parents=True, exist_ok=True)
        pickle.dump(kept, open(options.work / "reader" / f"mined{group}.pkl", "wb"), protocol=4)
        print(f"group {group}: {len(right)} spoken, {len(wrong)} others, down to {wrong[-1]['logit']:.2f}", flush=True)


def _windows(lane, logits, events, rng):
    """Where the first stage peaks: once for every phrase said, and wherever else it comes near."""
    found = []
    for phrase in range(len(wake.MEASURED)):
        said = np.zeros(len(logits), bool)
        for k, first, end in events:
            if k != phrase:
                continue
            low, high = (end - 24) // 4, min(len(logits), (end - 24) // 4 + wake.PEAK_WINDOW)
            said[max(0, first // 4) : high + 12] = True
            if 4 * high + WAIT + 4 < 4 * len(logits) and 4 * low > FRAMES:
                best = low + int(logits[low:high, phrase].argmax()) if rng.random() < 0.8 else low + int(rng.integers(4, 12))
                found.append(dict(lane=lane, output=best, phrase=phrase, said=True, logit=float(logits[best, phrase])))
        for output, logit in wake.peaks(logits[:, phrase]):
            if logit > LOWEST_PEAK and not said[output] and FRAMES < 4 * output < 4 * len(logits) - WAIT - 8:
                found.append(dict(lane=lane, output=output, phrase=phrase, said=False, logit=logit))
    return found


def _stretch(pool, lane, first, stop):
    """z [stop - first, 80] of one stream."""
    frames = np.arange(first, stop)
    raw = np.stack([pool.z[f // streams.FRAMES, lane, f % streams.FRAMES] for f in frames])
    return raw.astype(np.float32) / pool.SCALE - pool.SHIFT


def _raw(z, prior):
    """Log-mel of a stream's features: the second stage normalises its window anew; the channel is that of the prior."""
    return z / features.SCALE + prior + features.RANGE


def train(options, name, groups):
    """Readers that learn from the windows of some groups, together."""
    items = [i for g in groups for i in pickle.load(open(options.work / "reader" / f"mined{g}.pkl", "rb"))]
    x = torch.from_numpy(np.stack([i["acoustic"] for i in items]))
    phrase, said = torch.tensor([i["phrase"] for i in items]), torch.tensor([float(i["said"]) for i in items])
    members = []
    for seed in range(options.seed, options.seed + MEMBERS):
        model, loss = _taught(x, phrase, said, len(items) // 64 * options.passes, seed, len(groups))
        members.append(model)
        print(f"{name}, seed {seed}: {len(items)} windows, loss {loss:.4f}", flush=True)
    torch.save(together(members).state_dict(), options.work / "reader" / f"{name}.pt")


def _taught(x, phrase, said, batches, seed, groups):
    """(one reader after so many steps, the mean loss of the last 200)."""
    torch.manual_seed(seed)
    model, rng = Reader(), np.random.default_rng([seed, groups])
    matrices = alwayson.Matrices(model)
    optimiser = torch.optim.AdamW(matrices.others(model), RATE, weight_decay=0.03)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, batches + 1)
    losses, order = [], []
    for _ in range(batches):
        if len(order) < 64:
            order = list(rng.permutation(len(x)))
        batch = torch.tensor(order[:64])
        order = order[64:]
        loss = F.binary_cross_entropy_with_logits(model(_shaken(x[batch].float(), rng)).gather(1, phrase[batch, None])[:, 0], said[batch])
        model.zero_grad()
        loss.backward()
        matrices.step(MATRIX_RATE * schedule.get_last_lr()[0] / RATE)
        optimiser.step()
        schedule.step()
        losses.append(loss.item())
    return model, np.mean(losses[-200:])


def _shaken(x, rng):
    """Moved by up to 160 ms, flatter or sharper, with a little noise."""
    x = torch.roll(x, int(rng.integers(-4, 5)), 1) * float(rng.uniform(0.8, 1.25))
    return x + 0.3 * torch.randn_like(x)


def read(options, name):
    """Readers as they ship."""
    model = Reader(MEMBERS)
    model.load_state_dict(torch.load(options.work / "reader" / f"{name}.pt"))
    return alwayson.in_bytes(model)


class Step(nn.Module):
    """A reader in the shape of a streaming model: features [1, 60, 40] -> logits [1, 15, 6], all rows alike."""

    def __init__(self, inner):
        super().__init__()
        self.inner = inner

    def forward(self, features):
        return self.inner(features)[:, None].expand(1, STEPS // 4, len(wake.PHRASES))


def export(options):
    """Writes wake-reader.onnx, a checkpoint and a golden file of made-up acoustic logits to WORK/export."""
    model, folder = read(options, "final"), options.work / "export"
    golden = folder / "golden"
    golden.mkdir(parents=True, exist_ok=True)
    onnxfile.export(
        Step(model),
        torch.zeros(1, STEPS, SYMBOLS),
        folder / "wake-reader.onnx",
        ["features"],
        ["logits"],
        {},
        {"outputs": ",".join(wake.PHRASES)},
        alwayson.rows_in_bytes,
    )
    onnxfile.save_half(model, folder / "wake-reader.f16")
    model.eval()  # the exporter leaves it in training, with dropout
    x = (4 * np.random.default_rng(3).standard_normal((5, STEPS, SYMBOLS))).astype(np.float32)
    with torch.no_grad():
        logits = np.concatenate([Step(model)(torch.from_numpy(one[None]))[0].numpy() for one in x])
    x.astype("<f4").tofile(golden / "wake-reader.features.f32")
    logits.astype("<f4").tofile(golden / "wake-reader.logits.f32")
    (golden / "wake-reader.json").write_text(
        json.dumps(
            dict(
                model="wake-reader.onnx",
                chunk_frames=STEPS,
                features=dict(file="wake-reader.features.f32", shape=[5 * STEPS, SYMBOLS]),
                logits=dict(file="wake-reader.logits.f32", shape=list(logits.shape)),
                caches_after=[],
                tolerance=1e-3,
            ),
            indent=1,
        )
        + "\n"
    )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=["mine", "fold", "final", "export"])
    parser.add_argument("--work", type=Path, required=True, help="scratch folder with the streams and the base models of wake.py")
    parser.add_argument("--prior", type=Path, help="features-prior.f32")
    add_passes(parser)
    parser.add_argument("--group", nargs="*", default=wake.GROUPS)
    parser.add_argument("--hours", type=float, default=9, help="of each group's streams that mine looks through")
    parser.add_argument("--most", type=int, default=1500, help="windows with, and as many without a phrase, kept of each group")
    parser.add_argument("--passes", type=int, default=8)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    torch.set_num_threads(1)
    if options.what == "fold":
        for k in options.group:
            train(options, f"fold{k}", [g for g in wake.GROUPS if g != k])
    elif options.what == "final":
        train(options, "final", wake.GROUPS)
    else:
        {"mine": mine, "export": export}[options.what](options)


if __name__ == "__main__":
    main()
