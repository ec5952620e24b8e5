"""Matrices of SciPy, NumPy and pandas as the library takes them."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from eigenlex import _eigenlex
from eigenlex.models import MatrixModel
from eigenlex.options import checked, refuse_unused, whole
from eigenlex.progress import ProgressArgument, listener_for

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class Rows(NamedTuple):
    """A sparse matrix by rows, as SciPy lays it out."""

    columns: int
    indptr: npt.NDArray[np.int64]
    indices: npt.NDArray[np.int32]
    data: npt.NDArray[np.float32]


def sparse_rows(matrix: Any) -> Rows:
    """The cells of a matrix that are not 0, sorted; values of the same cell are added."""
    import numpy as np
    from scipy import sparse  # type: ignore[import]

    if not sparse.issparse(matrix):
        matrix = np.asarray(matrix)
        if matrix.ndim != 2:
            raise ValueError(f"matrix: has {matrix.ndim} dimensions, but must have two")
    if matrix.dtype.kind not in "biuf":
        raise TypeError(f"matrix: must have real numbers, not {matrix.dtype}")
    rows = sparse.csr_matrix(matrix, copy=True)
    if max(rows.shape) >= 2**31:
        raise ValueError(f"matrix: has the shape {rows.shape}, but may have 2^31 - 1 rows or columns")
    rows.sum_duplicates()
    rows.eliminate_zeros()
    rows.sort_indices()
    with np.errstate(over="ignore"):  # the library refuses what is infinite then
        data = rows.data.astype(np.float32)
    return Rows(rows.shape[1], rows.indptr.astype(np.int64), rows.indices.astype(np.int32), data)


def factorize_matrix(
    matrix: Any,
    rows: Iterable[str] | None,
    columns: Iterable[str] | None,
    progress: ProgressArgument,
    threads: int,
    options: Mapping[str, object],
) -> MatrixModel:
    known = [*_eigenlex.matrix_options(), "rows", "columns", "progress", "threads"]
    recipe = checked("factorize", options, known)
    refuse_unused(recipe, _eigenlex.matrix_options(), _eigenlex.used_matrix_options(recipe))
    if hasattr(matrix, "columns") and hasattr(matrix, "index"):  # a DataFrame
        rows = [str(name) for name in matrix.index] if rows is None else rows
        columns = [str(name) for name in matrix.columns] if columns is None else columns
    cells = sparse_rows(matrix)
    row_names = _names("rows", rows, len(cells.indptr) - 1)
    column_names = _names("columns", columns, cells.columns)
    with contextlib.closing(listener_for(progress)) as listener:
        return MatrixModel(
            _eigenlex.factorize(*cells, row_names, column_names, recipe, whole("threads", threads), listener)
        )


def _names(argument: str, given: Iterable[str] | None, number: int) -> list[str]:
    names = [str(i) for i in range(number)] if given is None else list(given)
    if len(names) != number:
        raise ValueError(f"{argument}: has {len(names)} names, but the matrix {number}")
    return names
