"""Who and what no model learns from: held-out.tsv, which everything reads that makes a list to learn from or to measure on.

Every row names a part (dev: to choose and to fit on; test: held out, to measure on; what has no row is train), a kind, a source and an id:

    set         a whole set of recordings
    speaker     one speaker of a set of recordings
    recording   one recording, where a set has a single speaker
    text        a sentence, by a hash of what is left of it without case, punctuation, numbers and times; with the number of its cluster
                of near-equal sentences and its use: can (the glasses can do that), note (a message, note, reminder or thing to do),
                cannot (they cannot), - (not said by its intent, or read aloud)

make_held_out.py writes it.
"""
import csv
import functools
import hashlib
import os

from masks import masked

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "held-out.tsv")
COLUMNS = ("part", "kind", "source", "id", "cluster", "use")
TRAIN, DEV, TEST = "train", "dev", "test"


def text_id(text):
    """Twelve digits for all texts that differ in case, punctuation, numbers and times alone."""
    return hashlib.sha1(masked(text).encode()).hexdigest()[:12]


class HeldOut:
    """The parts of what is named in a file like held-out.tsv."""

    def __init__(self, path=PATH):
        with open(path, encoding="utf-8", newline="") as f:
            self.rows = list(csv.DictReader(f, delimiter="\t"))
        self._parts = {(row["kind"], row["source"] if row["kind"] != "text" else "", row["id"]): row["part"] for row in self.rows}

    def of_recording(self, source, speaker, file):
        """The part of a recording by its set, its speaker or itself, whatever it says."""
        named = (("set", source, "*"), ("speaker", source, speaker), ("recording", source, file))
        return next((self._parts[key] for key in named if key in self._parts), TRAIN)

    def of_text(self, text):
        """The part of a sentence, from whichever source it comes."""
        return self._parts.get(("text", "", text_id(text)), TRAIN)


@functools.lru_cache
def known():
    """The parts of held-out.tsv."""
    return HeldOut()
