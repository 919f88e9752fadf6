"""The front end of the GMM-HMM of pocketsphinx-en-us: 13 cepstra every 10 ms and their two differences, 39 numbers a frame.

As sphinxbase computes them with this model's feat.params, but for the mean, which is that of the frames that hold speech: with silence in
it a quiet beginning moves every frame that follows.
"""
import numpy as np

import features as networks

RATE, WINDOW, HOP, FFT = 16000, 410, 160, 512  # 25.6 ms of 16 kHz, every 10 ms
FILTERS, CEPSTRA, WIDTH = 25, 13, 39
LOW_HZ, HIGH_HZ, PRE_EMPHASIS, LIFTER = 130.0, 6800.0, 0.97, 22
LOG_FLOOR = 1e-4  # of int16 samples
REACH = 3  # frames on both sides that the second difference looks at
SPEECH_RANGE = 8.0  # nat below the loudest band nearby at which a frame's loudest band is no speech any more
PEAK_DECAY = 0.005  # nat per frame that the loudest band nearby falls off


def _mel(hz):
    return 2595 * np.log10(1 + hz / 700)


def _triangles(hz):
    """[N, FILTERS] triangles of unit area at frequencies [N, 1], their corners on bins of the transform."""
    mels = np.linspace(_mel(LOW_HZ), _mel(HIGH_HZ), FILTERS + 2)
    step = RATE / FFT
    corners = np.floor(700 * (10 ** (mels / 2595) - 1) / step + 0.5) * step
    left, middle, right = corners[:-2], corners[1:-1], corners[2:]
    rising, falling = (hz - left) / (middle - left), (right - hz) / (right - middle)
    return np.maximum(0, np.minimum(rising, falling)) * 2 / (right - left)


_BANK, _HAMMING = _triangles(np.arange(FFT // 2 + 1)[:, None] * RATE / FFT), np.hamming(WINDOW)
_SCALE = np.where(np.arange(CEPSTRA) == 0, np.sqrt(1 / FILTERS), np.sqrt(2 / FILTERS))
_COSINES = _SCALE * np.cos(np.pi / FILTERS * (np.arange(FILTERS)[:, None] + 0.5) * np.arange(CEPSTRA))
_LIFT = 1 + LIFTER / 2 * np.sin(np.pi * np.arange(CEPSTRA) / LIFTER)


def log_mel(samples):
    """[n] int16 or samples of that scale -> [1 + (n - 410) // 160, 25]; shorter input is padded to one window."""
    x = np.asarray(samples, np.float64)
    if len(x) < WINDOW:
        x = np.pad(x, (0, WINDOW - len(x)))
    emphasised = x - PRE_EMPHASIS * np.concatenate([[0.0], x[:-1]])
    frames = np.lib.stride_tricks.sliding_window_view(emphasised, WINDOW)[::HOP]
    power = np.abs(np.fft.rfft(frames * _HAMMING, FFT)) ** 2
    return np.log(power @ _BANK + LOG_FLOOR)


def cepstra(mels):
    """[T, 25] log-mel -> [T, 13]."""
    return mels @ _COSINES * _LIFT


def speech(mels):
    """[T] bool: which frames of an utterance known to its end hold speech."""
    top = mels.max(1)
    smooth = (np.concatenate([top[:1], top[:-1]]) + top + np.concatenate([top[1:], top[-1:]])) / 3
    fall = PEAK_DECAY * np.arange(len(top))
    before = np.maximum.accumulate(smooth + fall) - fall
    behind = (np.maximum.accumulate(smooth[::-1] + fall) - fall)[::-1]
    return top > np.maximum(before, behind) - SPEECH_RANGE


def differences(c):
    """[T, 13] cepstra without their mean -> [T, 39]: with c[t + 2] - c[t - 2] and (c[t + 3] - c[t - 1]) - (c[t + 1] - c[t - 3])."""
    padded = np.pad(c, ((REACH, REACH), (0, 0)), "edge")
    at = lambda k: padded[REACH + k : REACH + k + len(c)]
    return np.concatenate([c, at(2) - at(-2), at(3) - at(-1) - at(1) + at(-3)], 1)


def _overlay():
    """[80, FILTERS] what each filter hears of the power in each band that the networks hear: between the middles of two bands the density
    of power is taken to change evenly, pre-emphasis is a factor at every frequency.
    """
    hz = np.arange(networks.FFT // 2 + 1) * networks.RATE / networks.FFT
    bands = networks.BANK.numpy().astype(np.float64)
    emphasis = 1 + PRE_EMPHASIS**2 - 2 * PRE_EMPHASIS * np.cos(2 * np.pi * hz / RATE)
    return (bands / bands.sum(0)).T @ (emphasis[:, None] * _triangles(hz[:, None]))


OVERLAY = _overlay()
COSINES = _COSINES * _LIFT  # [FILTERS, CEPSTRA]


def mels_of_bands(bands):
    """[T, 80] log-mel of features.log_mel -> [T, 25] log-mel of the expert, but for a constant."""
    return np.log(np.exp(bands.astype(np.float64)) @ OVERLAY)


def _without_mean(mels):
    c = cepstra(mels)
    return differences(c - c[speech(mels)].mean(0)).astype(np.float32)


def features(samples):
    """[T, 39] float32 of one utterance that is known to its end."""
    return _without_mean(log_mel(samples))


def features_of_bands(bands):
    """The same of what the networks hear, [T, 80] log-mel: what the runtime computes."""
    return _without_mean(mels_of_bands(bands))
