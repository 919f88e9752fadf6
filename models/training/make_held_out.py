"""Draws what is held out and writes held-out.tsv: python3 make_held_out.py --shared SHARED [--check]

Reads the texts of shared/text and the manifests inside the tars of shared/speech, nothing else; the same input gives the same file.
Speakers of the sets that models have learned from stay in the parts they were first drawn for. Texts are drawn by clusters of
near-equal sentences (near_equal.py) in which names that some annotator marked are masked wherever they occur; a cluster that a held-out
speaker reads a sentence of is held out, the large ones are all learned from. --check writes nothing and fails when the file is another.
"""
import argparse
import csv
import hashlib
import io
import os
import re
import sys
import tarfile
from collections import Counter, defaultdict

import corpora
import held_out
import splits
from held_out import DEV, TEST, TRAIN
from masks import NAME, masked
from near_equal import Groups, pairs, words_of

SEED = "2026-11-30"
MEASURED_ONLY = ["coffee-dev", "fluent-vctk"]  # the speakers of VCTK all read one page: none of them can be held out without the others
LARGEST = 60  # rows of a cluster that may be held out: above, it is a template that cannot be missed in learning
OLD_SPEAKERS = {"digits-8khz": {"theo": TEST}}  # promised before; he is not in what is shared
BY_SPEAKER = {  # shares of test and dev; speakers of whom a text is known are drawn apart from the others
    "fluent-librispeech": {True: (0.35, 0.1), False: (0.15, 0.1)},
    "fluent-sdap": {False: (0.2, 0.2)},
    "fluent-ami": {False: (0.25, 0.1)},
}
BY_TEXT = ["fluent-asterisk", "fluent-ljspeech"]  # a single speaker each
BY_CHANCE = ""  # the part of a text that no speaker decides
READ_ALOUD = (0.25, 0.1)
SHARES = {"can": (0.4, 0.1), "note": (0.42, 0.12), "cannot": (0.16, 0.08), "-": (0.14, 0.08)}

CAN = set(
    "alarm change_volume time date timer make_call next_song translate directions find_phone repeat greeting goodbye thank_you yes no "
    "what_can_i_ask_you alarm_query alarm_remove alarm_set audio_volume_down audio_volume_mute audio_volume_up datetime_query "
    "general_repeat general_commandstop general_greet greet".split()
)
NOTE = set("text reminder reminder_update todo_list todo_list_update email_sendemail".split())
UNSURE = set(  # some of their sentences are within what the glasses do, or an answer to a question of theirs
    "calendar calendar_update cancel maybe play_music update_playlist shopping_list shopping_list_update what_song current_location "
    "change_speed sync_device meeting_schedule schedule_meeting oos how_old_are_you are_you_a_bot what_is_your_name "
    "calendar_query calendar_remove calendar_set email_query email_querycontact lists_createoradd lists_query lists_remove "
    "general_affirm general_confirm general_dontcare general_explain general_negate general_praise general_quirky quirky "
    "music music_settings play_audiobook play_podcasts play_radio podcasts query set PlayMusic transport_query datetime_convert "
    "timezone distance traffic user_name whisper_mode".split()
)


def use_of(query):
    """can, note, cannot or - by the intent its annotators gave."""
    if query.intent in NOTE or query.intent == "calendar_set" and re.search(r"\b(remind|reminder|note)\b", query.text.lower()):
        return "note"
    return "can" if query.intent in CAN else "-" if query.intent in UNSURE else "cannot"


def manifests(shared):
    """{set: rows} of every tar of shared/speech that has speakers to hold out."""
    found = {}
    for name in splits.SETS + splits.FLUENT:
        with tarfile.open(os.path.join(shared, "speech", name + ".tar")) as tar:
            member = next(m for m in tar if os.path.basename(m.name) == "manifest.tsv")
            found[name] = list(csv.DictReader(io.TextIOWrapper(tar.extractfile(member), "utf-8"), delimiter="\t"))
        for row in found[name]:
            row["speaker"] = splits.speaker_of(row, name)
    return found


def first_drawn(speaker):
    """The part of a speaker of the sets that models learned from before there was a file."""
    place = splits.bucket(speaker, 20)
    return TEST if place < 3 else DEV if place < 5 else TRAIN


def place(name):
    """A stable number in 0..1 for a name."""
    return int(hashlib.sha1(("%s %s" % (SEED, name)).encode()).hexdigest()[:12], 16) / 16**12


def ranked(names, shares):
    """{name: part} with exact shares of test and dev, in an order that only SEED and the names decide."""
    order = sorted(names, key=place)
    test, dev = round(shares[0] * len(order)), round(shares[1] * len(order))
    return {name: TEST if i < test else DEV if i < test + dev else TRAIN for i, name in enumerate(order)}


def speakers(name, rows):
    """{speaker: part} of a set; speakers of one meeting stay together."""
    if name not in BY_SPEAKER:
        drawn = {row["speaker"]: TRAIN if name in OLD_SPEAKERS else first_drawn(row["speaker"]) for row in rows}
        return {**drawn, **OLD_SPEAKERS.get(name, {})}
    known, meetings = {row["speaker"] for row in rows if row["text"]}, _meetings(name, rows)
    drawn = {}
    for has_text, shares in BY_SPEAKER[name].items():
        drawn.update(ranked({meetings[s] for s in meetings if (s in known) == has_text}, shares))
    return {speaker: drawn[meeting] for speaker, meeting in meetings.items()}


def _meetings(name, rows):
    """{speaker: who stands for all who were recorded together}: themselves, but for AMI, whose files begin with the meeting."""
    together = Groups()
    for row in rows:
        together.join(row["speaker"], row["file"].split("-")[0] if name == "fluent-ami" else row["speaker"])
    return {row["speaker"]: together.of(row["speaker"]) for row in rows}


class Names:
    """Replaces what annotators marked as a name or time, in most of the places where it occurs, by NAME."""

    LONGEST, MOST = 4, 0.7  # words; share of the places where a value is marked

    def __init__(self, queries):
        marked = Counter(masked(name) for query in queries for name in query.names)
        marked = Counter({name: n for name, n in marked.items() if n > 1 and re.search("[a-z]", name) and name.count(" ") < self.LONGEST})
        annotated = (masked(query.text).split() for query in queries if query.source != "clinc150")
        seen = Counter(run for words in annotated for run in self._runs(words) if run in marked)
        self._names = {name for name, n in marked.items() if n >= self.MOST * seen[name]}

    def _runs(self, words):
        return (" ".join(words[i:j]) for i in range(len(words)) for j in range(i + 1, min(i + self.LONGEST, len(words)) + 1))

    def mask(self, sentence):
        """A masked sentence with NAME for the longest names in it, one for several in a row."""
        words, out, at = sentence.split(), [], 0
        while at < len(words):
            stop = next((j for j in range(min(at + self.LONGEST, len(words)), at, -1) if " ".join(words[at:j]) in self._names), None)
            out.append(NAME if stop else words[at])
            at = stop or at + 1
        return re.sub("%s(?: %s)+" % (NAME, NAME), NAME, " ".join(out))


class Texts:
    """All sentences by their id, with their sources, uses and clusters, and the part that a speaker forces on a cluster."""

    def __init__(self, queries):
        self._names = Names(queries)
        self.ids, self._frames, self.sources, self.uses, self.forced = [], [], [], [], []
        for query in queries:
            self.add(query.source, query.text, query.frame, use_of(query))

    def add(self, source, text, frame, use="-", part=BY_CHANCE):
        """One row; a text without a word that is no mask, or of a single word, can not be held out and is left away."""
        plain = masked(text)
        if len(plain.split()) < 2 or not re.search("[^\\W_]", plain):
            return
        frame = self._names.mask(masked(frame))
        self.ids.append(held_out.text_id(text))
        self._frames.append(frame if re.search("[^\\W_]", frame) else plain)
        self.sources.append(source)
        self.uses.append(use)
        self.forced.append(part)

    def clusters(self):
        """Lists of rows that stay together."""
        joined, found = Groups(), defaultdict(list)
        for name, frame in zip(self.ids, self._frames):
            joined.join(name, words_of(frame))
        for one, other in pairs({words_of(frame) for frame in self._frames}):
            joined.join(one, other)
        for row, name in enumerate(self.ids):
            found[joined.of(name)].append(row)
        return list(found.values())


def part_of_cluster(texts, cluster):
    """The part a speaker forces, else one by chance with the shares of its use; large ones are for learning."""
    forced = {texts.forced[row] for row in cluster}
    for part in (TEST, DEV, TRAIN):
        if part in forced or part == TRAIN and len(cluster) > LARGEST:
            return part
    if all(texts.sources[row] in splits.FLUENT for row in cluster):
        test, dev = READ_ALOUD
    else:
        test, dev = SHARES[_use([texts.uses[row] for row in cluster])]
    at = place(min(texts.ids[row] for row in cluster))
    return TEST if at < test else DEV if at < test + dev else TRAIN


def _use(uses):
    """The use most of a text's or a cluster's rows have, among those that say one."""
    said = Counter(use for use in uses if use != "-")
    return max(sorted(said), key=said.get) if said else "-"


def rows_of(shared):
    """The rows of held-out.tsv."""
    sets, rows = manifests(shared), [(TEST, "set", name, "*", "", "") for name in MEASURED_ONLY]
    texts = Texts(list(corpora.queries(shared)))
    for name, recordings in sets.items():
        parts = {} if name in BY_TEXT + MEASURED_ONLY else speakers(name, recordings)
        rows += [(part, "speaker", name, speaker, "", "") for speaker, part in parts.items() if part != TRAIN]
        for row in recordings if name in splits.SENTENCES else []:
            texts.add(
                name,
                row["text"],
                row["text"],
                part=BY_CHANCE if name in BY_TEXT else TEST if name in MEASURED_ONLY else parts[row["speaker"]],
            )
    by_id = {}
    for number, cluster in enumerate(sorted(texts.clusters(), key=lambda cluster: min(texts.ids[row] for row in cluster))):
        part = part_of_cluster(texts, cluster)
        by_id.update({texts.ids[row]: part for row in cluster})
        if part != TRAIN:
            rows += _text_rows(texts, cluster, part, number)
    for name in BY_TEXT:
        parts = [(row["file"], by_id.get(held_out.text_id(row["text"]), TRAIN)) for row in sets[name]]
        rows += [(part, "recording", name, file, "", "") for file, part in parts if part != TRAIN]
    return sorted(rows)


def _text_rows(texts, cluster, part, number):
    for name in sorted({texts.ids[row] for row in cluster}):
        same = [row for row in cluster if texts.ids[row] == name]
        yield part, "text", "+".join(sorted({texts.sources[row] for row in same})), name, str(number), _use(
            [texts.uses[row] for row in same]
        )


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--shared", required=True)
    parser.add_argument("--check", action="store_true")
    parser.add_argument("--out", default=held_out.PATH)
    args = parser.parse_args()
    rows = rows_of(args.shared)
    content = "".join("\t".join(row) + "\n" for row in [held_out.COLUMNS, *rows])
    if args.check:
        with open(args.out, encoding="utf-8", newline="") as f:
            sys.exit(0 if f.read() == content else "%s differs: run make_held_out.py" % args.out)
    with open(args.out, "w", encoding="utf-8", newline="") as f:
        f.write(content)
    for (part, kind, source, use), n in sorted(
        Counter((row[0], row[1], row[2] if row[1] != "text" else "", row[5]) for row in rows).items()
    ):
        print("%-5s %-10s %-20s %-7s %6d" % (part, kind, source, use, n))


if __name__ == "__main__":
    main()
