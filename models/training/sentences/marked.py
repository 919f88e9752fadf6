"""Sentences with the spans of their slots: sampled from a context file, and of people as annotators marked them."""
import json
import os
import re
from typing import NamedTuple

import yaml

import mapping  # first: it knows the way to those beside this folder
import corpora
import grammar
import held_out
import wordpiece

CONTEXT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "contexts", "glasses.yaml")
SLOTS = ["duration", "percent", "when", "again", "contact", "words", "language", "source", "place", "playlist"]
WITHOUT_SLOTS = set(
    "StopVideo Mute Unmute GetVolume TimerRemaining ListAlarms GetTime GetDate GetBattery PauseMedia NextTrack PreviousTrack AnswerCall "
    "RejectCall HangUp ReadMessages ReadNotes DeleteNotes ReadReminders DoNotDisturbOff ReadThis ScanThis DescribeView StopNavigation "
    "FindPhone FactoryReset Repeat Stop Undo Help Hello Thanks Goodbye Yes No".split()
)
_OF_LIST = {
    **{name: "when" for name in ("time", "date", "weekday", "week", "part", "in_part", "half", "when")},
    **{name: "words" for name in ("message", "remark", "note", "jotting", "statement", "reminder", "words", "clause")},
    **{"destination": "place", "home_place": "place", "place": "place", "repeat": "again", "again": "again"},
    **{name: name for name in ("duration", "percent", "contact", "language", "playlist")},
}
_OF_ENTITY = {"time": "when", "date": "when", "timeofday": "when", "general_frequency": "again"}
_LINK = re.compile(r"^[\s,]*(?:(?:at|on|in|the|for|of|by|this|next)\s+)*$")
_TENS = "twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety"
_PERCENT = re.compile(r"\b(?:\d{1,3}|(?:%s)(?: \w+(?= percent))?|ten|hundred)(?: ?%%| percent)?" % _TENS)


class Lesson(NamedTuple):
    """A sentence: plain text, intent or mapping.OUTSIDE, [(start, end, slot)] or None where nobody marked them, and two flags."""

    text: str
    intent: str
    spans: list
    more: bool = False
    negated: bool = False


def intents():
    """The glasses' own intents in the order of their file, without answers, and mapping.OUTSIDE at the end."""
    with open(CONTEXT, encoding="utf-8") as f:
        return [name for name in yaml.safe_load(f)["intents"] if name != "Answer"] + [mapping.OUTSIDE]


def joined(spans, text):
    """Spans of times with nothing but small words between them are one."""
    out = []
    for start, end, slot in sorted(spans):
        if out and slot == out[-1][2] == "when" and _LINK.match(text[out[-1][1] : start]):
            out[-1] = (out[-1][0], end, slot)
        else:
            out.append((start, end, slot))
    return out


class Marked(grammar.Sampler):
    """Samples sentences of a context with the spans of their slots; values gives what stands in the lists."""

    def __init__(self, path, values):
        super().__init__(path, frozenset())
        self._values = values
        with open(CONTEXT, encoding="utf-8") as f:
            self._lists = {**(yaml.safe_load(f)["lists"]), **self._lists}

    def lesson(self, r, intent=None):
        """One sentence of an intent, or of any."""
        intent = intent or r.choice(list(self.intents))
        marked = self._expand(r.choice(self.intents[intent]), r, 0)
        text, spans, start, slot = "", [], 0, None
        for word in re.findall(r"\x01[^\x02]*\x02|\x03|[^\s\x01-\x03]+", marked):
            if word[0] == "\x01":
                start, slot = len(text) + bool(text), word[1:-1]
            elif word == "\x03":
                if len(text) > start:
                    spans.append((start, len(text), slot))
            else:
                text += " " * bool(text) + word
        text = wordpiece.plain(text)
        return Lesson(text, intent, joined(spans, text))

    def _part(self, kind, inner, r, depth):
        if kind != "{":
            return super()._part(kind, inner, r, depth)
        name, _, slot = (piece.strip() for piece in inner.partition(":"))
        value = self._values.of(name)
        value = self._value(name, r, depth) if value is None else value
        label = "source" if slot == "source_language" else _OF_LIST.get(name)
        return "\x01%s\x02%s\x03" % (label, value) if label else value


def _annotated(shared):
    """{text: [(start, end, entity)]} of HWU64 and SLURP."""
    found = {}
    with open(os.path.join(shared, "text", corpora.FILES["hwu64"]), encoding="utf-8") as f:
        for row in map(json.loads, f):
            found[" ".join(row["text"].split())] = [(e["start"], e["end"], e["entity"]) for e in row["entities"]]
    with open(os.path.join(shared, "text", corpora.FILES["slurp"]), encoding="utf-8") as f:
        for row in map(json.loads, f):
            text, spans, at = "", [], 0
            for span in re.finditer(r"\[([^:\]]*?) *: *([^\]]*?) *\]", row["sentence_annotation"]):
                text += row["sentence_annotation"][at : span.start()]
                spans.append((len(text), len(text) + len(span[2]), span[1]))
                text, at = text + span[2], span.end()
            found.setdefault(" ".join((text + row["sentence_annotation"][at:]).split()), spans)
    return found


def people(shared, part=held_out.TRAIN):
    """Lessons of what people wrote; spans where annotators of HWU64 and SLURP marked them, or where the intent has none."""
    annotated = _annotated(shared)
    for meaning in mapping.meanings(shared, part):
        text = wordpiece.plain(meaning.text)
        spans = None
        if meaning.intent in WITHOUT_SLOTS:
            spans = []
        elif meaning.intent in ("SetVolume", "VolumeUp", "VolumeDown"):
            spans = [(m.start(), m.end(), "percent") for m in _PERCENT.finditer(text)]
        elif meaning.text in annotated and meaning.intent in ("SetAlarm", "CancelAlarm"):
            spans = joined([(a, b, _OF_ENTITY[e]) for a, b, e in annotated[meaning.text] if e in _OF_ENTITY], text)
        yield Lesson(text, meaning.intent, spans)
