"""Writes the sets that `edge-runtime eval commands` is run on: WAV files, a context and a manifest per set.

people   command words and sentences of people whose speech is in no training set (test part; dev part for tuning)
closed   the same sentences as one context of 1,000, six voices of test speakers to mix under them, and strings of digits
festival commands of a context spoken by festival, a synthesiser that training never hears

Negatives (rows with an empty intent) are other people's other speech: rows that must be rejected.
"""
import argparse
import json
import os
import pickle
import random
import re
import subprocess
import sys

import numpy as np
from scipy.io import wavfile

import evaluate
from splits import manifest

RATE, ADULT, SENTENCES = 16000, 18, 300
VOICES = ["kal_diphone", "ked_diphone", "cmu_us_slt_arctic_hts"]


def plain(text):
    """Lower-case words without punctuation."""
    return " ".join(re.sub(r"[^a-z' ]", " ", text.lower()).split())


class SetWriter:
    """One folder of WAV files with the manifest beside them."""

    def __init__(self, folder, name):
        self._folder, self._rows, self._name = folder, [], name
        os.makedirs(os.path.join(folder, name), exist_ok=True)

    def add(self, samples, intent, slots):
        """samples int16 at 16 kHz; an empty intent must be rejected."""
        file = os.path.join(self._name, "%05d.wav" % len(self._rows))
        wavfile.write(os.path.join(self._folder, file), RATE, samples)
        self._rows.append((file, intent, json.dumps(slots)))

    def close(self):
        with open(os.path.join(self._folder, self._name + ".tsv"), "w", encoding="utf-8", newline="") as f:
            f.write("file\tintent\tslots\n")
            f.writelines("\t".join(row) + "\n" for row in self._rows)
        known = sum(1 for row in self._rows if row[1])
        print("%s: %d rows, %d of them to be rejected" % (self._name, len(self._rows), len(self._rows) - known))


def write_context(path, sentences):
    """A context of one intent whose list holds the sentences."""
    with open(path, "w", encoding="utf-8") as f:
        f.write('language: en\nintents:\n  Say:\n    data:\n      - sentences:\n          - "{sentence}"\n')
        f.write("lists:\n  sentence:\n    values:\n")
        f.writelines("      - %s\n" % json.dumps(s) for s in sentences)


def clips_of(args, name):
    with open(os.path.join(args.wav, name + ".pkl"), "rb") as f:
        return pickle.load(f)


def rows_of(args, name, split, children=False):
    """(text, samples) of one split, in a fixed order; adults, or children."""
    clips = clips_of(args, name)
    rows = [r for r in manifest(args.unpacked, name) if r["split"] == split and r["file"] in clips]
    rows = [r for r in rows if (int(r.get("age") or ADULT) < ADULT) == children]
    return [(plain(r["text"]), clips[r["file"]]) for r in sorted(rows, key=lambda r: r["file"])]


def people(args):
    """Command words and read sentences, test and dev speakers."""
    words = sorted({plain(r["text"]) for r in manifest(args.unpacked, "command-words")})
    write_context(os.path.join(args.out, "words.yaml"), words)
    pool = {split: rows_of(args, "speechocean762", split) for split in ("dev", "test")}
    for split in ("dev", "test"):
        r = random.Random(1)
        sentences = r.sample(pool[split], min(SENTENCES, len(pool[split])))
        inside = {text for text, _ in sentences}
        outside = [row for row in pool[split] + rows_of(args, "speechocean762", split, children=True) if row[0] not in inside]
        write_context(os.path.join(args.out, "adults-%s.yaml" % split), sorted(inside))
        write_rows(args, "adults-" + split, sentences, r.sample(outside, min(SENTENCES, len(outside))))
        spoken = [row for row in rows_of(args, "command-words", split)]
        others = [row for name in ("single-words", "lab-words") for row in rows_of(args, name, split) if row[0] not in words]
        others = r.sample(others, min(150, len(others))) + r.sample(pool[split], min(150, len(pool[split])))
        write_rows(args, "words-" + split, spoken, others)


DIGITS = ["zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine"]


def closed(args):
    """closed-1000.yaml, a context for the rows of adults-test.tsv of which no row to be rejected is a sentence; babble-test.wav for
    --noise; digits-held-out, of dev and test speakers.
    """
    with open(os.path.join(args.out, "adults-test.yaml"), encoding="utf-8") as f:
        inside = set(re.findall(r'^      - "(.*)"$', f.read(), re.M))
    r = random.Random(1)
    every = {plain(row["text"]) for row in manifest(args.unpacked, "speechocean762")}
    held_out = {text for children in (False, True) for text, _ in rows_of(args, "speechocean762", "test", children)}
    write_context(
        os.path.join(args.out, "closed-1000.yaml"), sorted(inside | set(r.sample(sorted(every - held_out - inside), 1000 - len(inside))))
    )
    wavfile.write(os.path.join(args.out, "babble-test.wav"), RATE, np.clip(evaluate.babble(args, "test"), -32768, 32767).astype(np.int16))
    write_digits(args, "digits-held-out", [(row, digits) for row, digits in digit_strings(args) if row["split"] != "train"])


def digits_in(text):
    """The digits of a text that is two or more in a row and nothing else; empty otherwise."""
    digits = plain(text).replace("oh", "zero").split()
    return digits if set(digits) <= set(DIGITS) and len(digits) > 1 else []


def digit_strings(args):
    """(row, digits) of the recordings of 2 to 6 digits in a row, in a fixed order."""
    rows = sorted(manifest(args.unpacked, "speechocean762"), key=lambda row: row["file"])
    return [(row, digits_in(row["text"])) for row in rows if digits_in(row["text"])]


def write_digits(args, name, strings):
    """digits.yaml, every digit a slot, and a set of strings."""
    writer, clips = SetWriter(args.out, name), clips_of(args, "speechocean762")
    with open(os.path.join(args.out, "digits.yaml"), "w", encoding="utf-8") as f:
        f.write("language: en\nintents:\n  Digits:\n    data:\n      - sentences:\n")
        f.writelines('          - "%s"\n' % " ".join("{digit:d%d}" % (i + 1) for i in range(n)) for n in range(2, 7))
        f.write("lists:\n  digit:\n    values:\n")
        f.writelines('      - in: %s\n        out: "%d"\n' % (word if i else "(zero|oh)", i) for i, word in enumerate(DIGITS))
    for row, digits in strings:
        writer.add(clips[row["file"]], "Digits", {"d%d" % (i + 1): str(DIGITS.index(digit)) for i, digit in enumerate(digits)})
    writer.close()


def write_rows(args, name, inside, outside):
    writer = SetWriter(args.out, name)
    for text, samples in inside:
        writer.add(samples, "Say", {"sentence": text})
    for _, samples in outside:
        writer.add(samples, "", {})
    writer.close()


def speak(text, voice):
    """One sentence by festival, 16 kHz int16 samples with 0.3 s of silence around."""
    raw = subprocess.run(
        ["text2wave", "-F", str(RATE), "-otype", "raw", "-eval", "(voice_%s)" % voice], input=text.encode(), check=True, capture_output=True
    ).stdout
    samples = np.frombuffer(raw[: len(raw) // 2 * 2], np.int16)
    if len(samples) < RATE // 10:
        sys.exit("festival says nothing with the voice %s: is it installed?" % voice)
    pause = np.zeros(RATE * 3 // 10, np.int16)
    return np.concatenate([pause, samples, pause])


def festival(args):
    """Sentences as `edge-runtime context check FILE --json --samples N` gives them, spoken by festival's voices."""
    with open(args.samples, encoding="utf-8") as f:
        samples = json.load(f)["samples"]
    writer, done = SetWriter(args.out, "festival"), set()
    for row in samples:
        if row["text"] in done or None in row["slots"].values():
            continue
        done.add(row["text"])
        writer.add(speak(row["text"], VOICES[len(done) % len(VOICES)]), row["intent"], row["slots"])
    writer.close()


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("kind", choices=["people", "closed", "festival"])
    parser.add_argument("--unpacked", help="folder that holds one folder per unpacked tar (people, closed)")
    parser.add_argument("--wav", help="folder of the pickles that decode_audio.py made (people, closed)")
    parser.add_argument("--samples", help="JSON of context check (festival)")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    {"people": people, "closed": closed, "festival": festival}[args.kind](args)


if __name__ == "__main__":
    main()
