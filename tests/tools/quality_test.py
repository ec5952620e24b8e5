"""Tests tools/bench/quality on a small generated corpus.

The environment variable EIGENLEX_BUILD names the folder with the programs.
"""

import json
import os
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BUILD = Path(os.environ["EIGENLEX_BUILD"])
ROOT = Path(__file__).resolve().parents[2]
sys.dont_write_bytecode = True
sys.path.insert(0, str(ROOT / "tools" / "bench"))

import quality_report  # noqa: E402
import wordnet_pairs  # noqa: E402


def small_corpus(path: Path) -> None:
    """Lines about one of ten topics each."""
    chance = random.Random(1)
    with open(path, "w") as file:
        for _ in range(2000):
            topic = chance.randrange(10)
            words = [f"w{topic}x{chance.randrange(12)}" for _ in range(12)]
            file.write(" ".join(words + [f"common{chance.randrange(20)}" for _ in range(6)]) + "\n")


def small_wordnet(folder: Path) -> None:
    """Synsets of w<t>x0 and w<t>x1, for words as WordNet has them: letters only."""
    for part in wordnet_pairs.PARTS:
        (folder / f"data.{part}").write_text("  1 licence\n")
        (folder / f"index.{part}").write_text("  1 licence\n")
    data = index = ""
    for number, (first, second) in enumerate((("alpha", "omega"), ("river", "stream"), ("stone", "rock"))):
        byte = f"{number:08}"
        data += f"{byte} 03 n 02 {first} 0 {second} 0 000 | a thing of water; \"an example\"\n"
        index += f"{first} n 1 0 1 0 {byte}\n{second} n 1 0 1 0 {byte}\n"
    with open(folder / "data.noun", "a") as file:
        file.write(data)
    with open(folder / "index.noun", "a") as file:
        file.write(index)


class QualityTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def study(self, *arguments) -> subprocess.CompletedProcess:
        command = [sys.executable, ROOT / "tools" / "bench" / "quality", f"toy={self.folder / 'toy.txt'}",
                   "--similarity", self.folder / "pairs.txt", "--wordnet", self.folder / "none",
                   "--program", BUILD / "eigenlex", "-o", self.folder / "results", "--dim", 8, *arguments]  # fmt: skip
        return subprocess.run([str(word) for word in command], capture_output=True, text=True, timeout=300)

    def test_a_stopped_study_goes_on_and_gives_the_same_tables(self):
        small_corpus(self.folder / "toy.txt")
        chance = random.Random(2)
        with open(self.folder / "pairs.txt", "w") as file:
            for _ in range(200):
                a, b = chance.randrange(10), chance.randrange(10)
                file.write(f"w{a}x{chance.randrange(12)} w{b}x{chance.randrange(12)} {int(a == b)}\n")
        done = self.study("--study", "unobserved")
        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertIn("| unobserved, toy | pairs | mean rank |", done.stdout)
        self.assertEqual(done.stdout.count("\n| --als-unobserved"), 4)

        results = self.folder / "results" / "results.json"
        rows = json.loads(results.read_text())["rows"]
        # As if it had been stopped before the last one.
        rows.pop(list(rows)[-1])
        results.write_text(json.dumps({"rows": rows}))
        again = self.study("--study", "unobserved")
        self.assertEqual(again.returncode, 0, again.stderr)
        self.assertEqual(again.stderr.count(" factorize "), 1)
        self.assertNotIn(" count ", again.stderr)
        self.assertEqual(again.stdout, done.stdout)

    def test_pairs_of_wordnet_are_half_related(self):
        small_wordnet(self.folder)
        words = ["alpha", "river", "stone", "omega", "stream", "rock"]
        synonyms = wordnet_pairs.make(words, self.folder)["synonyms-frequent"]
        self.assertEqual(len(synonyms), 6)
        self.assertEqual({frozenset(pair[:2]) for pair in synonyms if pair[2] == 1},
                         {frozenset(("alpha", "omega")), frozenset(("river", "stream")),
                          frozenset(("stone", "rock"))})  # fmt: skip
        for related, unrelated in zip(synonyms[::2], synonyms[1::2]):
            self.assertEqual((related[0], related[2], unrelated[2]), (unrelated[0], 1, 0))
            self.assertNotEqual(related[1], unrelated[1])

    def test_ranks_give_ties_the_mean_of_their_places(self):
        self.assertEqual(quality_report.ranks([3.0, 5.0, 3.0, 1.0]), [2.5, 1, 2.5, 4])


if __name__ == "__main__":
    unittest.main()
