"""Golden files for the runtime's tests: a synthetic wav, its features, and the logits of the exported models."""
import argparse
import json
import os
import subprocess

import numpy as np
from scipy.io import wavfile

import room
from features import log_mel, normalise, normalise_whole, read_prior
from ort import OnnxModel

TEXT = "turn the volume up to seventy percent"


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--models", required=True, help="folder with what export.py made of both passes, and features-prior.f32")
    parser.add_argument("--ort", required=True, help="folder of the microsoft.ml.onnxruntime package")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    os.makedirs(args.out, exist_ok=True)
    wav = os.path.join(args.out, "volume.wav")
    if not os.path.exists(wav):
        subprocess.run(["espeak-ng", "-v", "en-us", "-w", wav + ".22k", TEXT], check=True)
        rate, x = wavfile.read(wav + ".22k")
        os.remove(wav + ".22k")
        y = room.resample(x.astype(np.float32) / 32768, rate)[0]
        wavfile.write(wav, 16000, (room.level(y, 0.5) * 32767).astype(np.int16))
    raw = log_mel(wavfile.read(wav)[1].astype(np.float32) / 32768)
    prior = read_prior(os.path.join(args.models, "features-prior.f32"))
    z, zw = normalise(raw, prior), normalise_whole(raw, prior)
    whole = z[: len(z) // 4 * 4]
    arrays = {"log-mel": raw, "normalised": z, "normalised-whole": zw}
    for name in ("acoustic-float", "acoustic"):
        model = OnnxModel(os.path.join(args.models, name + ".onnx"), args.ort)
        kind = "float" if name.endswith("float") else "int8"
        arrays["logits-" + kind], arrays["logits-%s-chunk8" % kind] = model.logits(whole), model.logits(whole, 8)
    second = OnnxModel(os.path.join(args.models, "second-pass.onnx"), args.ort)
    arrays["logits-second-pass"] = second.logits(zw[: len(whole)])
    shapes = {"text": TEXT, "wav": "volume.wav", "format": "float32, little-endian, row-major", "arrays": {}}
    for name, a in arrays.items():
        a.astype("<f4").tofile(os.path.join(args.out, name + ".f32"))
        shapes["arrays"][name + ".f32"] = list(a.shape)
    with open(os.path.join(args.out, "golden.json"), "w", encoding="utf-8") as f:
        json.dump(shapes, f, indent=2)
        f.write("\n")
    print(shapes["arrays"])


if __name__ == "__main__":
    main()
