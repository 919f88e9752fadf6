"""Tests of what the models are made with; what needs a package or data that is not there is skipped by name.

    python3 -m unittest discover -s models/training/tests -t models/training
"""
import importlib
import os
import sys
import unittest

TRAINING = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
REPOSITORY = os.path.dirname(os.path.dirname(TRAINING))
GOLDEN = os.path.join(REPOSITORY, "tests", "fixtures", "golden")
PACKAGES = {"numpy", "scipy", "torch", "torchaudio", "onnx", "yaml", "matplotlib"}  # Debian's python3-NAME
SHARED = os.environ.get("SHARED", os.path.join(os.path.dirname(REPOSITORY), "shared"))

sys.path.append(os.path.join(TRAINING, "small"))  # its scripts are run from there
sys.path.append(os.path.join(TRAINING, "sentences"))  # likewise

needs_shared = unittest.skipUnless(os.path.isdir(os.path.join(SHARED, "text")), "no shared texts and recordings (SHARED=%s)" % SHARED)


def module(name):
    """A module of the training, or a skipped test where one of its packages is not installed."""
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as missing:
        if missing.name not in PACKAGES:
            raise
        raise unittest.SkipTest("%s needs python3-%s" % (name, missing.name)) from missing
