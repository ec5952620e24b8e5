"""Benchmarks of word similarity and analogies, read and scored as gensim does."""

from __future__ import annotations

import bz2
import gzip
import lzma
import os
from collections.abc import Callable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from eigenlex.vectors import AnyPath, Vectors

_OPENERS: Mapping[str, Callable[..., Any]] = {".gz": gzip.open, ".bz2": bz2.open, ".xz": lzma.open}


def _open(path: AnyPath, encoding: str = "utf8") -> IO[str]:
    opener = _OPENERS.get(os.path.splitext(os.fspath(path))[1], open)
    opened: IO[str] = opener(path, "rt", encoding=encoding)
    return opened


def _same(text: str) -> str:
    return text


def _known_words(
    vectors: Vectors, restrict_vocab: int | None, spelled: Callable[[str], str]
) -> dict[str, int]:
    """The indices of the words that are known, of several spellings the first one's."""
    known: dict[str, int] = {}
    for index, word in enumerate(vectors.words[:restrict_vocab]):
        known.setdefault(spelled(word), index)
    return known


def evaluate_word_pairs(
    vectors: Vectors,
    pairs: AnyPath,
    delimiter: str,
    encoding: str,
    restrict_vocab: int | None,
    case_insensitive: bool,
    dummy4unknown: bool,
) -> tuple[Any, Any, float]:
    from scipy import stats  # type: ignore[import]

    spelled = str.upper if case_insensitive else _same
    known = _known_words(vectors, restrict_vocab, spelled)
    judged: list[float] = []
    found: list[float] = []
    unknown = 0
    with _open(pairs, encoding) as file:
        for first, second, score in _pairs(file, delimiter):
            a, b = known.get(spelled(first)), known.get(spelled(second))
            if a is not None and b is not None:
                judged.append(score)
                found.append(vectors.similarity(a, b))
                continue
            unknown += 1
            if dummy4unknown:
                judged.append(score)
                found.append(0.0)
    if not judged:
        raise ValueError(f"pairs: {os.fspath(pairs)} has no pair of known words and a score")
    total = len(judged) if dummy4unknown else len(judged) + unknown
    pearson, spearman = stats.pearsonr(judged, found), stats.spearmanr(judged, found)
    return pearson, spearman, 100 * unknown / total


def _pairs(file: IO[str], delimiter: str) -> Iterator[tuple[str, str, float]]:
    for line in file:
        if line.startswith("#"):
            continue
        try:
            first, second, score = line.split(delimiter)
            yield first, second, float(score)
        except ValueError:
            continue


def evaluate_word_analogies(
    vectors: Vectors,
    analogies: AnyPath,
    restrict_vocab: int | None,
    case_insensitive: bool,
    dummy4unknown: bool,
) -> tuple[float, list[dict[str, Any]]]:
    import numpy as np

    spelled = str.upper if case_insensitive else _same
    known = _known_words(vectors, restrict_vocab, spelled)
    sections: list[dict[str, Any]] = []
    asked: list[tuple[dict[str, Any], tuple[str, ...]]] = []
    with _open(analogies) as file:
        for section, question in _questions(file, analogies, spelled, sections):
            if all(word in known for word in question):
                asked.append((section, question))
            elif dummy4unknown:
                section["incorrect"].append(question)
    ids = np.array([[known[word] for word in question[:3]] for _, question in asked], np.int32)
    limit = min(restrict_vocab or 0, len(vectors))
    # As many as gensim looks at for one that is no other spelling of a word of the question.
    answers = vectors._held.analogies(ids.reshape(-1, 3), limit, 5, None)
    words = vectors.words
    for (section, question), best in zip(asked, answers):
        guesses = (spelled(words[i]) for i in best if i >= 0)
        guess = next((g for g in guesses if g in known and g not in question[:3]), None)
        section["correct" if guess == question[3] else "incorrect"].append(question)
    total: dict[str, Any] = {"section": "Total accuracy"}
    for kind in ("correct", "incorrect"):
        total[kind] = [question for section in sections for question in section[kind]]
    number = len(total["correct"]) + len(total["incorrect"])
    score = len(total["correct"]) / number if number else 0.0
    return score, [*sections, total]


def _questions(
    file: IO[str],
    path: AnyPath,
    spelled: Callable[[str], str],
    sections: list[dict[str, Any]],
) -> Iterator[tuple[dict[str, Any], tuple[str, ...]]]:
    """The questions with the section of each, which are appended to `sections`."""
    for number, line in enumerate(file, start=1):
        if line.startswith(": "):
            name = line.lstrip(": ").strip()
            sections.append({"section": name, "correct": [], "incorrect": []})
            continue
        words = tuple(spelled(word) for word in line.split())
        if not sections:
            raise ValueError(f"analogies: {os.fspath(path)}:{number}: is before the first section")
        if len(words) == 4:
            yield sections[-1], words
