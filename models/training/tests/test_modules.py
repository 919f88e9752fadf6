import os
import unittest
from collections import defaultdict

from tests import TRAINING


class ModuleNameTests(unittest.TestCase):
    def test_no_two_modules_have_one_name(self):
        found = defaultdict(list)
        for folder, _, files in os.walk(TRAINING):
            for file in files:
                if file.endswith(".py") and file != "__init__.py":
                    found[file].append(os.path.relpath(folder, TRAINING))
        self.assertEqual({file: folders for file, folders in found.items() if len(folders) > 1}, {})


if __name__ == "__main__":
    unittest.main()
