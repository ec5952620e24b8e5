"""The estimators of scikit-learn: its own checks, pipelines, searches and copies."""

import pickle
import unittest
import warnings

from package import TOY, PackageTest, eigenlex, np, random_vectors, toy_model, toy_texts

try:
    from scipy import sparse
    from sklearn.base import clone
    from sklearn.decomposition import TruncatedSVD
    from sklearn.linear_model import LogisticRegression
    from sklearn.model_selection import GridSearchCV
    from sklearn.pipeline import make_pipeline
    from sklearn.utils.estimator_checks import check_estimator
except ImportError:
    sparse = None

from support import labelled_lines


def examples(count: int = 400):
    lines = [line.rstrip("\n").split("\t") for line in labelled_lines(count)]
    return [line[1] for line in lines], [line[0] for line in lines]


@unittest.skipIf(sparse is None, "scikit-learn is not installed")
class Vectorizer(PackageTest):
    def test_its_vectors_are_smooth_inverse_frequency(self):
        model = toy_model()
        texts = toy_texts()[:500]
        vectorizer = eigenlex.EigenlexVectorizer(vectors=model, smoothing=0.01).fit(texts)
        shares = model.counts / model.counts.sum()
        weights = 0.01 / (0.01 + shares)
        index = model.key_to_index
        means = []
        for text in texts:
            ids = [index[word] for word in text.split() if word in index]
            means.append((weights[ids, None] * model.vectors[ids]).mean(axis=0))
        means = np.array(means)
        common = np.linalg.svd(means, full_matrices=False)[2][0]
        expected = means - np.outer(means @ common, common)
        np.testing.assert_allclose(vectorizer.transform(texts), expected, atol=1e-5)
        kept = eigenlex.EigenlexVectorizer(
            vectors=model, smoothing=0.01, remove_component=False
        )
        np.testing.assert_allclose(kept.fit_transform(texts), means, atol=1e-5)

    def test_it_learns_vectors_where_none_are_given(self):
        texts = toy_texts()
        vectorizer = eigenlex.EigenlexVectorizer(**TOY).fit(texts)
        self.assert_same_model(vectorizer.model_, toy_model())
        self.assertEqual(vectorizer.get_feature_names_out()[0], "eigenlexvectorizer0")

    def test_texts_without_known_words_are_zeros(self):
        vectorizer = eigenlex.EigenlexVectorizer(vectors=random_vectors())
        transformed = vectorizer.fit(["w1 w2", "w3"]).transform(["", "none of these"])
        np.testing.assert_array_equal(transformed, np.zeros((2, 20)))
        self.assertEqual(vectorizer.transform([]).shape, (0, 20))

    def test_vectors_without_counts_take_those_of_the_texts(self):
        vectors = eigenlex.Vectors(["a", "b"], np.eye(2))
        vectorizer = eigenlex.EigenlexVectorizer(vectors=vectors).fit(["a a a b"])
        np.testing.assert_allclose(vectorizer.weights_, 0.001 / (0.001 + np.array([0.75, 0.25])))

    def test_it_works_in_a_pipeline_and_a_search(self):
        texts, labels = examples()
        pipeline = make_pipeline(
            eigenlex.EigenlexVectorizer(vectors=toy_model()), LogisticRegression(max_iter=1000)
        )
        search = GridSearchCV(
            pipeline, {"eigenlexvectorizer__smoothing": [1e-3, 1e-2]}, cv=3
        )
        search.fit(texts, labels)
        self.assertGreater(search.best_score_, 0.8)
        learned = make_pipeline(
            eigenlex.EigenlexVectorizer(min_count=1), LogisticRegression()
        )
        search = GridSearchCV(learned, {"eigenlexvectorizer__dim": [5, 10]}, cv=2)
        search.fit(texts, labels)
        self.assertEqual(set(search.cv_results_["param_eigenlexvectorizer__dim"]), {5, 10})
        self.assertFalse(np.isnan(search.cv_results_["mean_test_score"]).any())

    def test_clone_and_pickle_keep_it(self):
        texts = toy_texts()[:300]
        vectorizer = eigenlex.EigenlexVectorizer(dim=7, window=3)
        self.assertEqual(clone(vectorizer).get_params(), vectorizer.get_params())
        self.assertEqual(repr(vectorizer), "EigenlexVectorizer(dim=7, window=3)")
        fitted = vectorizer.fit(texts)
        again = pickle.loads(pickle.dumps(fitted))
        np.testing.assert_array_equal(again.transform(texts), fitted.transform(texts))
        self.assertEqual(vectorizer.set_params(dim=3).dim, 3)
        with self.assertRaises(TypeError):
            eigenlex.EigenlexVectorizer(dims=3)

    def test_it_passes_the_checks_that_are_there_for_texts(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            check_estimator(eigenlex.EigenlexVectorizer())

    def test_a_text_is_no_list_of_texts(self):
        with self.assertRaisesRegex(ValueError, "must be an iterable of texts"):
            eigenlex.EigenlexVectorizer().fit("text")

    def test_it_takes_and_gives_what_pandas_has(self):
        import pandas as pd

        texts = pd.Series(["w1 w2", "w3"], index=["x", "y"])
        vectorizer = eigenlex.EigenlexVectorizer(vectors=random_vectors())
        frame = vectorizer.set_output(transform="pandas").fit(["w1"]).transform(texts)
        self.assertEqual(frame.shape, (2, 20))
        self.assertEqual(list(frame.index), ["x", "y"])


@unittest.skipIf(sparse is None, "scikit-learn is not installed")
class PpmiSvd(PackageTest):
    @staticmethod
    def counts(rows: int = 300, columns: int = 200, seed: int = 1):
        draw = np.random.default_rng(seed)
        topics = draw.dirichlet(np.full(columns, 0.05), 12)
        shares = draw.dirichlet(np.full(12, 0.2), rows) @ topics
        return sparse.csr_matrix(draw.poisson(shares * 60))

    @staticmethod
    def weighted(counts, smoothing, negative):
        """The formula, dense."""
        dense = counts.toarray().astype(float)
        shares = dense.sum(axis=0) ** smoothing
        shares /= shares.sum()
        with np.errstate(divide="ignore", invalid="ignore"):
            pmi = np.log(dense / (dense.sum(axis=1, keepdims=True) * shares)) - np.log(negative)
        return np.where(dense > 0, np.maximum(pmi, 0), 0)

    def test_it_passes_check_estimator(self):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            check_estimator(eigenlex.PPMI_SVD())

    def test_it_is_truncated_svd_of_the_weighted_matrix(self):
        counts = self.counts()
        for smoothing, negative in ((1, 1), (0.75, 2)):
            ours = eigenlex.PPMI_SVD(
                8, context_smoothing=smoothing, negative=negative, tolerance=1e-5, max_iterations=50
            )
            transformed = ours.fit_transform(counts)
            weighted = self.weighted(counts, smoothing, negative)
            theirs = TruncatedSVD(8, algorithm="arpack").fit(weighted)
            np.testing.assert_allclose(ours.singular_values_, theirs.singular_values_, rtol=1e-3)
            np.testing.assert_allclose(
                ours.explained_variance_, theirs.explained_variance_, rtol=1e-2
            )
            np.testing.assert_allclose(
                ours.explained_variance_ratio_, theirs.explained_variance_ratio_, rtol=1e-2
            )
            self.assertEqual(ours.components_.shape, theirs.components_.shape)
            cosines = np.abs((ours.components_ * theirs.components_).sum(axis=1))
            np.testing.assert_allclose(cosines, 1, atol=1e-2)
            np.testing.assert_allclose(transformed, ours.transform(counts), atol=1e-5)
            np.testing.assert_allclose(transformed, weighted @ ours.components_.T, atol=1e-4)
            np.testing.assert_allclose(
                ours.inverse_transform(transformed), transformed @ ours.components_, atol=1e-5
            )

    def test_columns_that_were_empty_in_training_count_for_nothing(self):
        counts = self.counts().tolil()
        counts[:, 5] = 0
        fitted = eigenlex.PPMI_SVD(4).fit(counts.tocsr())
        seen = counts.copy()
        seen[0, 5] = 100
        self.assertTrue(np.isfinite(fitted.transform(seen.tocsr())).all())

    def test_it_is_the_same_for_any_number_of_threads(self):
        self.addCleanup(eigenlex.set_num_threads, 0)
        found = set()
        for threads in (1, 2, 3):
            eigenlex.set_num_threads(threads)
            found.add(eigenlex.PPMI_SVD(5).fit(self.counts()).components_.tobytes())
        self.assertEqual(len(found), 1)


if __name__ == "__main__":
    unittest.main()
