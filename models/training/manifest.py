"""Writes models/manifest.json from the files in models/: python3 manifest.py [--models DIR] [--check]

Hashes, sizes and shapes come from the files, everything else from the table below. Needs python3-onnx (Debian).
--check writes nothing and fails when the manifest is not what it would write.
"""
import argparse
import hashlib
import json
import re
import sys
from pathlib import Path

import onnx
from onnx import TensorProto

OURS = "Apache-2.0"
TOTAL_BUDGET_BYTES = 22_000_000  # all committed models together

# id, file, origin, sample rate, frames per step (10 ms each), size budget, time budget per step on one x64 core
MODELS = [
    ("acoustic", "acoustic.onnx", "trained from scratch with models/training on synthetic and human speech", 16000, 8, 4_000_000, 4.0),
    (
        "second-pass",
        "second-pass.onnx",
        "trained from scratch with models/training on synthetic and human speech",
        16000,
        0,
        4_000_000,
        60.0,
    ),
    ("expert", "expert.onnx", "made from the acoustic model of pocketsphinx-en-us by models/training", 16000, 0, 1_000_000, 20.0),
    ("vad", "vad.onnx", "trained from scratch with models/training on synthetic and human speech and noise", 16000, 4, 200_000, 0.2),
    ("wake", "wake.onnx", "trained from scratch with models/training on synthetic and human speech and noise", 16000, 4, 400_000, 0.2),
    (
        "wake-reader",
        "wake-reader.onnx",
        "trained from scratch with models/training on synthetic and human speech and noise",
        0,
        60,
        100_000,
        5.0,
    ),
    ("g2p", "g2p.onnx", "trained from scratch with models/training on the CMU Pronouncing Dictionary", 0, 0, 1_000_000, 20.0),
    ("sentences", "sentences.onnx", "distilled from all-MiniLM-L6-v2 with models/training/sentences", 0, 0, 10_000_000, 8.0),
]
LICENCES = {"expert": "BSD-2-Clause"}  # of what was not trained here
FILES = [
    ("lexicon", "lexicon.txt", "BSD-2-Clause", "made from the CMU Pronouncing Dictionary by models/training"),
    ("background", "background.bin", OURS, "counts of words and phones in texts, models/training"),
    ("expert-tables", "expert-tables.bin", "BSD-2-Clause", "states of the acoustic model of pocketsphinx-en-us, models/training"),
    ("features-prior", "features-prior.f32", OURS, "mean of the training features, models/training"),
    ("acoustic-decoding", "acoustic-decoding.json", OURS, "fitted to the acoustic model on held-out development speakers"),
    ("wake-settings", "wake-settings.json", OURS, "thresholds fitted to the wake model on held-out folds"),
    (
        "sentences-vocabulary",
        "sentences-vocabulary.txt",
        OURS,
        "pieces of the vocabulary of all-MiniLM-L6-v2 that the sentences model knows",
    ),
    (
        "sentences-settings",
        "sentences.json",
        OURS,
        "names of the outputs of the sentences model, and thresholds fitted on development sentences",
    ),
]
TYPES = {
    TensorProto.FLOAT: "float32",
    TensorProto.FLOAT16: "float16",
    TensorProto.DOUBLE: "float64",
    TensorProto.INT64: "int64",
    TensorProto.INT32: "int32",
    TensorProto.INT8: "int8",
    TensorProto.UINT8: "uint8",
    TensorProto.BOOL: "bool",
}


def promise(folder, id, file, licence, origin):
    content = (folder / file).read_bytes()
    return dict(id=id, file=file, sha256=hashlib.sha256(content).hexdigest(), size_bytes=len(content), licence=licence, origin=origin)


def spec(value):
    tensor = value.type.tensor_type
    return dict(
        name=value.name, type=TYPES[tensor.elem_type], shape=[d.dim_value if d.HasField("dim_value") else -1 for d in tensor.shape.dim]
    )


def model(folder, id, file, origin, rate, frames, size_budget, time_budget):
    graph = onnx.load(str(folder / file)).graph
    constants = {tensor.name for tensor in graph.initializer}
    entry = promise(folder, id, file, LICENCES.get(id, OURS), origin)
    entry.update(
        inputs=[spec(v) for v in graph.input if v.name not in constants],
        outputs=[spec(v) for v in graph.output],
        sample_rate_hz=rate,
        frames_per_step=frames,
        size_budget_bytes=size_budget,
        time_budget_ms=time_budget,
    )
    if entry["size_bytes"] > size_budget:
        sys.exit(f"{file} has {entry['size_bytes']} bytes, its budget is {size_budget}")
    return entry


def present(rows, folder):
    for row in rows:
        if (folder / row[1]).is_file():
            yield row
        else:
            print(f"{row[1]} is not there, left out", file=sys.stderr)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--models", type=Path, default=Path(__file__).resolve().parent.parent)
    parser.add_argument("--check", action="store_true")
    options = parser.parse_args()
    folder = options.models
    known = {row[1] for row in MODELS + FILES}
    stray = sorted(path.name for path in folder.glob("*.onnx") if path.name not in known)
    if stray:
        sys.exit(f"not in the table of this script: {', '.join(stray)}")
    manifest = dict(
        schema=1,
        models=[model(folder, *row) for row in present(MODELS, folder)],
        files=[promise(folder, *row) for row in present(FILES, folder)],
    )
    total = sum(entry["size_bytes"] for entry in manifest["models"])
    if total > TOTAL_BUDGET_BYTES:
        sys.exit(f"the models have {total} bytes together, their budget is {TOTAL_BUDGET_BYTES}")
    one_line = lambda found: re.sub(r"\s+", " ", found[0]).replace("[ ", "[").replace(" ]", "]")
    text = re.sub(r'\{\s+"name"[^}]*\}', one_line, json.dumps(manifest, indent=2)) + "\n"  # one line per tensor
    target = folder / "manifest.json"
    if options.check:
        sys.exit(0 if target.is_file() and target.read_text() == text else f"{target} differs: run manifest.py")
    target.write_text(text)
    print(f"{target}: {len(manifest['models'])} models of {total} bytes, {len(manifest['files'])} files")


if __name__ == "__main__":
    main()
