"""Fits the confidence anew, in one go: sets, rows of the program's own evidence, the fit, the manifest. To be run after every change of
the acoustic models, the decoder or its settings.

    python3 refit_confidence.py --program edge-runtime --shared SHARED --unpacked UNPACKED --wav WORK/wav --work WORK

With --many MANY/dev, a folder of make_many_slot.py, orders of many slots count too: of each of its contexts all commands of fluent
speakers, two of learners and one recording of other speech.

Rows are kept by the models they came from: interrupted, it goes on where it was. With --share 0.3 a third of the sets of every kind is
taken.
"""
import argparse
import csv
import hashlib
import os
import random
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


def many_sets(folder, many):
    """(name, context) of some rows of every many-slot context; their manifests and speakers are written beside the others."""
    q, sets, speakers = random.Random(5), [], []
    with open(os.path.join(many, "sets.tsv"), encoding="utf-8") as f:
        listed = [line.rstrip("\n").split("\t") for line in f]
    for name, context in listed:
        with open(os.path.join(many, name + ".tsv"), encoding="utf-8") as f:
            rows = list(csv.DictReader(f, delimiter="\t", quoting=csv.QUOTE_NONE))
        commands = [row for row in rows if row["kind"] == "command"]
        fluent = [row for row in commands if row["source"].startswith("fluent")]
        learners, other = [row for row in commands if row not in fluent], [row for row in rows if row["kind"] == "other"]
        picked = fluent + q.sample(learners, min(2, len(learners))) + q.sample(other, min(1, len(other)))
        if picked:
            sets.append(("many-" + name, os.path.join(many, context)))
            with open(os.path.join(folder, "many-" + name + ".tsv"), "w", encoding="utf-8") as f:
                f.write("\t".join(rows[0]) + "\n")
                f.writelines("\t".join({**row, "file": os.path.join(many, row["file"])}.values()) + "\n" for row in picked)
            speakers += ["%s\t%s\n" % (os.path.basename(row["file"]), row["speaker"]) for row in picked]
    with open(os.path.join(folder, "speakers-many.tsv"), "w", encoding="utf-8") as f:
        f.writelines(speakers)
    return sets


def stamp():
    """Eight digits that tell the models apart."""
    digest = hashlib.sha256()
    for name in OF:
        with open(os.path.join(MODELS, name), "rb") as f:
            digest.update(f.read())
    return digest.hexdigest()[:8]


def write_rows(args, folder, rows):
    os.makedirs(rows, exist_ok=True)
    sets = sets_of(args, folder) + (many_sets(folder, args.many) if args.many else [])
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
    parser.add_argument("--many", type=os.path.abspath, help="folder of make_many_slot.py, of development speakers")
    parser.add_argument("--share", type=float, default=1, help="of the sets of every kind")
    parser.add_argument("--jobs", type=int, default=1, help="threads")
    args = parser.parse_args()
    folder, rows = os.path.join(args.work, "fit"), os.path.join(args.work, "rows-" + stamp())
    decoding, golden = os.path.join(MODELS, "acoustic-decoding.json"), os.path.join(
        MODELS, "..", "tests", "fixtures", "golden", "confidence.json"
    )
    speakers = [os.path.join(folder, name + ".tsv") for name in ("speakers", "speakers-many")[: 2 if args.many else 1]]
    python("manifest.py")
    write_rows(args, folder, rows)
    python("fit_confidence.py", "--rows", rows, "--speakers", *speakers, "--decoding", decoding, "--golden", golden)
    python("manifest.py")


if __name__ == "__main__":
    main()
