"""What the exporters make of the committed checkpoints, against the committed models and the golden files of the runtime's tests."""
import contextlib
import io
import json
import os
import pathlib
import shutil
import tempfile
import unittest

from tests import GOLDEN, REPOSITORY, TRAINING, module

np, torch, onnx = module("numpy"), module("torch"), module("onnx")
export, model = module("export"), module("model")
alwayson, onnxfile = module("alwayson"), module("onnxfile")

ORT = os.environ.get("ORT", os.path.expanduser("~/.nuget/packages/microsoft.ml.onnxruntime/1.31.1"))


def committed(name):
    with open(os.path.join(REPOSITORY, "models", name), "rb") as f:
        return f.read()


def checkpoint(name):
    return os.path.join(TRAINING, "checkpoints", name + ".f16")


def golden(name, width):
    return np.fromfile(os.path.join(GOLDEN, name + ".f32"), "<f4").reshape(-1, width)


class AcousticTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        torch.set_num_threads(1)
        cls.model = export.load(checkpoint("acoustic"))
        frames = golden("normalised", 80)
        cls.frames = frames[: len(frames) // 4 * 4]

    def test_the_committed_model_is_the_committed_checkpoint(self):
        self.assertTrue(export.build(self.model, True).SerializeToString() == committed("acoustic.onnx"))

    def test_the_network_gives_the_golden_logits_whole(self):
        with torch.no_grad():
            logits = self.model(torch.from_numpy(self.frames)[None], *model.empty_caches())[0][0].numpy()

        self.assertLess(np.abs(logits - golden("logits-float", 40)).max(), 1e-3)

    def test_the_network_gives_the_golden_logits_in_chunks(self):
        state, logits = model.empty_caches(), []
        with torch.no_grad():
            for at in range(0, len(self.frames), 8):
                given, *state = self.model(torch.from_numpy(self.frames[at : at + 8])[None], *state)
                logits.append(given[0].numpy())

        self.assertLess(np.abs(np.concatenate(logits) - golden("logits-float-chunk8", 40)).max(), 1e-3)

    @unittest.skipUnless(os.path.isdir(ORT) and shutil.which("gcc"), "no microsoft.ml.onnxruntime in %s, or no gcc" % ORT)
    def test_the_exported_graphs_give_the_golden_logits(self):
        ort = module("ort")
        for quantised, name, near in ((False, "logits-float", 1e-3), (True, "logits-int8", 0.02)):
            with tempfile.NamedTemporaryFile(suffix=".onnx") as f:
                f.write(export.build(self.model, quantised).SerializeToString())
                f.flush()
                opened = ort.OnnxModel(f.name, ORT)
                self.assertLess(np.abs(opened.logits(self.frames) - golden(name, 40)).max(), near, name)
                self.assertLess(np.abs(opened.logits(self.frames, 8) - golden(name + "-chunk8", 40)).max(), near, name)


def assert_same_but_for_rounding(test, built, kept):
    """One graph; a checkpoint holds half precision, what ships was rounded to bytes before: a weight is one step off at most."""
    test.assertTrue(built.node == kept.node)  # not assertEqual, which would print both
    test.assertEqual([tensor.name for tensor in built.initializer], [tensor.name for tensor in kept.initializer])
    for ours, theirs in zip(built.initializer, kept.initializer):
        step = 1 if theirs.data_type == onnx.TensorProto.INT8 else 2e-3
        ours, theirs = (onnx.numpy_helper.to_array(tensor).astype(np.float64) for tensor in (ours, theirs))
        test.assertLessEqual(np.abs(ours - theirs).max(), step)


class SecondPassTests(unittest.TestCase):
    def test_the_committed_model_is_the_committed_checkpoint_but_for_its_rounding(self):
        built = export.build(export.load(checkpoint("second-pass")), True)

        assert_same_but_for_rounding(self, built.graph, onnx.load_from_string(committed("second-pass.onnx")).graph)


class SmallModelTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        torch.set_num_threads(1)

    def test_vad(self):
        vad = module("vad")
        network = alwayson.half(onnxfile.load_half(vad.build(), checkpoint("vad")))

        self.assert_golden("vad", network, 1)
        self.assertTrue(self.exported("vad", network, vad.ABOUT, {"outputs": "speech"}) == committed("vad.onnx"))

    def test_wake(self):
        wake = module("wake")
        network = alwayson.in_bytes(onnxfile.load_half(alwayson.AlwaysOn(**wake.SIZES, outputs=len(wake.PHRASES)), checkpoint("wake")))

        self.assert_golden(
            "wake", network, len(wake.PHRASES), near=0.05
        )  # rounded to bytes after half precision: see assert_same_but_for_rounding
        built = onnx.load_from_string(
            self.exported("wake", network, wake.ABOUT, {"outputs": ",".join(wake.PHRASES)}, matrices_in_bytes=True)
        )
        assert_same_but_for_rounding(self, built.graph, onnx.load_from_string(committed("wake.onnx")).graph)

    def test_wake_reader(self):
        reader = module("reader")
        network = alwayson.in_bytes(onnxfile.load_half(reader.Reader(reader.MEMBERS), checkpoint("wake-reader")))
        windows = golden("wake-reader.features", reader.SYMBOLS).reshape(-1, 1, reader.STEPS, reader.SYMBOLS)

        with torch.no_grad():
            logits = np.concatenate([reader.Step(network)(torch.from_numpy(window))[0].numpy() for window in windows])

        self.assertLess(np.abs(logits - golden("wake-reader.logits", logits.shape[1])).max(), 1e-2)  # likewise

    def test_g2p(self):
        g2p = module("g2p")
        with tempfile.TemporaryDirectory() as folder:
            path = pathlib.Path(folder, "g2p.json")
            g2p.golden(onnxfile.load_half(g2p.Speller(), checkpoint("g2p")), path)
            with open(os.path.join(GOLDEN, "g2p.json"), encoding="utf-8") as f:
                expected = json.load(f)
            self.assert_close(json.loads(path.read_text(encoding="utf-8")), expected)

    def exported(self, name, network, about, metadata, **options):
        with tempfile.TemporaryDirectory() as folder, contextlib.redirect_stdout(io.StringIO()):
            path = pathlib.Path(folder, name + ".onnx")
            alwayson.export(network, path, about, metadata, **options)
            return path.read_bytes()

    def assert_golden(self, name, network, outputs, near=None):
        """Chunks of 8 frames from zero states give the logits and the states that are left."""
        with open(os.path.join(GOLDEN, name + ".json"), encoding="utf-8") as f:
            told = json.load(f)
        frames, states, logits = torch.from_numpy(golden(name + ".features", 80)), None, []
        with torch.no_grad():
            for chunk in frames.split(told["chunk_frames"]):
                given, states = network(chunk[None], states)
                logits.append(given[0].numpy())
        self.assertLess(np.abs(np.concatenate(logits) - golden(name + ".logits", outputs)).max(), near or told["tolerance"])
        for state, cache in zip(states, told["caches_after"]):
            expected = np.fromfile(os.path.join(GOLDEN, cache["file"]), "<f4").reshape(cache["shape"])
            self.assertLess(np.abs(state.numpy() - expected).max(), near or told["tolerance"])

    def assert_close(self, ours, theirs, at="golden"):
        """The same json, numbers to a thousandth."""
        if isinstance(theirs, float):
            self.assertAlmostEqual(ours, theirs, delta=1e-3, msg=at)
        elif isinstance(theirs, (list, dict)):
            self.assertEqual(len(ours), len(theirs), at)
            for key in theirs if isinstance(theirs, dict) else range(len(theirs)):
                self.assert_close(ours[key], theirs[key], "%s.%s" % (at, key))
        else:
            self.assertEqual(ours, theirs, at)


if __name__ == "__main__":
    unittest.main()
