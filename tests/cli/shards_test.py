"""Counting in parts: the bytes of counting all at once, and what is refused."""

import json
import random
import shutil
import unittest
from pathlib import Path

from support import CliTest, toy_corpus

FILES = ("counts.json", "vocab.tsv", "indptr.npy", "indices.npy", "values.npy", "checksums.xxh128")


def zipf_lines(documents: int, seed: int) -> list[str]:
    """Documents of 0 to 30 words of which many are rare; some words are in few documents alone."""
    draw = random.Random(seed)
    words = range(600)
    weights = [1 / (word + 1) for word in words]
    return [
        " ".join(f"w{word}" for word in draw.choices(words, weights, k=draw.randrange(31)))
        for _ in range(documents)
    ]


class ShardsTest(CliTest):
    def parts(self, shards: int, lines: list[str] | None = None) -> list[Path]:
        """Consecutive documents, the first part four times as many as the last."""
        lines = lines or zipf_lines(400, 7)
        weights = [4] + [2] * (shards - 2) + [1] if shards > 2 else [3, 1]
        paths, begin = [], 0
        for number, weight in enumerate(weights[:shards]):
            end = begin + len(lines) * weight // sum(weights)
            end = len(lines) if number + 1 == shards else end
            text = "".join(f"{line}\n" for line in lines[begin:end])
            paths.append(self.write(f"part{number}.txt", text))
            begin = end
        return paths

    def count_in_parts(self, parts, *options, order=None) -> Path:
        vocabulary, merged = self.folder / "all.vocabulary", self.folder / "merged"
        self.succeed("vocabulary", *parts, "-o", vocabulary, "--force", "--quiet")
        counts = []
        for number, part in enumerate(parts):
            counts.append(self.folder / f"counts{number}")
            self.succeed("count", part, "--vocabulary", vocabulary, "-o", counts[-1], "--force",
                         "--quiet", *options)  # fmt: skip
        counts = [counts[i] for i in order] if order else counts
        self.succeed("merge", *counts, "-o", merged, "--force", "--quiet")
        return merged

    def assert_is_one_count(self, merged: Path, parts, *options):
        at_once = self.folder / "at_once"
        self.succeed("count", *parts, "-o", at_once, "--force", "--quiet", *options)
        self.assert_same_files(at_once, merged, FILES)


class SameBytes(ShardsTest):
    def test_for_every_kind_of_contexts_and_weights(self):
        parts = self.parts(4)
        for options in (
            ("--contexts", "symmetric"),
            ("--contexts", "directional", "--window-weight", "dynamic", "--window", "4"),
            ("--contexts", "near", "--window-weight", "flat", "--min-count", "1"),
            ("--window", "30", "--max-vocab", "100"),  # sums of more than 32 bits
            ("--memory", "64M", "--threads", "1"),
        ):
            with self.subTest(options=options):
                self.assert_is_one_count(self.count_in_parts(parts, *options), parts, *options)

    def test_words_that_are_rare_in_every_part_are_counted_if_they_are_frequent_in_all(self):
        lines = [f"rare{i} the common words of part {i}" for i in range(20)]
        parts = self.parts(5, [line for line in lines for _ in range(1)] * 5)
        merged = self.count_in_parts(parts)
        self.assertIn("rare19\t5\n", (merged / "vocab.tsv").read_text())
        self.assert_is_one_count(merged, parts)

    def test_the_order_of_parts_decides_on_the_list_of_paths_alone(self):
        parts = self.parts(3)
        merged = self.count_in_parts(parts, order=(2, 0, 1))
        self.assert_is_one_count(merged, [parts[2], parts[0], parts[1]])

    def test_a_part_may_be_empty_and_another_may_be_all(self):
        for texts in (("", "\n\n", "a b a b c\n" * 9), ("a b a b c\n" * 9, "", "\n")):
            parts = [self.write(f"part{i}.txt", text) for i, text in enumerate(texts)]
            self.assert_is_one_count(self.count_in_parts(parts), parts)
            # Of sums, too, of which one is that of all text.
            for pair in ("01", "2"):
                self.succeed("merge", *(self.folder / f"counts{i}" for i in pair), "-o",
                             self.folder / f"sum{pair}", "--force", "--quiet")  # fmt: skip
            sums = (self.folder / "sum01", self.folder / "sum2")
            self.succeed("merge", *sums, "-o", self.folder / "tree", "--force", "--quiet")
            self.assert_same_files(self.folder / "at_once", self.folder / "tree", FILES)

    def test_text_that_is_given_twice_counts_twice(self):
        part = self.parts(2)[0]
        self.assert_is_one_count(self.count_in_parts([part, part]), [part, part])

    def test_merging_more_parts_than_are_added_at_a_time(self):
        parts = self.parts(40)
        self.assert_is_one_count(self.count_in_parts(parts), parts)
        self.assertFalse((self.folder / "merged.work").exists())

    def test_vocabularies_of_parts_add_up(self):
        parts = self.parts(3)
        gathered = []
        for number, part in enumerate(parts):
            gathered.append(self.folder / f"{number}.vocabulary")
            self.succeed("vocabulary", part, "-o", gathered[-1], "--quiet")
        self.succeed("vocabulary", *gathered, "-o", self.folder / "sum", "--quiet")
        self.succeed("vocabulary", *parts, "-o", self.folder / "at_once", "--quiet")
        names = ("vocabulary.json", "vocab.tsv")
        self.assert_same_files(self.folder / "at_once", self.folder / "sum", names)
        self.succeed("vocabulary", parts[0], gathered[1], parts[2], "-o", self.folder / "mixed")
        self.assert_same_files(self.folder / "at_once", self.folder / "mixed", names)

    def test_a_vocabulary_that_is_cut_is_a_lower_bound_of_counts(self):
        parts = self.parts(2)
        vocabulary = self.folder / "cut"
        self.succeed("vocabulary", *parts, "-o", vocabulary, "--min-count", "9", "--quiet")
        counts = [self.folder / f"c{i}" for i in range(2)]
        for part, path in zip(parts, counts):
            self.succeed("count", part, "--vocabulary", vocabulary, "-o", path, "--quiet")
        self.succeed("merge", *counts, "-o", self.folder / "merged", "--quiet")
        self.assert_is_one_count(self.folder / "merged", parts, "--min-count", "9")

    def test_threads_do_not_matter(self):
        parts = self.parts(3)
        merged = self.count_in_parts(parts)
        counts = [self.folder / f"counts{i}" for i in range(3)]
        for threads in ("1", "2", "3"):
            again = self.folder / f"threads{threads}"
            self.succeed("merge", *counts, "-o", again, "--threads", threads, "--quiet")
            self.assert_same_files(merged, again, FILES)

    def test_raw_text_is_read_as_the_vocabulary_was(self):
        # The second part looks tokenized and in lower case by itself, the whole does not.
        raw = ['"It is late," said Alice. "Isn\'t it?"\n'] * 50
        plain = ["it is late said alice\n"] * 50
        parts = [self.write("raw.txt", "".join(raw)), self.write("plain.txt", "".join(plain))]
        merged = self.count_in_parts(parts)
        self.assert_is_one_count(merged, parts)
        options = json.loads((merged / "counts.json").read_text())["count_options"]
        self.assertEqual((options["tokenizer"], options["lowercase"]), ("unicode", True))


class PartsOfText(ShardsTest):
    def test_a_sum_of_some_parts_is_a_count_of_them_by_the_vocabulary(self):
        parts = self.parts(3)
        self.count_in_parts(parts)
        some = self.folder / "some"
        result = self.succeed("merge", self.folder / "counts0", self.folder / "counts2", "-o", some)
        self.assertIn("parts are missing", result.stderr)
        self.succeed("count", parts[0], parts[2], "--vocabulary", self.folder / "all.vocabulary",
                     "-o", self.folder / "both", "--quiet")  # fmt: skip
        self.assert_same_files(self.folder / "both", some, FILES)
        # One as good to factorize as any other.
        self.succeed("factorize", some, "-o", self.folder / "model", "--dim", "8", "--quiet")

    def test_a_sum_of_more_than_all_says_so(self):
        parts = self.parts(3)
        self.count_in_parts(parts)
        counts = [self.folder / f"counts{i}" for i in (0, 1, 2, 2)]
        result = self.succeed("merge", *counts, "-o", self.folder / "more")
        self.assertIn("counted twice", result.stderr)


class Refusals(ShardsTest):
    def setUp(self):
        super().setUp()
        self.texts = self.parts(2)
        self.count_in_parts(self.texts)
        self.counts = [self.folder / "counts0", self.folder / "counts1"]
        self.vocabulary = self.folder / "all.vocabulary"
        self.other = self.folder / "other"

    def refuse_merge(self, *counts, says):
        before = sorted(path.name for path in self.folder.iterdir())
        self.fail_with(1, "merge", *counts, "-o", self.folder / "out", says=says)
        self.assert_holds_only(*before)

    def count(self, *arguments):
        self.succeed("count", *arguments, "-o", self.other, "--force", "--quiet")

    def test_of_counts_by_another_vocabulary(self):
        vocabulary = self.folder / "part.vocabulary"
        self.succeed("vocabulary", self.texts[0], "-o", vocabulary, "--quiet")
        self.count(self.texts[1], "--vocabulary", vocabulary)
        self.refuse_merge(self.counts[0], self.other, says=(str(self.other), "another vocabulary"))

    def test_of_counts_by_a_vocabulary_of_their_own(self):
        self.count(self.texts[1])
        says = (str(self.other), "a vocabulary of its own", "one shared vocabulary")
        self.refuse_merge(self.counts[0], self.other, says=says)
        self.refuse_merge(self.other, self.counts[0], says=says)
        self.refuse_merge(self.other, self.other, says=says)

    def test_of_counts_with_other_options(self):
        for flag, value, key in (
            ("--window", "4", "window = 4"),
            ("--window-weight", "flat", 'window_weight = "flat"'),
            ("--contexts", "symmetric", 'contexts = "symmetric"'),
            ("--document", "file", 'document = "file"'),
        ):
            with self.subTest(flag):
                self.count(self.texts[1], "--vocabulary", self.vocabulary, flag, value)
                self.refuse_merge(self.counts[0], self.other, says=(str(self.other), key))
        self.count(self.texts[1], "--vocabulary", self.vocabulary, "--min-count", "2")
        self.refuse_merge(self.counts[0], self.other, says=(str(self.other), "vocabulary"))

    def test_of_what_is_no_counts_or_no_vocabulary(self):
        self.refuse_merge(self.counts[0], self.vocabulary, says=("without counts.json",))
        output = ("-o", self.folder / "out")
        self.fail_with(1, "count", self.texts[0], "--vocabulary", self.counts[0], *output,
                       says=("without vocabulary.json",))  # fmt: skip
        self.fail_with(1, "count", self.texts[0], "--vocabulary", self.folder / "none", *output,
                       says=(str(self.folder / "none"),))  # fmt: skip

    def test_of_a_cut_vocabulary_among_others(self):
        cut = self.folder / "cut"
        self.succeed("vocabulary", self.texts[0], "-o", cut, "--min-count", "3", "--quiet")
        self.fail_with(1, "vocabulary", cut, self.texts[1], "-o", self.other,
                       says=(str(cut), "cut the sum"))  # fmt: skip

    def test_of_vocabularies_that_were_read_differently(self):
        first = self.folder / "first"
        self.succeed("vocabulary", self.texts[0], "-o", first, "--quiet", "--tokenizer", "unicode")
        self.fail_with(1, "vocabulary", self.vocabulary, first, "-o", self.other,
                       says=(str(first), "unicode", "whitespace"))  # fmt: skip

    def test_of_another_reading_than_the_vocabulary_has(self):
        command = ("count", self.texts[0], "--vocabulary", self.vocabulary, "-o", self.other)
        self.fail_with(1, *command, "--tokenizer", "unicode", says=("--tokenizer", "whitespace"))
        self.fail_with(1, *command, "--lowercase", says=("shared vocabulary",))
        self.fail_with(1, *command, "--phrases", "1", says=("--phrases", "0"))

    def test_of_an_output_that_exists(self):
        self.fail_with(1, "merge", *self.counts, "-o", self.folder / "merged", says=("--force",))
        other = self.folder / "folder"
        shutil.copytree(self.vocabulary, other)
        self.fail_with(1, "merge", *self.counts, "-o", other, "--force", says=(str(other),))
        self.assertTrue((other / "vocabulary.json").exists())


class Toy(ShardsTest):
    def test_merged_counts_make_the_model_of_all_text(self):
        lines = toy_corpus().read_text().splitlines()
        parts = self.parts(8, lines)
        merged = self.count_in_parts(parts)
        options = ("--dim", "20", "--quiet")
        self.succeed("factorize", merged, "-o", self.folder / "model", *options)
        self.succeed("train", *parts, "-o", self.folder / "whole", *options)
        self.assert_same_files(self.folder / "whole", self.folder / "model")


if __name__ == "__main__":
    unittest.main()
