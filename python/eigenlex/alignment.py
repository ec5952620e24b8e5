"""Models in one space: of two languages, corpora or times."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Union

from eigenlex import _eigenlex
from eigenlex.options import checked, refuse_text, require, whole, with_options
from eigenlex.progress import listener_for
from eigenlex.questions import Neighbours
from eigenlex.vectors import AnyPath, Vectors

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

Dictionary = Union[None, AnyPath, Iterable[tuple[str, str]]]


class Alignment:
    """A source's vectors in the space of a target.

    Attributes
    ----------
    vectors : Vectors
        The words of the source, rotated; cosines among them are what they were.
    rotation : array of float64, dimensions of the source x dimensions of the target
        A row vector of the source times it is one in the space of the target.
    moved : list of pairs of str
        The pairs given that do not fit, those that fit least first.
    """

    def __init__(self, found: tuple[Any, Any, list[tuple[str, str]]]) -> None:
        held, rotation, moved = found
        self.vectors: Vectors = Vectors._of(held)
        self.rotation: npt.NDArray[np.float64] = rotation
        self.moved: list[tuple[str, str]] = moved

    def __repr__(self) -> str:
        rounds = self.vectors.description["align"]["rounds"]
        return f"<eigenlex.Alignment: by {rounds[-1]['anchors']} pairs of words>"


def align(
    source: Vectors,
    target: Vectors,
    dictionary: Dictionary = None,
    *,
    anchors: str = "identical",
    progress: Any = None,
    **options: Any,
) -> Alignment:
    """Rotate vectors onto others, words onto words that mean the same.

    Parameters
    ----------
    source, target : Vectors or Model
    dictionary : path, or iterable of pairs of str, optional
        Words of the source and of the target that mean the same: a file of two words a line, or
        the pairs themselves.
    anchors : {"identical", "numerals"}
        Without a dictionary, the words that both have, or of them numbers alone.
    progress : True, a class such as tqdm.tqdm, or callable, optional
        As in `eigenlex.train`.
    **options
        `rounds` of self-learning, `outlier`, and what `help(eigenlex.align)` shows besides;
        docs/align.md says what they mean.

    Returns
    -------
    Alignment

    Examples
    --------
    >>> turned = eigenlex.Vectors(compass.words, compass.vectors @ [[0, 1], [-1, 0]])
    >>> aligned = eigenlex.align(turned, compass, rounds=0, centre=False)
    >>> bool(np.allclose(aligned.vectors.vectors, compass.vectors, atol=1e-5))
    True
    """
    require("source", source, Vectors)
    require("target", target, Vectors)
    own = ("dictionary", "anchors", "progress")
    given = checked("align", options, [*_eigenlex.align_options(), *own])
    with contextlib.closing(listener_for(progress)) as listener:
        return Alignment(
            _eigenlex.align(
                source._held, target._held, dictionary, str(anchors), given, listener
            )
        )


with_options(align, _eigenlex.align_options())


class Translator:
    """Finds the words of another table that mean what given words mean.

    Parameters
    ----------
    source, target : Vectors or Model
        Tables in one space: the source was rotated onto the target by `align`.
    **options
        `neighbours`, `frequent`, `restrict_to` and `centre`; docs/options.md says what they mean.

    Examples
    --------
    >>> upper = eigenlex.Vectors([word.upper() for word in compass], compass.vectors)
    >>> translator = eigenlex.Translator(compass, upper)
    >>> translator.translate("north", topn=1)[0][0]
    'NORTH'
    """

    def __init__(self, source: Vectors, target: Vectors, **options: Any) -> None:
        require("source", source, Vectors)
        require("target", target, Vectors)
        given = checked("Translator", options, _eigenlex.translator_options())
        self._held = _eigenlex.HeldTranslator(source._held, target._held, given)
        self._source = source

    def translate(self, word: str, topn: int = 10) -> Neighbours:
        """The target's words of greatest CSLS with a word of the source.

        Parameters
        ----------
        word : str
        topn : int
            How many are wanted, at least 1.

        Returns
        -------
        Neighbours
            Words with their CSLS, greatest first.

        Raises
        ------
        KeyError
            For a word that the source does not have.
        """
        return self.translate_all([word], topn)[0]

    def translate_all(self, words: Iterable[str], topn: int = 10) -> list[Neighbours]:
        """The same for many words at a time, which is quicker."""
        refuse_text("words", words)
        asked = list(words)
        found = []
        for word, answers in zip(asked, self._held.translate(asked, whole("topn", topn))):
            if answers is None:
                raise KeyError(self._source._held.hint(word))
            found.append(Neighbours(answers))
        return found


with_options(Translator.__init__, _eigenlex.translator_options())
