"""Speaker splits and manifests of the human speech sets."""
import csv
import hashlib
import os
import re

SETS = ["speechocean762", "single-words", "command-words", "digits-8khz", "letters-digits", "lab-words",
        "wake-community"]
HELD_OUT_DIGIT_SPEAKERS = {"theo"}


def bucket(name, count):
    """A stable hash of name, 0..count-1."""
    return int(hashlib.sha1(name.encode()).hexdigest()[:8], 16) % count


def split_of(speaker):
    """train, dev or test for one speaker."""
    h = bucket(speaker, 20)
    return "test" if h < 3 else "dev" if h < 5 else "train"


def wake_fold(file):
    """Fold 0..4 of a clip of wake-words (cross-validation of the wake model; never acoustic training)."""
    return bucket(file, 5)


def _speaker(row, set_name):
    if row.get("speaker"):
        return row["speaker"]
    if set_name == "letters-digits":
        return re.sub(r"^[^_]+_(.+?)_nohash_.*$", r"\1", row["file"])
    return row["file"]


def manifest(unpacked, set_name):
    """Rows of one set as dicts with file, speaker, split, and text, age, gender, kind where the set has them."""
    with open(os.path.join(unpacked, set_name, "manifest.tsv"), encoding="utf-8") as f:
        rows = list(csv.DictReader(f, delimiter="\t"))
    for row in rows:
        row["speaker"] = _speaker(row, set_name)
        row["split"] = split_of(row["speaker"])
        if set_name == "digits-8khz":
            row["split"] = "test" if row["speaker"] in HELD_OUT_DIGIT_SPEAKERS else "train"
    return rows
