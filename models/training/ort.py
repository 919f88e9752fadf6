"""The exported model on ONNX Runtime itself, through ort.c and the native library of the NuGet package."""
import ctypes
import os

import numpy as np

import native
from model import OUTPUTS

os.environ["ORT_DISABLE_TELEMETRY"] = "1"  # before the library is loaded: it reports to its vendor otherwise


class OnnxModel:
    """package is the folder of microsoft.ml.onnxruntime (it holds build/native and runtimes)."""

    def __init__(self, path, package):
        folder = os.path.join(package, "runtimes", "linux-x64", "native")
        ctypes.CDLL(os.path.join(folder, "libonnxruntime.so"), mode=ctypes.RTLD_GLOBAL)
        self._lib = native.library("ort.c", "-I" + os.path.join(package, "build", "native", "include"))
        self._lib.ort_open.restype = ctypes.c_void_p
        self._session = self._lib.ort_open(path.encode())
        if not self._session:
            raise RuntimeError("cannot open " + path)

    def logits(self, z, chunk=None):
        """z [T, 80], T a multiple of 4 -> [T / 4, 40], in chunks of that many frames or whole; a model that looks ahead: whole."""
        z = np.ascontiguousarray(z, np.float32)
        out = np.empty((len(z) // 4, OUTPUTS), np.float32)
        pointer = lambda a: a.ctypes.data_as(ctypes.c_void_p)
        if self._lib.ort_run(ctypes.c_void_p(self._session), pointer(z), len(z), chunk or len(z), pointer(out)):
            raise RuntimeError("run failed")
        return out
