"""What a telephone or a narrow radio link leaves of a clip: 8 kHz in mu-law, or Opus at few kilobits."""
import ctypes

import numpy as np
from scipy.signal import resample_poly

import opus

RATE, FRAME = 16000, 320  # Opus frames of 20 ms
MU = 255
_VOIP, _SET_BITRATE, _SET_COMPLEXITY, _GET_LOOKAHEAD = 2048, 4002, 4010, 4027


def telephone(x):
    """Samples of 16 kHz as mu-law at 8 kHz leaves them; the length is kept."""
    narrow = np.clip(resample_poly(x, 1, 2), -1, 1)
    pressed = np.sign(narrow) * np.log1p(MU * np.abs(narrow)) / np.log1p(MU)
    pressed = np.round(pressed * 127) / 127
    narrow = np.sign(pressed) * np.expm1(np.abs(pressed) * np.log1p(MU)) / MU
    return resample_poly(narrow, 2, 1)[: len(x)].astype(np.float32)


def low_rate(x, bits_per_second):
    """Samples of 16 kHz through libopus and back, its delay taken off; the length is kept."""
    lib, error, ahead = opus.library(), ctypes.c_int(), ctypes.c_int32()
    lib.opus_encoder_create.restype = ctypes.c_void_p
    encoder = ctypes.c_void_p(lib.opus_encoder_create(RATE, 1, _VOIP, ctypes.byref(error)))
    decoder = ctypes.c_void_p(lib.opus_decoder_create(RATE, 1, ctypes.byref(error)))
    for request, value in ((_SET_BITRATE, int(bits_per_second)), (_SET_COMPLEXITY, 4)):
        lib.opus_encoder_ctl(encoder, request, ctypes.c_int32(value))
    lib.opus_encoder_ctl(encoder, _GET_LOOKAHEAD, ctypes.byref(ahead))
    padded = np.concatenate([x, np.zeros(ahead.value + FRAME)])
    pcm = (np.clip(padded, -1, 1) * 32767).astype(np.int16)
    packet, heard = ctypes.create_string_buffer(1500), (ctypes.c_int16 * FRAME)()
    out = []
    for at in range(0, len(pcm) - FRAME + 1, FRAME):
        piece = np.ascontiguousarray(pcm[at : at + FRAME])
        size = lib.opus_encode(encoder, ctypes.c_void_p(piece.ctypes.data), FRAME, packet, len(packet))
        count = lib.opus_decode(decoder, packet.raw[: max(0, size)], size, heard, FRAME, 0) if size > 0 else size
        if count != FRAME:
            raise RuntimeError("libopus error %d at %d bit/s" % (count, bits_per_second))
        out.append(np.frombuffer(heard, np.int16).copy())
    lib.opus_encoder_destroy(encoder)
    lib.opus_decoder_destroy(decoder)
    return np.concatenate(out)[ahead.value : ahead.value + len(x)].astype(np.float32) / 32767


def coded(x, q):
    """x [-1, 1] by one of them; q is numpy's Generator."""
    return telephone(x) if q.random() < 0.4 else low_rate(x, q.uniform(6000, 16000))
