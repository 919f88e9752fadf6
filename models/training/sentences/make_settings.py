"""Writes sentences.json, what belongs to the reader of free sentences.

    python3 make_settings.py --models ../.. [--rows CAN.rows CANNOT.rows]

Names of the outputs, the slots of each intent, and the confidence. --rows is what `edge-runtime eval sentences --rows` wrote about the
development part: the weights are fitted to whether its readings were right, and the thresholds to what the wearer may suffer. Without it
the probability of the intent is the confidence.
"""
import argparse
import csv
import json
import os

import numpy as np

import marked

WHEN = ["time", "day", "week", "part"]
PLACES = {
    "TakePhoto": {"duration": ["delay"]},
    **{intent: {"duration": ["duration"]} for intent in ("StartVideo", "SetTimer", "CancelTimer", "Snooze")},
    **{
        intent: {"percent": ["percent"]}
        for intent in ("SetVolume", "VolumeUp", "VolumeDown", "SetBrightness", "BrightnessUp", "BrightnessDown")
    },
    "SetAlarm": {"when": WHEN, "duration": ["duration"], "again": ["repeat"]},
    "CancelAlarm": {"when": ["time"]},
    "PlayMedia": {"playlist": ["playlist"]},
    "Call": {"contact": ["contact"]},
    "SendMessage": {"contact": ["contact"], "words": ["message"]},
    "TakeNote": {"words": ["note"]},
    "SetReminder": {"words": ["reminder"], "when": WHEN, "duration": ["duration"], "again": ["repeat"]},
    "DoNotDisturbOn": {"duration": ["duration"], "when": ["time"]},
    "Translate": {"language": ["language"], "source": ["source_language"]},
    "Navigate": {"place": ["place", "destination"]},
}
NEEDS = {  # what the tools ask for
    "SetTimer": ["duration"],
    "SetAlarm": ["time", "duration"],
    "Call": ["contact"],
    "SendMessage": ["contact"],
    "SetReminder": ["reminder"],
    "SetVolume": ["percent"],
    "SetBrightness": ["percent"],
}
NATURAL_NO = (
    "FindPhone Repeat No Stop RejectCall DoNotDisturbOn DoNotDisturbOff Undo CancelTimer CancelAlarm StopNavigation VolumeUp ReadThis "
    "NextTrack SetReminder DeleteNotes Mute VolumeDown BrightnessUp Yes Hello Thanks Goodbye Help PauseMedia"
).split()
NATURAL_TOLD = "Repeat No Yes Help Hello Thanks Goodbye Stop ReadMessages ReadNotes ReadReminders".split()
MEASURES = ("intent", "outside", "more", "negated", "unread", "worst_slot")  # as SentenceEvidence has them
PLAIN = [0.0, 1.0, 0.0, 0.0, 0.0, -2.0, 1.0]
WRONG_ACTS, OUTSIDE_ACTS, LEAST_ASKED = 0.01, 0.005, 0.35


def read_rows(paths):
    """(measures [n, 6], right [n], can [n], able [n]) of all rows with a reading by the model; able: only confidence holds it back."""
    x, right, can, able = [], [], [], []
    for path in paths:
        with open(path, encoding="utf-8", newline="") as f:
            rows = [row for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE) if row["kind"] not in ("Grammar", "")]
        for row in rows:
            x.append([float(row[name]) for name in MEASURES])
            right.append(row["best_right"] == "1")
            can.append(row["intent_wanted"] != "")
            able.append(row["kind"] == "Wish" and row["unread"] == "0")
    x = np.array(x)
    odds = lambda p: np.log(np.clip(p, 1e-6, 1 - 1e-6) / (1 - np.clip(p, 1e-6, 1 - 1e-6)))
    x[:, :4] = odds(x[:, :4])
    x[:, 4] = np.minimum(x[:, 4], 2)
    x[:, 5] = np.log(np.maximum(x[:, 5], 1e-6))
    return x, np.array(right), np.array(can), np.array(able)


def fitted(x, right, penalty=0.02, steps=4000):
    """Weights of a logistic regression, the constant first; the signs are those that the measures have by what they are."""
    signs = np.array([1, -1, -1, -1, -1, 1])
    scale = x.std(0) + 1e-6
    w, b = 0.3 * signs, 0.0
    z, y = x / scale, right.astype(float)
    for _ in range(steps):
        p = 1 / (1 + np.exp(-(z @ w + b)))
        w = w - 0.3 * (z.T @ (p - y) / len(y) + penalty * w / 10)
        w = np.where(w * signs < 0, 0, w)
        b -= 0.3 * (p - y).mean()
    return [round(float(v), 5) for v in [b, *(w / scale)]]


def ece(p, right, bins=10):
    """Expected calibration error over equally filled bins."""
    order = np.argsort(p)
    return float(sum(len(part) / len(p) * abs(p[part].mean() - right[part].mean()) for part in np.array_split(order, bins) if len(part)))


def thresholds(p, right, can, able):
    """(accept, ask) for WRONG_ACTS of what can be done and OUTSIDE_ACTS of what can not."""
    for accept in np.arange(0.5, 0.999, 0.005):
        acts = able & (p >= accept)
        if (acts & can & ~right).sum() <= WRONG_ACTS * can.sum() and (acts & ~can).sum() <= OUTSIDE_ACTS * (~can).sum():
            return round(float(accept), 3), LEAST_ASKED
    return 0.999, LEAST_ASKED


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--models", required=True)
    parser.add_argument("--rows", nargs="+", help="tables of eval sentences about the development part")
    args = parser.parse_args()
    weights, accept, ask = PLAIN, 0.9, 0.35
    if args.rows:
        x, right, can, able = read_rows(args.rows)
        weights = fitted(x, right)
        p = 1 / (1 + np.exp(-(x @ np.array(weights[1:]) + weights[0])))
        accept, ask = thresholds(p, right, can, able)
        print("%d readings, ECE %.4f, carried out from %.3f" % (len(p), ece(p, right), accept))
    settings = dict(
        schema=1,
        intents=marked.intents(),
        labels=marked.SLOTS,
        slots=PLACES,
        needs=NEEDS,
        naturalNo=NATURAL_NO,
        naturalTold=NATURAL_TOLD,
        weights=weights,
        acceptFrom=accept,
        askFrom=ask,
        elsewhereFrom=0.9,
        flagFrom=0.5,
    )
    with open(os.path.join(args.models, "sentences.json"), "w", encoding="utf-8") as f:
        json.dump(settings, f, indent=2)
        f.write("\n")


if __name__ == "__main__":
    main()
