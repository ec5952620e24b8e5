"""Estimators of scikit-learn."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import sparse  # type: ignore[import]
from sklearn.base import BaseEstimator, TransformerMixin  # type: ignore[import]
from sklearn.base import ClassNamePrefixFeaturesOutMixin
from sklearn.utils import check_random_state  # type: ignore[import]
from sklearn.utils.validation import check_is_fitted, check_non_negative  # type: ignore[import]

from eigenlex import _eigenlex
from eigenlex._matrices import sparse_rows
from eigenlex.models import load
from eigenlex.options import with_options
from eigenlex.training import train
from eigenlex.vectors import Vectors

_RECIPE: Mapping[str, Any] = _eigenlex.recipe_options()
_MATRIX: Mapping[str, Any] = _eigenlex.matrix_options()


class _Transformer(
    ClassNamePrefixFeaturesOutMixin,  # type: ignore[misc]
    TransformerMixin,  # type: ignore[misc]
    BaseEstimator,  # type: ignore[misc]
):
    """What the estimators have in common."""


def _set_parameters(estimator: object, given: Mapping[str, Any]) -> None:
    """Sets the parameters of an estimator as its signature has them, with their defaults."""
    bound = inspect.signature(type(estimator)).bind(**given)
    bound.apply_defaults()
    for name, value in bound.arguments.items():
        setattr(estimator, name, value)


class EigenlexVectorizer(_Transformer):
    """Texts to vectors, by the vectors of their words.

    The mean of a text's words, each weighted by a / (a + p) where p is its share of the corpus
    (smooth inverse frequency), without the part along the direction that the training texts have in
    common (Arora, Liang & Ma, ICLR 2017).

    Parameters
    ----------
    vectors : Vectors, Model or path, optional
        Vectors to use; they are learned from the texts if it is left out.
    smoothing : float
        a; the larger, the more frequent words count.
    remove_component : bool
        Whether the direction in common is taken away.
    threads : int
        As in `eigenlex.train`, as are all others.

    Attributes
    ----------
    model_ : Vectors
        The vectors of words.
    weights_ : array of float64
        The weight of each word.
    component_ : array of float64
        The direction in common, of length 1; zeros where none is taken away.

    Examples
    --------
    >>> vectorizer = eigenlex.EigenlexVectorizer(dim=2)
    >>> vectorizer.fit_transform(texts).shape == (len(texts), 2)
    True
    """

    def __init__(
        self,
        *,
        vectors: Any = None,
        smoothing: float = 1e-3,
        remove_component: bool = True,
        threads: int = 0,
        **recipe: Any,
    ) -> None:
        _set_parameters(
            self,
            {
                "vectors": vectors,
                "smoothing": smoothing,
                "remove_component": remove_component,
                "threads": threads,
                **recipe,
            },
        )

    def fit(self, texts: Iterable[str], y: Any = None) -> EigenlexVectorizer:
        """Learn the vectors of words, unless they are given, and the direction in common."""
        documents = _texts(texts)
        if not self.smoothing > 0:
            raise ValueError(f"smoothing = {self.smoothing}: must be above 0")
        self.model_: Vectors = self._vectors(documents)
        self.weights_ = self._weights(documents)
        self.component_ = np.zeros(self.model_.vector_size)
        if self.remove_component:
            self.component_ = _common_direction(self._means(documents))
        self._n_features_out = self.model_.vector_size
        return self

    def transform(self, texts: Iterable[str]) -> npt.NDArray[np.float32]:
        """Vectors of texts, texts x dimensions; zeros for a text without a known word."""
        check_is_fitted(self)
        means = self._means(_texts(texts))
        along = means @ self.component_
        vectors: npt.NDArray[np.float32] = means - np.outer(along, self.component_)
        return vectors.astype(np.float32)

    def _vectors(self, documents: list[str]) -> Vectors:
        if isinstance(self.vectors, Vectors):
            return self.vectors
        if self.vectors is not None:
            opened = load(self.vectors)
            if not isinstance(opened, Vectors):
                raise TypeError("vectors must be of words, not of a matrix")
            return opened
        recipe = {
            name: getattr(self, name)
            for name, default in _RECIPE.items()
            if getattr(self, name) != default
        }
        return train(documents, threads=self.threads, **recipe)

    def _weights(self, documents: list[str]) -> npt.NDArray[np.float64]:
        counts = self.model_.counts.astype(np.float64)
        if not counts.any():  # a file that has none
            counts = _eigenlex.count_words(self.model_._held, documents).astype(np.float64)
        shares = counts / max(counts.sum(), 1)
        weights: npt.NDArray[np.float64] = self.smoothing / (self.smoothing + shares)
        return weights

    def _means(self, documents: list[str]) -> npt.NDArray[np.float64]:
        pieces = 4096
        means = [
            _eigenlex.mean_vectors(self.model_._held, documents[i : i + pieces], self.weights_)
            for i in range(0, len(documents), pieces)
        ]
        means.append(np.zeros((0, self.model_.vector_size), np.float32))
        return np.concatenate(means).astype(np.float64)

    def _more_tags(self) -> dict[str, Any]:
        return {"X_types": ["string"], "requires_fit": True}


with_options(EigenlexVectorizer.__init__, _RECIPE)


class PPMI_SVD(_Transformer):
    """Positive pointwise mutual information and truncated SVD, of any matrix of counts.

    The cell x of a row and a column becomes max(log(x / (r c)) - log k, 0), where r is the sum of
    its row and c the share that its column has of all columns' sums, each to the power of
    `context_smoothing`. As in TruncatedSVD, transformed rows are A V.

    Parameters
    ----------
    n_components : int
        At most the smaller side of the matrix.
    context_smoothing, negative, tolerance, max_iterations, oversampling, solver
        Options of `eigenlex.train` and `eigenlex.factorize`.
    random_state : int, RandomState or None

    Attributes
    ----------
    components_ : array, components x columns
    singular_values_ : array
    explained_variance_, explained_variance_ratio_ : array
        The variance of each transformed column, and its share of the weighted matrix's.
    n_features_in_ : int

    Examples
    --------
    >>> counts = [[2, 1, 0, 0], [1, 2, 0, 1], [0, 0, 3, 1], [0, 1, 1, 3]]
    >>> eigenlex.PPMI_SVD(n_components=2).fit_transform(counts).shape
    (4, 2)
    """

    def __init__(
        self,
        n_components: int = 2,
        *,
        context_smoothing: float = _RECIPE["context_smoothing"],
        negative: float = _RECIPE["negative"],
        tolerance: float = _MATRIX["tolerance"],
        max_iterations: int = _MATRIX["max_iterations"],
        oversampling: float = _MATRIX["oversampling"],
        solver: str = _MATRIX["solver"],
        random_state: Any = _MATRIX["seed"],
    ) -> None:
        self.n_components = n_components
        self.context_smoothing = context_smoothing
        self.negative = negative
        self.tolerance = tolerance
        self.max_iterations = max_iterations
        self.oversampling = oversampling
        self.solver = solver
        self.random_state = random_state

    def fit(self, X: Any, y: Any = None) -> PPMI_SVD:
        """Learn the components of a matrix of counts."""
        self.fit_transform(X)
        return self

    def fit_transform(self, X: Any, y: Any = None, **_: Any) -> npt.NDArray[Any]:
        """Learn the components of a matrix of counts and give its rows by them."""
        X = self._checked(X, reset=True)
        if not 0 < self.context_smoothing <= 1:
            raise ValueError(f"context_smoothing = {self.context_smoothing}: must be in (0, 1]")
        if not self.negative >= 1:
            raise ValueError(f"negative = {self.negative}: must be at least 1")
        rows, columns = X.shape
        if not 1 <= self.n_components <= min(rows, columns):
            raise ValueError(
                f"n_components = {self.n_components}: must be 1..{min(rows, columns)} for "
                f"n_samples = {rows}, n_features = {columns}"
            )
        sums = np.asarray(X.sum(axis=0), np.float64).ravel() ** self.context_smoothing
        self._column_shares = sums / max(sums.sum(), np.finfo(float).tiny)
        weighted = self._weighted(X)
        values, components = self._decompose(weighted)
        self.singular_values_ = values.astype(X.dtype)
        self.components_ = components.astype(X.dtype)
        transformed = self._project(weighted)
        self.explained_variance_ = transformed.var(axis=0)
        squares = np.asarray(weighted.multiply(weighted).mean(axis=0)).ravel()
        total = float((squares - np.asarray(weighted.mean(axis=0)).ravel() ** 2).sum())
        self.explained_variance_ratio_ = self.explained_variance_ / (total if total > 0 else 1.0)
        return transformed

    def transform(self, X: Any) -> npt.NDArray[Any]:
        """The rows of a matrix of counts by the components."""
        check_is_fitted(self)
        return self._project(self._weighted(self._checked(X, reset=False)))

    def inverse_transform(self, X: Any) -> npt.NDArray[Any]:
        """The weighted matrix that transformed rows stand for."""
        check_is_fitted(self)
        original: npt.NDArray[Any] = np.asarray(X) @ self.components_
        return original

    def _checked(self, X: Any, reset: bool) -> Any:
        X = self._validate_data(
            X,
            accept_sparse="csr",
            dtype=[np.float64, np.float32],
            ensure_min_features=2 if reset else 1,
            reset=reset,
        )
        check_non_negative(X, "PPMI_SVD")
        return sparse.csr_matrix(X)

    def _weighted(self, X: Any) -> Any:
        """Positive pointwise mutual information of counts, a sparse matrix."""
        cells = X.tocoo()
        sums = np.asarray(X.sum(axis=1), np.float64).ravel()
        expected = sums[cells.row] * self._column_shares[cells.col]
        seen = (cells.data > 0) & (expected > 0)  # not in a column that was empty in training
        row, col = cells.row[seen], cells.col[seen]
        values = np.log(cells.data[seen] / expected[seen]) - np.log(self.negative)
        positive = values > 0
        weighted = (values[positive].astype(X.dtype), (row[positive], col[positive]))
        return sparse.csr_matrix(weighted, shape=X.shape)

    def _decompose(self, weighted: Any) -> tuple[npt.NDArray[Any], npt.NDArray[Any]]:
        """Singular values and right singular vectors, the latter as rows."""
        if min(weighted.shape) <= max(64, 2 * self.n_components):
            # Small, and maybe of a lower rank than is wanted: then values of 0 complete it.
            _, values, components = np.linalg.svd(weighted.toarray(), full_matrices=False)
            values, components = values[: self.n_components], components[: self.n_components]
        else:
            seed = check_random_state(self.random_state).randint(2**31 - 1)
            options = {
                "dim": self.n_components,
                "precision": "float",
                "seed": seed,
                "tolerance": self.tolerance,
                "max_iterations": self.max_iterations,
                "oversampling": self.oversampling,
                "solver": self.solver,
            }
            _, values, components, _, _ = _eigenlex.svd(*sparse_rows(weighted), options, None)
            values, components = values.ravel(), components.T
        largest = np.abs(components).argmax(axis=1)
        signs = np.sign(components[np.arange(len(components)), largest])
        return values, components * np.where(signs == 0, 1, signs)[:, np.newaxis]

    def _project(self, weighted: Any) -> npt.NDArray[Any]:
        projected: npt.NDArray[Any] = np.asarray(weighted @ self.components_.T)
        return projected

    @property
    def _n_features_out(self) -> int:
        return len(self.components_)

    def _more_tags(self) -> dict[str, Any]:
        return {"preserves_dtype": [np.float64, np.float32], "requires_positive_X": True}


def _texts(texts: Iterable[str]) -> list[str]:
    if isinstance(texts, (str, bytes)):
        raise ValueError("texts: must be an iterable of texts, not one of them")
    return list(texts)


def _common_direction(vectors: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    """The first right singular vector of a matrix; its largest entry is positive."""
    _, directions = np.linalg.eigh(vectors.T @ vectors)
    direction: npt.NDArray[np.float64] = directions[:, -1]
    return direction * (1.0 if direction[np.abs(direction).argmax()] > 0 else -1.0)
