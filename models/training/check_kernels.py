"""Checks the training kernels of this machine against plain torch, outputs and gradients, and measures their speed."""
import argparse
import time

import torch
from torch.nn import functional as F

import kernels
from features import BANDS
from model import AHEAD, KERNEL, PATCH_BANDS, PATCH_FRAMES, PLACES, WIDTH, AcousticModel, empty_caches

# Relative errors: of one layer against torch that rounds where the kernels keep bf16 (one ReLU on the other side of zero makes
# 1e-3), and of the whole model's outputs against torch in float32.
LAYER, WHOLE = 1e-2, {"float32": 1e-3, "amx-bf16": 2e-2, "avx512-bf16": 2e-2}


class Rounded(torch.autograd.Function):
    """x, or its gradient, as the kernels store it."""

    @staticmethod
    def forward(ctx, x, value, gradient):
        ctx.gradient = gradient
        return x.bfloat16().float() if value else x.clone()

    @staticmethod
    def backward(ctx, dy):
        return dy.bfloat16().float() if ctx.gradient else dy, None, None


def layers(x, first, second, places=1):
    """Two linear layers, `places` rows of the first being one of the second."""
    narrow = kernels.KIND != "float32"
    h = F.relu(Rounded.apply(Rounded.apply(x, narrow, False) @ Rounded.apply(first.weight, narrow, False).t() + first.bias, False, narrow))
    h = Rounded.apply(h, narrow, False).view(len(x) // places, -1)
    return Rounded.apply(h @ Rounded.apply(second.weight, narrow, False).t() + second.bias, False, narrow)


def plain_block(block, ahead, x):
    """One residual block by torch."""
    u = F.conv1d(F.pad(x.transpose(1, 2), (KERNEL - 1, ahead)), block.conv.t().unsqueeze(1), block.conv_bias, groups=WIDTH)
    u = F.layer_norm(u.transpose(1, 2), (WIDTH,), block.gain, block.shift)
    return x + layers(u.reshape(-1, WIDTH), block.up, block.down).view_as(x)


def compare(name, expected, got, parameters):
    """(largest relative error of output and gradients, where)."""
    worst, upstream = (float((got - expected).norm() / expected.norm()), name + " outputs"), torch.randn_like(expected)
    named = [(n, p) for n, p in parameters if p.requires_grad]
    one, two = (torch.autograd.grad((y * upstream).sum(), [p for _, p in named]) for y in (expected, got))
    return max([worst] + [(float((b - a).norm() / a.norm()), "%s gradient of %s" % (name, n)) for a, b, (n, _) in zip(one, two, named)])


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=20)
    parser.add_argument("--frames", type=int, default=348, help="10 ms frames of a clip, a multiple of 4")
    parser.add_argument("--whole", action="store_true", help="the model that looks ahead")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    ahead, rows = AHEAD if args.whole else 0, args.clips * args.frames // 4
    model, z = AcousticModel(ahead), torch.randn(args.clips, args.frames, BANDS)
    block, x = model.blocks[0], torch.randn(args.clips, args.frames // 4, WIDTH, requires_grad=True)
    patches = torch.randn(rows, PLACES, PATCH_FRAMES * PATCH_BANDS)
    first, second = model.patch, model.front
    worst = max(
        compare("block", plain_block(block, ahead, x), block.fast(x), [("x", x)] + list(block.named_parameters())),
        compare(
            "front",
            layers(patches.view(rows * PLACES, -1), first, second, PLACES),
            kernels.Front.apply(patches, first.weight, first.bias, second.weight, second.bias),
            list(first.named_parameters()) + list(second.named_parameters()),
        ),
    )
    slow, fast = model(z, *empty_caches(args.clips))[0], model.fast(z)[0]
    output, upstream = float((fast - slow).norm() / slow.norm()), torch.randn_like(slow)
    runs, started = 5, time.process_time()
    for _ in range(runs):
        model.zero_grad()
        (model.fast(z)[0] * upstream).sum().backward()
    seconds = (time.process_time() - started) / runs
    print(
        "%s: relative error at most %.1e (%s), whole model %.1e; %.0f seconds of audio per CPU second"
        % (kernels.KIND, *worst, output, args.clips * args.frames / 100 / seconds)
    )
    if worst[0] > LAYER or output > WHOLE[kernels.KIND]:
        raise SystemExit("the kernels of this machine differ from torch")


if __name__ == "__main__":
    main()
