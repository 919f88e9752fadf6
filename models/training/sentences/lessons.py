"""Draws what the reader of free sentences learns from: sentences with their intent, their slots, and whether they hold more or a no."""
import os
import random
import re

import mapping  # first: it knows the way to those beside this folder
import held_out
import wordpiece
from marked import CONTEXT, Lesson, Marked, intents, people
from values import HERE, Values, read

_POLITE = re.compile(
    r"^(?:please|can you|could you|would you|will you|hey|ok|just|now|i want to|i want you to|i'd like to|i'd like you to|"
    r"i would like you to|i need you to|go ahead and|let's|let us|kindly|quickly) +"
)
_ACTS = set(
    "TakePhoto StartVideo SetVolume VolumeUp VolumeDown Mute Unmute SetBrightness BrightnessUp BrightnessDown SetTimer CancelTimer "
    "SetAlarm CancelAlarm Snooze PlayMedia PauseMedia NextTrack PreviousTrack Call SendMessage ReadMessages TakeNote ReadNotes "
    "DeleteNotes SetReminder ReadThis ScanThis Navigate StopNavigation FactoryReset AnswerCall HangUp DoNotDisturbOn DoNotDisturbOff "
    "StopVideo Translate".split()
)
_VERB = re.compile(
    r"^(?:take|snap|start|begin|record|film|set|turn|raise|lower|increase|decrease|mute|unmute|make|create|cancel|delete|remove|play|pause|"
    r"skip|call|phone|dial|ring|send|write|text|message|tell|read|remind|translate|navigate|guide|stop|wake|add|put|answer|hang|reset|"
    r"erase|wipe|enable|activate|go|open|scan|show|resume|reply|jot|note|switch|clear|photograph)\b"
)
_UNFINISHED = set("the a an to for at of in into my with and or from by about is are your".split())
_BARE = ["duration", "when", "percent", "contact", "place", "again", "clause", "message"]  # a value alone is no wish
_BEFORE_IT = ["", "", "for ", "at ", "to ", "in ", "with ", "and "]
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def _bare(lesson):
    """A wish without what is polite around it, from its verb on; None where it does not begin with one or is no act."""
    text = lesson.text
    while _POLITE.match(text):
        text = _POLITE.sub("", text, 1)
    return text if lesson.intent in _ACTS and _VERB.match(text) else None


class Course:
    """Draws the lessons of an epoch."""

    def __init__(self, shared, seed, part=held_out.TRAIN):
        self._r = r = random.Random(seed)
        self._values, self._frames = Values(shared, r), read()
        self._grammar = Marked(CONTEXT, self._values)
        self._phrases, self._outside = (Marked(os.path.join(HERE, name), self._values) for name in ("phrases.yaml", "outside.yaml"))
        known = list(people(shared, part))
        self.can = [lesson for lesson in known if lesson.intent != mapping.OUTSIDE]
        self.cannot = [lesson for lesson in known if lesson.intent == mapping.OUTSIDE]
        self._names = intents()

    def epoch(self, size=60000):
        """About that many lessons in random order."""
        r, part = self._r, size // 100
        out = [self._phrase() for _ in range(30 * part)]
        out += [self._grammar.lesson(r, r.choice(self._names[:-1])) for _ in range(8 * part)]
        out += [r.choice(self.can) for _ in range(20 * part)]
        out += r.sample(self.cannot, min(len(self.cannot), 21 * part))
        out += [self._outside.lesson(r)._replace(intent=mapping.OUTSIDE, spans=[]) for _ in range(7 * part)]
        out += [self._both() for _ in range(3 * part)]
        out += [self._taken_back() for _ in range(5 * part)]
        out += [self._noise() for _ in range(6 * part)]
        out = [self._rough(lesson) if r.random() < 0.12 else lesson for lesson in out]
        r.shuffle(out)
        return out

    def _phrase(self):
        return self._phrases.lesson(self._r, self._r.choice(self._names[:-1]))

    def _any(self):
        return self._phrase() if self._r.random() < 0.6 else self._r.choice(self.can)

    def _both(self):
        """Two wishes in one sentence."""
        first, second = self._any(), self._any() if self._r.random() < 0.8 else self._r.choice(self.cannot)
        return Lesson(first.text.rstrip(".?! ") + self._r.choice(self._frames["links"]) + second.text, first.intent, None, more=True)

    def _around(self, key, allowed=lambda text: True):
        """(a wish with words of values.yaml around it, its intent)."""
        while True:
            lesson = self._any()
            bare = _bare(lesson)
            if bare and allowed(bare):
                return wordpiece.plain(self._r.choice(self._frames[key]) % bare), lesson.intent

    def _taken_back(self):
        text, intent = self._around("taken_back", lambda bare: not re.match(r"stop|cancel that", bare))
        return Lesson(text, intent, None, negated=True)

    def _noise(self):
        r, k = self._r, self._r.random()
        if k < 0.2:
            return Lesson(self._around("told")[0], mapping.OUTSIDE, [])
        if k < 0.35:
            return self._cut()
        if k < 0.5:
            text = r.choice(_BEFORE_IT) + self._values.of(r.choice(_BARE))
        elif k < 0.6:
            text = r.choice(self._frames["elsewhere"])
        elif k < 0.8:
            pool = " ".join(lesson.text for lesson in r.sample(self.cannot, 6)).split()
            text = " ".join(r.choice(pool) for _ in range(r.randint(1, 8)))
        else:
            signs = _LETTERS + "0123456789.,!"
            text = " ".join("".join(r.choice(signs) for _ in range(r.randint(1, 9))) for _ in range(r.randint(1, 5)))
        return Lesson(wordpiece.plain(" ".join(text.split())), mapping.OUTSIDE, [])

    def _cut(self):
        """A wish that breaks off behind a word which cannot be the last."""
        while True:
            words = self._phrase().text.split()
            ends = [i for i, word in enumerate(words[:-1]) if word in _UNFINISHED and i]
            if ends:
                return Lesson(" ".join(words[: self._r.choice(ends) + 1]), mapping.OUTSIDE, [])

    def _rough(self, lesson):
        """A letter changed, lost or doubled, a mark at the end, or a word more: as people type and as ears hear."""
        r, text = self._r, lesson.text
        k, at = r.random(), r.randrange(len(text)) if text else 0
        if k < 0.4 or not text:
            return lesson._replace(text=text + r.choice([".", "?", "!", " please", " ok"]))
        letter = "" if k < 0.6 else text[at] * 2 if k < 0.8 else r.choice(_LETTERS)
        if not text[at].isalpha():
            return lesson
        grown = len(letter) - 1
        moved = [(s + grown * (s > at), e + grown * (e > at), slot) for s, e, slot in lesson.spans or []]
        spans = None if lesson.spans is None else [span for span in moved if span[0] < span[1]]
        return lesson._replace(text=text[:at] + letter + text[at + 1 :], spans=spans)
