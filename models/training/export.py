"""Writes an acoustic model as ONNX, float and int8, node by node so that a chunk runs few of them: streaming, or the second pass."""
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

    def half(self, name, value):
        """A constant kept in half precision; ONNX Runtime widens it once when it loads the model."""
        return self.node("Cast", [self.constant(name, value.astype(np.float16))], to=TensorProto.FLOAT)

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
            widened = self.half(name + ".scale", scale)
            q, s, z = (name + e for e in (".q", ".s", ".z"))
            self.node("DynamicQuantizeLinear", [x], [q, s, z])
            product = self.node("MatMulInteger", [q, name + ".weight", z])
            y = self.node("Mul", [self.node("Cast", [product], to=TensorProto.FLOAT), self.node("Mul", [s, widened])])
        else:
            y = self.node("MatMul", [x, self.constant(name + ".weight", w)])
        return self.node("Add", [y, self.half(name + ".bias", bias.detach().numpy())], output and [output])

    def norm(self, x, gain, shift, name):
        """Layer norm over the last axis."""
        return self.node(
            "LayerNormalization",
            [x, self.half(name + ".gain", gain.detach().numpy()), self.half(name + ".shift", shift.detach().numpy())],
            axis=-1,
            epsilon=1e-5,
        )


def _front(g, model):
    """Convolution over patches; the last frames are kept for the next chunk, where there is one."""
    axis = g.constant("axis_1", np.array([1]))
    if model.ahead:
        seen = g.node("Pad", ["features", g.constant("before", np.array([0, LEFT, 0, 0, 0, 0]))])
    else:
        seen = g.node("Concat", ["cache_front", "features"], axis=1)
        g.node("Slice", [seen, g.constant("left", np.array([-LEFT])), g.constant("end", np.array([2**31])), axis], ["cache_front_out"])
    weight = g.half("patch.weight", model.patch.weight.detach().numpy().reshape(CHANNELS, 1, PATCH_FRAMES, PATCH_BANDS))
    bias = g.half("patch.bias", model.patch.bias.detach().numpy())
    x = g.node("Conv", [g.node("Unsqueeze", [seen, axis]), weight, bias], strides=[STRIDE, BAND_STEP])
    x = g.node("Transpose", [g.node("Relu", [x])], perm=[0, 2, 3, 1])
    x = g.node("Reshape", [x, g.constant("flat", np.array([1, -1, PLACES * CHANNELS]))])
    return g.linear(x, model.front.weight, model.front.bias, "front")


def _block(g, block, x, cache, name):
    """Returns (output, new cache); no cache: the whole utterance is there."""
    seen, kept = g.node("Transpose", [x], perm=[0, 2, 1]), None
    if cache:
        seen = g.node("Concat", [cache, seen], axis=2)
        kept = g.node("Slice", [seen, "past", "end", "axis_2"])
    weight = g.half(name + ".conv", block.conv.detach().numpy().T[:, None, :])
    u = g.node(
        "Conv",
        [seen, weight, g.half(name + ".conv_bias", block.conv_bias.detach().numpy())],
        group=WIDTH,
        pads=[0, 0] if cache else [PAST, len(block.conv) - KERNEL],
    )
    u = g.norm(g.node("Transpose", [u], perm=[0, 2, 1]), block.gain, block.shift, name + ".norm")
    h = g.node("Relu", [g.linear(u, block.up.weight, block.up.bias, name + ".up")])
    return g.node("Add", [x, g.linear(h, block.down.weight, block.down.bias, name + ".down")]), kept


def _context(g, context, x, name):
    """x scaled and shifted by what the whole utterance is like."""
    notice = g.node("MatMul", [x, g.half(name + ".notice", context.notice.weight.detach().numpy().T)])
    share = g.node("Transpose", [g.node("Softmax", [notice], axis=1)], perm=[0, 2, 1])
    mean = g.node("MatMul", [share, x])
    told = g.linear(
        g.node("Relu", [g.linear(mean, context.squeeze.weight, context.squeeze.bias, name + ".squeeze")]),
        context.excite.weight,
        context.excite.bias,
        name + ".excite",
    )
    scale, shift = name + ".scale", name + ".shift"
    g.node("Split", [told], [scale, shift], axis=2)
    return g.node("Add", [g.node("Add", [x, g.node("Mul", [x, scale])]), shift])


def build(model, quantised):
    """The ONNX model: features [1, T, 80] -> logits [1, T / 4, 40], T a multiple of 4.

    Streaming, it also takes cache_front [1, 4, 80] and cache_blocks [11, 256, 8] and gives the new ones.
    """
    g = Graph(quantised)
    x = _front(g, model)
    caches, kept = [None] * BLOCKS, []
    if not model.ahead:
        g.constant("past", np.array([-PAST]))
        g.constant("axis_2", np.array([2]))
        caches = ["cache_%d" % i for i in range(BLOCKS)]
        g.node("Split", ["cache_blocks"], caches, axis=0)
    for i, block in enumerate(model.blocks):
        x, last = _block(g, block, x, caches[i], "block%d" % i)
        if str(i) in model.contexts:
            x = _context(g, model.contexts[str(i)], x, "context%d" % i)
        kept.append(last)
    if not model.ahead:
        g.node("Concat", kept, ["cache_blocks_out"], axis=0)
    g.linear(g.norm(x, model.norm.weight, model.norm.bias, "norm"), model.out.weight, model.out.bias, "out", "logits")
    return _checked(g, model)


def _checked(g, model):
    """The finished model with its inputs and outputs."""
    value = lambda name, shape: helper.make_tensor_value_info(name, TensorProto.FLOAT, shape)
    front, blocks = [1, LEFT, BANDS], [BLOCKS, WIDTH, PAST]
    taken, given = [value("features", [1, "T", BANDS])], [value("logits", [1, "T_out", OUTPUTS])]
    if not model.ahead:
        taken += [value("cache_front", front), value("cache_blocks", blocks)]
        given += [value("cache_front_out", front), value("cache_blocks_out", blocks)]
    graph = helper.make_graph(g.nodes, "acoustic", taken, given, g.constants)
    built = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], producer_name="edge-runtime-training")
    built.ir_version = 8
    onnx.checker.check_model(built)
    return built


def load(path):
    """A checkpoint's averaged model in float32, ready to evaluate."""
    from model import AcousticModel

    state = {k: v.float() for k, v in torch.load(path, map_location="cpu")["model"].items()}
    return AcousticModel(len(state["blocks.0.conv"]) - KERNEL).load(state).eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument(
        "--out", required=True, help="folder for acoustic.onnx, acoustic-float.onnx and acoustic.f16; second-pass... for the second pass"
    )
    args = parser.parse_args()
    model = load(args.checkpoint)
    os.makedirs(args.out, exist_ok=True)
    name = "second-pass" if model.ahead else "acoustic"
    torch.save({"model": {k: v.half() for k, v in model.state_dict().items()}}, os.path.join(args.out, name + ".f16"))
    for ending, quantised in (("-float.onnx", False), (".onnx", True)):
        built, path = build(model, quantised), os.path.join(args.out, name + ending)
        onnx.save(built, path + ".part")
        os.replace(path + ".part", path)
        print("%s: %d nodes, %d bytes" % (name + ending, len(built.graph.node), os.path.getsize(path)))


if __name__ == "__main__":
    main()
