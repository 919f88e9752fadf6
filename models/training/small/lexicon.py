"""Writes models/lexicon.txt from the CMU dictionary: one character per phone, sorted bytes, a few spoken reductions added.

    python3 lexicon.py --shared DIR --out models/lexicon.txt
"""
import argparse
import re
from pathlib import Path

import dictionary as D

# Forms that people say in running speech and the dictionary lacks, written by us; the dictionary's own come first.
REDUCED = """
a AH|EY
and AH N D|AH N|AE N|N
are ER
as AH Z
at AH T
because B IH K AH Z|K AH Z
but B AH T
camera K AE M R AH|K AE M ER AH
can K AH N|K IH N
could K AH D
do D AH
every EH V R IY|EH V ER IY
for F ER|F AH
from F R AH M|F ER M
had AH D|HH AH D
has AH Z|HH AH Z
have AH V|HH AH V
he IY
her ER
him IH M
his IH Z
i'm AH M
in AH N
is AH Z
it AH T
just JH AH S T|JH AH S|JH IH S T
minute M IH N IH T
minutes M IH N IH T S
must M AH S T|M AH S
my M AH
of AH V|AH
on AO N|AA N
or ER
our AA R
out AW T
picture P IH K SH ER
pictures P IH K SH ER Z
should SH AH D
some S AH M|S M
than DH AH N
that DH AH T
the DH AH|DH IY
them DH AH M|AH M
then DH AH N
there DH ER
to T AH|T IH|T UW
us AH S
volume V AA L Y AH M|V AA L Y UW M
want W AA N
was W AH Z
what W AA T|W AH T
will W AH L
with W IH DH|W IH TH
would W AH D
you Y AH|Y IH
your Y ER|Y AO R
you're Y ER
"""

HEADER = """# Pronouncing lexicon: lower-case word, space, one character per phone; a line per pronunciation, the usual one first.
# Words ascend by their bytes (space sorts below every letter), so that a reader can search the raw bytes without parsing.
# Phones: {alphabet}
# From the CMU Pronouncing Dictionary (Carnegie Mellon University, BSD licence), stress removed; words with characters
# other than a-z, apostrophe, hyphen and dot left out; spoken reductions and onsets like CH R for "tr" added by lexicon.py.
"""


def reductions():
    for line in REDUCED.strip().splitlines():
        word, forms = line.split(" ", 1)
        yield word, [tuple(f.split()) for f in forms.split("|")]


def onset(phones):
    """American speech starts 'tr' with CH and 'dr' with JH."""
    swap = {("T", "R"): "CH", ("D", "R"): "JH"}.get(phones[:2])
    return (swap,) + phones[1:] if swap else None


def build(words):
    words = {w: list(v) for w, v in words.items() if re.fullmatch(r"[a-z'.-]+", w)}
    for word, forms in reductions():
        words[word] = list(dict.fromkeys(words.get(word, []) + forms))
    for variants in words.values():
        for phones in list(variants):
            if onset(phones) and onset(phones) not in variants:
                variants.append(onset(phones))
    return words


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds speech/cmudict-en-us.dict")
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    words = build(D.read(options.shared / "speech" / "cmudict-en-us.dict"))
    alphabet = " ".join(f"{c}={p}" for p, c in D.CHAR_OF.items())
    lines = [f"{word} {''.join(D.CHAR_OF[p] for p in phones)}\n" for word in sorted(words, key=str.encode) for phones in words[word]]
    data = (HEADER.format(alphabet=alphabet) + "".join(lines)).encode("ascii")
    options.out.write_bytes(data)
    print(f"{options.out.name}: {len(words)} words, {len(lines)} pronunciations, {len(data)} bytes")


if __name__ == "__main__":
    main()
