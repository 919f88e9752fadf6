"""Ogg Opus files to 16 kHz mono int16, in process through libopus (no program is started per clip)."""
import ctypes
import functools
import struct

import numpy as np

RATE = 16000
_MAX_PACKET = 5760 // 3  # longest Opus packet, 120 ms, at 16 kHz


@functools.lru_cache
def library():
    """libopus, loaded once."""
    lib = ctypes.CDLL("libopus.so.0")
    lib.opus_decoder_create.restype = ctypes.c_void_p
    lib.opus_decode.argtypes = [
        ctypes.c_void_p,
        ctypes.c_char_p,
        ctypes.c_int32,
        ctypes.POINTER(ctypes.c_int16),
        ctypes.c_int,
        ctypes.c_int,
    ]
    lib.opus_decoder_destroy.argtypes = [ctypes.c_void_p]
    return lib


def _packets(data):
    """Yields (packet, granule of its page) of the first logical stream."""
    at, part = 0, b""
    while at + 27 <= len(data):
        if data[at : at + 4] != b"OggS":
            raise ValueError("not an Ogg page at byte %d" % at)
        (granule,) = struct.unpack_from("<q", data, at + 6)
        count = data[at + 26]
        lacing = data[at + 27 : at + 27 + count]
        body = at + 27 + count
        for size in lacing:
            part += data[body : body + size]
            body += size
            if size < 255:
                yield part, granule
                part = b""
        at = body


def decode(path):
    """Returns the samples of one file, the encoder's delay and end padding cut off."""
    lib = library()
    with open(path, "rb") as f:
        packets = list(_packets(f.read()))
    channels, skip = packets[0][0][9], struct.unpack_from("<H", packets[0][0], 10)[0]
    if channels != 1:
        raise ValueError("expected mono: %s" % path)
    error = ctypes.c_int()
    decoder = lib.opus_decoder_create(RATE, 1, ctypes.byref(error))
    out, buffer = [], (ctypes.c_int16 * _MAX_PACKET)()
    for packet, _ in packets[2:]:
        n = lib.opus_decode(decoder, packet, len(packet), buffer, _MAX_PACKET, 0)
        if n < 0:
            raise ValueError("libopus error %d in %s" % (n, path))
        out.append(np.frombuffer(buffer, np.int16, n).copy())
    lib.opus_decoder_destroy(decoder)
    first, end = skip // 3, packets[-1][1] // 3
    return np.concatenate(out)[first : max(first, end)]
