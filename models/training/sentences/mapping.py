"""What the sentences of shared/text mean to the glasses: mapping.tsv, read.

The first row whose source, intent and pattern fit says it. `glasses` is an intent of contexts/glasses.yaml, OUTSIDE for what the glasses
do not do, or UNSURE for what is neither learned from nor measured on. `also` names other readings that are as right.
"""
import csv
import functools
import os
import re
import sys
from typing import NamedTuple

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
import corpora  # noqa: E402  beside this folder
import held_out  # noqa: E402

PATH = os.path.join(os.path.dirname(os.path.abspath(__file__)), "mapping.tsv")
OUTSIDE, UNSURE, ANY = "-", "?", "*"


class Meaning(NamedTuple):
    """One sentence of people: its file, what it says, the glasses' intent or OUTSIDE, and others that are as right."""

    source: str
    text: str
    intent: str
    also: tuple
    query: corpora.Query


@functools.lru_cache
def _table():
    with open(PATH, encoding="utf-8", newline="") as f:
        rows = list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(row["source"], row["intent"], re.compile(row["when"]), row["glasses"], row["also"]) for row in rows]


def meaning_of(query):
    """(glasses, also) of a row of shared/text."""
    text = query.text.lower().replace("’", "'")
    for source, intent, when, glasses, also in _table():
        if source in (ANY, query.source) and intent in (ANY, query.intent) and when.search(text):
            return glasses, tuple(also.split(",")) if also else ()
    raise ValueError("mapping.tsv lacks its last row")


@functools.lru_cache
def meanings(shared, part=held_out.TRAIN):
    """Every different sentence of a part that means something for sure."""
    seen, parts, found = set(), held_out.known(), []
    for query in corpora.queries(shared):
        text = " ".join(query.text.split())
        if parts.of_text(query.text) != part or text.lower() in seen:
            continue
        glasses, also = meaning_of(query)
        if glasses != UNSURE:
            seen.add(text.lower())
            found.append(Meaning(query.source, text, glasses, also, query))
    return found
