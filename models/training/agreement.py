"""Agreement of the exported models: chunked with whole, and int8 with float, in logits and in decoded sentences."""
import argparse
import os

import numpy as np

import pronunciations
from decode import SentenceGraph, log_posteriors
from evaluate import command_words, read_speech
from features import log_mel, normalise, read_prior
from ort import OnnxModel


def greedy(logp):
    """Phones of the best frame-wise path."""
    best = logp.argmax(1).tolist()
    return [p for k, p in enumerate(best) if p and (k == 0 or p != best[k - 1])]


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--unpacked", required=True)
    parser.add_argument("--wav", required=True)
    parser.add_argument("--prior", required=True)
    parser.add_argument("--models", required=True)
    parser.add_argument("--ort", required=True)
    parser.add_argument("--settings", default="2.5,0.7,0.02")
    args = parser.parse_args()
    words, prior = pronunciations.load(pronunciations.default_path(args.shared)), read_prior(args.prior)
    setting = tuple(float(v) for v in args.settings.split(","))
    full = OnnxModel(os.path.join(args.models, "acoustic-float.onnx"), args.ort)
    small = OnnxModel(os.path.join(args.models, "acoustic.onnx"), args.ort)
    context, sentences, _ = read_speech(args, words, "test")
    commands, _, vocabulary = command_words(args, words, "test")
    for name, clips, context in (("adults", sentences, context), ("words", commands, set(vocabulary))):
        graph, same, same_greedy, quantised, worst = SentenceGraph(context, words), 0, 0, 0, 0.0
        for _, samples in clips:
            z = normalise(log_mel(np.concatenate([samples, np.zeros(4800, np.int16)]).astype(np.float32) / 32768), prior)
            z = z[: len(z) // 4 * 4]
            whole, chunked, reference = small.logits(z), small.logits(z, 8), full.logits(z)
            worst = max(worst, float(np.abs(full.logits(z, 8) - reference).max()))
            scores = [log_posteriors(x.copy(), *setting) for x in (whole, chunked, reference)]
            decoded = [graph.decode(s).sentence for s in scores]
            same += decoded[0] == decoded[1]
            same_greedy += greedy(scores[0]) == greedy(scores[1])
            quantised += decoded[1] == decoded[2]
        print(
            "%s: n %d, float chunked - whole at most %.1e; int8 chunked = whole: %.2f %% of results, %.1f %% of greedy phone "
            "strings; int8 = float: %.2f %% of results"
            % (name, len(clips), worst, 100 * same / len(clips), 100 * same_greedy / len(clips), 100 * quantised / len(clips))
        )


if __name__ == "__main__":
    main()
