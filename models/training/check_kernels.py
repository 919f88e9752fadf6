"""Checks the training kernels of this machine against plain torch, outputs and gradients, and measures their speed."""
import argparse
import time

import torch

import kernels
from features import BANDS
from model import AHEAD, AcousticModel, empty_caches

TOLERANCE = {"float32": 1e-2, "amx-bf16": 5e-2}  # relative error of a gradient; one ReLU on the other side of zero makes 1e-3


def gradients(model, logits, upstream):
    """{name: gradient} of the sum of logits * upstream."""
    model.zero_grad()
    (logits * upstream).sum().backward()
    return {name: p.grad.clone() for name, p in model.named_parameters() if p.grad is not None}


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clips", type=int, default=20)
    parser.add_argument("--frames", type=int, default=348, help="10 ms frames of a clip, a multiple of 4")
    parser.add_argument("--whole", action="store_true", help="the model that looks ahead")
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(0)
    model, z = AcousticModel(AHEAD if args.whole else 0), torch.randn(args.clips, args.frames, BANDS)
    upstream = torch.randn(args.clips, args.frames // 4, 40)
    slow = model(z, *empty_caches(args.clips))[0]
    fast = model.fast(z)[0]
    expected, got = gradients(model, slow, upstream), gradients(model, fast, upstream)
    worst = max((float((got[n] - g).norm() / (g.norm() + 1e-9)), n) for n, g in expected.items())
    output = float((fast - slow).norm() / slow.norm())
    runs, started = 5, time.process_time()
    for _ in range(runs):
        gradients(model, model.fast(z)[0], upstream)
    seconds = (time.process_time() - started) / runs
    print("%s: relative error %.1e in outputs, %.1e in the gradient of %s; %.0f seconds of audio per CPU second" % (
        kernels.KIND, output, *worst, args.clips * args.frames / 100 / seconds))
    if max(output, worst[0]) > TOLERANCE[kernels.KIND]:
        raise SystemExit("the kernels of this machine differ from torch")


if __name__ == "__main__":
    main()
