"""Finds the best words of a grammar, or aligns known ones, by the expert's states: exact, with triphones across words."""
import ctypes
from typing import NamedTuple

import numpy as np

import native
from sphinx_model import BEGIN, END, INSIDE, SINGLE

SILENCE_COST, WORD_COST = 35.0, 10.0  # nat for every silence between words, and for every word
NOISE_COST = 4.0  # nat a frame that a noise costs where silence is
_NEVER = np.float32(-1e30)


class Arc(NamedTuple):
    """A word between two places of a grammar; its phones are numbers, none: the word may be left out."""

    start: int
    end: int
    word: str
    phones: tuple


class Found(NamedTuple):
    """The best path: its words, its score in nat, and per frame the phone, its place and which word of the path (-1 between them)."""

    words: list
    score: float
    phone: np.ndarray  # [T]
    place: np.ndarray  # [T] 0, 1 or 2
    word: np.ndarray  # [T]


def word_arcs(sentence, words, index, place=0):
    """Arcs of one sentence from place on, every pronunciation of a word side by side."""
    return [
        Arc(place + i, place + i + 1, word, tuple(index[p] for p in variant))
        for i, word in enumerate(sentence.split())
        for variant in words[word]
    ]


class Network:
    """The phones of a grammar's arcs as states; place 0 is the beginning."""

    def __init__(self, tables, arcs, ends, silence_cost=SILENCE_COST, word_cost=WORD_COST):
        self._lib, self._tables = native.library("hmm.c"), tables
        self._silence = tables.phones.index("SIL")
        self._costs = silence_cost, word_cost
        self._copies, self._edges = [], []  # (phone, three states, arc or None if a word does not begin here); (from, to, cost)
        self._beyond = _reached(arcs)
        self._arcs = [arc for arc in arcs if arc.phones]
        self._build(ends)
        self._flatten()

    def _copy(self, position, phone, left, right, arc=None):
        states = self._tables.triphone(*(np.array(k) for k in (position, phone, left, right)))
        self._copies.append((phone, states, arc))
        return len(self._copies) - 1

    def _build(self, ends):
        """One copy of a phone for every pair of neighbours that it may have; silence may stand at every place."""
        beyond = lambda place: self._beyond.get(place, {place})
        leaving = {}
        for k, arc in enumerate(self._arcs):
            leaving.setdefault(arc.start, []).append(k)
        after = [[j for place in beyond(arc.end) for j in leaving.get(place, ())] for arc in self._arcs]
        lefts = [{self._silence} for _ in self._arcs]
        for k, following in enumerate(after):
            for j in following:
                lefts[j].add(self._arcs[k].phones[-1])
        entering, leaving_copies = {}, {}
        for k, arc in enumerate(self._arcs):
            rights = {self._arcs[j].phones[0] for j in after[k]} | {self._silence}
            for copy, left, right in self._word(k, arc, lefts[k], rights):
                if left is not None:
                    entering.setdefault((k, left), []).append(copy)
                if right is not None:
                    leaving_copies.setdefault((k, right), []).append(copy)
        self._join(after, entering, leaving_copies, beyond, leaving, ends)

    def _word(self, k, arc, lefts, rights):
        """(copy, left neighbour of a first phone or None, right neighbour of a last one or None) of all copies of a word."""
        phones = arc.phones
        if len(phones) == 1:
            return [(self._copy(SINGLE, phones[0], left, right, k), left, right) for left in sorted(lefts) for right in sorted(rights)]
        out = [(self._copy(BEGIN, phones[0], left, phones[1], k), left, None) for left in sorted(lefts)]
        last = [copy for copy, _, _ in out]
        for i in range(1, len(phones) - 1):
            copy = self._copy(INSIDE, phones[i], phones[i - 1], phones[i + 1])
            self._edges += [(before, copy, 0.0) for before in last]
            out.append((copy, None, None))
            last = [copy]
        for r in sorted(rights):
            copy = self._copy(END, phones[-1], phones[-2], r)
            self._edges += [(before, copy, 0.0) for before in last]
            out.append((copy, None, r))
        return out

    def _join(self, after, entering, leaving_copies, beyond, leaving, ends):
        silence_cost, word_cost = self._costs
        pauses = {}

        def pause(place):
            if place not in pauses:
                pauses[place] = self._copy(INSIDE, self._silence, self._silence, self._silence)
            return pauses[place]

        for k, following in enumerate(after):
            for j in following:
                link = (leaving_copies.get((k, self._arcs[j].phones[0]), ()), entering.get((j, self._arcs[k].phones[-1]), ()))
                self._edges += [(a, b, word_cost) for a in link[0] for b in link[1]]
            self._edges += [(copy, pause(self._arcs[k].end), silence_cost) for copy in leaving_copies[k, self._silence]]
        begin = pause(0)
        for place, copy in list(pauses.items()):
            behind = [j for p in beyond(place) for j in leaving.get(p, ())]
            self._edges += [(copy, b, word_cost) for j in behind for b in entering[j, self._silence]]
        final = {place for place in range(1 + max(arc.end for arc in self._arcs)) if beyond(place) & set(ends)}
        self._final = [copy for place, copy in pauses.items() if place in final and copy != begin]
        self._final += [
            copy
            for (k, right), copies in leaving_copies.items()
            if right == self._silence and self._arcs[k].end in final
            for copy in copies
        ]
        self._begin = [begin] + [b for p in beyond(0) for j in leaving.get(p, ()) for b in entering[j, self._silence]]

    def _flatten(self):
        n = len(self._copies)
        phone = np.array([copy[0] for copy in self._copies])
        stay, leave = self._tables.transitions[phone, :, 0], self._tables.transitions[phone, :, 1]
        own = np.arange(3 * n).reshape(n, 3)
        edges = np.array([(a, b) for a, b, _ in self._edges], np.int64).reshape(-1, 2)
        cost = np.array([c for _, _, c in self._edges], np.float32)
        to = np.concatenate([own.ravel(), own[:, 1:].ravel(), own[edges[:, 1], 0]])
        come = np.concatenate([own.ravel(), own[:, :2].ravel(), own[edges[:, 0], 2]])
        weight = np.concatenate([stay.ravel(), leave[:, :2].ravel(), leave[edges[:, 0], 2] - cost])
        order = np.argsort(to, kind="stable")
        self._from, self._weight = come[order].astype(np.int32), weight[order].astype(np.float32)
        self._first = np.searchsorted(to[order], np.arange(3 * n + 1)).astype(np.int32)
        self._outputs = np.concatenate([copy[1] for copy in self._copies])
        self._entry = np.full(3 * n, _NEVER)
        self._entry[own[self._begin, 0]] = 0
        self._leave, self._phone, self._own = leave[:, 2], phone, own

    def _scores(self, states):
        """[T, used states] of the states that occur, the noises let into silence."""
        first = self._tables.first()
        used, output = np.unique(self._outputs, return_inverse=True)
        score = states[:, used].astype(np.float32)
        for place in range(3):
            at = np.flatnonzero(used == first[self._silence] + place)
            for noise in (k for k, name in enumerate(self._tables.phones) if name.startswith("+")):
                score[:, at] = np.maximum(score[:, at], states[:, first[noise] + place, None] - NOISE_COST)
        return np.ascontiguousarray(score), np.ascontiguousarray(output, np.int32)

    def best(self, states):
        """The best path for log densities [T, states], or None where the clip is too short for any."""
        score, output = self._scores(states)
        frames, n = len(score), len(output)
        total, back = np.empty(n, np.float32), np.empty((frames, n), np.int32)
        arrays = (output, self._first, self._from, self._weight, self._entry, total, back)
        pointers = [ctypes.c_void_p(a.ctypes.data) for a in arrays]
        if self._lib.hmm_best(ctypes.c_void_p(score.ctypes.data), frames, score.shape[1], n, *pointers):
            raise MemoryError("no memory for %d states" % n)
        final = np.array(self._final)
        ends = total[self._own[final, 2]] + self._leave[final]
        if ends.max() < -1e29:
            return None
        path = np.empty(frames, np.int64)
        path[-1] = self._own[final[int(ends.argmax())], 2]
        for t in range(frames - 1, 0, -1):
            path[t - 1] = back[t, path[t]]
        return self._found(path, float(ends.max()))

    def _found(self, path, score):
        copies, words, at = path // 3, [], np.full(len(path), -1)
        for t, copy in enumerate(copies):
            entered = t == 0 or copy != copies[t - 1] or path[t] % 3 == 0 and path[t - 1] % 3 == 2
            if entered and self._copies[copy][2] is not None:
                words.append(self._arcs[self._copies[copy][2]].word)
            if self._phone[copy] != self._silence:
                at[t] = len(words) - 1
        return Found(words, score, self._phone[copies], path % 3, at)


def _reached(arcs):
    """{place: places that it reaches without a word, itself too} where that is more than itself."""
    direct = {}
    for arc in arcs:
        if not arc.phones:
            direct.setdefault(arc.start, set()).add(arc.end)
    out = {}
    for place in direct:
        seen, open_ = {place}, [place]
        while open_:
            for other in direct.get(open_.pop(), ()):
                if other not in seen:
                    seen.add(other)
                    open_.append(other)
        out[place] = seen
    return out
