"""Manifests of the human speech sets, each recording with its part: train, dev or test (held-out.tsv)."""
import csv
import hashlib
import os
import re

import held_out

SETS = ["speechocean762", "single-words", "command-words", "digits-8khz", "letters-digits", "lab-words", "wake-community"]
FLUENT = ["fluent-librispeech", "fluent-vctk", "fluent-asterisk", "fluent-ljspeech", "fluent-sdap", "fluent-ami"]
SENTENCES = ["speechocean762", *FLUENT]  # what is said there is held out too; the others are words that everybody says
UNUSED = "unused"  # the part of a recording whose speaker may be learned from, or fitted on, but not what it says
_RANK = {held_out.TRAIN: 0, held_out.DEV: 1, held_out.TEST: 2}


def bucket(name, count):
    """A stable hash of name, 0..count-1."""
    return int(hashlib.sha1(name.encode()).hexdigest()[:8], 16) % count


def wake_fold(file):
    """Fold 0..4 of a clip of wake-words (cross-validation of the wake model; never acoustic training)."""
    return bucket(file, 5)


def speaker_of(row, set_name):
    """Who speaks in a row of a manifest; where nobody is named, the recording stands for somebody."""
    if row.get("speaker"):
        return row["speaker"]
    if set_name == "letters-digits":
        return re.sub(r"^[^_]+_(.+?)_nohash_.*$", r"\1", row["file"])
    return row["file"]


def split_of(row, set_name):
    """train, dev, test or UNUSED for one row with its speaker."""
    part = held_out.known().of_recording(set_name, row["speaker"], row["file"])
    said = held_out.known().of_text(row["text"]) if set_name in SENTENCES and row["text"] else held_out.TRAIN
    return part if _RANK[said] <= _RANK[part] else UNUSED


def manifest(unpacked, set_name):
    """Rows of one set as dicts with file, speaker, split, and text, age, gender, kind where the set has them."""
    with open(os.path.join(unpacked, set_name, "manifest.tsv"), encoding="utf-8") as f:
        rows = list(csv.DictReader(f, delimiter="\t"))
    for row in rows:
        row["speaker"] = speaker_of(row, set_name)
        row["split"] = split_of(row, set_name)
    return rows
