"""Calls that are wrong: each is refused by the argument's name and in words that help."""

import unittest

import numpy as np
from package import PackageTest, eigenlex, toy_model, toy_texts
from scipy import sparse

COMPASS = eigenlex.Vectors(["north", "east", "south"], [[0, 1], [1, 0], [0, -1]])


class Misuse(PackageTest):
    def assert_refused(self, *cases):
        for error, says, call in cases:
            with self.subTest(says=says), self.assertRaisesRegex(error, says):
                call()

    def test_names_of_other_libraries_are_answered_by_those_meant(self):
        for name, meant in {
            "vector_size": "dim",
            "size": "dim",
            "n_components": "dim",
            "workers": "threads",
            "n_jobs": "threads",
            "sample": "subsample",
            "random_state": "seed",
            "max_vocab_size": "max_vocab",
        }.items():
            with self.subTest(name=name), self.assertRaisesRegex(
                TypeError, f"no argument '{name}'; the nearest one is '{meant}'"
            ):
                eigenlex.train(toy_texts(), **{name: 7})
        with self.assertRaisesRegex(TypeError, "'n_clusters'; the nearest one is 'clusters'"):
            COMPASS.cluster(n_clusters=2)

    def test_numbers_that_are_not_whole_are_named(self):
        texts = toy_texts()
        self.assert_refused(
            (TypeError, "threads = 1.5: must be an int", lambda: eigenlex.train(texts, threads=1.5)),
            (TypeError, "threads = 'a': must be", lambda: eigenlex.set_num_threads("a")),
            (TypeError, "memory = 1.5: must be", lambda: eigenlex.train(texts, memory=1.5)),
            (TypeError, "threads = None", lambda: eigenlex.factorize([[1.0]], threads=None)),
            (TypeError, "topn = '3': must be", lambda: COMPASS.most_similar("north", topn="3")),
            (TypeError, "topn = 2.5: must be", lambda: COMPASS.most_similar("north", topn=2.5)),
            (TypeError, "topn = True", lambda: COMPASS.neighbours(topn=True)),
            (TypeError, "restrict_vocab = 2.5",
             lambda: COMPASS.most_similar("north", restrict_vocab=2.5)),
            (ValueError, "restrict_vocab = -1: must be at least 0",
             lambda: COMPASS.most_similar("north", restrict_vocab=-1)),
            (ValueError, "restrict_vocab = -1",
             lambda: COMPASS.most_similar_cosmul("north", restrict_vocab=-1)),
            (ValueError, "clip_end = -2", lambda: COMPASS.most_similar("north", clip_end=-2)),
        )  # fmt: skip

    def test_numbers_of_numpy_are_numbers(self):
        three = np.int64(3)
        self.assertEqual(len(COMPASS.most_similar("north", topn=three)), 2)
        self.assertEqual(len(COMPASS.most_similar("north", restrict_vocab=np.int32(2))), 1)
        eigenlex.set_num_threads(three)
        self.assertEqual(eigenlex.get_num_threads(), 3)
        eigenlex.set_num_threads(0)

    def test_what_is_no_word_and_no_vector_is_told_so(self):
        self.assert_refused(
            (TypeError, "a word is a str.* not float", lambda: COMPASS[1.5]),
            (TypeError, "a word is a str.* not NoneType", lambda: COMPASS[None]),
            (TypeError, "a word is a str.* not slice", lambda: COMPASS[:]),
            (TypeError, "positive: has 5.5, which is no word", lambda: COMPASS.most_similar(5.5)),
            (TypeError, "positive: has .*which is no pair with a number",
             lambda: COMPASS.most_similar([("north", "x")])),
            (TypeError, "vector: must have real numbers",
             lambda: COMPASS.similar_by_vector("north")),
            (ValueError, r"an array of shape \(1, 2\), but vectors have 2 dimensions",
             lambda: COMPASS.similar_by_vector([[1, 2]])),
        )  # fmt: skip

    def test_one_word_where_several_are_wanted_is_not_taken_for_letters(self):
        self.assert_refused(
            (TypeError, "words must be an iterable", lambda: COMPASS.doesnt_match("north east")),
            (TypeError, "ws1 must be an iterable", lambda: COMPASS.n_similarity("north", ["east"])),
            (TypeError, "ws2 must be an iterable", lambda: COMPASS.n_similarity(["north"], "east")),
            (TypeError, "keys must be an iterable", lambda: COMPASS.get_mean_vector("north")),
            (TypeError, "keys_list must be",
             lambda: COMPASS.most_similar_to_given("north", "east")),
            (TypeError, "other_words must be", lambda: COMPASS.distances("north", "east")),
        )  # fmt: skip

    def test_data_that_do_not_fit_are_named(self):
        two = [[1.0], [2.0]]
        self.assert_refused(
            (ValueError, "counts = 1 numbers: must be one for each word",
             lambda: eigenlex.Vectors(["a", "b"], two, counts=[1])),
            (ValueError, "counts.*must be at least 0",
             lambda: eigenlex.Vectors(["a", "b"], two, counts=[1, -1])),
            (TypeError, "words: must be of str, and has a int",
             lambda: eigenlex.Vectors(["a", 3], two)),
            (TypeError, "labels: must be of str, and has a int",
             lambda: eigenlex.classify(["north", "east"], [0, 1], COMPASS)),
            (TypeError, "matrix: must have real numbers, not complex128",
             lambda: eigenlex.factorize(sparse.csr_matrix(np.array([[1 + 2j]])))),
        )  # fmt: skip

    def test_files_that_cannot_be_are_errors_of_the_system_by_their_numbers(self):
        (self.folder / "file").write_text("a file")
        (self.folder / "full").mkdir()
        (self.folder / "full" / "file").write_text("a file")
        model = toy_model()
        for error, call in (
            (FileNotFoundError, lambda: eigenlex.load("")),
            (FileNotFoundError, lambda: eigenlex.load(self.folder / "none")),
            (FileNotFoundError, lambda: eigenlex.load_classifier(self.folder / "none")),
            (FileNotFoundError, lambda: model.save(self.folder / "none" / "model")),
            (NotADirectoryError, lambda: model.save(self.folder / "file")),
            (IsADirectoryError, lambda: model.save(self.folder / "full", format="npy")),
            (FileNotFoundError, lambda: eigenlex.train(self.folder / "none")),
        ):
            with self.subTest(error=error), self.assertRaises(error) as raised:
                call()
            self.assertGreater(raised.exception.errno, 0)
            self.assertFalse(raised.exception.strerror.startswith(":"))
        with self.assertRaises(OSError) as raised:
            model.save(self.folder / "full")
        self.assertEqual(raised.exception.strerror.split(";")[0],
                         "holds other files and no model.json")  # fmt: skip


if __name__ == "__main__":
    unittest.main()
