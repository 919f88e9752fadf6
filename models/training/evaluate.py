"""Measures a checkpoint or an exported model by closed-grammar decoding on people and on festival."""
import argparse
import json
import os
import pickle
import random

import numpy as np
import torch

import pronunciations
import splits
from decode import SentenceGraph, log_posteriors
from export import load
from features import log_mel, normalise, normalise_whole, read_prior
from grammar import Sampler
from model import empty_caches
from texts import normalise as normalise_text

TAIL = 4800  # samples of silence after a clip: the device hears on until the segmenter closes the utterance
ADULT, CONTEXT_SIZE = 18, 300


class Model:
    """Logits of a clip from checkpoints (torch) or ONNX files (ONNX Runtime, in chunks of 8 frames), and from a second pass
    over the whole clip where there is one: the mean of both, weighted by mix."""

    def __init__(self, args):
        self._prior, self._mix = read_prior(args.prior), args.mix if args.second else 0.0
        self._first = self._network(args.onnx or args.checkpoint, args.ort, args.chunk)
        self._second = self._network(args.second, args.ort, 0) if args.second else None

    @staticmethod
    def _network(path, ort, chunk):
        """A function from normalised features to logits."""
        if path.endswith(".onnx"):
            from ort import OnnxModel

            session = OnnxModel(path, ort)
            return lambda z: session.logits(z, chunk)
        net = load(path)

        def run(z):
            with torch.no_grad():
                return net(torch.from_numpy(z)[None], *empty_caches())[0][0].numpy()

        return run

    def logits(self, samples):
        """int16 samples -> [T, 40]."""
        raw = log_mel(np.concatenate([samples, np.zeros(TAIL, np.int16)]).astype(np.float32) / 32768)
        raw = raw[: len(raw) // 4 * 4]
        found = (1 - self._mix) * self._first(normalise(raw, self._prior)) if self._mix < 1 else 0.0
        return found + self._mix * self._second(normalise_whole(raw, self._prior)) if self._mix else found


def with_noise(samples, noise, snr_db, q):
    """Adds noise at an SNR against the RMS of the speech-active part."""
    x = samples.astype(np.float32)
    power = np.convolve(x**2, np.ones(400) / 400, "same")
    speech = power[power > power.max() * 0.01].mean()
    start = int(q.integers(0, max(1, len(noise) - len(x))))
    n = np.resize(noise[start:], len(x)).astype(np.float32)
    return np.clip(x + n * np.sqrt(speech / (n**2).mean() * 10 ** (-snr_db / 10)), -32768, 32767).astype(np.int16)


def _load(args, name):
    with open(os.path.join(args.wav, name + ".pkl"), "rb") as f:
        return pickle.load(f)


def _dishes(args):
    """The end of a kitchen recording, which training never hears."""
    x = _load(args, "noise-background")["doing_the_dishes.opus"]
    return x[int(len(x) * 0.7) :]


def resembles(text, bags):
    """Whether half of the words of text are in one sentence of the context: then it is hardly other speech."""
    words = set(text.split())
    return any(2 * len(words & bag) >= len(words) for bag in bags)


def babble(args, split, seconds=60, voices=6):
    """Six people of a split talking at once, each at the same level."""
    clips, q = _load(args, "speechocean762"), np.random.default_rng(4)
    files = [r["file"] for r in splits.manifest(args.unpacked, "speechocean762") if r["split"] == split]
    total = np.zeros(seconds * 16000, np.float32)
    for _ in range(voices):
        at = 0
        while at < len(total):
            x = clips[files[int(q.integers(len(files)))]].astype(np.float32)
            part = x[: len(total) - at]
            total[at : at + len(part)] += part / (np.sqrt((x**2).mean()) + 1)
            at += len(x)
    return total * 1000


def read_speech(args, words, split):
    """Adults of speechocean762: (CONTEXT_SIZE sentences, clips of them, clips of the split's speakers saying others)."""
    clips, rows = _load(args, "speechocean762"), splits.manifest(args.unpacked, "speechocean762")
    for row in rows:
        row["said"] = normalise_text(row["text"], words)
    rows = [r for r in sorted(rows, key=lambda r: r["file"]) if r["said"]]
    random.Random(1).shuffle(rows)
    inside = [r for r in rows if r["split"] == split and int(r["age"]) >= ADULT][:CONTEXT_SIZE]
    known = {r["said"] for r in inside}
    filler = sorted({r["said"] for r in rows if r["split"] == "train"} - known)
    sentences = known | set(random.Random(2).sample(filler, max(0, CONTEXT_SIZE - len(known))))
    bags = [set(t.split()) for t in sentences]
    outside = [r for r in rows if r["split"] == split and not resembles(r["said"], bags)][:CONTEXT_SIZE]
    return sentences, [(r["said"], clips[r["file"]]) for r in inside], [(r["said"], clips[r["file"]]) for r in outside]


def command_words(args, words, split):
    """All words of command-words; outside: sentences and words that are no command."""
    clips, rows = _load(args, "command-words"), splits.manifest(args.unpacked, "command-words")
    known = {r["text"] for r in rows}
    inside = [(r["text"], clips[r["file"]]) for r in rows if r["split"] == split]
    other = _load(args, "single-words")
    outside = [
        (r["text"], other[r["file"]])
        for r in splits.manifest(args.unpacked, "single-words")
        if r["split"] == split and r["text"] not in known
    ][:200]
    return inside, outside + read_speech(args, words, split)[1][:150], sorted(known)


def festival(path):
    """Clips of make_festival.py as (text, samples)."""
    with open(path, "rb") as f:
        return [(text, x) for text, _, x in pickle.load(f)]


def grammar_sentences(path, words, count, seed=5):
    """Sentences of a context, to decode among."""
    sampler, r, out = Sampler(path, words), random.Random(seed), set()
    for _ in range(count):
        drawn = sampler.sentence(r)
        if drawn:
            out.add(drawn[1])
    return out


def contexts(args, words, split):
    """{name: (sentences, inside clips, outside clips)}."""
    sentences, inside, outside = read_speech(args, words, split)
    found = {"adults": (sentences, inside, outside)}
    spoken, other, vocabulary = command_words(args, words, split)
    found["words"] = (set(vocabulary), spoken, other)
    for path, grammar in zip(args.festival, args.grammar):
        clips = festival(path)
        sentences = {t for t, _ in clips} | grammar_sentences(grammar, words, 800)
        name = os.path.splitext(os.path.basename(path))[0]
        found[name] = (sentences, clips, [])
        if "glasses" in name:
            found[name] = (sentences, clips, outside[:150] + other[:100])
    return found


def decode_all(graph, logits, setting):
    """Decodings of a list of logits under (blank penalty, temperature, uniform mix)."""
    return [graph.decode(log_posteriors(x.copy(), *setting)) for x in logits]


def report(name, truth, inside):
    """Prints how many readings are right; what is believed of them is measured by `edge-runtime eval commands`."""
    right = np.array([d.sentence == t for d, t in zip(inside, truth)])
    print("%-24s n %4d right %5.1f %%" % (name, len(right), 100 * right.mean()), flush=True)


def arguments(description):
    """A parser with the options of every measurement: data, the model, the part of the speakers."""
    parser = argparse.ArgumentParser(description=description)
    for name in ("--shared", "--unpacked", "--wav", "--prior"):
        parser.add_argument(name, required=True)
    parser.add_argument("--checkpoint")
    parser.add_argument("--onnx")
    parser.add_argument("--second", help="checkpoint or ONNX file of the second pass")
    parser.add_argument("--mix", type=float, default=0.5, help="weight of the second pass")
    parser.add_argument("--ort", help="folder of the microsoft.ml.onnxruntime package, with --onnx")
    parser.add_argument("--chunk", type=int, default=8, help="frames per run with --onnx; 0: whole")
    parser.add_argument("--split", default="dev", choices=["dev", "test"])
    return parser


def main():
    parser = arguments(__doc__)
    parser.add_argument("--festival", nargs="*", default=[])
    parser.add_argument("--grammar", nargs="*", default=[], help="context file of each --festival")
    parser.add_argument("--only", nargs="*", help="names of contexts")
    parser.add_argument("--noise-snr", type=float, help="adds noise at this SNR in dB")
    parser.add_argument(
        "--noise", choices=["dishes", "babble"], default="dishes", help="the held-back end of doing_the_dishes, or six voices of the split"
    )
    parser.add_argument("--decoding", required=True, help="acoustic-decoding.json")
    parser.add_argument("--try", dest="tries", nargs="*", default=[], help="other blank penalty,temperature,uniform mix")
    args = parser.parse_args()
    torch.set_num_threads(1)
    words, model = pronunciations.load(pronunciations.default_path(args.shared)), Model(args)
    with open(args.decoding, encoding="utf-8") as f:
        settings = json.load(f)
    standard = (settings["blankPenalty"], settings["temperature"], settings["uniformMix"])
    noise = babble(args, args.split) if args.noise == "babble" else _dishes(args)
    for name, (sentences, inside, _) in contexts(args, words, args.split).items():
        if args.only and name not in args.only:
            continue
        q = np.random.default_rng(9)
        heard = [with_noise(x, noise, args.noise_snr, q) if args.noise_snr is not None else x for _, x in inside]
        graph = SentenceGraph(sentences, words)
        logits = [model.logits(x) for x in heard]
        for setting in [standard] + [tuple(float(v) for v in t.split(",")) for t in args.tries]:
            report("%s %g,%g,%g" % (name, *setting), [t for t, _ in inside], decode_all(graph, logits, setting))


if __name__ == "__main__":
    main()
