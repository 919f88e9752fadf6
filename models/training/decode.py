"""Closed-grammar decoding: the best of a list of sentences for a matrix of CTC logits, with evidence for rejection."""
import ctypes
from dataclasses import dataclass

import numpy as np

import native
from pronunciations import INDEX

_LIB = native.library("viterbi.c", "-ffast-math")


def log_posteriors(logits, blank_penalty, temperature, uniform_mix):
    """[T, 40] logits -> scores: scaled, blank lowered, mixed with the uniform distribution."""
    x = logits * temperature
    x[:, 0] -= blank_penalty
    x = np.exp(x - x.max(1, keepdims=True))
    x /= x.sum(1, keepdims=True)
    return np.log((1 - uniform_mix) * x + uniform_mix / x.shape[1]).astype(np.float32)


@dataclass
class Decoded:
    """What the runtime's decoder measures too, relative to the free phone loop (the best symbol of every frame).

    path_score and worst_word are per frame with a phone; worst_gap is the lowest sum over one stretch without a phone
    outside words; margin is per frame with a phone, against the best other sentence.
    """

    sentence: str
    path_score: float
    worst_word: float
    worst_gap: float
    margin: float
    spoken: int


class SentenceGraph:
    """A CTC state graph over sentences of dictionary words, every pronunciation of a word allowed."""

    def __init__(self, sentences, words):
        self.sentences = sorted(set(sentences))
        self._symbols, self._before, self._word, self._ends = [0], [[0]], [-1], []
        for sentence in self.sentences:
            self._ends.append(self._add(sentence, words))
        self._finish()

    def _state(self, symbol, before, word):
        index = len(self._symbols)
        self._symbols.append(symbol)
        self._before.append(before + [index])
        self._word.append(word)
        return index

    def _add(self, sentence, words):
        tails = [0]
        for position, word in enumerate(sentence.split()):
            ends = []
            for variant in words[word]:
                last = tails
                for phone in variant:
                    symbol = INDEX[phone]
                    voiced = self._state(symbol, [t for t in last if self._symbols[t] != symbol], position)
                    last = [voiced, self._state(0, [voiced], position)]
                ends += last
            tails = ends
        return tails

    def _finish(self):
        self._symbol = np.array(self._symbols, np.int32)
        self._position = np.array(self._word, np.int32)
        lengths = [len(b) for b in self._before]
        self._first = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        self._from = np.concatenate([np.array(b) for b in self._before]).astype(np.int32)
        self._entry = np.array([n == 0 or 0 in b for n, b in enumerate(self._before)], np.uint8)

    def decode(self, logp):
        """The best sentence with its evidence."""
        logp = np.ascontiguousarray(logp - logp.max(1, keepdims=True))
        frames, n = len(logp), len(self._symbol)
        score, back = np.empty(n, np.float32), np.empty((frames, n), np.int32)
        path = np.empty(frames, np.int32)
        pointer = lambda a: a.ctypes.data_as(ctypes.c_void_p)
        _LIB.viterbi(
            pointer(logp),
            frames,
            logp.shape[1],
            n,
            pointer(self._symbol),
            pointer(self._first),
            pointer(self._from),
            pointer(self._entry),
            pointer(score),
            pointer(back),
        )
        best = [max(ends, key=lambda e: score[e]) for ends in self._ends]
        order = np.argsort([-score[e] for e in best])
        _LIB.trace(pointer(back), frames, n, int(best[order[0]]), pointer(path))
        second = score[best[order[1]]] if len(best) > 1 else -1e30
        return self._evidence(self.sentences[order[0]], logp, path, float(score[best[order[0]]]), float(second))

    def _evidence(self, sentence, logp, path, score, second):
        symbols, words = self._symbol[path], self._position[path]
        costs = logp[np.arange(len(path)), symbols]
        spoken = symbols > 0
        count = max(1, int(spoken.sum()))
        worst_word = min((costs[words == w].sum() / max(1, spoken[words == w].sum()) for w in set(words[words >= 0])), default=score)
        return Decoded(
            sentence, score / count, float(worst_word), _worst_gap(costs, spoken, words), (score - second) / count, int(spoken.sum())
        )


def _worst_gap(costs, spoken, words):
    """Lowest sum over one stretch of blanks before, between or behind the words."""
    worst, total, stretch = 0.0, 0.0, []
    for t in range(len(costs) + 1):
        if t < len(costs) and not spoken[t]:
            stretch.append(t)
            total += costs[t]
            continue
        if stretch:
            inside = t < len(costs) and stretch[0] > 0 and words[stretch[0] - 1] == words[t]
            worst = worst if inside else min(worst, total)
        stretch, total = [], 0.0
    return float(worst)
