"""Reads the GMM-HMM of Debian's pocketsphinx-en-us: phonetically tied mixtures, one codebook of Gaussians per phone and stream of features.

Formats as sphinxbase and pocketsphinx 0.8 read them (s3file, ms_gauden, ptm_mgau, bin_mdef, tmat). Copyright 1995-2014 Carnegie Mellon
University, 2014-2015 Alpha Cephei Inc., two-clause BSD: whoever ships what is made of it ships NOTICE too.
"""
import os
import struct
from typing import NamedTuple

import numpy as np

FOLDER = "/usr/share/pocketsphinx/model/en-us/en-us"
NOTICE = os.path.join("/usr/share/doc/pocketsphinx-en-us", "copyright")
WEIGHT_STEP = 1024 * np.log(1.0001)  # nat per unit of a stored weight: logarithms to the base 1.0001, shifted by ten bits
INSIDE, BEGIN, END, SINGLE = range(4)  # where in its word a phone stands
_LEAST_VARIANCE = 1e-4  # under it a Gaussian was never trained: it has none at all
_BYTE_ORDER = 0x11223344


class Definition(NamedTuple):
    """Which states a phone in its context has."""

    phones: list  # names, the index is the phone's number and that of its codebook and transition matrix
    silence: int
    fillers: frozenset  # phones that are no speech: silence and noises
    sequences: np.ndarray  # [sequences, 3] senones
    alone: np.ndarray  # [phones] sequence of a phone whose context is not looked at
    triphones: dict  # (position, phone, left, right) -> sequence
    senones: int


class Mixtures(NamedTuple):
    """What the states sound like: a senone's density is the product over streams of its codebook's Gaussians, weighted."""

    mean: np.ndarray  # [codebooks, streams, gaussians, width] float64
    variance: np.ndarray  # as mean
    alive: np.ndarray  # [codebooks, streams, gaussians] bool: was trained
    weight: np.ndarray  # [streams, gaussians, senones] uint8, the logarithm is -weight * WEIGHT_STEP


def _path(folder, name):
    return os.path.join(folder, name)


def _s3(folder, name):
    """(byte order for struct, bytes behind the header) of a file that begins with lines up to endhdr."""
    with open(_path(folder, name), "rb") as f:
        data = f.read()
    at = data.index(b"endhdr\n") + len(b"endhdr\n")
    order = next(o for o in "<>" if struct.unpack_from(o + "I", data, at)[0] == _BYTE_ORDER)
    return order, data[at + 4 :]


def _gaussians(folder, name):
    """[codebooks, streams, gaussians, width] of means or variances."""
    order, data = _s3(folder, name)
    codebooks, streams, gaussians, *widths = struct.unpack_from(order + "6i", data)
    (count,) = struct.unpack_from(order + "i", data, 24)
    if streams != 3 or len(set(widths)) != 1 or count != codebooks * gaussians * sum(widths):
        raise ValueError("%s: %d values for %d codebooks, streams of %s" % (name, count, codebooks, widths))
    return np.frombuffer(data, order + "f4", count, 28).reshape(codebooks, streams, gaussians, widths[0]).astype(np.float64)


def _weights(folder):
    """[streams, gaussians, senones] uint8 of sendump."""
    with open(_path(folder, "sendump"), "rb") as f:
        data = f.read()
    at = 0
    while True:
        (length,) = struct.unpack_from("<i", data, at)
        at += 4 + length
        if not length:
            break
    gaussians, senones = struct.unpack_from("<2i", data, at)
    return np.frombuffer(data, np.uint8, 3 * gaussians * senones, at + 8).reshape(3, gaussians, senones)


def read_mixtures(folder=FOLDER):
    """The Gaussians and the weights of all states."""
    mean, variance = _gaussians(folder, "means"), _gaussians(folder, "variances")
    return Mixtures(mean, variance, (variance > _LEAST_VARIANCE).all(-1), _weights(folder))


def read_transitions(folder=FOLDER):
    """[phones, 3, 4] probabilities of going from one of three states to each of them and out."""
    order, data = _s3(folder, "transition_matrices")
    phones, states, targets, count = struct.unpack_from(order + "4i", data)
    t = np.frombuffer(data, order + "f4", count, 16).reshape(phones, states, targets).astype(np.float64)
    return t / t.sum(2, keepdims=True)


def read_definition(folder=FOLDER):
    """The phones, their triphones and the states of these (binary mdef)."""
    with open(_path(folder, "mdef"), "rb") as f:
        data = f.read()
    if data[:4] != b"BMDF":
        raise ValueError("mdef is not a binary model definition in little-endian order")
    at = 12 + struct.unpack_from("<i", data, 8)[0]
    ci, phones, states, _, senones, _, _, _, tree, silence = struct.unpack_from("<10i", data, at)
    at += 40
    end, names = at, []
    for _ in range(ci):
        stop = data.index(b"\0", end)
        names.append(data[end:stop].decode())
        end = stop + 1
    at += (end - at + 3) // 4 * 4 + 8 * tree
    rows = np.frombuffer(data, np.dtype([("sequence", "<i4"), ("transitions", "<i4"), ("context", "u1", 4)]), phones, at)
    at += rows.nbytes
    (count,) = struct.unpack_from("<i", data, at)
    sequences = np.frombuffer(data, "<i2", count, at + 4).reshape(-1, states).astype(np.int64)
    fillers = frozenset(i for i in range(ci) if rows["context"][i][0])
    triphones = {tuple(int(c) for c in row["context"]): int(row["sequence"]) for row in rows[ci:]}
    return Definition(names, silence, fillers, sequences, rows["sequence"][:ci].astype(np.int64), triphones, senones)


def log_weights(mixtures):
    """[streams, gaussians, senones] float64, in nat."""
    return mixtures.weight.astype(np.float64) * -WEIGHT_STEP


def codebooks(definition):
    """[senones] the phone, and so the codebook, of every senone."""
    owner = np.full(definition.senones, -1)
    owner[definition.sequences[definition.alone].ravel()] = np.repeat(np.arange(len(definition.phones)), 3)
    for (_, phone, _, _), sequence in definition.triphones.items():
        owner[definition.sequences[sequence]] = phone
    if (owner < 0).any():
        raise ValueError("%d senones belong to no phone" % (owner < 0).sum())
    return owner


def nearest(definition, position, phone, left, right):
    """The sequence of a triphone or of what is nearest: at another place of the word, then beside silence where the word ends, then the
    phone alone. A noise beside it counts as silence. The steps are those of bin_mdef_phone_id_nearest.
    """
    known, silence = definition.triphones, definition.silence
    left, right = (silence if p in definition.fillers else p for p in (left, right))
    outer = (silence if position in (BEGIN, SINGLE) else left, silence if position in (END, SINGLE) else right)
    for beside in ((left, right), outer):
        for place in (position, INSIDE, BEGIN, END, SINGLE):
            if (place, phone, *beside) in known:
                return known[place, phone, *beside]
    return int(definition.alone[phone])
