"""Writes many-slot contexts of what people said, and their recordings: to fit on (part dev), to measure on (part test).

    python3 make_many_slot.py --shared SHARED --unpacked UNPACKED --wav WAV --part dev --rounds 4 --out MANY/dev
    edge-runtime eval commands --context MANY/dev/000.yaml --manifest MANY/dev/000.tsv --rows 000.rows

Of every transcript 3 to 6 words become slots with 5 to 40 values (many_slot.py), drawn anew in every round. A context holds up to 24
such sentences. Rows: "command", what a sentence of the context says; "missing", the same where the list of one slot has not what is said;
"other", somebody of the same part who says something else; the last two have no intent and must not be carried out. Alternatives are
words that may be learned from. speaker and source say whom a row comes from: what is fitted on some is judged on others.
"""
import argparse
import json
import os
import pickle
import random
from typing import NamedTuple

import numpy as np
from scipy.io import wavfile

import expert
import held_out
import many_slot
import pronunciations
import splits
from context_arcs import Grammar
from evaluate import resembles
from near_sounds import Sounds
from phrases import LONGEST, SHORTEST, Cutter
from texts import normalise, read_sentences, spoken_queries

RATE = 16000
SOURCES = ["speechocean762", "fluent-librispeech", "fluent-asterisk", "fluent-ljspeech"]
SIZES = (6, 12, 24)  # sentences of a context
MISSING, OTHER = 0.1, 0.25  # rows of these kinds for every command
VOCABULARY, RARE = 6000, 2  # words of the alternatives: the most frequent, but none seen less often
COLUMNS = ("file", "intent", "slots", "kind", "source", "speaker", "text")
TRIES = 8


class Clip(NamedTuple):
    """What somebody said."""

    source: str
    speaker: str
    file: str  # where it lies in the set's folder
    text: str
    samples: np.ndarray


def vocabulary(shared, unpacked, words):
    """Words of sentences that may be learned from, the most frequent first."""
    counts = {}
    read = filter(None, (normalise(text, words) for text in read_sentences(unpacked)))
    for text in [*spoken_queries(shared, words), *read]:
        for word in text.split():
            counts[word] = counts.get(word, 0) + 1
    fit = [word for word, n in counts.items() if n >= RARE and min(len(word), len(words[word][0])) > 1]
    return sorted(fit, key=lambda word: (-counts[word], word))[:VOCABULARY]


def clips(args, words, cutter):
    """All recordings of a part, in a fixed order, long ones in phrases."""
    found = []
    for source in args.sources:
        with open(os.path.join(args.wav, source + ".pkl"), "rb") as f:
            recorded = pickle.load(f)
        for row in sorted(splits.manifest(args.unpacked, source), key=lambda row: row["file"]):
            if row["split"] != args.part or row["file"] not in recorded:
                continue
            stem = os.path.join(source, os.path.splitext(row["file"])[0])
            for i, (samples, text) in enumerate(_phrases(row["text"], recorded[row["file"]], words, cutter)):
                found.append(Clip(source, "%s %s" % (source, row["speaker"]), "%s-%d.wav" % (stem, i), text, samples))
    return found


def _phrases(text, samples, words, cutter):
    said = text.lower().split()
    if not said or any(word not in words for word in said):
        return []
    if len(said) <= LONGEST:
        return [(samples, " ".join(said))] if len(said) >= SHORTEST else []
    return cutter.phrases(samples, " ".join(said))


class Writer:
    """Writes sets into a folder; a recording is written once."""

    def __init__(self, out, maker, words, r):
        self._out, self._maker, self._words, self._r = out, maker, words, r
        self._index = {phone: i for i, phone in enumerate(pronunciations.PHONES)}
        self.counts = {}

    def write(self, name, said, others):
        """One context with a sentence for each of said, and rows of said and others."""
        path = os.path.join(self._out, name + ".yaml")
        for _ in range(TRIES):
            templates = {"T%02d" % i: self._maker.template("t%02d" % i, clip.text) for i, clip in enumerate(said)}
            missing = {intent for intent in templates if self._r.random() < MISSING}
            labels = {intent: (intent, template.slots) for intent, template in templates.items()}
            for intent in missing:
                slot = self._r.choice(sorted(templates[intent].slots))
                templates[intent], labels[intent] = many_slot.without(templates[intent], slot), ("", {})
            many_slot.write_context(path, templates)
            grammar = Grammar(path, self._words, self._index)
            rows = [(clip, *labels[intent], "missing" if intent in missing else "command") for intent, clip in zip(templates, said)]
            rows = [row for row in rows if self._is_sole(grammar, row)]
            if 2 * len(rows) > len(said):
                break
        rows += [(clip, "", {}, "other") for clip in others if not self._meanings(grammar, clip.text)]
        with open(os.path.join(self._out, name + ".tsv"), "w", encoding="utf-8", newline="") as f:
            f.write("\t".join(COLUMNS) + "\n")
            for clip, intent, slots, kind in rows:
                self._write_samples(clip)
                cells = (os.path.join("clips", clip.file), intent, json.dumps(slots), kind, clip.source, clip.speaker, clip.text)
                f.write("\t".join(cells) + "\n")
                self.counts[kind, clip.source] = self.counts.get((kind, clip.source), 0) + 1

    def _meanings(self, grammar, text):
        """What a text may mean, said in the usual way of every word."""
        return grammar.meanings([self._index[p] for word in text.split() for p in self._words[word][0]])

    def _is_sole(self, grammar, row):
        """Whether what is said has the meaning of the label, no other one that sounds the same, and none where it has no label."""
        clip, intent, slots, _ = row
        return self._meanings(grammar, clip.text) == ([(intent, slots)] if intent else [])

    def _write_samples(self, clip):
        path = os.path.join(self._out, "clips", clip.file)
        if not os.path.exists(path):
            os.makedirs(os.path.dirname(path), exist_ok=True)
            wavfile.write(path, RATE, clip.samples)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for option in ("shared", "unpacked", "wav", "out"):
        parser.add_argument("--" + option, required=True)
    parser.add_argument("--part", required=True, choices=[held_out.TRAIN, held_out.DEV, held_out.TEST])
    parser.add_argument("--sources", nargs="+", default=SOURCES, choices=SOURCES)
    parser.add_argument("--rounds", type=int, default=1, help="contexts that every recording is a command of")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    words = pronunciations.load(pronunciations.default_path(args.shared))
    model = expert.load()
    said = clips(args, words, Cutter(expert.tables(model[0], model[2], model[1]), expert.Scorer(*model[:2]), words))
    known, r = vocabulary(args.shared, args.unpacked, words), random.Random(args.seed)
    writer = Writer(args.out, many_slot.Maker(Sounds(known, words), known, r), words, r)
    names = []
    for _ in range(args.rounds):
        r.shuffle(said)
        at = 0
        while at < len(said):
            size = r.choice(SIZES)
            inside, bags = said[at : at + size], [set(clip.text.split()) for clip in said[at : at + size]]
            outside = [clip for clip in r.sample(said, min(len(said), 10 * size)) if not resembles(clip.text, bags)]
            names.append("%03d" % len(names))
            writer.write(names[-1], inside, outside[: round(OTHER * size)])
            at += size
    with open(os.path.join(args.out, "sets.tsv"), "w", encoding="utf-8") as f:
        f.writelines("%s\t%s.yaml\n" % (name, name) for name in names)
    print("%s: %d contexts of %d recordings of %d speakers" % (args.part, len(names), len(said), len({clip.speaker for clip in said})))
    for (kind, source), count in sorted(writer.counts.items()):
        print("%-8s %-20s %6d" % (kind, source, count))


if __name__ == "__main__":
    main()
