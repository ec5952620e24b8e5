"""Texts, found by what they mean."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable
from typing import Any

from eigenlex import _eigenlex
from eigenlex.options import checked, refuse_text, require, whole, with_options
from eigenlex.progress import listener_for
from eigenlex.vectors import AnyPath, Vectors


class SearchIndex:
    """A folder of texts and their vectors, which answers questions by meaning.

    `eigenlex.index_texts` makes one, and so does the program, by `eigenlex embed -o NAME.index`.

    Parameters
    ----------
    path : path
    verify : bool, optional
        Compare the files with their checksums.
    """

    def __init__(self, path: AnyPath, verify: bool = True) -> None:
        self._path = os.fspath(path)
        self._held = _eigenlex.HeldTextSearch(path, bool(verify))

    def __len__(self) -> int:
        return len(self._held)

    def search(self, question: str, topn: int = 10) -> list[tuple[int, str, float]]:
        """The texts nearest in meaning to a question.

        Parameters
        ----------
        question : str
        topn : int
            How many are wanted, at least 1.

        Returns
        -------
        list of (int, str, float)
            The number of each text, from 0, the text and its cosine with the question, nearest
            first; none for a question without a word that has a vector.
        """
        if not isinstance(question, str):
            raise TypeError(f"question must be a str, not {type(question).__name__}")
        return self.search_all([question], topn)[0]

    def search_all(
        self, questions: Iterable[str], topn: int = 10
    ) -> list[list[tuple[int, str, float]]]:
        """The same for many questions at a time, which is quicker."""
        refuse_text("questions", questions)
        return self._held.nearest(list(questions), whole("topn", topn))

    def vectors(self) -> Vectors:
        """The vectors of the texts, named by their numbers from 1; read from the folder."""
        from eigenlex.models import load

        opened: Vectors = load(self._path)
        return opened

    def __repr__(self) -> str:
        return f"<eigenlex.SearchIndex: {len(self)} texts>"


def index_texts(
    vectors: Vectors,
    texts: Iterable[str],
    path: AnyPath,
    *,
    progress: Any = None,
    **options: Any,
) -> SearchIndex:
    """Write a folder of texts and their vectors, and open it.

    The vector of a text is the mean of its words' by smooth inverse frequency, without the
    direction that all texts have in common (Arora, Liang & Ma, ICLR 2017); docs/texts.md says more.

    Parameters
    ----------
    vectors : Vectors or Model
        The words that texts are made of.
    texts : iterable of str
        Gone through once. Line ends in a text become blanks.
    path : path
        The folder. It appears when it is complete and replaces one of its kind.
    progress : True, a class such as tqdm.tqdm, or callable, optional
        As in `eigenlex.train`.
    **options
        `smoothing`: a word of the share p of the corpus weighs smoothing / (smoothing + p).
        `remove_direction`: whether what the texts have in common is taken away.

    Returns
    -------
    SearchIndex

    Examples
    --------
    >>> index = eigenlex.index_texts(
    ...     compass, ["north northeast", "south", "west"], folder / "texts.index",
    ...     remove_direction=False,
    ... )
    >>> index.search("southeast southwest", topn=1)
    [(1, 'south', 0.98...)]
    """
    require("vectors", vectors, Vectors)
    refuse_text("texts", texts)
    given = checked("index_texts", options, [*_eigenlex.text_vector_options(), "progress"])
    with contextlib.closing(listener_for(progress)) as listener:
        _eigenlex.index_texts(vectors._held, iter(texts), path, given, listener)
    return SearchIndex(path)


with_options(index_texts, _eigenlex.text_vector_options())
