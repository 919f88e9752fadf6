"""What is left of a sentence when case, punctuation, numbers and times are taken away: two sentences that are left the same are one."""
import functools
import re

NAME, NUMBER, DAY = "~", "#", "@"  # what stands for a name, a number or time, a day or month

_NUMBERS = set(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen "
    "twenty thirty forty fifty sixty seventy eighty ninety hundred thousand million billion noon midnight o'clock "
    "first third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth fifteenth sixteenth seventeenth "
    "eighteenth nineteenth twentieth thirtieth".split()
)
_DAYS = set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october "
    "november december".split()
)
_MAY = "may"  # the month only behind a number or a word like "in": "may i" is no date
_BEFORE_A_MONTH = {"in", "of", "on", "since", "until", "by", NUMBER}
_TOKEN = re.compile(r"\d+(?:st|nd|rd|th)?|[^\W\d_]+(?:'[^\W\d_]+)*|%s" % NAME)
_RUN = re.compile(r"#(?: (?:#|and|point|oh|half|a half|and a half|am|pm|a m|p m)(?= |$))+")
_CLOCK = re.compile(r"(?:a quarter|quarter|half|#) (?:past|till|to|after) #")


@functools.lru_cache(2**18)  # several times the sentences of all sources: lists are made and looked at more than once
def masked(text):
    """The words of a text in small letters, with NUMBER for numbers and times, DAY for days and months; NAME stays where it stands."""
    text = text.lower().replace("’", "'").replace("`", "'").replace("&", " and ").replace("$", " dollars ").replace("%", " percent ")
    text = re.sub(r"\b([ap])\. ?m\b\.?", r"\1m", text)
    text = re.sub(r"(\d)[:.,](\d)", r"\1 \2", text)
    out = []
    for token in _TOKEN.findall(text):
        day = token.removesuffix("'s")
        if token[0].isdigit() or token in _NUMBERS:
            token = NUMBER
        elif day in _DAYS and (day != _MAY or out and out[-1] in _BEFORE_A_MONTH):
            token = DAY
        out.append(token)
    return _CLOCK.sub(NUMBER, _RUN.sub(NUMBER, " ".join(out)))
