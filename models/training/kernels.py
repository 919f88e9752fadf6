"""Python side of kernels.c: compiled on first use, wrapped as autograd functions.

KIND says which matrix products this machine runs: "amx-bf16", "avx512-bf16" or "float32".
"""
import ctypes

import torch

import native


def _flags():
    """What the processor lists of itself."""
    try:
        with open("/proc/cpuinfo") as f:
            return f.read()
    except OSError:
        return ""


def _build():
    """(library, kind of products): AMX tiles where the machine lends them, else bf16 vectors, else float32 ones."""
    flags, common = _flags(), ("-ffast-math", "-mprefer-vector-width=512")
    if "amx_bf16" in flags:
        library = native.library("kernels.c", "-mamx-tile", "-mamx-bf16", "-mavx512bf16", *common)
        if not library.products_ready():
            return library, "amx-bf16"
    if "avx512_bf16" in flags:
        return native.library("kernels.c", "-DVECTORS", "-mavx512f", "-mavx512bf16", *common), "avx512-bf16"
    return native.library("kernels.c", "-DPLAIN", "-ffast-math"), "float32"


_LIB, KIND = _build()


def _call(name, *arguments):
    """Tensors go as pointers, ints as ints."""
    getattr(_LIB, name)(*(ctypes.c_void_p(a.data_ptr()) if torch.is_tensor(a) else a for a in arguments))


_STORED, _ROWS = (torch.bfloat16, 32) if KIND != "float32" else (torch.float32, 1)


def _padded(rows):
    return (rows + _ROWS - 1) // _ROWS * _ROWS


def _stored(rows, width):
    return torch.empty(_padded(rows), width, dtype=_STORED)


class Block(torch.autograd.Function):
    """One residual block: x [B, T, D]; conv weight [9 or 13, D]; linear weights [H, D] and [D, H]."""

    @staticmethod
    def forward(ctx, x, w, b, g, h, w1, b1, w2, b2):
        x = x.contiguous()
        batch, time, width = x.shape
        rows, hidden = batch * time, w1.shape[0]
        kept, inverse, y = torch.empty_like(x), x.new_empty(rows), torch.empty_like(x)
        u, z = _stored(rows, width), _stored(rows, hidden)
        _call("block_forward", x, w, b, g, h, w1, b1, w2, b2, kept, inverse, u, z, y, batch, time, width, hidden, w.shape[0])
        ctx.save_for_backward(x, w, g, w1, w2, kept, inverse, u, z)
        return y

    @staticmethod
    def backward(ctx, dy):
        x, w, g, w1, w2, kept, inverse, u, z = ctx.saved_tensors
        batch, time, width = x.shape
        dx, dw, db, dg, dh = torch.empty_like(x), torch.zeros_like(w), *(torch.zeros_like(g) for _ in range(3))
        dw1, db1, dw2, db2 = torch.empty_like(w1), w1.new_empty(w1.shape[0]), torch.empty_like(w2), torch.empty_like(g)
        _call(
            "block_backward",
            x,
            w,
            g,
            w1,
            w2,
            kept,
            inverse,
            u,
            z,
            dy.contiguous(),
            dx,
            dw,
            db,
            dg,
            dh,
            dw1,
            db1,
            dw2,
            db2,
            batch,
            time,
            width,
            w1.shape[0],
            w.shape[0],
        )
        return dx, dw, db, dg, dh, dw1, db1, dw2, db2


class Front(torch.autograd.Function):
    """Patches [M, R, K] -> relu(W1 p + b1) -> W2 over all R -> [M, D]; no gradient for the patches."""

    @staticmethod
    def forward(ctx, patches, w1, b1, w2, b2):
        rows, places, width = patches.shape
        hidden, out = w1.shape[0], w2.shape[0]
        p = torch.zeros(_padded(rows) * places, width, dtype=_STORED)
        p[: rows * places] = patches.reshape(-1, width)
        z, y = torch.zeros(_padded(rows) * places, hidden, dtype=_STORED), patches.new_empty(rows, out)
        _call("front_forward", p, w1, b1, w2, b2, z, y, rows, places, width, hidden, out)
        ctx.save_for_backward(p, z, w1, w2)
        ctx.size = rows, places, width, hidden, out
        return y

    @staticmethod
    def backward(ctx, dy):
        p, z, w1, w2 = ctx.saved_tensors
        rows, places, width, hidden, out = ctx.size
        dw1, db1, dw2, db2 = torch.empty_like(w1), w1.new_empty(hidden), torch.empty_like(w2), w2.new_empty(out)
        _call("front_backward", p, z, w1, w2, dy.contiguous(), dw1, db1, dw2, db2, rows, places, width, hidden, out)
        return None, dw1, db1, dw2, db2


class Ctc(torch.autograd.Function):
    """Sum of CTC losses over a batch, clips without a path counted as 0: z [B, T, V] float32 logits."""

    @staticmethod
    def forward(ctx, z, frames, labels, lengths):
        z = z.contiguous()
        grad, loss = torch.zeros_like(z), z.new_empty(len(z))
        _call("ctc", z, frames, labels, lengths, grad, loss, *z.shape)
        ctx.save_for_backward(grad)
        return loss.clamp(min=0).sum()

    @staticmethod
    def backward(ctx, upstream):
        return ctx.saved_tensors[0] * upstream, None, None, None


def orthogonal(x):
    """The nearest matrix with singular values of one to x, wider than tall, after four Newton-Schulz iterations."""
    y = x.clone(memory_format=torch.contiguous_format)
    _call("orthogonal", y, *y.shape)
    return y


def adamw(p, grad, m, v, e, step, rate, decay, scale, keep, betas=(0.9, 0.98)):
    """In-place AdamW step on flat tensors, with the running mean of the parameters in e."""
    f = ctypes.c_float
    _call(
        "adamw",
        p,
        grad,
        m,
        v,
        e,
        ctypes.c_long(p.numel()),
        f(rate),
        f(betas[0]),
        f(betas[1]),
        f(decay),
        f(scale),
        f(1 / (1 - betas[0] ** step)),
        f(1 / (1 - betas[1] ** step)),
        f(keep),
    )
