"""`Vectors` and `Model`: what they hold, saving and opening, pickling."""

import copy
import gc
import logging
import os
import pickle
import unittest
import weakref

from package import (
    TOY,
    PackageTest,
    eigenlex,
    flags_of,
    np,
    random_vectors,
    run,
    toy_corpus,
    toy_model,
)


class Views(PackageTest):
    def test_vectors_are_the_model_s_own_numbers_and_read_only(self):
        model = toy_model()
        first, second = eigenlex._eigenlex.HeldVectors.vectors.fget(model._held), model.vectors
        self.assertIsNot(first, second)
        self.assertTrue(np.shares_memory(first, second))
        self.assertTrue(np.shares_memory(model["the" if "the" in model else 0], model.vectors))
        self.assertEqual(model.vectors.dtype, np.float32)
        self.assertTrue(model.vectors.flags.c_contiguous)
        for view in (model.vectors, model.counts, model.contexts, model.singular_values):
            self.assertFalse(view.flags.owndata)
            self.assertFalse(view.flags.writeable)
            with self.assertRaises(ValueError):
                view.setflags(write=True)
                view[0] = 1

    def test_a_view_keeps_its_numbers_alive(self):
        vectors = random_vectors()
        expected = vectors.vectors.copy()
        held = weakref.ref(vectors)
        view = vectors.vectors[3:]
        del vectors
        gc.collect()
        self.assertIsNone(held())
        random_vectors(seed=2)
        np.testing.assert_array_equal(view, expected[3:])
        model = eigenlex.train(["a b c a b"] * 30, dim=2)
        contexts = model.contexts
        expected = contexts.copy()
        del model
        gc.collect()
        np.testing.assert_array_equal(contexts, expected)


class Mapping(PackageTest):
    def test_it_has_words_in_order_and_their_vectors(self):
        vectors = eigenlex.Vectors(["b", "a", "ü"], [[1, 2], [3, 4], [5, 6]], [9, 5, 0])
        self.assertEqual(len(vectors), 3)
        self.assertEqual(list(vectors), ["b", "a", "ü"])
        self.assertEqual(vectors.words, vectors.index_to_key)
        self.assertEqual(vectors.key_to_index, {"b": 0, "a": 1, "ü": 2})
        self.assertEqual(vectors.vector_size, 2)
        self.assertEqual(vectors.counts.tolist(), [9, 5, 0])
        self.assertEqual(vectors.get_vecattr("a", "count"), 5)
        self.assertEqual(vectors["ü"].tolist(), [5, 6])
        self.assertEqual(vectors[0].tolist(), [1, 2])
        self.assertEqual(vectors[["a", "b"]].tolist(), [[3, 4], [1, 2]])
        self.assertTrue("a" in vectors and 2 in vectors and np.int64(2) in vectors)
        self.assertFalse("A" in vectors or 3 in vectors or -1 in vectors or None in vectors)
        self.assertEqual(vectors.get_index("c", 7), 7)

    def test_an_unknown_word_is_a_key_error_with_a_hint(self):
        vectors = eigenlex.Vectors(["color", "king"], np.eye(2))
        for ask in (
            lambda: vectors["colour"],
            lambda: vectors.most_similar("colour"),
            lambda: vectors.similarity("king", "colour"),
            lambda: vectors.get_mean_vector(["colour"], ignore_missing=False),
        ):
            with self.assertRaisesRegex(KeyError, "colour.* is not in the vocabulary; close: color"):
                ask()
        with self.assertRaisesRegex(KeyError, "no word has index 5"):
            vectors[5]
        with self.assertRaises(TypeError):
            vectors.get_vector(None)

    def test_bytes_that_are_no_utf8_are_kept(self):
        path = self.folder / "bytes.vec"
        path.write_bytes(b"2 2\n\xff\xfe 1 2\nword 3 4\n")
        vectors = eigenlex.load(path)
        self.assertEqual(vectors.words, ["\udcff\udcfe", "word"])
        self.assertEqual(vectors["\udcff\udcfe"].tolist(), [1, 2])
        vectors.save(self.folder / "again.txt")
        self.assertIn(b"\n\xff\xfe 1 2\n", (self.folder / "again.txt").read_bytes())

    def test_what_does_not_fit_is_refused(self):
        for words, vectors, counts, says in (
            (["a"], [[1], [2]], None, "vectors = 2 rows: must have a row for each word"),
            (["a"], [1, 2], None, "vectors = an array of 1 dimensions"),
            (["a", "a"], np.eye(2), None, "a"),
            (["a", ""], np.eye(2), None, "empty"),
            (["a", "b"], np.eye(2), [1], ""),
            (["a", "b"], np.eye(2), [1, -1], ""),
            (["a", "b"], np.eye(2) * np.nan, None, "finite"),
        ):
            with self.subTest(says=says), self.assertRaisesRegex(ValueError, says):
                eigenlex.Vectors(words, vectors, counts)
        with self.assertRaises(TypeError):
            eigenlex.Vectors("ab", np.eye(2))
        with self.assertRaises(TypeError):
            eigenlex.Vectors([1, 2], np.eye(2))

    def test_it_is_shown(self):
        model = toy_model()
        self.assertRegex(repr(model), r"^<eigenlex.Model: \d+ words, 40 dimensions, by svd>$")
        self.assertIn("<b>eigenlex.Model</b>", model._repr_html_())
        found = eigenlex.Vectors(["<b>", "c"], np.eye(2)).most_similar("c")
        self.assertIsInstance(found, list)
        self.assertIn("<td>&lt;b&gt;</td><td>0.0000</td>", found._repr_html_())


class Files(PackageTest):
    def test_a_model_of_the_program_is_opened_and_written_back_as_it_was(self):
        path = self.folder / "toy.model"
        self.assertEqual(run("train", toy_corpus(), "-o", path, *flags_of(TOY)).status, 0)
        model = eigenlex.load(path)
        self.assertIsInstance(model, eigenlex.Model)
        self.assert_same_model(model, toy_model())
        self.assertEqual(model.exponent, 0.25)
        model.save(self.folder / "again")
        for each in path.iterdir():
            self.assertEqual(each.read_bytes(), (self.folder / "again" / each.name).read_bytes())

    def test_contexts_are_not_read_from_another_model_that_took_the_place(self):
        path = self.folder / "model"
        toy_model().save(path)
        model = eigenlex.load(path)
        eigenlex.train(["a b c a b"] * 30, dim=2).save(path)
        with self.assertRaisesRegex(OSError, "has been replaced"):
            model.contexts

    def test_every_format_comes_back(self):
        vectors = random_vectors(50)
        for name in ("v.txt", "v.vec", "v.bin", "v.npy", "v.txt.gz", "v.bin.xz"):
            path = self.folder / name
            vectors.save(path)
            opened = eigenlex.load(os.fspath(path))
            self.assertEqual(opened.words, vectors.words)
            np.testing.assert_array_equal(opened.vectors, vectors.vectors)
        np.testing.assert_array_equal(np.load(self.folder / "v.npy"), vectors.vectors)
        with self.assertRaisesRegex(ValueError, "ends in none of .npy, .bin, .txt, .vec"):
            vectors.save(self.folder / "v")
        with self.assertRaisesRegex(ValueError, "format = pickle: must be one of word2vec"):
            vectors.save(self.folder / "v", "pickle")

    def test_what_is_left_out_of_a_file_is_noted(self):
        path = self.folder / "twice.txt"
        path.write_text("3 2\nword 1 2\nword 3 4\nother 5 6\n")
        with self.assertLogs("eigenlex", logging.INFO) as logs:
            self.assertEqual(eigenlex.load(path).words, ["word", "other"])
        self.assertIn("a vector of words that occurred before is left out", logs.output[0])

    def test_errors_are_python_s_own(self):
        with self.assertRaises(FileNotFoundError) as raised:
            eigenlex.load(self.folder / "none")
        self.assertEqual(raised.exception.filename, str(self.folder / "none"))
        with self.assertRaises(FileNotFoundError):
            random_vectors().save(self.folder / "no" / "folder.txt")
        with self.assertRaises(IsADirectoryError):
            random_vectors().save(self.folder, "word2vec")
        (self.folder / "other").mkdir()
        (self.folder / "other" / "file").touch()
        with self.assertRaisesRegex(OSError, "holds other files"):
            toy_model().save(self.folder / "other")
        path = self.folder / "damaged"
        toy_model().save(path)
        content = bytearray((path / "vectors.npy").read_bytes())
        content[-1] ^= 1
        (path / "vectors.npy").write_bytes(content)
        with self.assertRaises(eigenlex.FormatError) as raised:
            eigenlex.load(path)
        self.assertEqual(raised.exception.filename, str(path / "vectors.npy"))
        self.assertEqual(len(eigenlex.load(path, verify=False)), len(toy_model()))
        with self.assertRaises(TypeError):
            eigenlex.load(3)


class Copies(PackageTest):
    def test_pickle_and_deepcopy_keep_all(self):
        for protocol in range(2, pickle.HIGHEST_PROTOCOL + 1):
            again = pickle.loads(pickle.dumps(toy_model(), protocol))
            self.assert_same_model(again, toy_model())
            self.assertEqual(again.description, toy_model().description)
            self.assertEqual(again.exponent, toy_model().exponent)
        vectors = random_vectors()
        again = copy.deepcopy(vectors)
        self.assertIs(type(again), eigenlex.Vectors)
        self.assertEqual(again.most_similar("w3"), vectors.most_similar("w3"))

    def test_a_frame_of_pandas_shares_the_memory(self):
        frame = random_vectors().to_frame()
        vectors = random_vectors()
        self.assertTrue(np.shares_memory(vectors.to_frame().to_numpy(), vectors.vectors))
        np.testing.assert_array_equal(frame.loc["w3"].to_numpy(), vectors["w3"])


if __name__ == "__main__":
    unittest.main()
