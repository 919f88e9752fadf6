"""Audio-level variants of a clip: resampling (vocal tract and pitch) and room reverberation."""
import numpy as np
from scipy.signal import fftconvolve, resample_poly

RATE = 16000


def resample(x, rate, factor=1.0):
    """Samples at rate to 16 kHz; factor > 1 makes the voice higher and faster."""
    down = int(round(rate * factor / 50))
    return resample_poly(x, 320, down).astype(np.float32), RATE / (down * 50.0)


def trim(x, threshold=0.01, before=800, after=1600):
    """Cuts the silence around speech; returns (samples, first kept sample)."""
    loud = np.nonzero(np.abs(x) > threshold * np.abs(x).max())[0]
    first = max(0, loud[0] - before)
    return x[first : loud[-1] + after], first


def _response(q):
    seconds = q.uniform(0.08, 0.6)
    n = int(RATE * seconds)
    h = q.standard_normal(n).astype(np.float32) * np.exp(-6.9 * np.arange(n) / n, dtype=np.float32)
    h[: int(q.integers(10, 80))] = 0
    direct_to_late = 10 ** (q.uniform(-3, 14) / 20)
    h /= np.sqrt((h**2).sum()) * direct_to_late
    for _ in range(int(q.integers(0, 6))):
        h[int(q.integers(10, 600))] += q.uniform(-0.4, 0.4) / np.sqrt(direct_to_late)
    h[0] = 1
    return h


def reverberate(x, q, tail=1600):
    """x in a random room; q is numpy's Generator. The result is tail samples longer."""
    return fftconvolve(x, _response(q))[: len(x) + tail].astype(np.float32)


def level(x, peak=0.7):
    """Scales to a peak."""
    return x * (peak / (np.abs(x).max() + 1e-9))
