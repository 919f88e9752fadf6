"""Log-mel features and the streaming normaliser, the contract that the runtime follows to 1e-4."""
import numpy as np
import torch
import torchaudio

RATE, WINDOW, HOP, FFT, BANDS = 16000, 400, 160, 1024, 80
LOG_FLOOR = 1e-6
PEAK_MIN, PEAK_DECAY, RANGE, GATE = 0.0, 0.005, 9.0, 5.0  # nat, nat per frame, nat, nat above the floor
PRIOR_FRAMES, MAX_FRAMES, SCALE = 50.0, 1500.0, 0.4

_HANN = torch.hann_window(WINDOW, periodic=True)
BANK = torchaudio.functional.melscale_fbanks(FFT // 2 + 1, 60.0, 7600.0, BANDS, RATE, norm=None, mel_scale="htk")  # [bins, BANDS]


def log_mel(samples):
    """[n] float in [-1, 1] -> [1 + (n - 400) // 160, 80] float32; shorter input is padded to one window."""
    x = np.ascontiguousarray(samples, np.float32)
    if len(x) < WINDOW:
        x = np.pad(x, (0, WINDOW - len(x)))
    frames = torch.from_numpy(x).unfold(0, WINDOW, HOP) * _HANN
    spectrum = torch.fft.rfft(frames, n=FFT)
    power = spectrum.real**2 + spectrum.imag**2
    return torch.log(power @ BANK + LOG_FLOOR).numpy()


def _peak(a):
    """Loudest band of three frames, falling off slowly: [T]."""
    top = a.max(1)
    before = np.concatenate([top[:1], top[:1], top])
    smooth = (before[2:] + before[1:-1] + before[:-2]) / 3
    fall = PEAK_DECAY * np.arange(1, len(a) + 1, dtype=np.float32)
    return np.maximum(np.maximum.accumulate(smooth + fall) - fall, PEAK_MIN)


def _above_floor(a, peak):
    return np.maximum(a - peak[:, None], -RANGE) + RANGE


def normalise_whole(a, prior):
    """Normalises one utterance that is known to its end: a [T, 80] log-mel, prior [80] -> z [T, 80] float32.

    As normalise, but the peak falls off in both directions and one mean holds for all frames.
    """
    x = _above_floor(a, np.maximum(_peak(a), _peak(a[::-1])[::-1]))
    speech = x.max(1) > GATE
    mean = (x[speech].sum(0) + PRIOR_FRAMES * prior) / (speech.sum() + PRIOR_FRAMES)
    return ((x - mean) * SCALE).astype(np.float32)


def normalise(a, prior):
    """Normalises one utterance from a fresh state: a [T, 80] log-mel, prior [80] -> z [T, 80] float32.

    Exact below 1450 speech frames; past that the counters would be rescaled, which training never reaches.
    """
    x = _above_floor(a, _peak(a))
    speech = (x.max(1) > GATE).astype(np.float32)
    total = np.cumsum(speech[:, None] * x, 0) + PRIOR_FRAMES * prior
    count = np.cumsum(speech) + PRIOR_FRAMES
    return ((x - total / count[:, None]) * SCALE).astype(np.float32)


def read_prior(path):
    """The 80 little-endian float32 of features-prior.f32."""
    return np.fromfile(path, "<f4", BANDS)
