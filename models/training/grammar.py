"""Random sentences from a context file in Home Assistant's intents format."""
import re

import yaml

from numbers_spoken import spoken, spoken_duration, spoken_time

_NAMES = (
    "anna ben maria john mike sarah david emma peter lucy tom alice mom dad doctor smith kate james olivia "
    "noah liam sophie daniel laura kevin rachel brian wei ming carlos elena fatima omar priya"
).split()


class Sampler:
    """Samples sentences of one context; r is random.Random. dynamic gives values of lists filled at run time."""

    def __init__(self, path, words, dynamic=None):
        with open(path, encoding="utf-8") as f:
            context = yaml.safe_load(f)
        self._lists = context.get("lists") or {}
        self._rules = context.get("expansion_rules") or {}
        self._words = words
        self._dynamic = dynamic or _NAMES
        self.intents = {name: [s for block in intent["data"] for s in block["sentences"]] for name, intent in context["intents"].items()}

    def sentence(self, r):
        """(intent, sentence in lower-case words), or None when a word of it is not in the dictionary."""
        intent = r.choice(list(self.intents))
        text = self._expand(r.choice(self.intents[intent]), r, 0)
        if text is None:
            return None
        text = " ".join(re.sub(r"[^a-z' ]", " ", spoken(text.lower())).split())
        known = text and all(w in self._words for w in text.split())
        return (intent, text) if known else None

    def _expand(self, template, r, depth):
        if depth > 12:
            raise ValueError("rules nest too deep: " + template)
        out, at = [], 0
        while at < len(template):
            c = template[at]
            if c in "([<{":
                end = _close(template, at)
                part = self._part(c, template[at + 1 : end], r, depth)
                if part is None:
                    return None
                out.append(part)
                at = end + 1
            else:
                out.append(c)
                at += 1
        return "".join(out)

    def _part(self, kind, inner, r, depth):
        if kind == "<":
            return self._expand(self._rules[inner.strip()], r, depth + 1)
        if kind == "{":
            return self._value(inner.split(":")[0].strip(), r, depth)
        if kind == "[" and r.random() < 0.5:
            return ""
        options = _split(inner, ";")
        if len(options) > 1:
            r.shuffle(options)
            parts = [self._expand(o, r, depth + 1) for o in options]
            return None if None in parts else " ".join(parts)
        return self._expand(r.choice(_split(inner, "|")), r, depth + 1)

    def _value(self, name, r, depth):
        spec = self._lists.get(name)
        if spec is None or spec.get("wildcard"):
            return None
        if "range" in spec:
            span = spec["range"]
            value = r.choice(range(int(span["from"]), int(span["to"]) + 1, int(span.get("step", 1))))
            percent = span.get("type") == "percentage" and r.random() < 0.7
            return "%d%s" % (value, " percent" if percent else "")
        kind = spec.get("type")
        if kind == "duration":
            return spoken_duration(r)
        if kind == "time":
            return spoken_time(r)
        if kind == "number":
            return spoken(str(r.randint(int(spec.get("from", 0)), int(spec.get("to", 120)))))
        values = spec.get("values") or []
        if kind == "dynamic" or not values:
            return r.choice(self._dynamic)
        value = r.choice(values)
        return self._expand(str(value["in"] if isinstance(value, dict) else value), r, depth + 1)


def _close(text, start):
    """Index of the bracket that closes text[start]."""
    pairs = {"(": ")", "[": "]", "<": ">", "{": "}"}
    stack = []
    for i in range(start, len(text)):
        if text[i] in pairs:
            stack.append(pairs[text[i]])
        elif stack and text[i] == stack[-1]:
            stack.pop()
            if not stack:
                return i
    raise ValueError("unclosed bracket: " + text)


def _split(text, mark):
    """Splits at mark outside brackets."""
    parts, depth, last = [], 0, 0
    for i, c in enumerate(text):
        depth += (c in "([<{") - (c in ")]>}")
        if c == mark and depth == 0:
            parts.append(text[last:i])
            last = i + 1
    return parts + [text[last:]]
