"""A weighted sum of two opinions, and the expert's score of a known sentence."""
import unittest

from tests import module
from tests.test_expert import needs_model, samples

np = module("numpy")
expert_search, fuse, pronunciations = (module(name) for name in ("expert_search", "fuse", "pronunciations"))


class WeightTests(unittest.TestCase):
    rows = [
        ("a", np.array([-1.0, -2.0]), np.array([-90.0, -60.0]), np.array([False, True])),  # the expert is right
        ("b", np.array([-1.0, -9.0]), np.array([-60.0, -50.0]), np.array([True, False])),  # it is wrong, and hardly minds
        ("c", None, None, None),  # nothing was found
    ]

    def test_the_best_of_the_sum_counts(self):
        self.assertEqual(fuse.rights(self.rows, 0).tolist(), [False, True, False])
        self.assertEqual(fuse.rights(self.rows, 0.15).tolist(), [True, True, False])
        self.assertEqual(fuse.rights(self.rows, 1).tolist(), [True, False, False])


@needs_model
class RescorerTests(unittest.TestCase):
    def test_what_fits_better_scores_higher_and_what_cannot_fit_lowest(self):
        words = {"turn": [("T", "ER", "N")], "up": [("AH", "P")], "volume": [("V", "AA", "L", "Y", "UW", "M")]}
        rescorer = fuse.Rescorer(words)
        x = samples()

        scores = rescorer.scores(x, ["turn up volume", "turn", " ".join(["volume"] * 200)])

        self.assertEqual(scores[2], fuse.LEAST)
        self.assertTrue((scores[:2] > fuse.LEAST).all())
        arcs = expert_search.word_arcs("turn up volume", words, rescorer._index)
        network = expert_search.Network(rescorer._tables, arcs, [arcs[-1].end])
        again = network.best(rescorer._scorer.states(module("sphinx_features").features(x)))
        self.assertAlmostEqual(scores[0], again.score, places=2)


if __name__ == "__main__":
    unittest.main()
