"""Writes the sets that the confidence is fitted on: development speakers before many random contexts.

A right reading and other speech come from the same recordings: a recording counts as other speech wherever its sentence is not in the
context. Contexts are word lists and sentence lists of many sizes, digits, and the commands of a context file by synthesisers. A part of the
recordings lies in noise. Wake-words recordings are in no acoustic training and count as development speakers.

    python3 make_fit_sets.py --shared ../../../shared --unpacked UNPACKED --wav WAV \\
        --samples SAMPLES.json --glasses ../contexts/glasses.yaml --out SETS
    edge-runtime context check ../contexts/glasses.yaml --json --samples 20000 > SAMPLES.json
"""
import argparse
import json
import os
import random

import numpy as np
from scipy.io import wavfile
from scipy.signal import resample_poly

import held_out
import pronunciations
import splits
from evaluate import resembles, with_noise
from make_eval_sets import ADULT, RATE, clips_of, plain, write_context
from make_noise import REAL_SHARE
from speak_flite import PITCH, VOICES, Flite
from texts import normalise, queries

NOISY_SHARE = 0.3
SNR_DB = (6, 22)
WORD_SIZES = (4, 10, 20, 36, 36, 60, 150, 400)
SENTENCE_SIZES = (20, 60, 150, 300, 300, 600, 1000)
ROWS = 60  # of each kind in one context
OTHERS = 250  # recordings of other speech before the context file
COMMUNITY = {"athena": "athena", "amelia": "amelia", "computer": "computer", "heycomputer": "hey computer"}


class Pool:
    """Recordings by kind, each as (text, samples)."""

    def __init__(self, args):
        self._args = args
        self.speakers = {}  # by id of the samples; where a set names nobody, the recording itself
        self.sentences, self.children = [], []
        self._pronounced = pronunciations.load(pronunciations.default_path(args.shared))
        self._read_sentences(clips_of(args, "speechocean762"))
        self.words = {name: self._dev(name) for name in ("command-words", "single-words", "lab-words")}
        self.words["wake-words"] = [(plain(r["text"]), x) for r, x in self._rows("wake-words") if r["text"] != "snowboy"]
        self.other = [(COMMUNITY.get(r["kind"], ""), x) for r, x in self._rows("wake-community") if self._part(r) == held_out.DEV]

    @staticmethod
    def _part(row):
        return held_out.known().of_recording("wake-community", row["file"], row["file"])

    def sounds(self, text):
        """How a text is said, so that words which sound the same are the same."""
        return tuple(self._pronounced[word][0] if word in self._pronounced else word for word in text.split())

    def _rows(self, name):
        clips = clips_of(self._args, name)
        with open(os.path.join(self._args.unpacked, name, "manifest.tsv"), encoding="utf-8") as f:
            keys = f.readline().rstrip("\n").split("\t")
            rows = [dict(zip(keys, line.rstrip("\n").split("\t"))) for line in f]
        self.speakers.update((id(x), "%s %s" % (name, file)) for file, x in clips.items())
        return [(r, clips[r["file"]]) for r in sorted(rows, key=lambda r: r["file"]) if r["file"] in clips]

    def _dev(self, name):
        clips = clips_of(self._args, name)
        rows = [r for r in splits.manifest(self._args.unpacked, name) if r["split"] == "dev" and r["file"] in clips]
        self.speakers.update((id(clips[r["file"]]), "%s %s" % (name, r["speaker"])) for r in rows)
        return [(plain(r["text"]), clips[r["file"]]) for r in sorted(rows, key=lambda r: r["file"])]

    def _read_sentences(self, clips):
        self.train = set()
        for row in sorted(splits.manifest(self._args.unpacked, "speechocean762"), key=lambda r: r["file"]):
            text = plain(row["text"])
            if row["split"] == "train":
                self.train.add(text)
            if row["split"] != "dev" or row["file"] not in clips:
                continue
            adult = int(row["age"]) >= ADULT
            (self.sentences if adult else self.children).append((text, clips[row["file"]]))
            self.speakers[id(clips[row["file"]])] = "speechocean762 %s" % row["speaker"]


class Maker:
    """Writes sets; r draws what goes into them, q the noise."""

    def __init__(self, args, pool):
        self._args, self._pool = args, pool
        self._r, self._q = random.Random(args.seed), np.random.default_rng(args.seed)
        self._noises = self._load_noises()
        self._common = _common_words(args.shared)
        self._names, self._files, self._kept = [], {}, []
        os.makedirs(os.path.join(args.out, "clips"), exist_ok=True)

    def _load_noises(self):
        cut = lambda x: x[: int(len(x) * REAL_SHARE)]
        noises = [
            np.maximum(cut(x), self._q.integers(-2, 3, len(cut(x)))).astype(np.int16)
            for name in ("noise-background", "noise-esc10")
            for x in clips_of(self._args, name).values()
            if len(x) > 3 * RATE
        ]
        talk = [x for _, x in self._pool.sentences + self._pool.children]
        for _ in range(8):
            noises.append(
                sum(np.resize(self._r.choice(talk), 20 * RATE).astype(np.float32) for _ in range(4)).clip(-32768, 32767).astype(np.int16)
            )
        return noises

    def _heard(self, samples):
        """A file of the samples, clean or with noise that is drawn once."""
        key = (id(samples), self._r.random() < NOISY_SHARE)
        if key not in self._files:
            self._files[key] = os.path.join("clips", "%05d%s.wav" % (len(self._files), "-noisy" if key[1] else ""))
            wavfile.write(os.path.join(self._args.out, self._files[key]), RATE, self._in_noise(samples) if key[1] else samples)
            self._kept.append(samples)  # so that no other samples get its id
        return self._files[key]

    def _in_noise(self, samples):
        quiet = np.pad(samples, 1600) + self._q.integers(-2, 3, len(samples) + 3200).astype(np.int16)
        return with_noise(quiet, self._r.choice(self._noises), self._r.uniform(*SNR_DB), self._q)

    def _write(self, name, context, inside, outside, label):
        rows = [(self._heard(samples), *label(text)) for text, samples in inside] + [
            (self._heard(samples), "", {}) for _, samples in outside
        ]
        with open(os.path.join(self._args.out, name + ".tsv"), "w", encoding="utf-8", newline="") as f:
            f.write("file\tintent\tslots\n")
            f.writelines("%s\t%s\t%s\n" % (file, intent, json.dumps(slots)) for file, intent, slots in rows)
        self._names.append("%s\t%s" % (name, context))

    def _lists(self, kind, index, vocabulary, clips, others):
        """A context that holds vocabulary; clips whose text is in it are right, the rest is other speech."""
        name, known = "%s-%02d" % (kind, index), set(vocabulary)
        heard = {self._pool.sounds(text) for text in known}
        write_context(os.path.join(self._args.out, name + ".yaml"), sorted(known))
        inside = [c for c in clips if c[0] in known]
        outside = [c for c in clips + others if self._pool.sounds(c[0]) not in heard]
        draw = lambda rows: self._r.sample(rows, min(ROWS, len(rows)))
        self._write(name, name + ".yaml", draw(inside), draw(outside), lambda text: ("Say", {"sentence": text}))

    def words(self, rounds):
        pool = self._pool
        for index in range(rounds):
            clips = [c for name, rows in pool.words.items() for c in self._r.sample(rows, min(len(rows), 73))]
            texts = sorted({text for text, _ in clips})
            size = self._r.choice(WORD_SIZES)
            vocabulary = set(self._r.sample(texts, min(len(texts) // 2, max(2, size // 2))))
            vocabulary |= set(self._r.sample([w for w in self._common + texts if w not in vocabulary], size - min(size, len(vocabulary))))
            others = self._r.sample(pool.other, 10) + self._r.sample(pool.sentences + pool.children, 20)
            self._lists("words", index, vocabulary, clips, others)
        for index, name in enumerate(("command-words", "single-words", "command-words"), rounds):
            others = [c for rows in pool.words.values() for c in rows] + self._r.sample(pool.other, 20)
            others = self._r.sample(others, min(len(others), ROWS)) + self._r.sample(pool.sentences + pool.children, ROWS // 2)
            self._lists("words", index, {text for text, _ in pool.words[name]}, pool.words[name], others)

    def sentences(self, rounds):
        pool = self._pool
        for index in range(rounds):
            clips = pool.sentences + self._r.sample(pool.children, 60)
            texts = sorted({text for text, _ in clips})
            size = self._r.choice(SENTENCE_SIZES)
            vocabulary = set(self._r.sample(texts, min(len(texts) // 2, size)))
            vocabulary |= set(self._r.sample(sorted(pool.train - set(texts)), max(0, size - len(vocabulary))))
            self._lists("sentences", index, vocabulary, clips, self._r.sample(pool.other, 5) + self._r.sample(pool.words["wake-words"], 5))

    def commands(self, count):
        """Commands of the product by flite, and queries that are no commands of it."""
        flite, words = Flite(), pronunciations.load(pronunciations.default_path(self._args.shared))
        with open(self._args.samples, encoding="utf-8") as f:
            samples = [s for s in json.load(f)["samples"] if None not in s["slots"].values()]
        bags = [set(s["text"].split()) for s in samples]
        samples = self._r.sample(samples, min(count, len(samples)))
        labels = {s["text"]: (s["intent"], s["slots"]) for s in samples}
        asked = (normalise(text, words) for text in self._r.sample(queries(self._args.shared, held_out.DEV), count))
        asked = [text for text in asked if text and not resembles(text, bags)]
        inside = [(text, self._speak(flite, text)) for text in labels]
        outside = [(text, self._speak(flite, text)) for text in asked] if self._args.queries else []
        pool = self._pool
        outside += (
            pool.sentences
            + pool.children[:200]
            + pool.other
            + [c for rows in pool.words.values() for c in self._r.sample(rows, min(len(rows), 40))]
        )
        outside = [c for c in outside if not resembles(c[0], bags)]
        self._write("commands", self._args.glasses, inside, self._r.sample(outside, min(OTHERS, len(outside))), lambda text: labels[text])

    def _speak(self, flite, text):
        voice = self._r.choice(VOICES)
        spoken, rate, _ = flite.say(text, voice, self._r.uniform(0.85, 1.2), PITCH[voice] * self._r.uniform(0.9, 1.1))
        samples = np.pad(resample_poly(spoken, RATE // 1000, rate // 1000) * 20000, 4800).astype(np.int16)
        self._pool.speakers[id(samples)] = "flite %s" % voice
        return samples

    def close(self):
        with open(os.path.join(self._args.out, "sets.tsv"), "w", encoding="utf-8") as f:
            f.writelines(name + "\n" for name in self._names)
        with open(os.path.join(self._args.out, "speakers.tsv"), "w", encoding="utf-8") as f:
            f.writelines("%s\t%s\n" % (file, self._pool.speakers[id(self._kept[i])]) for i, file in enumerate(self._files.values()))
        print("%d sets, %d recordings" % (len(self._names), len(self._files)))


def _common_words(shared):
    counts = {}
    for text in queries(shared):
        for word in plain(text).split():
            counts[word] = counts.get(word, 0) + 1
    return [w for w in sorted(counts, key=counts.get, reverse=True)[:1500] if len(w) > 2 and "'" not in w]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--unpacked", required=True)
    parser.add_argument("--wav", required=True)
    parser.add_argument("--samples")
    parser.add_argument("--glasses")
    parser.add_argument("--queries", action="store_true")
    parser.add_argument("--words", type=int, default=36)
    parser.add_argument("--sentences", type=int, default=24)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    maker = Maker(args, Pool(args))
    maker.words(args.words)
    maker.sentences(args.sentences)
    if args.samples:
        maker.commands(200)
    maker.close()


if __name__ == "__main__":
    main()
