"""Vectors in the space of others."""

import unittest

from package import PackageTest, eigenlex, np, random_vectors


class Alignments(PackageTest):
    def setUp(self):
        super().setUp()
        self.source = random_vectors()
        self.turn = np.linalg.qr(np.random.default_rng(7).normal(size=(20, 20)))[0]
        self.target = eigenlex.Vectors(
            [word.upper() for word in self.source], self.source.vectors @ self.turn
        )
        self.pairs = [(word, word.upper()) for word in self.source.words[:200]]

    def test_finds_the_rotation_from_pairs_or_a_file_of_them(self):
        file = self.folder / "pairs.txt"
        file.write_text("".join(f"{a} {b}\n" for a, b in self.pairs))
        for dictionary in (self.pairs, file, str(file)):
            aligned = eigenlex.align(self.source, self.target, dictionary, progress=lambda *_: None)
            np.testing.assert_allclose(aligned.rotation, self.turn, atol=1e-4)
            np.testing.assert_allclose(aligned.vectors.vectors, self.target.vectors, atol=1e-3)
            self.assertIn("align", aligned.vectors.description)

    def test_names_the_pairs_that_do_not_fit(self):
        wrong = [("w1", "W2"), ("w2", "W1")]
        aligned = eigenlex.align(self.source, self.target, self.pairs[3:] + wrong)
        np.testing.assert_allclose(aligned.rotation, self.turn, atol=1e-4)
        self.assertEqual(set(aligned.moved[:2]), set(wrong))

    def test_translates_what_was_aligned(self):
        aligned = eigenlex.align(self.source, self.target, self.pairs[:50])
        translator = eigenlex.Translator(aligned.vectors, self.target)
        found = translator.translate_all(self.source.words, topn=1)
        right = sum(
            answer[0][0] == word.upper() for word, answer in zip(self.source, found, strict=True)
        )
        self.assertEqual(right, len(self.source))
        with self.assertRaisesRegex(KeyError, "w9999"):
            translator.translate("w9999")

    def test_wrong_calls_are_refused_by_name(self):
        a, b = self.source, self.target
        for error, says, call in (
            (TypeError, "target must be eigenlex.Vectors", lambda: eigenlex.align(a, "b")),
            (ValueError, "anchors", lambda: eigenlex.align(a, b)),  # no word in common
            (ValueError, "anchors = same", lambda: eigenlex.align(a, a, anchors="same")),
            (ValueError, "must be pairs of words", lambda: eigenlex.align(a, b, [("a", "b", "c")])),
            (FileNotFoundError, "none.txt", lambda: eigenlex.align(a, b, "none.txt")),
            (TypeError, "the nearest one is 'rounds'", lambda: eigenlex.align(a, b, round=3)),
            (ValueError, "rounds = -1", lambda: eigenlex.align(a, a, rounds=-1)),
            (ValueError, "count = 0", lambda: eigenlex.Translator(a, a).translate("w1", topn=0)),
            (TypeError, "words must be an iterable",
             lambda: eigenlex.Translator(a, a).translate_all("w1")),
        ):  # fmt: skip
            with self.subTest(says=says), self.assertRaisesRegex(error, says):
                call()


if __name__ == "__main__":
    unittest.main()
