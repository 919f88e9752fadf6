"""What the expert teaches: the loop of phones, the targets and their shards, and the batches that a network hears them in."""
import itertools
import os
import pickle
import tempfile
import unittest
from types import SimpleNamespace

from tests import SHARED, TRAINING, module, needs_shared
from tests.test_expert import needs_model, samples

np, torch = module("numpy"), module("torch")
codec, data, expert, features, make_targets, shards, splits, states, targets, taught, teacher = (
    module(name) for name in "codec data expert features make_targets shards splits states targets taught teacher".split()
)


class LoopTests(unittest.TestCase):
    def test_shares_are_those_of_all_paths_together(self):
        q, phones, frames = np.random.default_rng(1), 2, 7
        stay = q.uniform(0.3, 0.8, (phones, 3))
        transitions = np.zeros((phones, 3, 4))
        for place in range(3):
            transitions[:, place, place], transitions[:, place, place + 1] = stay[:, place], 1 - stay[:, place]
        loop = teacher.Loop(SimpleNamespace(silence=1), transitions, q.uniform(1, 5, (phones, phones)))
        likelihood = q.uniform(0.1, 1, (frames, 3 * phones)).astype(np.float32)
        _, _, begin, follow = loop._steps

        expected = np.zeros((frames, 3 * phones))
        for path in itertools.product(range(3 * phones), repeat=frames):
            weight = (path[0] % 3 == 0) * begin[path[0] // 3] * likelihood[0, path[0]]
            for t, (a, b) in enumerate(zip(path, path[1:]), 1):
                step = stay.ravel()[a] if a == b else 1 - stay.ravel()[a] if a % 3 < 2 and b == a + 1 else 0.0
                if a % 3 == 2 and b % 3 == 0:
                    step = (1 - stay.ravel()[a]) * follow[a // 3, b // 3]
                weight *= step * likelihood[t, b]
            expected[np.arange(frames), path] += weight
        expected /= expected.sum(1, keepdims=True)

        self.assertLess(np.abs(loop.shares(likelihood) - expected).max(), 1e-6)


class ShardTests(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = folder.name

    def write(self, lengths, wrong=0):
        writer = targets.Writer(os.path.join(self.folder, "shards"), "a")
        for n in lengths:
            rows = np.full((n, features.BANDS), data.FLOOR)
            rows[n // 3 : 2 * n // 3] = 5
            known = np.zeros(n + wrong, targets.TARGET)
            known["share"][:, 0] = 1
            known["state"][:, 0] = 3 * taught.SILENCE
            known["state"][n // 3 : 2 * n // 3, 0] = 5
            writer.teach(("fluent-vctk", "train", "", [], [], [rows, rows]), known)
        writer.close()
        with open(os.path.join(self.folder, "noise.pkl"), "wb") as f:
            pickle.dump([(kind, np.full((60, features.BANDS), -20, np.float16)) for kind in data.NOISE], f)

    def test_targets_come_back_to_their_clips(self):
        self.write([30, 50])

        rows, clips, found, first = targets.read(os.path.join(self.folder, "shards"), "a")

        self.assertEqual([clip.versions for clip in clips], [[(0, 30), (30, 30)], [(60, 50), (110, 50)]])
        self.assertEqual((len(rows), len(found), list(first)), (160, 80, [0, 30]))

    def test_targets_of_another_length_are_refused(self):
        with self.assertRaisesRegex(ValueError, "31 targets for versions of"):
            self.write([30], 1)

    def test_a_cut_shard_is_refused(self):
        self.write([30])
        os.truncate(os.path.join(self.folder, "shards", "a.targets"), teacher.TARGET.itemsize * 29)
        with self.assertRaisesRegex(ValueError, "29 targets for 30 frames"):
            targets.read(os.path.join(self.folder, "shards"), "a")

    def test_targets_follow_what_the_batches_do_to_time(self):
        self.write([240] * 4)
        taught.WEIGHTS["fluent-vctk"] = 1.0
        self.addCleanup(taught.WEIGHTS.pop, "fluent-vctk")
        batches = taught.Batches(self.folder, np.zeros(features.BANDS, np.float32), 1, 2000)
        # a room would lengthen the sound, noise and gaps hide where it begins
        batches._normalise = lambda a, prior: a
        batches._augment._late, batches._augment._snr, batches._augment.mask = lambda power: power, lambda: 60.0, lambda z: None
        for _ in range(20):
            z, phones, labels, known, shares = batches.example()

            self.assertLess(np.abs(shares.sum(1) - 1).max(), 1e-3)
            loud = np.flatnonzero(z.max(1) > z.max() - 5)
            told = np.flatnonzero(known[:, 0] == 5) - states.DELAY
            self.assertLess(np.abs(told[[0, -1]] - loud[[0, -1]]).max(), 5)

    def test_a_clip_as_it_is_has_its_targets_late(self):
        self.write([240])
        corpus = taught.Corpus(os.path.join(self.folder, "shards"))

        z, known, shares = taught.plain(corpus.by_source["fluent-vctk"][0], np.zeros(features.BANDS, np.float32))

        self.assertEqual(len(z) % 4, 0)
        self.assertEqual(np.flatnonzero(known[:, 0] == 5)[[0, -1]].tolist(), [80 + states.DELAY, 159 + states.DELAY])

    def test_ctc_is_told_only_of_clips_with_phones(self):
        z = np.zeros((80, features.BANDS), np.float32)
        silent = (np.zeros((80, 8), np.int64), np.full((80, 8), 1 / 8, np.float32))
        group = [(z, np.zeros(0, np.int16), np.full(20, -1), *silent), (z, np.array([3, 4]), np.full(20, -1), *silent)]

        _, _, phones, lengths, _, _, shares = taught.collate(group)

        self.assertEqual((phones.tolist(), lengths.tolist()), ([3, 4], [0, 2]))


class CodecTests(unittest.TestCase):
    def test_what_was_coded_stands_where_it_stood(self):
        x = samples().astype(np.float32) / 32768
        for name, heard in (("telephone", codec.telephone(x)), ("opus", codec.low_rate(x, 12000))):
            self.assertEqual(len(heard), len(x), name)
            lags = range(-80, 81)
            found = [float((x[200 + lag : len(x) - 200 + lag] * heard[200:-200]).sum()) for lag in lags]
            self.assertLessEqual(abs(lags[int(np.argmax(found))]), 1, name)
            self.assertGreater(max(found) / float((x**2).sum()), 0.7, name)


@needs_model
class TeacherTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.model = expert.load()
        cls.listener = teacher.Teacher(cls.model, np.ones((42, 42)))
        cls.found = cls.listener.targets(samples())

    def test_every_frame_has_the_best_states_first_and_shares_that_sum_to_one(self):
        for states_of, share in (("state", "share"), ("senone", "senone_share")):
            self.assertLess(np.abs(self.found[share].astype(np.float32).sum(1) - 1).max(), 2e-3)
            self.assertTrue((np.diff(self.found[share].astype(np.float32), axis=1) <= 0).all())
            self.assertTrue((np.sort(self.found[states_of], 1)[:, 1:] != np.sort(self.found[states_of], 1)[:, :-1]).all())

    def test_the_best_senone_is_mostly_one_of_the_best_state(self):
        base = expert.numbering(self.model[0]).base
        self.assertGreater((base[self.found["senone"][:, 0]] == self.found["state"][:, 0]).mean(), 0.7)

    def test_silence_is_silence_and_the_same_again(self):
        quiet = np.concatenate([np.random.default_rng(1).normal(0, 20, 16000), samples()])
        found = self.listener.targets(quiet)
        self.assertTrue((found["state"][5:80, 0] // 3 == taught.SILENCE).all())
        self.assertTrue((self.listener.targets(quiet) == found).all())

    def test_the_number_of_silence_is_that_of_the_model(self):
        self.assertEqual(self.model[0].silence, taught.SILENCE)
        self.assertEqual(3 * len(self.model[0].phones), states.STATES)


class HeadTests(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        torch.set_num_threads(1)
        cls.kept = torch.load(os.path.join(TRAINING, "checkpoints", "acoustic.f16"))["model"]
        cls.model = states.StatesModel().load({name: value.float() for name, value in cls.kept.items()})

    def test_the_first_head_says_what_it_said(self):
        from model import AcousticModel

        alone = AcousticModel().load({name: value.float() for name, value in self.kept.items()})
        z = torch.randn(2, 80, features.BANDS)

        logits, _, second = self.model.both(z)

        self.assertLess(float((logits - alone.fast(z)[0]).abs().max()), 1e-5)
        self.assertEqual(second.shape, (2, 80, states.STATES))

    def test_both_parts_come_back(self):
        first, second = self.model.parts()
        self.assertEqual(set(first), set(self.kept))
        again = states.StatesModel().load({**first, **second})
        self.assertTrue(all((a == b).all() for a, b in zip(again.state_dict().values(), self.model.state_dict().values())))

    def test_a_run_goes_on_as_if_it_had_not_stopped(self):
        train = module("train")

        def steps(flat, count, seed):
            for k in range(count):
                z = torch.from_numpy(np.random.default_rng(seed + k).normal(size=(1, 16, features.BANDS)).astype(np.float32))
                flat.model.both(z)[2].square().mean().backward()
                flat.step(1e-3)

        begun = lambda: train.FlatModel(states.StatesModel().load({name: value.float() for name, value in self.kept.items()}), True)
        whole, stopped = begun(), begun()
        for own, same in ((stopped.values, whole.values), (stopped.mean, whole.mean)):
            own.copy_(same)
        steps(whole, 4, 1)
        steps(stopped, 2, 1)
        kept = {name: value.clone() if torch.is_tensor(value) else value for name, value in stopped.state().items()}
        resumed = begun()
        resumed.resume(kept)
        steps(resumed, 2, 3)

        self.assertLess(float((resumed.values - whole.values).abs().max()), 1e-6)
        self.assertLess(float((resumed.mean - whole.mean).abs().max()), 1e-6)


@needs_shared
class ListTests(unittest.TestCase):
    def test_nobody_who_is_held_out_is_listened_to(self):
        make_held_out = module("make_held_out")
        with tempfile.TemporaryDirectory() as folder:
            found = make_held_out.manifests(SHARED)
            for name in make_targets.SETS:
                os.makedirs(os.path.join(folder, name))
                columns = [
                    column for column in found[name][0] if column != "speaker" or found[name][0]["speaker"] != found[name][0]["file"]
                ]
                with open(os.path.join(folder, name, "manifest.tsv"), "w", encoding="utf-8") as f:
                    f.writelines("\t".join(row) + "\n" for row in [columns] + [[row[column] for column in columns] for row in found[name]])
                with open(os.path.join(folder, name + ".pkl"), "wb") as f:
                    pickle.dump({row["file"]: np.full(16000, 1000, np.int16) for row in found[name]}, f)
            args = SimpleNamespace(shared=SHARED, unpacked=folder, wav=folder, out=folder, splits=["dev", "train"])
            maker = make_targets.Maker(args, None)
            listed = [(name, split, row) for name in make_targets.SETS for _, split, _, rows, _ in maker.parts(name) for row in rows]

        self.assertGreater(len(listed), 10000)
        self.assertEqual({split for _, split, _ in listed}, {"dev", "train"})
        self.assertEqual([row["file"] for name, split, row in listed if splits.split_of(row, name) != split], [])
        self.assertNotIn("coffee-dev", make_targets.SETS)
        self.assertEqual([name for name, _, _ in listed if name == "fluent-vctk"], [])


if __name__ == "__main__":
    unittest.main()
