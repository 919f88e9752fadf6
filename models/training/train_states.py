"""Teaches the acoustic model the expert's states as a second head, on its trunk, while its own head goes on with CTC.

    python3 train_states.py --work TARGETS --prior ../features-prior.f32 --init checkpoints/acoustic.f16 --out OUT/states.pt --hours 200

TARGETS is what make_targets.py wrote, with noise.pkl of make_noise.py. One process and thread. The schedule counts hours of audio and
not the clock, so it may be stopped (SIGSTOP) for as long as another needs the machine; run again with the same line, it goes on from OUT.
"""
import argparse
import math
import os
import time

import numpy as np
import torch
from torch.nn import functional as F

import kernels
import taught
from features import read_prior
from model import AHEAD
from states import StatesModel, state_losses
from train import FlatModel, phone_error_rate

MIDDLE, SECOND = 0.3, 1.0  # weights of the frame classifier and of the second head beside CTC
DEV_CLIPS, DEV_READERS = 60, 80  # clips of a source that the losses, and of learners that the phone errors, are measured on
SAVE_HOURS, REPORT_STEPS, REFRESH_SECONDS = 2.0, 20, 60
NOISY_DB, NOISY_SEED = 10.0, 3


def losses(model, batch):
    """(loss to descend, CTC per phone, frame cross-entropy at half depth, cross-entropy of the states).

    CTC counts by how much of the batch has a transcript: a single one among many would else move everything.
    """
    z, count, phones, lengths, labels, states, shares = (torch.from_numpy(x) for x in batch)
    logits, middle, second = model.both(z, count)
    told = (lengths > 0).nonzero().flatten()
    zero = torch.zeros(())
    ctc = kernels.Ctc.apply(logits[told], count[told], phones, lengths[told]) / lengths.sum() if len(told) else zero
    target = labels.reshape(-1)
    half = F.cross_entropy(middle.reshape(-1, middle.shape[-1]), target, ignore_index=-1) if (target >= 0).any() else zero
    taught_loss = state_losses(second, states, shares).sum() / shares.sum()
    share = count[told].sum() / count.sum()
    return share * (ctc + MIDDLE * half) + SECOND * taught_loss, float(ctc), float(half), float(taught_loss)


class Dev:
    """Clips of development speakers, as they are and in noise."""

    def __init__(self, batches, prior, whole):
        corpus, self._prior = taught.Corpus(batches.folder, "dev"), prior
        self.readers = [clip[:2] for clip in corpus.by_source.get("speechocean762", []) if len(clip[1].phones)][:DEV_READERS]
        q, pieces = np.random.default_rng(NOISY_SEED), batches.noise("real")
        self._clips = {"fluent": [], "learners": []}
        for source, clips in corpus.by_source.items():
            name = "fluent" if source.startswith("fluent") else "learners"
            for clip in clips[:DEV_CLIPS]:
                noise = pieces[int(q.integers(len(pieces)))]
                self._clips[name] += [[taught.plain(clip, prior, whole), taught.plain(clip, prior, whole, noise, NOISY_DB)]]

    def report(self, model):
        """{name: (cross-entropy, % of speech frames whose best state is of the teacher's phone)}."""
        found = {}
        for name, clips in self._clips.items():
            for noisy, kind in enumerate(("clean", "noisy")):
                sums = np.sum([self._measure(model, *clip[noisy]) for clip in clips], 0) if clips else np.zeros(4)
                if sums[1]:
                    found["%s %s" % (name, kind)] = (sums[0] / sums[1], 100 * sums[2] / max(1, sums[3]))
        return found

    @staticmethod
    def _measure(model, z, states, shares):
        with torch.no_grad():
            second = model.both(torch.from_numpy(z)[None])[2]
            loss = state_losses(second, torch.from_numpy(states)[None], torch.from_numpy(shares)[None])
        spoken = states[:, 0] // 3 != taught.SILENCE
        right = second[0].argmax(-1).numpy() // 3 == states[:, 0] // 3
        return float(loss.sum()), shares.sum(), right[spoken].sum(), spoken.sum()


def save(path, flat, dev, prior, hours):
    """Writes both heads and what a run needs to go on, and prints what development speakers say."""
    mean = flat.averaged()
    model, states = mean.parts()
    torch.save({"model": model, "states": states, "run": flat.state(), "hours": hours}, path + ".part")
    os.replace(path + ".part", path)
    told = ", ".join("%s %.3f (%.1f %%)" % (name, *values) for name, values in dev.report(mean).items())
    errors = phone_error_rate(mean, dev.readers, prior, 2.0) if dev.readers else float("nan")
    print("SAVED %.2f h, %d steps: dev %s; phone errors of learners %.1f" % (hours, flat.steps, told, errors), flush=True)


def begin(args):
    """(FlatModel, hours behind it): from OUT where it is, else from the checkpoint without the second head."""
    model = StatesModel(AHEAD if args.whole else 0)
    if os.path.exists(args.out):
        state = torch.load(args.out)
        flat = FlatModel(model.load({**state["model"], **state["states"]}), True)
        flat.resume(state["run"])
        return flat, state["hours"]
    state = torch.load(args.init)
    return FlatModel(model.load({k: v.float() for k, v in {**state["model"], **state.get("states", {})}.items()}), True), 0.0


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--work", required=True)
    parser.add_argument("--prior", required=True)
    parser.add_argument("--init", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--hours", type=float, required=True, help="of audio, at whose end the rate has come down")
    parser.add_argument("--frames", type=int, default=6000, help="10 ms frames per batch")
    parser.add_argument("--rate", type=float, default=1e-3)
    parser.add_argument("--warm-up", type=int, default=60, help="steps until the rate is reached")
    parser.add_argument("--whole", action="store_true", help="the second pass")
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    prior, (flat, hours) = read_prior(args.prior), begin(args)
    batches = taught.Batches(args.work, prior, args.seed * 100003 + flat.steps, args.frames, whole=args.whole)
    dev = Dev(batches, prior, args.whole)
    print(kernels.KIND, batches.corpus.hours(), "parameters:", flat.values.numel(), "at %.2f h" % hours, flush=True)
    save(args.out, flat, dev, prior, hours)
    run(args, flat, batches, dev, prior, hours)


def run(args, flat, batches, dev, prior, hours):
    """The training loop."""
    saved, refreshed, cpu, before, recent = hours, time.time(), time.process_time(), hours, []
    for batch in batches:
        if hours >= args.hours:
            break
        rate = args.rate * min(1, (flat.steps + 1) / args.warm_up) * max(0.01, (1 + math.cos(math.pi * hours / args.hours)) / 2)
        loss, *parts = losses(flat.model, batch)
        loss.backward()
        recent.append([*parts, flat.step(rate)])
        hours += float(batch[1].sum()) * 0.04 / 3600
        if flat.steps % REPORT_STEPS == 0:
            speed = (hours - before) * 3600 / (time.process_time() - cpu)
            print(
                "%s step %d %.2f h rate %.1e ctc %.3f half %.3f states %.3f norm %.2f, %.0f a-s/cpu-s"
                % (time.strftime("%H:%M:%S"), flat.steps, hours, rate, *np.mean(recent[-REPORT_STEPS:], 0), speed),
                flush=True,
            )
        if hours - saved > SAVE_HOURS:
            saved = hours
            save(args.out, flat, dev, prior, hours)
        if time.time() - refreshed > REFRESH_SECONDS:
            refreshed = time.time()
            batches.corpus.refresh()
    save(args.out, flat, dev, prior, hours)


if __name__ == "__main__":
    main()
