"""The exported model on ONNX Runtime itself, through ort.c and the native library of the NuGet package."""
import ctypes
import os

import numpy as np

import native
from model import OUTPUTS

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the library is loaded: it reports to its vendor otherwise


def _pointer(a):
    return a.ctypes.data_as(ctypes.c_void_p)


class _Session:
    """package is the folder of microsoft.ml.onnxruntime (it holds build/native and runtimes)."""

    def __init__(self, path, package):
        folder = os.path.join(package, "runtimes", "linux-x64", "native")
        ctypes.CDLL(os.path.join(folder, "libonnxruntime.so"), mode=ctypes.RTLD_GLOBAL)
        self._lib = native.library("ort.c", "-I" + os.path.join(package, "build", "native", "include"))
        self._lib.ort_open.restype = ctypes.c_void_p
        self._session = self._lib.ort_open(path.encode())
        if not self._session:
            raise RuntimeError("cannot open " + path)


class OnnxModel(_Session):
    """An acoustic model or a second pass."""

    def logits(self, z, chunk=None):
        """z [T, 80], T a multiple of 4 -> [T / 4, 40], in chunks of that many frames or whole; a model that looks ahead: whole."""
        z = np.ascontiguousarray(z, np.float32)
        out = np.empty((len(z) // 4, OUTPUTS), np.float32)
        if self._lib.ort_run(ctypes.c_void_p(self._session), _pointer(z), len(z), chunk or len(z), _pointer(out)):
            raise RuntimeError("run failed")
        return out


class OnnxMap(_Session):
    """A graph without a state that takes one matrix and gives one, both by name."""

    def __init__(self, path, package, taken, given, width):
        super().__init__(path, package)
        self._taken, self._given, self._width = taken.encode(), given.encode(), width

    def __call__(self, x):
        """[T, n] -> [T, width]."""
        x = np.ascontiguousarray(x, np.float32)
        out, number = np.empty((len(x), self._width), np.float32), ctypes.c_long
        session, rows = ctypes.c_void_p(self._session), number(len(x))
        if self._lib.ort_map(session, self._taken, _pointer(x), rows, number(x.shape[1]), self._given, _pointer(out), number(self._width)):
            raise RuntimeError("run failed")
        return out
