"""From a matrix that is not text to vectors."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from eigenlex._eigenlex import matrix_options
from eigenlex._matrices import factorize_matrix
from eigenlex.models import MatrixModel
from eigenlex.options import with_options


def factorize(
    matrix: Any,
    *,
    rows: Iterable[str] | None = None,
    columns: Iterable[str] | None = None,
    progress: Any = None,
    threads: int = 0,
    **options: Any,
) -> MatrixModel:
    """Factorize a matrix, such as ratings of films by users.

    Parameters
    ----------
    matrix : sparse matrix of SciPy, array of NumPy, or DataFrame of pandas
        Cells of 0 are none. The SVD takes values as they are, als as strengths of preference.
    rows, columns : iterable of str, optional
        Names; those of a DataFrame, else numbers from 0 if they are left out.
    progress : True, a class such as tqdm.tqdm, or callable, optional
        As in `eigenlex.train`.
    threads : int, optional
        0 for as many as `set_num_threads` or OpenMP says. It never changes the result.
    **options
        The recipe: `help(eigenlex.factorize)` has all of them with their defaults.

    Returns
    -------
    MatrixModel

    Examples
    --------
    >>> model = eigenlex.factorize([[5, 4, 0, 0], [4, 5, 0, 1], [0, 0, 5, 4]], dim=2)
    >>> model
    <eigenlex.MatrixModel: 3 rows, 4 columns, 2 dimensions, by svd>
    """
    return factorize_matrix(matrix, rows, columns, progress, threads, options)


with_options(factorize, matrix_options())
