"""Tests tools/bench/run on a small generated corpus, without peers.

The environment variable EIGENLEX_BUILD names the folder with the programs.
"""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

BUILD = Path(os.environ["EIGENLEX_BUILD"])
ROOT = Path(__file__).resolve().parents[2]


def run(*command, **environment) -> subprocess.CompletedProcess:
    return subprocess.run([str(word) for word in command], capture_output=True, text=True,
                          timeout=300, env=os.environ | environment)  # fmt: skip


class BenchTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.corpus = self.generate("corpus.txt", OMP_NUM_THREADS="1")

    def generate(self, name: str, **environment) -> Path:
        path = self.folder / name
        made = run(BUILD / "eigenlex_generate", "-o", path, "--tokens", 400_000, "--words", 400,
                   "--topics", 20, "--seed", 3, **environment)  # fmt: skip
        self.assertEqual(made.returncode, 0, made.stderr)
        return path

    def bench(self, *arguments) -> subprocess.CompletedProcess:
        return run(sys.executable, ROOT / "tools" / "bench" / "run", self.corpus, "--no-build",
                   "--build", BUILD, "--dim", 10, "-o", self.folder / "results", *arguments)  # fmt: skip

    def test_generated_text_does_not_depend_on_the_number_of_threads(self):
        text = self.corpus.read_text()
        self.assertEqual(self.generate("again.txt", OMP_NUM_THREADS="3").read_text(), text)
        self.assertEqual(len(text.split()), 400_000)

    def test_results_hold_every_part_asked_for(self):
        done = self.bench("--parts", "train,svd,bytes", "--peers", "spectra", "--same-threads", "1,2",
                          "--same-memory", "512M")  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)
        results = json.loads((self.folder / "results" / "results.json").read_text())
        self.assertEqual([row["name"] for row in results["train"]], ["eigenlex svd", "eigenlex als"])
        for row in results["train"]:
            self.assertGreater(row["wall_seconds"], 0)
            self.assertGreater(row["peak_bytes"], 0)
        self.assertTrue(results["bytes"]["same"])
        # Both solvers find the same singular values.
        self.assertTrue(all(row["error"] < 1e-2 for row in results["svd"]["rows"]), results["svd"])
        self.assertIn("| eigenlex als |", done.stdout)
        self.assertIn("All runs gave the same bytes.", done.stdout)

    def test_scale_fits_a_cost_to_every_stage(self):
        output = self.folder / "scale"
        done = run(sys.executable, ROOT / "tools" / "bench" / "scale", self.corpus, "--build", BUILD,
                   "-o", output, "--prefixes", 2, "--sizes", 450_000, "--generated-words", 300,
                   "--dim", 10, "--ranks", 5, "--train-options=--min-count 1")  # fmt: skip
        self.assertEqual(done.returncode, 0, done.stderr)
        results = json.loads((output / "scale.json").read_text())
        self.assertEqual([run["kind"] for run in results["runs"]],
                         ["prefix", "prefix", "generated", "rank"])  # fmt: skip
        self.assertEqual([run["tokens_read"] for run in results["runs"]],
                         [200_000, 400_000, 450_000, 400_000])  # fmt: skip
        for cost in results["model"]["costs"].values():
            self.assertGreater(sum(cost["core_seconds"]), 0)
        self.assertGreater(results["forecast"]["seconds"], 0)

    def compare_builds(self, other: Path) -> subprocess.CompletedProcess:
        return run(sys.executable, ROOT / "tools" / "bench" / "compare_builds", BUILD / "eigenlex", other,
                   self.corpus, "--options=--dim 5", "--methods", "svd")  # fmt: skip

    def test_builds_with_the_same_bytes_are_told_from_others(self):
        same = self.compare_builds(BUILD / "eigenlex")
        self.assertEqual(same.returncode, 0, same.stderr)
        self.assertIn("svd: same bytes", same.stdout)
        other = self.folder / "other"
        other.write_text(f'#!/bin/sh\nexec {BUILD / "eigenlex"} "$@" --seed 7\n')
        other.chmod(0o755)
        differs = self.compare_builds(other)
        self.assertEqual(differs.returncode, 1, differs.stderr)
        self.assertIn("differ: vectors.npy", differs.stdout)

    def test_a_corpus_that_is_not_there_is_named(self):
        done = run(sys.executable, ROOT / "tools" / "bench" / "run", "nowhere.txt", "--no-build")
        self.assertNotEqual(done.returncode, 0)
        self.assertIn("nowhere.txt", done.stderr)


if __name__ == "__main__":
    unittest.main()
