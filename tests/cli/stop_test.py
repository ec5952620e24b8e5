"""SIGINT and SIGTERM at random moments: every command ends within a second, with the status that says
so, and leaves nothing that it had not finished."""

import os
import random
import shutil
import signal
import subprocess
import time
import unittest
from pathlib import Path

from support import (
    COMMANDS, PROGRAM, TOY_OPTIONS, CliTest, as_argument, labelled_lines, run, shared_folder,
    toy_corpus, toy_model, zipf_corpus,
)  # fmt: skip

SIGNALS = (signal.SIGINT, signal.SIGTERM)
# What a signal may take, and the longest run before it: what ends sooner by itself ends well.
SECONDS_TO_END = 1.0
LONGEST_RUN = 1.0
# A sanitizer slows everything down.
SLOWER = 10 if os.environ.get("EIGENLEX_SANITIZED") else 1


def zipf_model() -> Path:
    """Many words in many dimensions: what works on it takes a while."""
    model = shared_folder() / "zipf.model"
    if not model.exists():
        result = run("train", zipf_corpus(), "-o", model, "--dim", "200", "--min-count", "1")
        if result.status != 0:
            raise AssertionError(result.stderr)
    return model


def zipf_counts() -> Path:
    counts = shared_folder() / "zipf.counts"
    if not counts.exists():
        result = run("count", zipf_corpus(), "-o", counts, "--min-count", "1")
        if result.status != 0:
            raise AssertionError(result.stderr)
    return counts


def zipf_part() -> Path:
    """Counts of the corpus that say they are one half of it."""
    part = shared_folder() / "zipf.part"
    if not part.exists():
        vocabulary = shared_folder() / "zipf.vocabulary"
        for arguments in (
            ("vocabulary", zipf_corpus(), zipf_corpus(), "-o", vocabulary),
            ("count", zipf_corpus(), "--vocabulary", vocabulary, "-o", part, "--min-count", "1"),
        ):
            result = run(*arguments)
            if result.status != 0:
                raise AssertionError(result.stderr)
    return part


def kept_model() -> Path:
    """A model of the corpus that keeps its counts."""
    model = shared_folder() / "zipf.kept"
    if not model.exists():
        result = run("train", zipf_corpus(), "-o", model, "--dim", "200", "--keep-counts")
        if result.status != 0:
            raise AssertionError(result.stderr)
    return model


def text_model() -> Path:
    """A model of the corpus that keeps its text."""
    model = shared_folder() / "zipf.text"
    if not model.exists():
        result = run("train", zipf_corpus(), "-o", model, "--dim", "8", "--keep-text", "--method",
                     "svd")  # fmt: skip
        if result.status != 0:
            raise AssertionError(result.stderr)
    return model
def zipf_texts() -> Path:
    """The corpus as texts to be searched."""
    index = shared_folder() / "zipf.index"
    if not index.exists():
        result = run("embed", zipf_model(), zipf_corpus(), "-o", index)
        if result.status != 0:
            raise AssertionError(result.stderr)
    return index


def matrix_model() -> Path:
    model = shared_folder() / "ratings.model"
    if not model.exists():
        ratings = shared_folder() / "ratings.tsv"
        ratings.write_text("".join(f"u{i % 7}\ti{i % 5}\t{1 + i % 3}\n" for i in range(35)))
        result = run("factorize", "--input", ratings, "-o", model, "--dim", "2")
        if result.status != 0:
            raise AssertionError(result.stderr)
    return model


class Stop(CliTest):
    def setUp(self):
        super().setUp()
        self.random = random.Random(self.id())

    def commands(self):
        """Arguments of each command, by name; the result goes to `out`."""
        out = self.folder / "out"
        labelled = self.write("texts.tsv", "".join(labelled_lines(400)))
        words = self.write("words.txt", "w1\nw2\n")
        analogies = toy_corpus().with_name("toy.analogies.txt")
        clf = shared_folder() / "stop.clf"
        if not clf.exists():
            self.succeed("classify", "train", labelled, "--embedding", toy_model(), "--network",
                         "linear", "-o", clf)  # fmt: skip
        train = ("train", zipf_corpus(), "-o", out, "--min-count", "1")
        return {
            "train": (*train, "--dim", "300"),
            "train, memory": (*train, "--dim", "200", "--memory", "288M"),
            "train, text": (*train, "--dim", "20", "--method", "svd", "--keep-text"),
            "train, als": (*train, "--dim", "200", "--method", "als"),
            "train, eigenproblem": (*train, "--dim", "5000"),
            "train, spectra": (*train, "--dim", "300", "--solver", "spectra"),
            "count": ("count", zipf_corpus(), "-o", out, "--min-count", "1"),
            "vocabulary": ("vocabulary", zipf_corpus(), "-o", out),
            "merge": ("merge", *[zipf_part()] * 20, "-o", out),
            "update": ("update", kept_model(), toy_corpus(), "-o", out),
            "update, exact": ("update", kept_model(), zipf_corpus(), "-o", out, "--exact"),
            "factorize": ("factorize", zipf_counts(), "-o", out, "--dim", "500"),
            "similar": ("similar", zipf_model()),
            "index": ("index", zipf_model(), "--build-effort", "800"),
            "embed": ("embed", zipf_model(), *[zipf_corpus()] * 20, "-o", self.folder / "out.index"),
            "search": ("search", zipf_texts()),
            "subwords": ("subwords", zipf_model()),
            "induce": ("induce", zipf_model(), "--counts", zipf_counts(), "--word", "new"),
            "pair": ("pair", zipf_model()),
            "odd": ("odd", zipf_model()),
            "why": ("why", kept_model()),
            "contexts": ("contexts", zipf_counts()),
            "kwic": ("kwic", text_model(), "w1", "w2", "-k", "100000"),
            "stability": ("stability", zipf_model(), "--force"),
            "vector": ("vector", zipf_model()),
            "analogy": ("analogy", zipf_model()),
            "recommend": ("recommend", matrix_model()),
            "evaluate": ("evaluate", zipf_model(), "--analogies", analogies),
            "export": ("export", zipf_model(), "-o", out, "--format", "pq"),
            "info": ("info", zipf_model()),
            "cluster": ("cluster", zipf_model(), "-k", "1500", "-o", out),
            "map": ("map", zipf_model(), "--iterations", "100000"),
            "refine": ("refine", zipf_model(), "--counts", zipf_counts(), "-o", out, "-k", "1500"),
            "align": ("align", zipf_model(), zipf_model(), "-o", out),
            "translate": ("translate", zipf_model(), zipf_model()),
            "shift": ("shift", zipf_corpus(), zipf_corpus()),
            "project": ("project", zipf_model(), "--axis", "w1", "w2"),
            "weat": ("weat", zipf_model(), "--targets", words, words, "--attributes", words, words),
            "classify": ("classify", "train", labelled, "--mode", "random", "--dim", "3000",
                         "--network", "linear", "-o", out),
            "classify, network": ("classify", "train", labelled, "--mode", "random", "-o", out,
                                  "--epochs", "1000", "--patience", "1000"),
            "classify, predict": ("classify", "predict", clf),
            "serve": ("serve", zipf_model(), "--port", "0"),
            "compare": ("compare", zipf_corpus(), "-o", out, "--budget", "0", "--contenders",
                        "svd,als"),
        }  # fmt: skip

    def stop(self, name, arguments, number):
        """Starts a command, sends the signal at a random moment and checks how it ends."""
        before = set(os.listdir(self.folder))
        delay = self.random.uniform(0.02, LONGEST_RUN)
        program = subprocess.Popen(
            [PROGRAM, *map(as_argument, arguments)],
            stdin=subprocess.PIPE, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        )  # fmt: skip
        try:
            program.wait(delay)
        except subprocess.TimeoutExpired:
            pass
        began = time.monotonic()
        program.send_signal(number)
        try:
            message = program.communicate(timeout=60)[1].decode()
        finally:
            program.kill()
        took = time.monotonic() - began
        what = f"{name}, {signal.Signals(number).name} after {delay:.2f} s: {message}"
        self.assertLess(took, SECONDS_TO_END * SLOWER, what)
        if program.returncode == 128 + number:
            self.assertTrue(message.endswith("eigenlex: interrupted\n"), what)
            self.check_rest(name, before)
        elif program.returncode == -number:  # before the program itself began
            self.assertEqual(message, "", what)
            self.check_rest(name, before)
        else:
            self.assertEqual(program.returncode, 0, what)
        self.remove_results(before)
        return program.returncode != 0

    def check_rest(self, name, before):
        """Nothing is there but what was; of a comparison, finished parts."""
        left = set(os.listdir(self.folder)) - before
        if name == "compare":
            parts = self.folder / "out" / "work"
            names = os.listdir(parts) if parts.exists() else []
            self.assertEqual([part for part in names if "tmp" in part], [])
            self.assertEqual([part for part in names if part.startswith("training.")], [])
            left -= {"out"}
        self.assertEqual(left, set(), name)
        # What lies beside the model, such as its index, is there as a whole or not at all.
        self.assertEqual([part for part in os.listdir(shared_folder()) if ".tmp-" in part], [], name)

    def remove_results(self, before):
        for name in set(os.listdir(self.folder)) - before:
            path = self.folder / name
            shutil.rmtree(path) if path.is_dir() else path.unlink()

    def test_every_command_at_random_moments(self):
        stopped = 0
        commands = self.commands()
        self.assertEqual({name.split(",")[0] for name in commands}, set(COMMANDS))
        for name, arguments in commands.items():
            for number in SIGNALS:
                with self.subTest(name, signal=number):
                    stopped += self.stop(name, arguments, number)
        # Most have work for longer than that: a test in which all end by themselves tests nothing.
        self.assertGreater(stopped, len(commands))

    def test_a_second_signal_changes_nothing(self):
        program = subprocess.Popen(
            [PROGRAM, "train", str(zipf_corpus()), "-o", str(self.folder / "out"), "--dim", "2000",
             "--min-count", "1"],
            stderr=subprocess.PIPE,
        )  # fmt: skip
        self.assertIn(b"read", program.stderr.readline())
        program.send_signal(signal.SIGTERM)
        program.send_signal(signal.SIGTERM)
        self.assertIn(b"interrupted", program.communicate(timeout=60)[1])
        self.assertEqual(program.returncode, 143)

    def test_a_result_that_was_there_stays_whole(self):
        out = self.folder / "out"
        self.succeed("train", toy_corpus(), "-o", out, *TOY_OPTIONS)
        whole = {path.name: path.read_bytes() for path in out.iterdir()}
        for number in SIGNALS:
            self.stop_over(out, number)
            self.assertEqual({path.name: path.read_bytes() for path in out.iterdir()}, whole)
        self.assert_holds_only("out")

    def stop_over(self, out, number):
        program = subprocess.Popen(
            [PROGRAM, "train", str(zipf_corpus()), "-o", str(out), "--force", "--dim", "2000",
             "--min-count", "1"],
            stderr=subprocess.PIPE,
        )  # fmt: skip
        self.assertIn(b"read", program.stderr.readline())
        time.sleep(self.random.uniform(0, LONGEST_RUN))
        program.send_signal(number)
        program.communicate(timeout=60)
        self.assertEqual(program.returncode, 128 + number)


if __name__ == "__main__":
    unittest.main()
