"""Word vectors by matrix factorization.

>>> import eigenlex
>>> model = eigenlex.train(["the king rules the land", "the queen rules the land"] * 20, dim=2)
>>> model
<eigenlex.Model: 5 words, 2 dimensions, by als>
>>> "king" in model
True

`train` learns vectors from text, `factorize` from any matrix, `load` opens what either saved and the
files of other programs. A `Model` answers as gensim's KeyedVectors does; `EigenlexVectorizer` and
`PPMI_SVD` are estimators of scikit-learn.

What the library notes on its way goes to the logger "eigenlex". Vectors may be used by several
threads at a time. Work runs in as many threads as OMP_NUM_THREADS says, or `set_num_threads`; the
number never changes a result.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from eigenlex._eigenlex import (
    FormatError,
    __version__,
    get_num_threads,
    release_threads,
)
from eigenlex.alignment import Alignment, Translator, align
from eigenlex.classifiers import TextClassifier, classify, load_classifier
from eigenlex.clusters import Clusters, cluster
from eigenlex.maps import WordMap, word_map
from eigenlex.matrices import factorize
from eigenlex.models import MatrixModel, Model, load
from eigenlex.options import set_num_threads
from eigenlex.search_index import SearchIndex, index_texts
from eigenlex.training import train, update
from eigenlex.vectors import Neighbours, Vectors

if TYPE_CHECKING:
    from eigenlex.estimators import PPMI_SVD, EigenlexVectorizer

__all__ = [
    "Alignment",
    "Clusters",
    "EigenlexVectorizer",
    "FormatError",
    "MatrixModel",
    "Model",
    "Neighbours",
    "PPMI_SVD",
    "SearchIndex",
    "TextClassifier",
    "Translator",
    "Vectors",
    "WordMap",
    "__version__",
    "align",
    "classify",
    "cluster",
    "factorize",
    "get_num_threads",
    "index_texts",
    "load",
    "load_classifier",
    "set_num_threads",
    "train",
    "update",
    "word_map",
]

# A forked process would wait for threads that it does not have.
os.register_at_fork(before=release_threads)

_ESTIMATORS = ("EigenlexVectorizer", "PPMI_SVD")


def __getattr__(name: str) -> Any:
    # scikit-learn takes a second to import: only where it is asked for.
    if name in _ESTIMATORS:
        from eigenlex import estimators

        return getattr(estimators, name)
    raise AttributeError(f"module 'eigenlex' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
