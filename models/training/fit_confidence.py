"""Fits the confidence of acoustic-decoding.json on dev speakers, clean and in noise: which weights of the decoder's evidence
keep most right readings while 2 % of other speech is accepted."""
import argparse
import itertools
import json

import numpy as np
import torch
from scipy.optimize import minimize_scalar

import lexicon
from decode import SentenceGraph
from evaluate import Model, _load, command_words, decode_all, festival, grammar_sentences, read_speech, with_noise

KEYS = ("pathScore", "worstWord", "worstGap", "margin", "logFrames")
MARGIN_CAP, FALSE_ACCEPTS = 1.0, 0.02
GRID = ((0, 0.1, 0.2, 0.4), (0, 0.03, 0.07), (1, 2, 2.5, 3, 4, 6), (0, 0.5, 1))  # per unit of pathScore, in the order of KEYS

ABOUT = ("Made by models/training/fit_confidence.py on development speakers: adult sentences, command words and festival's commands, "
         "clean and at 12 dB; rejectBelow accepts 2 % of other speech. To be fitted anew for every acoustic model.")


def evidence(args, settings):
    """(features [n, 5], right [n], outside [n], group [n]) over dev contexts, each clean and at 12 dB of dishes."""
    words, model = lexicon.load(lexicon.default_path(args.shared)), Model(args)
    noise = _load(args, "noise-background")["doing_the_dishes.opus"]
    q, setting = np.random.default_rng(4), (settings["blankPenalty"], settings["temperature"], settings["uniformMix"])
    inside, outside = read_speech(args, words, "dev")
    spoken, other, vocabulary = command_words(args, words, "dev")
    festival_clips = festival(args.festival)[:60]
    groups = [({t for t, _ in inside}, inside, outside[:100]), (set(vocabulary), spoken, other),
              ({t for t, _ in festival_clips} | grammar_sentences(args.grammar, words, 250), festival_clips,
               outside[150:210] + other[:40])]
    rows = []
    for index, (sentences, known, foreign) in enumerate(groups):
        graph = SentenceGraph(sentences, words)
        for snr in (None, 12):
            for clips, is_outside in ((known, False), (foreign, True)):
                logits = [model.logits(x if snr is None else with_noise(x, noise, snr, q)) for _, x in clips]
                for (text, _), d in zip(clips, decode_all(graph, logits, setting)):
                    rows.append((d.features(MARGIN_CAP), not is_outside and d.sentence == text, is_outside, index))
    return (np.array([r[0] for r in rows]), np.array([r[1] for r in rows]), np.array([r[2] for r in rows]),
            np.array([r[3] for r in rows]))


def threshold(score, outside, group):
    """The score above which no context accepts more than FALSE_ACCEPTS of other speech."""
    return max(np.quantile(score[outside & (group == g)], 1 - FALSE_ACCEPTS) for g in set(group))


def fit(x, right, outside, group):
    """Weights [bias, ...] that keep most right readings at FALSE_ACCEPTS, scaled so that the logistic is a probability."""
    best = None
    for ratios in itertools.product((1,), *GRID):
        score = x @ np.array(ratios)
        sure = score > threshold(score, outside, group)
        kept = [(sure & right)[(group == g) & ~outside].mean() for g in sorted(set(group))]
        slips = np.mean([(sure & ~right)[(group == g) & ~outside].mean() for g in set(group)])
        gain = np.mean(kept) + kept[0] - 0.3 * slips  # sentences (context 0) are the hardest to keep
        if best is None or gain > best[0]:
            best = gain, np.array(ratios), score - threshold(score, outside, group)
    sign = np.where(right, 1.0, -1.0)
    scale = minimize_scalar(lambda k: np.logaddexp(0, -sign * k * best[2]).mean(), bounds=(0.3, 20), method="bounded").x
    return np.concatenate([[-scale * threshold(x @ best[1], outside, group)], scale * best[1]])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--unpacked", required=True)
    parser.add_argument("--wav", required=True)
    parser.add_argument("--prior", required=True)
    parser.add_argument("--checkpoint")
    parser.add_argument("--onnx")
    parser.add_argument("--ort")
    parser.add_argument("--chunk", type=int, default=8)
    parser.add_argument("--festival", required=True)
    parser.add_argument("--grammar", required=True)
    parser.add_argument("--decoding", required=True, help="acoustic-decoding.json, rewritten")
    args = parser.parse_args()
    torch.set_num_threads(1)
    with open(args.decoding, encoding="utf-8") as f:
        settings = json.load(f)
    x, right, outside, group = evidence(args, settings)
    weights = fit(x, right, outside, group)
    score = weights[0] + x @ weights[1:]
    settings["confidence"].update({k: round(float(v), 3) for k, v in zip(("bias",) + KEYS, weights)}, marginCap=MARGIN_CAP)
    settings["rejectBelow"] = 0.5
    settings["about"] = ABOUT
    for g in sorted(set(group)):
        chosen = group == g
        sure = score >= 0
        print("context %d: right %.1f %%, right and accepted %.1f %%, other speech accepted %.1f %%" % (
            g, 100 * right[chosen & ~outside].mean(), 100 * (right & sure)[chosen & ~outside].mean(),
            100 * sure[chosen & outside].mean()))
    with open(args.decoding, "w", encoding="utf-8") as f:
        json.dump(settings, f, indent=2)
        f.write("\n")
    print(settings["confidence"])


if __name__ == "__main__":
    main()
