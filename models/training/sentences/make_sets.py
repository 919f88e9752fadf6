"""Draws sentences of people to measure on: python3 make_sets.py --shared SHARED --part test --out WORK/test [--seed 1]

Writes can.tsv, cannot.tsv and context.yaml as `edge-runtime eval sentences` reads them. can.tsv: what mapping.tsv gives an intent, at
most a tenth of one intent and 52 % of one file (SLURP has few of its own that HWU64 lacks). Slots are labelled by rules that are not the
program's (labels_of.py); where these cannot tell they are not checked. context.yaml is the glasses' own with the people who are called or
written to among the contacts, as they would be on the wearer's phone.
"""
import argparse
import csv
import json
import os
import random
import re
from collections import Counter

import marked
import mapping
from labels_of import CALLED, NOT_NAMES, slots_of

CAN, CANNOT = 1100, 4000
OF_INTENT, OF_FILE = 0.10, 0.52
_WRITTEN = re.compile(
    r"\b(?:text|message|call|email)(?: message)? (?:to|for) (?:my )?(?!me\b|my\b|a\b|the\b)([a-z]+)\b"
    r"|\bsend (?!a\b|the\b|me\b|my\b|out\b)([a-z]+) a\b"
)


def drawn(found, count, r):
    """At most that many, with the shares of one intent and of one file held."""
    order, intents, sources, out = list(found), Counter(), Counter(), []
    r.shuffle(order)
    for meaning in order:
        if len(out) < count and intents[meaning.intent] < OF_INTENT * count and sources[meaning.source] < OF_FILE * count:
            intents[meaning.intent] += 1
            sources[meaning.source] += 1
            out.append(meaning)
    return out


def names_in(meanings):
    """Who is called or written to."""
    found = set()
    for meaning in meanings:
        if meaning.intent in ("Call", "SendMessage"):
            for pattern in (CALLED, _WRITTEN):
                for match in pattern.findall(meaning.text.lower()):
                    found.update(n for n in ([match] if isinstance(match, str) else match) if n and n not in NOT_NAMES)
    return sorted(found)


def write(path, meanings, wishes):
    """One table."""
    with open(path, "w", encoding="utf-8", newline="") as f:
        table = csv.writer(f, delimiter="\t", quoting=csv.QUOTE_NONE, quotechar=None, lineterminator="\n")
        table.writerow(["text", "intent", "slots", "also", "source"])
        for meaning in meanings:
            text = meaning.text.replace("\t", " ")
            slots = slots_of(meaning) if wishes else None
            table.writerow(
                [text, meaning.intent if wishes else "", "" if slots is None else json.dumps(slots), ",".join(meaning.also), meaning.source]
            )


def context_with(names):
    """The glasses' context with more contacts."""
    with open(marked.CONTEXT, encoding="utf-8") as f:
        text = f.read()
    entry = '      - "Anna"\n'
    more = "".join(
        '      - "%s"\n' % name.capitalize()
        for name in names
        if name not in ("anna", "ben", "carlos", "maria", "thomas", "david", "emma", "sarah")
    )
    assert text.count(entry) == 1
    return text.replace(entry, entry + more)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", required=True)
    parser.add_argument("--part", default="test", choices=("dev", "test"))
    parser.add_argument("--out", required=True)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    r = random.Random(args.seed)
    meanings = list(mapping.meanings(args.shared, args.part))
    can = drawn([m for m in meanings if m.intent != mapping.OUTSIDE], CAN, r)
    cannot = [m for m in meanings if m.intent == mapping.OUTSIDE]
    cannot = r.sample(cannot, min(CANNOT, len(cannot)))
    os.makedirs(args.out, exist_ok=True)
    write(os.path.join(args.out, "can.tsv"), can, True)
    write(os.path.join(args.out, "cannot.tsv"), cannot, False)
    with open(os.path.join(args.out, "context.yaml"), "w", encoding="utf-8") as f:
        f.write(context_with(names_in(can)))
    print("%d wishes %s, %d others" % (len(can), dict(Counter(m.source for m in can)), len(cannot)))


if __name__ == "__main__":
    main()
