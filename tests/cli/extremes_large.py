"""Corpora so large that the tests take minutes (label `large`); the small ends are in extremes_test.py."""

import json
import unittest

from support import CliTest, read_npy

TIMEOUT = 1200


class LargeCorpora(CliTest):
    def test_a_line_of_200_megabytes_is_one_document(self):
        words = " ".join(f"w{i * i % 977}" for i in range(977)) + " "
        repeats = 200_000_000 // len(words) + 1
        corpus = self.folder / "corpus.txt"
        with open(corpus, "w") as file:
            for _ in range(repeats):
                file.write(words)
            file.write("\nw0\n")
        self.assertGreater(corpus.stat().st_size, 200_000_000)
        for tokenizer in ("whitespace", "unicode"):
            counts = self.folder / tokenizer
            self.succeed(
                "count", corpus, "-o", counts, "--window", "2", "--tokenizer", tokenizer, "--quiet",
                timeout=TIMEOUT,
            )  # fmt: skip
            said = json.loads((counts / "counts.json").read_text())["corpus"]
            self.assertEqual(said["documents"], 2)
            self.assertEqual(said["tokens"], 977 * repeats + 1)
        names = ("vocab.tsv", "indptr.npy", "indices.npy", "values.npy")
        self.assert_same_files(self.folder / "whitespace", self.folder / "unicode", names)

    def test_five_million_distinct_words_have_vectors(self):
        size = 5_000_000
        corpus = self.folder / "corpus.txt"
        with open(corpus, "w") as file:
            for i in range(0, size, 10):
                words = " ".join(f"{j:x}" for j in range(i, i + 10))
                file.write(f"{words} {words}\n")
        model = self.folder / "model"
        self.succeed(
            "train", corpus, "-o", model, "--min-count", "2", "--window", "1", "--dim", "2",
            "--subsample", "0", "--max-iterations", "1", "--quiet", timeout=TIMEOUT,
        )  # fmt: skip
        self.assertEqual(read_npy(model / "vectors.npy")[0], (size, 2))
        self.assertEqual(len(self.succeed("similar", model, "4c4b3f", "-k", "3").lines), 3)


if __name__ == "__main__":
    unittest.main()
