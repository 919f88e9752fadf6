"""Batches with targets: as data.py draws and changes them, but every frame carries the teacher's shares along."""
import os
import pickle
import random

import numpy as np

import data
import shards
import targets
from features import BANDS, normalise, normalise_whole
from states import DELAY

WEIGHTS = {
    "fluent-librispeech": 0.28,
    "fluent-asterisk": 0.06,
    "fluent-ljspeech": 0.02,
    "fluent-sdap": 0.04,
    "fluent-ami": 0.03,
    "speechocean762": 0.28,
    "command-words": 0.10,
    "single-words": 0.04,
    "lab-words": 0.06,
    "digits-8khz": 0.03,
    "letters-digits": 0.02,
    "wake-community": 0.04,
}
MOST, LEAST_CUT = 700, 250  # frames of a clip without phones, or of a cut one
JOINED = 0.5  # share of short clips that others are joined to
SILENCE = 32  # the phone of the expert's tables
PROGRESS = 1.0  # noise is as loud as at the end of a run of train.py


class Corpus:
    """Clips of one part with their targets; refresh() picks up new shards."""

    def __init__(self, folder, split="train"):
        self._folder, self._split, self._seen, self.by_source = folder, split, set(), {}
        self.refresh()

    def refresh(self):
        """Reads shards that appeared since the last call."""
        for name in shards.names(self._folder):
            if name not in self._seen:
                self._seen.add(name)
                rows, clips, taught, first = targets.read(self._folder, name)
                for clip, at in zip(clips, first):
                    if clip.split == self._split:
                        self.by_source.setdefault(clip.source, []).append((rows, clip, taught, at))

    def hours(self):
        """Hours by source, first versions only."""
        return {s: round(sum(c.versions[0][1] for _, c, _, _ in v) / 360000, 2) for s, v in self.by_source.items()}


def silence(frames):
    """(states, shares) of frames in which nobody speaks: each state of silence a third."""
    states, shares = np.zeros((frames, targets.TARGET["state"].shape[0]), np.int64), np.zeros((frames, 8), np.float32)
    states[:, :3], shares[:, :3] = 3 * SILENCE + np.arange(3), 1 / 3
    return states, shares


class Batches:
    """Endless batches; whole normalises every clip by all of it."""

    def __init__(self, work, prior, seed, frames, pool=400, whole=False):
        self.folder = os.path.join(work, "shards")
        self.corpus = Corpus(self.folder)
        with open(os.path.join(work, "noise.pkl"), "rb") as f:
            noise = pickle.load(f)
        self._r = random.Random(seed)
        self._augment = data.Augmenter(noise, self._r, np.random.default_rng(seed))
        self._augment.progress = PROGRESS
        self._prior, self._frames, self._pool = prior, frames, pool
        self._normalise = normalise_whole if whole else normalise

    def noise(self, kind):
        """Powers [N, 80] of all pieces of noise of a kind."""
        return self._augment.noise[kind]

    def _draw(self, sources):
        """(source, a, phones, spans, states, shares) of one clip in one version, warped."""
        r = self._r
        source = r.choices(sources, [WEIGHTS[s] for s in sources])[0]
        rows, clip, taught, first = r.choice(self.corpus.by_source[source])
        start, length = r.choice(clip.versions)
        a, known = rows[start : start + length].astype(np.float32), np.array(taught[first : first + length])
        phones, spans = clip.phones, clip.spans
        if not len(phones) and length > LEAST_CUT:
            n = r.randint(LEAST_CUT, min(length, MOST))
            at = r.randint(0, length - n)
            a, known = a[at : at + n], known[at : at + n]
        marks = np.repeat(np.arange(len(a), dtype=np.float32)[:, None], 2, 1)
        warped, moved = self._augment.clip(a, np.concatenate([spans, marks]), source in data.SLOW)
        spans, places = moved[: len(spans)], moved[len(spans) :, 0]
        heard = known[np.interp(np.arange(len(warped)), places, np.arange(len(a))).round().astype(int)]
        return source, warped, phones, spans, heard["state"].astype(np.int64), heard["share"].astype(np.float32)

    def example(self):
        """(z [T, 80], phones, frame labels [T / 4], states [T, 8], shares [T, 8])."""
        sources = [s for s in WEIGHTS if s in self.corpus.by_source]
        source, *first = self._draw(sources)
        parts, short = [first], [s for s in sources if s in data.SHORT]
        if source in data.SHORT and self._r.random() < JOINED:
            parts += [self._draw(short)[1:] for _ in range(self._r.randint(1, 3))]
        known = all(len(part[1]) for part in parts)
        starts = np.cumsum([0] + [len(part[0]) for part in parts])
        a = np.concatenate([part[0] + self._r.uniform(-1, 1) * (len(parts) > 1) for part in parts])
        phones = np.concatenate([part[1] for part in parts]) if known else np.zeros(0, np.int16)
        spans = np.concatenate([part[2] + at * (part[2][:, 1:] > 0) for part, at in zip(parts, starts)]) if known else np.zeros((0, 2))
        a, before = self._augment.scene(a)
        z = self._normalise(a, self._prior)
        if self._r.random() < data.MASKED:
            self._augment.mask(z)
        labels = data.frame_labels(phones, np.where(spans[:, 1:] > 0, spans + before, 0), len(z))
        states, shares = silence(len(z) // 4 * 4)
        place, end = before + DELAY, min(len(states), before + DELAY + starts[-1])
        states[place:end] = np.concatenate([part[3] for part in parts])[: end - place]
        shares[place:end] = np.concatenate([part[4] for part in parts])[: end - place]
        return z, phones, labels, states, shares

    def __iter__(self):
        while True:
            pool = [e for e in (self.example() for _ in range(self._pool)) if len(e[0]) < data.MAX_FRAMES]
            for group in data.in_groups(pool, self._frames, self._r):
                yield collate(group)


def collate(group):
    """What data.collate gives, then states and shares [B, T, 8], nothing in the padding.

    CTC is told nothing of clips whose phones are not known or do not fit: their length is 0.
    """
    fits = [len(e[1]) and len(e[0]) // 4 > len(e[1]) * 1.15 + 2 for e in group]
    z, count, phones, lengths, labels = data.collate([(e[0], e[1] if ok else e[1][:0], e[2]) for e, ok in zip(group, fits)])
    states, shares = np.zeros((len(group), z.shape[1], 8), np.int64), np.zeros((len(group), z.shape[1], 8), np.float32)
    for i, e in enumerate(group):
        states[i, : len(e[3])], shares[i, : len(e[4])] = e[3], e[4]
    return z, count, phones, lengths, labels, states, shares


def plain(clip, prior, whole=False, noise=None, snr_db=0.0):
    """(z [T, 80], states [T, 8], shares [T, 8]) of a clip as it is or in noise, for measuring; clip is of Corpus, noise [N, 80] powers."""
    rows, about, taught, first = clip
    start, length = about.versions[0]
    a = rows[start : start + length].astype(np.float32)
    a = np.concatenate([a, np.full((DELAY + 2 + -(length + DELAY + 2) % 4, BANDS), data.FLOOR)])
    if noise is not None:
        power, bed = np.exp(a), np.resize(noise, a.shape)
        energy = power.sum(1)
        speech = energy[energy > energy.max() * data.SPEECH_SHARE].mean()
        a = np.log(power + bed * np.float32(speech / bed.sum(1).mean() * 10 ** (-snr_db / 10)))
    states, shares = silence(len(a))
    told = slice(DELAY, DELAY + length)
    states[told], shares[told] = (taught[name][first : first + length] for name in ("state", "share"))
    return (normalise_whole if whole else normalise)(a, prior), states, shares
