import os
from collections.abc import Iterable

from eigenlex._training import Update
from eigenlex.models import Model
from eigenlex.progress import ProgressArgument

def train(
    corpus: str
    | os.PathLike[str]
    | Iterable[os.PathLike[str]]
    | Iterable[str]
    | Iterable[Iterable[str]],
    *,
    progress: ProgressArgument = ...,
    threads: int = ...,
    memory: int | str = ...,
    work: str | os.PathLike[str] | None = ...,
    resume: bool = ...,
    keep_counts: str | os.PathLike[str] | None = ...,
    # Text.
    tokenizer: str = ...,
    lowercase: bool = ...,
    encoding: str = ...,
    bad_bytes: str = ...,
    document: str = ...,
    phrases: int = ...,
    phrase_threshold: float = ...,
    phrase_min_count: int = ...,
    min_count: int = ...,
    max_vocab: int = ...,
    # Counts.
    window: int = ...,
    window_weight: str = ...,
    contexts: str = ...,
    subsample: float = ...,
    context_smoothing: float = ...,
    negative: float = ...,
    damping: float = ...,
    # Vectors.
    method: str = ...,
    dim: int = ...,
    seed: int = ...,
    precision: str = ...,
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
    weight_max: float = ...,
    weight_exponent: float = ...,
    lowest_target: float = ...,
    blend: float = ...,
    # What words are given of their parts.
    subwords: str | None = ...,
    subword_share: float = ...,
    least_cosine: float = ...,
    full_cosine: float = ...,
    rare_count: float = ...,
    rare_cosine: float = ...,
    subword_regularization: float = ...,
    known_count: float = ...,
    folds: int = ...,
    folds_seed: int = ...,
    shortest_beginning: int = ...,
    longest_beginning: int = ...,
    longest_ending: int = ...,
    min_words: int = ...,
) -> Model: ...
def update(
    model: str | os.PathLike[str],
    corpus: str | os.PathLike[str] | Iterable[os.PathLike[str]],
    output: str | os.PathLike[str],
    *,
    exact: bool = ...,
    progress: ProgressArgument = ...,
    threads: int = ...,
    memory: int | str = ...,
    work: str | os.PathLike[str] | None = ...,
) -> Update: ...
