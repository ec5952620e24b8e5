"""Asks a model of the dictionary what README.md and docs/texts.md ask it, and compares the answers.

Words have to be those of the page, and numbers those within the last digits, which may differ where
another compiler built the program. The environment variable EIGENLEX names the program. Without the
dictionary, or with another edition of it, nothing is asked.
"""

import os
import shlex
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True

from shown_runs import ShownRun, shown_runs  # noqa: E402

ROOT = Path(__file__).resolve().parents[2]
PROGRAM = Path(os.environ.get("EIGENLEX", "eigenlex")).resolve()
PAGES = [ROOT / "README.md", ROOT / "docs" / "texts.md"]
MODEL = "gcide.model"
TRAIN = f"eigenlex train datasets/gcide.txt -o {MODEL}"
# What makes something that is asked later, and what answers.
MAKERS = ("export", "embed")
ANSWERS = ("similar", "analogy", "pair", "odd", "search")
# Lines of what `train` prints that hold no times and no memory.
LASTING = ("corpus", "vocabulary", "matrix", "spectrum", "accuracy", "objective", "dim")


def differing(expected: str, found: str) -> bool:
    """Whether two lines have other words, or numbers that differ by more than a rounding; a page
    may cut a line off by "...".
    """
    ours, theirs = expected.split(), found.split()
    if ours[-1:] == ["..."]:
        ours = ours[:-1]
        theirs = theirs[: len(ours)]
    if len(ours) != len(theirs):
        return True
    for one, other in zip(ours, theirs):
        try:
            if abs(float(one) - float(other)) > 2e-3 * max(1, abs(float(one))):
                return True
        except ValueError:
            if one != other:
                return True
    return False


class Answers(unittest.TestCase):
    def run_shown(self, command: str, folder: Path) -> list[str]:
        result = subprocess.run(
            [PROGRAM, *shlex.split(command)[1:]],
            cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True,
        )  # fmt: skip
        return result.stdout.splitlines()

    def assert_same(self, page: Path, command: str, expected: list[str], found: list[str]):
        message = f"{page.name}: {command}\nexpected:\n" + "\n".join(expected)
        message += "\nfound:\n" + "\n".join(found)
        self.assertEqual(len(expected), len(found), message)
        for ours, theirs in zip(expected, found):
            self.assertFalse(differing(ours, theirs), message)

    def test_commands_are_found_with_what_they_print(self):
        page = "```\n$ eigenlex info m       what it is\n$ eigenlex b\nx\ty\nz\n```\n"
        page += "text\n\n    $ eigenlex c\n    d\n\ntext\n"
        self.assertEqual(
            shown_runs(page),
            [("eigenlex info m", []), ("eigenlex b", ["x\ty", "z"]), ("eigenlex c", ["    d"])],
        )

    def test_words_and_numbers_are_told_apart(self):
        self.assertFalse(differing("moon\tplanet\t0.6974", "moon\tplanet\t0.6975"))
        self.assertTrue(differing("moon\tplanet\t0.6974", "moon\tplanet\t0.7974"))
        self.assertTrue(differing("moon\tplanet\t0.6974", "moon\tcomet\t0.6974"))
        self.assertTrue(differing("moon planet", "moon"))
        self.assertFalse(differing("a boat ...", "a boat with oars"))
        self.assertTrue(differing("a boat ...", "a ship with oars"))

    def test_answers_are_those_of_the_pages(self):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            (folder / "datasets").mkdir()
            fetched = subprocess.run(
                [sys.executable, ROOT / "datasets" / "fetch", "gcide", "-o", folder / "datasets"],
                capture_output=True, text=True,
            )  # fmt: skip
            if fetched.returncode != 0:
                self.skipTest(fetched.stderr.strip())
            trained = self.run_shown(TRAIN, folder)
            self.assertTrue((folder / MODEL).exists(), "\n".join(trained))
            asked = sum(
                self.check_run(page, run, trained, folder)
                for page in PAGES
                for run in shown_runs(page.read_text())
            )
            self.assertGreater(asked, 8)

    def check_run(self, page: Path, run: ShownRun, trained: list[str], folder: Path) -> bool:
        """Repeats what a page shows; whether it was a question."""
        if run.command == TRAIN:
            self.check_training(page, run.lines, trained)
        _, name, *arguments = run.command.split()
        asks_it = arguments and arguments[0].startswith("gcide.")
        if not asks_it or name not in MAKERS + ANSWERS:
            return False
        found = self.run_shown(run.command, folder)
        if name in ANSWERS:
            self.assert_same(page, run.command, run.lines, found)
        return name in ANSWERS

    def check_training(self, page: Path, shown: list[str], trained: list[str]):
        def lasting(lines):
            return [line for line in lines if line.split() and line.split()[0] in LASTING]

        expected, found = lasting(shown), lasting(trained)
        if expected[1] != found[1]:
            self.skipTest("another edition of the dictionary: " + found[1])
        self.assert_same(page, TRAIN, expected, found)


if __name__ == "__main__":
    unittest.main()
