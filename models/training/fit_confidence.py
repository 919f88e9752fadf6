"""Fits the confidence of acoustic-decoding.json on development speakers.

Takes the tables that `edge-runtime eval commands --rows` wrote for the sets of make_fit_sets.py, so that it sees exactly what the program
measures. Two logistics come out: the probability that the best reading is right, and the probability that anything of the context was said.
Every kind of context (the name of a table up to the first hyphen) weighs the same, synthetic commands less. Weights are held to their sign: better evidence
never lowers the confidence.
"""
import argparse
import glob
import json
import os

import numpy as np
from scipy.optimize import minimize

CAPS = {"marginCap": 1.5, "marginSumCap": 15, "gapCap": 30, "overCap": 15, "overPerPhoneCap": 3, "logSentencesCap": 12, "phoneCap": 10}
SIGNS = {"pathScore": 1, "worstWord": 1, "worstGap": 1, "margin": 1, "logFrames": 0, "over": 1, "worstOver": 1, "logSentences": -1,
         "worstPhone": 1, "badPhones": -1, "framesPerPhone": 0, "cover": 1, "fewWords": 0, "overPerPhone": 1, "marginSum": 1, "passesAgree": 1}
SHARE = {"commands": 0.3}  # weight of a kind whose speech is synthetic; 1 for the others
OTHER = "(other speech)"
ABOUT = ("Made by models/training/fit_confidence.py on development speakers before random contexts (make_fit_sets.py); rejectBelow accepts "
         "at most %.1f %% of other speech in any kind of context. To be fitted anew for every acoustic model.")


def read(folder):
    """Rows of all tables as dicts, with the kind of context."""
    rows = []
    for path in sorted(glob.glob(os.path.join(folder, "*.tsv"))):
        with open(path, encoding="utf-8") as f:
            keys = f.readline().rstrip("\n").split("\t")
            for line in f:
                row = dict(zip(keys, line.rstrip("\n").split("\t")))
                row["kind"] = os.path.basename(path)[:-4].split("-")[0]
                rows.append(row)
    return [row for row in rows if row["got"] and float(row["spoken_frames"]) > 0]


def column(rows, key):
    return np.array([np.inf if row[key] in ("∞", "Infinity") else float(row[key]) for row in rows])


def features(rows):
    """[n, 16] in the order of SIGNS: what Confidence.cs weighs."""
    spoken, phones = column(rows, "spoken_frames"), np.maximum(1, column(rows, "phones"))
    over = lambda key: np.clip(column(rows, key), -CAPS["overCap"], CAPS["overCap"])
    return np.stack([
        column(rows, "path_score"), column(rows, "worst_word"), np.maximum(column(rows, "worst_gap"), -CAPS["gapCap"]),
        np.minimum(column(rows, "margin"), CAPS["marginCap"]), np.log(spoken), over("over"), over("worst_over"),
        np.minimum(column(rows, "log_sentences"), CAPS["logSentencesCap"]), np.maximum(column(rows, "worst_phone"), -CAPS["phoneCap"]),
        column(rows, "bad_phones") / phones, spoken / phones,
        np.minimum(spoken / np.maximum(1, column(rows, "free_frames")), 1), 1 / np.maximum(1, column(rows, "words")),
        np.clip(column(rows, "over") / phones, -CAPS["overPerPhoneCap"], CAPS["overPerPhoneCap"]),
        np.minimum(column(rows, "margin") * spoken, CAPS["marginSumCap"]), column(rows, "passes_agree")], 1)


def fit(x, truth, weight, ridge=3e-4):
    """[bias, ...]: logistic regression with signs, on standardised features."""
    mean, scale = x.mean(0), x.std(0) + 1e-9
    z = np.c_[np.ones(len(x)), (x - mean) / scale]
    sign, weight = np.where(truth, 1.0, -1.0), weight / weight.sum()

    def loss(b):
        t = sign * (z @ b)
        slope = -(weight * sign / (1 + np.exp(np.clip(t, -500, 500)))) @ z
        return weight @ np.logaddexp(0, -t) + ridge * (b[1:] @ b[1:]), slope + 2 * ridge * np.r_[0, b[1:]]

    bounds = [(None, None)] + [(0 if s > 0 else None, 0 if s < 0 else None) for s in SIGNS.values()]
    b = minimize(loss, np.zeros(z.shape[1]), jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 3000}).x
    weights = b[1:] / scale
    return np.r_[b[0] - weights @ mean, weights]


def odds(x, weights):
    return weights[0] + x @ weights[1:]


def threshold(score, outside, kind, share):
    """The log-odds above which no kind of context accepts more than that share of other speech."""
    return max(np.quantile(score[outside & (kind == k)], 1 - share) for k in sorted(set(kind)) if (outside & (kind == k)).any())


def balanced(x, weights, right, outside, kind, share):
    """The weights with that slope over the size of the context at which most is believed in all kinds together.

    The likelihood minds the bulk; the bar minds the tail of the worst kind, and sizes of contexts differ most between kinds.
    """
    at, best = 1 + list(SIGNS).index("logSentences"), None
    for slope in np.arange(0, 0.41, 0.05):
        tried = weights.copy()
        tried[at] = min(0.0, tried[at] + slope)
        score = odds(x, tried)
        sure = score >= threshold(score, outside, kind, share)
        believed = np.mean([(right & sure)[(kind == k) & ~outside].mean() for k in set(kind)])
        if best is None or believed > best[0]:
            best = believed, tried
    return best[1]


def chance(log_odds):
    return 1 / (1 + np.exp(-log_odds))


def as_json(weights):
    return {"bias": round(float(weights[0]), 4), **{k: round(float(w), 4) for k, w in zip(SIGNS, weights[1:])}, **CAPS}


def report(score, bar, right, outside, kind):
    for k in sorted(set(kind)):
        of, sure = kind == k, score >= bar
        known = of & ~outside
        print("%-10s n %5d: right %.1f %%, right and accepted %.1f %%, wrong and accepted %.1f %%; other speech n %d accepted %.1f %%" % (
            k, known.sum(), 100 * right[known].mean(), 100 * (right & sure)[known].mean(), 100 * (~right & sure)[known].mean(),
            (of & outside).sum(), 100 * sure[of & outside].mean()))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", required=True, help="folder of tables")
    parser.add_argument("--decoding", required=True, help="acoustic-decoding.json, rewritten")
    parser.add_argument("--false-accepts", type=float, default=0.025, help="share of other speech that may be accepted in any kind of context")
    parser.add_argument("--false-questions", type=float, default=0.05, help="share of other speech that may be accepted or asked about")
    args = parser.parse_args()
    rows = read(args.rows)
    x, kind = features(rows), np.array([row["kind"] for row in rows])
    right, outside = np.array([row["exact"] == "1" for row in rows]), np.array([row["expected"] == OTHER for row in rows])
    clip = np.array([int(os.path.basename(row["file"])[:5]) % 2 for row in rows])
    weight = sum(SHARE.get(k, 1) * (kind == k) / max(1, (kind == k).sum()) for k in set(kind))
    print("fitted on the other half of the recordings:")
    even = lambda weights, part: balanced(x[part], weights, right[part], outside[part], kind[part], args.false_accepts)
    blind = np.empty(len(x))
    for half in (0, 1):
        weights = even(fit(x[clip != half], right[clip != half], weight[clip != half]), clip != half)
        blind[clip == half] = odds(x[clip == half], weights)
    report(blind, threshold(blind, outside, kind, args.false_accepts), right, outside, kind)
    weights, inside = even(fit(x, right, weight), slice(None)), fit(x, ~outside, weight)
    bar = threshold(odds(x, weights), outside, kind, args.false_accepts)
    print("fitted on all:")
    report(odds(x, weights), bar, right, outside, kind)
    ask = threshold(odds(x, inside), outside, kind, args.false_questions)
    asked = (odds(x, weights) < bar) & (odds(x, inside) >= ask)
    print("asked: %.1f %% of commands, %.1f %% of other speech" % (100 * asked[~outside].mean(), 100 * asked[outside].mean()))
    with open(args.decoding, encoding="utf-8") as f:
        settings = json.load(f)
    settings.update(about=ABOUT % (100 * args.false_accepts), rejectBelow=round(float(chance(bar)), 4), askBelowMargin=0,
                    askFrom=round(float(chance(ask)), 4), confidence=as_json(weights), inside=as_json(inside))
    with open(args.decoding, "w", encoding="utf-8") as f:
        json.dump(settings, f, indent=2)
        f.write("\n")
    print(json.dumps(settings["confidence"]), settings["rejectBelow"], settings["askFrom"])


if __name__ == "__main__":
    main()
