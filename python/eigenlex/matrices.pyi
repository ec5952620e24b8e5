from collections.abc import Iterable
from typing import Any

from eigenlex.models import MatrixModel
from eigenlex.progress import ProgressArgument

def factorize(
    matrix: Any,
    *,
    rows: Iterable[str] | None = ...,
    columns: Iterable[str] | None = ...,
    progress: ProgressArgument = ...,
    threads: int = ...,
    method: str = ...,
    dim: int = ...,
    seed: int = ...,
    precision: str = ...,
    # Of svd.
    solver: str = ...,
    tolerance: float = ...,
    max_iterations: int = ...,
    oversampling: float = ...,
    exponent: float = ...,
    # Of als.
    sweeps: int = ...,
    unobserved: float = ...,
    folded_weight: float = ...,
    unobserved_target: float = ...,
    regularization: float = ...,
    row_solver: str = ...,
    steps: int = ...,
    confidence: float = ...,
) -> MatrixModel: ...
