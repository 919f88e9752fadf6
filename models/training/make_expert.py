"""Writes the GMM-HMM of Debian's pocketsphinx-en-us as an expert: its Gaussians as one ONNX graph, and the tables that a search needs.

    python3 make_expert.py --out FOLDER      # expert.onnx, expert-tables.bin and expert-notice.txt

Needs pocketsphinx-en-us (apt-get install --no-install-recommends pocketsphinx-en-us). Its licence asks for the notice beside the files.
"""
import argparse
import os
import shutil

import numpy as np
import onnx
from onnx import TensorProto, helper

import expert
import sphinx_model
from export import OPSET, Graph
from sphinx_features import WIDTH

LIMIT = 1_000_000  # bytes that the graph may have


def _whitened(g, q):
    """[streams, T, 26]: squares and values of the whitened features, stream by stream."""
    x = g.node(
        "Mul",
        [g.node("Sub", ["features", g.constant("mean", q.mean.astype(np.float32))]), g.constant("gain", (1 / q.scale).astype(np.float32))],
    )
    x = g.node("Reshape", [x, g.constant("by_stream", np.array([-1, expert.STREAMS, expert.STREAM_WIDTH]))])
    x = g.node("Transpose", [x], perm=[1, 0, 2])
    return g.node("Concat", [g.node("Mul", [x, x]), x], axis=2)


def build(mixtures):
    """features [T, 39] float32 -> densities [3, T, 42 * 128] float32, the logarithms of all Gaussians by stream, of each by phone.

    One product for each stream, its matrix in half precision: ONNX Runtime widens it once, when it loads the graph.
    """
    g, q = Graph(False), expert.quadratic(mixtures)
    density = g.node("MatMul", [_whitened(g, q), g.half("gaussians", q.matrix)])
    g.node("Add", [density, g.constant("constants", q.constant[:, None].astype(np.float32))], ["densities"])
    value = lambda name, *shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    features, densities = value("features", "T", WIDTH), value("densities", expert.STREAMS, "T", q.constant.shape[1])
    graph = helper.make_graph(g.nodes, "expert", [features], [densities], g.constants)
    built = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="edge-runtime-training")
    built.ir_version = 8
    built.doc_string = "Gaussians of the acoustic model of pocketsphinx-en-us, see NOTICE"
    onnx.checker.check_model(built)
    return built


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default=sphinx_model.FOLDER, help="folder of the acoustic model in the package")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    if not os.path.isdir(args.model):
        raise SystemExit("%s is not there: apt-get install --no-install-recommends pocketsphinx-en-us" % args.model)
    os.makedirs(args.out, exist_ok=True)
    definition, mixtures, transitions = expert.load(args.model)
    path = lambda name: os.path.join(args.out, name)
    onnx.save(build(mixtures), path("expert.onnx"))
    expert.write_tables(path("expert-tables.bin"), expert.tables(definition, transitions, mixtures))
    shutil.copyfile(sphinx_model.NOTICE, path("expert-notice.txt"))
    for name in ("expert.onnx", "expert-tables.bin", "expert-notice.txt"):
        print("%s: %d bytes" % (name, os.path.getsize(path(name))))
    if os.path.getsize(path("expert.onnx")) > LIMIT:
        raise SystemExit("expert.onnx is larger than %d bytes" % LIMIT)


if __name__ == "__main__":
    main()
