"""Many-slot contexts of what people said: it has one meaning, lists hold what was asked for, nothing held out is learned."""
import contextlib
import csv
import io
import json
import os
import pickle
import random
import sys
import tarfile
import tempfile
import unittest
from unittest import mock

import held_out
import splits
from tests import SHARED, module, needs_shared
from tests.test_expert import needs_model

np = module("numpy")
context_arcs, many_slot, near_sounds, pronunciations = (
    module(name) for name in ("context_arcs", "many_slot", "near_sounds", "pronunciations")
)
INDEX = {phone: i for i, phone in enumerate(pronunciations.PHONES)}
VOWELS, CONSONANTS = ("AA", "IY", "EH", "OW", "UW", "ER"), ("B", "D", "K", "M", "N", "P", "S", "T", "V", "L")
WORDS = {(c + v + d).lower(): [(c, v, d)] for c in CONSONANTS for v in VOWELS for d in CONSONANTS}
# "byte" and "bite" sound the same, and "a way" as "away".
WORDS.update({"byte": [("B", "AY", "T")], "bite": [("B", "AY", "T")], "way": [("W", "EY")], "away": [("AH", "W", "EY")]})
WORDS.update({"a": [("AH",)], "the": [("DH", "AH"), ("DH", "IY")], "please": [("P", "L", "IY", "Z")], "and": [("AE", "N", "D")]})
WORDS.update({"with": [("W", "IH", "TH")], "for": [("F", "AO", "R")], "thirteen": [("TH", "ER", "T", "IY", "N")]})
WORDS.update({"thirty": [("TH", "ER", "T", "IY")], "forty": [("F", "AO", "R", "T", "IY")], "apple": [("AE", "P", "AH", "L")]})
SAID = "the bite dees a way kaas the poos thirteen"


class SoundTests(unittest.TestCase):
    def test_what_sounds_alike_is_nearest(self):
        sounds = near_sounds.Sounds(["apple", "forty", "thirty", "byte"], WORDS)
        self.assertEqual(sounds.nearest("thirteen", 2), ["thirty", "forty"])
        self.assertEqual(sounds.nearest("bite", 1), ["byte"])

    def test_the_distance_is_that_of_the_cheapest_edit(self):
        sounds = near_sounds.Sounds(["thirty", "bite", "way", "apple"], WORDS)
        found = sounds.distances("thirteen")
        for word, distance in zip(sounds.vocabulary, found):
            self.assertAlmostEqual(distance, edit(sounds.phones("thirteen"), sounds.phones(word)), msg=word)


def edit(one, other):
    """By recursion, the slow way."""
    if not one or not other:
        return near_sounds.EDIT * (len(one) + len(other))
    return min(
        edit(one[1:], other) + near_sounds.EDIT,
        edit(one, other[1:]) + near_sounds.EDIT,
        edit(one[1:], other[1:]) + near_sounds._COSTS[one[0], other[0]],
    )


class TemplateTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.words = {**WORDS, "dees": [("D", "IY", "S")], "kaas": [("K", "AA", "S")], "poos": [("P", "UW", "S")]}
        cls.common = [w for w in cls.words if len(cls.words[w][0]) > 1]
        cls.sounds = near_sounds.Sounds(cls.common, cls.words)

    def made(self, seed):
        return many_slot.Maker(self.sounds, self.common, random.Random(seed)).template("t", SAID)

    def grammar(self, templates):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "c.yaml")
            many_slot.write_context(path, templates)
            return context_arcs.Grammar(path, self.words, INDEX)

    def phones(self, text):
        return [INDEX[p] for word in text.split() for p in self.words[word][0]]

    def test_a_transcript_means_its_label(self):
        for seed in range(60):
            template = self.made(seed)
            grammar = self.grammar({"T": template})
            self.assertEqual(grammar.unknown, set())
            self.assertIn(("T", template.slots), grammar.meanings(self.phones(SAID)), template.sentence)

    def test_slots_and_values_are_as_many_as_asked_for(self):
        slots, sizes = set(), set()
        for seed in range(60):
            template = self.made(seed)
            slots.add(len(template.slots))
            sizes.update(map(len, template.lists.values()))
            for name, values in template.lists.items():
                ways = [way for value in values for way in self.sounds.ways(value)]
                self.assertEqual(len(ways), len(set(ways)), "two of %s sound the same" % values)
                self.assertIn(template.slots.get(name[1:], values[0]), values)
        self.assertEqual((min(slots), max(slots)), (many_slot.FEWEST, many_slot.MOST))
        self.assertGreaterEqual(min(sizes), many_slot.FEW_VALUES - 1)  # of a slot that nobody says one less
        self.assertLessEqual(max(sizes), many_slot.MANY_VALUES)

    def test_sentences_vary_in_what_may_be_left_out_and_in_order(self):
        sentences = [self.made(seed).sentence for seed in range(60)]
        for mark in ("[the]", "[{", "{tx:x}", ";", "[please]"):
            self.assertTrue(5 < sum(mark in sentence for sentence in sentences) < 55, mark)

    def test_without_its_value_a_transcript_has_no_meaning(self):
        lists = {"ts1": ["bite", "way"], "ts2": ["kaas", "poos"]}
        template = many_slot.Template("dees {ts1:s1} the {ts2:s2}", lists, {"s1": "way", "s2": "kaas"})
        said = self.phones("dees way the kaas")
        self.assertEqual(self.grammar({"T": template}).meanings(said), [("T", template.slots)])

        self.assertEqual(self.grammar({"T": many_slot.without(template, "s1")}).meanings(said), [])

    def test_two_meanings_that_sound_the_same_are_both_found(self):
        template = many_slot.Template("dees [a] {ts1:s1}", {"ts1": ["way", "away"]}, {"s1": "way"})
        found = self.grammar({"T": template}).meanings(self.phones("dees a way"))
        self.assertEqual(sorted(slots["s1"] for _, slots in found), ["away", "way"])


@needs_shared
@needs_model
class FolderTests(unittest.TestCase):
    """Of the recordings of one set, as the shared tar holds them."""

    SOURCE = "fluent-asterisk"

    @classmethod
    def setUpClass(cls):
        decode_audio, cls.make = module("decode_audio"), module("make_many_slot")
        cls.folder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(cls.folder.cleanup)
        unpacked, cls.out = os.path.join(cls.folder.name, "unpacked"), os.path.join(cls.folder.name, "out")
        for name in (cls.SOURCE, "speechocean762"):
            with tarfile.open(os.path.join(SHARED, "speech", name + ".tar")) as tar:
                os.makedirs(os.path.join(unpacked, name))
                for member in tar.getmembers() if name == cls.SOURCE else [tar.getmember("manifest.tsv")]:
                    if member.isfile():
                        member.name = os.path.basename(member.name)
                        tar.extract(member, os.path.join(unpacked, name))
        with open(os.path.join(cls.folder.name, cls.SOURCE + ".pkl"), "wb") as f:
            pickle.dump(decode_audio.decode_set(os.path.join(unpacked, cls.SOURCE)), f)
        options = ["--shared", SHARED, "--unpacked", unpacked, "--wav", cls.folder.name, "--out", cls.out, "--sources", cls.SOURCE]
        with mock.patch.object(sys, "argv", ["x", *options, "--part", "dev", "--rounds", "4"]), contextlib.redirect_stdout(io.StringIO()):
            cls.make.main()
        cls.rows = []
        with open(os.path.join(cls.out, "sets.tsv"), encoding="utf-8") as f:
            for name, context in (line.split() for line in f):
                with open(os.path.join(cls.out, name + ".tsv"), encoding="utf-8") as rows:
                    cls.rows += [{**row, "context": context} for row in csv.DictReader(rows, delimiter="\t", quoting=csv.QUOTE_NONE)]
        cls.manifest = {os.path.splitext(row["file"])[0]: row for row in splits.manifest(unpacked, cls.SOURCE)}
        cls.known = cls.make.vocabulary(SHARED, unpacked, cls.words())

    @staticmethod
    def words():
        return pronunciations.load(pronunciations.default_path(SHARED))

    def test_there_are_rows_of_every_kind(self):
        kinds = [row["kind"] for row in self.rows]
        self.assertGreater(kinds.count("command"), 40)
        self.assertGreater(kinds.count("other"), 10)
        self.assertGreater(kinds.count("missing"), 0)

    def test_only_the_part_that_was_asked_for_speaks(self):
        for row in self.rows:
            stem = os.path.relpath(row["file"], os.path.join("clips", self.SOURCE)).rsplit("-", 1)[0]
            self.assertEqual(self.manifest[stem]["split"], held_out.DEV)
            self.assertIn(row["text"], self.manifest[stem]["text"])
            self.assertTrue(os.path.exists(os.path.join(self.out, row["file"])))

    def test_labels_are_the_only_meaning(self):
        words = self.words()
        for row in self.rows:
            grammar = context_arcs.Grammar(os.path.join(self.out, row["context"]), words, INDEX)
            phones = [INDEX[p] for word in row["text"].split() for p in words[word][0]]
            label = [(row["intent"], json.loads(row["slots"]))] if row["intent"] else []
            self.assertEqual(grammar.meanings(phones), label, row)

    def test_alternatives_are_words_that_may_be_learned_from(self):
        texts, words = module("texts"), self.words()
        may = {word for text in texts.spoken_queries(SHARED, words) for word in text.split()}
        may |= {
            w for t in texts.read_sentences(os.path.join(self.folder.name, "unpacked")) for w in (texts.normalise(t, words) or "").split()
        }
        self.assertEqual(set(self.known) - may, set())
        self.assertGreater(len(self.known), 3000)

    def test_long_recordings_are_cut_at_their_pauses(self):
        words, expert, phrases = self.words(), module("expert"), module("phrases")
        model = expert.load()
        cutter = phrases.Cutter(expert.tables(model[0], model[2], model[1]), expert.Scorer(*model[:2]), words)
        with open(os.path.join(self.folder.name, self.SOURCE + ".pkl"), "rb") as f:
            recorded = pickle.load(f)
        said = [row for row in self.manifest.values() if 7 <= len(row["text"].split()) <= 9 and set(row["text"].split()) <= set(words)]
        said = [row for row in said if row["split"] == held_out.DEV][:3]
        pause = np.zeros(9600, np.int16)
        joined = np.concatenate([part for row in said for part in (recorded[row["file"]], pause)])

        found = cutter.phrases(joined, " ".join(row["text"] for row in said))

        self.assertEqual([text for _, text in found], [row["text"] for row in said])
        for (samples, _), row in zip(found, said):
            self.assertLess(abs(len(samples) - len(recorded[row["file"]])), 11200)


if __name__ == "__main__":
    unittest.main()
