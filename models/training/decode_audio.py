"""Decodes the unpacked speech sets once: one pickle {file: int16 samples at 16 kHz} per set."""
import argparse
import os
import pickle
import sys
import time

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import opus
import splits

SETS = [
    "command-words",
    "single-words",
    "wake-words",
    "wake-community",
    "digits-8khz",
    "letters-digits",
    "lab-words",
    "noise-background",
    "noise-esc10",
    "speechocean762",
    *splits.FLUENT,
]


def decode_set(folder):
    """Returns {path relative to folder: samples} for every Ogg Opus file below folder."""
    clips = {}
    for base, _, names in os.walk(folder):
        for name in sorted(names):
            if name.endswith((".opus", ".ogg")):
                path = os.path.join(base, name)
                clips[os.path.relpath(path, folder)] = opus.decode(path)
    return clips


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unpacked", required=True, help="folder that holds one folder per unpacked tar")
    parser.add_argument("--wav", required=True, help="folder the pickles go to")
    parser.add_argument("--sets", nargs="*", default=SETS)
    args = parser.parse_args()
    os.makedirs(args.wav, exist_ok=True)
    for name in args.sets:
        started = time.time()
        clips = decode_set(os.path.join(args.unpacked, name))
        path = os.path.join(args.wav, name + ".pkl")
        with open(path + ".part", "wb") as f:
            pickle.dump(clips, f, protocol=4)
        os.replace(path + ".part", path)
        hours = sum(map(len, clips.values())) / 16000 / 3600
        print("%s: %d clips, %.2f h in %.0f s" % (name, len(clips), hours, time.time() - started), flush=True)


if __name__ == "__main__":
    main()
