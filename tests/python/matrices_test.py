"""`factorize`, `recommend`, `cluster` and `classify`."""

import pickle
import sys
import unittest

from package import ROOT, PackageTest, eigenlex, np, run, toy_corpus, toy_model

sys.path.append(str(ROOT / "tests" / "cli"))

from support import labelled_lines, toy_classes  # noqa: E402

try:
    from scipy import sparse
except ImportError:
    sparse = None


def blocks(users: int = 60, films: int = 40, seed: int = 1):
    """Two groups of users, each of which rates its own half of the films."""
    draw = np.random.default_rng(seed)
    ratings = np.zeros((users, films))
    for user in range(users):
        own = np.arange(films) < films // 2 if user % 2 else np.arange(films) >= films // 2
        seen = own & (draw.random(films) < 0.5)
        ratings[user, seen] = draw.integers(3, 6, seen.sum())
    return ratings


@unittest.skipIf(sparse is None, "SciPy is not installed")
class Factorize(PackageTest):
    def test_it_is_the_svd_of_the_matrix(self):
        matrix = blocks()
        model = eigenlex.factorize(matrix, dim=5, exponent=1, precision="float", tolerance=1e-5)
        expected = np.linalg.svd(matrix, compute_uv=False)[:5]
        np.testing.assert_allclose(model.singular_values, expected, rtol=1e-4)
        u, s, vt = np.linalg.svd(matrix)
        np.testing.assert_allclose(
            np.abs(model.rows.vectors), np.abs(u[:, :5] * s[:5]), atol=1e-2 * s[0]
        )

    def test_every_form_of_a_matrix_gives_the_same(self):
        import pandas as pd

        matrix = blocks()
        first = eigenlex.factorize(matrix, dim=4)
        twice = sparse.coo_matrix(matrix / 2)
        twice = sparse.coo_matrix(
            (np.tile(twice.data, 2), (np.tile(twice.row, 2), np.tile(twice.col, 2))), matrix.shape
        )
        forms = [
            sparse.csr_matrix(matrix), sparse.csc_matrix(matrix), sparse.csr_array(matrix),
            twice, matrix.astype(np.float32), matrix.astype(int), matrix.tolist(),
            np.asfortranarray(matrix), pd.DataFrame(matrix),
        ]  # fmt: skip
        for form in forms:
            with self.subTest(form=type(form)):
                model = eigenlex.factorize(form, dim=4)
                self.assertEqual(model.rows.vectors.tobytes(), first.rows.vectors.tobytes())
                self.assertEqual(model.columns.vectors.tobytes(), first.columns.vectors.tobytes())

    def test_threads_change_nothing(self):
        for method in ("svd", "als"):
            tables = {
                eigenlex.factorize(blocks(), method=method, dim=4, threads=threads)
                .rows.vectors.tobytes()
                for threads in (1, 2, 3)
            }
            self.assertEqual(len(tables), 1)

    def test_rows_keep_their_places_also_where_they_are_empty(self):
        matrix = blocks()
        matrix[3] = 0
        matrix[:, 7] = 0
        for method in ("svd", "als"):
            model = eigenlex.factorize(matrix, method=method, dim=4)
            self.assertEqual(len(model.rows), 60)
            np.testing.assert_allclose(model.rows.vectors[3], 0, atol=1e-6)
            self.assertEqual(model.rows.counts[3], 0)
            model.save(self.folder / method)
            again = eigenlex.load(self.folder / method)
            self.assertEqual(again.rows.vectors.tobytes(), model.rows.vectors.tobytes())

    def test_it_recommends_what_the_group_of_a_user_likes(self):
        names = [f"u{i}" for i in range(60)]
        films = [f"f{i}" for i in range(40)]
        matrix = blocks()
        model = eigenlex.factorize(matrix, method="als", dim=2, rows=names, columns=films)
        for user in ("u0", "u1"):
            found = model.recommend(user, topn=5)
            row = names.index(user)
            for film, value in found:
                self.assertIsInstance(value, float)
                self.assertEqual(int(film[1:]) < 20, bool(row % 2))
                self.assertEqual(matrix[row, int(film[1:])], 0)
        both = model.recommend(["u0", 1], topn=3)
        self.assertEqual(both[1], model.recommend("u1", topn=3))
        everything = model.recommend("u0", topn=100, leave_out_seen=False)
        self.assertEqual(len(everything), 40)
        with self.assertRaisesRegex(KeyError, "close: u"):
            model.recommend("u77")

    def test_a_model_is_saved_opened_and_pickled(self):
        model = eigenlex.factorize(blocks(), dim=3)
        model.save(self.folder / "model")
        opened = eigenlex.load(self.folder / "model")
        again = pickle.loads(pickle.dumps(model))
        for other in (opened, again):
            self.assertIsInstance(other, eigenlex.MatrixModel)
            self.assertEqual(other.recommend("3"), model.recommend("3"))
            self.assertEqual(other.rows.vectors.tobytes(), model.rows.vectors.tobytes())
        self.assertEqual(repr(again), "<eigenlex.MatrixModel: 60 rows, 40 columns, 3 dimensions, by svd>")
        self.assertEqual(run("recommend", self.folder / "model", "3").status, 0)

    def test_what_is_no_matrix_is_refused(self):
        for matrix, error, says in (
            ([1, 2], ValueError, "has 1 dimensions"),
            ([["a"]], TypeError, "must have real numbers"),
            ([[np.inf, 1]], ValueError, "finite"),
            ([[1e300, 1]], ValueError, "range of float32"),
            ([[1j]], TypeError, "real numbers"),
        ):
            with self.assertRaisesRegex(error, says):
                eigenlex.factorize(matrix, dim=1)
        with self.assertRaisesRegex(ValueError, "rows: has 1 names, but the matrix 60"):
            eigenlex.factorize(blocks(), rows=["a"])
        with self.assertRaisesRegex(ValueError, "at least 0"):
            eigenlex.factorize(-blocks(), method="als", dim=2)
        with self.assertRaisesRegex(ValueError, "^dim = 64: must be"):
            eigenlex.factorize(blocks(), dim=64)
        with self.assertRaisesRegex(TypeError, "'sweep'; the nearest one is 'sweeps'"):
            eigenlex.factorize(blocks(), sweep=3)
        with self.assertRaisesRegex(ValueError, "confidence = 3: is not looked at"):
            eigenlex.factorize(blocks(), confidence=3)


class Cluster(PackageTest):
    def test_words_of_a_class_come_together(self):
        clusters = toy_model().cluster(len(set(toy_classes().values())) + 1)
        self.assertEqual(len(clusters.labels), len(toy_model()))
        index = toy_model().key_to_index
        of_class: dict[str, list[int]] = {}
        for word, name in toy_classes().items():
            if word in index:
                of_class.setdefault(name, []).append(clusters.labels[index[word]])
        agree = sum(max(map(found.count, set(found))) for found in of_class.values())
        self.assertGreater(agree / sum(map(len, of_class.values())), 0.7)

    def test_members_are_ordered_by_their_cost(self):
        clusters = eigenlex.cluster(toy_model(), clusters=5, seed=3)
        self.assertEqual(sum(len(clusters.members(c)) for c in range(5)), len(toy_model()))
        index = toy_model().key_to_index
        costs = [clusters.costs[index[word]] for word in clusters.members(2)]
        self.assertEqual(costs, sorted(costs))
        self.assertAlmostEqual(clusters.costs.sum(), clusters.inertias[-1], places=6)
        self.assertIn("<table>", clusters._repr_html_())

    def test_it_is_that_of_the_program(self):
        toy_model().save(self.folder / "model")
        out = self.folder / "classes.tsv"
        result = run("cluster", self.folder / "model", "-o", out, "-k", 7)
        self.assertEqual(result.status, 0, result.stderr)
        theirs: dict[str, set[str]] = {}
        for line in out.read_text().splitlines():
            word, name, _ = line.split("\t")
            theirs.setdefault(name, set()).add(word)
        clusters = toy_model().cluster(7)
        ours = [set(clusters.members(c)) for c in range(7)]
        self.assertEqual(sorted(map(sorted, ours)), sorted(map(sorted, theirs.values())))

    def test_options_out_of_range_are_named(self):
        with self.assertRaisesRegex(ValueError, "clusters = 0"):
            toy_model().cluster(0)
        with self.assertRaisesRegex(ValueError, "metric = 'l1': must be one of euclidean, cosine"):
            toy_model().cluster(2, metric="l1")
        with self.assertRaisesRegex(TypeError, "vectors must be eigenlex.Vectors, not int"):
            eigenlex.cluster(3)
        with self.assertRaisesRegex(TypeError, "'cluster'; the nearest one is 'clusters'"):
            eigenlex.cluster(toy_model(), cluster=3)


class Classify(PackageTest):
    def test_it_learns_and_is_saved(self):
        lines = [line.rstrip("\n").split("\t") for line in labelled_lines(300)]
        labels, texts = [line[0] for line in lines], [line[1] for line in lines]
        classifier = eigenlex.classify(texts[:200], labels[:200], toy_model())
        self.assertGreater(classifier.score(texts[200:], labels[200:]), 0.8)
        self.assertEqual(classifier.classes, sorted(set(labels)))
        probabilities = classifier.predict_proba(texts[:7])
        np.testing.assert_allclose(probabilities.sum(axis=1), 1, atol=1e-5)
        classifier.save(self.folder / "c")
        again = eigenlex.load_classifier(self.folder / "c")
        np.testing.assert_array_equal(again.predict_proba(texts[:7]), probabilities)

    def test_a_network_of_the_program_is_refused_where_it_is_opened(self):
        eigenlex.classify(["a", "b"], ["x", "y"], toy_model()).save(self.folder / "c")
        manifest = self.folder / "c" / "classifier.json"
        manifest.write_text(manifest.read_text().replace('"linear"', '"lstm"'))
        with self.assertRaisesRegex(eigenlex.FormatError, "is a network, lstm, which the program"):
            eigenlex.load_classifier(self.folder / "c", verify=False)

    def test_what_does_not_fit_is_refused(self):
        with self.assertRaisesRegex(ValueError, "labels = 1 labels: must be as many as the texts"):
            eigenlex.classify(["a", "b"], ["x"], toy_model())
        with self.assertRaisesRegex(ValueError, "two classes"):
            eigenlex.classify(["a", "b"], ["x", "x"], toy_model())
        for texts, vectors in ((["a", 3], toy_model()), ("ab", toy_model()), (["a", "b"], 3)):
            with self.assertRaises(TypeError):
                eigenlex.classify(texts, ["x", "y"], vectors)


if __name__ == "__main__":
    unittest.main()
