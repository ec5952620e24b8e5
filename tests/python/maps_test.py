"""`word_map`: the map of the program, as arrays."""

import sys
import unittest

from package import ROOT, PackageTest, eigenlex, np, run, toy_model

sys.path.append(str(ROOT / "tests" / "cli"))

from support import toy_classes  # noqa: E402


class WordMap(PackageTest):
    def test_words_of_a_planted_class_lie_together(self):
        drawn = eigenlex.word_map(toy_model(), iterations=400)
        self.assertEqual(drawn.words, toy_model().words)
        self.assertEqual(drawn.places.shape, (len(drawn), 2))
        planted = toy_classes()
        ids = [i for i, word in enumerate(drawn.words) if word in planted]
        hits = 0
        for i in ids:
            distances = np.linalg.norm(drawn.places[ids] - drawn.places[i], axis=1)
            nearest = drawn.words[ids[int(distances.argsort()[1])]]
            hits += planted[nearest] == planted[drawn.words[i]]
        self.assertGreater(hits / len(ids), 0.85)

    def test_it_is_that_of_the_program(self):
        toy_model().save(self.folder / "model")
        out = self.folder / "map.tsv"
        result = run("map", self.folder / "model", "-o", out, "-k", 7, "--iterations", 60)
        self.assertEqual(result.status, 0, result.stderr)
        drawn = eigenlex.word_map(toy_model(), clusters=7, iterations=60)
        rows = [line.split("\t") for line in out.read_text().splitlines()]
        self.assertEqual([row[0] for row in rows], drawn.words)
        self.assertEqual([int(row[3]) for row in rows], drawn.labels.tolist())
        shown = np.array([[float(row[1]), float(row[2])] for row in rows])
        np.testing.assert_allclose(drawn.places, shown, atol=1e-4)

    def test_classes_have_names_and_middles(self):
        drawn = eigenlex.word_map(toy_model(), clusters=5, iterations=60, central_words=4)
        self.assertEqual([len(name) for name in drawn.names], [4] * 5)
        index = toy_model().key_to_index
        for number, name in enumerate(drawn.names):
            self.assertEqual({int(drawn.labels[index[word]]) for word in name}, {number})
            members = drawn.places[drawn.labels == number]
            self.assertTrue((members.min(axis=0) <= drawn.middles[number]).all())
            self.assertTrue((members.max(axis=0) >= drawn.middles[number]).all())
        self.assertEqual(drawn.perplexity, 30)
        self.assertIn("5 classes", repr(drawn))

    def test_options_out_of_range_are_named(self):
        with self.assertRaisesRegex(ValueError, "perplexity = 1"):
            eigenlex.word_map(toy_model(), perplexity=1)
        with self.assertRaisesRegex(ValueError, "clusters = 0"):
            eigenlex.word_map(toy_model(), clusters=0)
        with self.assertRaisesRegex(TypeError, "'classes'; the nearest one is 'clusters'"):
            eigenlex.word_map(toy_model(), classes=3)
        with self.assertRaisesRegex(TypeError, "vectors must be eigenlex.Vectors, not int"):
            eigenlex.word_map(3)


if __name__ == "__main__":
    unittest.main()
