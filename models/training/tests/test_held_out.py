import os
import pathlib
import random
import tempfile
import unittest
from collections import Counter, defaultdict
from types import SimpleNamespace

import corpora
import held_out
import splits
import texts
from held_out import DEV, TEST, TRAIN
from masks import NAME, masked
from tests import SHARED, module, needs_shared


class FileTests(unittest.TestCase):
    """What can be seen in held-out.tsv alone."""

    rows = held_out.known().rows

    def test_nothing_is_in_two_parts(self):
        for kind in ("set", "speaker", "recording", "text"):
            named = Counter((row["source"] if kind != "text" else "", row["id"]) for row in self.rows if row["kind"] == kind)
            self.assertEqual([name for name, n in named.items() if n > 1], [], kind)

    def test_no_cluster_is_in_two_parts(self):
        parts = defaultdict(set)
        for row in self.rows:
            if row["kind"] == "text":
                parts[row["cluster"]].add(row["part"])
        self.assertEqual([cluster for cluster, found in parts.items() if len(found) > 1], [])

    def test_enough_is_held_out_to_measure_on(self):
        uses = Counter(row["use"] for row in self.rows if row["kind"] == "text" and row["part"] == TEST)
        self.assertGreaterEqual(uses["can"], 1000)
        self.assertGreaterEqual(uses["cannot"], 3000)
        self.assertGreaterEqual(uses["note"], 300)

    def test_a_speaker_of_two_sets_is_in_one_part(self):
        parts = {name: {row["id"]: row["part"] for row in self.rows if row["source"] == name} for name in ("command-words", "single-words")}
        both = parts["command-words"].keys() & parts["single-words"].keys()
        self.assertEqual([name for name in both if parts["command-words"][name] != parts["single-words"][name]], [])

    def test_texts_stand_there_by_their_hashes_alone(self):
        self.assertEqual([row["id"] for row in self.rows if row["kind"] == "text" and not set(row["id"]) <= set("0123456789abcdef")], [])


@needs_shared
class TrainingListTests(unittest.TestCase):
    """No list that a model learns from holds a sentence that is held out, whatever its numbers, times and names."""

    @classmethod
    def setUpClass(cls):
        make_held_out = module("make_held_out")
        cls.folder = tempfile.TemporaryDirectory()
        for name, rows in make_held_out.manifests(SHARED).items():
            os.makedirs(os.path.join(cls.folder.name, name))
            with open(os.path.join(cls.folder.name, name, "manifest.tsv"), "w", encoding="utf-8") as f:
                columns = [column for column in rows[0] if column != "speaker" or rows[0]["speaker"] != rows[0]["file"]]
                f.writelines("\t".join(row) + "\n" for row in [columns] + [[row[column] for column in columns] for row in rows])
        cls.queries = list(corpora.queries(SHARED))
        cls.words = module("pronunciations").load(module("pronunciations").default_path(SHARED))
        cls.held = {masked(query.text) for query in cls.queries if held_out.known().of_text(query.text) == TEST}
        for name in splits.SENTENCES:
            cls.held |= {masked(row["text"]) for row in splits.manifest(cls.folder.name, name) if row["split"] == TEST and row["text"]}
        cls.held = {text for text in cls.held if text.count(" ") and any(c.isalpha() for c in text)}  # no single words, no bare numbers

    @classmethod
    def tearDownClass(cls):
        cls.folder.cleanup()

    def assert_clean(self, listed, least):
        self.assertGreater(len(listed), least)
        self.assertEqual([text for text in listed if masked(text) in self.held][:5], [])

    def test_queries(self):
        self.assert_clean(texts.queries(SHARED), 30000)

    def test_queries_that_the_synthesisers_say(self):
        self.assert_clean(texts.spoken_queries(SHARED, self.words), 20000)

    def test_sentences_of_training_speakers(self):
        self.assert_clean(texts.read_sentences(self.folder.name), 3500)

    def test_prompts_of_the_synthesisers(self):
        nothing = SimpleNamespace(sentence=lambda r: None)
        prompts = texts.Prompts(SHARED, self.words, random.Random(1), [], nothing)
        self.assert_clean([prompts._query() for _ in range(20000)], 10000)

    def test_background(self):
        args = SimpleNamespace(shared=SHARED, unpacked=self.folder.name)
        self.assert_clean(module("make_background").sentences(args, self.words), 25000)

    def test_queries_before_which_the_confidence_is_fitted(self):
        listed = texts.queries(SHARED, DEV)
        self.assert_clean(listed, 2000)
        self.assertEqual({masked(text) for text in listed} & {masked(text) for text in texts.queries(SHARED)}, set())

    def test_requests_behind_the_wake_phrases(self):
        listed = module("corpus").sentences(pathlib.Path(SHARED), random.Random(1), 10**6)
        self.assert_clean(listed, 5000)

    def test_recordings_that_a_model_may_learn_from_or_be_fitted_on(self):
        for name in splits.SENTENCES:
            rows = splits.manifest(self.folder.name, name)
            self.assert_clean([row["text"] for row in rows if row["split"] in (TRAIN, DEV) and row["text"]], -1)

    def test_frames_of_the_queries(self):
        frames = {TRAIN: set(), DEV: set(), TEST: set()}
        for query in self.queries:
            frame = masked(query.frame)
            if set(frame.split()) - {NAME, "#", "@"} and frame.count(" "):
                frames[held_out.known().of_text(query.text)].add(frame)
        self.assertEqual(sorted(frames[TRAIN] & frames[TEST])[:5] + sorted(frames[DEV] & frames[TEST])[:5], [])

    def test_speakers_of_before_are_where_they_were(self):
        rows = splits.manifest(self.folder.name, "speechocean762")
        adults = [row for row in rows if int(row["age"]) >= 18]
        unused = sum(row["split"] == splits.UNUSED for row in rows)
        self.assertEqual(sum(row["split"] == TEST for row in adults), 460)
        self.assertEqual(sum(held_out.known().of_recording("speechocean762", row["speaker"], row["file"]) == DEV for row in adults), 100)
        self.assertLess(unused, 150)


if __name__ == "__main__":
    unittest.main()
