"""The golden rows of the confidence, which Confidence.cs is held to as well."""
import json
import os
import unittest

from tests import GOLDEN, module

np, confidence = module("numpy"), module("confidence")


class GoldenRowTests(unittest.TestCase):
    def test_the_network_gives_the_confidence_of_every_row(self):
        with open(os.path.join(GOLDEN, "confidence.json"), encoding="utf-8") as f:
            golden = json.load(f)
        rows = [{key: float(value) for key, value in row.items()} for row in golden["rows"]]
        table = {key: np.array([row[key] for row in rows]) for key in rows[0]}

        chances = module("fit_confidence").chance(confidence.Network.from_json(golden["network"])(confidence.measures(table)))

        self.assertLess(np.abs(chances - table["confidence"]).max(), 2e-4)


if __name__ == "__main__":
    unittest.main()
