"""Trains the acoustic model on CPU cores: one process per core, parameters averaged often, wall-clock cosine schedule.

First frame cross-entropy on known phone times, then CTC with the frame classifier kept at half depth.
"""
import argparse
import copy
import math
import os
import time

import numpy as np
import torch
import torch.distributed as dist
from torch.nn import functional as F

import data
import kernels
from data import Batches, Corpus
from features import normalise, normalise_whole, read_prior
from model import AHEAD, BLOCKS, AcousticModel, empty_caches

CLIP, DECAY = 1.0, 0.02
MUON_FROM, MOMENTUM, MUON_SIZE = 20000, 0.95, 0.2  # smallest matrix; share of momentum kept; root mean square of a step
SAVE_SECONDS, REFRESH_SECONDS = 240, 60
DEV_CLIPS = 120  # that the running phone error rate is measured on
AVERAGE_STEPS = 8  # steps between parameter averages: cores shared with other work seldom keep pace step by step


class FlatModel:
    """The model with parameters and gradients laid out in one flat tensor each, and their running mean.

    Weight matrices inside the network step by orthogonalised momentum (Muon), scaled to the size of an AdamW step;
    everything else by AdamW.
    """

    def __init__(self, model, muon):
        self.model = model
        self.parameters = self._ordered(model)
        sizes = [p.numel() for p in self.parameters]
        self.values, self.gradients = torch.zeros(sum(sizes)), torch.zeros(sum(sizes))
        at, self._matrices = 0, []
        for p, n in zip(self.parameters, sizes):
            self.values[at : at + n] = p.data.view(-1)
            p.data, p.grad = self.values[at : at + n].view_as(p), self.gradients[at : at + n].view_as(p)
            if muon and p.ndim == 2 and n >= MUON_FROM:
                self._matrices.append((p, torch.zeros_like(p)))
                self._muon_end = at + n
            at += n
        if not self._matrices:
            self._muon_end = 0
        self.mean = self.values.clone()
        rest = sum(sizes) - self._muon_end
        self._m, self._v, self.steps = torch.zeros(rest), torch.zeros(rest), 0

    @staticmethod
    def _ordered(model):
        """Parameters with the large matrices in front."""
        return sorted(model.parameters(), key=lambda p: p.ndim != 2 or p.numel() < MUON_FROM)

    def step(self, rate):
        """Clips and updates; returns the gradient's norm."""
        norm = float(self.gradients.norm())
        scale = min(1.0, CLIP / (norm + 1e-9))
        self.steps += 1
        keep = min(0.998, 1 - 1 / (self.steps / 10 + 10))
        for p, momentum in self._matrices:
            momentum.mul_(MOMENTUM).add_(p.grad, alpha=scale)
            towards = torch.add(p.grad * scale, momentum, alpha=MOMENTUM)
            tall = p.shape[0] > p.shape[1]
            change = kernels.orthogonal(towards.t() if tall else towards)
            p.data.mul_(1 - rate * DECAY)
            p.data.add_(change.t() if tall else change, alpha=-rate * MUON_SIZE * max(p.shape) ** 0.5)
        k = self._muon_end
        self.mean[:k].lerp_(self.values[:k], 1 - keep)
        kernels.adamw(self.values[k:], self.gradients[k:], self._m, self._v, self.mean[k:], self.steps, rate, rate * DECAY, scale, keep)
        self.gradients.zero_()
        return norm

    def state(self):
        """What a run needs to go on: values, their mean, moments and steps."""
        moments = [momentum for _, momentum in self._matrices]
        return {"values": self.values, "mean": self.mean, "m": self._m, "v": self._v, "moments": moments, "steps": self.steps}

    def resume(self, state):
        """Goes on from what state gave."""
        pairs = [(self.values, "values"), (self.mean, "mean"), (self._m, "m"), (self._v, "v")]
        for own, name in pairs:
            own.copy_(state[name])
        for (_, own), momentum in zip(self._matrices, state["moments"], strict=True):
            own.copy_(momentum)
        self.steps = state["steps"]

    def average(self, world):
        """Replaces the parameters by their mean over processes."""
        dist.all_reduce(self.values)
        self.values /= world

    def averaged(self):
        """A copy of the model with the running mean of its parameters."""
        twin, at = type(self.model)(self.model.ahead), 0
        for p, q in zip(self.parameters, self._ordered(twin)):
            q.data = self.mean[at : at + p.numel()].view_as(p).clone()
            at += p.numel()
        return twin.eval()


def losses(model, batch, ctc_share, drop):
    """(loss to descend, CTC per phone or 0, frame cross-entropy at half depth); drop is the share of blocks left out."""
    z, count, phones, lengths, labels = (torch.from_numpy(x) for x in batch)
    logits, middle = model.fast(z, (torch.rand(BLOCKS) < drop).nonzero().flatten().tolist(), count)
    target = labels.reshape(-1)
    middle_loss = F.cross_entropy(middle.reshape(-1, middle.shape[-1]), target, ignore_index=-1)
    loss, ctc = 0.3 * middle_loss, torch.zeros(())
    if ctc_share > 0:
        ctc = kernels.Ctc.apply(logits, count, phones, lengths) / lengths.sum()
        loss = loss + ctc_share * ctc
    if ctc_share < 1:
        loss = loss + (1 - ctc_share) * F.cross_entropy(logits.reshape(-1, logits.shape[-1]), target, ignore_index=-1)
    return loss, float(ctc), float(middle_loss)


def edit_distance(a, b):
    """Levenshtein distance of two sequences."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a):
        before, row = row, [i + 1]
        for j, y in enumerate(b):
            row.append(min(before[j] + (x != y), before[j + 1] + 1, row[j] + 1))
    return row[-1]


def phone_error_rate(model, clips, prior, blank_penalty=0.0):
    """Greedy phone error rate in percent over [(rows, clip), ...]."""
    wrong = total = 0
    with torch.no_grad():
        for rows, clip in clips:
            start, n = clip.versions[0]
            a = rows[start : start + n].astype(np.float32)
            known = np.concatenate([a, np.repeat(a[-1:], 24 + -n % 4, 0)])
            z = torch.from_numpy((normalise_whole if model.ahead else normalise)(known, prior))[None]
            logits = model(z, *empty_caches())[0][0]
            logits[:, 0] -= blank_penalty
            best = logits.argmax(-1).tolist()
            said = [p for k, p in enumerate(best) if p and (k == 0 or p != best[k - 1])]
            wrong, total = wrong + edit_distance(said, clip.phones.tolist()), total + len(clip.phones)
    return 100 * wrong / total


def ctc_share(seconds, start, ramp):
    """0 while frame cross-entropy alone trains the final head, then a ramp to 1."""
    return min(1.0, max(0.0, (seconds - start) / ramp))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", required=True)
    parser.add_argument("--prior", required=True)
    parser.add_argument("--out", required=True, help="checkpoint path")
    parser.add_argument("--rank", type=int, default=0)
    parser.add_argument("--world", type=int, default=1)
    parser.add_argument("--port", default="29611")
    parser.add_argument("--minutes", type=float, required=True)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--frames", type=int, default=14000, help="10 ms frames per batch and process")
    parser.add_argument("--frame-seconds", type=float, default=240, help="time on frame labels alone")
    parser.add_argument("--init", help="checkpoint to start from (its raw parameters)")
    parser.add_argument("--begin", type=float, default=0.0, help="share of the schedule that lies behind --init")
    parser.add_argument("--warm-up", type=int, default=300, help="steps until the rate is reached")
    parser.add_argument("--muon", action="store_true", help="orthogonalised momentum for the large matrices")
    parser.add_argument("--whole", action="store_true", help="the second pass, which reads a whole utterance at once")
    parser.add_argument("--drop", type=float, default=0.0, help="share of residual blocks left out of a step")
    parser.add_argument(
        "--share", nargs=2, action="append", default=[], metavar=("SOURCE", "SHARE"), help="clips from a source, 0 to 1 of all"
    )
    parser.add_argument("--seed", type=int, default=0)
    args = parser.parse_args()
    for source, share in args.share:
        rest = sum(weight for other, weight in data.WEIGHTS.items() if other != source)
        data.WEIGHTS[source] = rest * float(share) / (1 - float(share))
    torch.set_num_threads(1)
    torch.manual_seed(args.seed)
    if args.world > 1:
        dist.init_process_group("gloo", init_method="tcp://127.0.0.1:" + args.port, rank=args.rank, world_size=args.world)
    prior, model = read_prior(args.prior), AcousticModel(AHEAD if args.whole else 0)
    if args.init:
        state = torch.load(args.init)
        model.load({k: v.float() for k, v in state.get("raw", state["model"]).items()})
    flat = FlatModel(model, args.muon)
    batches = Batches(args.work, prior, args.seed * 1000 + 100 + args.rank, args.frames, whole=args.whole)
    dev = Corpus(os.path.join(args.work, "shards"), "dev").by_source["speechocean762"][:DEV_CLIPS]
    if args.rank == 0:
        print(kernels.KIND, batches.corpus.hours(), "parameters:", flat.values.numel(), flush=True)
    run(args, flat, batches, prior, dev)


def run(args, flat, batches, prior, dev):
    """The training loop; process 0 reports and saves."""
    started, saved, refreshed, audio, cpu = time.time(), time.time(), time.time(), 0.0, time.process_time()
    recent, chief = [], args.rank == 0
    seconds, progress = 0.0, args.begin
    for batch in batches:
        if flat.steps % AVERAGE_STEPS == 0:
            clock = torch.tensor([time.time() - started])
            if args.world > 1:
                dist.broadcast(clock, 0)
                flat.average(args.world)
            seconds = float(clock)
            progress = args.begin + (1 - args.begin) * seconds / 60 / args.minutes
            if progress >= 1:
                break
        batches.augment.progress = progress
        rate = args.rate * min(1, (flat.steps + 1) / args.warm_up) * max(0.01, (1 + math.cos(math.pi * progress)) / 2)
        loss, ctc, frame = losses(flat.model, batch, ctc_share(seconds, args.frame_seconds, 60), args.drop)
        loss.backward()
        norm = flat.step(rate)
        audio += batch[1].sum() * 0.04
        recent.append((ctc, frame, norm))
        if chief and flat.steps % 50 == 0:
            print(
                "%5.0f s step %d rate %.1e ctc %.3f frame %.3f norm %.2f, %.1f h (x%d), %.0f a-s/cpu-s"
                % (seconds, flat.steps, rate, *np.mean(recent[-50:], 0), audio / 3600, args.world, audio / (time.process_time() - cpu)),
                flush=True,
            )
        if chief and time.time() - saved > SAVE_SECONDS:
            saved = time.time()
            save(args.out, flat, dev, prior, seconds, audio * args.world / 3600)
        if time.time() - refreshed > REFRESH_SECONDS:
            refreshed = time.time()
            batches.corpus.refresh()
    if chief:
        save(args.out, flat, dev, prior, time.time() - started, audio * args.world / 3600)


def save(path, flat, dev, prior, seconds, hours):
    """Writes the averaged and the raw parameters and prints the phone error rate on dev speakers."""
    mean = flat.averaged()
    state = {"model": mean.state_dict(), "raw": copy.deepcopy(flat.model.state_dict()), "steps": flat.steps}
    torch.save(state, path + ".part")
    os.replace(path + ".part", path)
    print(
        "SAVED %.0f s, %d steps, %.1f h: dev phone error rate %.1f (blank penalty 2: %.1f)"
        % (seconds, flat.steps, hours, phone_error_rate(mean, dev, prior), phone_error_rate(mean, dev, prior, 2.0)),
        flush=True,
    )


if __name__ == "__main__":
    main()
