"""Cuts long recordings of connected speech into phrases at their longest pauses, by the expert's alignment of what is said."""
import numpy as np

import expert_search
from sphinx_features import HOP, features

LONGEST, SHORTEST = 12, 4  # words of a phrase
PAUSE = 12  # frames of 10 ms without a word where a phrase may end
EDGE = 30  # frames of a pause that stay before and behind a phrase, at most


class Cutter:
    """Cuts by the states of scorer and tables; words has the pronunciations."""

    def __init__(self, tables, scorer, words):
        self._tables, self._scorer, self._words = tables, scorer, words
        self._index = {name: i for i, name in enumerate(tables.phones)}

    def phrases(self, samples, text):
        """[(samples, text)] of phrases of SHORTEST to LONGEST words; none where the text does not fit."""
        spans = self._spans(samples, text)
        if spans is None:
            return []
        said, out, start = text.split(), [], 0
        while start < len(said):
            ends = [i for i in range(start + SHORTEST, min(start + LONGEST, len(said)) + 1) if self._pause(spans, i) >= PAUSE]
            if not ends:
                start = next((i for i in range(start + 1, len(said)) if self._pause(spans, i) >= PAUSE), len(said))
                continue
            end = max(ends, key=lambda i: (self._pause(spans, i), i))
            before, behind = (min(self._pause(spans, i) // 2, EDGE) for i in (start, end))
            piece = samples[max(0, spans[start][0] - before) * HOP : (spans[end - 1][1] + behind) * HOP]
            out.append((piece, " ".join(said[start:end])))
            start = end
        return out

    @staticmethod
    def _pause(spans, i):
        """Frames between word i - 1 and word i; the ends of the recording count as long ones."""
        return spans[i][0] - spans[i - 1][1] if 0 < i < len(spans) else 2 * EDGE

    def _spans(self, samples, text):
        """First frame and the one behind the last of every word."""
        arcs = expert_search.word_arcs(text, self._words, self._index)
        found = expert_search.Network(self._tables, arcs, [arcs[-1].end]).best(self._scorer.states(features(samples)))
        if found is None or len(found.words) != len(text.split()):
            return None
        at = [np.flatnonzero(found.word == i) for i in range(len(found.words))]
        return [(int(frames[0]), int(frames[-1]) + 1) for frames in at]
