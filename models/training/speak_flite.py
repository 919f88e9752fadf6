"""flite in process: speech with the phones it spoke and their end times."""
import ctypes

import numpy as np

VOICES = ["slt", "rms", "awb", "kal16", "kal"]
PITCH = {"slt": 170, "rms": 100, "awb": 130, "kal16": 105, "kal": 105}


class _Wave(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_char_p),
        ("rate", ctypes.c_int),
        ("samples", ctypes.c_int),
        ("channels", ctypes.c_int),
        ("data", ctypes.POINTER(ctypes.c_int16)),
    ]


class _Voice(ctypes.Structure):
    _fields_ = [("name", ctypes.c_char_p), ("features", ctypes.c_void_p)]


def _declare(lib):
    pointer, text, real = ctypes.c_void_p, ctypes.c_char_p, ctypes.c_float
    for name, result, arguments in (
        ("flite_synth_text", pointer, [text, pointer]),
        ("utt_relation", pointer, [pointer, text]),
        ("relation_head", pointer, [pointer]),
        ("item_next", pointer, [pointer]),
        ("item_feat_string", text, [pointer, text]),
        ("item_feat_float", real, [pointer, text]),
        ("utt_wave", ctypes.POINTER(_Wave), [pointer]),
        ("delete_utterance", None, [pointer]),
        ("feat_set_float", None, [pointer, text, real]),
    ):
        function = getattr(lib, name)
        function.restype, function.argtypes = result, arguments


class Flite:
    """The five built-in voices."""

    def __init__(self):
        load = lambda name: ctypes.CDLL(name, mode=ctypes.RTLD_GLOBAL)
        self._lib = load("libflite.so.1")
        load("libflite_usenglish.so.1")
        load("libflite_cmulex.so.1")
        self._lib.flite_init()
        _declare(self._lib)
        self._voices = {}
        for name in VOICES:
            register = getattr(load("libflite_cmu_us_%s.so.1" % name), "register_cmu_us_" + name)
            register.restype, register.argtypes = ctypes.POINTER(_Voice), [ctypes.c_void_p]
            self._voices[name] = register(None)

    def say(self, text, voice, stretch=1.0, pitch=None, spread=None):
        """Returns (float samples, rate in Hz, [(flite phone, end second), ...])."""
        lib, v = self._lib, self._voices[voice]
        lib.feat_set_float(v.contents.features, b"duration_stretch", stretch)
        lib.feat_set_float(v.contents.features, b"int_f0_target_mean", pitch or PITCH[voice])
        lib.feat_set_float(v.contents.features, b"int_f0_target_stddev", spread or 14.0)
        utterance = lib.flite_synth_text(text.encode(), ctypes.cast(v, ctypes.c_void_p))
        wave = lib.utt_wave(utterance).contents
        samples = np.ctypeslib.as_array(wave.data, (wave.samples,)).astype(np.float32) / 32768
        rate, phones = wave.rate, []
        item = lib.relation_head(lib.utt_relation(utterance, b"Segment"))
        while item:
            phones.append((lib.item_feat_string(item, b"name").decode(), lib.item_feat_float(item, b"end")))
            item = lib.item_next(item)
        lib.delete_utterance(utterance)
        return samples, rate, phones
