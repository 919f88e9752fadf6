"""Golden files of the acoustic expert for the runtime's tests: its features of a synthetic clip, and how well some sentences fit it.

    python3 golden_expert.py --models .. --out ../../tests/fixtures/golden

Written beside what golden.py wrote there: expert-features.f32 [T, 39] and expert.json. Computed by numpy from the installed package, with
the pronunciations of models/lexicon.txt.
"""
import argparse
import json
import os

import numpy as np
from scipy.io import wavfile

import expert
import expert_search
from features import log_mel
from pronunciations import PHONES
from sphinx_features import features_of_bands

SENTENCES = (
    "turn the volume up to seventy percent",
    "turn the volume up to seventeen percent",
    "turn the volume down to seventy percent",
    "what time is it",
)
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm"  # of the lexicon, a phone each


def lexicon(path, index):
    """{word: [phones of the expert]} of the runtime's lexicon."""
    words = {}
    with open(path, encoding="utf-8") as f:
        for line in f:
            if not line.startswith("#"):
                word, letters = line.split()
                words.setdefault(word, []).append(tuple(index[PHONES[LETTERS.index(letter)]] for letter in letters))
    return words


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", required=True, help="folder with lexicon.txt")
    parser.add_argument("--out", required=True, help="folder with volume.wav")
    args = parser.parse_args()
    definition, mixtures, transitions = expert.load()
    tables = expert.tables(definition, transitions, mixtures)
    index = {name: i for i, name in enumerate(tables.phones)}
    words = lexicon(os.path.join(args.models, "lexicon.txt"), index)
    heard = features_of_bands(log_mel(wavfile.read(os.path.join(args.out, "volume.wav"))[1].astype(np.float32) / 32768))
    states = np.stack([expert.mixed(frame, tables) for frame in expert.densities(mixtures, heard)])
    scores = {}
    for sentence in SENTENCES:
        arcs = [expert_search.Arc(i, i + 1, word, phones) for i, word in enumerate(sentence.split()) for phones in words[word]]
        scores[sentence] = round(expert_search.Network(tables, arcs, [arcs[-1].end]).best(states).score, 3)
    heard.astype("<f4").tofile(os.path.join(args.out, "expert-features.f32"))
    golden = {"wav": "volume.wav", "features": list(heard.shape), "scores": scores}
    with open(os.path.join(args.out, "expert.json"), "w", encoding="utf-8") as f:
        json.dump(golden, f, indent=2)
        f.write("\n")
    print(golden)


if __name__ == "__main__":
    main()
