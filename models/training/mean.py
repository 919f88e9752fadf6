"""The mean of two checkpoints of one network: weights between two runs often stand better in what neither was taught.

    python3 mean.py --of A B --share 0.6 --out C
"""
import argparse

import torch


def weights(path):
    """Averaged parameters of a checkpoint of train.py, or the half-precision copy of export.py, in single precision."""
    return {name: value.float() for name, value in torch.load(path)["model"].items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--of", nargs=2, required=True, metavar=("A", "B"))
    parser.add_argument("--share", type=float, required=True, help="of B, 0 to 1")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    a, b = map(weights, args.of)
    torch.save({"model": {name: a[name] * (1 - args.share) + b[name] * args.share for name in a}}, args.out)


if __name__ == "__main__":
    main()
