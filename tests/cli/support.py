"""What the tests of the command line share: running the program, a corpus, a model, reading files.

The environment variable EIGENLEX names the program.
"""

import array
import ast
import functools
import itertools
import os
import random
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "datasets"))

import toy  # noqa: E402

PROGRAM = os.environ.get("EIGENLEX", "eigenlex")
COMMANDS = (
    "train", "count", "vocabulary", "merge", "update", "factorize", "similar", "pair", "odd", "vector", "index", "subwords", "induce", "analogy", "recommend",
    "evaluate", "export", "info", "cluster", "map", "refine", "classify", "compare", "align", "translate", "weat", "project", "shift", "embed", "search", "serve", "why", "contexts", "kwic", "stability",
)  # fmt: skip
MODEL_FILES = (
    "model.json", "vocab.tsv", "vectors.npy", "contexts.npy", "singular_values.npy",
    "checksums.xxh128",
)  # fmt: skip
# A tenth of the toy corpus: all of its structure, in a fraction of a second.
SENTENCES = 4_000
# The toy vocabulary has some 400 words, none of them a rare one that subsampling should favour.
# The quick way to a small model, whose contexts are those of any word.
QUICK_OPTIONS = ("--method", "svd", "--contexts", "symmetric")
TOY_OPTIONS = ("--dim", "40", "--window", "5", "--subsample", "0", *QUICK_OPTIONS)
# Counts of the Zipf corpus are some 50 MB in memory. With this cap, in MiB, which is less than half
# of what a run takes without one, they go to files.
ZIPF_CAP = 64


class Result:
    """What a run of the program left: its exit status and its streams as text."""

    def __init__(self, status: int, stdout: bytes, stderr: bytes):
        self.status = status
        self.stdout = stdout.decode()
        self.stderr = stderr.decode(errors="surrogateescape")

    @property
    def lines(self) -> list[str]:
        return self.stdout.splitlines()


def run(*arguments, stdin: str | bytes = b"", **options) -> Result:
    """Runs the program; `options` are those of subprocess.run."""
    if isinstance(stdin, str):
        stdin = stdin.encode()
    finished = subprocess.run(
        [PROGRAM, *map(os.fsencode, map(as_argument, arguments))],
        **{"input": stdin, "capture_output": True, "timeout": 60} | options,
    )
    return Result(finished.returncode, finished.stdout or b"", finished.stderr or b"")


def as_argument(argument) -> str | bytes:
    return argument if isinstance(argument, bytes) else str(argument)


@functools.cache
def shared_folder() -> Path:
    """A folder that lasts until the tests end."""
    shared_folder.cleaner = tempfile.TemporaryDirectory()
    return Path(shared_folder.cleaner.name)


@functools.cache
def toy_corpus() -> Path:
    """toy.txt, with toy.classes.tsv and toy.analogies.txt beside it."""
    all_sentences = toy.SENTENCES
    toy.SENTENCES = SENTENCES
    try:
        toy.make(shared_folder())
    finally:
        toy.SENTENCES = all_sentences
    return shared_folder() / "toy.txt"


@functools.cache
def zipf_corpus() -> Path:
    """A million tokens of 30,000 words by Zipf's law, 25 a document."""
    path = shared_folder() / "zipf.txt"
    words = range(30_000)
    weights = list(itertools.accumulate(1 / (word + 1) for word in words))
    drawn = random.Random(1).choices(words, cum_weights=weights, k=1_000_000)
    with path.open("w") as out:
        for begin in range(0, len(drawn), 25):
            print(*(f"w{word}" for word in drawn[begin : begin + 25]), file=out)
    return path


@functools.cache
def rare_corpus() -> Path:
    """160,000 tokens, of which four in five are any of 24,000 words."""
    path = shared_folder() / "rare.txt"
    draw = random.Random(5)
    with path.open("w") as out:
        for _ in range(8_000):
            words = [
                draw.randrange(24_000) if draw.random() < 0.8 else int(24_000 ** draw.random())
                for _ in range(20)
            ]
            print(*(f"w{word}" for word in words), file=out)
    return path


@functools.cache
def toy_classes() -> dict[str, str]:
    """The class of each content word."""
    lines = toy_corpus().with_name("toy.classes.tsv").read_text().splitlines()
    return dict(line.split("\t") for line in lines)


def labelled_lines(count: int, seed: int = 1, marks: int = 2) -> list[str]:
    """Texts of eight toy words, the class that of the `marks` words among them of one class."""
    draw = random.Random(seed)
    by_class: dict[str, list[str]] = {}
    for word, name in sorted(toy_classes().items()):
        by_class.setdefault(name, []).append(word)
    first, second, *others = [name for name, words in sorted(by_class.items()) if len(words) > 4]
    noise = [word for name in others for word in by_class[name]]
    lines = []
    for i in range(count):
        name = (first, second)[i % 2]
        words = draw.choices(noise, k=8 - marks) + draw.choices(by_class[name], k=marks)
        draw.shuffle(words)
        lines.append(f"{name}\t{' '.join(words)}\n")
    return lines


@functools.cache
def toy_model() -> Path:
    model = shared_folder() / "toy.model"
    result = run("train", toy_corpus(), "-o", model, *TOY_OPTIONS)
    if result.status != 0:
        raise AssertionError(f"training on the toy corpus failed: {result.stderr}")
    return model


def read_npy(path: Path) -> tuple[tuple[int, ...], array.array]:
    """Shape and numbers of a float32 array in C order, by the definition of NumPy's format 1.0."""
    content = path.read_bytes()
    if content[:8] != b"\x93NUMPY\x01\x00":
        raise AssertionError(f"{path}: is not of NumPy's format 1.0")
    data = 10 + int.from_bytes(content[8:10], "little")
    header = ast.literal_eval(content[10:data].decode("latin-1"))
    if header["descr"] != "<f4" or header["fortran_order"] or data % 64 != 0:
        raise AssertionError(f"{path}: has the header {header} of {data} bytes")
    numbers = array.array("f")
    numbers.frombytes(content[data:])
    if sys.byteorder == "big":
        numbers.byteswap()
    return header["shape"], numbers


def vocabulary(model: Path) -> list[str]:
    return [line.split("\t")[0] for line in (model / "vocab.tsv").read_text().splitlines()]


class CliTest(unittest.TestCase):
    """Base of the tests: an empty folder for each, and assertions on runs of the program."""

    maxDiff = None

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def succeed(self, *arguments, **options) -> Result:
        result = run(*arguments, **options)
        self.assertEqual(result.status, 0, f"{arguments}: {result.stderr}")
        return result

    def fail_with(self, status: int, *arguments, says: tuple[str, ...] = (), **options) -> Result:
        """Runs what must fail with nothing on stdout and every string of `says` on stderr."""
        result = run(*arguments, **options)
        self.assertEqual(result.status, status, f"{arguments}: {result.stderr}")
        self.assertEqual(result.stdout, "")
        for part in says:
            self.assertIn(part, result.stderr)
        return result

    def assert_same_files(self, first: Path, second: Path, names=MODEL_FILES):
        for name in names:
            self.assertEqual((first / name).read_bytes(), (second / name).read_bytes(), name)

    def assert_holds_only(self, *names: str):
        """That the test's folder holds nothing else: nothing temporary was left behind."""
        self.assertEqual(sorted(os.listdir(self.folder)), sorted(names))
