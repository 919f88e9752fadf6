"""The states of the GMM-HMM by number: how well each fits a frame, in numpy, and which states a triphone has.

States are counted by phone, first the three that are used without a context, then those of its triphones; STATE of a senone is its
place in that order, which is that of the tables.
"""
import struct
import zlib
from typing import NamedTuple

import numpy as np

import sphinx_features
import sphinx_model
from sphinx_features import WIDTH

STREAMS, STREAM_WIDTH = 3, WIDTH // 3
DEAD = -1e4  # the constant of a Gaussian that was never trained: its density is nought
MOST, RANGE = 4, 9.0  # Gaussians of a codebook that the runtime keeps of a frame, and nat below the best one within which it keeps them
CHUNK = 64  # frames that are scored at once: what lies between stays in the cache
MAGIC = b"GMMTABLE"


class Numbering(NamedTuple):
    """Senones in the order of the states."""

    order: np.ndarray  # [states] the senone of a state
    state: np.ndarray  # [senones] the state of a senone
    sizes: np.ndarray  # [phones] states of each phone
    base: np.ndarray  # [states] which of the 3 x phones states without context it specialises: 3 * phone + place


class Quadratic(NamedTuple):
    """A log density of every Gaussian as a product: [x^2, x] @ matrix + constant, with x whitened."""

    mean: np.ndarray  # [39]
    scale: np.ndarray  # [39] standard deviations
    matrix: np.ndarray  # [streams, 2 * 13, phones * gaussians]
    constant: np.ndarray  # [streams, phones * gaussians]


def numbering(definition):
    """The order of states: by phone, then by senone, which puts those without a context first."""
    owner = sphinx_model.codebooks(definition)
    order = np.argsort(owner, kind="stable")
    state = np.empty_like(order)
    state[order] = np.arange(len(order))
    base = np.full(len(order), -1)
    alone = definition.sequences[definition.alone]
    base[state[alone]] = np.arange(alone.size).reshape(alone.shape)
    for (_, phone, _, _), sequence in definition.triphones.items():
        base[state[definition.sequences[sequence]]] = 3 * phone + np.arange(3)
    return Numbering(order, state, np.bincount(owner), base)


def quadratic(mixtures):
    """Whitened by the mean and the deviation of all Gaussians of a dimension, so that half precision can hold the matrix."""
    mean = mixtures.mean.mean((0, 2)).ravel()
    scale = np.sqrt(mixtures.mean.var((0, 2)) + np.median(mixtures.variance, (0, 2))).ravel()
    split = lambda v: v.reshape(1, STREAMS, 1, STREAM_WIDTH)
    centre = (mixtures.mean - split(mean)) / split(scale)
    variance = np.where(mixtures.alive[..., None], mixtures.variance, 1.0)
    bend = -0.5 / (variance / split(scale) ** 2)
    constant = -0.5 * np.log(2 * np.pi * variance).sum(-1) + (bend * centre**2).sum(-1)
    matrix = np.concatenate([bend, -2 * bend * centre], -1)
    matrix = np.where(mixtures.alive[..., None], matrix, 0.0)
    constant = np.where(mixtures.alive, constant, DEAD)
    columns = lambda a: np.moveaxis(a, 1, 0).reshape(STREAMS, -1, a.shape[-1]).transpose(0, 2, 1)
    return Quadratic(mean, scale, columns(matrix), columns(constant[..., None])[:, 0])


class Scorer:
    """Log densities of all states. With float64 it is the reference that the ONNX graph is held to, with float32 it is for work."""

    def __init__(self, definition, mixtures, kind=np.float32, stored=np.float64):
        """stored is the precision that the matrix was rounded to before: np.float16 in the ONNX graph."""
        self._quadratic, self._kind = quadratic(mixtures), kind
        self._matrix, self._constant = self._quadratic.matrix.astype(stored).astype(kind), self._quadratic.constant.astype(kind)
        order, _, self._sizes, _ = numbering(definition)
        weights = np.exp(sphinx_model.log_weights(mixtures)[:, :, order]).astype(kind)
        self._weights = np.split(weights, np.cumsum(self._sizes)[:-1], 2)

    def states(self, features):
        """[T, 39] -> [T, states] in nat."""
        return np.concatenate([self._states(features[at : at + CHUNK]) for at in range(0, len(features), CHUNK)])

    def _states(self, features):
        q = self._quadratic
        x = ((features - q.mean) / q.scale).astype(self._kind).reshape(len(features), STREAMS, STREAM_WIDTH)
        x = np.concatenate([x * x, x], 2).transpose(1, 0, 2)
        density = np.matmul(x, self._matrix) + self._constant[:, None]
        density = density.reshape(STREAMS, len(features), len(self._sizes), -1)
        top = density.max(3)
        share = np.exp(density - top[..., None])
        out = np.empty((len(features), self._sizes.sum()), self._kind)
        first = 0
        for phone, weights in enumerate(self._weights):
            end = first + weights.shape[2]
            mixed = np.matmul(share[:, :, phone], weights).prod(
                0
            )  # above e^-79: a stored weight is above e^-26, the best Gaussian counts 1
            out[:, first:end] = np.log(mixed) + top[:, :, phone].sum(0)[:, None]
            first = end
        return out


class Tables(NamedTuple):
    """What a search needs beside the densities of the Gaussians."""

    phones: list  # names; SIL and +NOISES+ are no speech
    transitions: np.ndarray  # [phones, 3, 2] float32: log probability of staying in a state, and of going on to the next or out
    sizes: np.ndarray  # [phones] how many states a phone has; those without a context are the first three
    states: np.ndarray  # [phones, 3, right, left, 4] uint16: state of a phone in its context, counted from the phone's first one
    base: np.ndarray  # [states] uint8 state without a context, 3 * phone + place
    weights: np.ndarray  # [states, streams, gaussians] uint8: the logarithm is -weight * sphinx_model.WEIGHT_STEP

    def first(self):
        """[phones] the number of each phone's first state."""
        return np.cumsum(self.sizes) - self.sizes

    def triphone(self, position, phone, left, right):
        """The three states of a phone that stands INSIDE, at the BEGIN or END of a word or is it (SINGLE); numbers or arrays of them."""
        return self.first()[phone][..., None] + self.states[phone, :, right, left, position].astype(np.int64)


def tables(definition, transitions, mixtures):
    """The tables of a model; every triphone that it never met already stands at its nearest one."""
    numbers, n = numbering(definition), len(definition.phones)
    sequence = np.empty((n, n, n, 4), np.int64)
    for phone, right, left, position in np.ndindex(sequence.shape):
        sequence[phone, right, left, position] = sphinx_model.nearest(definition, position, phone, left, right)
    first = np.cumsum(numbers.sizes) - numbers.sizes
    states = numbers.state[definition.sequences[sequence]] - first[:, None, None, None, None]
    steps = np.log(np.stack([transitions[:, range(3), range(3)], transitions[:, range(3), range(1, 4)]], 2))
    return Tables(
        definition.phones,
        steps.astype(np.float32),
        numbers.sizes,
        np.moveaxis(states, 4, 1).astype(np.uint16),
        numbers.base.astype(np.uint8),
        np.ascontiguousarray(mixtures.weight[:, :, numbers.order].transpose(2, 0, 1)),
    )


def densities(mixtures, features, stored=np.float16):
    """[T, 39] -> [T, streams, phones, gaussians], log densities of all Gaussians, with the matrix rounded as in the ONNX graph."""
    q = quadratic(mixtures)
    x = ((features - q.mean) / q.scale).reshape(len(features), STREAMS, STREAM_WIDTH)
    x = np.concatenate([x * x, x], 2).transpose(1, 0, 2)
    found = np.matmul(x, q.matrix.astype(stored).astype(np.float64)) + q.constant[:, None]
    return found.transpose(1, 0, 2).reshape(len(features), STREAMS, -1, mixtures.weight.shape[1])


def mixed(density, t):
    """[states] log densities of all states in a frame as the runtime has them, from those of the Gaussians [streams, phones, gaussians]:
    of each codebook only the best ones count.
    """
    phone, states, score = np.repeat(np.arange(len(t.sizes)), t.sizes), np.arange(len(t.base)), np.zeros(len(t.base))
    for stream in range(STREAMS):
        best = np.argsort(-density[stream], 1, kind="stable")[:, :MOST]
        kept = np.take_along_axis(density[stream], best, 1)
        kept = np.where(kept > kept[:, :1] - RANGE, kept, -np.inf)
        weight = t.weights[states[:, None], stream, best[phone]] * -sphinx_model.WEIGHT_STEP
        score += np.logaddexp.reduce(kept[phone] + weight, axis=1)
    return score


def write_tables(path, t):
    """MAGIC, then one zlib stream, all of it little-endian:

    uint32 phones, states and Gaussians of a codebook; the names, each ended by a zero byte; float32 transitions [phones, 3, 2]; uint16
    sizes [phones]; uint16 states [phones, 3, right, left, 4]; uint8 base [states]; float32 overlay [80, 25] and cosines [25, 13] of the
    front end; float32 nat of one unit of a weight; uint8 weights [states, 3, gaussians].
    """
    head = struct.pack("<3I", len(t.phones), *t.weights.shape[::2]) + b"".join(name.encode() + b"\0" for name in t.phones)
    front = (a.astype("<f4") for a in (sphinx_features.OVERLAY, sphinx_features.COSINES, np.array(sphinx_model.WEIGHT_STEP)))
    parts = (t.transitions.astype("<f4"), t.sizes.astype("<u2"), t.states.astype("<u2"), t.base, *front, t.weights)
    with open(path, "wb") as f:
        f.write(MAGIC + zlib.compress(head + b"".join(part.tobytes() for part in parts), 9))


def read_tables(path):
    """Reads what write_tables wrote."""
    with open(path, "rb") as f:
        data = f.read()
    if not data.startswith(MAGIC):
        raise ValueError("%s holds no tables of the expert: make it with make_expert.py" % path)
    data = zlib.decompress(data[len(MAGIC) :])
    phones, states, gaussians = struct.unpack_from("<3I", data)
    names = data[12:].split(b"\0", phones)[:phones]
    at, found = 12 + sum(map(len, names)) + phones, []
    shapes = (
        ("<f4", (phones, 3, 2)),
        ("<u2", (phones,)),
        ("<u2", (phones, 3, phones, phones, 4)),
        ("u1", (states,)),
        ("<f4", sphinx_features.OVERLAY.shape),
        ("<f4", sphinx_features.COSINES.shape),
        ("<f4", ()),
        ("u1", (states, STREAMS, gaussians)),
    )
    for kind, shape in shapes:
        found.append(np.frombuffer(data, kind, int(np.prod(shape)), at).reshape(shape))
        at += found[-1].nbytes
    if at != len(data):
        raise ValueError("%s is longer than its head says: make it anew with make_expert.py" % path)
    steps, sizes, triphones, base, *_, weights = found
    return Tables([name.decode() for name in names], steps, sizes.astype(np.int64), triphones, base, weights)


def load(folder=sphinx_model.FOLDER):
    """(definition, mixtures, transitions) of the installed package."""
    return sphinx_model.read_definition(folder), sphinx_model.read_mixtures(folder), sphinx_model.read_transitions(folder)
