"""Compares every answer with that of gensim's KeyedVectors on the same vectors."""

import logging
import random
import unittest
import warnings

from package import PackageTest, eigenlex, np, random_vectors, toy_corpus, toy_model

try:
    from gensim.models import KeyedVectors
except ImportError:
    KeyedVectors = None

# Cosines are summed in double here and in float there.
TOLERANCE = 1e-6


def setUpModule():
    logging.getLogger("gensim").setLevel(logging.ERROR)


@unittest.skipIf(KeyedVectors is None, "gensim is not installed")
class Gensim(PackageTest):
    @classmethod
    def setUpClass(cls):
        cls.ours = random_vectors(2000, 30)
        cls.theirs = cls.ours.to_gensim()

    def assert_same(self, ours, theirs):
        """The same words in the same order, but for ties to within rounding."""
        self.assertEqual(len(ours), len(theirs))
        for i, ((word, similarity), (other, expected)) in enumerate(zip(ours, theirs)):
            self.assertAlmostEqual(similarity, expected, delta=TOLERANCE)
            if word != other:
                near = [w for w, s in theirs if abs(s - expected) <= TOLERANCE]
                self.assertIn(word, near, f"place {i}")

    def test_a_round_trip_keeps_words_vectors_and_counts(self):
        self.assertEqual(self.theirs.index_to_key, self.ours.words)
        np.testing.assert_array_equal(self.theirs.vectors, self.ours.vectors)
        self.assertEqual(self.theirs.get_vecattr("w5", "count"), self.ours.counts[5])
        again = eigenlex.Vectors.from_gensim(self.theirs)
        self.assertEqual(again.words, self.ours.words)
        np.testing.assert_array_equal(again.vectors, self.ours.vectors)
        np.testing.assert_array_equal(again.counts, self.ours.counts)

    def test_the_nearest_of_a_thousand_words(self):
        for word in self.ours.words[:1000]:
            self.assert_same(self.ours.most_similar(word), self.theirs.most_similar(word))

    def test_sums_of_words_of_every_form(self):
        vector = np.arange(30, dtype=np.float32)
        questions = [
            {"positive": ["w1", "w2"], "negative": ["w3"]},
            {"positive": "w1", "negative": "w2"},
            {"positive": [5, "w7"], "topn": 3},
            {"positive": [("w1", 0.5), ("w2", 2.0)], "negative": [("w9", -0.25)]},
            {"positive": vector},
            {"positive": [vector, "w3", (vector, -0.1)]},
            {"positive": np.stack([vector, -vector + 1])},
            {"negative": ["w1"]},
            {"positive": ["w1", "w1"]},
            {"positive": ["w1"], "restrict_vocab": 50},
            {"positive": ["w1"], "clip_start": 100, "clip_end": 300},
            {"positive": ["w1"], "clip_end": 30, "topn": 100},
            {"positive": ["w1"], "topn": 0},
            {"positive": ["w1"], "topn": 5000},
        ]
        for question in questions:
            with self.subTest(question=question):
                ours = self.ours.most_similar(**question)
                self.assert_same(ours, self.theirs.most_similar(**question))

    def test_similarities_of_all_words(self):
        for options in ({}, {"clip_start": 3, "clip_end": 9}, {"restrict_vocab": 7}):
            ours = self.ours.most_similar("w4", topn=None, **options)
            theirs = self.theirs.most_similar("w4", topn=None, **options)
            np.testing.assert_allclose(ours, theirs, atol=TOLERANCE)

    def test_an_indexer_is_asked_instead(self):
        class Indexer:
            def most_similar(self, vector, topn):
                return vector, topn

        for ours, theirs in [
            (
                self.ours.most_similar(["w1", "w2"], topn=4, indexer=Indexer()),
                self.theirs.most_similar(["w1", "w2"], topn=4, indexer=Indexer()),
            )
        ]:
            np.testing.assert_allclose(ours[0], theirs[0], atol=TOLERANCE)
            self.assertEqual(ours[1], theirs[1])

    def test_other_ways_to_ask(self):
        ours, theirs = self.ours, self.theirs
        self.assert_same(ours.similar_by_word("w1", 3, 99), theirs.similar_by_word("w1", 3, 99))
        self.assert_same(ours.similar_by_key(8), theirs.similar_by_key(8))
        vector = theirs["w1"] * 3
        self.assert_same(ours.similar_by_vector(vector), theirs.similar_by_vector(vector))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            expected = theirs.most_similar_cosmul(["w1", "w2"], ["w3"])
        self.assert_same(ours.most_similar_cosmul(["w1", "w2"], ["w3"]), expected)

    def test_similarities_and_distances(self):
        ours, theirs = self.ours, self.theirs
        draw = random.Random(1)
        for _ in range(50):
            a, b = draw.sample(ours.words, 2)
            words, others = draw.sample(ours.words, 4), draw.sample(ours.words, 3)
            for name, arguments in {
                "similarity": (a, b),
                "distance": (a, b),
                "n_similarity": (words, others),
            }.items():
                expected = getattr(theirs, name)(*arguments)
                self.assertAlmostEqual(getattr(ours, name)(*arguments), expected, delta=TOLERANCE)
            self.assertEqual(ours.doesnt_match(words), theirs.doesnt_match(words))
            self.assertEqual(
                ours.most_similar_to_given(a, words), theirs.most_similar_to_given(a, words)
            )
            self.assertEqual(ours.rank(a, b), theirs.rank(a, b))
        np.testing.assert_allclose(ours.distances("w1"), theirs.distances("w1"), atol=TOLERANCE)
        np.testing.assert_allclose(
            ours.distances("w1", ["w3", "w2"]), theirs.distances("w1", ["w3", "w2"]), atol=TOLERANCE
        )
        self.assertEqual(set(ours.closer_than("w1", "w2")), set(theirs.closer_than("w1", "w2")))
        np.testing.assert_allclose(
            ours.get_normed_vectors(), theirs.get_normed_vectors(), atol=TOLERANCE
        )
        with self.assertRaises(ZeroDivisionError):
            ours.n_similarity([], ["w1"])

    def test_means(self):
        for options in (
            {"keys": ["w1", 2, "none"]},
            {"keys": ["w1", "w2"], "weights": [1, -2]},
            {"keys": ["w1", "w2"], "pre_normalize": False},
            {"keys": ["w1", np.ones(30, np.float32)], "post_normalize": True},
        ):
            np.testing.assert_allclose(
                self.ours.get_mean_vector(**options),
                self.theirs.get_mean_vector(**options),
                atol=TOLERANCE,
            )

    def test_centrality(self):
        words = ["w1", "w5", "w9", "none"]
        for (ours, word), (theirs, expected) in zip(
            self.ours.rank_by_centrality(words), self.theirs.rank_by_centrality(words)
        ):
            self.assertEqual(word, expected)
            self.assertAlmostEqual(ours, theirs, delta=TOLERANCE)

    def test_neighbours_of_many_are_those_of_each(self):
        ids, similarities = self.ours.neighbours(["w1", 9], topn=5)
        for row, word in enumerate(["w1", 9]):
            found = [(self.ours.words[i], s) for i, s in zip(ids[row], similarities[row])]
            self.assertEqual(found, list(self.ours.most_similar(word, topn=5)))
        ids, _ = eigenlex.Vectors(["a", "b"], np.eye(2)).neighbours(topn=3)
        self.assertEqual(ids.tolist(), [[1, -1], [0, -1]])

    def test_what_is_no_question_is_refused(self):
        for ask, error in (
            (lambda: self.ours.most_similar("w1", topn=2.5), TypeError),
            (lambda: self.ours.neighbours(topn=0), ValueError),
            (lambda: self.ours.most_similar([]), ValueError),
            (lambda: self.ours.most_similar([None]), ValueError),
            (lambda: self.ours.similar_by_vector([1, 2]), ValueError),
            (lambda: self.ours.similar_by_vector(np.full(30, np.nan)), ValueError),
            (lambda: self.ours.similar_by_vector(np.full(30, 1e300)), ValueError),
            (lambda: self.ours.most_similar("w1", clip_start=-1), ValueError),
            (lambda: self.ours.most_similar("w1", restrict_vocab=-3), ValueError),
        ):
            with self.assertRaises(error):
                ask()
        self.assertEqual(len(self.ours.most_similar("w1", topn=10**12)), len(self.ours) - 1)

    def test_word_pairs(self):
        draw = random.Random(2)
        path = self.folder / "pairs.tsv"
        lines = ["# comment", "no pair", "w1\tw2\tword"]
        for _ in range(200):
            a, b = draw.choices([*self.ours.words[:60], "W7", "none"], k=2)
            lines.append(f"{a}\t{b}\t{draw.random():.3f}")
        path.write_text("\n".join(lines))
        for options in (
            {},
            {"case_insensitive": False},
            {"dummy4unknown": True},
            {"restrict_vocab": 30},
        ):
            with self.subTest(options=options):
                ours = self.ours.evaluate_word_pairs(path, **options)
                theirs = self.theirs.evaluate_word_pairs(str(path), **options)
                self.assertAlmostEqual(ours[0][0], theirs[0][0], delta=TOLERANCE)
                self.assertAlmostEqual(ours[1][0], theirs[1][0], delta=1e-3)  # ranks of near ties
                self.assertAlmostEqual(ours[2], theirs[2], places=9)
        path.write_text("none\tw1\t3")
        with self.assertRaisesRegex(ValueError, "no pair of known words"):
            self.ours.evaluate_word_pairs(path)

    def test_analogies(self):
        analogies = toy_corpus().with_name("toy.analogies.txt")
        theirs = toy_model().to_gensim()
        for options in (
            {},
            {"case_insensitive": False},
            {"restrict_vocab": 120},
            {"restrict_vocab": 120, "dummy4unknown": True},
        ):
            with self.subTest(options=options):
                score, sections = toy_model().evaluate_word_analogies(analogies, **options)
                expected, theirs_sections = theirs.evaluate_word_analogies(str(analogies), **options)
                self.assertEqual(score, expected)
                for ours_each, theirs_each in zip(sections, theirs_sections):
                    self.assertEqual(ours_each["section"], theirs_each["section"])
                    for kind in ("correct", "incorrect"):
                        self.assertEqual(sorted(ours_each[kind]), sorted(theirs_each[kind]))
        self.assertGreater(toy_model().evaluate_word_analogies(analogies)[0], 0.5)
        (self.folder / "bad.txt").write_text("a b c d\n")
        with self.assertRaisesRegex(ValueError, "before the first section"):
            toy_model().evaluate_word_analogies(self.folder / "bad.txt")


if __name__ == "__main__":
    unittest.main()
