"""Strings of digits by folds of speakers: what a model may hear that is measured on a fold, and the strings of each fold.

    python3 digit_folds.py --shared SHARED --unpacked UNPACKED --wav WAV --work WORK --out OUT

OUT/base is a working folder for train.py with WORK's shards, but without every speaker of a string of digits in speechocean762;
OUT/0 to OUT/4 are without the speakers of one fold. OUT/eval has digits.yaml and digits-0.tsv to digits-4.tsv.
"""
import argparse
import copy
import os
import pickle

import make_eval_sets
import make_real
import pronunciations
import shards
import splits

SET, FOLDS = "speechocean762", 5


def fold_of(speaker):
    """Fold 0..4 of a speaker of strings of digits."""
    return splits.bucket("digits " + speaker, FOLDS)


def speakers_of_clips(args, words, clips, again):
    """The speaker of every clip in the shard that make_real.py wrote, in its order."""
    return [row["speaker"] for row, _ in make_real.kept(args, SET, words, clips, again) for _ in range(2 if row["split"] == "train" else 1)]


def leave_out(args, folder, speakers, of_clips):
    """A working folder without some speakers: the rows of features are shared, the index of clips is its own.

    Strings of digits are there once more, as a source of their own.
    """
    names = ["real%s-%s" % (again or "", SET) for again in of_clips]
    here = shards.borrow(args.work, folder, without=names)
    for name, of_clip in zip(names, of_clips.values()):
        _, clips = shards.read(os.path.join(args.work, "shards"), name)
        if len(clips) != len(of_clip):
            raise SystemExit("%s holds %d clips, make_real.py would write %d now: write it anew" % (name, len(clips), len(of_clip)))
        left = [clip for clip, speaker in zip(clips, of_clip) if speaker not in speakers]
        strings = [copy.copy(clip) for clip in left if make_eval_sets.digits_in(clip.text) and clip.split == "train"]
        for clip in strings:
            clip.source = "strings"
        for index, chosen in ((name, left), (name.replace("real", "strings"), strings)):
            write_index(here, index, os.path.join(os.path.abspath(args.work), "shards", name + ".f16"), chosen)
        print("%s %s: %d of %d clips, %d strings of digits to learn from" % (folder, name, len(left), len(clips), len(strings)), flush=True)


def write_index(folder, name, rows, clips):
    """A shard of clips that lie in another shard's rows."""
    if not os.path.exists(os.path.join(folder, name + ".f16")):
        os.symlink(rows, os.path.join(folder, name + ".f16"))
    with open(os.path.join(folder, name + ".pkl"), "wb") as f:
        pickle.dump(clips, f, protocol=4)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name in ("shared", "unpacked", "wav", "work", "out"):
        parser.add_argument("--" + name, required=True)
    parser.add_argument("--again", type=int, nargs="*", default=[1], help="numbers of further voices that WORK has")
    args = parser.parse_args()
    words, strings = pronunciations.load(pronunciations.default_path(args.shared)), make_eval_sets.digit_strings(args)
    speakers, clips = {row["speaker"] for row, _ in strings}, make_eval_sets.clips_of(args, SET)
    of_clips = {again: speakers_of_clips(args, words, clips, again) for again in [0, *args.again]}
    folds = {str(fold): {speaker for speaker in speakers if fold_of(speaker) == fold} for fold in range(FOLDS)}
    for name, without in {"base": speakers, **folds}.items():
        leave_out(args, os.path.join(args.out, name), without, of_clips)
    args.out = os.path.join(args.out, "eval")
    for name, without in folds.items():
        make_eval_sets.write_digits(args, "digits-" + name, [(row, digits) for row, digits in strings if row["speaker"] in without])


if __name__ == "__main__":
    main()
