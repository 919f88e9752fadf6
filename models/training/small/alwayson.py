"""The network that voice activity and wake word share in shape, its export, and a stateful batch trainer."""
import os
import time
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import TensorProto, helper, numpy_helper
from torch import nn

import features


class AlwaysOn(nn.Module):
    """z [B, T, 80] and one hidden state per GRU -> logits [B, T/4, outputs] and the new states. Four frames are one step."""

    def __init__(self, front, hidden, outputs):
        super().__init__()
        self.front = nn.Linear(4 * features.BANDS, front)
        sizes = [front] + list(hidden)
        self.rnns = nn.ModuleList(nn.GRU(a, b, batch_first=True) for a, b in zip(sizes, hidden))
        self.out = nn.Linear(hidden[-1], outputs)
        self.hidden = list(hidden)

    def forward(self, z, states=None):
        h, states = self.layers(z, states)
        return self.out(h[-1]), states

    def layers(self, z, states=None):
        """The output of every GRU, and the new states."""
        h = torch.relu(self.front(z.reshape(z.shape[0], -1, 4 * features.BANDS)))
        new, found = [], []
        for i, rnn in enumerate(self.rnns):
            h, state = rnn(h, None if states is None else states[i])
            new.append(state)
            found.append(h)
        return found, new


LARGE = 512  # numbers in a tensor that is stored in fewer bits


def count(model):
    return sum(p.numel() for p in model.parameters())


def half(model):
    """Rounds the weights to half precision: what is measured and what ships are the same numbers."""
    model.load_state_dict({k: v.half().float() for k, v in model.state_dict().items()})
    return model.eval()


def rows_in_bytes(weight):
    """Weights as 8-bit numbers and a scale per output: (int8 [N, ...], float32 [N, 1 ...])."""
    scale = np.maximum(np.abs(weight).max(tuple(range(1, weight.ndim)), keepdims=True), 1e-12) / 127
    return np.rint(weight / scale).astype(np.int8), scale.astype(np.float32)


def in_bytes(model):
    """Rounds large weights to 8 bits each, as they are stored where export is told so: what is measured and what ships are the same
    numbers.
    """
    state = model.state_dict()
    for key, value in state.items():
        if value.ndim >= 2 and value.numel() >= LARGE:
            numbers, scale = rows_in_bytes(value.numpy())
            state[key] = torch.from_numpy(numbers * scale)
    model.load_state_dict(state)
    return model.eval()


def _gates(weight):
    """torch keeps reset, update, new; ONNX wants update, reset, new."""
    r, z, n = np.split(weight, 3)
    return np.concatenate([z, r, n])


def export(model, path, description, metadata, matrices_in_bytes=False):
    """Writes inputs features [1, T, 80], cache_i [1, 1, H_i]; outputs logits [1, T/4, N], cache_i_out. Caches start as zeros.

    Matrices are stored in half precision, or as 8-bit numbers with a scale per output; ONNX Runtime makes floats of them once, at load.
    """
    state = {k: v.detach().numpy() for k, v in model.state_dict().items()}
    tensors, casts, nodes = [], [], []

    def constant(name, value):
        tensors.append(numpy_helper.from_array(np.ascontiguousarray(value), name))
        return name

    def matrix(name, key, laid=lambda x: x):
        value = state[key]
        if value.size < LARGE:
            return constant(name, laid(value))
        if matrices_in_bytes:
            numbers, scale = rows_in_bytes(value)
            casts.append(helper.make_node("Cast", [constant(name + "_byte", laid(numbers))], [name + "_number"], to=TensorProto.FLOAT))
            casts.append(helper.make_node("Mul", [name + "_number", constant(name + "_scale", laid(scale))], [name]))
        else:
            casts.append(helper.make_node("Cast", [constant(name + "_half", laid(value).astype(np.float16))], [name], to=TensorProto.FLOAT))
        return name

    steps = constant("steps_shape", np.array([-1, 1, 4 * features.BANDS], np.int64))
    nodes.append(helper.make_node("Reshape", ["features", steps], ["steps"]))
    nodes.append(helper.make_node("MatMul", ["steps", matrix("front_w", "front.weight", np.transpose)], ["front_0"]))
    nodes.append(helper.make_node("Add", ["front_0", constant("front_b", state["front.bias"])], ["front_1"]))
    nodes.append(helper.make_node("Relu", ["front_1"], ["h0"]))
    axis = constant("direction_axis", np.array([1], np.int64))
    inputs = [helper.make_tensor_value_info("features", TensorProto.FLOAT, [1, "frames", features.BANDS])]
    outputs = [helper.make_tensor_value_info("logits", TensorProto.FLOAT, [1, "outputs", model.out.out_features])]
    laid = lambda weight: _gates(weight)[None]
    for i, size in enumerate(model.hidden):
        w = matrix(f"gru{i}_w", f"rnns.{i}.weight_ih_l0", laid)
        r = matrix(f"gru{i}_r", f"rnns.{i}.weight_hh_l0", laid)
        b = constant(f"gru{i}_b", np.concatenate([_gates(state[f"rnns.{i}.bias_ih_l0"]), _gates(state[f"rnns.{i}.bias_hh_l0"])])[None])
        cache = f"cache_{i}"
        nodes.append(
            helper.make_node("GRU", [f"h{i}", w, r, b, "", cache], [f"y{i}", cache + "_out"], hidden_size=size, linear_before_reset=1)
        )
        nodes.append(helper.make_node("Squeeze", [f"y{i}", axis], [f"h{i + 1}"]))
        inputs.append(helper.make_tensor_value_info(cache, TensorProto.FLOAT, [1, 1, size]))
        outputs.append(helper.make_tensor_value_info(cache + "_out", TensorProto.FLOAT, [1, 1, size]))
    nodes.append(helper.make_node("MatMul", [f"h{len(model.hidden)}", matrix("out_w", "out.weight", np.transpose)], ["out_0"]))
    nodes.append(helper.make_node("Add", ["out_0", constant("out_b", state["out.bias"])], ["out_1"]))
    shape = constant("logits_shape", np.array([1, -1, model.out.out_features], np.int64))
    nodes.append(helper.make_node("Reshape", ["out_1", shape], ["logits"]))
    graph = helper.make_graph(casts + nodes, Path(path).stem, inputs, outputs, tensors)
    proto = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], producer_name="EdgeRuntime", doc_string=description)
    proto.ir_version = 8
    helper.set_model_props(proto, metadata)
    onnx.checker.check_model(proto, full_check=True)
    scratch = Path(path).with_suffix(".part")
    onnx.save(proto, scratch)
    os.replace(scratch, path)
    print(
        f"{Path(path).name}: {Path(path).stat().st_size} bytes, {count(model)} weights, "
        f"{len(nodes)} nodes and {len(casts)} casts folded at load"
    )


def run_chunked(model, z, frames):
    """Logits [T/4, N] of one stream fed in chunks with carried states, as the runtime does."""
    states, parts = None, []
    with torch.no_grad():
        for i in range(0, len(z) - frames + 1, frames):
            logits, states = model(torch.from_numpy(z[None, i : i + frames]), states)
            parts.append(logits[0].numpy())
    return np.concatenate(parts), [s.numpy() for s in states]


def run_lanes(model, lanes):
    """Logits of equally long streams [lanes, T, 80] side by side."""
    states, parts = None, []
    with torch.no_grad():
        for i in range(0, lanes.shape[1], 4000):
            logits, states = model(torch.from_numpy(lanes[:, i : i + 4000]), states)
            parts.append(logits.numpy())
    return np.concatenate(parts, 1)


def _orthogonal(x):
    """Newton-Schulz iterations towards the nearest matrix with singular values of one."""
    tall = x.shape[0] > x.shape[1]
    x = (x.t() if tall else x) / (x.norm() + 1e-7)
    for _ in range(4):
        square = x @ x.t()
        x = torch.addmm(x, torch.addmm(square, square, square, beta=-4.7750, alpha=2.0315), x, beta=3.4445)
    return x.t() if tall else x


class Matrices:
    """Steps the weight matrices of a model by orthogonalised momentum (Muon), every gate of a GRU by itself, a convolution as a matrix of
    its outputs.
    """

    SMALLEST, MOMENTUM, SIZE, DECAY = 5000, 0.95, 0.2, 0.01  # numbers in a matrix; share kept; root mean square of a step; per unit of rate

    def __init__(self, model):
        self.parameters = [p for p in model.parameters() if p.ndim > 1 and p.numel() >= self.SMALLEST]
        self._gates = [
            3 if name.split(".")[-2].isdigit() else 1 for name, p in model.named_parameters() if any(p is q for q in self.parameters)
        ]
        self._momenta = [torch.zeros_like(p) for p in self.parameters]

    def others(self, model):
        """The parameters that it does not step."""
        apart = set(map(id, self.parameters))
        return [p for p in model.parameters() if id(p) not in apart]

    @torch.no_grad()
    def step(self, rate):
        for p, gates, momentum in zip(self.parameters, self._gates, self._momenta):
            momentum.mul_(self.MOMENTUM).add_(p.grad)
            parts = torch.add(p.grad, momentum, alpha=self.MOMENTUM).flatten(1).chunk(gates)
            change = torch.cat([_orthogonal(part) * (self.SIZE * max(part.shape) ** 0.5) for part in parts])
            p.mul_(1 - rate * self.DECAY).add_(change.view_as(p), alpha=-rate)


class Trainer:
    """Feeds parallel endless streams; states are carried over chunks, gradients are not."""

    def __init__(self, model, rate, matrix_rate=None):
        self.model, self.rate, self.matrix_rate = model, rate, matrix_rate
        self.matrices = Matrices(model) if matrix_rate else None
        others = self.matrices.others(model) if matrix_rate else model.parameters()
        self.optimiser = torch.optim.AdamW(others, rate, betas=(0.9, 0.98), weight_decay=0.01)
        self.average = {k: v.clone() for k, v in model.state_dict().items()}

    def run(self, cpu_minutes, batches, loss_of, label):
        """batches yields (z [lanes, frames, 80], truth); loss_of(model, z, truth, states) -> loss, new states. Leaves the averaged
        weights in the model.
        """
        cpu, start, losses, states, audio = time.process_time(), time.time(), [], None, 0
        for step, (z, truth) in enumerate(batches):
            progress = (time.process_time() - cpu) / (60 * cpu_minutes)
            if progress >= 1:
                break
            share = min(1, (step + 1) / 60) * max(0.02, (1 + np.cos(np.pi * progress)) / 2)
            for group in self.optimiser.param_groups:
                group["lr"] = self.rate * share
            loss, states = loss_of(self.model, z, truth, states)
            states = [s.detach() for s in states]
            self.model.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(self.model.parameters(), 1.0)
            self.optimiser.step()
            if self.matrices:
                self.matrices.step(self.matrix_rate * share)
            decay = min(0.995, 1 - 1 / (step / 10 + 10))
            with torch.no_grad():
                for k, v in self.model.state_dict().items():
                    self.average[k].lerp_(v, 1 - decay)
            losses.append(loss.item())
            audio += z.shape[0] * z.shape[1] / 360000
            if step % 100 == 99:
                print(
                    f"{label} step {step + 1} {100 * progress:.0f}% {audio:.1f} h "
                    f"loss {np.mean(losses[-100:]):.4f} {time.time() - start:.0f} s",
                    flush=True,
                )
        print(
            f"{label}: {len(losses)} steps, {audio:.1f} h of audio, {time.process_time() - cpu:.0f} CPU s, {time.time() - start:.0f} s, "
            f"loss {np.mean(losses[-100:]):.4f}",
            flush=True,
        )
        self.model.load_state_dict(self.average)
