"""A context file in Home Assistant's intents format as the arcs of a grammar, for expert_search.Network.

Lists of values and ranges of numbers; our own lists of times, durations and what the phone fills in are not sentences of a closed grammar.
"""
import itertools
import re

import yaml

import grammar
from expert_search import Arc
from numbers_spoken import spoken

DEPTH = 12  # that rules may nest


class Grammar:
    """Arcs from place 0 to the places in ends; index numbers the phones, words has the pronunciations."""

    def __init__(self, path, words, index):
        with open(path, encoding="utf-8") as f:
            context = yaml.safe_load(f)
        self._lists, self._rules = context.get("lists") or {}, context.get("expansion_rules") or {}
        self._words, self._index, self._places = words, index, 0
        self.arcs, self.ends, self.unknown = [], [], set()
        self._intents, self._slots, self._leaving = {}, {}, None  # {end: intent}; {(start, end of a value): (slot, value)}
        for name, intent in context["intents"].items():
            end = self._join(0, [sentence for block in intent["data"] for sentence in block["sentences"]])
            self.ends.append(end)
            self._intents[end] = name

    def reading(self, words):
        """(intent, {slot: value}) of words that the grammar holds, the first that is found, or None."""
        if self._leaving is None:
            self._leaving = {}
            for arc in dict.fromkeys(arc._replace(phones=()) for arc in self.arcs):
                self._leaving.setdefault(arc.start, []).append(arc)
        path = self._path(0, tuple(words), set())
        if path is None:
            return None
        return self._meaning(path)

    def meanings(self, phones):
        """Every different (intent, {slot: value}) that sounds like this, numbers of phones from a beginning to an end."""
        leaving = {}
        for arc in dict.fromkeys(self.arcs):
            leaving.setdefault(arc.start, []).append(arc)
        found, dead = [], set()

        def walk(path, left):
            place = path[-1]
            alive = not left and place in self._intents
            if alive:
                meaning = self._meaning(path)
                found.extend([meaning] * (meaning not in found))
            if (place, len(left)) in dead:
                return False
            for arc in leaving.get(place, ()):
                if left[: len(arc.phones)] == arc.phones:
                    alive |= walk([*path, arc.end], left[len(arc.phones) :])
            if not alive:
                dead.add((place, len(left)))
            return alive

        walk([0], tuple(phones))
        return found

    def _meaning(self, path):
        on = set(path)
        return self._intents[path[-1]], dict(slot for (start, end), slot in self._slots.items() if start in on and end in on)

    def _path(self, place, words, dead):
        """The places on a way from place to an end by words."""
        if not words and place in self._intents:
            return [place]
        if (place, len(words)) in dead:
            return None
        for arc in self._leaving.get(place, ()):
            if not arc.word or words and words[0] == arc.word:
                rest = self._path(arc.end, words[1:] if arc.word else words, dead)
                if rest:
                    return [place, *rest]
        dead.add((place, len(words)))
        return None

    def _place(self):
        self._places += 1
        return self._places

    def _template(self, template, start, depth):
        """Adds what template says from start on; returns where it ends."""
        if depth > DEPTH:
            raise ValueError("rules nest too deep: " + template)
        at, here = 0, start
        while at < len(template):
            if template[at] in "([<{":
                end = grammar._close(template, at)
                here = self._part(template[at], template[at + 1 : end], here, depth + 1)
                at = end + 1
            else:
                text = re.match(r"[^(\[<{]+", template[at:])[0]
                here = self._text(text, here)
                at += len(text)
        return here

    def _part(self, kind, inner, start, depth):
        if kind == "<":
            return self._template(self._rules[inner.strip()], start, depth)
        if kind == "{":
            name, _, slot = (part.strip() for part in inner.partition(":"))
            return self._join(start, *zip(*self._values(name)), depth, slot=slot or name)
        orders = [" ".join(order) for order in itertools.permutations(grammar._split(inner, ";"))]
        options = orders if len(orders) > 1 else grammar._split(inner, "|")
        return self._join(start, options + [""] * (kind == "["), depth=depth)

    def _join(self, start, options, values=(), depth=0, slot=None):
        """Options side by side; each of a slot stands for its value."""
        end = self._place()
        for option, value in itertools.zip_longest(options, values):
            behind = self._template(option, start, depth)
            self.arcs.append(Arc(behind, end, "", ()))
            if slot:
                self._slots[start, behind] = slot, value
        return end

    def _values(self, name):
        """[(what is said, what it stands for)] of a list."""
        spec = self._lists[name]
        if "range" in spec:
            span = spec["range"]
            return [(spoken(str(n)), n) for n in range(int(span["from"]), int(span["to"]) + 1, int(span.get("step", 1)))]
        if spec.get("wildcard") or spec.get("type") or not spec.get("values"):
            raise ValueError("list %s has no values of its own: it cannot be in a closed grammar" % name)
        pairs = [(value["in"], value.get("out", value["in"])) if isinstance(value, dict) else (value, value) for value in spec["values"]]
        return [(str(said), out) for said, out in pairs]

    def _text(self, text, start):
        here = start
        for word in re.sub(r"[^a-z' ]", " ", spoken(text.lower())).split():
            if word not in self._words:
                self.unknown.add(word)
                here = self._place()
                continue
            end = self._place()
            self.arcs += [Arc(here, end, word, tuple(self._index[p] for p in variant)) for variant in self._words[word]]
            here = end
        return here
