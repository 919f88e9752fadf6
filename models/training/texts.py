"""What the synthetic speakers say: other people's queries, read sentences, numbers, names, commands, random words."""
import re

import corpora
import held_out
import splits
from numbers_spoken import cardinal, spoken, spoken_duration, spoken_time

_COMMON = 3000  # words seen most often in the corpora, for random sequences of ordinary words


def normalise(text, words):
    """Lower-case words, numbers spoken; None when a word is not in the dictionary or the length is odd."""
    text = spoken(text.lower().replace("’", "'").replace("-", " ").replace("&", " and ").replace("$", " dollars "))
    tokens = re.sub(r"[^a-z' ]", " ", text).split()
    tokens = [t if t in words else t.strip("'") for t in tokens]
    tokens = [t for t in tokens if t]
    ok = 1 <= len(tokens) <= 14 and all(t in words for t in tokens)
    return " ".join(tokens) if ok else None


def queries(shared, part=held_out.TRAIN):
    """The raw texts of shared/text that are of one part."""
    parts = held_out.known()
    return [query.text for query in corpora.queries(shared) if parts.of_text(query.text) == part]


def read_sentences(unpacked):
    """What training speakers read, without what a held-out one reads too."""
    return [row["text"] for row in splits.manifest(unpacked, "speechocean762") if row["split"] == held_out.TRAIN]


def spoken_queries(shared, words):
    """Queries to learn from, in dictionary words."""
    return sorted({text for text in (normalise(query, words) for query in queries(shared)) if text})


def neighbours(vocabulary, words, longest=6):
    """Groups of words whose usual pronunciations of at most that many phones differ in one place ("bed", "bad", "bet")."""
    groups = {}
    for word in vocabulary:
        phones = words[word][0]
        for i in range(len(phones) if len(phones) <= longest else 0):
            groups.setdefault(phones[:i] + ("*",) + phones[i + 1 :], []).append(word)
    return [group for group in groups.values() if len(group) > 1]


class Prompts:
    """An endless mix of prompts. prompts is a Sampler of our own commands, product one of the shipped context.

    With short, single words and pairs alone: a word said by itself has no neighbours to be guessed from.
    """

    def __init__(self, shared, words, r, read, commands, product=None, short=False):
        self._r = r
        self._queries = spoken_queries(shared, words)
        self._read = read
        counts = {}
        for text in self._queries:
            for word in text.split():
                counts[word] = counts.get(word, 0) + 1
        self._common = sorted(counts, key=counts.get, reverse=True)[:_COMMON]
        self._all = sorted(w for w in words if re.fullmatch(r"[a-z]{2,12}", w))
        kinds = {
            self._query: 45,
            self._read_sentence: 9,
            self._number: 7,
            self._random_words: 13,
            self._common_words: 8,
            self._command_from(commands): 18,
        }
        if product:
            kinds[self._command_from(product)] = 150
        if short:
            usual = [w for w in self._common + self._all[::4] if len(words[w][0]) > 1]
            self._groups = neighbours(sorted(set(usual)), words)
            kinds = {self._one_common: 45, self._one_word: 25, self._similar_words: 20, self._number_word: 10}
        self._kinds, self._weights = list(kinds), list(kinds.values())

    def next(self):
        """One prompt in lower-case dictionary words."""
        while True:
            text = self._r.choices(self._kinds, self._weights)[0]()
            if text:
                return text

    def _query(self):
        return self._r.choice(self._queries)

    def _read_sentence(self):
        return self._r.choice(self._read)

    def _random_words(self):
        return " ".join(self._r.choice(self._all) for _ in range(self._r.randint(1, 4)))

    def _common_words(self):
        return " ".join(self._r.choice(self._common) for _ in range(self._r.randint(1, 5)))

    def _one_common(self):
        return self._r.choice(self._common)

    def _one_word(self):
        return self._r.choice(self._all)

    def _similar_words(self):
        return " ".join(self._r.sample(self._r.choice(self._groups), 2))

    def _number_word(self):
        return cardinal(self._r.randint(0, 20))

    def _number(self):
        r, k = self._r, self._r.random()
        if k < 0.35:
            return " ".join(cardinal(r.randint(0, 9)) for _ in range(r.randint(1, 7)))
        if k < 0.6:
            return cardinal(r.choice([r.randint(0, 100), r.randint(0, 100), r.randint(0, 9999)]), r.random() < 0.5)
        return spoken_duration(r) if k < 0.8 else spoken_time(r)

    def _command_from(self, sampler):
        def draw():
            drawn = sampler.sentence(self._r)
            return drawn and drawn[1]

        return draw
