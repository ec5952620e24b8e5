"""Questions about words, with the names, arguments and answers of gensim's KeyedVectors."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from eigenlex.options import is_whole, refuse_text, whole
from eigenlex.word_table import Key, WordTable

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    FloatArray = npt.NDArray[np.float32]

class Neighbours(list[tuple[str, float]]):
    """Words and their similarities, nearest first: a list that notebooks show as a table."""

    def _repr_html_(self) -> str:
        import html

        rows = "".join(
            f"<tr><td>{html.escape(word)}</td><td>{similarity:.4f}</td></tr>"
            for word, similarity in self
        )
        return f"<table><tr><th>word</th><th>similarity</th></tr>{rows}</table>"


class Questions(WordTable):
    """Words and vectors that questions are asked about."""

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
                if len(term) != 2 or not isinstance(term[1], (int, float, np.number)):
                    raise TypeError(f"positive: has {term!r}, which is no pair with a number")
                term, weight = term[0], float(term[1])
            if isinstance(term, str) or is_whole(term):
                ids.append(self.get_index(term))
                weights.append(weight)
            else:
                vector = np.asarray(term, dtype=np.float64)
                if vector.shape != (self.vector_size,):
                    raise ValueError(
                        f"positive: has an array of shape {vector.shape}, but vectors have "
                        f"{self.vector_size} dimensions"
                    )
                if not np.abs(vector).max(initial=0) < 1e30:  # nor NaN
                    raise ValueError("positive: has an array whose numbers are not within 1e30")
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
        if topn is not None and whole("topn", topn) < 1:
            return Neighbours()
        ids, weights, rest = self._question(positive, negative)
        begin, end = self._limit("clip_start", clip_start), self._limit("clip_end", clip_end)
        if restrict_vocab:
            begin, end = 0, self._limit("restrict_vocab", restrict_vocab)
        elif not clip_end:
            end = len(self)
        if indexer is not None and isinstance(topn, int):
            return indexer.most_similar(self._mean(ids, weights, rest), topn)
        if topn is None:
            return self._held.similarities(ids, weights, rest, min(begin, end), end)
        if begin >= end:
            return Neighbours()
        wanted = min(whole("topn", topn), len(self))
        return Neighbours(self._held.most_similar(ids, weights, rest, wanted, begin, end))

    def _limit(self, argument: str, value: int | None) -> int:
        """A number of words as an argument has it, None for 0."""
        limit = 0 if value is None else whole(argument, value)
        if limit < 0:
            raise ValueError(f"{argument} = {limit}: must be at least 0")
        return min(limit, len(self))

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

        numbers = np.asarray(vector)
        if numbers.dtype.kind not in "biuf":
            raise TypeError(f"vector: must have real numbers, not {numbers.dtype}")
        return self.most_similar([numbers], topn=topn, restrict_vocab=restrict_vocab)

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
            -1 where there are not so many; no more columns than there are words.
        similarities : array of float32, words x topn
        """
        import numpy as np

        if words is None:
            ids = np.arange(len(self), dtype=np.int32)
        else:
            ids = np.array([self.get_index(word) for word in words], np.int32)
        return self._held.neighbours(ids, min(whole("topn", topn), len(self)))

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

        if topn is not None and whole("topn", topn) < 1:
            return Neighbours()
        added, subtracted = _as_list(positive), _as_list(negative)
        if not added:
            raise ValueError("positive: has no word")
        end = self._limit("restrict_vocab", restrict_vocab) or len(self)
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

        refuse_text("other_words", other_words)
        question = self._question([word_or_vector], None)
        others = [self.get_index(word) for word in other_words or ()]
        cosines = self._held.similarities(*question, 0, len(self))
        distances: FloatArray = (1 - (cosines[others] if others else cosines)).astype(np.float32)
        return distances

    def n_similarity(self, ws1: Sequence[Key], ws2: Sequence[Key]) -> float:
        """The cosine of the mean vectors of two lists of words."""
        refuse_text("ws1", ws1)
        refuse_text("ws2", ws2)
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

        refuse_text("keys", keys)
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

        refuse_text("words", words)
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
        refuse_text("keys_list", keys_list)
        return max(keys_list, key=lambda key: self.similarity(key1, key))

    def closer_than(self, key1: Key, key2: Key) -> list[str]:
        """All words that are nearer to the first word than the second is."""
        distances = self.distances(key1)
        own, limit = self.get_index(key1), distances[self.get_index(key2)]
        return [self._held.word(int(i)) for i in (distances < limit).nonzero()[0] if i != own]

    def rank(self, key1: Key, key2: Key) -> int:
        """The place of the second word among the nearest of the first, from 1."""
        return len(self.closer_than(key1, key2)) + 1


def _as_list(terms: Any) -> list[Any]:
    """A word, an index or a vector as a list of one."""
    if terms is None:
        return []
    if isinstance(terms, str) or is_whole(terms) or getattr(terms, "ndim", 0) == 1:
        return [terms]
    if not isinstance(terms, Iterable):
        raise TypeError(f"positive: has {terms!r}, which is no word, index or vector")
    return list(terms)


def _cosine(a: FloatArray, b: FloatArray) -> float:
    import numpy as np

    first, second = a.astype(np.float64), b.astype(np.float64)
    lengths = float(np.linalg.norm(first) * np.linalg.norm(second))
    return float(first @ second) / lengths if lengths > 0 else 0.0
