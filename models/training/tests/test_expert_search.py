"""The search over the expert's states: exact, and right about what somebody says."""
import os
import tempfile
import unittest

from tests import SHARED, module, needs_shared
from tests.test_expert import needs_model, samples

np = module("numpy")
expert, pronunciations, sphinx_features = (module(name) for name in ("expert", "pronunciations", "sphinx_features"))
context_arcs, expert_search = module("context_arcs"), module("expert_search")

WORDS = {
    "turn": [("T", "ER", "N")],
    "the": [("DH", "AH"), ("DH", "IY")],
    "volume": [("V", "AA", "L", "Y", "UW", "M")],
    "music": [("M", "Y", "UW", "Z", "IH", "K")],
    "up": [("AH", "P")],
    "down": [("D", "AW", "N")],
    "off": [("AO", "F")],
    "a": [("AH",)],
    "bit": [("B", "IH", "T")],
}
SENTENCES = ("turn the volume up", "turn the volume down", "turn the music off", "turn the volume up a bit", "up", "music off")


@needs_model
class NetworkTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        model = expert.load()
        cls.tables = expert.tables(model[0], model[2], model[1])
        cls.index = {name: i for i, name in enumerate(cls.tables.phones)}
        cls.scorer = expert.Scorer(*model[:2])

    def list_of(self, sentences):
        """One network over sentences side by side."""
        arcs, ends, place = [], [], 0
        for sentence in sentences:
            alone = expert_search.word_arcs(sentence, WORDS, self.index, place + 1)
            arcs += [expert_search.Arc(0, place + 1, "", ()), *alone]
            place = alone[-1].end
            ends.append(place)
        return expert_search.Network(self.tables, arcs, ends)

    def noise(self, frames=60):
        return np.random.default_rng(2).normal(-60, 6, (frames, len(self.tables.base))).astype(np.float32)

    def test_the_best_of_many_is_the_best_of_each(self):
        states = self.noise()
        alone = {sentence: self.list_of([sentence]).best(states).score for sentence in SENTENCES}

        found = self.list_of(SENTENCES).best(states)

        self.assertEqual(" ".join(found.words), max(alone, key=alone.get))
        self.assertAlmostEqual(found.score, max(alone.values()), delta=0.05)

    def test_the_score_is_that_of_the_path(self):
        states, sentence = self.noise(), "a"
        network = self.list_of([sentence])
        found = network.best(states)
        t, silence, vowel = self.tables, self.index["SIL"], self.index["AH"]
        quiet = t.triphone(*(np.array(k) for k in (0, silence, silence, silence)))
        inside = t.triphone(*(np.array(k) for k in (3, vowel, silence, silence)))

        total, noises = 0.0, [t.first()[self.index[name]] for name in ("+NSN+", "+SPN+")]
        for at, (phone, place) in enumerate(zip(found.phone, found.place)):
            score = states[at, (quiet if phone == silence else inside)[place]]
            if phone == silence:
                score = max(score, *(states[at, noise + place] - expert_search.NOISE_COST for noise in noises))
            total += score
            same = at + 1 < len(states) and (found.phone[at + 1], found.place[at + 1]) == (phone, place)
            total += t.transitions[phone, place, 0 if same else 1]
        spoken = np.flatnonzero(found.phone == vowel)
        total -= expert_search.WORD_COST * (spoken[0] > 0) + expert_search.SILENCE_COST * (spoken[-1] + 1 < len(states))

        self.assertAlmostEqual(found.score, total, delta=0.05)

    def test_a_clip_shorter_than_the_sentence_has_no_path(self):
        self.assertIsNone(self.list_of(["turn the volume up"]).best(self.noise(12)))

    def test_what_was_said_is_found_among_others(self):
        states = self.scorer.states(sphinx_features.features(samples()))

        found = self.list_of([*SENTENCES, "turn the music up", "turn up the volume"]).best(states)

        self.assertIn("volume", found.words)
        self.assertEqual([t for t in np.flatnonzero(found.word >= 0) if found.phone[t] == self.index["SIL"]], [])
        self.assertTrue((np.diff(found.word[found.word >= 0]) >= 0).all())

    def test_what_may_be_left_out_of_a_context_is(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "c.yaml")
            with open(path, "w", encoding="utf-8") as f:
                f.write(
                    "intents:\n  A:\n    data:\n      - sentences: ['turn [the] {what} (up|down)', '[off;up] a <size>']\n"
                    "lists:\n  what:\n    values: [volume, {in: the music, out: m}]\nexpansion_rules:\n  size: '[bit]'\n"
                )
            made = context_arcs.Grammar(path, WORDS, self.index)
        self.assertEqual(made.unknown, set())
        said = {" ".join(words) for words in sentences_of(made.arcs, set(made.ends))}
        turns = {"turn %s%s %s" % (the, what, way) for the in ("", "the ") for what in ("volume", "the music") for way in ("up", "down")}
        ways = {way + "a" + bit for way in ("", "off up ", "up off ") for bit in ("", " bit")}
        self.assertEqual(said, turns | ways)
        self.assertEqual(made.reading("turn music down".split()), None)
        self.assertEqual(made.reading("turn the music down".split()), ("A", {"what": "m"}))
        self.assertEqual(made.reading("up off a bit".split()), ("A", {}))
        expert_search.Network(self.tables, made.arcs, made.ends).best(self.noise())

    def test_a_word_nobody_can_pronounce_is_named(self):
        with tempfile.NamedTemporaryFile("w", suffix=".yaml") as f:
            f.write("intents:\n  A:\n    data:\n      - sentences: ['turn the frobnicator up']\n")
            f.flush()
            self.assertEqual(context_arcs.Grammar(f.name, WORDS, self.index).unknown, {"frobnicator"})


def sentences_of(arcs, ends, place=0, said=()):
    """All ways from a place to an end."""
    if place in ends:
        yield said
    for arc in {(a.end, a.word) for a in arcs if a.start == place}:
        yield from sentences_of(arcs, ends, arc[0], said + ((arc[1],) if arc[1] else ()))


@needs_shared
@needs_model
class PeopleTests(unittest.TestCase):
    def test_alignments_are_those_that_are_shared(self):
        """By the tar's own clips of development speakers, through our own decoder of Opus."""
        import tarfile

        make_real, opus, splits, texts = (module(name) for name in ("make_real", "opus", "splits", "texts"))
        aligned, words = make_real.alignments(SHARED, "speechocean762"), pronunciations.load(pronunciations.default_path(SHARED))
        model = expert.load()
        tables, scorer = expert.tables(model[0], model[2], model[1]), expert.Scorer(*model[:2])
        index, same, frames = {name: i for i, name in enumerate(tables.phones)}, 0, 0
        with tarfile.open(os.path.join(SHARED, "speech", "speechocean762.tar")) as tar, tempfile.TemporaryDirectory() as folder:
            os.mkdir(os.path.join(folder, "speechocean762"))
            tar.extract("manifest.tsv", os.path.join(folder, "speechocean762"))
            rows = [
                r for r in splits.manifest(folder, "speechocean762") if r["split"] == "dev" and int(r["age"]) >= 18 and r["file"] in aligned
            ]
            for row in rows[:8]:
                tar.extract(row["file"], folder)
                said = texts.normalise(row["text"], words)
                states = scorer.states(sphinx_features.features(opus.decode(os.path.join(folder, row["file"]))))
                arcs = expert_search.word_arcs(said, words, index)
                found = expert_search.Network(tables, arcs, [arcs[-1].end]).best(states)
                self.assertEqual(" ".join(found.words), said)
                expected = np.full(len(states), index["SIL"])
                for phone, (start, end) in zip(*aligned[row["file"]][:2]):
                    expected[start:end] = index[phone]
                same, frames = same + int((found.phone == expected).sum()), frames + len(states)
        self.assertGreater(same / frames, 0.75)


if __name__ == "__main__":
    unittest.main()
