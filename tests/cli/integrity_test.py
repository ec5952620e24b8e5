"""A flipped bit in any file of a result is found before the result is used; --no-verify skips that."""

import random
import unittest
from pathlib import Path

from support import CliTest, TOY_OPTIONS, run, toy_corpus, vocabulary

FLIPS = 4  # in each file, at places drawn at random


class FlippedBits(CliTest):
    def setUp(self):
        super().setUp()
        self.model = self.folder / "model"
        self.succeed("train", toy_corpus(), "-o", self.model, *TOY_OPTIONS, "--quiet")

    def flip(self, path: Path, bit: int):
        content = bytearray(path.read_bytes())
        content[bit // 8] ^= 1 << bit % 8
        path.write_bytes(content)

    def assert_each_flip_is_found(self, folder: Path, command: tuple, names=None):
        """`command` reads every file of the folder, or those named."""
        self.succeed(*command)
        for path in sorted(folder.iterdir()):
            if path.is_dir() or (names and path.name not in names):
                continue
            bits = 8 * path.stat().st_size
            for bit in random.Random(path.name).sample(range(bits), FLIPS):
                with self.subTest(file=path.name, bit=bit):
                    self.flip(path, bit)
                    self.fail_with(1, *command, says=("eigenlex: ", str(path)))
                    self.flip(path, bit)
        self.succeed(*command)

    def test_of_a_model(self):
        self.assert_each_flip_is_found(self.model, ("info", self.model))

    def test_of_the_model_of_a_matrix(self):
        ratings = self.write(
            "ratings.tsv",
            "".join(f"user{i}\titem{i * j % 7}\t{j}\n" for i in range(9) for j in (1, 2, 3)),
        )
        model = self.folder / "ratings.model"
        self.succeed("factorize", "--input", ratings, "-o", model, "--dim", "2")
        self.assert_each_flip_is_found(model, ("info", model))

    def test_of_counts(self):
        counts = self.folder / "counts"
        self.succeed("count", toy_corpus(), "-o", counts, "--window", "2")
        output = ("-o", self.folder / "out", "--force", "--quiet")
        command = ("factorize", counts, *output, "--dim", "4")
        self.assert_each_flip_is_found(counts, command)
        self.assert_each_flip_is_found(counts, (*command, "--memory", "1G"))

    def test_of_a_vocabulary_and_of_counts_by_it(self):
        vocabulary, counts = self.folder / "vocabulary", self.folder / "counts"
        self.succeed("vocabulary", toy_corpus(), toy_corpus(), "-o", vocabulary)
        output = ("--force", "--quiet")
        command = ("count", toy_corpus(), "--vocabulary", vocabulary, "-o", counts, *output)
        self.assert_each_flip_is_found(vocabulary, command)
        command = ("merge", counts, counts, "-o", self.folder / "out", *output)
        self.assert_each_flip_is_found(counts, command)

    def test_of_what_a_model_keeps_for_updates(self):
        model = self.folder / "kept"
        self.succeed("train", toy_corpus(), "-o", model, *TOY_OPTIONS, "--keep-counts", "--quiet")
        text = self.write("new.txt", "king queen king queen\n")
        command = ("update", model, text, "-o", self.folder / "out", "--force", "--quiet")
        for folder in (model / "counts", model / "vocabulary"):
            self.assert_each_flip_is_found(folder, command)

    def test_of_compact_models(self):
        for form, *options in (("int8",), ("pq", "--subvectors", "10")):
            compact = self.folder / form
            self.succeed("export", self.model, "--format", form, "-o", compact, *options)
            self.assert_each_flip_is_found(compact, ("info", compact))

    def test_of_sub_words(self):
        self.succeed("subwords", self.model)
        folder = self.model / "subwords"
        self.assert_each_flip_is_found(folder, ("similar", self.model, "king", "--subwords"))

    def test_of_an_index(self):
        if "hnswlib" in run("index", self.model).stderr:
            self.skipTest("this build has no hnswlib")
        self.assert_each_flip_is_found(self.model / "index", ("similar", self.model, "king"))

    def test_of_a_classifier(self):
        words = vocabulary(self.model)[:40]
        texts = self.write("texts.tsv", "".join(f"{i % 2}\t{w}\n" for i, w in enumerate(words)))
        classifier = self.folder / "clf"
        self.succeed(
            "classify", "train", texts, "--embedding", self.model, "-o", classifier,
            "--network", "linear",
        )  # fmt: skip
        command = ("classify", "predict", classifier, texts)
        self.assert_each_flip_is_found(classifier, command)


class Unverified(CliTest):
    def setUp(self):
        super().setUp()
        self.model = self.folder / "model"
        self.counts = self.folder / "counts"
        self.succeed("train", toy_corpus(), "-o", self.model, *TOY_OPTIONS, "--quiet")
        self.succeed("count", toy_corpus(), "-o", self.counts, "--window", "2", "--quiet")

    def change_last_byte(self, path: Path, change: int):
        content = bytearray(path.read_bytes())
        content[-1] ^= change
        path.write_bytes(content)

    def test_a_changed_number_goes_unnoticed_in_every_command(self):
        # The sign of the last component of the last word.
        self.change_last_byte(self.model / "vectors.npy", 0x80)
        out = ("-o", self.folder / "out", "--force")
        pairs = self.write("pairs.txt", "king river 1\nking streets 2\nriver streets 3\n")
        for command in (
            ("info", self.model),
            ("similar", self.model, "king"),
            ("analogy", self.model, "king", "river", "streets"),
            ("evaluate", self.model, "--similarity", pairs),
            ("export", self.model, *out),
            ("cluster", self.model, "-k", "3", *out),
            ("subwords", self.model),
        ):
            with self.subTest(command[0]):
                self.fail_with(1, *command, says=("vectors.npy",))
                self.succeed(*command, "--no-verify")

    def test_counts_are_skipped_too(self):
        self.change_last_byte(self.counts / "counts.json", 0x2A)  # a blank for the line end
        command = ("factorize", self.counts, "-o", self.folder / "out", "--dim", "4", "--quiet")
        self.fail_with(1, *command, says=("counts.json",))
        self.succeed(*command, "--no-verify")

    def test_the_structure_is_checked_all_the_same(self):
        # The sign of the last column makes it negative.
        self.change_last_byte(self.counts / "indices.npy", 0x80)
        self.fail_with(
            1, "factorize", self.counts, "-o", self.folder / "out", "--no-verify",
            says=(str(self.counts), "column out of order or range"),
        )  # fmt: skip
        vectors = self.model / "vectors.npy"
        vectors.write_bytes(vectors.read_bytes()[:-4])
        self.fail_with(1, "info", self.model, "--no-verify", says=("vectors.npy",))


if __name__ == "__main__":
    unittest.main()
