"""Noise for training as log-mel pieces: real sounds, coloured noise, clatter, and babble of training speakers."""
import argparse
import os
import pickle

import numpy as np
import torch

import room
import splits
from features import log_mel

SECONDS, COLOURED, BABBLE = 12, 60, 140
REAL_SHARE = 0.7  # the rest of every long recording is kept for measuring


def _rms(x, value=0.1):
    return x * (value / (np.sqrt((x**2).mean()) + 1e-9))


def coloured(q, index, n):
    """Noise of a random spectral shape, slowly modulated; every fourth hums, every fifth clatters."""
    spectrum = np.fft.rfft(q.standard_normal(n))
    f = np.linspace(0, 8000, len(spectrum))
    shape = (f + 30) ** (-q.uniform(0, 1.3))
    for _ in range(int(q.integers(0, 5))):
        centre = q.uniform(80, 7000)
        shape = shape * (1 + q.uniform(0, 8) * np.exp(-(((f - centre) / (centre * q.uniform(0.02, 0.4))) ** 2)))
    t = np.arange(n) / 16000.0
    x = np.fft.irfft(spectrum * shape, n) * np.exp(q.uniform(0, 0.5) * np.sin(2 * np.pi * q.uniform(0.1, 4) * t))
    x /= x.std()
    if index % 4 == 0:
        base = q.uniform(45, 200)
        x = x + q.uniform(0.3, 2) * sum(np.sin(2 * np.pi * base * k * t + q.uniform(0, 6)) / k for k in range(1, 12))
    if index % 5 == 0:
        for _ in range(int(q.integers(10, 60))):
            start, length = int(q.integers(0, n - 8000)), int(q.integers(300, 5000))
            k = np.arange(length)
            ring = np.sin(2 * np.pi * q.uniform(300, 7000) * k / 16000) + q.standard_normal(length) * 0.5
            x[start : start + length] += q.uniform(1, 12) * np.exp(-6 * k / length) * ring
    return x


def babble(q, voices, n):
    """Three to eight people talking at once in a room, or one far speaker."""
    x = np.zeros(n, np.float32)
    for _ in range(1 if q.random() < 0.1 else int(q.integers(3, 9))):
        at, gain = -int(q.integers(0, 16000)), q.uniform(0.3, 1)
        while at < n:
            y = voices[int(q.integers(len(voices)))].astype(np.float32)
            y = _rms(room.trim(y, 0.05)[0], gain)
            a, b = max(at, 0), min(at + len(y), n)
            if b > a:
                x[a:b] += y[a - at : b - at]
            at += len(y)
    return room.reverberate(x, q, 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unpacked", required=True)
    parser.add_argument("--wav", required=True)
    parser.add_argument("--work", required=True)
    args = parser.parse_args()
    torch.set_num_threads(1)
    q, n, pieces = np.random.default_rng(3), SECONDS * 16000, []

    def load(name):
        with open(os.path.join(args.wav, name + ".pkl"), "rb") as f:
            return pickle.load(f)

    for i in range(COLOURED):
        pieces.append(("coloured", log_mel(_rms(coloured(q, i, n)))))
    clips = load("speechocean762")
    voices = [clips[r["file"]] for r in splits.manifest(args.unpacked, "speechocean762") if r["split"] == "train"]
    for _ in range(BABBLE):
        pieces.append(("babble", log_mel(_rms(babble(q, voices, n)))))
    for name, x in load("noise-background").items():
        pieces += [("real", log_mel(_rms(x[: int(len(x) * REAL_SHARE)].astype(np.float32))))] * 4
    for name, x in load("noise-esc10").items():
        if splits.bucket(name, 20) > 4 and np.abs(x).max() > 100:
            pieces.append(("real", log_mel(_rms(room.trim(x.astype(np.float32), 0.01)[0]))))
    pieces = [(kind, a.astype(np.float16)) for kind, a in pieces if len(a) > 50]
    with open(os.path.join(args.work, "noise.pkl"), "wb") as f:
        pickle.dump(pieces, f, protocol=4)
    print("%d pieces, %.1f min" % (len(pieces), sum(len(a) for _, a in pieces) / 6000))


if __name__ == "__main__":
    main()
