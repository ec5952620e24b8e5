"""export and info: a model in other forms is still the same model."""

import json
import unittest

from support import TOY_OPTIONS, CliTest, read_npy, toy_corpus, toy_model, vocabulary

FORMATS = ("word2vec", "word2vec-binary", "glove", "fasttext", "npy")


class Export(CliTest):
    def export(self, name, *options):
        target = self.folder / name
        self.succeed("export", toy_model(), "-o", target, *options)
        return target

    def assert_same_vectors(self, first, second, *, delta):
        """`delta` is relative to the largest component."""
        shape, numbers = read_npy(first)
        other_shape, other_numbers = read_npy(second)
        self.assertEqual(shape, other_shape)
        difference = max(abs(a - b) for a, b in zip(numbers, other_numbers))
        self.assertLess(difference, delta * max(map(abs, numbers)))

    def test_every_format_answers_as_the_model_does(self):
        words = "\n".join(vocabulary(toy_model())[:100])
        analogies = toy_corpus().with_name("toy.analogies.txt")

        def answers(model):
            return [
                self.succeed("similar", model, "--json", stdin=words).stdout,
                self.succeed("evaluate", model, "--analogies", analogies).stdout,
            ]

        expected = answers(toy_model())
        for name in FORMATS:
            with self.subTest(name):
                # The reader goes by content, except that NumPy arrays are files in .npy.
                target = self.export(f"vectors-{name}.npy", "--format", name)
                self.assertEqual(answers(target), expected)

    def test_a_vector_that_was_read_from_text_is_exact(self):
        text = self.export("vectors.txt")
        array = self.folder / "vectors.npy"
        self.succeed("export", text, "--format", "npy", "-o", array)
        self.assertEqual(array.read_bytes(), (toy_model() / "vectors.npy").read_bytes())

    def test_formats_begin_as_documented(self):
        words = vocabulary(toy_model())
        header = f"{len(words)} 40\n"
        for name, begins in {
            "word2vec": header + words[0] + " ",
            "word2vec-binary": header + words[0] + " ",
            "glove": words[0] + " ",
            "fasttext": header + words[0] + " ",
        }.items():
            with self.subTest(name):
                content = self.export(name, "--format", name).read_bytes()
                self.assertEqual(content[: len(begins)], begins.encode())
        default = self.export("default").read_bytes()
        self.assertEqual(default, (self.folder / "word2vec").read_bytes())

    def test_a_model_exported_as_it_is_has_the_same_vectors(self):
        model = self.export("copy", "--format", "model")
        for name in ("vectors.npy", "contexts.npy", "vocab.tsv", "singular_values.npy"):
            self.assertEqual((model / name).read_bytes(), (toy_model() / name).read_bytes(), name)

    def test_fewer_dimensions_and_another_exponent_are_what_training_would_give(self):
        large, small, derived = (self.folder / name for name in ("large", "small", "derived"))
        # The reference solver: its leading columns do not depend on how many there are.
        options = ("--window", "5", "--subsample", "0", "--solver", "spectra", "--tolerance", "0",
                   "--method", "svd")  # fmt: skip
        self.succeed("train", toy_corpus(), "-o", large, "--dim", "30", *options)
        changed = ("--dim", "10", "--exponent", "0.75")
        self.succeed("train", toy_corpus(), "-o", small, *changed, *options)
        self.succeed("export", large, "-o", derived, "--format", "model", *changed)
        for name in ("vectors.npy", "contexts.npy", "singular_values.npy"):
            self.assert_same_vectors(small / name, derived / name, delta=1e-4)
        description = json.loads((derived / "model.json").read_text())
        self.assertEqual((description["dim"], description["exponent"]), (10, 0.75))

    def test_dimensions_are_the_leading_columns(self):
        _, whole = read_npy(toy_model() / "vectors.npy")
        (rows, dim), part = read_npy(self.export("part.npy", "--format", "npy", "--dim", "7"))
        self.assertEqual((rows, dim), (len(vocabulary(toy_model())), 7))
        for row in range(rows):
            self.assertEqual(part[7 * row : 7 * row + 7], whole[40 * row : 40 * row + 7])

    def test_what_cannot_be_derived_is_refused(self):
        target = self.folder / "out"
        for options, part in {
            ("--dim", "41"): "at most the 40 dimensions",
            ("--dim", "-1"): "at least 0",
            ("--exponent", "7"): "must be in",
            ("--exponent", "nan"): "must be in",
        }.items():
            self.fail_with(
                1, "export", toy_model(), "-o", target, *options, says=(*options, part)
            )
        vectors = self.export("vectors.txt")
        self.fail_with(
            1, "export", vectors, "--exponent", "0.5", "-o", target, says=("--exponent",)
        )
        self.assert_holds_only("vectors.txt")

    def test_sum_contexts_adds_the_contexts_to_the_words(self):
        _, words = read_npy(toy_model() / "vectors.npy")
        _, contexts = read_npy(toy_model() / "contexts.npy")
        shape, sums = read_npy(self.export("sum.npy", "--format", "npy", "--sum-contexts"))
        self.assertEqual(shape, (len(vocabulary(toy_model())), 40))
        for word, context, both in zip(words, contexts, sums):
            self.assertAlmostEqual(word + context, both, delta=1e-5)
        model = self.export("sum", "--format", "model", "--sum-contexts", "--dim", "9")
        self.assertEqual(read_npy(model / "vectors.npy")[0][1], 9)
        self.assertFalse((model / "contexts.npy").exists())

    def test_sum_contexts_needs_contexts(self):
        vectors = self.export("vectors.txt")
        for model in (vectors, self.export("sum", "--format", "model", "--sum-contexts")):
            self.fail_with(
                1, "export", model, "--sum-contexts", "-o", self.folder / "out",
                says=("--sum-contexts", "no contexts"),
            )  # fmt: skip

    def test_contexts_are_exported_to_a_model_only(self):
        self.export("vectors.npy", "--format", "npy")
        self.assert_holds_only("vectors.npy", "vectors.vocab.tsv")


class Info(CliTest):
    def test_says_what_the_model_holds_and_how_it_was_made(self):
        text = self.succeed("info", toy_model()).stdout
        words = vocabulary(toy_model())
        for label, value in {
            "words": str(len(words)), "dimensions": "40", "exponent": "0.25", "  window": "5",
            "  corpus": str(toy_corpus()), "  converged": "true",
        }.items():  # fmt: skip
            self.assertRegex(text, rf"(?m)^{label} .*{value}")
        self.assertIn(words[0], text)

    def test_the_objective_of_least_squares_is_shown_by_sweep(self):
        model = self.folder / "als"
        trained = self.succeed("train", toy_corpus(), "-o", model, *TOY_OPTIONS[:6])
        objective = r"(?m)^objective +\S+ at the start(, \S+)+$"
        self.assertRegex(trained.stderr, objective)
        self.assertRegex(self.succeed("info", model).stdout, objective)
        self.assertNotRegex(self.succeed("info", toy_model()).stdout, objective)

    def test_json_is_what_model_json_says(self):
        answer = json.loads(self.succeed("info", toy_model(), "--json").stdout)
        description = json.loads((toy_model() / "model.json").read_text())
        self.assertEqual((answer["words"], answer["dim"]), (description["words"], 40))
        for section in ("count_options", "factor_options", "corpus", "svd"):
            self.assertEqual(answer["description"][section], description[section])

    def test_a_file_of_vectors_has_words_and_dimensions(self):
        vectors = self.write("vectors.txt", "a 1 2\nb 3 4\nc 5 6\n")
        text = self.succeed("info", vectors).stdout
        self.assertRegex(text, r"(?m)^words +3$")
        self.assertRegex(text, r"(?m)^dimensions +2$")

    def test_a_damaged_model_is_refused_with_the_file(self):
        model = self.folder / "model"
        self.succeed("train", toy_corpus(), "-o", model, *TOY_OPTIONS)
        vectors = model / "vectors.npy"
        content = bytearray(vectors.read_bytes())
        content[-1] ^= 1
        vectors.write_bytes(content)
        for command in (["info", model], ["similar", model, "king"]):
            self.fail_with(1, *command, says=(str(vectors),))
        vectors.write_bytes(content[:1000])
        self.fail_with(1, "info", model, says=(str(vectors),))
        vectors.unlink()
        self.fail_with(1, "info", model, says=(str(vectors),))


if __name__ == "__main__":
    unittest.main()
