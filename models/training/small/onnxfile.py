"""ONNX export with weights stored in half precision or in bytes, and small checkpoints."""
import io
import os
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper


def export(model, inputs, path, input_names, output_names, dynamic_axes, metadata=None, in_bytes=None):
    """Writes an opset 17 file atomically; large float weights are stored as float16 behind a Cast that ONNX Runtime folds at load, or as
    in_bytes gives them (8-bit numbers, scale) behind a Cast and a Mul.
    """
    buffer = io.BytesIO()
    torch.onnx.export(
        model,
        inputs,
        buffer,
        input_names=input_names,
        output_names=output_names,
        dynamic_axes=dynamic_axes,
        opset_version=17,
        do_constant_folding=True,
    )
    proto = onnx.load_from_string(buffer.getvalue())
    _shrink(proto.graph, in_bytes)
    proto.doc_string = ""
    for node in proto.graph.node:
        node.doc_string = ""
    for key, value in (metadata or {}).items():
        entry = proto.metadata_props.add()
        entry.key, entry.value = key, value
    onnx.checker.check_model(proto)
    path = Path(path)
    scratch = path.with_suffix(".part")
    onnx.save(proto, scratch)
    os.replace(scratch, path)
    print(f"{path.name}: {path.stat().st_size} bytes, {len(proto.graph.node)} nodes:", " ".join(n.op_type for n in proto.graph.node))


def _shrink(graph, in_bytes):
    casts, scales = [], []
    for i, tensor in enumerate(graph.initializer):
        if tensor.data_type != TensorProto.FLOAT or np.prod(tensor.dims) < 512:
            continue
        value = numpy_helper.to_array(tensor)
        if in_bytes:
            numbers, scale = in_bytes(value)
            small = numpy_helper.from_array(numbers, tensor.name + "_byte")
            scales.append(numpy_helper.from_array(scale, tensor.name + "_scale"))
            casts.append(helper.make_node("Cast", [small.name], [tensor.name + "_number"], to=TensorProto.FLOAT))
            casts.append(helper.make_node("Mul", [tensor.name + "_number", scales[-1].name], [tensor.name]))
        else:
            small = numpy_helper.from_array(value.astype(np.float16), tensor.name + "_half")
            casts.append(helper.make_node("Cast", [small.name], [tensor.name], to=TensorProto.FLOAT))
        graph.initializer[i].CopyFrom(small)
    graph.initializer.extend(scales)
    nodes = casts + list(graph.node)
    del graph.node[:]
    graph.node.extend(nodes)


def save_half(model, path):
    """A checkpoint: a torch file of float16 tensors by name."""
    torch.save({k: v.half() for k, v in model.state_dict().items()}, path)


def load_half(model, path):
    model.load_state_dict({k: v.float() for k, v in torch.load(path).items()})
    return model.eval()
