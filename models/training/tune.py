"""Tunes the acoustic model for one context: its synthetic sentences mixed with general data, and what that gained and cost.

Needs the shards, the noise and the decoded speech of README.md. Gain is measured on the context's sentences spoken by
festival, which training never hears; cost on people of the development part. Nothing here sees a test speaker.
"""
import argparse
import json
import os
import subprocess
import sys

import torch

import data
import pronunciations
import shards
import train
from decode import SentenceGraph
from evaluate import Model, command_words, decode_all, festival, grammar_sentences, read_speech
from export import load
from features import read_prior

HERE = os.path.dirname(os.path.abspath(__file__))
SHARE = 0.35  # of the context's sentences among the clips
OTHERS = 800  # sentences of the context to decode among


def prepare(args):
    """A working folder whose shards are the general ones and the context's own."""
    own = shards.borrow(args.work, args.out, without=["product-"])
    if not os.path.exists(os.path.join(own, "product-%d-0.pkl" % args.seed)):
        call(
            "make_synthetic.py",
            args,
            "--work",
            args.out,
            "--name",
            "product",
            "--product",
            args.context,
            "--seed",
            str(args.seed),
            "--hours",
            str(args.hours),
            "--unpacked",
            args.unpacked,
        )
    spoken = os.path.join(args.out, "festival.pkl")
    if not os.path.exists(spoken):
        call("make_festival.py", args, "--context", args.context, "--count", str(args.count), "--out", spoken)
    return spoken


def call(script, args, *options):
    """Runs a script of this folder."""
    subprocess.run([sys.executable, os.path.join(HERE, script), "--shared", args.shared, *options], check=True)


def tune(args, prior):
    """Trains on from args.init; the context's own sentences are SHARE of the clips."""
    rest = sum(w for s, w in data.WEIGHTS.items() if s != "product")
    data.WEIGHTS["product"] = rest * SHARE / (1 - SHARE)
    model = load(args.init).train()
    options = argparse.Namespace(
        out=os.path.join(args.out, "tuned.pt"),
        world=1,
        rank=0,
        minutes=args.minutes,
        begin=0.0,
        rate=args.rate,
        warm_up=20,
        frame_seconds=-100,
        drop=0.0,
        seed=args.seed,
    )
    batches = data.Batches(args.out, prior, args.seed * 1000, args.frames)
    dev = data.Corpus(os.path.join(args.out, "shards"), "dev").by_source["speechocean762"][: train.DEV_CLIPS]
    train.run(options, train.FlatModel(model, True), batches, prior, dev)
    return options.out


def measure(args, path, words, spoken, setting):
    """{what: percent right} of a checkpoint on the context and on people."""
    args.checkpoint = path
    model = Model(args)
    clips = festival(spoken)
    inside = {t for t, _ in clips} | grammar_sentences(args.context, words, OTHERS)
    sentences, adults, _ = read_speech(args, words, "dev")
    commands, _, vocabulary = command_words(args, words, "dev")
    right = {}
    for name, context, said in (
        ("context, festival", inside, clips),
        ("sentences, dev adults", sentences, adults),
        ("command words, dev", set(vocabulary), commands),
    ):
        decoded = decode_all(SentenceGraph(context, words), [model.logits(x) for _, x in said], setting)
        right[name] = (len(said), 100 * sum(d.sentence == t for d, (t, _) in zip(decoded, said)) / len(said))
    return right


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--unpacked", required=True)
    parser.add_argument("--wav", required=True)
    parser.add_argument("--work", required=True, help="folder with shards and noise.pkl")
    parser.add_argument("--prior", required=True)
    parser.add_argument("--context", required=True, help="context file in Home Assistant's intents format")
    parser.add_argument("--init", required=True, help="checkpoint to tune")
    parser.add_argument("--decoding", required=True, help="acoustic-decoding.json")
    parser.add_argument("--out", required=True, help="folder for the shards of the context, tuned.pt and tuned.json")
    parser.add_argument("--minutes", type=float, default=6.0)
    parser.add_argument("--hours", type=float, default=1.0, help="of synthetic speech")
    parser.add_argument("--count", type=int, default=150, help="sentences by festival")
    parser.add_argument("--frames", type=int, default=10000)
    parser.add_argument("--rate", type=float, default=3e-4)
    parser.add_argument("--seed", type=int, default=11)
    args = parser.parse_args()
    args.onnx, args.second, args.ort, args.chunk = None, None, None, 0
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    with open(args.decoding, encoding="utf-8") as f:
        settings = json.load(f)
    setting = tuple(settings[key] for key in ("blankPenalty", "temperature", "uniformMix"))
    words, spoken = pronunciations.load(pronunciations.default_path(args.shared)), prepare(args)
    before = measure(args, args.init, words, spoken, setting)
    after = measure(args, tune(args, read_prior(args.prior)), words, spoken, setting)
    for name, (n, right) in before.items():
        print("%-24s n %4d right %5.1f %% before, %5.1f %% after" % (name, n, right, after[name][1]), flush=True)
    with open(os.path.join(args.out, "tuned.json"), "w", encoding="utf-8") as f:
        json.dump({"before": before, "after": after}, f, indent=2)


if __name__ == "__main__":
    main()
