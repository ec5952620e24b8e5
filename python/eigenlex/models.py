"""Models: vectors with what they were made from."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Union, overload

from eigenlex import _eigenlex
from eigenlex.options import whole
from eigenlex.progress import Listener
from eigenlex.vectors import AnyPath, Key, Neighbours, Vectors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    FloatArray = npt.NDArray[np.float32]


class Model(Vectors):
    """What `train` gives: vectors of words and what they were made from.

    It is opened by `load` and not made by hand. Contexts and singular values of a model that was
    opened are read when they are asked for.

    Examples
    --------
    >>> model = eigenlex.train(texts, method="svd", dim=2)
    >>> model.exponent, len(model.singular_values)
    (0.25, 2)
    >>> model.description["factor_options"]["method"]
    'svd'
    """

    def __init__(self, held: _eigenlex.HeldModel, path: str | None = None, verify: bool = True):
        self._model = held
        self._path = path  # where contexts are, if they have not been read
        self._key = None if path is None else _eigenlex.model_key(path)
        self._verify = verify
        self._set(held.words())

    def _whole(self) -> _eigenlex.HeldModel:
        if self._path is not None:
            if _eigenlex.model_key(self._path) != self._key:
                raise OSError(f"{self._path}: has been replaced since it was opened")
            self._model = _eigenlex.open_model(self._path, self._verify, True)
            self._path = None
        return self._model

    @property
    def contexts(self) -> FloatArray:
        """The vectors of contexts, a view: as many as words, two or three times as many where sides
        are told apart; none where they were not kept."""
        return self._whole().contexts

    @property
    def singular_values(self) -> FloatArray:
        """The singular values, a view, largest first; none where there was no SVD."""
        return self._whole().singular_values

    @property
    def exponent(self) -> float | None:
        """The power p in U S^p; None where the vectors are no scaled singular vectors."""
        return self._model.exponent

    @property
    def run(self) -> dict[str, Any]:
        """What differs from run to run: seconds, memory and threads of each stage."""
        return self._whole().run

    def save(self, path: AnyPath, format: str | None = None) -> None:
        """Write the folder of the model, or with a format the vectors alone; see `Vectors.save`.

        It appears when it is complete and replaces a model of that name, but nothing else.
        """
        if format is not None:
            super().save(path, format)
        else:
            self._whole().write(path)

    def __reduce__(self) -> Any:
        whole = self._whole()
        return _model_again, (
            (self.words, self.vectors, self.counts),
            whole.contexts,
            whole.singular_values,
            whole.exponent,
            whole.description,
            whole.run,
        )

    def _summary(self) -> str:
        method = self.description.get("factor_options", {}).get("method")
        return super()._summary() + (f", by {method}" if method else "")


class MatrixModel:
    """What `factorize` gives: vectors of the rows and columns of a matrix, as users and films.

    Examples
    --------
    >>> ratings = [[5, 4, 0, 0], [4, 5, 1, 0], [0, 1, 5, 4], [0, 0, 4, 5]]
    >>> model = eigenlex.factorize(ratings, dim=2, rows=["ann", "bob", "cleo", "dan"])
    >>> model.rows.most_similar("ann", topn=1)
    [('bob', 0.9...)]
    >>> model.recommend("ann", topn=1)
    [('2', 0.24...)]
    """

    def __init__(self, held: _eigenlex.HeldMatrixModel) -> None:
        self._model = held
        self._rows = Vectors._of(held.rows())
        self._columns = Vectors._of(held.columns())

    @property
    def rows(self) -> Vectors:
        """The rows; the count of a name is the number of its cells."""
        return self._rows

    @property
    def columns(self) -> Vectors:
        """The columns."""
        return self._columns

    @property
    def singular_values(self) -> FloatArray:
        """The singular values, a view, largest first; none where there was no SVD."""
        return self._model.singular_values

    @property
    def exponent(self) -> float | None:
        """The power p in U S^p; None where the vectors are no scaled singular vectors."""
        return self._model.exponent

    @property
    def description(self) -> dict[str, Any]:
        """How the vectors were made."""
        return self._model.description

    @property
    def run(self) -> dict[str, Any]:
        """What differs from run to run: seconds, memory and threads of each stage."""
        return self._model.run

    @overload
    def recommend(  # type: ignore[misc]  # a str is an iterable too
        self, rows: Key, topn: int = 10, leave_out_seen: bool = True
    ) -> Neighbours: ...
    @overload
    def recommend(
        self, rows: Iterable[Key], topn: int = 10, leave_out_seen: bool = True
    ) -> list[Neighbours]: ...
    def recommend(
        self, rows: Key | Iterable[Key], topn: int = 10, leave_out_seen: bool = True
    ) -> Neighbours | list[Neighbours]:
        """The columns of the largest predicted values.

        Parameters
        ----------
        rows : name or index of a row, or an iterable of them
        topn : int
            How many columns are wanted of each.
        leave_out_seen : bool
            Without the columns that the row has a cell in.

        Returns
        -------
        Neighbours, or a list of them
            Columns with the values, largest first.
        """
        import numpy as np

        if isinstance(rows, str) or hasattr(rows, "__index__"):
            one: Key = rows  # type: ignore[assignment]
            return self.recommend([one], topn, leave_out_seen)[0]
        ids = np.array([self.rows.get_index(row) for row in rows], np.int32)
        wanted = min(whole("topn", topn), len(self.columns))
        return [Neighbours(each) for each in self._model.recommend(ids, wanted, leave_out_seen)]

    def save(self, path: AnyPath) -> None:
        """Write the folder of the model."""
        self._model.write(path)

    def __reduce__(self) -> Any:
        rows, columns = self.rows, self.columns
        return _matrix_model_again, (
            (rows.words, rows.vectors, rows.counts),
            (columns.words, columns.vectors, columns.counts),
            self._model.seen,
            self.singular_values,
            self.exponent,
            self.description,
            self.run,
        )

    def _summary(self) -> str:
        method = self.description.get("factor_options", {}).get("method")
        shape = f"{len(self.rows)} rows, {len(self.columns)} columns"
        return f"{shape}, {self.rows.vector_size} dimensions" + (f", by {method}" if method else "")

    def __repr__(self) -> str:
        return f"<eigenlex.MatrixModel: {self._summary()}>"

    def _repr_html_(self) -> str:
        import html

        return f"<b>eigenlex.MatrixModel</b>: {html.escape(self._summary())}"


AnyModel = Union[Vectors, Model, MatrixModel]


def load(path: AnyPath, *, verify: bool = True) -> Any:
    """Open a model, or vectors of any program.

    Parameters
    ----------
    path : path
        The folder of a model, or a file of word2vec, GloVe, fastText or NumPy, compressed or not.
    verify : bool, optional
        Compare the files of a model with their checksums.

    Returns
    -------
    Model, MatrixModel or Vectors
        A model of words, of another matrix, or vectors that say nothing of how they were made.

    Raises
    ------
    OSError
        For a file that cannot be read, as FileNotFoundError.
    FormatError
        For one that is damaged or of another kind.
    """
    name = os.fsdecode(path)
    if _eigenlex.is_matrix_model(name):
        return MatrixModel(_eigenlex.open_matrix_model(name, verify))
    if _eigenlex.is_model(name):
        return Model(_eigenlex.open_model(name, verify, False), name, verify)
    return Vectors._of(_eigenlex.open_vectors(name, verify, Listener()))


def _held(parts: tuple[list[str], FloatArray, npt.NDArray[np.int64]]) -> _eigenlex.HeldVectors:
    words, vectors, counts = parts
    return _eigenlex.HeldVectors(words, vectors, counts, {})


def _model_again(words: Any, contexts: FloatArray, *rest: Any) -> Model:
    return Model(_eigenlex.make_model(_held(words), contexts, *rest))


def _matrix_model_again(rows: Any, columns: Any, seen: Any, *rest: Any) -> MatrixModel:
    indptr, indices = seen
    return MatrixModel(
        _eigenlex.make_matrix_model(_held(rows), _held(columns), indptr, indices, *rest)
    )
