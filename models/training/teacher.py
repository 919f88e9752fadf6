"""Targets of the GMM-HMM for a network to learn: which states it takes a frame for, once it has heard the whole clip.

Raw densities of single frames know little (25 % of the phones of learners' speech are right); a loop of phones that follow each other
as in the transcripts of the training speakers, forward and backward, makes it 42 %. What is not sure stays so: densities count only
SCALE of their logarithm.
"""
import ctypes

import numpy as np

import expert
import make_real
import native
import sphinx_features
import splits

TOP = 8  # states kept of a frame
SCALE, SENONE_SCALE = 0.2, 0.5  # of log densities in the loop, and among the senones of one state
PAUSE = 0.1  # how often silence comes behind a phone
FIRST = 1e-3  # how likely a clip begins with a phone and not with silence
UNSEEN = 0.5  # added to every count of two phones in a row
LEAST = 1e-30
TARGET = np.dtype([("state", "u1", TOP), ("share", "<f2", TOP), ("senone", "<u2", TOP), ("senone_share", "<f2", TOP)])


def pairs(definition, shared, unpacked, set_name="speechocean762"):
    """[phones, phones] how often one phone follows another in what training speakers read; silence stands around each clip."""
    index = {name: i for i, name in enumerate(definition.phones)}
    aligned = make_real.alignments(shared, set_name)
    count = np.full((len(index), len(index)), UNSEEN)
    for row in splits.manifest(unpacked, set_name):
        if row["split"] == "train" and row["file"] in aligned:
            said = [definition.silence, *(index[p] for p in aligned[row["file"]][0]), definition.silence]
            np.add.at(count, (said[:-1], said[1:]), 1)
    return count


class Loop:
    """Phones in a row, each of three states."""

    def __init__(self, definition, transitions, count):
        self._lib = native.library("loop.c")
        follow = count / count.sum(1, keepdims=True) * (1 - PAUSE)
        follow[:, definition.silence] += PAUSE
        begin = np.full(len(count), FIRST)
        begin[definition.silence] = 1
        steps = (transitions[:, range(3), range(3)], transitions[:, range(3), range(1, 4)], begin / begin.sum(), follow)
        self._steps = [np.ascontiguousarray(a, np.float64) for a in steps]

    def shares(self, likelihood):
        """[T, 3 * phones] likelihoods -> the same shape, the share of every state in a frame given all frames."""
        likelihood = np.ascontiguousarray(likelihood, np.float32)
        out, phones = np.empty_like(likelihood), likelihood.shape[1] // 3
        pointers = [ctypes.c_void_p(a.ctypes.data) for a in (likelihood, *self._steps, out)]
        if self._lib.loop_shares(pointers[0], len(likelihood), phones, *pointers[1:]):
            raise MemoryError("no memory for %d frames" % len(likelihood))
        return out


class Teacher:
    """Listens to clean clips."""

    def __init__(self, model, count):
        definition, mixtures, transitions = model
        self._scorer, self._loop = expert.Scorer(definition, mixtures), Loop(definition, transitions, count)
        base = expert.numbering(definition).base
        self._order = np.argsort(base, kind="stable")
        self._first = np.searchsorted(base[self._order], np.arange(3 * len(definition.phones)))
        self._base = base[self._order]

    def shares(self, samples):
        """int16 samples -> ([T, 126] shares of the states without a context, [T, 5126] of all, in the order of self.senones)."""
        score = self._scorer.states(sphinx_features.features(samples))[:, self._order]
        best = np.maximum.reduceat(score, self._first, axis=1)
        top = best.max(1, keepdims=True)
        states = self._loop.shares(np.exp(SCALE * (best - top)) + LEAST)
        within = np.exp(SENONE_SCALE * (score - best[:, self._base]))
        within /= np.add.reduceat(within, self._first, axis=1)[:, self._base]
        return states, within * states[:, self._base]

    def targets(self, samples):
        """[T] of TARGET, the shares of the TOP best adding up to one."""
        states, senones = self.shares(samples)
        out = np.empty(len(states), TARGET)
        out["state"], out["share"] = _best(states)
        at, out["senone_share"] = _best(senones)
        out["senone"] = self._order[at]
        return out


def _best(shares):
    """(indices, shares) of the TOP best of every row, the best first."""
    at = np.argpartition(shares, -TOP, 1)[:, -TOP:]
    kept = np.take_along_axis(shares, at, 1)
    order = np.argsort(-kept, 1)
    at, kept = np.take_along_axis(at, order, 1), np.take_along_axis(kept, order, 1)
    return at, kept / kept.sum(1, keepdims=True)
