"""Words with their vectors, as a mapping."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Union, overload

from eigenlex import _eigenlex
from eigenlex.options import is_whole

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    FloatArray = npt.NDArray[np.float32]

Key = Union[str, int]


class WordTable:
    """What there is of words and vectors; questions about them are in the classes made of it."""

    def _set(self, held: _eigenlex.HeldVectors) -> None:
        self._held = held
        self._vectors: FloatArray | None = None
        self._words: list[str] | None = None
        self._index: dict[str, int] | None = None

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
        return is_whole(key) and 0 <= int(key) < len(self)  # type: ignore[call-overload]

    def has_index_for(self, key: Key) -> bool:
        """Whether there is a vector of the word."""
        return key in self

    def get_index(self, key: Key, default: int | None = None) -> int:
        """The index of a word; `default` or KeyError where it is unknown."""
        if isinstance(key, str):
            index = self._held.find(key)
            if index >= 0:
                return index
        elif is_whole(key):
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
        if isinstance(key_or_keys, str) or is_whole(key_or_keys):
            return self.get_vector(key_or_keys)  # type: ignore[arg-type]
        if not isinstance(key_or_keys, Iterable):
            self.get_index(key_or_keys)
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
