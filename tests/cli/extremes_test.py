"""Corpora and words at the ends of what there can be; what takes minutes is in extremes_large.py."""

import array
import json
import unittest
from pathlib import Path

from support import CliTest, read_npy, vocabulary

# Emoji (one of them of five code points), right-to-left scripts and marks, characters without
# width, a blank and a line end that are not ASCII's, letters whose case folding changes their
# length, the same letter in two spellings.
ODD_WORDS = (
    "\ufeff", "😀", "👩‍👩‍👧", "שלום", "مرحبا", "\u202eabc", "zero\u200bwidth", "\u200b", "nb\u00a0sp",
    "a\u2028b", "İ", "ß", "e\u0301", "é", "ﷺ", "𝒳", "\\", '"', "'", "-", "#", "0", "1e5", "nan", "x" * 3000,
)  # fmt: skip
TEXT_FORMATS = ("word2vec", "word2vec-binary", "glove", "fasttext", "npy")


class OddWords(CliTest):
    def setUp(self):
        super().setUp()
        # Word i stands beside its neighbours in the list; the first is the most frequent.
        lines = [" ".join(ODD_WORDS[i : i + 4] + ODD_WORDS[:1]) for i in range(len(ODD_WORDS))]
        corpus = self.write("corpus.txt", "\n".join(["no mark at the start", *lines * 3]) + "\n")
        self.model = self.folder / "model"
        self.succeed(
            "train", corpus, "-o", self.model, "--min-count", "2", "--dim", "6", "--window", "3",
            "--subsample", "0",
        )  # fmt: skip

    def words(self) -> list[str]:
        return [
            line.split("\t")[0]
            for line in (self.model / "vocab.tsv").read_text(encoding="utf-8").split("\n")[:-1]
        ]

    def test_are_kept_as_they_are(self):
        self.assertEqual(sorted(self.words()), sorted(ODD_WORDS))
        self.assertEqual(self.words()[0], "\ufeff")

    def test_are_asked_for_on_the_command_line_and_on_the_standard_input(self):
        # A mark at the start of the input is no part of it; the second one is a word.
        asked = self.succeed("similar", self.model, "--json", stdin="\ufeff" + "\n".join(ODD_WORDS))
        lines = asked.stdout.split("\n")[:-1]  # splitlines() would split words
        self.assertEqual([json.loads(line)["question"] for line in lines], list(ODD_WORDS))
        for word, line in zip(ODD_WORDS, lines):
            if not word.startswith("-"):
                found = self.succeed("similar", self.model, word, "--json").stdout
                self.assertEqual(found, line + "\n")
        self.assertTrue(self.succeed("similar", self.model, "--", "-").lines)

    def test_survive_every_format(self):
        for form in TEXT_FORMATS:
            with self.subTest(form):
                path = self.folder / f"vectors.{form}"
                self.succeed("export", self.model, "--format", form, "-o", path)
                back = self.folder / f"{form}.model"
                self.succeed("export", path, "--format", "model", "-o", back)
                first, second = self.model / "vocab.tsv", back / "vocab.tsv"
                self.assertEqual(
                    [line.split(b"\t")[0] for line in first.read_bytes().split(b"\n")],
                    [line.split(b"\t")[0] for line in second.read_bytes().split(b"\n")],
                )
                self.assertEqual(
                    read_npy(self.model / "vectors.npy"), read_npy(back / "vectors.npy")
                )

    def test_with_blanks_come_from_matrices_and_are_refused_where_they_would_break_a_file(self):
        cells = "".join(f"{row} row\t{(row * k) % 5} column\t{k}\n" for row in range(8) for k in (1, 2))
        matrix = self.write("cells.tsv", cells)
        model = self.folder / "cells.model"
        self.succeed("factorize", "--input", matrix, "-o", model, "--dim", "2")
        self.assertTrue(self.succeed("similar", model, "3 row").lines)
        out = self.folder / "out"
        for form in ("glove", "word2vec", "fasttext"):
            result = self.fail_with(1, "export", model, "--format", form, "-o", out, says=(" row",))
            self.assertIn("npy", result.stderr, "what to do")
        self.succeed("export", model, "--format", "npy", "-o", self.folder / "cells.npy")
        self.assertTrue(self.succeed("similar", self.folder / "cells.npy", "3 row").lines)


class SmallCorpora(CliTest):
    def refuse(self, text: str, *options, says):
        corpus = self.write("corpus.txt", text)
        self.fail_with(1, "train", corpus, "-o", self.folder / "model", *options, says=says)
        self.assert_holds_only("corpus.txt")

    def test_of_one_word_are_counted_but_have_no_associations(self):
        self.refuse("alone " * 50, "--dim", "1", says=("no two words", "larger window"))
        counts = self.folder / "counts"
        self.succeed("count", self.folder / "corpus.txt", "-o", counts)
        self.assertEqual(vocabulary(counts), ["alone"])
        self.fail_with(1, "factorize", counts, "-o", self.folder / "m", says=("no two words",))

    def test_of_lines_of_one_token_have_no_associations(self):
        lines = "".join(f"word{i % 10}\n" for i in range(100))
        self.refuse(lines, "--dim", "1", says=("no two words",))

    def test_of_a_million_documents_of_one_word_are_counted(self):
        corpus = self.write("corpus.txt", "".join(f"word{i % 1000}\n" for i in range(1_000_000)))
        counts = self.folder / "counts"
        self.succeed("count", corpus, "-o", counts, "--quiet")
        said = json.loads((counts / "counts.json").read_text())
        self.assertEqual(said["corpus"]["documents"], 1_000_000)
        self.assertEqual(said["nonzeros"], 0)

    def test_have_vectors_of_every_rank_up_to_that_of_the_vocabulary(self):
        # Words that stand beside themselves alone, each more often than the one before: a diagonal.
        lines = [f"w{i} w{i}\n" * (i + 5) for i in range(12)]
        corpus = self.write("corpus.txt", "".join(lines))
        for dim in (1, 2, 11, 12):
            for method in ("svd", "als"):
                with self.subTest(dim=dim, method=method):
                    model = self.folder / f"{method}{dim}"
                    self.succeed(
                        "train", corpus, "-o", model, "--dim", dim, "--method", method,
                        "--subsample", "0", "--contexts", "symmetric",
                    )  # fmt: skip
                    (shape, numbers) = read_npy(model / "vectors.npy")
                    self.assertEqual(shape, (12, dim))
                    self.assertTrue(all(abs(x) < 1e6 for x in numbers))
                    self.assertEqual(len(self.succeed("similar", model, "w3").lines), 10)
        self.fail_with(
            1, "train", corpus, "-o", self.folder / "model", "--dim", "13", says=("1..12",)
        )


class LargeCounts(CliTest):
    def test_beyond_32_bits_in_one_cell_are_exact_through_the_pipeline(self):
        # Alternating words: each a has b at the distances 1, 3, 5, 7, 9 on both sides.
        pairs = 500_000
        corpus = self.write("corpus.txt", "a b " * pairs + "\nc d c d c d\n")
        counts = self.folder / "counts"
        counting = ("--min-count", "1", "--contexts", "symmetric")
        self.succeed("count", corpus, "-o", counts, *counting, "--quiet")
        said = json.loads((counts / "counts.json").read_text())
        self.assertTrue(said["wide"])
        distances = [d for d in range(1, 11, 2)]
        expected = sum(said["unit"] // d * (2 * pairs - d) for d in distances)
        self.assertGreater(expected, 1 << 32)
        values = array.array("q")
        values.frombytes(self.npy_data(counts / "values.npy"))
        self.assertEqual(list(values)[1], expected)  # the row of a: itself, then b
        self.succeed("factorize", counts, "-o", self.folder / "model", "--dim", "2", "--subsample", "0")
        for memory in ("1G", "64M"):
            again = self.folder / f"counts{memory}"
            command = ("count", corpus, "-o", again, *counting, "--memory", memory)
            self.succeed(*command, "--quiet")
            self.assert_same_files(counts, again, ("indptr.npy", "indices.npy", "values.npy"))

    @staticmethod
    def npy_data(path: Path) -> bytes:
        content = path.read_bytes()
        return content[10 + int.from_bytes(content[8:10], "little") :]


if __name__ == "__main__":
    unittest.main()
