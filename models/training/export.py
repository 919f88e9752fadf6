"""Writes the acoustic model as ONNX, float and int8, node by node so that a chunk runs few of them."""
import argparse
import os

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper

from features import BANDS
from model import BAND_STEP, BLOCKS, CHANNELS, KERNEL, OUTPUTS, PATCH_BANDS, PATCH_FRAMES, PLACES, STRIDE, WIDTH

OPSET, LEFT, PAST = 17, PATCH_FRAMES - STRIDE, KERNEL - 1
LEVELS = 63  # of an int8 weight: without VNNI two products 255 * 127 overflow the 16 bits that ONNX Runtime adds them in


class Graph:
    """Collects nodes and constants; quantised says whether linear layers become int8."""

    def __init__(self, quantised):
        self.nodes, self.constants, self._quantised, self._count = [], [], quantised, 0

    def constant(self, name, value):
        """Adds an initializer."""
        self.constants.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def node(self, kind, inputs, outputs=None, **attributes):
        """Adds a node and returns its first output."""
        self._count += 1
        outputs = outputs or ["%s_%d" % (kind.lower(), self._count)]
        self.nodes.append(helper.make_node(kind, inputs, outputs, **attributes))
        return outputs[0]

    def linear(self, x, weight, bias, name, output=None):
        """x W^T + b; int8 with one scale per output and dynamically quantised input."""
        w = weight.detach().numpy().T
        if self._quantised:
            scale = np.maximum(np.abs(w).max(0) / LEVELS, 1e-9).astype(np.float32)
            self.constant(name + ".weight", np.round(w / scale).astype(np.int8))
            self.constant(name + ".scale", scale)
            q, s, z = (name + e for e in (".q", ".s", ".z"))
            self.node("DynamicQuantizeLinear", [x], [q, s, z])
            product = self.node("MatMulInteger", [q, name + ".weight", z])
            y = self.node("Mul", [self.node("Cast", [product], to=TensorProto.FLOAT),
                                  self.node("Mul", [s, name + ".scale"])])
        else:
            y = self.node("MatMul", [x, self.constant(name + ".weight", w)])
        return self.node("Add", [y, self.constant(name + ".bias", bias.detach().numpy())], output and [output])

    def norm(self, x, gain, shift, name):
        """Layer norm over the last axis."""
        return self.node("LayerNormalization", [x, self.constant(name + ".gain", gain.detach().numpy()),
                                                self.constant(name + ".shift", shift.detach().numpy())], axis=-1, epsilon=1e-5)


def _front(g, model):
    seen = g.node("Concat", ["cache_front", "features"], axis=1)
    g.node("Slice", [seen, g.constant("left", np.array([-LEFT])), g.constant("end", np.array([2 ** 31])),
                     g.constant("axis_1", np.array([1]))], ["cache_front_out"])
    g.constant("patch.weight", model.patch.weight.detach().numpy().reshape(CHANNELS, 1, PATCH_FRAMES, PATCH_BANDS))
    g.constant("patch.bias", model.patch.bias.detach().numpy())
    x = g.node("Conv", [g.node("Unsqueeze", [seen, "axis_1"]), "patch.weight", "patch.bias"], strides=[STRIDE, BAND_STEP])
    x = g.node("Transpose", [g.node("Relu", [x])], perm=[0, 2, 3, 1])
    x = g.node("Reshape", [x, g.constant("flat", np.array([1, -1, PLACES * CHANNELS]))])
    return g.linear(x, model.front.weight, model.front.bias, "front")


def _block(g, block, x, cache, name):
    """Returns (output, new cache)."""
    seen = g.node("Concat", [cache, g.node("Transpose", [x], perm=[0, 2, 1])], axis=2)
    kept = g.node("Slice", [seen, "past", "end", "axis_2"])
    weight = g.constant(name + ".conv", block.conv.detach().numpy().T[:, None, :])
    u = g.node("Conv", [seen, weight, g.constant(name + ".conv_bias", block.conv_bias.detach().numpy())], group=WIDTH)
    u = g.norm(g.node("Transpose", [u], perm=[0, 2, 1]), block.gain, block.shift, name + ".norm")
    h = g.node("Relu", [g.linear(u, block.up.weight, block.up.bias, name + ".up")])
    return g.node("Add", [x, g.linear(h, block.down.weight, block.down.bias, name + ".down")]), kept


def build(model, quantised):
    """The ONNX model: features [1, T, 80], cache_front [1, 4, 80], cache_blocks [11, 256, 8] -> logits and new caches."""
    g = Graph(quantised)
    x = _front(g, model)
    g.constant("past", np.array([-PAST]))
    g.constant("axis_2", np.array([2]))
    caches = ["cache_%d" % i for i in range(BLOCKS)]
    g.node("Split", ["cache_blocks"], caches, axis=0)
    kept = []
    for i, block in enumerate(model.blocks):
        x, last = _block(g, block, x, caches[i], "block%d" % i)
        kept.append(last)
    g.node("Concat", kept, ["cache_blocks_out"], axis=0)
    g.linear(g.norm(x, model.norm.weight, model.norm.bias, "norm"), model.out.weight, model.out.bias, "out", "logits")
    value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    front, blocks = [1, LEFT, BANDS], [BLOCKS, WIDTH, PAST]
    graph = helper.make_graph(
        g.nodes, "acoustic", [value("features", [1, "T", BANDS]), value("cache_front", front), value("cache_blocks", blocks)],
        [value("logits", [1, "T_out", OUTPUTS]), value("cache_front_out", front), value("cache_blocks_out", blocks)], g.constants)
    built = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="edge-runtime-training")
    built.ir_version = 8
    onnx.checker.check_model(built)
    return built


def load(path):
    """A checkpoint's averaged model in float32, ready to evaluate."""
    from model import AcousticModel
    model = AcousticModel()
    model.load_state_dict({k: v.float() for k, v in torch.load(path, map_location="cpu")["model"].items()})
    return model.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--out", required=True, help="folder for acoustic.onnx, acoustic-float.onnx and acoustic.f16")
    args = parser.parse_args()
    model = load(args.checkpoint)
    os.makedirs(args.out, exist_ok=True)
    torch.save({"model": {k: v.half() for k, v in model.state_dict().items()}}, os.path.join(args.out, "acoustic.f16"))
    for name, quantised in (("acoustic-float.onnx", False), ("acoustic.onnx", True)):
        built, path = build(model, quantised), os.path.join(args.out, name)
        onnx.save(built, path + ".part")
        os.replace(path + ".part", path)
        print("%s: %d nodes, %d bytes" % (name, len(built.graph.node), os.path.getsize(path)))


if __name__ == "__main__":
    main()
