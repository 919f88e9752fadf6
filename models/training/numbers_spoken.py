"""Numbers, times and durations as people say them."""
import re

_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen " "seventeen eighteen nineteen"
).split()
_TENS = "x x twenty thirty forty fifty sixty seventy eighty ninety".split()


def cardinal(n, joined=False):
    """0 <= n < 10**9 in words; joined puts 'and' after hundred."""
    if n < 20:
        return _ONES[n]
    if n < 100:
        return _TENS[n // 10] + ("" if n % 10 == 0 else " " + _ONES[n % 10])
    for size, name in ((10**6, "million"), (1000, "thousand"), (100, "hundred")):
        if n >= size:
            rest = n % size
            link = " and " if joined and size == 100 else " "
            return cardinal(n // size) + " " + name + (link + cardinal(rest, joined) if rest else "")
    raise ValueError(n)


def year(n):
    """1900..2099 in pairs."""
    if 2000 <= n < 2010 or n % 100 == 0:
        return cardinal(n)
    return cardinal(n // 100) + " " + ("oh " if n % 100 < 10 else "") + cardinal(n % 100)


def spoken(text):
    """Replaces times, percentages, years and integers in text by words."""
    text = re.sub(r"(\d+):00\b", r"\1", text)
    text = re.sub(r"(\d+):(\d\d)", r"\1 \2", text)
    text = re.sub(r"(\d)\s*%", r"\1 percent ", text)
    text = re.sub(r"(\d),(\d{3})", r"\1\2", text)
    text = re.sub(r"\b(\d+)\s*([ap])\.?m\b\.?", r"\1 \2 m", text)
    text = re.sub(r"\b(19\d\d|20\d\d)\b", lambda m: year(int(m.group())), text)
    return re.sub(r"\d+", lambda m: " %s " % _digits(m.group()), text)


def _digits(run):
    return cardinal(int(run)) if len(run) <= 6 and run[0] != "0" or run == "0" else " ".join(_ONES[int(c)] for c in run)


def spoken_duration(r):
    """A random duration, such as 'one hour and twenty minutes'."""
    unit = r.choice(["seconds", "minutes", "minutes", "hours"])
    n = r.choice([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 12, 15, 20, 25, 30, 40, 45, 50, 60, 90])
    base = "%s %s" % (cardinal(n), unit if n > 1 else unit[:-1])
    k = r.random()
    if k < 0.1:
        return r.choice(["half an hour", "an hour", "a minute", "an hour and a half", "a quarter of an hour"])
    if k < 0.25 and unit != "seconds":
        small = "seconds" if unit == "minutes" else "minutes"
        return "%s %s%s %s" % (base, r.choice(["and ", ""]), cardinal(r.randint(2, 59)), small)
    return base


def spoken_time(r):
    """A random time of day, such as 'quarter past seven' or 'six thirty p m'."""
    hour, minute, k = r.randint(1, 12), r.choice([0, 5, 10, 15, 20, 25, 30, 35, 40, 45, 50, 55, r.randint(1, 59)]), r.random()
    tail = r.choice(["", "", " a m", " p m", " in the morning", " in the evening", " in the afternoon"])
    if k < 0.08:
        return r.choice(["noon", "midnight"])
    if k < 0.2:
        return "%s %s %s" % (r.choice(["quarter", "half", "ten", "five", "twenty"]), "past", cardinal(hour))
    if k < 0.27:
        return "%s to %s" % (r.choice(["quarter", "ten", "five", "twenty"]), cardinal(hour))
    if minute == 0:
        return cardinal(hour) + r.choice([" o'clock", "", tail])
    return "%s %s%s%s" % (cardinal(hour), "oh " if minute < 10 else "", cardinal(minute), tail)
