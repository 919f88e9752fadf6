"""Feature shards: NAME.f16 holds float16 log-mel rows, NAME.pkl the clips that lie in it."""
import glob
import os
import pickle

import numpy as np

from features import BANDS


class Clip:
    """One utterance: phones with their 10 ms spans (start, end; empty when unknown) and the versions of its audio."""

    __slots__ = ("source", "split", "text", "phones", "spans", "versions")

    def __init__(self, source, split, text, phones, spans, versions):
        self.source, self.split, self.text = source, split, text
        self.phones, self.spans, self.versions = phones, spans, versions


class Writer:
    """Collects clips into one shard; close() makes it visible with an atomic rename."""

    def __init__(self, folder, name):
        os.makedirs(folder, exist_ok=True)
        self._path = os.path.join(folder, name)
        self._rows, self._clips, self._file = 0, [], open(self._path + ".f16", "wb")

    def add(self, source, split, text, phones, spans, versions):
        """versions is a list of log-mel [T, 80] with the same timing; spans are 10 ms frames."""
        placed = []
        for a in versions:
            self._file.write(np.ascontiguousarray(a, np.float16).tobytes())
            placed.append((self._rows, len(a)))
            self._rows += len(a)
        self._clips.append(Clip(source, split, text, np.array(phones, np.int16), np.array(spans, np.float32).reshape(-1, 2), placed))

    @property
    def hours(self):
        """Hours of audio in the first versions."""
        return sum(c.versions[0][1] for c in self._clips) / 360000

    def close(self):
        """Writes the index; the shard can be read from now on."""
        self._file.close()
        with open(self._path + ".part", "wb") as f:
            pickle.dump(self._clips, f, protocol=4)
        os.replace(self._path + ".part", self._path + ".pkl")


def names(folder):
    """Names of the finished shards."""
    return sorted(os.path.basename(p)[:-4] for p in glob.glob(os.path.join(folder, "*.pkl")))


def read(folder, name):
    """(memory-mapped rows [N, 80] float16, clips)."""
    rows = np.memmap(os.path.join(folder, name + ".f16"), np.float16, "r").reshape(-1, BANDS)
    with open(os.path.join(folder, name + ".pkl"), "rb") as f:
        return rows, pickle.load(f)


def borrow(work, out, without=()):
    """Makes OUT a working folder with WORK's noise and shards as links, but for the shards whose names begin with one of `without`."""
    here, there = os.path.join(out, "shards"), os.path.join(os.path.abspath(work), "shards")
    os.makedirs(here, exist_ok=True)
    links = [
        (os.path.join(there, f), os.path.join(here, f))
        for f in os.listdir(there)
        if f.endswith((".pkl", ".f16")) and not f.startswith(tuple(without))
    ]
    for source, target in links + [(os.path.join(os.path.abspath(work), "noise.pkl"), os.path.join(out, "noise.pkl"))]:
        if not os.path.exists(target):
            os.symlink(source, target)
    return here
