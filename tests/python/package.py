"""What the tests of the Python package share; PYTHONPATH has the package, EIGENLEX the program."""

import functools
import random
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
ROOT = Path(__file__).resolve().parents[2]
sys.path.append(str(ROOT / "tests" / "cli"))

import eigenlex  # noqa: E402
import numpy as np  # noqa: E402
from support import run, toy_corpus  # noqa: E402, F401

# The toy vocabulary has some 400 words, none of them a rare one that subsampling should favour.
TOY = {"method": "svd", "dim": 40, "window": 5, "subsample": 0}


@functools.cache
def toy_texts() -> list[str]:
    return toy_corpus().read_text().splitlines()


@functools.cache
def toy_model() -> eigenlex.Model:
    return eigenlex.train(toy_corpus(), **TOY)


def random_vectors(words: int = 500, dim: int = 20, seed: int = 1) -> eigenlex.Vectors:
    draw = np.random.default_rng(seed)
    names = [f"w{i}" for i in range(words)]
    counts = draw.integers(1, 1000, words)
    return eigenlex.Vectors(names, draw.normal(size=(words, dim)), counts)


def long_texts(seed: int = 1):
    """Texts without end, of ten thousand words."""
    draw = random.Random(seed)
    while True:
        yield " ".join(f"w{int(10_000 * draw.random() ** 3)}" for _ in range(50))


def flags_of(options: dict[str, object]) -> list[str]:
    """The same for the program."""
    return [part for name, value in options.items() for part in (f"--{name}", str(value))]


class PackageTest(unittest.TestCase):
    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def assert_same_model(self, first: eigenlex.Model, second: eigenlex.Model):
        self.assertEqual(first.words, second.words)
        for part in ("vectors", "counts", "contexts", "singular_values"):
            self.assertEqual(getattr(first, part).tobytes(), getattr(second, part).tobytes(), part)
