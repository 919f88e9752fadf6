"""Writes what the reader says of some sentences, for the runtime's tests: python3 golden_sentences.py --models ../.. --out FILE.json

Pieces are exact; logits are those of the float16 checkpoint, which the int8 model follows closely, not to the bit.
"""
import argparse
import json
import os

import torch

from export_reader import load
from marked import SLOTS
from wordpiece import BEGIN, END, WordPiece, plain

TEXTS = [
    "could you please wake me up at half past seven tomorrow",
    "Set a timer for 10 minutes, please!",
    "turn it up to 40%",
    "tell Anna that I'm running late",
    "who painted the mona lisa",
    "don't call anna",
    "take a photo and then start recording",
    "what's the weather like in Zürich?",
    "Überraschung für Zoë: naïve café ½ ß Øre €5 東京",
    "I’ve lost my phone… [CLS] can’t find it \U0001F600 anywhere",
    "a.b,c!d?e:f;g'h\"i%j&k-l/m@n#o(p)q*r",
    "pneumonoultramicroscopicsilicovolcanoconiosis xqzptvw",
    "remind me to buy milk on friday",
    "x",
]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--models", required=True)
    parser.add_argument("--out", required=True)
    args = parser.parse_args()
    cutter = WordPiece.load(os.path.join(args.models, "sentences-vocabulary.txt"))
    model, intents = load(os.path.join(args.models, "training", "checkpoints", "sentences.f16"))
    rows = []
    for text in TEXTS:
        ids, spans = cutter.cut(plain(text))
        with torch.no_grad():
            intent, tags, flags = model(torch.tensor([[cutter.ids[BEGIN]] + ids + [cutter.ids[END]]]))
        marked = [[SLOTS[(t - 1) // 2] if t else "" for t in [row.argmax().item()]][0] for row in tags[0, 1:-1]]
        share = intent[0].softmax(-1)
        rows.append(
            dict(
                text=text,
                plain=plain(text),
                ids=ids,
                spans=spans,
                intent=intents[share.argmax()],
                probability=round(share.max().item(), 4),
                labels=marked,
                more=round(flags[0, 0].sigmoid().item(), 4),
                negated=round(flags[0, 1].sigmoid().item(), 4),
            )
        )
    with open(args.out, "w", encoding="utf-8") as f:
        f.write("[\n" + ",\n".join("  " + json.dumps(row, ensure_ascii=False) for row in rows) + "\n]\n")


if __name__ == "__main__":
    main()
