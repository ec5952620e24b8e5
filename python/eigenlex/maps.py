"""Words in the plane."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from eigenlex import _eigenlex
from eigenlex.options import checked, require, with_options
from eigenlex.progress import listener_for
from eigenlex.vectors import Vectors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt


class WordMap:
    """Words in the plane, near ones near each other.

    Attributes
    ----------
    words : list of str
    places : array of float32, words x 2
    labels : array of int32
        The class of each word, 0 being the largest.
    names : list of list of str
        Words that name each class: frequent ones of its middle.
    middles : array of float32, classes x 2
        Where to write the name of each class: the median of the places of its words.
    perplexity : float
        That of the layout, lowered where the words are few; 0 for fewer than 7.
    """

    def __init__(self, vectors: Vectors, found: Any) -> None:
        self.words: list[str] = vectors.words
        self.places: npt.NDArray[np.float32]
        self.labels: npt.NDArray[np.int32]
        self.middles: npt.NDArray[np.float32]
        self.perplexity: float
        self.places, self.labels, central, self.middles, self.perplexity = found
        self.names: list[list[str]] = [[self.words[i] for i in ids] for ids in central]

    def __len__(self) -> int:
        return len(self.words)

    def __repr__(self) -> str:
        return f"<eigenlex.WordMap: {len(self)} words in {len(self.names)} classes>"


def word_map(vectors: Vectors, *, progress: Any = None, **options: Any) -> WordMap:
    """Lay all words out in the plane by t-SNE, with classes by k-means.

    Parameters
    ----------
    vectors : Vectors or Model
    progress : True, a class such as tqdm.tqdm, or callable, optional
        As in `eigenlex.train`.
    **options
        `perplexity`, `iterations`, `clusters`, `seed` (of the classes; the layout has nothing
        random), and what `help(eigenlex.word_map)` shows besides.

    Returns
    -------
    WordMap

    Examples
    --------
    >>> drawn = eigenlex.word_map(compass, clusters=2)
    >>> drawn.places.shape
    (8, 2)
    """
    require("vectors", vectors, Vectors)
    given = checked("word_map", options, [*_eigenlex.word_map_options(), "progress"])
    with contextlib.closing(listener_for(progress)) as listener:
        return WordMap(vectors, _eigenlex.word_map(vectors._held, given, listener))


with_options(word_map, _eigenlex.word_map_options())
