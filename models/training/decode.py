"""Closed-grammar decoding: the best of a list of sentences for a matrix of CTC logits."""
import ctypes

import numpy as np

import native
from lexicon import INDEX

_LIB = native.library("viterbi.c", "-ffast-math")


def log_posteriors(logits, blank_penalty, temperature, uniform_mix):
    """[T, 40] logits -> scores: blank lowered, sharpened or flattened, mixed with the uniform distribution."""
    x = logits * temperature
    x[:, 0] -= blank_penalty
    x = np.exp(x - x.max(1, keepdims=True))
    x /= x.sum(1, keepdims=True)
    return np.log((1 - uniform_mix) * x + uniform_mix / x.shape[1]).astype(np.float32)


class SentenceGraph:
    """A CTC state graph over sentences of dictionary words, every pronunciation of a word allowed."""

    def __init__(self, sentences, words):
        self.sentences = sorted(set(sentences))
        self._symbols, self._before, self._ends = [0], [[0]], []
        for sentence in self.sentences:
            self._ends.append(self._add(sentence, words))
        self._finish()

    def _state(self, symbol, before):
        index = len(self._symbols)
        self._symbols.append(symbol)
        self._before.append(before + [index])
        return index

    def _add(self, sentence, words):
        tails = [0]
        for word in sentence.split():
            ends = []
            for variant in words[word]:
                last = tails
                for phone in variant:
                    symbol = INDEX[phone]
                    voiced = self._state(symbol, [t for t in last if self._symbols[t] != symbol])
                    last = [voiced, self._state(0, [voiced])]
                ends += last
            tails = ends
        return tails

    def _finish(self):
        self._symbol = np.array(self._symbols, np.int32)
        lengths = [len(b) for b in self._before]
        self._first = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int32)
        self._from = np.concatenate([np.array(b) for b in self._before]).astype(np.int32)
        self._entry = np.array([n == 0 or 0 in b for n, b in enumerate(self._before)], np.uint8)

    def decode(self, logp):
        """(best sentence, its score, runner-up's score, free-loop score, non-blank frames)."""
        logp = np.ascontiguousarray(logp)
        n = len(self._symbol)
        score, voiced = np.empty(n, np.float32), np.empty(n, np.int32)
        pointer = lambda a: a.ctypes.data_as(ctypes.c_void_p)
        _LIB.viterbi(pointer(logp), len(logp), logp.shape[1], n, pointer(self._symbol), pointer(self._first),
                     pointer(self._from), pointer(self._entry), pointer(score), pointer(voiced))
        best = [max(ends, key=lambda e: score[e]) for ends in self._ends]
        order = np.argsort([-score[e] for e in best])
        first = best[order[0]]
        second = score[best[order[1]]] if len(best) > 1 else -1e30
        return (self.sentences[order[0]], float(score[first]), float(second), float(logp.max(1).sum()), int(voiced[first]))


def confidence(decoded):
    """Score of the best path against the free phone loop, per non-blank frame: 0 is perfect, rejection below a threshold."""
    _, score, _, free, voiced = decoded
    return (score - free) / max(1, voiced)
