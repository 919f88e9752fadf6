"""The GMM-HMM of pocketsphinx-en-us, read, scored and written by our own code, against pocketsphinx itself and a float64 reference."""
import os
import shutil
import subprocess
import tempfile
import unittest
import wave

from tests import GOLDEN, REPOSITORY, module
from tests.test_export import ORT

np, onnx = module("numpy"), module("onnx")
expert, make_expert, sphinx_features, sphinx_model = (module(name) for name in ("expert", "make_expert", "sphinx_features", "sphinx_model"))

needs_model = unittest.skipUnless(os.path.isdir(sphinx_model.FOLDER), "no pocketsphinx-en-us")
SOUND = os.path.join(GOLDEN, "volume.wav")
CLIPPED = 96  # units of WEIGHT_STEP below the best one at which pocketsphinx cuts off every Gaussian


def samples():
    with wave.open(SOUND) as f:
        return np.frombuffer(f.readframes(f.getnframes()), "<i2")


class FrontEndTests(unittest.TestCase):
    def test_silence_does_not_move_the_mean(self):
        x = samples()
        alone = sphinx_features.features(x)

        behind = sphinx_features.features(np.concatenate([np.zeros(32000, np.int16), x]))

        self.assertLess(np.abs(behind[200 + 3 :] - alone[3 : 3 + len(behind) - 203]).max(), 0.1)

    def test_differences_of_a_ramp(self):
        c = np.arange(20.0)[:, None] * np.ones(sphinx_features.CEPSTRA)

        inner = sphinx_features.differences(c)[3:-3]

        self.assertTrue((inner[:, 13:26] == 4).all() and (inner[:, 26:] == 0).all())

    def test_less_than_a_window_is_one_frame(self):
        self.assertEqual(sphinx_features.features(np.ones(7, np.int16)).shape, (1, 39))


@needs_model
class ModelTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.definition, cls.mixtures, cls.transitions = expert.load()
        cls.features = sphinx_features.features(samples())

    def test_weights_of_every_state_sum_to_one(self):
        total = np.exp(sphinx_model.log_weights(self.mixtures)).sum(1)
        self.assertLess(np.abs(total - 1).max(), 0.1)  # bytes of 0.1 nat

    def test_gaussians_that_were_never_trained_are_dropped(self):
        dead = ~self.mixtures.alive
        self.assertEqual(dead.sum(), 18)
        q = expert.quadratic(self.mixtures)
        self.assertTrue((q.constant[np.moveaxis(dead, 1, 0).reshape(3, -1)] == expert.DEAD).all())

    def test_densities_are_those_of_the_gaussians(self):
        q, x = expert.quadratic(self.mixtures), self.features[40].astype(np.float64)
        z = ((x - q.mean) / q.scale).reshape(3, 13)
        m = self.mixtures

        ours = np.concatenate([z * z, z], 1)[:, None] @ q.matrix + q.constant[:, None]

        variance = np.where(m.alive[..., None], m.variance, 1)
        theirs = -0.5 * (np.log(2 * np.pi * variance) + (x.reshape(1, 3, 1, 13) - m.mean) ** 2 / variance).sum(-1)
        theirs, alive = (np.moveaxis(a, 1, 0).reshape(3, -1) for a in (theirs, m.alive))
        self.assertLess(np.abs(ours[:, 0] - theirs)[alive].max(), 1e-8)

    def test_tables_come_back_as_they_were_written(self):
        made = expert.tables(self.definition, self.transitions, self.mixtures)
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "tables.bin")
            expert.write_tables(path, made)
            self.assertLess(os.path.getsize(path), 2_000_000)
            read = expert.read_tables(path)
        self.assertEqual(read.phones, made.phones)
        for ours, theirs in zip(read[1:], made[1:]):
            self.assertTrue((ours == theirs).all())

    def test_a_known_triphone_has_its_states_and_another_those_of_the_nearest(self):
        made, d = expert.tables(self.definition, self.transitions, self.mixtures), self.definition
        state, number = expert.numbering(d).state, d.phones.index
        for key in list(d.triphones)[::1009]:
            position, phone, left, right = (np.array(k) for k in key)
            found = made.triphone(position, phone, left, right)
            self.assertEqual(found.tolist(), state[d.sequences[d.triphones[key]]].tolist())
        lonely = (sphinx_model.INSIDE, number("ZH"), number("ZH"), number("ZH"))
        self.assertNotIn(lonely, d.triphones)
        self.assertEqual(sphinx_model.nearest(d, *lonely), d.alone[number("ZH")])
        noisy = (sphinx_model.BEGIN, number("K"), number("+NSN+"), number("AE"))
        self.assertEqual(sphinx_model.nearest(d, *noisy), d.triphones[sphinx_model.BEGIN, number("K"), d.silence, number("AE")])

    def test_tables_cut_short_are_refused(self):
        with tempfile.NamedTemporaryFile() as f:
            f.write(b"no tables")
            f.flush()
            with self.assertRaisesRegex(ValueError, "make_expert"):
                expert.read_tables(f.name)

    @unittest.skipUnless(os.path.isdir(ORT) and shutil.which("gcc"), "no microsoft.ml.onnxruntime in %s, or no gcc" % ORT)
    def test_the_graph_gives_what_float64_gives(self):
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "expert.onnx")
            onnx.save(make_expert.build(self.mixtures), path)
            self.assertLess(os.path.getsize(path), make_expert.LIMIT)
            with open(path, "rb") as made, open(os.path.join(REPOSITORY, "models", "expert.onnx"), "rb") as committed:
                self.assertEqual(made.read(), committed.read())
            flat = module("ort").OnnxMap(path, ORT, "features", "densities", self.mixtures.alive.size)(self.features)
        shape = self.mixtures.alive.transpose(1, 0, 2).shape
        given = flat.reshape(shape[0], -1, *shape[1:]).transpose(1, 0, 2, 3)

        expected = expert.densities(self.mixtures, self.features)

        near = expected > expected.max(3, keepdims=True) - 50
        self.assertLess(np.abs(given - expected)[near].max(), 2e-3)

    def test_the_best_gaussians_of_a_codebook_say_nearly_what_all_say(self):
        t = expert.tables(self.definition, self.transitions, self.mixtures)
        exact = expert.Scorer(self.definition, self.mixtures, np.float64).states(self.features)

        kept = np.stack([expert.mixed(frame, t) for frame in expert.densities(self.mixtures, self.features)])

        heard = exact > exact.max(1, keepdims=True) - 20
        self.assertLess(np.abs(kept - exact)[heard].mean(), 1)
        self.assertTrue((kept <= exact + 0.2).all())

    def test_float32_gives_what_float64_gives(self):
        exact = expert.Scorer(self.definition, self.mixtures, np.float64).states(self.features)
        quick = expert.Scorer(self.definition, self.mixtures).states(self.features)

        self.assertLess(np.abs(quick - exact).max(), 2e-3)

    @unittest.skipUnless(shutil.which("pocketsphinx_batch"), "no pocketsphinx_batch (apt-get install pocketsphinx)")
    def test_pocketsphinx_hears_the_same(self):
        x = (samples() + np.random.default_rng(1).normal(0, 5, len(samples()))).astype(np.int16)  # its integers overflow in digital silence
        theirs, scores = heard_by_pocketsphinx(x, self.definition.senones)

        ours = sphinx_features.cepstra(sphinx_features.log_mel(x))
        features = sphinx_features.differences(theirs - theirs[theirs[:, 0] >= 0].mean(0))
        states = as_pocketsphinx_adds(self.definition, self.mixtures, features)

        self.assertLess(np.abs(ours - theirs[: len(ours)]).max(), 1e-4)  # one frame more, padded
        self.assertGreater(np.corrcoef(states.ravel(), scores.ravel())[0, 1], 0.99)
        best = np.take_along_axis(scores, states.argmin(1)[:, None], 1)
        self.assertGreater((best <= 2).mean(), 0.9)


def heard_by_pocketsphinx(x, senones):
    """(cepstra [T, 13], senone scores [T, senones] in WEIGHT_STEP below the best) that it logs, with all Gaussians and no VAD."""
    with tempfile.TemporaryDirectory() as folder:
        inside = lambda name: os.path.join(folder, name)
        for name in ("mfc", "sen"):
            os.mkdir(inside(name))
        x.tofile(inside("sound.raw"))
        for name, text in (("list", "sound\n"), ("any.gram", "#JSGF V1.0;\ngrammar any;\npublic <s> = yes | no;\n")):
            with open(inside(name), "w") as f:
                f.write(text)
        model = os.path.dirname(sphinx_model.FOLDER)
        options = {
            "adcin": "yes",
            "cepdir": folder,
            "cepext": ".raw",
            "ctl": inside("list"),
            "hmm": sphinx_model.FOLDER,
            "dict": os.path.join(model, "cmudict-en-us.dict"),
            "jsgf": inside("any.gram"),
            "cmn": "batch",
            "topn": "128",
            "compallsen": "yes",
            "remove_noise": "no",
            "remove_silence": "no",
            "pl_window": "0",
            "mfclogdir": inside("mfc"),
            "senlogdir": inside("sen"),
            "logfn": os.devnull,
        }
        subprocess.run(["pocketsphinx_batch", *(word for name, value in options.items() for word in ("-" + name, value))], check=True)
        with open(os.path.join(inside("mfc"), "000000000.mfc"), "rb") as f:
            cepstra = np.frombuffer(f.read(), "<f4", offset=4).reshape(-1, 13).astype(np.float64)
        with open(os.path.join(inside("sen"), "000000000.sen"), "rb") as f:
            data = f.read()
    at = data.index(b"endhdr\n") + 11
    rows = np.frombuffer(data, "<i2", offset=at).reshape(-1, senones + 1)
    assert (rows[:, 0] == senones).all()
    return cepstra, rows[:, 1:]


def as_pocketsphinx_adds(definition, mixtures, features):
    """[T, senones] in WEIGHT_STEP below the best: every Gaussian in bytes below the best one of its stream, cut off at CLIPPED."""
    q, step = expert.quadratic(mixtures), sphinx_model.WEIGHT_STEP
    z = ((features - q.mean) / q.scale).reshape(len(features), 3, 13).transpose(1, 0, 2)
    density = np.concatenate([z * z, z], 2) @ q.matrix + q.constant[:, None]
    below = np.minimum(np.floor((density.max(2, keepdims=True) - density) / step), CLIPPED)
    share = np.exp(-below * step).reshape(3, len(features), len(definition.phones), -1)
    weights, owner = np.exp(sphinx_model.log_weights(mixtures)), sphinx_model.codebooks(definition)
    out = np.empty((len(features), definition.senones))
    for phone in range(len(definition.phones)):
        out[:, owner == phone] = np.log(share[:, :, phone] @ weights[:, :, owner == phone]).sum(0)
    return (out.max(1, keepdims=True) - out) / step


if __name__ == "__main__":
    unittest.main()
