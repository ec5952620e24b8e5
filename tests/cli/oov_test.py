"""subwords, similar --subwords and induce: words that a model does not have get a vector."""

import json
import unittest

from support import CliTest, TOY_OPTIONS, run, toy_classes, toy_corpus, vocabulary


class Model(CliTest):
    def setUp(self):
        super().setUp()
        self.counts = self.folder / "toy.counts"
        self.model = self.folder / "toy.model"
        self.succeed("train", toy_corpus(), "-o", self.model, *TOY_OPTIONS)


class Subwords(Model):
    def test_unknown_words_are_composed_and_known_ones_are_as_without(self):
        plain = self.succeed("similar", self.model, "king", "-k", "3").lines
        self.fail_with(1, "similar", self.model, "kingly", says=("kingly",))
        summary = json.loads(self.succeed("subwords", self.model, "--json").stdout)
        self.assertGreater(summary["ngrams"], 10)
        self.assertEqual(len(summary["trials"]), 4)
        lines = self.succeed("similar", self.model, "king", "kingly", "-k", "3", "--subwords").lines
        self.assertEqual(lines[:3], plain)
        self.assertEqual({line.split("\t")[0] for line in lines[3:]}, {"kingly"})
        self.assertEqual(len(lines), 6)

    def test_a_word_without_known_parts_stays_unknown(self):
        self.succeed("subwords", self.model, "--regularization", "1")
        self.fail_with(1, "similar", self.model, "ΩΩΩΩ", "--subwords", says=("ΩΩΩΩ",))

    def test_without_subwords_the_message_says_how_to_make_them(self):
        self.fail_with(
            1, "similar", self.model, "kingly", "--subwords", says=("learn sub-words first",)
        )

    def test_subwords_of_another_training_are_refused(self):
        self.succeed("subwords", self.model, "--regularization", "1")
        (self.model / "subwords").rename(self.folder / "kept")
        self.succeed("train", toy_corpus(), "-o", self.model, *TOY_OPTIONS, "--seed", "2", "--force")
        (self.folder / "kept").rename(self.model / "subwords")
        self.fail_with(
            1, "similar", self.model, "kingly", "--subwords", says=("`eigenlex subwords`",)
        )

    def test_the_same_bytes_come_for_any_number_of_threads(self):
        self.succeed("subwords", self.model, "--threads", "1")
        first = (self.model / "subwords" / "vectors.npy").read_bytes()
        self.succeed("subwords", self.model, "--threads", "3")
        self.assertEqual((self.model / "subwords" / "vectors.npy").read_bytes(), first)

    def test_files_of_vectors_have_their_subwords_beside_them(self):
        vectors = self.folder / "toy.vec"
        self.succeed("export", self.model, "-o", vectors)
        self.succeed("subwords", vectors, "--regularization", "1")
        self.assertTrue((self.folder / "toy.vec.subwords").is_dir())
        self.succeed("similar", vectors, "kingly", "--subwords")

    def test_options_out_of_range_are_named_by_their_flags(self):
        self.fail_with(1, "subwords", self.model, "--shortest", "0", says=("--shortest",))
        self.fail_with(1, "subwords", self.model, "--regularization", "0", says=("--regular",))


class Induce(Model):
    """A word of the corpus is given another name, and its neighbours come back."""

    NAME = "zzyzx"

    def setUp(self):
        super().setUp()
        self.succeed("count", toy_corpus(), "-o", self.counts, *TOY_OPTIONS[2:4])

    def sentences(self, word, count):
        lines = [line.split() for line in toy_corpus().read_text().splitlines()]
        chosen = [line for line in lines if word in line][:count]
        return "\n".join(" ".join(self.NAME if w == word else w for w in line) for line in chosen)

    def induce(self, *arguments, **options):
        return run(
            "induce", self.model, "--counts", self.counts, "--word", self.NAME,
            "--subsample", "0", *arguments, **options,
        )  # fmt: skip

    def test_neighbours_are_of_the_class_of_the_word_that_was_renamed(self):
        classes = toy_classes()
        words = [word for word in vocabulary(self.model) if word in classes][:12]
        same = 0
        for word in words:
            result = self.induce("-k", "5", "--json", stdin=self.sentences(word, 20))
            self.assertEqual(result.status, 0, result.stderr)
            found = json.loads(result.stdout)["neighbours"]
            same += sum(classes.get(entry["word"]) == classes[word] for entry in found)
        # Words chosen blindly would be of the same class one time in 18.
        self.assertGreater(same / (5 * len(words)), 0.5)

    def test_the_word_is_added_to_the_model_written(self):
        extended = self.folder / "extended.model"
        shown = self.induce("-o", extended, "-k", "3", stdin=self.sentences("king", 20))
        self.assertEqual(shown.status, 0, shown.stderr)
        self.assertEqual(vocabulary(extended), [*vocabulary(self.model), self.NAME])
        self.assertEqual(
            self.succeed("similar", extended, self.NAME, "-k", "3").lines, shown.lines
        )
        again = self.induce("-o", extended, stdin=self.sentences("king", 20))
        self.assertEqual(again.status, 1)
        self.assertIn("--force", again.stderr)

    def test_a_word_that_the_model_has_or_no_sentence_holds_is_refused(self):
        known = run("induce", self.model, "--counts", self.counts, "--word", "king", stdin="king a")
        self.assertEqual(known.status, 1)
        self.assertIn("has a vector already", known.stderr)
        absent = self.induce(stdin="a b c\n")
        self.assertEqual(absent.status, 1)
        self.assertIn("must occur beside known words", absent.stderr)


if __name__ == "__main__":
    unittest.main()
