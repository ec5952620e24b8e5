"""Words and their vectors."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Union

from eigenlex import _eigenlex
from eigenlex.options import refuse_text
from eigenlex.questions import Neighbours, Questions
from eigenlex.word_table import Key

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd  # type: ignore[import]

    from eigenlex.clusters import Clusters

    FloatArray = npt.NDArray[np.float32]

__all__ = ["AnyPath", "Key", "Neighbours", "Vectors"]

AnyPath = Union[str, "os.PathLike[str]"]

_FORMATS = {".npy": "npy", ".bin": "word2vec-binary", ".txt": "word2vec", ".vec": "word2vec"}
_PACKED = (".gz", ".xz", ".zst")


class Vectors(Questions):
    """Words and their vectors, which do not change.

    Parameters
    ----------
    words : iterable of str
        Distinct words, the most frequent first.
    vectors : array of float32, words x dimensions
        It is copied.
    counts : sequence of int, optional
        How often each word occurs; 0 where that is not known.

    Notes
    -----
    The first question makes a second table of the vectors at length 1, at a byte more for each
    number, by which all are answered. Any number of threads may ask at a time.

    Examples
    --------
    >>> vectors = eigenlex.Vectors(["north", "east", "south"], [[0, 1], [1, 0], [0, -1]])
    >>> vectors["east"]
    array([1., 0.], dtype=float32)
    >>> vectors.most_similar("east", topn=1)
    [('north', 0.0)]
    >>> vectors["est"]
    Traceback (most recent call last):
    KeyError: '"est" is not in the vocabulary; close: east'
    """

    def __init__(
        self, words: Iterable[str], vectors: npt.ArrayLike, counts: npt.ArrayLike | None = None
    ) -> None:
        import numpy as np

        refuse_text("words", words)
        names = list(words)
        numbers = np.zeros(len(names), np.int64) if counts is None else np.asarray(counts, np.int64)
        table = np.asarray(vectors, dtype=np.float32)
        self._set(_eigenlex.HeldVectors(names, table, numbers, {}))

    @classmethod
    def _of(cls, held: _eigenlex.HeldVectors) -> Vectors:
        made = Vectors.__new__(Vectors)
        made._set(held)
        return made

    def evaluate_word_pairs(
        self,
        pairs: AnyPath,
        delimiter: str = "\t",
        encoding: str = "utf8",
        restrict_vocab: int | None = 300000,
        case_insensitive: bool = True,
        dummy4unknown: bool = False,
    ) -> tuple[Any, Any, float]:
        """The correlation of cosines with people's judgements, as gensim gives it.

        Parameters
        ----------
        pairs : path
            A file of two words and a score a line; lines that begin with # are left out, and so are
            lines of another form.
        delimiter, encoding : str
            What parts the three, and the encoding of the file.
        restrict_vocab : int or None
            Only so many of the first words are known.
        case_insensitive : bool
            Compare words in upper case, a word of several spellings as the most frequent of them.
        dummy4unknown : bool
            Take 0 for pairs with an unknown word instead of leaving them out.

        Returns
        -------
        pearson, spearman : results of scipy.stats, correlation and p-value
        oov_ratio : float
            Percentage of the pairs with an unknown word.
        """
        from eigenlex.benchmarks import evaluate_word_pairs

        return evaluate_word_pairs(
            self, pairs, delimiter, encoding, restrict_vocab, case_insensitive, dummy4unknown
        )

    def evaluate_word_analogies(
        self,
        analogies: AnyPath,
        restrict_vocab: int | None = 300000,
        case_insensitive: bool = True,
        dummy4unknown: bool = False,
    ) -> tuple[float, list[dict[str, Any]]]:
        """The share of analogies that are solved by 3CosAdd, as gensim gives it.

        Parameters
        ----------
        analogies : path
            A file of four words a line, ``a b c d`` for "a is to b as c is to d", after lines
            ``: NAME`` that begin sections.
        restrict_vocab, case_insensitive
            As in `evaluate_word_pairs`.
        dummy4unknown : bool
            Take questions with an unknown word for answered wrongly instead of leaving them out.

        Returns
        -------
        score : float
            The share of all questions, 0..1.
        sections : list of dict
            "section", and the questions "correct" and "incorrect", of each section and of all.
        """
        from eigenlex.benchmarks import evaluate_word_analogies

        return evaluate_word_analogies(
            self, analogies, restrict_vocab, case_insensitive, dummy4unknown
        )

    def cluster(self, clusters: int | None = None, **options: Any) -> Clusters:
        """Classes of words that are near each other; see `eigenlex.cluster`."""
        from eigenlex.clusters import cluster

        if clusters is not None:
            options["clusters"] = clusters
        return cluster(self, **options)

    def save(self, path: AnyPath, format: str | None = None) -> None:
        """Write the vectors to a file, which other programs read too.

        Parameters
        ----------
        path : path
            Where the name ends in .gz, .xz or .zst, the file is compressed.
        format : {"word2vec", "word2vec-binary", "glove", "fasttext", "npy"}, optional
            By the name if it is left out: .npy, .bin, .txt or .vec.
        """
        name = os.fspath(path)
        if format is None:
            for ending in _PACKED:
                name = name.removesuffix(ending)
            format = _FORMATS.get(os.path.splitext(name)[1])
        if format is None:
            raise ValueError(
                f"path = {os.fspath(path)!r}: ends in none of {', '.join(_FORMATS)}; give a format"
            )
        self._held.write(path, str(format))

    def save_word2vec_format(self, fname: AnyPath, binary: bool = False) -> None:
        """Write the vectors in the format of word2vec."""
        self._held.write(fname, "word2vec-binary" if binary else "word2vec")

    def to_gensim(self) -> Any:
        """A copy as gensim's KeyedVectors, with counts."""
        from gensim.models import KeyedVectors  # type: ignore[import]

        copy = KeyedVectors(self.vector_size)
        copy.add_vectors(self.words, self.vectors)
        copy.expandos["count"] = self.counts.copy()
        return copy

    @classmethod
    def from_gensim(cls, keyed_vectors: Any) -> Vectors:
        """A copy of gensim's KeyedVectors, or of what has them as `wv`."""
        source = getattr(keyed_vectors, "wv", keyed_vectors)
        return Vectors(source.index_to_key, source.vectors, source.expandos.get("count"))

    def to_frame(self) -> pd.DataFrame:
        """The vectors as a DataFrame of pandas by word, which shares their memory."""
        import pandas as pd

        return pd.DataFrame(self.vectors, index=self.words, copy=False)

    def __reduce__(self) -> Any:
        return _vectors_again, (self.words, self.vectors, self.counts, self.description)

    def __repr__(self) -> str:
        return f"<eigenlex.{type(self).__name__}: {self._summary()}>"

    def _summary(self) -> str:
        return f"{len(self)} words, {self.vector_size} dimensions"

    def _repr_html_(self) -> str:
        import html

        first = ", ".join(html.escape(self._held.word(i)) for i in range(min(10, len(self))))
        more = ", …" if len(self) > 10 else ""
        return (
            f"<b>eigenlex.{type(self).__name__}</b>: {html.escape(self._summary())}<br>{first}{more}"
        )


def _vectors_again(
    words: list[str], vectors: FloatArray, counts: Any, description: dict[str, Any]
) -> Vectors:
    return Vectors._of(_eigenlex.HeldVectors(words, vectors, counts, description))
