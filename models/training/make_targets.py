"""Human speech with the expert's targets as shards: the teacher hears a clean clip, as it is and resampled; the network will hear it
dry, in a room, or through a codec.

    python3 make_targets.py --shared SHARED --unpacked UNPACKED --wav WAV --out FOLDER

Every recording that may be learned from, with or without a transcript, and as it is those of development speakers. A shard that is there
is not made again, so it goes on where it was stopped; the same seed gives the same shards, whichever were made before.
"""
import argparse
import os
import pickle
import time

import numpy as np
import torch

import codec
import expert
import make_real
import pronunciations
import room
import splits
import targets
import teacher
import texts
from features import HOP, log_mel

FACTORS = ((1.0, 1.0), (0.82, 0.96), (1.04, 1.22))  # of resampling: higher is a smaller and faster speaker
LONGEST, SHORTEST = 9 * 16000, 4 * 16000  # samples of a piece of a long recording without known times
QUIET = 1600  # samples of the stretch at whose middle a recording is cut
SHARD_SECONDS = 600
LEAST_PEAK, LEAST_SAMPLES = 300, 4800
SETS = [*splits.FLUENT, *(name for name in splits.SETS if name not in splits.FLUENT)]  # what is lacking most comes first


def pieces(x):
    """A recording in parts of at most LONGEST samples, cut where it is quietest."""
    while len(x) > LONGEST:
        loud = np.convolve(x[SHORTEST:LONGEST].astype(np.float64) ** 2, np.ones(QUIET), "valid")
        at = SHORTEST + int(loud.argmin()) + QUIET // 2
        yield x[:at]
        x = x[at:]
    yield x


def clips_of(row, set_name, words, aligned, samples):
    """[(text, phones, spans or None, samples)] of a recording, in pieces without a text where it is long or not said what it says."""
    known = make_real.labelled(row, set_name, words, aligned) if make_real.text_of(row, set_name) else None
    if known:
        phones, spans = known
        x, spans = make_real.cut(samples, spans)
        if len(x) <= LONGEST:
            return [(make_real.text_of(row, set_name), phones, spans, x)]
    return [("", [], None, make_real.cut(x, None)[0]) for x in pieces(samples) if np.abs(x).max() > LEAST_PEAK]


def versions(x, q, many):
    """Log-mels of one length: dry, and if many in a room and coded."""
    heard = [log_mel(x)]
    if many:
        heard += [log_mel(room.level(room.reverberate(x, q))), log_mel(codec.coded(x, q))]
    return [a[: len(heard[0])] for a in heard]


def taught(listener, x):
    """Targets for every frame of log_mel(x)."""
    found = listener.targets(x * 32767)
    return np.concatenate([found, np.repeat(found[-1:], 1 + (max(len(x), 400) - 400) // HOP - len(found))])


class Maker:
    """Writes shards; listener is the Teacher."""

    def __init__(self, args, listener):
        self._args, self._listener = args, listener
        self._words = pronunciations.load(pronunciations.default_path(args.shared))

    def parts(self, set_name):
        """[(name, split, factor, rows, clips)] of a set, a shard each: the clips of SHARD_SECONDS at one factor."""
        with open(os.path.join(self._args.wav, set_name + ".pkl"), "rb") as f:
            clips = pickle.load(f)
        rows = [r for r in splits.manifest(self._args.unpacked, set_name) if np.abs(clips[r["file"]]).max() > LEAST_PEAK]
        for split in self._args.splits:
            group, seconds, groups = [], 0.0, []
            for row in (r for r in rows if r["split"] == split):
                group.append(row)
                seconds += len(clips[row["file"]]) / 16000
                if seconds > SHARD_SECONDS:
                    groups.append(group)
                    group, seconds = [], 0.0
            for number, group in enumerate(groups + [group] * bool(group)):
                for factor in range(len(FACTORS) if split == "train" else 1):
                    yield "taught-%s-%s-%d-%d" % (set_name, split, factor, number), split, factor, group, clips

    def shard(self, set_name, name, split, factor, rows, clips):
        """Hours of audio written."""
        q = np.random.default_rng([splits.bucket(name, 2**31), self._args.seed])
        aligned = make_real.alignments(self._args.shared, set_name)
        writer = targets.Writer(os.path.join(self._args.out, "shards"), name)
        for row in rows:
            for text, phones, spans, x in clips_of(self._plain(row, set_name), set_name, self._words, aligned, clips[row["file"]]):
                if len(x) >= LEAST_SAMPLES:
                    y, scale = room.resample(room.level(x.astype(np.float32)), 16000, q.uniform(*FACTORS[factor]))
                    y = room.level(y)
                    at = np.zeros((len(phones), 2)) if spans is None else np.array(spans) * scale
                    clip = (set_name, split, text, phones, at, versions(y, q, split == "train"))
                    writer.teach(clip, taught(self._listener, y))
        writer.close()
        return writer.hours

    def _plain(self, row, set_name):
        """The row with its text in words of the dictionary, or none where it has others."""
        if set_name in splits.FLUENT:
            return {**row, "text": texts.normalise(row["text"], self._words) or "" if row["text"] else ""}
        return row


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--unpacked", required=True)
    parser.add_argument("--wav", required=True, help="folder of decode_audio.py")
    parser.add_argument("--out", required=True)
    parser.add_argument("--sets", nargs="*", default=SETS)
    parser.add_argument("--factors", nargs="*", type=int, default=[0, 1, 2], help="which of FACTORS")
    parser.add_argument("--splits", nargs="*", default=["dev", "train"], choices=["dev", "train"])
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    model = expert.load()
    maker = Maker(args, teacher.Teacher(model, teacher.pairs(model[0], args.shared, args.unpacked)))
    started, hours = time.time(), 0.0
    for set_name in args.sets:
        for name, split, factor, rows, clips in maker.parts(set_name):
            if factor not in args.factors or os.path.exists(os.path.join(args.out, "shards", name + ".pkl")):
                continue
            made = maker.shard(set_name, name, split, factor, rows, clips)
            hours += made
            print("%s: %.3f h, in all %.2f h in %.0f s" % (name, made, hours, time.time() - started), flush=True)


if __name__ == "__main__":
    main()
