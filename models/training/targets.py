"""Shards with targets: beside NAME.f16 and NAME.pkl lies NAME.targets, teacher.TARGET rows of each clip, which all its versions share."""
import os

import numpy as np

import shards
from teacher import TARGET


class Writer(shards.Writer):
    """Collects clips whose versions are equally long."""

    def __init__(self, folder, name):
        super().__init__(folder, name)
        self._targets = open(self._path + ".targets", "wb")

    def teach(self, clip, targets):
        """clip is what add takes; targets [T] for each of its versions, which have T frames."""
        if any(len(version) != len(targets) for version in clip[-1]):
            raise ValueError("%s: %d targets for versions of %s frames" % (clip[0], len(targets), [len(v) for v in clip[-1]]))
        self.add(*clip)
        self._targets.write(targets.tobytes())

    def close(self):
        self._targets.close()
        super().close()


def read(folder, name):
    """(rows [N, 80] float16, clips, targets [M], first target of each clip), memory-mapped."""
    rows, clips = shards.read(folder, name)
    targets = np.memmap(os.path.join(folder, name + ".targets"), TARGET, "r")
    first = np.cumsum([0] + [clip.versions[0][1] for clip in clips])
    if first[-1] != len(targets):
        raise ValueError("%s: %d targets for %d frames: remove the shard and make it anew" % (name, len(targets), first[-1]))
    return rows, clips, targets, first[:-1]
