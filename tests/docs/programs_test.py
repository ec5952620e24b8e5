"""Runs the programs in C++ that README.md and docs/ show, on a text that has their words.

The environment variable SHOWN names the folder of the programs.
"""

import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True

from commands_test import make_inputs  # noqa: E402
from extract_programs import programs  # noqa: E402

SHOWN = Path(os.environ.get("SHOWN", "shown")).resolve()


class Programs(unittest.TestCase):
    def test_programs_are_found(self):
        self.assertEqual(programs("a\n```cpp\nint x;\n```\n```\ny\n```\n"), ["int x;\n"])

    def test_each_prints_neighbours(self):
        self.assertTrue((SHOWN / "shown_README_1").exists())
        for program in sorted(SHOWN.iterdir()):
            with self.subTest(program=program.name), tempfile.TemporaryDirectory() as folder:
                make_inputs(Path(folder))
                printed = subprocess.run(
                    [program], cwd=folder, capture_output=True, text=True, check=True, timeout=120
                ).stdout.splitlines()
                self.assertEqual(len(printed), 5)
                for line in printed:
                    self.assertRegex(line, r"^\w+ 0\.\d{3}$")


if __name__ == "__main__":
    unittest.main()
