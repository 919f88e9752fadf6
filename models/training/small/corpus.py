"""Turns the decoded recordings and fresh synthetic speech into log-mel features with speech labels, once, for VAD and wake training.

    python3 corpus.py --unpacked DIR --wav DIR --shared DIR --work DIR
"""
import argparse
import gzip
import os
import pickle
import random
import re
import sys
import time
from pathlib import Path

import numpy as np
import torch
from scipy.signal import fftconvolve, resample_poly

sys.path.append(str(Path(__file__).resolve().parents[1]))
import corpora
import features
import held_out
import speak_espeak
import speak_flite
import splits

import dictionary

PHRASES = ["view glass", "computer", "jarvis", "smart mirror", "alexa", "snowboy"]
SPEECH_SETS = ["speechocean762", "single-words", "command-words", "digits-8khz", "letters-digits", "lab-words", "wake-community"]

NEAR = """
compute|computing|commuter|commuters|compete|competitor|composer|compiler|come on peter|come to her|come pure|pewter|the router|a tutor
shooter|scooter
comp|com puter science no|refuter|can you do her|company|complete her|computation|compare to|commute there|come put her|compass|calculator
keyboard
view|glass|new glass|blue glass|view class|few classes|you pass|your glass|a view of grass|review class|hourglass|glasses|view of the grass
view last
fiberglass|few gas|the view|viewing|view finder|views|interview|eyeglass|do class|through glass|viewed at last|you guess|cue the last
you collapse|vue
smart|mirror|smart meter|start mirror|smarter|smart mere|mere|nearer|smart phone|the mirror|some art|smart matter|smart miller|marmalade
smart car|merit
smart move|part of near|start near her|dart in here|smart bearer|admirer|mirrors|smart people|rear mirror|it is smart|heart murmur
charter minor
jar|jars|harvest|service|charge this|java|garbage|travis|carve this|starve us|jar of this|chavez|jarring|charming|jazz|harvard|nervous
davis|marvin
jar lid|char this|large vase|barge is|george is|darkness|artist|gervais|jobless|our service|garlic|carcass|marvelous|john is|chances
far away is
election|lexus|a lexicon|electric|alex|alexis|unless a|relax a|elect her|a lecture|letter|alaska|a texas|exit|unlock the|electra|flexor
like so
snow|boy|snowball|snowman|cowboy|no boy|show boy|toy boy|slow boy|so boy|snow buoy|snobby|oh boy|know why|low buoy|snowing|tomboy|homeboy
small boy
hey there|hello|okay|excuse me|hey you|hey charlie|okay google no|hey mister|listen|wake up|hey savant|hey vermont|amelia|athena
hey chatterbox
"""


def near_misses(lexicon):
    """Hand-written confusions and the dictionary words that sound most like a part of a phrase."""
    texts = {t.strip() for line in NEAR.strip().splitlines() for t in line.split("|")}
    targets = [
        ("V", "Y", "UW"),
        ("G", "L", "AE", "S"),
        lexicon["computer"][0],
        lexicon["jarvis"][0],
        lexicon["smart"][0],
        lexicon["mirror"][0],
        lexicon["alexa"][0],
        ("S", "N", "OW", "B", "OY"),
    ]
    close = []
    for word, variants in lexicon.items():
        if re.fullmatch(r"[a-z]{3,11}", word) and not re.search("computer|jarvis|mirror|alexa|snowboy|alexia", word):
            for target in targets:
                gap = dictionary.distance(variants[0], target) / max(len(target), len(variants[0]))
                if gap <= 0.4:
                    close.append((gap, word))
                    break
    close = [w for _, w in sorted(close)]
    return sorted(texts), close[:1800]


def sentences(shared, rng, count):
    """Requests that people typed to assistants, for synthetic running speech."""
    texts = [
        query.text
        for query in corpora.queries(shared)
        if query.source == "clinc150" and held_out.known().of_text(query.text) == held_out.TRAIN
    ]
    texts = [
        t.lower()
        for t in texts
        if re.fullmatch(r"[A-Za-z' ]{12,60}", t) and not re.search("computer|jarvis|mirror|alexa|snowboy", t.lower())
    ]
    return rng.sample(texts, min(count, len(texts)))


class Speaker:
    """espeak-ng with made-up voices and flite, as float samples at 16 kHz with phone start times in seconds."""

    def __init__(self, work, rng, voices=300):
        folder = str(work / "espeak")
        if not os.path.isdir(folder):
            system = next(
                p
                for p in (
                    "/usr/lib/x86_64-linux-gnu/espeak-ng-data",
                    "/usr/lib/aarch64-linux-gnu/espeak-ng-data",
                    "/usr/share/espeak-ng-data",
                )
                if os.path.isdir(p)
            )
            speak_espeak.make_data(system, folder, rng, voices)
        self._espeak, self._flite, self._voices = speak_espeak.Espeak(folder), speak_flite.Flite(), voices

    def say(self, text, rng, follow=""):
        """Returns (samples, second where text ends) of text, spoken in one breath with follow."""
        warp = rng.uniform(0.88, 1.15)
        if rng.random() < 0.72:
            voice = rng.choice(speak_espeak.ACCENTS) + "+rnd%d" % rng.randrange(self._voices)
            settings = dict(rate=rng.randint(110, 215), pitch=rng.randint(10, 90), spread=rng.randint(20, 80))
            audio, events = self._espeak.say((text + " " + follow).strip(), voice, **settings)
            rate, end = speak_espeak.RATE, None
            if follow:
                alone = sum(_sounds(e[0]) for e in self._espeak.say(text, voice, **settings)[1])
                starts = [s for name, s in events if _sounds(name)]
                end = starts[alone] / rate if alone < len(starts) else None
        else:
            voice = rng.choice(speak_flite.VOICES)
            settings = dict(stretch=rng.uniform(0.75, 1.4), pitch=speak_flite.PITCH[voice] * rng.uniform(0.75, 1.4))
            audio, rate, phones = self._flite.say((text + " " + follow).strip(), voice, **settings)
            alone = sum(name != "pau" for name, _ in self._flite.say(text, voice, **settings)[2])
            ends = [e for name, e in phones if name != "pau"]
            end = ends[min(alone, len(ends)) - 1]
        audio = resample_poly(audio, 320, int(rate * warp / 50)).astype(np.float32)
        loud = np.nonzero(np.abs(audio) > 0.02 * np.abs(audio).max())[0]
        if len(loud) < 800:
            return None
        first, last = max(0, loud[0] - 400), min(len(audio), loud[-1] + 1200)
        end = loud[-1] / 16000 if end is None else min(end / warp, loud[-1] / 16000)
        return audio[first:last] / np.abs(audio).max() * 0.5, end - first / 16000


def _sounds(name):
    return bool(name) and not name.startswith(("_", "(", ":", "'", ",", "%", "|", "-"))


def room(rng):
    """A decaying-noise room response whose direct sound is sample 0."""
    seconds = rng.uniform(0.1, 0.7)
    n = int(16000 * seconds)
    h = rng.standard_normal(n).astype(np.float32) * np.exp(-6.9 * np.arange(n) / n).astype(np.float32)
    h[: int(rng.integers(16, 80))] = 0
    ratio = 10 ** (rng.uniform(-6, 12) / 20)  # direct to reverberant
    h /= np.sqrt((h**2).sum()) * ratio + 1e-9
    for _ in range(int(rng.integers(0, 6))):
        h[int(rng.integers(10, 600))] += rng.uniform(-0.4, 0.4) / ratio**0.5
    h[0] = 1
    return h


def speech_mask(a, span=None):
    """[T] bool, where a dry recording's log-mel a [T, 80] carries speech: 30 dB below its loud frames and clear of its own noise."""
    energy = np.log(np.exp(a.astype(np.float32)).sum(1))
    top, low = np.percentile(energy, 96), np.percentile(energy, 4)
    mask = energy > max(top - 6.9, low + 0.35 * (top - low))
    if span is not None:
        inside = np.zeros(len(mask), bool)
        inside[max(0, span[0] - 5) : span[1] + 6] = True
        mask &= inside
    _fill(mask, False, 12)
    _fill(mask, True, 5)
    return mask


def _fill(mask, value, longest):
    """Flips inner runs of value up to longest frames."""
    edges = np.flatnonzero(np.diff(np.concatenate([[not value], mask, [not value]]) == value)) if len(mask) else []
    for start, stop in zip(edges[0::2], edges[1::2]):
        if stop - start <= longest and (value or (start > 0 and stop < len(mask))):
            mask[start:stop] = not value


def alignments(shared):
    """{(set, file without extension): ([(phone, first frame, last frame)], score per frame)} from the forced alignments."""
    found = {}
    for path in sorted((shared / "speech").glob("alignments-*.tsv.gz")):
        name = path.name[len("alignments-") : -len(".tsv.gz")]
        with gzip.open(path, "rt") as lines:
            next(lines)
            for line in lines:
                file, phones, score = line.rstrip("\n").split("\t")
                parts = [re.fullmatch(r"([A-Z]+):(\d+)-(\d+)", p).groups() for p in phones.split()]
                found[name, os.path.splitext(file)[0]] = [(p, int(a), int(b)) for p, a, b in parts], float(score)
    return found


def spans(shared):
    """{(set, file without extension): (first frame, last frame)} from the forced alignments."""
    return {key: (phones[0][1], phones[-1][2]) for key, (phones, _) in alignments(shared).items()}


def recorded(options, name, aligned, rng):
    """Every clip of one speech set, dry and in one room."""
    clips = []
    audio = pickle.load(open(options.wav / f"{name}.pkl", "rb"))
    rows = splits.manifest(options.unpacked, name) if name != "wake-words" else _wake_rows(options.unpacked)
    for row in rows:
        x = audio[row["file"]].astype(np.float32) / 32768
        if len(x) < 3200 or np.abs(x).max() < 0.01:
            continue
        a = features.log_mel(x)
        mask = speech_mask(a, aligned.get((name, os.path.splitext(row["file"])[0])))
        if mask.sum() < 10:
            continue
        wet = [_wet(x, a, rng) for _ in range(4 if name == "wake-words" else 1)]
        clips.append(
            dict(
                set=name,
                file=row["file"],
                speaker=row["speaker"],
                split=row["split"],
                text=row.get("text") or "",
                kind=row.get("kind", ""),
                mel=[a.astype(np.float16)] + wet,
                mask=mask,
                end=int(np.flatnonzero(mask)[-1]),
            )
        )
    return clips


def _wet(x, a, rng):
    return features.log_mel(fftconvolve(x, room(rng))[: len(x)])[: len(a)].astype(np.float16)


def _wake_rows(unpacked):
    import csv

    with open(unpacked / "wake-words" / "manifest.tsv", encoding="utf-8") as lines:
        return [dict(r, speaker=r["file"], split="wake") for r in csv.DictReader(lines, delimiter="\t")]


def synthetic(options, rng, noise_rng):
    speaker = Speaker(options.work, rng)
    lexicon = dictionary.read(options.shared / "speech" / "cmudict-en-us.dict")
    near, close = near_misses(lexicon)
    asked = sentences(options.shared, rng, 1500 + 400)
    jobs = []
    for phrase in PHRASES:
        for _ in range(options.positives):
            lead = rng.choice(["", "", "", "", "hey ", "okay "])
            jobs.append((lead + phrase, rng.choice(asked) if rng.random() < 0.35 else "", phrase))
    jobs += [(t, "", "") for t in near for _ in range(5)] + [(t, "", "") for t in close] + [(t, "", "") for t in asked[:1500]]
    clips = []
    for text, follow, phrase in jobs:
        spoken = speaker.say(text, rng, follow)
        if spoken is None:
            continue
        x, end = spoken
        a = features.log_mel(x)
        wet = [_wet(x, a, noise_rng)]
        clips.append(
            dict(
                set="synthetic",
                file="",
                speaker="",
                split="train",
                text=phrase or text,
                kind="positive" if phrase else "",
                mel=[a.astype(np.float16)] + wet,
                mask=speech_mask(a),
                end=min(len(a) - 1, int(end * 100)),
            )
        )
    return clips


def noises(options, rng):
    """Real noises split by recording, and made-up ones: coloured, hum, clatter, wind, music-like; each {split, kind, mel}."""
    found = []
    for name in ("noise-esc10", "noise-background"):
        audio = pickle.load(open(options.wav / f"{name}.pkl", "rb"))
        for file, x in audio.items():
            source = re.sub(r"^.*?(\d-\d+)-[A-Z]+\.opus$", r"\1", file)  # clips of one recording stay together
            mel = features.log_mel(x.astype(np.float32) / 32768)
            found.append(dict(split="test" if splits.bucket(source, 10) < 3 else "train", kind=name, file=file, mel=mel.astype(np.float16)))
    for i in range(90):
        found.append(
            dict(
                split="train" if i < 70 else "test",
                kind="made",
                file=f"made{i}",
                mel=features.log_mel(made_noise(rng, i)).astype(np.float16),
            )
        )
    return found


def made_noise(rng, i, seconds=30):
    n, t = 16000 * seconds, np.arange(16000 * seconds, dtype=np.float32) / 16000
    spectrum = np.fft.rfft(rng.standard_normal(n)) / (np.arange(n // 2 + 1) + 200.0) ** rng.uniform(-0.1, 1.3)
    x = np.fft.irfft(spectrum, n)
    x /= x.std()
    x *= 1 + rng.uniform(0, 0.8) * np.sin(2 * np.pi * rng.uniform(0.05, 5) * t + rng.uniform(0, 6))
    if i % 5 == 0:  # hum with harmonics
        f0 = rng.uniform(45, 220)
        x += rng.uniform(0.3, 2) * sum(np.sin(2 * np.pi * f0 * k * t + rng.uniform(0, 6)) / k for k in range(1, 14))
    if i % 5 == 1:  # clatter: ringing, decaying impacts
        for _ in range(int(rng.integers(20, 90))):
            at, length, f = int(rng.integers(0, n - 8000)), int(rng.integers(300, 6000)), rng.uniform(300, 7000)
            q = np.arange(length)
            x[at : at + length] += (
                rng.uniform(2, 20) * np.exp(-6 * q / length) * (np.sin(2 * np.pi * f * q / 16000) + rng.standard_normal(length) * 0.5)
            )
    if i % 5 == 2:  # wind: slow gusts of low noise
        gust = np.interp(t, np.arange(0, seconds + 1, 0.5), np.exp(rng.normal(0, 1.2, 2 * seconds + 2)))
        low = np.fft.irfft(np.fft.rfft(rng.standard_normal(n)) / (np.arange(n // 2 + 1) / seconds + 20.0) ** 1.2, n)
        x = 0.05 * x + gust * low / low.std()
    if i % 5 in (3, 4):  # music-like: chords of decaying harmonic notes with a beat
        x *= 0.02
        beat, scale = rng.uniform(0.18, 0.6), [0, 2, 4, 5, 7, 9, 11, 12, 14, 16]
        for at in np.arange(0, seconds - 1, beat):
            for _ in range(int(rng.integers(1, 4))):
                f0 = 110 * 2 ** (rng.choice(scale) / 12 + rng.integers(0, 3))
                length = int(16000 * rng.uniform(0.15, 0.9))
                q = np.arange(length) / 16000
                tone = sum(np.sin(2 * np.pi * f0 * k * q) * rng.uniform(0.2, 1) / k for k in range(1, 9))
                first = int(at * 16000)
                x[first : first + length] += (tone * np.exp(-rng.uniform(1, 8) * q))[: len(x) - first]
    return (x / np.abs(x).max() * 0.5).astype(np.float32)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--unpacked", type=Path, required=True, help="folder of the unpacked sets with their manifest.tsv")
    parser.add_argument("--wav", type=Path, required=True, help="folder of NAME.pkl written by ../decode_audio.py")
    parser.add_argument("--shared", type=Path, required=True, help="folder that holds speech/ and text/")
    parser.add_argument("--work", type=Path, required=True, help="scratch folder; results go to WORK/corpus")
    parser.add_argument("--positives", type=int, default=900, help="synthetic examples per wake phrase")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--only", nargs="*", help="make only these parts (set names, 'synthetic', 'noise')")
    options = parser.parse_args()
    torch.set_num_threads(1)
    folder = options.work / "corpus"
    folder.mkdir(parents=True, exist_ok=True)
    aligned = spans(options.shared)
    parts = {
        name: (lambda n=name: recorded(options, n, aligned, np.random.default_rng(options.seed))) for name in SPEECH_SETS + ["wake-words"]
    }
    parts["noise"] = lambda: noises(options, np.random.default_rng(options.seed + 1))
    parts["synthetic"] = lambda: synthetic(options, random.Random(options.seed + 2), np.random.default_rng(options.seed + 2))
    for name, make in parts.items():
        if options.only and name not in options.only:
            continue
        start = time.process_time()
        clips = make()
        with open(folder / f"{name}.pkl.part", "wb") as out:
            pickle.dump(clips, out, protocol=4)
        os.replace(folder / f"{name}.pkl.part", folder / f"{name}.pkl")
        frames = [c["mel"][0] if isinstance(c["mel"], list) else c["mel"] for c in clips]
        speech = np.mean(np.concatenate([c["mask"] for c in clips])) if "mask" in clips[0] else 0
        print(
            f"{name}: {len(clips)} clips, {sum(map(len, frames)) / 360000:.2f} h, speech {speech:.2f}, "
            f"{time.process_time() - start:.0f} CPU s",
            flush=True,
        )


if __name__ == "__main__":
    main()
