import os
import random
import unittest

import yaml

import corpora
import held_out
from masks import masked
from tests import REPOSITORY, SHARED, module, needs_shared

MODELS = os.path.join(REPOSITORY, "models")


class MappingTests(unittest.TestCase):
    """mapping.tsv: what other people's intents mean to the glasses."""

    def test_every_intent_is_one_of_the_glasses(self):
        mapping = module("mapping")
        with open(os.path.join(MODELS, "contexts", "glasses.yaml"), encoding="utf-8") as f:
            known = set(yaml.safe_load(f)["intents"]) | {mapping.OUTSIDE, mapping.UNSURE}
        for _, _, _, glasses, also in mapping._table():
            self.assertIn(glasses, known)
            self.assertLessEqual(set(filter(None, also.split(","))), known)

    def test_the_last_row_takes_what_is_left(self):
        mapping = module("mapping")
        source, intent, when, glasses, _ = mapping._table()[-1]
        self.assertEqual((source, intent, when.pattern, glasses), ("*", "*", "", mapping.OUTSIDE))

    def test_patterns_decide(self):
        mapping = module("mapping")
        for source, intent, text, glasses in (
            ("clinc150", "time", "what is the time", "GetTime"),
            ("clinc150", "time", "what time is it in tokyo", mapping.OUTSIDE),
            ("clinc150", "alarm", "set an alarm for ten minutes from now", "SetTimer"),
            ("clinc150", "alarm", "wake me at six and another for seven", mapping.UNSURE),
            ("hwu64", "audio_volume_up", "increase the volume to ninety", "SetVolume"),
            ("hwu64", "email_sendemail", "send an email to mom", mapping.OUTSIDE),
            ("snips", "BookRestaurant", "book a table", mapping.OUTSIDE),
        ):
            self.assertEqual(mapping.meaning_of(corpora.Query(source, text, text, [], intent))[0], glasses, text)


class PieceTests(unittest.TestCase):
    """The cut vocabulary."""

    def setUp(self):
        self.wordpiece = module("wordpiece")
        self.cutter = self.wordpiece.WordPiece.load(os.path.join(MODELS, "sentences-vocabulary.txt"))

    def test_every_letter_and_digit_is_a_piece(self):
        for c in "abcdefghijklmnopqrstuvwxyz0123456789":
            self.assertIn(c, self.cutter.ids)
            self.assertIn("##" + c, self.cutter.ids)

    def test_any_english_word_is_cut(self):
        r = random.Random(1)
        for _ in range(500):
            word = "".join(r.choice("abcdefghijklmnopqrstuvwxyz0123456789") for _ in range(r.randint(1, 20)))
            ids, spans = self.cutter.cut(word)
            self.assertNotIn(self.cutter.ids[self.wordpiece.UNKNOWN], ids)
            self.assertEqual("".join(word[a:b] for a, b in spans), word)

    def test_plain_text_keeps_its_length(self):
        for text in ("Zoë’s CAFÉ", "ß€\u00bd 東京", "[CLS] \t x", ""):
            self.assertEqual(len(self.wordpiece.plain(text)), len(text))

    def test_no_special_piece_can_be_typed(self):
        self.assertNotIn(self.cutter.ids[self.wordpiece.BEGIN], self.cutter.cut(self.wordpiece.plain("[CLS] [SEP]"))[0])


@needs_shared
class LessonTests(unittest.TestCase):
    """What the reader of free sentences learns from."""

    @classmethod
    def setUpClass(cls):
        cls.lessons = module("lessons")
        cls.course = cls.lessons.Course(SHARED, 5)
        cls.held = {masked(q.text) for q in corpora.queries(SHARED) if held_out.known().of_text(q.text) == held_out.TEST}
        cls.held = {text for text in cls.held if text.count(" ") and any(c.isalpha() for c in text)}

    def test_no_sentence_of_people_is_held_out(self):
        listed = self.course.can + self.course.cannot
        self.assertGreater(len(listed), 30000)
        self.assertEqual([lesson.text for lesson in listed if masked(lesson.text) in self.held][:5], [])

    def test_no_filling_is_a_held_out_sentence(self):
        values = module("values").Values(SHARED, random.Random(1))
        self.assertEqual([text for text in values.todo + values.others if masked(text) in self.held][:5], [])

    def test_development_sentences_are_not_learned(self):
        dev = {masked(lesson.text) for lesson in module("marked").people(SHARED, held_out.DEV)}
        self.assertEqual(dev & {masked(lesson.text) for lesson in self.course.can + self.course.cannot}, set())

    def test_spans_stand_on_the_words_of_their_slots(self):
        for lesson in self.course.epoch(3000):
            for start, end, slot in lesson.spans or []:
                self.assertIn(slot, module("marked").SLOTS)
                self.assertTrue(0 <= start < end <= len(lesson.text), lesson)

    def test_the_same_seed_draws_the_same(self):
        again = self.lessons.Course(SHARED, 5)
        self.assertEqual((self.course.can, self.course.cannot), (again.can, again.cannot))
        self.assertEqual(*(self.lessons.Course(SHARED, 7).epoch(200) for _ in range(2)))


if __name__ == "__main__":
    unittest.main()
