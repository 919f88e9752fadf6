"""Other people's queries of shared/text, with their names and times marked as their annotators did."""
import json
import os
import re
from typing import NamedTuple

from masks import NAME

FILES = {"clinc150": "clinc150.json", "snips": "snips-train.jsonl", "hwu64": "hwu64-fold1-train.jsonl", "slurp": "slurp-devel.jsonl"}

# Annotated slots that hold a name or a time: two sentences that differ in them alone are one.
_NAMES = set(
    # SNIPS
    "album artist city country cuisine current_location entity_name geographic_poi location_name movie_name object_name playlist poi "
    "restaurant_name served_dish service state timeRange track "
    # HWU64 and SLURP, which have the same annotators
    "app_name artist_name audiobook_author audiobook_name business_name date email_address event_name game_name movie_name music_album "
    "person place_name playlist_name podcast_name radio_name song_name time time_zone timeofday transport_agency transport_name".split()
)


class Query(NamedTuple):
    """One row: its file, what it says, the same with NAME for every name and time, these names, and its intent."""

    source: str
    text: str
    frame: str
    names: list
    intent: str


def queries(shared):
    """All rows of shared/text, in the order of the files."""
    for source, file in FILES.items():
        with open(os.path.join(shared, "text", file), encoding="utf-8") as f:
            rows = _clinc(json.load(f)) if source == "clinc150" else (json.loads(line) for line in f)
            for row in rows:
                yield Query(source, *_READERS[source](row))


def _clinc(parts):
    return (row for rows in parts.values() for row in rows)


def _whole(row):
    return row[0], row[0], [], row[1]


def _snips(row):
    pieces = [(piece["text"], piece.get("entity") in _NAMES) for piece in row["data"]]
    frame = "".join(" %s " % NAME if name else text for text, name in pieces)
    return "".join(text for text, _ in pieces), frame, [text for text, name in pieces if name], row["intent"]


def _hwu64(row):
    frame, names = row["text"], []
    for span in sorted(row["entities"], key=lambda span: -span["start"]):
        if span["entity"] in _NAMES:
            frame = "%s %s %s" % (frame[: span["start"]], NAME, frame[span["end"] :])
            names.append(span["value"])
    return row["text"], frame, names, row["intent"]


def _slurp(row):
    spans = re.compile(r"\[([^:\]]*?) *: *([^\]]*?) *\]")
    names = [value for kind, value in spans.findall(row["sentence_annotation"]) if kind in _NAMES]
    frame = spans.sub(lambda span: NAME if span[1] in _NAMES else span[2], row["sentence_annotation"])
    return row["sentence"], frame, names, row["intent"]


_READERS = {"clinc150": _whole, "snips": _snips, "hwu64": _hwu64, "slurp": _slurp}
