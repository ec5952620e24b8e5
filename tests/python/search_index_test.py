"""Texts found by what they mean."""

import unittest

from package import PackageTest, eigenlex, run, toy_model, toy_texts


class SearchIndexes(PackageTest):
    def test_folder_and_answers_are_those_of_the_program(self):
        texts = toy_texts()[:300]
        made = eigenlex.index_texts(toy_model(), iter(texts), self.folder / "a.index", smoothing=0.01)
        toy_model().save(self.folder / "model")
        self.assertEqual(
            run("embed", self.folder / "model", "-o", self.folder / "b.index", "--smoothing", "0.01",
                stdin="\n".join(texts)).status, 0)  # fmt: skip
        for name in ("texts.txt", "vectors.npy", "words.npy", "direction.npy"):
            self.assertEqual(
                (self.folder / "a.index" / name).read_bytes(),
                (self.folder / "b.index" / name).read_bytes(),
                name,
            )
        self.assertEqual(len(made), 300)
        lines = run("search", self.folder / "b.index", texts[7], "-k", "4").lines
        found = made.search(texts[7], topn=4)
        self.assertEqual([text for _, text, _ in found], [line.split("\t")[3] for line in lines])
        self.assertEqual(
            [number + 1 for number, _, _ in found], [int(line.split("\t")[1]) for line in lines]
        )
        self.assertAlmostEqual(found[0][2], 1, places=6)
        self.assertEqual(made.search_all([texts[7], "zzz"], topn=4), [found, []])
        self.assertEqual(len(made.vectors()), 300)

    def test_wrong_calls_are_refused_by_name_and_leave_nothing(self):
        path = self.folder / "x.index"
        for error, says, call in (
            (TypeError, "vectors must be eigenlex.Vectors", lambda: eigenlex.index_texts("m", [], path)),
            (TypeError, "texts must be an iterable",
             lambda: eigenlex.index_texts(toy_model(), "a text", path)),
            (TypeError, "no argument 'smooth'; the nearest one is 'smoothing'",
             lambda: eigenlex.index_texts(toy_model(), ["a"], path, smooth=1)),
            (ValueError, "smoothing = 0",
             lambda: eigenlex.index_texts(toy_model(), ["a"], path, smoothing=0)),
            (TypeError, "str", lambda: eigenlex.index_texts(toy_model(), ["a", 5], path)),
        ):  # fmt: skip
            with self.subTest(says=says), self.assertRaisesRegex(error, says):
                call()
        self.assertEqual(list(self.folder.iterdir()), [])
        with self.assertRaises(eigenlex.FormatError):
            eigenlex.SearchIndex(self.folder)
        index = eigenlex.index_texts(toy_model(), [], path)
        self.assertEqual(index.search("the"), [])
        with self.assertRaisesRegex(TypeError, "question must be a str"):
            index.search(5)


if __name__ == "__main__":
    unittest.main()
