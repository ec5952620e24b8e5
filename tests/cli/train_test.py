"""train, count and factorize: what they write, and that it is always the same."""

import bz2
import gzip
import json
import lzma
import os
import unittest

from support import (
    MODEL_FILES, TOY_OPTIONS, CliTest, read_npy, toy_corpus, toy_model, vocabulary,
)  # fmt: skip

ARRAYS_AND_WORDS = [name for name in MODEL_FILES if name.endswith((".tsv", ".npy"))]


class ModelDirectory(CliTest):
    def test_holds_the_documented_files_of_fitting_shapes(self):
        model = toy_model()
        self.assertEqual(sorted(os.listdir(model)), sorted([*MODEL_FILES, "run.json"]))
        words = len(vocabulary(model))
        self.assertEqual(read_npy(model / "vectors.npy")[0], (words, 40))
        self.assertEqual(read_npy(model / "contexts.npy")[0], (words, 40))
        self.assertEqual(read_npy(model / "singular_values.npy")[0], (40,))

    def test_vocabulary_has_the_corpus_counts_in_falling_order(self):
        text = toy_corpus().read_text().split()
        lines = (toy_model() / "vocab.tsv").read_text().splitlines()
        counts = [(word, int(count)) for word, count in (line.split("\t") for line in lines)]
        self.assertEqual(counts, sorted(counts, key=lambda entry: (-entry[1], entry[0])))
        for word, count in (counts[0], counts[-1]):
            self.assertEqual(count, text.count(word))
        self.assertGreaterEqual(counts[-1][1], 5)

    def test_singular_values_fall_and_are_positive(self):
        _, values = read_npy(toy_model() / "singular_values.npy")
        self.assertEqual(list(values), sorted(values, reverse=True))
        self.assertGreater(values[-1], 0)

    def test_model_json_says_how_it_was_made_and_run_json_how_long_it_took(self):
        description = json.loads((toy_model() / "model.json").read_text())
        self.assertEqual(description["dim"], 40)
        self.assertEqual(description["count_options"]["window"], 5)
        self.assertEqual(description["factor_options"]["subsample"], 0)
        self.assertEqual(description["corpus"]["documents"], 4000)
        self.assertLess(description["svd"]["worst_residual"], 0.05)
        self.assertEqual(sorted(description["files"]), sorted(ARRAYS_AND_WORDS))
        run = json.loads((toy_model() / "run.json").read_text())
        stages = [stage["stage"] for stage in run["stages"]]
        self.assertEqual(stages, ["read", "count", "weight", "svd"])

    def test_the_summary_is_on_stderr_and_as_json_on_stdout(self):
        model = self.folder / "model"
        result = self.succeed("train", toy_corpus(), "-o", model, *TOY_OPTIONS, "--json")
        summary = json.loads(result.stdout)
        self.assertEqual((summary["words"], summary["dim"]), (len(vocabulary(model)), 40))
        for part in ("read", "svd", "spectrum", "worst residual", f"eigenlex similar {model}"):
            self.assertIn(part, result.stderr)
        quiet = self.succeed("train", toy_corpus(), "-o", model, "--force", "--quiet", *TOY_OPTIONS)
        self.assertEqual((quiet.stdout, quiet.stderr), ("", ""))


class Stages(CliTest):
    def test_count_then_factorize_is_train_byte_for_byte(self):
        factor = ("--dim", "20", "--subsample", "1e-3", "--negative", "1.5", "--exponent", "0.5")
        for contexts in ("symmetric", "directional", "near"):
            counting = ("--window", "4", "--window-weight", "dynamic", "--contexts", contexts)
            with self.subTest(contexts):
                names = (f"counts-{contexts}", f"two-{contexts}", f"one-{contexts}")
                counts, two_steps, one_step = (self.folder / name for name in names)
                self.succeed("count", toy_corpus(), "-o", counts, *counting)
                self.succeed("factorize", counts, "-o", two_steps, *factor)
                self.succeed("train", toy_corpus(), "-o", one_step, *counting, *factor)
                self.assert_same_files(one_step, two_steps)

    def test_one_set_of_counts_serves_many_models(self):
        counts = self.folder / "counts"
        self.succeed("count", toy_corpus(), "-o", counts)
        for dim in ("10", "20"):
            self.succeed("factorize", counts, "-o", self.folder / dim, "--dim", dim)
        self.assert_same_files(self.folder / "10", self.folder / "20", ["vocab.tsv"])

    def test_the_reference_solver_finds_the_same_singular_values(self):
        reference = self.folder / "spectra"
        self.succeed("train", toy_corpus(), "-o", reference, *TOY_OPTIONS, "--solver", "spectra")
        _, expected = read_npy(reference / "singular_values.npy")
        _, values = read_npy(toy_model() / "singular_values.npy")
        for value, reference_value in zip(values[:20], expected):
            # The tolerance of the default options is a residual of 1 % of the largest one.
            self.assertAlmostEqual(value / reference_value, 1, delta=0.01)


class WeightedLeastSquares(CliTest):
    def test_lowers_its_objective_and_is_the_same_for_any_number_of_threads(self):
        models = [self.folder / f"als-{n}" for n in (1, 2)]
        for threads, model in enumerate(models, start=1):
            self.succeed(
                "train", toy_corpus(), "-o", model, "--dim", "16", "--contexts", "directional",
                "--method", "als", "--sweeps", "3", "--blend", "0.25", "--threads", threads,
            )  # fmt: skip
        self.assert_same_files(models[0], models[1])
        description = json.loads((models[0] / "model.json").read_text())
        objectives = description["als"]["objectives"]
        self.assertEqual(len(objectives), 4)
        for before, after in zip(objectives, objectives[1:]):
            self.assertLess(after, before)
        self.assertIsNone(description["exponent"])


    def test_tells_the_sides_of_contexts_apart_unless_told_otherwise(self):
        model = self.folder / "model"
        for options, kinds in ((), 3), (("--contexts", "symmetric"), 1):
            self.succeed(
                "train", toy_corpus(), "-o", model, "--force", *options, *TOY_OPTIONS[:6]
            )
            (rows, _), _ = read_npy(model / "contexts.npy")
            self.assertEqual(rows, kinds * len(vocabulary(model)))


class SameBytes(CliTest):
    def test_for_any_number_of_threads(self):
        for contexts in ("symmetric", "directional", "near"):
            for tokenizer in ("whitespace", "unicode"):
                options = (
                    "--dim", "16", "--contexts", contexts, "--tokenizer", tokenizer,
                    "--phrases", "1",
                )  # fmt: skip
                models = [self.folder / f"{contexts}-{tokenizer}-{n}" for n in (1, 2, 3)]
                for threads, model in enumerate(models, start=1):
                    self.succeed("train", toy_corpus(), "-o", model, "--threads", threads, *options)
                with self.subTest(contexts=contexts, tokenizer=tokenizer):
                    self.assert_same_files(models[0], models[1])
                    self.assert_same_files(models[0], models[2])

    def test_in_any_locale(self):
        # Turkish has another lower case of I, and German writes 0,5 for 0.5. ICU goes by the
        # environment, whether or not the system has the locale.
        corpus = self.folder / "corpus.txt"
        corpus.write_bytes(toy_corpus().read_bytes().upper())
        options = ("--tokenizer", "unicode", "--lowercase", *TOY_OPTIONS)
        for locale in ("C", "tr_TR.UTF-8", "de_DE.UTF-8"):
            environment = os.environ | {"LC_ALL": locale, "LANG": locale}
            model = self.folder / locale
            self.succeed("train", corpus, "-o", model, *options, env=environment)
            self.assert_same_files(toy_model(), model, ARRAYS_AND_WORDS)

    def test_for_a_corpus_in_a_pipe_a_folder_or_compressed(self):
        text = toy_corpus().read_bytes()
        middle = text.index(b"\n", len(text) // 2) + 1
        parts = self.folder / "parts"
        (parts / "b").mkdir(parents=True)
        (parts / "a.txt").write_bytes(text[:middle])
        (parts / "b" / "c.txt.gz").write_bytes(gzip.compress(text[middle:]))
        for name, compress in {"t.gz": gzip, "t.bz2": bz2, "t.xz": lzma}.items():
            (self.folder / name).write_bytes(compress.compress(text))
        sources = {
            "pipe": ["-"],
            "folder": [parts],
            "files": [parts / "a.txt", parts / "b" / "c.txt.gz"],
            "gz": [self.folder / "t.gz"],
            "bz2": [self.folder / "t.bz2"],
            "xz": [self.folder / "t.xz"],
        }
        for name, source in sources.items():
            with self.subTest(name):
                model = self.folder / name
                self.succeed("train", *source, "-o", model, *TOY_OPTIONS, stdin=text)
                self.assert_same_files(toy_model(), model, ARRAYS_AND_WORDS)

    def test_again_after_a_forced_replacement(self):
        model = self.folder / "model"
        self.succeed("train", toy_corpus(), "-o", model, "--dim", "10")
        self.succeed("train", toy_corpus(), "-o", model, *TOY_OPTIONS, "--force")
        self.assert_same_files(toy_model(), model)
        self.assert_holds_only("model")


class Text(CliTest):
    def train(self, text, *options):
        """The vocabulary learned from a text, by word."""
        corpus = self.write("corpus.txt", text)
        model = self.folder / "model"
        self.succeed(
            "train", corpus, "-o", model, "--dim", "2", "--subsample", "0", *options, "--force",
        )  # fmt: skip
        return sorted(vocabulary(model))

    def test_whitespace_keeps_words_as_they_are_and_unicode_finds_them(self):
        text = "The cat, the DOG.\nA cat; a dog!\n我们喜欢北京\n"
        self.assertIn("DOG.", self.train(text, "--min-count", "1", "--tokenizer", "whitespace"))
        words = self.train(text, "--min-count", "1", "--tokenizer", "unicode", "--lowercase")
        for word in ("the", "cat", "dog", "北京"):
            self.assertIn(word, words)
        self.assertNotIn(",", words)

    def test_the_vocabulary_is_limited_by_count_and_size(self):
        text = "a b c d e\na b c d\na b c\n" * 2
        self.assertEqual(self.train(text, "--min-count", "4"), ["a", "b", "c", "d"])
        self.assertEqual(self.train(text, "--max-vocab", "3", "--min-count", "1"), ["a", "b", "c"])

    def test_phrases_are_joined(self):
        text = "".join(f"a{i} new york b{i}\nthe c{i} of d{i}\n" for i in range(200))
        self.assertIn("new_york", self.train(text, "--phrases", "1"))

    def test_file_names_may_hold_any_bytes(self):
        for name in (b"with space", b"two\nlines", b"caf\xe9 \xff", "日本".encode(), b"'\"$(x)"):
            with self.subTest(name):
                corpus = os.fsencode(self.folder) + b"/" + name
                with open(corpus, "wb") as file:
                    file.write(toy_corpus().read_bytes())
                model = corpus + b".model"
                result = self.succeed("train", corpus, "-o", model, *TOY_OPTIONS)
                self.assertIn(os.fsdecode(name), result.stderr)
                self.succeed("info", model)
                self.succeed("similar", model, "king")

    def test_a_name_that_begins_with_a_dash_follows_two_dashes(self):
        (self.folder / "-corpus").write_bytes(toy_corpus().read_bytes())
        self.succeed(
            "train", "-o", "model", *TOY_OPTIONS, "--", "-corpus", cwd=self.folder
        )
        self.assert_same_files(toy_model(), self.folder / "model", ARRAYS_AND_WORDS)


if __name__ == "__main__":
    unittest.main()
