"""Makes a many-slot sentence of a transcript: some of its words become slots whose lists hold what sounds alike and what does not.

Words may be left out, slots too (the said one or one that nobody says), and two parts may change places, as in people's contexts.
"""
import json
import math
from typing import NamedTuple

FEWEST, MOST = 3, 6  # slots of what is said
FEW_VALUES, MANY_VALUES = 5, 40
NEAR_SHARE = 0.5  # of the alternatives
NEAREST = 60  # words that count as near
PAIR, LEAVE_WORD, LEAVE_SLOT, UNSAID, COURTESY, ORDER = 0.15, 0.4, 0.4, 0.5, 0.3, 0.35  # how often
SMALL = set("a an the to of in on at for and or is it i you we he she they my your his her its our be was are that this with as do".split())
LINKS = ("and", "with", "for")


class Template(NamedTuple):
    """A sentence with its lists, and what the transcript makes of it."""

    sentence: str
    lists: dict  # {name: values}
    slots: dict  # {slot: value} of the transcript


class Maker:
    """Draws templates; sounds holds the vocabulary of the alternatives, common the words for chance, r is random.Random."""

    def __init__(self, sounds, common, r):
        self._sounds, self._common, self._r = sounds, common, r

    def template(self, name, text):
        """A template for a transcript of at least FEWEST + 1 words; its lists are called after name."""
        r, words = self._r, text.split()
        units = self._units(words)
        taken = set().union(*(self._sounds.ways(said) for said in [*words, *(said for said, _ in units)]))
        lists, slots, pieces = {}, {}, []
        for said, is_slot in units:
            if not is_slot:
                pieces.append("[%s]" % said if said in SMALL and r.random() < LEAVE_WORD else said)
                continue
            slot = "s%d" % (len(slots) + 1)
            slots[slot], lists[name + slot] = said, sorted([said, *self._alternatives(said, taken)])
            pieces.append("{%s%s:%s}" % (name, slot, slot))
        self._leave_slot(pieces)
        if r.random() < UNSAID:
            self._add_unsaid(pieces, name, lists, taken, words)
        if r.random() < ORDER:
            at = r.randrange(1, len(pieces))
            pieces = ["(%s;%s)" % (" ".join(pieces[:at]), " ".join(pieces[at:]))]
        if r.random() < COURTESY and "please" not in words:
            pieces.insert(r.choice((0, len(pieces))), "[please]")
        return Template(" ".join(pieces), lists, slots)

    def _units(self, words):
        """[(words, whether they are a slot)] in order."""
        r = self._r
        count = min(r.randint(FEWEST, MOST), len(words) - 1)
        weigh = lambda i: r.random() ** (1 if words[i] in SMALL else 1 / 3)
        chosen = set(sorted(range(len(words)), key=weigh, reverse=True)[:count])
        units, at = [], 0
        while at < len(words):
            pair = at in chosen and at + 1 < len(words) and at + 1 not in chosen and len(chosen) < len(words) - 1 and r.random() < PAIR
            units.append((" ".join(words[at : at + 1 + pair]), at in chosen))
            at += 1 + pair
        return units

    def _alternatives(self, said, taken):
        """Values beside the one that is said, none sounding like another; taken gains how they sound."""
        r = self._r
        count = round(math.exp(r.uniform(math.log(FEW_VALUES), math.log(MANY_VALUES)))) - 1
        near = self._near(said)
        r.shuffle(near)
        found = []
        for want, pool in ((round(NEAR_SHARE * count), near), (count, (self._any(said) for _ in range(20 * count)))):
            for value in pool:
                if len(found) >= want:
                    break
                ways = self._sounds.ways(value)
                if not ways & taken:
                    taken |= ways
                    found.append(value)
        return found

    def _near(self, said):
        """What is near in sound; of two words one changes."""
        words = said.split()
        at = self._r.randrange(len(words))
        return [" ".join(words[:at] + [near] + words[at + 1 :]) for near in self._sounds.nearest(words[at], NEAREST)]

    def _any(self, said):
        return " ".join(self._r.choice(self._common) for _ in said.split())

    def _leave_slot(self, pieces):
        """Lets one slot be left out, often with the word before it."""
        at = [i for i, piece in enumerate(pieces) if piece.startswith("{")]
        if self._r.random() >= LEAVE_SLOT:
            return
        i = self._r.choice(at)
        if i and "{" not in pieces[i - 1] and len(pieces) > 2 and self._r.random() < 0.5:
            pieces[i - 1 : i + 1] = ["[%s %s]" % (pieces[i - 1].strip("[]"), pieces[i])]
        else:
            pieces[i] = "[%s]" % pieces[i]

    def _add_unsaid(self, pieces, name, lists, taken, words):
        """A slot that the transcript leaves out, with what sounds like something in it."""
        lists[name + "x"] = sorted(self._alternatives(self._r.choice(words), taken))
        link = self._r.choice(("", *LINKS))
        pieces.insert(self._r.randint(0, len(pieces)), "[%s{%sx:x}]" % (link and link + " ", name))


def without(template, slot):
    """The same template, in which the list of a slot has not what the transcript says."""
    name = next(name for name in template.lists if name.endswith(slot))
    values = [value for value in template.lists[name] if value != template.slots[slot]]
    return template._replace(lists={**template.lists, name: values})


def write_context(path, templates):
    """A context of one intent for each of {intent: template}."""
    with open(path, "w", encoding="utf-8") as f:
        f.write("language: en\nintents:\n")
        for intent, template in templates.items():
            f.write("  %s:\n    data:\n      - sentences:\n          - %s\n" % (intent, json.dumps(template.sentence)))
        f.write("lists:\n")
        for template in templates.values():
            for name, values in template.lists.items():
                f.write("  %s:\n    values:\n" % name)
                f.writelines("      - %s\n" % json.dumps(value) for value in values)
