"""Words and their vectors, with the names, arguments and answers of gensim's KeyedVectors."""

from __future__ import annotations

import html
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Union, overload

from eigenlex import _eigenlex

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    import pandas as pd  # type: ignore[import]

    from eigenlex.clusters import Clusters

    FloatArray = npt.NDArray[np.float32]

AnyPath = Union[str, "os.PathLike[str]"]
Key = Union[str, int]
# A word, its index or a vector; or one of these and its weight.
Term = Any

_FORMATS = {".npy": "npy", ".bin": "word2vec-binary", ".txt": "word2vec", ".vec": "word2vec"}
_PACKED = (".gz", ".xz", ".zst")


class Neighbours(list[tuple[str, float]]):
    """Words and their similarities, nearest first: a list that notebooks show as a table."""

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(word)}</td><td>{similarity:.4f}</td></tr>"
            for word, similarity in self
        )
        return f"<table><tr><th>word</th><th>similarity</th></tr>{rows}</table>"


class Vectors:
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

        if isinstance(words, (str, bytes)):
            raise TypeError("words must be an iterable of str, not one of them")
        names = list(words)
        numbers = np.zeros(len(names), np.int64) if counts is None else np.asarray(counts, np.int64)
        table = np.asarray(vectors, dtype=np.float32)
        self._set(_eigenlex.HeldVectors(names, table, numbers, {}))

    def _set(self, held: _eigenlex.HeldVectors) -> None:
        self._held = held
        self._vectors: FloatArray | None = None
        self._words: list[str] | None = None
        self._index: dict[str, int] | None = None

    @classmethod
    def _of(cls, held: _eigenlex.HeldVectors) -> Vectors:
        made = Vectors.__new__(Vectors)
        made._set(held)
        return made

    # What there is.

    @property
    def vectors(self) -> FloatArray:
        """The vectors, words x dimensions: a view of the model's own numbers, not to be written to."""
        if self._vectors is None:
            self._vectors = self._held.vectors
        return self._vectors

    @property
    def counts(self) -> npt.NDArray[np.int64]:
        """How often each word occurs in the corpus, a view; 0 where that is not known."""
        return self._held.counts

    @property
    def words(self) -> list[str]:
        """The words in the order of the vectors, the most frequent first."""
        if self._words is None:
            self._words = self._held.words()
        return self._words

    @property
    def index_to_key(self) -> list[str]:
        """The same as `words`."""
        return self.words

    @property
    def key_to_index(self) -> Mapping[str, int]:
        """The index of each word."""
        if self._index is None:
            self._index = {word: index for index, word in enumerate(self.words)}
        return self._index

    @property
    def vector_size(self) -> int:
        """Number of dimensions."""
        return int(self.vectors.shape[1])

    @property
    def description(self) -> dict[str, Any]:
        """How the vectors were made, as far as their file says."""
        return self._held.description

    def __len__(self) -> int:
        return len(self._held)

    def __iter__(self) -> Iterator[str]:
        return iter(self.words)

    def __contains__(self, key: object) -> bool:
        if isinstance(key, str):
            return self._held.find(key) >= 0
        return _is_index(key) and 0 <= int(key) < len(self)  # type: ignore[call-overload]

    def has_index_for(self, key: Key) -> bool:
        """Whether there is a vector of the word."""
        return key in self

    def get_index(self, key: Key, default: int | None = None) -> int:
        """The index of a word; `default` or KeyError where it is unknown."""
        if isinstance(key, str):
            index = self._held.find(key)
            if index >= 0:
                return index
        elif _is_index(key):
            if 0 <= int(key) < len(self):
                return int(key)
        else:
            raise TypeError(f"a word is a str, or an int for its index, not {type(key).__name__}")
        if default is not None:
            return default
        raise KeyError(self._held.hint(key) if isinstance(key, str) else f"no word has index {key}")

    def get_vector(self, key: Key, norm: bool = False) -> FloatArray:
        """The vector of a word, not to be written to; at length 1 with `norm`."""
        vector: FloatArray = self.vectors[self.get_index(key)]
        if not norm:
            return vector
        import numpy as np

        length = np.linalg.norm(vector)
        unit: FloatArray = vector / length if length > 0 else vector.copy()
        unit.setflags(write=False)
        return unit

    @overload
    def __getitem__(self, key_or_keys: Key) -> FloatArray: ...
    @overload
    def __getitem__(self, key_or_keys: Iterable[Key]) -> FloatArray: ...
    def __getitem__(self, key_or_keys: Key | Iterable[Key]) -> FloatArray:
        if isinstance(key_or_keys, str) or _is_index(key_or_keys):
            return self.get_vector(key_or_keys)  # type: ignore[arg-type]
        several: FloatArray = self.vectors[
            [self.get_index(key) for key in key_or_keys]  # type: ignore[union-attr]
        ]
        return several

    def get_vecattr(self, key: Key, attr: str) -> int:
        """The count of a word, by the name that it has in gensim: "count"."""
        if attr != "count":
            raise KeyError(f"there is no attribute {attr!r}, only 'count'")
        return int(self.counts[self.get_index(key)])

    def get_normed_vectors(self) -> FloatArray:
        """All vectors at length 1, a copy."""
        import numpy as np

        lengths = np.linalg.norm(self.vectors, axis=1, keepdims=True)
        normed: FloatArray = self.vectors / np.where(lengths > 0, lengths, 1)
        return normed

    # Questions.

    def _question(
        self, positive: Any, negative: Any
    ) -> tuple[npt.NDArray[np.int32], npt.NDArray[np.float64], FloatArray]:
        """Indices of words with their weights, and the weighted sum of vectors."""
        import numpy as np

        ids: list[int] = []
        weights: list[float] = []
        rest = np.zeros(0, np.float32)
        terms = [(1.0, term) for term in _as_list(positive)]
        terms += [(-1.0, term) for term in _as_list(negative)]
        if not terms:
            raise ValueError("positive: has no word, and neither has negative")
        for sign, term in terms:
            weight = sign
            if isinstance(term, tuple):
                term, weight = term[0], float(term[1])
            if isinstance(term, str) or _is_index(term):
                ids.append(self.get_index(term))
                weights.append(weight)
            else:
                vector = np.asarray(term, dtype=np.float64)
                if vector.shape != (self.vector_size,):
                    raise ValueError(
                        f"positive: has an array of shape {vector.shape}, but vectors have "
                        f"{self.vector_size} dimensions"
                    )
                rest = (weight * vector + (rest if rest.size else 0)).astype(np.float32)
        return np.array(ids, np.int32), np.array(weights, np.float64), rest

    def most_similar(
        self,
        positive: Any = None,
        negative: Any = None,
        topn: int | None = 10,
        clip_start: int = 0,
        clip_end: int | None = None,
        restrict_vocab: int | None = None,
        indexer: Any = None,
    ) -> Any:
        """The words nearest to a sum of words.

        Parameters
        ----------
        positive, negative : a word, its index, a vector, or a list of these, optional
            What is added and subtracted, words at length 1. In a list, a pair of one of them and a
            number gives the weight, by default 1 and -1.
        topn : int or None
            How many are wanted; None for the similarities of all words, as an array.
        clip_start, clip_end : int, optional
            Only words with these indices are candidates.
        restrict_vocab : int, optional
            Only so many of the first words are candidates.
        indexer : optional
            An object with a method `most_similar(vector, topn)` that is asked instead.

        Returns
        -------
        Neighbours or array
            Words with their cosines, nearest first, without the words of the question; ties by the
            bytes of the words.

        Examples
        --------
        >>> compass.most_similar(positive=["north", "east"], topn=2)
        [('northeast', 0.99999...), ('northwest', 0.0)]
        """
        if topn is not None and topn < 1:
            return Neighbours()
        ids, weights, rest = self._question(positive, negative)
        end = len(self) if not clip_end else min(clip_end, len(self))
        begin = clip_start
        if restrict_vocab:
            begin, end = 0, min(restrict_vocab, len(self))
        if begin < 0 or end < 0:
            raise ValueError(f"clip_start = {begin}, clip_end = {end}: must be at least 0")
        if indexer is not None and isinstance(topn, int):
            return indexer.most_similar(self._mean(ids, weights, rest), topn)
        if topn is None:
            return self._held.similarities(ids, weights, rest, min(begin, end), end)
        if begin >= end:
            return Neighbours()
        return Neighbours(self._held.most_similar(ids, weights, rest, topn, begin, end))

    def _mean(
        self, ids: npt.NDArray[np.int32], weights: npt.NDArray[np.float64], rest: FloatArray
    ) -> FloatArray:
        import numpy as np

        total = np.zeros(self.vector_size) + (rest if rest.size else 0)
        for index, weight in zip(ids, weights):
            total += weight * self.get_vector(int(index), norm=True)
        length = np.linalg.norm(total)
        mean: FloatArray = (total / length if length > 0 else total).astype(np.float32)
        return mean

    def similar_by_key(
        self, key: Key, topn: int | None = 10, restrict_vocab: int | None = None
    ) -> Any:
        """The words nearest to a word; see `most_similar`."""
        return self.most_similar(positive=[key], topn=topn, restrict_vocab=restrict_vocab)

    def similar_by_word(
        self, word: Key, topn: int | None = 10, restrict_vocab: int | None = None
    ) -> Any:
        """The same as `similar_by_key`."""
        return self.similar_by_key(word, topn, restrict_vocab)

    def similar_by_vector(
        self, vector: npt.ArrayLike, topn: int | None = 10, restrict_vocab: int | None = None
    ) -> Any:
        """The words nearest to a vector; see `most_similar`."""
        import numpy as np

        return self.most_similar([np.asarray(vector)], topn=topn, restrict_vocab=restrict_vocab)

    def neighbours(
        self, words: Iterable[Key] | None = None, topn: int = 10
    ) -> tuple[npt.NDArray[np.int32], FloatArray]:
        """The nearest words of many words at a time, which is several times as quick.

        Parameters
        ----------
        words : iterable of str or int, optional
            All if it is left out.
        topn : int
            How many are wanted of each.

        Returns
        -------
        indices : array of int32, words x topn
            -1 where there are not so many.
        similarities : array of float32, words x topn
        """
        import numpy as np

        if words is None:
            ids = np.arange(len(self), dtype=np.int32)
        else:
            ids = np.array([self.get_index(word) for word in words], np.int32)
        return self._held.neighbours(ids, topn)

    def most_similar_cosmul(
        self,
        positive: Any = None,
        negative: Any = None,
        topn: int | None = 10,
        restrict_vocab: int | None = None,
    ) -> Any:
        """The words of greatest product of similarities (3CosMul; Levy & Goldberg, CoNLL 2014).

        As in gensim: cosines are shifted to 0..1, those with positive words multiplied and divided
        by those with negative ones.
        """
        import numpy as np

        if topn is not None and topn < 1:
            return Neighbours()
        added, subtracted = _as_list(positive), _as_list(negative)
        if not added:
            raise ValueError("positive: has no word")
        end = min(restrict_vocab, len(self)) if restrict_vocab else len(self)
        scores = np.ones(end)
        divisor = np.ones(end)
        for factor, terms in ((scores, added), (divisor, subtracted)):
            for term in terms:
                cosines = self._held.similarities(*self._question([term], None), 0, end)
                factor *= (1 + cosines.astype(np.float64)) / 2
        scores /= divisor + 1e-6
        if topn is None:
            return scores
        asked = {self.get_index(t) for t in added + subtracted if isinstance(t, (str, int))}
        best = [i for i in np.argsort(-scores, kind="stable") if i not in asked][:topn]
        return Neighbours((self._held.word(int(i)), float(scores[i])) for i in best)

    def similarity(self, w1: Key, w2: Key) -> float:
        """The cosine of two words."""
        return _cosine(self.get_vector(w1), self.get_vector(w2))

    def distance(self, w1: Key, w2: Key) -> float:
        """1 less the cosine of two words."""
        return 1 - self.similarity(w1, w2)

    def distances(
        self, word_or_vector: Key | npt.ArrayLike, other_words: Iterable[Key] = ()
    ) -> FloatArray:
        """1 less the cosine of a word or vector with each of some words, or with all words."""
        import numpy as np

        question = self._question([word_or_vector], None)
        others = [self.get_index(word) for word in other_words or ()]
        cosines = self._held.similarities(*question, 0, len(self))
        distances: FloatArray = (1 - (cosines[others] if others else cosines)).astype(np.float32)
        return distances

    def n_similarity(self, ws1: Sequence[Key], ws2: Sequence[Key]) -> float:
        """The cosine of the mean vectors of two lists of words."""
        if not (len(ws1) and len(ws2)):
            raise ZeroDivisionError("ws1 and ws2 must have words")
        return _cosine(
            self.get_mean_vector(ws1, pre_normalize=False, ignore_missing=True),
            self.get_mean_vector(ws2, pre_normalize=False, ignore_missing=True),
        )

    def get_mean_vector(
        self,
        keys: Sequence[Any],
        weights: npt.ArrayLike | None = None,
        pre_normalize: bool = True,
        post_normalize: bool = False,
        ignore_missing: bool = True,
    ) -> FloatArray:
        """The weighted mean of words or vectors; unknown words are left out unless told otherwise."""
        import numpy as np

        if len(keys) == 0:
            raise ValueError("keys: is empty")
        factors = np.ones(len(keys)) if weights is None else np.asarray(weights, np.float64)
        if len(factors) != len(keys):
            raise ValueError(f"weights: has {len(factors)} numbers for {len(keys)} keys")
        mean = np.zeros(self.vector_size)
        total = 0.0
        for key, factor in zip(keys, factors):
            if isinstance(key, np.ndarray):
                vector = key
            elif key in self:
                vector = self.get_vector(key, norm=pre_normalize)
            elif ignore_missing:
                continue
            else:
                raise KeyError(self._held.hint(key))
            mean += factor * vector
            total += abs(factor)
        if total > 0:
            mean /= total
        length = np.linalg.norm(mean)
        if post_normalize and length > 0:
            mean /= length
        result: FloatArray = mean.astype(np.float32)
        return result

    def rank_by_centrality(
        self, words: Sequence[str], use_norm: bool = True
    ) -> list[tuple[float, str]]:
        """Words with their cosines to the mean of all of them, the most central first."""
        import numpy as np

        known = [word for word in words if word in self]
        if not known:
            raise ValueError("words: has no known word")
        vectors = np.stack([self.get_vector(word, norm=use_norm) for word in known])
        mean = self.get_mean_vector(list(vectors), pre_normalize=False, post_normalize=True)
        return sorted(((float(s), w) for s, w in zip(vectors @ mean, known)), reverse=True)

    def doesnt_match(self, words: Sequence[str]) -> str:
        """The word that fits least among others.

        >>> compass.doesnt_match(["north", "northeast", "northwest", "south"])
        'south'
        """
        return self.rank_by_centrality(words)[-1][1]

    def most_similar_to_given(self, key1: Key, keys_list: Sequence[Key]) -> Key:
        """Of some words the nearest to a word."""
        return max(keys_list, key=lambda key: self.similarity(key1, key))

    def closer_than(self, key1: Key, key2: Key) -> list[str]:
        """All words that are nearer to the first word than the second is."""
        distances = self.distances(key1)
        own, limit = self.get_index(key1), distances[self.get_index(key2)]
        return [self._held.word(int(i)) for i in (distances < limit).nonzero()[0] if i != own]

    def rank(self, key1: Key, key2: Key) -> int:
        """The place of the second word among the nearest of the first, from 1."""
        return len(self.closer_than(key1, key2)) + 1

    # Benchmarks.

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

    # To and from elsewhere.

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
        self._held.write(path, format)

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
        first = ", ".join(html.escape(self._held.word(i)) for i in range(min(10, len(self))))
        more = ", …" if len(self) > 10 else ""
        return (
            f"<b>eigenlex.{type(self).__name__}</b>: {html.escape(self._summary())}<br>{first}{more}"
        )


def _vectors_again(
    words: list[str], vectors: FloatArray, counts: Any, description: dict[str, Any]
) -> Vectors:
    return Vectors._of(_eigenlex.HeldVectors(words, vectors, counts, description))


def _is_index(key: object) -> bool:
    return hasattr(key, "__index__") and not isinstance(key, bool) and not getattr(key, "shape", ())


def _as_list(terms: Any) -> list[Any]:
    """A word, an index or a vector as a list of one."""
    if terms is None:
        return []
    if isinstance(terms, str) or _is_index(terms) or getattr(terms, "ndim", 0) == 1:
        return [terms]
    return list(terms)


def _cosine(a: FloatArray, b: FloatArray) -> float:
    import numpy as np

    first, second = a.astype(np.float64), b.astype(np.float64)
    lengths = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(first @ second) / lengths if lengths > 0 else 0.0
