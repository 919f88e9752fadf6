"""Phones and their times for synthetic speech: the dictionary's pronunciations laid over what the synthesiser spoke."""
import numpy as np

from pronunciations import INDEX, PHONES

VOWELS = set("AA AE AH AO AW AY EH ER EY IH IY OW OY UH UW".split())
_NEAR = [
    set(p.split())
    for p in (
        "AA AO",
        "AA AH",
        "AE EH",
        "AH IH",
        "AH ER",
        "AH UH",
        "AH EH",
        "IH IY",
        "UH UW",
        "EH IH",
        "EH EY",
        "AO OW",
        "AA AE",
        "T D",
        "S Z",
        "S SH",
        "SH CH",
        "ZH JH",
        "ZH SH",
        "N NG",
        "P B",
        "K G",
        "F V",
        "TH DH",
        "TH T",
        "DH D",
        "AH AE",
        "AH AO",
        "AH OW",
        "ER R",
        "L AH",
        "HH K",
    )
]
# espeak-ng phoneme names (English voices) that do not follow from lower-casing.
_ESPEAK = {
    "I": "IH",
    "@": "AH",
    "a": "AE",
    "E": "EH",
    "3": "ER",
    "oU": "OW",
    "eI": "EY",
    "0": "AA",
    "I2": "IH",
    "i": "IY",
    "i:": "IY",
    "aI": "AY",
    "N": "NG",
    "V": "AH",
    "u:": "UW",
    "u": "UW",
    "3:": "ER",
    "S": "SH",
    "t#": "T",
    "h": "HH",
    "dZ": "JH",
    "a#": "AH",
    "@L": "AH L",
    "A@": "AA R",
    "j": "Y",
    "I#": "IH",
    "tS": "CH",
    "aU": "AW",
    "o@": "AO R",
    "O:": "AO",
    "O@": "AO R",
    "A:": "AA",
    "T": "TH",
    "r-": "R",
    "i@": "IH R",
    "aa": "AE",
    "U": "UH",
    "O2": "AO",
    "e@": "EH R",
    "OI": "OY",
    "i@3": "IH R",
    "U@": "UH R",
    "x": "K",
    "aI@": "AY ER",
    "Z": "ZH",
    "D": "DH",
    "@-": "AH",
    "t2": "T",
    "aI3": "AY ER",
    "?": "T",
    "n-": "N",
    "VR": "AH R",
    "t[": "T",
    "O": "AO",
    "aI2": "AY",
    "w#": "W",
    "@2": "AH",
    "@5": "AH",
    "A~": "AA",
    "e:": "EY",
    "o:": "OW",
    "e": "EH",
    "l#": "L",
    "d#": "D",
    "z#": "Z",
    "s#": "S",
    "aU@": "AW ER",
    "oU#": "OW",
    "E2": "EH",
    "E#": "EH",
    "ju:": "Y UW",
    "@3": "AH",
    "U2": "UH",
    "i:@": "IY AH",
    "A": "AA",
    "uR": "UH R",
    "IR": "IH R",
    "ER": "EH R",
    "3R": "ER",
    "n^": "N",
    "l^": "L",
    "d2": "D",
    "l-": "L",
    "m-": "M",
    "r": "R",
    "e@r": "EH R",
    "aI2": "AY",
    "eI2": "EY",
    "a2": "AH",
    "a@": "AA R",
    "V2": "AH",
    "V#": "AH",
}
_FLITE = {"ax": "AH", "axr": "ER"}


def spoken_espeak(events, samples):
    """espeak events [(name, sample)] -> [(phone, start, end)] in samples at espeak's rate; pauses left out."""
    out = []
    for (name, start), end in zip(events, [e[1] for e in events[1:]] + [samples]):
        if name.startswith(("_", ";", '"')) or not name:
            continue
        arpabet = _ESPEAK.get(name, name.upper()).split()
        if not all(p in INDEX for p in arpabet):
            continue
        cuts = np.linspace(start, end, len(arpabet) + 1)
        out += [(p, cuts[i], cuts[i + 1]) for i, p in enumerate(arpabet)]
    return out


def spoken_flite(phones, rate):
    """flite segments [(name, end second)] -> [(phone, start, end)] in samples."""
    out, start = [], 0.0
    for name, end in phones:
        phone = _FLITE.get(name, name.upper())
        if phone in INDEX:
            out.append((phone, start * rate, end * rate))
        start = end
    return out


def _substitution_table():
    n = len(PHONES)
    table = np.full((n, n), 1.6)
    for i, a in enumerate(PHONES):
        for j, b in enumerate(PHONES):
            if a == b:
                table[i, j] = 0
            elif any(a in pair and b in pair for pair in _NEAR):
                table[i, j] = 0.3
            elif (a in VOWELS) == (b in VOWELS):
                table[i, j] = 0.8 if a in VOWELS else 1.2
    return table


_SUBSTITUTE = _substitution_table()
_SKIP_SPOKEN = 0.8


def _skip_cost(phone):
    return 0.35 if phone in ("R", "HH", "T", "D", "AH", "Y") else 1.0


def lay_over(text, words, spoken):
    """Chooses a pronunciation per word and gives its phones times.

    Returns (phone indices, [(start, end) in samples], mean cost per phone); an empty span where a phone was not heard.
    """
    heard = np.array([INDEX[p] - 1 for p, _, _ in spoken])
    ramp = _SKIP_SPOKEN * np.arange(len(heard) + 1)
    row, history = ramp.copy(), []
    for word in text.split():
        best = None
        for variant in words[word]:
            current, rows = row, []
            for phone in variant:
                diagonal = current[:-1] + _SUBSTITUTE[INDEX[phone] - 1][heard]
                following = current + _skip_cost(phone)
                following[1:] = np.minimum(following[1:], diagonal)
                current = np.minimum.accumulate(following - ramp) + ramp
                rows.append(current)
            if best is None or current.min() < best[0] - 0.05:
                best = (current.min(), variant, rows)
        history += list(zip(best[1], best[2]))
        row = best[2][-1]
    return _trace(history, heard, ramp, spoken)


def _trace(history, heard, ramp, spoken):
    j, rows = len(heard), [ramp] + [rows for _, rows in history]
    spans = []
    for i in range(len(history), 0, -1):
        phone, here, before = history[i - 1][0], rows[i], rows[i - 1]
        while j and here[j] < min(before[j] + _skip_cost(phone), before[j - 1] + _SUBSTITUTE[INDEX[phone] - 1][heard[j - 1]]) - 1e-6:
            j -= 1
        if j and here[j] >= before[j - 1] + _SUBSTITUTE[INDEX[phone] - 1][heard[j - 1]] - 1e-6:
            j -= 1
            spans.append((spoken[j][1], spoken[j][2]))
        else:
            edge = spoken[min(j, len(spoken) - 1)][1]
            spans.append((edge, edge))
    phones = [INDEX[p] for p, _ in history]
    return phones, spans[::-1], float(rows[-1][len(heard)] / max(1, len(phones)))
