"""espeak-ng in process: speech with its own phone times, spoken by random voices that we make up."""
import ctypes
import os
import shutil

import numpy as np

RATE = 22050
ACCENTS = ["en-us"] * 12 + ["en-us-nyc", "en", "en", "en-gb-x-rp", "en-gb-scotland", "en-gb-x-gbclan", "en-gb-x-gbcwmd", "en-029"]
_PHONEME, _END = 7, 0


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique", ctypes.c_uint),
        ("text", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_ms", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user", ctypes.c_void_p),
        ("name", ctypes.c_char * 8),
    ]


_CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event))


def voice_text(r):
    """One random espeak-ng variant: vocal tract, source, stress; r is random.Random."""
    tract = r.uniform(0.84, 1.28)
    low = int(r.uniform(70, 130) if tract < 1.0 else r.uniform(95, 250))
    lines = ["language variant", "name random", "pitch %d %d" % (low, low * r.uniform(1.1, 1.8))]
    if r.random() < 0.3:
        lines.append("klatt %d" % r.choice([1, 2, 3, 4, 5]))
    for formant in range(9):
        frequency = 100 * tract * r.uniform(0.94, 1.06)
        lines.append("formant %d %d %d %d" % (formant, frequency, r.uniform(60, 130), r.uniform(70, 170)))
    lines.append("stressLength " + " ".join(str(int(v * r.uniform(0.85, 1.2))) for v in (150, 140, 180, 180, 0, 0, 200, 210)))
    lines.append("flutter %d" % r.randint(0, 12))
    lines.append("roughness %d" % r.choice([0, 1, 2, 2, 3, 4]))
    lines.append("voicing %d" % r.randint(50, 150))
    lines.append("consonants %d %d" % (r.randint(60, 150), r.randint(60, 150)))
    if r.random() < 0.4:
        lines.append("breath " + " ".join(str(r.randint(0, 5)) for _ in range(8)))
    if r.random() < 0.3:
        lines.append("echo %d %d" % (r.randint(10, 130), r.randint(2, 20)))
    lines.append("intonation %d" % r.randint(1, 4))
    return "\n".join(lines) + "\n"


def make_data(system, target, r, voices):
    """Copies the English part of espeak-ng's data folder to target and adds that many random variants.

    espeak-ng lists 349 voices at most, so the other languages and stock variants stay behind.
    """
    folder = os.path.join(target, "espeak-ng-data")
    variants = os.path.join(folder, "voices", "!v")
    os.makedirs(variants)
    for name in os.listdir(system):
        if os.path.isfile(os.path.join(system, name)) and (name.startswith("phon") or name in ("en_dict", "intonations")):
            shutil.copy(os.path.join(system, name), folder)
    shutil.copytree(
        os.path.join(system, "lang", "gmw"),
        os.path.join(folder, "lang", "gmw"),
        ignore=lambda _, names: [n for n in names if not n.startswith("en")],
    )
    for i in range(voices):
        with open(os.path.join(variants, "rnd%d" % i), "w") as f:
            f.write(voice_text(r))


class Espeak:
    """One espeak-ng instance for this process."""

    def __init__(self, data):
        self._lib = ctypes.CDLL("libespeak-ng.so.1")
        self._audio, self._events = [], []
        self._hold = _CALLBACK(self._receive)
        if self._lib.espeak_Initialize(1, 0, data.encode(), 1) != RATE:
            raise RuntimeError("espeak-ng did not start with the data in " + data)
        self._lib.espeak_SetSynthCallback(self._hold)

    def _receive(self, samples, count, events):
        if samples and count:
            self._audio.append(np.ctypeslib.as_array(samples, (count,)).copy())
        i = 0
        while events[i].type != _END:
            if events[i].type == _PHONEME:
                self._events.append((events[i].name.decode(), events[i].sample))
            i += 1
        return 0

    def say(self, text, voice, rate=160, pitch=50, spread=50, gap=0):
        """Returns (float samples at 22050 Hz, [(espeak phoneme, first sample), ...])."""
        if self._lib.espeak_SetVoiceByName(voice.encode()):
            raise ValueError("no espeak-ng voice " + voice)
        for parameter, value in ((1, rate), (3, pitch), (4, spread), (7, gap)):
            self._lib.espeak_SetParameter(parameter, value, 0)
        self._audio.clear()
        self._events.clear()
        data = text.encode()
        self._lib.espeak_Synth(data, len(data) + 1, 0, 0, 0, 1, None, None)
        self._lib.espeak_Synchronize()
        return np.concatenate(self._audio).astype(np.float32) / 32768, list(self._events)
