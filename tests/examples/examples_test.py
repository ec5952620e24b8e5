"""Runs the programs of examples/ on small data whose structure is known.

The environment variable EXAMPLES names the folder with the programs.
"""

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
ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "cli"))

from support import labelled_lines, toy_classes, toy_corpus  # noqa: E402

PROGRAMS = Path(os.environ.get("EXAMPLES", "examples"))


def run(name: str, *arguments, fails: bool = False) -> str:
    """What an example prints; its complaint where it is to fail."""
    finished = subprocess.run(
        [PROGRAMS / name, *map(str, arguments)], capture_output=True, text=True, timeout=120
    )
    if (finished.returncode != 0) != fails:
        raise AssertionError(f"{name} ended with {finished.returncode}: {finished.stderr}")
    return finished.stderr if fails else finished.stdout


@functools.cache
def folder() -> Path:
    folder.cleaner = tempfile.TemporaryDirectory()
    return Path(folder.cleaner.name)


@functools.cache
def model() -> Path:
    path = folder() / "toy.model"
    model.output = run("train", toy_corpus(), path)
    return path


def words_of(name: str) -> list[str]:
    return [word for word, its in toy_classes().items() if its == name]


def frequent_word(name: str) -> str:
    """The word of a class that occurs most often: frequencies follow the order."""
    return words_of(name)[0]


class Examples(unittest.TestCase):
    def assert_of_class(self, found: list[str], name: str):
        self.assertEqual([toy_classes().get(word) for word in found], [name] * 3)

    def test_every_program_is_run_here(self):
        here = Path(__file__).read_text()
        for source in sorted((ROOT / "examples").glob("*.cpp")):
            with self.subTest(source=source.name):
                self.assertRegex(here, rf'run\(\s*"{source.stem}"')

    def test_train_makes_a_model_and_tells_its_stages(self):
        path = model()
        lines = model.output.splitlines()
        self.assertEqual(lines[:2], ["read ...", "count ..."])
        self.assertRegex(lines[-1], r"^\d{3} words, 40 dimensions$")
        self.assertTrue((path / "model.json").exists())

    def test_train_says_what_is_missing(self):
        complaint = run("train", "no_such_text.txt", folder() / "none.model", fails=True)
        self.assertIn("no_such_text.txt", complaint)

    def test_query_finds_words_of_the_class(self):
        animal, food = frequent_word("animal"), frequent_word("food")
        lines = run("query", model(), animal, f"{animal} + {animal}", "unheard", food).splitlines()
        found = [line.split()[0] for line in lines if line.startswith("  ")]
        self.assert_of_class(found[:3], "animal")
        self.assertEqual(found[3:6], found[:3])
        self.assertIn("  unheard is not known", lines)
        self.assert_of_class(found[-3:], "food")

    def test_evaluate_agrees_with_the_planted_classes(self):
        pairs = folder() / "pairs.tsv"
        with pairs.open("w") as file:
            for one, other in itertools.product(("animal", "food", "tool"), repeat=2):
                for a, b in zip(words_of(one)[:6], reversed(words_of(other)[:6])):
                    file.write(f"{a}\t{b}\t{9 if one == other else 1}\n")
        analogies = toy_corpus().with_name("toy.analogies.txt")
        first, second = run("evaluate", model(), pairs, analogies).splitlines()
        self.assertRegex(first, r"^pairs: 54 of 54 pairs known, Spearman x 100 \d\d\.\d \(95 %: ")
        self.assertGreater(float(first.split("100 ")[1].split()[0]), 50)
        self.assertRegex(second, r"^toy\.analogies: \d+ of 380 questions answered$")
        self.assertGreater(int(second.split()[1]), 100)

    def test_recommend_follows_the_taste(self):
        matrix = folder() / "films.tsv"
        with matrix.open("w") as file:
            for user, film in itertools.product(range(10), range(10)):
                # Even users like even films; one film of the taste was not seen.
                if (user - film) % 2 == 0 and film != user:
                    file.write(f"user{user}\tfilm{film}\t1\n")
        best = run("recommend", matrix, "user4").splitlines()
        self.assertEqual(best[0].split()[0], "film4")
        self.assertIn("nobody", run("recommend", matrix, "nobody", fails=True))

    def test_classify_tells_two_classes_apart(self):
        examples = folder() / "examples.tsv"
        examples.write_text("".join(labelled_lines(200, marks=4)))
        texts = [line.rstrip("\n").split("\t") for line in labelled_lines(6, seed=7, marks=4)]
        lines = run("classify", model(), examples, *(text for _, text in texts)).splitlines()
        self.assertRegex(lines[0], r"^\d+ % of 40 texts right$")
        self.assertGreater(int(lines[0].split()[0]), 85)
        right = sum(line == f"{text}: {name}" for line, (name, text) in zip(lines[1:], texts))
        self.assertGreaterEqual(right, 5)

    def test_a_streamed_corpus_gives_neighbours_of_the_class(self):
        lines = run("streaming_corpus", toy_corpus(), folder(), frequent_word("tool")).splitlines()
        self.assert_of_class([line.split()[0] for line in lines], "tool")

    def test_a_contender_of_ones_own_is_compared(self):
        pairs = folder() / "own_pairs.tsv"
        draw = random.Random(1)
        names = ("animal", "food", "tool", "plant")
        with pairs.open("w") as file:
            for _ in range(60):
                one, other = draw.choice(names), draw.choice(names)
                a, b = draw.choice(words_of(one)), draw.choice(words_of(other))
                file.write(f"{a}\t{b}\t{9 if one == other else 1}\n")
        output = run("custom_contender", toy_corpus(), pairs, folder() / "work")
        self.assertIn("indexing", output)
        self.assertIn("svd", output)


if __name__ == "__main__":
    unittest.main()
