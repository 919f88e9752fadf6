"""Words that sound nearly like another: the cheapest edit of phones, in which sounds of a kind change into each other cheaply."""
import numpy as np

from pronunciations import INDEX, PHONES

EDIT = 0.8  # a phone more or less
FAR, NEAR = 1.0, 0.4  # a phone for another one, and for one of its kind
_KINDS = [  # sounds that are taken for each other
    kind.split()
    for kind in (
        "P B T D K G",
        "F TH S HH",
        "V DH Z",
        "S Z",
        "S SH ZH CH JH",
        "M N NG",
        "L R W",
        "Y IY IH",
        "IY IH EY EH",
        "EH AE AH AA",
        "AH UH ER IH",
        "AA AO AH OW",
        "OW UH UW",
        "AY AW OY",
        "ER R",
        "D DH TH",
        "V B W",
    )
]


def _costs():
    """[40, 40] of one phone for another; 0 is no phone."""
    cost = np.full((len(PHONES) + 1,) * 2, FAR)
    for kind in _KINDS:
        at = [INDEX[phone] for phone in kind]
        cost[np.ix_(at, at)] = NEAR
    np.fill_diagonal(cost, 0)
    return cost


_COSTS = _costs()


class Sounds:
    """A vocabulary by how it sounds: words maps a word to its pronunciations, the usual one first."""

    def __init__(self, vocabulary, words):
        self.vocabulary, self._words = list(vocabulary), words
        phones = [self.phones(word) for word in self.vocabulary]
        self._length = np.array([len(p) for p in phones])
        self._phones = np.zeros((len(phones), self._length.max()), np.int64)
        for row, p in zip(self._phones, phones):
            row[: len(p)] = p

    def phones(self, text):
        """Phone numbers of the usual way to say one or more words."""
        return [INDEX[p] for word in text.split() for p in self._words[word][0]]

    def ways(self, text):
        """Every way to say one or more words, each a tuple of phones."""
        ways = {()}
        for word in text.split():
            ways = {way + variant for way in ways for variant in self._words[word]}
        return ways

    def distances(self, text):
        """[vocabulary] of each word from text."""
        row = np.repeat(EDIT * np.arange(self._phones.shape[1] + 1)[None], len(self._phones), 0)
        for phone in self.phones(text):
            diagonal, row = row, row + EDIT
            change = diagonal[:, :-1] + _COSTS[phone, self._phones]
            for i in range(self._phones.shape[1]):
                row[:, i + 1] = np.minimum(np.minimum(row[:, i + 1], change[:, i]), row[:, i] + EDIT)
        return row[np.arange(len(row)), self._length]

    def nearest(self, text, count):
        """The words nearest to text, the nearest first; those that sound the same are among them."""
        return [self.vocabulary[i] for i in np.argsort(self.distances(text), kind="stable")[:count]]
