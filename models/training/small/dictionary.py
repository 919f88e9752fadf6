"""The CMU dictionary as both the lexicon and the letter model read it, and the phone alphabets."""
import hashlib
import re
from pathlib import Path

PHONES = ("AA AE AH AO AW AY B CH D DH EH ER EY F G HH IH IY JH K L M N NG " "OW OY P R S SH T TH UH UW V W Y Z ZH").split()
PHONE_ID = {phone: i + 1 for i, phone in enumerate(PHONES)}  # 0 is the CTC blank

# One character per phone, in the order of PHONES.
PHONE_CHARS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm"
CHAR_OF = dict(zip(PHONES, PHONE_CHARS))

LETTERS = "abcdefghijklmnopqrstuvwxyz'"
LETTER_ID = {letter: i + 1 for i, letter in enumerate(LETTERS)}  # 0 is padding


def read(path):
    """Returns {word: [phones, ...]} in the dictionary's own order of variants; stress marks are dropped."""
    words = {}
    for line in Path(path).read_text(encoding="latin1").splitlines():
        if not line or line.startswith(";;;"):
            continue
        head, *phones = line.split()
        word = re.sub(r"\(\d+\)$", "", head).lower()
        phones = tuple(re.sub(r"\d", "", p) for p in phones)
        if phones and all(p in PHONE_ID for p in phones):
            variants = words.setdefault(word, [])
            if phones not in variants:
                variants.append(phones)
    return words


def spelled(words):
    """Keeps the words that the letter model can read: a-z and apostrophe, two letters or more."""
    return {w: v for w, v in words.items() if len(w) > 1 and re.fullmatch(r"[a-z']+", w)}


def stem(word):
    """The word without a possessive or plural ending: forms of one word stay on one side of a split."""
    for ending in ("'s", "s'", "'", "es", "s"):
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            return word[: -len(ending)]
    return word


def side(word):
    """'test' for 1 word family in 20, 'dev' for another, 'train' for the rest."""
    bucket = int(hashlib.sha1(stem(word).encode()).hexdigest()[:8], 16) % 20
    return {0: "test", 1: "dev"}.get(bucket, "train")


def distance(a, b):
    """How many phones to put in, take out or change to make one pronunciation the other."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(diagonal + (x != y), row[j] + 1, row[j - 1] + 1)
    return row[-1]
