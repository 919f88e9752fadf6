"""Writes the reader of free sentences as ONNX, int8 with scales of the inputs made when it runs.

    python3 export_reader.py --checkpoint READER.pt --models ../..

Writes sentences.onnx and training/checkpoints/sentences.f16. Input: ids int64 [1, T], the first and the last piece included. Outputs:
intents [1, I], tags [1, T, TAGS], flags [1, 2], all logits.
"""
import argparse
import math
import os
import sys

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper

sys.path.append(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
from export import LEVELS, OPSET, Graph  # noqa: E402  beside this folder
from minilm import HEADS, WIDTH
from network import EPSILON, FLAGS, TAGS, Reader

BUDGET = 10_000_000


class SentenceGraph(Graph):
    """A graph with what BERT needs."""

    def numpy(self, tensor):
        """A parameter as an array."""
        return tensor.detach().numpy()

    def layer_norm(self, x, norm, name):
        """Layer norm with BERT's epsilon."""
        gain, shift = (self.half(name + end, self.numpy(p)) for end, p in ((".gain", norm.weight), (".shift", norm.bias)))
        return self.node("LayerNormalization", [x, gain, shift], axis=-1, epsilon=EPSILON)

    def gelu(self, x):
        """x times the share of the normal distribution below x."""
        inner = self.node("Erf", [self.node("Mul", [x, "sqrt_half"])])
        return self.node("Mul", [self.node("Mul", [x, self.node("Add", [inner, "one"])]), "half"])

    def embedding(self, ids, table, name):
        """Rows of a table kept as int8 with one scale a row."""
        w = self.numpy(table)
        if not self._quantised:
            return self.node("Gather", [self.constant(name, w), ids])
        scale = np.maximum(np.abs(w).max(1) / 127, 1e-9).astype(np.float16)
        rounded = np.clip(np.round(w / scale[:, None].astype(np.float32)), -127, 127).astype(np.int8)
        rows = self.node("Cast", [self.node("Gather", [self.constant(name, rounded), ids])], to=TensorProto.FLOAT)
        scales = self.node("Cast", [self.node("Gather", [self.constant(name + ".scale", scale), ids])], to=TensorProto.FLOAT)
        return self.node("Mul", [rows, self.node("Unsqueeze", [scales, "last"])])

    def attention(self, x, layer, name):
        """x [1, T, 384] -> what each piece takes of the others, [1, T, 384]."""
        heads = []
        for part, perm in (("query", [0, 2, 1, 3]), ("key", [0, 2, 3, 1]), ("value", [0, 2, 1, 3])):
            linear = getattr(layer, part)
            y = self.linear(x, linear.weight, linear.bias, "%s.%s" % (name, part))
            heads.append(self.node("Transpose", [self.node("Reshape", [y, "split"])], perm=perm))
        share = self.node("Softmax", [self.node("Mul", [self.node("MatMul", heads[:2]), "scale"])], axis=-1)
        taken = self.node("Transpose", [self.node("MatMul", [share, heads[2]])], perm=[0, 2, 1, 3])
        return self.linear(self.node("Reshape", [taken, "join"]), layer.out.weight, layer.out.bias, name + ".out")


def build(model, quantised):
    """The ONNX model of a reader."""
    g = SentenceGraph(quantised)
    for name, value in (("sqrt_half", math.sqrt(0.5)), ("one", 1), ("half", 0.5), ("scale", 1 / math.sqrt(WIDTH // HEADS))):
        g.constant(name, np.array(value, np.float32))
    for name, value in (
        ("last", [-1]),
        ("split", [1, -1, HEADS, WIDTH // HEADS]),
        ("join", [1, -1, WIDTH]),
        ("zero", [0]),
        ("second", [1]),
    ):
        g.constant(name, np.array(value, np.int64))
    words = g.embedding("ids", model.words.weight, "words")
    length = g.node("Slice", [g.node("Shape", ["ids"]), "second", g.constant("third", np.array([2]))])
    places = g.node("Slice", [g.half("places", g.numpy(model.places.weight)), "zero", length, "zero"])
    x = g.layer_norm(g.node("Add", [words, places]), model.norm, "norm")
    for i, layer in enumerate(model.layers):
        name = "layer%d" % i
        x = g.layer_norm(g.node("Add", [x, g.attention(x, layer, name)]), layer.norm1, name + ".norm1")
        y = g.gelu(g.linear(x, layer.up.weight, layer.up.bias, name + ".up"))
        x = g.layer_norm(g.node("Add", [x, g.linear(y, layer.down.weight, layer.down.bias, name + ".down")]), layer.norm2, name + ".norm2")
    pooled = g.node("ReduceMean", [x], axes=[1], keepdims=0)
    for name, source in (("intent", pooled), ("flags", pooled), ("tags", x)):
        head = getattr(model, name)
        product = g.node("MatMul", [source, g.half(name + ".weight", g.numpy(head.weight).T)])
        g.node("Add", [product, g.half(name + ".bias", g.numpy(head.bias))], [{"intent": "intents"}.get(name, name)])
    value = lambda name, kind, shape: helper.make_tensor_value_info(name, kind, shape)
    taken = [value("ids", TensorProto.INT64, [1, "T"])]
    given = [
        value("intents", TensorProto.FLOAT, [1, model.intent.out_features]),
        value("tags", TensorProto.FLOAT, [1, "T", TAGS]),
        value("flags", TensorProto.FLOAT, [1, len(FLAGS)]),
    ]
    graph = helper.make_graph(g.nodes, "sentences", taken, given, g.constants)
    built = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="edge-runtime-training")
    built.ir_version = 8
    onnx.checker.check_model(built)
    return built


def load(path):
    """(model in float32, ready to evaluate; names of its intents)."""
    kept = torch.load(path, map_location="cpu")
    state = {name: value.float() for name, value in kept["model"].items()}
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    model = Reader(len(state["words.weight"]), len(state["intent.weight"]), layers)
    model.load_state_dict(state)
    return model.eval(), kept["intents"]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--models", required=True, help="the models folder")
    parser.add_argument("--float", help="write the model in float32 there too, to compare with")
    args = parser.parse_args()
    model, intents = load(args.checkpoint)
    half = {name: value.half() for name, value in model.state_dict().items()}
    torch.save({"model": half, "intents": intents}, os.path.join(args.models, "training", "checkpoints", "sentences.f16"))
    model.load_state_dict({name: value.float() for name, value in half.items()})  # what can be made again from the repository
    path = os.path.join(args.models, "sentences.onnx")
    onnx.save(build(model, True), path)
    if args.float:
        onnx.save(build(model, False), args.float)
    size = os.path.getsize(path)
    print("sentences.onnx: %d bytes, weights of %d levels" % (size, 2 * LEVELS + 1))
    if size > BUDGET:
        raise SystemExit("over its budget of %d bytes" % BUDGET)


if __name__ == "__main__":
    main()
