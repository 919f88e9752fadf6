"""Fits the confidence anew, in one go: sets, rows of the program's own evidence, the fit, the manifest. To be run after every change of
the acoustic models, the decoder or its settings.

    python3 refit_confidence.py --program edge-runtime --shared SHARED --unpacked UNPACKED --wav WORK/wav --work WORK

Rows are kept by the models they came from: interrupted, it goes on where it was. With --share 0.3 a third of the sets of every kind is
taken.
"""
import argparse
import hashlib
import os
import subprocess
import sys
import time

MODELS = os.path.abspath("..")
OF = ("acoustic.onnx", "second-pass.onnx", "background.bin", "lexicon.txt", "g2p.onnx")


def python(script, *options):
    subprocess.run([sys.executable, script, *options], check=True)


def sets_of(args, folder):
    """(name, context) of the share of every kind, kinds in turn."""
    glasses = os.path.join(MODELS, "contexts", "glasses.yaml")
    if not os.path.exists(os.path.join(folder, "sets.tsv")):
        os.makedirs(folder, exist_ok=True)
        samples = os.path.join(folder, "samples.json")
        with open(samples, "wb") as f:
            subprocess.run(
                [args.program, "context", "check", glasses, "--json", "--samples", "20000", "--models", MODELS], check=True, stdout=f
            )
        python(
            "make_fit_sets.py",
            "--shared",
            args.shared,
            "--unpacked",
            args.unpacked,
            "--wav",
            args.wav,
            "--samples",
            samples,
            "--queries",
            "--glasses",
            glasses,
            "--out",
            folder,
        )
    with open(os.path.join(folder, "sets.tsv"), encoding="utf-8") as f:
        sets = [line.rstrip("\n").split("\t") for line in f]
    kinds = {}
    for name, context in sets:
        kinds.setdefault(name.split("-")[0], []).append((name, context))
    picked = [(i / len(of), pair) for of in kinds.values() for i, pair in enumerate(of) if i == 0 or i / len(of) < args.share]
    return [pair for _, pair in sorted(picked)]


def stamp():
    """Eight digits that tell the models apart."""
    digest = hashlib.sha256()
    for name in OF:
        with open(os.path.join(MODELS, name), "rb") as f:
            digest.update(f.read())
    return digest.hexdigest()[:8]


def write_rows(args, folder, rows):
    os.makedirs(rows, exist_ok=True)
    sets = sets_of(args, folder)
    left = [pair for pair in sets if not os.path.exists(os.path.join(rows, pair[0] + ".tsv"))]
    begun = time.monotonic()
    for done, (name, context) in enumerate(left):
        table = os.path.join(rows, name)
        run = subprocess.run(
            [
                args.program,
                "eval",
                "commands",
                "--context",
                os.path.join(folder, context),
                "--manifest",
                os.path.join(folder, name + ".tsv"),
                "--rows",
                table + ".part",
                "--models",
                MODELS,
                "--jobs",
                str(args.jobs),
                "--json",
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        if run.returncode:
            sys.exit("%s failed with %d:\n%s" % (name, run.returncode, run.stdout[-2000:]))
        os.replace(table + ".part", table + ".tsv")
        spent = time.monotonic() - begun
        print(
            "%s: %d of %d sets, %.0f min, about %.0f min left"
            % (name, len(sets) - len(left) + done + 1, len(sets), spent / 60, spent / (done + 1) * (len(left) - done - 1) / 60),
            flush=True,
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--program", required=True, help="edge-runtime, published in Release")
    for option in ("shared", "unpacked", "wav", "work"):
        parser.add_argument("--" + option, type=os.path.abspath, required=True)
    parser.add_argument("--share", type=float, default=1, help="of the sets of every kind")
    parser.add_argument("--jobs", type=int, default=1, help="threads")
    args = parser.parse_args()
    folder, rows = os.path.join(args.work, "fit"), os.path.join(args.work, "rows-" + stamp())
    decoding, golden = os.path.join(MODELS, "acoustic-decoding.json"), os.path.join(
        MODELS, "..", "tests", "fixtures", "golden", "confidence.json"
    )
    python("manifest.py")
    write_rows(args, folder, rows)
    python(
        "fit_confidence.py", "--rows", rows, "--speakers", os.path.join(folder, "speakers.tsv"), "--decoding", decoding, "--golden", golden
    )
    python("manifest.py")


if __name__ == "__main__":
    main()
