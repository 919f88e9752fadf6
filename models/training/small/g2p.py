"""Trains, measures and exports the letters-to-phones model: one non-autoregressive pass, CTC output.

    python3 g2p.py --shared DIR --work DIR --minutes 9
"""
import argparse
import json
import math
import random
import time
from collections import defaultdict
from pathlib import Path

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import dictionary as D
import onnxfile

UPSAMPLE = 2


class Speller(nn.Module):
    """letters int64 [B, L] -> logits [B, 2 L, 40]; two bidirectional GRUs, then each letter gives two steps."""

    def __init__(self, embed=64, hidden=112, step=96):
        super().__init__()
        self.step = step
        self.embed = nn.Embedding(len(D.LETTERS) + 1, embed)
        self.rnn = nn.GRU(embed, hidden, num_layers=2, bidirectional=True, batch_first=True, dropout=0.15)
        self.split = nn.Linear(2 * hidden, UPSAMPLE * step)
        self.out = nn.Linear(step, 40)
        self.drop = nn.Dropout(0.15)

    def forward(self, letters):
        h, _ = self.rnn(self.drop(self.embed(letters)))
        h = torch.relu(self.split(self.drop(h)))
        h = h.reshape(h.shape[0], -1, self.step)
        return self.out(h)


def letters_of(word):
    return [D.LETTER_ID[c] for c in word]


def fits(word, phones):
    need = len(phones) + sum(a == b for a, b in zip(phones, phones[1:]))
    return need <= UPSAMPLE * len(word)


def collapse(path):
    return tuple(int(p) for i, p in enumerate(path) if p and (i == 0 or p != path[i - 1]))


def beam(log_probs, width=8, keep=2):
    """CTC prefix beam search over [steps, 40] log-probabilities; returns [(phones, log-probability)], best first."""
    beams = {(): (0.0, -math.inf)}  # prefix -> (ends in blank, ends in its last phone)
    for row in log_probs:
        step = defaultdict(lambda: [-math.inf, -math.inf])
        best = [int(p) for p in np.argsort(-row)[:8]]
        for prefix, (blank, last) in beams.items():
            total = np.logaddexp(blank, last)
            for p in best:
                if p == 0:
                    step[prefix][0] = np.logaddexp(step[prefix][0], total + row[0])
                elif prefix and prefix[-1] == p:
                    step[prefix][1] = np.logaddexp(step[prefix][1], last + row[p])
                    step[prefix + (p,)][1] = np.logaddexp(step[prefix + (p,)][1], blank + row[p])
                else:
                    step[prefix + (p,)][1] = np.logaddexp(step[prefix + (p,)][1], total + row[p])
        ranked = sorted(step.items(), key=lambda kv: -np.logaddexp(*kv[1]))[:width]
        beams = {prefix: tuple(score) for prefix, score in ranked}
    ranked = sorted(beams.items(), key=lambda kv: -np.logaddexp(*kv[1]))[:keep]
    return [(prefix, float(np.logaddexp(*score))) for prefix, score in ranked]


def by_length(items, batch, rng):
    """Batches of equal word length, so that no padding is ever seen."""
    groups = defaultdict(list)
    for item in items:
        groups[len(item[0])].append(item)
    batches = [g[i : i + batch] for g in groups.values() for i in (rng.shuffle(g), range(0, len(g), batch))[1]]
    rng.shuffle(batches)
    return batches


def draw(words, rng):
    """One pronunciation per word: the first of the dictionary in seven of ten draws."""
    items = []
    for word, variants in words.items():
        phones = variants[0] if rng.random() < 0.7 else rng.choice(variants)
        if fits(word, phones):
            items.append((letters_of(word), [D.PHONE_ID[p] for p in phones]))
    return items


def train(words, minutes, seed):
    torch.manual_seed(seed)
    rng = random.Random(seed)
    model = Speller()
    average = {k: v.clone() for k, v in model.state_dict().items()}
    optimiser = torch.optim.AdamW(model.parameters(), 3e-3, betas=(0.9, 0.98), weight_decay=0.01)
    start, cpu, step, losses, epoch = time.time(), time.process_time(), 0, [], 0
    while True:
        for batch in by_length(draw(words, rng), 192, rng):
            progress = (time.process_time() - cpu) / (60 * minutes)
            if progress >= 1:
                print(
                    f"trained {step} steps, {epoch} epochs, {time.process_time() - cpu:.0f} CPU s, {time.time() - start:.0f} s", flush=True
                )
                model.load_state_dict(average)
                return model.eval()
            for group in optimiser.param_groups:
                group["lr"] = 3e-3 * min(1, (step + 1) / 200) * max(0.01, (1 + math.cos(math.pi * progress)) / 2)
            log_probs = model(torch.tensor([b[0] for b in batch])).log_softmax(-1).transpose(0, 1)
            targets = torch.tensor([p for b in batch for p in b[1]])
            lengths = torch.tensor([len(b[1]) for b in batch])
            steps = torch.full((len(batch),), log_probs.shape[0])
            loss = F.ctc_loss(log_probs, targets, steps, lengths, reduction="sum") / lengths.sum()
            optimiser.zero_grad(set_to_none=True)
            loss.backward()
            nn.utils.clip_grad_norm_(model.parameters(), 1.0)
            optimiser.step()
            step += 1
            decay = min(0.998, 1 - 1 / (step / 10 + 10))
            with torch.no_grad():
                for k, v in model.state_dict().items():
                    average[k].lerp_(v, 1 - decay)
            losses.append(loss.item())
            if step % 200 == 0:
                print(f"step {step} epoch {epoch} {100 * progress:.0f}% loss {np.mean(losses[-200:]):.4f}", flush=True)
        epoch += 1


def measure(model, words):
    """Errors against the nearest dictionary variant: greedy, and the better of two from the beam."""
    counts = dict(words=0, phones=0, phone_errors=0, word_errors=0, word_errors_top2=0)
    for word, variants in words.items():
        with torch.no_grad():
            log_probs = model(torch.tensor([letters_of(word)])).log_softmax(-1)[0].numpy()
        references = [tuple(D.PHONE_ID[p] for p in v) for v in variants]
        guess = collapse(log_probs.argmax(-1))
        errors, length = min((D.distance(guess, r), len(r)) for r in references)
        top = [phones for phones, _ in beam(log_probs)]
        counts["words"] += 1
        counts["phones"] += length
        counts["phone_errors"] += errors
        counts["word_errors"] += errors > 0
        counts["word_errors_top2"] += not any(p in references for p in top)
    return dict(
        words=counts["words"],
        phone_error_rate=round(counts["phone_errors"] / counts["phones"], 4),
        word_error_rate=round(counts["word_errors"] / counts["words"], 4),
        word_error_rate_best_of_two=round(counts["word_errors_top2"] / counts["words"], 4),
    )


GOLDEN = (
    "oksana priyanka siobhan wojciech nguyen joaquin mateusz svetlana anneliese bartholomew zhang kowalczyk "
    "xiomara okafor eilidh ravindran fitzwilliam abernathy mckenzie o'reilly d'angelo haruki yamashita "
    "kubernetes dockerfile github bluetooth hololens wakeword podcasting rebooted unmuted zigzagged "
    "thermoflux quixotically phlogiston knightwood wrenfield gnatby psyche's tsunamis bourgeoisie "
    "brightening screenshotted reminders' lasagnes umlauts fjordland aardvarky zyx"
).split()


def golden(model, path):
    rows = []
    for word in GOLDEN:
        with torch.no_grad():
            logits = model(torch.tensor([letters_of(word)]))[0]
        log_probs = logits.log_softmax(-1).numpy()
        rows.append(
            dict(
                word=word,
                letters=letters_of(word),
                greedy=[D.PHONES[p - 1] for p in collapse(log_probs.argmax(-1))],
                variants=[
                    dict(phones=[D.PHONES[p - 1] for p in phones], log_probability=round(score, 4)) for phones, score in beam(log_probs)
                ],
                logits_first_step=[round(float(x), 5) for x in logits[0]],
            )
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(dict(upsample=UPSAMPLE, letters=D.LETTERS, phones=D.PHONES, words=rows), indent=1) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds speech/cmudict-en-us.dict")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder; results go to WORK/export")
    parser.add_argument("--minutes", type=float, default=9, help="CPU minutes of training")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--reuse", action="store_true", help="skip training, read WORK/g2p.pt")
    options = parser.parse_args()
    torch.set_num_threads(1)
    words = D.spelled(D.read(options.shared / "speech" / "cmudict-en-us.dict"))
    parts = {side: {w: v for w, v in words.items() if D.side(w) == side} for side in ("train", "dev", "test")}
    print({k: len(v) for k, v in parts.items()}, "fit", np.mean([fits(w, v[0]) for w, v in words.items()]))
    if options.reuse:
        model = Speller().eval()
        model.load_state_dict(torch.load(options.work / "g2p.pt"))
    else:
        model = train(parts["train"], options.minutes, options.seed)
        torch.save(model.state_dict(), options.work / "g2p.pt")
    # What ships is the half-precision rounding, so that is what is measured.
    model.load_state_dict({k: v.half().float() for k, v in model.state_dict().items()})
    export = options.work / "export"
    export.mkdir(parents=True, exist_ok=True)
    onnxfile.export(
        model,
        (torch.tensor([letters_of("example")]),),
        export / "g2p.onnx",
        ["letters"],
        ["logits"],
        {"letters": {1: "letters"}, "logits": {1: "steps"}},
    )
    onnxfile.save_half(model, export / "g2p.f16")
    golden(model, export / "golden" / "g2p.json")
    print(json.dumps(dict(dev=measure(model, parts["dev"]), test=measure(model, parts["test"])), indent=1))


if __name__ == "__main__":
    main()
