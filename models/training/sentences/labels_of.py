"""Slots of people's sentences, by rules that are not the program's: numbers and times written in digits or words."""
import re

from marked import WITHOUT_SLOTS

_SMALL = {
    w: i
    for i, w in enumerate(
        "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
        "seventeen eighteen nineteen".split()
    )
}
_TENS = {w: 10 * (i + 2) for i, w in enumerate("twenty thirty forty fifty sixty seventy eighty ninety".split())}
_UNITS = {"second": 1, "sec": 1, "minute": 60, "min": 60, "hour": 3600, "hr": 3600}
_NUMBER = r"(?:\d+|(?:%s)(?:[ -](?:%s))?|%s|a|an|half an?)" % ("|".join(_TENS), "|".join(_SMALL), "|".join(_SMALL))
_DURATION = re.compile(r"\b(%s)[ -](seconds?|secs?|minutes?|mins?|hours?|hrs?)\b" % _NUMBER)
_PERCENT = re.compile(
    r"\b(\d+|(?:%s)(?:[ -](?:%s))?|%s|(?:one |a )?hundred|half)\b" % ("|".join(_TENS), "|".join(_SMALL), "|".join(_SMALL))
)

_HOURS = [w for w, i in _SMALL.items() if 1 <= i <= 12]
_TIME = re.compile(r"\b(\d{1,2}|%s)(?:[: .]?(\d\d)| (thirty|fifteen|forty five))? ?(am|pm|a\.m\.|p\.m\.)(?!\w)" % "|".join(_HOURS))
_DAY = re.compile(r"\b(tomorrow|today|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b")
_MORE = re.compile(
    r"\b(?:next|this|every|each|daily|morning|evening|afternoon|night|tonight|week\w*|and|after|before|till|until|day|date|noon|midnight)\b"
)
CALLED = re.compile(
    r"\b(?:call|phone|dial|ring|text|message|phonecall|telephone)(?: up| to| for me| my (?:friend|coworker|brother|sister|boss))? "
    r"(?!me\b|my\b|a\b|an\b|the\b|and\b|for\b|to\b|message\b|in\b)([a-z]+)\b"
)
NOT_NAMES = set(
    "someone somebody message text call please now number contact it him her them that this one out off home up sent on work "
    "from saying dr mr mrs "
    "whoever everyone everybody people mom mum dad mother father wife husband partner office sound".split()
)


def number(words):
    """The value of a number below a hundred in digits or words; None for anything else."""
    if words.isdigit():
        return int(words)
    if words in ("a", "an"):
        return 1
    if words.startswith("half"):
        return 0.5
    parts = re.split("[ -]", words)
    if len(parts) == 2 and parts[0] in _TENS and parts[1] in _SMALL:
        return _TENS[parts[0]] + _SMALL[parts[1]]
    return _TENS.get(words, _SMALL.get(words))


def slots_of(meaning):
    """{slot: value}, all of them; None where the rules cannot tell."""
    text = meaning.text.lower()
    if meaning.intent in WITHOUT_SLOTS:
        return {}
    if meaning.intent == "SetTimer":
        return _duration(text)
    if meaning.intent in ("VolumeUp", "VolumeDown"):
        return None if _PERCENT.search(text) else {}
    if meaning.intent == "SetVolume":
        return _percent(text)
    if meaning.intent == "Call":
        return _contact(text)
    if meaning.intent == "SetAlarm" and _TIME.search(text):
        return _alarm(text)
    if meaning.intent == "SetAlarm":
        return (
            None
            if re.search(
                r"\d|\b(?:%s|%s|noon|midnight|tomorrow|today|tonight|\w+day|every|morning)\b" % ("|".join(_SMALL), "|".join(_TENS)), text
            )
            else {}
        )
    return None


def _contact(text):
    found = [name for name in CALLED.findall(text) if name not in NOT_NAMES]
    return {"contact": found[0].capitalize()} if len(found) == 1 and len(CALLED.findall(text)) == 1 else None


def _alarm(text):
    found, days = _TIME.findall(text), _DAY.findall(text)
    rest = _TIME.sub(" ", text)
    if (
        len(found) != 1
        or len(days) > 1
        or re.search(r"\d", rest)
        or _MORE.search(rest)
        or re.search(r"\b(?:%s)\b" % "|".join(_HOURS[1:]), rest)
    ):
        return None
    hour, digits, words, half = found[0]
    minute = int(digits) if digits else {"": 0, "thirty": 30, "fifteen": 15, "forty five": 45}[words]
    hour = int(hour) if hour.isdigit() else _SMALL[hour]
    if hour > 12 or minute > 59:
        return None
    time = "%02d:%02d" % (hour % 12 + (12 if half[0] == "p" else 0), minute)
    return {"time": time, **({"day": days[0]} if days else {})}


def _duration(text):
    found = _DURATION.findall(text)
    if len(found) == 1 and not re.search(r"and a half|\bor\b|\d+ *(?:am|pm)|o'clock", text):
        value = number(found[0][0])
        unit = next(size for name, size in _UNITS.items() if found[0][1].startswith(name))
        return None if value is None else {"duration": value * unit}
    return None if found or re.search(r"\d|\b(?:%s|%s)\b" % ("|".join(_TENS), "|".join(set(_SMALL) - {"one"})), text) else {}


def _percent(text):
    found = _PERCENT.findall(text)
    if len(found) == 1:
        value = 100 if "hundred" in found[0] else 50 if found[0] == "half" else number(found[0])
        return None if value is None else {"percent": value}
    return {"percent": 100} if re.search(r"\b(?:max|maximum|full|loudest|highest)\b", text) and not found else None
