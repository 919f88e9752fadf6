"""Training batches: clips drawn by source, joined, augmented in the log-mel domain, normalised and padded."""
import os
import pickle
import random

import numpy as np
from scipy.signal import lfilter

import shards
from features import BANDS, normalise, normalise_whole

FLOOR = np.float32(np.log(1e-6))
LABEL_DELAY = 10  # 10 ms frames by which frame labels come late: the model is causal
SHORT = ("single-words", "command-words", "digits-8khz", "letters-digits", "lab-words", "wake-community", "short")
WEIGHTS = {
    "speechocean762": 0.41,
    "syn": 0.24,
    "product": 0.06,
    "short": 0.10,
    "single-words": 0.03,
    "command-words": 0.11,
    "digits-8khz": 0.02,
    "letters-digits": 0.015,
    "lab-words": 0.03,
    "wake-community": 0.015,
}
SLOW = ("speechocean762", "strings")  # read out by learners
NOISE = {"real": 0.32, "babble": 0.5, "coloured": 0.18}
JOINED, LONGEST_JOINED = 0.5, 250  # share of clips of at most that many frames that others are joined to
TIGHT, PARTS = 0.3, 0.35  # shares of short clips that begin and end where the speech does, and of sentences cut to a part
ROOM = 0.35  # share of clips that reverberate once more, in the log-mel domain
MASKED = 0.6  # share of clips with bands and stretches left out
MAX_FRAMES = 1300
SPEECH_SHARE = 0.02  # of the loudest frame's energy that a frame of speech has at least


class Corpus:
    """All finished shards below a folder; refresh() picks up new ones."""

    def __init__(self, folder, split="train"):
        self._folder, self._split, self._seen, self.by_source = folder, split, set(), {}
        self.refresh()

    def refresh(self):
        """Reads shards that appeared since the last call."""
        for name in shards.names(self._folder):
            if name not in self._seen:
                self._seen.add(name)
                rows, clips = shards.read(self._folder, name)
                for clip in clips:
                    if clip.split == self._split:
                        self.by_source.setdefault(clip.source, []).append((rows, clip))

    def hours(self):
        """Hours by source, first versions only."""
        return {s: round(sum(c.versions[0][1] for _, c in v) / 360000, 2) for s, v in self.by_source.items()}


class Augmenter:
    """Random changes to log-mel features; progress 0..1 makes noise louder as training goes on."""

    def __init__(self, noise, r, q):
        self.noise = {kind: [np.exp(a.astype(np.float32)) for k, a in noise if k == kind] for kind in NOISE}
        self._r, self._q, self.progress = r, q, 0.0

    def clip(self, a, spans, slow):
        """Stretches time, here and there more, and warps frequency of one clip, the high bands otherwise than the low."""
        r = self._r
        if r.random() < 0.8:
            speed = r.uniform(0.85, 1.45) if slow else r.uniform(0.76, 1.28)
            n, wave = int(len(a) / speed), r.uniform(0, 0.15)
            pace = 1 + wave * np.sin(np.arange(n) * (2 * np.pi / r.uniform(40, 160)) + r.uniform(0, 2 * np.pi))
            at = np.concatenate([[0], np.cumsum(pace[1:] * speed)])
            at = at[: np.searchsorted(at, len(a) - 1.001)]
            if len(at) > 3:
                low = at.astype(int)
                part = (at - low)[:, None].astype(np.float32)
                a, spans = a[low] * (1 - part) + a[low + 1] * part, np.interp(spans, at, np.arange(len(at)))
        if r.random() < 0.75:
            low, high, knee = r.uniform(0.86, 1.16), r.uniform(0.93, 1.08), r.uniform(30, 60)
            at = np.interp(np.arange(BANDS), [0, knee, BANDS], [0, knee * low, (knee + (BANDS - knee) * high) * low])
            at = np.minimum(at, BANDS - 1.001)
            low = at.astype(int)
            part = (at - low).astype(np.float32)
            a = a[:, low] * (1 - part) + a[:, low + 1] * part
        return a, spans

    def cut(self, a, spans, least, most):
        """Leaves least to most frames before and behind the speech; fewer than none loses its edge."""
        if not len(spans) or spans[:, 1].min() <= 0:
            return a, spans
        first = max(0, int(spans[0, 0]) - self._r.randint(least, most))
        a = a[first : int(spans[-1, 1]) + self._r.randint(least, most)]
        return a, np.clip(spans - first, 0.01, None)

    def part(self, a, phones, spans):
        """A stretch of a sentence, so that what comes before a word does not foretell it."""
        r, n = self._r, len(phones)
        if n < 8 or spans[:, 1].min() <= 0:
            return a, phones, spans
        many = r.randint(max(3, n // 5), n)
        i = r.randint(0, n - many)
        before = spans[i, 0] - (spans[i - 1, 1] if i else spans[i, 0] - 25)
        after = spans[i + many, 0] - spans[i + many - 1, 1] if i + many < n else 25
        first = max(0, int(spans[i, 0] - r.uniform(0, min(25, max(2, before)))))
        end = int(spans[i + many - 1, 1] + r.uniform(0, min(25, max(2, after))))
        return a[first:end], phones[i : i + many], np.clip(spans[i : i + many] - first, 0.01, None)

    def scene(self, a):
        """Silence around, microphone colour, noise and level."""
        r, q = self._r, self._q
        before = r.randint(0, 30) if r.random() < 0.75 else r.randint(5, 180)
        after = r.randint(22, 45) if r.random() < 0.8 else r.randint(22, 180)
        a = np.concatenate([np.full((before, BANDS), FLOOR), a, np.full((after, BANDS), FLOOR)])
        if r.random() < 0.7:
            f = np.arange(BANDS) / BANDS * np.pi
            a = a + sum(q.normal(0, 0.6) * np.cos(k * f + q.uniform(0, 0.5)) for k in range(1, 5)).astype(np.float32)
        if r.random() < 0.15:
            a[:, r.randint(50, 78) :] -= r.uniform(3, 10)
        power = np.exp(a)
        if r.random() < ROOM:
            power = self._late(power)
        energy = power.sum(1)
        speech = energy[energy > energy.max() * SPEECH_SHARE].mean()
        mixed = power + self._background(len(a), speech)
        gain = np.exp(r.uniform(-7, 3))
        return np.log(mixed * np.float32(gain) + np.float32(1e-6)), before

    def _late(self, power):
        """Adds late reverberation: energy that dies away over the following frames."""
        decay, late = 10 ** (-0.06 / self._r.uniform(0.15, 0.7)), 10 ** (self._r.uniform(-18, -2) / 10)
        tail = lfilter([0, 0, 0, 1], [1, -decay], power, axis=0)
        return (power + tail * (late * (1 - decay))).astype(np.float32)

    def _background(self, frames, speech):
        r = self._r
        piece = r.choice(self.noise[r.choices(list(NOISE), list(NOISE.values()))[0]])
        start = r.randrange(len(piece))
        index = (np.arange(start, start + frames)) % len(piece)
        noise = piece[index]
        ratio = speech / (noise.sum(1).mean() + 1e-9) * 10 ** (-self._snr() / 10)
        return noise * np.float32(ratio)

    def _snr(self):
        r, hard = self._r, 0.12 + 0.4 * min(1.0, self.progress / 0.6)
        k = r.random()
        if k < 0.08:
            return r.uniform(45, 60)
        if k < 0.08 + hard:
            return r.uniform(-2, 16) if r.random() < 0.8 else r.uniform(0, 8)
        return r.uniform(14, 45)

    def mask(self, z):
        """SpecAugment on normalised features, in place."""
        r = self._r
        for _ in range(2):
            width = r.randint(0, 18)
            start = r.randint(0, BANDS - width)
            z[:, start : start + width] = 0
        for _ in range(max(1, len(z) // 100)):
            width = r.randint(0, 12)
            start = r.randint(0, max(0, len(z) - width))
            z[start : start + width] = 0


class Batches:
    """Endless batches for one process; whole normalises every clip by all of it."""

    def __init__(self, work, prior, seed, frames, pool=800, whole=False):
        self._normalise = normalise_whole if whole else normalise
        self.corpus = Corpus(os.path.join(work, "shards"))
        with open(os.path.join(work, "noise.pkl"), "rb") as f:
            noise = pickle.load(f)
        self._r = random.Random(seed)
        self.augment = Augmenter(noise, self._r, np.random.default_rng(seed))
        self._prior, self._frames, self._pool = prior, frames, pool

    def _draw(self, sources):
        weights = [WEIGHTS[s] for s in sources]
        source = self._r.choices(sources, weights)[0]
        rows, clip = self._r.choice(self.corpus.by_source[source])
        start, length = self._r.choice(clip.versions)
        a = rows[start : start + length].astype(np.float32)
        phones, spans = clip.phones, clip.spans
        if source not in SHORT and self._r.random() < PARTS:
            a, phones, spans = self.augment.part(a, phones, spans)
        elif source not in SHORT:
            a, spans = self.augment.cut(a, spans, 8, 25)
        elif self._r.random() < TIGHT:
            a, spans = self.augment.cut(a, spans, -2, 12)
        a, spans = self.augment.clip(a, spans, source in SLOW)
        return source, a, phones, spans

    def utterance(self):
        """(augmented log-mel, phones, spans); short clips, and some sentences, are joined in up to four."""
        sources = [s for s in WEIGHTS if s in self.corpus.by_source]
        source, a, phones, spans = self._draw(sources)
        if len(a) < LONGEST_JOINED and self._r.random() < JOINED:
            others = [s for s in sources if (s in SHORT) == (source in SHORT)]
            parts = [(a, phones, spans)] + [self._draw(others)[1:] for _ in range(self._r.randint(1, 3) if source in SHORT else 1)]
            starts = np.cumsum([0] + [len(p[0]) for p in parts])
            a = np.concatenate([p[0] + self._r.uniform(-1, 1) for p in parts])
            phones = np.concatenate([p[1] for p in parts])
            spans = np.concatenate([p[2] + s * (p[2][:, 1:] > 0) for p, s in zip(parts, starts)])
        a, before = self.augment.scene(a)
        return a, phones, np.where(spans[:, 1:] > 0, spans + before, 0)

    def example(self):
        """(z [T, 80], phones, frame labels [T / 4], -1 where unknown)."""
        a, phones, spans = self.utterance()
        z = self._normalise(a, self._prior)
        if self._r.random() < MASKED:
            self.augment.mask(z)
        return z, phones, frame_labels(phones, spans, len(z))

    def __iter__(self):
        while True:
            pool = [e for e in (self.example() for _ in range(self._pool)) if _fits(e)]
            for group in in_groups(pool, self._frames, self._r):
                yield collate(group)


def in_groups(pool, frames, r):
    """Examples of like length together, groups of at most so many frames with their padding, in any order."""
    pool.sort(key=lambda e: len(e[0]))
    groups, group = [], []
    for e in pool:
        if group and (len(group) + 1) * len(e[0]) > frames:
            groups.append(group)
            group = []
        group.append(e)
    groups.append(group)
    r.shuffle(groups)
    return groups


def _fits(e):
    return len(e[0]) < MAX_FRAMES and len(e[1]) and len(e[0]) // 4 > len(e[1]) * 1.15 + 2


def frame_labels(phones, spans, frames):
    """Phone index per output frame (0 = silence), late by LABEL_DELAY; -1 everywhere when a clip has no times."""
    if not len(spans) or spans[:, 1].max() <= 0:
        return np.full(frames // 4, -1, np.int64)
    fine = np.zeros(frames + 40, np.int64)
    unknown = spans[:, 1] <= 0
    for phone, (start, end) in zip(phones, spans):
        if end > start:
            fine[int(round(start)) : int(round(end))] = phone
    at = np.arange(frames // 4) * 4 + 2 - LABEL_DELAY
    labels = np.where(at >= 0, fine[np.maximum(at, 0)], 0)
    return np.full(frames // 4, -1, np.int64) if unknown.any() else labels


def collate(group):
    """(z [B, T, 80], output frames [B], concatenated phones, lengths, frame labels [B, T / 4])."""
    longest = (max(len(e[0]) for e in group) + 3) // 4 * 4
    z = np.zeros((len(group), longest, BANDS), np.float32)
    labels = np.full((len(group), longest // 4), -1, np.int64)
    for i, (x, _, frames) in enumerate(group):
        z[i, : len(x)] = x
        labels[i, : len(frames)] = frames
    count = np.array([len(e[0]) // 4 for e in group], np.int32)
    phones = np.concatenate([e[1] for e in group]).astype(np.int32)
    return z, count, phones, np.array([len(e[1]) for e in group], np.int32), labels
