"""Commands spoken by festival, which training never hears: a pickle of (text, voice, samples) for measuring."""
import argparse
import os
import pickle
import random
import subprocess
import tempfile

import numpy as np
from scipy.io import wavfile

import pronunciations
import room
from grammar import Sampler

VOICES = ["kal_diphone", "cmu_us_slt_arctic_hts"]


def speak(text, voice):
    """16 kHz int16 samples."""
    with tempfile.TemporaryDirectory() as folder:
        wav = os.path.join(folder, "a.wav")
        subprocess.run(["text2wave", "-eval", "(voice_%s)" % voice, "-o", wav], input=text.encode(), check=True, stderr=subprocess.DEVNULL)
        rate, x = wavfile.read(wav)
    y, _ = room.resample(x.astype(np.float32) / 32768, rate)
    return (room.level(y) * 32767).astype(np.int16)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--context", required=True)
    parser.add_argument("--count", type=int, default=200)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    r, words = random.Random(args.seed), pronunciations.load(pronunciations.default_path(args.shared))
    sampler, texts = Sampler(args.context, words), {}
    while len(texts) < args.count:
        drawn = sampler.sentence(r)
        if drawn:
            texts[drawn[1]] = None
    clips = [(text, VOICES[i % len(VOICES)], speak(text, VOICES[i % len(VOICES)])) for i, text in enumerate(texts)]
    with open(args.out, "wb") as f:
        pickle.dump(clips, f, protocol=4)
    print("%d clips, %.1f min" % (len(clips), sum(len(c[2]) for c in clips) / 960000))


if __name__ == "__main__":
    main()
