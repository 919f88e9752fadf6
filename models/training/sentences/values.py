"""What people put into slots, drawn by chance: values.yaml, names.txt, and what the sentences to learn from hold."""
import json
import os
import re

import yaml

import mapping  # first: it knows the way to those beside this folder
import corpora
import held_out
from numbers_spoken import spoken

HERE = os.path.dirname(os.path.abspath(__file__))
_TODO = re.compile(r"\b(?:remind(?:er|ed)?(?: me)?|need|have|want|like|forget) to ((?!set|be reminded|know|hear)\w+ .{4,60})$")
_OTHER_WISH = re.compile(r"\b(?:alarm|timer|remind|today|tomorrow|at \d)")


def read(name="values.yaml"):
    """{key: list of strings} of a file: words of one string, or all strings of nested lists."""
    with open(os.path.join(HERE, name), encoding="utf-8") as f:
        return {key: value.split() if isinstance(value, str) else _flat(value) for key, value in yaml.safe_load(f).items()}


def _flat(value):
    return [text for part in value for text in (part if isinstance(part, list) else [part])]


class Values:
    """What people put into slots; r is random.Random."""

    def __init__(self, shared, r):
        self._r, self._lists = r, read()
        with open(os.path.join(HERE, "names.txt"), encoding="utf-8") as f:
            self._names = f.read().split()
        train = mapping.meanings(shared)
        self.others = [m.text for m in train if m.intent == mapping.OUTSIDE and m.source == "clinc150"]
        found = [_TODO.search(m.text.lower()) for m in train]
        todo = {f[1].strip(" .?") for f in found if f and not _OTHER_WISH.search(f[1])}
        self.todo = sorted(text for text in todo if held_out.known().of_text(text) == held_out.TRAIN)
        spans = {}
        for slot, value in _snips_values(shared):
            spans.setdefault(slot, set()).add(value.lower())
        self._places = sorted(spans["city"] | spans["geographic_poi"])
        self._songs = sorted(spans["track"] | spans["album"] | spans["object_name"])
        self._artists = sorted(spans["artist"])

    def of(self, name):
        """A value of a list by its name; None where the context file says it."""
        maker = getattr(self, "_a_" + name, None)
        return maker() if maker else None

    def _pick(self, key):
        return self._r.choice(self._lists[key])

    def _a_contact(self):
        name, k = self._r.choice(self._names), self._r.random()
        if k < 0.6:
            return name
        if k < 0.72:
            return "my " + self._pick("relations")
        if k < 0.8:
            return self._pick("others")
        return self._pick("titles") + self._r.choice(self._names) if k < 0.86 else name + " " + self._pick("surnames")

    def _number(self, low, high):
        n = self._r.randint(low, high)
        return str(n) if self._r.random() < 0.5 else spoken(str(n))

    def _a_duration(self):
        r, k = self._r, self._r.random()
        unit = self._pick("units")
        if k < 0.25:
            return self._pick("durations")
        if k < 0.35:
            large, small = r.choice(["hours", "minutes"]), r.choice(["minutes", "seconds"])
            return "%s %s and %s %s" % (self._number(1, 12), large, self._number(1, 59), small)
        return "%s %s" % (self._number(2, r.choice([10, 20, 60, 90])), unit)

    def _a_time(self):
        r, k = self._r, self._r.random()
        hour, minute = r.randint(1, 12), r.choice([0, 0, 0, 30, 15, 45, r.randint(1, 59)])
        half = self._pick("halves")
        half = "" if minute and "o'" in half else half
        if k < 0.06:
            return r.choice(["noon", "midnight", "midday"])
        if k < 0.14:
            return self._pick("quarters") + spoken(str(hour))
        if k < 0.6:
            return (str(hour) if not minute else "%d%s%02d" % (hour, r.choice([":", ":", "", "."]), minute)) + half
        minutes = "" if not minute else " " + ("oh " if minute < 10 else "") + spoken(str(minute))
        return spoken(str(hour)) + minutes + (half if half[:1] in ("", " ") else " " + half)

    def _a_day(self):
        return self._pick("days").replace("DAY", self._pick("weekdays")).replace("DATE", self._pick("dates"))

    def _a_when(self):
        k, time = self._r.random(), self._a_time()
        if k < 0.45:
            return time
        if k < 0.65:
            return "%s %s%s" % (self._a_day(), self._r.choice(["", "at "]), time)
        return "%s %s" % (time, self._a_day()) if k < 0.85 else self._a_day()

    def _a_again(self):
        return self._pick("again")

    def _a_percent(self):
        n = self._number(0, 100) if self._r.random() < 0.7 else str(10 * self._r.randint(0, 10))
        return n + self._pick("percents")

    def _a_words(self):
        k = self._r.random()
        return self._r.choice(self.todo) if k < 0.45 else self._r.choice(self.others) if k < 0.6 else self._a_remark()

    _a_message = _a_note = _a_reminder = _a_words

    def _a_remark(self):
        state = self._pick("who") + " " + self._pick("what")
        said = self._pick("said").replace("STATE", state).replace("WHEN", self._a_day()).replace("TIME", self._a_time())
        return said.replace("CODE", self._number(1000, 9999)).replace("LEVEL", self._number(1, 5)).replace("PLACE", self._a_place())

    _a_jotting = _a_statement = _a_remark

    def _a_clause(self):
        return self._pick("clauses")

    def _a_place(self):
        k = self._r.random()
        if k < 0.35:
            return self._pick("known_places")
        if k < 0.55:
            return self._pick("named_places")
        if k < 0.65:
            return "%d %s %s" % (self._r.randint(1, 900), self._pick("streets"), self._pick("roads"))
        return self._r.choice(self._places)

    _a_destination = _a_place

    def _a_playlist(self):
        return self._pick("playlists")

    def _a_song(self):
        return self._r.choice(self._songs)

    def _a_artist(self):
        return self._r.choice(self._artists)


def _snips_values(shared):
    with open(os.path.join(shared, "text", corpora.FILES["snips"]), encoding="utf-8") as f:
        for row in map(json.loads, f):
            text = "".join(piece["text"] for piece in row["data"])
            if held_out.known().of_text(text) == held_out.TRAIN:
                yield from ((piece["entity"], piece["text"]) for piece in row["data"] if "entity" in piece)
