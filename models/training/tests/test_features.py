"""The golden sound: the runtime's tests hold its features to the same files."""
import json
import os
import unittest
import wave

from tests import GOLDEN, REPOSITORY, module

np, features = module("numpy"), module("features")


def array(name):
    """An array of golden.json."""
    with open(os.path.join(GOLDEN, "golden.json"), encoding="utf-8") as f:
        shape = json.load(f)["arrays"][name + ".f32"]
    return np.fromfile(os.path.join(GOLDEN, name + ".f32"), "<f4").reshape(shape)


class GoldenSoundTests(unittest.TestCase):
    def test_log_mel(self):
        with wave.open(os.path.join(GOLDEN, "volume.wav")) as f:
            samples = np.frombuffer(f.readframes(f.getnframes()), "<i2").astype(np.float32) / 32768

        raw, expected = features.log_mel(samples), array("log-mel")

        self.assertEqual(raw.shape, expected.shape)
        heard = expected > expected.max(1, keepdims=True) - features.RANGE  # what lies lower is cut off later
        self.assertLess(np.abs(raw - expected)[heard].max(), 1e-4)
        self.assertLess(np.abs(raw - expected).max(), 2e-2)

    def test_normalise(self):
        self.assert_normalised(features.normalise, "normalised")

    def test_normalise_whole(self):
        self.assert_normalised(features.normalise_whole, "normalised-whole")

    def test_normalise_needs_no_frame_of_the_future(self):
        raw, prior = array("log-mel"), np.zeros(features.BANDS, np.float32)

        whole, part = features.normalise(raw, prior), features.normalise(raw[:100], prior)

        self.assertLess(np.abs(whole[:100] - part).max(), 1e-5)

    def test_log_mel_of_less_than_a_window_is_one_frame(self):
        self.assertEqual(features.log_mel(np.zeros(7)).shape, (1, features.BANDS))

    def assert_normalised(self, normalise, name):
        prior = features.read_prior(os.path.join(REPOSITORY, "models", "features-prior.f32"))
        self.assertLess(np.abs(normalise(array("log-mel"), prior) - array(name)).max(), 1e-4)


if __name__ == "__main__":
    unittest.main()
