"""Endless streams of speech, wake phrases, silence and noise, mixed in the mel-power domain, as the always-on models hear them."""
import pickle

import numpy as np
from scipy.signal import lfilter

import dictionary
import features

WORST_ALIGNMENT = -26  # score per frame below which the phones of a forced alignment are not believed
FRAMES, HALF = 800, 400  # one mixed chunk, 8 s, and what a training step takes of it
NAT_PER_DB = np.log(10) / 10


class Normaliser:
    """The streaming normaliser of the feature contract, carried on from chunk to chunk and never reset."""

    def __init__(self, prior):
        self._total, self._count = features.PRIOR_FRAMES * prior.astype(np.float64), features.PRIOR_FRAMES
        self._peak, self._tail = features.PEAK_MIN, None

    def __call__(self, a):
        """a [T, 80] log-mel -> z [T, 80] float32."""
        top = a.max(1)
        before = np.concatenate([[top[0]] * 2 if self._tail is None else self._tail, top])
        self._tail = before[-2:]
        smooth = np.maximum((before[2:] + before[1:-1] + before[:-2]) / 3, features.PEAK_MIN)
        fall = features.PEAK_DECAY * np.arange(1, len(a) + 1)
        peak = np.maximum(np.maximum.accumulate(smooth + fall), self._peak) - fall
        peak = np.maximum(peak, features.PEAK_MIN)
        self._peak = peak[-1]
        x = np.maximum(a - peak[:, None], -features.RANGE) + features.RANGE
        return ((x - self._means(x)) * features.SCALE).astype(np.float32)

    def _means(self, x):
        gate = x.max(1) > features.GATE
        order = np.cumsum(gate)  # which of the updates each frame has seen
        spoken = x[gate].astype(np.float64)
        grow = min(len(spoken), max(0, int(features.MAX_FRAMES - self._count)))
        means = [self._total / self._count]
        totals = self._total + np.cumsum(spoken[:grow], 0)
        counts = self._count + np.arange(1, grow + 1)
        means.append(totals / counts[:, None])
        if grow:
            self._total, self._count = totals[-1], counts[-1]
        rest = spoken[grow:]
        if len(rest):  # past the cap every update is scaled back: S <- (S + x) * cap / (N + 1)
            shrink = features.MAX_FRAMES / (self._count + 1)
            first = (self._total + rest[0]) * shrink
            decay = features.MAX_FRAMES / (features.MAX_FRAMES + 1)
            tail = lfilter([decay], [1, -decay], rest[1:], axis=0, zi=decay * first[None])[0] if len(rest) > 1 else rest[:0]
            totals = np.concatenate([first[None], tail])
            means.append(totals / features.MAX_FRAMES)
            self._total, self._count = totals[-1], features.MAX_FRAMES
        means = np.concatenate([means[0][None]] + means[1:])
        return means[order]


def load(folder, names):
    clips = []
    for name in names:
        clips += pickle.load(open(folder / f"{name}.pkl", "rb"))
    for clip in clips:
        if "mask" in clip:
            clip["level"] = level(clip)
    return clips


def know_phones(clips, aligned):
    """Gives every clip its phone per frame: 0 for none, -1 where nobody knows."""
    for clip in clips:
        phones, score = aligned.get((clip["set"], clip["file"].rsplit(".", 1)[0]), (None, 0))
        clip["phones"] = np.where(clip["mask"], -1, 0).astype(np.int8)
        if phones is not None and score >= WORST_ALIGNMENT:
            clip["phones"][:] = 0
            for phone, first, last in phones:
                clip["phones"][first : last + 1] = dictionary.PHONE_ID[phone]


def level(clip):
    """Mean band-summed power over a clip's speech, in nat."""
    return np.log(np.exp(clip["mel"][0][clip["mask"]].astype(np.float32)).sum(1).mean() + 1e-9)


def _resample_time(a, positions):
    low = positions.astype(int)
    weight = (positions - low)[:, None].astype(np.float32)
    return a[low] * (1 - weight) + a[low + 1] * weight


class Mixer:
    """Makes the chunks of one endless stream.

    positives: {phrase index: [recorded clips, synthetic clips]} or only one of the two; negatives: groups of clips with weights; noise:
    clips of the allowed side; running: clips of which most babble is made; loud_share: of scenes with up to 12 dB of noise.
    """

    def __init__(
        self, rng, prior, positives, negatives, noise, positive_rate=0.4, low_snr=0.0, loud_share=0.3, babble_share=0.25, running=None
    ):
        self._r, self._normaliser = rng, Normaliser(prior)
        self._positives, self._noise = positives, noise
        self._groups = [g for g, _ in negatives]
        weights = np.array([w for _, w in negatives], float)
        self._weights = weights / weights.sum()
        self._positive_rate, self._low_snr = positive_rate, low_snr
        self._loud_share, self._babble_share, self._running, self._left = loud_share, babble_share, running, 0

    def chunk(self):
        """Returns (z [FRAMES, 80], speech [FRAMES] bool, phones [FRAMES], [(phrase, first frame, end frame)])."""
        if self._left <= 0:
            self._new_scene()
        self._left -= 1
        power, speech, phones, events = self._talk()
        power += self._bed()
        a = np.log(power + features.LOG_FLOOR) + self._colour
        return self._normaliser(a.astype(np.float32)), speech, phones, events

    def _new_scene(self):
        r = self._r
        self._left = r.integers(1, 5)
        self._talker = r.uniform(1.0, 10.0)  # nat: from whispering far away to close and loud
        kind = r.random()
        draw = r.random()
        self._snr = (
            r.uniform(self._low_snr, 12)
            if draw < self._loud_share
            else r.uniform(8, 20)
            if draw < self._loud_share + 0.3
            else r.uniform(18, 45)
        )
        both = 0.6 * self._babble_share
        self._kind = (
            "quiet"
            if kind < 0.1
            else "babble"
            if kind < 0.1 + self._babble_share
            else "both"
            if kind < 0.1 + self._babble_share + both
            else "noise"
        )
        self._voices = r.integers(4, 9)
        self._density = r.uniform(0.2, 2.5)  # scales the gaps between items
        f = np.arange(80) / 80 * np.pi
        self._colour = np.zeros(80)
        if r.random() < 0.7:
            self._colour = sum(r.normal(0, 0.5) * np.cos(k * f + r.uniform(0, 0.5)) for k in range(1, 5))
        if r.random() < 0.1:
            cut = r.integers(52, 78)
            self._colour = self._colour - (np.arange(80) >= cut) * r.uniform(3, 9)
        self._beds = ([self._pick_noise()] if self._kind in ("noise", "both") else []) + (
            [self._babble()] if self._kind in ("babble", "both") else []
        )

    def _pick_noise(self):
        """A varied noise at unit mean power, sometimes two at once, and where to start in it."""
        r, total = self._r, None
        for _ in range(1 if r.random() < 0.7 else 2):
            mel = self._noise[r.integers(len(self._noise))]["mel"].astype(np.float32)
            if r.random() < 0.6:
                mel = _resample_time(mel, np.minimum(np.arange(int(len(mel) / 1.3)) * r.uniform(0.8, 1.29), len(mel) - 1.001))
                mel = _resample_time(np.ascontiguousarray(mel.T), np.minimum(np.arange(80) * r.uniform(0.8, 1.25), 78.999)).T
                f = np.arange(80) / 80 * np.pi
                mel = mel + sum(r.normal(0, 0.5) * np.cos(k * f + r.uniform(0, 0.5)) for k in range(1, 4)).astype(np.float32)
            power = np.exp(mel)
            power *= np.exp(r.normal(0, 0.7)) / (power.sum(1).mean() + 1e-9)
            total = power if total is None else total + power[np.arange(len(total)) % len(power)]
        return total / (total.sum(1).mean() + 1e-9), int(r.integers(len(total)))

    def _babble(self):
        r, total = self._r, np.zeros((FRAMES, 80), np.float32)
        for _ in range(self._voices):
            at, gain = -int(r.integers(0, 150)), r.uniform(0.3, 1)
            while at < FRAMES:
                clip = self._running[r.integers(len(self._running))] if self._running and r.random() < 0.7 else self._draw_negative()
                variants = clip["mel"]
                mel = np.exp(variants[r.integers(len(variants))].astype(np.float32) - clip["level"])
                first = max(0, -at)
                n = min(len(mel) - first, FRAMES - max(at, 0))
                if n > 0:
                    total[max(at, 0) : max(at, 0) + n] += gain * mel[first : first + n]
                at += len(mel)
        return total / (total.sum(1).mean() + 1e-9), int(r.integers(FRAMES))

    def _bed(self):
        power = np.full((FRAMES, 80), np.exp(self._talker - 55 * NAT_PER_DB) / 80, np.float32)
        gain = np.exp(self._talker - self._snr * NAT_PER_DB)
        for bed, start in self._beds:
            power += gain / len(self._beds) * bed[(np.arange(FRAMES) + start + self._left * FRAMES) % len(bed)]
        return power

    def _draw_negative(self):
        group = self._groups[self._r.choice(len(self._groups), p=self._weights)]
        return group[self._r.integers(len(group))]

    def _talk(self):
        r = self._r
        power, speech, phones, events = np.zeros((FRAMES, 80), np.float32), np.zeros(FRAMES, bool), np.zeros(FRAMES, np.int8), []
        at = int(r.exponential(60))
        while at < FRAMES - 50:
            phrase = None
            if self._positives and r.random() < self._positive_rate:
                phrase = int(r.choice(list(self._positives)))
                pool = self._positives[phrase]
                pool = pool[int(len(pool) > 1 and r.random() > 0.6)]  # [recorded, synthetic]
                clip = pool[r.integers(len(pool))]
            else:
                clip = self._draw_negative()
            a, mask, spoken, end = self._vary(clip, phrase is not None)
            if phrase is not None and r.random() < 0.12:  # half a phrase must not wake
                middle = int(np.flatnonzero(mask)[0] + (end - np.flatnonzero(mask)[0]) * r.uniform(0.42, 0.52))
                part = slice(0, middle) if r.random() < 0.5 else slice(middle, len(a))
                a, mask, spoken, phrase = a[part], mask[part], spoken[part], None
            n = min(len(a), FRAMES - at)
            if phrase is not None and at + end + 30 > FRAMES:
                break
            power[at : at + n] += np.exp(a[:n])
            speech[at : at + n] |= mask[:n]
            phones[at : at + n] = spoken[:n]
            if phrase is not None:
                events.append((phrase, at, at + end))
            gap = r.integers(0, 30) if r.random() < 0.4 else int(r.exponential(100 * self._density)) + 15
            at += n + int(gap)
        return power, speech, phones, events

    def _vary(self, clip, whole):
        r = self._r
        variants = clip["mel"]
        mel, mask, end = variants[0 if r.random() < 0.5 else r.integers(len(variants))], clip["mask"], clip["end"]
        spoken = np.flatnonzero(mask)
        first = max(0, spoken[0] - int(r.integers(2, 40)))
        last = min(len(mask), spoken[-1] + int(r.integers(2, 40)))
        if not whole and last - first > 500:
            first += int(r.integers(0, last - first - 400))
            last = first + int(r.integers(250, 401))
        a, mask, end = mel[first:last].astype(np.float32), mask[first:last], end - first
        phones = clip["phones"][first:last]
        if r.random() < 0.7:
            speed = r.uniform(0.85, 1.22)
            positions = np.minimum(np.arange(int(len(a) / speed)) * speed, len(a) - 1.001)
            mask, phones = mask[positions.astype(int)], phones[positions.astype(int)]
            a, end = _resample_time(a, positions), int(end / speed)
        if r.random() < 0.7:
            positions = np.minimum(np.arange(80) * r.uniform(0.88, 1.12), 78.999)
            a = _resample_time(np.ascontiguousarray(a.T), positions).T
        if r.random() < 0.4:
            f = np.arange(80) / 80 * np.pi
            a = a + sum(r.normal(0, 0.5) * np.cos(k * f) for k in range(1, 4)).astype(np.float32)
        return a + (self._talker - clip["level"] + r.normal(0, 0.5)), mask, phones, end


class Pool:
    """Mixed streams on disk, mixed once and trained on many times: z as bytes [chunks, lanes, FRAMES, 80] and what is true of them."""

    SCALE, SHIFT = 32, 4.0  # a byte is 1/32, -4 is 0

    def __init__(self, path):
        self.truth = pickle.load(open(path.with_suffix(".pkl"), "rb"))
        self.z = np.memmap(path.with_suffix(".u8"), np.uint8, "r").reshape(len(self.truth), -1, FRAMES, features.BANDS)

    @staticmethod
    def make(path, mixers, chunks):
        """Writes so many chunks of every mixer's stream; truth[chunk][lane] is (speech, phones, events) with speech and phones per 40
        ms.
        """
        path.parent.mkdir(parents=True, exist_ok=True)
        truth = []
        with open(path.with_suffix(".u8"), "wb") as out:
            for _ in range(chunks):
                made = [m.chunk() for m in mixers]
                z = np.stack([m[0] for m in made])
                out.write(np.clip(np.rint((z + Pool.SHIFT) * Pool.SCALE), 0, 255).astype(np.uint8).tobytes())
                truth.append([(m[1].reshape(-1, 4).mean(1) >= 0.5, m[2][3::4].copy(), m[3]) for m in made])
        pickle.dump(truth, open(path.with_suffix(".pkl"), "wb"), protocol=4)

    @staticmethod
    def batches(pools, rng, heard=48):
        """Endless (z [lanes, HALF, 80], truth of every lane) in the order of the streams, with bands hidden here and there.

        About so many lanes are heard at a time, others when the streams come round again.
        """
        chunks, lanes = min(len(p.truth) for p in pools), pools[0].z.shape[1]
        width = min(lanes, max(1, heard // len(pools)))
        places = [(p, 0) for p in pools] + [(p, chunks // 2) for p in pools if 2 * width * len(pools) <= heard]
        for i in range(1 << 30):
            chosen = [(i // chunks * width + k) % lanes for k in range(width)]
            z = np.concatenate([p.z[(i + start) % chunks][chosen] for p, start in places]).astype(np.float32) / Pool.SCALE - Pool.SHIFT
            for lane in np.flatnonzero(rng.random(len(z)) < 0.4):
                first, wide = rng.integers(0, 76), rng.integers(3, 12)
                z[lane, :, first : first + wide] = 0
            truth = [p.truth[(i + start) % chunks][lane] for p, start in places for lane in chosen]
            for at in range(0, FRAMES, HALF):
                steps = slice(at // 4, (at + HALF) // 4)
                yield z[:, at : at + HALF], [(s[steps], p[steps], [(k, a - at, b - at) for k, a, b in e]) for s, p, e in truth]
