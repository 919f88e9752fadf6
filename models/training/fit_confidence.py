"""Fits the confidence of acoustic-decoding.json on development speakers.

Takes the tables that `edge-runtime eval commands --rows` wrote for the sets of make_fit_sets.py, so that it sees exactly what the program
measures. Two small networks (confidence.py) come out: the probability that the best reading is right, and the probability that anything of
the context was said. Every kind of context (the name of a table up to the first hyphen) weighs the same, synthetic commands less. What
is printed first was fitted on other speakers than it is measured on.
"""
import argparse
import csv
import glob
import json
import os

import numpy as np
from scipy.optimize import minimize

import confidence
from splits import bucket

SHARE = {"commands": 0.3, "many": 0.4}  # weights of kinds, 1 for the others: synthetic speech, and what is read wrong in half
UNITS, SEEDS = 4, 4  # hidden units of one network, networks in the mean
FOLDS = 8
OTHER = "(other speech)"
ABOUT = (
    "Made by models/training/fit_confidence.py on development speakers before random contexts (make_fit_sets.py); rejectBelow accepts "
    "at most %.1f %% of other speech in any kind of context. To be fitted anew for every acoustic model."
)
GOLDEN_ROWS = 12


class Rows:
    """All tables: x [n, measures], right, outside, kind, weight, fold (the speakers of one are in no other), table (columns by name)."""

    def __init__(self, folder, speakers):
        rows = [row for path in sorted(glob.glob(os.path.join(folder, "*.tsv"))) for row in _read(path)]
        rows = [row for row in rows if row["got"] and float(row["spoken_frames"]) > 0]
        labels = ("file", "expected", "got", "exact", "kind")
        self.table = {key: np.array([float(row[key].replace("∞", "inf")) for row in rows]) for key in rows[0] if key not in labels}
        self.x, self.kind = confidence.measures(self.table), np.array([row["kind"] for row in rows])
        self.right, self.outside = np.array([row["exact"] == "1" for row in rows]), np.array([row["expected"] == OTHER for row in rows])
        self.weight = sum(SHARE.get(k, 1) * (self.kind == k) / (self.kind == k).sum() for k in self.kinds())
        speaker = {}
        for path in speakers:
            with open(path, encoding="utf-8") as f:
                speaker.update({os.path.basename(file): name for file, name in (line.rstrip("\n").split("\t") for line in f)})
        self.fold = np.array([bucket(speaker[os.path.basename(row["file"])], FOLDS) for row in rows])

    def kinds(self):
        return sorted(set(self.kind))


def _read(path):
    with open(path, encoding="utf-8") as f:
        return [
            dict(row, kind=os.path.basename(path)[:-4].split("-")[0]) for row in csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE)
        ]


def threshold(score, rows, share, part):
    """The log-odds above which no kind of context accepts more than that share of other speech."""
    of = rows.outside & part
    return max(np.quantile(score[of & (rows.kind == k)], 1 - share) for k in rows.kinds() if (of & (rows.kind == k)).any())


def believed(score, bar, rows, part):
    """Share of what is right and accepted, in the mean of all kinds."""
    return np.mean([(rows.right & (score >= bar))[(rows.kind == k) & ~rows.outside & part].mean() for k in rows.kinds()])


def fit(rows, truth, part):
    x, right, weight = rows.x[part], truth[part], rows.weight[part]
    return confidence.mean([confidence.fit(x, right, weight, UNITS, seed) for seed in range(SEEDS)])


def balanced(network, rows, share, part):
    """The network with those slopes over the size of the context and the number of words at which most is believed in all kinds together.

    The likelihood minds the bulk; the bar minds the tail of the worst kind, and sizes and words differ most between kinds.
    """
    tried = [
        network.moved("logSentences", size).moved("fewWords", words)
        for size in np.arange(0, 0.41, 0.1)
        for words in np.arange(-3, 3.1, 0.5)
    ]
    scores = [n(rows.x) for n in tried]
    return tried[int(np.argmax([believed(s, threshold(s, rows, share, part), rows, part) for s in scores]))]


def calibrated(network, rows, truth, part):
    """The network stretched and shifted so that its numbers are probabilities again."""
    score, sign, weight = network(rows.x[part]), np.where(truth[part], 1, -1), rows.weight[part]
    loss = lambda b: weight @ np.logaddexp(0, -sign * (np.exp(b[0]) * score + b[1]))
    stretch, shift = minimize(loss, [0.0, 0.0], method="Nelder-Mead").x
    return network.stretched(np.exp(stretch), shift)


def learn(rows, share, part):
    return calibrated(balanced(fit(rows, rows.right, part), rows, share, part), rows, rows.right, part)


def chance(log_odds):
    return 1 / (1 + np.exp(-log_odds))


def report(score, bar, rows):
    for k in rows.kinds():
        of, sure = rows.kind == k, score >= bar
        known = of & ~rows.outside
        print(
            "%-10s n %5d: right %.1f %%, right and accepted %.1f %%, wrong and accepted %.1f %%; other speech n %d accepted %.1f %%"
            % (
                k,
                known.sum(),
                100 * rows.right[known].mean(),
                100 * (rows.right & sure)[known].mean(),
                100 * (~rows.right & sure)[known].mean(),
                (of & rows.outside).sum(),
                100 * sure[of & rows.outside].mean(),
            )
        )


def write_golden(path, rows, network):
    """Some rows and what the network makes of them, for the tests of the program."""
    at = np.linspace(0, len(rows.x) - 1, GOLDEN_ROWS).astype(int)
    cell = lambda v: "Infinity" if np.isinf(v) else round(float(v), 4)
    picked = [
        dict(
            {key: cell(column[i]) for key, column in rows.table.items()}, confidence=round(float(chance(network(rows.x[i : i + 1])[0])), 6)
        )
        for i in at
    ]
    with open(path, "w", encoding="utf-8") as f:
        json.dump({"network": network.as_json(), "rows": picked}, f, indent=1)
        f.write("\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", required=True, help="folder of tables")
    parser.add_argument("--speakers", required=True, nargs="+", help="speakers.tsv of make_fit_sets.py, and of other sets")
    parser.add_argument("--decoding", required=True, help="acoustic-decoding.json, rewritten")
    parser.add_argument("--golden", help="JSON of rows and their confidence, for tests")
    parser.add_argument(
        "--false-accepts", type=float, default=0.025, help="share of other speech that may be accepted in any kind of context"
    )
    parser.add_argument("--false-questions", type=float, default=0.05, help="share of other speech that may be accepted or asked about")
    args = parser.parse_args()
    rows = Rows(args.rows, args.speakers)
    everything, share = np.ones(len(rows.x), bool), args.false_accepts
    print("each eighth of the speakers, fitted on the others:")
    blind = np.empty(len(rows.x))
    for fold in range(FOLDS):
        blind[rows.fold == fold] = learn(rows, share, rows.fold != fold)(rows.x[rows.fold == fold])
    report(blind, threshold(blind, rows, share, everything), rows)
    network, inside = learn(rows, share, everything).rounded(), fit(rows, ~rows.outside, everything).rounded()
    score, doubt = network(rows.x), inside(rows.x)
    bar, ask = threshold(score, rows, share, everything), threshold(doubt, rows, args.false_questions, everything)
    print("fitted on all:")
    report(score, bar, rows)
    asked = (score < bar) & (doubt >= ask)
    print("asked: %.1f %% of commands, %.1f %% of other speech" % (100 * asked[~rows.outside].mean(), 100 * asked[rows.outside].mean()))
    with open(args.decoding, encoding="utf-8") as f:
        settings = json.load(f)
    settings.update(
        about=ABOUT % (100 * share),
        rejectBelow=round(float(chance(bar)), 4),
        askBelowMargin=0,
        askFrom=round(float(chance(ask)), 4),
        confidence=network.as_json(),
        inside=inside.as_json(),
    )
    confidence.write_settings(args.decoding, settings)
    if args.golden:
        write_golden(args.golden, rows, network)


if __name__ == "__main__":
    main()
