"""Human speech as feature shards: four versions of training clips, the plain one of dev and test clips."""
import argparse
import gzip
import os
import pickle
import re

import numpy as np
import torch

import pronunciations
import room
import shards
import splits
from features import HOP, log_mel

MIN_SCORE = -34  # alignment score per frame under which a transcript is taken for wrong
CONTEXT = 35  # 10 ms frames of silence kept on both sides of the aligned speech
_WAKE_TEXT = {
    "athena": "athena",
    "amelia": "amelia",
    "computer": "computer",
    "heysavant/wake-word": "hey savant",
    "heycomputer": "hey computer",
}


def alignments(shared, set_name):
    """{file: ([phone, ...], [(first, end) frame, ...], score)}, empty when the set has none."""
    path = os.path.join(shared, "speech", "alignments-%s.tsv.gz" % set_name)
    if not os.path.exists(path):
        return {}
    out = {}
    with gzip.open(path, "rt") as f:
        next(f)
        for line in f:
            file, phones, score = line.rstrip("\n").split("\t")
            parts = [re.match(r"([A-Z]+):(\d+)-(\d+)", p).groups() for p in phones.split()]
            out[file] = ([p for p, _, _ in parts], [(int(a), int(b) + 1) for _, a, b in parts], float(score))
    return out


def text_of(row, set_name):
    """What was said, or None where it is not known."""
    if set_name == "wake-community":
        return _WAKE_TEXT.get(row["kind"]) if row.get("language") == "en" else None
    return row["text"].lower()


def labelled(row, set_name, words, aligned):
    """(phones, spans or None) of one clip, or None when it is left out."""
    text = text_of(row, set_name)
    if text is None:
        return None
    known = aligned.get(row["file"])
    if known:
        phones, spans, score = known
        return ([pronunciations.INDEX[p] for p in phones], spans) if score >= MIN_SCORE else None
    if text == "a" and set_name == "letters-digits":
        return [pronunciations.INDEX["EY"]], None
    phones = pronunciations.indices(text, words)
    return phones and (phones, None)


def cut(x, spans):
    """Samples around the aligned speech (or around the energy), and spans counted from the new start."""
    if spans is None:
        x, _ = room.trim(x.astype(np.float32), 0.03, CONTEXT * HOP, CONTEXT * HOP)
        return x, None
    first = spans[0][0] if len(spans) < 2 or spans[0][0] > 5 else max(0, spans[1][0] - 15)
    first = max(0, first - CONTEXT)
    x = x[first * HOP : (spans[-1][1] + CONTEXT) * HOP].astype(np.float32)
    return x, [(max(0, a - first), b - first) for a, b in spans]


def _add_again(writer, row, set_name, label, samples, q):
    """Two more voices of a training clip, each dry and in a room."""
    phones, spans = label
    x, spans = cut(samples, spans)
    at = np.zeros((len(phones), 2)) if spans is None else np.array(spans, float)
    for low, high in ((0.78, 0.97), (1.03, 1.28)):
        y, scale = room.resample(room.level(x), 16000, q.uniform(low, high))
        writer.add(set_name, "train", text_of(row, set_name), phones, at * scale, [log_mel(y), log_mel(room.level(room.reverberate(y, q)))])


def _add(writer, row, set_name, label, samples, q):
    phones, spans = label
    x, spans = cut(samples, spans)
    x = room.level(x)
    at = np.zeros((len(phones), 2)) if spans is None else np.array(spans, float)
    text = text_of(row, set_name)
    if row["split"] != "train":
        writer.add(set_name, row["split"], text, phones, at, [log_mel(x)])
        return
    writer.add(set_name, "train", text, phones, at, [log_mel(x), log_mel(room.level(room.reverberate(x, q)))])
    y, scale = room.resample(x, 16000, q.uniform(0.85, 1.18))
    writer.add(set_name, "train", text, phones, at * scale, [log_mel(y), log_mel(room.level(room.reverberate(y, q)))])


def kept(args, set_name, words, clips, again=0):
    """(row, label) of the clips that are written, in their order; a training clip is written twice, each of the others once."""
    aligned = alignments(args.shared, set_name)
    for row in splits.manifest(args.unpacked, set_name):
        if row["split"] == splits.UNUSED or again and row["split"] != "train":
            continue
        label = labelled(row, set_name, words, aligned)
        if label and np.abs(clips[row["file"]]).max() > 300:
            yield row, label


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--unpacked", required=True)
    parser.add_argument("--wav", required=True, help="folder of decode_audio.py")
    parser.add_argument("--work", required=True)
    parser.add_argument("--sets", nargs="*", default=splits.SETS)
    parser.add_argument("--again", type=int, default=0, help="a number writes other voices of the training clips alone, as further shards")
    args = parser.parse_args()
    torch.set_num_threads(1)
    words = pronunciations.load(pronunciations.default_path(args.shared))
    for set_name in args.sets:
        q = np.random.default_rng(splits.bucket(set_name, 2**31) + args.again)
        with open(os.path.join(args.wav, set_name + ".pkl"), "rb") as f:
            clips = pickle.load(f)
        writer, used = shards.Writer(os.path.join(args.work, "shards"), "real%s-%s" % (args.again or "", set_name)), 0
        for row, label in kept(args, set_name, words, clips, args.again):
            (_add_again if args.again else _add)(writer, row, set_name, label, clips[row["file"]], q)
            used += 1
        writer.close()
        print("%s: %d of %d clips, %.2f h" % (set_name, used, len(splits.manifest(args.unpacked, set_name)), writer.hours), flush=True)


if __name__ == "__main__":
    main()
