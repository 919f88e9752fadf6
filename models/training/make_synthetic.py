"""Synthetic speech with phone times: espeak-ng voices of our own making and flite, dry and in a room, as feature shards."""
import argparse
import os
import random
import time

import numpy as np
import torch

import labels
import pronunciations
import room
import shards
import speak_espeak
import speak_flite
from features import HOP, log_mel
from grammar import Sampler
from texts import Prompts, normalise, read_sentences

VOICES, SHARD_HOURS, FLITE_SHARE, MAX_LABEL_COST = 110, 0.25, 0.4, 0.22


class Speaker:
    """Speaks prompts in random voices; r is random.Random, q numpy's Generator."""

    def __init__(self, data, words, r, q):
        self._espeak, self._flite = speak_espeak.Espeak(data), speak_flite.Flite()
        self._words, self._r, self._q = words, r, q

    def clip(self, text):
        """(phones, spans in 10 ms frames, [dry, room] log-mels), or None when the label does not fit the speech."""
        r = self._r
        said = text
        if r.random() < 0.25 and " " in text:
            said = text.replace(" ", ", ", 1) if r.random() < 0.5 else text + "?"
        if r.random() < FLITE_SHARE:
            x, rate, spoken = self._say_flite(said)
            factor = r.uniform(0.82, 1.2)
        else:
            x, rate, spoken = self._say_espeak(said)
            factor = r.uniform(0.93, 1.1)
        if len(spoken) < 2:
            return None
        phones, spans, cost = labels.lay_over(text, self._words, spoken)
        if cost > MAX_LABEL_COST:
            return None
        x, scale = room.resample(x, rate, factor)
        x, first = room.trim(room.level(x))
        frames = (np.array(spans) * scale - first) / HOP
        return phones, frames, [log_mel(x), log_mel(room.level(room.reverberate(x, self._q)))]

    def _say_flite(self, text):
        r, voice = self._r, self._r.choice(speak_flite.VOICES[:3] * 2 + speak_flite.VOICES[3:])
        x, rate, phones = self._flite.say(
            text, voice, r.uniform(0.75, 1.4), speak_flite.PITCH[voice] * r.uniform(0.75, 1.4), r.uniform(5, 30)
        )
        return x, rate, labels.spoken_flite(phones, rate)

    def _say_espeak(self, text):
        r = self._r
        voice = "%s+rnd%d" % (r.choice(speak_espeak.ACCENTS), r.randrange(VOICES))
        x, events = self._espeak.say(text, voice, r.randint(110, 230), r.randint(10, 90), r.randint(10, 90), r.choice([0, 0, 0, 1, 3, 6]))
        return x, speak_espeak.RATE, labels.spoken_espeak(events, len(x))


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--unpacked", required=True, help="folder of the unpacked speech sets")
    parser.add_argument("--work", required=True)
    parser.add_argument("--name", default="syn", help="shards are called NAME-SEED-n")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--hours", type=float, required=True)
    parser.add_argument("--espeak-data", default="/usr/lib/x86_64-linux-gnu/espeak-ng-data")
    parser.add_argument("--product", help="context file whose sentences make up 60 %% of the prompts")
    parser.add_argument("--short", action="store_true", help="single words and pairs alone")
    args = parser.parse_args()
    torch.set_num_threads(1)
    r, q = random.Random(args.seed), np.random.default_rng(args.seed)
    words = pronunciations.load(pronunciations.default_path(args.shared))
    data = os.path.join(args.work, "espeak-%s-%d" % (args.name, args.seed))
    speak_espeak.make_data(args.espeak_data, data, r, VOICES)
    here = os.path.dirname(os.path.abspath(__file__))
    commands = Sampler(os.path.join(here, "prompts.yaml"), words)
    product = Sampler(args.product, words) if args.product else None
    read = sorted({text for text in (normalise(text, words) for text in read_sentences(args.unpacked)) if text})
    prompts = Prompts(args.shared, words, r, read, commands, product, args.short)
    speaker, started, done, part, refused = Speaker(data, words, r, q), time.time(), 0.0, 0, 0
    while done < args.hours:
        writer = shards.Writer(os.path.join(args.work, "shards"), "%s-%d-%d" % (args.name, args.seed, part))
        while writer.hours < min(SHARD_HOURS, args.hours - done + 0.01):
            text = prompts.next()
            clip = speaker.clip(text)
            if clip is None or not 15 < len(clip[2][0]) < 1100:
                refused += 1
                continue
            writer.add(args.name, "train", text, *clip)
        writer.close()
        done, part = done + writer.hours, part + 1
        print("%.2f h, %d refused, %.0f x real time" % (done, refused, done * 3600 / (time.time() - started)), flush=True)


if __name__ == "__main__":
    main()
