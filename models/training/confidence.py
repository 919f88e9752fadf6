"""The measures that a confidence weighs, and the small network that weighs them; Confidence.cs computes the same.

A measure has a sign where better evidence may never lower the confidence: the network keeps to it, in its direct weights and in every
hidden unit, whose weights in the output are never negative.
"""
import json

import numpy as np
from scipy.optimize import minimize

SIGNS = {
    "pathScore": 1,
    "worstWord": 1,
    "worstGap": 1,
    "margin": 1,
    "marginSum": 1,
    "logFrames": 0,
    "fewWords": 0,
    "passesAgree": 1,
    "over": 1,
    "worstOver": 1,
    "overPerPhone": 1,
    "overSounds": 1,
    "overSoundsPerPhone": 1,
    "logSentences": -1,
    "worstPhone": 1,
    "badPhones": -1,
    "framesPerPhone": 0,
    "cover": 1,
    "gaps": 1,
    "phoneRatio": 0,
    "spanRatio": 1,
    "freeScore": 0,
    "firstPathScore": 1,
    "firstWorstWord": 1,
    "firstWorstGap": 1,
    "firstWorstPhone": 1,
    "firstMargin": 1,
    "firstOver": 1,
    "firstOverSounds": 1,
    "firstFreeScore": 0,
    "expertAsked": 0,
    "expertAgrees": 1,
    "expertReadsTheSame": 1,
    "expertMargin": 1,
    "expertOwnMargin": 1,
    "expertFit": 1,
    "netLoss": -1,
}


def measures(table):
    """[n, measures] in the order of SIGNS, from the columns of `edge-runtime eval commands --rows`; ConfidenceMeasures.cs has the same
    caps.
    """
    t, spoken, phones = table, table["spoken_frames"], np.maximum(1, table["phones"])
    over = lambda key: np.clip(t[key], -15, 15)
    part = lambda whole, key: np.log(whole / np.maximum(1, t[key]))
    found = {
        "pathScore": np.maximum(t["path_score"], -6),
        "worstWord": np.maximum(t["worst_word"], -6),
        "worstGap": np.maximum(t["worst_gap"], -30),
        "margin": np.minimum(t["margin"], 1.5),
        "marginSum": np.minimum(t["margin"] * spoken, 15),
        "logFrames": np.log(spoken),
        "fewWords": 1 / np.maximum(1, t["words"]),
        "passesAgree": t["passes_agree"],
        "over": over("over"),
        "worstOver": over("worst_over"),
        "overPerPhone": np.clip(t["over"] / phones, -3, 3),
        "overSounds": over("over_sounds"),
        "overSoundsPerPhone": np.clip(t["over_sounds"] / phones, -3, 3),
        "logSentences": np.minimum(t["log_sentences"], 12),
        "worstPhone": np.maximum(t["worst_phone"], -10),
        "badPhones": t["bad_phones"] / phones,
        "framesPerPhone": spoken / phones,
        "cover": np.minimum(spoken / np.maximum(1, t["free_frames"]), 1),
        "gaps": np.maximum(t["gaps"], -40),
        "phoneRatio": np.clip(part(phones, "free_phones"), -2, 2),
        "spanRatio": np.clip(part(spoken, "free_span"), -3, 1),
        "freeScore": t["free_score"],
        "firstPathScore": np.maximum(t["first_path_score"], -6),
        "firstWorstWord": np.maximum(t["first_worst_word"], -6),
        "firstWorstGap": np.maximum(t["first_worst_gap"], -30),
        "firstWorstPhone": np.maximum(t["first_worst_phone"], -10),
        "firstMargin": np.minimum(t["first_margin"], 1.5),
        "firstOver": over("first_over"),
        "firstOverSounds": over("first_over_sounds"),
        "firstFreeScore": t["first_free_score"],
        "expertAsked": t["expert_asked"],
        "expertAgrees": t["expert_agrees"],
        "expertReadsTheSame": t["expert_reads_the_same"],
        "expertMargin": np.minimum(t["expert_margin"], 10),
        "expertOwnMargin": np.clip(t["expert_own_margin"], -60, 60),
        "expertFit": np.maximum(t["expert_fit"], -10),
        "netLoss": np.minimum(t["net_loss"], 14),
    }
    return np.stack([found[name] for name in SIGNS], 1)


class Network:
    """Log-odds: a weighted sum of the measures and of hidden units, each the hyperbolic tangent of a weighted sum of its own."""

    def __init__(self, bias, direct, inner, hidden, output):
        self.bias, self.direct, self.inner, self.hidden, self.output = (
            bias,
            direct,
            inner,
            hidden,
            output,
        )  # 1, [m], [units, m], [units], [units]

    def __call__(self, x):
        return self.bias + x @ self.direct + np.tanh(x @ self.inner.T + self.hidden) @ self.output

    def moved(self, name, slope):
        """The same with another direct weight of a measure, held to its sign."""
        at = list(SIGNS).index(name)
        direct, sign = self.direct.copy(), SIGNS[name]
        direct[at] = min(0, direct[at] + slope) if sign < 0 else max(0, direct[at] + slope) if sign > 0 else direct[at] + slope
        return Network(self.bias, direct, self.inner, self.hidden, self.output)

    def stretched(self, factor, shift):
        """The same log-odds times a factor, and a shift."""
        return Network(factor * self.bias + shift, factor * self.direct, self.inner, self.hidden, factor * self.output)

    def as_json(self):
        """As ConfidenceNetwork.cs reads it."""
        small = lambda values: [round(float(v), 4) + 0.0 for v in values]  # no minus zero
        weights = {name: small([self.direct[i], *self.inner[:, i]]) for i, name in enumerate(SIGNS)}
        return {
            "bias": round(float(self.bias), 4),
            "measures": {k: v for k, v in weights.items() if any(v)},
            "hidden": small(self.hidden),
            "output": small(self.output),
        }

    def rounded(self):
        """As it will be read from its JSON."""
        return Network.from_json(self.as_json())

    @staticmethod
    def from_json(settings):
        units = len(settings["hidden"])
        weights = np.array([settings["measures"].get(name, [0] * (1 + units)) for name in SIGNS])
        return Network(settings["bias"], weights[:, 0], weights[:, 1:].T, np.array(settings["hidden"]), np.array(settings["output"]))


def write_settings(path, settings):
    """JSON with a line per setting and measure."""
    flat = lambda value: json.dumps(value, ensure_ascii=False)
    nested = lambda value: "{\n    %s\n  }" % ",\n    ".join(
        "%s: %s" % (flat(k), flat(v) if k != "measures" else lines(v)) for k, v in value.items()
    )
    lines = lambda value: "{\n      %s\n    }" % ",\n      ".join("%s: %s" % (flat(k), flat(v)) for k, v in value.items())
    with open(path, "w", encoding="utf-8") as f:
        f.write(
            "{\n  %s\n}\n" % ",\n  ".join("%s: %s" % (flat(k), nested(v) if isinstance(v, dict) else flat(v)) for k, v in settings.items())
        )


def mean(networks):
    """One network that gives the mean of their log-odds."""
    n = len(networks)
    return Network(
        sum(w.bias for w in networks) / n,
        sum(w.direct for w in networks) / n,
        np.concatenate([w.inner for w in networks]),
        np.concatenate([w.hidden for w in networks]),
        np.concatenate([w.output for w in networks]) / n,
    )


def fit(x, truth, weight, units, seed=0, ridge=2e-2, decay=2e-3):
    """A network with signs, fitted by likelihood on standardised measures; ridge and decay hold its weights down."""
    middle, scale = x.mean(0), x.std(0) + 1e-9
    z, m = (x - middle) / scale, x.shape[1]
    truth, weight, signs = np.where(truth, 1.0, -1.0), weight / weight.sum(), np.array(list(SIGNS.values()))
    at = 1 + m + units * m
    cut = lambda b: (b[0], b[1 : 1 + m], b[1 + m : at].reshape(units, m), b[at : at + units], b[at + units :])

    def loss(b):
        bias, direct, inner, hidden, output = cut(b)
        active = np.tanh(z @ inner.T + hidden)
        t = truth * (bias + z @ direct + active @ output)
        slope = -weight * truth / (1 + np.exp(np.clip(t, -500, 500)))
        back = np.outer(slope, output) * (1 - active * active)
        value = weight @ np.logaddexp(0, -t) + ridge * (direct @ direct) + decay * ((inner * inner).sum() + output @ output)
        return (
            value,
            np.r_[
                slope.sum(),
                slope @ z + 2 * ridge * direct,
                (back.T @ z + 2 * decay * inner).ravel(),
                back.sum(0),
                slope @ active + 2 * decay * output,
            ],
        )

    r = np.random.default_rng(seed)
    inner = np.where(signs == 0, r.normal(size=(units, m)), np.abs(r.normal(size=(units, m))) * signs) * 0.3
    start = np.r_[np.zeros(1 + m), inner.ravel(), r.normal(size=units) * 0.5, np.abs(r.normal(size=units)) * 0.2]
    held = [(0 if s > 0 else None, 0 if s < 0 else None) for s in signs]
    bounds = [(None, None)] + held * (1 + units) + [(None, None)] * units + [(0, None)] * units
    bias, direct, inner, hidden, output = cut(
        minimize(loss, start, jac=True, method="L-BFGS-B", bounds=bounds, options={"maxiter": 600, "maxfun": 1200}).x
    )
    return Network(bias - direct @ (middle / scale), direct / scale, inner / scale, hidden - inner @ (middle / scale), output)
