"""update: text added to a model that keeps its counts."""

import json
import shutil
import unittest

from support import MODEL_FILES, QUICK_OPTIONS, CliTest, read_npy, toy_corpus, vocabulary

KEPT = [
    f"{folder}/{name}"
    for folder, names in (
        ("counts", ("counts.json", "vocab.tsv", "indptr.npy", "indices.npy", "values.npy")),
        ("vocabulary", ("vocabulary.json", "vocab.tsv")),
    )
    for name in names
]
SVD = ("--dim", "20", "--window", "5", "--subsample", "0", *QUICK_OPTIONS)
ALS = ("--dim", "20", "--window", "5", "--subsample", "0")


def unit_rows(model):
    (rows, cols), numbers = read_npy(model / "vectors.npy")
    table = [numbers[i * cols : (i + 1) * cols] for i in range(rows)]
    lengths = [sum(x * x for x in row) ** 0.5 or 1 for row in table]
    return {
        word: [x / length for x in row]
        for word, row, length in zip(vocabulary(model), table, lengths)
    }


class UpdateTest(CliTest):
    def setUp(self):
        super().setUp()
        # Words of one part alone, rare ones that become frequent only with the last part.
        lines = toy_corpus().read_text().splitlines(keepends=True)
        self.parts = []
        for number in range(4):
            of_part = lines[number * 900 : (number + 1) * 900]
            rare = [f"seldom{i} {line}" for i, line in enumerate(of_part[:2])]
            own = [f"only{number} {line}" for line in of_part[2:12]]
            self.parts.append(self.write(f"part{number}.txt", "".join(rare + own + of_part[12:])))
        self.model = self.folder / "model"

    def train(self, output, *parts, options=SVD, keep=True):
        keeps = ("--keep-counts",) if keep else ()
        self.succeed("train", *parts, "-o", output, *options, *keeps, "--force", "--quiet")

    def counts(self, model):
        lines = (model / "vocab.tsv").read_text().splitlines()
        return dict(line.split("\t") for line in lines)

    def update(self, model, text, output, *options):
        return self.succeed("update", model, text, "-o", output, "--force", *options)


class KeptCounts(UpdateTest):
    def test_keeping_them_changes_no_byte_of_the_model(self):
        self.train(self.model, *self.parts)
        self.train(self.folder / "plain", *self.parts, keep=False)
        self.assert_same_files(self.folder / "plain", self.model)
        self.succeed("count", *self.parts, "-o", self.folder / "counts", "--quiet", "--window", "5",
                     "--contexts", "symmetric")  # fmt: skip
        names = [name.removeprefix("counts/") for name in KEPT if name.startswith("counts")]
        self.assert_same_files(self.folder / "counts", self.model / "counts", names)
        self.assertIn("seldom", (self.model / "vocabulary" / "vocab.tsv").read_text())
        self.assertEqual(self.succeed("similar", self.model, "king", "-k", "1").status, 0)

    def test_under_a_cap_of_memory(self):
        self.train(self.model, *self.parts)
        self.train(self.folder / "capped", *self.parts, options=(*SVD, "--memory", "64M"))
        self.assert_same_files(self.folder / "capped", self.model, [*MODEL_FILES, *KEPT])

    def test_of_the_standard_input_or_of_phrases_are_refused(self):
        for arguments, says in (
            (("-",), ("files",)),
            ((self.parts[0], "--phrases", "1"), ("--phrases",)),
        ):
            self.fail_with(1, "train", *arguments, "-o", self.folder / "none", "--keep-counts",
                           says=says)  # fmt: skip
        self.assert_holds_only(*(part.name for part in self.parts))


class Exact(UpdateTest):
    def test_text_that_is_added_part_by_part_gives_the_bytes_of_all_at_once(self):
        for options in (SVD, ALS, ("--min-count", "1", "--max-vocab", "300", *SVD)):
            with self.subTest(options=options):
                self.train(self.model, self.parts[0], options=options)
                for part in self.parts[1:]:
                    self.update(self.model, part, self.model, "--exact", "--quiet")
                self.train(self.folder / "whole", *self.parts, options=options)
                self.assert_same_files(self.folder / "whole", self.model, [*MODEL_FILES, *KEPT])

    def test_an_unset_dimension_grows_with_the_words(self):
        options = ("--window", "5", *QUICK_OPTIONS)
        self.train(self.model, self.parts[0], options=options)
        self.update(self.model, self.parts[1], self.folder / "both", "--exact", "--quiet")
        self.train(self.folder / "whole", *self.parts[:2], options=options)
        self.assert_same_files(self.folder / "whole", self.folder / "both")

    def test_old_text_that_has_to_be_read_again_must_be_what_it_was(self):
        self.train(self.model, *self.parts[:2])
        self.parts[0].write_text(self.parts[0].read_text() + "one line more\n")
        command = ("update", self.model, *self.parts[2:], "-o", self.folder / "out", "--exact")
        self.fail_with(1, *command, says=(str(self.parts[0]), "read again"))
        self.parts[0].unlink()
        self.fail_with(1, *command, says=(str(self.parts[0]),))
        self.assertFalse((self.folder / "out").exists())

    def test_old_text_is_not_needed_where_no_word_was_rare_in_it(self):
        options = ("--min-count", "1", *SVD)
        self.train(self.folder / "whole", *self.parts[:2], options=options)
        self.train(self.model, self.parts[0], options=options)
        whole = (self.folder / "whole" / "vectors.npy").read_bytes()
        self.parts[0].unlink()
        self.update(self.model, self.parts[1], self.model, "--exact", "--quiet")
        self.assertEqual((self.model / "vectors.npy").read_bytes(), whole)


class Default(UpdateTest):
    def test_words_stay_where_they_were_and_new_ones_come(self):
        for options in (SVD, ALS):
            with self.subTest(options=options):
                self.train(self.model, *self.parts[:3], options=options)
                after = self.folder / "after"
                result = self.update(self.model, self.parts[3], after, "--json")
                report = json.loads(result.stdout)
                self.assertNotIn("only3", vocabulary(self.model))
                self.assertIn("only3", vocabulary(after))
                old, new = unit_rows(self.model), unit_rows(after)
                cosines = [sum(x * y for x, y in zip(old[word], new[word])) for word in old]
                mean = sum(cosines) / len(cosines)
                self.assertAlmostEqual(report["mean_cosine"], mean, places=4)
                self.assertGreater(mean, 0.9)
                # What the new text does not have is what it was, to the last bit.
                before, now = self.counts(self.model), self.counts(after)
                kept = [word for word in before if before[word] == now[word]]
                self.assertEqual(report["kept_words"], len(kept))
                self.assertIn("only0", kept)
                for word in kept:
                    self.assertEqual(new[word], old[word])
                self.assertIn("moved most", result.stderr)
                self.assertEqual(len(report["moved"]), 10)
                # It goes on from there.
                self.assertEqual(json.loads((after / "model.json").read_text())["update"], {
                    key: value for key, value in report.items() if key != "notes"})  # fmt: skip
                again = self.update(after, self.parts[3], self.folder / "again")
                self.assertIn("new words", again.stderr)

    def test_counts_are_those_of_all_text_but_for_words_that_were_rare(self):
        self.train(self.model, *self.parts[:3], options=("--min-count", "1", *SVD))
        report = json.loads(
            self.update(self.model, self.parts[3], self.model, "--json").stdout
        )
        self.assertTrue(report["exact_counts"])
        self.train(self.folder / "whole", *self.parts, options=("--min-count", "1", *SVD))
        self.assert_same_files(self.folder / "whole", self.model, KEPT)
        self.train(self.model, *self.parts[:3])
        text = self.write("seldom.txt", "seldom0 king queen\n" * 6)
        report = json.loads(self.update(self.model, text, self.model, "--json").stdout)
        self.assertEqual((report["missed_words"], report["missed_tokens"]), (1, 3))
        self.assertFalse(report["exact_counts"])

    def test_threads_and_memory_do_not_matter(self):
        for options in (SVD, ALS):
            self.train(self.model, *self.parts[:3], options=options)
            expected = self.folder / "expected"
            self.update(self.model, self.parts[3], expected, "--quiet")
            for run in (("--threads", "1"), ("--threads", "3"), ("--memory", "128M")):
                self.update(self.model, self.parts[3], self.folder / "other", "--quiet", *run)
                names = [name for name in MODEL_FILES if (expected / name).exists()]
                self.assert_same_files(expected, self.folder / "other", [*names, *KEPT])


class Refusals(UpdateTest):
    def test_of_a_model_without_counts(self):
        self.train(self.model, self.parts[0], keep=False)
        self.fail_with(1, "update", self.model, self.parts[1], "-o", self.folder / "out",
                       says=(str(self.model), "--keep-counts"))  # fmt: skip

    def test_of_counts_that_are_not_the_models(self):
        self.train(self.model, self.parts[0])
        self.train(self.folder / "other", self.parts[1])
        shutil.rmtree(self.model / "counts")
        shutil.copytree(self.folder / "other" / "counts", self.model / "counts")
        self.fail_with(1, "update", self.model, self.parts[2], "-o", self.folder / "out",
                       says=("counts", "train it anew"))  # fmt: skip


if __name__ == "__main__":
    unittest.main()
