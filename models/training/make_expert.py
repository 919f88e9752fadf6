"""Writes the GMM-HMM of Debian's pocketsphinx-en-us as an expert: its states as one ONNX graph, and the tables that a search needs.

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

LIMIT = 3_200_000  # bytes that the graph may have


def _whitened(g, q):
    """[streams, T, 26]: squares and values of the whitened features, stream by stream."""
    x = g.node(
        "Mul",
        [g.node("Sub", ["features", g.constant("mean", q.mean.astype(np.float32))]), g.constant("gain", (1 / q.scale).astype(np.float32))],
    )
    x = g.node("Reshape", [x, g.constant("by_stream", np.array([-1, expert.STREAMS, expert.STREAM_WIDTH]))])
    x = g.node("Transpose", [x], perm=[1, 0, 2])
    return g.node("Concat", [g.node("Mul", [x, x]), x], axis=2)


def build(definition, mixtures):
    """features [T, 39] float32 -> states [T, 5126] float32, log densities in nat.

    A product with the Gaussians of all phones in half precision, a log-sum-exp over those of one phone and stream, and inside it a
    product with the phone's weights, kept as the bytes that the package has: ONNX Runtime widens both once, when it loads the graph.
    """
    g, q, numbers = Graph(False), expert.quadratic(mixtures), expert.numbering(definition)
    phones, weight = len(numbers.sizes), mixtures.weight[:, :, numbers.order]
    density = g.node("MatMul", [_whitened(g, q), g.half("gaussians", q.matrix)])
    density = g.node("Add", [density, g.constant("constants", q.constant[:, None].astype(np.float32))])
    shape = g.constant("by_phone", np.array([expert.STREAMS, -1, phones, mixtures.weight.shape[1]]))
    density = g.node("Transpose", [g.node("Reshape", [density, shape])], perm=[2, 0, 1, 3])
    top = g.node("ReduceMax", [density], axes=[3], keepdims=1)
    share = g.node("Exp", [g.node("Sub", [density, top])])
    shares, tops = (["%s_%d" % (name, phone) for phone in range(phones)] for name in ("share", "top"))
    g.node("Split", [share], shares, axis=0)
    g.node("Split", [top], tops, axis=0)
    step, scores = g.constant("step", np.float32(-sphinx_model.WEIGHT_STEP)), []
    for phone, w in enumerate(np.split(weight, np.cumsum(numbers.sizes)[:-1], 2)):
        w = g.node("Cast", [g.constant("weights_%d" % phone, w)], to=TensorProto.FLOAT)
        mixed = g.node("MatMul", [shares[phone], g.node("Exp", [g.node("Mul", [w, step])])])
        product = g.node("ReduceProd", [mixed], axes=[0, 1], keepdims=0)
        scores.append(g.node("Add", [g.node("Log", [product]), g.node("ReduceSum", [tops[phone], "streams"], keepdims=0)]))
    g.constant("streams", np.array([0, 1]))
    g.node("Concat", scores, ["states"], axis=1)
    return _checked(g, len(numbers.order))


def _checked(g, states):
    value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    graph = helper.make_graph(g.nodes, "expert", [value("features", ["T", WIDTH])], [value("states", ["T", states])], g.constants)
    built = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="edge-runtime-training")
    built.ir_version = 8
    built.doc_string = "States of the acoustic model of pocketsphinx-en-us, see expert-notice.txt"
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
    onnx.save(build(definition, mixtures), path("expert.onnx"))
    expert.write_tables(path("expert-tables.bin"), expert.tables(definition, transitions))
    shutil.copyfile(sphinx_model.NOTICE, path("expert-notice.txt"))
    for name in ("expert.onnx", "expert-tables.bin", "expert-notice.txt"):
        print("%s: %d bytes" % (name, os.path.getsize(path(name))))
    if os.path.getsize(path("expert.onnx")) > LIMIT:
        raise SystemExit("expert.onnx is larger than %d bytes" % LIMIT)


if __name__ == "__main__":
    main()
