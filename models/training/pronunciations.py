"""The 39 phones and the pronunciations of words (CMU dictionary without stress)."""
import os
import re

PHONES = ("AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG OW OY P R S SH T TH UH UW V W Y Z " "ZH").split()
INDEX = {phone: i + 1 for i, phone in enumerate(PHONES)}  # 0 is the CTC blank

# Reduced forms of function words and common variants the dictionary lacks.
EXTRA = {
    "and": ["AH N D", "AH N", "AE N"],
    "a": ["AH", "EY"],
    "of": ["AH V", "AH"],
    "the": ["DH AH", "DH IY"],
    "to": ["T UW", "T AH"],
    "for": ["F AO R", "F ER"],
    "or": ["AO R", "ER"],
    "at": ["AE T", "AH T"],
    "can": ["K AE N", "K AH N"],
    "your": ["Y AO R", "Y ER"],
    "you": ["Y UW", "Y AH"],
    "my": ["M AY"],
    "triple": ["T R IH P AH L", "CH R IH P AH L"],
    "wi-fi": ["W AY F AY"],
    "bluetooth": ["B L UW T UW TH"],
}


def load(path):
    """{word: [pronunciation, ...]}, each a tuple of phone names, the usual one first."""
    words = {}
    with open(path, encoding="latin1") as f:
        for line in f:
            parts = line.split()
            word = re.sub(r"\(\d+\)$", "", parts[0]).lower()
            phones = tuple(re.sub(r"\d", "", p) for p in parts[1:])
            if phones and all(p in INDEX for p in phones):
                words.setdefault(word, []).append(phones)
    for word, variants in EXTRA.items():
        known = words.setdefault(word, [])
        known += [v for v in (tuple(x.split()) for x in variants) if v not in known]
    return words


def default_path(shared):
    """The dictionary inside the shared folder."""
    return os.path.join(shared, "speech", "cmudict-en-us.dict")


def indices(text, words):
    """Phone indices of the first pronunciation of every word of text, or None when a word is unknown."""
    out = []
    for word in text.lower().split():
        if word not in words:
            return None
        out += [INDEX[p] for p in words[word][0]]
    return out
